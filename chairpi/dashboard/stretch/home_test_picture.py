"""The drawings of the home tests, which stand still: somebody looks at them while they do what is drawn."""

from __future__ import annotations

from markupsafe import Markup

from chairpi.dashboard.stretch.drawings import Showing, image
from chairpi.language.words import _, translated
from chairpi.programme.causes import CauseText
from chairpi.programme.exercises import Cause
from chairpi.programme.figure.reading import load_pictures

PICTURES = {
    Cause.TIGHT_HAMSTRINGS: "test-hamstrings",
    Cause.TIGHT_HIPS: "test-hips",
    Cause.STIFF_ANKLES: "knee-to-wall",
    Cause.WEAK_GLUTES: "test-glutes",
    Cause.ROUNDED_SHOULDERS: "test-shoulders",
}
"""Which drawing each test has; that of the ankles is done as its exercise is."""


def home_test_picture(text: CauseText) -> Markup:
    """The drawing of a cause's home test, as HTML."""
    name = PICTURES[text.cause]
    alt = _("The test: %(name)s. %(what)s", name=text.name, what=translated(load_pictures()[name].describe))
    return Markup('<figure class="figure">{}</figure>').format(image(name, Showing.STILL, alt))
