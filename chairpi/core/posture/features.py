"""Features: what a second says about how somebody sits, against their own upright reference. The posture filter's only food.

Each is a number that differs little between people and much between postures. They are linear in what `OBSERVED` gives, so the
covariances that the filter learns tell it which of them say the same thing twice.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence

from chairpi.core.posture.observation import N_MM, N_OBSERVED, OBSERVED
from chairpi.core.weighing.second import Spread

SWAY_BLOCK_S = 5
SWAY_BLOCKS = 3
"""Sway is the median over so many blocks of so many seconds: the spread within a block holds what is faster than about 0.15 Hz
(a mean over 5 s passes half the power up to 0.09 Hz), and of three blocks one may hold a change of posture."""

SWAY_FROM_HZ = 4.0
"""Slower readings alias what sway is made of, and give none. The band's upper end is half the rate: 5 Hz at 10 readings a second.
0.15-5 Hz is the band of posturography (Quijoux et al. 2021, doi:10.14814/phy2.15067)."""

_SHAPES = OBSERVED[N_MM + 1 : N_OBSERVED - 3]

FEATURES = (
    *_SHAPES,
    *(f"{name}_change" for name in _SHAPES),
    "ln_load_change",
    "back_upper",
    "back_side",
    "back_lower",
    "back_upper_change",
    "back_lower_change",
    "ln_sway",
)
"""In the order of the filter's vectors; see `OBSERVED` for the parts.

- the quarters' shares of the seat load, and their change against the reference: ln of a share; the warp residual of a frame that
  does not lie flat is the part of them that neither load nor centre explains.
- `ln_load_change`: ln(seat load / the reference's).
- Left-right balance is in the shares too. Weight shifts are events (`chairpi.core.movement`): they say that the posture changes, and not
  what it is, so the filter does not judge by them.
- backrest loads, and their change against the reference: on the logarithm's scale of `OBSERVED`.
- `ln_sway`: ln of the centre of pressure's root mean square spread, both axes together [ln mm].
"""
N_FEATURES = len(FEATURES)


class Sway:
    """Sway of the centre of pressure, from the spread of the load's moments.

    Notes
    -----
    sway = sqrt(var(M_ap) + var(M_ml)) / load, each variance within a block of `SWAY_BLOCK_S`; the median of the last `SWAY_BLOCKS`.
    Breathing moves the load by about 0.1 % and so the moment by as much: far less than the sway.
    """

    def __init__(self) -> None:
        self._done: deque[float] = deque(maxlen=SWAY_BLOCKS)
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        self._done.clear()
        self._clear()
        self.ln_mm = math.nan

    def _clear(self) -> None:
        self._length_s = 0.0
        self._n = 0
        self._ap = self._ml = self._ap2 = self._ml2 = self._load_n = 0.0

    def receive(self, spread: Spread | None, length_s: float, load_n: float) -> float:
        """Take one second's spread and load [N]; ln of the sway [ln mm], NaN where it is not known."""
        if spread is None or spread.n == 0 or load_n <= 0:
            self._clear()
            return self.ln_mm
        self._length_s += length_s
        self._n += spread.n
        self._ap += spread.ap_nmm
        self._ml += spread.ml_nmm
        self._ap2 += spread.ap2_nmm2
        self._ml2 += spread.ml2_nmm2
        self._load_n += load_n * length_s
        if self._length_s >= SWAY_BLOCK_S:
            n = self._n
            if n >= SWAY_FROM_HZ * self._length_s:
                squared = (self._ap2 - self._ap * self._ap / n + self._ml2 - self._ml * self._ml / n) / n
                mean_n = self._load_n / self._length_s
                self._done.append(math.sqrt(max(squared, 0.0)) / mean_n)
                in_order = sorted(self._done)
                self.ln_mm = math.log(max(in_order[len(in_order) // 2], 0.01))
            self._clear()
        return self.ln_mm


def features_of(observed: Sequence[float], reference: Sequence[float], ln_sway: float) -> list[float]:
    """The features of one second.

    Parameters
    ----------
    observed, reference
        In the order of `OBSERVED`, of the second and of the upright reference.
    ln_sway
        From `Sway` [ln mm].

    Returns
    -------
    list
        In the order of `FEATURES`; NaN where unknown.
    """
    _, _, ln_load, front_left, front_right, rear_left, rear_right, upper, side, lower = observed
    _, _, ln_load_0, front_left_0, front_right_0, rear_left_0, rear_right_0, upper_0, _, lower_0 = reference
    return [
        front_left,
        front_right,
        rear_left,
        rear_right,
        front_left - front_left_0,
        front_right - front_right_0,
        rear_left - rear_left_0,
        rear_right - rear_right_0,
        ln_load - ln_load_0,
        upper,
        side,
        lower,
        upper - upper_0,
        lower - lower_0,
        ln_sway,
    ]
