"""At which hours of the day somebody sat, by day of the week: the table beside the picture of the minutes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from chairpi.dashboard.history.figures import Measured
from chairpi.dashboard.lengths import length
from chairpi.days import HOUR_S, LocalDays
from chairpi.language.words import weekday
from chairpi.store.minute_states import MINUTE_S, MinuteState

SITTING = tuple(state.value.encode() for state in (MinuteState.SITTING, MinuteState.FORWARD))
UNKNOWN = MinuteState.UNKNOWN.value.encode()


@dataclass(frozen=True, slots=True)
class HourTable:
    """Sitting in each hour of the day, in all.

    Parameters
    ----------
    weekdays
        The days of the week that there are, as headings.
    rows
        The hour in words, and how long somebody sat in it on each of those days; `None` where nothing was watched.
    most
        The hour in which most was sat, in words.
    """

    weekdays: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str | None, ...]], ...]
    most: str


def hour_table(found: Measured, local: LocalDays) -> HourTable | None:
    """Add the minutes of sitting up by hour and day of the week; `None` where nobody sat.

    An hour that comes twice when summer time ends counts both times.
    """
    sat: dict[tuple[int, int], int] = defaultdict(int)
    seen: set[tuple[int, int]] = set()
    states = found.states
    for day in found.days:
        if not day.is_known:
            continue
        begin_utc_s = day.start_utc_s
        while begin_utc_s < day.end_utc_s:
            end_utc_s = min(begin_utc_s + HOUR_S, day.end_utc_s)
            key = (local.hour_of(begin_utc_s), day.first.weekday())
            minutes = states.between(begin_utc_s, end_utc_s)
            sat[key] += sum(map(minutes.count, SITTING))
            if minutes.count(UNKNOWN) < len(minutes):
                seen.add(key)
            begin_utc_s = end_utc_s
    by_hour = {hour: sum(n for (other, _), n in sat.items() if other == hour) for hour, _ in sat}
    used = [hour for hour, n in by_hour.items() if n]
    if not used:
        return None
    weekdays = sorted({number for _, number in sat})
    dates = {day.first.weekday(): day.first for day in found.days}
    hours = range(min(used), max(used) + 1)
    return HourTable(
        weekdays=tuple(weekday(dates[number]) for number in weekdays),
        rows=tuple(
            (
                _hour(hour),
                tuple(length(sat[hour, day] * MINUTE_S) if (hour, day) in seen else None for day in weekdays),
            )
            for hour in hours
        ),
        most=_hour(max(used, key=lambda hour: (by_hour[hour], -hour))),
    )


def _hour(hour: int) -> str:
    return f"{hour:02d}–{(hour + 1) % 24:02d}"
