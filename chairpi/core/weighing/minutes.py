"""Seconds gathered into minutes of `t_s`: what the history keeps for ever."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from chairpi.core.events.weighing import Minute
from chairpi.core.weighing.second import Second


class Minutes:
    """Adds seconds up to a minute; a minute in which nothing was seen is not told."""

    def __init__(self) -> None:
        self._clear(None)

    def _clear(self, number: float | None) -> None:
        self._number = number
        self._seen_s = self._seated_s = self._slide_s = self._doubtful_s = 0.0
        self._sums = [[0.0, 0.0] for _ in range(5)]  # value times seconds, seconds

    def receive(self, second: Second, *, seated: bool, sliding: bool, doubtful: bool = False) -> Minute | None:
        """Take one second, `doubtful` where its readings could not be trusted; the minute before it, if this one begins another."""
        number = math.floor(second.start_t_s / 60.0)
        over = None
        if number != self._number:
            over = self.close(second.t_s)
            self._clear(number)
        self._seen_s += second.length_s
        if seated:
            self._seated_s += second.length_s
            load_n = second.load_n if second.whole else math.nan  # an estimate is no measurement
            values = (load_n, second.cop_ap_mm, second.cop_ml_mm, second.back_upper_n, second.back_lower_n)
            for entry, value in zip(self._sums, values, strict=True):
                if value == value:  # not NaN
                    entry[0] += value * second.length_s
                    entry[1] += second.length_s
        if sliding:
            self._slide_s += second.length_s
        if doubtful:
            self._doubtful_s += second.length_s
        return over

    def close(self, t_s: float) -> Minute | None:
        """The minute so far, told at `t_s`, and begin anew; `None` when nothing was seen in it."""
        if self._number is None:
            return None
        total_n, ap_mm, ml_mm, upper_n, lower_n = (
            total / length_s if length_s else None for total, length_s in self._sums
        )
        minute = Minute(
            t_s,
            self._number * 60.0,
            self._seen_s,
            self._seated_s,
            self._slide_s,
            total_n,
            ap_mm,
            ml_mm,
            upper_n,
            lower_n,
            self._doubtful_s,
        )
        self._clear(None)
        return minute

    def as_record(self) -> dict[str, Any]:
        """The minute so far, JSON-ready."""
        return {
            "start_t_s": None if self._number is None else self._number * 60.0,
            "seen_s": self._seen_s,
            "seated_s": self._seated_s,
            "slide_s": self._slide_s,
            "doubtful_s": self._doubtful_s,
            "sums": [list(entry) for entry in self._sums],
        }

    def recall(self, record: Mapping[str, Any]) -> None:
        """Go on from what `as_record` gave.

        Raises
        ------
        KeyError
            It is of another version.
        """
        start_t_s = record["start_t_s"]
        self._number = None if start_t_s is None else start_t_s / 60.0
        self._seen_s, self._seated_s, self._slide_s = record["seen_s"], record["seated_s"], record["slide_s"]
        self._doubtful_s = record.get("doubtful_s", 0.0)  # an older version did not know of it
        self._sums = [list(entry) for entry in record["sums"]]
