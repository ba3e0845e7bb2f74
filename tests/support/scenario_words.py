"""Times as scenarios say them."""

from __future__ import annotations

import re

DURATION = r"([0-9.]+ (?:s|min|h)\b)"
"""Such as "70 s", "31 min" or "1.5 h"; one group."""

AT = r"([0-9]+(?:[:.][0-9]+)?)"
"""A minute of the story: "31", "31:30" or "31.5"; one group."""

UNITS_S = {"s": 1.0, "min": 60.0, "h": 3600.0}


def seconds(text: str) -> float:
    """How long a duration is [s]."""
    found = re.fullmatch(r"([0-9.]+) (s|min|h)", text)
    if found is None:
        raise ValueError(f"no duration: {text!r}")
    return float(found[1]) * UNITS_S[found[2]]


def minute_s(text: str) -> float:
    """When a minute of the story is [s]."""
    minute, _, second = text.partition(":")
    return float(minute) * 60.0 + float(second or 0.0)


def clock(at_s: float) -> str:
    """A time of the story as minutes and seconds.

    >>> clock(1870.2)
    '31:10'
    """
    sign, at_s = ("-", -at_s) if at_s < 0 else ("", at_s)
    return f"{sign}{int(at_s // 60)}:{int(at_s % 60):02}"
