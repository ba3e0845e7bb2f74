"""Many days in numbers: how long somebody sat in each, and how they moved, as rows of `history.db` tell it."""

from __future__ import annotations

import math
import sqlite3
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter, itemgetter
from typing import TypeVar

from chairpi.store.day_view import (
    BOUTS,
    BREAKS,
    DOUBTFUL,
    SHIFTS,
    UNSURE,
    Bout,
    Break,
    Everybody,
    Whose,
    breaks_in,
    clipped,
    movement_in,
    whose_parameters,
)
from chairpi.store.prompt_view import Answer, Answered, answered_between


@dataclass(frozen=True, slots=True)
class DaySums:
    """One day in numbers.

    Parameters
    ----------
    start_utc_s, end_utc_s
        The day's limits [POSIX s].
    sitting_s
        All bouts together [s].
    n_breaks
        Breaks between two bouts of this day.
    n_prompts
        Prompts that came.
    n_shifts
        Weight shifts of either size.
    longest_still_s
        The longest time within one bout without a weight shift [s].
    seated_s, slide_s
        Of the minutes that were watched: time with somebody on the seat, and with the hips forward [s].
    aside_mm
        How far beside the sitter's own upright reference of then the load lay on average [mm], the sitter's right +; `None` where
        there was no reference, or more than one sitter is asked for.
    n_bouts
        Bouts, those too that began the day before.
    longest_bout_s
        The longest of them [s].
    break_s
        The breaks between two bouts of this day, all together [s].
    answers
        What followed the prompts, in the order in which they came.
    time_known
        Whether the wall clock was known to be right whenever the chair watched; lengths are right in any case.
    doubtful_s
        Time in which the supply voltage was too low, so that how somebody sat is not known [s].
    """

    start_utc_s: float
    end_utc_s: float
    sitting_s: float = 0.0
    n_breaks: int = 0
    n_prompts: int = 0
    n_shifts: int = 0
    longest_still_s: float = 0.0
    seated_s: float = 0.0
    slide_s: float = 0.0
    aside_mm: float | None = None
    n_bouts: int = 0
    longest_bout_s: float = 0.0
    break_s: float = 0.0
    answers: tuple[Answer, ...] = ()
    time_known: bool = True
    doubtful_s: float = 0.0

    @property
    def shifts_per_hour(self) -> float | None:
        """Weight shifts in each hour of sitting; `None` where nobody sat."""
        return self.n_shifts / (self.sitting_s / 3600.0) if self.sitting_s else None


R = TypeVar("R")

_Piece = tuple[int, float, float, float | None]
"""A part of a day under one reference: number of the day, begin and end [POSIX s], and the reference's CoP to the right [mm]."""

REFERENCES = "SELECT utc_s, cop_ml_mm FROM reference WHERE sitter_id IS :sitter_id ORDER BY utc_s"

MINUTES = """
    SELECT coalesce(sum(seated_s), 0.0) AS seated_s, coalesce(sum(slide_s), 0.0) AS slide_s,
           sum(iif(cop_ml_mm IS NULL, 0.0, seated_s)) AS known_s, sum(cop_ml_mm * seated_s) AS right_mm_s
    FROM minute
    WHERE start_utc_s >= :start_utc_s AND start_utc_s < :end_utc_s AND seated_s > 0
      AND (:everybody OR sitter_id IS :sitter_id)
"""
"""Asked for each piece of a day: one question for all of them would first have to sort all their minutes, and takes twice as long."""


def day_sums(
    connection: sqlite3.Connection, bounds_utc_s: Sequence[tuple[float, float]], whose: Whose
) -> tuple[DaySums, ...]:
    """Read what each of many days held; `HistoryView.day_sums` says how.

    The rows of all days are read at once: to find when each boot was last heard takes as long for one day as for a year.
    """
    if not bounds_utc_s:
        return ()
    limits = {"start_utc_s": bounds_utc_s[0][0], "end_utc_s": bounds_utc_s[-1][1], **whose_parameters(whose)}
    bouts, breaks = (_by_day(connection.execute(sql, limits), bounds_utc_s) for sql in (BOUTS, BREAKS))
    raised_utc_s = attrgetter("raised_utc_s")
    shifts = _dealt(connection.execute(SHIFTS, limits).fetchall(), bounds_utc_s, itemgetter("utc_s"))
    prompts = _dealt(sorted(answered_between(connection, limits), key=raised_utc_s), bounds_utc_s, raised_utc_s)
    minutes = _minutes(connection, bounds_utc_s, whose)
    unsure = _by_day(connection.execute(UNSURE, limits), bounds_utc_s)
    doubtful = _dealt(connection.execute(DOUBTFUL, limits).fetchall(), bounds_utc_s, itemgetter("start_utc_s"))
    return tuple(
        _day(
            (start_utc_s, end_utc_s),
            clipped(Bout, bouts[number], start_utc_s, end_utc_s),
            clipped(Break, breaks[number], start_utc_s, end_utc_s),
            shifts[number],
            prompts[number],
            minutes[number],
            time_known=not unsure[number],
            doubtful_s=sum(row["doubtful_s"] for row in doubtful[number]),
        )
        for number, (start_utc_s, end_utc_s) in enumerate(bounds_utc_s)
    )


def _by_day(stretches: Iterable[sqlite3.Row], bounds_utc_s: Sequence[tuple[float, float]]) -> list[list[sqlite3.Row]]:
    """Deal bouts or breaks out to the days that they touch, in their order; what only touches a day's limit may be among them."""
    starts_utc_s, ends_utc_s = [start for start, _ in bounds_utc_s], [end for _, end in bounds_utc_s]
    days: list[list[sqlite3.Row]] = [[] for _ in bounds_utc_s]
    for row in stretches:
        first, last = bisect_right(ends_utc_s, row["began_utc_s"]), bisect_right(starts_utc_s, row["until_utc_s"])
        for number in range(first, last):
            days[number].append(row)
    return days


def _dealt(
    points: Sequence[R], bounds_utc_s: Sequence[tuple[float, float]], utc_s: Callable[[R], float]
) -> list[Sequence[R]]:
    """Deal what has one moment each, in the order of those moments, out to the days."""
    moments_utc_s = list(map(utc_s, points))
    return [points[bisect_left(moments_utc_s, start) : bisect_left(moments_utc_s, end)] for start, end in bounds_utc_s]


@dataclass(slots=True)
class _Minutes:
    """The minutes of a day added up; `aside_mm_s` is the way beside the reference times its time, `known_s` that time."""

    seated_s: float = 0.0
    slide_s: float = 0.0
    aside_mm_s: float = 0.0
    known_s: float = 0.0


def _day(
    bounds_utc_s: tuple[float, float],
    bouts: Sequence[Bout],
    breaks: Sequence[Break],
    shifts: Sequence[sqlite3.Row],
    prompts: Sequence[Answered],
    minutes: _Minutes,
    *,
    time_known: bool,
    doubtful_s: float,
) -> DaySums:
    movement = movement_in(bouts, shifts)
    lengths_s = [bout.length_s for bout in bouts]
    between = breaks_in(breaks, *bounds_utc_s)
    return DaySums(
        *bounds_utc_s,
        sitting_s=sum(lengths_s),
        n_breaks=len(between),
        n_prompts=len(prompts),
        n_shifts=movement.n_micro + movement.n_macro,
        longest_still_s=movement.longest_still_s,
        seated_s=minutes.seated_s,
        slide_s=minutes.slide_s,
        aside_mm=minutes.aside_mm_s / minutes.known_s if minutes.known_s else None,
        n_bouts=len(bouts),
        longest_bout_s=max(lengths_s, default=0.0),
        break_s=sum(pause.length_s for pause in between),
        answers=tuple(prompt.answer for prompt in prompts),
        time_known=time_known,
        doubtful_s=doubtful_s,
    )


def _minutes(
    connection: sqlite3.Connection, bounds_utc_s: Sequence[tuple[float, float]], whose: Whose
) -> dict[int, _Minutes]:
    references: list[tuple[float, float]] = []
    if not isinstance(whose, Everybody):
        references = [tuple(row) for row in connection.execute(REFERENCES, whose_parameters(whose))]
    pieces = [piece for number, bounds in enumerate(bounds_utc_s) for piece in _pieces(number, bounds, references)]
    found: dict[int, _Minutes] = defaultdict(_Minutes)
    for number, start_utc_s, end_utc_s, reference_mm in pieces:
        asked = {"start_utc_s": start_utc_s, "end_utc_s": end_utc_s, **whose_parameters(whose)}
        row = connection.execute(MINUTES, asked).fetchone()
        minutes = found[number]
        minutes.seated_s += row["seated_s"]
        minutes.slide_s += row["slide_s"]
        if reference_mm is not None and row["known_s"]:
            minutes.aside_mm_s += row["right_mm_s"] - reference_mm * row["known_s"]
            minutes.known_s += row["known_s"]
    return found


def _pieces(number: int, bounds: tuple[float, float], references: Sequence[tuple[float, float]]) -> list[_Piece]:
    """A day cut where another reference was taken: a minute is compared with the one that held when it began."""
    start_utc_s, end_utc_s = bounds
    pieces: list[_Piece] = []
    held_mm: float | None = None
    for taken_utc_s, reference_mm in (*references, (math.inf, None)):
        cut_utc_s = min(end_utc_s, taken_utc_s)
        if cut_utc_s > start_utc_s:
            pieces.append((number, start_utc_s, cut_utc_s, held_mm))
            start_utc_s = cut_utc_s
        held_mm = reference_mm
    return pieces
