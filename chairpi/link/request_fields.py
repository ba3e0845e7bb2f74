"""The fields of a request as they come over a socket: each is looked at before it reaches the chair, and refused in plain words."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeGuard, Union, get_args, get_origin, get_type_hints

MOST_S = 86_400.0
"""No length of time that is asked for is longer than a day [s]."""

MOST = 1_000_000_000
"""No number of a prompt or a sitter is greater, and no setting."""

N_MOST = 64
"""So many entries of an object or a list, and characters of a text, are more than anybody needs."""


def fields_of(name: str, kind: type, message: Mapping[str, object]) -> dict[str, Any]:
    """The fields of a request, checked.

    Parameters
    ----------
    name
        The request's, for what is said when something is not right.
    kind
        Its dataclass: `t_s` is not a field of the message.
    message
        As it came, without the request's name.

    Raises
    ------
    ValueError
        A field is not known, is missing, or holds what it cannot; the text says which and what is possible.
    """
    hints = _hints(kind)
    unknown = [key for key in message if key not in hints]
    if unknown:
        known = ", ".join(hints) or "none"
        raise ValueError(f"{name}: there is no field {_shown(unknown[0])}; known are {known}")
    for field in dataclasses.fields(kind):
        is_needed = field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        if is_needed and field.name in hints and field.name not in message:
            raise ValueError(f"{name}: {field.name} is missing")
    return {key: _value(f"{name}: {key}", hints[key], value) for key, value in message.items()}


@cache
def _hints(kind: type) -> dict[str, Any]:
    return {key: hint for key, hint in get_type_hints(kind).items() if key != "t_s"}


def _value(where: str, hint: Any, value: object) -> object:  # a type, or several
    kinds = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    if value is None and NoneType in kinds:
        return None
    kind = next(one for one in kinds if one is not NoneType)
    if get_origin(kind) is dict:
        return _object(where, value)
    if kind is bool:
        if isinstance(value, bool):
            return value
        raise ValueError(f"{where} is true or false, found {_shown(value)}")
    if issubclass(kind, StrEnum):
        if isinstance(value, str) and value in list(kind):
            return kind(value)
        raise ValueError(f"{where} is one of {', '.join(repr(one.value) for one in kind)}, found {_shown(value)}")
    most = MOST if kind is int else MOST_S
    if _is_number(value) and 0 <= value <= most and (kind is float or value == int(value)):
        return int(value) if kind is int else value
    what = f"a whole number from 0 to {most}" if kind is int else f"a number from 0 to {most:g}"
    raise ValueError(f"{where} is {what}{' or null' if NoneType in kinds else ''}, found {_shown(value)}")


def _object(where: str, value: object) -> dict[str, object]:
    if not isinstance(value, dict) or len(value) > N_MOST:
        raise ValueError(f"{where} is an object of at most {N_MOST} entries, found {_shown(value)}")
    for key, entry in value.items():
        if not _is_text(key) or not _is_plain(entry):
            raise ValueError(
                f"{where}: {_shown(key)} is a number, a text of at most {N_MOST} characters, a list of at most {N_MOST} such texts, "
                f"true, false or null, found {_shown(entry)}"
            )
    return value


def _is_plain(entry: object) -> bool:
    if entry is None or isinstance(entry, bool) or _is_text(entry):
        return True
    if isinstance(entry, list):
        return len(entry) <= N_MOST and all(_is_text(text) for text in entry)
    return _is_number(entry) and abs(entry) <= MOST


def _is_text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= N_MOST


def _is_number(value: object) -> TypeGuard[int | float]:
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, int) and not isinstance(value, bool)  # one too great for a float is a number still


def _shown(value: object) -> str:
    """What was found, short enough to be read."""
    text = repr(value)
    return text if len(text) <= N_MOST else f"{text[:N_MOST]}..."
