"""Hours with their days of the week in the reader's language: the chair's own are English, as in "Mon-Fri 08:30-12:00"."""

from __future__ import annotations

import re

from chairpi.core.time_of_day.hours import WEEKDAYS
from chairpi.language.words import short_weekday

_NAME = "|".join(WEEKDAYS)
_DAYS = re.compile(rf"\b(?:{_NAME})(?: ?[-–,] ?(?:{_NAME}))*(?= \d)")
"""Days as they stand before a time: the same letters elsewhere in a text are no day."""
_WORD = re.compile(r"[^\W\d]+\.?")


def in_words(text: str) -> str:
    """A text with hours in it as the page shows it.

    >>> in_words('such as "Mon-Fri 08:30-12:00"')
    'such as "Mon-Fri 08:30-12:00"'
    """
    return _DAYS.sub(lambda days: re.sub(_NAME, lambda name: short_weekday(WEEKDAYS.index(name[0])), days[0]), text)


def as_the_chair_writes(line: str) -> str:
    """Hours that somebody typed, their days named in the language of the page or in English; what is no day stays for whoever reads it.

    >>> as_the_chair_writes("Mon-Fri 08:30-12:00")
    'Mon-Fri 08:30-12:00'
    """
    names = {short_weekday(number).casefold(): name for number, name in enumerate(WEEKDAYS)}
    return _WORD.sub(lambda word: names.get(word[0].rstrip(".").casefold(), word[0]), line)
