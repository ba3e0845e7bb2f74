"""How somebody moves: weight shifts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ShiftSize(StrEnum):
    """How large a weight shift was."""

    MICRO = "micro"
    MACRO = "macro"


@dataclass(frozen=True, slots=True)
class WeightShift:
    """The sitter's weight has come to lie elsewhere, by `moved_mm`: forward by `ap_mm` and to the right by `ml_mm`.

    `at_t_s` is when it was. `size` is macro or micro (see `chairpi.core.movement`).
    """

    t_s: float
    at_t_s: float
    size: ShiftSize
    moved_mm: float
    ap_mm: float
    ml_mm: float
