"""What the empty seat carries beside its zero: a cushion, a cover or a bag. The chair asks about it, once."""

from __future__ import annotations

from chairpi.core.events.zero import EmptyLoadChanged
from chairpi.core.presence.occupancy import Occupancy
from chairpi.core.settings import ZeroSettings
from chairpi.core.weighing.load import G0_M_PER_S2
from chairpi.core.zero.steadiness import STEADY_S

OBJECT_WAITS = 10.0
"""The chair asks about an object this many times later than about a light load: it is a bag more often than a heavy cushion, and is
known to be no sitter already. Our choice."""


class Question:
    """The question about the empty seat's load.

    Parameters
    ----------
    settings
        How much and how long it takes to be asked about.

    Attributes
    ----------
    asked_n
        The change that was asked about and is still there [N].
    """

    def __init__(self, settings: ZeroSettings) -> None:
        self._ask_s = settings.ask_s
        self._step_n, self._range_n = settings.step_kg * G0_M_PER_S2, settings.range_kg * G0_M_PER_S2
        self._changed: tuple[float, float] | None = None
        self.asked_n: float | None = None

    def receive(self, t_s: float, off_n: float, occupancy: Occupancy) -> EmptyLoadChanged | None:
        """The steady empty seat reads so much beside its zero [N]: ask, once that has lasted."""
        if occupancy is Occupancy.OBJECT and off_n > self._range_n:
            self._changed = None  # too heavy to be part of a chair
            return None
        if self.asked_n is not None and abs(off_n - self.asked_n) < self._step_n:
            return None
        if self._changed is None or abs(off_n - self._changed[1]) >= self._step_n:
            self._changed = (t_s - STEADY_S, off_n)
        if t_s - self._changed[0] < self._ask_s * (OBJECT_WAITS if occupancy is Occupancy.OBJECT else 1.0):
            return None
        self._changed, self.asked_n = None, off_n
        return EmptyLoadChanged(t_s, off_n / G0_M_PER_S2)

    def forget(self) -> None:
        """The seat is not empty, or was not watched: a change that has not been asked about yet has not lasted."""
        self._changed = None

    def settle(self) -> None:
        """There is nothing to ask any more."""
        self._changed = self.asked_n = None
