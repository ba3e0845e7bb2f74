"""How the sitter has moved until now."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MovementNow:
    """How the sitter has moved in this sitting; `None` where unknown (see `chairpi.core.movement`).

    `shifts_per_hour` is known after 10 minutes.
    """

    n_micro: int
    n_macro: int
    shifts_per_hour: float | None
    longest_still_s: float
    balance: float | None
    variety: float | None
    n_lifts: int
    n_off_loads: int
