"""A week, a month or a year of the calendar: its days, its neighbours and its name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from chairpi.language.words import _, month_name, short_date

ONE_DAY = timedelta(days=1)
WEEK_DAYS = 7


class Length(StrEnum):
    """How much of the calendar a page shows; the value is the end of its address."""

    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Period:
    """Days in a row, from `first` to `last`."""

    first: date
    last: date

    def days(self) -> Iterator[date]:
        """Yield each day."""
        for number in range((self.last - self.first).days + 1):
            yield self.first + number * ONE_DAY

    def weeks(self) -> Iterator[Period]:
        """Yield its weeks from Monday to Sunday; the first and the last may be cut."""
        first = self.first
        while first <= self.last:
            last = min(self.last, first + (WEEK_DAYS - 1 - first.weekday()) * ONE_DAY)
            yield Period(first, last)
            first = last + ONE_DAY

    def until(self, today: date) -> Period:
        """What has come of it; its first day at least."""
        return Period(self.first, max(self.first, min(self.last, today)))


def period_of(length: Length, day: date) -> Period:
    """The week, month or year of the calendar that holds `day`.

    >>> period_of(Length.MONTH, date(2028, 2, 7))
    Period(first=datetime.date(2028, 2, 1), last=datetime.date(2028, 2, 29))
    """
    if length is Length.WEEK:
        monday = day - day.weekday() * ONE_DAY
        return Period(monday, monday + (WEEK_DAYS - 1) * ONE_DAY)
    if length is Length.MONTH:
        first = day.replace(day=1)
        return Period(first, (first + 31 * ONE_DAY).replace(day=1) - ONE_DAY)
    return Period(date(day.year, 1, 1), date(day.year, 12, 31))


def title(length: Length, period: Period) -> str:
    """Its name, for a heading.

    >>> [title(length, period_of(length, date(2026, 11, 26))) for length in Length]
    ['23 Nov to 29 Nov', 'November 2026', '2026']
    """
    if length is Length.WEEK:
        return from_to(period)
    if length is Length.MONTH:
        return _("%(month)s %(year)s", month=month_name(period.first.month), year=period.first.year)
    return str(period.first.year)


def from_to(period: Period) -> str:
    """Its first and its last day."""
    return _("%(first)s to %(last)s", first=short_date(period.first), last=short_date(period.last))
