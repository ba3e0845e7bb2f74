"""From joints to a body: every part is a few round bars, thick or thin at their ends, which the drawing joins into one outline."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

from chairpi.programme.figure import body
from chairpi.programme.figure.skeleton import OUT, Skeleton
from chairpi.programme.figure.vectors import Vector, mix, plus, times

PARTS = ("trunk", "head", "leg_r", "leg_l", "arm_r", "arm_l")


@dataclass(frozen=True, slots=True)
class Bar:
    """A round bar between two balls."""

    begin: Vector
    begin_radius: float
    end: Vector
    end_radius: float


def chain(*balls: tuple[Vector, float]) -> list[Bar]:
    """Return the bars between balls in a row."""
    return [Bar(a, a_r, b, b_r) for (a, a_r), (b, b_r) in pairwise(balls)]


def flesh(bones: Skeleton) -> dict[str, list[Bar]]:
    """Return the bars of each of `PARTS`."""
    return {
        "trunk": _trunk(bones),
        "head": _head(bones),
        **{f"leg_{side}": _leg(bones, side) for side in OUT},
        **{f"arm_{side}": _arm(bones, side) for side in OUT},
    }


def joins(bones: Skeleton) -> dict[str, list[Bar]]:
    """Return, for each limb, what is painted over its root so that it grows out of the trunk without a line."""
    points, found = bones.points, {}
    for side, out in OUT.items():
        hip, knee = points[f"hip_{side}"], points[f"knee_{side}"]
        shoulder, elbow = points[f"shoulder_{side}"], points[f"elbow_{side}"]
        found[f"leg_{side}"] = chain((hip, 5.75), (mix(hip, knee, 0.17), 4.5), (mix(hip, knee, 0.4), 4.0))
        # Seen from the side a shoulder lies on the trunk; seen from the front it is the trunk's own edge, whose outer line must stay.
        inwards = times(bones.frames["chest"].right, -1.4 * out)
        aside = math.hypot(inwards[0], inwards[1])
        found[f"arm_{side}"] = chain((plus(shoulder, inwards), 4.15 - 0.75 * aside), (mix(shoulder, elbow, 0.32), 2.3))
    return found


def _trunk(bones: Skeleton) -> list[Bar]:
    points, pelvis, waist, chest = bones.points, bones.frames["pelvis"], bones.frames["waist"], bones.frames["chest"]
    hips, middle, ribs = points["hips"], points["waist"], points["chest"]
    bars = []
    for side, out in OUT.items():
        bars += chain(
            (points[f"hip_{side}"], 5.8),
            (pelvis.spot(hips, 0.2, 4.5, 4.0 * out), 5.9),
            (waist.spot(middle, 0.3, 2.5, 3.0 * out), 5.4),
            (chest.spot(ribs, 0.3, 1.8, 4.6 * out), 5.9),
            (mix(chest.spot(ribs, 0.0, 6.4, 5.8 * out), points[f"shoulder_{side}"], 0.25), 5.2),
            (points[f"shoulder_{side}"], 2.5),
        )
        bars += chain((pelvis.spot(hips, -1.5, 0.6, 3.8 * out), 5.5), (pelvis.spot(hips, -1.3, 3.5, 3.2 * out), 5.0))
        bars += chain((points["neck"], 2.7), (points[f"shoulder_{side}"], 2.2))
    bars += chain((hips, 5.4), (middle, 5.3), (ribs, 5.6), (chest.spot(ribs, 0.0, 6.5), 5.3), (points["neck"], 3.2))
    bars += chain(
        (points["neck"], 2.75), (points["skull"], 2.5), (bones.frames["head"].spot(points["skull"], 0.6, 2.5), 2.4)
    )
    return bars


def _head(bones: Skeleton) -> list[Bar]:
    skull, head = bones.points["skull"], bones.frames["head"]

    def spot(forward: float, up: float, right: float = 0.0) -> Vector:
        return head.spot(skull, forward, up, right)

    bars = chain((spot(-0.5, 5.6), 5.2), (spot(1.5, 5.3), 4.9))  # the skull
    for out in OUT.values():
        bars += chain((spot(1.5, 5.0), 4.9), (spot(2.0, 1.5, 1.6 * out), 2.9), (spot(2.9, 0.0), 1.95))  # the jaw
        bars += chain((spot(0.2, 4.8, 4.7 * out), 0.9), (spot(0.2, 3.6, 4.4 * out), 0.8))  # an ear
    return bars + chain((spot(5.2, 4.3), 1.0), (spot(6.35, 2.9), 0.65))  # the nose


def _leg(bones: Skeleton, side: str) -> list[Bar]:
    points, thigh, shank = bones.points, bones.frames[f"thigh_{side}"], bones.frames[f"shank_{side}"]
    hip, knee, ankle = (points[f"{name}_{side}"] for name in ("hip", "knee", "ankle"))
    heel, ball, toe = (points[f"{name}_{side}"] for name in ("heel", "ball", "toe"))
    return [
        *chain((hip, 4.75), (thigh.spot(hip, 0.5, -0.45 * body.THIGH), 4.5), (knee, 3.3)),
        *chain((knee, 3.25), (shank.spot(knee, -0.7, -0.3 * body.SHANK), 3.15), (ankle, 1.85)),
        *chain((ankle, 1.8), (heel, 1.7)),
        *chain((ankle, 1.75), (mix(ankle, ball, 0.55), 1.7), (ball, 1.2), (toe, 1.05)),
        *chain((heel, 1.6), (ball, 1.15)),
    ]


def _arm(bones: Skeleton, side: str) -> list[Bar]:
    points, hand, fore = bones.points, bones.frames[f"hand_{side}"], bones.frames[f"forearm_{side}"]
    shoulder, elbow, wrist, palm, fingers = (
        points[f"{name}_{side}"] for name in ("shoulder", "elbow", "wrist", "palm", "fingers")
    )
    return [
        *chain((shoulder, 3.2), (mix(shoulder, elbow, 0.45), 2.7), (elbow, 2.15)),
        *chain((elbow, 2.1), (fore.spot(elbow, 0.0, -0.28 * body.FOREARM), 2.35), (wrist, 1.4)),
        *chain((wrist, 1.35), (palm, 1.75), (fingers, 0.8)),
        *chain((hand.spot(wrist, 0.6, -1.4), 0.75), (hand.spot(wrist, 2.2, -4.6), 0.65)),
    ]


REGIONS: dict[str, tuple[str, str]] = {
    "back_of_thigh": ("leg", "the back of the thigh"),
    "front_of_thigh": ("leg", "the front of the thigh"),
    "thighs": ("leg", "the thigh"),
    "buttock": ("leg", "the buttock"),
    "front_of_hip": ("leg", "the front of the hip"),
    "outer_hip": ("leg", "the outside of the hip"),
    "calf": ("leg", "the calf"),
    "lower_calf": ("leg", "the lower calf"),
    "shin": ("leg", "the shin"),
    "chest": ("trunk", "the chest"),
    "back_of_shoulder": ("arm", "the back of the shoulder"),
    "shoulder_blade": ("trunk", "the shoulder blade"),
    "shoulder_blades": ("trunk", "between the shoulder blades"),
    "upper_back": ("trunk", "the upper back"),
    "low_back": ("trunk", "the low back"),
    "belly": ("trunk", "the belly"),
    "spine": ("trunk", "the whole back"),
    "neck": ("trunk", "the back of the neck"),
}
"""What can be marked: the part of the figure that it lies on, and what it is called. On a limb or one half of the trunk the name ends
in `_r` or `_l`."""


def region(bones: Skeleton, name: str) -> tuple[str, list[Bar]]:
    """Return on which of `PARTS` a marked region lies, and its bars; `KeyError` for a name that is none."""
    kind, side = (name[:-2], name[-1]) if name[-2:] in {"_r", "_l"} else (name, "r")
    part, _ = REGIONS[kind]
    drawn_on = part if part == "trunk" else f"{part}_{side}"
    return drawn_on, _leg_region(bones, kind, side) if part == "leg" else _upper_region(bones, kind, side)


def _leg_region(bones: Skeleton, kind: str, side: str) -> list[Bar]:
    points, thigh, shank = bones.points, bones.frames[f"thigh_{side}"], bones.frames[f"shank_{side}"]
    hip, knee = points[f"hip_{side}"], points[f"knee_{side}"]
    pelvis, out = bones.frames["pelvis"], OUT[side]

    def on_thigh(forward: float, share: float, right: float = 0.0) -> Vector:
        return thigh.spot(hip, forward, -share * body.THIGH, right)

    def on_shank(forward: float, share: float) -> Vector:
        return shank.spot(knee, forward, -share * body.SHANK)

    match kind:
        case "back_of_thigh":
            return chain((on_thigh(-2.1, 0.2), 1.5), (on_thigh(-1.6, 0.5), 1.9), (on_thigh(-1.2, 0.86), 1.1))
        case "front_of_thigh":
            return chain((on_thigh(2.6, 0.2), 1.5), (on_thigh(2.5, 0.5), 1.9), (on_thigh(1.4, 0.88), 1.1))
        case "thighs":
            return chain((on_thigh(0.4, 0.2), 3.2), (on_thigh(0.5, 0.5), 3.0), (on_thigh(0.0, 0.86), 2.0))
        case "buttock":
            return chain((pelvis.spot(hip, -2.4, -0.6), 3.2), (pelvis.spot(hip, -2.2, 2.0), 3.4))
        case "front_of_hip":
            return chain(
                (pelvis.spot(hip, 2.6, 4.2), 1.6),
                (mix(pelvis.spot(hip, 3.0, 0.0), on_thigh(3.0, 0.0), 0.5), 1.9),
                (on_thigh(2.6, 0.3), 1.4),
            )
        case "outer_hip":
            return chain(
                (pelvis.spot(hip, 0.0, 4.5, 2.6 * out), 2.0),
                (pelvis.spot(hip, 0.0, 0.0, 3.0 * out), 2.0),
                (on_thigh(0.0, 0.35, 2.6 * out), 1.5),
            )
        case "calf":
            return chain((on_shank(-1.4, 0.12), 1.5), (on_shank(-1.5, 0.34), 1.8), (on_shank(-0.7, 0.68), 0.9))
        case "lower_calf":
            return chain((on_shank(-1.3, 0.42), 1.5), (on_shank(-0.6, 0.7), 1.1), (on_shank(-0.7, 0.95), 0.8))
        case _:
            return chain((on_shank(1.2, 0.2), 1.2), (on_shank(0.9, 0.45), 1.2), (on_shank(0.3, 0.85), 0.8))


def _upper_region(bones: Skeleton, kind: str, side: str) -> list[Bar]:
    points, waist, chest = bones.points, bones.frames["waist"], bones.frames["chest"]
    middle, ribs = points["waist"], points["chest"]
    shoulder, out = points[f"shoulder_{side}"], OUT[side]
    match kind:
        case "chest":
            inner, outer = (
                chest.spot(ribs, 3.4, 5.6, 2.2 * out),
                plus(chest.spot(shoulder, 1.2, -1.4), times(chest.right, -1.6 * out)),
            )
            return chain((inner, 2.2), (outer, 1.6))
        case "back_of_shoulder":
            upper = bones.frames[f"upper_arm_{side}"]
            return chain(
                (chest.spot(shoulder, -0.6, 0.0), 2.3), (upper.spot(shoulder, -0.4, -0.5 * body.UPPER_ARM), 1.6)
            )
        case "shoulder_blade":
            blade = chest.spot(ribs, -3.4, 5.2, (5.9 - bones.shoulder_back[side]) * out)
            return chain((chest.spot(blade, 0.0, 3.4, 0.9 * out), 1.7), (chest.spot(blade, 0.0, -2.8, -0.2 * out), 1.2))
        case "shoulder_blades":
            return chain((chest.spot(ribs, -3.2, 3.0), 1.7), (chest.spot(ribs, -3.0, 8.0), 1.9))
        case "upper_back":
            return chain(
                (waist.spot(middle, -3.0, 7.0), 1.5),
                (chest.spot(ribs, -3.3, 3.0), 1.9),
                (chest.spot(ribs, -2.9, 8.5), 1.8),
            )
        case "low_back":
            return chain(
                (bones.frames["pelvis"].spot(points["hips"], -3.4, 6.0), 1.6), (waist.spot(middle, -3.1, 3.5), 1.7)
            )
        case "belly":
            return chain(
                (bones.frames["pelvis"].spot(points["hips"], 3.2, 5.0), 1.7), (waist.spot(middle, 3.2, 3.5), 1.8)
            )
        case "spine":
            return chain(
                (bones.frames["pelvis"].spot(points["hips"], -3.4, 6.5), 1.4),
                (waist.spot(middle, -3.1, 3.0), 1.5),
                (chest.spot(ribs, -3.3, 2.5), 1.6),
                (chest.spot(ribs, -2.9, 8.5), 1.4),
            )
        case _:
            return chain((points["neck"], 1.4), (mix(points["neck"], points["skull"], 0.9), 1.4))
