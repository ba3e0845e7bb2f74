"""Weight shifts: the CoP before and after each second, compared."""

from __future__ import annotations

import math
from collections import deque

from chairpi.core.events.movement import ShiftSize, WeightShift

WINDOW_S = 6
KNOWN_S = 4
"""The CoP is the median of this many seconds before a moment, and of as many after it; with fewer known ones it is unknown. Our choice:
longer than a breath (3-5 s), a reach of 2 s there and back leaves no trace in it, and more than half of it is known."""

APART_S = 5
"""A shift is where the CoP moved furthest within this many seconds either way [s], so two shifts are further apart than that. Our
choice: settling into a place in two or three goes is one shift."""

TOLD_LATE_S = WINDOW_S + APART_S
"""A shift is told this long after the second at which the CoP had moved furthest [s]: some 9 s after a sudden move."""

MICRO_MM = 14.0
MACRO_MM = 28.0
"""A CoP that moved by this much is a micro or a macro shift [mm]: a tenth and a fifth of the load across a lever of 140 mm.

The lever is our choice, calibrated: on 80 simulated days there were 15.6 shifts of 14 mm and 7.1 of 28 mm a seated hour, where office
workers over four hours made 14.8-18.2 of 10 % and 4.8-7.7 of 20 % (Waongenngarm et al. 2020, Applied Ergonomics 89). The
simulated sitter's changes of posture were themselves set from the first range, so this is agreement and no proof; with 10 and 25 mm
there were 21.5 and 8.0. Sway without a back support is about 2 mm (an assumption), well below both."""

MIDDLE_FRACTION = 0.8
"""A shift's moment is the middle of the seconds at which the CoP had moved by this part of the most it did: our choice."""


class Shifts:
    """Compares the CoP before and after each second.

    The window after one moment is the window before another, 7 s later: one median each second and axis does for both.
    """

    def __init__(self) -> None:
        self._ap_mm: deque[float] = deque(maxlen=WINDOW_S)
        self._ml_mm: deque[float] = deque(maxlen=WINDOW_S)
        self._medians = deque([(math.nan, math.nan)] * (WINDOW_S + 2), maxlen=WINDOW_S + 2)
        self._moved = deque([(-1.0, 0.0, 0.0)] * (2 * APART_S + 1), maxlen=2 * APART_S + 1)
        self.is_known, self.is_full = False, False

    def receive(self, t_s: float, ap_mm: float, ml_mm: float) -> WeightShift | None:
        """Take one second's CoP, NaN where unknown; the shift that is settled by it."""
        self._ap_mm.append(ap_mm)
        self._ml_mm.append(ml_mm)
        after_ap_mm, after_ml_mm = _median(self._ap_mm), _median(self._ml_mm)
        medians, moved = self._medians, self._moved
        medians.append((after_ap_mm, after_ml_mm))
        self.is_known, self.is_full = after_ap_mm == after_ap_mm, len(self._ap_mm) == WINDOW_S
        before_ap_mm, before_ml_mm = medians[0]
        by_ap_mm, by_ml_mm = after_ap_mm - before_ap_mm, after_ml_mm - before_ml_mm
        moved_mm = math.hypot(by_ap_mm, by_ml_mm)
        moved.append((moved_mm if moved_mm == moved_mm else -1.0, by_ap_mm, by_ml_mm))  # what is unknown is no maximum
        if moved[APART_S][0] < MICRO_MM:
            return None
        around_mm = [entry[0] for entry in moved]
        largest_mm, by_ap_mm, by_ml_mm = moved[APART_S]
        if max(around_mm[:APART_S]) >= largest_mm or max(around_mm[APART_S:]) > largest_mm:
            return None
        near = [i for i, mm in enumerate(around_mm) if mm >= MIDDLE_FRACTION * largest_mm]
        middle_s = sum(near) / len(near) - 2 * APART_S - WINDOW_S - 0.5  # the last entry's second ended WINDOW_S ago
        size = ShiftSize.MACRO if largest_mm >= MACRO_MM else ShiftSize.MICRO
        return WeightShift(t_s, t_s + middle_s, size, largest_mm, by_ap_mm, by_ml_mm)


def _median(values: deque[float]) -> float:
    """The median of what is known; NaN where that is fewer than `KNOWN_S` values."""
    total = sum(values)
    ordered = sorted(values) if total == total else sorted([value for value in values if value == value])
    n = len(ordered)
    return (ordered[(n - 1) // 2] + ordered[n // 2]) / 2 if n >= KNOWN_S else math.nan
