"""Time that passes only when something uses it: what the emulated chips and their reader share."""

from __future__ import annotations


class VirtualClock:
    """Whole nanoseconds, so that a simulated year drifts by nothing.

    Its methods are named as in the standard library's `time`, because the pins' reader uses either.

    Parameters
    ----------
    now_ns
        The time at the start [ns].
    """

    __slots__ = ("now_ns",)

    def __init__(self, now_ns: int = 0) -> None:
        self.now_ns = now_ns

    def advance_ns(self, passed_ns: int) -> None:
        """Let `passed_ns` nanoseconds pass."""
        self.now_ns += passed_ns

    def perf_counter_ns(self) -> int:
        """The present time [ns]."""
        return self.now_ns

    def sleep(self, seconds: float) -> None:
        """Let `seconds` pass, to the nearest nanosecond."""
        self.advance_ns(round(seconds * 1e9))
