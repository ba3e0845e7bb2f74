"""The days ahead."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from chairpi.programme.diary import (
    BegunAnew,
    Change,
    CheckedIn,
    Finding,
    Occasion,
    Reviewed,
    Rhythm,
    RhythmChosen,
    SelfChecked,
    SessionDone,
    SignsAnswered,
    Worked,
)
from chairpi.programme.exercises import Cause, Kind, Muscle
from chairpi.programme.plan.fold import SESSION
from chairpi.programme.upcoming import Upcoming, upcoming
from chairpi.programme.wanted import Wanted

BEGUN = date(2026, 11, 2)
WORKED = (
    Worked("seated-hamstring-stretch", Kind.STRETCH, (Muscle.HAMSTRINGS,)),
    Worked("bridge", Kind.STRENGTHEN, (Muscle.GLUTES,)),
)


def day(number: int) -> date:
    """The day of this number; 0 is that of the self-check."""
    return BEGUN + timedelta(days=number)


def session(number: int) -> SessionDone:
    return SessionDone(day(number), SESSION, WORKED, None, 900.0)


BEGINNING = (
    SignsAnswered(BEGUN, Occasion.START),
    SelfChecked(BEGUN, dict.fromkeys(Cause, Finding.YES)),
)
LOOSENED = (*BEGINNING, *(session(number) for number in (0, 2, 4)))


def planned(entries, at: int, n_days: int = 10) -> list[tuple[int, str]]:
    return [((ahead.day - BEGUN).days, ahead.wanted.value) for ahead in upcoming(entries, day(at), n_days)]


@pytest.mark.parametrize(
    ("entries", "at", "expected"),
    [
        pytest.param((), 0, [], id="the signs were not asked yet"),
        pytest.param(BEGINNING[:1], 0, [], id="no self-check yet"),
        pytest.param(
            BEGINNING,
            0,
            [(0, "stretch"), (2, "stretch"), (4, "stretch"), (5, "session"), (7, "session"), (9, "session")],
            id="from the beginning",
        ),
        pytest.param(
            (*BEGINNING, session(0)),
            0,
            [(2, "stretch"), (4, "stretch"), (5, "session"), (7, "session"), (9, "session")],
            id="today is done",
        ),
        pytest.param((*LOOSENED, session(6)), 7, [(n, "session") for n in range(8, 17, 2)], id="every other day"),
        pytest.param(
            (*LOOSENED, RhythmChosen(day(4), Rhythm.DAILY), session(5)),
            6,
            [(number, "session") for number in range(6, 16)],
            id="daily",
        ),
        pytest.param(
            (*LOOSENED, session(6), CheckedIn(day(7), 9, 2)),
            7,
            [(7, "rest"), (8, "rest"), (9, "session"), (11, "session"), (13, "session"), (15, "session")],
            id="prescribed rest",
        ),
        pytest.param((*LOOSENED, SignsAnswered(day(6), Occasion.ASKED, ("fever",))), 6, [], id="locked"),
        pytest.param((*LOOSENED, BegunAnew(day(6))), 6, [], id="begun anew"),
    ],
)
def test_the_days_ahead_are_the_plans(entries, at, expected):
    assert planned(entries, at) == expected


def test_looking_back_has_its_days():
    ahead = upcoming((*LOOSENED, session(6)), day(7), 31)

    assert [((one.day - BEGUN).days, one.review_week) for one in ahead if one.review_week] == [
        (21, 3),
        (28, 4),
        (35, 5),
    ]


def test_once_it_is_better_three_sessions_a_week_are_planned():
    entries = (*LOOSENED, *(session(number) for number in range(6, 22, 2)), Reviewed(day(21), Change.BETTER))
    ahead = [(one.day - BEGUN).days for one in upcoming(entries, day(23), 28) if one.wanted is Wanted.SESSION]
    most = max(sum(first <= number < first + 7 for number in ahead) for first in ahead)

    assert most == 3
    assert len(ahead) == 12


def test_nothing_is_written_into_the_diary():
    entries = [*LOOSENED]
    upcoming(entries, day(5), 28)

    assert entries == [*LOOSENED]


def test_what_is_assumed_of_the_days_ahead_raises_no_question():
    entries = (*LOOSENED, session(6), CheckedIn(day(7), 3, 6))
    ahead = upcoming(entries, day(7), 3)

    assert ahead == (Upcoming(day(8), Wanted.SESSION),)
