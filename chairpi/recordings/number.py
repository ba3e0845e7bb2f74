"""Numbers as a recording writes them."""

from __future__ import annotations

import math

from chairpi.recordings.format_error import FormatError


def number_text(value: float) -> str:
    """Write `value` as the shortest text that reads back exactly, so that a replay gives what the chair gave.

    >>> number_text(8388607.0), number_text(0.1)
    ('8388607', '0.1')
    """
    value = float(value)  # numpy's own floats would show their type
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def finite(text: str, what: str) -> float:
    """Read the finite number in `text`; `what` names it in the message.

    Raises
    ------
    FormatError
        Not a finite decimal number. `float` alone would also take `1_000` and the digits of other scripts.
    """
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or "_" in text or not text.isascii():
        raise FormatError(f"{what} {text!r}", "a finite number")
    return value
