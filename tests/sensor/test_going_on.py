"""After a restart the chair is given what it knew, on the present clock; where that cannot be, it begins anew and says so."""

import logging
from collections.abc import Mapping
from typing import Any

import pytest
from sitting import SEAT, Story

from chairpi.core.calibration import Calibration
from chairpi.core.chair.door import Chair
from chairpi.core.chair.memory import VERSION
from chairpi.core.requests import PauseUntilTomorrow, TellTime
from chairpi.sensor.going_on import UNSEEN_S, chair_going_on, on_this_clock
from chairpi.store.memory import Memory

UTC_S = 1_795_000_000.0
MONDAY_18H_UTC_S = 1_773_079_200.0
"""2026-03-09 18:00 UTC."""
CONTENT = {
    "version": VERSION,
    "t_s": 500.0,
    "bouts": {"sat_since_t_s": 100.0, "carried_s": 20.0},
    "prompts": {"wall": {"told_t_s": 1.0, "utc_s": UTC_S, "zone": "UTC"}},
}


def memory(utc_s: float = UTC_S, boot_id: str = "boot-a") -> Memory:
    return Memory(boot_id, 500.0, utc_s, CONTENT)


def make(content: Mapping[str, Any] | None, sitter_id: int | None = None) -> Chair:
    return Chair(SEAT, Calibration.newtons(4), warm=True, sitter_id=sitter_id, memory=content)


def test_in_the_same_boot_all_stays_as_it_is() -> None:
    assert on_this_clock(memory(), "boot-a", 530.0, UTC_S + 9999.0) == CONTENT


@pytest.mark.parametrize(
    ("then_utc_s", "now_utc_s", "unseen_s"),
    [
        pytest.param(UTC_S, UTC_S + 90.0, 90.0, id="both believed"),
        pytest.param(1_000.0, UTC_S, UNSEEN_S, id="not known then"),
        pytest.param(UTC_S, 1_000.0, UNSEEN_S, id="not known now"),
        pytest.param(UTC_S, UTC_S - 10.0, UNSEEN_S, id="it went back"),
    ],
)
def test_after_a_reboot_the_unseen_time_is_what_the_wall_clock_says(
    then_utc_s: float, now_utc_s: float, unseen_s: float
) -> None:
    content = on_this_clock(memory(then_utc_s), "boot-b", 20.0, now_utc_s)

    assert content["t_s"] == 20.0 - unseen_s
    assert content["t_s"] - content["bouts"]["sat_since_t_s"] == 400.0
    assert content["bouts"]["carried_s"] == 20.0


@pytest.mark.parametrize(("now_utc_s", "is_known"), [(UTC_S + 100.0, True), (1000.0, False)])
def test_a_time_of_day_is_not_counted_on_from_a_guess(now_utc_s: float, is_known: bool) -> None:
    wall = on_this_clock(memory(), "boot-b", 20.0, now_utc_s)["prompts"]["wall"]

    assert (wall is not None) is is_known


@pytest.mark.parametrize(
    "content",
    [
        pytest.param({}, id="empty"),
        pytest.param({**CONTENT, "version": 99}, id="of another version"),
        pytest.param({**CONTENT, "t_s": "soon"}, id="a time that is none"),
        pytest.param({**CONTENT, "prompts": [1]}, id="a list where a part belongs"),
        pytest.param({"version": VERSION, "t_s": 1.0}, id="a part is missing"),
    ],
)
def test_what_cannot_be_carried_over_is_refused(content: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"version|damaged"):
        on_this_clock(Memory("boot-a", 500.0, UTC_S, content), "boot-b", 20.0, 1_000.0)


def test_a_night_without_power_is_a_night_though_the_clock_learns_of_it_late() -> None:
    """The machine has no clock chip: it starts at the time at which it was switched off, and the network knows better a minute later."""
    story = Story().away(8)
    story.ask(TellTime(8.0, MONDAY_18H_UTC_S, "UTC"))
    story.sits(1900)
    story.ask(PauseUntilTomorrow(story.t_s))
    before = story.chair.memory
    kept = Memory("boot-a", story.t_s, MONDAY_18H_UTC_S + story.t_s - 8.0, before)

    story = Story()
    story.chair = make(on_this_clock(kept, "boot-b", 0.0, kept.utc_s + 5.0))
    story.ask(TellTime(0.0, kept.utc_s + 5.0, "UTC"))
    story.sits(60)
    assert story.chair.now.sitting_s > 1900.0

    story.ask(TellTime(60.0, kept.utc_s + 15 * 3600.0, "UTC"))
    story.sits(2)
    now = story.chair.now
    assert (now.sitting_s, now.prompts.quiet, now.prompts.break_owed) == (pytest.approx(62.0, abs=1.0), None, False)
    assert now.prompts.sitting_today_s < 65.0


def test_a_clock_that_is_behind_in_the_same_boot_is_as_another_one() -> None:
    assert on_this_clock(memory(), "boot-a", 20.0, UTC_S)["t_s"] == 20.0


def test_a_chair_goes_on_from_what_it_knew() -> None:
    story = Story().away(8).sits(400)

    chair, goes_on = chair_going_on(make, story.chair.memory, None, weighed_anew=False)

    assert goes_on
    assert chair.memory["bouts"] == story.chair.memory["bouts"]


def test_a_chair_with_another_calibration_goes_on_with_all_but_its_scales() -> None:
    story = Story().away(8).sits(400)
    before = story.chair.memory
    before["zero"]["drift_n"] = [5.0, 5.0, 5.0]  # of a chair with three cells

    chair, goes_on = chair_going_on(make, before, None, weighed_anew=True)

    assert goes_on
    assert chair.memory["zero"] == make(None).memory["zero"]
    assert (chair.memory["bouts"], chair.memory["prompts"]) == (before["bouts"], before["prompts"])


@pytest.mark.parametrize(
    "content",
    [
        pytest.param({}, id="empty"),
        pytest.param({"version": 0}, id="of another version"),
        pytest.param({**make(None).memory, "bouts": None}, id="damaged"),
    ],
)
@pytest.mark.parametrize("weighed_anew", [True, False])
def test_a_memory_that_cannot_be_used_is_said(
    content: dict[str, Any], weighed_anew: bool, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        chair, goes_on = chair_going_on(make, content, None, weighed_anew=weighed_anew)

    assert not goes_on
    assert "the chair begins anew" in caplog.text
    assert chair.memory == make(None).memory


def test_without_a_memory_the_chair_is_as_any_new_one() -> None:
    chair, goes_on = chair_going_on(make, None, None, weighed_anew=False)

    assert not goes_on
    assert chair.memory == make(None).memory
