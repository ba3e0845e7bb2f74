"""Say in the log once that something fails, and once that it works again, however often it is tried in between."""

from __future__ import annotations

import logging
import threading


class SaidOnce:
    """One thing that can fail; any thread may say how it went.

    Parameters
    ----------
    log
        Whose log.
    breaks
        What is said when it fails; why comes after it.
    mends
        What is said when it works again.
    level
        How bad it is.
    """

    def __init__(self, log: logging.Logger, breaks: str, mends: str, *, level: int = logging.ERROR) -> None:
        self._log = log
        self._breaks = breaks
        self._mends = mends
        self._level = level
        self._lock = threading.Lock()
        self._n_failed = 0

    @property
    def fails(self) -> bool:
        """Whether it did not work the last time."""
        return self._n_failed > 0

    def failed(self, why: object) -> None:
        """It did not work."""
        with self._lock:
            self._n_failed += 1
            is_first = self._n_failed == 1
        if is_first:
            self._log.log(self._level, "%s: %s", self._breaks, why)

    def works(self) -> None:
        """It did."""
        with self._lock:
            n_failed, self._n_failed = self._n_failed, 0
        if n_failed:
            self._log.info("%s (it had failed %d times)", self._mends, n_failed)
