"""A posture's name: once it lasts, once it is sure enough, and only what these cells can tell."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sitting import LEAN_LEFT, PERCHED, RECLINE, UPRIGHT, Story, upright_story

from chairpi.core.events.posture import Posture, PostureChanged
from chairpi.core.posture.model import STATES, label_of
from chairpi.core.posture.naming import CHANGE_S, HELD_PROBABILITY, SURE_PROBABILITY, Names, PostureFollower
from chairpi.simulate.chair import Layout

BACK = pytest.mark.parametrize("layout", [Layout.SIX, Layout.SEVEN])


def probability_of(**parts: float) -> np.ndarray:
    """These, and what is left spread evenly over the others."""
    others = (1.0 - sum(parts.values())) / (len(STATES) - len(parts))
    return np.array([parts.get(state, others) for state in STATES])


class Followed:
    """A follower that is fed a second at a time."""

    def __init__(self, *, has_back: bool = True) -> None:
        self.follower = PostureFollower()
        self.names = Names(has_back=has_back)
        self.t_s = 0.0
        self.told: list[str] = []

    def sees(self, seconds: int, probability: np.ndarray | None) -> "Followed":
        for _ in range(seconds):
            self.t_s += 1.0
            changed = self.follower.receive(self.t_s, 1.0, probability, self.names)
            if changed is not None:
                assert changed.t_s == self.t_s
                assert changed.posture is self.follower.posture
                self.told.append(str(changed.posture))
        return self


# ---- names


@given(weights=st.lists(st.floats(0.01, 1.0), min_size=len(STATES), max_size=len(STATES)), has_back=st.booleans())
def test_every_name_that_these_cells_can_tell_has_a_probability_and_they_add_up(weights, has_back):
    probability = np.array(weights) / sum(weights)

    named = Names(has_back=has_back).told(probability)

    both = {Posture.FORWARD_SLIDE, Posture.PERCHED}
    expected = {Posture(label_of(state)) for state in STATES}
    assert sum(named.values()) == pytest.approx(1.0)
    assert set(named) == (expected if has_back else expected - both | {Posture.HIPS_FORWARD})
    for posture, value in named.items():
        meant = both if posture is Posture.HIPS_FORWARD else {posture}
        assert value == pytest.approx(sum(probability[i] for i, state in enumerate(STATES) if label_of(state) in meant))


def test_the_filter_s_states_are_all_the_postures():
    assert {Posture(label_of(state)) for state in STATES} == set(Posture) - {Posture.HIPS_FORWARD}


# ---- following


@pytest.mark.parametrize("state", STATES)
def test_a_sure_posture_is_told_once_it_has_lasted(state):
    followed = Followed().sees(2, probability_of(**{state: 0.9}))
    assert followed.told == []

    followed.sees(20, probability_of(**{state: 0.9}))

    assert followed.told == [label_of(state)]


def test_states_of_one_name_are_sure_together():
    """A lean with the hips back and one with the hips forward are the same lean."""
    together = probability_of(lean_left=0.4, lean_left_slid=0.4)

    assert Followed().sees(5, together).told == ["lean_left"]


def test_a_reach_for_a_cup_is_no_posture():
    followed = Followed().sees(10, probability_of(upright=0.9))
    for _ in range(5):
        followed.sees(int(CHANGE_S) - 1, probability_of(forward_lean=0.9)).sees(1, probability_of(upright=0.9))

    assert followed.told == ["upright"]


def test_two_postures_in_turn_are_neither():
    followed = Followed().sees(10, probability_of(upright=0.9))
    for _ in range(10):
        followed.sees(1, probability_of(recline=0.9)).sees(1, probability_of(lean_left=0.9))

    assert followed.told == ["upright"]


def test_it_can_not_tell_when_nothing_is_sure_or_nothing_is_judged():
    unsure = probability_of(upright=SURE_PROBABILITY - 0.02)

    assert Followed().sees(5, unsure).told == ["unknown"]
    assert Followed().sees(5, None).told == ["unknown"]
    assert Followed().sees(5, probability_of(upright=0.9)).sees(5, None).told == ["upright", "unknown"]


def test_a_name_is_kept_further_down_than_it_is_given():
    followed = Followed().sees(5, probability_of(upright=SURE_PROBABILITY + 0.02))
    followed.sees(50, probability_of(upright=HELD_PROBABILITY + 0.02, recline=0.5))
    assert followed.told == ["upright"]

    followed.sees(5, probability_of(upright=HELD_PROBABILITY - 0.02, recline=0.5))
    assert followed.told == ["upright", "unknown"]

    followed.sees(50, probability_of(upright=SURE_PROBABILITY - 0.02))
    assert followed.told == ["upright", "unknown"]


def test_another_sure_posture_takes_over_from_one_that_could_be_kept():
    followed = Followed().sees(5, probability_of(upright=0.9)).sees(5, probability_of(recline=0.61, upright=0.36))

    assert followed.told == ["upright", "recline"]


def test_seat_cells_alone_say_hips_forward_and_never_which_of_the_two():
    either = probability_of(forward_slide=0.45, perched=0.45)

    assert Followed(has_back=False).sees(5, either).told == ["hips_forward"]
    assert Followed(has_back=True).sees(5, either).told == ["unknown"]
    assert Followed(has_back=False).sees(5, probability_of(forward_slide=0.9)).told == ["hips_forward"]


def test_hips_forward_is_kept_as_long_as_the_two_together_are_likely():
    followed = Followed(has_back=False).sees(5, probability_of(forward_slide=0.4, perched=0.4))
    followed.sees(20, probability_of(forward_slide=0.2, perched=0.2, forward_lean=0.5))
    assert followed.told == ["hips_forward"]

    followed.sees(5, probability_of(forward_slide=0.1, perched=0.2, forward_lean=0.5))
    assert followed.told == ["hips_forward", "unknown"]


def test_after_standing_up_the_same_posture_is_told_again():
    followed = Followed().sees(5, probability_of(upright=0.9))
    followed.follower.forget()
    assert followed.follower.posture is None

    assert followed.sees(5, probability_of(upright=0.9)).told == ["upright", "upright"]


# ---- a body in balance, with the numbers that ship


def names(story: Story) -> list[str]:
    """Without the moments in which the chair could not tell: before the reference, and on the way."""
    return [str(event.posture) for event in story.of(PostureChanged) if event.posture is not Posture.UNKNOWN]


@BACK
@pytest.mark.parametrize(
    ("taken", "slide_mm", "name"),
    [
        pytest.param(UPRIGHT, 0.0, "upright", id="upright"),
        pytest.param(UPRIGHT, 75.0, "forward_slide", id="slid"),
        pytest.param(PERCHED, 0.0, "perched", id="perched"),
        pytest.param(LEAN_LEFT, 0.0, "lean_left", id="leaning left"),
        pytest.param(RECLINE, 0.0, "recline", id="reclined"),
    ],
)
def test_a_usual_person_s_postures_are_told_with_a_backrest(layout, taken, slide_mm, name):
    story = upright_story(layout).poses(60, taken, slide_mm)

    assert names(story) == list(dict.fromkeys(["upright", name]))


@pytest.mark.parametrize(
    ("taken", "slide_mm", "name"),
    [
        pytest.param(UPRIGHT, 75.0, "hips_forward", id="slid"),
        pytest.param(PERCHED, 0.0, "hips_forward", id="perched"),
        pytest.param(LEAN_LEFT, 0.0, "lean_left", id="leaning left"),
    ],
)
def test_seat_cells_alone_tell_less_and_say_so(taken, slide_mm, name):
    story = upright_story(Layout.FOUR).poses(60, taken, slide_mm)

    assert names(story) == ["upright", name]
    probabilities = story.chair.now.probabilities
    assert Posture.FORWARD_SLIDE not in probabilities
    assert max(probabilities, key=probabilities.get) == name
    assert sum(probabilities.values()) == pytest.approx(1.0)


def test_posture_is_unknown_without_a_reference():
    story = Story().away(5).sits(15)

    assert names(story) == []
    assert story.chair.now.posture is Posture.UNKNOWN
    assert story.chair.now.probabilities is None


def test_nobody_sits_in_no_posture():
    story = upright_story().away(10)

    assert story.chair.now.posture is None
    assert story.chair.now.probabilities is None
