"""How long something lasts, in words."""

from __future__ import annotations

from chairpi.language.words import _, ngettext, number_text

MINUTE_S = 60.0


def length(length_s: float) -> str:
    """A stretch of time [s] as people say it.

    >>> length(42), length(1421), length(3900)
    ('42 s', '23 min', '1 h 05 min')
    """
    if length_s < MINUTE_S:
        return _("%(seconds)s s", seconds=max(0, int(length_s)))
    minutes = int(length_s // MINUTE_S)
    if minutes < 60:
        return _("%(minutes)s min", minutes=minutes)
    return _("%(hours)s h %(minutes)s min", hours=minutes // 60, minutes=f"{minutes % 60:02d}")


def clock_face(sitting_s: float) -> str:
    """The sitting clock [s] in a few large characters.

    >>> clock_face(42), clock_face(1421), clock_face(3900)
    ('42 s', '23 min', '1:05 h')
    """
    minutes = int(sitting_s // MINUTE_S)
    if minutes < 60:
        return length(sitting_s)
    # Translators: the sitting clock from an hour on, such as 1:05 h.
    return _("%(time)s h", time=f"{minutes // 60}:{minutes % 60:02d}")


def long_length(length_s: float) -> str:
    """A stretch of time [s] in full words, rounded to a minute from one minute on.

    >>> long_length(1.2), long_length(60), long_length(1800)
    ('1 second', '1 minute', '30 minutes')
    """
    if length_s < MINUTE_S:
        return ngettext("%(num)s second", "%(num)s seconds", max(0, int(length_s)))
    return ngettext("%(num)s minute", "%(num)s minutes", round(length_s / MINUTE_S))


def seconds(length_s: float) -> str:
    """A number of seconds without its unit, with a decimal only where there is one.

    >>> seconds(30.0), seconds(2.5)
    ('30', '2.5')
    """
    return number_text(length_s, 0 if length_s == int(length_s) else 1)
