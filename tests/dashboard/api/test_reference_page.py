"""The page to read the document on: whole without a script or a network."""

from __future__ import annotations

import re

from described import SCHEMAS

from chairpi.dashboard.api.document import openapi
from chairpi.dashboard.web_files import web_root


def test_the_page_tells_every_operation_and_every_schema_and_each_link_leads_somewhere(dashboard):
    page = dashboard.page("/help/api")
    anchors = re.findall(r' id="([^"]+)"', page)

    for path, methods in openapi()["paths"].items():
        for method, node in methods.items():
            assert f"{method.upper()} {path}" in page
            assert node["operationId"] in anchors
    assert set(SCHEMAS) <= set(anchors)
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(anchors)


def test_the_page_begins_with_the_guides_introduction_and_keeps_to_the_house(dashboard):
    (dashboard.help_path / "api.md").write_text((web_root() / "help" / "api.md").read_text(encoding="utf-8"), "utf-8")

    page = dashboard.page("/help/api")

    assert re.search(r"<h1[^>]*>The JSON interface</h1>", page)
    assert "<script" not in page
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)


def test_examples_are_commands_as_they_are_typed(dashboard):
    page = dashboard.page("/help/api")

    assert "curl -H &#34;Authorization: Bearer $KEY&#34; http://chairpi.local/api/v1/now" in page
    assert "curl http://chairpi.local/healthz" in page
    assert "/api/v1/history/days?from=2026-11-20&amp;to=2026-11-26" in page
