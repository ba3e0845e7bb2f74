"""The drawings as files of their own: a browser fetches each one once, and keeps it for as long as it stays the same."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from hashlib import sha256

from flask import Blueprint, Response, abort, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from chairpi.dashboard.web_files import web_root
from chairpi.language.words import _
from chairpi.programme.figure.outline import HEIGHT, WIDTH
from chairpi.programme.figure.reading import load_pictures
from chairpi.programme.figure.svg import Phase, draw

blueprint = Blueprint("drawings", __name__)

KEPT_S = 365 * 86_400
"""So long a browser keeps a drawing whose address names its version: for good (RFC 9111 has no more than a year in use)."""

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""A drawing opened by itself is a document with a style of its own; it is made here, and holds nothing that anybody typed."""


class Showing(StrEnum):
    """What a file shows of a drawing."""

    STILL = "still"
    MOVING = "moving"
    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A file: what is in it, packed, since all of them lie in memory; and its version, which changes with that."""

    packed: bytes
    version: str

    @property
    def svg(self) -> bytes:
        """What is in it."""
        return zlib.decompress(self.packed)


@cache
def drawing(name: str, showing: Showing) -> Drawing:
    """One file.

    Raises
    ------
    KeyError
        There is no such picture.
    """
    style = (web_root() / "static" / "css" / "drawing.css").read_text(encoding="utf-8")
    phase = Phase(showing) if showing in [*Phase] else None
    # What a picture works out while it is drawn goes with this copy: 7 MB for all of them.
    picture = replace(load_pictures()[name])
    svg = draw(picture, style, phase=phase, moving=showing is Showing.MOVING).encode()
    return Drawing(zlib.compress(svg), sha256(svg).hexdigest()[:16])


def address(name: str, showing: Showing) -> str:
    """Where a drawing is, with its version."""
    return url_for("drawings.file", name=name, showing=showing.value, v=drawing(name, showing).version)


def image(name: str, showing: Showing, alt: str) -> Markup:
    """A drawing as HTML: an `<img>`, fetched when it comes into sight."""
    return Markup(
        '<img class="figure-picture" src="{}" alt="{}" width="{}" height="{}" loading="lazy" decoding="async">'
    ).format(address(name, showing), alt, WIDTH, HEIGHT)


@blueprint.get("/stretch/picture/<name>/<showing>.svg")
def file(name: str, showing: str) -> ResponseReturnValue:
    """One drawing; the same for everybody, so that nobody needs to ask who looks at it."""
    if name not in load_pictures() or showing not in [*Showing]:
        abort(404, _("There is no such picture."))
    found = drawing(name, Showing(showing))
    answer = Response(found.svg, mimetype="image/svg+xml", headers={"Content-Security-Policy": POLICY})
    answer.set_etag(found.version)
    answer.cache_control.private = True
    if request.args.get("v") == found.version:
        answer.cache_control.max_age = KEPT_S
        answer.cache_control.immutable = True
    else:  # an older page asks: it gets the picture as it is now, and asks again next time
        answer.cache_control.no_cache = True
    return answer.make_conditional(request)
