"""Several HX711 chips as one reader: each is looked at when it may be ready, and the grid says when a frame is due."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from chairpi.core.calibration import Calibration
from chairpi.core.frame import Frame
from chairpi.core.seat import Seat
from chairpi.errors import ReaderError
from chairpi.readers.verdict import Reading, Verdict

STALE_S = 0.25
"""A reading stands for its cell this long: two and a half periods at 10 per second, and a person moves little in it."""


class PinClock(Protocol):
    """Nanoseconds and a sleep, named as in the standard library's `time`."""

    def perf_counter_ns(self) -> int:
        """The time now [ns], from any origin."""

    def sleep(self, seconds: float) -> None:
        """Let `seconds` pass."""


class Chip(Protocol):
    """One converter that is looked at whenever `next_look_ns` has come."""

    verdict_counts: Counter[Verdict]
    next_look_ns: int

    def poll(self) -> Reading | None:
        """Look at it once."""

    def glance(self) -> None:
        """See whether it is busy: a word is dated by when its chip was last seen busy."""

    def close(self) -> None:
        """Let go of it."""


class HX711Reader:
    """Frames on a grid of whole multiples of 1 / `rate_hz`, from chips that convert whenever they like.

    A cell's counts are the mean of the readings since the last grid instant; without any, the last one while it is
    younger than `STALE_S`; else `None`.

    Parameters
    ----------
    seat, calibration
        The cells, and what their counts mean.
    chips
        One for each cell, in the seat's order.
    clock
        The chips' clock; a frame's `t_s` is its time.
    rate_hz
        Frames per second.
    """

    backend = "adafruit"
    guided_upright = None

    def __init__(
        self,
        seat: Seat,
        calibration: Calibration,
        chips: Sequence[Chip],
        clock: PinClock,
        *,
        rate_hz: float = 10.0,
    ) -> None:
        if len(chips) != len(seat.cells):
            raise ReaderError(f"{len(chips)} chips for {len(seat.cells)} cells; each cell needs its own")
        self.seat = seat
        self.calibration = calibration
        self.rate_hz = rate_hz
        self._chips = tuple(chips)
        self._clock = clock
        self._arrived: list[list[int]] = [[] for _ in chips]
        self._latest: list[Reading | None] = [None] * len(chips)
        self._polling = False
        self._closing = False
        self._closed = False

    @property
    def verdict_counts(self) -> Mapping[str, Counter[Verdict]]:
        """How often each verdict was given, for each cell by name."""
        return {name: chip.verdict_counts for name, chip in zip(self.seat.names, self._chips, strict=True)}

    def frames(self) -> Iterator[Frame]:
        """Yield frames on the grid until `close()`; instants that were slept through are left out."""
        instant = math.floor(self._now_s() * self.rate_hz) + 1
        while not self._closing:
            t_s = instant / self.rate_hz
            if not self._poll_until(round(t_s * 1e9)):
                break
            yield Frame(t_s, tuple(self._counts(index, t_s) for index in range(len(self._chips))))
            instant = max(instant + 1, math.floor(self._now_s() * self.rate_hz))
        self._let_go()

    def close(self) -> None:
        """Put the chips to sleep and let go of their pins; from within a signal handler, as soon as no pin is in use."""
        self._closing = True
        if not self._polling:
            self._let_go()

    def _now_s(self) -> float:
        return self._clock.perf_counter_ns() / 1e9

    def _poll_until(self, due_ns: int) -> bool:
        """Look at the chips until `due_ns`; false when closed meanwhile."""
        clock, chips = self._clock, self._chips
        self._polling = True
        index = 0
        try:
            while not self._closing:
                now_ns = clock.perf_counter_ns()
                for index, chip in enumerate(chips):
                    if chip.next_look_ns <= now_ns:
                        self._look(index, chip)
                    elif now_ns >= due_ns:
                        chip.glance()  # what follows may take long
                if now_ns >= due_ns:
                    return True
                wake_ns = min(due_ns, min(chip.next_look_ns for chip in chips))
                idle_ns = wake_ns - clock.perf_counter_ns()
                if idle_ns > 0:
                    clock.sleep(idle_ns / 1e9)
            return False
        except OSError as error:
            raise ReaderError(
                f"cell {self.seat.names[index]}: its pins can no longer be used ({error}); start ChairPi again"
            ) from error
        finally:
            self._polling = False

    def _look(self, index: int, chip: Chip) -> None:
        reading = chip.poll()
        if reading is not None and reading.counts is not None:
            self._arrived[index].append(reading.counts)
            self._latest[index] = reading

    def _counts(self, index: int, t_s: float) -> float | None:
        arrived = self._arrived[index]
        if arrived:
            mean_counts = sum(arrived) / len(arrived)
            arrived.clear()
            return mean_counts
        latest = self._latest[index]
        if latest is None or latest.counts is None or t_s - latest.t_s >= STALE_S:
            return None
        return float(latest.counts)

    def _let_go(self) -> None:
        if not self._closed:
            self._closed = True
            for chip in self._chips:
                chip.close()
