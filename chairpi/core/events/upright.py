"""The upright reference: where it came from, and whether it still holds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ReferenceSource(StrEnum):
    """Where an upright reference came from."""

    GUIDED = "guided"
    PROVISIONAL = "provisional"


@dataclass(frozen=True, slots=True)
class ReferenceSet:
    """The sitter's upright reference, from now on; a backrest part that is not fitted or not read is `None`.

    `zero_offset_n` is 0 unless the seat's zero was seen to be off (see `chairpi.core.upright`). `force_n` has each cell's force, in
    the seat's order.
    """

    t_s: float
    source: ReferenceSource
    cop_ap_mm: float
    cop_ml_mm: float
    total_n: float
    back_upper_n: float | None
    back_lower_n: float | None
    zero_offset_n: float
    force_n: tuple[float | None, ...] | None = None


class Doubt(StrEnum):
    """What may have happened to the upright reference."""

    SITTER = "sitter"
    """The load is that of another person."""
    PLACE = "place"
    """The sitter settles in another place: the backrest was moved, or something lies behind the back."""


@dataclass(frozen=True, slots=True)
class ReferenceDoubted:
    """The first minutes of sitting are not as the upright reference; the chair asks whether it still holds.

    `ap_mm` is how far forward of it the latest sitting began, `load_fraction` how much more load it had.
    """

    t_s: float
    why: Doubt
    ap_mm: float
    load_fraction: float
