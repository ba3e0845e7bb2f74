"""How far the cells have crept under whoever sat on them, and whether they have recovered."""

from __future__ import annotations

import math

FAST_FRACTION = 1 / 15
LEFT_FRACTION = 0.2
"""Creep is taken as two parts, of which the fast one is quicker by `FAST_FRACTION` (time constants of about 1 and 15 minutes; a sum of
exponentials is the usual form). The zero is left alone until of each part no more than `LEFT_FRACTION` is left: of the 50 g that a cheap
half-bridge shows right after unloading (circuitjournal.com), 10 g."""


class Creep:
    """How far the cells have crept under a load, each part as a share of what an endless load would do: 0 ... 1.

    Parameters
    ----------
    slow_s
        The longer time constant [s].

    Attributes
    ----------
    parts
        The slow one and the fast one.

    Notes
    -----
    Under a load x -> 1 and without one x -> 0, both as 1 - exp(-t / tau): after a bout of length T the parts are
    1 - exp(-T / tau), and the slow one needs tau ln((1 - exp(-T / tau)) / LEFT_FRACTION) to recover: 24 minutes after a long
    sitting, 13 after ten minutes, none after three, where the fast part's minute and a half is what counts (tau = 15 min). Recovery
    is taken to be as fast as creep (NIST, 65 cells: its size is 0.86 of the creep's), and any load as full.
    """

    def __init__(self, slow_s: float) -> None:
        self._taus_s = (slow_s, slow_s * FAST_FRACTION)
        self._left_after_1_s = self._left_after(1.0)
        self.parts = [1.0, 1.0]  # nobody knows who sat here before the start

    def receive(self, length_s: float, *, loaded: bool) -> None:
        """Take `length_s` [s] with or without a load."""
        goal = 1.0 if loaded else 0.0
        left = self._left_after_1_s if length_s == 1.0 else self._left_after(length_s)
        self.parts = [goal + (part - goal) * part_left for part, part_left in zip(self.parts, left, strict=True)]

    def _left_after(self, length_s: float) -> list[float]:
        return [math.exp(-length_s / tau_s) for tau_s in self._taus_s]

    @property
    def recovered(self) -> bool:
        """Whether too little is left to be mistaken for a zero."""
        return max(self.parts) <= LEFT_FRACTION
