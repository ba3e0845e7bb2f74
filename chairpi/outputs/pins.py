"""The chair's light, buzzer, motor and button as gpiozero devices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gpiozero import LED, PWMLED, Button, DigitalOutputDevice, PWMOutputDevice
from gpiozero.exc import BadPinFactory, GPIOZeroError, PinPWMUnsupported
from gpiozero.pins.mock import MockFactory, MockPWMPin

from chairpi.config.tables import NOT_FITTED, OutputConfig
from chairpi.errors import ReaderError
from chairpi.outputs.patterns import Tone
from chairpi.outputs.perception import duty_of_brightness, duty_of_loudness
from chairpi.outputs.player import Played

BOUNCE_S = 0.05
"""A press of a cheap button settles within this."""

ON_FROM_BRIGHTNESS = 0.1
"""Where a light can only be on or off, it is on from this brightness: a breath is then long light and short dark. Our choice."""

STATES_KEPT = 64
"""So many of the latest states of a pretended pin can be looked at, and up to twice as many."""


class PretendedPin(MockPWMPin):  # type: ignore[misc]  # gpiozero is untyped
    """gpiozero's own, which keeps every state that it ever had: a light that breathes all day would fill the memory."""

    def _change_state(self, value: float) -> bool:
        changed: bool = super()._change_state(value)
        if len(self.states) > 2 * STATES_KEPT:
            del self.states[:-STATES_KEPT]
        return changed


def mock_factory() -> Any:  # gpiozero is untyped
    """Pretended pins, with pulse-width modulation, for where there is no chair."""
    return MockFactory(pin_class=PretendedPin)


class Pins:
    """Drives the pins, and only where something changes.

    Parameters
    ----------
    config
        Which pins; a part that is not fitted stays silent.
    pin_factory
        gpiozero's; `None`: that of this machine.
    pressed, released
        Called by gpiozero's own thread when the button goes down and up.

    Raises
    ------
    ReaderError
        A pin cannot be used; the message says which and what to do.
    """

    def __init__(
        self, config: OutputConfig, pin_factory: Any, pressed: Callable[[], None], released: Callable[[], None]
    ) -> None:
        self._pin_factory = pin_factory
        self._devices: list[Any] = []
        self._written: dict[Any, float] = {}
        self._passive = config.buzzer == "passive"
        self._tone: Tone | None = None
        try:
            self._light, self._light_fades = self._open_light(config.led_gpio)
            self._buzzer = self._open_buzzer(config.buzzer_gpio)
            self._motor = self._open(DigitalOutputDevice, "outputs.vibration_gpio", config.vibration_gpio)
            self._button = self._open(
                Button, "outputs.button_gpio", config.button_gpio, bounce_time=None if pin_factory else BOUNCE_S
            )
        except ReaderError:
            self.close()
            raise
        if self._button is not None:
            self._button.when_pressed = pressed
            self._button.when_released = released

    @property
    def fitted(self) -> tuple[str, ...]:
        """The parts that can show something: of "light", "buzzer" and "vibration", those that are fitted."""
        parts = {"light": self._light, "buzzer": self._buzzer, "vibration": self._motor}
        return tuple(name for name, device in parts.items() if device is not None)

    @property
    def has_button(self) -> bool:
        """Whether there is a button."""
        return self._button is not None

    def press_pretended(self, *, down: bool) -> None:
        """Press or let go the button of pretended pins.

        Raises
        ------
        ValueError
            There is no button, or it is a real one: fingers press that.
        """
        if self._button is None or not isinstance(self._pin_factory, MockFactory):
            raise ValueError("press_button: only the button of a simulated chair can be pressed from here")
        pin = self._button.pin
        if down:
            pin.drive_low()
        else:
            pin.drive_high()

    def write(self, played: Played) -> None:
        """Bring the pins to a state."""
        if self._light is not None:
            if self._light_fades:
                self._set(self._light, duty_of_brightness(played.brightness))
            else:
                self._set(self._light, float(played.brightness >= ON_FROM_BRIGHTNESS))
        if self._buzzer is not None and played.tone != self._tone:
            self._tone = played.tone
            self._sound(played.tone)
        if self._motor is not None:
            self._set(self._motor, float(played.vibrates))

    def close(self) -> None:
        """Switch everything off and let the pins go."""
        for device in self._devices:
            device.close()
        self._devices.clear()

    def _sound(self, tone: Tone | None) -> None:
        loudness = 0.0 if tone is None else tone.loudness
        if not self._passive:
            self._set(self._buzzer, float(loudness > 0))
            return
        if tone is not None and loudness > 0:
            self._buzzer.frequency = tone.pitch_hz
        self._set(self._buzzer, duty_of_loudness(loudness))

    def _set(self, device: Any, value: float) -> None:
        # What was written last is kept here: software PWM gives back another value than it was given, in whole percents.
        if self._written.get(device) != value:
            self._written[device] = value
            device.value = value

    def _open_light(self, gpio: int) -> tuple[Any, bool]:
        """The light, and whether it can be dim."""
        try:
            return self._open(PWMLED, "outputs.led_gpio", gpio), True
        except PinPWMUnsupported:
            return self._open(LED, "outputs.led_gpio", gpio), False

    def _open_buzzer(self, gpio: int) -> Any:
        if not self._passive:
            return self._open(DigitalOutputDevice, "outputs.buzzer_gpio", gpio)
        try:
            return self._open(PWMOutputDevice, "outputs.buzzer_gpio", gpio)
        except PinPWMUnsupported as error:
            raise ReaderError(
                f"outputs.buzzer_gpio = {gpio}: a passive buzzer needs pulse-width modulation, which gpiozero cannot do here "
                f'({error}); install lgpio, or fit an active buzzer and set outputs.buzzer = "active", or set {NOT_FITTED}'
            ) from error

    def _open(self, kind: type[Any], key: str, gpio: int, **options: object) -> Any:
        """A device, or `None` where it is not fitted.

        Raises
        ------
        PinPWMUnsupported
            The pins cannot do what this device needs; what then, the caller knows.
        ReaderError
            Anything else.
        """
        if gpio == NOT_FITTED:
            return None
        try:
            device = kind(gpio, pin_factory=self._pin_factory, **options)
        except BadPinFactory as error:
            raise ReaderError(
                f"{key} = {gpio}: gpiozero finds no GPIO header here ({error}); on a Raspberry Pi install the extra 'pi', "
                'elsewhere set reader.backend = "simulated"'
            ) from error
        except PinPWMUnsupported:
            raise
        except GPIOZeroError as error:
            raise ReaderError(f"{key} = {gpio}: {error}; set it to {NOT_FITTED} if it is not fitted") from error
        self._devices.append(device)
        return device
