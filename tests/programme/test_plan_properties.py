"""Whatever people write into their diaries, the plan stays safe."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

from diaries import MONDAY, kept
from hypothesis import given, settings
from hypothesis import strategies as st

from chairpi.programme.diary import (
    BegunAnew,
    Change,
    CheckedIn,
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
from chairpi.programme.exercises import Cause, Kind
from chairpi.programme.library import load_library
from chairpi.programme.offers import offered
from chairpi.programme.plan import Advice, Ask, ChairSaw, today
from chairpi.programme.plan.fold import state_of
from chairpi.programme.plan.tables import LEAST_LEVEL, MOST_LEVEL, RISE_DAYS
from chairpi.programme.routines import Routine
from chairpi.programme.session import session

LIBRARY = load_library()
KINDS = ("stand", "slide", "still")
EACH_ALONE = tuple(
    dataclasses.replace(LIBRARY, routines={one.id: dataclasses.replace(one, prompts=KINDS)})
    for one in LIBRARY.routines.values()
    if one.strengthens
)

SAW = st.builds(ChairSaw, st.integers(1, 7), *[st.none() | st.floats(-60, 90)] * 3)
OFTEN = {"session": 6, "check-in": 5, "break": 2, "nothing": 2, "signs": 1}
ONCE = ("break", "signs", "yes", "seen", "self-check", "stop", "review", "rhythm", "leave-out", "anew", "nothing")
WHAT = st.sampled_from([*ONCE, *(word for word, times in OFTEN.items() for _ in range(times))])
"""What is done next; a day passes with "nothing", and sometimes with a session."""


def done(routine: Routine, day, draw, prompt: str = "") -> SessionDone:
    """A routine that was done, or part of it."""
    steps = routine.steps if draw(st.integers(0, 3)) else routine.steps[: draw(st.integers(1, len(routine.steps)))]
    worked = tuple(Worked(step.exercise.id, step.exercise.kind, step.exercise.muscles) for step in steps)
    return SessionDone(day, routine.id, worked, draw(st.none() | st.sampled_from(Feel)), 600.0, prompt)


@st.composite
def histories(draw):
    """Diaries of people who do as the plan says, or otherwise, with what the plan prescribed on each day of it."""
    days_before = draw(st.sampled_from((0, 4, 6, 10, 16, 24)))
    entries = [entry for entry in kept(days_before) if entry.day <= MONDAY + timedelta(days=days_before)]
    prescribed = []
    day = MONDAY + timedelta(days=days_before)
    for what in draw(st.lists(WHAT, min_size=8, max_size=25)):
        plan = today(entries, day, draw(st.none() | SAW))
        match what:
            case "session":
                if plan.begun is not None and plan.stretching_open:
                    routine = session(plan, LIBRARY)
                    prescribed.append((len(entries), plan, routine))
                    entries.append(done(routine, day, draw))
                day += timedelta(days=draw(st.integers(0, 2)))
            case "break":
                kind = draw(st.sampled_from(KINDS))
                # What is offered, or what would be if all else had been done lately.
                routine = offered(kind, plan, draw(st.sampled_from((LIBRARY, *EACH_ALONE))), entries)
                if routine is not None:
                    prescribed.append((len(entries), plan, routine))
                    entries.append(done(routine, day, draw, kind))
            case "check-in":
                pain = draw(st.integers(0, 3) | st.integers(0, 10))
                unable, at_night = draw(st.sampled_from(((False, False), (False, False), (True, False), (False, True))))
                entries.append(CheckedIn(day, draw(st.integers(1, 10)), pain, unable, at_night))
            case "signs":
                entries.append(SignsAnswered(day, plan.occasion or Occasion.ASKED))
            case "yes":
                entries.append(SignsAnswered(day, plan.occasion or Occasion.ASKED, ("fever",)))
            case "seen":
                entries.append(Seen(day))
            case "self-check":
                entries.append(
                    SelfChecked(day, draw(st.dictionaries(st.sampled_from(Cause), st.sampled_from(Finding))))
                )
            case "stop":
                exercise = draw(st.sampled_from(list(LIBRARY.exercises)))
                entries.append(Stopped(day, exercise, draw(st.sampled_from(StopReason))))
            case "review":
                entries.append(Reviewed(day, draw(st.sampled_from(Change))))
            case "rhythm":
                entries.append(RhythmChosen(day, draw(st.sampled_from(Rhythm))))
            case "leave-out":
                exercise = draw(st.sampled_from(list(LIBRARY.exercises)))
                entries.append(LeftOut(day, exercise, draw(st.booleans())))
            case "anew":
                entries.append(BegunAnew(day))
            case "nothing":
                day += timedelta(days=1)
    return entries, prescribed, day


@settings(max_examples=80)
@given(histories())
def test_no_strengthening_is_prescribed_on_a_day_of_rest(history):
    entries, prescribed, _ = history
    for n, plan, routine in prescribed:
        rest = state_of(entries[:n], plan.day).rest_on(plan.day)
        assert (plan.rest_until is None) == (rest is None)
        assert rest is None or not routine.strengthens
        assert rest is None or plan.advice in (Advice.REST, Advice.WAIT)


@settings(max_examples=80)
@given(histories())
def test_the_same_muscles_are_not_prescribed_two_days_in_a_row_unless_daily_was_chosen(history):
    entries, prescribed, _ = history
    for n, plan, routine in prescribed:
        if plan.rhythm is Rhythm.DAILY:
            continue
        before = {
            muscle
            for entry in entries[:n]
            if isinstance(entry, SessionDone) and plan.day - entry.day == timedelta(days=1)
            for worked in entry.worked
            if worked.kind is Kind.STRENGTHEN
            for muscle in worked.muscles
        }
        now = {m for step in routine.steps if step.exercise.kind is Kind.STRENGTHEN for m in step.exercise.muscles}
        assert not before & now


@settings(max_examples=80)
@given(histories())
def test_the_dose_grows_by_one_step_a_week_and_never_after_soreness_above_4(history):
    entries, *_ = history
    grew = None
    sore: list[CheckedIn] = []
    for n, entry in enumerate(entries):
        before, after = state_of(entries[:n], entry.day), state_of(entries[: n + 1], entry.day)
        if isinstance(entry, SessionDone) and entry.routine_id == "session":
            sore = []
        elif isinstance(entry, CheckedIn):
            sore.append(entry)
        assert LEAST_LEVEL <= after.level <= MOST_LEVEL
        if after.level <= before.level:
            continue
        assert after.level == before.level + 1
        assert all(one.soreness <= 2 and one.pain <= 3 and not one.unable for one in sore)
        assert after.rest_on(entry.day) is None
        assert grew is None or (entry.day - grew).days >= RISE_DAYS
        grew = entry.day


@settings(max_examples=80)
@given(histories(), st.integers(0, 400))
def test_nothing_is_open_while_a_sign_is_there(history, later):
    entries, prescribed, day = history
    locked = False
    for entry in entries:
        if isinstance(entry, SignsAnswered) and entry.yes:
            locked = True
        elif isinstance(entry, Seen):
            locked = False
    plan = today(entries, day + timedelta(days=later))

    assert plan.locked == locked
    if locked:
        assert plan.advice is Advice.LOCKED
        assert all(offered(kind, plan, LIBRARY, entries) is None for kind in KINDS)
    for n, its_plan, _ in prescribed:
        assert not its_plan.locked
        # Before a start, the first or a new one, routines are open to anybody, with the signs as a note beside them.
        assert its_plan.ask is not Ask.SIGNS or (its_plan.occasion is Occasion.START and its_plan.begun is None)
        assert n <= len(entries)


@settings(max_examples=80)
@given(histories())
def test_what_is_left_out_is_not_prescribed(history):
    _, prescribed, _ = history
    for _, plan, routine in prescribed:
        assert not plan.left_out & {step.exercise.id for step in routine.steps}


@settings(max_examples=80)
@given(histories())
def test_every_day_has_one_advice_and_a_reason(history):
    entries, _, day = history
    plan = today(entries, day)

    assert plan.why
    assert (plan.advice is Advice.WAIT) == (plan.ask is not None)
    assert plan.next_day is None or plan.next_day >= day
    assert set(plan.order) == set(Cause)
