"""A sitter: one person on one chair, what they carry where in each posture, and how it differs from one time to the next.

A simulated sitter is no evidence about real ones. The body is in balance by `chairpi.simulate.balance`; how much people vary on top of
that is our choice, of the size with which it was found that a slide can be told apart at all.
"""

from __future__ import annotations

import dataclasses
import functools
import math
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from chairpi.simulate.balance import Balance, Held, balance, lateral_mm, thighs_on_feet_fraction, upper_share
from chairpi.simulate.body import Body
from chairpi.simulate.furniture import Furniture
from chairpi.simulate.people import Person
from chairpi.simulate.postures import LEAST_RECLINE_DEG, SWAYS, UPRIGHT, Taken, normal, within

G0_M_PER_S2 = 9.80665

RESEAT_AP_MM, RESEAT_ML_MM = 9.0, 4.0
POSE_AP_MM, POSE_ML_MM = 7.0, 4.0
FEET = 0.06
MUSCLE, BACK_FRICTION = 0.10, 0.08
"""How people vary, standard deviations: where hips come to rest from one sitting to the next; what arms, head and knees add to the CoP
from one posture to the next; part of the thighs' weight on the feet from one foot move to the next; muscle share and back friction
from one sitting to the next. Our choice."""
FURTHEST_BACK_MM = 30.0
"""Nobody settles further back than this behind where they usually do [mm]: clothes and flesh give way no further. Our choice."""

LET_GO_MM = 100.0
"""Who slides lets muscles go; from here on [mm] they hold as little as that person's ever do: our choice."""
LEAST_FEET, MOST_FEET = 0.02, 0.8
MOST_MUSCLE, MOST_FRICTION = 0.7, 0.6

CROSSED_BACK_MM = 12.0
LUMBAR = 0.4
"""How far the load on the upper backrest moves to the side of crossed legs [mm], and how far the load on its lower half moves,
as a part of that on the upper: our choice."""

BREATH_N = 0.5
"""Amplitude of breathing in the seat load [N]: our choice."""

CONTACT_MM = 60.0
"""How far in front of the upright CoP the thighs meet the seat, and leave it: our choice."""


class Stance(NamedTuple):
    """What the seat carries at one moment, sway and breathing apart.

    Parameters
    ----------
    total_n
        All seat cells [N].
    cop_ap_mm, cop_ml_mm
        Centre of pressure [mm]; forward + and sitter's right +.
    back_upper_n, back_lower_n
        Force square to the upper and the lower half of the backrest [N].
    back_ml_mm
        Where the upper of them acts, sideways [mm]; the lower one acts at `LUMBAR` times that.
    sway_mm
        Root mean square sway of the CoP along each axis [mm].
    breath_n
        Amplitude of breathing in the seat load [N].
    slide_mm
        How far the hips have slid forward [mm].
    """

    total_n: float
    cop_ap_mm: float
    cop_ml_mm: float
    back_upper_n: float
    back_lower_n: float
    back_ml_mm: float
    sway_mm: float
    breath_n: float
    slide_mm: float


@dataclass(frozen=True, slots=True)
class Settled:
    """How somebody happens to sit this time, against how they usually do.

    Parameters
    ----------
    hips_mm, ml_mm
        Where the hips came to rest, forward + and to the right + [mm].
    muscle, back_friction
        More or less of both than usual.
    feet_load
        More or less of the thighs' weight on the feet, as a part of it.
    pose_ap_mm, pose_ml_mm
        What arms, head and knees add to the CoP [mm].
    """

    hips_mm: float = 0.0
    ml_mm: float = 0.0
    muscle: float = 0.0
    back_friction: float = 0.0
    feet_load: float = 0.0
    pose_ap_mm: float = 0.0
    pose_ml_mm: float = 0.0

    @classmethod
    def drawn(cls, rng: np.random.Generator, jitter: float = 1.0) -> Settled:
        """Sit down anew; `jitter` multiplies every standard deviation."""
        hips, ml, muscle, friction = normal(rng, 4)
        sat = cls(
            hips_mm=max(jitter * RESEAT_AP_MM * hips, -FURTHEST_BACK_MM),
            ml_mm=jitter * RESEAT_ML_MM * ml,
            muscle=jitter * MUSCLE * muscle,
            back_friction=jitter * BACK_FRICTION * friction,
        )
        return sat.posed(rng, jitter).feet_moved(rng, jitter)

    def posed(self, rng: np.random.Generator, jitter: float = 1.0) -> Settled:
        """Arms, head and knees go elsewhere; the hips stay."""
        ap, ml = normal(rng, 2)
        return dataclasses.replace(self, pose_ap_mm=jitter * POSE_AP_MM * ap, pose_ml_mm=jitter * POSE_ML_MM * ml)

    def feet_moved(self, rng: np.random.Generator, jitter: float = 1.0) -> Settled:
        """The feet go elsewhere."""
        (feet,) = normal(rng, 1)
        return dataclasses.replace(self, feet_load=jitter * FEET * feet)


AS_USUAL = Settled()


@dataclass(frozen=True)
class Sitter:
    """One person on one chair.

    Parameters
    ----------
    person
        Who sits.
    furniture
        What they sit on.
    """

    person: Person = field(default_factory=Person)
    furniture: Furniture = field(default_factory=Furniture)

    @classmethod
    def drawn(cls, rng: np.random.Generator, mass_kg: float | None = None) -> Sitter:
        """Draw a person, of a given body mass [kg] if wanted, and a chair."""
        return cls(Person.drawn(rng, mass_kg), Furniture.drawn(rng))

    @property
    def mass_kg(self) -> float:
        """Body mass [kg]."""
        return self.person.mass_kg

    @property
    def weight_n(self) -> float:
        """Body weight [N]."""
        return self.mass_kg * G0_M_PER_S2

    def balance(self, taken: Taken = UPRIGHT, slide_mm: float = 0.0, settled: Settled = AS_USUAL) -> Balance:
        """What carries the body, as parts of its weight; parameters as for `stance`."""
        person = self.person
        hips_mm = max(slide_mm, taken.hips_mm) + settled.hips_mm
        feet = thighs_on_feet_fraction(
            person.thighs_on_feet_fraction, person.feet_per_slide, max(hips_mm, 0.0), taken.lean_deg
        )
        let_go = person.lets_go * within(hips_mm / LET_GO_MM, 0.0, 1.0)
        muscle = (person.muscle_fraction + settled.muscle) * (1.0 - let_go)
        backrest_deg = self.furniture.backrest_deg
        if taken.recline_deg is not None:
            backrest_deg = max(taken.recline_deg, backrest_deg + LEAST_RECLINE_DEG)
        held = Held(
            backrest_deg=backrest_deg,
            hips_mm=hips_mm,
            lean_deg=taken.lean_deg,
            recline_part=taken.recline_part,
            desk_fraction=taken.desk_fraction,
            thighs_on_feet_fraction=within(feet + settled.feet_load + taken.feet_load, LEAST_FEET, MOST_FEET),
            muscle_fraction=within(muscle, 0.0, MOST_MUSCLE),
            back_friction=within(person.back_friction + settled.back_friction, 0.0, MOST_FRICTION),
        )
        return balance(self._body, held)

    def stance(self, taken: Taken = UPRIGHT, slide_mm: float = 0.0, settled: Settled = AS_USUAL) -> Stance:
        """What the seat carries.

        Parameters
        ----------
        taken
            The posture.
        slide_mm
            How far the hips have slid forward [mm]; who perches has them forward already.
        settled
            How they happen to sit this time.
        """
        found = self.balance(taken, slide_mm, settled)
        body, weight_n = self._body, self.weight_n
        hips_mm = max(slide_mm, taken.hips_mm)
        upper = upper_share(hips_mm + settled.hips_mm)
        side_mm = (body.back_height_mm - body.hip_height_mm) * math.sin(math.radians(taken.lateral_deg))
        return Stance(
            total_n=weight_n * found.seat_fraction,
            cop_ap_mm=found.cop_mm(self.furniture.contact_height_mm)
            - self.furniture.cells_middle_mm
            + settled.pose_ap_mm,
            cop_ml_mm=lateral_mm(body, taken.lateral_deg, found.seat_fraction)
            + taken.legs_ml_mm
            + self.person.ml_mm
            + settled.ml_mm
            + settled.pose_ml_mm,
            back_upper_n=weight_n * found.back_fraction * upper,
            back_lower_n=weight_n * found.back_fraction * (1.0 - upper),
            back_ml_mm=side_mm
            + math.copysign(CROSSED_BACK_MM, taken.legs_ml_mm) * (taken.legs_ml_mm != 0)
            + self.person.ml_mm
            + settled.ml_mm,
            sway_mm=self.sway_mm(taken),
            breath_n=BREATH_N,
            slide_mm=hips_mm,
        )

    def sway_mm(self, taken: Taken) -> float:
        """Root mean square sway [mm] in a posture as it was taken."""
        unsupported = 1.0 if taken.lean_deg is None else self.person.unsupported_sway
        return self.person.sway_mm * unsupported * SWAYS.get(taken.name, 1.0) * taken.sway

    def away(self) -> Stance:
        """Nobody on the seat; the CoP waits where the next contact will be."""
        usual = self.stance()
        return Stance(0.0, usual.cop_ap_mm + CONTACT_MM, usual.cop_ml_mm, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)

    @functools.cached_property
    def _body(self) -> Body:
        return self.person.body


def bag(mass_kg: float, cop_ap_mm: float, cop_ml_mm: float) -> Stance:
    """A bag on the seat: it neither sways nor breathes."""
    return Stance(mass_kg * G0_M_PER_S2, cop_ap_mm, cop_ml_mm, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
