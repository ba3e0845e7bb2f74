"""What a browser needs to install the dashboard as an app: its description, its service worker, and the page without the chair."""

from __future__ import annotations

import json

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue

from chairpi.dashboard.web_files import web_root
from chairpi.language.words import _, spoken

blueprint = Blueprint("installed", __name__)

PAPER = "#f5f2ea"
GREEN = "#17635e"
"""The colours of chairpi.css and favicon.svg; a browser shows them while the app opens."""
ICONS = (
    ("icons/chairpi-192.png", "192x192", "any"),
    ("icons/chairpi-512.png", "512x512", "any"),
    ("icons/chairpi-maskable-512.png", "512x512", "maskable"),
)
"""The last one leaves room for the shapes that systems cut out: within four fifths of it is all that must be seen."""


@blueprint.get("/manifest.webmanifest")
def manifest() -> ResponseReturnValue:
    """Name, colours and icons (W3C Web Application Manifest)."""
    described = {
        "id": "/",
        "name": "ChairPi",
        "short_name": "ChairPi",
        "description": _("Your chair: how you sit, when to stand up, and what to stretch."),
        "lang": spoken(),
        "start_url": url_for("now.page"),
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": GREEN,
        "icons": [
            {"src": url_for("static", filename=name), "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in ICONS
        ],
    }
    return Response(json.dumps(described, ensure_ascii=False), mimetype="application/manifest+json")


@blueprint.get("/service-worker.js")
def service_worker() -> ResponseReturnValue:
    """The script that answers when the chair does not; at this address, because it may only speak for what is below it."""
    script = (web_root() / "static" / "js" / "service_worker.js").read_text(encoding="utf-8")
    return Response(script, mimetype="text/javascript")


@blueprint.get("/offline")
def offline() -> ResponseReturnValue:
    """The page for when the chair cannot be reached: the same for everybody, with nothing personal in it."""
    return render_template("offline.html")
