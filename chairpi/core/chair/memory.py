"""What a restart must not forget, as JSON-ready data, and how it gets from one monotonic clock to the next.

Each part of the core that has something to remember gives it as a record and recalls it. Every time in it is named `_t_s`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chairpi.core.chair import who_sits
from chairpi.core.chair.parts import Parts
from chairpi.core.events.event import as_record
from chairpi.core.upright.reference import Reference

VERSION = 1


def memory_of(parts: Parts) -> dict[str, Any]:
    """All of one chair that survives a restart, as of the latest second that was judged."""
    sitting, reference = parts.sitting, parts.upright.reference
    is_guests = parts.sitters.present is None
    return {
        "version": VERSION,
        **parts.flow.as_record(),
        "bouts": sitting.bouts.as_record(),
        "prompts": sitting.prompts.as_record(),
        "judge": parts.judge.as_record(),
        "zero": parts.zero.as_record(),
        "warm_up": parts.warm_up.as_record(),
        "minutes": parts.minutes.as_record(),
        "sitter": parts.sitters.as_record(),
        "guest_reference": as_record(reference.as_event(0.0)) if is_guests and reference is not None else None,
        "reference_doubtful": reference is not None and reference.doubtful,
    }


def recall(parts: Parts, memory: Mapping[str, Any], guest_reference: Reference | None) -> None:
    """Go on from what `memory_of` gave; the reference is that of somebody who is not known, where the memory holds none.

    Raises
    ------
    ValueError
        The memory is damaged, or of another version or seat.
    """
    try:
        if memory["version"] != VERSION:
            raise ValueError(f"version {memory['version']}, expected {VERSION}")
        parts.sitters.recall(memory["sitter"])
        if memory["guest_reference"] is not None:
            guest_reference = Reference.from_record(memory["guest_reference"])
        who_sits.seat_first(parts, guest_reference)
        reference = parts.upright.reference
        if memory["reference_doubtful"] and reference is not None:
            parts.upright.use(replace(reference, doubtful=True))
        _recall_sitting(parts, memory)
        parts.zero.recall(memory["zero"])
        parts.judge.recall(parts.upright.believed, memory["judge"])
        parts.warm_up.recall(memory["warm_up"], memory["seen_t_s"])
        parts.minutes.recall(memory["minutes"])
        parts.flow.recall(memory)
        parts.thought_time.recall(memory.get("thought"))
    except (AttributeError, IndexError, KeyError, TypeError) as error:
        raise ValueError(f"the memory is damaged, or of another version: {error!r}") from error


def _recall_sitting(parts: Parts, memory: Mapping[str, Any]) -> None:
    bouts, prompts, sitters = parts.sitting.bouts, parts.sitting.prompts, parts.sitters
    prompts.recall(memory["prompts"], prompts.settings)
    bouts.recall(memory["bouts"])
    if prompts.sitter_id != sitters.sitter_id:  # who sat is not known any more
        prompts.use_sitter(-math.inf, None, prompts.defaults, 0.0, [])
    prompts.forget_others(sitters.known)
    bouts.settings = prompts.settings


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
