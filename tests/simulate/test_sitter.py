"""One sitter's load follows the tables: what a slide, a lean and a settled body do to it."""

import dataclasses

import numpy as np
import pytest

from chairpi.core.calibration import FULL_SCALE_COUNTS
from chairpi.recordings.columns import LABELS
from chairpi.simulate.chair import counts, simulated_chair
from chairpi.simulate.sitter import POSTURES, Settled, Sitter, bag

SITTER = Sitter(mass_kg=75.0, upright_ap_mm=-55.0, upright_ml_mm=3.0)


def test_upright_three_quarters_of_the_weight_is_on_the_seat() -> None:
    stance = SITTER.stance()

    assert stance.total_n == pytest.approx(0.744 * 75.0 * 9.80665)
    assert (stance.cop_ap_mm, stance.cop_ml_mm) == (-55.0, 3.0)
    assert stance.back_upper_n + stance.back_lower_n == pytest.approx(0.108 * 75.0 * 9.80665)


@pytest.mark.parametrize(
    ("slide_mm", "load_fraction", "back_fraction", "upper_fraction"),
    [(30.0, -0.026, 0.140, 0.74), (60.0, -0.049, 0.166, 0.94), (100.0, -0.075, 0.194, 1.0)],
)
def test_a_slide_does_what_the_static_model_says(
    slide_mm: float, load_fraction: float, back_fraction: float, upper_fraction: float
) -> None:
    upright, slid = SITTER.stance(), SITTER.stance(slide_mm=slide_mm)

    assert slid.cop_ap_mm - upright.cop_ap_mm == pytest.approx(slide_mm, abs=1.5)
    assert slid.total_n / upright.total_n - 1 == pytest.approx(load_fraction, abs=0.006)
    back_n = slid.back_upper_n + slid.back_lower_n
    assert back_n / SITTER.weight_n == pytest.approx(back_fraction)
    assert slid.back_upper_n / back_n == pytest.approx(upper_fraction)
    assert slid.back_upper_n > upright.back_upper_n
    assert slid.back_lower_n < upright.back_lower_n


def test_perched_is_forward_without_the_backrest() -> None:
    upright, perched = SITTER.stance(), SITTER.stance("perched")

    assert perched.slide_mm == 60.0
    assert perched.cop_ap_mm - upright.cop_ap_mm == pytest.approx(37.0, abs=1.0)
    assert perched.total_n / upright.total_n - 1 == pytest.approx(0.052, abs=0.005)
    assert perched.back_upper_n == perched.back_lower_n == 0.0


def test_every_posture_has_a_label_of_the_recording_format() -> None:
    assert set(POSTURES) | {"vacant", "object", "forward_slide"} == set(LABELS)


@pytest.mark.parametrize(("left", "right"), [("lean_left", "lean_right"), ("crossed_left", "crossed_right")])
def test_left_mirrors_right(left: str, right: str) -> None:
    mirrored = dataclasses.replace(SITTER, upright_ml_mm=-SITTER.upright_ml_mm)

    here, there = SITTER.stance(right), mirrored.stance(left)

    assert there == here._replace(cop_ml_mm=-here.cop_ml_mm)
    assert here.cop_ml_mm > SITTER.upright_ml_mm


def test_more_load_on_the_feet_moves_the_cop_back_and_off_the_seat() -> None:
    usual, feet = SITTER.stance(), SITTER.stance(settled=Settled(foot_load=0.15))

    assert feet.cop_ap_mm - usual.cop_ap_mm == pytest.approx(-22.5, abs=1.5)
    assert feet.total_n / usual.total_n - 1 == pytest.approx(-0.057, abs=0.001)


def test_a_bag_neither_sways_nor_breathes() -> None:
    stance = bag(4.0, 10.0, -20.0)

    assert stance.total_n == pytest.approx(39.2266)
    assert stance.sway_mm == stance.breath_n == 0.0


def test_the_simulated_chairs_cells_all_differ() -> None:
    seat, calibration = simulated_chair()

    assert len(set(calibration.zero_counts)) == len(set(calibration.counts_per_n)) == len(seat.cells) == 6
    assert len(seat.seat_cells) == 4


def test_counts_are_zero_plus_slope_times_force_plus_noise() -> None:
    _, calibration = simulated_chair()
    forces_n = np.tile([100.0, 50.0, 0.0, -1.0, 200.0, 10.0], (20_000, 1))

    said = counts(forces_n, calibration, np.random.default_rng(1), noise_counts=65.0)

    np.testing.assert_array_equal(said, np.rint(said))
    expected = np.array(calibration.zero_counts) + np.array(calibration.counts_per_n) * forces_n[0]
    np.testing.assert_allclose(said.mean(axis=0), expected, atol=3.0)
    np.testing.assert_allclose(said.std(axis=0), 65.0, rtol=0.05)


def test_counts_stay_within_the_converters_range() -> None:
    _, calibration = simulated_chair()

    said = counts(np.array([[1e6] * 6, [-1e6] * 6]), calibration, np.random.default_rng(1))

    assert (said[0] == FULL_SCALE_COUNTS - 1).all()
    assert (said[1] == -FULL_SCALE_COUNTS).all()
