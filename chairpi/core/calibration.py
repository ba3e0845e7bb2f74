"""From counts to newtons: each cell's zero and span."""

from __future__ import annotations

import math
from dataclasses import dataclass

FULL_SCALE_COUNTS = 2**23
"""The HX711 gives 24-bit two's complement: -2^23 ... 2^23 - 1 (data sheet, HX711, Avia Semiconductor)."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Zero output and span of each cell, in the seat's order.

    Parameters
    ----------
    zero_counts
        Output with nothing on the cell [counts].
    counts_per_n
        Slope [counts/N]; negative where a cell is mounted upside down.

    Raises
    ------
    ValueError
        The lengths differ, a number is not finite, a slope is zero or a zero is outside the converter's range.
    """

    zero_counts: tuple[float, ...]
    counts_per_n: tuple[float, ...]

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

    @classmethod
    def newtons(cls, n_cells: int) -> Calibration:
        """The calibration of readings that are newtons already."""
        return cls((0.0,) * n_cells, (1.0,) * n_cells)
