"""Zero, span and map: what is possible, and a calibration on its way through JSON."""

import pytest

from chairpi.core.calibration import Calibration

ROWS = ((1.0, 1.02, 0.98), (150.0, -149.0, -152.0), (0.0, -150.0, 151.0))


@pytest.mark.parametrize(
    ("seat_map", "said"),
    [
        pytest.param(ROWS[:2], "three rows are needed", id="two rows"),
        pytest.param((ROWS[0], ROWS[1], ROWS[2][:2]), "one number for each seat cell", id="a short row"),
        pytest.param(((1.0,) * 5,) * 3, "one number for each seat cell", id="more columns than cells"),
        pytest.param(((),) * 3, "one number for each seat cell", id="no columns"),
        pytest.param((ROWS[0], (float("nan"), 1.0, 1.0), ROWS[2]), "finite", id="not a number"),
        pytest.param(((1.0, 0.0, 1.0), ROWS[1], ROWS[2]), "more than 0 is needed", id="a cell that carries nothing"),
    ],
)
def test_an_impossible_map_is_refused(seat_map, said):
    with pytest.raises(ValueError, match=said):
        Calibration((0.0,) * 4, (1.0,) * 4, seat_map)
