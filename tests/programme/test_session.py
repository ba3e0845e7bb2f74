"""Today's session: its parts in order, the cause that comes first, the dose, and what is left out."""

from __future__ import annotations

import dataclasses
from itertools import pairwise

import diaries
import pytest
from diaries import day, fine, kept, strengthened, stretched

from chairpi.programme.diary import CheckedIn, Finding, LeftOut, SelfChecked, SignsAnswered
from chairpi.programme.exercises import Cause, Dose, DoseSource, Kind
from chairpi.programme.library import Prescription, load_library
from chairpi.programme.own import Own
from chairpi.programme.plan import Advice, today
from chairpi.programme.session import N_LOOSEN, N_ROLL, N_STRENGTHEN, WARM_UP, dose_at, open_part, session

LIBRARY = load_library()
WHOLE = today(kept(10), day(10))
FIRST_DAY = today(diaries.loosened()[:2], day(0))
REST = today([*kept(10), strengthened(10), fine(11, 9)], day(11))


def kinds(routine):
    return [step.exercise.kind for step in routine.steps]


def test_a_whole_session_loosens_then_strengthens_then_rolls():
    routine = session(WHOLE, LIBRARY)
    found = kinds(routine)[1:]

    assert routine.steps[0].exercise.id == WARM_UP
    assert set(found[:N_LOOSEN]) <= {Kind.STRETCH, Kind.MOBILISE}
    assert found[N_LOOSEN : N_LOOSEN + N_STRENGTHEN] == [Kind.STRENGTHEN] * N_STRENGTHEN
    assert found[N_LOOSEN + N_STRENGTHEN :] == [Kind.ROLL] * N_ROLL
    assert 15 <= routine.minutes <= 35


@pytest.mark.parametrize("plan", [FIRST_DAY, REST, today([*kept(10), strengthened(10), fine(11)], day(11))])
def test_a_day_for_stretching_strengthens_nothing(plan):
    routine = session(plan, LIBRARY)

    assert not routine.strengthens
    assert Kind.ROLL not in kinds(routine)
    assert 5 <= routine.minutes <= 20


@pytest.mark.parametrize("cause", Cause)
def test_the_cause_that_was_found_comes_first(cause):
    entries = [diaries.none_of_these(), SelfChecked(day(0), {cause: Finding.YES})]
    routine = session(today(entries, day(0)), LIBRARY)
    stretches = [step.exercise for step in routine.steps[1:]]

    has_stretches = any(
        one.causes[0] is cause and one.kind in (Kind.STRETCH, Kind.MOBILISE) for one in LIBRARY.exercises.values()
    )
    assert (stretches[0].causes[0] is cause) == has_stretches


def test_no_exercise_comes_twice():
    for plan in (WHOLE, FIRST_DAY, REST):
        ids = [step.exercise.id for step in session(plan, LIBRARY).steps]
        assert len(ids) == len(set(ids))


def test_another_week_brings_another_choice_and_the_same_week_the_same():
    entries = kept(24)

    def ids(n):
        return [step.exercise.id for step in session(dataclasses.replace(WHOLE, week=n), LIBRARY).steps]

    assert ids(2) == ids(2)
    assert ids(2) != ids(3)
    assert entries


def test_what_is_left_out_does_not_come():
    first = session(WHOLE, LIBRARY).steps[1].exercise.id
    plan = today([*kept(10), LeftOut(day(10), first)], day(10))

    assert first not in {step.exercise.id for step in session(plan, LIBRARY).steps}


def test_all_left_out_says_what_to_do():
    plan = dataclasses.replace(WHOLE, left_out=frozenset(LIBRARY.exercises))

    with pytest.raises(ValueError, match="take some of them back in"):
        session(plan, LIBRARY)


def test_a_locked_plan_has_no_session():
    locked = today([*kept(10), SignsAnswered(day(10), diaries.Occasion.ASKED, ("fever",))], day(10))

    with pytest.raises(ValueError, match="before the warning signs"):
        session(locked, LIBRARY)


def prescribed(exercise_id: str, *weekdays: int) -> Prescription:
    dose = Dose(hold_s=None, reps=6, rep_s=5.0, sets=2, rest_s=20.0)
    return Prescription(LIBRARY.exercises[exercise_id], dose, weekdays or tuple(range(7)), "Ms Meier", "")


def test_what_was_prescribed_comes_with_its_own_dose():
    library = dataclasses.replace(LIBRARY, prescriptions=(prescribed("bridge"), prescribed("clamshell", 0)))
    (step,) = [step for step in session(WHOLE, library).steps if step.exercise.id == "bridge"]
    plan = dataclasses.replace(WHOLE, level=-3)

    assert step.dose == library.prescriptions[0].dose
    assert step in session(plan, library).steps
    assert day(10).weekday() != 0
    assert library.prescriptions[1].dose not in {
        step.dose for step in session(WHOLE, library).steps[1:] if step.exercise.id == "clamshell"
    }


def test_on_other_days_what_was_prescribed_comes_not_at_all():
    only_mondays = dataclasses.replace(LIBRARY, prescriptions=(prescribed("heel-raise", 0),))

    for n in range(10, 17):
        plan = dataclasses.replace(WHOLE, day=day(n))
        ids = [step.exercise.id for step in session(plan, only_mondays).steps]
        assert ("heel-raise" in ids) == (day(n).weekday() == 0)


def test_an_own_exercise_whose_dose_was_prescribed_keeps_it():
    own = dataclasses.replace(LIBRARY.exercises["bridge"], dose_source=DoseSource.PRESCRIBED)
    library = dataclasses.replace(LIBRARY, exercises={"bridge": own})
    (step,) = session(dataclasses.replace(WHOLE, level=3), library).steps

    assert (step.dose, step.dose_source) == (own.dose, DoseSource.PRESCRIBED)


def test_routines_take_the_prescribed_dose():
    record = {"exercise": "heel-raise", "reps": 3, "rep_s": 6.0, "sets": 1, "weekdays": [0], "by": "Ms Meier"}
    library = load_library(Own(prescriptions=(record,)))
    found = [step for one in library.routines.values() for step in one.steps if step.exercise.id == "heel-raise"]

    assert found
    assert {(step.dose.reps, step.dose_source) for step in found} == {(3, DoseSource.PRESCRIBED)}


def test_a_warm_up_that_somebody_has_made_hard_is_no_warm_up():
    hard = dataclasses.replace(LIBRARY.exercises[WARM_UP], kind=Kind.STRENGTHEN)
    library = dataclasses.replace(LIBRARY, exercises={**LIBRARY.exercises, WARM_UP: hard})

    assert not session(REST, library).strengthens


def test_a_day_of_rest_closes_prescribed_strengthening_too():
    library = dataclasses.replace(LIBRARY, prescriptions=(prescribed("bridge"),))

    assert "bridge" not in {step.exercise.id for step in session(REST, library).steps}


REPS = Dose(hold_s=2.0, reps=10, rep_s=4.0, sets=3, rest_s=30.0)
ONE_SET = dataclasses.replace(REPS, sets=1)
MANY, TWELVE = (dataclasses.replace(ONE_SET, reps=reps) for reps in (20, 12))
HOLD = Dose(hold_s=20.0, reps=None, rep_s=None, sets=1, rest_s=0.0)


@pytest.mark.parametrize(
    ("dose", "level", "sets", "reps", "hold_s"),
    [
        (REPS, 0, 3, 10, 2.0),
        (REPS, -1, 3, 8, 2.0),
        (REPS, -2, 3, 7, 2.0),
        (REPS, -3, 2, 8, 2.0),
        (REPS, 1, 3, 11, 2.0),
        (REPS, 4, 3, 14, 2.0),
        (ONE_SET, -1, 1, 8, 2.0),
        (ONE_SET, -3, 1, 6, 2.0),
        (MANY, 1, 2, 11, 2.0),
        (TWELVE, 3, 2, 8, 2.0),
        (HOLD, -2, 1, None, 14.0),
        (HOLD, 2, 1, None, 24.0),
    ],
)
def test_the_dose_changes_by_small_steps(dose, level, sets, reps, hold_s):
    found = dose_at(dose, level)

    assert (found.sets, found.reps, found.hold_s) == (sets, reps, hold_s)


@pytest.mark.parametrize(
    "exercise", [one for one in LIBRARY.exercises.values() if one.kind is Kind.STRENGTHEN], ids=lambda one: one.id
)
def test_a_higher_level_is_never_less_work(exercise):
    work = [dose_at(exercise.dose, level).sets * dose_at(exercise.dose, level).round_s for level in range(-3, 5)]

    assert work == sorted(work)
    assert work[0] > 0
    one_s = exercise.dose.rep_s or exercise.dose.hold_s
    assert all(more <= max(1.35 * less, less + 2 * one_s) for less, more in pairwise(work)), "a step is a small one"


def test_the_open_part_of_a_routine():
    full = LIBRARY.routines["full-session"]

    assert open_part(full, None) is full
    assert open_part(full, WHOLE) is full
    assert full.strengthens
    assert not open_part(full, REST).strengthens
    assert REST.advice is Advice.REST
    assert open_part(full, today([], day(0))) is full  # before a programme is begun
    assert open_part(full, today([diaries.none_of_these(), diaries.STOPPED], day(0))) is None


def test_while_the_plan_only_loosens_or_asks_nothing_that_strengthens_is_offered():
    full = LIBRARY.routines["full-session"]

    for plan in (FIRST_DAY, today([*kept(10), strengthened(10)], day(12))):
        assert not open_part(full, plan, spare=True).strengthens
        assert open_part(full, plan).strengthens


def test_what_was_worked_yesterday_is_spared_in_what_is_offered():
    plan = today([*kept(10), strengthened(10), fine(11)], day(11))
    glutes = LIBRARY.routines["glutes"]

    assert open_part(glutes, plan) is glutes
    spared = open_part(glutes, plan, spare=True)
    assert spared is None or len(spared.steps) < len(glutes.steps)


def test_a_session_spares_what_a_break_worked_yesterday():
    at_prompt = dataclasses.replace(strengthened(9), routine_id="glute-break", prompt="stand")
    plan = today([*kept(10), at_prompt], day(10))
    worked = {
        m
        for step in session(plan, LIBRARY).steps
        if step.exercise.kind is Kind.STRENGTHEN
        for m in step.exercise.muscles
    }

    assert plan.advice is Advice.STRENGTHEN
    assert worked
    assert not worked & set(diaries.BRIDGE.muscles)


def test_every_day_of_six_weeks_has_a_session():
    entries = diaries.loosened()[:2]
    for n in range(42):
        plan = today(entries, day(n))
        if plan.ask is not None:
            entries.append(
                CheckedIn(day(n), 2, 1)
                if plan.ask == "check_in"
                else diaries.Reviewed(day(n), diaries.Change.NO_CHANGE)
            )
            plan = today(entries, day(n))
        routine = session(plan, LIBRARY)
        assert routine.steps
        entries.append((strengthened if routine.strengthens else stretched)(n))


def test_the_weak_cause_that_comes_first_is_strengthened_most():
    entries = [*diaries.loosened(), SelfChecked(day(5), {Cause.WEAK_GLUTES: Finding.YES})]
    found = [
        step.exercise.causes[0]
        for step in session(today(entries, day(6)), LIBRARY).steps
        if step.exercise.kind is Kind.STRENGTHEN
    ]

    assert found[:2] == [Cause.WEAK_GLUTES] * 2
