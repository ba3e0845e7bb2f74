"""What each minute of a time was, as one byte a minute: nobody watched, the seat was empty, somebody sat, or sat with the hips forward."""

from __future__ import annotations

import json
import math
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from chairpi.store.day_view import BOUTS, BREAKS, EVERYBODY, Whose, whose_parameters

MINUTE_S = 60.0
HALF_S = 30.0
"""A minute is what it was for half of it or more. Our choice: the only one that keeps the sums right on average."""


class MinuteState(StrEnum):
    """What a minute was; the value is the letter that stands for it."""

    UNKNOWN = "u"
    """Nobody watched: the chair was off, or its cells could not be read."""
    EMPTY = "e"
    """The chair watched, and whoever is asked about did not sit."""
    SITTING = "s"
    FORWARD = "f"
    """Sitting, with the hips slid forward."""


_UNKNOWN, _EMPTY, _SITTING, _FORWARD = (state.value.encode() for state in MinuteState)

_RUN = re.compile(rb"(.)\1*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class MinuteStates:
    """Minutes in a row.

    Parameters
    ----------
    start_utc_s
        When the first one begins [POSIX s].
    letters
        One letter of `MinuteState` for each.
    """

    start_utc_s: float
    letters: bytes

    def runs(self) -> Iterator[tuple[MinuteState, int]]:
        """Yield equal minutes as state and how many."""
        for run in _RUN.finditer(self.letters):
            yield MinuteState(run[1].decode()), run.end() - run.start()

    def n_in(self, state: MinuteState, start_utc_s: float, end_utc_s: float) -> int:
        """Count the minutes of one state that begin between two moments [POSIX s]."""
        return self.between(start_utc_s, end_utc_s).count(state.value.encode())

    def between(self, start_utc_s: float, end_utc_s: float) -> bytes:
        """The letters of the minutes that begin between two moments [POSIX s]."""
        return self.letters[self._number(start_utc_s) : self._number(end_utc_s)]

    def n_all_in(self, start_utc_s: float, end_utc_s: float) -> int:
        """Count all minutes that begin between two moments [POSIX s]."""
        return self._number(end_utc_s) - self._number(start_utc_s)

    def _number(self, utc_s: float) -> int:
        return min(len(self.letters), max(0, math.ceil((utc_s - self.start_utc_s) / MINUTE_S)))


FORWARD_MINUTES = """
    SELECT group_concat(start_utc_s) FROM minute
    WHERE start_utc_s >= :start_utc_s AND start_utc_s < :end_utc_s AND seated_s > 0 AND slide_s >= :half_s
      AND (:everybody OR sitter_id IS :sitter_id)
"""
"""All in one row: a year can have 20,000 of them, and a row for each takes longer than to find them."""

SEEN_MINUTES = """
    SELECT start_utc_s
    FROM json_each(:pieces) AS piece
    CROSS JOIN minute ON minute.start_utc_s >= json_extract(piece.value, '$[0]')
                     AND minute.start_utc_s < json_extract(piece.value, '$[1]')
    WHERE seen_s >= :half_s
"""


def nothing_known(start_utc_s: float, end_utc_s: float) -> MinuteStates:
    """The minutes between two moments [POSIX s] before anything was written."""
    return MinuteStates(start_utc_s, _UNKNOWN * math.ceil((end_utc_s - start_utc_s) / MINUTE_S))


def minute_states(connection: sqlite3.Connection, start_utc_s: float, end_utc_s: float, whose: Whose) -> MinuteStates:
    """Read what each minute between two moments [POSIX s] was; `HistoryView.minute_states` says how.

    Bouts and breaks say it of nearly all of them. A year of single minutes is read only where neither is known, as after a start on an
    empty seat, and where the hips were forward.
    """
    limits = {"start_utc_s": start_utc_s, "end_utc_s": end_utc_s}
    letters = bytearray(nothing_known(start_utc_s, end_utc_s).letters)

    def fill(rows: Sequence[sqlite3.Row], letter: bytes) -> None:
        for row in rows:
            first, last = max(0, _nearest(row["began_utc_s"] - start_utc_s)), _nearest(row["until_utc_s"] - start_utc_s)
            n_minutes = min(len(letters), last) - first
            if n_minutes > 0:
                letters[first : first + n_minutes] = letter * n_minutes

    for sql in (BREAKS, BOUTS):
        fill(connection.execute(sql, limits | whose_parameters(EVERYBODY)).fetchall(), _EMPTY)
    asked = {"pieces": json.dumps(_unknown_pieces(letters, start_utc_s)), "half_s": HALF_S}
    _mark(letters, (row["start_utc_s"] for row in connection.execute(SEEN_MINUTES, asked)), _EMPTY, start_utc_s)
    fill(connection.execute(BOUTS, limits | whose_parameters(whose)).fetchall(), _SITTING)
    asked = limits | whose_parameters(whose) | {"half_s": HALF_S}
    (forward,) = connection.execute(FORWARD_MINUTES, asked).fetchone()
    _mark(letters, map(float, forward.split(",") if forward else ()), _FORWARD, start_utc_s)
    return MinuteStates(start_utc_s, bytes(letters))


def _nearest(since_s: float) -> int:
    """The first minute whose middle is not before this moment [s since the first one]."""
    return math.ceil(since_s / MINUTE_S - 0.5)


def _mark(letters: bytearray, minutes_utc_s: Iterable[float], letter: bytes, start_utc_s: float) -> None:
    """Put a letter where stored minutes lie, which need not begin with one of the wall clock."""
    (code,), n_letters = letter, len(letters)
    for utc_s in minutes_utc_s:
        number = _nearest(utc_s - start_utc_s)
        if 0 <= number < n_letters:
            letters[number] = code


def _unknown_pieces(letters: bytes | bytearray, start_utc_s: float) -> list[tuple[float, float]]:
    return [
        (start_utc_s + run.start() * MINUTE_S, start_utc_s + run.end() * MINUTE_S)
        for run in re.finditer(_UNKNOWN + b"+", letters)
    ]
