"""A browser tells a chair that cannot know it what time it is: its own, unless somebody types another."""

from __future__ import annotations

import dataclasses
import time

import pytest
from looked_over import violations

from chairpi.clock import RealClock
from chairpi.dashboard.house_clock import HouseClock
from chairpi.dashboard.services import EXTENSION

pytestmark = pytest.mark.browser

ZONE = "Europe/Zurich"
IN_THE_HOUSE = "(zone) => new Date().toLocaleString('sv-SE', { timeZone: zone }).slice(0, 16).replace(' ', 'T')"
TOKYO = {"timezone_id": "Asia/Tokyo", "viewport": {"width": 320, "height": 640}}


class Unsure(RealClock):
    """Of a machine that has not heard the network."""

    def is_set(self) -> bool:
        return False


@pytest.fixture
def unsure(house, tmp_path):
    """The house on such a machine."""
    (tmp_path / "run/systemd/timesync").mkdir(parents=True)
    parts = house.app.extensions[EXTENSION]
    clock = HouseClock(Unsure(), parts.history_path)
    house.app.extensions[EXTENSION] = dataclasses.replace(parts, clock=clock, machine_root=tmp_path)
    return house


def told(house):
    return [asked["utc_s"] for asked in house.sensor.asked if asked["request"] == "believe_time"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_one_press_tells_this_devices_time_wherever_it_comes_from(unsure, scheme):
    page = unsure.open("/", **TOKYO, color_scheme=scheme)
    before = page.evaluate(IN_THE_HOUSE, ZONE)
    page.goto(f"{unsure.address}/health")
    local, after = page.input_value("form.tell-time input[name=local]"), page.evaluate(IN_THE_HOUSE, ZONE)
    wrong, width = violations(page, scheme), page.evaluate("document.documentElement.scrollWidth")
    page.click("text=This time is right")
    page.wait_for_load_state()

    assert told(unsure) == [pytest.approx(time.time(), abs=60.0)]
    assert before <= local <= after
    assert (wrong, width) == ([], 320)
    assert "that is the time from now on" in page.inner_text("main")
    assert unsure.complaints == []


def test_what_somebody_types_counts_in_the_households_zone(unsure):
    page = unsure.open("/health", **TOKYO)
    page.fill("form.tell-time input[name=local]", "2026-11-26T12:00")
    page.click("text=This time is right")
    page.wait_for_load_state()

    assert told(unsure) == [1_795_690_800.0]
