"""How the programme went: what was kept day by day and week by week, and what changed, where there is enough to say so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from statistics import fmean
from typing import TypeVar

from chairpi.programme.diary import ChairStood, CheckedIn, Entry, SessionDone
from chairpi.programme.plan.days import by_day, on_day, walk
from chairpi.programme.wanted import (
    Wanted,
    gap_days,
    is_session,
    last_stretched,
    loosens,
    sessions,
    strengthens,
    wanted,
)

DAY = timedelta(days=1)
WEEK = timedelta(days=7)

T = TypeVar("T")


class Kept(StrEnum):
    """What became of a day."""

    DONE = "done"
    """Its session was done."""
    REST = "rest"
    """Rest was prescribed, and nothing was strengthened: that is kept, too."""
    NOT_DONE = "not_done"
    EXTRA = "extra"
    """Something was done although nothing was planned."""
    TO_COME = "to_come"
    """Planned for today, and the day is not over."""
    FREE = "free"
    """Nothing was planned."""
    CLOSED = "closed"
    """The exercises were closed because of the warning signs."""


@dataclass(frozen=True, slots=True)
class LivedDay:
    """One day of the diary.

    Parameters
    ----------
    day, kept
        Which, and what became of it.
    soreness, pain
        1 to 10 and 0 to 10, as last answered on that day; `None` where nothing was.
    reps
        Full stands of a 30-second chair stand; `None` for none.
    """

    day: date
    kept: Kept
    soreness: int | None = None
    pain: int | None = None
    reps: int | None = None


def lived_days(entries: Sequence[Entry], first: date, today: date) -> tuple[LivedDay, ...]:
    """What became of each day.

    Parameters
    ----------
    entries
        The diary, in the order in which it was written.
    first, today
        The first and the last day to tell of.

    Notes
    -----
    A planned session that was not done stays due on the next day. It is then still one session: done a day late it counts as kept and
    the day before as free, and a week in which nothing was done at the rhythm of every other day is three or four days and not seven.
    What the plan wanted of a day is what it wanted before that day's first session, when it was still to be done. The diary is gone
    through once: it grows for years, and a page cannot wait for that.
    """
    diary = by_day(entries, today)
    stretched = last_stretched(diary, first)
    found: list[LivedDay] = []
    due_from = first
    for day, state in walk(diary, first, today, is_session):
        said, plan = diary.get(day, ()), on_day(state, day)
        done = sessions(said)
        kept = _kept(wanted(plan, day, stretched), done, is_due=day >= due_from, is_today=day == today)
        if any(map(loosens, done)):
            stretched = day
        if kept is Kept.DONE and day < due_from and found and found[-1].kept is Kept.NOT_DONE:
            found[-1] = replace(found[-1], kept=Kept.FREE)
        if kept is Kept.NOT_DONE:
            due_from = day + gap_days(plan) * DAY
        elif kept is Kept.DONE:
            due_from = day  # from here on the plan itself counts the days in between
        check_in = _latest(entry for entry in said if isinstance(entry, CheckedIn))
        stood = _latest(entry for entry in said if isinstance(entry, ChairStood))
        found.append(
            LivedDay(
                day,
                kept,
                None if check_in is None else check_in.soreness,
                None if check_in is None else check_in.pain,
                None if stood is None else stood.reps,
            )
        )
    return tuple(found)


def _latest(entries: Iterable[T]) -> T | None:
    return next(reversed([*entries]), None)


def _kept(wants: Wanted, done: Sequence[SessionDone], *, is_due: bool, is_today: bool) -> Kept:
    match wants:
        case Wanted.SESSION if any(map(strengthens, done)):
            return Kept.DONE
        case Wanted.STRETCH if any(map(loosens, done)):
            return Kept.DONE
        case Wanted.REST if not any(map(strengthens, done)):
            return Kept.REST
    if done:
        return Kept.EXTRA
    match wants:
        case Wanted.CLOSED:
            return Kept.CLOSED
        case Wanted.SESSION | Wanted.STRETCH:
            return Kept.TO_COME if is_today else Kept.NOT_DONE if is_due else Kept.FREE
    return Kept.FREE


@dataclass(frozen=True, slots=True)
class Sums:
    """Some days added up.

    Parameters
    ----------
    n_done, n_rest, n_not_done, n_extra
        Days of each sort.
    soreness, pain
        Means of what was answered; `None` where nothing was.
    n_answers
        On how many days that was.
    reps
        The latest 30-second chair stand; `None` where there was none.
    """

    n_done: int
    n_rest: int
    n_not_done: int
    n_extra: int
    soreness: float | None
    pain: float | None
    n_answers: int
    reps: int | None

    @property
    def n_kept(self) -> int:
        """Planned days that were kept; prescribed rest is."""
        return self.n_done + self.n_rest

    @property
    def n_planned(self) -> int:
        """All planned days that are over."""
        return self.n_kept + self.n_not_done


def sums_of(days: Sequence[LivedDay]) -> Sums:
    """Add days up."""
    kept = [day.kept for day in days]
    soreness = [day.soreness for day in days if day.soreness is not None]
    pain = [day.pain for day in days if day.pain is not None]
    return Sums(
        n_done=kept.count(Kept.DONE),
        n_rest=kept.count(Kept.REST),
        n_not_done=kept.count(Kept.NOT_DONE),
        n_extra=kept.count(Kept.EXTRA),
        soreness=fmean(soreness) if soreness else None,
        pain=fmean(pain) if pain else None,
        n_answers=len(soreness),
        reps=_latest(day.reps for day in days if day.reps is not None),
    )


def weeks_of(days: Sequence[T]) -> tuple[Sequence[T], ...]:
    """Days in sevens, from the first on; the last week may be shorter."""
    return tuple(days[start : start + WEEK.days] for start in range(0, len(days), WEEK.days))


class Direction(StrEnum):
    """Which way something changed."""

    UP = "up"
    DOWN = "down"
    SAME = "same"
    """By less than is worth the name of a change."""


@dataclass(frozen=True, slots=True)
class Trend:
    """What changed from an early week to the latest.

    Parameters
    ----------
    early, late
        The means of the two weeks.
    direction
        Which way.
    early_from, late_from
        The first day of either week.
    """

    early: float
    late: float
    direction: Direction
    early_from: date
    late_from: date


def trend(values: Sequence[tuple[date, float]], *, n_least: int, least_change: float) -> Trend | None:
    """Compare an early week with the latest one; `None` where there is too little to say anything.

    Parameters
    ----------
    values
        Day and value, in order.
    n_least
        How many values each of the two weeks needs.
    least_change
        What is called a change at least, in the values' own unit.

    Notes
    -----
    A week is seven days from its first value on. The early one is the first, and the late one the last, with enough values; they must
    not overlap: two values of one week say how days differ, and not how weeks do. It is a comparison of two means and no test of
    significance.
    """
    early = next((week for week in _windows(values) if len(week) >= n_least), None)
    if early is None:
        return None
    after = [entry for entry in values if entry[0] >= early[0][0] + WEEK]
    late = next((week for week in reversed([*_windows(after)]) if len(week) >= n_least), None)
    if late is None:
        return None
    early_mean, late_mean = fmean(value for _, value in early), fmean(value for _, value in late)
    change = late_mean - early_mean
    direction = Direction.SAME if abs(change) < least_change else Direction.UP if change > 0 else Direction.DOWN
    return Trend(early_mean, late_mean, direction, early[0][0], late[0][0])


def _windows(values: Sequence[tuple[date, float]]) -> Iterable[Sequence[tuple[date, float]]]:
    """For each value the seven days that begin with it."""
    end = 0
    for number, (first, _) in enumerate(values):
        while end < len(values) and values[end][0] < first + WEEK:
            end += 1
        yield values[number:end]
