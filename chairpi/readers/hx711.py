"""One HX711 through Adafruit's driver, unmodified, between two guard pins that see whether its answer can be trusted.

The released driver (adafruit-circuitpython-hx711 1.1.0 to 1.1.2) cannot read a chip on Linux as it is:

1. it calls `microcontroller.disable_interrupts()`, which Blinka does not have;
2. it sets the sign in bits 24 to 31, which makes a negative number of a C `int32` but not of a Python `int`;
3. it waits with `microcontroller.delay_us(1)`, which is `time.sleep(1e-6)`: about 74 us on Linux, and PD_SCK high for more
   than 60 us puts the chip to sleep;
4. it waits for a chip for ever.

Each is met from outside, without a change to any module that others see: the driver runs as a private copy of its module whose
`microcontroller` and `time` are ours (1, 3), the sign is made anew (2), and the guard pin raises out of the endless wait (4).
`tests/readers/test_adafruit_defects.py` pins each of them, so that a release that mends one is noticed.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import time
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from chairpi.clock import Clock, RealClock
from chairpi.config import Config
from chairpi.errors import ReaderError
from chairpi.readers.guard import ClockPin, DataPin, GuardedClock, GuardedData, NotReadyError
from chairpi.readers.polling import HX711Reader, PinClock
from chairpi.readers.rhythm import Rhythm
from chairpi.readers.verdict import PULSES, Measured, Reading, Verdict, judge, signed

MODEL_PATH = Path("/proc/device-tree/model")
LOOK_EVERY_NS = 2_000_000
"""Between two looks at a chip that is nearly due. Short against a period of 10.7 ms, long against a look."""
SLEEP_NS = 10_000_000
"""PD_SCK high for a power-cycle: the kernel's own driver (drivers/iio/adc/hx711.c) found 10 ms to be reliable."""
SETTLING_PERIODS = 4
"""Conversions until the output is valid after a reset (HX711 data sheet)."""
PATIENCE_PERIODS = 5
SHORTEST_BACK_OFF_NS = 500_000_000
LONGEST_BACK_OFF_NS = 8_000_000_000
LOOKS = 8
"""How often DOUT is looked at before and after a word. A floating wire passes by chance once in 2^18."""
AFTER_WORD_S = 100e-6
"""DOUT is looked at again so long after the word: more than the 75 us for which an update can lift a line by chance."""
DOUBTS = 4
"""Faultless words in a row that a wire must carry after it was found faulty, before one of them counts."""


class BootClock:
    """The time base of `chairpi.clock.RealClock`, in the whole nanoseconds that pins need."""

    def perf_counter_ns(self) -> int:
        """Nanoseconds since the machine started, suspend included."""
        return time.clock_gettime_ns(time.CLOCK_BOOTTIME)

    def sleep(self, seconds: float) -> None:
        """Sleep."""
        time.sleep(seconds)


class GuardedHX711:
    """One chip, from power-up. Look at it with `poll()` whenever `next_look_ns` has come.

    Parameters
    ----------
    dout, sck
        The chip's two pins; PD_SCK is this chip's own.
    clock
        Time for the guard, for the driver and for `next_look_ns`.
    """

    def __init__(self, dout: DataPin, sck: ClockPin, clock: PinClock) -> None:
        self.verdict_counts: Counter[Verdict] = Counter()
        self.rhythm = Rhythm(clock.perf_counter_ns())
        self._pins = (dout, sck)
        self._clock = clock
        self._sck = GuardedClock(sck, clock)
        self._dout = GuardedData(dout, self._sck)
        self._driver = load_driver(clock).HX711(self._dout, self._sck)  # resets the chip
        self._asleep = False
        self._doubts = 0
        self._back_off_ns = SHORTEST_BACK_OFF_NS
        now_ns = clock.perf_counter_ns()
        self._heard_ns = now_ns
        self._give_up_ns = now_ns
        self._settle(now_ns)

    def poll(self) -> Reading | None:
        """Look at the chip once: its reading if it is ready or overdue, else nothing.

        Never waits for the chip; a word costs about a hundred pin accesses.
        """
        now_ns = self._clock.perf_counter_ns()
        if self._asleep:
            self._wake()
            return None
        reading = self._overdue(now_ns) if self._dout.value else self._read(now_ns)
        if reading is not None:
            self.verdict_counts[reading.verdict] += 1
        if now_ns >= self._give_up_ns:
            self._driver.power_down(True)
            self._asleep = True
            self.next_look_ns = self._clock.perf_counter_ns() + SLEEP_NS
        return reading

    def glance(self) -> None:
        """Only see whether the chip is busy, so that a word that is read late can still be dated."""
        now_ns = self._clock.perf_counter_ns()
        if not self._asleep and self._dout.value:
            self.rhythm.busy(now_ns)

    def close(self) -> None:
        """Put the chip to sleep and let go of its pins."""
        self._driver.power_down(True)
        for pin in self._pins:
            pin.deinit()

    def _wake(self) -> None:
        self._driver.power_down(False)
        self._asleep = False
        now_ns = self._clock.perf_counter_ns()
        self._settle(now_ns)
        self._give_up_ns = max(self._due_ns, now_ns + self._back_off_ns)
        self._back_off_ns = min(2 * self._back_off_ns, LONGEST_BACK_OFF_NS)

    def _settle(self, from_ns: int) -> None:
        """The chip has reset itself, or may have: trust nothing until it has settled."""
        period_ns = self.rhythm.period_ns
        self.rhythm.silence()
        self._trusted_ns = from_ns + SETTLING_PERIODS * period_ns
        self._due_ns = self._trusted_ns + period_ns * 3 // 2
        self._give_up_ns = self._trusted_ns + PATIENCE_PERIODS * period_ns
        self.next_look_ns = self._trusted_ns - period_ns // 2

    def _overdue(self, now_ns: int) -> Reading | None:
        self.rhythm.busy(now_ns)
        self.next_look_ns = self._clock.perf_counter_ns() + LOOK_EVERY_NS
        if now_ns < self._due_ns:
            return None
        self._due_ns += self.rhythm.period_ns
        return Reading(None, Verdict.NOT_READY, now_ns / 1e9, 0.0)

    def _read(self, seen_ns: int) -> Reading:
        measured, busy_ns = self._measure(seen_ns)
        verdict = self._weigh(judge(measured, self.rhythm.shortest_period_ns), seen_ns)
        if busy_ns is not None:
            self.rhythm.busy(busy_ns)
        counts = signed(measured.word) if measured.word is not None and verdict is Verdict.OK else None
        return Reading(counts, verdict, seen_ns / 1e9, measured.high_max_ns / 1e3)

    def _measure(self, seen_ns: int) -> tuple[Measured, int | None]:
        """Have the driver read one word, and watch; also when DOUT was seen high again [ns], if it was."""
        clock, dout, sck = self._clock, self._dout, self._sck
        word, framed, busy_ns = None, False, None
        sck.begin()
        dout.reading = True
        try:
            for _ in range(LOOKS):
                dout.value  # noqa: B018 - raises when it is high
            word = self._driver._read_channel_raw(PULSES) & 0xFFFFFF
        except NotReadyError:
            busy_ns = seen_ns
        dout.reading = False
        if word is not None:
            framed = dout.latest  # the driver's last sample is the 25th, which it throws away
            clock.sleep(AFTER_WORD_S)
            after_ns = clock.perf_counter_ns()
            framed = all([framed, *(dout.value for _ in range(LOOKS))])
            busy_ns = after_ns if framed else None
        since_ns = clock.perf_counter_ns() - self.rhythm.busy_ns
        return Measured(word, sck.pulses, sck.high_max_ns, framed, since_ns), busy_ns

    def _weigh(self, verdict: Verdict, seen_ns: int) -> Verdict:
        """The verdict in the light of what was before; also when to look next, and when to lose patience."""
        now_ns = self._clock.perf_counter_ns()
        rhythm = self.rhythm
        match verdict:
            case Verdict.NOT_READY:
                self.next_look_ns = now_ns + LOOK_EVERY_NS
                return verdict
            case Verdict.POWERED_DOWN | Verdict.SUSPECT:
                self._settle(now_ns)
                return verdict
            case Verdict.FRAMING | Verdict.PULSE_COUNT:
                self._doubts = DOUBTS
                rhythm.silence()
                self.next_look_ns = now_ns + rhythm.period_ns
                return verdict
        # The chip has spoken. After a silence its DOUT may have been high for another reason than being busy (a wire that
        # came back), so the moment of this word is not known well, and only the next one is trusted.
        if seen_ns - self._heard_ns > rhythm.period_ns * 3 // 2:
            self._doubts = max(self._doubts, 1)
            rhythm.silence()
        if verdict is Verdict.STRADDLED:
            rhythm.overslept()
        else:
            rhythm.ready(seen_ns)
        self._heard_ns = seen_ns
        self._due_ns = now_ns + rhythm.period_ns * 3 // 2
        self._give_up_ns = now_ns + PATIENCE_PERIODS * rhythm.period_ns
        self._back_off_ns = SHORTEST_BACK_OFF_NS
        self.next_look_ns = rhythm.next_look_ns(seen_ns)
        if verdict is Verdict.STRADDLED:
            return verdict
        if self._doubts:
            self._doubts -= 1
            return Verdict.SETTLING
        return Verdict.SETTLING if seen_ns < self._trusted_ns else verdict


def on_raspberry_pi(model_path: Path = MODEL_PATH) -> bool:
    """Whether this machine says that it is a Raspberry Pi."""
    try:
        return "Raspberry Pi" in model_path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False


def prepare_blinka(*, simulated: bool = False, model_path: Path = MODEL_PATH) -> None:
    """Tell Blinka, before it is imported, to print nothing, to install nothing, and off a Pi to ask for no board.

    Parameters
    ----------
    simulated
        Ask for no board on a Pi either: simulated chips need no GPIO library.
    model_path
        Where the machine says what it is.
    """
    if on_raspberry_pi(model_path) and not simulated:
        os.environ.setdefault("BLINKA_SKIP_DEPENDENCY_CHECK", "1")
    elif not any(name.startswith("BLINKA_") for name in os.environ):
        os.environ["BLINKA_OS_AGNOSTIC"] = "1"


def load_driver(clock: PinClock) -> Any:  # the driver has no types
    """A private copy of Adafruit's driver module, never in `sys.modules`, that sleeps on `clock` and leaves interrupts alone.

    `delay_us` does nothing: the data sheet asks for 0.2 us between edges, and each edge here is a system call of several.
    """
    prepare_blinka()
    try:
        spec = importlib.util.find_spec("adafruit_hx711.hx711")
        if spec is None or spec.loader is None:
            raise ImportError("no module adafruit_hx711.hx711")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    except (ImportError, RuntimeError) as error:
        raise ReaderError(
            f"Adafruit's HX711 driver cannot be loaded ({error}); on a Raspberry Pi install chairpi with its extra: "
            'pip install "chairpi[pi]"'
        ) from error
    vars(module).update(
        microcontroller=SimpleNamespace(
            disable_interrupts=lambda: None, enable_interrupts=lambda: None, delay_us=lambda delay_us: None
        ),
        time=SimpleNamespace(sleep=clock.sleep),
    )
    return module


def open_pins(dout_gpio: int, sck_gpio: int, *, cell: str) -> tuple[DataPin, ClockPin]:
    """DOUT with its pull-up and PD_SCK as real pins, by their GPIO (BCM) numbers.

    Raises
    ------
    ReaderError
        They cannot be had; the message names the cell and the pin and says what to do.
    """
    prepare_blinka()
    if os.environ.get("BLINKA_OS_AGNOSTIC"):
        raise ReaderError(
            f"cell {cell}: this machine is no Raspberry Pi and has no GPIO {dout_gpio}; set backend to simulated here"
        )
    gpio = dout_gpio
    try:
        board = importlib.import_module("board")
        digitalio: Any = importlib.import_module("digitalio")
        dout = digitalio.DigitalInOut(getattr(board, f"D{dout_gpio}"))
        dout.switch_to_input(pull=digitalio.Pull.UP)
        gpio = sck_gpio
        sck = digitalio.DigitalInOut(getattr(board, f"D{sck_gpio}"))
        sck.switch_to_output(value=False)
    except (ImportError, AttributeError, OSError, RuntimeError, ValueError) as error:
        raise ReaderError(
            f"cell {cell}: GPIO {gpio} cannot be opened ({error}); check its number, that nothing else uses it, that this user "
            'is in the group gpio, and that chairpi is installed with its extra: pip install "chairpi[pi]"'
        ) from error
    return dout, sck


def open_hx711_reader(config: Config, clock: Clock) -> HX711Reader:
    """The chips that the configuration names, on this machine's pins.

    Raises
    ------
    ReaderError
        A pin cannot be had, the driver cannot be loaded, or `clock` does not run as fast as the chips do.
    """
    if not isinstance(clock, RealClock):
        raise ReaderError("real chips convert in real time: leave out the speed, or set reader.backend to simulated")
    pin_clock = BootClock()
    chips = [
        GuardedHX711(*open_pins(cell.dout_gpio, cell.pd_sck_gpio, cell=cell.name), pin_clock) for cell in config.cells
    ]
    return HX711Reader(config.seat, config.calibration, chips, pin_clock)
