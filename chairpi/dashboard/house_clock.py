"""What time it is for the pages: the machine's wall clock, or while that is not known to be right, the time of the history."""

from __future__ import annotations

import math
import threading
from pathlib import Path

from chairpi.clock import Clock
from chairpi.errors import StoreError
from chairpi.store.view import HistoryView

LOOK_EVERY_S = 10.0
"""How often the history is asked while the clock is not known to be right [s]: as often as the sensor process looks."""


class HouseClock:
    """A clock that is never behind the history. Every thread may ask it.

    Parameters
    ----------
    clock
        The machine's.
    history_path
        The database, which knows where this start of the machine lies.
    """

    def __init__(self, clock: Clock, history_path: Path) -> None:
        self._clock = clock
        self._view = HistoryView(history_path)
        self._lock = threading.Lock()
        self._look_s = -math.inf
        self._offset_s: float | None = None

    @property
    def speed(self) -> float:
        """How many of this clock's seconds pass in a real one."""
        return self._clock.speed

    def monotonic_s(self) -> float:
        """Seconds that never go back."""
        return self._clock.monotonic_s()

    def utc_s(self) -> float:
        """Wall time as POSIX seconds, as far as it is known."""
        if self._clock.is_set():
            return self._clock.utc_s()
        with self._lock:
            t_s = self._clock.monotonic_s()
            if t_s >= self._look_s:
                self._look_s = t_s + LOOK_EVERY_S
                try:
                    self._offset_s = self._view.offset_s(self._clock.origin_id())
                except StoreError:  # the page says so
                    self._offset_s = None
            return self._clock.utc_s() if self._offset_s is None else t_s + self._offset_s

    def look_soon(self) -> None:
        """Ask the history again with the next question: somebody told it the time."""
        with self._lock:
            self._look_s = -math.inf

    def is_set(self) -> bool:
        """Whether the machine's wall clock is known to be right."""
        return self._clock.is_set()

    def origin_id(self) -> str:
        """What tells this clock's monotonic origin from others."""
        return self._clock.origin_id()

    def wait(self, seconds: float) -> None:
        """Return when `seconds` have passed."""
        self._clock.wait(seconds)
