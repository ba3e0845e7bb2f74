"""Counts to forces to load and centre of pressure: of one frame in plain floats, of many as arrays.

One frame and a whole recording give the same bits: both do the same additions and multiplications in the same order. So cells are added
one after the other, and never by a reduction, whose order of addition numpy chooses by the array's shape.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from chairpi.core.calibration import Calibration
from chairpi.core.seat import BACK_LOWER, BACK_UPPER, SEAT, Seat
from chairpi.core.weighing.load import COP_FROM_N, Array, EmptyLoad, FrameLoad, Loads


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


def _sum(force_n: Sequence[float], cells: tuple[int, ...]) -> float:
    """Sum of some cells in one frame, as `sum_of`."""
    if not cells:
        return math.nan
    total_n = force_n[cells[0]]
    for cell in cells[1:]:
        total_n += force_n[cell]
    return total_n


class Weigher:
    """Turns counts into loads for one seat and calibration, with its constants made ready once: it runs for each frame.

    Attributes
    ----------
    calibration
        The one it weighs with.
    is_tared
        Whether its zeros were ever found.

    Raises
    ------
    ValueError
        The calibration is one of other cells.
    """

    def __init__(self, seat: Seat, calibration: Calibration) -> None:
        n_cells = len(seat.cells)
        if len(calibration.zero_counts) != n_cells:
            raise ValueError(f"{n_cells} cells but a calibration of {len(calibration.zero_counts)}")
        self.calibration = calibration
        self.is_tared = calibration.is_tared
        self._zero_counts = np.array(calibration.zero_counts)
        self._counts_per_n = np.array(calibration.counts_per_n)
        self._seat_cells = seat.indices(SEAT)
        self._upper_cells, self._lower_cells = seat.indices(BACK_UPPER), seat.indices(BACK_LOWER)
        self._map = np.array(
            [[1.0] * n_cells, [cell.ap_mm for cell in seat.cells], [cell.ml_mm for cell in seat.cells]]
        )
        if calibration.seat_map is not None:
            if len(calibration.seat_map[0]) != len(self._seat_cells):
                raise ValueError(
                    f"{len(self._seat_cells)} seat cells but a seat_map of {len(calibration.seat_map[0])} columns"
                )
            self._map[:, list(self._seat_cells)] = calibration.seat_map
        self._load_shares: list[float] = self._map[0].tolist()
        self._lines = tuple(zip(calibration.zero_counts, calibration.counts_per_n, strict=True))
        share, ap_mm, ml_mm = self._map.tolist()
        self._levers = [(cell, share[cell], ap_mm[cell], ml_mm[cell]) for cell in self._seat_cells]

    def frame_load(self, counts: Sequence[float]) -> FrameLoad:
        """The load of one frame: one reading of each cell [counts], NaN where unknown. To the last bit what `loads` says."""
        return self.frame_carried(
            [
                (reading - zero_counts) / counts_per_n
                for reading, (zero_counts, counts_per_n) in zip(counts, self._lines, strict=True)
            ]
        )

    def frame_carried(self, force_n: list[float]) -> FrameLoad:
        """The load of the cells' forces in one frame [N]; NaN where unknown. To the last bit what `carried` says."""
        total_n = ap_nmm = ml_nmm = -0.0  # a sum that begins with this one is that of the others alone, to the last bit
        for cell, share, ap_mm, ml_mm in self._levers:
            carried_n = force_n[cell]
            total_n += carried_n * share
            ap_nmm += carried_n * ap_mm
            ml_nmm += carried_n * ml_mm
        return FrameLoad(
            force_n, total_n, ap_nmm, ml_nmm, _sum(force_n, self._upper_cells), _sum(force_n, self._lower_cells)
        )

    def loads(self, counts: Array) -> Loads:
        """Loads of frames.

        Parameters
        ----------
        counts
            Shape (n_frames, n_cells) [counts]; NaN where unknown.

        Notes
        -----
        force = (counts - zero_counts) / counts_per_n, the straight line of the cell's data sheet.
        """
        return self.carried((counts - self._zero_counts) / self._counts_per_n)

    def carried(self, force_n: Array) -> Loads:
        """Loads of the cells' forces, shape (n_frames, n_cells) [N]; NaN where unknown.

        Notes
        -----
        (load, moment AP, moment ML) = map x forces, over the seat cells. Without a fitted map its rows are ones and the cells'
        positions: load = sum(F_i), moment = sum(F_i p_i).
        """
        cells = self._seat_cells
        return Loads(
            force_n=force_n,
            total_n=sum_of(force_n * self._map[0], cells),
            moment_ap_nmm=sum_of(force_n * self._map[1], cells),
            moment_ml_nmm=sum_of(force_n * self._map[2], cells),
            back_upper_n=sum_of(force_n, self._upper_cells),
            back_lower_n=sum_of(force_n, self._lower_cells),
        )

    def empty_load(self, force_n: Sequence[float]) -> EmptyLoad:
        """What an empty seat reads whose cells read these forces [N]."""
        return EmptyLoad(*self.frame_carried(list(force_n))[1:])

    def load_n(self, force_n: Sequence[float]) -> float:
        """The seat load of the cells' forces [N], in plain numbers."""
        total_n = 0.0
        for cell in self._seat_cells:
            total_n += force_n[cell] * self._load_shares[cell]
        return total_n

    def estimated_n(self, force_n: Sequence[float], empty_n: Sequence[float]) -> float:
        """The seat load of one frame in which some seat cells are unknown, as if those carried what the known ones do on average.

        Parameters
        ----------
        force_n
            Each cell's force [N]; NaN where unknown.
        empty_n
            What each cell reads with nothing on the seat [N].

        Notes
        -----
        load = sum over the known of F_i n_seat / n_known. With cells at 150 mm and the centre 60 mm from the middle, two neighbours
        carry between 0.3 and 0.7 of the load: the estimate is right to within 40 % with two of four lost, to within 13 % with one.
        A seat load of 45 kg that lies 100 mm forward is still taken for 15 kg by the two rear cells, and 8 kg is where sitting
        ends. So it tells a sitter from an empty seat, and is no measurement of load.
        """
        known_n, n_known = 0.0, 0
        for cell in self._seat_cells:
            carried_n = force_n[cell] - empty_n[cell]
            if carried_n == carried_n:  # not NaN
                known_n += carried_n * self._load_shares[cell]
                n_known += 1
        return known_n * len(self._seat_cells) / n_known if n_known else math.nan

    def centre_of_pressure(self, loads: Loads, zero_offset_n: float = 0.0) -> tuple[Array, Array]:
        """Force-weighted mean position of the seat cells, or where the seat's map says that the load lies.

        Parameters
        ----------
        loads
            Of n_frames frames.
        zero_offset_n
            Added to the total [N] where the seat's zero is known to be off (see `core.upright`).

        Returns
        -------
        cop_ap_mm, cop_ml_mm
            Shape (n_frames,) each [mm]; forward + and sitter's right +. NaN where a seat cell is unknown or the load is below
            `COP_FROM_N`.

        Notes
        -----
        CoP = moment / load; without a map sum(F_i p_i) / sum(F_i) over the seat cells i, which lies inside the cells' hull when no
        force is negative.
        """
        total_n = loads.total_n + zero_offset_n
        # A load too small to have a centre becomes unknown before the division, which so never divides by zero.
        enough_n = np.where(total_n >= COP_FROM_N, total_n, np.nan)
        return loads.moment_ap_nmm / enough_n, loads.moment_ml_nmm / enough_n
