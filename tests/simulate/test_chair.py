"""The simulated chair's layouts."""

import math

import pytest

from chairpi.simulate.chair import Layout, simulated_chair


@pytest.mark.parametrize(
    ("layout", "back"),
    [
        (Layout.FOUR, ()),
        (Layout.SIX, ("back_upper", "back_lower")),
        (Layout.SEVEN, ("back_upper_left", "back_upper_right", "back_lower")),
    ],
)
def test_a_layout_has_four_seat_cells_and_its_backrest_cells(layout: Layout, back: tuple[str, ...]) -> None:
    seat, calibration = simulated_chair(layout)

    assert [cell.name for cell in seat.cells if not cell.in_seat] == list(back)
    assert len(seat.seat_cells) == 4
    assert seat.cells[:4] == simulated_chair()[0].cells[:4]
    assert len(calibration.zero_counts) == len(calibration.counts_per_n) == len(seat.cells)


def test_the_usual_chair_has_six_cells() -> None:
    assert simulated_chair() == simulated_chair(Layout.SIX)


def test_two_upper_cells_sit_left_and_right() -> None:
    seat, _ = simulated_chair(Layout.SEVEN)
    places = {cell.name: (cell.ap_mm, cell.ml_mm) for cell in seat.cells}

    assert places["back_upper_left"][1] == -120.0
    assert places["back_upper_right"][1] == 120.0
    assert all(math.isnan(places[name][0]) for name in ("back_upper_left", "back_upper_right", "back_lower"))


@pytest.mark.parametrize("layout", Layout)
def test_no_two_cells_of_a_chair_are_alike(layout: Layout) -> None:
    _, calibration = simulated_chair(layout)

    assert len(set(calibration.zero_counts)) == len(calibration.zero_counts)
    assert len(set(calibration.counts_per_n)) == len(calibration.counts_per_n)
