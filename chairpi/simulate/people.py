"""People: how tall, how heavy, how built, how they hold themselves, and what habits they have."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np

from chairpi.simulate.body import FEMALE, FEMALE_MM, MALE, MALE_MM, Body, scaled

OTHER_POSTURES = (
    "upright_off_backrest",
    "perched",
    "forward_lean",
    "desk_lean",
    "recline",
    "lean_left",
    "lean_right",
    "crossed_left",
    "crossed_right",
)
"""What people do between spells of sitting upright against the backrest."""

CHANGES_PER_HOUR = 16.0
"""Shifts of more than 10 % of the load: 14.8-18.2 an hour in office workers over four hours (Waongenngarm et al. 2020)."""
FOOT_MOVES_PER_HOUR = 12.0
"""Our choice."""

SUPPORTED_SWAY_MM = 0.9
UNSUPPORTED_SWAY = 2.2
"""Root mean square sway of the CoP with the back supported [mm], and how many times as much without it. No source gives millimetres
for a chair: our choice."""


@dataclass(frozen=True, slots=True)
class Person:
    """One person.

    Parameters
    ----------
    mass_kg, height_mm
        Body mass [kg] and height [mm].
    female
        Whose proportions the body has.
    hip_mm, half_depth_mm, back_height_mm
        How much further forward the hip lies when right back, how much deeper half the trunk is, and how much higher the thorax
        meets the backrest than proportions say [mm].
    ml_mm
        Where they sit sideways, as a habit [mm].
    muscle_fraction, back_friction
        As in `chairpi.simulate.balance.Held`, as a habit.
    lets_go
        Part of what muscles hold that is let go of as the hips slide.
    thighs_on_feet_fraction, feet_per_slide
        Part of the thighs' weight that the feet carry, and how it grows as the hips go forward.
    sway_mm
        Root mean square sway with the back supported [mm].
    unsupported_sway
        How many times as much they sway without support.
    changes_per_hour, foot_moves_per_hour
        How often they change posture and move their feet.
    slides
        How soon and how fast their hips slide: 1 as usual, 2 in half the time.
    favours
        How likely each of `OTHER_POSTURES` is, against the others.
    """

    mass_kg: float = 75.0
    height_mm: float = MALE_MM
    female: bool = False
    hip_mm: float = 0.0
    half_depth_mm: float = 0.0
    back_height_mm: float = 0.0
    ml_mm: float = 0.0
    muscle_fraction: float = 0.1
    back_friction: float = 0.25
    lets_go: float = 0.5
    thighs_on_feet_fraction: float = 0.33
    feet_per_slide: float = 0.25
    sway_mm: float = SUPPORTED_SWAY_MM
    unsupported_sway: float = UNSUPPORTED_SWAY
    changes_per_hour: float = CHANGES_PER_HOUR
    foot_moves_per_hour: float = FOOT_MOVES_PER_HOUR
    slides: float = 1.0
    favours: tuple[float, ...] = (1.0,) * len(OTHER_POSTURES)

    @classmethod
    def drawn(cls, rng: np.random.Generator, mass_kg: float | None = None) -> Person:
        """Draw an adult.

        Half are women. Heights 1760 +- 70 mm and 1630 +- 65 mm lie between national means (NCD-RisC 2016,
        doi:10.7554/eLife.13410). Body mass index 25 +- 3.5 kg/m^2, from 18.5 to 35; muscles hold 0-40 %, and let go of
        0-100 % of it in a slide; back friction 0-0.4, thighs on feet 0.15-0.5 and its growth with the slide 0-0.5: these, the
        sways and the habits are our choice.

        Parameters
        ----------
        rng
            Where chance comes from.
        mass_kg
            Body mass [kg]; drawn when not given.
        """
        female = bool(rng.random() < 0.5)
        height, index, hip, depth, back, ml, feet, sway, unsupported, changes, foot_moves, slides = (
            rng.standard_normal(12).clip(-2.5, 2.5).tolist()
        )
        height_mm = 1630.0 + 65.0 * height if female else 1760.0 + 70.0 * height
        drawn_kg = min(max(25.0 + 3.5 * index, 18.5), 35.0) * (height_mm / 1000.0) ** 2
        muscle, friction, lets_go, per_slide = rng.uniform((0.0, 0.0, 0.0, 0.0), (0.4, 0.4, 1.0, 0.5)).tolist()
        return cls(
            mass_kg=drawn_kg if mass_kg is None else mass_kg,
            height_mm=height_mm,
            female=female,
            hip_mm=7.0 * hip,
            half_depth_mm=6.0 * depth,
            back_height_mm=25.0 * back,
            ml_mm=4.0 * ml,
            muscle_fraction=muscle,
            back_friction=friction,
            lets_go=lets_go,
            thighs_on_feet_fraction=min(max(0.33 + 0.06 * feet, 0.15), 0.5),
            feet_per_slide=per_slide,
            sway_mm=SUPPORTED_SWAY_MM * float(np.exp(0.2 * sway)),
            unsupported_sway=UNSUPPORTED_SWAY * float(np.exp(0.15 * unsupported)),
            changes_per_hour=CHANGES_PER_HOUR * float(np.exp(0.25 * changes)),
            foot_moves_per_hour=FOOT_MOVES_PER_HOUR * float(np.exp(0.3 * foot_moves)),
            slides=float(np.exp(0.4 * slides)),
            favours=tuple(np.exp(0.7 * rng.standard_normal(len(OTHER_POSTURES))).tolist()),
        )

    @property
    def body(self) -> Body:
        """Their masses and lengths."""
        of_height = (
            scaled(FEMALE, self.height_mm / FEMALE_MM) if self.female else scaled(MALE, self.height_mm / MALE_MM)
        )
        return dataclasses.replace(
            of_height,
            hip_mm=of_height.hip_mm + self.hip_mm,
            half_depth_mm=of_height.half_depth_mm + self.half_depth_mm,
            back_height_mm=of_height.back_height_mm + self.back_height_mm,
        )
