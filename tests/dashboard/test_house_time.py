"""Somebody tells a chair without a network what time it is: from the page, with a script or without one."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient

from chairpi.clock import ManualClock
from chairpi.core.events.presence import SatDown, StoodUp
from chairpi.core.events.weighing import Minute
from chairpi.dashboard.app import create_app, stop_listening
from chairpi.dashboard.services import EXTENSION, Services
from chairpi.store.history import History

ZONE = "Europe/Zurich"
NOON_UTC_S = datetime(2026, 11, 26, 12, tzinfo=ZoneInfo(ZONE)).timestamp()
THOUGHT_UTC_S = NOON_UTC_S - 7200.0


@dataclass(frozen=True)
class House:
    """A browser, what the dashboard is made of, and the clocks of its machine."""

    client: FlaskClient
    parts: Services
    clock: ManualClock

    def page(self, path: str) -> str:
        answer = self.client.get(path)
        assert answer.status_code == 200
        return answer.text

    def post(self, fields: dict[str, str]) -> Any:
        return self.client.post("/time", data=fields, follow_redirects=True)


@pytest.fixture
def house(link_dir: Path, tmp_path: Path, sensor: Any) -> Iterator[House]:
    """A dashboard on a machine that does not know the time, with a day in its history."""
    clock = ManualClock(1000.0)
    clock.set_wall(30.0, is_set=False)
    with History.open(tmp_path / "history.db", "manual", 400.0, THOUGHT_UTC_S - 600.0, clock_is_set=False) as history:
        minute = Minute(900.0, 840.0, 60.0, 60.0, 0.0, None, None, None, None, None)
        sat = (SatDown(410.0, 410.0, None, seen=True), minute, StoodUp(900.0, 410.0, 900.0, 490.0, seen=True))
        history.record(sat, history.offset_s)
    machine_root = tmp_path / "machine"
    (machine_root / "run/systemd/timesync").mkdir(parents=True)  # the time service has not heard the network
    app = create_app(
        history_path=tmp_path / "history.db",
        link_dir=link_dir,
        clock=clock,
        time_zone=ZONE,
        secret_key=b"not secret in a test",
        real_clock=ManualClock(1000.0),
        help_path=tmp_path,
        machine_root=machine_root,
    )
    yield House(app.test_client(), app.extensions[EXTENSION], clock)
    stop_listening(app)


def form_of(page: str) -> dict[str, str]:
    """The fields of the form that asks for the time, as a browser without a script sends them."""
    form = re.search(r'<form class="tell-time".*?</form>', page, re.DOTALL)
    assert form is not None
    inputs = re.findall(r"<input[^>]+>", form[0])
    named = [(re.search(r'name="([^"]*)"', one), re.search(r'value="([^"]*)"', one)) for one in inputs]
    return {name[1]: html.unescape(value[1]) for name, value in named if name and value}


@pytest.mark.parametrize("path", ["/today", "/health"])
def test_where_the_time_is_not_known_the_page_asks_for_it_with_what_it_thinks(house: House, path: str) -> None:
    fields = form_of(house.page(path))

    assert fields["local"] == "2026-11-26T10:00"
    assert (fields["utc_s"], fields["next"].rstrip("?")) == ("", path)
    house.clock.set_wall(NOON_UTC_S)
    assert "tell-time" not in house.page(path)


@pytest.mark.parametrize(
    ("sent", "told_utc_s"),
    [
        pytest.param({"utc_s": f"{NOON_UTC_S + 0.25}"}, NOON_UTC_S + 0.25, id="this device's time"),
        pytest.param({"local": "2026-11-26T12:05"}, NOON_UTC_S + 300.0, id="typed, in the household's zone"),
        pytest.param({"local": "2026-07-26 14:00"}, NOON_UTC_S - 123 * 86_400.0 + 3600.0, id="typed, in summer"),
        pytest.param({"local": "2026-11-26T11:05Z"}, NOON_UTC_S + 300.0, id="typed with its own zone"),
    ],
)
def test_what_somebody_says_is_told_to_the_chair(
    house: House, sensor: Any, sent: dict[str, str], told_utc_s: float
) -> None:
    answer = house.post(form_of(house.page("/today")) | sent)

    assert sensor.asked[-1] == {"request": "believe_time", "utc_s": told_utc_s}
    assert answer.request.path == "/today"
    assert "that is the time from now on" in html.unescape(answer.text)


@pytest.mark.parametrize("sent", [{"local": ""}, {"local": "noon"}, {"utc_s": "nan"}, {"utc_s": "soon"}])
def test_what_is_no_time_is_refused_in_words(house: House, sensor: Any, sent: dict[str, str]) -> None:
    answer = house.post(form_of(house.page("/today")) | sent)

    assert "That is no date and time." in html.unescape(answer.text)
    assert sensor.asked == []


def test_why_the_chair_does_not_take_it_is_said(house: House, sensor: Any) -> None:
    sensor.replies["believe_time"] = {
        "ok": False,
        "why": "that is no time it can be now; look at the date and the year",
    }
    answer = house.post(form_of(house.page("/today")))

    assert "That is no time it can be now; look at the date and the year" in html.unescape(answer.text)


def test_without_the_token_nothing_is_told(house: House, sensor: Any) -> None:
    fields = form_of(house.page("/today")) | {"csrf_token": "made up"}
    answer = house.client.post("/time", data=fields)

    assert answer.status_code == 400
    assert sensor.asked == []


def test_the_pages_go_by_what_was_said_at_once_and_the_day_says_by_whom(house: House) -> None:
    form = form_of(house.page("/today"))
    with History.open(house.parts.history_path, "manual", 1000.0, 30.0, clock_is_set=False) as history:
        history.believe_time(house.clock.monotonic_s(), NOON_UTC_S)  # what the sensor process does
    house.client.post("/time", data=form | {"utc_s": f"{NOON_UTC_S}"})

    page = html.unescape(house.page("/today"))
    assert house.parts.clock.utc_s() == NOON_UTC_S
    assert "so somebody told it" in page
    assert "was not known to be right" not in page
    assert form_of(page)["local"] == "2026-11-26T12:00"
