"""The chair on a wall or a second monitor: what can be read from two metres, of nobody by name, and nothing to press."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from chairpi.dashboard.services import services

blueprint = Blueprint("kiosk", __name__)


@blueprint.get("/kiosk")
def page() -> ResponseReturnValue:
    """The sitting clock, the next break, the prompt and the seat; complete without JavaScript."""
    present = services().presenter.present(named=False)
    return render_template("now/kiosk.html", present=present, text=present.text)
