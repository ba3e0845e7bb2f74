"""Whether the reference still is this sitter's: what the first minutes of sittings say, and what a question stops."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sitting import USUAL, Story, upright_story

from chairpi.core.events.posture import SlideBegan
from chairpi.core.events.upright import Doubt, ReferenceDoubted
from chairpi.core.requests import CaptureReference, KeepReference
from chairpi.core.upright.doubt import (
    FAR_LOAD_FRACTION,
    FIRST_S,
    N_SITTINGS,
    OFF_LOAD_FRACTION,
    OFF_MM,
    ReferenceDoubts,
)
from chairpi.simulate.chair import Layout, simulated_chair
from chairpi.simulate.people import Person
from chairpi.simulate.sitter import Sitter

OTHER = Sitter(person=Person(mass_kg=USUAL.mass_kg * 1.4))
"""Somebody else."""
CUSHIONED = Sitter(person=Person(hip_mm=40.0))
"""The usual person with a cushion behind the back."""


class Sittings:
    """Sittings that are told a second at a time."""

    def __init__(self) -> None:
        self.doubts = ReferenceDoubts()
        self.t_s = 0.0
        self.told: list[ReferenceDoubted] = []

    def sits(self, ap_mm: float = 0.0, load: float = 0.0, seconds: int = 600) -> "Sittings":
        """A sitting, so far forward and with so much more of the load."""
        self.doubts.stand_up()
        return self.goes_on(ap_mm, load, seconds)

    def goes_on(self, ap_mm: float = 0.0, load: float = 0.0, seconds: int = 600) -> "Sittings":
        for _ in range(seconds):
            self.t_s += 1.0
            said = self.doubts.receive(self.t_s, 1.0, ap_mm, math.log1p(load))
            if said is not None:
                self.told.append(said)
        return self


@pytest.mark.parametrize("load", [FAR_LOAD_FRACTION + 0.02, -FAR_LOAD_FRACTION - 0.02])
def test_one_sitting_with_a_load_far_off_is_somebody_else(load):
    sittings = Sittings().sits(3.0, load)

    (doubted,) = sittings.told
    assert (doubted.why, doubted.t_s, doubted.ap_mm) == (Doubt.SITTER, FIRST_S, 3.0)
    assert doubted.load_fraction == pytest.approx(load)
    assert sittings.doubts.why is Doubt.SITTER


@pytest.mark.parametrize(
    ("ap_mm", "load", "why"),
    [
        pytest.param(0.0, OFF_LOAD_FRACTION + 0.01, Doubt.SITTER, id="heavier"),
        pytest.param(0.0, -OFF_LOAD_FRACTION - 0.01, Doubt.SITTER, id="lighter"),
        pytest.param(OFF_MM + 1.0, 0.0, Doubt.PLACE, id="further forward"),
        pytest.param(-OFF_MM - 1.0, 0.0, Doubt.PLACE, id="further back"),
    ],
)
def test_what_is_off_in_three_sittings_running_is_asked_about(ap_mm, load, why):
    sittings = Sittings()
    for _ in range(N_SITTINGS - 1):
        sittings.sits(ap_mm, load)
    assert sittings.told == []

    sittings.sits(ap_mm, load)

    assert [doubted.why for doubted in sittings.told] == [why]


@pytest.mark.parametrize(
    "sittings",
    [
        pytest.param([(35.0, 0.0), (-35.0, 0.0), (35.0, 0.0)], id="forward and back in turn"),
        pytest.param([(35.0, 0.0), (35.0, 0.0), (5.0, 0.0), (35.0, 0.0), (35.0, 0.0)], id="never three running"),
        pytest.param([(0.0, 0.1), (0.0, -0.1), (0.0, 0.1)], id="more and less in turn"),
        pytest.param([(20.0, 0.08)] * 9, id="never far"),
    ],
)
def test_what_is_off_in_other_ways_is_no_reason_to_ask(sittings):
    seen = Sittings()
    for ap_mm, load in sittings:
        seen.sits(ap_mm, load)

    assert seen.told == []


def test_only_the_first_minutes_of_a_sitting_count():
    sittings = Sittings()
    for _ in range(5):
        sittings.sits(0.0, 0.0, int(FIRST_S)).goes_on(80.0, -0.3, 3600)

    assert sittings.told == []


def test_a_short_sitting_says_nothing():
    sittings = Sittings()
    for _ in range(9):
        sittings.sits(80.0, 0.4, int(FIRST_S) - 1)

    assert sittings.told == []


def test_a_reach_within_the_first_minutes_says_nothing():
    """The middle of the seconds counts."""
    sittings = Sittings()
    for _ in range(4):
        sittings.sits(0.0, 0.0, 100).goes_on(90.0, -0.4, 79).goes_on(0.0, 0.0, 60)

    assert sittings.told == []


def test_a_question_is_asked_once_and_goes_when_a_sitting_agrees():
    sittings = Sittings()
    for _ in range(6):
        sittings.sits(40.0)
    assert len(sittings.told) == 1
    assert sittings.doubts.why is Doubt.PLACE

    sittings.sits(0.0)
    assert sittings.doubts.why is None

    for _ in range(3):
        sittings.sits(40.0)
    assert len(sittings.told) == 2


def test_an_answer_ends_the_question_and_begins_the_count_anew():
    sittings = Sittings()
    for _ in range(3):
        sittings.sits(40.0)
    sittings.doubts.another_reference()
    assert sittings.doubts.why is None

    sittings.goes_on(40.0).sits(40.0).sits(40.0)
    assert len(sittings.told) == 1

    sittings.sits(40.0)
    assert len(sittings.told) == 2


@given(
    sittings=st.lists(
        st.tuples(st.floats(-80.0, 80.0), st.floats(-0.5, 0.5), st.sampled_from([100, 181, 200])), max_size=8
    )
)
def test_there_is_a_question_exactly_from_when_it_was_told(sittings):
    seen, open_before = Sittings(), None
    for ap_mm, load, seconds in sittings:
        n_told = len(seen.told)
        seen.sits(ap_mm, load, seconds)
        why = seen.doubts.why
        assert (len(seen.told) > n_told) == (why is not None and why is not open_before)
        open_before = why


# ---- in the chair


@pytest.mark.parametrize("layout", list(Layout))
def test_another_person_is_asked_about_and_meanwhile_no_slide_is_told(layout):
    story = upright_story(layout).away(10).poses(240, sitter=OTHER)

    (doubted,) = story.of(ReferenceDoubted)
    assert doubted.why is Doubt.SITTER
    assert doubted.load_fraction == pytest.approx(0.4, abs=0.05)
    assert story.chair.now.reference_doubt is Doubt.SITTER

    story.poses(200, slide_mm=75.0, sitter=OTHER)
    assert not story.of(SlideBegan)


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(lambda story: story.ask(KeepReference(story.t_s)), id="it is right as it is"),
        pytest.param(lambda story: story.ask(CaptureReference(story.t_s, 10.0)), id="another one"),
    ],
)
def test_once_answered_slides_are_told_again(answer):
    story = upright_story().away(10).poses(240, sitter=OTHER)
    answer(story)
    story.poses(20, sitter=OTHER)
    assert story.chair.now.reference_doubt is None

    story.poses(150, slide_mm=75.0, sitter=OTHER)

    assert len(story.of(ReferenceDoubted)) == 1
    assert len(story.of(SlideBegan)) == 1


def test_the_sitter_themself_is_never_asked_about():
    story = upright_story()
    for _ in range(3):
        story.away(10).poses(200)

    assert not story.of(ReferenceDoubted)


def test_something_behind_the_back_is_asked_about_after_three_sittings():
    story = upright_story()
    for _ in range(2):
        story.away(10).poses(200, sitter=CUSHIONED)
    assert not story.of(ReferenceDoubted)

    story.away(10).poses(200, sitter=CUSHIONED)

    (doubted,) = story.of(ReferenceDoubted)
    assert doubted.why is Doubt.PLACE
    assert doubted.ap_mm > OFF_MM


def test_keeping_a_reference_that_nobody_asked_about_changes_nothing_and_says_so():
    asked, unasked = upright_story(), upright_story()

    (refused,) = asked.ask(KeepReference(asked.t_s))
    assert "no question" in refused.why

    asked.poses(60)
    assert [event for event in asked.events if event is not refused] == unasked.poses(60).events


def test_what_was_said_to_be_right_is_not_asked_again():
    sittings = Sittings().sits(0.0, 0.4)
    assert sittings.doubts.keep()

    for _ in range(4):
        sittings.sits(0.0, 0.4)

    assert len(sittings.told) == 1


def test_gaps_in_the_middle_of_a_sitting_are_no_new_sittings():
    story = upright_story().poses(60, slide_mm=75.0)
    for _ in range(4):
        story.silent(10).poses(240, slide_mm=75.0)

    assert not story.of(ReferenceDoubted)


def test_the_first_sitting_after_a_start_is_looked_at_too():
    layout = Layout.SEVEN
    known = upright_story(layout).chair.now.reference
    story = Story(seat=simulated_chair(layout)[0], reference=known).away(10).poses(240, sitter=OTHER)

    assert [doubted.why for doubted in story.of(ReferenceDoubted)] == [Doubt.SITTER]
