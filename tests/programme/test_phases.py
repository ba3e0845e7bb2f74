"""A routine as a row of timed phases."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chairpi.programme.exercises import Cause, Dose, DoseSource, Exercise, Kind, Muscle, Place, SeatCheck
from chairpi.programme.phases import Doing, phases_of
from chairpi.programme.routines import Step


def exercise(*, both_sides=False, kind=Kind.STRETCH, name="Calf stretch"):
    return Exercise(
        id="calf-stretch",
        name=name,
        causes=(Cause.STIFF_ANKLES,),
        muscles=(Muscle.CALVES,),
        place=Place.STANDING,
        kind=kind,
        both_sides=both_sides,
        dose=Dose(30.0, None, None, 1, 5.0),
        dose_source=DoseSource.OUR_DEFAULT,
        instructions=("Stand.",),
        cues=(),
        feel="A pull.",
        easier="Less.",
        harder="More.",
        stop_if=("Pain.",),
        not_if=(),
        seat_check=SeatCheck.NONE,
        picture="calf-stretch",
        sources=(),
    )


def told(step):
    return [(phase.doing, phase.words, phase.length_s) for phase in phases_of([step])]


def test_a_hold_on_both_sides_changes_sides_before_each_round():
    step = Step(exercise(both_sides=True), Dose(30.0, None, None, 2, 5.0, ready_s=8.0))

    assert told(step) == [
        (Doing.READY, "Get ready", 8.0),
        (Doing.HOLD, "First side", 30.0),
        (Doing.CHANGE, "Change sides", 5.0),
        (Doing.HOLD, "Other side", 30.0),
        (Doing.CHANGE, "Change sides", 5.0),
        (Doing.HOLD, "First side", 30.0),
        (Doing.CHANGE, "Change sides", 5.0),
        (Doing.HOLD, "Other side", 30.0),
    ]


def test_sets_on_one_side_have_a_rest_in_between():
    step = Step(exercise(kind=Kind.STRENGTHEN), Dose(2.0, 10, 5.0, 2, 20.0, ready_s=10.0))

    assert told(step) == [
        (Doing.READY, "Get ready", 10.0),
        (Doing.REPS, "10 times", 50.0),
        (Doing.REST, "Rest", 20.0),
        (Doing.REPS, "10 times", 50.0),
    ]
    assert [phase.detail for phase in phases_of([step])] == [
        "",
        "hold 2 s each time, round 1 of 2",
        "",
        "hold 2 s each time, round 2 of 2",
    ]


def test_a_rest_of_no_length_is_left_out():
    step = Step(exercise(both_sides=True), Dose(30.0, None, None, 1, 0.0))

    assert [phase.words for phase in phases_of([step])] == ["Get ready", "First side", "Other side"]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Kind.STRETCH, "Hold"),
        (Kind.STRENGTHEN, "Hold"),
        (Kind.MOBILISE, "Keep going"),
        (Kind.ROLL, "Roll slowly"),
    ],
)
def test_what_goes_by_time_is_said_as_what_it_is(kind, words):
    work = phases_of([Step(exercise(kind=kind), Dose(30.0, None, None, 1, 0.0))])[1]

    assert (work.words, work.spoken) == (words, f"{words} for 30 seconds.")


def test_a_voice_names_the_exercise_the_side_and_the_length():
    ready, first, change, _ = phases_of([Step(exercise(both_sides=True), Dose(20.0, None, None, 1, 5.0))])

    assert ready.spoken == "Get ready: Calf stretch."
    assert first.spoken == "First side. Hold for 20 seconds."
    assert change.spoken == "Change sides."


seconds = st.integers(0, 120).map(float)
doses = st.builds(
    lambda reps, hold_s, rep_s, sets, rest_s, ready_s: Dose(
        hold_s, reps, None if reps is None else rep_s, sets, rest_s, ready_s
    ),
    st.none() | st.integers(1, 30),
    st.integers(1, 120).map(float),
    st.integers(1, 15).map(float),
    st.integers(1, 5),
    seconds,
    seconds,
)
steps = st.builds(Step, st.builds(exercise, both_sides=st.booleans(), kind=st.sampled_from(Kind)), doses)


@given(st.lists(steps, min_size=1, max_size=5))
def test_the_phases_take_exactly_what_the_steps_take(routine):
    phases = phases_of(routine)

    for index, step in enumerate(routine):
        own = [phase for phase in phases if phase.step == index]
        assert sum(phase.length_s for phase in own) == pytest.approx(step.duration_s)
        assert sum(phase.doing in (Doing.HOLD, Doing.REPS) for phase in own) == step.rounds
    assert [phase.step for phase in phases] == sorted(phase.step for phase in phases)
