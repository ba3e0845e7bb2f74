"""The chips of a seat through Adafruit's driver, unmodified, between guard pins that see whether its answers can be trusted.

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

import contextlib
import importlib
import importlib.util
import os
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from chairpi.config.tables import Config
from chairpi.errors import ReaderError
from chairpi.readers.guard import ClockPin, DataPin, GuardedClock, GuardedData, NotReadyError
from chairpi.readers.pin_clock import BootClock, PinClock
from chairpi.readers.verdict import AFTER_WORD_S, LOOKS, PULSES, Measured

MODEL_PATH = Path("/proc/device-tree/model")


class AdafruitBank:
    """The chips of a seat, one after the other. They are reset here, and have not settled yet.

    Parameters
    ----------
    pins
        DOUT and PD_SCK of each chip, in the seat's order; each PD_SCK is one chip's own.
    clock
        Time for the guards and for the driver.

    Raises
    ------
    ReaderError
        The driver cannot be loaded.
    """

    name = "adafruit"

    def __init__(self, pins: Sequence[tuple[DataPin, ClockPin]], clock: PinClock) -> None:
        self.n_cells = len(pins)
        self._pins = tuple(pins)
        self._clock = clock
        driver = load_driver(clock)
        self._chips = [_GuardedChip(driver, dout, sck, clock) for dout, sck in pins]
        self._closed = False

    def ready(self, cells: Sequence[int]) -> Sequence[bool]:
        """Whether each of these chips has a conversion ready (DOUT low)."""
        return [self._chips[cell].ready() for cell in cells]

    def read(self, cells: Sequence[int]) -> Sequence[Measured]:
        """Have the driver read one word of each of these chips, one after the other: about a hundred pin accesses each."""
        return [self._chips[cell].read() for cell in cells]

    def power(self, cell: int, *, up: bool) -> None:
        """Let a chip run (PD_SCK low), or put it to sleep (PD_SCK high for longer than 60 us)."""
        self._chips[cell].driver.power_down(not up)

    def wait(self, timeout_s: float) -> None:
        """Sleep: Blinka's pins cannot tell when they change."""
        if timeout_s > 0:
            self._clock.sleep(timeout_s)

    def close(self) -> None:
        """Put the chips to sleep and let go of the pins; a second time changes nothing."""
        if self._closed:
            return
        self._closed = True
        for chip, pins in zip(self._chips, self._pins, strict=True):
            chip.driver.power_down(True)
            for pin in pins:
                pin.deinit()


class _GuardedChip:
    """One chip: the driver between two guard pins."""

    def __init__(self, module: Any, dout: DataPin, sck: ClockPin, clock: PinClock) -> None:
        self._clock = clock
        self._sck = GuardedClock(sck, clock)
        self._dout = GuardedData(dout, self._sck)
        self.driver = module.HX711(self._dout, self._sck)  # resets the chip
        self._busy_ns = clock.perf_counter_ns()
        """When DOUT was last known to be high [ns]."""

    def ready(self) -> bool:
        now_ns = self._clock.perf_counter_ns()
        if not self._dout.value:
            return True
        self._busy_ns = now_ns
        return False

    def read(self) -> Measured:
        """Have the driver read one word, and watch."""
        clock, dout, sck = self._clock, self._dout, self._sck
        word, framed, busy_ns = None, False, self._busy_ns
        sck.begin()
        dout.reading = True
        began_ns = clock.perf_counter_ns()
        try:
            for _ in range(LOOKS):
                dout.value  # noqa: B018 - raises when it is high
            word = self.driver._read_channel_raw(PULSES) & 0xFFFFFF
        except NotReadyError:
            self._busy_ns = began_ns
        dout.reading = False
        if word is not None:
            framed = dout.latest  # the driver's last sample is the 25th, which it throws away
            clock.sleep(AFTER_WORD_S)
            after_ns = clock.perf_counter_ns()
            framed = all([framed, *(dout.value for _ in range(LOOKS))])
            if framed:
                self._busy_ns = after_ns
        return Measured(word, sck.pulses, sck.high_max_ns, framed, clock.perf_counter_ns() - busy_ns)


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


def open_adafruit_bank(config: Config) -> AdafruitBank:
    """The chips that the configuration names, on this machine's pins.

    Raises
    ------
    ReaderError
        A pin cannot be had, or the driver cannot be loaded.
    """
    with contextlib.ExitStack() as opened:
        pins = []
        for cell in config.cells:
            pins.append(open_pins(cell.dout_gpio, cell.pd_sck_gpio, cell=cell.name))
            for pin in pins[-1]:
                opened.callback(pin.deinit)
        bank = AdafruitBank(pins, BootClock())
        opened.pop_all()
    return bank
