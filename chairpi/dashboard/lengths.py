"""How long something lasts, in words."""

from __future__ import annotations

MINUTE_S = 60.0


def length(length_s: float) -> str:
    """A stretch of time [s] as people say it.

    >>> length(42), length(1421), length(3900)
    ('42 s', '23 min', '1 h 05 min')
    """
    if length_s < MINUTE_S:
        return f"{max(0, int(length_s))} s"
    minutes = int(length_s // MINUTE_S)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d} min"


def clock_face(sitting_s: float) -> str:
    """The sitting clock [s] in a few large characters.

    >>> clock_face(42), clock_face(1421), clock_face(3900)
    ('42 s', '23 min', '1:05 h')
    """
    minutes = int(sitting_s // MINUTE_S)
    return length(sitting_s) if minutes < 60 else f"{minutes // 60}:{minutes % 60:02d} h"


def long_length(length_s: float) -> str:
    """A stretch of time [s] in full words, rounded to a minute from one minute on.

    >>> long_length(1.2), long_length(60), long_length(1800)
    ('1 second', '1 minute', '30 minutes')
    """
    seconds, minutes = max(0, int(length_s)), round(length_s / MINUTE_S)
    return counted(seconds, "second") if length_s < MINUTE_S else counted(minutes, "minute")


def counted(n: int, noun: str) -> str:
    """So many of something.

    >>> counted(1, "minute"), counted(2, "minute")
    ('1 minute', '2 minutes')
    """
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
