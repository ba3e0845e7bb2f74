"""Browsers without JavaScript that pair with a dashboard, and a hand on the chair's button."""

from __future__ import annotations

import html
import re
from typing import Any

from chairpi.dashboard.access.one_time_code import issue_code


def token_of(client: Any, path: str = "/pair") -> str:
    """The form token of a page."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(path).text)
    assert found is not None
    return found[1]


def post(client: Any, path: str, **fields: object) -> Any:
    """A form as the browser sends it, with its token."""
    return client.post(path, data={"csrf_token": token_of(client), **fields})


def text_of(answer: Any) -> str:
    """What a person reads."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.text)))


def pair(dashboard: Any, name: str = "Anna's phone", role: str = "owner") -> Any:
    """A browser that comes in with a one-time code."""
    client = dashboard.app.test_client()
    code = issue_code(dashboard.link_dir, dashboard.clock)
    answer = post(client, "/pair/code", name=name, role=role, code=code)
    assert answer.status_code == 303, text_of(answer)
    return client


def press(dashboard: Any, sensor: Any, length: str = "short") -> None:
    """Press the button, and wait until the dashboard has heard it."""
    dashboard.wait_until(lambda heard: heard.connected)
    before = dashboard.parts.feed.snapshot().sequence
    sensor.tell({"message": "button", "press": length, "number": sensor.asked[-1]["number"]})
    dashboard.wait_until(lambda heard: heard.sequence > before)
