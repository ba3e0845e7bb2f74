r"""The HX711 as its two pins show it: an emulated converter for tests and for the demo.

Nothing runs in the background. Each access to a pin takes virtual time; what the chip did meanwhile is worked out then.
All figures are from the HX711 data sheet (Avia Semiconductor) unless another source is named:

    DOUT   ----+       +--+--+--+ ... +--+-------------------    low: a conversion is ready
               +-------+23|22|21|     | 0| high until the next one is ready
    PD_SCK __________/\_/\_/\_/\ ... _/\_/\_________________     24 pulses shift the word out, the 25th ends it
                      1  2  3  4      24 25

25 pulses choose channel A with gain 128 for the next conversion, 26 channel B with gain 32, 27 channel A with gain 64.
PD_SCK high for more than 60 us puts the chip to sleep; when it wakes it settles for four conversions.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from enum import Enum, StrEnum

from chairpi.simulate.virtual_clock import VirtualClock

BITS = 24
WORD_MASK = 2**BITS - 1
LOWEST_COUNTS = -(2**23)
HIGHEST_COUNTS = 2**23 - 1
POWER_DOWN_NS = 60_000
SETTLING_CONVERSIONS = 4
"""400 ms at 10 conversions per second, 50 ms at 80: after power-up, reset, a change of channel or gain."""
UPDATE_WINDOW_NS = 75_000
"""DOUT is high this long while an unread word is replaced; 75 us +- 1 us measured (github.com/olkal/HX711_ADC, issue 81)."""
NOISE_COUNTS = 21.5
"""50 nV rms at gain 128 and 10 conversions per second; one count is 2.33 nV with a supply of 5 V."""


class Fault(StrEnum):
    """What can be wrong with a chip's wires."""

    STUCK_HIGH = "stuck_high"
    """DOUT never falls: a chip without power, or a cut wire where the Pi's pull-up holds the line."""
    STUCK_LOW = "stuck_low"
    FLOATING = "floating"
    """DOUT is cut and nothing holds the line: each look at it is a toss of a coin."""
    CLOCK_CUT = "clock_cut"
    """PD_SCK does not reach the chip: it is ready for ever and shifts nothing out."""


class Selection(Enum):
    """Channel and gain of the next conversion, by the number of pulses."""

    A128 = 25
    B32 = 26
    A64 = 27


class Preemption:
    """Now and then the operating system runs something else in the middle of a pin access.

    Parameters
    ----------
    probability_fraction
        Chance for each access; half of it before the access takes effect, half after.
    length_s
        How long it lasts [s].
    seed
        The same seed gives the same moments.
    """

    def __init__(self, probability_fraction: float, length_s: float, *, seed: int = 0) -> None:
        self._half_fraction = probability_fraction / 2
        self._length_ns = round(length_s * 1e9)
        self._random = random.Random(seed)  # noqa: S311 - simulation, no secret

    def __call__(self) -> int:
        """How long the process is held up now [ns]; asked twice in each access."""
        return self._length_ns if self._random.random() < self._half_fraction else 0


class ClockPin:
    """PD_SCK: settable, like Blinka's `digitalio.DigitalInOut`."""

    __slots__ = ("_chip", "_high")

    def __init__(self, chip: HX711Chip) -> None:
        self._chip = chip
        self._high = False

    @property
    def value(self) -> bool:
        """The level that was last set; asking costs no time."""
        return self._high

    @value.setter
    def value(self, high: bool) -> None:
        chip = self._chip
        chip.clock.now_ns += chip.access_ns
        if chip.preemption is not None:
            chip.clock.now_ns += chip.preemption()
        self._high = high
        chip.set_clock(high)
        if chip.preemption is not None:
            chip.clock.now_ns += chip.preemption()

    def deinit(self) -> None:
        """Nothing is held."""


class DataPin:
    """DOUT: readable, like Blinka's `digitalio.DigitalInOut`."""

    __slots__ = ("_chip",)

    def __init__(self, chip: HX711Chip) -> None:
        self._chip = chip

    @property
    def value(self) -> bool:
        """The level now."""
        chip = self._chip
        chip.clock.now_ns += chip.access_ns
        if chip.preemption is not None:
            chip.clock.now_ns += chip.preemption()
        level = chip.data_level()
        if chip.preemption is not None:
            chip.clock.now_ns += chip.preemption()
        return level

    def deinit(self) -> None:
        """Nothing is held."""


class HX711Chip:
    """One converter, from power-up.

    Parameters
    ----------
    clock
        Time for this chip and all that shares the clock.
    signal
        What channel A sees at gain 128 [counts, before clipping] at a time [s of `clock`]. Channel B sees nothing.
    period_s
        Time of one conversion as the RATE pin sets it [s].
    oscillator_error_fraction
        How much longer this chip's period is; silicon is within some per cent, and often a sixth shorter.
    noise_counts
        Root mean square noise of one conversion [counts].
    access_s
        Virtual time that one pin access takes [s]: about 1e-6 for memory-mapped registers, 1e-5 and more through the kernel.
    preemption
        How long the reading process is held up [ns], asked twice in each access: a `Preemption`, as a rule.
    seed
        For noise and floating wires.
    """

    def __init__(
        self,
        clock: VirtualClock,
        signal: Callable[[float], float],
        *,
        period_s: float = 0.1,
        oscillator_error_fraction: float = 0.0,
        noise_counts: float = 0.0,
        access_s: float = 1e-6,
        preemption: Callable[[], int] | None = None,
        seed: int = 0,
    ) -> None:
        self.sck = ClockPin(self)
        self.dout = DataPin(self)
        self.fault: Fault | None = None
        """What is wrong with the wires; may be switched at any time."""
        self.period_ns = round(period_s * (1.0 + oscillator_error_fraction) * 1e9)
        self.access_ns = round(access_s * 1e9)
        self.preemption = preemption
        self.noise_counts = noise_counts
        self.clock = clock
        self._signal = signal
        self._random = random.Random(seed)  # noqa: S311 - emulated noise, no secret
        self._clock_high = False
        self._rose_ns = 0
        self.next_update_ns = 0
        """When the conversion under way ends [ns], as far as the chip has been looked at."""
        self._wake(clock.now_ns)

    @property
    def register_counts(self) -> int | None:
        """What the converter's register holds [counts]; `None` while it settles or is being disturbed."""
        self._catch_up()
        if not self._converted or self._disturbed:
            return None
        word = self._word()
        return word - 2**BITS if word >> (BITS - 1) else word

    @property
    def powered_down(self) -> bool:
        """Whether PD_SCK has been high for so long that the chip sleeps."""
        return self._clock_high and self.clock.now_ns - self._rose_ns > POWER_DOWN_NS

    @property
    def selection(self) -> Selection:
        """Channel and gain of the conversion under way."""
        self._catch_up()
        return self._selection

    def set_clock(self, high: bool) -> None:
        """PD_SCK is at this level from now on; takes no time."""
        if high == self._clock_high or self.fault is Fault.CLOCK_CUT:
            return
        now_ns = self.clock.now_ns
        if high:
            if now_ns >= self.next_update_ns:
                self._catch_up()
            self._rose_ns = now_ns
            self._clock_high = True
            if self._converted:
                self._shift(now_ns)
            return
        self._clock_high = False
        if now_ns - self._rose_ns > POWER_DOWN_NS:
            self._wake(now_ns)

    def data_level(self) -> bool:
        """The level of DOUT now; takes no time."""
        now_ns = self.clock.now_ns
        if now_ns >= self.next_update_ns:
            self._catch_up()
        if self.fault is not None:
            if self.fault is Fault.FLOATING:
                return self._random.random() < 0.5
            if self.fault is not Fault.CLOCK_CUT:
                return self.fault is Fault.STUCK_HIGH
        if not self._converted or self._disturbed or self._pulses > BITS:
            return True
        if self._clock_high and now_ns - self._rose_ns > POWER_DOWN_NS:
            return True
        if self._pulses == 0:
            return now_ns - self._updated_ns < UPDATE_WINDOW_NS
        return bool(self._word() >> (BITS - self._pulses) & 1)

    def _wake(self, now_ns: int) -> None:
        """Power-up, or PD_SCK low again after a power-down: channel A, gain 128, nothing to read until settled."""
        self._selection = self._chosen = Selection.A128
        self._begin_settling(now_ns)

    def _begin_settling(self, from_ns: int) -> None:
        self._converted = False
        self._disturbed = False
        self._pulses = 0
        self._held_word: int | None = None
        self._updated_ns = from_ns
        self.next_update_ns = from_ns + SETTLING_CONVERSIONS * self.period_ns

    def _catch_up(self) -> None:
        """Work out what conversions have ended by now; only the last of them can still be read."""
        now_ns = self.clock.now_ns
        if now_ns < self.next_update_ns or self.powered_down:
            return
        if self._chosen is not self._selection:
            self._selection = self._chosen
            self._begin_settling(self._updated_ns)
            if now_ns < self.next_update_ns:
                return
        self._updated_ns = self.next_update_ns + (now_ns - self.next_update_ns) // self.period_ns * self.period_ns
        self.next_update_ns = self._updated_ns + self.period_ns
        self._converted = True
        self._disturbed = False
        self._pulses = 0
        self._held_word = None

    def _shift(self, now_ns: int) -> None:
        """One rising edge of PD_SCK on a chip that has something to say."""
        if now_ns - self._updated_ns < UPDATE_WINDOW_NS:
            # What silicon does then is not in the data sheet. In the field such words end in a long row of ones
            # (github.com/bogde/HX711, issues 83 and 216).
            self._disturbed = True
        self._pulses += 1
        if self._pulses == 1:
            self._word()  # the register is what it was at the first pulse, whatever the signal does later
        elif self._pulses > BITS:
            self._chosen = Selection(min(self._pulses, Selection.A64.value))

    def _word(self) -> int:
        """The register as 24 bits of two's complement: the signal when the conversion ended, clipped to the range."""
        if self._held_word is None:
            counts = 0.0
            if self._selection is not Selection.B32:
                counts = self._signal(self._updated_ns / 1e9)
                if self._selection is Selection.A64:
                    counts /= 2
            if self.noise_counts:
                counts += self._random.gauss(0.0, self.noise_counts)
            self._held_word = min(max(round(counts), LOWEST_COUNTS), HIGHEST_COUNTS) & WORD_MASK
        return self._held_word
