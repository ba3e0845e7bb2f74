"""The interface's document as something that JSON is held against: also that it holds nothing which is not described."""

from __future__ import annotations

import copy
from typing import Any

import jsonschema_rs

from chairpi.dashboard.api.document import openapi

SCHEMAS = openapi()["components"]["schemas"]


def closed(node: Any) -> Any:
    """A copy in which no object may have a field that is not described: people's programs are told to skip such, a test is not."""
    if isinstance(node, list):
        return [closed(one) for one in node]
    if not isinstance(node, dict):
        return copy.copy(node)
    found = {name: closed(value) for name, value in node.items()}
    # Of `properties` the names are fields', so that one may be called "properties" or "type".
    if isinstance(node.get("properties"), dict) and "additionalProperties" not in node and "type" in node:
        found["additionalProperties"] = False
    return found


_COMPONENTS = {"components": {"schemas": closed(SCHEMAS)}}


def holds(schema: dict[str, Any], value: object) -> None:
    """Fail where a value is not as its schema says; the message tells each place."""
    validator = jsonschema_rs.Draft202012Validator({**_COMPONENTS, **closed(schema)}, validate_formats=True)
    found = [
        f"{'/'.join(map(str, error.instance_path))}: {error.message[:300]}" for error in validator.iter_errors(value)
    ]
    assert found == []


def named(name: str) -> dict[str, Any]:
    """The schema of this name."""
    return {"$ref": f"#/components/schemas/{name}"}
