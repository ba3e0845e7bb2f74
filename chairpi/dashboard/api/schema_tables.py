"""The schemas of the interface as tables that people read: a field's name, what it may hold, and what it means."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from chairpi.dashboard.api.document import Node

SCHEMAS = "#/components/schemas/"
_BOUNDS = {"minimum": "≥ {}", "maximum": "≤ {}", "maxLength": "≤ {} characters", "maxItems": "≤ {} items"}
_NULL = Markup("null")


@dataclass(frozen=True, slots=True)
class Field:
    """One field, as `machine.disk.path` or `cells[].name` where it lies within others; `needed`: it is always there."""

    name: str
    type: Markup
    needed: bool
    description: str


@dataclass(frozen=True, slots=True)
class SchemaTable:
    """One schema; without fields it is what `type` says."""

    name: str
    description: str
    fields: tuple[Field, ...]
    type: Markup


def schema_tables(schemas: Mapping[str, Node]) -> tuple[SchemaTable, ...]:
    """Every schema of the document, in its order."""
    return tuple(
        SchemaTable(
            name,
            node.get("description", ""),
            tuple(_fields(node, "")),
            Markup() if "properties" in node else shown_type(node),
        )
        for name, node in schemas.items()
    )


def _fields(node: Node, within: str) -> Iterable[Field]:
    for name, schema in node.get("properties", {}).items():
        needed = name in node.get("required", ())
        yield Field(within + name, shown_type(schema), needed, schema.get("description", ""))
        for mark, inner in _objects_in(schema, ""):
            yield from _fields(inner, f"{within}{name}{mark}.")


def _objects_in(schema: Node, mark: str) -> Iterable[tuple[str, Node]]:
    """The objects that a schema describes in its own place: itself, its items with the mark `[]`, or one of several."""
    if "properties" in schema:
        yield mark, schema
    if "items" in schema:
        yield from _objects_in(schema["items"], f"{mark}[]")
    for one in schema.get("anyOf", ()):
        yield from _objects_in(one, mark)


def shown_type(schema: Node) -> Markup:
    """What a schema lets through, in one line; a schema with a name is a link to its table.

    >>> str(shown_type({"type": ["number", "null"]})), str(shown_type({"type": "array", "items": {"$ref": SCHEMAS + "Sitter"}}))
    ('number or null', 'list of <a href="#Sitter">Sitter</a>')
    """
    if "$ref" in schema:
        name = escape(schema["$ref"].removeprefix(SCHEMAS))
        return Markup('<a href="#{0}">{0}</a>').format(name)
    for several in ("oneOf", "anyOf"):
        if several in schema:
            return Markup(" or ").join(shown_type(one) for one in schema[several])
    if "const" in schema:
        return _code(schema["const"])
    if "enum" in schema:
        return Markup(", ").join(_code(one) for one in schema["enum"])
    kinds = schema.get("type", "anything")
    shown = Markup(" or ").join(_kind(kind, schema) for kind in ([kinds] if isinstance(kinds, str) else kinds))
    bounds = [text.format(schema[name]) for name, text in _BOUNDS.items() if name in schema]
    return shown + escape(f", {', '.join(bounds)}" if bounds else "")


def _kind(kind: str, schema: Node) -> Markup:
    if kind == "array":
        return Markup("list of {}").format(shown_type(schema.get("items", {})))
    if kind == "object" and "properties" not in schema and isinstance(schema.get("additionalProperties"), Mapping):
        return Markup("object of {}").format(shown_type(schema["additionalProperties"]))
    if kind == "string" and "format" in schema:
        return escape(schema["format"])
    return _NULL if kind == "null" else escape(kind)


def _code(value: object) -> Markup:
    return Markup("<code>{}</code>").format(json.dumps(value))
