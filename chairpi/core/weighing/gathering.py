"""Frames gathered into seconds, one by one or whole seconds at once.

Sums run in plain floats, one frame after the other, so that chunking cannot change a bit.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from chairpi.core.weighing.load import COP_FROM_N, Array, EmptyLoad, FrameLoad, Loads
from chairpi.core.weighing.second import Second, Spread


class Gatherer:
    """Adds frames up to a second.

    Parameters
    ----------
    n_cells
        How many cells a frame has.

    Attributes
    ----------
    ends_t_s
        When the present second ends [s]; infinity while it holds no frame.
    """

    __slots__ = (
        "_ap2_nmm2",
        "_ap_nmm",
        "_covered_t_s",
        "_estimated_n",
        "_force_n",
        "_lower_n",
        "_ml2_nmm2",
        "_ml_nmm",
        "_n_estimated",
        "_n_lower",
        "_n_upper",
        "_n_whole",
        "_nothing_n",
        "_span",
        "_total_n",
        "_upper_n",
        "ends_t_s",
    )

    def __init__(self, n_cells: int) -> None:
        self._covered_t_s = math.nan
        self._nothing_n = [0.0] * n_cells
        self._clear()

    def begin(self, t_s: float) -> None:
        """Begin the second that holds `t_s`."""
        self.ends_t_s = math.floor(t_s) + 1.0
        if self._covered_t_s != self._covered_t_s:
            self._covered_t_s = t_s

    def _clear(self) -> None:
        self.ends_t_s = math.inf
        self._n_whole = self._n_estimated = self._n_upper = self._n_lower = 0
        self._force_n: Sequence[float] = self._nothing_n
        self._total_n = self._ap_nmm = self._ml_nmm = self._ap2_nmm2 = self._ml2_nmm2 = 0.0
        self._estimated_n = self._upper_n = self._lower_n = 0.0
        self._span = (math.inf, -math.inf, math.inf, -math.inf)

    def add(self, frame: FrameLoad) -> None:
        """Take one frame in which all seat cells were read into the second; a backrest load may be NaN."""
        force_n, total_n, ap_nmm, ml_nmm, upper_n, lower_n = frame
        self._add_back(upper_n, lower_n)
        self._n_whole += 1
        self._force_n = [so_far_n + cell_n for so_far_n, cell_n in zip(self._force_n, force_n, strict=True)]
        self._total_n += total_n
        self._ap_nmm += ap_nmm
        self._ml_nmm += ml_nmm
        self._ap2_nmm2 += ap_nmm * ap_nmm
        self._ml2_nmm2 += ml_nmm * ml_nmm
        low_ap, high_ap, low_ml, high_ml = self._span
        self._span = (
            ap_nmm if ap_nmm < low_ap else low_ap,
            ap_nmm if ap_nmm > high_ap else high_ap,
            ml_nmm if ml_nmm < low_ml else low_ml,
            ml_nmm if ml_nmm > high_ml else high_ml,
        )

    def add_estimated(self, load_n: float, upper_n: float, lower_n: float) -> None:
        """Take a frame in which not all seat cells were read: `load_n` is an estimate, free of the empty load already [N]."""
        if load_n == load_n:  # not NaN, at a third of math.isnan's cost: this runs for every frame
            self._n_estimated += 1
            self._estimated_n += load_n
        self._add_back(upper_n, lower_n)

    def _add_back(self, upper_n: float, lower_n: float) -> None:
        if upper_n == upper_n:
            self._n_upper += 1
            self._upper_n += upper_n
        if lower_n == lower_n:
            self._n_lower += 1
            self._lower_n += lower_n

    def take(self, sums: WholeSeconds, at: int) -> None:
        """Take all frames of one second at once, as if each had been added: what `WholeSeconds` holds at this place."""
        n, self._total_n, self._ap_nmm, self._ml_nmm, self._ap2_nmm2, self._ml2_nmm2, upper_n, lower_n = sums.plain[at]
        self._n_whole = n
        self._force_n = sums.force_n[at]
        self._span = sums.span_nmm[at]
        if upper_n == upper_n:  # not NaN: fitted
            self._n_upper, self._upper_n = n, upper_n
        if lower_n == lower_n:
            self._n_lower, self._lower_n = n, lower_n

    def close(self, empty: EmptyLoad, drift_n: Sequence[float], zero_offset_n: float) -> Second | None:
        """End the second and begin anew; `None` when it held no frame.

        Parameters
        ----------
        empty, drift_n
            What the seat, and each cell, reads with nothing on it: taken off.
        zero_offset_n
            Added to the load [N] where the seat's zero is known to be off (see `core.upright`).
        """
        t_s = self.ends_t_s
        if t_s == math.inf:
            return None
        n, ap_nmm, ml_nmm = self._n_whole, self._ap_nmm, self._ml_nmm
        empty_ap_nmm, empty_ml_nmm = empty.moment_ap_nmm, empty.moment_ml_nmm
        if n:
            load_n = self._total_n / n - empty.total_n + zero_offset_n
        else:
            load_n = (self._estimated_n / self._n_estimated if self._n_estimated else math.nan) + zero_offset_n
        has_centre = n > 0 and load_n >= COP_FROM_N
        low_ap, high_ap, low_ml, high_ml = self._span
        n_upper, n_lower = self._n_upper, self._n_lower
        second = Second(
            t_s,
            t_s - self._covered_t_s,
            load_n,
            (ap_nmm / n - empty_ap_nmm) / load_n if has_centre else math.nan,
            (ml_nmm / n - empty_ml_nmm) / load_n if has_centre else math.nan,
            (self._upper_n / n_upper if n_upper else math.nan) - empty.back_upper_n,
            (self._lower_n / n_lower if n_lower else math.nan) - empty.back_lower_n,
            (low_ap - empty_ap_nmm, high_ap - empty_ap_nmm),
            (low_ml - empty_ml_nmm, high_ml - empty_ml_nmm),
            tuple([cell_n / n - drift for cell_n, drift in zip(self._force_n, drift_n, strict=True)]) if n else (),
            Spread(n, ap_nmm, ml_nmm, self._ap2_nmm2, self._ml2_nmm2),
        )
        self._covered_t_s = t_s
        self._clear()
        return second

    def drop(self) -> None:
        """Let go of the present second's frames so far; those that follow stand for all of it."""
        self._clear()

    def forget(self) -> None:
        """Nothing before this moment counts: after a gap."""
        self._covered_t_s = math.nan
        self._clear()


class WholeSeconds:
    """Frames of many seconds added up at once, each second's in time order: to the last bit what `Gatherer.add` gives.

    Parameters
    ----------
    loads
        Of frames in which every cell was read.
    starts, lengths
        Where each second's frames begin, and how many they are.

    Attributes
    ----------
    plain
        For each second: n, load [N], moments AP and ML [N mm], their squares, upper and lower backrest load [N] (NaN: not fitted).
    force_n
        For each second, each cell's sum [N].
    span_nmm
        For each second: lowest and highest moment AP, then ML [N mm].
    """

    __slots__ = ("force_n", "plain", "span_nmm")

    def __init__(self, loads: Loads, starts: NDArray[np.intp], lengths: NDArray[np.intp]) -> None:
        ap_nmm, ml_nmm = loads.moment_ap_nmm, loads.moment_ml_nmm
        squares = [ap_nmm * ap_nmm, ml_nmm * ml_nmm]
        terms = [*loads.force_n.T, loads.total_n, ap_nmm, ml_nmm, *squares, loads.back_upper_n, loads.back_lower_n]
        totals = [_sums_of(term, starts, lengths) for term in terms]
        n_cells = loads.force_n.shape[1]
        self.force_n = list(zip(*totals[:n_cells], strict=True))
        self.plain = list(zip(lengths.tolist(), *totals[n_cells:], strict=True))
        edges = [
            edge.reduceat(moment, starts).tolist() for moment in (ap_nmm, ml_nmm) for edge in (np.minimum, np.maximum)
        ]
        self.span_nmm = list(zip(*edges, strict=True))


def _sums_of(term: Array, starts: NDArray[np.intp], lengths: NDArray[np.intp]) -> list[float]:
    """Each second's sum: the first frame of each second, then the second one, and never a reduction, which would add in another order."""
    total = np.zeros(len(starts))
    shortest = int(lengths.min())
    for place in range(shortest):
        total += term[starts + place]
    for place in range(shortest, int(lengths.max())):
        has_one = lengths > place
        total[has_one] += term[starts[has_one] + place]
    summed: list[float] = total.tolist()
    return summed
