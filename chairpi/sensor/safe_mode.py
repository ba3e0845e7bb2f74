"""The sensor process without a chair: no pin, no output and no file but its own is opened. It says so, and waits to be let out."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from chairpi import __version__
from chairpi.clock import RealClock
from chairpi.config.tables import Config
from chairpi.link.protocol import Message
from chairpi.link.server import LinkServer
from chairpi.sensor.messages import cells_told
from chairpi.sensor.starts import Start, leave_command

log = logging.getLogger(__name__)

TURN_S = 0.1
"""Between two looks at who asks for something: as long as between two frames of a chair."""
WHY_NOT = "the chair is in safe mode and touches no hardware; end safe mode first"
BACKEND = "none"


def safe_mode_hello(config: Config, start: Start, speed: float) -> Message:
    """What a client is told first: the chair as it is configured, that it is in safe mode, and why."""
    return {
        "message": "hello",
        "version": __version__,
        "backend": BACKEND,
        "rate_hz": 0.0,
        "speed": speed,
        "cells": cells_told(config.seat),
        "zero_counts": list(config.calibration.zero_counts),
        "counts_per_n": list(config.calibration.counts_per_n),
        "sitters": [],
        "safe_mode": {"n_failed": start.n_failed, "error": start.error},
    }


class SafeMode:
    """Answers whoever asks that nothing is done, until somebody ends it.

    Parameters
    ----------
    config
        Says where the sockets are.
    start
        The starts that failed.
    speed
        How fast the clock of this process runs.
    alive
        Called at each turn.

    Raises
    ------
    LinkError
        Another sensor process already runs.
    """

    def __init__(self, config: Config, start: Start, speed: float, alive: Callable[[], None]) -> None:
        self._config = config
        self._start = start
        self._speed = speed
        self._alive = alive
        self._left = self._stopping = False

    def stop(self) -> None:
        """End the process at the next turn; safe to call from a signal handler."""
        self._stopping = True

    def run(self) -> bool:
        """Wait; true when somebody wants the chair to start as usual, false when the process is to end."""
        directory = self._config.runtime_dir
        directory.mkdir(parents=True, exist_ok=True)
        clock = RealClock()
        log.error(
            "safe mode: %d starts in a row failed, so no hardware is touched. The last one: %s. "
            "Mend that, then press End safe mode on the dashboard, or run `%s`.",
            self._start.n_failed,
            self._start.error.rstrip("."),
            leave_command(Path(self._config.paths.data_dir)),
        )
        with LinkServer(directory, safe_mode_hello(self._config, self._start, self._speed)) as link:
            while not self._left and not self._stopping:
                for message, reply in link.requests():
                    reply(self._answer(message))
                self._alive()
                clock.wait(TURN_S)
        return self._left

    def _answer(self, message: object) -> Message:
        match message:
            case {"request": "safe_mode", "leave": True}:
                self._left = True
                log.info("safe mode ends, as was asked for: the chair starts as usual")
                return {"ok": True, "events": []}
            case {"request": "restart"}:  # changed settings are kept, and apply when the chair starts
                return {"ok": True, "events": [], "safe_mode": True}
        return {"ok": False, "why": WHY_NOT, "safe_mode": True}
