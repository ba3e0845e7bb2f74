"""What the chair does when it does not see: gaps, lost cells, the end."""

import numpy as np
import pytest
from sitting import Story

from chairpi.core.calibration import Calibration
from chairpi.core.chair.door import Chair
from chairpi.core.events.posture import SlideBegan
from chairpi.core.events.presence import SatDown, StoodUp
from chairpi.core.events.weighing import CellFound, CellLost, Gap
from chairpi.core.frame import Frame, Frames
from chairpi.core.presence.occupancy import Occupancy
from chairpi.core.requests import Finish
from chairpi.core.seat import Cell, Seat


def test_a_bout_whose_end_nobody_saw_is_closed_as_such():
    story = Story().away(10).sits(100).silent(50).sits(20)

    (stood,) = story.of(StoodUp)
    assert not stood.seen
    assert stood.left_t_s == pytest.approx(109.9)
    (gap,) = story.of(Gap)
    assert gap.length_s == pytest.approx(50.1)
    assert [(e.seen, e.break_s) for e in story.of(SatDown)] == [(True, 10.0), (False, None)]


def test_two_seconds_are_not_a_gap():
    story = Story().away(10).sits(100).silent(1.9).sits(20)

    assert not story.of(Gap)
    assert not story.of(StoodUp)


def test_a_short_gap_does_not_set_the_sitting_clock_back():
    story = Story().away(10).sits(100).silent(20).sits(20)

    assert story.chair.now.sitting_s == pytest.approx(120, abs=1)


def test_the_end_closes_what_is_open_once():
    story = Story().away(10).sits(100)

    story.ask(Finish(story.t_s))

    assert [e.seen for e in story.of(StoodUp)] == [False]
    assert story.ask(Finish(story.t_s)) == ()


def test_a_lost_cell_is_told_once_and_so_is_its_return():
    story = Story().away(10).sits(60).without(2, 30).sits(30)

    (lost,) = story.of(CellLost)
    assert lost.cell == "seat_rear_left"
    assert lost.t_s == pytest.approx(71.4)
    (found,) = story.of(CellFound)
    assert found.t_s == pytest.approx(101.0)


def test_presence_goes_on_with_a_lost_cell_and_slides_are_held_back():
    story = Story().away(10).sits(60).without(2, 120)

    now = story.chair.now
    assert now.occupancy is Occupancy.SEATED
    assert now.lost_cells == ("seat_rear_left",)
    assert now.total_n is None
    assert now.cop_ap_mm is None
    assert not story.of(SlideBegan)
    assert now.sitting_s == pytest.approx(180, abs=1)

    story.away(10)
    assert len(story.of(StoodUp)) == 1


def test_a_cell_that_never_spoke_is_lost_too():
    story = Story().without(0, 5)

    assert [e.cell for e in story.of(CellLost)] == ["seat_front_left"]


def test_a_loose_wire_is_told_once():
    story = Story().away(5).sits(20).without(1, 3)
    for _ in range(10):
        story.sits(0.5).without(1, 0.5)

    assert len(story.of(CellLost)) == 1
    assert not story.of(CellFound)


def test_with_most_cells_lost_nothing_is_assumed():
    story = Story().away(10).sits(60)
    story.frames([(None, None, None, 100.0)] * 100)

    assert [e.seen for e in story.of(StoodUp)] == [False]
    assert story.chair.now.paused == "no_cells"

    story.sits(20)
    assert len(story.of(Gap)) == 1
    assert story.chair.now.occupancy is Occupancy.SEATED


def test_time_that_goes_back_is_refused():
    story = Story().away(1)

    with pytest.raises(ValueError, match="time goes back"):
        story.chair.receive(Frame(0.1, (0.0,) * 4))


def test_frames_that_go_back_are_refused_before_any_is_taken_in():
    story = Story().away(10)
    before = story.chair.now

    with pytest.raises(ValueError, match="time goes back"):
        story.chair.receive(Frames(np.array([20.0, 30.0, 25.0]), np.zeros((3, 4))))

    assert story.chair.now == before


def test_frames_of_another_chair_are_refused():
    chair = Chair(
        Seat((Cell("seat_a", 100, 0), Cell("seat_b", -100, 100), Cell("seat_c", -100, -100))), Calibration.newtons(3)
    )

    with pytest.raises(ValueError, match="3 cells"):
        chair.receive(Frame(0.0, (1.0, 2.0)))
    with pytest.raises(ValueError, match="calibration of 2"):
        Chair(
            Seat((Cell("seat_a", 100, 0), Cell("seat_b", -100, 100), Cell("seat_c", -100, -100))),
            Calibration.newtons(2),
        )


def test_no_frames_say_nothing():
    chair = Story().chair

    assert chair.receive(Frames(np.empty(0), np.empty((0, 4)))) == ()
    assert chair.now is None
