"""Tells systemd how a process is: ready, at work, ending, and with each ping that it still lives (sd_notify(3)).

The environment says what it wants to hear: `NOTIFY_SOCKET`, where to tell it, a path or with @ before it a name in the kernel's own
space; `WATCHDOG_USEC`, after how many microseconds without a ping the process is ended and started anew; `WATCHDOG_PID`, whose pings
are meant. Without the first nobody is told anything, and without the second nobody waits for pings.
"""

from __future__ import annotations

import contextlib
import logging
import math
import os
import socket
from collections.abc import Mapping

from chairpi.clock import Clock, RealClock

log = logging.getLogger(__name__)

PINGS_A_WATCH = 3
"""So many pings in the time after which one is missed: systemd asks for two at least, and one may be late."""


PATIENCE_S = 2.0
"""How long to wait for a systemd that is busy [s]. A ping does not wait: it is tried again at the next turn."""


class Notifier:
    """The line to systemd; outside it, everything here does nothing.

    Parameters
    ----------
    environment
        Where systemd says what it wants to hear, and where; this process's own when not given.
    clock
        Paces the pings; the machine's own when not given.
    """

    def __init__(self, environment: Mapping[str, str] | None = None, clock: Clock | None = None) -> None:
        environment = os.environ if environment is None else environment
        self._clock = RealClock() if clock is None else clock
        self._address = environment.get("NOTIFY_SOCKET", "")
        if self._address.startswith("@"):  # an abstract one: its name begins with a zero byte
            self._address = "\0" + self._address[1:]
        self._every_s = _watch_s(environment) / PINGS_A_WATCH
        self._due_s = -math.inf
        self._status = ""
        self._fails = False

    @property
    def every_s(self) -> float:
        """How often to ping [s]; infinite where nobody waits for it."""
        return self._every_s if self._address else math.inf

    def ready(self, status: str) -> None:
        """The process works now; `status` says what it does, in a few words."""
        self._status = status
        self._tell(f"READY=1\nSTATUS={status}")

    def status(self, text: str) -> None:
        """What the process does, in a few words; told when it changes."""
        if text != self._status:
            self._status = text
            self._tell(f"STATUS={text}")

    def stopping(self) -> None:
        """The process was asked to end, and does."""
        self._tell("STOPPING=1")

    def alive(self) -> None:
        """The process has just done what it is there for; cheap, so that it may be said as often as that happens."""
        if self.every_s == math.inf:
            return
        now_s = self._clock.monotonic_s()
        if now_s >= self._due_s and self._tell("WATCHDOG=1", wait_s=0.0):
            self._due_s = now_s + self.every_s

    def _tell(self, text: str, wait_s: float = PATIENCE_S) -> bool:
        """Whether there is nobody to tell, or it was told, or cannot be; false where systemd had no room for it, which is no failure."""
        if not self._address:
            return True
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as line:
                line.settimeout(wait_s)
                line.sendto(text.encode(), self._address)
        except (BlockingIOError, TimeoutError):
            return False
        except OSError as error:
            if not self._fails:
                log.warning("systemd cannot be told how this process is (NOTIFY_SOCKET): %s", error.strerror)
            self._fails = True
        else:
            self._fails = False
        return True


def _watch_s(environment: Mapping[str, str]) -> float:
    """How long systemd waits for a ping of this process [s]; infinite where it does not."""
    if environment.get("WATCHDOG_PID", str(os.getpid())) != str(os.getpid()):
        return math.inf
    with contextlib.suppress(ValueError):
        watch_us = int(environment.get("WATCHDOG_USEC", ""))
        if watch_us > 0:
            return watch_us / 1e6
    return math.inf
