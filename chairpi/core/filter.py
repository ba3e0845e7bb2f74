"""A recursive Bayesian filter over postures: from each second's features to a probability for each posture.

The forward pass of a hidden Markov model. Before a second is seen, the sitter may have changed posture; the features then weigh the
postures by how well each explains them. What is not measured (a backrest without cells, sway at a slow rate) is left out of the
Gaussians, so the same numbers serve every set of cells.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from chairpi.core.load import Array
from chairpi.core.model import SLIDE, STATES, Population, PostureModel

N_STATES = len(STATES)

DWELL_S = 60.0
"""Mean time in a posture [s]: the chance to stay for a second is exp(-1/60). Office workers shift 15-18 times an hour or more
(Waongenngarm et al. 2020), so a posture lasts for minutes; a shorter time lets the filter follow. Our choice."""

TEMPER = 0.25
"""A second counts as a quarter of one: seconds that follow each other repeat what was said before, and without this the filter would
be far too sure of itself. Our choice, in simulation."""

WORST = -12.0
"""No second speaks against a posture by more than this, in ln of the likelihood against the best one: a reach for a cup must not
undo a minute. Our choice, in simulation."""


STRANGERS = -15.0
"""On a seat whose zero is believed, people of other seats speak this much more quietly, in ln of the density: where the calibrated
population explains a second at all they are not heard, and where it does not, they know more than "cannot tell". Simulated people's
numbers alone say "cannot tell" to every hold of 33 real people on a cushion. Our choice."""


@dataclass(frozen=True, slots=True, eq=False)
class _Marginal:
    """The model without what is not measured."""

    known: list[int]
    whitening: Array
    offset: Array
    log_scale: Array
    n_populations: int
    severity_mm: Array
    severity_mean_mm: float
    severity_sd_mm: float


class PostureFilter:
    """Follows the posture of one sitter, a second at a time.

    Parameters
    ----------
    model
        Its numbers.
    calibrated
        Whether the seat's zero is believed.

    Attributes
    ----------
    calibrated
        The same; may be changed at any time.
    probability
        Of each of `STATES`, shape (N_STATES,); adds up to 1.
    """

    def __init__(self, model: PostureModel, *, calibrated: bool = False) -> None:
        self._model = model
        self.calibrated = calibrated
        self._marginals: dict[tuple[bool, ...], _Marginal] = {}
        self._marginal: _Marginal | None = None
        self._known: Array | None = None
        self.forget()

    def forget(self) -> None:
        """Nobody sits: every posture is as likely as any other."""
        self.probability: Array = np.full(N_STATES, 1.0 / N_STATES)
        self._known = None

    def receive(self, features: list[float], length_s: float) -> Array:
        """Take one second's features, in the order of `FEATURES`, NaN where unknown; the probabilities after it."""
        marginal = self._marginal_for(features)
        weight = self.log_likelihood(features, marginal)
        weight *= TEMPER * min(length_s, 1.0)
        self.fade(length_s)
        probability = self.probability
        probability *= np.exp(weight)
        probability /= float(np.add.reduce(probability))
        return probability

    def fade(self, length_s: float) -> None:
        """Time passes unseen [s]: the sitter may have changed posture."""
        stay = math.exp(-length_s / DWELL_S)
        self.probability *= stay
        self.probability += (1.0 - stay) / N_STATES

    def log_likelihood(self, features: list[float], marginal: _Marginal | None = None) -> Array:
        """Ln of how well each of `STATES` explains the features, against the best of them, and no less than `WORST`."""
        marginal = self._marginal_for(features) if marginal is None else marginal
        known = self._known = np.array([features[i] for i in marginal.known])
        white = (marginal.whitening @ known - marginal.offset).reshape(len(marginal.log_scale), -1)
        log_density = marginal.log_scale - 0.5 * np.add.reduce(white * white, axis=1)
        if marginal.n_populations > 1:
            log_density = np.logaddexp.reduce(log_density.reshape(marginal.n_populations, N_STATES))
        log_density -= float(log_density.max())
        likelihood: Array = np.maximum(log_density, WORST)
        return likelihood

    @property
    def slide_mm(self) -> tuple[float, float]:
        """How far the hips are forward if they have slid, and its standard deviation [mm]; NaN before the first second.

        Notes
        -----
        The mean and the standard deviation of the slide given the features, in the joint Gaussian of both.
        """
        marginal = self._marginal
        if self._known is None or marginal is None:
            return math.nan, math.nan
        return marginal.severity_mean_mm + float(marginal.severity_mm @ self._known), marginal.severity_sd_mm

    def _marginal_for(self, features: Sequence[float]) -> _Marginal:
        key = (self.calibrated, *[value == value for value in features])
        if key not in self._marginals:
            known = [i for i, value in enumerate(features) if value == value]
            self._marginals[key] = _marginal(self._model, known, calibrated=self.calibrated)
        self._marginal = self._marginals[key]
        return self._marginal


def _marginal(model: PostureModel, known: list[int], *, calibrated: bool) -> _Marginal:
    """Leave out what is not known: rows and columns of the Gaussians."""
    d = len(known)
    heard = {name: postures for name, postures in model.populations.items() if _measures(postures, known)}
    whitening, offset, log_scale = [], [], []
    for name, postures in heard.items():
        quieter = STRANGERS if calibrated and name != model.calibrated else 0.0
        for state in STATES:
            gaussian = postures.get(state)
            if gaussian is None:  # never seen in this population: the others speak for it
                whitening.append(np.zeros((d, d)))
                offset.append(np.zeros(d))
                log_scale.append(-math.inf)
                continue
            root = np.linalg.inv(np.linalg.cholesky(gaussian.covariance[np.ix_(known, known)]))
            whitening.append(root)
            offset.append(root @ gaussian.mean[known])
            n_seen = 1 if calibrated else sum(state in others for others in heard.values())
            log_density = float(np.log(np.diag(root)).sum()) - 0.5 * d * math.log(2 * math.pi)
            log_scale.append(log_density - math.log(n_seen) + quieter)
    slid = model.populations[model.calibrated][STATES[SLIDE]]
    with_slide = model.severity.covariance_mm[known]
    weights: Array = np.asarray(np.linalg.solve(slid.covariance[np.ix_(known, known)], with_slide), np.float64)
    left_mm2 = model.severity.sd_mm**2 - float(weights @ with_slide)
    return _Marginal(
        known=known,
        whitening=np.concatenate(whitening),
        offset=np.concatenate(offset),
        log_scale=np.array(log_scale),
        n_populations=len(heard),
        severity_mm=weights,
        severity_mean_mm=model.severity.mean_mm - float(weights @ slid.mean[known]),
        severity_sd_mm=math.sqrt(max(left_mm2, 1.0)),
    )


def _measures(postures: Population, known: list[int]) -> bool:
    """Whether a population was measured with these features."""
    return all(bool(np.isfinite(gaussian.mean[known]).all()) for gaussian in postures.values())
