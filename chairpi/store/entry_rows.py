"""A diary's entries as rows and back: the kind's name, the day, and the other fields as JSON."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from chairpi.programme.diary import (
    BegunAnew,
    ChairStood,
    CheckedIn,
    Entry,
    LeftOut,
    Occasion,
    Reviewed,
    RhythmChosen,
    Seen,
    SelfChecked,
    SessionDone,
    SignsAnswered,
    Stopped,
    StopReason,
    Worked,
)

ENTRY_NAMES: dict[type[Entry], str] = {
    SignsAnswered: "signs_answered",
    Seen: "seen",
    SelfChecked: "self_checked",
    RhythmChosen: "rhythm_chosen",
    SessionDone: "session_done",
    CheckedIn: "checked_in",
    Stopped: "stopped",
    LeftOut: "left_out",
    Reviewed: "reviewed",
    ChairStood: "chair_stood",
    BegunAnew: "begun_anew",
}
"""How each kind is called in the file: never changed once released."""

_HINTS: dict[type, dict[str, Any]] = {kind: get_type_hints(kind) for kind in (*ENTRY_NAMES, Worked)}
"""The fields of all that an entry is made of, with their types."""

_KINDS = {name: kind for kind, name in ENTRY_NAMES.items()}

UNREADABLE_SIGN = "unreadable"
"""Stands for a warning sign that was answered with yes in a row that this version cannot read: there was something."""


def row_of(entry: Entry) -> tuple[str, str, str]:
    """Return kind, day and record (JSON) of an entry.

    Raises
    ------
    ValueError
        A number in it is not finite.
    """
    record = {name: _plain(getattr(entry, name)) for name in _HINTS[type(entry)] if name != "day"}
    return ENTRY_NAMES[type(entry)], entry.day.isoformat(), json.dumps(record, ensure_ascii=False, allow_nan=False)


def entry_of(kind: str, day: str, record: str) -> Entry:
    """Return the entry of a row.

    Raises
    ------
    ValueError
        This version cannot read it; the text says where.
    """
    if kind not in _KINDS:
        raise ValueError(f"no entry is called {kind!r}")
    fields = json.loads(record)
    if not isinstance(fields, dict):
        raise ValueError(f"{kind}: found {record!r}, expected an object")
    entry: Entry = _made(kind, _KINDS[kind], fields | {"day": day})
    return entry


def cautious_entry(kind: str, day: str) -> Entry | None:
    """Return what is to be assumed of a row that cannot be read, so that nobody is told to exercise because of it.

    Parameters
    ----------
    kind, day
        As the row has them.

    Returns
    -------
    Entry | None
        For an answer about warning signs, that there was one; for a stop, a stop. `None` where nothing needs to be assumed, or
        where not even the day can be read.
    """
    try:
        on = date.fromisoformat(day)
    except ValueError:
        return None
    match kind:
        case "signs_answered":
            return SignsAnswered(on, Occasion.ASKED, (UNREADABLE_SIGN,))
        case "stopped":
            return Stopped(on, "", StopReason.OTHER)
    return None


def _plain(value: object) -> object:
    if dataclasses.is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {_plain(key): _plain(item) for key, item in value.items()}
    return value.value if isinstance(value, StrEnum) else value


def _made(where: str, kind: type, fields: dict[str, object]) -> Any:  # one of `kind`
    hints = _HINTS[kind]
    unknown = [name for name in fields if name not in hints]
    if unknown:
        raise ValueError(f"{where}: {unknown[0]} is not known")
    for field in dataclasses.fields(kind):
        if field.name not in fields and field.default is dataclasses.MISSING:
            raise ValueError(f"{where}: {field.name} is missing")
    return kind(**{name: _value(f"{where}: {name}", hints[name], value) for name, value in fields.items()})


def _value(where: str, hint: Any, value: object) -> object:  # a type, or several
    if get_origin(hint) is UnionType:
        if value is None:
            return None
        hint = next(part for part in get_args(hint) if part is not NoneType)
    origin = get_origin(hint)
    if origin is tuple and isinstance(value, list):
        return tuple(_value(where, get_args(hint)[0], item) for item in value)
    if origin is dict and isinstance(value, dict):
        key_hint, item_hint = get_args(hint)
        return {_value(where, key_hint, key): _value(where, item_hint, item) for key, item in value.items()}
    if hint in _HINTS and isinstance(value, dict):
        return _made(where, hint, value)
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if hint in (bool, int, float, str) and type(value) is hint:
        return value
    if isinstance(value, str) and origin is None:
        if hint is date:
            return date.fromisoformat(value)
        if issubclass(hint, StrEnum):
            return hint(value)
    raise ValueError(f"{where}: found {value!r}, which it cannot be")
