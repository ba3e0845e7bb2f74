"""What every page says while the sensor process touches no hardware, and the button that ends that."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from chairpi.dashboard.feed.messages import SafeModeTold
from chairpi.dashboard.heard import heard
from chairpi.dashboard.services import services
from chairpi.dashboard.told import tell_sensor
from chairpi.language.words import _

blueprint = Blueprint("safe_mode", __name__)


@blueprint.app_context_processor
def told() -> dict[str, SafeModeTold | None]:
    """Why no hardware is touched, for every page; the error in the reader's language where it is known."""
    safe_mode = services().feed.snapshot().safe_mode
    if safe_mode is None:
        return {"safe_mode": None}
    return {"safe_mode": {"n_failed": safe_mode["n_failed"], "error": heard(safe_mode["error"])}}


@blueprint.post("/safe-mode/leave")
def leave() -> ResponseReturnValue:
    """Let the chair start as usual."""
    tell_sensor(
        services().link_dir,
        lambda: {"request": "safe_mode", "leave": True},
        lambda _message: _(
            "The chair starts as usual now; that takes some seconds. Should it fail three times again, it comes back to safe mode."
        ),
    )
    return redirect(url_for("now.page"), 303)
