"""Diaries for tests of the plan, in few words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from chairpi.programme.diary import (
    CheckedIn,
    Entry,
    Feel,
    Finding,
    Occasion,
    SelfChecked,
    SessionDone,
    SignsAnswered,
    Stopped,
    StopReason,
    Worked,
)
from chairpi.programme.exercises import Cause, Kind, Muscle

MONDAY = date(2026, 11, 2)
"""A Monday, on which most of these diaries begin."""

ALL_YES = dict.fromkeys(Cause, Finding.YES)
HAMSTRING = Worked("lying-hamstring-stretch", Kind.STRETCH, (Muscle.HAMSTRINGS,))
HEEL_RAISE = Worked("heel-raise", Kind.STRENGTHEN, (Muscle.CALVES,))
BRIDGE = Worked("bridge", Kind.STRENGTHEN, (Muscle.GLUTES, Muscle.TRUNK))


STOPPED = Stopped(MONDAY, "", StopReason.OTHER)


def day(n: int) -> date:
    """The day `n` days after that Monday."""
    return MONDAY + timedelta(days=n)


def none_of_these(n: int = 0, occasion: Occasion = Occasion.START) -> SignsAnswered:
    """No warning sign."""
    return SignsAnswered(day(n), occasion)


def stretched(n: int, *, feel: Feel | None = Feel.RIGHT) -> SessionDone:
    """The plan's session of a day for stretching."""
    return SessionDone(day(n), "session", (HAMSTRING,), feel, 600.0)


def strengthened(
    n: int, *, feel: Feel | None = Feel.RIGHT, worked: Sequence[Worked] = (HAMSTRING, BRIDGE)
) -> SessionDone:
    """The plan's whole session."""
    return SessionDone(day(n), "session", tuple(worked), feel, 1500.0)


def fine(n: int, soreness: int = 3, pain: int = 2) -> CheckedIn:
    """A check-in that changes nothing."""
    return CheckedIn(day(n), soreness, pain)


def loosened() -> list[Entry]:
    """A diary of the first five days: signs, self-check, and stretching on three of them, each answered."""
    entries: list[Entry] = [none_of_these(), SelfChecked(day(0), ALL_YES)]
    for n in (0, 2, 4):
        entries += [stretched(n), fine(n + 1)]
    return entries


def kept(last: int, *, soreness: int = 3, pain: int = 2) -> list[Entry]:
    """A diary kept at every other day up to day `last`, as the plan says, each session answered on the day after it."""
    entries = loosened()
    for n in range(6, last, 2):
        entries += [strengthened(n), fine(n + 1, soreness, pain)]
    return entries
