"""The 40-pin header, the same on every Raspberry Pi that has one, and what the configuration connects to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chairpi.config.tables import NOT_FITTED, Config

PIN_OF_GPIO = {
    2: 3, 3: 5, 4: 7, 14: 8, 15: 10, 17: 11, 18: 12, 27: 13, 22: 15, 23: 16, 24: 18, 10: 19, 9: 21, 25: 22, 11: 23, 8: 24,
    7: 26, 0: 27, 1: 28, 5: 29, 6: 31, 12: 32, 13: 33, 19: 35, 16: 36, 26: 37, 20: 38, 21: 40,
}  # fmt: skip
"""Header pin of each GPIO (`pinout`, Raspberry Pi OS)."""
GPIO_OF_PIN = {pin: gpio for gpio, pin in PIN_OF_GPIO.items()}
SUPPLY = {
    **dict.fromkeys((1, 17), "3.3 V"),
    **dict.fromkeys((2, 4), "5 V"),
    **dict.fromkeys((6, 9, 14, 20, 25, 30, 34, 39), "ground"),
}
PULLED_UP_AT_RESET = range(9)
"""GPIO 0 to 8 have their pull-up on from reset, the others their pull-down (BCM2835 and RP1 Peripherals, Raspberry Pi)."""


@dataclass(frozen=True, slots=True)
class Wire:
    """One line of a part, and where it goes.

    Parameters
    ----------
    part
        A cell's name, or what it is.
    line
        DOUT, PD_SCK or signal.
    gpio
        Broadcom number.
    drives
        Whether the Pi drives it; else it listens, with the pull-up on.
    """

    part: str
    line: str
    gpio: int
    drives: bool

    @property
    def pin(self) -> int:
        """On the header."""
        return PIN_OF_GPIO[self.gpio]


def wires(config: Config) -> tuple[Wire, ...]:
    """All that is fitted: the cells in their order, then light, buzzer, motor and button."""
    return tuple(wire for wire in _all(config) if wire.gpio != NOT_FITTED)


def _all(config: Config) -> Iterator[Wire]:
    for cell in config.cells:
        yield Wire(cell.name, "DOUT", cell.dout_gpio, drives=False)
        yield Wire(cell.name, "PD_SCK", cell.pd_sck_gpio, drives=True)
    outputs = config.outputs
    yield Wire("LED", "signal", outputs.led_gpio, drives=True)
    yield Wire("buzzer", "signal", outputs.buzzer_gpio, drives=True)
    yield Wire("vibration motor", "signal", outputs.vibration_gpio, drives=True)
    yield Wire("button", "signal", outputs.button_gpio, drives=False)
