"""From each kind of prompt to a routine that leads somewhere, and fits."""

from __future__ import annotations

import dataclasses

import diaries
import pytest
from diaries import day, fine, kept, strengthened

from chairpi.core.events.prompting import PromptKind
from chairpi.programme.diary import SessionDone, SignsAnswered
from chairpi.programme.exercises import Cause, Place
from chairpi.programme.library import load_library
from chairpi.programme.offers import offered
from chairpi.programme.plan import ChairSaw, today

LIBRARY = load_library()


@pytest.mark.parametrize("kind", PromptKind)
def test_every_kind_of_prompt_offers_a_short_routine(kind):
    routine = offered(kind, None, LIBRARY)

    assert routine in LIBRARY.routines.values()
    assert routine.minutes <= 6
    assert kind in routine.prompts


def test_a_prompt_to_stand_begins_on_the_feet():
    assert offered("stand", None, LIBRARY).steps[0].exercise.place is Place.STANDING


@pytest.mark.parametrize("kind", PromptKind)
def test_what_was_done_lately_gives_way(kind):
    first = offered(kind, None, LIBRARY)
    done = SessionDone(day(0), first.id, (), None, 120.0, kind)

    assert offered(kind, None, LIBRARY, [done]).id != first.id


def test_the_cause_that_comes_first_is_worked_on():
    entries = [diaries.none_of_these(), diaries.SelfChecked(day(0), {})]
    usual, still = today(entries, day(0)), today(entries, day(0), ChairSaw(5, 90.0, 0.0, 0.0))

    for plan in (usual, still):
        routine = offered("stand", plan, LIBRARY)
        assert plan.order[0] in {step.exercise.causes[0] for step in routine.steps}
    assert usual.order[0] is Cause.TIGHT_HAMSTRINGS
    assert still.order[0] is Cause.TIGHT_HIPS


@pytest.mark.parametrize("kind", PromptKind)
def test_a_day_of_rest_offers_no_strengthening(kind):
    plan = today([*kept(10), strengthened(10), fine(11, 9)], day(11))

    assert not offered(kind, plan, LIBRARY).strengthens


@pytest.mark.parametrize("kind", PromptKind)
def test_nothing_is_offered_while_it_is_locked(kind):
    plan = today([SignsAnswered(day(0), diaries.Occasion.ASKED, ("fever",))], day(0))

    assert offered(kind, plan, LIBRARY) is None


def test_an_own_routine_can_be_offered():
    own = dataclasses.replace(LIBRARY.routines["desk-break"], id="mine", own=True, prompts=("still",))
    library = dataclasses.replace(LIBRARY, routines={"mine": own})

    assert offered("still", None, library) == own
    assert offered("stand", None, library) is None
