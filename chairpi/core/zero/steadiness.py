"""Whether each cell of the empty seat reads the same for a while, and what it reads then."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence

from chairpi.core.weighing.load import G0_M_PER_S2

STEADY_S = 10
"""A load is steady when this many seconds in a row stay within `STEADY_KG`."""

STEADY_KG = 0.06
"""Range [kg] of each cell's `STEADY_S` means that is steady: ten values of 20 g standard deviation span 62 g. Any slope is then
below 7 g/s. (Noise of real modules: 1.5-3 g a reading, forum.arduino.cc/t/351959.)"""


class Steadiness:
    """The last seconds of the empty seat, cell by cell.

    Parameters
    ----------
    seat_cells
        The cells under the seat, by position.
    """

    def __init__(self, seat_cells: Sequence[int]) -> None:
        self._seat_cells = seat_cells
        self._window: deque[list[float]] = deque(maxlen=STEADY_S)

    def receive(self, force_n: list[float]) -> None:
        """Take one second's mean force on each cell [N], NaN for a backrest cell that was not always read; without any it begins anew."""
        if force_n:
            self._window.append(force_n)
        else:
            self.forget()

    def forget(self) -> None:
        """Begin anew: what the seat read before says nothing."""
        self._window.clear()

    @property
    def level_n(self) -> list[float] | None:
        """Each cell's mean [N], NaN for a backrest cell that moves; `None` while the seat is not steady."""
        if len(self._window) < STEADY_S:
            return None
        most_n = STEADY_KG * G0_M_PER_S2
        level_n = [
            sum(forces_n) / STEADY_S if max(forces_n) - min(forces_n) <= most_n else math.nan
            for forces_n in zip(*self._window, strict=True)
        ]
        return None if any(level_n[cell] != level_n[cell] for cell in self._seat_cells) else level_n
