"""The plan day by day: what one walk finds is what a fold for each day would find, at the price of one."""

from __future__ import annotations

import dataclasses
import sys
from datetime import date

import pytest
from diaries import MONDAY, day, fine, none_of_these, strengthened
from hypothesis import given
from hypothesis import strategies as st

from chairpi.programme.diary import (
    BegunAnew,
    ChairStood,
    Change,
    CheckedIn,
    Entry,
    Feel,
    Finding,
    LeftOut,
    Occasion,
    Reviewed,
    Rhythm,
    RhythmChosen,
    Seen,
    SelfChecked,
    SessionDone,
    SignsAnswered,
    Stopped,
    StopReason,
    Worked,
)
from chairpi.programme.exercises import Cause, Kind, Muscle
from chairpi.programme.plan import today
from chairpi.programme.plan.dating import dated
from chairpi.programme.plan.days import OnDay, by_day, on_day, walk
from chairpi.programme.plan.fold import state_of, take
from chairpi.programme.progress import lived_days
from chairpi.programme.upcoming import upcoming
from chairpi.programme.wanted import is_session, last_stretched, loosens

N_DAYS = 45
STRETCH = Worked("lying-hamstring-stretch", Kind.STRETCH, (Muscle.HAMSTRINGS,))
STRENGTHEN = Worked("bridge", Kind.STRENGTHEN, (Muscle.GLUTES,))


def entries_on(when: st.SearchStrategy[date]) -> st.SearchStrategy[Entry]:
    """Any entry; sessions and check-ins are what a diary is mostly made of."""
    worked = st.sampled_from([(STRETCH,), (STRETCH, STRENGTHEN)])
    sessions = st.builds(
        SessionDone,
        when,
        st.sampled_from(["session", "hips"]),
        worked,
        st.none() | st.sampled_from(Feel),
        st.just(600.0),
        st.sampled_from(["", "", "stand"]),
    )
    check_ins = st.builds(CheckedIn, when, st.integers(1, 10), st.integers(0, 7), st.just(False), st.just(False))
    rare = st.one_of(
        st.builds(SignsAnswered, when, st.just(Occasion.ASKED), st.sampled_from([(), (), ("fever",)])),
        st.builds(Seen, when),
        st.builds(SelfChecked, when, st.just(dict.fromkeys(Cause, Finding.YES))),
        st.builds(RhythmChosen, when, st.sampled_from(Rhythm)),
        st.builds(Stopped, when, st.just("bridge"), st.sampled_from(StopReason)),
        st.builds(LeftOut, when, st.just("bridge"), st.booleans()),
        st.builds(Reviewed, when, st.sampled_from(Change)),
        st.builds(ChairStood, when, st.integers(0, 30)),
        st.builds(BegunAnew, when),
    )
    return st.one_of(sessions, check_ins, sessions, check_ins, rare)


BEGINNING = (none_of_these(), SelfChecked(MONDAY, dict.fromkeys(Cause, Finding.YES)))
days = st.integers(0, N_DAYS).map(day)
in_order = st.lists(entries_on(days), max_size=60).map(
    lambda some: [*BEGINNING, *sorted(some, key=lambda one: one.day)]
)
by_a_wrong_clock = st.lists(entries_on(st.integers(-5, N_DAYS + 400).map(day)), max_size=25).map(
    lambda some: [*BEGINNING, *some]
)
"""Written in this order, with days in any."""


def put_right(entries: list[Entry]) -> list[Entry]:
    """The diary as a right clock would have dated it, as far as the plan knows."""
    days = dated(entries, day(N_DAYS))
    return [dataclasses.replace(entry, day=its_day) for entry, its_day in zip(entries, days, strict=True)]


def before_a_session(entries: list[Entry], day: date) -> list[Entry]:
    """What was written up to the first session of a day."""
    stop = next((n for n, entry in enumerate(entries) if entry.day == day and is_session(entry)), len(entries))
    return [entry for entry in entries[:stop] if entry.day <= day]


def plan_of(entries: list[Entry], day: date) -> OnDay:
    """What a fold of all these says."""
    return OnDay(*(getattr(today(entries, day), name) for name in OnDay._fields))


@given(st.one_of(in_order, by_a_wrong_clock), st.integers(0, 10))
def test_a_walk_finds_on_each_day_what_a_fold_up_to_that_day_finds(entries, first):
    last = day(N_DAYS)
    right = put_right(entries)
    walked = []
    for its_day, state in walk(by_day(entries, last), day(first), last, is_session):
        before = before_a_session(right, its_day)
        assert state == state_of(before, its_day)
        assert on_day(state, its_day) == plan_of(before, its_day)
        walked.append(its_day)

    assert walked == [day(n) for n in range(first, N_DAYS + 1)]


@given(st.one_of(in_order, by_a_wrong_clock))
def test_the_end_of_a_walk_is_where_the_person_stands_today(entries):
    present = day(N_DAYS)
    *_, (_, state) = walk(by_day(entries, present), MONDAY, present, is_session)

    # Once the walk is over, the last day's sessions are taken, too.
    assert state == state_of(entries, present)
    assert on_day(state, present) == plan_of(entries, present)


@given(in_order)
def test_in_order_each_entry_is_on_the_day_it_bears(entries):
    diary = by_day(entries, day(N_DAYS))

    assert [entry for some in diary.values() for entry in some] == entries
    assert all(entry.day == its_day for its_day, some in diary.items() for entry in some)
    assert last_stretched(diary, day(20)) == max(
        (entry.day for entry in entries if is_session(entry) and loosens(entry) and entry.day < day(20)), default=None
    )


@given(by_a_wrong_clock)
def test_days_of_a_wrong_clock_go_neither_back_nor_beyond_the_present_one(entries):
    diary = by_day(entries, day(N_DAYS))

    assert [entry for some in diary.values() for entry in some] == entries
    assert list(diary) == sorted(diary)
    assert max(diary) <= day(N_DAYS)


def test_what_a_wrong_clock_dated_years_later_is_told_on_the_day_before_it():
    entries = [*BEGINNING, fine(3), SessionDone(day(400), "session", (STRETCH,), None, 600.0)]

    assert [lived.kept.value for lived in lived_days(entries, day(2), day(4))] == ["free", "done", "free"]


def diary_of(n_days: int) -> list[Entry]:
    """Six entries a day: a session or a check-in by turns, four breaks, and a chair stand."""
    entries: list[Entry] = [*BEGINNING]
    for n in range(n_days):
        entries += [strengthened(n) if n % 2 == 0 else fine(n), ChairStood(day(n), 12)]
        entries += [SessionDone(day(n), "desk-break", (STRETCH,), None, 120.0, "still") for _ in range(4)]
    return entries


class Calls:
    """Counts calls of Python functions while it is entered: `n_taken` of the fold's `take`, and `n` of all."""

    def __init__(self) -> None:
        self.n = self.n_taken = 0

    def __enter__(self) -> Calls:
        self._before = sys.getprofile()
        sys.setprofile(self._count)
        return self

    def __exit__(self, *_: object) -> None:
        sys.setprofile(self._before)

    def _count(self, frame, event, _) -> None:
        self.n += event == "call"
        self.n_taken += event == "call" and frame.f_code is take.__code__


TWO_YEARS = 730


@pytest.mark.parametrize("n_days_shown", [28, 12 * 7, TWO_YEARS])
def test_a_look_back_over_two_years_takes_each_entry_once(n_days_shown):
    entries = diary_of(TWO_YEARS)
    with Calls() as calls:
        lived = lived_days(entries, day(TWO_YEARS - n_days_shown), day(TWO_YEARS))

    assert len(lived) == n_days_shown + 1
    assert calls.n_taken == len(entries)


def test_a_look_ahead_after_two_years_takes_each_entry_once_and_what_it_assumes():
    entries = diary_of(TWO_YEARS)
    with Calls() as calls:
        ahead = upcoming(entries, day(TWO_YEARS), 28)

    assert ahead
    # An answer, a review and a session on each day at most.
    assert len(entries) < calls.n_taken <= len(entries) + 3 * 28


@pytest.mark.parametrize(
    "look",
    [
        pytest.param(lambda entries, n: lived_days(entries, MONDAY, day(n)), id="back"),
        pytest.param(lambda entries, n: upcoming(entries, day(n), 28), id="ahead"),
    ],
)
def test_twice_the_diary_is_no_more_than_twice_the_work(look):
    works = []
    for n_days in (TWO_YEARS // 2, TWO_YEARS):
        entries = diary_of(n_days)
        with Calls() as calls:
            look(entries, n_days)
        works.append(calls.n)

    assert works[1] < 2.2 * works[0]
