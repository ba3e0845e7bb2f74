"""The stretches of a recording in which the supply voltage was too low: one line of its header, with room to grow.

Whoever records cannot know them before the rows, and a power cut may end the recording. So the line has a fixed length and is filled in
where it stands. Readers that do not know it take it for any other key.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from chairpi.recordings.format_error import FormatError
from chairpi.recordings.number import finite, number_text

KEY = "doubtful_s"
LONGEST = 1000
"""Characters of the line's value: for some thirty stretches, of which the nearest are joined when there are more. Our choice."""

Span = tuple[float, float]
"""From a row's time up to that of another [s]; the end is infinite while nobody has seen it."""


def spans_text(spans: Sequence[Span]) -> str:
    """The line's value, always as long.

    >>> spans_text([(1.5, 8.0), (20.0, math.inf)]).rstrip()
    '1.5:8,20:'
    """
    return ",".join(map(_text, _fitting(spans))).ljust(LONGEST)


def spans_from(text: str) -> tuple[Span, ...]:
    """Read the line's value.

    Raises
    ------
    FormatError
        It is no list of stretches one after the other.
    """
    return check_spans(tuple(_span(part) for part in text.split(","))) if text else ()


def check_spans(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Refuse stretches that are none, or that do not follow one another.

    Raises
    ------
    FormatError
        They do not.
    """
    ends = [-math.inf, *(end_s for _, end_s in spans)]
    for before_s, (start_s, end_s) in zip(ends, spans, strict=False):
        if not (math.isfinite(start_s) and before_s <= start_s < end_s):
            raise FormatError(f"{KEY} {_text((start_s, end_s))}", "a start before its end, and after the one before it")
    return spans


def with_change(spans: Sequence[Span], t_s: float, *, low: bool) -> tuple[Span, ...]:
    """The stretches once another began with the row of `t_s` [s], or the last one ended before it."""
    return _fitting((*spans, (t_s, math.inf)) if low else (*spans[:-1], (spans[-1][0], t_s)))


def are_doubtful(spans: Sequence[Span], t_s: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which of these times [s] are in a stretch."""
    found = np.zeros(t_s.shape, dtype=np.bool_)
    for start_s, end_s in spans:
        found |= (t_s >= start_s) & (t_s < end_s)
    return found


def is_doubtful(spans: Sequence[Span], t_s: float) -> bool:
    """Whether a time [s] is in a stretch."""
    return any(start_s <= t_s < end_s for start_s, end_s in spans)


def _fitting(spans: Sequence[Span]) -> tuple[Span, ...]:
    """So many stretches as the line has room for: those that lie nearest are joined."""
    kept = list(spans)
    while len(",".join(map(_text, kept))) > LONGEST:
        nearest = min(range(len(kept) - 1), key=lambda number: kept[number + 1][0] - kept[number][1])
        kept[nearest : nearest + 2] = [(kept[nearest][0], kept[nearest + 1][1])]
    return tuple(kept)


def _text(span: Span) -> str:
    start_s, end_s = span
    return f"{number_text(start_s)}:{number_text(end_s) if math.isfinite(end_s) else ''}"


def _span(text: str) -> Span:
    start, colon, end = text.partition(":")
    if not colon:
        raise FormatError(
            f"{KEY} {text!r}", "start:end in seconds, with nothing after the colon where nobody saw the end"
        )
    return finite(start, KEY), finite(end, KEY) if end.strip() else math.inf
