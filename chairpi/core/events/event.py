"""Every event, its public name, and what it is as a record."""

from __future__ import annotations

import dataclasses
from enum import StrEnum

from chairpi.core.events.movement import WeightShift
from chairpi.core.events.posture import PostureChanged, SlideBegan, SlideEnded
from chairpi.core.events.presence import (
    BreakCredited,
    ObjectGone,
    ObjectSeen,
    SatDown,
    SitterChosen,
    SitterSuggested,
    StoodUp,
)
from chairpi.core.events.prompting import (
    MarkTakenBack,
    Noticed,
    PromptCleared,
    PromptMarkedWrong,
    PromptRaised,
    QuietBegan,
    QuietEnded,
    SettingsChosen,
    TargetOfToday,
)
from chairpi.core.events.requests import Refused
from chairpi.core.events.seat_check import SeatCheckDone
from chairpi.core.events.upright import ReferenceDoubted, ReferenceSet
from chairpi.core.events.weighing import CellFound, CellLost, Gap, Minute, SupplyChanged
from chairpi.core.events.zero import EmptyLoadChanged, ZeroMoved

Event = (
    SatDown
    | StoodUp
    | ObjectSeen
    | ObjectGone
    | PostureChanged
    | WeightShift
    | SlideBegan
    | SlideEnded
    | BreakCredited
    | PromptRaised
    | PromptCleared
    | PromptMarkedWrong
    | MarkTakenBack
    | Noticed
    | QuietBegan
    | QuietEnded
    | TargetOfToday
    | SettingsChosen
    | SeatCheckDone
    | SitterChosen
    | SitterSuggested
    | ReferenceSet
    | ReferenceDoubted
    | Refused
    | ZeroMoved
    | EmptyLoadChanged
    | CellLost
    | CellFound
    | SupplyChanged
    | Gap
    | Minute
)

EVENT_NAMES: dict[type[Event], str] = {
    SatDown: "sat_down",
    StoodUp: "stood_up",
    ObjectSeen: "object_seen",
    ObjectGone: "object_gone",
    PostureChanged: "posture",
    WeightShift: "weight_shift",
    SlideBegan: "slide_began",
    SlideEnded: "slide_ended",
    BreakCredited: "break_credited",
    PromptRaised: "prompt_raised",
    PromptCleared: "prompt_cleared",
    PromptMarkedWrong: "prompt_marked_wrong",
    MarkTakenBack: "mark_taken_back",
    Noticed: "noticed",
    QuietBegan: "quiet_began",
    QuietEnded: "quiet_ended",
    TargetOfToday: "target_of_today",
    SettingsChosen: "settings_chosen",
    SeatCheckDone: "seat_check_done",
    SitterChosen: "sitter_chosen",
    SitterSuggested: "sitter_suggested",
    ReferenceSet: "reference_set",
    ReferenceDoubted: "reference_doubted",
    Refused: "refused",
    ZeroMoved: "zero_moved",
    EmptyLoadChanged: "empty_load_changed",
    CellLost: "cell_lost",
    CellFound: "cell_found",
    SupplyChanged: "supply_changed",
    Gap: "gap",
    Minute: "minute",
}
"""Each event's public name."""


def tell(out: list[Event], event: Event | None) -> None:
    """Add an event, if there is one."""
    if event is not None:
        out.append(event)


def as_record(event: Event) -> dict[str, object]:
    """One event as a JSON-ready mapping: its name, then its fields in order.

    Numbers keep full precision: rounding here would make a replay differ from the live chair.

    >>> as_record(CellLost(12.5, "seat_front_left"))
    {'event': 'cell_lost', 't_s': 12.5, 'cell': 'seat_front_left'}
    """
    record: dict[str, object] = {"event": EVENT_NAMES[type(event)]}
    for field in dataclasses.fields(event):
        value = getattr(event, field.name)
        record[field.name] = (
            value.value if isinstance(value, StrEnum) else list(value) if isinstance(value, tuple) else value
        )
    return record
