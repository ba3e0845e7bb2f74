"""The chair's own light, buzzer, vibration motor and button, on a thread of their own.

Real pins on a Raspberry Pi; gpiozero's own mock pins wherever the readings are not real either, so that the same code
runs everywhere. Nothing here waits for a page, a network or a disk, and nobody who shows something waits for a pin.
"""

from __future__ import annotations

import queue
import threading
from typing import Self

from chairpi.clock import Clock, RealClock
from chairpi.config.tables import OutputConfig
from chairpi.core.now.signal import Signal
from chairpi.core.requests import Press
from chairpi.outputs.pins import Pins, mock_factory
from chairpi.outputs.player import Player


class Signals:
    """What the chair itself shows and hears.

    Parameters
    ----------
    config
        Which pins; a part that is not fitted stays silent.
    mock
        Use gpiozero's mock pins.
    clock
        Paces the patterns and times the button: the real one, as eyes and hands are, also where a demo's time runs faster. One
        that stands still plays only what `advance` asks for.

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

    Notes
    -----
    Should a pin fail later, the thread ends with its traceback in the log, and the chair goes on without light and sound.
    """

    def __init__(self, config: OutputConfig, *, mock: bool, clock: Clock | None = None) -> None:
        self.presses: queue.SimpleQueue[Press] = queue.SimpleQueue()
        self.pin_factory = mock_factory() if mock else None
        self._clock = RealClock() if clock is None else clock
        self._player = Player()
        self._shown = Signal()
        self._lock = threading.Lock()  # of the player: held for microseconds
        self._writing = threading.Lock()  # of the pins
        self._wake = threading.Event()
        self._closing = False
        self._pins = Pins(config, self.pin_factory, self._pressed, self._released)
        self._thread = threading.Thread(target=self._play, name="signals", daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Switch everything off, let the pins go, and end the thread."""
        self._closing = True
        self._wake.set()
        self._thread.join()
        self._pins.close()

    def show(self, signal: Signal) -> None:
        """Show this from now on; cheap where nothing changed.

        A sound comes once for each prompt and stage, a vibration once for each prompt; both stop as soon as they are not asked for.
        """
        if signal == self._shown:
            return
        self._shown = signal
        with self._lock:
            self._player.show(signal, self._clock.monotonic_s())
        self._wake.set()

    def test(self) -> tuple[str, ...]:
        """Let a person try them: the light of a prompt for 3 s, a soft chime, a vibration.

        Returns
        -------
        tuple of str
            The parts that are fitted, of "light", "buzzer" and "vibration".
        """
        with self._lock:
            self._player.test(self._clock.monotonic_s())
        self._wake.set()
        return self._pins.fitted

    @property
    def has_button(self) -> bool:
        """Whether there is a button."""
        return self._pins.has_button

    def await_press(self, length_s: float) -> None:
        """Let the light ask for a press of the button for so long [s]; 0: no longer."""
        with self._lock:
            self._player.await_press(self._clock.monotonic_s(), length_s)
        self._wake.set()

    def press_pretended(self, *, down: bool) -> None:
        """Press or let go the button of a simulated chair.

        Raises
        ------
        ValueError
            There is no button, or it is a real one.
        """
        self._pins.press_pretended(down=down)

    def advance(self) -> float:
        """Bring the pins to this moment. The thread does so by itself; a test does with a clock that it moves.

        Returns
        -------
        float
            Time until the next change [s]; `math.inf`: none comes by itself.
        """
        with self._writing:
            with self._lock:
                t_s = self._clock.monotonic_s()
                played = self._player.at(t_s)
            self._pins.write(played)
        return max(0.0, played.next_s - t_s)

    def _play(self) -> None:
        while not self._closing:
            next_s = self.advance()
            self._wake.wait(min(next_s, threading.TIMEOUT_MAX))
            self._wake.clear()

    def _pressed(self) -> None:
        with self._lock:
            self._player.press(self._clock.monotonic_s())
        self._wake.set()

    def _released(self) -> None:
        with self._lock:
            press = self._player.release(self._clock.monotonic_s())
        if press is not None:
            self.presses.put(press)
        self._wake.set()
