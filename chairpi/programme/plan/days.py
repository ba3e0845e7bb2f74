"""The plan day by day: a diary is gone through once, however many of its days are asked about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from chairpi.programme.diary import Entry, Rhythm
from chairpi.programme.plan.dating import dated
from chairpi.programme.plan.fold import take
from chairpi.programme.plan.state import State
from chairpi.programme.plan.tables import Gate, Stage
from chairpi.programme.plan.today import Ask, ask_on, next_day_on


class OnDay(NamedTuple):
    """What of `Today` a look back or ahead needs; each field is as it is there."""

    ask: Ask | None
    review_week: int | None
    locked: bool
    rest_until: date | None
    next_day: date | None
    stage: Stage
    begun: date | None
    rhythm: Rhythm


def on_day(state: State, day: date) -> OnDay:
    """What the plan says of a day to a person who stands there."""
    ask, review_week = ask_on(state, day)
    rest_until, locked = state.rest_on(day), state.gate is Gate.LOCKED
    next_day = None if locked or state.begun is None else next_day_on(state, day, rest_until)
    return OnDay(ask, review_week, locked, rest_until, next_day, state.stage, state.begun, state.rhythm)


def by_day(entries: Sequence[Entry], day: date) -> dict[date, list[Entry]]:
    """The entries of each day that has some, the earliest day first.

    Parameters
    ----------
    entries
        The diary, in the order in which it was written.
    day
        The present day; what a wrong clock has dated otherwise counts as of the day that `dated` gives it, as in `state_of`.
    """
    found: dict[date, list[Entry]] = {}
    for entry, its_day in zip(entries, dated(entries, day), strict=True):
        found.setdefault(its_day, []).append(entry)
    return found


def walk(
    diary: Mapping[date, Sequence[Entry]], first: date, last: date, stops: Callable[[Entry], bool]
) -> Iterator[tuple[date, State]]:
    """Each day from the first to the last one, and where the person stood on it.

    Parameters
    ----------
    diary
        What was written on each day, as `by_day` gives it.
    first, last
        The days to tell of.
    stops
        The first entry of a day for which this holds, and what was written after it on that day, are taken only after the day was told.

    Notes
    -----
    No entry is taken twice. The state is one and the same that goes on with the next day: ask it at once, and keep nothing of it.
    """
    state = State()
    for day, entries in diary.items():
        if day < first:
            for entry in entries:
                take(state, entry, day)
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        entries = diary.get(day, ())
        n_before = next((n for n, entry in enumerate(entries) if stops(entry)), len(entries))
        for entry in entries[:n_before]:
            take(state, entry, day)
        yield day, state
        for entry in entries[n_before:]:
            take(state, entry, day)
