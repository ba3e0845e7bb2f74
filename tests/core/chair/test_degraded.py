"""With seat cells lost: who sits goes on to be told, how they sit does not, and nothing needs a restart."""

import pytest
from sitting import PERCHED, PERSON_N, SEAT, Story, cell_forces, upright_story, usual_reference

from chairpi.core.calibration import Calibration
from chairpi.core.chair.door import Chair
from chairpi.core.events.posture import Posture, PostureChanged, SlideBegan, SlideEnd, SlideEnded
from chairpi.core.events.presence import ObjectSeen, SatDown, StoodUp
from chairpi.core.events.prompting import PromptRaised
from chairpi.core.events.weighing import CellFound, CellLost, Minute
from chairpi.core.presence.occupancy import Occupancy
from chairpi.core.seat import Cell, Seat
from chairpi.core.settings import PromptSettings, Settings, ZeroSettings
from chairpi.core.weighing.load import G0_M_PER_S2
from chairpi.simulate.chair import Layout

KG = G0_M_PER_S2
REFERENCE = usual_reference()
LOST = [
    pytest.param((2,), id="one of four"),
    pytest.param((0, 1), id="both front ones"),
    pytest.param((2, 3), id="both rear ones"),
    pytest.param((0, 3), id="two across"),
]


def seated(**options: object) -> Story:
    return Story(reference=REFERENCE, **options).away(10).poses(30)


def slid(**options: object) -> Story:
    return seated(**options).poses(120, slide_mm=75.0)


@pytest.mark.parametrize("cells", LOST)
@pytest.mark.parametrize("ap_mm", [-40.0, 0.0, 60.0])
def test_sitting_down_and_standing_up_are_told_all_the_same(cells, ap_mm):
    story = Story().without(cells, 20, 0.0).without(cells, 60, PERSON_N, ap_mm).without(cells, 20, 0.0)

    assert [event.seen for event in story.of(SatDown)] == [True]
    assert [event.bout_s for event in story.of(StoodUp)] == [pytest.approx(60.0, abs=1.1)]
    assert {event.cell for event in story.of(CellLost)} == {SEAT.names[cell] for cell in cells}


@pytest.mark.parametrize("cells", LOST)
def test_losing_cells_under_a_sitter_ends_no_bout_and_prompts_go_on(cells):
    settings = Settings(prompts=PromptSettings(stand_after_min=1.0, moment_wait_min=0.0))
    story = seated(settings=settings).without(cells, 90, PERSON_N, -20.0)

    assert not story.of(StoodUp)
    assert len(story.of(PromptRaised)) == 1
    assert story.chair.now.sitting_s == pytest.approx(120.0, abs=1)


def test_a_cell_lost_makes_the_chair_unsure_until_it_is_found():
    story = seated()
    assert story.chair.now.sure

    story.without(1, 20)
    assert not story.chair.now.sure

    story.sits(5)
    assert story.chair.now.sure
    assert [event.cell for event in story.of(CellFound)] == ["seat_front_right"]


def test_a_backrest_cell_has_no_say_in_who_sits():
    seat = Seat((*SEAT.cells, Cell("back_upper", float("nan"), 0.0)))
    story = Story()
    story.chair = Chair(seat, Calibration.newtons(5), warm=True)
    story.frames([(*cell_forces(PERSON_N, 0.0, 0.0), None)] * 100)

    assert story.chair.now.lost_cells == ("back_upper",)
    assert story.chair.now.sure


def test_posture_is_unknown_meanwhile_and_known_again_without_a_restart():
    story = seated()
    assert story.chair.now.posture is Posture.UPRIGHT

    story.without(0, 20)
    assert story.chair.now.posture is Posture.UNKNOWN
    assert story.chair.now.probabilities is None

    story.poses(20)
    assert story.chair.now.posture is Posture.UPRIGHT
    assert [event.posture for event in story.of(PostureChanged)][-3:] == [
        Posture.UPRIGHT,
        Posture.UNKNOWN,
        Posture.UPRIGHT,
    ]


def test_a_slide_stands_still_for_a_while_and_goes_on_when_the_cell_is_back():
    story = slid().without(0, 20)
    assert story.chair.now.slide is not None

    story.poses(20, slide_mm=75.0)
    assert not story.of(SlideEnded)


def test_a_slide_that_is_unseen_for_long_ends_where_it_was_seen_last():
    story = slid()
    lost_t_s = story.t_s
    story.without(0, 60)

    (ended,) = story.of(SlideEnded)
    assert ended.why is SlideEnd.UNSEEN
    assert ended.onset_t_s + ended.length_s == pytest.approx(lost_t_s, abs=1.1)
    assert story.chair.now.slide is None


def test_what_was_seen_before_a_long_loss_does_not_count_towards_a_slide():
    story = seated().poses(40, slide_mm=75.0).without(0, 60)
    found_t_s = story.t_s
    story.poses(120, slide_mm=75.0)

    (began,) = story.of(SlideBegan)
    assert began.onset_t_s >= found_t_s - 1.1


def test_a_minute_counts_the_sitting_but_keeps_no_estimate_and_no_unseen_slide():
    story = slid().without(0, 170)

    minute = story.of(Minute)[-1]
    assert minute.seated_s == pytest.approx(60.0)
    assert (minute.total_n, minute.cop_ap_mm, minute.slide_s) == (None, None, 0.0)


def test_a_bag_is_no_sitter_though_a_cell_is_lost():
    """Between 15 and 25 kg only signs of life make a sitter, and they are unknown."""
    story = Story().without(2, 20, 0.0).without(2, 60, 20 * KG)

    assert not story.of(SatDown)
    assert [event.mass_kg for event in story.of(ObjectSeen)] == [pytest.approx(20.0, rel=0.1)]


def test_the_zero_stands_still_with_a_cell_lost_and_the_estimate_is_free_of_it():
    """The lost cell's zero had drifted by 2 kg, so the others read nothing: an empty seat stays an empty seat."""
    settings = Settings(zero=ZeroSettings(empty_s=10.0, creep_min=0.1))
    story = Story(settings=settings).away(30)
    for i in range(1000):
        story.frames([(-0.003 * i * KG, 0.0, 0.0, 0.0)] * 5)
    drift_kg = story.chair.now.zero_drift_kg
    assert drift_kg < -2.0

    story.frames([(None, 0.0, 0.0, 0.0)] * 300)

    assert story.chair.now.zero_drift_kg == pytest.approx(drift_kg, abs=0.006)  # one step in the second of the loss
    assert story.chair.now.occupancy is Occupancy.VACANT
    assert not story.of(ObjectSeen)


def test_three_of_four_lost_is_too_few():
    story = seated().without((0, 1, 2), 10)

    assert story.chair.now.paused == "no_cells"
    assert [event.seen for event in story.of(StoodUp)] == [False]


def test_while_the_upper_backrest_is_not_read_the_chair_says_hips_forward_and_not_slide():
    story = upright_story(Layout.SIX)
    story.poses(60, PERCHED, lost=story.seat.names.index("back_upper"))

    assert story.chair.now.posture is Posture.HIPS_FORWARD
    assert Posture.FORWARD_SLIDE not in story.chair.now.probabilities
