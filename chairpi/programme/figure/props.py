"""What stands around the figure: chairs, walls, mats and so on, drawn more quietly than the body."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from chairpi.programme.figure.outline import View, number

SEAT_HEIGHT = 22.9
"""So high that the figure's thighs are level when its soles are on the floor, in hundredths of the body's height."""
ROLLER_RADIUS = 4.4
"""A foam roller of 15 cm across, beside a body of 170 cm."""


@dataclass(frozen=True, slots=True)
class Prop:
    """One thing: its kind (a key of `KINDS`), its numbers, and whether it stands in front of the figure."""

    kind: str
    numbers: Mapping[str, float]
    in_front: bool = False


class _Pen:
    """Draws in the figure's measures: lines with round ends, and discs."""

    def __init__(self, view: View) -> None:
        self._view = view
        self.drawn: list[str] = []

    def spot(self, x: float, y: float, z: float = 0.0) -> str:
        px, py = self._view.spot((x, y, z))
        return f"{number(px)} {number(py)}"

    def line(self, kind: str, thick: float, *points: tuple[float, float]) -> None:
        data = "M" + "L".join(self.spot(x, y) for x, y in points)
        self.drawn.append(f'<path class="prop-{kind}" stroke-width="{number(thick * self._view.scale)}" d="{data}"/>')

    def area(self, kind: str, *points: tuple[float, float, float]) -> None:
        data = "M" + "L".join(self.spot(*point) for point in points) + "Z"
        self.drawn.append(f'<path class="prop-{kind}" d="{data}"/>')

    def disc(self, kind: str, x: float, y: float, radius: float) -> None:
        px, py = self._view.spot((x, y, 0.0))
        r = number(radius * self._view.scale)
        self.drawn.append(f'<circle class="prop-{kind}" cx="{number(px)}" cy="{number(py)}" r="{r}"/>')


def _chair(pen: _Pen, of: Mapping[str, float]) -> None:
    """Seen from its side; `x` is where the hips of its sitter are, `facing` 1 to the right."""
    x, way = of.get("x", 0.0), of.get("facing", 1.0)
    top = of.get("y", SEAT_HEIGHT)
    pen.line("thin", 1.5, (x - 8.0 * way, top - 2.0), (x - 10.0 * way, 0.8))
    pen.line("thin", 1.5, (x + 13.0 * way, top - 2.0), (x + 14.5 * way, 0.8))
    if of.get("back", 1.0):
        pen.line("thick", 2.4, (x - 9.0 * way, top - 1.6), (x - 11.0 * way, top + 10.0), (x - 12.6 * way, top + 29.0))
    pen.line("thick", 3.0, (x - 8.5 * way, top - 1.5), (x + 14.0 * way, top - 1.5))


def _chair_front(pen: _Pen, of: Mapping[str, float]) -> None:
    """Seen from the front, or from behind."""
    x, top = of.get("x", 0.0), of.get("y", SEAT_HEIGHT)
    for way in (-1.0, 1.0):
        pen.line("thin", 1.5, (x + 11.5 * way, top - 2.0), (x + 12.5 * way, 0.8))
    if of.get("back", 1.0):
        back = top + of.get("back_height", 28.0)
        pen.line("thin", 1.5, (x - 10.0, top), (x - 10.5, back), (x + 10.5, back), (x + 10.0, top))
    pen.line("thick", 3.0, (x - 12.0, top - 1.5), (x + 12.0, top - 1.5))


def _stool(pen: _Pen, of: Mapping[str, float]) -> None:
    """`x` its middle, `y` the height of its top, `width`."""
    x, top, half = of.get("x", 0.0), of.get("y", SEAT_HEIGHT), of.get("width", 20.0) / 2
    for way in (-1.0, 1.0):
        pen.line("thin", 1.5, (x + (half - 2.5) * way, top - 2.0), (x + (half - 1.0) * way, 0.8))
    pen.line("thick", 3.0, (x - half + 1.5, top - 1.5), (x + half - 1.5, top - 1.5))


def _desk(pen: _Pen, of: Mapping[str, float]) -> None:
    """`x` its nearer edge, `facing` 1 where it goes on to the right, `y` the height of its top."""
    x, top, way, width = of.get("x", 0.0), of.get("y", 43.0), of.get("facing", 1.0), of.get("width", 30.0)
    pen.line("thin", 1.5, (x + 3.5 * way, top - 2.0), (x + 3.5 * way, 0.8))
    pen.line("thin", 1.5, (x + (width - 3.5) * way, top - 2.0), (x + (width - 3.5) * way, 0.8))
    pen.line("thick", 2.4, (x + 1.2 * way, top - 1.2), (x + (width - 1.2) * way, top - 1.2))


def _wall(pen: _Pen, of: Mapping[str, float]) -> None:
    """`x` its surface, `facing` 1 where it goes on to the right."""
    x, way, top = of.get("x", 0.0), of.get("facing", 1.0), of.get("height", 112.0)
    pen.area("wall", (x, 0.0, 0.0), (x + 5.0 * way, 0.0, 0.0), (x + 5.0 * way, top, 0.0), (x, top, 0.0))
    pen.line("thin", 1.0, (x + 0.5 * way, 0.5), (x + 0.5 * way, top - 0.5))


def _door_frame(pen: _Pen, of: Mapping[str, float]) -> None:
    """Seen from the front: two posts and a lintel; `x` the middle of the opening."""
    x, half, top = of.get("x", 0.0), of.get("width", 60.0) / 2, of.get("height", 114.0)
    for way in (-1.0, 1.0):
        edge, far = x + half * way, x + (half + 5.0) * way
        pen.area("wall", (edge, 0.0, 0.0), (far, 0.0, 0.0), (far, top, 0.0), (edge, top, 0.0))
    pen.line("thin", 1.0, (x - half, 0.5), (x - half, top), (x + half, top), (x + half, 0.5))


def _step(pen: _Pen, of: Mapping[str, float]) -> None:
    """`x` its nearer edge, `y` its height."""
    x, top, width = of.get("x", 0.0), of.get("y", 11.0), of.get("width", 26.0)
    pen.area("block", (x, 0.0, 0.0), (x + width, 0.0, 0.0), (x + width, top, 0.0), (x, top, 0.0))


def _mat(pen: _Pen, of: Mapping[str, float]) -> None:
    """Under the floor's height, so that who lies on it lies at 0; seen from above, `depth` shows its other edge."""
    x, half, depth = of.get("x", 0.0), of.get("width", 130.0) / 2, of.get("depth", 0.0) / 2
    if depth:
        corners = ((x - half, -depth), (x + half, -depth), (x + half, depth), (x - half, depth))
        pen.area("mat", *((px, 0.0, pz) for px, pz in corners))
    else:
        pen.line("mat-edge", 1.6, (x - half, -0.9), (x + half, -0.9))


def _rug(pen: _Pen, of: Mapping[str, float]) -> None:
    """A mat seen from above."""
    x, y, half, high = of.get("x", 0.0), of.get("y", 0.0), of.get("width", 120.0) / 2, of.get("height", 60.0) / 2
    corners = ((x - half, y - high), (x + half, y - high), (x + half, y + high), (x - half, y + high))
    pen.area("mat", *((px, py, 0.0) for px, py in corners))


def _roller(pen: _Pen, of: Mapping[str, float]) -> None:
    """Seen from its end; `x` its middle."""
    x, y = of.get("x", 0.0), of.get("y", ROLLER_RADIUS)
    pen.disc("roller", x, y, ROLLER_RADIUS - 0.4)
    pen.disc("hole", x, y, ROLLER_RADIUS * 0.36)


def _cushion(pen: _Pen, of: Mapping[str, float]) -> None:
    """A folded towel or small pillow on the floor, or at height `y`."""
    x, y, half, thick = of.get("x", 0.0), of.get("y", 0.0), of.get("width", 14.0) / 2, of.get("thick", 3.0)
    pen.line("soft", thick, (x - half + thick / 2, y + thick / 2), (x + half - thick / 2, y + thick / 2))


KINDS: dict[str, Callable[[_Pen, Mapping[str, float]], None]] = {
    "chair": _chair,
    "chair_front": _chair_front,
    "stool": _stool,
    "desk": _desk,
    "wall": _wall,
    "door_frame": _door_frame,
    "step": _step,
    "mat": _mat,
    "rug": _rug,
    "roller": _roller,
    "cushion": _cushion,
}
"""Everything that can stand in a picture."""

NUMBERS = frozenset({"x", "y", "facing", "back", "back_height", "width", "depth", "height", "thick"})


def draw(prop: Prop, view: View) -> str:
    """Return one thing as SVG elements."""
    pen = _Pen(view)
    KINDS[prop.kind](pen, prop.numbers)
    return "".join(pen.drawn)
