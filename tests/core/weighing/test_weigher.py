"""Forces, load and centre of pressure: by hand, and as properties."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chairpi.core.calibration import Calibration
from chairpi.core.seat import Cell, Seat
from chairpi.core.weighing.load import COP_FROM_N
from chairpi.core.weighing.weigher import Weigher

SQUARE = Seat(
    (
        Cell("seat_front_left", 150, -150),
        Cell("seat_front_right", 150, 150),
        Cell("seat_rear_left", -150, -150),
        Cell("seat_rear_right", -150, 150),
        Cell("back_upper", math.nan, 0),
        Cell("back_lower", math.nan, 0),
    )
)
TRIANGLE = Seat((Cell("seat_front", 200, 0), Cell("seat_left", -100, -180), Cell("seat_right", -100, 180)))
SEATS = [
    pytest.param(SQUARE, id="four seat cells and two backrest cells"),
    pytest.param(TRIANGLE, id="three seat cells"),
]

forces = st.floats(0.0, 2000.0)


def loads_of(seat: Seat, force_n: list[float]) -> tuple[Weigher, object]:
    weigher = Weigher(seat, Calibration.newtons(len(seat.cells)))
    return weigher, weigher.loads(np.array([force_n]))


def cop_of(seat: Seat, force_n: list[float]) -> tuple[float, float]:
    weigher, loads = loads_of(seat, force_n)
    ap_mm, ml_mm = weigher.centre_of_pressure(loads)
    return float(ap_mm[0]), float(ml_mm[0])


def test_counts_become_newtons_by_zero_and_span():
    weigher = Weigher(TRIANGLE, Calibration((1000.0, -500.0, 0.0), (10.0, -20.0, 4370.0)))

    loads = weigher.loads(np.array([[2000.0, -2500.0, 437.0]]))

    assert loads.force_n.tolist() == [[100.0, 100.0, 0.1]]


def test_cop_of_known_forces():
    """150 mm forward carries 300 of 400 N, so the centre is at 150 x (300 - 100) / 400 = 75 mm; right carries 100 more of 400."""
    assert cop_of(SQUARE, [100.0, 200.0, 50.0, 50.0, 30.0, 40.0]) == (75.0, 37.5)


def test_backrest_cells_count_as_backrest_and_not_as_seat():
    _, loads = loads_of(SQUARE, [100.0, 100.0, 100.0, 100.0, 30.0, 40.0])

    assert (loads.total_n[0], loads.back_upper_n[0], loads.back_lower_n[0]) == (400.0, 30.0, 40.0)


def test_a_backrest_that_is_not_fitted_is_unknown_and_not_zero():
    _, loads = loads_of(TRIANGLE, [100.0, 100.0, 100.0])

    assert math.isnan(loads.back_upper_n[0])
    assert math.isnan(loads.back_lower_n[0])


def test_an_unknown_cell_makes_total_and_cop_unknown():
    weigher, loads = loads_of(SQUARE, [100.0, math.nan, 100.0, 100.0, 30.0, 40.0])

    assert math.isnan(loads.total_n[0])
    assert math.isnan(weigher.centre_of_pressure(loads)[0][0])


@pytest.mark.parametrize(
    ("force_n", "expected_n"),
    [
        pytest.param([110.0, math.nan, 90.0, 100.0, 30.0, math.nan], 400.0, id="one of four"),
        pytest.param([math.nan, math.nan, 90.0, 100.0, 30.0, 40.0], 380.0, id="two of four"),
    ],
)
def test_unknown_cells_are_taken_to_carry_what_the_known_ones_do(force_n, expected_n):
    weigher, _ = loads_of(SQUARE, force_n)

    assert weigher.estimated_n(force_n, [0.0] * 6) == pytest.approx(expected_n)


def test_an_estimate_is_free_of_what_the_known_cells_read_when_empty():
    weigher, _ = loads_of(SQUARE, [0.0] * 6)

    assert weigher.estimated_n([30.0, math.nan, 1.0, 2.0, 0.0, 0.0], [30.0, 500.0, 1.0, 2.0, 0.0, 0.0]) == 0.0


def test_no_cell_known_is_no_estimate():
    weigher, _ = loads_of(TRIANGLE, [0.0] * 3)

    assert math.isnan(weigher.estimated_n([math.nan] * 3, [0.0] * 3))


MAP = ((1.0, 1.1, 0.9, 1.0), (140.0, 160.0, -155.0, -150.0), (-150.0, 150.0, -145.0, 150.0))


def test_a_seat_map_adds_the_cells_up_as_it_was_fitted():
    weigher = Weigher(SQUARE, Calibration((0.0,) * 6, (1.0,) * 6, MAP))

    loads = weigher.loads(np.array([[100.0, 200.0, 50.0, 50.0, 30.0, 40.0]]))

    assert loads.total_n[0] == pytest.approx(100.0 + 220.0 + 45.0 + 50.0)
    assert loads.moment_ap_nmm[0] == pytest.approx(14_000.0 + 32_000.0 - 7750.0 - 7500.0)
    assert loads.moment_ml_nmm[0] == pytest.approx(-15_000.0 + 30_000.0 - 7250.0 + 7500.0)
    assert (loads.back_upper_n[0], loads.back_lower_n[0]) == (30.0, 40.0)


def test_the_map_of_an_ideal_frame_changes_no_bit():
    ideal = (
        (1.0,) * 4,
        tuple(cell.ap_mm for cell in SQUARE.seat_cells),
        tuple(cell.ml_mm for cell in SQUARE.seat_cells),
    )
    counts = np.random.default_rng(1).normal(0.0, 1e5, (50, 6))
    plain, mapped = (
        Weigher(SQUARE, Calibration((10.0,) * 6, (4370.0,) * 6, seat_map)).loads(counts) for seat_map in (None, ideal)
    )

    for name in ("total_n", "moment_ap_nmm", "moment_ml_nmm"):
        assert getattr(plain, name).tolist() == getattr(mapped, name).tolist()


@pytest.mark.parametrize(
    ("calibration", "said"),
    [
        pytest.param(
            Calibration((0.0,) * 6, (1.0,) * 6, ((1.0,) * 6,) * 3), "4 seat cells but a seat_map of 6", id="map"
        ),
        pytest.param(Calibration.newtons(5), "6 cells but a calibration of 5", id="cells"),
    ],
)
def test_a_calibration_of_another_seat_is_refused(calibration, said):
    with pytest.raises(ValueError, match=said):
        Weigher(SQUARE, calibration)


def test_a_load_too_small_has_no_centre():
    assert math.isnan(cop_of(TRIANGLE, [COP_FROM_N / 4] * 3)[0])


@pytest.mark.parametrize("seat", SEATS)
@given(data=st.data())
def test_cop_stays_inside_the_cells_hull(seat, data):
    """A point is inside a convex hull when no direction separates it: no cell set reaches less far than the centre."""
    force_n = data.draw(st.lists(forces, min_size=len(seat.cells), max_size=len(seat.cells)))
    ap_mm, ml_mm = cop_of(seat, force_n)
    if math.isnan(ap_mm):
        return

    for angle in np.linspace(0, 2 * math.pi, 72, endpoint=False):
        along = [c.ap_mm * math.cos(angle) + c.ml_mm * math.sin(angle) for c in seat.seat_cells]
        assert ap_mm * math.cos(angle) + ml_mm * math.sin(angle) <= max(along) + 1e-9


@pytest.mark.parametrize("seat", SEATS)
@given(data=st.data(), scale=st.floats(1.0, 50.0))
def test_scaling_all_forces_leaves_cop(seat, data, scale):
    force_n = data.draw(st.lists(st.floats(10.0, 1000.0), min_size=len(seat.cells), max_size=len(seat.cells)))

    assert cop_of(seat, [f * scale for f in force_n]) == pytest.approx(cop_of(seat, force_n), abs=1e-6)


@given(front=st.tuples(st.floats(10, 500), st.floats(10, 500)), rear=st.tuples(st.floats(10, 500), st.floats(10, 500)))
def test_swapping_left_and_right_flips_ml_alone(front, rear):
    ap_mm, ml_mm = cop_of(SQUARE, [*front, *rear, 0.0, 0.0])

    mirrored = cop_of(SQUARE, [front[1], front[0], rear[1], rear[0], 0.0, 0.0])

    assert mirrored == pytest.approx((ap_mm, -ml_mm), abs=1e-9)


@pytest.mark.parametrize("seat_map", [pytest.param(None, id="positions"), pytest.param(MAP, id="a map")])
@given(rows=st.lists(st.lists(st.integers(-(2**23), 2**23 - 1), min_size=6, max_size=6), min_size=1, max_size=20))
def test_one_frame_and_many_give_the_same_bits(seat_map, rows):
    spans = (4370.0, 4211.3, -4500.1, 4370.0, 4100.0, 4000.0)
    calibration = Calibration((10.0, -20.0, 3e4, 7.0, 1.0, 0.0), spans, seat_map)
    weigher = Weigher(SQUARE, calibration)
    counts = np.array(rows, dtype=np.float64)

    together = weigher.loads(counts)
    alone = [weigher.loads(counts[i : i + 1]) for i in range(len(counts))]

    for name in ("total_n", "moment_ap_nmm", "moment_ml_nmm", "back_upper_n"):
        assert getattr(together, name).tolist() == [getattr(one, name)[0] for one in alone]
