"""Pins that watch what the driver does between them and the chip."""

from __future__ import annotations

from typing import Protocol

from chairpi.readers.pin_clock import PinClock


class DataPin(Protocol):
    """DOUT, as Blinka's `digitalio.DigitalInOut` shows it."""

    @property
    def value(self) -> bool:
        """Whether the line is high."""

    def deinit(self) -> None:
        """Let go of the pin."""


class ClockPin(Protocol):
    """PD_SCK, as Blinka's `digitalio.DigitalInOut` shows it."""

    value: bool

    def deinit(self) -> None:
        """Let go of the pin."""


class NotReadyError(Exception):
    """DOUT is high where the driver would wait for ever."""


class GuardedClock:
    """Counts the pulses on PD_SCK and bounds from above how long the line was high."""

    __slots__ = ("_high", "_now_ns", "_pin", "_rose_ns", "high_max_ns", "pulses")

    def __init__(self, pin: ClockPin, clock: PinClock) -> None:
        self._pin = pin
        self._now_ns = clock.perf_counter_ns
        self._high = False
        self._rose_ns = 0
        self.begin()

    def begin(self) -> None:
        """Forget what was measured."""
        self.pulses = 0
        self.high_max_ns = 0

    @property
    def value(self) -> bool:
        """The level that was last set."""
        return self._high

    @value.setter
    def value(self, high: bool) -> None:
        if high:
            self._rose_ns = self._now_ns()
            self._pin.value = True
            self._high = True
            self.pulses += 1
            return
        self._pin.value = False
        if self._high:
            high_ns = self._now_ns() - self._rose_ns
            if high_ns > self.high_max_ns:
                self.high_max_ns = high_ns
            self._high = False


class GuardedData:
    """Remembers the last sample of DOUT, and during a word raises where the driver would wait for ever."""

    __slots__ = ("_clock", "_pin", "latest", "reading")

    def __init__(self, pin: DataPin, clock: GuardedClock) -> None:
        self._pin = pin
        self._clock = clock
        self.reading = False
        self.latest = True

    @property
    def value(self) -> bool:
        """The level now."""
        self.latest = self._pin.value
        if self.reading and self.latest and not self._clock.pulses:
            raise NotReadyError
        return self.latest
