"""Load cells err as their makers and a standard say, and it does not matter in which parts they are read."""

import dataclasses
import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chairpi.core.calibration import FULL_SCALE_COUNTS
from chairpi.simulate.cells import TURN_N, CellErrors, CellStream
from chairpi.simulate.chair import Layout, simulated_chair

_, CALIBRATION = simulated_chair()
N_CELLS = 6
NONE = CellErrors.none()


def force_n(t_s: np.ndarray, seed: int = 0) -> np.ndarray:
    """Loads that come, go and tremble; shape (n, 6) [N]."""
    rng = np.random.default_rng(seed)
    steps_n = np.repeat(rng.uniform(-20.0, 250.0, (len(t_s) // 37 + 1, N_CELLS)), 37, axis=0)[: len(t_s)]
    return steps_n + rng.standard_normal((len(t_s), N_CELLS))


def newtons(said: np.ndarray) -> np.ndarray:
    return (said - np.array(CALIBRATION.zero_counts)) / np.array(CALIBRATION.counts_per_n)


def drawn(seed: int) -> list[CellErrors]:
    rng = np.random.default_rng(seed)
    return [CellErrors.drawn(rng) for _ in range(N_CELLS)]


def test_cells_without_errors_say_zero_plus_slope_times_force() -> None:
    t_s = np.arange(500) / 10
    forces_n = force_n(t_s)

    said = CellStream(NONE, CALIBRATION).counts(t_s, forces_n)

    exact = np.array(CALIBRATION.zero_counts) + np.array(CALIBRATION.counts_per_n) * forces_n
    np.testing.assert_array_equal(said, np.rint(exact))


@given(
    cuts=st.lists(st.integers(0, 900), max_size=8),
    seed=st.integers(0, 50),
    rate_hz=st.sampled_from([0.4, 1.0, 1.75, 10.0, 80.0]),
)
def test_the_parts_in_which_cells_are_read_change_nothing(cuts: list[int], seed: int, rate_hz: float) -> None:
    t_s = np.arange(900) / rate_hz
    forces_n = force_n(t_s, seed)
    errors = [dataclasses.replace(each, lost_per_h=300.0) for each in drawn(seed)]
    bounds = [0, *sorted(cuts), 900]

    whole = CellStream(errors, CALIBRATION, seed).counts(t_s, forces_n)
    stream = CellStream(errors, CALIBRATION, seed)
    parts = [stream.counts(t_s[a:b], forces_n[a:b]) for a, b in pairwise(bounds)]

    np.testing.assert_array_equal(np.concatenate(parts), whole)


def test_the_same_seed_says_the_same_and_another_something_else() -> None:
    t_s = np.arange(300) / 10
    forces_n = force_n(t_s)

    one, same, other = (CellStream(CellErrors(), CALIBRATION, seed).counts(t_s, forces_n) for seed in (4, 4, 5))

    np.testing.assert_array_equal(one, same)
    assert (one != other).mean() > 0.9


def test_noise_has_its_size_on_each_cell() -> None:
    errors = [dataclasses.replace(NONE, noise_counts=20.0 * (cell + 1)) for cell in range(N_CELLS)]
    t_s = np.arange(20_000) / 10

    said = CellStream(errors, CALIBRATION, 1).counts(t_s, np.zeros((20_000, N_CELLS)))

    np.testing.assert_allclose(said.std(axis=0), 20.0 * np.arange(1, 7), rtol=0.03)


def test_creep_comes_with_two_time_constants() -> None:
    errors = dataclasses.replace(NONE, creep_fast_fraction=0.001, creep_slow_fraction=0.002)
    t_s = np.arange(0.0, 3600.0, 0.5)

    crept_n = newtons(CellStream(errors, CALIBRATION).counts(t_s, np.full((len(t_s), N_CELLS), 200.0))) - 200.0

    expected_n = 200.0 * (0.001 * (1 - np.exp(-t_s / 60.0)) + 0.002 * (1 - np.exp(-t_s / 900.0)))
    np.testing.assert_allclose(crept_n[:, 0], expected_n, atol=200.0 * (0.001 / 60 + 0.002 / 900) + 0.001)
    np.testing.assert_allclose(crept_n, crept_n[:, :1] * np.ones(N_CELLS), atol=0.001)


def test_creep_recovers_after_the_load_has_gone() -> None:
    errors = dataclasses.replace(NONE, creep_fast_fraction=0.001, creep_slow_fraction=0.002)
    t_s = np.arange(0.0, 9000.0)
    loaded = t_s < 3600.0

    said_n = newtons(
        CellStream(errors, CALIBRATION).counts(t_s, np.where(loaded, 200.0, 0.0)[:, None] * np.ones(N_CELLS))
    )

    left_n = said_n[~loaded, 0]
    assert left_n[0] == pytest.approx(said_n[loaded, 0][-1] - 200.0, abs=0.01)
    assert left_n[900] == pytest.approx(0.4 * (1 - math.exp(-4)) * math.exp(-1), abs=0.01)
    assert left_n[-1] == pytest.approx(0.0, abs=0.005)


def test_creep_goes_on_while_nobody_reads() -> None:
    errors = dataclasses.replace(NONE, creep_fast_fraction=0.001, creep_slow_fraction=0.002)
    stream = CellStream(errors, CALIBRATION)

    said = stream.counts(np.array([0.0, 3600.0]), np.full((2, N_CELLS), 200.0))

    expected_n = 200.0 * (0.001 * (1 - math.exp(-60)) + 0.002 * (1 - math.exp(-4)))
    np.testing.assert_allclose(newtons(said)[1] - 200.0, expected_n, atol=0.001)


def test_a_cell_says_more_while_the_load_goes_than_while_it_comes() -> None:
    errors = dataclasses.replace(NONE, hysteresis_n=0.2)
    coming_n = np.arange(0.0, 301.0)
    forces_n = np.concatenate((coming_n, coming_n[::-1]))

    off_n = (
        newtons(CellStream(errors, CALIBRATION).counts(np.arange(602.0), forces_n[:, None] * np.ones(N_CELLS)))
        - forces_n[:, None]
    )

    inside = slice(round(TURN_N) + 1, 301 - 2 * round(TURN_N))
    np.testing.assert_allclose(off_n[:301][inside], -0.2, atol=0.001)
    np.testing.assert_allclose(off_n[301:][::-1][inside], 0.2, atol=0.001)
    assert np.abs(off_n).max() < 0.201


def test_hysteresis_taken_in_pairs_is_that_of_one_frame_after_another() -> None:
    errors = dataclasses.replace(NONE, hysteresis_n=0.2)
    forces_n = np.cumsum(np.random.default_rng(2).normal(0.0, 8.0, (1000, N_CELLS)), axis=0)

    off_n = newtons(CellStream(errors, CALIBRATION).counts(np.arange(1000.0), forces_n)) - forces_n

    played_n = np.zeros(N_CELLS)
    for force, off in zip(forces_n, off_n, strict=True):
        played_n = np.clip(played_n, force - TURN_N, force + TURN_N)
        np.testing.assert_allclose(off, 0.2 * (played_n - force) / TURN_N, atol=0.001)


def test_zeros_drift_within_their_bounds_and_each_in_its_own_way() -> None:
    errors = dataclasses.replace(NONE, drift_n=0.5, drift_period_s=7200.0)
    t_s = np.arange(0.0, 7200.0)

    off_n = newtons(CellStream(errors, CALIBRATION, 3).counts(t_s, np.zeros((len(t_s), N_CELLS))))

    np.testing.assert_allclose(off_n.max(axis=0), 0.5, atol=0.001)
    np.testing.assert_allclose(off_n.min(axis=0), -0.5, atol=0.001)
    assert len(set(off_n.argmax(axis=0).tolist())) == N_CELLS


def test_a_gain_error_is_a_part_of_the_force() -> None:
    errors = [dataclasses.replace(NONE, gain_error_fraction=0.01 * cell) for cell in range(N_CELLS)]

    said = CellStream(errors, CALIBRATION).counts(np.array([0.0]), np.full((1, N_CELLS), 100.0))

    np.testing.assert_allclose(newtons(said)[0], 100.0 + np.arange(N_CELLS), atol=0.001)


def test_readings_get_lost_in_bursts_on_one_cell_at_a_time() -> None:
    errors = dataclasses.replace(NONE, lost_per_h=60.0, lost_s=2.0)
    t_s = np.arange(0.0, 4 * 3600.0, 0.1)

    lost = np.isnan(CellStream(errors, CALIBRATION, 7).counts(t_s, np.zeros((len(t_s), N_CELLS))))

    began = (np.diff(lost.astype(int), axis=0) == 1).sum(axis=0)
    np.testing.assert_allclose(began / 4, 60.0, rtol=0.25)
    np.testing.assert_allclose(lost.sum() * 0.1 / began.sum(), 2.0, rtol=0.1)
    assert lost.any(axis=1).mean() > 5 * lost.all(axis=1).mean()


def test_no_reading_leaves_the_converters_range() -> None:
    said = CellStream(CellErrors(lost_per_h=0.0), CALIBRATION).counts(
        np.array([0.0, 1.0]), np.array([[1e6] * N_CELLS, [-1e6] * N_CELLS])
    )

    assert (said[0] == FULL_SCALE_COUNTS - 1).all()
    assert (said[1] == -FULL_SCALE_COUNTS).all()


def test_drawn_cells_differ_and_stay_within_what_is_known_of_cheap_ones() -> None:
    rng = np.random.default_rng(1)
    cells = [CellErrors.drawn(rng) for _ in range(500)]

    creep = np.array([each.creep_fast_fraction + each.creep_slow_fraction for each in cells])
    assert len(set(cells)) == 500
    assert 0.0005 <= creep.min() < creep.max() <= 0.002
    assert all(25.0 <= each.noise_counts <= 130.0 for each in cells)
    assert np.std([each.gain_error_fraction for each in cells]) == pytest.approx(0.005, rel=0.15)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("noise_counts", -1.0),
        ("hysteresis_n", -0.1),
        ("lost_per_h", -1.0),
        ("lost_s", 0.0),
        ("creep_fast_s", 0.0),
        ("drift_period_s", -5.0),
        ("drift_n", math.inf),
        ("gain_error_fraction", math.nan),
    ],
)
def test_errors_that_no_cell_can_have_are_refused(name: str, value: float) -> None:
    with pytest.raises(ValueError, match=name):
        dataclasses.replace(NONE, **{name: value})


def test_each_cell_needs_its_errors() -> None:
    _, calibration = simulated_chair(Layout.FOUR)

    with pytest.raises(ValueError, match="6 cells' errors but a calibration of 4"):
        CellStream([NONE] * 6, calibration)


def test_time_does_not_run_backwards() -> None:
    stream = CellStream(NONE, CALIBRATION)
    stream.counts(np.array([0.0, 5.0]), np.zeros((2, N_CELLS)))

    with pytest.raises(ValueError, match="backwards"):
        stream.counts(np.array([4.9]), np.zeros((1, N_CELLS)))
    with pytest.raises(ValueError, match="backwards"):
        stream.counts(np.array([6.0, 5.5]), np.zeros((2, N_CELLS)))


def test_a_force_that_is_not_known_is_refused() -> None:
    with pytest.raises(ValueError, match="not finite"):
        CellStream(NONE, CALIBRATION).counts(np.array([0.0]), np.full((1, N_CELLS), np.nan))
