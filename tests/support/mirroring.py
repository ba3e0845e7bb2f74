"""Left and right changed over: in features, postures and the filter's numbers, for tests that both sides are treated alike."""

from __future__ import annotations

import numpy as np

from chairpi.core.posture.features import FEATURES
from chairpi.core.posture.model import STATES, Gaussian, Population, PostureModel, Severity


def other_side(name: str) -> str:
    """The same name on the other side."""
    return name.replace("_left", "_?").replace("_right", "_left").replace("_?", "_right")


MIRRORED_FEATURES = [FEATURES.index(other_side(name)) for name in FEATURES]
MIRRORED_STATES = [STATES.index(other_side(name)) for name in STATES]
SIGN = np.array([-1.0 if name == "back_side" else 1.0 for name in FEATURES])
"""What the features are multiplied by, once they have changed places."""


def turned(gaussian: Gaussian) -> Gaussian:
    """A posture as its mirror image has it."""
    covariance = gaussian.covariance[np.ix_(MIRRORED_FEATURES, MIRRORED_FEATURES)]
    return Gaussian(SIGN * gaussian.mean[MIRRORED_FEATURES], np.outer(SIGN, SIGN) * covariance)


def mirrored_model(model: PostureModel) -> PostureModel:
    """The mean of a model and its mirror image: to rounding, it knows no left from right."""
    with_slide = model.severity.covariance_mm
    return PostureModel(
        {name: _mirrored(postures) for name, postures in model.populations.items()},
        Severity(
            model.severity.mean_mm,
            model.severity.sd_mm,
            (with_slide + SIGN * with_slide[MIRRORED_FEATURES]) / 2,
        ),
        model.calibrated,
        model.made,
    )


def _mirrored(postures: Population) -> Population:
    both = {}
    for state, gaussian in postures.items():
        image = turned(postures[other_side(state)])
        both[state] = Gaussian((gaussian.mean + image.mean) / 2, (gaussian.covariance + image.covariance) / 2)
    return both
