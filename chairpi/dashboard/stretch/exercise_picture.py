"""An exercise's drawing, for the templates: an image that `js/figure.js` lets move."""

from __future__ import annotations

from markupsafe import Markup

from chairpi.dashboard.stretch.drawings import Showing, address, image
from chairpi.language.words import _, translated
from chairpi.programme.exercises import Exercise, Place
from chairpi.programme.figure.reading import load_pictures

NEUTRAL = {
    Place.CHAIR: "neutral-chair",
    Place.STANDING: "neutral-standing",
    Place.FLOOR: "neutral-floor",
    Place.ROLLER: "neutral-roller",
}
"""What is shown of an exercise whose drawing there is not: the figure at the place, doing nothing."""


def picture(exercise: Exercise, *, moving: bool = True, phase: str | None = None) -> Markup:
    """Return an exercise's drawing as HTML: a `<figure>` with an `<img>`, and where it can move, a button that a script shows.

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
    # Translators: the text of a picture: an exercise's name, and what the picture shows.
    alt = _("%(name)s. %(what)s", name=exercise.name, what=translated(pictures[drawn].describe))
    svg = image(drawn, Showing.STILL if phase is None else Showing(phase), alt)
    if not moving or phase is not None or not pictures[drawn].moves:
        return Markup('<figure class="figure">{}</figure>').format(svg)
    return Markup(
        '<figure class="figure" data-movement="{address}" data-name="{name}">{svg}'
        '<button type="button" class="small" data-movement-button aria-label="{label}" hidden>{word}</button></figure>'
    ).format(
        address=address(drawn, Showing.MOVING),
        name=exercise.name,
        svg=svg,
        label=_("Still picture: %(name)s", name=exercise.name),
        word=_("Still picture"),
    )
