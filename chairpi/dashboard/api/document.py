"""The document that describes the interface (OpenAPI 3.1): `openapi.json`, written by hand and kept true by tests."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from flask import Response
from flask.typing import ResponseReturnValue

from chairpi.dashboard.api.blueprint import blueprint

PATH = Path(__file__).with_name("openapi.json")

Node = Mapping[str, Any]
"""A part of the document: JSON."""


@blueprint.get("/api/v1/openapi.json")
def document() -> ResponseReturnValue:
    """The document itself."""
    return Response(_text(), mimetype="application/json")


@cache
def _text() -> str:
    """The document without the white space that is for whoever edits it."""
    return json.dumps(openapi(), ensure_ascii=False, separators=(",", ":"))


@cache
def openapi() -> Node:
    """The document as it is read; nobody changes it."""
    found: dict[str, Any] = json.loads(PATH.read_text(encoding="utf-8"))
    return found


def resolved(node: Node) -> Node:
    """A part of the document, or what it refers to; its own members win over those of what it refers to."""
    target = node.get("$ref")
    if target is None:
        return node
    found: Any = openapi()
    for name in str(target).removeprefix("#/").split("/"):
        found = found[name]
    return {**found, **{name: value for name, value in node.items() if name != "$ref"}}
