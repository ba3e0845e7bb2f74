"""The household's own days: local dates and clock times, through every change to summer time and back."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from chairpi.errors import ConfigError
from chairpi.language.words import _, date_with_month, weekday

HOUR_S = 3600.0
_MACHINE_ZONE = Path("/etc/localtime")


class LocalDays:
    """Turns POSIX seconds into the days and times of one time zone.

    Parameters
    ----------
    time_zone
        An IANA name such as "Europe/Zurich"; `None` for the machine's own zone.

    Raises
    ------
    ConfigError
        There is no such zone.
    """

    def __init__(self, time_zone: str | None) -> None:
        self.use(time_zone)

    def use(self, time_zone: str | None) -> None:
        """Follow another zone from now on; `None` for the machine's own.

        Raises
        ------
        ConfigError
            There is no such zone; the one before stays.
        """
        self._zone = _named(time_zone) if time_zone else _machine_zone()

    @property
    def zone(self) -> tzinfo:
        """The zone itself."""
        return self._zone

    @property
    def name(self) -> str | None:
        """The zone's IANA name; `None` where the machine does not say it."""
        return getattr(self._zone, "key", None) or (None if self._zone is not UTC else "UTC")

    def rfc3339(self, utc_s: float) -> str:
        """A moment [s] as machines write it, in local time with its distance from UTC (RFC 3339).

        >>> LocalDays("Europe/Zurich").rfc3339(0.0)
        '1970-01-01T01:00:00+01:00'
        """
        return datetime.fromtimestamp(utc_s, self._zone).isoformat(timespec="seconds")

    def rfc3339_ms(self, utc_s: float) -> str:
        """The same with thousandths of a second, for what happens several times a second.

        >>> LocalDays("Europe/Zurich").rfc3339_ms(0.5)
        '1970-01-01T01:00:00.500+01:00'
        """
        return datetime.fromtimestamp(utc_s, self._zone).isoformat(timespec="milliseconds")

    def rfc3339_utc(self, utc_s: float) -> str:
        """The same in UTC.

        >>> LocalDays("Europe/Zurich").rfc3339_utc(0.0)
        '1970-01-01T00:00:00Z'
        """
        return f"{datetime.fromtimestamp(utc_s, UTC):%Y-%m-%dT%H:%M:%SZ}"

    def date_of(self, utc_s: float) -> date:
        """The local date at `utc_s` [s]."""
        return datetime.fromtimestamp(utc_s, self._zone).date()

    def time_of(self, utc_s: float) -> str:
        """The local time at `utc_s` [s] as people write it: "09:05"."""
        return f"{datetime.fromtimestamp(utc_s, self._zone):%H:%M}"

    def hour_of(self, utc_s: float) -> int:
        """The local hour at `utc_s` [s], 0 to 23."""
        return datetime.fromtimestamp(utc_s, self._zone).hour

    def moment_of(self, utc_s: float, now_utc_s: float) -> str:
        """A moment to come [s], as short as it is clear at `now_utc_s` [s].

        >>> from datetime import UTC, datetime
        >>> now_utc_s = datetime(2026, 11, 26, 12, tzinfo=UTC).timestamp()
        >>> [LocalDays("UTC").moment_of(now_utc_s + hours * HOUR_S, now_utc_s) for hours in (2, 20, 96, 999)]
        ['14:00', 'tomorrow 08:00', 'Monday 12:00', '7 January 03:00']
        """
        time, day = self.time_of(utc_s), self.date_of(utc_s)
        days = (day - self.date_of(now_utc_s)).days
        if days <= 0:
            return time
        if days == 1:
            return _("tomorrow %(time)s", time=time)
        return f"{weekday(day) if days < 7 else date_with_month(day)} {time}"

    def bounds_utc_s(self, day: date) -> tuple[float, float]:
        """When `day` begins and when the next one does [POSIX s]: 23, 24 or 25 hours apart.

        >>> begin_utc_s, end_utc_s = LocalDays("Europe/Zurich").bounds_utc_s(date(2026, 3, 29))
        >>> (end_utc_s - begin_utc_s) / HOUR_S
        23.0
        """
        return self._begin_utc_s(day), self._begin_utc_s(day + timedelta(days=1))

    def _begin_utc_s(self, day: date) -> float:
        return datetime.combine(day, time.min, self._zone).timestamp()


def _named(time_zone: str) -> tzinfo:
    try:
        return ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ConfigError(f"time zone {time_zone!r} is not known; give an IANA name such as Europe/Zurich") from error


def _machine_zone() -> tzinfo:
    if not _MACHINE_ZONE.exists():  # a container without a zone of its own runs on UTC
        return UTC
    with _MACHINE_ZONE.open("rb") as zone_file:
        return ZoneInfo.from_file(zone_file)
