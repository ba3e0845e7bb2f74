import math

import numpy as np
import pytest

from chairpi.core.seat import BACK_LOWER, BACK_UPPER, Cell, Seat
from chairpi.simulate.back_share import BackShare

SEAT_CELLS = (Cell("seat_front", 180.0, 0.0), Cell("seat_left", -150.0, -160.0), Cell("seat_right", -150.0, 160.0))
SEAT = Seat(
    (
        Cell("back_upper_left", math.nan, -120.0),
        Cell("back_upper_right", math.nan, 120.0),
        *SEAT_CELLS,
        Cell("back_lower", math.nan, 0.0),
    )
)


@pytest.mark.parametrize(
    ("ml_mm", "left"),
    [
        pytest.param(0.0, 0.5, id="middle"),
        pytest.param(60.0, 0.25, id="right of the middle"),
        pytest.param(-120.0, 1.0, id="on the left cell"),
        pytest.param(300.0, 0.0, id="beyond the right cell"),
    ],
)
def test_two_cells_share_by_the_lever_rule(ml_mm: float, left: float) -> None:
    share = BackShare(SEAT, BACK_UPPER)

    assert share.at(ml_mm) == [(0, pytest.approx(left)), (1, pytest.approx(1.0 - left))]


def test_a_single_cell_carries_it_all() -> None:
    assert BackShare(SEAT, BACK_LOWER).at(80.0) == [(5, 1.0)]


def test_without_cells_nothing_is_shared() -> None:
    share = BackShare(Seat(SEAT_CELLS), BACK_UPPER)

    assert share.at(10.0) == []
    assert share.many(np.array([10.0])) == []


def test_cells_above_one_another_share_equally() -> None:
    stacked = Seat((*SEAT_CELLS, Cell("back_upper", math.nan, 0.0), Cell("back_upper_top", math.nan, 0.0)))

    assert BackShare(stacked, BACK_UPPER).at(50.0) == [(3, 0.5), (4, 0.5)]


def test_many_are_each_as_one() -> None:
    share = BackShare(SEAT, BACK_UPPER)
    ml_mm = np.linspace(-200.0, 200.0, 41)

    many = share.many(ml_mm)

    for i, at_mm in enumerate(ml_mm.tolist()):
        assert [(cell, part[i]) for cell, part in many] == [
            (cell, pytest.approx(part)) for cell, part in share.at(at_mm)
        ]
