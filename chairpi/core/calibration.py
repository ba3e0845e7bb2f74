"""From counts to newtons, and from newtons to load and moments: each cell's zero and span, and the seat's map."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

FULL_SCALE_COUNTS = 2**23
"""The HX711 gives 24-bit two's complement: -2^23 ... 2^23 - 1 (data sheet, HX711, Avia Semiconductor)."""

N_MAP_ROWS = 3
"""Rows of a seat map: the load, its moment forward, its moment to the right."""

SeatMap = tuple[tuple[float, ...], ...]
"""Three rows, one column for each seat cell in the seat's order (see `Calibration`)."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Zero output and span of each cell, in the seat's order, and how the seat cells add up.

    Parameters
    ----------
    zero_counts
        Output with nothing on the cell [counts].
    counts_per_n
        Slope [counts/N]; negative where a cell is mounted upside down.
    seat_map
        Three rows, one column for each seat cell: what a newton on the cell, after zero and span, adds to the load [N/N] and to its
        moments forward and to the right [N mm/N]. `None`: ones and the cells' positions, as an ideal frame would have it.

    Raises
    ------
    ValueError
        The lengths differ, a number is not finite, a slope is zero, a zero is outside the converter's range, or a cell's newton
        would take load away.

    Notes
    -----
    Through a real frame a load on one corner bends the others, so that a fitted map says where a load lies far better than positions
    do: on Wii Balance Boards a linear map took the centre's error from 2-6 mm to 0.5-2 mm (Leach et al. 2014,
    doi:10.3390/s141018244).
    """

    zero_counts: tuple[float, ...]
    counts_per_n: tuple[float, ...]
    seat_map: SeatMap | None = None

    def __post_init__(self) -> None:
        if len(self.zero_counts) != len(self.counts_per_n):
            raise ValueError(
                f"{len(self.zero_counts)} zero_counts but {len(self.counts_per_n)} counts_per_n; one of each for each cell"
            )
        for zero_counts in self.zero_counts:
            if not math.isfinite(zero_counts) or abs(zero_counts) > FULL_SCALE_COUNTS:
                raise ValueError(f"zero_counts {zero_counts} is outside the 24-bit converter's range")
        for counts_per_n in self.counts_per_n:
            if not math.isfinite(counts_per_n) or counts_per_n == 0:
                raise ValueError(f"counts_per_n {counts_per_n}: a finite number other than zero is needed")
        if self.seat_map is not None:
            _check_map(self.seat_map, len(self.zero_counts))

    @property
    def is_tared(self) -> bool:
        """Whether its zeros were ever found: a real cell's zero is not 0 counts. Readings that are newtons already count as tared."""
        return any(self.zero_counts) or all(slope == 1.0 for slope in self.counts_per_n)

    @classmethod
    def newtons(cls, n_cells: int) -> Calibration:
        """The calibration of readings that are newtons already."""
        return cls((0.0,) * n_cells, (1.0,) * n_cells)

    def as_record(self) -> dict[str, Any]:
        """The calibration as a JSON-ready mapping.

        >>> Calibration((0.0,), (2.0,)).as_record()
        {'zero_counts': [0.0], 'counts_per_n': [2.0], 'seat_map': None}
        """
        seat_map = None if self.seat_map is None else [list(row) for row in self.seat_map]
        return {"zero_counts": list(self.zero_counts), "counts_per_n": list(self.counts_per_n), "seat_map": seat_map}


def _check_map(seat_map: SeatMap, n_cells: int) -> None:
    lengths = [len(row) for row in seat_map]
    if len(lengths) != N_MAP_ROWS or len(set(lengths)) != 1 or not 0 < lengths[0] <= n_cells:
        raise ValueError(
            f"seat_map with rows of {lengths} numbers: three rows are needed, one number for each seat cell in each"
        )
    if not all(math.isfinite(entry) for row in seat_map for entry in row):
        raise ValueError(f"seat_map {seat_map}: finite numbers are needed")
    for entry in seat_map[0]:
        if entry <= 0:
            raise ValueError(f"seat_map: a newton on a cell would add {entry} N to the load; more than 0 is needed")
