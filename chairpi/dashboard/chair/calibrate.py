"""The calibration page: the guided flow that the sensor process runs, a step at a time, complete without JavaScript."""

from __future__ import annotations

import math
from collections.abc import Mapping

from flask import Blueprint, abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from chairpi.calibration.guided_actions import BOUNDS, FIELDS
from chairpi.dashboard.chair import calibration_view as view
from chairpi.dashboard.chair.calibration_state import State, seat_cells
from chairpi.dashboard.chair.weightless import told
from chairpi.dashboard.heard import heard
from chairpi.dashboard.now.words import as_sentence, cell_label
from chairpi.dashboard.places import place_on_this_site
from chairpi.dashboard.problems import RETRY_AFTER_S, problem
from chairpi.dashboard.services import services
from chairpi.dashboard.told import tell_sensor
from chairpi.errors import LinkError
from chairpi.language.words import N_, _
from chairpi.link.client import send_command
from chairpi.link.protocol import Message

blueprint = Blueprint("calibrate", __name__)

AWAY = "away"
"""Stands for the page's state while the sensor process cannot be asked."""

_NUMBERS = {
    "mass_kg": N_("The mass is a number from %(low)s to %(high)s kg."),
    "ap_mm": N_("The place forward or back is a number from %(low)s to %(high)s mm."),
    "ml_mm": N_("The place to a side is a number from %(low)s to %(high)s mm."),
}
_NONE = {
    "mass_kg": N_("The mass is a number from %(low)s to %(high)s kg, and “%(typed)s” is not."),
    "ap_mm": N_("The place forward or back is a number from %(low)s to %(high)s mm, and “%(typed)s” is not."),
    "ml_mm": N_("The place to a side is a number from %(low)s to %(high)s mm, and “%(typed)s” is not."),
}
"""What is said where nothing was typed, and where something else was."""
_WAYS = {"ap_mm": "ap_way", "ml_mm": "ml_way"}
"""A place is asked for as a distance and a way, because the number keys of many phones have no minus."""
_ASKED_FOR = {"span": ("mass_kg",), "corner": ("mass_kg",), "known": ("mass_kg", "ap_mm", "ml_mm")}
"""The numbers that the page's forms must have."""


@blueprint.get("/calibrate")
def page() -> ResponseReturnValue:
    """The present step, what each cell says now, and what came of it so far."""
    return render_template("chair/calibrate.html", **shown(*present_state()))


def shown(state: State | None, why: str) -> dict[str, object]:
    """What the templates show of a state; without one, why there is none."""
    if state is None:
        return {"state": None, "key": AWAY, "why": why}
    picture = view.picture_of(state)
    return {
        "state": state,
        "key": view.key_of(state),
        "heading": view.heading(state),
        "stages": view.stages(state),
        "live": view.live(state, picture),
        "layout": picture,
        "seat_cells": seat_cells(state),
        "presses": view.presses(state),
        "rested": view.rested(state),
        "last_action": state["done"][-1]["action"] if state["done"] else "",
        "bounds": BOUNDS,
        "sentence": as_sentence,
        "heard": heard,
        "label": cell_label,
    }


@blueprint.get("/api/v1/calibration")
def present() -> ResponseReturnValue:
    """The state, with what moves on the page; `key` changes when the page as a whole does.

    As the sensor process tells it while a calibration is under way; before and after that, loads are shares.
    """
    state, why = present_state()
    if state is None:
        return problem(503, why, {"Retry-After": str(RETRY_AFTER_S)}, key=AWAY)
    record = {"ok": True, "key": view.key_of(state), "said": view.said(state), "calibration": state}
    return jsonify(record | view.live(state, view.picture_of(state)))


@blueprint.post("/calibrate/<name>")
def act(name: str) -> ResponseReturnValue:
    """One action from a form; what comes of it is shown on the page, or on the one that `next` names."""
    if name not in FIELDS:
        abort(404, _("The calibration knows no such step. Its page shows what can be done."))
    tell_sensor(services().link_dir, lambda: message_of_form(name, request.form), lambda _message: "")
    return redirect(place_on_this_site(request.form.get("next") or url_for("calibrate.page")), 303)


def message_of_form(action: str, form: Mapping[str, str]) -> Message:
    """What a form asks of the sensor process.

    Parameters
    ----------
    action
        One of `chairpi.calibration.guided_actions.FIELDS`.
    form
        Its fields: `mass_kg`; `ap_mm` and `ml_mm` with `ap_way` and `ml_way`, of which `-1` means back and left; `cell`; `accept` and
        `sure`, which count when they are there. What is empty is left out.

    Raises
    ------
    ValueError
        A number is missing, none, or too large or small; the message is for the person.
    """
    message: Message = {"request": "calibration", "action": action}
    for key in sorted(FIELDS[action]):
        text = form.get(key, "").strip()
        if key in BOUNDS:
            if text or key in _ASKED_FOR.get(action, ()):
                message[key] = _number(key, text, backwards=form.get(_WAYS.get(key, "")) == "-1")
        elif text:
            message[key] = text if key == "cell" else True
    return message


def _number(key: str, text: str, *, backwards: bool) -> float:
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        number = math.nan
    low, high = BOUNDS[key]
    number = -number if backwards else number
    if not low <= number <= high:
        sentence = _((_NONE if text else _NUMBERS)[key], low=f"{max(low, 0.0):g}", high=f"{high:g}", typed=text)
        nothing = _("Nothing was measured.")
        raise ValueError(f"{sentence} {nothing}")
    return number


def present_state() -> tuple[State | None, str]:
    """The state as it may be told, or why there is none."""
    try:
        reply = send_command(services().link_dir, {"request": "calibration", "action": "state"})
    except LinkError as error:
        return None, as_sentence(str(error))
    state = reply.get("calibration")
    if not isinstance(state, dict):
        return None, as_sentence(str(reply.get("why") or N_("the chair's own program is of another version")))
    return told(state, shows_weight=services().book.preferences().show_weight), ""
