"""Points and turns in space, as plain tuples: the body is small, and this room needs no other package for it.

The picture's axes: x to the right, y up, z towards the viewer. A figure that has not been turned faces x, so its right side is near.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

Vector = tuple[float, float, float]
"""A point or a direction: (x, y, z)."""

ORIGIN: Vector = (0.0, 0.0, 0.0)


def plus(one: Vector, other: Vector) -> Vector:
    """Add two vectors."""
    return (one[0] + other[0], one[1] + other[1], one[2] + other[2])


def minus(one: Vector, other: Vector) -> Vector:
    """Return the way from `other` to `one`."""
    return (one[0] - other[0], one[1] - other[1], one[2] - other[2])


def times(one: Vector, factor: float) -> Vector:
    """Make a vector longer or shorter."""
    return (one[0] * factor, one[1] * factor, one[2] * factor)


def dot(one: Vector, other: Vector) -> float:
    """Return the inner product."""
    return one[0] * other[0] + one[1] * other[1] + one[2] * other[2]


def cross(one: Vector, other: Vector) -> Vector:
    """Return the outer product."""
    return (
        one[1] * other[2] - one[2] * other[1],
        one[2] * other[0] - one[0] * other[2],
        one[0] * other[1] - one[1] * other[0],
    )


def length(one: Vector) -> float:
    """Return how long a vector is."""
    return math.hypot(*one)


def unit(one: Vector) -> Vector:
    """Return the direction of a vector; `ValueError` for one without any."""
    size = length(one)
    if size < 1e-9:
        raise ValueError("a vector without length has no direction")
    return times(one, 1.0 / size)


def mix(one: Vector, other: Vector, share: float) -> Vector:
    """Return the point that lies `share` (0 to 1) of the way from `one` to `other`."""
    return plus(times(one, 1.0 - share), times(other, share))


def across(one: Vector, axis: Vector, otherwise: Vector) -> Vector:
    """Return the direction of `one` square to the unit vector `axis`; that of `otherwise` where `one` runs along the axis."""
    for candidate in (one, otherwise):
        rest = minus(candidate, times(axis, dot(candidate, axis)))
        if length(rest) > 1e-3:
            return unit(rest)
    raise ValueError("both directions run along the axis")


def angle_deg(one: Vector, other: Vector) -> float:
    """Return the angle between two directions [deg], 0 to 180.

    >>> round(angle_deg((1.0, 0.0, 0.0), (0.0, 2.0, 0.0)))
    90
    """
    return math.degrees(math.atan2(length(cross(one, other)), dot(one, other)))


@dataclass(frozen=True, slots=True)
class Frame:
    """A body part's own directions: forward, up and right, each of length 1 and square to the others."""

    forward: Vector = (1.0, 0.0, 0.0)
    up: Vector = (0.0, 1.0, 0.0)
    right: Vector = (0.0, 0.0, 1.0)

    @classmethod
    def along(cls, up: Vector, forward: Vector) -> Frame:
        """Return the frame whose up is the unit vector `up`, facing `forward` as far as that is square to it."""
        facing = across(forward, up, (0.0, 0.0, 1.0))
        return cls(facing, up, cross(facing, up))

    def leant(self, by_deg: float) -> Frame:
        """Return the frame leant forward by an angle [deg]; backward where it is negative."""
        c, s = _turn(by_deg)
        forward = minus(times(self.forward, c), times(self.up, s))
        return Frame(forward, plus(times(self.up, c), times(self.forward, s)), self.right)

    def tilted(self, by_deg: float) -> Frame:
        """Return the frame tilted to its right by an angle [deg]."""
        c, s = _turn(by_deg)
        right = minus(times(self.right, c), times(self.up, s))
        return Frame(self.forward, plus(times(self.up, c), times(self.right, s)), right)

    def turned(self, by_deg: float) -> Frame:
        """Return the frame turned to its right by an angle [deg]; by 90 a figure comes to face the viewer."""
        c, s = _turn(by_deg)
        right = minus(times(self.right, c), times(self.forward, s))
        return Frame(plus(times(self.forward, c), times(self.right, s)), self.up, right)

    def spot(self, origin: Vector, forward: float, up: float, right: float = 0.0) -> Vector:
        """Return a point given in this frame from `origin`."""
        way = plus(times(self.forward, forward), plus(times(self.up, up), times(self.right, right)))
        return plus(origin, way)


def _turn(by_deg: float) -> tuple[float, float]:
    return math.cos(math.radians(by_deg)), math.sin(math.radians(by_deg))
