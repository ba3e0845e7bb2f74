"""Features: a second against the upright reference, and sway from the spread of the moments."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chairpi.core.posture.features import (
    FEATURES,
    N_FEATURES,
    SWAY_BLOCK_S,
    SWAY_BLOCKS,
    SWAY_FROM_HZ,
    Sway,
    features_of,
)
from chairpi.core.posture.observation import N_OBSERVED, OBSERVED
from chairpi.core.weighing.second import Spread

LOAD_N = 500.0


def spread_of(ap_mm: np.ndarray, ml_mm: np.ndarray, load_n: float = LOAD_N) -> Spread:
    ap_nmm, ml_nmm = load_n * ap_mm, load_n * ml_mm
    return Spread(len(ap_mm), ap_nmm.sum(), ml_nmm.sum(), (ap_nmm**2).sum(), (ml_nmm**2).sum())


def fed(sway: Sway, ap_mm: np.ndarray, ml_mm: np.ndarray, rate_hz: int = 10, load_n: float = LOAD_N) -> float:
    """Sway after all of these frames, told second by second."""
    said = math.nan
    for start in range(0, len(ap_mm), rate_hz):
        here = slice(start, start + rate_hz)
        said = sway.receive(spread_of(ap_mm[here], ml_mm[here], load_n), 1.0, load_n)
    return said


def oracle(ap_mm: np.ndarray, ml_mm: np.ndarray, rate_hz: int) -> float:
    """The same, written out: standard deviations of blocks, and their median."""
    n = SWAY_BLOCK_S * rate_hz
    blocks = [
        math.hypot(np.std(ap_mm[start : start + n]), np.std(ml_mm[start : start + n]))
        for start in range(0, len(ap_mm) - n + 1, n)
    ]
    return math.log(np.median(blocks[-SWAY_BLOCKS:]))


@given(
    seed=st.integers(0, 1000),
    rate_hz=st.sampled_from([4, 10, 80]),
    n_blocks=st.sampled_from([1, 3, 5]),
    middle_mm=st.floats(-60.0, 60.0),
)
def test_sway_is_the_median_of_the_blocks_standard_deviations(seed, rate_hz, n_blocks, middle_mm):
    draw = np.random.default_rng(seed)
    n = n_blocks * SWAY_BLOCK_S * rate_hz
    ap_mm, ml_mm = middle_mm + draw.normal(0, 1.5, n), draw.normal(0, 0.8, n)

    assert fed(Sway(), ap_mm, ml_mm, rate_hz) == pytest.approx(oracle(ap_mm, ml_mm, rate_hz), abs=1e-6)


def kept_part(hz: float) -> float:
    """How much of a wave's power the sway holds, over all phases."""
    t_s = np.arange(0, SWAY_BLOCK_S, 0.1)
    powers = [
        math.exp(2 * fed(Sway(), np.sin(2 * np.pi * hz * t_s + phase), np.zeros(len(t_s))))
        for phase in np.linspace(0, 2 * np.pi, 24, endpoint=False)
    ]
    return float(np.mean(powers)) / 0.5


@pytest.mark.parametrize(
    ("hz", "low", "high"),
    [
        pytest.param(0.02, 0.0, 0.1, id="leaning over slowly is no sway"),
        pytest.param(0.09, 0.4, 0.6, id="half at 0.09 Hz"),
        pytest.param(0.15, 0.85, 1.1, id="from 0.15 Hz on"),
        pytest.param(0.4, 0.9, 1.1, id="within the band"),
        pytest.param(2.0, 0.95, 1.05, id="far within the band"),
    ],
)
def test_sway_holds_what_is_faster_than_0_15_hz(hz, low, high):
    assert low <= kept_part(hz) <= high


def test_sway_does_not_depend_on_the_load():
    draw = np.random.default_rng(1)
    ap_mm, ml_mm = draw.normal(0, 1, (2, 150))

    assert fed(Sway(), ap_mm, ml_mm, load_n=300.0) == pytest.approx(fed(Sway(), ap_mm, ml_mm, load_n=900.0))


def test_one_change_of_posture_is_no_sway():
    draw = np.random.default_rng(2)
    ap_mm, ml_mm = draw.normal(0, 1, (2, 150))
    calm = fed(Sway(), ap_mm, ml_mm)
    ap_mm[70:] += 60.0

    assert fed(Sway(), ap_mm, ml_mm) == pytest.approx(calm, abs=0.3)


@pytest.mark.parametrize(("rate_hz", "known"), [(2, False), (3, False), (4, True), (10, True)])
def test_below_four_readings_a_second_there_is_no_sway(rate_hz, known):
    draw = np.random.default_rng(3)
    ap_mm, ml_mm = draw.normal(0, 1, (2, 30 * rate_hz))

    assert rate_hz >= SWAY_FROM_HZ or not known
    assert math.isfinite(fed(Sway(), ap_mm, ml_mm, rate_hz)) is known


def test_before_the_first_block_and_after_forgetting_sway_is_unknown():
    draw = np.random.default_rng(4)
    ap_mm, ml_mm = draw.normal(0, 1, (2, 40))
    sway = Sway()

    assert math.isnan(fed(sway, ap_mm, ml_mm))
    assert math.isfinite(fed(sway, ap_mm, ml_mm))
    sway.forget()
    assert math.isnan(fed(sway, ap_mm, ml_mm))


@pytest.mark.parametrize("lost", [None, Spread(0, 0.0, 0.0, 0.0, 0.0)])
def test_a_second_without_whole_frames_breaks_its_block_and_keeps_the_last_word(lost):
    draw = np.random.default_rng(5)
    ap_mm, ml_mm = draw.normal(0, 1, (2, 50))
    sway = Sway()
    before = fed(sway, ap_mm, ml_mm)
    fed(sway, 100 * ap_mm[:40], ml_mm[:40])

    assert sway.receive(lost, 1.0, LOAD_N) == before
    assert fed(sway, 100 * ap_mm[:10], ml_mm[:10]) == before


def test_cells_that_say_the_same_for_ever_have_a_sway_with_a_logarithm():
    assert math.isfinite(fed(Sway(), np.full(150, 20.0), np.zeros(150)))


# ---- the vector


numbers = st.lists(st.floats(-5.0, 7.0), min_size=N_OBSERVED, max_size=N_OBSERVED)


def named(observed: list[float], reference: list[float], ln_sway: float = 0.3) -> dict[str, float]:
    return dict(zip(FEATURES, features_of(observed, reference, ln_sway), strict=True))


@given(observed=numbers, reference=numbers)
def test_each_feature_is_what_its_name_says(observed, reference):
    said = named(observed, reference)
    here, there = dict(zip(OBSERVED, observed, strict=True)), dict(zip(OBSERVED, reference, strict=True))

    assert len(said) == N_FEATURES
    for name, value in said.items():
        if name == "ln_sway":
            assert value == 0.3
        elif name.endswith("_change"):
            part = name.removesuffix("_change")
            assert value == here[part] - there[part]
        else:
            assert value == here[name]


@given(reference=numbers)
def test_the_reference_itself_has_changed_in_nothing(reference):
    assert {value for name, value in named(reference, reference).items() if name.endswith("_change")} == {0.0}


def test_what_is_unknown_in_either_is_unknown_in_the_change():
    reference = [0.0] * N_OBSERVED
    reference[OBSERVED.index("back_upper")] = math.nan

    said = named([1.0] * N_OBSERVED, reference, math.nan)

    assert {name for name, value in said.items() if math.isnan(value)} == {"back_upper_change", "ln_sway"}
