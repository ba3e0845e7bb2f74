"""A second's frames: what every judgement of the core rests on.

Decisions are made once a second from means, so that 80, 10 or 1.75 frames a second are judged alike.
"""

from __future__ import annotations

import math
from typing import NamedTuple


class Spread(NamedTuple):
    """Sums over frames from which a variance follows, over one second or several.

    Parameters
    ----------
    n
        How many frames.
    ap_nmm, ml_nmm
        Sum of the seat load's moments [N mm].
    ap2_nmm2, ml2_nmm2
        Sum of their squares [N^2 mm^2].
    """

    n: int
    ap_nmm: float
    ml_nmm: float
    ap2_nmm2: float
    ml2_nmm2: float


class Second(NamedTuple):
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
    force_n
        Mean force on each cell, its tracked zero taken off [N]; NaN for a backrest cell that was not always read. Empty where
        the seat cells were never all read at once.
    spread
        How the moments of its whole frames spread.
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
    force_n: tuple[float, ...] = ()
    spread: Spread | None = None

    @property
    def start_t_s(self) -> float:
        """When the second began [s]."""
        return self.t_s - self.length_s

    @property
    def whole(self) -> bool:
        """Whether all seat cells were read at once in it; if not, its load is an estimate and its moments are unknown."""
        return math.isfinite(self.moment_ap_nmm[0])

    def doubted(self) -> Second:
        """The same, measured while the readings could not be trusted: somebody sits or not, and nothing else is known."""
        return self._replace(
            cop_ap_mm=math.nan,
            cop_ml_mm=math.nan,
            back_upper_n=math.nan,
            back_lower_n=math.nan,
            moment_ap_nmm=(math.inf, -math.inf),
            moment_ml_nmm=(math.inf, -math.inf),
            force_n=(),
            spread=Spread(0, 0.0, 0.0, 0.0, 0.0),
        )
