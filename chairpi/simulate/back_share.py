"""How a load on one half of the backrest is shared among its cells."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from chairpi.core.seat import Seat

Array = NDArray[np.float64]


class BackShare:
    """A stiff bar on equal springs that push but do not pull.

    Parameters
    ----------
    seat
        The cells.
    prefix
        Which of them share the load: `chairpi.core.seat.BACK_UPPER` or `BACK_LOWER`.

    Notes
    -----
    Two cells at +-120 mm follow the lever rule, 1/2 +- ml / 240 mm. More of them lie on the bar's best line; whoever would have to
    pull carries nothing, and the others carry it all. Cells above one another share equally.
    """

    def __init__(self, seat: Seat, prefix: str) -> None:
        self._cells = seat.indices(prefix)
        ml_mm = [seat.cells[cell].ml_mm for cell in self._cells]
        self._middle_mm = sum(ml_mm) / len(ml_mm) if ml_mm else 0.0
        spread = sum((at_mm - self._middle_mm) ** 2 for at_mm in ml_mm)
        self._per_mm = [(at_mm - self._middle_mm) / spread if spread else 0.0 for at_mm in ml_mm]

    def at(self, ml_mm: float) -> list[tuple[int, float]]:
        """Each cell's index and its part of a load that acts so far to the right [mm]."""
        off_mm = ml_mm - self._middle_mm
        parts = [max(0.0, 1.0 / len(self._cells) + per_mm * off_mm) for per_mm in self._per_mm]
        whole = sum(parts)
        return [(cell, part / whole) for cell, part in zip(self._cells, parts, strict=True)]

    def many(self, ml_mm: Array) -> list[tuple[int, Array]]:
        """The same for many loads: places of shape (n,) [mm] in, a part of shape (n,) for each cell out."""
        off_mm = ml_mm - self._middle_mm
        parts = [np.maximum(0.0, 1.0 / len(self._cells) + per_mm * off_mm) for per_mm in self._per_mm]
        whole = sum(parts)
        return [(cell, part / whole) for cell, part in zip(self._cells, parts, strict=True)]
