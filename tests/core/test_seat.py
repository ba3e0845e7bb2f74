"""What a seat refuses, and how it says so."""

import math

import pytest

from chairpi.core.calibration import Calibration
from chairpi.core.seat import Cell, Seat

FRONT, LEFT, RIGHT = Cell("seat_front", 150, 0), Cell("seat_left", -100, -150), Cell("seat_right", -100, 150)


def test_names_and_indices_follow_the_order():
    seat = Seat((Cell("back_upper", math.nan, 0), FRONT, LEFT, RIGHT))

    assert seat.names == ("back_upper", "seat_front", "seat_left", "seat_right")
    assert seat.indices("seat_") == (1, 2, 3)
    assert seat.indices("back_upper") == (0,)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        pytest.param((FRONT, LEFT, LEFT), "'seat_left' is given twice", id="a cell twice"),
        pytest.param((FRONT, LEFT), "at least three seat cells", id="two seat cells"),
        pytest.param((Cell("back_upper", math.nan, 0),), "at least three seat cells", id="no seat cells"),
        pytest.param((FRONT, LEFT, Cell("armrest", 0, 0)), "'armrest': a name begins with", id="unknown prefix"),
        pytest.param((FRONT, LEFT, Cell("seat_x", math.nan, 0)), "'seat_x': its position must be finite", id="NaN"),
        pytest.param(
            (Cell("seat_a", 0, -150), Cell("seat_b", 0, 0), Cell("seat_c", 1, 150)), "lie on one line", id="on one line"
        ),
        pytest.param(
            (Cell("seat_a", -100, -100), Cell("seat_b", 0, 0), Cell("seat_c", 100, 100)),
            "lie on one line",
            id="diagonal",
        ),
    ],
)
def test_an_impossible_seat_is_refused_and_the_cell_named(cells, said):
    with pytest.raises(ValueError, match=said):
        Seat(cells)


@pytest.mark.parametrize(
    ("zeros", "spans", "said"),
    [
        pytest.param((0.0,), (1.0, 1.0), "1 zero_counts but 2 counts_per_n", id="lengths differ"),
        pytest.param((math.nan,), (1.0,), "zero_counts nan", id="NaN zero"),
        pytest.param((2.0**24,), (1.0,), "outside the 24-bit", id="zero out of range"),
        pytest.param((0.0,), (0.0,), "other than zero", id="no span"),
        pytest.param((0.0,), (math.inf,), "counts_per_n inf", id="endless span"),
    ],
)
def test_an_impossible_calibration_is_refused(zeros, spans, said):
    with pytest.raises(ValueError, match=said):
        Calibration(zeros, spans)
