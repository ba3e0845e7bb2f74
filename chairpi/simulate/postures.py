"""What postures there are, and how far somebody goes in one: each time they take it, it comes out differently."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass

import numpy as np

from chairpi.simulate.people import OTHER_POSTURES

POSTURES = ("upright", *OTHER_POSTURES)

LEAN_DEG = (5.0, 25.0)
DESK_FRACTION = (0.04, 0.10)
DESK_SPREAD = 0.015
"""The further somebody leans, the more load is on the desk: from one end of the range to the other, and a little more or less."""
RECLINE_DEG = (18.0, 30.0)
LEAST_RECLINE_DEG = 4.0
"""A recline takes the backrest at least so much further back than it stands [deg]."""
LATERAL_DEG = (6.0, 16.0)
PERCHED_MM = (40.0, 120.0)
PERCHED_LEAN_DEG = (0.0, 8.0)
OFF_BACKREST_LEAN_DEG = (-2.0, 4.0)
LATERAL_RECLINE = (0.3, 0.8)
"""Part of its recline that a trunk keeps while it leans to a side: it comes half off the backrest."""
CROSSED_FEET, CROSSED_FEET_SD = -0.10, 0.05
CROSSED_ML_MM, CROSSED_ML_SD_MM = 23.0, 6.0
"""Crossing the legs takes one foot off the floor, and some of the thighs' weight with it, and moves the CoP to a side [mm].
The ranges of all postures are our choice."""

SWAYS = {"desk_lean": 0.7, "lean_left": 1.55, "lean_right": 1.55}
"""An arm on the desk steadies a trunk off the backrest; a trunk that leans to a side is half supported. Our choice."""
SWAY_SPREAD = 0.25
"""Each time somebody takes a posture, its sway differs by a factor of exp(0.25 N(0, 1)): our choice."""

FURTHEST_SD = 3.0
"""Chance that is drawn from a normal distribution goes no further than so many standard deviations."""


@dataclass(frozen=True, slots=True)
class Taken:
    """One posture as somebody has taken it this time.

    Parameters
    ----------
    name
        One of `POSTURES`.
    lean_deg
        Forward lean [deg] with the trunk off the backrest; `None`: on it.
    desk_fraction
        Load on the desk, as a part of the body weight.
    recline_deg
        Where the backrest is taken to [deg]; `None`: where it stands.
    lateral_deg
        Lean to the side, to the right + [deg].
    recline_part
        Part of its recline that the trunk keeps.
    hips_mm
        The hips are at least so far forward [mm].
    feet_load
        More or less of the thighs' weight on the feet, as a part of it.
    legs_ml_mm
        What crossed legs move the CoP by, to the right + [mm].
    sway
        This time's sway against the usual.
    """

    name: str = "upright"
    lean_deg: float | None = None
    desk_fraction: float = 0.0
    recline_deg: float | None = None
    lateral_deg: float = 0.0
    recline_part: float = 1.0
    hips_mm: float = 0.0
    feet_load: float = 0.0
    legs_ml_mm: float = 0.0
    sway: float = 1.0

    @classmethod
    def drawn(cls, name: str, rng: np.random.Generator) -> Taken:
        """Take a posture, one of `POSTURES`, as it happens to come out."""

        def between(bounds: tuple[float, float]) -> float:
            return float(rng.uniform(*bounds))

        taken = cls(name, sway=math.exp(SWAY_SPREAD * float(rng.standard_normal())))
        side = -1.0 if name.endswith("_left") else 1.0
        match name:
            case "upright":
                return taken
            case "upright_off_backrest":
                return dataclasses.replace(taken, lean_deg=between(OFF_BACKREST_LEAN_DEG))
            case "perched":
                return dataclasses.replace(taken, lean_deg=between(PERCHED_LEAN_DEG), hips_mm=between(PERCHED_MM))
            case "forward_lean":
                return dataclasses.replace(taken, lean_deg=between(LEAN_DEG))
            case "desk_lean":
                lean_deg, (more,) = between(LEAN_DEG), normal(rng, 1)
                desk = float(np.interp(lean_deg, LEAN_DEG, DESK_FRACTION)) + DESK_SPREAD * more
                return dataclasses.replace(taken, lean_deg=lean_deg, desk_fraction=within(desk, *DESK_FRACTION))
            case "recline":
                return dataclasses.replace(taken, recline_deg=between(RECLINE_DEG))
            case "lean_left" | "lean_right":
                return dataclasses.replace(
                    taken, lateral_deg=side * between(LATERAL_DEG), recline_part=between(LATERAL_RECLINE)
                )
            case "crossed_left" | "crossed_right":
                feet, legs = normal(rng, 2)
                return dataclasses.replace(
                    taken,
                    feet_load=CROSSED_FEET + CROSSED_FEET_SD * feet,
                    legs_ml_mm=side * (CROSSED_ML_MM + CROSSED_ML_SD_MM * legs),
                )
        raise ValueError(f"posture {name!r}: one of {', '.join(POSTURES)} is needed")


UPRIGHT = Taken()


def normal(rng: np.random.Generator, n: int) -> list[float]:
    """So many normal deviates, none beyond `FURTHEST_SD`."""
    drawn: list[float] = rng.standard_normal(n).clip(-FURTHEST_SD, FURTHEST_SD).tolist()
    return drawn


def within(value: float, low: float, high: float) -> float:
    """The value, or the bound that it is beyond."""
    return min(max(value, low), high)
