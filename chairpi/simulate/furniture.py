"""The chair as furniture: what of it changes how a body lies on it. Which cells it has is the `Seat`'s matter."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

CELLS_MIDDLE = 0.42
"""Where the middle of the seat cells lies, as a part of the seat's depth: a little behind its middle, so that the upright CoP of most
people, 120-140 mm before the backrest, is 45-65 mm behind the middle of the cells. Our choice."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """One chair, set up in one way.

    Parameters
    ----------
    backrest_deg
        Backrest from the vertical [deg].
    seat_depth_mm
        From the backrest to the front edge [mm].
    cushion_mm
        Thickness of what lies between sitter and seat pan [mm]. It does nothing but lift the contact above the cells.
    cell_height_mm
        The seat pan's surface above the cells' load points [mm].
    seat_friction
        Friction between sitter and seat above which the hips slip.
    """

    backrest_deg: float = 12.0
    seat_depth_mm: float = 435.0
    cushion_mm: float = 30.0
    cell_height_mm: float = 40.0
    seat_friction: float = 0.4

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Furniture:
        """Draw a chair.

        Backrest 8-16 deg, depth 420-450 mm, contact 30-100 mm above the cells, friction 0.15-0.6, from a slippery cover to cloth on
        cloth. All of them are our choice.
        """
        cushion_mm = float(rng.uniform(0.0, 50.0))
        return cls(
            backrest_deg=float(rng.uniform(8.0, 16.0)),
            seat_depth_mm=float(rng.uniform(420.0, 450.0)),
            cushion_mm=cushion_mm,
            cell_height_mm=float(rng.uniform(30.0, 50.0)),
            seat_friction=float(rng.uniform(0.15, 0.6)),
        )

    @property
    def contact_height_mm(self) -> float:
        """How far the contact is above the cells [mm]."""
        return self.cushion_mm + self.cell_height_mm

    @property
    def cells_middle_mm(self) -> float:
        """The middle of the seat cells, before the foot of the backrest [mm]."""
        return CELLS_MIDDLE * self.seat_depth_mm
