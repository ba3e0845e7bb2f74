"""The upright reference: who gives one, when it is refused, and that standing up keeps it."""

import pytest
from sitting import SEAT, Story, upright_story

from chairpi.core.calibration import Calibration
from chairpi.core.chair.door import Chair
from chairpi.core.events.requests import Refused
from chairpi.core.events.upright import ReferenceSet, ReferenceSource
from chairpi.core.presence.occupancy import Occupancy
from chairpi.core.requests import CaptureReference, UseCalibration
from chairpi.core.upright.capture import USUAL_SEAT_LOAD_KG, middle_of
from chairpi.core.upright.reference import Reference
from chairpi.simulate.chair import Layout

REFERENCE = Reference(ReferenceSource.GUIDED, -20.0, 0.0, 520.0)


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


def test_a_reference_holds_what_each_cell_carried_and_survives_its_event():
    story = upright_story()

    (told,) = story.of(ReferenceSet)
    reference = story.chair.now.reference
    assert len(reference.force_n) == len(story.seat.cells)
    assert sum(reference.force_n[:4]) == pytest.approx(reference.total_n)
    assert Reference.from_event(told) == reference


def test_a_tare_that_leaves_the_centre_moves_the_reference_along():
    """2 N are taken off each cell: the same sitting has 8 N less, and is upright still."""
    story = upright_story(Layout.FOUR)
    before = story.chair.now.reference

    story.ask(UseCalibration(story.t_s, Calibration((2.0,) * 4, (1.0,) * 4)))
    after = story.chair.now.reference

    assert after.total_n == pytest.approx(before.total_n - 8.0)
    assert after.force_n == pytest.approx([force - 2.0 for force in before.force_n])
    assert story.of(ReferenceSet)[-1].total_n == after.total_n
    assert not after.doubtful


def test_the_shift_is_nought_where_a_seat_map_weighs_otherwise_than_the_cells_places():
    seat_map = ((1.0,) * 4, (140.0, 140.0, -130.0, -130.0), (-150.0, 150.0, -150.0, 150.0))
    story = upright_story(Layout.FOUR)
    story.ask(UseCalibration(story.t_s, Calibration((0.0,) * 4, (1.0,) * 4, seat_map)))
    story.ask(CaptureReference(story.t_s + 0.1, 10.0))
    story.poses(30)

    assert story.chair.now.shift.ap_mm == pytest.approx(0.0, abs=4.0)
    assert story.chair.now.shift.load_fraction == pytest.approx(0.0, abs=0.02)


def test_captures_that_join_make_the_middle_of_up_to_three_and_one_alone_begins_anew():
    story = upright_story(Layout.FOUR)
    counts = []
    for joins in (False, True, True, True, False):
        story.ask(CaptureReference(story.t_s + 0.1, 10.0, joins=joins))
        story.poses(30)
        counts.append(len(story.chair.now.reference.takes_mm))

    assert counts == [1, 2, 3, 3, 1]


def test_an_odd_one_of_three_takes_does_not_count():
    takes = [
        Reference(ReferenceSource.GUIDED, ap_mm, 2.0, 500.0, back_upper, None, force_n=(100.0, ap_mm))
        for ap_mm, back_upper in ((-10.0, 40.0), (60.0, None), (-14.0, 44.0))
    ]

    middle = middle_of(takes)

    assert (middle.cop_ap_mm, middle.cop_ml_mm, middle.force_n) == (-10.0, 2.0, (100.0, -10.0))
    assert (middle.back_upper_n, middle.back_lower_n) == (42.0, None)
    assert middle.takes_mm == ((-10.0, 2.0), (60.0, 2.0), (-14.0, 2.0))


def test_a_new_calibration_ends_a_row_of_takes():
    story = upright_story(Layout.FOUR)
    story.ask(CaptureReference(story.t_s + 0.1, 10.0))
    story.poses(30)
    story.ask(UseCalibration(story.t_s, Calibration((2.0,) * 4, (1.0,) * 4)))
    story.ask(CaptureReference(story.t_s + 0.1, 10.0, joins=True))
    story.poses(30)

    assert len(story.chair.now.reference.takes_mm) == 1
