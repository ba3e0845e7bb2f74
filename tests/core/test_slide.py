"""The upright reference, shifts from it, postures and the first slide detector."""

import pytest
from sitting import SEAT, Story, cell_forces

from chairpi.core.calibration import Calibration
from chairpi.core.chair import Chair
from chairpi.core.events import (
    Posture,
    PostureChanged,
    ReferenceSet,
    ReferenceSource,
    Refused,
    SlideBegan,
    SlideEnd,
    SlideEnded,
)
from chairpi.core.frame import Frame
from chairpi.core.occupancy import Occupancy
from chairpi.core.reference import USUAL_SEAT_LOAD_KG, Reference
from chairpi.core.requests import CaptureReference
from chairpi.core.slide import COP_PER_SLIDE

REFERENCE = Reference(ReferenceSource.GUIDED, -20.0, 0.0, 520.0)


def seated(**options: object) -> Story:
    return Story(reference=REFERENCE, **options).away(5).sits(30, -20.0)


def test_hips_that_stay_forward_are_a_slide_with_its_onset_and_size():
    story = seated().sits(70, 25.0)

    (began,) = story.of(SlideBegan)
    assert began.onset_t_s == pytest.approx(35.0, abs=1)
    assert began.t_s == pytest.approx(began.onset_t_s + 60.0)
    assert began.slide_mm == pytest.approx(45.0 / COP_PER_SLIDE, abs=2)
    assert story.chair.now.slide is not None


def test_a_slide_ends_when_the_hips_go_back():
    story = seated().sits(70, 25.0).sits(20, -20.0)

    (ended,) = story.of(SlideEnded)
    assert ended.why is SlideEnd.RETURNED
    assert ended.length_s == pytest.approx(70.0, abs=1)
    assert story.chair.now.slide is None


def test_a_slide_ends_with_standing_up():
    story = seated().sits(70, 25.0).away(10)

    assert [event.why for event in story.of(SlideEnded)] == [SlideEnd.STOOD_UP]


def test_reaching_forward_for_a_while_is_no_slide():
    story = seated()
    for _ in range(5):
        story.sits(45, 25.0).sits(5, -20.0)

    assert not story.of(SlideBegan)


def test_a_shift_between_the_two_thresholds_neither_begins_nor_ends_a_slide():
    story = seated().sits(120, 5.0)
    assert not story.of(SlideBegan)

    story.sits(70, 25.0).sits(120, 5.0)
    assert len(story.of(SlideBegan)) == 1
    assert not story.of(SlideEnded)


def test_feet_tucked_under_add_load_and_are_no_slide():
    """Tucked feet move the CoP forward by 28 mm and more, as a slide does, but raise the seat load by 7.6 %."""
    story = seated().load(120, 520.0 * 1.076, 15.0)

    assert not story.of(SlideBegan)


def test_without_a_reference_the_first_settled_half_minute_becomes_a_provisional_one():
    story = Story().away(5).sits(60, -12.0)

    (set_,) = story.of(ReferenceSet)
    assert set_.source is ReferenceSource.PROVISIONAL
    assert set_.cop_ap_mm == pytest.approx(-12.0, abs=0.5)
    assert set_.total_n == pytest.approx(520.0)


def test_a_guided_capture_replaces_it_and_standing_up_keeps_it():
    story = Story().away(5).sits(60, -12.0)
    story.ask(CaptureReference(story.t_s, 10.0))
    story.sits(5, -25.0)
    assert story.chair.now.capturing_s == pytest.approx(5.0, abs=0.2)

    story.sits(10, -25.0).away(100).sits(30, -25.0)

    assert story.chair.now.reference.source is ReferenceSource.GUIDED
    assert story.chair.now.reference.cop_ap_mm == pytest.approx(-25.0, abs=0.6)
    assert story.chair.now.shift.ap_mm == pytest.approx(0.0, abs=2)


@pytest.mark.parametrize(
    ("tell", "said"),
    [
        pytest.param(lambda story: story.away(15), "the seat is empty and quite still", id="nobody sits"),
        pytest.param(lambda story: story.sits(5, -25.0).sits(6, 20.0), "you moved by", id="moved"),
        pytest.param(lambda story: story.sits(1).silent(60).away(1), "too few readings", id="no readings"),
    ],
)
def test_a_capture_that_cannot_be_trusted_is_refused_in_words(tell, said):
    story = Story(reference=REFERENCE).away(5).sits(20)
    story.ask(CaptureReference(story.t_s + 0.1, 10.0))

    tell(story)

    (refused,) = story.of(Refused)
    assert said in refused.why
    assert story.chair.now.reference == REFERENCE


def test_a_sitter_on_a_seat_whose_zero_is_lost_is_believed():
    """The seat reads 400 N too little, so 110 N of a sitter's 510 N; the guided capture is the sitter's word that they sit."""
    chair = Chair(SEAT, Calibration((100.0,) * 4, (1.0,) * 4))
    story = Story()
    story.chair = chair
    story.load(5, 510.0, -10.0)
    assert story.chair.now.occupancy is not Occupancy.SEATED
    story.ask(CaptureReference(story.t_s, 10.0))

    story.load(30, 510.0, -10.0)

    reference = story.chair.now.reference
    assert reference.zero_offset_n == pytest.approx(USUAL_SEAT_LOAD_KG * 9.80665 - 110.0, rel=0.01)
    assert story.chair.now.occupancy is Occupancy.SEATED


def test_postures_are_told_on_change_once_they_last():
    story = seated().sits(1, 25.0).sits(10, -20.0).sits(10, 25.0).sits(10, -20.0, 40.0).sits(10, -20.0, -40.0)

    assert [event.posture for event in story.of(PostureChanged)] == [
        Posture.UPRIGHT,
        Posture.HIPS_FORWARD,
        Posture.LEAN_RIGHT,
        Posture.LEAN_LEFT,
    ]


def test_sitting_at_the_edge_of_a_posture_is_not_told_as_to_and_fro():
    story = seated()
    for _ in range(10):
        story.sits(6, -20.0, 26.0).sits(6, -20.0, 22.0)

    assert [event.posture for event in story.of(PostureChanged)] == [Posture.UPRIGHT, Posture.LEAN_RIGHT]


def test_posture_is_unknown_without_a_reference():
    story = Story().away(5).sits(15)

    assert [event.posture for event in story.of(PostureChanged)] == [Posture.UNKNOWN]


def test_a_single_wild_reading_changes_nothing():
    calm, wild = seated(), seated()
    forces = cell_forces(520.0, -20.0, 0.0)
    calm.frames([forces] * 100)
    wild.frames([forces] * 50 + [(-80_000.0, *forces[1:])] + [forces] * 49)

    assert [type(e) for e in wild.events] == [type(e) for e in calm.events]
    assert wild.chair.receive(Frame(wild.t_s + 1, forces)) == calm.chair.receive(Frame(calm.t_s + 1, forces))
