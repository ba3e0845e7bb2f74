"""Counts to forces to load and centre of pressure: pure array functions.

One frame and a whole recording use the same functions and give the same bits. So cells are added one after the other, in order,
and never by a reduction, whose order of addition numpy chooses by the array's shape.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chairpi.core.calibration import Calibration
from chairpi.core.seat import BACK_LOWER, BACK_UPPER, SEAT, Seat

Array = NDArray[np.float64]

G0_M_PER_S2 = 9.80665
"""Standard gravity [m/s2] (CGPM 1901): turns newtons into the kilograms that people think in."""

COP_FROM_N = 20.0
"""Below this seat load [N] a centre of pressure says nothing (2 kg; cheap cells drift by up to 1 kg overnight). Our choice."""


def sum_of(force_n: Array, cells: tuple[int, ...]) -> Array:
    """Sum of some cells.

    Parameters
    ----------
    force_n
        Shape (..., n_cells) [N].
    cells
        Which cells, by position.

    Returns
    -------
    ndarray
        Shape (...) [N]; NaN where one of them is unknown, and everywhere when there are none.
    """
    if not cells:
        return np.full(force_n.shape[:-1], np.nan)
    total: Array = force_n[..., cells[0]]
    for cell in cells[1:]:
        total = total + force_n[..., cell]
    return total


@dataclass(frozen=True, slots=True, eq=False)
class Loads:
    """What the cells carry in frames of one seat; each attribute has one entry for each frame.

    Parameters
    ----------
    force_n
        Shape (n_frames, n_cells) [N].
    total_n
        All seat cells, shape (n_frames,) [N]; NaN where one is unknown.
    known_n
        Those seat cells that are known, shape (n_frames,) [N]: presence goes on with a cell lost.
    moment_ap_nmm, moment_ml_nmm
        First moments of the seat load, shape (n_frames,) [N mm]; NaN where a seat cell is unknown.
    back_upper_n, back_lower_n
        Backrest loads, shape (n_frames,) [N]; NaN where not fitted or unknown.
    """

    force_n: Array
    total_n: Array
    known_n: Array
    moment_ap_nmm: Array
    moment_ml_nmm: Array
    back_upper_n: Array
    back_lower_n: Array


class Weigher:
    """Turns counts into loads for one seat and calibration, with its constants made ready once: it runs for each frame."""

    def __init__(self, seat: Seat, calibration: Calibration) -> None:
        self._zero_counts = np.array(calibration.zero_counts)
        self._counts_per_n = np.array(calibration.counts_per_n)
        self._seat_cells = seat.indices(SEAT)
        self._upper_cells, self._lower_cells = seat.indices(BACK_UPPER), seat.indices(BACK_LOWER)
        self._ap_mm = np.array([cell.ap_mm for cell in seat.cells])
        self._ml_mm = np.array([cell.ml_mm for cell in seat.cells])

    def loads(self, counts: Array) -> Loads:
        """Loads of frames.

        Parameters
        ----------
        counts
            Shape (n_frames, n_cells) [counts]; NaN where unknown.

        Notes
        -----
        force = (counts - zero_counts) / counts_per_n, the straight line of the cell's data sheet; moment = sum(F_i p_i) over the
        seat cells i.
        """
        force_n = (counts - self._zero_counts) / self._counts_per_n
        cells = self._seat_cells
        total_n = sum_of(force_n, cells)
        some_unknown = bool(np.isnan(total_n).any())
        return Loads(
            force_n=force_n,
            total_n=total_n,
            known_n=sum_of(np.where(np.isnan(force_n), 0.0, force_n), cells) if some_unknown else total_n,
            moment_ap_nmm=sum_of(force_n * self._ap_mm, cells),
            moment_ml_nmm=sum_of(force_n * self._ml_mm, cells),
            back_upper_n=sum_of(force_n, self._upper_cells),
            back_lower_n=sum_of(force_n, self._lower_cells),
        )

    def centre_of_pressure(self, loads: Loads, zero_offset_n: float = 0.0) -> tuple[Array, Array]:
        """Force-weighted mean position of the seat cells.

        Parameters
        ----------
        loads
            Of n_frames frames.
        zero_offset_n
            Added to the total [N] where the seat's zero is known to be off (see `reference`).

        Returns
        -------
        cop_ap_mm, cop_ml_mm
            Shape (n_frames,) each [mm]; forward + and sitter's right +. NaN where a seat cell is unknown or the load is below
            `COP_FROM_N`.

        Notes
        -----
        CoP = sum(F_i p_i) / sum(F_i) over the seat cells i. It lies inside the cells' hull when no force is negative.
        """
        total_n = loads.total_n + zero_offset_n
        # A load too small to have a centre becomes unknown before the division, which so never divides by zero.
        enough_n = np.where(total_n >= COP_FROM_N, total_n, np.nan)
        return loads.moment_ap_nmm / enough_n, loads.moment_ml_nmm / enough_n
