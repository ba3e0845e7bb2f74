"""A pose as numbers: where the hips are, how far each joint is bent, or what a hand or a foot reaches for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from chairpi.programme.figure.vectors import ORIGIN, Vector, mix

SIDES = ("r", "l")

TRUNK_KEYS = (
    "turn",
    "lean",
    "tilt",
    "twist",
    "waist",
    "waist_tilt",
    "waist_turn",
    "chest",
    "chest_tilt",
    "neck",
    "head",
    "head_turn",
    "shrug",
)
LIMB_KEYS = (
    "hip",
    "hip_out",
    "hip_turn",
    "knee",
    "ankle",
    "toes",
    "knee_out",
    "foot_lift",
    "foot_turn",
    "shoulder",
    "shoulder_out",
    "shoulder_turn",
    "shoulder_back",
    "elbow",
    "elbow_out",
    "wrist",
)
ANGLES = (*TRUNK_KEYS, *(f"{key}_{side}" for key in LIMB_KEYS for side in SIDES))
"""Every number of a pose. Degrees, but for `shrug` and `shoulder_back`, which shift a shoulder in hundredths of the height.

`turn` (90: faces the viewer), `lean` (forward +; 90 face down, -90 on the back), `tilt` (to the figure's right) and `twist` (about its own
upright) are the pelvis's, in this order.
`waist`, `chest`, `neck` and `head` bend forward +. Hip and shoulder: forward +, out +, turned out +. Knee and elbow: bent +.
`ankle`: foot up +. `toes`: bent up +. For a foot that stands somewhere: `foot_lift`, heel up + (on the ball) or toes up - (on the
heel), and `foot_turn`, toes to the figure's right +. `knee_out` and `elbow_out` swing the knee or the elbow of a limb that reaches
around the line from its root to its end, outwards +.
"""

STANDS = tuple(f"stand_{side}" for side in SIDES)
ANKLES = tuple(f"ankle_at_{side}" for side in SIDES)
REACHES = tuple(f"reach_{side}" for side in SIDES)
HANDS = tuple(f"hand_{side}" for side in SIDES)


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a limb ends: one or two (point of the body, or "" for the picture's origin; way from there; share) that are mixed."""

    parts: tuple[tuple[str, Vector, float], ...]


@dataclass(frozen=True, slots=True)
class Pose:
    """One position of the figure.

    Parameters
    ----------
    at
        Where the middle between the hips is.
    angles
        Joint angles [deg] by key of `ANGLES`; 0 where not given.
    targets
        What a limb reaches for, by key: `stand_r` (the spot under the ankle, where the sole stands),
        `ankle_at_r` (the ankle itself, of a foot that stands nowhere) and `reach_r` (the wrist).
    hands
        Which way a hand points, where it does not just go on from the forearm.
    settled
        The figure is let down until its lowest part lies on the floor.
    """

    at: Vector = ORIGIN
    angles: Mapping[str, float] = field(default_factory=dict)
    targets: Mapping[str, Reach] = field(default_factory=dict)
    hands: Mapping[str, Vector] = field(default_factory=dict)
    settled: bool = False

    def angle(self, key: str) -> float:
        """Return one angle [deg]."""
        return self.angles.get(key, 0.0)


def between(one: Pose, other: Pose, share: float) -> Pose:
    """Return the pose that is `share` (0 to 1) of the way from one to the other: angles are mixed, not points, so limbs keep their length.

    Raises
    ------
    ValueError
        A limb reaches for something in only one of them.
    """
    for mine, theirs in ((one.targets, other.targets), (one.hands, other.hands)):
        if mine.keys() != theirs.keys():
            raise ValueError(f"{', '.join(sorted(mine.keys() ^ theirs.keys()))} stands in only one of two poses")
    keys = one.angles.keys() | other.angles.keys()
    return Pose(
        at=mix(one.at, other.at, share),
        angles={key: one.angle(key) * (1 - share) + other.angle(key) * share for key in sorted(keys)},
        targets={key: _mixed(target, other.targets[key], share) for key, target in one.targets.items()},
        hands={key: mix(way, other.hands[key], share) for key, way in one.hands.items()},
        settled=one.settled or other.settled,
    )


def _mixed(one: Reach, other: Reach, share: float) -> Reach:
    return Reach(
        tuple((name, way, weight * (1 - share)) for name, way, weight in one.parts)
        + tuple((name, way, weight * share) for name, way, weight in other.parts)
    )
