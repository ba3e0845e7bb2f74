"""Figures of merit and their intervals: pure arithmetic on scores and labels, the same for ours and for the others."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

CONFIDENCE = 0.95
"""Every interval here is a 95 % one."""

N_RESAMPLES = 2000
"""Resamples of a bootstrap: enough for the ends of a 95 % percentile interval (Efron and Tibshirani, An Introduction to the
Bootstrap, 1993, ch. 13: 1000 at least)."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure and how sure it is.

    Parameters
    ----------
    name
        What it is; a unit ends the name where there is one.
    value
        NaN where the data hold nothing to work it out from.
    low, high
        The ends of its 95 % interval; NaN where there is none, as with a single person.
    n
        How many holds, slides or false alarms it rests on; people, where it is a share of time.
    fitted_on, judged_on
        Which people the judge was fitted on and which it judged, where that is worth saying; else empty.
    """

    name: str
    value: float
    low: float
    high: float
    n: int
    fitted_on: str = ""
    judged_on: str = ""


def auc(score: ArrayLike, positive: ArrayLike) -> float:
    """Area under the receiver operating characteristic: how often a positive scores higher than a negative.

    Parameters
    ----------
    score
        Shape (n,); higher means more likely positive.
    positive
        Shape (n,), bool.

    Returns
    -------
    float
        0 to 1; a tie counts half (Mann-Whitney; Hanley and McNeil 1982, doi:10.1148/radiology.143.1.7063747). NaN
        without a positive or without a negative.

    Raises
    ------
    ValueError
        A score is NaN, or the shapes differ.

    >>> auc([0.9, 0.5, 0.5, 0.1], [True, True, False, False])
    0.875
    """
    hits, misses = _split(score, positive)
    if not (len(hits) and len(misses)):
        return math.nan
    below = np.searchsorted(misses, hits, side="left") + np.searchsorted(misses, hits, side="right")
    return float(below.sum() / (2 * len(hits) * len(misses)))


def recall_at_false_positives(score: ArrayLike, positive: ArrayLike, fraction: float = 0.05) -> float:
    """Share of the positives found at the lowest threshold with at most this share of false positives.

    Parameters
    ----------
    score, positive
        As for `auc`.
    fraction
        Largest share of the negatives that may be told as positive.

    Returns
    -------
    float
        0 to 1; NaN without a positive or without a negative.

    Raises
    ------
    ValueError
        A score is NaN, or the shapes differ.

    Notes
    -----
    No interpolation: only thresholds that can really be set count. Equal scores are on the same side of each of them, so
    that a positive that ties with the first negative too many is not found.

    >>> recall_at_false_positives([0.9, 0.5, 0.4, 0.5, 0.1], [True, True, True, False, False])
    0.3333333333333333
    """
    hits, misses = _split(score, positive)
    if not (len(hits) and len(misses)):
        return math.nan
    n_allowed = math.floor(fraction * len(misses) + 1e-9)  # 0.05 x 40 is two, whatever binary fractions make of it
    if n_allowed >= len(misses):
        return 1.0
    first_too_many = misses[len(misses) - 1 - n_allowed]
    return float(np.mean(hits > first_too_many))


def _split(score: ArrayLike, positive: ArrayLike) -> tuple[Array, Array]:
    """Scores of the positives and of the negatives, each in rising order."""
    scores, is_positive = np.asarray(score, dtype=np.float64), np.asarray(positive, dtype=np.bool_)
    if scores.ndim != 1 or scores.shape != is_positive.shape:
        raise ValueError(
            f"scores of shape {scores.shape} with positives of shape {is_positive.shape}: one of each needed"
        )
    if np.isnan(scores).any():
        raise ValueError("a score is NaN: leave out what was not judged, and say so")
    return np.sort(scores[is_positive]), np.sort(scores[~is_positive])


def confusion(labels: Sequence[str], told: Sequence[str], classes: Sequence[str]) -> NDArray[np.int64]:
    """How often each label was told as each class.

    Parameters
    ----------
    labels, told
        What was so, and what was told instead; equally many.
    classes
        The order of rows and columns.

    Returns
    -------
    Shape (n_classes, n_classes): a row for each label, a column for each class told.

    Raises
    ------
    ValueError
        A label or a class told is not among `classes`, or there are not equally many.
    """
    index = {name: number for number, name in enumerate(classes)}
    strangers = sorted({*labels, *told} - set(index))
    if strangers:
        raise ValueError(f"{', '.join(strangers)}: not among the classes {', '.join(classes)}")
    counts = np.zeros((len(index), len(index)), dtype=np.int64)
    for label, said in zip(labels, told, strict=True):
        counts[index[label], index[said]] += 1
    return counts


def balanced_accuracy(labels: Sequence[str] | NDArray[np.str_], told: Sequence[str] | NDArray[np.str_]) -> float:
    """Mean, over the labels that are present, of the share that was told right (Brodersen 2010, doi:10.1109/ICPR.2010.764).

    >>> balanced_accuracy(["upright", "upright", "recline"], ["upright", "recline", "recline"])
    0.75
    """
    names, said = np.asarray(labels, dtype=np.str_), np.asarray(told, dtype=np.str_)
    if names.shape != said.shape:
        raise ValueError(f"{len(names)} labels with {len(said)} classes told: equally many needed")
    recalls = [float(np.mean(said[names == label] == label)) for label in np.unique(names)]
    return sum(recalls) / len(recalls) if recalls else math.nan


def bootstrap_interval(
    figure: Callable[[NDArray[np.intp]], float],
    groups: Sequence[str] | Sequence[int] | NDArray[np.generic],
    n: int = N_RESAMPLES,
    seed: int = 0,
) -> tuple[float, float]:
    """95 % percentile interval of a figure over people: whole people are drawn again, never single rows.

    Rows of one person are alike, so that drawing rows would make the interval too narrow (Efron and Tibshirani 1993, ch. 13).

    Parameters
    ----------
    figure
        Works the figure out from the rows with these indices; a person drawn twice is there twice.
    groups
        Shape (n_rows,): which person each row belongs to.
    n
        Resamples.
    seed
        The same seed gives the same interval.

    Returns
    -------
    low, high
        NaN with fewer than two people. Resamples that the figure cannot be worked out from (NaN) are left out; when they
        are more than half, there is no interval.
    """
    names, person_of = np.unique(np.asarray(groups), return_inverse=True)
    rows_of = [np.flatnonzero(person_of == person) for person in range(len(names))]
    if len(names) < 2:
        return math.nan, math.nan
    rng = np.random.default_rng(seed)
    drawn = rng.integers(0, len(names), size=(n, len(names)))
    values = np.array([figure(np.concatenate([rows_of[person] for person in people])) for people in drawn])
    values = values[~np.isnan(values)]
    if 2 * len(values) <= n:
        return math.nan, math.nan
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(values, (tail, 1 - tail)).tolist()
    return low, high


def poisson_interval(n_events: int, exposure: float = 1.0) -> tuple[float, float]:
    """Exact 95 % interval of a rate (Garwood 1936, doi:10.1093/biomet/28.3-4.437).

    Parameters
    ----------
    n_events
        How often it happened.
    exposure
        How long was watched, in the rate's unit of time.

    Returns
    -------
    low, high
        Per unit of time; NaN without exposure.

    >>> low, high = poisson_interval(0, exposure=10.0)
    >>> low, round(high, 3)
    (0.0, 0.369)
    """
    if not exposure > 0:
        return math.nan, math.nan
    tail = (1 - CONFIDENCE) / 2
    most = 2 * n_events + 50.0  # far above the upper end: its tail is less than 1e-12 for any count
    low = 0.0 if n_events == 0 else _root(lambda mean: _poisson_cdf(n_events - 1, mean) - (1 - tail), most)
    high = _root(lambda mean: _poisson_cdf(n_events, mean) - tail, most)
    return low / exposure, high / exposure


def proportion_interval(n_events: int, n_of: int) -> tuple[float, float]:
    """Exact 95 % interval of a share (Clopper and Pearson 1934, doi:10.1093/biomet/26.4.404); NaN of nothing.

    >>> low, high = proportion_interval(10, 10)
    >>> round(low, 3), high
    (0.692, 1.0)
    """
    if not n_of > 0:
        return math.nan, math.nan
    tail = (1 - CONFIDENCE) / 2
    low = 0.0 if n_events == 0 else _root(lambda share: _binomial_cdf(n_events - 1, n_of, share) - (1 - tail), 1.0)
    high = 1.0 if n_events == n_of else _root(lambda share: _binomial_cdf(n_events, n_of, share) - tail, 1.0)
    return low, high


def wider(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    """From the lower low end to the higher high end, each NaN passed over.

    For rates with few events: the bootstrap of no false alarm at all is [0, 0], which is not so, and the exact interval
    knows nothing of people who differ. Taking the wider of both at each end is our choice: it errs to the safe side.
    """
    return float(np.fmin(one[0], other[0])), float(np.fmax(one[1], other[1]))


def _root(falling: Callable[[float], float], high: float) -> float:
    """Where a function that falls from above to below zero between 0 and `high` crosses it, to double precision."""
    low = 0.0
    for _ in range(100):
        middle = (low + high) / 2
        if falling(middle) > 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _poisson_cdf(k: int, mean: float) -> float:
    if mean <= 0:
        return 1.0
    return math.fsum(math.exp(i * math.log(mean) - mean - math.lgamma(i + 1)) for i in range(k + 1))


def _binomial_cdf(k: int, n: int, share: float) -> float:
    if not 0 < share < 1:
        return 1.0 if share <= 0 else 0.0
    yes, no, total = math.log(share), math.log1p(-share), math.lgamma(n + 1)
    return math.fsum(
        math.exp(total - math.lgamma(i + 1) - math.lgamma(n - i + 1) + i * yes + (n - i) * no) for i in range(k + 1)
    )
