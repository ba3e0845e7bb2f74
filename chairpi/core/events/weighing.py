"""What was read, and what was not: minutes, gaps, cells that are lost, a supply that is too low."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CellLost:
    """A cell has given no trustworthy reading for a while."""

    t_s: float
    cell: str


@dataclass(frozen=True, slots=True)
class CellFound:
    """A lost cell reads again."""

    t_s: float
    cell: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Nothing was heard for `length_s`: nothing is assumed about the sitter in between."""

    t_s: float
    length_s: float


@dataclass(frozen=True, slots=True)
class Minute:
    """What one minute of `t_s` (60 k ... 60 k + 60) held; means are over its seated seconds, `None` where there were none."""

    t_s: float
    start_t_s: float
    seen_s: float
    seated_s: float
    slide_s: float
    total_n: float | None
    cop_ap_mm: float | None
    cop_ml_mm: float | None
    back_upper_n: float | None
    back_lower_n: float | None
    doubtful_s: float = 0.0
    """Time in which the supply voltage was too low: its readings are in no mean."""


@dataclass(frozen=True, slots=True)
class SupplyChanged:
    """The supply voltage is too low from now on, or fine again; what is read meanwhile is doubtful."""

    t_s: float
    low: bool
