"""Masses and lengths of a sitting body, as `chairpi.simulate.balance` puts it in balance."""

from __future__ import annotations

from dataclasses import dataclass

MALE_MM = 1741.0
FEMALE_MM = 1735.0
"""Mean heights of the people that de Leva's tables describe [mm]; lengths grow with height."""


@dataclass(frozen=True, slots=True)
class Body:
    """Masses and lengths of a sitting body.

    Parameters
    ----------
    thorax_fraction
        Thorax, head and arms, as a part of the body mass.
    pelvis_fraction, thighs_fraction, shanks_fraction
        Pelvis; both thighs; both shanks with their feet.
    thorax_com_mm
        From the hip to the centre of mass of thorax, head and arms [mm].
    thigh_mm
        From hip to knee [mm].
    thigh_com_fraction
        Where on that way the thigh's centre of mass lies.
    hip_mm, hip_height_mm
        The hip with the hips right back: before the backrest's foot, and above the seat [mm].
    back_height_mm
        Where the thorax meets the backrest, above the seat [mm].
    half_depth_mm
        From there to the trunk's axis [mm].
    desk_mm
        From the hip, when right back, to where the arms meet the desk [mm]: our choice.
    """

    thorax_fraction: float
    pelvis_fraction: float
    thighs_fraction: float
    shanks_fraction: float
    thorax_com_mm: float = 345.0
    thigh_mm: float = 422.0
    thigh_com_fraction: float = 0.41
    hip_mm: float = 115.0
    hip_height_mm: float = 85.0
    back_height_mm: float = 380.0
    half_depth_mm: float = 115.0
    desk_mm: float = 340.0


MALE = Body(thorax_fraction=0.4911, pelvis_fraction=0.1117, thighs_fraction=0.2832, shanks_fraction=0.1140)
"""Of 1741 mm. De Leva's parts of the mass: head .0694, trunk .4346 with .1117 of it in its lower part, upper arm .0271, forearm .0162,
hand .0061, thigh .1416, shank .0433, foot .0137."""

FEMALE = Body(
    thorax_fraction=0.4577,
    pelvis_fraction=0.1247,
    thighs_fraction=0.2956,
    shanks_fraction=0.1220,
    thorax_com_mm=344.0,
    thigh_mm=368.5,
    thigh_com_fraction=0.3612,
)
"""Of 1735 mm: head .0668, trunk .4257 with .1247 of it in its lower part, upper arm .0255, forearm .0138, hand .0056, thigh .1478,
shank .0481, foot .0129; the last 1e-4 is given to the thorax."""


def scaled(body: Body, by: float) -> Body:
    """The same proportions on a body of another size; `by` multiplies every length."""
    return Body(
        body.thorax_fraction,
        body.pelvis_fraction,
        body.thighs_fraction,
        body.shanks_fraction,
        body.thorax_com_mm * by,
        body.thigh_mm * by,
        body.thigh_com_fraction,
        body.hip_mm * by,
        body.hip_height_mm * by,
        body.back_height_mm * by,
        body.half_depth_mm * by,
        body.desk_mm * by,
    )
