"""The button by which somebody tells a chair that cannot know it what time it is."""

from __future__ import annotations

import math
from datetime import datetime

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from chairpi.dashboard.places import place_on_this_site
from chairpi.dashboard.services import services
from chairpi.dashboard.told import tell_sensor
from chairpi.language.words import _
from chairpi.link.protocol import Message

blueprint = Blueprint("house_time", __name__)


@blueprint.app_context_processor
def asked() -> dict[str, object]:
    """What the form shows, asked for by the template that has it."""
    return {"time_to_tell": _time_to_tell}


@blueprint.post("/time")
def tell() -> ResponseReturnValue:
    """Let the chair take the browser's time, or what was typed, for the time it is."""
    parts = services()
    tell_sensor(
        parts.link_dir,
        _message,
        lambda _sent: _("All right: that is the time from now on, until the network knows better."),
    )
    parts.clock.look_soon()
    return redirect(place_on_this_site(request.form.get("next", "")), 303)


def _time_to_tell() -> dict[str, str] | None:
    """What the chair thinks that the local time is, as a form writes it, and the zone; nothing where the machine knows the time."""
    parts = services()
    if parts.clock.is_set():
        return None
    now = datetime.fromtimestamp(parts.clock.utc_s(), parts.days.zone)
    return {"local": f"{now:%Y-%m-%dT%H:%M}", "zone": parts.days.name or ""}


def _message() -> Message:
    """The request, of the browser's own time where it was sent, else of the local time that was typed.

    Raises
    ------
    ValueError
        It is no time.
    """
    try:
        if sent := request.form.get("utc_s", ""):
            utc_s = float(sent)
        else:
            typed = datetime.fromisoformat(request.form.get("local", ""))
            utc_s = (typed if typed.tzinfo else typed.replace(tzinfo=services().days.zone)).timestamp()
    except (ValueError, OverflowError, OSError):
        utc_s = math.nan
    if not math.isfinite(utc_s):
        raise ValueError(_("That is no date and time. Write it like 2026-11-23 08:30."))
    return {"request": "believe_time", "utc_s": utc_s}
