"""What the cells carry: at one instant, in one frame, and in many frames as arrays."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

G0_M_PER_S2 = 9.80665
"""Standard gravity [m/s2] (CGPM 1901): turns newtons into the kilograms that people think in."""

COP_FROM_N = 20.0
"""Below this seat load [N] a centre of pressure says nothing (2 kg; cheap cells drift by up to 1 kg overnight). Our choice."""


@dataclass(frozen=True, slots=True)
class EmptyLoad:
    """What an empty seat reads beside its calibrated zero: taken off every load.

    Force is linear in counts, and loads are linear in forces; so taking this off a load gives what taking each cell's tracked zero
    off its counts would give.

    Parameters
    ----------
    total_n
        Seat load [N].
    moment_ap_nmm, moment_ml_nmm
        Its first moments [N mm].
    back_upper_n, back_lower_n
        Backrest loads [N]; NaN where not fitted.
    """

    total_n: float = 0.0
    moment_ap_nmm: float = 0.0
    moment_ml_nmm: float = 0.0
    back_upper_n: float = 0.0
    back_lower_n: float = 0.0


@dataclass(frozen=True, slots=True)
class Load:
    """What the cells carry at one instant; NaN where unknown.

    Parameters
    ----------
    total_n, back_upper_n, back_lower_n
        Seat and backrest loads [N].
    cop_ap_mm, cop_ml_mm
        Centre of pressure [mm].
    """

    total_n: float
    cop_ap_mm: float
    cop_ml_mm: float
    back_upper_n: float
    back_lower_n: float


class FrameLoad(NamedTuple):
    """What the cells carry in one frame: the entry of each attribute of `Loads`, `force_n` of each cell, in the same units."""

    force_n: list[float]
    total_n: float
    moment_ap_nmm: float
    moment_ml_nmm: float
    back_upper_n: float
    back_lower_n: float

    def above(self, empty: EmptyLoad, zero_offset_n: float) -> Load:
        """Less what the empty seat reads, with what is added where the zero is known to be off [N]."""
        total_n = self.total_n - empty.total_n + zero_offset_n
        centre_from_n = total_n if total_n >= COP_FROM_N else math.nan
        return Load(
            total_n=total_n,
            cop_ap_mm=(self.moment_ap_nmm - empty.moment_ap_nmm) / centre_from_n,
            cop_ml_mm=(self.moment_ml_nmm - empty.moment_ml_nmm) / centre_from_n,
            back_upper_n=self.back_upper_n - empty.back_upper_n,
            back_lower_n=self.back_lower_n - empty.back_lower_n,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Loads:
    """What the cells carry in frames of one seat; each attribute has one entry for each frame.

    Parameters
    ----------
    force_n
        Shape (n_frames, n_cells) [N].
    total_n
        All seat cells, shape (n_frames,) [N]; NaN where one is unknown.
    moment_ap_nmm, moment_ml_nmm
        First moments of the seat load, shape (n_frames,) [N mm]; NaN where a seat cell is unknown.
    back_upper_n, back_lower_n
        Backrest loads, shape (n_frames,) [N]; NaN where not fitted or unknown.
    """

    force_n: Array
    total_n: Array
    moment_ap_nmm: Array
    moment_ml_nmm: Array
    back_upper_n: Array
    back_lower_n: Array

    def of(self, frames: slice) -> Loads:
        """Those of some frames."""
        return Loads(
            self.force_n[frames],
            self.total_n[frames],
            self.moment_ap_nmm[frames],
            self.moment_ml_nmm[frames],
            self.back_upper_n[frames],
            self.back_lower_n[frames],
        )
