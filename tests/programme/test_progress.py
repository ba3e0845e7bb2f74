"""What was kept, and what changed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chairpi.programme.diary import (
    ChairStood,
    CheckedIn,
    Finding,
    Occasion,
    Rhythm,
    RhythmChosen,
    SelfChecked,
    SessionDone,
    SignsAnswered,
    Worked,
)
from chairpi.programme.exercises import Cause, Kind, Muscle
from chairpi.programme.plan.fold import SESSION
from chairpi.programme.progress import (
    Direction,
    Kept,
    LivedDay,
    Sums,
    Trend,
    lived_days,
    sums_of,
    trend,
    weeks_of,
)

BEGUN = date(2026, 11, 2)
STRETCHED = (Worked("seated-hamstring-stretch", Kind.STRETCH, (Muscle.HAMSTRINGS,)),)
WORKED = (*STRETCHED, Worked("bridge", Kind.STRENGTHEN, (Muscle.GLUTES,)))


def day(number: int) -> date:
    """The day of this number; 0 is that of the self-check."""
    return BEGUN + timedelta(days=number)


def session(number: int, worked=WORKED, routine_id: str = SESSION, prompt: str = "") -> SessionDone:
    return SessionDone(day(number), routine_id, worked, None, 900.0, prompt)


def sore(number: int, soreness: int = 3, pain: int = 2) -> CheckedIn:
    return CheckedIn(day(number), soreness, pain)


BEGINNING = (
    SignsAnswered(BEGUN, Occasion.START),
    SelfChecked(BEGUN, dict.fromkeys(Cause, Finding.YES)),
)
LOOSENED = (*BEGINNING, *(session(number, STRETCHED) for number in (0, 2, 4)))
"""Strengthening begins on day 5."""


def kept(entries, last: int, first: int = 0) -> str:
    """One letter a day: Done, Rest, Not done, Extra, To come, Free, Closed."""
    letters = {kept: kept.value[0].upper() for kept in Kept}
    return "".join(letters[lived.kept] for lived in lived_days(entries, day(first), day(last)))


@pytest.mark.parametrize(
    ("entries", "last", "expected"),
    [
        pytest.param((), 3, "CCCC", id="before the warning signs are answered nothing is open"),
        pytest.param(BEGINNING[:1], 1, "FF", id="before the self-check nothing is planned"),
        pytest.param(LOOSENED, 4, "DFDFD", id="the first days, every other day"),
        pytest.param(
            (*BEGINNING, RhythmChosen(BEGUN, Rhythm.DAILY), *(session(n, STRETCHED) for n in range(3))),
            2,
            "DDD",
            id="the first days, daily",
        ),
        pytest.param((*BEGINNING, session(1, STRETCHED)), 2, "FDF", id="begun a day later"),
        pytest.param((*LOOSENED, session(5), sore(6), session(7), sore(8)), 8, "DFDFDDFDF", id="every other day"),
        pytest.param(LOOSENED, 5, "DFDFDT", id="today is not over"),
        pytest.param(LOOSENED, 11, "DFDFDNFNFNFT", id="a week without anything is three sessions and not six"),
        pytest.param((*LOOSENED, session(6), sore(7), session(8)), 9, "DFDFDFDFDF", id="a day late is no day missed"),
        pytest.param((*LOOSENED, session(5), sore(6, 9)), 8, "DFDFDDRRT", id="prescribed rest is kept"),
        pytest.param(
            (*LOOSENED, session(5), sore(6, 9), session(6, STRETCHED, "hips")),
            7,
            "DFDFDDRR",
            id="stretching on a day of rest is rest",
        ),
        pytest.param(
            (*LOOSENED, session(5), sore(6, 9), session(6)), 7, "DFDFDDER", id="strengthening on a day of rest is not"
        ),
        pytest.param((*LOOSENED, session(5), sore(5, 9)), 5, "DFDFDD", id="rest that is prescribed after the session"),
        pytest.param(
            (*LOOSENED, session(5), session(6, STRETCHED, "hips")), 6, "DFDFDDE", id="stretching on a free day"
        ),
        pytest.param(
            (*LOOSENED, session(5, STRETCHED, "hamstrings")), 6, "DFDFDET", id="stretching is no strengthening"
        ),
        pytest.param(
            (*LOOSENED, session(5, WORKED, "glute-break", "stand")),
            6,
            "DFDFDNT",
            id="a minute at a prompt is no session",
        ),
        pytest.param(
            (*LOOSENED, session(5), SignsAnswered(day(6), Occasion.ASKED, ("fever",))), 8, "DFDFDDCCC", id="locked"
        ),
        pytest.param((*LOOSENED, session(5), sore(6, 3, 7)), 7, "DFDFDDCC", id="the signs are asked again"),
        pytest.param((*LOOSENED, session(5)), 8, "DFDFDDFNT", id="an answer that is due hides no planned day"),
    ],
)
def test_what_became_of_each_day(entries, last, expected):
    assert kept(entries, last) == expected


def test_a_day_knows_what_was_said_and_stood_on_it():
    entries = (*LOOSENED, session(5), sore(6, 5, 1), sore(6, 4, 3), ChairStood(day(6), 12), ChairStood(day(6), 14))

    assert lived_days(entries, day(6), day(6)) == (LivedDay(day(6), Kept.FREE, 4, 3, 14),)


histories = st.lists(
    st.tuples(
        st.sampled_from(["session", "stretch", "nothing"]),
        st.sampled_from([None, 1, 3, 5, 7, 9]),
    ),
    max_size=40,
)


@given(histories)
def test_random_histories_count_each_day_once_and_no_rest_as_missed(history):
    entries = [*BEGINNING]
    for number, (did, soreness) in enumerate(history):
        if soreness is not None:
            entries.append(sore(number, soreness))
        if did != "nothing":
            entries.append(session(number, WORKED if did == "session" else STRETCHED))
    days = lived_days(entries, BEGUN, day(len(history)))
    sums = sums_of(days)
    n_other = sum(lived.kept in (Kept.FREE, Kept.TO_COME, Kept.CLOSED) for lived in days)

    assert sums.n_planned + sums.n_extra + n_other == len(days)
    assert not [
        lived
        for lived, (did, soreness) in zip(days, history, strict=False)
        if lived.kept is Kept.NOT_DONE and (soreness in (7, 9) or did == "session")
    ]


def test_days_add_up():
    days = [
        LivedDay(day(0), Kept.DONE, 3, 4, 11),
        LivedDay(day(1), Kept.REST, 6, 0),
        LivedDay(day(2), Kept.NOT_DONE, reps=12),
        LivedDay(day(3), Kept.EXTRA),
        LivedDay(day(4), Kept.FREE),
    ]
    sums = sums_of(days)

    assert sums == Sums(1, 1, 1, 1, 4.5, 2.0, 2, 12)
    assert (sums.n_kept, sums.n_planned) == (2, 3)


def test_no_day_has_no_mean():
    assert sums_of([]) == Sums(0, 0, 0, 0, None, None, 0, None)


def test_a_week_has_seven_days_and_the_last_may_have_fewer():
    assert weeks_of(range(16)) == (range(7), range(7, 14), range(14, 16))


def values(*pairs):
    return [(day(number), float(value)) for number, value in pairs]


EARLY = [(0, 6), (2, 5), (5, 4)]


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        pytest.param([], None, id="nothing"),
        pytest.param([(n, 5) for n in range(7)], None, id="one full week"),
        pytest.param([*EARLY, (7, 2), (8, 2)], None, id="too little in the second week"),
        pytest.param(
            [(0, 9), (6, 9), (7, 2), (8, 2), (9, 2)], None, id="too little in the first, and no other after it"
        ),
        pytest.param([*EARLY, (7, 3), (8, 2), (9, 1)], Trend(5.0, 2.0, Direction.DOWN, day(0), day(7)), id="less"),
        pytest.param([*EARLY, (7, 7), (8, 8), (9, 9)], Trend(5.0, 8.0, Direction.UP, day(0), day(7)), id="more"),
        pytest.param(
            [*EARLY, (7, 4), (8, 4), (9, 4)],
            Trend(5.0, 4.0, Direction.SAME, day(0), day(7)),
            id="by less than a change",
        ),
        pytest.param(
            [*EARLY, (7, 9), (8, 9), (9, 9), (20, 1), (22, 1), (26, 1), (40, 9)],
            Trend(5.0, 1.0, Direction.DOWN, day(0), day(20)),
            id="the last week with enough",
        ),
    ],
)
def test_a_change_is_told_between_two_weeks_with_enough_values(pairs, expected):
    found = trend(values(*pairs), n_least=3, least_change=2.0)

    assert found == expected
