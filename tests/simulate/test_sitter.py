"""What a sitter's load does in each posture, how much people differ in it, and what the simulated chair's converters say to it."""

import dataclasses

import numpy as np
import pytest

from chairpi.core.calibration import FULL_SCALE_COUNTS
from chairpi.recordings.columns import LABELS
from chairpi.simulate.chair import counts, simulated_chair
from chairpi.simulate.furniture import Furniture
from chairpi.simulate.people import Person
from chairpi.simulate.postures import POSTURES, Taken
from chairpi.simulate.sitter import Settled, Sitter, Stance, bag

SITTER = Sitter(Person(ml_mm=3.0))
N_PEOPLE = 300


def back_n(stance: Stance) -> float:
    return stance.back_upper_n + stance.back_lower_n


def shift(stance: Stance, upright: Stance, weight_n: float) -> tuple[float, ...]:
    """CoP [mm], load [% of upright] and back loads [% of the body weight], against sitting upright."""
    return (
        stance.cop_ap_mm - upright.cop_ap_mm,
        stance.cop_ml_mm - upright.cop_ml_mm,
        100 * (stance.total_n / upright.total_n - 1),
        100 * (stance.back_upper_n - upright.back_upper_n) / weight_n,
        100 * (stance.back_lower_n - upright.back_lower_n) / weight_n,
    )


def test_upright_three_quarters_of_the_weight_is_on_the_seat() -> None:
    stance = SITTER.stance()

    assert stance.total_n == pytest.approx(0.744 * 75.0 * 9.80665, rel=1e-3)
    assert back_n(stance) == pytest.approx(0.108 * 75.0 * 9.80665, rel=1e-3)
    assert stance.back_upper_n / back_n(stance) == pytest.approx(0.55)
    assert stance.cop_ml_mm == 3.0
    assert -60.0 < stance.cop_ap_mm < -30.0


@pytest.mark.parametrize("slide_mm", [30.0, 60.0, 100.0])
def test_a_slide_is_forward_lighter_and_high_on_the_backrest(slide_mm: float) -> None:
    upright, slid = SITTER.stance(), SITTER.stance(slide_mm=slide_mm)

    assert slid.slide_mm == slide_mm
    assert slid.cop_ap_mm - upright.cop_ap_mm == pytest.approx(slide_mm, rel=0.12)
    assert slid.total_n < upright.total_n
    assert slid.back_upper_n > upright.back_upper_n
    assert slid.back_lower_n < upright.back_lower_n


def test_perched_is_forward_without_the_backrest() -> None:
    upright, perched = SITTER.stance(), SITTER.stance(Taken("perched", lean_deg=0.0, hips_mm=60.0))

    assert perched.slide_mm == 60.0
    assert perched.cop_ap_mm - upright.cop_ap_mm == pytest.approx(37.0, abs=1.0)
    assert perched.total_n / upright.total_n - 1 == pytest.approx(0.052, abs=0.005)
    assert back_n(perched) == 0.0


def test_who_has_slid_and_leans_to_the_desk_loses_the_backrest_and_stays_forward() -> None:
    desk = Taken("desk_lean", lean_deg=15.0, desk_fraction=0.07)

    usual, slid = SITTER.stance(desk), SITTER.stance(desk, slide_mm=60.0)

    assert back_n(slid) == 0.0
    assert slid.slide_mm == 60.0
    assert slid.cop_ap_mm - usual.cop_ap_mm > 40.0


def test_who_has_slid_and_leans_to_a_side_keeps_some_of_the_backrest() -> None:
    lean = Taken("lean_left", lateral_deg=-12.0, recline_part=0.5)

    slid = SITTER.stance(lean, slide_mm=60.0)

    assert 0.3 < back_n(slid) / back_n(SITTER.stance(slide_mm=60.0)) < 0.7
    assert slid.cop_ml_mm == pytest.approx(3.0 - 47.0, abs=3.0)
    assert slid.back_ml_mm == pytest.approx(3.0 - 61.0, abs=2.0)


def test_every_posture_has_a_label_of_the_recording_format() -> None:
    assert set(POSTURES) | {"vacant", "object", "forward_slide"} == set(LABELS)


def test_a_posture_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="standing"):
        Taken.drawn("standing", np.random.default_rng(1))


@pytest.mark.parametrize(("left", "right"), [("lean_left", "lean_right"), ("crossed_left", "crossed_right")])
def test_left_mirrors_right(left: str, right: str) -> None:
    mirrored = dataclasses.replace(SITTER, person=dataclasses.replace(SITTER.person, ml_mm=-3.0))

    here = SITTER.stance(Taken.drawn(right, np.random.default_rng(5)))
    there = mirrored.stance(Taken.drawn(left, np.random.default_rng(5)))

    assert there == here._replace(cop_ml_mm=-here.cop_ml_mm, back_ml_mm=-here.back_ml_mm)
    assert here.cop_ml_mm > 3.0
    assert here.back_ml_mm > 3.0


@pytest.mark.parametrize("posture", POSTURES)
def test_each_time_a_posture_is_taken_it_comes_out_differently(posture: str) -> None:
    rng = np.random.default_rng(1)

    stances = {SITTER.stance(Taken.drawn(posture, rng)) for _ in range(20)}

    assert len(stances) == 20


def test_more_load_on_the_feet_moves_the_cop_back_and_off_the_seat() -> None:
    usual, feet = SITTER.stance(), SITTER.stance(settled=Settled(feet_load=0.15))

    assert feet.cop_ap_mm - usual.cop_ap_mm == pytest.approx(-24.0, abs=1.0)
    assert feet.total_n / usual.total_n - 1 == pytest.approx(-0.057, abs=0.001)


def test_a_reclined_backrest_is_further_back_than_where_it_stood() -> None:
    steep = Sitter(furniture=Furniture(backrest_deg=16.0))

    reclined = steep.balance(Taken("recline", recline_deg=18.0))

    assert reclined.back_fraction > 1.1 * steep.balance().back_fraction


def test_people_sway_more_than_twice_as_much_off_the_backrest() -> None:
    assert SITTER.stance().sway_mm == pytest.approx(0.9)
    assert SITTER.stance(Taken("upright_off_backrest", lean_deg=0.0)).sway_mm == pytest.approx(2.0, abs=0.1)
    assert 0.9 < SITTER.stance(Taken("desk_lean", lean_deg=10.0, desk_fraction=0.05)).sway_mm < 1.5


@pytest.mark.parametrize("jitter", [0.0, 0.5, 1.0, 2.0])
def test_jitter_multiplies_how_much_people_vary(jitter: float) -> None:
    rng = np.random.default_rng(4)
    drawn = [dataclasses.astuple(Settled.drawn(rng, jitter)) for _ in range(3000)]

    spread = np.std(np.array(drawn), axis=0)

    usual = np.array([9.0, 4.0, 0.10, 0.08, 0.06, 7.0, 4.0])
    np.testing.assert_allclose(spread, jitter * usual, rtol=0.12)  # nobody settles 30 mm further back


def test_arms_move_without_the_hips_and_feet_without_either() -> None:
    rng = np.random.default_rng(6)
    sat = Settled.drawn(rng)

    posed, feet_moved = sat.posed(rng), sat.feet_moved(rng)

    assert posed == dataclasses.replace(sat, pose_ap_mm=posed.pose_ap_mm, pose_ml_mm=posed.pose_ml_mm) != sat
    assert feet_moved == dataclasses.replace(sat, feet_load=feet_moved.feet_load) != sat


@pytest.mark.parametrize(
    ("posture", "means", "spreads"),
    [
        # forward, right [mm]; seat load, upper and lower backrest load [%]
        pytest.param("upright", (0, 0, 0, 0, 0), (16, 6, 2.7, 1.5, 0.7), id="upright"),
        pytest.param("slide", (83, 0, -6.1, 12.1, -3.3), (29, 6, 3.4, 4.3, 1.9), id="slide"),
        pytest.param("forward_lean", (23, 0, -1.5, -5.4, -4.4), (20, 6, 4.4, 2.0, 1.6), id="forward lean"),
        pytest.param("desk_lean", (-16, 0, -8.9, -5.4, -4.4), (23, 6, 5.2, 2.0, 1.6), id="desk lean"),
        pytest.param("recline", (0, 0, -5.7, 2.8, 2.2), (19, 6, 3.3, 1.9, 1.3), id="recline"),
        pytest.param("lean_right", (-5, 43, 2.8, -2.5, -2.0), (17, 13, 4.2, 1.5, 1.0), id="lean right"),
        pytest.param("crossed_left", (13, -23, 3.9, 0, 0), (16, 9, 2.8, 1.5, 0.7), id="crossed left"),
    ],
)
def test_people_differ_as_much_as_those_that_the_detectors_were_compared_on(
    posture: str, means: tuple[float, ...], spreads: tuple[float, ...]
) -> None:
    """Generous bounds: the mean within half a spread, and people no tamer than 0.6 of it. Backrest loads in sideways leans: ours."""
    rng = np.random.default_rng(7)
    shifts = []
    for _ in range(N_PEOPLE):
        sitter = Sitter.drawn(rng)
        slide_mm = float(rng.uniform(35.0, 110.0)) if posture == "slide" else 0.0
        taken = Taken.drawn("upright" if posture == "slide" else posture, rng)
        stance = sitter.stance(taken, slide_mm, Settled.drawn(rng))
        shifts.append(shift(stance, sitter.stance(), sitter.weight_n))

    found, spread = np.mean(shifts, axis=0), np.std(shifts, axis=0)

    np.testing.assert_array_less(np.abs(found - means), 0.5 * np.array(spreads))
    np.testing.assert_array_less(0.6 * np.array(spreads), spread)
    np.testing.assert_array_less(spread, 1.5 * np.array(spreads))


@pytest.mark.parametrize(
    ("slide_mm", "cop_mm", "load", "back"),
    [
        # 5 % of people, median, 95 % of people
        pytest.param(30.0, (22, 28, 36), (-3.8, -2.2, -1.1), 2.7, id="30"),
        pytest.param(60.0, (43, 55, 70), (-6.9, -4.1, -2.2), 5.0, id="60"),
        pytest.param(100.0, (71, 90, 114), (-10.3, -6.3, -3.3), 7.4, id="100"),
    ],
)
def test_slides_of_people_who_let_nothing_go_spread_as_the_model_does(
    slide_mm: float, cop_mm: tuple[float, ...], load: tuple[float, ...], back: float
) -> None:
    rng = np.random.default_rng(8)
    shifts = []
    for _ in range(1000):
        drawn = Sitter.drawn(rng)
        sitter = dataclasses.replace(drawn, person=dataclasses.replace(drawn.person, lets_go=0.0))
        ap_mm, _, load_percent, upper, lower = shift(sitter.stance(slide_mm=slide_mm), sitter.stance(), sitter.weight_n)
        shifts.append((ap_mm, load_percent, upper + lower))

    low, median, high = np.percentile(shifts, [5, 50, 95], axis=0)

    np.testing.assert_allclose((low[0], median[0], high[0]), cop_mm, rtol=0.08)
    np.testing.assert_allclose((low[1], median[1], high[1]), load, atol=0.8)
    assert median[2] == pytest.approx(back, rel=0.15)


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
