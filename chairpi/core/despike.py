"""Single wrong samples out: a causal running median of three, per cell."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class RunningMedian:
    """The median of each cell's present and two previous readings.

    A single-sample glitch disappears whatever its size; a step comes through one frame late. Readings that are unknown
    (NaN) stay unknown, and are passed over as neighbours: with fewer than two known neighbours the present reading stands.
    """

    def __init__(self, n_cells: int) -> None:
        self._before = np.full((2, n_cells), np.nan)

    def reset(self) -> None:
        """Forget the past: after a gap nothing is assumed about it."""
        self._before[:] = np.nan

    def receive(self, counts: Array) -> Array:
        """Filter further frames.

        Parameters
        ----------
        counts
            Shape (n_frames, n_cells) [counts].

        Returns
        -------
        ndarray
            The same shape [counts].
        """
        n = len(counts)
        if n == 0:
            return counts
        all_rows = np.concatenate((self._before, counts))
        oldest, older, present = all_rows[:n], all_rows[1 : n + 1], all_rows[2:]
        median = np.maximum(np.minimum(oldest, older), np.minimum(np.maximum(oldest, older), present))
        self._before = all_rows[n:].copy()
        return np.where(np.isnan(median), present, median)
