"""Frames gathered into seconds: what every judgement of the core rests on.

Decisions are made once a second from means, so that 80, 10 or 1.75 frames a second are judged alike.
Sums run in plain floats, one frame after the other, so that chunking cannot change a bit.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass

from chairpi.core.load import COP_FROM_N


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
        Mean seat load [N]; of the known cells only, where one is lost.
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
    """Adds frames up to a second."""

    __slots__ = ("_ap", "_covered_t_s", "_known", "_lower", "_ml", "_span", "_total", "_upper", "number")

    def __init__(self) -> None:
        self.number: int | None = None
        self._covered_t_s = math.nan
        self._clear()

    def begin(self, t_s: float) -> None:
        """Begin the second that holds `t_s`."""
        self.number = math.floor(t_s)
        if self._covered_t_s != self._covered_t_s:
            self._covered_t_s = t_s

    def _clear(self) -> None:
        self._known, self._total, self._ap, self._ml, self._upper, self._lower = (_Mean() for _ in range(6))
        self._span = [math.inf, -math.inf, math.inf, -math.inf]

    def add(
        self, known_n: float, total_n: float, moment_ap_nmm: float, moment_ml_nmm: float, upper_n: float, lower_n: float
    ) -> None:
        """Take one frame's loads [N] and moments [N mm], NaN where unknown, into the second."""
        self._known.add(known_n)
        self._upper.add(upper_n)
        self._lower.add(lower_n)
        if total_n != total_n:
            return
        self._total.add(total_n)
        self._ap.add(moment_ap_nmm)
        self._ml.add(moment_ml_nmm)
        span = self._span
        if moment_ap_nmm < span[0]:
            span[0] = moment_ap_nmm
        if moment_ap_nmm > span[1]:
            span[1] = moment_ap_nmm
        if moment_ml_nmm < span[2]:
            span[2] = moment_ml_nmm
        if moment_ml_nmm > span[3]:
            span[3] = moment_ml_nmm

    def close(self, zero_offset_n: float) -> Second | None:
        """End the second and begin anew; `None` when it held no frame.

        Parameters
        ----------
        zero_offset_n
            Added to the load [N] where the seat's zero is known to be off.
        """
        if self.number is None:
            return None
        t_s = self.number + 1.0
        load_n = (self._total.value if self._total.n else self._known.value) + zero_offset_n
        has_centre = self._total.n > 0 and load_n >= COP_FROM_N
        span = self._span
        second = Second(
            t_s=t_s,
            length_s=t_s - self._covered_t_s,
            load_n=load_n,
            cop_ap_mm=self._ap.value / load_n if has_centre else math.nan,
            cop_ml_mm=self._ml.value / load_n if has_centre else math.nan,
            back_upper_n=self._upper.value,
            back_lower_n=self._lower.value,
            moment_ap_nmm=(span[0], span[1]),
            moment_ml_nmm=(span[2], span[3]),
        )
        self._covered_t_s = t_s
        self.number = None
        self._clear()
        return second

    def forget(self) -> None:
        """Nothing before this moment counts: after a gap."""
        self.number = None
        self._covered_t_s = math.nan
        self._clear()
