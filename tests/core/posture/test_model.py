"""The filter's numbers, as they ship."""

import copy
import tomllib
from importlib import resources

import numpy as np
import pytest
from mirroring import other_side, turned

from chairpi.core.posture.features import N_FEATURES
from chairpi.core.posture.model import FILE, STATES, Gaussian, PostureModel, label_of, model_from, shipped_model

MODEL = shipped_model()
GAUSSIANS = [
    pytest.param(gaussian, id=f"{population}-{state}")
    for population, postures in MODEL.populations.items()
    for state, gaussian in postures.items()
]
ROUNDING = 2e-3
"""The file keeps five decimals of means, spreads and correlations."""


def record() -> dict:
    text = resources.files("chairpi.core.posture").joinpath(FILE).read_text(encoding="utf-8")
    return copy.deepcopy(tomllib.loads(text))


def test_the_shipped_model_knows_every_posture_from_simulated_people():
    seen = {label_of(state) for state in MODEL.populations[MODEL.calibrated]}

    assert seen == {label_of(state) for state in STATES}
    assert MODEL.severity.covariance_mm.shape == (N_FEATURES,)
    assert 30.0 < MODEL.severity.mean_mm < 100.0


def test_no_posture_has_another_name():
    for postures in MODEL.populations.values():
        assert set(postures) <= set(STATES)


def test_it_says_how_it_was_made():
    assert MODEL.made["command"]


@pytest.mark.parametrize("gaussian", GAUSSIANS)
def test_each_covariance_is_one(gaussian):
    known = np.isfinite(gaussian.mean)
    covariance = gaussian.covariance[np.ix_(known, known)]

    assert known.any()
    assert covariance == pytest.approx(covariance.T)
    assert np.linalg.eigvalsh(covariance).min() > 0


@pytest.mark.parametrize("population", MODEL.populations)
def test_a_posture_to_the_left_is_the_mirrored_one_to_the_right(population):
    postures = MODEL.populations[population]
    for state, gaussian in postures.items():
        image = turned(postures[other_side(state)])
        assert gaussian.mean == pytest.approx(image.mean, abs=ROUNDING, nan_ok=True), state
        assert gaussian.covariance == pytest.approx(image.covariance, abs=ROUNDING, rel=1e-3, nan_ok=True), state


def test_how_far_a_slide_is_explains_some_of_it_and_not_all():
    """The joint covariance of slide and features is one: what the features leave open is positive."""
    slid = MODEL.populations[MODEL.calibrated]["forward_slide"]
    with_slide = MODEL.severity.covariance_mm

    explained_mm2 = float(with_slide @ np.linalg.solve(slid.covariance, with_slide))

    assert 0.2 * MODEL.severity.sd_mm**2 < explained_mm2 < MODEL.severity.sd_mm**2


def test_a_model_for_other_features_is_refused_in_words():
    other = record()
    other["features"] = [*other["features"][:-1], "ln_temperature"]

    with pytest.raises(ValueError, match=r"ln_temperature.*expected.*ln_sway.*fit the model anew"):
        model_from(other)


def test_an_unknown_posture_is_refused_by_name():
    other = record()
    other["population"]["simulated"]["headstand"] = other["population"]["simulated"]["upright"]

    with pytest.raises(ValueError, match=r"population\.simulated\.headstand: no such posture, expected one of"):
        model_from(other)


def test_what_was_never_measured_is_unknown_in_mean_and_covariance():
    other = record()
    upright = other["population"]["simulated"]["upright"]
    upright["mean"][-1] = upright["sd"][-1] = float("nan")

    gaussian = model_from(other).populations["simulated"]["upright"]

    assert isinstance(gaussian, Gaussian)
    assert np.isnan(gaussian.mean[-1])
    assert np.isnan(gaussian.covariance[-1]).all()
    assert np.isfinite(gaussian.covariance[:-1, :-1]).all()


def test_it_is_read_once():
    assert isinstance(MODEL, PostureModel)
    assert shipped_model() is MODEL
