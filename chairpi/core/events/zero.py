"""What the empty seat reads."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ZeroMoved:
    """The cells' zeros have moved since this was told last, the furthest by `largest_kg`; `zero_counts` are the present ones."""

    t_s: float
    zero_counts: tuple[float, ...]
    largest_kg: float


@dataclass(frozen=True, slots=True)
class EmptyLoadChanged:
    """The empty seat has read `mass_kg` more than before (less when negative) for a while; the chair asks what it is."""

    t_s: float
    mass_kg: float
