"""From round bars to SVG path data: every bar is a closed path of arcs, built the same way each time, so that paths can be animated."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from chairpi.programme.figure.flesh import Bar
from chairpi.programme.figure.vectors import Vector

WIDTH = 320
HEIGHT = 240
SCALE = 1.8
"""Drawing units for a hundredth of the height: a standing figure fills most of the picture."""
WITHIN = 0.98
"""A bar's smaller end may lie this far towards the inside of its larger one, no further: then both arcs are always there."""


@dataclass(frozen=True, slots=True)
class View:
    """Which part of the world the picture shows: its middle (x, y), how near, and from how far above [deg]."""

    x: float = 0.0
    y: float = 60.0
    zoom: float = 1.0
    above_deg: float = 0.0

    @property
    def scale(self) -> float:
        """Drawing units for a hundredth of the height."""
        return SCALE * self.zoom

    def spot(self, point: Vector) -> tuple[float, float]:
        """Return where a point is drawn."""
        above = math.radians(self.above_deg)
        height = point[1] * math.cos(above) - point[2] * math.sin(above)
        return WIDTH / 2 + (point[0] - self.x) * self.scale, HEIGHT / 2 - (height - self.y) * self.scale


def number(value: float) -> str:
    """Write a coordinate, to a tenth of a drawing unit."""
    return f"{round(value, 1) + 0.0:g}"


def paths(bars: Sequence[Bar], view: View) -> list[str]:
    """Return the path data of each of some bars; all run the same way round, so that joined they fill their union."""
    return [_bar(bar, view) for bar in bars]


def _bar(bar: Bar, view: View) -> str:
    big, small = ((bar.begin, bar.begin_radius), (bar.end, bar.end_radius))
    if bar.begin_radius < bar.end_radius:
        big, small = small, big
    (x, y), (to_x, to_y) = view.spot(big[0]), view.spot(small[0])
    big_r, small_r = big[1] * view.scale, small[1] * view.scale
    apart = math.hypot(to_x - x, to_y - y)
    small_r = min(max(small_r, big_r - WITHIN * apart), big_r - 0.01)
    towards = math.atan2(to_y - y, to_x - x) if apart > 1e-6 else 0.0
    lean = math.acos(min(1.0, (big_r - small_r) / apart)) if apart > 1e-6 else math.acos(WITHIN)

    def on(centre_x: float, centre_y: float, radius: float, turn: float) -> tuple[float, float]:
        return centre_x + radius * math.cos(turn), centre_y + radius * math.sin(turn)

    # Each end is two arcs: the middle of a single one of about half a circle would hang on the last digit of its ends.
    r, s = number(big_r), number(small_r)
    begin, opposite = on(x, y, big_r, towards + lean), on(x, y, big_r, towards + math.pi)
    leaves, arrives = on(x, y, big_r, towards - lean), on(to_x, to_y, small_r, towards - lean)
    tip, returns = on(to_x, to_y, small_r, towards), on(to_x, to_y, small_r, towards + lean)
    return (
        f"M{number(begin[0])} {number(begin[1])}a{r} {r} 0 0 1 {_way(begin, opposite)}a{r} {r} 0 0 1 {_way(opposite, leaves)}"
        f"l{_way(leaves, arrives)}a{s} {s} 0 0 1 {_way(arrives, tip)}a{s} {s} 0 0 1 {_way(tip, returns)}z"
    )


def _way(begin: tuple[float, float], end: tuple[float, float]) -> str:
    return f"{number(end[0] - begin[0])} {number(end[1] - begin[1])}"


def line(points: Sequence[Vector], view: View) -> str:
    """Return the path data of a line through points."""
    spots = [view.spot(point) for point in points]
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in spots)
