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
HOUR_MINUTES = round(HOUR_S / MINUTE_S)


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
    by_hour: dict[int, int] = defaultdict(int)
    known = [day for day in found.days if day.is_known]
    for day in known:
        minutes = found.states.between(day.start_utc_s, day.end_utc_s)
        for number in range(0, len(minutes), HOUR_MINUTES):
            of_hour = minutes[number : number + HOUR_MINUTES]
            if of_hour.count(UNKNOWN) == len(of_hour):
                continue
            hour, n_sat = local.hour_of(day.start_utc_s + number * MINUTE_S), sum(map(of_hour.count, SITTING))
            sat[hour, day.first.weekday()] += n_sat
            by_hour[hour] += n_sat
    used = [hour for hour, n in by_hour.items() if n]
    if not used:
        return None
    dates = {day.first.weekday(): day.first for day in known}
    weekdays = sorted(dates)
    hours = range(min(used), max(used) + 1)
    return HourTable(
        weekdays=tuple(weekday(dates[number]) for number in weekdays),
        rows=tuple(
            (
                _hour(hour),
                tuple(length(sat[hour, day] * MINUTE_S) if (hour, day) in sat else None for day in weekdays),
            )
            for hour in hours
        ),
        most=_hour(max(used, key=lambda hour: (by_hour[hour], -hour))),
    )


def _hour(hour: int) -> str:
    return f"{hour:02d}–{(hour + 1) % 24:02d}"
