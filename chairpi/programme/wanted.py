"""What the plan wants of one day, in one word: for looking back at what was kept, and ahead at what comes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from chairpi.programme.diary import Entry, Rhythm, SessionDone
from chairpi.programme.exercises import Kind
from chairpi.programme.plan import Ask, Stage, Today, today
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


def wanted(entries: Sequence[Entry], day: date) -> tuple[Wanted, Today]:
    """What the plan wants of a day, and all that it says about it.

    Parameters
    ----------
    entries
        What was known when the day was still to be lived.
    day
        Which.

    Notes
    -----
    An answer that is still due (how it is, or looking back) hides nothing here: the day is meant as it is once that is answered well.
    In the first days, when only stretching is done, the rhythm that the person chose holds for it too.
    """
    now = today(entries, day)
    if now.locked or now.ask is Ask.SIGNS:
        return Wanted.CLOSED, now
    if now.begun is None:
        return Wanted.NOTHING, now
    if now.rest_until is not None:
        return Wanted.REST, now
    if now.stage is Stage.LOOSEN:
        latest = max((done.day for done in sessions(entries) if loosens(done) and done.day <= day), default=None)
        is_due = latest is None or latest < now.begun or (day - latest).days >= gap_days(now)
        return (Wanted.STRETCH if is_due else Wanted.NOTHING), now
    return (Wanted.SESSION if now.next_day == day else Wanted.NOTHING), now


def gap_days(now: Today) -> int:
    """So many days lie from one planned day to the next."""
    return 1 if now.rhythm is Rhythm.DAILY else REST_BETWEEN_DAYS


def sessions(entries: Sequence[Entry]) -> list[SessionDone]:
    """What was done by oneself: a minute or two at a prompt is no session."""
    return [entry for entry in entries if isinstance(entry, SessionDone) and not entry.prompt]


def loosens(done: SessionDone) -> bool:
    """Whether there was stretching in it."""
    return any(worked.kind in (Kind.STRETCH, Kind.MOBILISE) for worked in done.worked)


def strengthens(done: SessionDone) -> bool:
    """Whether there was strengthening in it."""
    return any(worked.kind is Kind.STRENGTHEN for worked in done.worked)
