"""Calibration by least squares: what is recovered, how well, and what is refused."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from placing import CORNERS, CROSS, LONG_CROSS, NINE, known_on, seat_of_four

from chairpi.calibration.fit_errors import errors, errors_left_out, off
from chairpi.calibration.fitting import (
    CONDITION_LIMIT,
    IllConditioned,
    condition_of,
    corners,
    feet_off,
    fit_map,
    plain_rows,
    span,
)
from chairpi.calibration.steadiness import steady
from chairpi.core.seat import Cell, Seat
from chairpi.core.weighing.load import G0_M_PER_S2

FOUR = seat_of_four()
THREE = Seat((Cell("seat_front", 200, 0), Cell("seat_left", -100, -180), Cell("seat_right", -100, 180)))
PLAIN = plain_rows([cell.ap_mm for cell in FOUR.cells], [cell.ml_mm for cell in FOUR.cells])

gain = st.floats(0.5, 2.0) | st.floats(-2.0, -0.5)
crosstalk = st.floats(-0.05, 0.05)


@st.composite
def mixings(draw: st.DrawFn) -> np.ndarray:
    """Random gains, upside-down cells among them, and cross-talk of up to 5 %."""
    gains = np.array(draw(st.lists(gain, min_size=4, max_size=4)))
    mixed = np.array(draw(st.lists(crosstalk, min_size=16, max_size=16))).reshape(4, 4)
    np.fill_diagonal(mixed, 0.0)
    return gains[:, np.newaxis] * (np.eye(4) + mixed)


@given(gains=st.lists(gain, min_size=4, max_size=4))
def test_corners_recover_every_gain(gains):
    known = known_on(FOUR, np.diag(gains), [*CORNERS, (0.0, 0.0)], 10.0)

    np.testing.assert_allclose(corners(known.force_n, known.mass_kg).gains, 1 / np.array(gains), rtol=1e-6)


@given(mixing=mixings())
def test_a_map_recovers_gains_and_cross_talk(mixing):
    found = fit_map(known_on(FOUR, mixing, NINE, 20.0))

    np.testing.assert_allclose(np.array(found.rows), np.array(PLAIN) @ np.linalg.inv(mixing), rtol=1e-6, atol=1e-6)


@given(gains=st.lists(st.floats(0.8, 1.25), min_size=4, max_size=4), mass_kg=st.floats(40.0, 120.0))
def test_one_person_with_the_feet_off_recovers_the_ratios_and_their_mass_the_scale(gains, mass_kg):
    leans = [(100.0, 110.0), (100.0, -110.0), (-90.0, 110.0), (-90.0, -110.0), (0.0, 0.0), (60.0, 0.0), (0.0, 70.0)]
    postures = known_on(FOUR, np.diag(gains), leans, mass_kg).force_n
    ratios = feet_off(postures).gains
    scaled = feet_off(postures, mass_kg).gains

    np.testing.assert_allclose(ratios / ratios[0], gains[0] / np.array(gains), rtol=1e-6)
    np.testing.assert_allclose(scaled, 1 / np.array(gains), rtol=1e-6)
    assert (postures @ ratios).mean() == pytest.approx(postures.sum(axis=1).mean())


def test_the_centre_is_found_within_a_fifth_of_a_millimetre_after_the_map():
    """70 kg anywhere on the seat, 1 % cross-talk, gains 8-10 % off, 2 g of noise, 10 g of drift; 20 kg at nine places twice."""
    rng = np.random.default_rng(20)
    before_mm, after_mm = [], []
    for _ in range(200):
        mixing = rng.uniform(0.90, 1.08, 4)[:, np.newaxis] * (np.eye(4) + rng.uniform(-0.01, 0.01, (4, 4)))
        rows = fit_map(known_on(FOUR, mixing, NINE * 2, 20.0, rng)).rows
        places = [(float(ap), float(ml)) for ap, ml in rng.uniform(-80, 80, (20, 2))]
        sitter = known_on(FOUR, mixing, places, 70.0, rng)
        before_mm.append(off(PLAIN, sitter)[1])
        after_mm.append(off(rows, sitter)[1])

    assert np.sqrt(np.mean(np.square(before_mm))) > 2.0
    assert np.sqrt(np.mean(np.square(after_mm))) <= 0.2


@pytest.mark.parametrize(
    ("places", "at_least"),
    [
        pytest.param(CROSS, 100.0, id="cross without corners"),
        pytest.param(LONG_CROSS, 100.0, id="long cross"),
        pytest.param([(ap / 3, ml / 3) for ap, ml in NINE], CONDITION_LIMIT, id="near the middle"),
        pytest.param(CORNERS[:3], math.inf, id="one corner forgotten"),
    ],
)
def test_places_that_do_not_tell_the_cells_apart_are_refused(places, at_least):
    known = known_on(FOUR, np.eye(4), places, 10.0, np.random.default_rng(1))

    with pytest.raises(IllConditioned, match="do not tell the cells apart") as refused:
        corners(known.force_n, known.mass_kg)
    assert refused.value.condition >= at_least


def test_a_map_of_a_long_cross_is_refused_however_many_placements_there_are():
    with pytest.raises(IllConditioned):
        fit_map(known_on(FOUR, np.eye(4), LONG_CROSS * 3, 20.0, np.random.default_rng(1)))


def test_a_map_of_too_few_placements_is_refused():
    with pytest.raises(ValueError, match="7 placements are too few for a map of 4 cells: at least 8"):
        fit_map(known_on(FOUR, np.eye(4), NINE[:7], 20.0))


@pytest.mark.parametrize(
    ("places", "below"),
    [
        pytest.param(CORNERS, 1.01, id="over each cell"),
        pytest.param([(ap * 2 / 3, ml * 2 / 3) for ap, ml in CORNERS], 5.0, id="two thirds of the way"),
        pytest.param(NINE, 2.0, id="nine places"),
    ],
)
def test_places_with_corners_are_well_conditioned(places, below):
    known = known_on(FOUR, np.eye(4), places, 10.0)

    assert condition_of(known.force_n) <= below


def test_upside_down_and_different_cells_do_not_make_places_ill_conditioned():
    known = known_on(FOUR, np.diag([1.0, -0.5, 2.0, 1.0]), NINE, 10.0)

    assert condition_of(known.force_n) <= 2.0


def test_three_cells_can_be_mapped():
    places = [(200.0, 0.0), (-100.0, -180.0), (-100.0, 180.0), (0.0, 0.0), (50.0, 90.0), (50.0, -90.0), (-100.0, 0.0)]
    mixing = np.diag([1.1, 0.9, 1.0])

    assert (
        errors(fit_map(known_on(THREE, mixing, places, 10.0)).rows, known_on(THREE, mixing, places, 60.0)).cop_rms_mm
        < 1e-6
    )


def test_one_mass_sets_one_scale():
    """20 kg = 196.133 N read as 196.133 * 0.8 N: the spans were a quarter too large."""
    new = span((800.0 + 196.133 * 80, 100.0), (800.0, 100.0), (100.0, -100.0), 20.0)

    assert new == pytest.approx((80.0, -80.0))


def test_known_shares_set_each_span():
    new = span((1000.0, 3000.0), (0.0, 0.0), (100.0, 100.0), 10.0, share=(0.5, 0.5))

    assert new == pytest.approx((1000.0 / (5 * G0_M_PER_S2), 3000.0 / (5 * G0_M_PER_S2)))


def test_an_answer_far_from_the_mass_is_refused():
    with pytest.raises(ValueError, match="check that the whole mass is on the seat"):
        span((101.0, 100.0), (100.0, 100.0), (100.0, 100.0), 20.0)


def test_a_cell_that_never_answers_is_refused():
    known = known_on(FOUR, np.diag([1.0, 1.0, 0.0, 1.0]), NINE, 10.0)

    with pytest.raises(IllConditioned):
        corners(known.force_n, known.mass_kg)


def test_errors_are_zero_where_nothing_is_off():
    found = errors(PLAIN, known_on(FOUR, np.eye(4), NINE, 20.0))

    assert (found.total_rms_kg, found.cop_rms_mm) == pytest.approx((0.0, 0.0), abs=1e-9)
    assert (found.n_placements, found.left_out) == (9, False)


def test_leaving_out_says_more_than_the_fit_to_all():
    known = known_on(FOUR, np.eye(4), NINE, 20.0, np.random.default_rng(3))
    left_out = errors_left_out(lambda others: fit_map(others).rows, known)
    within = errors(fit_map(known).rows, known)

    assert left_out.left_out
    assert left_out.cop_rms_mm > within.cop_rms_mm


def test_where_none_can_be_left_out_all_are_judged_by_the_fit_to_all():
    known = known_on(FOUR, np.eye(4), NINE[:8], 20.0, np.random.default_rng(3))

    assert not errors_left_out(lambda others: fit_map(others).rows, known).left_out


def test_a_total_too_small_has_no_centre_and_no_error_of_it():
    assert errors(PLAIN, known_on(FOUR, np.eye(4), NINE, 1.0)).cop_rms_mm is None


@settings(max_examples=30)
@given(seed=st.integers(0, 2**32 - 1))
def test_noise_of_a_usual_module_is_steady(seed):
    counts = 1000.0 + 65.0 * np.random.default_rng(seed).standard_normal((41, 4))

    assert steady(counts, (4375.0,) * 4, 4.0).ok


@pytest.mark.parametrize(
    ("change_n", "unsteady"),
    [
        pytest.param(np.linspace(0, 1, 41), (1,), id="slowly rising"),
        pytest.param(np.where(np.arange(41) < 20, 0.0, 5.0), (1,), id="a step"),
        pytest.param(np.sin(np.arange(41)), (1,), id="swinging"),
        pytest.param(np.zeros(41), (), id="at rest"),
    ],
)
def test_what_moves_is_not_steady(change_n, unsteady):
    counts = np.zeros((41, 3))
    counts[:, 1] = change_n * -100.0
    found = steady(counts, (100.0, -100.0, 100.0), 4.0)

    assert (found.unsteady, found.ok) == (unsteady, not unsteady)


def test_a_cell_that_is_read_too_rarely_is_unknown():
    counts = np.zeros((40, 2))
    counts[:30, 0] = math.nan
    found = steady(counts, (1.0, 1.0), 4.0)

    assert (found.unknown, found.ok) == ((0,), False)
    assert math.isnan(found.mean_counts[0])
