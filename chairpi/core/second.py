"""Frames gathered into seconds: what every judgement of the core rests on.

Decisions are made once a second from means, so that 80, 10 or 1.75 frames a second are judged alike.
Sums run in plain floats, one frame after the other, so that chunking cannot change a bit.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass

from chairpi.core.load import COP_FROM_N, EmptyLoad


@dataclass(frozen=True, slots=True)
class Second:
    """The frames of one second of `t_s`.

    Parameters
    ----------
    t_s
        Its end [s]: a whole number.
    length_s
        Time it stands for [s]: 1; more when the second before held no frame, less when frames began within it.
    load_n
        Mean seat load [N]; an estimate where a seat cell is lost (`whole`).
    cop_ap_mm, cop_ml_mm
        Centre of pressure of the mean load [mm]; NaN where unknown.
    back_upper_n, back_lower_n
        Mean backrest loads [N]; NaN where not fitted or unknown.
    moment_ap_nmm, moment_ml_nmm
        Lowest and highest moment of the seat load [N mm]; (inf, -inf) where unknown.
    """

    t_s: float
    length_s: float
    load_n: float
    cop_ap_mm: float
    cop_ml_mm: float
    back_upper_n: float
    back_lower_n: float
    moment_ap_nmm: tuple[float, float]
    moment_ml_nmm: tuple[float, float]

    @property
    def start_t_s(self) -> float:
        """When the second began [s]."""
        return self.t_s - self.length_s

    @property
    def whole(self) -> bool:
        """Whether all seat cells were read at once in it; if not, its load is an estimate and its moments are unknown."""
        return math.isfinite(self.moment_ap_nmm[0])


def span_nm(seconds: Collection[Second]) -> float:
    """How far the load's moments moved in these seconds, AP and ML together [N m]; negative or NaN where they are unknown."""
    ap_nmm = max(s.moment_ap_nmm[1] for s in seconds) - min(s.moment_ap_nmm[0] for s in seconds)
    ml_nmm = max(s.moment_ml_nmm[1] for s in seconds) - min(s.moment_ml_nmm[0] for s in seconds)
    return 1e-3 * (ap_nmm + ml_nmm)


class _Mean:
    """A sum of what is known, and how many they were."""

    __slots__ = ("n", "total")

    def __init__(self) -> None:
        self.n = 0
        self.total = 0.0

    def add(self, value: float) -> None:
        if value == value:  # not NaN, at a third of math.isnan's cost: this runs for every frame
            self.n += 1
            self.total += value

    @property
    def value(self) -> float:
        return self.total / self.n if self.n else math.nan


class Gatherer:
    """Adds frames up to a second.

    Attributes
    ----------
    ends_t_s
        When the present second ends [s]; infinity while it holds no frame.
    """

    __slots__ = (
        "_ap_nmm",
        "_covered_t_s",
        "_estimated",
        "_lower",
        "_ml_nmm",
        "_n_whole",
        "_span",
        "_total_n",
        "_upper",
        "ends_t_s",
    )

    def __init__(self) -> None:
        self._covered_t_s = math.nan
        self._clear()

    def begin(self, t_s: float) -> None:
        """Begin the second that holds `t_s`."""
        self.ends_t_s = math.floor(t_s) + 1.0
        if self._covered_t_s != self._covered_t_s:
            self._covered_t_s = t_s

    def _clear(self) -> None:
        self.ends_t_s = math.inf
        self._n_whole = 0
        self._total_n = self._ap_nmm = self._ml_nmm = 0.0
        self._estimated, self._upper, self._lower = _Mean(), _Mean(), _Mean()
        self._span = [math.inf, -math.inf, math.inf, -math.inf]

    def add(self, total_n: float, moment_ap_nmm: float, moment_ml_nmm: float, upper_n: float, lower_n: float) -> None:
        """Take one frame's loads [N] and moments [N mm] into the second; a backrest load may be NaN."""
        self._upper.add(upper_n)
        self._lower.add(lower_n)
        self._n_whole += 1
        self._total_n += total_n
        self._ap_nmm += moment_ap_nmm
        self._ml_nmm += moment_ml_nmm
        span = self._span
        if moment_ap_nmm < span[0]:
            span[0] = moment_ap_nmm
        if moment_ap_nmm > span[1]:
            span[1] = moment_ap_nmm
        if moment_ml_nmm < span[2]:
            span[2] = moment_ml_nmm
        if moment_ml_nmm > span[3]:
            span[3] = moment_ml_nmm

    def add_estimated(self, load_n: float, upper_n: float, lower_n: float) -> None:
        """Take a frame in which not all seat cells were read: `load_n` is an estimate, free of the empty load already [N]."""
        self._estimated.add(load_n)
        self._upper.add(upper_n)
        self._lower.add(lower_n)

    def close(self, empty: EmptyLoad, zero_offset_n: float) -> Second | None:
        """End the second and begin anew; `None` when it held no frame.

        Parameters
        ----------
        empty
            What the seat reads with nothing on it: taken off.
        zero_offset_n
            Added to the load [N] where the seat's zero is known to be off (see `reference`).
        """
        t_s = self.ends_t_s
        if t_s == math.inf:
            return None
        n = self._n_whole
        load_n = (self._total_n / n - empty.total_n if n else self._estimated.value) + zero_offset_n
        has_centre = n > 0 and load_n >= COP_FROM_N
        low_ap, high_ap, low_ml, high_ml = self._span
        second = Second(
            t_s=t_s,
            length_s=t_s - self._covered_t_s,
            load_n=load_n,
            cop_ap_mm=(self._ap_nmm / n - empty.moment_ap_nmm) / load_n if has_centre else math.nan,
            cop_ml_mm=(self._ml_nmm / n - empty.moment_ml_nmm) / load_n if has_centre else math.nan,
            back_upper_n=self._upper.value - empty.back_upper_n,
            back_lower_n=self._lower.value - empty.back_lower_n,
            moment_ap_nmm=(low_ap - empty.moment_ap_nmm, high_ap - empty.moment_ap_nmm),
            moment_ml_nmm=(low_ml - empty.moment_ml_nmm, high_ml - empty.moment_ml_nmm),
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
