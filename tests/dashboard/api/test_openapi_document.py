"""The document says what there is, and there is what it says."""

from __future__ import annotations

import dataclasses
import json
import re
from enum import StrEnum
from pathlib import Path
from typing import get_type_hints

import pytest
from described import SCHEMAS, holds, named

from chairpi.core.events.event import EVENT_NAMES
from chairpi.core.requests import REQUEST_TYPES
from chairpi.dashboard.api.document import openapi, resolved
from chairpi.dashboard.feed.weightless import RAW_IN

METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}
FOR_THE_PAGES_ALONE = {
    "/pair/status": "whether the browser that asks to pair has been let in",
    "/manifest.webmanifest": "what a browser needs to install the page as an app",
    "/programme/content/export": "the people's own exercises as a file to keep",
}
"""Routes that answer with JSON and are no part of the interface: what they are for."""
EVENTS = {name: kind for kind, name in EVENT_NAMES.items()}
WEIGHT = {"total_n", "back_upper_n", "back_lower_n", "force_n"}
HELP = Path(__file__).parents[3] / "web" / "help"


def words(name: str) -> str:
    return "".join(part.title() for part in name.split("_"))


def operations():
    return [(path, method, node) for path, methods in openapi()["paths"].items() for method, node in methods.items()]


def references(node):
    if isinstance(node, dict):
        for name, value in node.items():
            yield from [value] if name == "$ref" else references(value)
    if isinstance(node, list):
        for one in node:
            yield from references(one)


def test_every_route_and_method_is_described_and_none_is_that_is_not_there(dashboard):
    there = {
        (rule.rule, method)
        for rule in dashboard.app.url_map.iter_rules()
        for method in (rule.methods or set()) & METHODS
        if rule.rule.startswith("/api/") or rule.rule == "/healthz"
    }

    assert {(path, method.upper()) for path, method, _node in operations()} == there


def test_what_else_answers_with_json_is_for_the_pages_alone(dashboard):
    answering = set()
    for rule in dashboard.app.url_map.iter_rules():
        if "GET" not in (rule.methods or set()) or rule.arguments or rule.rule.startswith("/api/v1/"):
            continue
        with dashboard.client.get(rule.rule, buffered=False) as answer:
            if "json" in answer.mimetype:
                answering.add(rule.rule)

    assert answering - {"/healthz"} == set(FOR_THE_PAGES_ALONE)


def test_every_reference_leads_somewhere():
    found = set(references(openapi()))

    assert found
    for reference in found:
        assert resolved({"$ref": reference})


def test_no_schema_is_left_over():
    used = {reference.rpartition("/")[2] for reference in references(openapi())}

    assert set(SCHEMAS) == used & set(SCHEMAS)


@pytest.mark.parametrize(
    ("path", "method", "node"), operations(), ids=lambda part: part if isinstance(part, str) else ""
)
def test_each_operation_is_explained_and_tells_every_problem(path, method, node):
    assert node["summary"]
    assert node["description"]
    assert {"400", "401", "405", "429", "500"} <= node["responses"].keys()
    for status, answer in node["responses"].items():
        found = resolved(answer)
        assert found["description"]
        if int(status) >= 400 and path != "/healthz":
            assert list(found["content"]) == ["application/problem+json"]
        if status in ("429", "503") and path != "/healthz":
            assert "Retry-After" in found["headers"]


@pytest.mark.parametrize("name", REQUEST_TYPES)
def test_every_request_is_described_with_all_its_fields(name):
    schema, kind = SCHEMAS[f"Request{words(name)}"], REQUEST_TYPES[name]
    fields = [field for field in dataclasses.fields(kind) if field.name != "t_s"]
    needed = {field.name for field in fields if field.default is dataclasses.MISSING}

    assert set(schema["properties"]) == {"request", *(field.name for field in fields)}
    assert set(schema["required"]) == {"request", *needed}
    assert schema["properties"]["request"] == {"const": name}
    assert named(f"Request{words(name)}") in SCHEMAS["ChairRequest"]["oneOf"]
    for field in fields:
        if field.default is not dataclasses.MISSING:
            assert schema["properties"][field.name]["default"] == field.default


def test_no_request_is_described_that_nobody_may_make():
    assert {name for name in SCHEMAS if name.startswith("Request")} == {
        f"Request{words(name)}" for name in REQUEST_TYPES
    }


@pytest.mark.parametrize("name", EVENTS)
def test_every_event_is_described_with_all_its_fields(name):
    schema, kind = SCHEMAS[f"Event{words(name)}"], EVENTS[name]
    fields = {field.name for field in dataclasses.fields(kind)} - {"trace"}
    shares = {f"{field.removesuffix('_n')}_share" for field in fields & WEIGHT - {"total_n"}}

    assert set(schema["properties"]) == {"event", "message", "at", "text", *fields, *shares}
    assert set(schema["required"]) == set(schema["properties"]) - WEIGHT - shares - {*RAW_IN.get(name, ())}
    for field, hint in get_type_hints(kind).items():
        if isinstance(hint, type) and issubclass(hint, StrEnum):
            assert set(resolved(schema["properties"][field])["enum"]) == {word.value for word in hint}
    assert named(f"Event{words(name)}") in SCHEMAS["Event"]["oneOf"]


@pytest.mark.parametrize("name", EVENTS)
def test_the_examples_of_the_guide_are_events_as_they_are_described(name):
    text = (HELP / "events.md").read_text(encoding="utf-8")
    (example,) = re.findall(rf'^{{"event": "{name}".*}}$', text, re.MULTILINE)
    record = json.loads(example)
    record.pop("trace", None)

    holds(named("Event"), record | {"message": "event", "at": "2026-11-26T12:00:00.000+01:00", "text": ""})
    holds(named("EventName"), {"event": name, "text": ""})


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_field_is_explained_and_every_number_says_its_unit(name):
    def look(node, where):
        for field, schema in node.get("properties", {}).items():
            if field in ("message", "event", "request") and "const" in schema:
                continue
            assert schema.get("description"), f"{where}.{field}"
            inner = schema.get("items", {}) if schema.get("type") == "array" else schema
            look(inner, f"{where}.{field}")
            for unit, said in (("_s", "[s]"), ("_mm", "[mm]"), ("_kg", "[kg]"), ("_n", "[N]"), ("_hz", "[Hz]")):
                is_number = schema.get("type") in ("number", ["number", "null"])
                if is_number and field.endswith(unit) and not field.endswith(("_per_n", "utc_s")):
                    assert said in schema["description"], f"{where}.{field}"

    look(SCHEMAS[name], name)


def test_the_document_is_served_as_it_is_kept(program):
    answer = program.get("/api/v1/openapi.json")

    assert answer.status_code == 200
    assert answer.json == openapi()
    assert answer.json["openapi"].startswith("3.1")


def test_who_has_not_paired_is_not_shown_the_document(program):
    assert program.dashboard.app.test_client().get("/api/v1/openapi.json").status_code == 401
