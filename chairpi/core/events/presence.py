"""Who or what is on the seat: somebody sat down or stood up, what a break counted for, who it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Credit(StrEnum):
    """What time off the chair counts for."""

    FULL = "full"
    PART = "part"
    ROUTINE = "routine"
    """A routine was done: it counts as a break, also where it was done on the chair."""


@dataclass(frozen=True, slots=True)
class SatDown:
    """A person sits. `seen` is false when the arrival itself was not watched (start, or after a gap)."""

    t_s: float
    since_t_s: float
    break_s: float | None
    seen: bool


@dataclass(frozen=True, slots=True)
class StoodUp:
    """A bout is over. `seen` is false when its end was not watched: `left_t_s` is then the last time the sitter was seen."""

    t_s: float
    since_t_s: float
    left_t_s: float
    bout_s: float
    seen: bool


@dataclass(frozen=True, slots=True)
class ObjectSeen:
    """Something lies on the seat, and it is not a sitter."""

    t_s: float
    mass_kg: float


@dataclass(frozen=True, slots=True)
class ObjectGone:
    """The thing on the seat is gone."""

    t_s: float


@dataclass(frozen=True, slots=True)
class BreakCredited:
    """Time off the chair counts: as a break, once it has lasted `break_min_s`, or in part, when the sitter is back before.

    So does a routine that was done; `away_s` is then how long it took. `sitting_s` is what the sitting clock shows now.
    """

    t_s: float
    credit: Credit
    away_s: float
    sitting_s: float


@dataclass(frozen=True, slots=True)
class SitterChosen:
    """From `since_t_s` on it is this sitter who sits, or sat last; `None`: somebody whom the chair does not know.

    `by_load`: nobody said so, the load did.
    """

    t_s: float
    since_t_s: float
    sitter_id: int | None
    by_load: bool


@dataclass(frozen=True, slots=True)
class SitterSuggested:
    """The load is that of another sitter whom the chair knows; it asks."""

    t_s: float
    sitter_id: int
