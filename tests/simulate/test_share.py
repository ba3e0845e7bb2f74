"""Any load is shared so that total and both moments come out, without pull where that is possible."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chairpi.core.seat import Cell, Seat
from chairpi.simulate.share import LoadShare


def seat_of(*places_mm: tuple[float, float]) -> Seat:
    return Seat(tuple(Cell(f"seat_{number}", ap_mm, ml_mm) for number, (ap_mm, ml_mm) in enumerate(places_mm)))


CORNERS = seat_of((150, -150), (150, 150), (-150, -150), (-150, 150))


@st.composite
def seats(draw: st.DrawFn) -> Seat:
    """A rough ring of three cells and more, with others anywhere: never on one line."""
    place = st.integers(-200, 200)
    corners = [(150, draw(place) / 4), (-150, -150 + draw(place) / 4), (-120 + draw(place) / 4, 150)]
    return seat_of(*corners, *draw(st.lists(st.tuples(place, place), max_size=5)))


@settings(deadline=None)
@given(seat=seats(), data=st.data(), total_n=st.floats(0.1, 2000.0))
def test_a_load_inside_the_cells_comes_out_and_nothing_pulls(seat: Seat, data: st.DataObject, total_n: float) -> None:
    n_cells = len(seat.cells)
    weights = np.array(data.draw(st.lists(st.floats(0.02, 1.0), min_size=n_cells, max_size=n_cells)))
    rows = np.array([(1.0, cell.ap_mm, cell.ml_mm) for cell in seat.cells])
    load = rows.T @ (weights / weights.sum()) * total_n

    forces_n = np.array(LoadShare(seat).at(*load.tolist()))

    np.testing.assert_allclose(rows.T @ forces_n, load, rtol=1e-8, atol=1e-6 * total_n)
    assert forces_n.min() >= 0


@settings(deadline=None)
@given(seat=seats(), ap_mm=st.floats(-400, 400), ml_mm=st.floats(-400, 400))
def test_any_load_comes_out_even_outside_the_cells(seat: Seat, ap_mm: float, ml_mm: float) -> None:
    rows = np.array([(1.0, cell.ap_mm, cell.ml_mm) for cell in seat.cells])
    load = (500.0, 500.0 * ap_mm, 500.0 * ml_mm)

    forces_n = np.array(LoadShare(seat).at(*load))

    np.testing.assert_allclose(rows.T @ forces_n, load, rtol=1e-7, atol=1e-3)


def test_four_corners_share_a_load_near_the_middle_as_a_rigid_plate_does() -> None:
    forces_n = LoadShare(CORNERS).at(400.0, 400.0 * 30.0, 400.0 * -15.0)

    assert forces_n == pytest.approx([400 / 4 * (1 + f / 5 - s / 10) for f, s in ((1, -1), (1, 1), (-1, -1), (-1, 1))])


def test_three_cells_leave_no_choice() -> None:
    forces_n = LoadShare(seat_of((200, 0), (-100, -150), (-100, 150))).at(300.0, 300.0 * 50.0, 0.0)

    assert forces_n == pytest.approx([150.0, 75.0, 75.0])


@pytest.mark.parametrize("corner", range(4))
def test_a_load_right_over_a_cell_is_carried_by_it_alone(corner: int) -> None:
    cell = CORNERS.cells[corner]

    forces_n = LoadShare(CORNERS).at(100.0, 100.0 * cell.ap_mm, 100.0 * cell.ml_mm)

    assert forces_n == pytest.approx([100.0 if number == corner else 0.0 for number in range(4)], abs=1e-6)


def test_among_shares_without_pull_the_one_of_least_norm_is_taken() -> None:
    seat = seat_of((150, -150), (150, 150), (-150, -150), (-150, 150), (0, 0))
    load = (100.0, 100.0 * 120.0, 100.0 * 80.0)
    rows = np.array([(1.0, cell.ap_mm, cell.ml_mm) for cell in seat.cells])
    rng = np.random.default_rng(1)

    found_n = np.array(LoadShare(seat).at(*load))

    null = np.linalg.svd(rows.T)[2][3:]
    others_n = found_n + rng.normal(scale=10.0, size=(2000, len(null))) @ null
    allowed_n = others_n[(others_n >= 0).all(axis=1)]
    assert len(allowed_n) > 0
    assert (np.linalg.norm(allowed_n, axis=1) >= np.linalg.norm(found_n) - 1e-9).all()


def test_mirrored_loads_are_shared_mirrored() -> None:
    share = LoadShare(CORNERS)

    here, there = share.at(500.0, 500.0 * 90.0, 500.0 * 70.0), share.at(500.0, 500.0 * 90.0, 500.0 * -70.0)

    assert there == pytest.approx([here[1], here[0], here[3], here[2]])


def test_many_loads_at_once_are_shared_as_one_by_one() -> None:
    rng = np.random.default_rng(2)
    total_n, ap_mm, ml_mm = rng.uniform(0, 800, 200), rng.uniform(-140, 140, 200), rng.uniform(-140, 140, 200)
    share = LoadShare(CORNERS)

    many_n = share.many(total_n, total_n * ap_mm, total_n * ml_mm)

    one_by_one = zip(total_n.tolist(), (total_n * ap_mm).tolist(), (total_n * ml_mm).tolist(), strict=True)
    np.testing.assert_allclose(many_n, [share.at(*load) for load in one_by_one], rtol=1e-12)
