"""On which days the entries of a diary were written, where a clock was wrong for some of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date

from chairpi.programme.diary import Entry

EARLIEST = date(2026, 1, 1)
"""No entry was written before this."""


def dated(entries: Sequence[Entry], today: date) -> list[date]:
    """The day of each entry, in order and none after today.

    A Raspberry Pi has no clock of its own: until the network tells it the time, it may date an entry days or years wrong. Entries are
    written one after the other, so the most of them that follow each other in time, and are neither in the future nor from before
    there was a ChairPi, are believed; each of
    the others is taken as of the day of the believed one before it, or after it where there is none. One wrong date thus moves no other.

    Parameters
    ----------
    entries
        The diary, in the order in which it was written.
    today
        The present day.
    """
    believed = _longest_in_order([entry.day for entry in entries], today)
    days: list[date] = []
    for i, entry in enumerate(entries):
        if i in believed:
            days.append(entry.day)
        elif days:
            days.append(days[-1])
        else:
            days.append(min((entries[k].day for k in believed), default=today))
    return days


def _longest_in_order(days: Sequence[date], today: date) -> set[int]:
    """The places of a longest run of days, not after today, of which none is before the one ahead of it (by patience sorting)."""
    ends: list[date] = []
    places: list[int] = []
    before: dict[int, int | None] = {}
    earliest = EARLIEST if today >= EARLIEST else date.min
    for i, day in enumerate(days):
        if not earliest <= day <= today:
            continue
        n = bisect_right(ends, day)
        before[i] = places[n - 1] if n else None
        ends[n : n + 1], places[n : n + 1] = [day], [i]
    found: set[int] = set()
    at = places[-1] if places else None
    while at is not None:
        found.add(at)
        at = before[at]
    return found
