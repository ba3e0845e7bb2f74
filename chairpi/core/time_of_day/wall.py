"""What the clock on the sitter's wall shows at a monotonic time, once somebody has told it.

Pure: the time comes in with `tell`, and of the time zones only their rules are read.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple, Self
from zoneinfo import ZoneInfo

DAY_BEGINS_MINUTE = 4 * 60
"""The minute at which a day of sitting begins: our choice; who works past midnight is not in the next day."""

_UTC_S = (0.0, datetime(9000, 1, 1, tzinfo=UTC).timestamp())
"""Between these the calendar has room, whatever is added to it within a life."""


class Local(NamedTuple):
    """What the clock on the wall shows.

    Parameters
    ----------
    date
        Today's.
    weekday
        0 is Monday.
    minute
        Of the day, as the clock shows it [min].
    day
        The day of sitting: a number that grows by one at `DAY_BEGINS_MINUTE`.
    """

    date: date
    weekday: int
    minute: int
    day: int


class Wall:
    """The clock on the wall; it shows nothing until it is told the time."""

    def __init__(self) -> None:
        self._told_t_s = math.nan
        self._utc_s = math.nan
        self._zone: ZoneInfo | None = None
        self._utc_min: int | None = None
        self._local: Local | None = None

    def tell(self, t_s: float, utc_s: float, zone_name: str) -> None:
        """It is `utc_s` at `t_s`, from now on and for what was before.

        Parameters
        ----------
        t_s
            Monotonic time [s].
        utc_s
            POSIX time [s].
        zone_name
            IANA name of the time zone, such as "Europe/Berlin".

        Raises
        ------
        ValueError
            No zone of this name is known here, or the time is none. What was told before stays.
        """
        low_s, high_s = _UTC_S
        if not math.isfinite(t_s) or not low_s <= utc_s < high_s:
            raise ValueError(f"utc_s: found {utc_s} at {t_s} s, expected the seconds since 1970")
        self._zone = _zone(zone_name)
        self._told_t_s, self._utc_s = float(t_s), float(utc_s)
        self._utc_min = None

    def moved_s(self, t_s: float, utc_s: float) -> float | None:
        """By how much a clock that shows `utc_s` at `t_s` is ahead of this one [s]; `None` until this one was told the time."""
        return None if self._zone is None else utc_s - (self._utc_s + t_s - self._told_t_s)

    def local(self, t_s: float) -> Local | None:
        """What it shows at `t_s` [s]; `None` until it was told the time, and at no time (NaN, or without end)."""
        if self._zone is None or not math.isfinite(t_s):
            return None
        utc_min = int((t_s - self._told_t_s + self._utc_s) // 60)
        # Asked once a second, or more often: the calendar is only looked at when the minute is another one.
        if utc_min != self._utc_min:
            at = datetime.fromtimestamp(utc_min * 60, self._zone)
            day = (at.replace(tzinfo=None) - timedelta(minutes=DAY_BEGINS_MINUTE)).toordinal()
            self._local = Local(at.date(), at.weekday(), at.hour * 60 + at.minute, day)
            self._utc_min = utc_min
        return self._local

    def at_t_s(self, day: date, minute: int) -> float | None:
        """When it shows this minute of this date [s]; `None` until it was told the time.

        `minute` may be 24 * 60 or more: then of a later date. Of an hour that comes twice, the first; of an hour that is left out, as long
        after the clock is put forward.
        """
        if self._zone is None:
            return None
        at = datetime(day.year, day.month, day.day) + timedelta(minutes=minute)  # noqa: DTZ001 (the clock's own hours and minutes)
        return at.replace(tzinfo=self._zone).timestamp() - self._utc_s + self._told_t_s

    def day_begins_t_s(self, day: int) -> float | None:
        """When this day of sitting begins [s]; `None` until it was told the time."""
        return self.at_t_s(date.fromordinal(day), DAY_BEGINS_MINUTE)

    def next_day_t_s(self, t_s: float) -> float | None:
        """When the next day of sitting begins [s]; `None` until it was told the time."""
        local = self.local(t_s)
        if local is None:
            return None
        return self.day_begins_t_s(local.day + 1)

    def to_record(self) -> dict[str, object] | None:
        """What it was told, JSON-ready: `told_t_s` moves when the monotonic clock starts anew. `None` until then."""
        if self._zone is None:
            return None
        return {"told_t_s": self._told_t_s, "utc_s": self._utc_s, "zone": self._zone.key}

    @classmethod
    def from_record(cls, record: Mapping[str, object] | None) -> Self:
        """The clock that gave this record.

        Raises
        ------
        ValueError
            It is no such record, or its zone is not known here.
        """
        wall = cls()
        if record is None:
            return wall
        told_t_s, utc_s, zone_name = (record.get(key) for key in ("told_t_s", "utc_s", "zone"))
        if not isinstance(told_t_s, int | float) or not isinstance(utc_s, int | float):
            raise ValueError(f"found {dict(record)!r}, expected told_t_s and utc_s as numbers")
        wall.tell(told_t_s, utc_s, zone_name if isinstance(zone_name, str) else "")
        return wall


def _zone(name: str) -> ZoneInfo:
    # A name may also be that of a directory, or of a file that holds no zone; and what is told apart depends on the machine.
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, TypeError, ValueError):
        raise ValueError(
            f'zone: this machine knows no time zone "{name}"; expected an IANA name such as "Europe/Berlin", see timedatectl list-timezones'
        ) from None
