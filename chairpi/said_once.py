"""Say in the log once that something fails, and once that it works again, however often it is tried in between."""

from __future__ import annotations

import logging
import threading

MOST_AWAITED = 4096
"""What flaps is said again after so many successes at the latest: an hour, at one a second. Our choice."""


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
    is_often_tried
        It is tried every second or so: each time that it works again, that is said after twice as many successes as the time before, so
        that what flaps fills no log.
    """

    def __init__(
        self,
        log: logging.Logger,
        breaks: str,
        mends: str,
        *,
        level: int = logging.ERROR,
        is_often_tried: bool = False,
    ) -> None:
        self._log = log
        self._breaks = breaks
        self._mends = mends
        self._level = level
        self._lock = threading.Lock()
        self._is_often_tried = is_often_tried
        self._n_failed = self._n_worked = 0
        self._n_awaited = 1

    def failed(self, why: object) -> None:
        """It did not work."""
        with self._lock:
            self._n_failed += 1
            self._n_worked = 0
            is_first = self._n_failed == 1
        if is_first:
            self._log.log(self._level, "%s: %s", self._breaks, why)

    def works(self) -> None:
        """It did."""
        with self._lock:
            if not self._n_failed:
                return
            self._n_worked += 1
            if self._n_worked < self._n_awaited:
                return
            n_failed, self._n_failed, self._n_worked = self._n_failed, 0, 0
            if self._is_often_tried:
                self._n_awaited = min(2 * self._n_awaited, MOST_AWAITED)
        self._log.info("%s (it had failed %d times)", self._mends, n_failed)
