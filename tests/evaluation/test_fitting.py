"""The filter's numbers: what is fitted is what the seconds were drawn from, each person counts alike, and the file keeps it."""

import math
import tomllib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mirroring import MIRRORED_FEATURES, SIGN, other_side, turned

from chairpi.core.posture.features import FEATURES, N_FEATURES
from chairpi.core.posture.filter import N_STATES, PostureFilter
from chairpi.core.posture.model import NEAR_MM, STATES, UNKNOWN, Gaussian, PostureModel, model_from, shipped_model
from chairpi.evaluation.fit import toml_lines
from chairpi.evaluation.fitting import (
    BACK_TO_MM,
    LEAST_SD,
    SLID_FROM_MM,
    ZERO_SDS,
    Labelled,
    as_record,
    fitted_population,
    fitted_severity,
    flat_model,
    state_of,
    zero_sd,
)

POSTURES = ("upright", "forward_slide", "lean_left", "lean_right")
SWAY = FEATURES.index("ln_sway")


def people(seed: int = 0, n_people: int = 12, n_seconds: int = 40, zero: float = 0.0, apart: float = 1.5) -> Labelled:
    """Made-up people: a mean for each posture, a person's own way of sitting, and a seat's own zero."""
    draw = np.random.default_rng(seed)
    means = {posture: np.random.default_rng(100 + i).normal(0, apart, N_FEATURES) for i, posture in enumerate(POSTURES)}
    parts = []
    for person in range(n_people):
        for posture in POSTURES:
            own = means[posture] + draw.normal(0, 0.1, N_FEATURES) + draw.normal(0, zero, N_FEATURES)
            features = own + draw.normal(0, 0.2, (n_seconds, N_FEATURES))
            slide_mm = (
                60.0 + 10.0 * (features[:, :2] - means[posture][:2]).sum(axis=1) if posture == "forward_slide" else 0.0
            )
            parts.append(
                Labelled(
                    features,
                    np.full(n_seconds, posture, dtype="U24"),
                    np.broadcast_to(slide_mm, n_seconds).astype(float),
                    np.full(n_seconds, person),
                )
            )
    return Labelled.joined(parts)


@pytest.mark.parametrize(
    ("label", "slide_mm", "state"),
    [
        ("upright", 0.0, "upright"),
        ("upright", SLID_FROM_MM, None),
        ("forward_slide", NEAR_MM, "forward_slide"),
        ("forward_slide", NEAR_MM - 1.0, "forward_slide_near"),
        ("lean_left", BACK_TO_MM - 1.0, "lean_left"),
        ("lean_left", (BACK_TO_MM + SLID_FROM_MM) / 2, None),
        ("lean_left", SLID_FROM_MM, "lean_left_slid"),
        ("perched", 90.0, "perched"),
        ("vacant", 0.0, None),
        ("upright", math.nan, None),
    ],
)
def test_a_label_and_a_slide_are_a_state_or_neither_of_two(label, slide_mm, state):
    assert state_of(label, slide_mm) == state


@given(label=st.sampled_from(["", "vacant", "object", *STATES]), slide_mm=st.floats(0.0, 200.0))
def test_what_is_a_state_is_one_of_the_filter_s(label, slide_mm):
    assert state_of(label, slide_mm) in (None, *STATES)


def test_means_are_those_of_the_people_and_spreads_hold_people_and_seconds():
    population = fitted_population(people(n_people=60), mirrored=False)

    for i, posture in enumerate(POSTURES):
        expected = np.random.default_rng(100 + i).normal(0, 1.5, N_FEATURES)
        assert population[posture].mean == pytest.approx(expected, abs=0.06)
        sd = np.sqrt(np.diag(population[posture].covariance))
        assert sd == pytest.approx(math.sqrt(0.1**2 + 0.2**2 + LEAST_SD**2), rel=0.15)


def test_every_person_counts_alike_however_long_they_sat():
    few = people(n_people=2)
    first = few.of(few.person == 0)
    many = Labelled.joined([few, *[first] * 9])

    alike, anyway = (fitted_population(seconds, mirrored=False) for seconds in (few, many))

    for posture in POSTURES:
        assert anyway[posture].mean == pytest.approx(alike[posture].mean)
        assert anyway[posture].covariance == pytest.approx(alike[posture].covariance)


def test_mirrored_numbers_are_mirrored():
    population = fitted_population(people())

    for state, gaussian in population.items():
        image = turned(population[other_side(state)])
        assert gaussian.mean == pytest.approx(image.mean, abs=1e-9)
        assert gaussian.covariance == pytest.approx(image.covariance, abs=1e-9)


def test_mirroring_twice_changes_nothing():
    seconds = people()
    turned_seconds = seconds.mirrored()

    assert turned_seconds.features == pytest.approx(SIGN * seconds.features[:, MIRRORED_FEATURES])
    assert turned_seconds.label.tolist() == [other_side(label) for label in seconds.label.tolist()]
    assert np.array_equal(turned_seconds.mirrored().features, seconds.features)


def test_a_posture_seen_in_few_people_leans_on_what_all_share():
    """Of one person alone there is no telling how people differ: most of the covariance is the shared one."""
    everybody = people(n_people=40)
    one = everybody.of((everybody.label != "lean_left") | (everybody.person == 0))

    rare = fitted_population(one, mirrored=False)["lean_left"].covariance
    usual = fitted_population(everybody, mirrored=False)["lean_left"].covariance

    assert np.trace(rare) == pytest.approx(np.trace(usual), rel=0.25)


def test_what_was_never_measured_is_borrowed_unrelated_to_the_rest():
    seconds = people()
    lender = fitted_population(seconds)
    features = seconds.features.copy()
    features[:, SWAY] = math.nan
    without = Labelled(features, seconds.label, seconds.slide_mm, seconds.person)

    gaussian = fitted_population(without, lender)["upright"]

    assert gaussian.mean[SWAY] == lender["upright"].mean[SWAY]
    assert gaussian.covariance[SWAY, SWAY] == lender["upright"].covariance[SWAY, SWAY]
    assert not np.delete(gaussian.covariance[SWAY], SWAY).any()
    assert math.isnan(fitted_population(without)["upright"].mean[SWAY])


def test_none_of_the_others_is_about_their_middle_and_wide():
    population = fitted_population(people())

    wide = np.diag(population[UNKNOWN].covariance)
    assert all(
        (wide > 10 * np.diag(gaussian.covariance)).all() for name, gaussian in population.items() if name in POSTURES
    )


def test_the_zero_s_spread_is_the_one_that_explains_people_who_were_left_out():
    """On seats whose zeros wander, a narrow Gaussian is too sure; on seats whose zeros stay, a wide one knows too little."""
    steady, wandering = people(zero=0.0, apart=0.2), people(zero=0.4, apart=0.2)

    assert zero_sd(steady, mirrored=False) < zero_sd(wandering, mirrored=False)
    assert zero_sd(wandering, mirrored=False) in ZERO_SDS


def test_a_posture_that_one_person_alone_was_seen_in_does_not_stop_the_choice():
    seconds = people(apart=0.2)
    label = seconds.label.copy()
    label[(seconds.person == 0) & (label == "lean_left")] = "recline"

    chosen = zero_sd(Labelled(seconds.features, label, seconds.slide_mm, seconds.person), mirrored=False)

    assert chosen in ZERO_SDS


def test_how_far_a_slide_is_comes_back():
    seconds = people(n_people=40)
    population = fitted_population(seconds)
    severity = fitted_severity(seconds, population)
    posture = PostureFilter(PostureModel({"made up": population}, severity, "made up", {}))
    slid = seconds.of(seconds.label == "forward_slide")

    told = []
    for features in slid.features[:200].tolist():
        posture.receive(features, 1.0)
        told.append(posture.slide_mm[0])

    assert np.abs(np.array(told) - slid.slide_mm[:200]).mean() < 0.5


def test_a_model_that_knows_nothing_learns_nothing():
    posture = PostureFilter(flat_model())
    for features in people(n_people=1).features.tolist():
        posture.receive(features, 1.0)

    assert posture.probability == pytest.approx(1 / N_STATES)


@pytest.mark.parametrize("model", [pytest.param(shipped_model(), id="shipped"), pytest.param(None, id="fitted here")])
def test_the_file_keeps_a_model_to_five_decimals(model):
    if model is None:
        seconds = people()
        population = fitted_population(seconds)
        model = PostureModel({"p": population}, fitted_severity(seconds, population), "p", {"command": "a test"})

    again = model_from(tomllib.loads("\n".join(toml_lines(as_record(model)))))

    assert again.made == model.made
    assert again.calibrated == model.calibrated
    assert again.severity.covariance_mm == pytest.approx(model.severity.covariance_mm, abs=1e-5)
    assert math.sqrt(again.severity.sd_mm**2) == pytest.approx(math.sqrt(model.severity.sd_mm**2), abs=1e-4)
    for name, postures in model.populations.items():
        for state, gaussian in postures.items():
            kept = again.populations[name][state]
            assert isinstance(kept, Gaussian)
            assert kept.mean == pytest.approx(gaussian.mean, abs=1e-5, nan_ok=True)
            assert kept.covariance == pytest.approx(gaussian.covariance, rel=1e-3, abs=1e-4, nan_ok=True)
