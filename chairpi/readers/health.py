"""How well each cell is read: the figures that tell a loose wire from a slow machine and both from a noisy cell."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from chairpi.readers.verdict import Reading
from chairpi.readers.watch import ChipWatch

READINGS_KEPT = 50
"""Readings over which rate and noise are taken: 5 s at 10 per second, so that they show the present."""
HIGHS_KEPT = 1000
"""Words over which the median and p99 of PD_SCK's high time are taken: ten of them lie above p99."""
SHORTEST_RATE_READINGS = 5


@dataclass(frozen=True, slots=True)
class CellHealth:
    """How well one cell is read. What is not known is `None`.

    Parameters
    ----------
    cell
        Its name.
    rate_hz
        Readings per second that were good, over the last few seconds; `None` without a fresh one.
    period_s
        The chip's own conversion period [s], once it is learnt.
    noise_counts
        Root mean square noise of one reading [counts], over the last few seconds, whatever the load does slowly.
    n_reads
        Words read, and words missed, that have been judged. `verdict_counts` add up to it.
    verdict_counts
        How often each verdict was given, by its name; only those that were given at all.
    high_median_us, high_p99_us
        Upper bound of the longest time [us] that PD_SCK was high in a word, over the last `HIGHS_KEPT` words.
    high_max_us
        The same [us], the worst of all.
    age_s
        Since the last good reading [s].
    """

    cell: str
    rate_hz: float | None
    period_s: float | None
    noise_counts: float | None
    n_reads: int
    verdict_counts: dict[str, int]
    high_median_us: float | None
    high_p99_us: float | None
    high_max_us: float | None
    age_s: float | None


class CellStatistics:
    """What is kept of one cell's readings for its health: bounded, however long the chair runs."""

    def __init__(self) -> None:
        self._readings: deque[Reading] = deque(maxlen=READINGS_KEPT)
        self._highs_ns: deque[int] = deque(maxlen=HIGHS_KEPT)
        self._high_max_ns = 0

    def word(self, high_max_ns: int) -> None:
        """A word was read with PD_SCK high for at most so long at a time [ns]; 0 where the back end cannot tell."""
        if high_max_ns:
            self._highs_ns.append(high_max_ns)
            self._high_max_ns = max(self._high_max_ns, high_max_ns)

    def reading(self, reading: Reading) -> None:
        """A good reading."""
        self._readings.append(reading)

    def health(self, cell: str, watch: ChipWatch, t_s: float, *, fresh_s: float) -> CellHealth:
        """The cell's health at `t_s` [s]; readings older than `fresh_s` [s] say nothing about the rate."""
        readings = self._readings
        age_s = max(0.0, t_s - readings[-1].t_s) if readings else None
        rate_hz = None
        if age_s is not None and age_s < fresh_s and len(readings) >= SHORTEST_RATE_READINGS:
            rate_hz = (len(readings) - 1) / (readings[-1].t_s - readings[0].t_s)
        highs_ns = sorted(self._highs_ns)
        return CellHealth(
            cell=cell,
            rate_hz=rate_hz,
            period_s=watch.rhythm.period_ns / 1e9 if watch.rhythm.learnt else None,
            noise_counts=noise_counts([reading.counts for reading in readings if reading.counts is not None]),
            n_reads=watch.n_reads - watch.holds,
            verdict_counts={verdict.value: n for verdict, n in sorted(watch.verdict_counts.items())},
            high_median_us=_quantile_us(highs_ns, 0.5),
            high_p99_us=_quantile_us(highs_ns, 0.99),
            high_max_us=self._high_max_ns / 1e3 if self._high_max_ns else None,
            age_s=age_s,
        )


def noise_counts(counts: Sequence[float]) -> float | None:
    """Root mean square noise [counts] of readings in a row; `None` of fewer than three.

    Notes
    -----
    sqrt(mean((x[i+1] - x[i])^2) / 2): the difference of two independent readings has twice the variance of one, and a slow change
    of the load cancels (von Neumann et al. 1941, doi:10.1214/aoms/1177731746).

    >>> noise_counts([0.0, 1.0, 0.0, 1.0])
    0.7071067811865476
    """
    if len(counts) < 3:
        return None
    return math.sqrt(sum((after - before) ** 2 for before, after in pairwise(counts)) / (len(counts) - 1) / 2)


def _quantile_us(sorted_ns: Sequence[int], fraction: float) -> float | None:
    """The smallest value [us] that at least this part of all do not exceed."""
    if not sorted_ns:
        return None
    return sorted_ns[max(0, math.ceil(fraction * len(sorted_ns)) - 1)] / 1e3
