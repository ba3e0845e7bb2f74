"""What keeps other web sites out."""

from __future__ import annotations

import re

import pytest

from chairpi.dashboard.security import host_is_known, known_hosts
from chairpi.dashboard.web_files import web_root


def test_pages_hold_no_inline_script_or_style():
    for template in (web_root() / "templates").rglob("*.html"):
        text = template.read_text(encoding="utf-8")

        assert not re.search(r"<script(?![^>]*\ssrc=)", text), template.name
        assert not re.search(r"<style|\sstyle=|\son\w+=", text), template.name


def test_nothing_is_fetched_from_elsewhere():
    for path in web_root().rglob("*"):
        # A library says in its first comment where it comes from; that it fetches nothing, the browser tests see.
        if path.suffix in {".html", ".css", ".js", ".svg"} and "vendor" not in path.parts:
            text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")

            assert not re.search(r"(https?:)?//\w+\.\w", text), path.name


def test_the_first_page_is_small(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.PROMPTING)
    zipped = {"Accept-Encoding": "gzip"}

    page = dashboard.page()
    files = set(re.findall(r'(?:src|href)="(/static/[^"]+)', page))  # with every script that another one imports
    sizes_bytes = [len(dashboard.client.get(path, headers=zipped).data) for path in ("/", *files)]

    assert len(files) >= 6
    assert sum(sizes_bytes) < 40_000


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


def test_a_configured_host_name_is_answered(dashboard):
    assert dashboard.client.get("/", headers={"Host": "sofa.example:8080"}).status_code == 200


def test_the_cookie_stays_with_this_site_and_away_from_scripts(dashboard):
    cookie = dashboard.client.get("/").headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
