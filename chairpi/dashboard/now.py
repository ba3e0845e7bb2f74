"""The Now page: how the chair is sat on at this moment, and what a person may ask of it without JavaScript."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from chairpi.core.events import PromptKind
from chairpi.dashboard.chair_requests import ask_chair, request_of_form
from chairpi.dashboard.services import services
from chairpi.programme.routines import routine_for

blueprint = Blueprint("now", __name__)

STAND_TARGETS_S = (1200, 1800, 2700, 3600)
"""The choices of unbroken sitting [s] before a prompt; 20 to 60 min is the range that break studies and reminders use."""
SNOOZE_S = 600


@blueprint.get("/")
def page() -> ResponseReturnValue:
    """The seat, the sitting clock and the prompt, complete without JavaScript."""
    present = services().presenter.present()
    return render_template(
        "now.html",
        present=present,
        now=present.now,
        text=present.text,
        routine_id=routine_for(PromptKind.STAND),
        stand_targets_s=STAND_TARGETS_S,
        snooze_s=SNOOZE_S,
    )


@blueprint.post("/requests/<name>")
def ask(name: str) -> ResponseReturnValue:
    """A request to the chair from a plain form; the answer is shown on the Now page."""
    fields = {key: value for key, value in request.form.items() if key != "csrf_token"}
    try:
        answer = ask_chair(services().link_dir, request_of_form(name, fields))
    except ValueError as error:
        abort(400, str(error))
    if answer.http_status == 400:
        abort(400, answer.text)
    flash(answer.text, "done" if answer.ok else "not-done")
    return redirect(url_for("now.page"), 303)
