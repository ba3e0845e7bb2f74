"""How often something may be tried: so often in a while, and after each failure a little later.

Nobody is shut out by their address: in a house many share one, and whoever is shut out is too often the owner.
"""

from __future__ import annotations

import json
import logging
import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from chairpi.clock import Clock
from chairpi.dashboard.access.one_time_code import write_private
from chairpi.said_once import SaidOnce

log = logging.getLogger(__name__)

FILE = "pairing-tries.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """How often something may be tried.

    Parameters
    ----------
    most
        So many times.
    within_s
        In so many seconds.
    first_delay_s
        After the first try the next may come so much later [s]; after each further one, twice as much.
    """

    most: int
    within_s: float
    first_delay_s: float = 0.0

    def wait_s(self, tried_s: Sequence[float], now_s: float) -> float:
        """How long to wait until the next try [s]; 0: it may be made.

        Parameters
        ----------
        tried_s
            When it was tried, oldest first [s].
        now_s
            The same clock now [s].

        >>> Limit(most=3, within_s=60, first_delay_s=2).wait_s([100.0, 110.0], 111.0)
        3.0
        """
        recent_s = [t_s for t_s in tried_s if now_s - self.within_s < t_s <= now_s]
        if not recent_s:
            return 0.0
        if len(recent_s) >= self.most:
            return recent_s[-self.most] + self.within_s - now_s
        return max(0.0, recent_s[-1] + self.first_delay_s * 2.0 ** (len(recent_s) - 1) - now_s)


LIMITS = {
    # Were a code there all the time, somebody who tried all year would find it with a chance of 0.3 %.
    "code": Limit(most=5, within_s=600.0, first_delay_s=2.0),
    # Each may ask the household to press a button.
    "ask": Limit(most=6, within_s=600.0),
    # A key cannot be guessed: this is for the log's sake.
    "key": Limit(most=20, within_s=600.0),
}


class Tries:
    """What has been tried. Every thread may use it.

    They are kept in the runtime directory, by the time since the machine's start: a restart of the dashboard changes nothing.

    Parameters
    ----------
    directory
        The runtime directory.
    clock
        The machine's own.
    """

    def __init__(self, directory: Path, clock: Clock) -> None:
        self._path = directory / FILE
        self._clock = clock
        self._lock = threading.Lock()
        self._tried_s: dict[str, list[float]] | None = None
        self._writing = SaidOnce(
            log,
            f"{self._path} cannot be written; tries count until the dashboard ends",
            f"{self._path} is written again",
            level=logging.WARNING,
        )

    def wait_s(self, what: str) -> float:
        """How long to wait until this may be tried again [s]; 0: not at all."""
        with self._lock:
            return LIMITS[what].wait_s(self._read()[what], self._clock.monotonic_s())

    def note(self, what: str) -> float:
        """Count a try, and return how long to wait until the next one [s]."""
        with self._lock:
            tried_s = self._read()
            now_s = self._clock.monotonic_s()
            limit = LIMITS[what]
            tried_s[what] = [*tried_s[what], now_s][-limit.most :]
            self._write(tried_s)
            return limit.wait_s(tried_s[what], now_s)

    def clear(self, what: str) -> None:
        """Forget what was tried: it succeeded."""
        with self._lock:
            tried_s = self._read()
            tried_s[what] = []
            self._write(tried_s)

    def _read(self) -> dict[str, list[float]]:
        if self._tried_s is None:
            self._tried_s = {what: [] for what in LIMITS} | self._kept()
        return self._tried_s

    def _kept(self) -> dict[str, list[float]]:
        """What an earlier process wrote, of this start of the machine."""
        try:
            kept = json.loads(self._path.read_text(encoding="ascii"))
            if kept["origin"] != self._clock.origin_id():
                return {}
            return {what: [float(t_s) for t_s in kept["tried_s"][what] if math.isfinite(t_s)] for what in LIMITS}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError) as error:
            log.warning("%s cannot be read, and is begun anew: %s", self._path, error)
            return {}

    def _write(self, tried_s: dict[str, list[float]]) -> None:
        text = json.dumps({"origin": self._clock.origin_id(), "tried_s": tried_s})
        try:
            write_private(self._path, text)
        except OSError as error:
            self._writing.failed(error)
        else:
            self._writing.works()
