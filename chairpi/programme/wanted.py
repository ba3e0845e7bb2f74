"""What the plan wants of one day, in one word: for looking back at what was kept, and ahead at what comes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import TypeGuard

from chairpi.programme.diary import Entry, Rhythm, SessionDone
from chairpi.programme.exercises import Kind
from chairpi.programme.plan import Ask, Stage
from chairpi.programme.plan.days import OnDay
from chairpi.programme.plan.tables import REST_BETWEEN_DAYS


class Wanted(StrEnum):
    """What a day is for."""

    SESSION = "session"
    """Loosen, strengthen, roll."""
    STRETCH = "stretch"
    """Stretching, before strengthening begins."""
    REST = "rest"
    """Prescribed rest."""
    NOTHING = "nothing"
    """A day in between, or before the programme began. Stretching is open."""
    CLOSED = "closed"
    """Warning signs: they are to be answered, or somebody is to look at one of them."""


def wanted(plan: OnDay, day: date, stretched: date | None) -> Wanted:
    """What the plan wants of a day.

    Parameters
    ----------
    plan
        What it says of that day, by what was known when it was still to be lived.
    day
        Which.
    stretched
        The latest day, as far as it was known then, with stretching by oneself; `None` for none.

    Notes
    -----
    An answer that is still due (how it is, or looking back) hides nothing here: the day is meant as it is once that is answered well.
    In the first days, when only stretching is done, the rhythm that the person chose holds for it too.
    """
    if plan.locked or plan.ask is Ask.SIGNS:
        return Wanted.CLOSED
    if plan.begun is None:
        return Wanted.NOTHING
    if plan.rest_until is not None:
        return Wanted.REST
    if plan.stage is Stage.LOOSEN:
        is_due = stretched is None or stretched < plan.begun or (day - stretched).days >= gap_days(plan)
        return Wanted.STRETCH if is_due else Wanted.NOTHING
    return Wanted.SESSION if plan.next_day == day else Wanted.NOTHING


def gap_days(plan: OnDay) -> int:
    """So many days lie from one planned day to the next."""
    return 1 if plan.rhythm is Rhythm.DAILY else REST_BETWEEN_DAYS


def is_session(entry: Entry) -> TypeGuard[SessionDone]:
    """Whether it is something that was done by oneself: a minute or two at a prompt is no session."""
    return isinstance(entry, SessionDone) and not entry.prompt


def sessions(entries: Iterable[Entry]) -> list[SessionDone]:
    """What was done by oneself."""
    return [entry for entry in entries if is_session(entry)]


def last_stretched(diary: Mapping[date, Sequence[Entry]], before: date) -> date | None:
    """The latest day before this one with stretching by oneself; `None` for none."""
    return max(
        (day for day, entries in diary.items() if day < before and any(map(loosens, sessions(entries)))), default=None
    )


def loosens(done: SessionDone) -> bool:
    """Whether there was stretching in it."""
    return any(worked.kind in (Kind.STRETCH, Kind.MOBILISE) for worked in done.worked)


def strengthens(done: SessionDone) -> bool:
    """Whether there was strengthening in it."""
    return any(worked.kind is Kind.STRENGTHEN for worked in done.worked)
