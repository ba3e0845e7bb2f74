"""The seat as a drawing: where each cell stands, how much it carries, where the load's centre is and was.

The picture is a map of the chair from above, as its sitter faces: the front edge of the seat at the top, the backrest folded flat
at the bottom, the sitter's left on the left. Hips that slide forward move the dot up.

Drawing units are CSS pixels of a picture 400 wide; the templates and the browser only place what this module has worked out.
"""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypedDict

from chairpi.core.seat import BACK_UPPER, SEAT
from chairpi.dashboard.feed.live import TrailPoint
from chairpi.dashboard.feed.messages import CellPlace, Now
from chairpi.dashboard.now.words import cell_label
from chairpi.language.words import _, number_text

WIDTH = 400.0
SPAN = 190.0
"""The wider of the seat cells' two spreads, as drawn."""
SEAT_MARGIN = 64.0
BACK_ROW = 64.0
"""Height of one row of backrest cells, as drawn."""
EDGE = 8.0
EVEN_RADIUS = 30.0
"""Radius of a cell that carries an even share; smaller where cells stand close together."""
LARGEST = 1.8
"""A load's greatest radius, in even shares' radii: about 80 % of the load on one of four cells. More stays that size."""
PERCENT_FROM_N = 30.0
"""Below this load [N] shares are mostly noise, so newtons are shown: 3 kg, far below any sitter."""
SIZE_FROM_N = 200.0
"""Below this load [N] sizes follow the force and not the share, so that an empty seat's noise draws as almost nothing."""
LEAST_DRAWN = 6.0
"""A smaller disc would only blot its own figure, which says that the load is next to nothing."""
UNKNOWN = "–"
TRAIL_PARTS = 4
"""The trail is drawn in this many pieces, the older the fainter."""


@dataclass(frozen=True, slots=True)
class Projection:
    """From the seat [mm, forward + and right +] to the picture: `scale` per mm, and the seat's middle in both."""

    scale: float
    ap_mm: float
    ml_mm: float
    x: float
    y: float

    def spot(self, ap_mm: float, ml_mm: float) -> tuple[float, float]:
        """Where a point of the seat is drawn."""
        x = self.x + (ml_mm - self.ml_mm) * self.scale
        y = self.y - (ap_mm - self.ap_mm) * self.scale
        return round(x, 1), round(y, 1)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in the picture."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Place:
    """One cell in the picture; its figure stands in the disc, or beside it in the backrest, whose discs are small."""

    name: str
    label: str
    in_seat: bool
    x: float
    y: float
    figure_x: float


@dataclass(frozen=True, slots=True)
class Layout:
    """What stays in the picture for as long as the chair is the same one; `key` tells one chair's layout from another's."""

    key: str
    places: tuple[Place, ...]
    projection: Projection
    seat: Box
    back: Box
    height: float
    even_radius: float


class CellDrawing(TypedDict):
    """How one cell's load is drawn and said."""

    radius: float
    figure: str
    force: str
    lost: bool


class Drawing(TypedDict):
    """What moves in the picture; `trail` holds SVG point lists, the oldest part first."""

    cells: list[CellDrawing]
    cop: tuple[float, float] | None
    reference: tuple[float, float] | None
    trail: list[str]


def layout(cells: Sequence[CellPlace]) -> Layout:
    """Lay the picture out for any seat: three seat cells or more, backrest cells or none."""
    seat_mm = [(cell["ap_mm"] or 0.0, cell["ml_mm"]) for cell in cells if cell["cell"].startswith(SEAT)]
    (ap_from_mm, ap_to_mm), (ml_from_mm, ml_to_mm) = ((min(axis), max(axis)) for axis in zip(*seat_mm, strict=True))
    scale = SPAN / max(ap_to_mm - ap_from_mm, ml_to_mm - ml_from_mm)
    width = (ml_to_mm - ml_from_mm) * scale + 2 * SEAT_MARGIN
    depth = (ap_to_mm - ap_from_mm) * scale + 2 * SEAT_MARGIN

    # The backrest has a row for its lower and one for its upper cells, as far as it has them; without any it is a plain bar.
    back_rows = sorted({cell["cell"].startswith(BACK_UPPER) for cell in cells if cell["ap_mm"] is None})
    seat = Box((WIDTH - width) / 2, EDGE, width, depth)
    back = Box(WIDTH / 2 - 0.42 * width, seat.y + depth + EDGE, 0.84 * width, max(34.0, BACK_ROW * len(back_rows)))
    middle = Projection(scale, (ap_from_mm + ap_to_mm) / 2, (ml_from_mm + ml_to_mm) / 2, WIDTH / 2, seat.y + depth / 2)

    places = []
    for cell in cells:
        name, label = cell["cell"], cell_label(cell["cell"])
        x, y = middle.spot(cell["ap_mm"] or 0.0, cell["ml_mm"])
        if cell["ap_mm"] is None:
            x = min(max(x, back.x + EVEN_RADIUS), back.x + back.width - EVEN_RADIUS)
            y = back.y + BACK_ROW * (back_rows.index(name.startswith(BACK_UPPER)) + 0.5)
            places.append(Place(name, label, False, x, y, x + EVEN_RADIUS + 30))
        else:
            places.append(Place(name, label, True, x, y, x))
    nearest_mm = min(math.dist(one, other) for one, other in combinations(seat_mm, 2))
    return Layout(
        key=f"{zlib.crc32(json.dumps(cells).encode()):08x}",
        places=tuple(places),
        projection=middle,
        seat=seat,
        back=back,
        height=back.y + back.height + EDGE,
        even_radius=min(EVEN_RADIUS, 0.3 * nearest_mm * scale),
    )


def draw(picture: Layout, now: Now, trail: Sequence[TrailPoint], *, shows_weight: bool = False) -> Drawing:
    """Draw the present loads into the picture; without `shows_weight` those of a sitter are shares, which tell no weight."""
    reference = now["reference"]
    ap_mm, ml_mm = now["cop_ap_mm"], now["cop_ml_mm"]
    forces_n = now["force_n"] or [None] * len(picture.places)  # nothing heard yet
    spot = picture.projection.spot
    return {
        "cells": [
            _cell(picture, place, force_n, now, shows_weight=shows_weight)
            for place, force_n in zip(picture.places, forces_n, strict=True)
        ],
        "cop": None if ap_mm is None or ml_mm is None else spot(ap_mm, ml_mm),
        "reference": spot(reference["cop_ap_mm"], reference["cop_ml_mm"]) if reference else None,
        "trail": _parts([spot(point.ap_mm, point.ml_mm) for point in trail]),
    }


def _cell(picture: Layout, place: Place, force_n: float | None, now: Now, *, shows_weight: bool) -> CellDrawing:
    """One cell: its area grows with its share of the load on the seat, so that light and heavy people look alike."""
    if force_n is None:
        return {"radius": 0.0, "figure": "?", "force": _("no reading"), "lost": True}
    total_n = now["total_n"] or 0.0
    even_n = max(total_n, SIZE_FROM_N) / sum(other.in_seat for other in picture.places)
    radius = picture.even_radius * min(LARGEST, math.sqrt(max(0.0, force_n) / even_n))
    radius = radius if radius >= LEAST_DRAWN else 0.0
    newtons = _("%(force_n)s N", force_n=number_text(force_n))
    share = UNKNOWN
    if total_n >= PERCENT_FROM_N:
        share = _("%(share)s%%", share=number_text(100 * max(0.0, force_n / total_n)))
    elif now["total_n"] is not None:
        share = newtons  # of an empty seat, or of a bag
    figure = share if not shows_weight or (place.in_seat and total_n >= PERCENT_FROM_N) else newtons
    return {"radius": round(radius, 1), "figure": figure, "force": newtons if shows_weight else share, "lost": False}


def _parts(spots: list[tuple[float, float]]) -> list[str]:
    """Cut the trail into point lists of about equal length, each beginning where the one before ends."""
    step = max(1, math.ceil((len(spots) - 1) / TRAIL_PARTS))
    parts = [spots[begin : begin + step + 1] for begin in range(0, step * TRAIL_PARTS, step)]
    return [" ".join(f"{x:g},{y:g}" for x, y in part) if len(part) > 1 else "" for part in parts]
