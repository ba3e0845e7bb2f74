"""Every address of the dashboard that shows a page, with examples for the parts of addresses that vary."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping

from flask import Flask

from chairpi.dashboard.settings.table import SECTIONS
from chairpi.dashboard.setup.steps import NAMES

EXAMPLES: dict[str, tuple[str, ...]] = {
    "page": ("prompts",),
    "section": tuple(SECTIONS),
    "step": NAMES,
    "kind": ("stand",),
    "routine_id": ("desk-break",),
    "exercise_id": ("bridge",),
    "prescription_id": ("1",),
}
"""What stands for the arguments of addresses."""

NO_PAGES = ("/api/", "/static/", "/healthz", "/stretch/picture/")
"""Where addresses lead that are no pages."""


def addresses(app: Flask, examples: Mapping[str, tuple[str, ...]] = EXAMPLES) -> Iterator[str]:
    """Each address that can be asked for, whatever it answers with."""
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.rule.startswith(NO_PAGES):
            continue
        names = re.findall(r"<(?:\w+:)?(\w+)>", rule.rule)
        if unknown := set(names) - set(examples):
            raise AssertionError(f"{rule.rule}: give {unknown} an example in EXAMPLES")
        for values in itertools.product(*(examples[name] for name in names)):
            yield re.sub(r"<[^>]+>", "%s", rule.rule) % values


def pages(app: Flask) -> list[str]:
    """Each address that answers with a page of its own here and now: neither a file, nor another page's address, nor a refusal."""
    client = app.test_client()
    found = []
    for path in sorted(set(addresses(app))):
        answer = client.get(path)
        if answer.mimetype == "text/html" and answer.status_code == 200:
            found.append(path)
    return found
