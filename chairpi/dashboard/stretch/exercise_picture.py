"""An exercise's drawing, for the templates: `css/figure.css` gives it colours, `js/figure.js` lets it move."""

from __future__ import annotations

from functools import cache
from itertools import count

from markupsafe import Markup, escape

from chairpi.programme.exercises import Exercise, Place
from chairpi.programme.figure.reading import load_pictures
from chairpi.programme.figure.svg import Phase, draw

NEUTRAL = {
    Place.CHAIR: "neutral-chair",
    Place.STANDING: "neutral-standing",
    Place.FLOOR: "neutral-floor",
    Place.ROLLER: "neutral-roller",
}
"""What is shown of an exercise whose drawing there is not: the figure at the place, doing nothing."""

_NAME = "figure-name"
"""Stands in a kept drawing where each showing puts ids of its own."""

_showings = count(1)


def picture(exercise: Exercise, *, moving: bool = True, phase: str | None = None) -> Markup:
    """Return an exercise's drawing as HTML: a `<figure>` with an `<svg>`, and where it can move, a button that a script shows.

    Parameters
    ----------
    exercise
        Whose drawing; where its own is unknown, a neutral figure stands at its place.
    moving
        With the movement, if there is one; long lists do without.
    phase
        "start" or "end" for that alone; both in one picture when not given.

    Raises
    ------
    ValueError
        There is no such phase.
    """
    pictures = load_pictures()
    drawn = exercise.picture if exercise.picture in pictures else NEUTRAL[exercise.place]
    part = Phase(phase) if phase is not None else None
    can_move = moving and part is None and pictures[drawn].moves
    name = escape(exercise.name)
    svg = Markup(_drawing(drawn, exercise.name, part, can_move).replace(_NAME, f"figure-{next(_showings)}"))  # noqa: S704  # escaped there
    if not can_move:
        return Markup('<figure class="figure">{}</figure>').format(svg)
    return Markup(
        '<figure class="figure" data-movement data-name="{name}">{svg}<button type="button" class="small" data-movement-button'
        ' aria-label="Still picture: {name}" hidden>Still picture</button></figure>'
    ).format(name=name, svg=svg)


@cache
def _drawing(drawn: str, title: str, phase: Phase | None, moving: bool) -> str:
    return draw(load_pictures()[drawn], title, _NAME, phase=phase, moving=moving)
