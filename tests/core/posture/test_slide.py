"""Forward hip slide: how long the filter must be sure, how a slide ends, what is told of it, and when nothing is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sitting import LEAN_LEFT, PERCHED, RECLINE, UPRIGHT, cell_forces, upright_story

from chairpi.core.calibration import Calibration
from chairpi.core.events.posture import SlideBegan, SlideEnd, SlideEnded
from chairpi.core.posture.slide import MISS_COSTS, UNSEEN_S, SlideDetector
from chairpi.core.requests import UseCalibration
from chairpi.core.settings import SlideSettings
from chairpi.simulate.chair import Layout

SETTINGS = SlideSettings(began_sure_fraction=0.9, ended_sure_fraction=0.5, began_mm=20.0, began_s=45.0, ended_s=30.0)
FAR = (60.0, 9.0)
"""How far, and its standard deviation [mm]."""
SURE, BETWEEN, NOT = 0.95, 0.7, 0.2


class Watched:
    """A detector that is fed a second at a time."""

    def __init__(self, settings: SlideSettings = SETTINGS) -> None:
        self.detector = SlideDetector(settings)
        self.t_s = 0.0
        self.told: list[SlideBegan | SlideEnded] = []

    def sees(
        self,
        seconds: int,
        probability: float | None = SURE,
        slide_mm: tuple[float, float] = FAR,
        *,
        held_back: bool = False,
        length_s: float = 1.0,
    ) -> "Watched":
        for _ in range(seconds):
            self.t_s += length_s
            said = self.detector.receive(self.t_s, length_s, probability, slide_mm, sees_back=True, held_back=held_back)
            if said is not None:
                assert said.t_s == self.t_s
                self.told.append(said)
        return self

    @property
    def kinds(self) -> list[type]:
        return [type(said) for said in self.told]


# ---- how one begins


def test_a_slide_is_told_once_it_was_sure_for_long_enough_with_its_onset_and_how_far():
    watched = Watched().sees(10, NOT).sees(44)
    assert watched.told == []

    watched.sees(1)

    assert watched.told == [SlideBegan(55.0, 10.0, *FAR)]
    assert watched.detector.slide == watched.told[0]


def test_a_second_of_doubt_takes_back_three_and_keeps_the_onset():
    watched = Watched().sees(30).sees(1, BETWEEN).sees(17)
    assert watched.told == []

    watched.sees(1)

    (began,) = watched.told
    assert began.onset_t_s == 0.0
    assert began.t_s == 30 + 1 + 15 + MISS_COSTS


def test_doubt_that_takes_all_back_moves_the_onset():
    watched = Watched().sees(20).sees(7, BETWEEN).sees(45)

    (began,) = watched.told
    assert began.onset_t_s == 27.0


@pytest.mark.parametrize("sure_s", [2, 3])
def test_one_second_in_four_is_the_most_doubt_that_still_makes_a_slide(sure_s):
    watched = Watched()
    for _ in range(300):
        watched.sees(sure_s).sees(1, BETWEEN)
    assert watched.told == []

    for _ in range(60):
        watched.sees(4).sees(1, BETWEEN)
    assert watched.kinds == [SlideBegan]


@pytest.mark.parametrize(
    ("probability", "slide_mm"),
    [
        pytest.param(0.89, FAR, id="not sure"),
        pytest.param(SURE, (19.0, 9.0), id="not far"),
    ],
)
def test_what_is_not_sure_or_not_far_is_no_slide(probability, slide_mm):
    assert Watched().sees(600, probability, slide_mm).told == []


# ---- how one goes on and ends


def test_a_slide_keeps_up_with_how_far_and_says_the_furthest_at_its_end():
    watched = Watched().sees(60).sees(60, SURE, (90.0, 11.0)).sees(60, SURE, (70.0, 10.0))
    assert watched.detector.slide == SlideBegan(45.0, 0.0, 70.0, 10.0)

    watched.sees(30, NOT)

    assert watched.told[1] == SlideEnded(210.0, 0.0, 180.0, 90.0, SlideEnd.RETURNED)
    assert watched.detector.slide is None


def test_between_the_two_thresholds_a_slide_neither_begins_nor_ends():
    assert Watched().sees(600, BETWEEN).told == []
    assert Watched().sees(60).sees(600, BETWEEN).kinds == [SlideBegan]


def test_a_moment_of_doubt_ends_nothing_and_its_seconds_do_not_add_up():
    watched = Watched().sees(60)
    for _ in range(10):
        watched.sees(29, NOT).sees(1, BETWEEN)

    assert watched.kinds == [SlideBegan]


def test_a_slide_that_has_come_back_may_begin_again():
    watched = Watched().sees(60).sees(30, NOT).sees(45)

    assert watched.kinds == [SlideBegan, SlideEnded, SlideBegan]
    assert watched.told[2].onset_t_s == 90.0


@pytest.mark.parametrize("why", [SlideEnd.STOOD_UP, SlideEnd.UNSEEN])
def test_leaving_ends_a_slide_at_once(why):
    watched = Watched().sees(60)

    assert watched.detector.end(60.0, 60.0, why) == SlideEnded(60.0, 0.0, 60.0, FAR[0], why)
    assert watched.detector.end(61.0, 61.0, why) is None


def test_what_was_sure_before_leaving_does_not_count_afterwards():
    watched = Watched().sees(44)
    watched.detector.end(44.0, 44.0, SlideEnd.STOOD_UP)

    assert watched.sees(44).told == []


# ---- unseen, held back


def test_what_is_unseen_for_a_while_neither_begins_nor_ends_anything():
    watched = Watched().sees(40).sees(29, None).sees(5)
    assert watched.kinds == [SlideBegan]

    watched.sees(29, None).sees(100)
    assert watched.kinds == [SlideBegan]


def test_a_slide_that_is_unseen_for_long_ends_where_it_was_seen_last():
    watched = Watched().sees(60).sees(int(UNSEEN_S), None)

    assert watched.told[1] == SlideEnded(90.0, 0.0, 60.0, FAR[0], SlideEnd.UNSEEN)


def test_after_a_long_while_unseen_it_must_be_sure_anew():
    watched = Watched().sees(44).sees(int(UNSEEN_S), None).sees(44)
    assert watched.told == []

    watched.sees(1)
    assert watched.told[0].onset_t_s == 44.0 + UNSEEN_S


def test_held_back_no_slide_begins_and_one_that_is_going_on_still_ends():
    assert Watched().sees(600, held_back=True).told == []
    assert Watched().sees(60).sees(30, NOT, held_back=True).kinds == [SlideBegan, SlideEnded]


@given(
    seen=st.lists(
        st.tuples(st.sampled_from([SURE, BETWEEN, NOT, None]), st.integers(1, 80), st.booleans()), max_size=12
    ),
    length_s=st.sampled_from([0.5, 1.0, 2.0]),
)
def test_beginnings_and_ends_take_turns_and_lengths_fit_in_between(seen, length_s):
    watched = Watched()
    for probability, seconds, held_back in seen:
        watched.sees(seconds, probability, held_back=held_back, length_s=length_s)
    ended = watched.detector.end(watched.t_s, watched.t_s, SlideEnd.STOOD_UP)
    told = [*watched.told, *([ended] if ended else [])]

    assert [type(said) for said in told] == [SlideBegan, SlideEnded] * (len(told) // 2)
    free_from_t_s = 0.0
    for began, over in zip(told[::2], told[1::2], strict=True):
        assert free_from_t_s <= began.onset_t_s <= began.t_s - SETTINGS.began_s
        assert over.onset_t_s == began.onset_t_s
        assert 0.0 < over.length_s <= over.t_s - over.onset_t_s
        free_from_t_s = over.onset_t_s + over.length_s


def test_settings_that_contradict_each_other_are_refused():
    with pytest.raises(ValueError, match="ended_sure_fraction: expected less than began_sure_fraction"):
        SlideSettings(began_sure_fraction=0.6, ended_sure_fraction=0.7)


# ---- a body in balance, with the numbers that ship


BACK = pytest.mark.parametrize("layout", [Layout.SIX, Layout.SEVEN])


@BACK
def test_hips_that_stay_forward_are_a_slide_with_its_onset_and_size(layout):
    story = upright_story(layout).poses(60)
    since_t_s = story.t_s
    story.poses(120, slide_mm=75.0)

    (began,) = story.of(SlideBegan)
    assert began.onset_t_s == pytest.approx(since_t_s, abs=20)
    assert began.t_s == pytest.approx(began.onset_t_s + SlideSettings().began_s, abs=20)
    assert began.slide_mm == pytest.approx(75.0, abs=2.5 * began.uncertainty_mm)
    assert 3.0 < began.uncertainty_mm < 20.0


@BACK
@pytest.mark.parametrize(
    "taken",
    [
        pytest.param(UPRIGHT, id="upright"),
        pytest.param(PERCHED, id="perched"),
        pytest.param(LEAN_LEFT, id="leaning left"),
        pytest.param(RECLINE, id="reclined"),
    ],
)
def test_with_a_backrest_no_other_posture_is_a_slide(layout, taken):
    assert not upright_story(layout).poses(300, taken).of(SlideBegan)


def test_with_seat_cells_alone_perching_counts_as_hips_forward():
    """Nobody can tell the two apart from the seat alone, and it is not called a slide there."""
    story = upright_story(Layout.FOUR).poses(120, PERCHED)

    assert len(story.of(SlideBegan)) == 1
    assert story.chair.now.posture == "hips_forward"


@pytest.mark.parametrize("layout", list(Layout))
def test_a_slide_ends_when_the_hips_go_back(layout):
    story = upright_story(layout).poses(120, slide_mm=75.0)
    assert story.chair.now.slide is not None
    back_t_s = story.t_s
    story.poses(90)

    (ended,) = story.of(SlideEnded)
    assert ended.why is SlideEnd.RETURNED
    assert ended.onset_t_s + ended.length_s == pytest.approx(back_t_s, abs=25)
    assert story.chair.now.slide is None


def test_a_slide_ends_with_standing_up():
    story = upright_story().poses(120, slide_mm=75.0).away(10)

    assert [event.why for event in story.of(SlideEnded)] == [SlideEnd.STOOD_UP]


def test_reaching_forward_for_a_while_is_no_slide():
    story = upright_story()
    for _ in range(5):
        story.poses(20, slide_mm=75.0).poses(15)

    assert not story.of(SlideBegan)


def test_while_the_reference_is_doubtful_no_slide_is_told():
    """Other spans weigh each cell anew: there is nothing to measure a slide from until there is another reference."""
    story = upright_story(Layout.FOUR)
    story.ask(UseCalibration(story.t_s, Calibration((0.0,) * 4, (1.2,) * 4)))

    story.poses(25, slide_mm=75.0)

    assert story.chair.now.reference.doubtful
    assert story.chair.now.posture == "unknown"
    assert story.chair.now.probabilities is None


def test_a_single_wild_reading_changes_nothing():
    calm, wild = (upright_story(Layout.FOUR) for _ in range(2))
    forces = cell_forces(520.0, -20.0, 0.0)
    calm.frames([forces] * 100)
    wild.frames([forces] * 50 + [(-80_000.0, *forces[1:])] + [forces] * 49)

    assert wild.events == calm.events
    assert wild.chair.now == calm.chair.now


def test_what_was_sure_before_it_was_held_back_counts_no_more():
    watched = Watched().sees(40).sees(600, NOT, held_back=True).sees(5)

    assert watched.told == []


def test_a_slide_that_nobody_saw_end_lasted_until_it_was_seen_last():
    watched = Watched().sees(100)
    ended = watched.detector.end(8000.0, 100.0, SlideEnd.UNSEEN)

    assert (ended.t_s, ended.length_s) == (8000.0, 100.0)
