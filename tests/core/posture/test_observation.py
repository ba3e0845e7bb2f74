"""What one second shows: the quarters' shares, the backrest, and the least that each cell has shown."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sitting import SEAT, cell_forces

from chairpi.core.posture.observation import BACK_SOFT, FLOOR, OBSERVED, LeastSeen, Observer
from chairpi.core.seat import Cell, Seat
from chairpi.simulate.chair import Layout, simulated_chair

NAN = math.nan
SEVEN = simulated_chair(Layout.SEVEN)[0]
SWAPPED = [1, 0, 3, 2, 5, 4, 6]
"""The cells of `SEVEN` with left and right changed over."""

pushes = st.lists(st.floats(0.0, 300.0), min_size=7, max_size=7).filter(lambda force_n: sum(force_n[:4]) > 30.0)


def observed(seat: Seat, force_n: tuple[float, ...], reference_n: float = 500.0) -> dict[str, float]:
    return dict(zip(OBSERVED, Observer(seat).observe(force_n, reference_n, None), strict=True))


def quarters(said: dict[str, float]) -> list[float]:
    """The four shares, without their floor."""
    return [math.exp(said[name]) - FLOOR for name in ("front_left", "front_right", "rear_left", "rear_right")]


@given(force_n=pushes)
def test_four_cells_on_the_corners_give_their_own_shares(force_n):
    said = observed(SEVEN, tuple(force_n))

    load_n = sum(force_n[:4])
    assert quarters(said) == pytest.approx([one_n / load_n for one_n in force_n[:4]], abs=1e-9)
    assert said["ln_load"] == pytest.approx(math.log(load_n))
    assert said["ap_mm"] == pytest.approx(150.0 * (force_n[0] + force_n[1] - force_n[2] - force_n[3]) / load_n)
    assert said["ml_mm"] == pytest.approx(150.0 * (force_n[1] + force_n[3] - force_n[0] - force_n[2]) / load_n)


def test_another_layout_gives_what_four_cells_on_corners_would_carry():
    """Six cells along the edges under a load that lies flat; the centre is where it is, and the corners follow from it."""
    places = [(200.0, -100.0), (200.0, 100.0), (0.0, -100.0), (0.0, 100.0), (-200.0, -100.0), (-200.0, 100.0)]
    seat = Seat(tuple(Cell(f"seat_{i}", ap_mm, ml_mm) for i, (ap_mm, ml_mm) in enumerate(places)))
    force_n = tuple(100.0 * (1.0 + 0.001 * ap_mm + 0.002 * ml_mm) for ap_mm, ml_mm in places)

    said = observed(seat, force_n)

    forward, right = said["ap_mm"] / 200.0, said["ml_mm"] / 100.0
    twist = sum(f * a * m for f, (a, m) in zip(force_n, places, strict=True)) / (200.0 * 100.0 * sum(force_n))
    assert forward == pytest.approx(0.2 * 2 / 3)
    assert quarters(said) == pytest.approx(
        [(1 + s * forward + t * right + s * t * twist) / 4 for s, t in ((1, -1), (1, 1), (-1, -1), (-1, 1))]
    )


def test_three_cells_leave_no_warp_and_still_give_four_quarters():
    seat = Seat((Cell("seat_a", 100, 0), Cell("seat_b", -100, 100), Cell("seat_c", -100, -100)))

    said = observed(seat, (130.0, 130.0, 130.0))

    assert quarters(said) == pytest.approx([0.25] * 4)


@given(force_n=pushes, factor=st.floats(1.01, 3.0))
def test_a_heavier_sitter_with_the_same_shares_differs_in_the_load_alone(force_n, factor):
    light = observed(SEVEN, tuple(force_n), 500.0)
    heavy = observed(SEVEN, tuple(factor * one_n for one_n in force_n), 500.0 * factor)

    assert heavy.pop("ln_load") - light.pop("ln_load") == pytest.approx(math.log(factor))
    assert heavy == pytest.approx(light, abs=1e-9)


@given(force_n=pushes)
def test_left_and_right_changed_over_are_mirrored(force_n):
    said = observed(SEVEN, tuple(force_n))
    mirrored = observed(SEVEN, tuple(force_n[cell] for cell in SWAPPED))

    for name, other in (
        ("front_left", "front_right"),
        ("rear_left", "rear_right"),
        ("front_right", "front_left"),
        ("rear_right", "rear_left"),
        ("ap_mm", "ap_mm"),
        ("back_upper", "back_upper"),
        ("back_lower", "back_lower"),
    ):
        assert mirrored[other] == pytest.approx(said[name], abs=1e-9)
    assert mirrored["ml_mm"] == pytest.approx(-said["ml_mm"], abs=1e-9)
    assert mirrored["back_side"] == pytest.approx(-said["back_side"], abs=1e-9)


def test_backrest_loads_are_straight_near_nothing_and_logarithms_beyond():
    seat_n = (125.0,) * 4
    soft_n = BACK_SOFT * 500.0
    touching, leaning, more = (
        observed(SEVEN, (*seat_n, upper_n / 2, upper_n / 2, 0.0))["back_upper"]
        for upper_n in (0.01 * soft_n, 50 * soft_n, 100 * soft_n)
    )

    assert touching == pytest.approx(0.01, rel=0.01)
    assert more - leaning == pytest.approx(math.log(2.0), abs=0.02)


@pytest.mark.parametrize(
    ("layout", "unknown"),
    [
        pytest.param(Layout.FOUR, {"back_upper", "back_side", "back_lower"}, id="seat cells alone"),
        pytest.param(Layout.SIX, {"back_side"}, id="one cell above the other"),
        pytest.param(Layout.SEVEN, set(), id="two above, side by side"),
    ],
)
def test_what_is_not_fitted_is_unknown(layout, unknown):
    seat = simulated_chair(layout)[0]

    said = observed(seat, (125.0,) * 4 + (10.0,) * (len(seat.cells) - 4))

    assert {name for name, value in said.items() if math.isnan(value)} == unknown
    assert Observer(seat).has_back is (layout is not Layout.FOUR)


def test_a_backrest_cell_that_is_not_read_leaves_the_seat_known():
    said = observed(SEVEN, (125.0, 125.0, 125.0, 125.0, NAN, 10.0, 5.0))

    assert {name for name, value in said.items() if math.isnan(value)} == {"back_upper", "back_side"}


def test_a_cell_cannot_be_pulled():
    assert observed(SEAT, (100.0, 100.0, -3.0, 100.0)) == pytest.approx(
        observed(SEAT, (100.0, 100.0, 0.0, 100.0)), nan_ok=True
    )


def test_a_zero_that_is_not_believed_is_taken_off():
    zero_n = (10.0, -20.0, 30.0, 5.0)
    force_n = cell_forces(500.0, -20.0, 10.0)

    with_zero = Observer(SEAT).observe([f + z for f, z in zip(force_n, zero_n, strict=True)], 500.0, zero_n)

    assert with_zero == pytest.approx(Observer(SEAT).observe(force_n, 500.0, None), nan_ok=True)
    assert Observer(SEAT).load_n([f + z for f, z in zip(force_n, zero_n, strict=True)], zero_n) == pytest.approx(500.0)


def test_an_empty_seat_has_numbers_too():
    assert np.isfinite(Observer(SEAT).observe((0.0,) * 4, 0.0, None)[:7]).all()


# ---- the least that each cell has shown


@given(rows=st.lists(st.lists(st.floats(-50.0, 200.0), min_size=2, max_size=2), min_size=2, max_size=20))
def test_the_least_seen_is_the_least_that_two_seconds_running_held(rows):
    least = LeastSeen(2)
    for row in rows:
        least.receive(row)

    held = [np.maximum(one, other) for one, other in itertools.pairwise(rows)]
    assert least.zero_n == pytest.approx(np.min(held, axis=0).tolist())


def test_the_least_seen_says_when_it_has_moved():
    least = LeastSeen(1)

    assert [least.receive((force_n,)) for force_n in (9.0, 9.0, 20.0, 3.0, 4.0, 30.0)] == [
        False,  # nothing was before it
        True,
        False,
        False,  # one second alone
        True,
        False,
    ]


def test_one_wild_reading_makes_no_zero_and_an_unread_cell_has_none():
    least = LeastSeen(2)
    for row in ((50.0, NAN), (-900.0, NAN), (52.0, NAN)):
        least.receive(row)

    assert least.zero_n == pytest.approx([50.0, NAN], nan_ok=True)


def test_a_reference_bounds_the_zero_from_above():
    least = LeastSeen(3)
    least.bound((40.0, 60.0, NAN))
    least.receive((30.0, 90.0, 5.0))
    least.receive((30.0, 90.0, 5.0))

    assert least.zero_n == [30.0, 60.0, 5.0]


def test_seconds_on_either_side_of_a_gap_do_not_follow_each_other():
    least = LeastSeen(1)
    least.receive((10.0,))
    least.forget()
    least.receive((12.0,))

    assert math.isnan(least.zero_n[0])
