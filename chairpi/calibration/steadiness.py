"""Whether a window of counts is at rest: nothing is calibrated with a seat that still moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

STEADY_N = 0.2
"""A cell whose readings scatter by more [N rms] is not at rest: 20 g, ten times the noise of a usual module. Our choice."""

STEADY_SLOPE_N_PER_S = 0.05
"""A cell that changes faster [N/s] is not at rest: 5 g/s, 20 g within a window of four seconds. Our choice."""

KNOWN_FRACTION = 0.5
"""A cell with fewer readings than this part of the window's frames is unknown. Our choice."""


@dataclass(frozen=True, slots=True, eq=False)
class Steadiness:
    """What a window of counts says; arrays have shape (n_cells,).

    Parameters
    ----------
    mean_counts, std_counts
        Over the readings that are known [counts]; NaN for an unknown cell.
    unknown, unsteady
        Cells, by position, with too few readings and with readings that are not at rest.
    """

    mean_counts: Array
    std_counts: Array
    unknown: tuple[int, ...]
    unsteady: tuple[int, ...]

    @property
    def ok(self) -> bool:
        """Whether every cell is known and at rest."""
        return not self.unknown and not self.unsteady


def steady(counts: Array, counts_per_n: Sequence[float], length_s: float) -> Steadiness:
    """Judge a window of counts.

    Parameters
    ----------
    counts
        Shape (n_frames, n_cells) [counts], evenly spaced in time; NaN where unknown.
    counts_per_n
        Spans by which scatter and slope are told in newtons [counts/N]; roughly right is enough.
    length_s
        How long the window lasts [s].

    Returns
    -------
    Steadiness
        At rest: scatter below `STEADY_N`, and the difference of the halves' means, over half the length, below
        `STEADY_SLOPE_N_PER_S`.
    """
    known = ~np.isnan(counts)
    enough = known.sum(axis=0) >= max(2.0, KNOWN_FRACTION * len(counts))
    unknown = tuple(int(i) for i in np.flatnonzero(~enough))
    mean_counts = np.full(counts.shape[1], np.nan)
    std_counts, moved_counts = mean_counts.copy(), mean_counts.copy()
    half = len(counts) // 2
    for i in np.flatnonzero(enough):
        values = counts[known[:, i], i]
        mean_counts[i], std_counts[i] = values.mean(), values.std(ddof=1)
        early, late = counts[:half, i][known[:half, i]], counts[half:, i][known[half:, i]]
        moved_counts[i] = late.mean() - early.mean() if len(early) and len(late) else 0.0
    size = np.abs(np.array(counts_per_n))
    moving = (std_counts / size > STEADY_N) | (np.abs(moved_counts) / size > STEADY_SLOPE_N_PER_S * length_s / 2)
    return Steadiness(mean_counts, std_counts, unknown, tuple(int(i) for i in np.flatnonzero(moving)))
