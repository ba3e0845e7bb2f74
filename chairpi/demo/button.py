"""The button of the demo's chair: Enter in the terminal presses it, through the pretended pin that a real button would pull down."""

from __future__ import annotations

import os
import select
import sys
from pathlib import Path
from typing import TextIO

from chairpi.clock import Clock, RealClock
from chairpi.errors import LinkError
from chairpi.link.client import send_command

HELD_S = 2.0
"""How long `h` and Enter holds it [s]: long enough for a long press, which is one from 1 s on."""
TAPPED_S = 0.1
WORDS = "Enter here presses the button on the simulated chair; h and Enter holds it for two seconds"


class EnterButton:
    """The button, as long as there is somebody to press it.

    Parameters
    ----------
    runtime_dir
        Where the sensor process has its sockets.
    terminal
        Where Enter is pressed; standard input when not given.
    clock
        Says how long it is held.
    """

    def __init__(self, runtime_dir: Path, terminal: TextIO | None = None, clock: Clock | None = None) -> None:
        self._runtime_dir = runtime_dir
        self._terminal = sys.stdin if terminal is None else terminal
        self._clock = RealClock() if clock is None else clock
        self._is_there = self._terminal is not None and self._terminal.isatty()
        self._up_s: float | None = None

    @property
    def is_there(self) -> bool:
        """Whether there is a terminal in which somebody may press Enter."""
        return self._is_there

    def look(self) -> None:
        """Press it, or let it go, if it is time to; returns at once."""
        now_s = self._clock.monotonic_s()
        if self._up_s is not None:
            if now_s >= self._up_s:
                self._up_s = None
                self._tell(down=False)
        elif self._is_there and self._is_in_front() and select.select([self._terminal], [], [], 0)[0]:
            line = self._terminal.readline()
            self._is_there = bool(line)  # the terminal may be closed while the demo goes on
            if line:
                self._up_s = now_s + (HELD_S if line.strip().lower() == "h" else TAPPED_S)
                self._tell(down=True)

    def _is_in_front(self) -> bool:
        """Whether this process may read from its terminal: one in the background would be stopped for it."""
        try:
            return os.tcgetpgrp(self._terminal.fileno()) == os.getpgrp()
        except OSError:  # a terminal that is not this process's own
            return True

    def _tell(self, *, down: bool) -> None:
        try:
            send_command(self._runtime_dir, {"request": "press_button", "down": down})
        except LinkError:  # the chair is ending, or not there yet: nothing is pressed then
            self._up_s = None
