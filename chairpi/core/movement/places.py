"""How many places somebody sits in."""

from __future__ import annotations

from collections import Counter

PLACE_MM = 9.0
"""Side of the squares in which places are counted [mm]. Three by three of them are one place, 27 mm wide: two stays a macro shift apart
along one axis are never the same place. Our choice."""


class Places:
    """How long the CoP was in and around each square; times only grow, so the longest is kept along the way."""

    def __init__(self) -> None:
        self._new_mm: list[tuple[float, float]] = []
        self._around_s: Counter[tuple[int, int]] = Counter()
        self._longest_s = 0
        self.n_s = 0

    def add(self, ap_mm: float, ml_mm: float) -> None:
        """Take one second's CoP [mm]."""
        self.n_s += 1
        self._new_mm.append((ap_mm, ml_mm))

    def away_fraction(self) -> float:
        """Share of the time that was spent away from the most usual place, 0 to 1."""
        new_s = Counter((round(ap_mm / PLACE_MM), round(ml_mm / PLACE_MM)) for ap_mm, ml_mm in self._new_mm)
        for (ap, ml), spent_s in new_s.items():  # taken in only when asked for: nine squares each
            for near_ap in (ap - 1, ap, ap + 1):
                for near_ml in (ml - 1, ml, ml + 1):
                    self._around_s[near_ap, near_ml] += spent_s
                    self._longest_s = max(self._longest_s, self._around_s[near_ap, near_ml])
        self._new_mm.clear()
        return 1.0 - self._longest_s / self.n_s
