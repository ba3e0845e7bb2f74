"""The day as a line and as a list."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from chairpi.core.events.prompting import Moment, Outcome, PromptKind
from chairpi.dashboard.history.day_line import day_line, entries
from chairpi.days import HOUR_S, LocalDays
from chairpi.store.day_view import Day, Stretch
from chairpi.store.prompt_view import Prompt

DAYS = LocalDays("Europe/Zurich")
START_UTC_S, END_UTC_S = DAYS.bounds_utc_s(date(2026, 11, 26))


def stretch(from_h, to_h, *, is_open=False, seen=True):
    return Stretch(START_UTC_S + from_h * HOUR_S, START_UTC_S + to_h * HOUR_S, seen, seen, is_open)


def a_day(bouts=(), breaks=(), prompts=()):
    return Day(START_UTC_S, END_UTC_S, tuple(bouts), tuple(breaks), tuple(prompts))


def test_a_day_without_a_bout_has_no_line():
    assert day_line(a_day(breaks=[stretch(0, 24)]), DAYS.time_of) is None


def test_the_axis_holds_the_used_hours_only():
    line = day_line(a_day([stretch(8.5, 10), stretch(13, 16.25)]), DAYS.time_of)

    assert [tick.label for tick in line.ticks] == [f"{hour:02d}" for hour in range(8, 18)]
    assert line.bars[0].x_percent == pytest.approx(100 * 0.5 / 9, abs=0.01)
    assert line.bars[1].width_percent == pytest.approx(100 * 3.25 / 9, abs=0.01)


def test_a_long_day_labels_every_second_hour():
    line = day_line(a_day([stretch(6, 22)]), DAYS.time_of)

    assert [tick.label for tick in line.ticks if tick.label] == [f"{hour:02d}" for hour in range(6, 23, 2)]


def test_a_short_day_is_not_stretched_over_the_whole_line():
    line = day_line(a_day([stretch(9.0, 9.2)]), DAYS.time_of)

    assert [tick.label for tick in line.ticks] == ["09", "10", "11", "12", "13"]


@pytest.mark.parametrize(("from_h", "to_h"), [(0.0, 0.1), (23.9, 24.0), (0.0, 24.0), (9.0, 9.0)])
def test_the_line_stays_in_its_frame(from_h, to_h):
    line = day_line(a_day([stretch(from_h, to_h)]), DAYS.time_of)

    assert line.ticks[0].x_percent == 0
    assert line.ticks[-1].x_percent == 100
    assert all(0 <= bar.x_percent <= 100 and bar.width_percent > 0 for bar in line.bars)


def test_hours_are_the_local_ones_on_the_day_summer_time_ends():
    start_utc_s, end_utc_s = DAYS.bounds_utc_s(date(2026, 10, 25))
    bout = Stretch(start_utc_s + 1 * HOUR_S, start_utc_s + 4.5 * HOUR_S, True, True, False)

    line = day_line(Day(start_utc_s, end_utc_s, (bout,)), DAYS.time_of)

    assert end_utc_s - start_utc_s == 25 * HOUR_S
    assert [tick.label for tick in line.ticks] == ["01", "02", "02", "03", "04"]


def test_the_night_before_the_first_bout_is_no_break():
    listed = entries(a_day([stretch(8, 9)], [stretch(0, 8)]))

    assert [entry.kind for entry in listed] == ["sitting"]


STANDING = Prompt(
    number=7,
    sitter_id=1,
    kind=PromptKind.STAND,
    reason="You have been sitting.",
    moment=Moment.SHIFT,
    sitting_s=1800.0,
    raised_utc_s=START_UTC_S + 9.9 * HOUR_S,
)


def test_the_list_tells_what_goes_on_and_what_was_not_watched():
    listed = entries(
        a_day(
            [stretch(8, 9, seen=False), stretch(9.5, 10, is_open=True)],
            [stretch(9, 9.5)],
            [STANDING],
        )
    )

    assert [(entry.kind, entry.remark) for entry in listed] == [
        ("sitting", "Its beginning was not watched."),
        ("break", ""),
        ("sitting", "It goes on."),
        ("prompt", "It still stands."),
    ]


@pytest.mark.parametrize(
    ("changes", "remark"),
    [
        pytest.param({"outcome": Outcome.STOOD, "after_s": 95.0}, "You took a break, 1 min after it came.", id="taken"),
        pytest.param({"outcome": Outcome.SNOOZED, "after_s": 9.0}, "You put it off.", id="put off"),
        pytest.param(
            {"outcome": Outcome.IGNORED, "after_s": 900.0, "wrong": True},
            "It went by. Marked as wrong.",
            id="marked later",
        ),
        pytest.param(
            {"outcome": Outcome.WRONG, "after_s": 5.0, "wrong": True},
            "You said that it was wrong.",
            id="marked at once",
        ),
    ],
)
def test_a_prompt_is_listed_and_marked_with_what_became_of_it(changes, remark):
    prompt = dataclasses.replace(STANDING, cleared_utc_s=STANDING.raised_utc_s + 60, **changes)
    day = a_day([stretch(9.5, 10)], prompts=[prompt])

    listed = entries(day)
    line = day_line(day, DAYS.time_of)

    assert listed[-1].remark == remark
    assert line.marks[0].title == f"Prompt at 09:54. {remark}"
