"""Many days in numbers: the same as each day on its own says, and how far aside the load lay."""

from __future__ import annotations

import tempfile
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chairpi.core.events.event import Event
from chairpi.core.events.movement import ShiftSize, WeightShift
from chairpi.core.events.presence import SatDown, SitterChosen, StoodUp
from chairpi.core.events.prompting import Moment, PromptKind, PromptRaised
from chairpi.core.events.upright import ReferenceSet, ReferenceSource
from chairpi.core.events.weighing import Minute
from chairpi.store.day_sums import DaySums
from chairpi.store.day_view import EVERYBODY
from chairpi.store.history import History
from chairpi.store.view import HistoryView

DAY_S = 86_400.0
START_UTC_S = 20_780 * DAY_S
"""A midnight; monotonic time is the time since then here."""

BOUNDS = [(START_UTC_S + day * DAY_S, START_UTC_S + (day + 1) * DAY_S) for day in range(4)]


def minute(start_t_s: float, right_mm: float | None = 0.0, slide_s: float = 0.0) -> Minute:
    return Minute(start_t_s + 60.0, start_t_s, 60.0, 60.0, slide_s, 700.0, 0.0, right_mm, None, None)


def shift(at_t_s: float) -> WeightShift:
    return WeightShift(at_t_s + 10.0, at_t_s, ShiftSize.MICRO, 20.0, 20.0, 0.0)


def reference(t_s: float, right_mm: float) -> ReferenceSet:
    return ReferenceSet(t_s, ReferenceSource.GUIDED, 0.0, right_mm, 700.0, None, None, 0.0)


def opened(path: Path, t_s: float = -7200.0) -> History:
    return History.open(path, "boot", t_s, START_UTC_S + t_s)


def test_before_the_first_day_every_day_is_empty(history_path):
    assert HistoryView(history_path).day_sums(BOUNDS, 1) == tuple(DaySums(*bounds) for bounds in BOUNDS)
    assert HistoryView(history_path).day_sums([], 1) == ()


def test_no_days_are_asked_for_and_none_are_told(history_path):
    opened(history_path).close()

    assert HistoryView(history_path).day_sums([], 1) == ()


def test_a_day_without_sitting_has_no_rate_of_shifts(history_path):
    opened(history_path).close()
    (day, *_) = HistoryView(history_path).day_sums(BOUNDS, 1)

    assert day == DaySums(*BOUNDS[0])
    assert day.shifts_per_hour is None
    assert DaySums(0.0, 1.0, sitting_s=1800.0, n_shifts=5).shifts_per_hour == 10.0


@settings(max_examples=40)
@given(
    lengths_s=st.lists(st.integers(60, 40_000), min_size=2, max_size=24),
    shift_at=st.lists(st.floats(0.05, 0.95), max_size=3),
)
def test_days_read_at_once_are_those_read_one_by_one(lengths_s, shift_at):
    """Sitting and breaks take turns; each bout has a weight shift at the same parts of it, and a prompt in its middle."""
    events: list[Event] = []
    ends_t_s = [100.0]
    for length_s in lengths_s:
        ends_t_s.append(ends_t_s[-1] + length_s)
    for number, (began_t_s, ended_t_s) in enumerate(pairwise(ends_t_s)):
        if number % 2:
            continue
        length_s = ended_t_s - began_t_s
        events += [
            SatDown(began_t_s, began_t_s, None if number == 0 else lengths_s[number - 1], seen=number > 0),
            *(shift(began_t_s + part * length_s) for part in sorted(shift_at)),
            PromptRaised(ended_t_s - length_s / 2, PromptKind.STAND, number + 1, "Why.", Moment.WAITED, 1800.0),
            minute(began_t_s, slide_s=3.0),
            StoodUp(ended_t_s, began_t_s, ended_t_s, length_s, seen=True),
        ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "history.db"
        with opened(path) as history:
            history.record(sorted(events, key=lambda event: event.t_s), START_UTC_S)
        view = HistoryView(path)
        sums = view.day_sums(BOUNDS, EVERYBODY)
        days = [view.day(*bounds) for bounds in BOUNDS]

    assert [
        (day.sitting_s, day.n_breaks, day.n_prompts, day.n_shifts, day.longest_still_s, day.slide_s) for day in sums
    ] == [
        (
            day.sitting_s,
            day.n_breaks,
            len(day.prompts),
            day.movement.n_micro + day.movement.n_macro,
            day.movement.longest_still_s,
            day.slide_s,
        )
        for day in days
    ]


def test_the_way_aside_is_from_the_reference_that_held_then(history_path):
    with opened(history_path) as history:
        history.record([minute(0.0, 90.0), reference(100.0, 10.0)], START_UTC_S)
        history.record([minute(120.0, 30.0), minute(180.0, None), reference(300.0, -10.0)], START_UTC_S)
        history.record([minute(360.0, 30.0), minute(DAY_S + 60.0, -40.0)], START_UTC_S)
    first, second, third, _ = HistoryView(history_path).day_sums(BOUNDS, 1)

    assert first.aside_mm == pytest.approx(
        (20.0 + 40.0) / 2
    )  # the minutes before a reference, and without a CoP, say nothing
    assert (first.seated_s, second.seated_s) == (240.0, 60.0)
    assert second.aside_mm == pytest.approx(-30.0)
    assert third.aside_mm is None


def test_each_is_compared_with_their_own_reference(history_path):
    with opened(history_path) as history:
        anna = history.people.add("Anna", START_UTC_S)
        history.record([reference(10.0, 10.0), minute(60.0, 20.0)], START_UTC_S)
        history.record([SitterChosen(130.0, 130.0, anna, False), minute(180.0, 20.0)], START_UTC_S)
        history.record([reference(250.0, -5.0), minute(300.0, 0.0)], START_UTC_S)
    view = HistoryView(history_path)
    (me, *_), (annas, *_) = view.day_sums(BOUNDS, 1), view.day_sums(BOUNDS, anna)
    (all_of_them, *_) = view.day_sums(BOUNDS, EVERYBODY)

    assert (me.aside_mm, annas.aside_mm) == (10.0, 5.0)
    assert (all_of_them.seated_s, all_of_them.aside_mm) == (180.0, None)
