"""What keeps other web sites out."""

from __future__ import annotations

import re

import pytest

from chairpi.dashboard.security import HEADERS, host_is_known, known_hosts
from chairpi.dashboard.web_files import web_root

CHANGES = [
    "/requests/snooze",
    "/requests/dismiss",
    "/requests/capture_reference",
    "/requests/mark_wrong",
    "/prompts/settings",
    "/prompts/sitters/erase",
    "/health/signals",
    "/programme/content/exercise/bridge/remove",
    "/programme/content/import",
    "/programme/content/import/take",
    "/stretch/desk-break/start",
    "/stretch/desk-break/done",
    "/stretch/desk-break/stopped",
    "/api/v1/requests",
]

IMPORTED = re.compile(r'from "\./([^"]+)"')
"""The scripts that a script needs beside itself."""


def paths_of(app, method):
    """Every route's path for `method`, its variable parts filled in."""
    rules = [rule for rule in app.url_map.iter_rules() if method in rule.methods]
    filled = {
        "filename": "chairpi.css",
        "routine_id": "desk-break",
        "page": "nothing",
        "name": "dismiss",
        "action": "add",
        "exercise_id": "bridge",
        "prescription_id": "1",
    }
    return sorted({re.sub(r"<(?:\w+:)?(\w+)>", lambda found: filled[found[1]], rule.rule) for rule in rules})


def test_every_answer_carries_the_rules(dashboard):
    paths = paths_of(dashboard.app, "GET")

    assert {"/", "/today", "/prompts", "/stretch", "/help", "/healthz", "/api/v1/now", "/api/v1/live"} <= set(paths)
    for path in (*paths, "/nothing", "/api/v1/nothing"):
        with dashboard.client.get(path) as answer:
            assert HEADERS.items() <= dict(answer.headers).items(), path
    for path in CHANGES:
        assert HEADERS.items() <= dict(dashboard.client.post(path).headers).items(), path


def test_pages_hold_no_inline_script_or_style():
    for template in (web_root() / "templates").rglob("*.html"):
        text = template.read_text(encoding="utf-8")

        assert not re.search(r"<script(?![^>]*\ssrc=)", text), template.name
        assert not re.search(r"<style|\sstyle=|\son\w+=", text), template.name


def test_nothing_is_fetched_from_elsewhere():
    for path in web_root().rglob("*"):
        if path.suffix in {".html", ".css", ".js", ".svg"}:
            text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")

            assert not re.search(r"(https?:)?//\w+\.\w", text), path.name


def test_the_first_page_is_small(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.PROMPTING)

    page = dashboard.page()
    files = {web_root() / path.lstrip("/") for path in re.findall(r'(?:src|href)="(/static/[^"?]+)', page)}
    for path in list(files):
        files |= {path.parent / name for name in re.findall(r'from "\./([^"]+)"', path.read_text(encoding="utf-8"))}

    assert len(files) >= 6
    assert len(page.encode()) + sum(path.stat().st_size for path in files) < 60_000


def test_no_get_changes_anything(sensor, dashboard):
    for path in CHANGES:
        answer = dashboard.client.get(path)

        assert answer.status_code == 405, path
    assert sensor.asked == []


def test_a_change_without_a_token_is_refused(sensor, dashboard):
    dashboard.page()
    for path in CHANGES:
        answer = dashboard.client.post(path, json={"request": "dismiss"} if path.startswith("/api") else None)

        assert answer.status_code == 400, path
        assert "Load it again" in answer.text
    assert sensor.asked == []


def test_a_token_of_another_session_is_refused(sensor, dashboard):
    token = dashboard.token()
    dashboard.client.delete_cookie("chairpi")

    answer = dashboard.client.post("/requests/dismiss", data={"csrf_token": token})

    assert answer.status_code == 400
    assert sensor.asked == []


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://localhost:81"])
def test_a_change_from_a_foreign_page_is_refused(sensor, dashboard, origin):
    answer = dashboard.client.post(
        "/requests/dismiss", data={"csrf_token": dashboard.token()}, headers={"Origin": origin}
    )

    assert answer.status_code == 400
    assert sensor.asked == []


def test_a_change_from_the_dashboards_own_page_is_met(sensor, dashboard):
    headers = {"Origin": "http://localhost"}
    answer = dashboard.client.post("/requests/dismiss", data={"csrf_token": dashboard.token()}, headers=headers)

    assert answer.status_code == 303
    assert len(sensor.asked) == 1


@pytest.mark.parametrize(
    "host",
    [
        *("localhost", "localhost:8080", "127.0.0.1", "192.168.1.6:8080", "[fe80::1]:8080", "[::1]"),
        *("armchair", "armchair.local", "ARMCHAIR.local:8080", "armchair.lan", "armchair.home.arpa", "armchair.local."),
        "sofa.example",
    ],
)
def test_hosts_of_this_house_are_answered(host):
    known = {*known_hosts(["Sofa.Example"]), "armchair", "armchair.local", "armchair.lan", "armchair.home.arpa"}

    assert host_is_known(host, frozenset(known))


@pytest.mark.parametrize(
    "host",
    [
        *("evil.example", "evil.example:8080", "armchair.local.evil.example", "1.2.3.4.evil.example", "armchair.com"),
        *("", "[fe80", "a@b"),
    ],
)
def test_hosts_from_elsewhere_are_refused(host):
    assert not host_is_known(host, frozenset({"armchair", "armchair.local"}))


def test_a_foreign_host_gets_a_kind_refusal_and_no_data(dashboard):
    for path in ("/", "/api/v1/now", "/static/chairpi.css"):
        answer = dashboard.client.get(path, headers={"Host": "evil.example"})

        assert answer.status_code == 400, path
    assert "Open it by its IP address" in dashboard.client.get("/", headers={"Host": "evil.example"}).text


def test_a_configured_host_name_is_answered(dashboard):
    assert dashboard.client.get("/", headers={"Host": "sofa.example:8080"}).status_code == 200


def test_the_cookie_stays_with_this_site_and_away_from_scripts(dashboard):
    cookie = dashboard.client.get("/").headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_body_that_is_too_large_is_refused(sensor, dashboard):
    headers = {"X-CSRFToken": dashboard.token()}
    answer = dashboard.client.post(
        "/api/v1/requests", data=b"x" * 70_000, headers=headers, content_type="application/json"
    )

    assert answer.status_code == 413
    assert sensor.asked == []
