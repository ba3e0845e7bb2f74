"""A sitter: what one person's load does in each posture, from tables.

Where figures are marked [model], they come from a planar static model of a 1.74 m person in balance on seat, backrest and feet:
segment masses after de Leva 1996 (doi:10.1016/0021-9290(95)00178-6), backrest at 12 degrees, friction on the back 0.25, a third of the
thighs' weight on the feet, cells 70 mm below the contact. It agrees with what was measured on people: 5 % less seat load in a
slouch and 9 % less at 115 degrees of recline (Nag et al. 2008), more load on the back and more shear after sliding forward by
50 mm (J Phys Ther Sci 2016, PubMed 27821944). A simulated sitter is no evidence about real ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

G0_M_PER_S2 = 9.80665

SEAT_FRACTION = 0.744
"""Part of the body weight on the seat when upright against the backrest [model]; 20.7 % is on the feet and 4.9 % hangs on the
backrest by friction and its tilt."""

SLIDE_LOAD_PER_MM = -0.0008
"""Seat load for each millimetre of slide, as a part of it [model]: -2.6 % at 30 mm, -4.9 % at 60 mm, -7.5 % at 100 mm."""

SLIDE_MM = (0.0, 30.0, 60.0, 100.0)
BACK_FRACTION = (0.108, 0.140, 0.166, 0.194)
"""Force square to the backrest at those slides, as a part of the body weight [model]: the trunk leans back more and more."""
UPPER_FRACTION = (0.55, 0.74, 0.94, 1.0)
"""Part of it on the upper half: the lumbar back leaves the backrest. The law behind it is an assumption of the model."""

COP_PER_FOOT_LOAD_MM = -150.0
"""CoP for a change by 1 of the part of the thighs' weight that rests on the feet [model]: +-0.15 moves it by 21-24 mm."""
LOAD_PER_FOOT_LOAD = -0.38
"""Seat load for the same, as a part of it [model]: +-0.15 changes it by 5.7 %."""

SUPPORTED_SWAY_MM = 0.9
UNSUPPORTED_SWAY_MM = 2.0
"""Root mean square sway of the CoP with and without backrest; no source gives millimetres for a chair: our choice."""

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
    sway_mm: float
    breath_n: float
    slide_mm: float


@dataclass(frozen=True, slots=True)
class PostureShift:
    """What a posture changes against sitting upright.

    Parameters
    ----------
    cop_ap_mm, cop_ml_mm
        CoP [mm].
    load
        Seat load, as a part of the upright one.
    back
        Force on the backrest, as a multiple of the upright one; 0 with the trunk off it.
    sway_mm
        Root mean square sway [mm].
    """

    cop_ap_mm: float
    cop_ml_mm: float
    load: float
    back: float
    sway_mm: float


POSTURES = {
    "upright": PostureShift(0.0, 0.0, 0.0, 1.0, SUPPORTED_SWAY_MM),
    "upright_off_backrest": PostureShift(-16.0, 0.0, 0.066, 0.0, UNSUPPORTED_SWAY_MM),
    "perched": PostureShift(-23.0, 0.0, 0.105, 0.0, UNSUPPORTED_SWAY_MM),
    "forward_lean": PostureShift(16.0, 0.0, -0.001, 0.0, UNSUPPORTED_SWAY_MM),
    "desk_lean": PostureShift(-15.0, 0.0, -0.095, 0.0, 1.4),
    "recline": PostureShift(5.0, 0.0, -0.104, 1.69, SUPPORTED_SWAY_MM),
    "lean_left": PostureShift(-5.0, -45.0, 0.028, 0.5, 1.4),
    "lean_right": PostureShift(-5.0, 45.0, 0.028, 0.5, 1.4),
    "crossed_left": PostureShift(13.0, -23.0, 0.039, 1.0, SUPPORTED_SWAY_MM),
    "crossed_right": PostureShift(13.0, 23.0, 0.039, 1.0, SUPPORTED_SWAY_MM),
}
"""[model]: off the backrest; perched, without the 60 mm that its hips are forward; leans of 15 degrees hands free and with 7 % of
the body weight on a desk; recline of 28 degrees; 12 degrees to a side; legs crossed. Half of the back load in a sideways lean, and
the sway of the leans that an arm steadies, are our choice."""

PERCHED_SLIDE_MM = 60.0


@dataclass(frozen=True, slots=True)
class Settled:
    """How somebody happens to have settled this time, against how they usually sit.

    Parameters
    ----------
    cop_ap_mm, cop_ml_mm
        CoP [mm].
    foot_load
        More or less of the thighs' weight on the feet, as a part of it.
    """

    cop_ap_mm: float = 0.0
    cop_ml_mm: float = 0.0
    foot_load: float = 0.0

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Settled:
        """Settle anew. Spread: 5 mm, 3 mm and 0.03; our choice, below a model's 7-10 mm from one sitting to another."""
        ap, ml, foot = rng.standard_normal(3).clip(-2, 2)
        return cls(5.0 * float(ap), 3.0 * float(ml), 0.03 * float(foot))


AS_USUAL = Settled()


@dataclass(frozen=True, slots=True)
class Sitter:
    """One person on one chair.

    Parameters
    ----------
    mass_kg
        Body mass [kg].
    upright_ap_mm, upright_ml_mm
        CoP when upright against the backrest [mm].
    cop_per_slide
        CoP shift for each millimetre that the hips slide; 0.7-1.2 for 90 % of people and chairs [model].
    """

    mass_kg: float = 75.0
    upright_ap_mm: float = -55.0
    upright_ml_mm: float = 0.0
    cop_per_slide: float = 1.0

    @classmethod
    def drawn(cls, rng: np.random.Generator, mass_kg: float | None = None) -> Sitter:
        """Draw a person.

        55-95 kg. The model's upright CoP lies 140 mm before the backrest, so about 55 mm behind the middle of the cells; that
        figure's spread (10 mm, sideways 4 mm) and that of `cop_per_slide` (0.06) are our choice.
        """
        ap, ml, slope = rng.standard_normal(3).clip(-2, 2)
        drawn_kg = float(rng.uniform(55.0, 95.0))
        return cls(
            mass_kg=drawn_kg if mass_kg is None else mass_kg,
            upright_ap_mm=-55.0 + 10.0 * float(ap),
            upright_ml_mm=4.0 * float(ml),
            cop_per_slide=1.0 + 0.06 * float(slope),
        )

    @property
    def weight_n(self) -> float:
        """Body weight [N]."""
        return self.mass_kg * G0_M_PER_S2

    def stance(self, posture: str = "upright", slide_mm: float = 0.0, settled: Settled = AS_USUAL) -> Stance:
        """What the seat carries.

        Parameters
        ----------
        posture
            One of `POSTURES`.
        slide_mm
            How far the hips have slid forward [mm]; perched means 60 mm at least.
        settled
            How they happen to sit this time.
        """
        shift = POSTURES[posture]
        if posture == "perched":
            slide_mm = max(slide_mm, PERCHED_SLIDE_MM)
        load = 1.0 + shift.load + LOAD_PER_FOOT_LOAD * settled.foot_load
        back_n = shift.back * self.weight_n * float(np.interp(slide_mm, SLIDE_MM, BACK_FRACTION))
        upper = float(np.interp(slide_mm, SLIDE_MM, UPPER_FRACTION))
        feet_mm = COP_PER_FOOT_LOAD_MM * settled.foot_load
        return Stance(
            total_n=SEAT_FRACTION * self.weight_n * load * (1.0 + SLIDE_LOAD_PER_MM * slide_mm),
            cop_ap_mm=self.upright_ap_mm
            + shift.cop_ap_mm
            + self.cop_per_slide * slide_mm
            + settled.cop_ap_mm
            + feet_mm,
            cop_ml_mm=self.upright_ml_mm + shift.cop_ml_mm + settled.cop_ml_mm,
            back_upper_n=back_n * upper,
            back_lower_n=back_n * (1.0 - upper),
            sway_mm=shift.sway_mm,
            breath_n=BREATH_N,
            slide_mm=slide_mm,
        )

    def away(self) -> Stance:
        """Nobody on the seat; the CoP waits where the next contact will be."""
        return Stance(0.0, self.upright_ap_mm + CONTACT_MM, self.upright_ml_mm, 0.0, 0.0, 0.0, 0.0, 0.0)


def bag(mass_kg: float, cop_ap_mm: float, cop_ml_mm: float) -> Stance:
    """A bag on the seat: it neither sways nor breathes."""
    return Stance(mass_kg * G0_M_PER_S2, cop_ap_mm, cop_ml_mm, 0.0, 0.0, 0.0, 0.0, 0.0)
