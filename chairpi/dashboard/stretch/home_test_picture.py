"""The drawings of the home tests, which stand still: somebody looks at them while they do what is drawn."""

from __future__ import annotations

from markupsafe import Markup

from chairpi.programme.causes import CauseText
from chairpi.programme.exercises import Cause
from chairpi.programme.figure.reading import load_pictures
from chairpi.programme.figure.svg import draw

PICTURES = {
    Cause.TIGHT_HAMSTRINGS: "test-hamstrings",
    Cause.TIGHT_HIPS: "test-hips",
    Cause.STIFF_ANKLES: "knee-to-wall",
    Cause.WEAK_GLUTES: "test-glutes",
    Cause.ROUNDED_SHOULDERS: "test-shoulders",
}
"""Which drawing each test has; that of the ankles is done as its exercise is."""


def home_test_picture(text: CauseText) -> Markup:
    """The drawing of a cause's home test, as HTML; one of each fits on a page."""
    svg = draw(load_pictures()[PICTURES[text.cause]], f"The test: {text.name}", f"home-test-{text.cause.value}")
    return Markup(f'<figure class="figure">{svg}</figure>')  # noqa: S704  # the drawing is the package's own
