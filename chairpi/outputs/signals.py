"""Light, buzzer and button through gpiozero.

Real pins on a Raspberry Pi; gpiozero's own mock pins wherever the readings are not real either, so that the same code
runs everywhere. The light breathes slowly while a prompt stands; the buzzer sounds once when it comes; a short press puts it off.
"""

from __future__ import annotations

import queue
from typing import Any, Self

from gpiozero import LED, Button, Buzzer
from gpiozero.exc import BadPinFactory, GPIOZeroError
from gpiozero.pins.mock import MockFactory

from chairpi.config import NOT_FITTED, OutputConfig
from chairpi.core.now import Now
from chairpi.errors import ReaderError

LIGHT_ON_S, LIGHT_OFF_S = 1.0, 1.0
"""Half a flash a second: far below three a second, where flashing can harm (WCAG 2.2, 2.3.1)."""

CHIRP_S, CHIRP_PAUSE_S, N_CHIRPS = 0.08, 0.12, 2
"""Two short, soft beeps. Our choice."""

BOUNCE_S = 0.05
"""A press of a cheap button settles within this."""


class Signals:
    """The chair's own light, buzzer and button.

    Parameters
    ----------
    config
        Which pins; a part that is not fitted stays silent.
    mock
        Use gpiozero's mock pins.

    Attributes
    ----------
    presses
        One entry for each press of the button since somebody looked.
    pin_factory
        gpiozero's factory; the mock one lets a test press the button.

    Raises
    ------
    ReaderError
        A pin cannot be used; the message says which and what to do.
    """

    def __init__(self, config: OutputConfig, *, mock: bool) -> None:
        self.presses: queue.SimpleQueue[None] = queue.SimpleQueue()
        self.pin_factory = MockFactory() if mock else None
        self._raised_t_s: float | None = None
        self._devices: list[Any] = []
        self._led = self._open(LED, "outputs.led_gpio", config.led_gpio)
        self._buzzer = self._open(Buzzer, "outputs.buzzer_gpio", config.buzzer_gpio)
        self._button = self._open(
            Button, "outputs.button_gpio", config.button_gpio, bounce_time=None if mock else BOUNCE_S
        )
        if self._button is not None:
            self._button.when_pressed = lambda: self.presses.put(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Switch everything off and let the pins go."""
        for device in self._devices:
            device.close()
        self._devices.clear()

    def show(self, now: Now) -> None:
        """Light and sound for the present state."""
        raised_t_s = None if now.prompt is None else now.prompt.t_s
        if raised_t_s == self._raised_t_s:
            return
        self._raised_t_s = raised_t_s
        if raised_t_s is None:
            for device in (self._led, self._buzzer):
                if device is not None:
                    device.off()
            return
        if self._led is not None:
            self._led.blink(on_time=LIGHT_ON_S, off_time=LIGHT_OFF_S)
        if self._buzzer is not None:
            self._buzzer.beep(on_time=CHIRP_S, off_time=CHIRP_PAUSE_S, n=N_CHIRPS)

    def _open(self, kind: type[Any], key: str, gpio: int, **options: object) -> Any:  # gpiozero is untyped
        if gpio == NOT_FITTED:
            return None
        try:
            device = kind(gpio, pin_factory=self.pin_factory, **options)
        except BadPinFactory as error:
            raise ReaderError(
                f"{key} = {gpio}: gpiozero finds no GPIO header here ({error}); on a Raspberry Pi install the extra 'pi', "
                'elsewhere set reader.backend = "simulated"'
            ) from error
        except GPIOZeroError as error:
            raise ReaderError(f"{key} = {gpio}: {error}; set it to {NOT_FITTED} if it is not fitted") from error
        self._devices.append(device)
        return device
