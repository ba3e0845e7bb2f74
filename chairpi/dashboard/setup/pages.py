"""The first run's pages: an overview, a page for each step, and forms that lead on; complete without JavaScript."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from chairpi.dashboard.access.visitor import visitor
from chairpi.dashboard.now.words import as_sentence
from chairpi.dashboard.services import services
from chairpi.dashboard.setup import calibrating, cells, hours, place_and_time, signals, simulated, upright
from chairpi.dashboard.setup.steps import (
    BY_NAME,
    PUT_AWAY,
    READY,
    after,
    listed,
    marks,
    marks_if_known,
    open_steps,
    progress,
)
from chairpi.dashboard.told import tell_sensor
from chairpi.errors import StoreError
from chairpi.language.words import _, translated
from chairpi.store.first_run import Mark

blueprint = Blueprint("setup", __name__)

Form = Mapping[str, str]

VALUES: dict[str, Callable[[Form], dict[str, object]]] = {
    "language": place_and_time.values,
    "cells": cells.values,
    **{name: lambda _form, name=name: calibrating.values(name) for name in calibrating.STEPS},  # type: ignore[misc]
    "upright": lambda _form: upright.values(),
    "hours": hours.values,
    "signals": signals.values,
    "pairing": lambda _form: {"is_paired": visitor().device is not None, "name": visitor().name},
}
"""What each step's page shows, by what somebody typed or what the address says."""

SAVE: dict[str, Callable[[Form], str]] = {
    "language": place_and_time.save,
    "cells": cells.save,
    "hours": hours.save,
}
"""Steps that are done once their form is kept."""


@blueprint.app_context_processor
def tell_progress() -> dict[str, object]:
    """How far the first run is, for every page."""
    return {"setup_progress": progress()}


@blueprint.get("/first-run")
def page() -> ResponseReturnValue:
    """All steps, and where to go on."""
    found = marks_if_known()
    still_open = open_steps(found)
    return render_template(
        "setup/overview.html",
        steps=listed(found),
        next_step=BY_NAME[still_open[0]] if still_open else None,
        has_begun=bool(found),
        is_put_away=PUT_AWAY in found,
        is_simulated=simulated.is_simulated(),
    )


@blueprint.get("/first-run/<step>")
def step(step: str) -> ResponseReturnValue:
    """One step."""
    if step == READY:
        found = marks_if_known()
        skipped = [one for one in listed(found) if found.get(one.name) is not Mark.DONE]
        return render_template("setup/ready.html", left_out=skipped, is_simulated=simulated.is_simulated())
    return _page(_known(step), request.args)


@blueprint.post("/first-run/<step>")
def go_on(step: str) -> ResponseReturnValue:
    """On to the next step: this one is done, or left out."""
    _known(step)
    is_skipped = "skip" in request.form
    if step == "map":
        calibrating.finish_with_what_there_is()
    return _onward(step, Mark.SKIPPED if is_skipped else Mark.DONE)


@blueprint.post("/first-run/<step>/keep")
def keep(step: str) -> ResponseReturnValue:
    """Keep what the step's form says, and go on; where something is to be corrected the page says what."""
    if step not in SAVE:
        abort(404, _("There is no such step. The first run shows all of them."))
    try:
        text = SAVE[step](request.form)
    except ValueError as error:
        return _page(step, request.form, str(error)), 400
    except StoreError as error:
        return _page(step, request.form, as_sentence(str(error))), 500
    flash(text, "done")
    return _onward(step, Mark.DONE)


@blueprint.post("/first-run/upright/take")
def take() -> ResponseReturnValue:
    """One capture of how somebody sits upright."""
    try:
        flash(upright.save(request.form), "done")
    except ValueError as error:
        flash(str(error), "not-done")
    return redirect(url_for("setup.step", step="upright"), 303)


@blueprint.post("/first-run/signals/try")
def try_signals() -> ResponseReturnValue:
    """Light and sound, once."""
    try:
        fitted = signals.try_them()
    except ValueError as error:
        flash(str(error), "not-done")
        return redirect(url_for("setup.step", step="signals"), 303)
    return redirect(url_for("setup.step", step="signals", tried=",".join(fitted)), 303)


@blueprint.post("/first-run/signals/answer")
def answer_signals() -> ResponseReturnValue:
    """What came through; where something did not, the page says what to look at."""
    tried = [name for name in request.form.get("tried", "").split(",") if name in signals.PARTS]
    missed = [name for name in tried if name not in request.form]
    if missed:
        there = url_for("setup.step", step="signals", tried=",".join(tried), missed=",".join(missed))
        return redirect(there, 303)
    return _onward("signals", Mark.DONE)


@blueprint.post("/first-run/simulated")
def simulate() -> ResponseReturnValue:
    """What the step asks of a person, done on the simulated chair."""
    wanted, step = request.form.get("do", ""), request.form.get("step", "")
    tell_sensor(
        services().link_dir, lambda: simulated.message_of(wanted), lambda _message: _("Done on the simulated chair.")
    )
    return redirect(url_for("setup.step", step=step if step in BY_NAME else READY), 303)


@blueprint.post("/first-run/put-away")
def put_away() -> ResponseReturnValue:
    """No page speaks of the first run any more; it stays where it is."""
    parts = services()
    parts.book.first_run.mark(PUT_AWAY, Mark.SKIPPED, parts.clock.utc_s())
    flash(_("All right. You find the first run again under Settings."), "done")
    return redirect(url_for("now.page"), 303)


@blueprint.post("/first-run/again")
def again() -> ResponseReturnValue:
    """All steps are open again; nothing that was set is lost."""
    services().book.first_run.begin_anew()
    return redirect(url_for("setup.page"), 303)


def _known(step: str) -> str:
    if step not in BY_NAME:
        abort(404, _("There is no such step. The first run shows all of them."))
    return step


def _onward(step: str, mark: Mark) -> ResponseReturnValue:
    parts = services()
    parts.book.first_run.mark(step, mark, parts.clock.utc_s())
    return redirect(url_for("setup.step", step=after(step, marks())), 303)


def _page(name: str, form: Form, error: str = "") -> str:
    found, step = marks_if_known(), BY_NAME[name]
    shown = VALUES[name](form)
    steps = listed(found, name)
    at = [one.name for one in steps].index(name)
    return render_template(
        f"setup/{'calibrating' if name in calibrating.STEPS else name}.html",
        **shown,
        step_name=name,
        steps=steps,
        number=at + 1,
        title=translated(step.title),
        about=translated(step.about),
        before=steps[at - 1] if at else None,
        error=error,
        became=found.get(name, ""),
        is_simulated=simulated.is_simulated(),
        offers=simulated.offers(name, shown),
        present=services().presenter.present(),
    )
