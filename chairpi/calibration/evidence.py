"""What a guided calibration has measured so far."""

from __future__ import annotations

from dataclasses import dataclass

from chairpi.calibration.wiring import Press


@dataclass(frozen=True, slots=True)
class Placement:
    """A known mass at a known place.

    Parameters
    ----------
    mass_kg
        The mass [kg].
    ap_mm, ml_mm
        Where [mm]; forward + and sitter's right +.
    output_counts
        Output of each seat cell less its zero [counts].
    """

    mass_kg: float
    ap_mm: float
    ml_mm: float
    output_counts: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Posture:
    """One posture of a person with the feet off the floor: output of each seat cell less its zero [counts]."""

    output_counts: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that was measured, in order.

    Parameters
    ----------
    zero_counts
        Measured zero of every cell, backrest included [counts]; `None` before.
    placements, postures, presses
        In the order in which they were made.
    person_kg
        The mass of the person who sat with feet off [kg], where it was said.
    rest_counts
        Every cell before the first press [counts]; NaN where unknown.
    inverted
        Cells whose sign was accepted as turned round.
    places_mm
        AP and ML [mm] of each seat cell as accepted after the wiring check; `None`: as configured.
    """

    zero_counts: tuple[float, ...] | None = None
    placements: tuple[Placement, ...] = ()
    postures: tuple[Posture, ...] = ()
    presses: tuple[Press, ...] = ()
    person_kg: float | None = None
    rest_counts: tuple[float, ...] | None = None
    inverted: tuple[str, ...] = ()
    places_mm: tuple[tuple[float, float], ...] | None = None
