"""The days ahead, as the plan would have them if each were kept and went well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from chairpi.programme.diary import Change, CheckedIn, Entry, Reviewed, SessionDone, Worked
from chairpi.programme.exercises import Kind
from chairpi.programme.plan import Ask
from chairpi.programme.plan.days import by_day, on_day
from chairpi.programme.plan.fold import SESSION, state_of, take
from chairpi.programme.plan.state import State
from chairpi.programme.wanted import Wanted, last_stretched, wanted

GOES_WELL_SORENESS = 3
GOES_WELL_PAIN = 0
"""Soreness that holds the dose, and pain that has no say: what is assumed of the days ahead, so that nothing is foretold."""

_WORKED = {
    Wanted.SESSION: (Worked("", Kind.STRETCH, ()), Worked("", Kind.STRENGTHEN, ())),
    Wanted.STRETCH: (Worked("", Kind.STRETCH, ()),),
}
"""What is assumed to be done: the plan's days depend on the kind of it alone."""


@dataclass(frozen=True, slots=True)
class Upcoming:
    """One day ahead.

    Parameters
    ----------
    day, wanted
        Which, and what it is for: a session, stretching, or prescribed rest.
    review_week
        After how many weeks one looks back on that day; `None` on most.
    """

    day: date
    wanted: Wanted
    review_week: int | None = None


def upcoming(entries: Sequence[Entry], day: date, n_days: int) -> tuple[Upcoming, ...]:
    """What the plan wants of this day, where it is not done yet, and of those after it; days with nothing planned are left out.

    Parameters
    ----------
    entries
        The diary, in the order in which it was written.
    day
        The present day.
    n_days
        How many days to look at, this one included.

    Notes
    -----
    Every planned day is taken as kept, and every answer as one that holds the dose and changes nothing. Nothing is planned before the
    self-check, while warning signs are to be answered, and while the exercises are closed.
    """
    state = state_of(entries, day)
    stretched = last_stretched(by_day(entries, day), day + timedelta(days=1))
    found: list[Upcoming] = []
    for number in range(n_days):
        ahead = day + timedelta(days=number)
        review_week = _answer(state, ahead)
        wants = wanted(on_day(state, ahead), ahead, stretched)
        if wants in _WORKED or wants is Wanted.REST or review_week is not None:
            found.append(Upcoming(ahead, wants, review_week))
        if wants in _WORKED:
            take(state, SessionDone(ahead, SESSION, _WORKED[wants], None, 0.0), ahead)
            stretched = ahead
    return tuple(found)


def _answer(state: State, day: date) -> int | None:
    """Answer what is due on a day; after how many weeks one looks back on it, where that is."""
    plan = on_day(state, day)
    if plan.ask is Ask.CHECK_IN:
        take(state, CheckedIn(day, GOES_WELL_SORENESS, GOES_WELL_PAIN), day)
        plan = on_day(state, day)
    if plan.ask is not Ask.REVIEW:
        return None
    take(state, Reviewed(day, Change.NO_CHANGE), day)
    return plan.review_week
