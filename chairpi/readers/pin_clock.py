"""Time for pins: whole nanoseconds, because a chip falls asleep after 60 000 of them."""

from __future__ import annotations

import time
from typing import Protocol


class PinClock(Protocol):
    """Nanoseconds and a sleep, named as in the standard library's `time`."""

    def perf_counter_ns(self) -> int:
        """The time now [ns], from any origin."""

    def sleep(self, seconds: float) -> None:
        """Let `seconds` pass."""


class BootClock:
    """The time base of `chairpi.clock.RealClock`, in the whole nanoseconds that pins need."""

    def perf_counter_ns(self) -> int:
        """Nanoseconds since the machine started, suspend included."""
        return time.clock_gettime_ns(time.CLOCK_BOOTTIME)

    def sleep(self, seconds: float) -> None:
        """Sleep."""
        time.sleep(seconds)
