"""From a pose to the places of the joints: angles down the limbs, and for a hand or foot that is somewhere, the bend that gets it there."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from chairpi.programme.figure import body
from chairpi.programme.figure.pose import SIDES, Pose, Reach
from chairpi.programme.figure.vectors import (
    ORIGIN,
    Frame,
    Vector,
    across,
    cross,
    length,
    minus,
    plus,
    times,
    unit,
)

OUT = {"r": 1.0, "l": -1.0}


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Where the joints are, and how each part is turned, both by name."""

    points: dict[str, Vector]
    frames: dict[str, Frame]
    shoulder_back: dict[str, float]
    """By how far each shoulder is drawn back, by side."""
    missed: float
    """By how much the worst limb fails to reach its target, in hundredths of the height; 0 when all do."""


class _Builder:
    """One pose as it is put together, from the hips outwards; hands last, because they may rest on any other part."""

    def __init__(self, pose: Pose) -> None:
        self.pose = pose
        self.points: dict[str, Vector] = {}
        self.frames: dict[str, Frame] = {}
        self.missed = 0.0

    def build(self, drop: float) -> Skeleton:
        self._trunk(drop)
        for side in sorted(SIDES, key=self._leans_on_the_other):
            self._leg(side)
        for side in SIDES:
            self._arm(side)
        back = {side: self._angle(f"shoulder_back_{side}") for side in SIDES}
        return Skeleton(self.points, self.frames, back, self.missed)

    def _leans_on_the_other(self, side: str) -> bool:
        """Whether a foot rests on the other leg, which therefore has to be there first."""
        target = self.pose.targets.get(f"ankle_at_{side}")
        return target is not None and any(name for name, _, _ in target.parts)

    def _angle(self, key: str) -> float:
        return self.pose.angle(key)

    def _trunk(self, drop: float) -> None:
        points, frames, angle = self.points, self.frames, self._angle
        points["hips"] = plus(self.pose.at, (0.0, -drop, 0.0))
        pelvis = Frame().turned(angle("turn")).leant(angle("lean")).tilted(angle("tilt"))
        frames["pelvis"] = pelvis = pelvis.turned(angle("twist"))
        points["waist"] = pelvis.spot(points["hips"], 0.0, body.PELVIS)
        waist = pelvis.leant(angle("waist")).tilted(angle("waist_tilt")).turned(angle("waist_turn"))
        frames["waist"] = waist
        points["chest"] = waist.spot(points["waist"], 0.0, body.WAIST)
        frames["chest"] = chest = waist.leant(angle("chest")).tilted(angle("chest_tilt"))
        points["shoulders"] = chest.spot(points["chest"], 0.0, body.CHEST)
        points["neck"] = chest.spot(points["shoulders"], -0.8, body.NECK_RISE)
        frames["neck"] = neck = chest.leant(angle("neck") + 8.0)  # a neck rises a little forward of itself
        points["skull"] = neck.spot(points["neck"], 0.0, body.NECK)
        frames["head"] = neck.leant(angle("head") - 8.0).turned(angle("head_turn"))
        points["head"] = frames["head"].spot(points["skull"], 1.0, 4.6)
        points["chin"] = frames["head"].spot(points["skull"], 4.4, -1.4)
        for side, out in OUT.items():
            points[f"hip_{side}"] = pelvis.spot(points["hips"], 0.0, 0.0, out * body.HIP_OUT)
            back, shrug = angle(f"shoulder_back_{side}"), angle("shrug")
            points[f"shoulder_{side}"] = chest.spot(
                points["shoulders"], -back, -1.2 + shrug, out * (body.SHOULDER_OUT - 0.25 * abs(back))
            )

    def _leg(self, side: str) -> None:
        angle = self._of(side)
        stands, hangs = self.pose.targets.get(f"stand_{side}"), self.pose.targets.get(f"ankle_at_{side}")
        foot = Frame().turned(self._angle("turn") + angle("foot_turn")).leant(angle("foot_lift"))
        if stands is not None:
            thigh, shank, ankle = self._leg_to(side, self._over(self._resolve(stands), foot, side))
        elif hangs is not None:
            thigh, shank, ankle = self._leg_to(side, self._resolve(hangs))
        else:
            thigh, shank, ankle = self._leg_by_angles(side)
        if stands is None:
            foot = shank.leant(-angle("ankle"))
        ball = foot.spot(ankle, body.BALL_FORWARD, body.BALL_UP - body.ANKLE_HEIGHT)
        toes = foot.leant(-(angle("toes") if stands is None else max(0.0, angle("foot_lift"))))
        self.frames |= {f"thigh_{side}": thigh, f"shank_{side}": shank, f"foot_{side}": foot}
        self.points |= {
            f"knee_{side}": shank.spot(ankle, 0.0, body.SHANK),
            f"ankle_{side}": ankle,
            f"heel_{side}": foot.spot(ankle, -body.HEEL_BACK, body.HEEL_UP - body.ANKLE_HEIGHT),
            f"ball_{side}": ball,
            f"toe_{side}": toes.spot(ball, body.TOE_FORWARD - body.BALL_FORWARD, -0.1),
        }

    def _of(self, side: str) -> Callable[[str], float]:
        """Return what gives the angles of one side's limbs."""
        return lambda key: self._angle(f"{key}_{side}")

    def _leg_by_angles(self, side: str) -> tuple[Frame, Frame, Vector]:
        out, angle = OUT[side], self._of(side)
        thigh = (
            self.frames["pelvis"].leant(-angle("hip")).tilted(-out * angle("hip_out")).turned(out * angle("hip_turn"))
        )
        shank = thigh.leant(angle("knee"))
        return thigh, shank, shank.spot(thigh.spot(self.points[f"hip_{side}"], 0.0, -body.THIGH), 0.0, -body.SHANK)

    def _leg_to(self, side: str, ankle: Vector) -> tuple[Frame, Frame, Vector]:
        """Return thigh, shank and ankle of a leg whose foot is somewhere: the knee goes to the front, or as it is swung.

        The front of a leg is what lies ahead of it as it swings about the pelvis's cross axis: forward where it hangs, up where it is
        raised.
        """
        hip, pelvis, swing_deg = (
            self.points[f"hip_{side}"],
            self.frames["pelvis"],
            OUT[side] * self._angle(f"knee_out_{side}"),
        )
        ahead = cross(pelvis.right, minus(ankle, hip))
        knee, front = self._bend(hip, ankle, body.THIGH, body.SHANK, (ahead, pelvis.forward), swing_deg)
        thigh = Frame.along(unit(minus(hip, knee)), front)
        shank = Frame.along(unit(minus(knee, ankle)), front)
        return thigh, shank, shank.spot(knee, 0.0, -body.SHANK)

    def _over(self, sole: Vector, foot: Frame, side: str) -> Vector:
        """Return where the ankle is above a spot: a lifted heel turns the foot about its ball, lifted toes about its heel."""
        flat = Frame().turned(self._angle("turn") + self._angle(f"foot_turn_{side}"))
        is_on_ball = self._angle(f"foot_lift_{side}") > 0
        forward, up = (body.BALL_FORWARD, body.BALL_UP) if is_on_ball else (-body.HEEL_BACK, body.HEEL_UP)
        return foot.spot(flat.spot(sole, forward, up), -forward, body.ANKLE_HEIGHT - up)

    def _arm(self, side: str) -> None:
        out, angle = OUT[side], self._of(side)
        shoulder, target = self.points[f"shoulder_{side}"], self.pose.targets.get(f"reach_{side}")
        chest = self.frames["chest"]
        if target is None:
            upper = (
                chest.leant(-angle("shoulder"))
                .tilted(-out * angle("shoulder_out"))
                .turned(out * angle("shoulder_turn"))
            )
            fore = upper.leant(-angle("elbow"))
            elbow = upper.spot(shoulder, 0.0, -body.UPPER_ARM)
        else:
            # An elbow hangs down, a little back and out, unless it is swung.
            pole = plus(times(chest.up, -1.0), plus(times(chest.forward, -0.6), times(chest.right, 0.35 * out)))
            end, poles, swing_deg = self._resolve(target), (pole, chest.forward), -out * angle("elbow_out")
            elbow, back = self._bend(shoulder, end, body.UPPER_ARM, body.FOREARM, poles, swing_deg)
            upper = Frame.along(unit(minus(shoulder, elbow)), times(back, -1.0))
            fore = Frame.along(unit(minus(elbow, end)), times(back, -1.0))
        wrist = fore.spot(elbow, 0.0, -body.FOREARM)
        way = self.pose.hands.get(f"hand_{side}")
        hand = fore.leant(-angle("wrist")) if way is None else Frame.along(times(unit(way), -1.0), fore.forward)
        self.frames |= {f"upper_arm_{side}": upper, f"forearm_{side}": fore, f"hand_{side}": hand}
        self.points |= {
            f"elbow_{side}": elbow,
            f"wrist_{side}": wrist,
            f"palm_{side}": hand.spot(wrist, 0.0, -0.45 * body.HAND),
            f"fingers_{side}": hand.spot(wrist, 0.0, -0.9 * body.HAND),
        }

    def _resolve(self, target: Reach) -> Vector:
        total = ORIGIN
        for name, way, weight in target.parts:
            total = plus(total, times(plus(self.points[name] if name else ORIGIN, way), weight))
        return total

    def _bend(
        self, root: Vector, end: Vector, first: float, second: float, poles: tuple[Vector, Vector], swing_deg: float
    ) -> tuple[Vector, Vector]:
        """Return where the middle joint of a limb is (law of cosines), and to which side of the line from root to end it bends.

        That is the side of the first of `poles`, or of the second where the first runs along the line, swung around the line.
        """
        way = minus(end, root)
        reached = min(max(length(way), abs(first - second) + 0.01), first + second - 0.01)
        self.missed = max(self.missed, abs(length(way) - reached))
        axis = unit(way)
        along = (first * first - second * second + reached * reached) / (2.0 * reached)
        side, swing = across(poles[0], axis, poles[1]), math.radians(swing_deg)
        side = plus(times(side, math.cos(swing)), times(cross(axis, side), math.sin(swing)))
        return plus(
            root, plus(times(axis, along), times(side, math.sqrt(max(0.0, first * first - along * along))))
        ), side


def skeleton(pose: Pose, drop: float = 0.0) -> Skeleton:
    """Return where the joints are; `drop` lets the figure down by so much, but for hands and feet that rest somewhere."""
    return _Builder(pose).build(drop)
