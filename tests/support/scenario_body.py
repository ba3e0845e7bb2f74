"""The body of a scenario: who or what is on the seat, how, and what the cells read of it, as blocks of frames at 10 Hz."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sitting import RECLINE, USUAL, Shares

from chairpi.core.events.upright import ReferenceSource
from chairpi.core.frame import Frames
from chairpi.core.seat import Seat
from chairpi.core.upright.reference import Reference
from chairpi.simulate.people import Person
from chairpi.simulate.postures import UPRIGHT
from chairpi.simulate.sitter import Settled, Sitter, Stance

RATE_HZ = 10
NOBODY, BAG, SILENCE = "nobody", "a bag", "silence"
"""What may be on the seat beside people; in silence no frame comes."""

PEOPLE = {
    "the sitter": USUAL,
    "Anna": USUAL,
    "Ben": Sitter(Person(mass_kg=100.0)),
    "a stranger": Sitter(Person(mass_kg=145.0)),
}
"""Ben carries a third more than Anna, and a stranger another 45 %: nobody could be taken for another by the load."""

BAG_N = 60.0
SHIFT_MM = 18.0
"""A weight shift to the right and back [mm]: a micro shift."""
SLIDE_MM = 90.0
WAVES = ((0.3, 0.0, 2.0), (0.7, 1.0, 4.0))
"""Sway: frequencies [Hz], and their phases along both axes."""
SWAY = np.array(
    [
        sum(np.sin(2 * math.pi * hz * np.arange(10 * RATE_HZ) / RATE_HZ + phases[axis]) for hz, *phases in WAVES)
        for axis in (0, 1)
    ]
)
"""It comes again after 10 s: looked up, it is the same to the last bit however many frames are made at once."""


@dataclass(frozen=True, slots=True)
class Load:
    """What is on the seat for a while.

    Parameters
    ----------
    who
        One of `PEOPLE`, or `NOBODY`, `BAG`, `SILENCE`.
    reclined
        The back is leant back.
    aside
        The weight lies a shift to the right.
    slid
        The hips are forward.
    lost
        The first cell is not read.
    """

    who: str = NOBODY
    reclined: bool = False
    aside: bool = False
    slid: bool = False
    lost: bool = False


class Body:
    """What the cells of a seat read.

    Parameters
    ----------
    seat
        Its cells.
    """

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._shares = Shares(seat)
        self.read = functools.cache(self._read)

    def reference(self, who: str) -> Reference:
        """The upright reference that one of `PEOPLE` would give."""
        stance = PEOPLE[who].stance()
        return Reference(
            ReferenceSource.GUIDED, stance.cop_ap_mm, stance.cop_ml_mm, stance.total_n, force_n=self._shares.of(stance)
        )

    def frames(self, load: Load, first: int, last: int, before_t_s: float) -> Frames:
        """Frames number `first` up to, and without, `last`; number 0 is at `before_t_s` [s]. None in silence."""
        numbers = np.arange(first, first if load.who == SILENCE else last)
        middle, by_ap, by_ml = self.read(load)
        sway_ap, sway_ml = SWAY[:, numbers % len(SWAY[0])]
        counts = middle + np.outer(sway_ap, by_ap) + np.outer(sway_ml, by_ml)
        if load.lost:
            counts[:, 0] = math.nan
        return Frames(before_t_s + numbers / RATE_HZ, counts)

    def _read(self, load: Load) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Force on each cell [N], and what it changes by as the sitter sways along each axis."""
        if load.who in PEOPLE:
            stance = PEOPLE[load.who].stance(
                RECLINE if load.reclined else UPRIGHT,
                SLIDE_MM if load.slid else 0.0,
                Settled(pose_ml_mm=SHIFT_MM if load.aside else 0.0),
            )
        else:
            stance = Stance(BAG_N if load.who == BAG else 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        middle = np.array(self._shares.of(stance))
        swayed = (
            stance._replace(cop_ap_mm=stance.cop_ap_mm + stance.sway_mm),
            stance._replace(cop_ml_mm=stance.cop_ml_mm + stance.sway_mm),
        )
        by_ap, by_ml = (np.array(self._shares.of(moved)) - middle for moved in swayed)
        return middle, by_ap, by_ml
