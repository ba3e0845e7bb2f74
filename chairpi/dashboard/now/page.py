"""The Now page: how the chair is sat on at this moment, and what a person may ask of it without JavaScript."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from chairpi.core.events.prompting import PromptKind
from chairpi.dashboard.access.visitor import visitor
from chairpi.dashboard.chair_requests import ask_chair, request_of_form
from chairpi.dashboard.history.today import chosen_day
from chairpi.dashboard.prompts.prompt_words import CHOICES
from chairpi.dashboard.services import services
from chairpi.dashboard.sitter_words import SOMEBODY_ELSE
from chairpi.dashboard.whose import chosen_sitter
from chairpi.store.view import HistoryView

blueprint = Blueprint("now", __name__)

STAND_TARGETS_S = (1200, 1800, 2700, 3600)
"""The choices of unbroken sitting [s] before a prompt; 20 to 60 min is the range that break studies and reminders use."""
PUT_OFF_S = (60, 300, 900)
"""For how long a prompt may be put off [s], at most; the chair says which of them are left."""
NOT_FOR_THE_CHAIR = ("csrf_token", "next", "day", "sitter")
"""Fields of a form that say which page comes next."""
MEETINGS_S = (1800, 3600)
"""The lengths of a meeting [s] that have a button; the third button is for one without an end."""


@blueprint.get("/")
def page() -> ResponseReturnValue:
    """Breaks, movement, the seat and the prompt, complete without JavaScript."""
    present = services().presenter.present(named=visitor().may_look)
    return render_template(
        "now/now.html",
        present=present,
        now=present.now,
        text=present.text,
        kinds=[kind.value for kind in PromptKind],
        stand_targets_s=STAND_TARGETS_S,
        put_off_s=PUT_OFF_S,
        meetings_s=MEETINGS_S,
        reasons=CHOICES,
        somebody_else=SOMEBODY_ELSE,
    )


@blueprint.post("/requests/<name>")
def ask(name: str) -> ResponseReturnValue:
    """A request to the chair from a plain form; the answer is shown on the Now page, or on the Prompts page where that is `next`.

    Of a prompt there, the page is that of the same day and sitter, at that prompt.
    """
    back = _prompts_again() if request.form.get("next") == "prompts" else url_for("now.page")
    fields = {key: value for key, value in request.form.items() if key not in NOT_FOR_THE_CHAIR}
    answer = ask_chair(services().link_dir, request_of_form(name, fields))
    if answer.http_status == 422:
        abort(400, answer.text)
    flash(answer.text, "done" if answer.ok else "not-done")
    return redirect(back, 303)


def _prompts_again() -> str:
    """The address of the prompt that was spoken of, on the page where it was."""
    chosen_day()  # refuses what is no day
    chosen_sitter(services(), HistoryView(services().history_path))  # and nobody
    day, sitter, number = (request.form.get(name) or None for name in ("day", "sitter", "number"))
    anchor = f"prompt-{number}" if number and number.isdecimal() else None
    return url_for("prompts.page", day=day, sitter=sitter, _anchor=anchor)
