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
from numpy.typing import NDArray

from chairpi.core.posture.model import SLIDE, STATES, Population, PostureModel
from chairpi.core.weighing.load import Array

N_STATES = len(STATES)

DWELL_S = 60.0
"""Mean time in a posture [s]: the chance to stay for a second is exp(-1/60). Office workers shift 15-18 times an hour or more
(Waongenngarm et al. 2020), so a posture lasts for minutes; a shorter time lets the filter follow. Our choice."""

STAYS_1_S = math.exp(-1.0 / DWELL_S)
"""The chance to stay for a second, made once: nearly every length is one."""

TEMPER = 0.25
"""A second counts as a quarter of one: seconds that follow each other repeat what was said before, and without this the filter would
be far too sure of itself. Our choice, in simulation."""

WORST = -12.0
"""No second speaks against a posture by more than this, in ln of the likelihood against the best one: a reach for a cup must not
undo a minute. Our choice, in simulation."""
_WORST = np.full(N_STATES, WORST)


STRANGERS = -15.0
"""On a seat whose zero is believed, people of other seats speak this much more quietly, in ln of the density: where the calibrated
population explains a second at all they are not heard, and where it does not, they know more than "cannot tell". Simulated people's
numbers alone say "cannot tell" to every hold of 33 real people on a cushion. Our choice."""


@dataclass(frozen=True, slots=True, eq=False)
class _Marginal:
    """The model without what is not measured, made ready for what is done each second.

    The logarithm of a Gaussian is a polynomial of the second degree. So with y = (1, the known features less `origin`), and all
    products y_i y_j as terms, what all states of all populations say to a second is one matrix product.

    Parameters
    ----------
    calibrated, is_known
        For which seat, and for which of the features, one entry for each.
    origin
        Of the features, with a zero in front: near where people are, so that large terms need not cancel.
    first, second
        i and j of each term.
    polynomial
        Shape (n_populations x N_STATES, n_terms): ln of the density is this, times the terms.
    severity_mm
        The slide is these times y [mm], for somebody who has slid.
    severity_sd_mm
        Its standard deviation [mm].
    """

    calibrated: bool
    is_known: list[bool]
    origin: Array
    first: NDArray[np.intp]
    second: NDArray[np.intp]
    polynomial: Array
    severity_mm: Array
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
        self._marginals: list[_Marginal] = []
        self._marginal: _Marginal | None = None
        self._latest: Array | None = None
        self.forget()

    def forget(self) -> None:
        """Nobody sits: every posture is as likely as any other."""
        self.probability: Array = np.full(N_STATES, 1.0 / N_STATES)
        self._latest = None

    def receive(self, features: list[float], length_s: float) -> Array:
        """Take one second's features, in the order of `FEATURES`, NaN where unknown; the probabilities after it."""
        weight = self.log_likelihood(features)
        weight *= TEMPER * min(length_s, 1.0)
        self.fade(length_s)
        probability = self.probability
        probability *= np.exp(weight, weight)
        probability /= np.add.reduce(probability)
        return probability

    def fade(self, length_s: float) -> None:
        """Time passes unseen [s]: the sitter may have changed posture."""
        stay = STAYS_1_S if length_s == 1.0 else math.exp(-length_s / DWELL_S)
        self.probability *= stay
        self.probability += (1.0 - stay) / N_STATES

    def log_likelihood(self, features: list[float]) -> Array:
        """Ln of how well each of `STATES` explains the features, against the best of them, and no less than `WORST`."""
        marginal = self._marginal_for(features)
        y = self._latest = np.array([1.0, *[value for value in features if value == value]])
        y -= marginal.origin
        log_density: Array = marginal.polynomial.dot(y.take(marginal.first) * y.take(marginal.second))
        likelihood: Array = log_density[:N_STATES]
        for of_others in range(N_STATES, len(log_density), N_STATES):
            np.logaddexp(likelihood, log_density[of_others : of_others + N_STATES], out=likelihood)
        likelihood -= np.maximum.reduce(likelihood)
        np.maximum(likelihood, _WORST, out=likelihood)
        return likelihood

    @property
    def slide_mm(self) -> tuple[float, float]:
        """How far the hips are forward if they have slid, and its standard deviation [mm]; NaN before the first second.

        Notes
        -----
        The mean and the standard deviation of the slide given the features, in the joint Gaussian of both.
        """
        marginal = self._marginal
        if self._latest is None or marginal is None:
            return math.nan, math.nan
        return float(marginal.severity_mm @ self._latest), marginal.severity_sd_mm

    def _marginal_for(self, features: Sequence[float]) -> _Marginal:
        is_known = [value == value for value in features]
        latest = self._marginal
        if latest is not None and latest.is_known == is_known and latest.calibrated == self.calibrated:
            return latest
        for marginal in self._marginals:
            if marginal.is_known == is_known and marginal.calibrated == self.calibrated:
                break
        else:
            marginal = _marginal(self._model, is_known, calibrated=self.calibrated)
            self._marginals.append(marginal)
        self._marginal = marginal
        return marginal


def _marginal(model: PostureModel, is_known: list[bool], *, calibrated: bool) -> _Marginal:
    """Leave out what is not known: rows and columns of the Gaussians."""
    known = [i for i, here in enumerate(is_known) if here]
    heard = {name: postures for name, postures in model.populations.items() if _measures(postures, known)}
    slid = model.populations[model.calibrated][STATES[SLIDE]]
    origin = slid.mean[known]
    first, second = np.triu_indices(len(known) + 1)
    polynomial = np.zeros((len(heard), N_STATES, len(first)))
    for population, (name, postures) in enumerate(heard.items()):
        quieter = STRANGERS if calibrated and name != model.calibrated else 0.0
        for state, gaussian in enumerate(map(postures.get, STATES)):
            coefficients = polynomial[population, state]
            if gaussian is None:  # never seen in this population: the others speak for it
                coefficients[0] = -math.inf
                continue
            form, log_scale = _log_gaussian(gaussian.mean[known] - origin, gaussian.covariance[np.ix_(known, known)])
            coefficients[:] = (form + np.triu(form, 1))[first, second]
            n_seen = 1 if calibrated else sum(STATES[state] in others for others in heard.values())
            coefficients[0] += log_scale - math.log(n_seen) + quieter
    with_slide = model.severity.covariance_mm[known]
    weights: Array = np.asarray(np.linalg.solve(slid.covariance[np.ix_(known, known)], with_slide), np.float64)
    left_mm2 = model.severity.sd_mm**2 - float(weights @ with_slide)
    return _Marginal(
        calibrated=calibrated,
        is_known=is_known,
        origin=np.array([0.0, *origin]),
        first=first,
        second=second,
        polynomial=polynomial.reshape(len(heard) * N_STATES, len(first)),
        severity_mm=np.array([model.severity.mean_mm, *weights]),
        severity_sd_mm=math.sqrt(max(left_mm2, 1.0)),
    )


def _log_gaussian(mean: Array, covariance: Array) -> tuple[Array, float]:
    """The ln of a Gaussian of x as a symmetric form of y = (1, x), and what is to be added to it."""
    d = len(mean)
    root = np.linalg.inv(np.linalg.cholesky(covariance))
    white = np.column_stack([-root @ mean, root])  # times y: whitened
    form: Array = -0.5 * (white.T @ white)
    return form, float(np.log(np.diag(root)).sum()) - 0.5 * d * math.log(2 * math.pi)


def _measures(postures: Population, known: list[int]) -> bool:
    """Whether a population was measured with these features."""
    return all(bool(np.isfinite(gaussian.mean[known]).all()) for gaussian in postures.values())
