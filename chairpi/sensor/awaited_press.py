"""A press of the chair's button that a dashboard waits for: it says that whoever wants to pair is in the house."""

from __future__ import annotations

from collections.abc import Mapping

from chairpi.clock import Clock
from chairpi.core.requests import Press
from chairpi.link.protocol import Message
from chairpi.outputs.signals import Signals

LONGEST_WAIT_S = 60.0
"""Nobody is asked to press for longer [s]: until then the button does not do what it does else."""


class AwaitedPress:
    """The one press that is waited for, if any.

    Parameters
    ----------
    signals
        The chair's own: whether it has a button, and the light that shows while a press is waited for.
    clock
        The machine's own, as hands are.
    """

    def __init__(self, signals: Signals, clock: Clock) -> None:
        self._signals = signals
        self._clock = clock
        self._number: int | None = None
        self._held = False
        self._until_s = 0.0

    def ask(self, message: Mapping[str, object]) -> Message:
        """Wait for a press from now on, in the place of any other wait; `length_s` of 0 waits no longer.

        Raises
        ------
        ValueError
            The message is not as it should be, or there is no button.
        """
        match message:
            case {"length_s": int() | float() as length_s, "number": int(number), "held": bool(held)} if (
                0 <= length_s <= LONGEST_WAIT_S
            ):
                pass
            case _:
                raise ValueError(
                    f"await_press: found {dict(message)!r}, expected length_s from 0 to {LONGEST_WAIT_S:g}, a whole number and held"
                )
        if not self._signals.has_button:
            raise ValueError("this chair has no button (outputs.button_gpio is -1)")
        self._number, self._held = (number if length_s > 0 else None), held
        self._until_s = self._clock.monotonic_s() + length_s
        self._signals.await_press(length_s)
        return {"ok": True, "events": []}

    def take(self, press: Press) -> Message | None:
        """What is told of a press that was waited for; `None` for one that means what presses mean."""
        number = self._number
        if number is None or self._clock.monotonic_s() > self._until_s or (self._held and press is Press.SHORT):
            return None
        self._number = None
        self._signals.await_press(0.0)
        return {"message": "button", "press": press, "number": number}
