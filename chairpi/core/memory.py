"""What a restart must not forget, as JSON-ready data, and how it gets from one monotonic clock to the next.

Each part of the core that has something to remember gives it as a record and recalls it. Every time in it is named `_t_s`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

VERSION = 1


def rebased(memory: Mapping[str, Any], shift_s: float) -> dict[str, Any]:
    """The same memory with every time [s] later by `shift_s`: what the clock of another start of the machine would have shown.

    >>> rebased({"t_s": 10.0, "bouts": {"sat_since_t_s": 2.0, "carried_s": 1.0, "away_since_t_s": None}}, 100.0)
    {'t_s': 110.0, 'bouts': {'sat_since_t_s': 102.0, 'carried_s': 1.0, 'away_since_t_s': None}}
    """
    return {
        key: _later(value, shift_s) if key == "t_s" or key.endswith("_t_s") else _within(value, shift_s)
        for key, value in memory.items()
    }


def _within(value: Any, shift_s: float) -> Any:  # any JSON
    if isinstance(value, Mapping):
        return rebased(value, shift_s)
    return [_within(one, shift_s) for one in value] if isinstance(value, list | tuple) else value


def _later(value: Any, shift_s: float) -> Any:  # a time, none, or several of them
    match value:
        case None:
            return None
        case Mapping():
            return {key: _later(one, shift_s) for key, one in value.items()}
        case list() | tuple():
            return [_later(one, shift_s) for one in value]
    return value + shift_s
