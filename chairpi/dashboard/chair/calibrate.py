"""The calibration page: the guided flow that the sensor process runs, a step at a time, complete without JavaScript."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import cast

from flask import Blueprint, abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from chairpi.calibration.guided_actions import BOUNDS, FIELDS
from chairpi.dashboard.chair import calibration_view as view
from chairpi.dashboard.now.words import as_sentence, cell_label
from chairpi.dashboard.services import services
from chairpi.dashboard.told import tell_sensor
from chairpi.errors import LinkError
from chairpi.link import Message, send_command

blueprint = Blueprint("calibrate", __name__)

AWAY = "away"
"""Stands for the page's state while the sensor process cannot be asked."""

_NAMES = {
    "mass_kg": ("mass", "kg"),
    "ap_mm": ("place forward or back", "mm"),
    "ml_mm": ("place to a side", "mm"),
}
_WAYS = {"ap_mm": "ap_way", "ml_mm": "ml_way"}
"""A place is asked for as a distance and a way, because the number keys of many phones have no minus."""
_ASKED_FOR = {"span": ("mass_kg",), "corner": ("mass_kg",), "known": ("mass_kg", "ap_mm", "ml_mm")}
"""The numbers that the page's forms must have."""


@blueprint.get("/calibrate")
def page() -> ResponseReturnValue:
    """The present step, what each cell says now, and what came of it so far."""
    state, why = _present()
    if state is None:
        return render_template("chair/calibrate.html", state=None, key=AWAY, why=why)
    picture = view.picture_of(state)
    return render_template(
        "chair/calibrate.html",
        state=state,
        key=view.key_of(state),
        heading=view.heading(state),
        stages=view.stages(state),
        live=view.live(state, picture),
        layout=picture,
        seat_cells=view.seat_cells(state),
        presses=view.presses(state),
        rested=view.rested(state),
        last_action=state["done"][-1]["action"] if state["done"] else "",
        bounds=BOUNDS,
        sentence=as_sentence,
        label=cell_label,
    )


@blueprint.get("/api/v1/calibration")
def present() -> ResponseReturnValue:
    """The state as the sensor process tells it, with what moves on the page; `key` changes when the page as a whole does."""
    state, why = _present()
    if state is None:
        return jsonify(ok=False, key=AWAY, text=why), 503
    record = {"ok": True, "key": view.key_of(state), "said": view.said(state), "calibration": state}
    return jsonify(record | view.live(state, view.picture_of(state)))


@blueprint.post("/calibrate/<name>")
def act(name: str) -> ResponseReturnValue:
    """One action from a form; what comes of it is shown on the page."""
    if name not in FIELDS:
        abort(404, "The calibration knows no such step. Its page shows what can be done.")
    tell_sensor(services().link_dir, lambda: message_of_form(name, request.form), lambda _: "")
    return redirect(url_for("calibrate.page"), 303)


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
    name, unit = _NAMES[key]
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        number = math.nan
    low, high = BOUNDS[key]
    number = -number if backwards else number
    if not low <= number <= high:
        least = f"{max(low, 0.0):g}"
        found = f", and “{text}” is not" if text else ""
        raise ValueError(f"The {name} is a number from {least} to {high:g} {unit}{found}. Nothing was measured.")
    return number


def _present() -> tuple[view.State | None, str]:
    """The state, or why there is none."""
    try:
        reply = send_command(services().link_dir, {"request": "calibration", "action": "state"})
    except LinkError as error:
        return None, as_sentence(str(error))
    state = reply.get("calibration")
    if not isinstance(state, dict):
        return None, as_sentence(str(reply.get("why") or "the chair's own program is of another version"))
    return cast(view.State, state), ""
