"""What a day held: bouts, breaks, and how the sitter moved, as rows of `history.db` tell it."""

from __future__ import annotations

import sqlite3
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from operator import sub
from typing import TypeVar

from chairpi.store.boot_time import PERSON
from chairpi.store.prompt_view import Prompt, prompts_between


class Everybody(Enum):
    """All who sat, guests too."""

    EVERYBODY = "everybody"


EVERYBODY = Everybody.EVERYBODY

Whose = int | None | Everybody
"""Of whom something is told: a sitter by id, `None` for guests, or `EVERYBODY`."""


def whose_parameters(whose: Whose) -> dict[str, object]:
    """What `(:everybody OR sitter_id IS :sitter_id)` needs."""
    return {"everybody": whose is EVERYBODY, "sitter_id": None if isinstance(whose, Everybody) else whose}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A length of time, or the part of it that lies in the day.

    Parameters
    ----------
    began_utc_s, ended_utc_s
        Wall clock [POSIX s]; while it is open, the end is the last time anything was heard from the chair.
    began_seen, ended_seen
        Whether its own begin and end were watched.
    is_open
        Whether it goes on, as far as the database knows.
    """

    began_utc_s: float
    ended_utc_s: float
    began_seen: bool
    ended_seen: bool
    is_open: bool

    @property
    def length_s(self) -> float:
        """How long it lasted [s]."""
        return self.ended_utc_s - self.began_utc_s


S = TypeVar("S", bound=Stretch)


class Bout(Stretch):
    """Uninterrupted sitting."""

    __slots__ = ()


class Break(Stretch):
    """Time off the seat; `began_seen` when it followed a bout, else it began where the seat was first found empty."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class DayMovement:
    """How the sitters of a day moved.

    Parameters
    ----------
    n_micro, n_macro
        Weight shifts of either size.
    longest_still_s
        The longest time within one bout without a weight shift [s]; 0 where nobody sat.
    """

    n_micro: int = 0
    n_macro: int = 0
    longest_still_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Day:
    """What the time from `start_utc_s` to `end_utc_s` held, in the order in which it happened.

    Parameters
    ----------
    start_utc_s, end_utc_s
        The day's limits [POSIX s]: 23, 24 or 25 hours, which is the caller's to know.
    bouts, breaks
        Clipped to the day. Where neither is, the sitter had not sat yet or nobody watched.
    prompts
        Raised in the day, without their traces.
    sitting_s
        All bouts together [s].
    longest_bout_s
        The longest of them [s]; 0 when there is none.
    n_breaks
        Breaks between two bouts of this day: going home is not one.
    slide_s
        Time with the hips forward [s]; a minute across the day's limit counts where it began.
    movement
        How the sitters moved.
    time_known
        Whether the wall clock was known to be right whenever the chair watched; lengths are right in any case.
    time_told
        Whether a person said what time it was wherever it was not known.
    doubtful_s
        Time in which the supply voltage was too low, so that how somebody sat is not known [s].
    """

    start_utc_s: float
    end_utc_s: float
    bouts: tuple[Bout, ...] = ()
    breaks: tuple[Break, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    sitting_s: float = 0.0
    longest_bout_s: float = 0.0
    n_breaks: int = 0
    slide_s: float = 0.0
    movement: DayMovement = DayMovement()
    time_known: bool = True
    time_told: bool = False
    doubtful_s: float = 0.0


_STRETCHES = """
    SELECT began_utc_s, coalesce(ended_utc_s, began_utc_s + max(0.0, heard.t_s - began_t_s)) AS until_utc_s,
           began_seen, coalesce(ended_seen, 0) AS ended_seen, ended_utc_s IS NULL AS is_open
    FROM {table} JOIN heard ON heard.boot_id = {table}.boot_id
    WHERE began_utc_s < :end_utc_s AND (ended_utc_s > :start_utc_s OR ended_utc_s IS NULL)
      AND (:everybody OR sitter_id IS :sitter_id)
    ORDER BY {table}_id
"""

BOUTS = _STRETCHES.format(table="bout")
BREAKS = _STRETCHES.format(table="break")

SLIDE = """
    SELECT coalesce(sum(slide_s), 0.0)
    FROM minute
    WHERE start_utc_s >= :start_utc_s AND start_utc_s < :end_utc_s AND (:everybody OR sitter_id IS :sitter_id)
"""

SHIFTS = """
    SELECT utc_s, utc_s - (t_s - json_extract(record, '$.at_t_s')) AS at_utc_s, json_extract(record, '$.size') AS size
    FROM event
    WHERE name = 'weight_shift' AND utc_s >= :start_utc_s AND utc_s < :end_utc_s
      AND (:everybody OR sitter_id IS :sitter_id)
    ORDER BY utc_s
"""


UNSURE = """
    SELECT started_utc_s AS began_utc_s, clock_source,
           (SELECT max(start_utc_s) + 60.0 FROM minute WHERE start_utc_s < next_utc_s) AS until_utc_s
    FROM (
        SELECT clock_set, clock_source, started_utc_s, lead(started_utc_s, 1, 9e18) OVER (ORDER BY rowid) AS next_utc_s FROM boot
    )
    WHERE NOT clock_set AND began_utc_s < :end_utc_s AND next_utc_s > :start_utc_s
      AND until_utc_s > :start_utc_s AND until_utc_s > began_utc_s
"""
"""Times watched while the wall clock was not known to be right: from a start of the machine to its last minute."""

DOUBTFUL = """
    SELECT start_utc_s, doubtful_s FROM minute
    WHERE start_utc_s >= :start_utc_s AND start_utc_s < :end_utc_s AND doubtful_s > 0
      AND (:everybody OR sitter_id IS :sitter_id)
    ORDER BY start_utc_s
"""


def day_between(connection: sqlite3.Connection, start_utc_s: float, end_utc_s: float, whose: Whose) -> Day:
    """Read what the time between two moments of the wall clock [POSIX s] held."""
    limits = {"start_utc_s": start_utc_s, "end_utc_s": end_utc_s, **whose_parameters(whose)}
    bouts = clipped(Bout, connection.execute(BOUTS, limits).fetchall(), start_utc_s, end_utc_s)
    breaks = clipped(Break, connection.execute(BREAKS, limits).fetchall(), start_utc_s, end_utc_s)
    (slide_s,) = connection.execute(SLIDE, limits).fetchone()
    unsure = connection.execute(UNSURE, limits).fetchall()
    lengths_s = [bout.length_s for bout in bouts]
    return Day(
        start_utc_s,
        end_utc_s,
        bouts,
        breaks,
        prompts_between(connection, limits, with_traces=False),
        sitting_s=sum(lengths_s),
        longest_bout_s=max(lengths_s, default=0.0),
        n_breaks=len(breaks_in(breaks, start_utc_s, end_utc_s)),
        slide_s=slide_s,
        movement=movement_in(bouts, connection.execute(SHIFTS, limits).fetchall()),
        time_known=not unsure,
        time_told=bool(unsure) and all(row["clock_source"] == PERSON for row in unsure),
        doubtful_s=sum(row["doubtful_s"] for row in connection.execute(DOUBTFUL, limits)),
    )


def clipped(kind: type[S], rows: Sequence[sqlite3.Row], start_utc_s: float, end_utc_s: float) -> tuple[S, ...]:
    """The parts of bouts or breaks that lie between two moments [POSIX s], from rows of `BOUTS` or `BREAKS` that may hold more."""
    return tuple(
        kind(
            max(row["began_utc_s"], start_utc_s),
            min(row["until_utc_s"], end_utc_s),
            bool(row["began_seen"]),
            bool(row["ended_seen"]),
            bool(row["is_open"]),
        )
        for row in rows
        if row["until_utc_s"] > start_utc_s and row["began_utc_s"] < end_utc_s
    )


def breaks_in(breaks: Sequence[Break], start_utc_s: float, end_utc_s: float) -> list[Break]:
    """Those that lie between two bouts of the time between two moments [POSIX s]."""
    return [
        pause
        for pause in breaks
        if pause.began_seen and pause.ended_seen and start_utc_s < pause.began_utc_s and pause.ended_utc_s < end_utc_s
    ]


def movement_in(bouts: Sequence[Bout], shifts: Sequence[sqlite3.Row]) -> DayMovement:
    """How the sitters of these bouts moved, from the rows of `SHIFTS` of the same time."""
    longest_still_s = 0.0
    at_utc_s = sorted(row["at_utc_s"] for row in shifts)
    for bout in bouts:
        inside = at_utc_s[bisect_right(at_utc_s, bout.began_utc_s) : bisect_left(at_utc_s, bout.ended_utc_s)]
        longest_still_s = max(longest_still_s, *map(sub, [*inside, bout.ended_utc_s], [bout.began_utc_s, *inside]))
    sizes = [row["size"] for row in shifts]
    return DayMovement(sizes.count("micro"), sizes.count("macro"), longest_still_s)
