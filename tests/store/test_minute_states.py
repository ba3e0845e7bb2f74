"""What each minute was: from bouts and breaks, and from minutes where neither is known."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chairpi.core.events.presence import SatDown, SitterChosen, StoodUp
from chairpi.core.events.weighing import Gap, Minute
from chairpi.store.day_view import EVERYBODY
from chairpi.store.history import History
from chairpi.store.minute_states import MinuteState, MinuteStates
from chairpi.store.view import HistoryView

START_UTC_S = 20_780 * 86_400.0
"""A midnight; monotonic time is the time since then here."""


def minute(number: int, seated_s: float = 0.0, slide_s: float = 0.0) -> Minute:
    return Minute(60.0 * number + 60, 60.0 * number, 60.0, seated_s, slide_s, None, None, None, None, None)


def runs(path, n_minutes, whose=1):
    states = HistoryView(path).minute_states(START_UTC_S, START_UTC_S + 60.0 * n_minutes, whose)
    assert len(states.letters) == n_minutes
    return "".join(f"{state.value}{n}" for state, n in states.runs())


@pytest.fixture
def record(history_path):
    def record(*events):
        with History.open(history_path, "boot", 0.0, START_UTC_S) as history:
            history.record(events, START_UTC_S)
        return history_path

    return record


def sat(began_min, ended_min, break_s=None):
    began_t_s, ended_t_s = 60.0 * began_min, 60.0 * ended_min
    return (
        SatDown(began_t_s, began_t_s, break_s, True),
        StoodUp(ended_t_s, began_t_s, ended_t_s, ended_t_s - began_t_s, True),
    )


def test_before_anything_was_written_nothing_is_known(history_path):
    assert runs(history_path, 1440) == "u1440"


def test_bouts_and_breaks_are_sitting_and_an_empty_seat(record):
    path = record(*sat(10, 50), *sat(57, 80, break_s=420.0))

    assert runs(path, 100) == "u10s40e7s23u20"


def test_half_a_minute_decides(record):
    path = record(*sat(10.4, 20.6))

    assert runs(path, 30) == "u10s11u9"


def test_minutes_with_the_hips_forward_are_told_apart(record):
    path = record(*sat(10, 50)[:1], minute(20, 60.0, 45.0), minute(21, 60.0, 29.0), *sat(10, 50)[1:])

    assert runs(path, 50) == "u10s10f1s29"


def test_an_empty_seat_that_was_watched_from_the_start_is_known(record):
    """No bout came before and none after: only the minutes tell of it."""
    path = record(*(minute(number) for number in range(3, 8)))

    assert runs(path, 10) == "u3e5u2"


def test_another_persons_sitting_is_an_empty_seat_and_not_unknown(record):
    path = record(*sat(10, 20), SitterChosen(1230.0, 1230.0, None, False), *sat(30, 40, break_s=600.0))

    assert runs(path, 45, 1) == "u10s10e20u5"
    assert runs(path, 45, None) == "u10e20s10u5"
    assert runs(path, 45, EVERYBODY) == "u10s10e10s10u5"


def test_a_gap_in_a_break_is_unknown(record):
    path = record(*sat(10, 20), Gap(2400.0, 600.0), *sat(50, 60))

    assert runs(path, 60) == "u10s10e10u20s10"


def test_minutes_are_counted_between_two_moments():
    states = MinuteStates(0.0, b"uueessffff")

    assert states.n_in(MinuteState.FORWARD, 0.0, 480.0) == 2
    assert states.n_all_in(-60.0, 6000.0) == 10
    assert states.n_in(MinuteState.EMPTY, 180.0, 1e9) == 1


@settings(max_examples=30)
@given(st.text(alphabet="uesf", min_size=1, max_size=200))
def test_runs_give_the_minutes_back(letters):
    states = MinuteStates(0.0, letters.encode())

    assert "".join(state.value * n for state, n in states.runs()) == letters
