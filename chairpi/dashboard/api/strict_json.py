"""JSON as it is defined (RFC 8259, and I-JSON of RFC 7493), and nothing that only some programs take for it."""

from __future__ import annotations

import json
import math
from typing import NoReturn

DIGITS_MOST = 64
"""Whole numbers with more digits are a slip: a time in nanoseconds has 19."""


def json_from(data: bytes) -> object:
    """The value that a text is.

    Refused are, beside what is no JSON: NaN and Infinity, names that an object has twice, surrogates without their other half, numbers
    and depths that Python does not read. Each of them is read differently by one program and another.

    Raises
    ------
    ValueError
        It is none; the message says why.

    >>> json_from(b'{"request": "dismiss"}')
    {'request': 'dismiss'}
    """
    try:
        text = data.decode("utf-8")
        value: object = json.loads(
            text, object_pairs_hook=_object, parse_constant=_constant, parse_int=_integer, parse_float=_float
        )
        json.dumps(value, ensure_ascii=False).encode("utf-8")  # a lone surrogate is read, and can be written nowhere
    except UnicodeError as error:
        raise ValueError("It is not UTF-8, or has half of a surrogate pair.") from error
    except RecursionError as error:
        raise ValueError("It is nested too deeply.") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"{error.msg} at character {error.pos}.") from error
    return value


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("An object has a name twice.")
    return found


def _integer(text: str) -> int:
    if len(text) > DIGITS_MOST:
        raise ValueError(f"A number has more than {DIGITS_MOST} digits.")
    return int(text)


def _float(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ValueError(f"{text[:DIGITS_MOST]} is greater than a number can be.")
    return number


def _constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number in JSON.")
