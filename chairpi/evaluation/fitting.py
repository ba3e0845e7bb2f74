"""From seconds whose posture is known to the posture filter's numbers: a Gaussian for each posture, and how far a slide is."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chairpi.core.posture.features import FEATURES, N_FEATURES
from chairpi.core.posture.model import (
    NEAR_MM,
    PERCHED,
    SLID,
    SLID_SUFFIX,
    SLIDE,
    STATES,
    UNKNOWN,
    Gaussian,
    Population,
    PostureModel,
    Severity,
)
from chairpi.core.weighing.load import Array

MANY_PEOPLE = 30.0
"""A posture's own covariance counts as much as that of all postures together when so many people were seen in it. Our choice: it has
120 numbers to learn."""

UNKNOWN_WIDTH = 10.0
"""The posture that is none of the others is spread so many times as wide as all of them together, about their mean: it speaks only for
what is far from all of them. Our choice."""

LEAST_SD = 0.02
"""Added to each feature's spread, squared: a simulated cell is too good at saying nothing. About 2 % of a share. Our choice."""

ZERO_SDS = (0.02, 0.05, 0.1, 0.2, 0.3)
"""The same for people on a seat whose zero wanders: of these, the one that explains people who were left out best (`zero_sd`). On the
SmartSeat chair a cell's zero wandered by 7-47 N within 20 minutes, against some 80 N of load on it."""
N_FOLDS = 4
NO_WORSE = -10.0
"""One second counts no less than this against a spread that is tried, in ln of the probability: outliers do not choose it."""

EDGE_S = 3.0
"""Seconds after a change of label that are left out: the move itself belongs to neither posture."""


BACK_SIDE = FEATURES.index("back_side")
MIRRORED = [
    FEATURES.index(name.replace("left", "?").replace("right", "left").replace("?", "right")) for name in FEATURES
]
MIRRORED_LABEL = {
    name: name.replace("left", "?").replace("right", "left").replace("?", "right")
    for name in STATES
    if name.startswith(("lean", "crossed"))
}
"""What features and labels are when left and right are changed over."""


SLID_FROM_MM = 30.0
BACK_TO_MM = 15.0
"""From the first on, a posture is one with the hips slid forward, below the second it is not; between them it is neither."""


def state_of(label: str, slide_mm: float) -> str | None:
    """The filter's state that a label and a true slide [mm] are; `None` where they are between two, or none of them."""
    if label not in STATES or slide_mm != slide_mm:
        return None
    if label == STATES[SLIDE]:
        return label if slide_mm >= NEAR_MM else f"{label}_near"
    if label == STATES[PERCHED] or slide_mm < BACK_TO_MM:
        return label
    slid = label + SLID_SUFFIX
    return slid if slid in STATES and slide_mm >= SLID_FROM_MM else None


@dataclass(frozen=True, slots=True, eq=False)
class Labelled:
    """Seconds of known posture.

    Parameters
    ----------
    features
        Shape (n, N_FEATURES); NaN where unknown.
    label
        One of `STATES`, shape (n,) (see `state_of`).
    slide_mm
        True slide, shape (n,) [mm]; NaN where not known.
    person
        Who it was, shape (n,): whole numbers.
    """

    features: Array
    label: NDArray[np.str_]
    slide_mm: Array
    person: NDArray[np.intp]

    def of(self, rows: NDArray[np.bool_]) -> Labelled:
        """Some of the seconds."""
        return Labelled(self.features[rows], self.label[rows], self.slide_mm[rows], self.person[rows])

    def mirrored(self) -> Labelled:
        """The same seconds with left and right changed over: of a chair that does not know its left from its right."""
        features = self.features[:, MIRRORED].copy()
        features[:, BACK_SIDE] *= -1.0
        label = np.array([MIRRORED_LABEL.get(label, label) for label in self.label.tolist()], dtype=self.label.dtype)
        return Labelled(features, label, self.slide_mm, self.person)

    @classmethod
    def joined(cls, parts: Sequence[Labelled]) -> Labelled:
        """All seconds of several."""
        return cls(
            np.concatenate([part.features for part in parts]),
            np.concatenate([part.label for part in parts]),
            np.concatenate([part.slide_mm for part in parts]),
            np.concatenate([part.person for part in parts]),
        )


def flat_model() -> PostureModel:
    """A model that knows nothing: every posture is as likely as any other, whatever is seen. Fitting begins with it."""
    wide = Gaussian(np.zeros(N_FEATURES), 1e6 * np.eye(N_FEATURES))
    return PostureModel({"none": dict.fromkeys(STATES, wide)}, Severity(0.0, 1.0, np.zeros(N_FEATURES)), "none", {})


def fitted_population(
    seconds: Labelled, borrowed: Population | None = None, least_sd: float = LEAST_SD, *, mirrored: bool = True
) -> Population:
    """A Gaussian for each posture.

    Parameters
    ----------
    seconds
        Of many people; every person counts alike, and so does every posture.
    least_sd
        Added to each feature's spread, squared.
    mirrored
        Every second counts a second time with left and right changed over, so that the filter treats both sides alike. Not for people
        on one and the same chair who are judged on that chair: its left is not its right.
    borrowed
        Where a feature was never measured (sway at a slow rate), its mean and spread are taken from here, unrelated to the others.

    Notes
    -----
    Mean and covariance are weighted so that each person counts alike within a posture. A posture seen in few people takes over part of
    the covariance that all postures share (Friedman 1989, doi:10.1080/01621459.1989.10478752), n / (n + `MANY_PEOPLE`) being its own.
    """
    if mirrored:
        seconds = Labelled.joined([seconds, seconds.mirrored()])
    postures = [state for state in STATES if np.any(seconds.label == state)]
    known = np.isfinite(seconds.features).mean(axis=0) > 0.5
    columns = np.flatnonzero(known)
    own: dict[str, tuple[Array, Array, int]] = {}
    for state in postures:
        rows = seconds.of(np.asarray(seconds.label == state, dtype=np.bool_))
        values = rows.features[:, columns]
        whole = np.isfinite(values).all(axis=1)
        values, person = values[whole], rows.person[whole]
        _, which, count = np.unique(person, return_inverse=True, return_counts=True)
        weight = 1.0 / count[which]
        weight /= weight.sum()
        mean = weight @ values
        off = values - mean
        own[state] = mean, (off * weight[:, None]).T @ off, len(count)
    pooled = sum((covariance for _, covariance, _ in own.values()), np.zeros((len(columns),) * 2)) / len(own)
    population: dict[str, Gaussian] = {}
    for state, (mean, covariance, n_people) in own.items():
        share = n_people / (n_people + MANY_PEOPLE)
        shrunk = share * covariance + (1.0 - share) * pooled + least_sd**2 * np.eye(len(columns))
        population[state] = _whole(state, columns, mean, shrunk, borrowed)
    means = np.array([gaussian.mean for gaussian in population.values()])
    covariances = np.array([gaussian.covariance for gaussian in population.values()])
    middle = means.mean(axis=0)
    everything = covariances.mean(axis=0) + (means - middle).T @ (means - middle) / len(means)
    population[UNKNOWN] = Gaussian(middle, UNKNOWN_WIDTH**2 * everything)
    return population


def zero_sd(seconds: Labelled, *, mirrored: bool) -> float:
    """Which of `ZERO_SDS` explains people best whose own seconds were left out: nobody else's numbers are looked at.

    Parameters
    ----------
    seconds
        Of the people that a population is fitted on.
    mirrored
        As for `fitted_population`.
    """
    known = np.asarray(np.isfinite(seconds.features).all(axis=0), dtype=np.bool_)
    _, who = np.unique(seconds.person, return_inverse=True)
    scores = []
    for least_sd in ZERO_SDS:
        total = 0.0
        for fold in range(N_FOLDS):
            out = np.asarray(who % N_FOLDS == fold, dtype=np.bool_)
            population = fitted_population(seconds.of(~out), least_sd=least_sd, mirrored=mirrored)
            # A posture that only these people were seen in says nothing about the spread.
            seen = np.asarray(np.isin(seconds.label, seconds.label[~out]), dtype=np.bool_)
            total += _explained(population, seconds.of(out & seen), known)
        scores.append(total)
    return ZERO_SDS[int(np.argmax(scores))]


def _explained(population: Population, seconds: Labelled, known: NDArray[np.bool_]) -> float:
    """Sum of ln of the probability of each second's own label, no less than `NO_WORSE` each."""
    names = list(population)
    values = seconds.features[:, known]
    log_density = np.empty((len(names), len(values)))
    for i, gaussian in enumerate(population.values()):
        root = np.linalg.cholesky(gaussian.covariance[np.ix_(known, known)])
        white = np.linalg.solve(root, (values - gaussian.mean[known]).T)
        log_density[i] = -0.5 * np.sum(white * white, axis=0) - np.log(np.diag(root)).sum()
    log_density -= np.logaddexp.reduce(log_density, axis=0)
    own = log_density[[names.index(label) for label in seconds.label.tolist()], np.arange(len(values))]
    return float(np.maximum(own, NO_WORSE).sum())


def _whole(
    state: str, columns: NDArray[np.intp], mean: Array, covariance: Array, borrowed: Population | None
) -> Gaussian:
    whole_mean, whole_covariance = np.full(N_FEATURES, np.nan), np.full((N_FEATURES, N_FEATURES), np.nan)
    if borrowed is not None:
        whole_mean[:] = borrowed[state].mean
        whole_covariance[:] = np.diag(np.diag(borrowed[state].covariance))
    whole_mean[columns] = mean
    whole_covariance[np.ix_(columns, columns)] = covariance
    return Gaussian(whole_mean, whole_covariance)


def fitted_severity(seconds: Labelled, population: Population) -> Severity:
    """How the slide goes with the features of somebody who has slid.

    Notes
    -----
    The joint Gaussian of slide and features, with the features' part as in `population`: the slope is that of a regression on them.
    """
    has_slid = np.asarray(
        np.isin(seconds.label, [STATES[i] for i in SLID]) & np.isfinite(seconds.slide_mm), dtype=np.bool_
    )
    slid = seconds.of(has_slid)
    slid = Labelled.joined([slid, slid.mirrored()])
    slid = slid.of(np.asarray(np.isfinite(slid.features).all(axis=1), dtype=np.bool_))
    gaussian = population[STATES[SLIDE]]
    off = slid.features - gaussian.mean
    design = np.column_stack([np.ones(len(off)), off])
    ridge = 1e-3 * len(off) * np.diag([0.0, *([1.0] * N_FEATURES)])
    beta = np.linalg.solve(design.T @ design + ridge, design.T @ slid.slide_mm)
    left_mm2 = float(np.mean((slid.slide_mm - design @ beta) ** 2))
    covariance_mm = gaussian.covariance @ beta[1:]
    return Severity(float(beta[0]), math.sqrt(left_mm2 + float(beta[1:] @ covariance_mm)), covariance_mm)


def as_record(model: PostureModel) -> dict[str, Any]:
    """A model as the content of its file: see `chairpi.core.posture.model.model_from`."""
    return {
        "features": list(FEATURES),
        "made": dict(model.made),
        "severity": {
            "population": model.calibrated,
            "mean_mm": round(model.severity.mean_mm, 3),
            "sd_mm": round(model.severity.sd_mm, 4),
            "covariance_mm": [round(value, 5) for value in model.severity.covariance_mm.tolist()],
        },
        "population": {
            name: {state: _gaussian_record(gaussian) for state, gaussian in postures.items()}
            for name, postures in model.populations.items()
        },
    }


def _gaussian_record(gaussian: Gaussian) -> Mapping[str, Any]:
    sd = np.sqrt(np.diag(gaussian.covariance))
    correlation = gaussian.covariance / np.outer(sd, sd)
    return {
        "mean": [round(value, 5) for value in gaussian.mean.tolist()],
        "sd": [round(value, 5) for value in sd.tolist()],
        "correlation": [[round(value, 5) for value in row[: i + 1]] for i, row in enumerate(correlation.tolist())],
    }
