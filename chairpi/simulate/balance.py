"""A sitting body in balance, from the side: what seat, backrest, feet and desk carry, and where the seat carries it.

Four bodies hang together: the trunk (thorax, head and arms) from the hip to the backrest, the pelvis, the thighs from the hip to the
knees, and the shanks on the feet. What acts on them from outside:

    N_s  seat load, up at x_s           F_s  shear, which keeps the hips from sliding: backwards on the hips, at the seat
    B    square to the backrest         and friction along it, upwards; both at the thorax
    N_f  on the feet, below the knees   D    on the hands, from a desk; only with the trunk off the backrest

x is forward from the line where seat and backrest meet, z up from the seat.

Forces are parts of the body weight, lengths millimetres, angles degrees. Masses and lengths of the segments are those of de Leva
1996 (doi:10.1016/0021-9290(95)00178-6); the reduction to four bodies, the distances of the hip and of the thorax from seat and backrest
and how the pelvis tilts are our choice, of a size with seated anthropometry. What it leaves out is told in the package's docstring.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from chairpi.simulate.body import Body

PELVIS_BACK_MM = 20.0
PELVIS_SINKS_MM = 60.0
TILT_DEG = 25.0
TILTED_BY_MM = 100.0
"""The pelvis's centre of mass lies 20 mm behind the hip, and by up to 60 mm sin(25 deg) more as the pelvis rolls back over the first 100 mm
of a slide: our choice. That a slide rolls the pelvis back was measured (J Phys Ther Sci 2016, PubMed 27821944), not by how much."""

LOWER_SHARE = 0.45
GAP_MM = 70.0
"""The lower half of the backrest carries 45 % of the back load with the hips right back and nothing once they are 70 mm forward,
because the lumbar back leaves it: an assumption, the least founded figure of this model."""

DEPTH_MM = 420.0
LEAN_DEG = 30.0
FEET_PER_LEAN = 0.35
"""Share of the thighs that goes onto the feet, for 30 degrees of forward lean: our choice."""


@dataclass(frozen=True, slots=True)
class Held:
    """How a body is held.

    Parameters
    ----------
    backrest_deg
        Backrest from the vertical, backwards + [deg].
    hips_mm
        How far the hips are forward of right back [mm].
    lean_deg
        Trunk from the vertical, forwards + [deg], when it is off the backrest; `None`: it leans back on it.
    recline_part
        How much of its recline the trunk keeps when it leans back; below 1 for one that comes half off the backrest.
    desk_fraction
        Load on the desk; only with the trunk off the backrest.
    thighs_on_feet_fraction
        Part of the thighs' weight that the feet carry.
    muscle_fraction
        Part of the trunk's moment that muscles hold, so that the backrest does not.
    back_friction
        Mobilised friction between back and backrest: force along it as a part of the force square to it.
    """

    backrest_deg: float = 12.0
    hips_mm: float = 0.0
    lean_deg: float | None = None
    recline_part: float = 1.0
    desk_fraction: float = 0.0
    thighs_on_feet_fraction: float = 0.33
    muscle_fraction: float = 0.1
    back_friction: float = 0.25


@dataclass(frozen=True, slots=True)
class Balance:
    """What carries a body, each force as a part of its weight.

    Parameters
    ----------
    seat_fraction
        N_s: seat load.
    shear_fraction
        F_s: how hard the seat pushes the hips back, so that they do not slide.
    contact_mm
        Where the seat load acts, before the foot of the backrest [mm].
    back_fraction
        B: force square to the backrest.
    back_forward_fraction, back_up_fraction
        What backrest and friction together push forward and up.
    feet_fraction, desk_fraction
        Load on the feet and on the desk.
    thorax_mm, pelvis_mm, thighs_mm, knee_mm, desk_mm
        Where the centres of mass, the knees and the hands on the desk are, before the foot of the backrest [mm].
    back_mm, back_height_mm
        Where the backrest pushes, before its foot (so below 0) and above the seat [mm].
    """

    seat_fraction: float
    shear_fraction: float
    contact_mm: float
    back_fraction: float
    back_forward_fraction: float
    back_up_fraction: float
    feet_fraction: float
    desk_fraction: float
    thorax_mm: float
    pelvis_mm: float
    thighs_mm: float
    knee_mm: float
    desk_mm: float
    back_mm: float
    back_height_mm: float

    def cop_mm(self, cell_height_mm: float) -> float:
        """Centre of pressure that cells see so far below the contact [mm]: they take the shear's couple for more load in front."""
        return self.contact_mm + cell_height_mm * self.shear_fraction / self.seat_fraction

    @property
    def needed_friction(self) -> float:
        """Friction without which the hips slide: shear as a part of the seat load."""
        return self.shear_fraction / self.seat_fraction


def thighs_on_feet_fraction(usual: float, per_slide: float, hips_mm: float, lean_deg: float | None) -> float:
    """Part of the thighs' weight that the feet carry.

    Parameters
    ----------
    usual
        With the hips right back; 0.15-0.5 is our choice of a range.
    per_slide
        How much more for hips that are forward by a seat's 420 mm: 0-0.5. A quarter agrees with "marginally higher" load on the feet
        in a slouch (Nag et al. 2008), and was chosen so.
    hips_mm
        How far the hips are forward [mm].
    lean_deg
        Forward lean [deg], or `None`.
    """
    return usual + per_slide * hips_mm / DEPTH_MM + FEET_PER_LEAN * (lean_deg or 0.0) / LEAN_DEG


def balance(body: Body, held: Held) -> Balance:
    """Put a body in balance.

    Parameters
    ----------
    body
        Its masses and lengths.
    held
        How it is held.

    Returns
    -------
    Balance
        Never a pull: the backrest carries 0 where the trunk would have to be pulled back.

    Notes
    -----
    The trunk falls backwards about the hip by M_g = w_T (x_h - x_T). The backrest holds (1 - muscle) of it, the hip's muscles the
    rest, M_h. The lower body then gives where the seat load acts:

        N_s x_s = V_h x_h + M_h + w_P x_P + w_th x_th - k w_th x_knee + z_h B_x,    V_h = w_T - B_z - D

    The last term is the couple of the backrest's push at the hip against the shear at the seat. No other part of the body pushes
    sideways, so the shear is the backrest's push: legs are relaxed.
    """
    beta = math.radians(held.backrest_deg)
    hip_mm = body.hip_mm + held.hips_mm
    back_mm = -body.back_height_mm * math.tan(beta)
    rise_mm = body.back_height_mm - body.hip_height_mm
    desk_mm = body.hip_mm + body.desk_mm
    desk = held.desk_fraction
    if held.lean_deg is None:
        if desk:
            raise ValueError(f"desk_fraction {desk}: a back on the backrest puts no load on a desk in this model")
        recline = math.atan2(hip_mm - back_mm - body.half_depth_mm / math.cos(beta), rise_mm)
        thorax_mm = hip_mm - body.thorax_com_mm * math.sin(held.recline_part * recline)
        falling = body.thorax_fraction * (hip_mm - thorax_mm)
        forward = math.cos(beta) - held.back_friction * math.sin(beta)
        up = math.sin(beta) + held.back_friction * math.cos(beta)
        arm_mm = forward * rise_mm + up * (hip_mm - back_mm)
        back = max(0.0, (1.0 - held.muscle_fraction) * falling / arm_mm)
        back_forward, back_up = forward * back, up * back
        hip_moment = back * arm_mm - falling
    else:
        thorax_mm = hip_mm + body.thorax_com_mm * math.sin(math.radians(held.lean_deg))
        back = back_forward = back_up = 0.0
        hip_moment = body.thorax_fraction * (thorax_mm - hip_mm) - desk * (desk_mm - hip_mm)
    on_feet = held.thighs_on_feet_fraction * body.thighs_fraction
    feet = body.shanks_fraction + on_feet
    seat = 1.0 - feet - back_up - desk
    tilt = math.radians(TILT_DEG) * min(max(held.hips_mm / TILTED_BY_MM, 0.0), 1.0)
    pelvis_mm = hip_mm - PELVIS_BACK_MM - PELVIS_SINKS_MM * math.sin(tilt)
    thighs_mm = hip_mm + body.thigh_com_fraction * body.thigh_mm
    knee_mm = hip_mm + body.thigh_mm
    contact_mm = (
        (body.thorax_fraction - back_up - desk) * hip_mm
        + hip_moment
        + body.pelvis_fraction * pelvis_mm
        + body.thighs_fraction * thighs_mm
        - on_feet * knee_mm
        + body.hip_height_mm * back_forward
    ) / seat
    return Balance(
        seat_fraction=seat,
        shear_fraction=back_forward,
        contact_mm=contact_mm,
        back_fraction=back,
        back_forward_fraction=back_forward,
        back_up_fraction=back_up,
        feet_fraction=feet,
        desk_fraction=desk,
        thorax_mm=thorax_mm,
        pelvis_mm=pelvis_mm,
        thighs_mm=thighs_mm,
        knee_mm=knee_mm,
        desk_mm=desk_mm,
        back_mm=back_mm,
        back_height_mm=body.back_height_mm,
    )


def upper_share(hips_mm: float) -> float:
    """Part of the back load on the upper half of the backrest, by how far the hips are forward [mm]."""
    return 1.0 - LOWER_SHARE * min(max(1.0 - hips_mm / GAP_MM, 0.0), 1.0)


def lateral_mm(body: Body, lateral_deg: float, seat_fraction: float) -> float:
    """How far the CoP moves to the side [mm] as the trunk leans to it [deg]; 12 degrees: 47 mm."""
    return body.thorax_fraction * body.thorax_com_mm * math.sin(math.radians(lateral_deg)) / seat_fraction
