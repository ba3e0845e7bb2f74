"""A picture as SVG: the start as a pale shape, the end as a drawn figure, what is felt in a warm colour, and the movement between them.

Every colour is a class; the style sheet that is given along has them for light and dark. A picture is a file of its own, and what it shows
in words stands in the page, where it is in the reader's language.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

from chairpi.programme.figure import props
from chairpi.programme.figure.flesh import Bar
from chairpi.programme.figure.outline import HEIGHT, WIDTH, line, number, paths
from chairpi.programme.figure.picture import Arrow, Instant, Picture
from chairpi.programme.figure.vectors import plus

STROKE = 2.6
"""Width of an outline that lies under the fill: half of it is seen."""


Kind = Callable[[Instant], Mapping[str, Sequence[Bar]]]
"""What gives one kind of bars of an instant, by the part of the figure that they lie on."""


class Phase(StrEnum):
    """Which part of a movement a picture shows alone."""

    START = "start"
    END = "end"


def draw(picture: Picture, style: str = "", *, phase: Phase | None = None, moving: bool = False) -> str:
    """Return the picture as an SVG document.

    Parameters
    ----------
    picture
        What to draw.
    style
        A style sheet for its classes, without "<" and "&".
    phase
        The start or the end alone; both in one picture where it is `None`.
    moving
        With the movement, which begins by itself.
    """
    shown = picture.begun if phase is Phase.START else picture.shown
    movement = picture.instants if moving and phase is None and picture.moves else ()
    body: list[str] = []
    if phase is None and picture.moves and picture.ghost:
        [ghost] = _without_doubles(
            [paths([bar for bars in picture.begun.parts.values() for bar in bars], picture.view)]
        )
        body.append(f'<path class="ghost" d="{ghost}"/>')
    body += _figure(picture, shown, movement)
    if phase is not Phase.START:
        body += [_arrow(picture, arrow) for arrow in picture.arrows]
    moves = ' class="moving"' if movement else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg"{moves} viewBox="0 0 {WIDTH} {HEIGHT}">'
        f"<style>{style}</style>{_around(picture, in_front=False)}{''.join(body)}{_around(picture, in_front=True)}</svg>"
    )


def _around(picture: Picture, *, in_front: bool) -> str:
    drawn = [props.draw(prop, picture.view) for prop in picture.props if prop.in_front is in_front]
    if not in_front and picture.floor is not None:
        _, y = picture.view.spot((0.0, picture.floor, 0.0))
        drawn.insert(0, f'<path class="floor" d="M6 {number(y)}H{WIDTH - 6}"/>')
    return "".join(drawn)


def _figure(picture: Picture, shown: Instant, movement: tuple[Instant, ...]) -> list[str]:
    """Draw the parts from the farthest to the nearest, each with what joins it to the trunk and what is marked on it."""
    view, drawn = picture.view, []

    def add(kind: str, data_of: Callable[[Instant], Sequence[str]], stroke: float = 0.0) -> None:
        data, *movement_data = _without_doubles([data_of(instant) for instant in (shown, *movement)])
        width = f' stroke-width="{number(stroke)}"' if stroke else ""
        drawn.append(f'<path class="{kind}"{width} d="{data}"{_animated(picture, movement_data)}')

    def bars(kind: Kind, part: str) -> Callable[[Instant], Sequence[str]]:
        return lambda instant: paths(kind(instant)[part], view)

    def strap(instant: Instant) -> Sequence[str]:
        return [line([instant.bones.points[name] for name in picture.strap[1:]], view)]

    for part in picture.order:
        far = " far" if part in picture.far else ""
        add(f"body{far}", bars(lambda instant: instant.parts, part), STROKE)
        if part in shown.joins and not far:
            add("join", bars(lambda instant: instant.joins, part))
        if part in shown.regions:
            add(f"feels{far}", bars(lambda instant: instant.regions, part))
        if part in picture.strap[:1]:
            add("strap", strap)
    return drawn


def _without_doubles(rows: list[Sequence[str]]) -> list[str]:
    """Join the bars of every instant, without those that lie on another one all the time: seen from the side, half a trunk does."""
    return ["".join(row) for row in zip(*dict.fromkeys(zip(*rows, strict=True)), strict=True)]


def _animated(picture: Picture, there: list[str]) -> str:
    """Close an element, with its movement inside where it has one: there, a hold, back, and a moment's rest."""
    if len(set(there)) < 2:
        return "/>"
    n, go = len(there) - 1, (0.92 - picture.hold_share) / 2
    if picture.loops:
        return _animate(picture, there, [i / n for i in range(n + 1)])
    times = [go * i / n for i in range(n + 1)] + [go + picture.hold_share + go * i / n for i in range(n + 1)] + [1.0]
    return _animate(picture, [*there, *reversed(there), there[0]], times)


def _animate(picture: Picture, values: list[str], times: list[float]) -> str:
    return (
        f'><animate attributeName="d" dur="{picture.cycle_s:g}s" repeatCount="indefinite"'
        f' keyTimes="{";".join(f"{time:.3f}" for time in times)}" values="{";".join(values)}"/></path>'
    )


def _arrow(picture: Picture, arrow: Arrow) -> str:
    """Draw a way with a head: through the spots of the movement itself, so that the arrow turns as the limb does."""
    if arrow.spots:
        spots = [picture.view.spot(spot) for spot in arrow.spots]
    else:
        shares = [arrow.begin + (arrow.end - arrow.begin) * i / 8 for i in range(9)]
        spots = [picture.view.spot(plus(picture.at(share).bones.points[arrow.of], arrow.by)) for share in shares]
    shaft = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in _smooth(spots))
    heads = _head(spots[-2], spots[-1]) + (_head(spots[1], spots[0]) if arrow.both else "")
    return f'<path class="way" d="{shaft}"/><path class="way-head" d="{heads}"/>'


def _smooth(spots: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return points on a Catmull-Rom curve through some spots; few given spots would else show as corners."""
    if len(spots) > 4 or len(spots) < 3:
        return spots
    padded = [spots[0], *spots, spots[-1]]
    found = []
    for before, begin, end, after in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for step in range(6):
            t = step / 6
            found.append(
                tuple(
                    0.5 * (2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t**2 + (3 * q - p - 3 * r + s) * t**3)
                    for p, q, r, s in zip(before, begin, end, after, strict=True)
                )
            )
    return [*((x, y) for x, y in found), spots[-1]]


def _head(before: tuple[float, float], tip: tuple[float, float]) -> str:
    towards = math.atan2(tip[1] - before[1], tip[0] - before[0])
    ends = [
        (tip[0] - 7.5 * math.cos(towards + turn), tip[1] - 7.5 * math.sin(towards + turn)) for turn in (0.55, -0.55)
    ]
    (ax, ay), (bx, by) = ends
    return f"M{number(ax)} {number(ay)}L{number(tip[0])} {number(tip[1])}L{number(bx)} {number(by)}"
