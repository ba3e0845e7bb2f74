"""Hours of the week and days of the year, as people write them.

A range of hours belongs to the weekday on which it begins, so "Fri 22:00-07:00" ends on Saturday morning. Minutes are those that the
sitter's clock shows: where it is put forward or back, a range is an hour shorter or longer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
DAY_MIN = 24 * 60
WEEK_MIN = 7 * DAY_MIN

_HOURS = re.compile(r"\s*(?P<days>[^\s,]+(?:\s*,\s*[^\s,]+)*)\s+(?P<begin>\S+?)\s*[-–]\s*(?P<end>\S+)\s*")
_CLOCK = re.compile(r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Ranges:
    """Ranges of hours of the week; false where there are none.

    Parameters
    ----------
    spans_min
        Of each range its beginning, from Monday 00:00, and its length [min].
    """

    def __init__(self, spans_min: Iterable[tuple[int, int]]) -> None:
        self._spans_min = tuple(spans_min)

    def __bool__(self) -> bool:
        return bool(self._spans_min)

    def holds(self, weekday: int, minute: int) -> bool:
        """Whether some range holds this time.

        Parameters
        ----------
        weekday
            0 is Monday.
        minute
            Of the day [min].
        """
        at_min = weekday * DAY_MIN + minute
        return any((at_min - begin_min) % WEEK_MIN < length_min for begin_min, length_min in self._spans_min)

    def changes_in_min(self, weekday: int, minute: int) -> int | None:
        """How long it is until `holds` says otherwise than now [min]; `None` if it always says the same.

        >>> ranges(["Mon 09:00-12:00"]).changes_in_min(0, 8 * 60)
        60
        """
        at_min = weekday * DAY_MIN + minute
        now = self.holds(weekday, minute)
        edges_min = {
            (edge_min - at_min) % WEEK_MIN
            for begin_min, length_min in self._spans_min
            for edge_min in (begin_min, begin_min + length_min)
        }
        for in_min in sorted(edges_min):
            if self.holds(*divmod((at_min + in_min) % WEEK_MIN, DAY_MIN)) is not now:
                return in_min
        return None


class Holidays:
    """Days of the year, alone or from one to another; false where there are none.

    Parameters
    ----------
    spans
        First and last day of each.
    """

    def __init__(self, spans: Iterable[tuple[date, date]]) -> None:
        self._spans = tuple(spans)

    def __bool__(self) -> bool:
        return bool(self._spans)

    def holds(self, day: date) -> bool:
        """Whether this day is among them."""
        return any(first <= day <= last for first, last in self._spans)


def ranges(texts: Sequence[str]) -> Ranges:
    """Read ranges of hours.

    Parameters
    ----------
    texts
        Such as "Mon-Fri 08:30-12:00", "Mon,Wed,Fri 09:00-17:00" or, over midnight, "Mon-Sun 22:00-07:00".

    Raises
    ------
    ValueError
        Says which text, what is wrong with it, and gives an example.

    >>> lunch = ranges(["Mon-Fri 12:00-13:00"])
    >>> lunch.holds(4, 12 * 60 + 59), lunch.holds(4, 13 * 60), lunch.holds(5, 12 * 60)
    (True, False, False)
    """
    return Ranges(span for text in _texts(texts) for span in _hours(text))


def holidays(texts: Sequence[str]) -> Holidays:
    """Read days of the year.

    Parameters
    ----------
    texts
        Such as "2026-12-24", or, with the last day, "2026-12-24..2027-01-02".

    Raises
    ------
    ValueError
        Says which text, what is wrong with it, and gives an example.

    >>> holidays(["2026-12-24..2027-01-02"]).holds(date(2027, 1, 1))
    True
    """
    return Holidays(_days_of_year(text) for text in _texts(texts))


def _texts(texts: object) -> list[str]:
    """Refuse what a configuration file or a form may hold in place of a list of texts."""
    if isinstance(texts, list | tuple):
        found = [text for text in texts if isinstance(text, str)]
        if len(found) == len(texts):
            return found
    raise ValueError(f"found {texts!r}, expected a list of texts")


def _hours(text: str) -> list[tuple[int, int]]:
    found = _HOURS.fullmatch(text)
    if found is None:
        raise _no_hours(text, "expected days, a space, and two times with a hyphen between them")
    begin_min, end_min = _minute(found["begin"], text), _minute(found["end"], text)
    if begin_min == DAY_MIN:
        raise _no_hours(text, "24:00 can only be an end; a day begins at 00:00")
    if begin_min == end_min:
        raise _no_hours(text, "it ends when it begins; a whole day is 00:00-24:00")
    length_min = end_min - begin_min if end_min > begin_min else end_min - begin_min + DAY_MIN
    return [(weekday * DAY_MIN + begin_min, length_min) for weekday in _weekdays(found["days"], text)]


def _weekdays(days: str, text: str) -> list[int]:
    """The weekdays of "Mon-Wed,Fri"; a stretch may go over the end of the week."""
    found: list[int] = []
    for part in days.split(","):
        names = [name.strip().capitalize() for name in re.split("[-–]", part)]
        if len(names) > 2 or not set(names) <= set(WEEKDAYS):
            raise _no_hours(
                text, f'"{part.strip()}" is no day and no stretch of days; the days are {" ".join(WEEKDAYS)}'
            )
        first, last = WEEKDAYS.index(names[0]), WEEKDAYS.index(names[-1])
        found += [(first + i) % 7 for i in range((last - first) % 7 + 1)]
    return found


def _minute(clock: str, text: str) -> int:
    found = _CLOCK.fullmatch(clock)
    minute = DAY_MIN + 1 if found is None else int(found["hour"]) * 60 + int(found["minute"])
    if found is None or minute > DAY_MIN or int(found["minute"]) > 59:
        raise _no_hours(text, f'"{clock}" is no time between 00:00 and 24:00')
    return minute


def _no_hours(text: str, why: str) -> ValueError:
    return ValueError(f'"{text}": {why}; for example "Mon-Fri 08:30-12:00"')


def _days_of_year(text: str) -> tuple[date, date]:
    first, _, last = text.partition("..")
    try:
        span = _day(first), _day(last if ".." in text else first)
    except ValueError as error:
        raise _no_days(text, str(error)) from None
    if span[1] < span[0]:
        raise _no_days(text, "the last day is before the first")
    return span


def _day(text: str) -> date:
    text = text.strip()
    if not _DAY.fullmatch(text):
        raise ValueError(f'"{text}" is no day, written as year-month-day')
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f'the calendar has no day "{text}"') from None


def _no_days(text: str, why: str) -> ValueError:
    return ValueError(f'"{text}": {why}; for example "2026-12-24" or "2026-12-24..2027-01-02"')
