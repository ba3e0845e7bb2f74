"""Every address of the dashboard, whatever it answers with, with examples for the parts of addresses that vary."""

from __future__ import annotations

import re
from collections.abc import Iterable

from flask import Flask

FILLED = {
    "filename": "chairpi.css", "routine_id": "desk-break", "page": "privacy", "name": "dismiss", "action": "add",
    "exercise_id": "bridge", "prescription_id": "1", "device_id": "1", "number": "1", "key_id": "1",
}  # fmt: skip
"""What stands in an address; a part that is not named is `1`."""


def routes(app: Flask, methods: Iterable[str]) -> list[tuple[str, str]]:
    """Each route's address for each of these methods."""
    found = []
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<(?:[\w()=,.]+:)?(\w+)>", lambda part: FILLED.get(part[1], "1"), rule.rule)
        found += [(method, path) for method in methods if method in (rule.methods or ())]
    return sorted(set(found))
