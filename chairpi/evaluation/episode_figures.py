"""The scores of several people as figures: events found, delays, false alarms, and shares of time flagged."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import reduce
from operator import add

import numpy as np
from numpy.typing import NDArray

from chairpi.evaluation.episodes import Array, EpisodeScore
from chairpi.evaluation.figures import (
    N_RESAMPLES,
    Figure,
    bootstrap_interval,
    poisson_interval,
    proportion_interval,
    wider,
)


def pooled(scores: Sequence[EpisodeScore]) -> EpisodeScore:
    """Add the scores of several people or recordings."""
    return reduce(add, scores, EpisodeScore())


def episode_figures(scores: Sequence[EpisodeScore], n: int = N_RESAMPLES, seed: int = 0) -> tuple[Figure, ...]:
    """Work out the figures of all people together, each with a 95 % interval.

    Parameters
    ----------
    scores
        One for each person.
    n, seed
        Of the bootstrap over people.

    Returns
    -------
    Figures named `detected_fraction`, `delay_median_s`, `delay_p90_s`, `false_alarms_per_h`, `slide_flagged_fraction`,
    `good_flagged_fraction` and `severity_error_median_mm`. The intervals of the share detected and of the false alarms are
    the wider of the bootstrap and the exact one. Delays are of the events that were told; percentiles are interpolated.
    """
    people = np.arange(len(scores))
    delays_s = [np.array(one.delays_s) for one in scores]
    errors_mm = [np.array(one.errors_mm) for one in scores]
    total = pooled(scores)
    hours = total.seated_s / 3600.0
    n_slides, n_detected, n_false = len(total.slides), total.n_detected, len(total.false_alarms)

    def ratio(top: Sequence[float], bottom: Sequence[float]) -> Callable[[NDArray[np.intp]], float]:
        tops, bottoms = np.array(top, dtype=np.float64), np.array(bottom, dtype=np.float64)

        def of(rows: NDArray[np.intp]) -> float:
            whole = bottoms[rows].sum()
            return float(tops[rows].sum() / whole) if whole > 0 else math.nan

        return of

    def quantile(values: Sequence[Array], share: float) -> Callable[[NDArray[np.intp]], float]:
        def of(rows: NDArray[np.intp]) -> float:
            found = np.concatenate([np.empty(0), *(values[row] for row in rows)])
            return float(np.quantile(found, share)) if len(found) else math.nan

        return of

    detected = ratio([one.n_detected for one in scores], [len(one.slides) for one in scores])
    alarms = ratio([len(one.false_alarms) for one in scores], [one.seated_s / 3600.0 for one in scores])
    named = {
        "detected_fraction": (detected, n_slides, proportion_interval(n_detected, n_slides)),
        "delay_median_s": (quantile(delays_s, 0.5), n_detected, None),
        "delay_p90_s": (quantile(delays_s, 0.9), n_detected, None),
        "false_alarms_per_h": (alarms, n_false, poisson_interval(n_false, hours)),
        "slide_flagged_fraction": (
            ratio([one.slide_flagged_s for one in scores], [one.slide_s for one in scores]),
            len(scores),
            None,
        ),
        "good_flagged_fraction": (
            ratio([one.good_flagged_s for one in scores], [one.good_s for one in scores]),
            len(scores),
            None,
        ),
        "severity_error_median_mm": (quantile(errors_mm, 0.5), len(total.errors_mm), None),
    }
    figures = []
    for name, (work_out, n_items, exact) in named.items():
        interval = bootstrap_interval(work_out, people, n, seed)
        low, high = interval if exact is None else wider(interval, exact)
        figures.append(Figure(name, work_out(people), low, high, n_items))
    return tuple(figures)
