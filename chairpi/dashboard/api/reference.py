"""The page to read the interface's document on: made on the server, complete without scripts and without a network."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, lru_cache

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from chairpi.dashboard.api.document import Node, openapi, resolved
from chairpi.dashboard.api.schema_tables import SchemaTable, schema_tables, shown_type
from chairpi.dashboard.help import markdown, title_of
from chairpi.dashboard.services import services

blueprint = Blueprint("reference", __name__)

INTRODUCTION = "api.md"
"""The help page that the reference begins with."""

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter in an address; `needed`: it cannot be left out."""

    name: str
    type: Markup
    needed: bool
    description: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: its status, what it means, the media type and the schema of its body, and its headers."""

    status: str
    description: str
    media_type: str
    schema: Markup
    headers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one address.

    Parameters
    ----------
    anchor, tag, method, path
        Where it is on the page, its group, and what is asked for.
    summary, description
        What it is for; the description is Markdown.
    parameters, answers
        What goes in, and what may come out.
    body
        The schema of what is sent; empty where nothing is.
    curl
        An example to paste into a terminal.
    stream
        Of an event stream: each event's name and the schema of its data.
    """

    anchor: str
    tag: str
    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    body: Markup
    answers: tuple[Answer, ...]
    curl: str
    stream: tuple[tuple[str, Markup], ...]


@blueprint.get("/help/api")
def page() -> ResponseReturnValue:
    """The introduction, each operation, and each schema as a table."""
    introduction = services().help_path / INTRODUCTION
    known = introduction.is_file()
    return render_template(
        "help/reference.html",
        title=title_of(introduction) if known else openapi()["info"]["title"],
        introduction=_rendered(introduction.read_text(encoding="utf-8") if known else ""),
        tags=[(tag["name"], tag["description"]) for tag in openapi()["tags"]],
        operations=operations(),
        schemas=_tables(),
        text=_rendered,
    )


@cache
def operations() -> tuple[Operation, ...]:
    """Every operation, in the document's order."""
    return tuple(
        _operation(path, method, node)
        for path, methods in openapi()["paths"].items()
        for method, node in methods.items()
        if method in METHODS
    )


@cache
def _tables() -> tuple[SchemaTable, ...]:
    return schema_tables(openapi()["components"]["schemas"])


def _operation(path: str, method: str, node: Node) -> Operation:
    parameters = [resolved(parameter) for parameter in node.get("parameters", ())]
    body = node.get("requestBody")
    return Operation(
        anchor=node["operationId"],
        tag=node["tags"][0],
        method=method.upper(),
        path=path,
        summary=node["summary"],
        description=node["description"],
        parameters=tuple(
            Parameter(one["name"], shown_type(one["schema"]), one.get("required", False), one["description"])
            for one in parameters
        ),
        body=shown_type(body["content"]["application/json"]["schema"]) if body else Markup(),
        answers=tuple(_answer(status, resolved(answer)) for status, answer in node["responses"].items()),
        curl=_curl(path, method, node, parameters),
        stream=tuple((name, shown_type(schema)) for name, schema in node.get("x-event-data", {}).items()),
    )


def _answer(status: str, node: Node) -> Answer:
    ((media_type, content),) = node["content"].items()
    return Answer(
        status, node["description"], media_type, shown_type(content["schema"]), tuple(node.get("headers", ()))
    )


def _curl(path: str, method: str, node: Node, parameters: list[Node]) -> str:
    """The shortest request that works, at a chair that is called `chairpi.local`, with a key in `$KEY`."""
    query = "&".join(f"{one['name']}={one['example']}" for one in parameters if one.get("required"))
    words = ["curl"]
    if node.get("security") is None:
        words.append('-H "Authorization: Bearer $KEY"')
    if "x-event-data" in node:
        words.append("--no-buffer")
    if method == "post":
        example = json.dumps(node["requestBody"]["content"]["application/json"]["example"])
        words += ['-H "Content-Type: application/json"', f"-d '{example}'"]
    address = f"http://chairpi.local{path}" + (f"?{query}" if query else "")
    return " ".join([*words, f'"{address}"' if query else address])


@lru_cache(2048)
def _rendered(text: str) -> Markup:
    """Markdown as HTML."""
    # S704: the renderer escapes raw HTML, and the text is the package's own.
    return Markup(str(markdown()(text)))  # noqa: S704
