"""The stretch pages: every routine in full, and when to see someone instead."""

from __future__ import annotations

from functools import cache

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from chairpi.errors import ContentError
from chairpi.programme.advice import Advice, load_advice
from chairpi.programme.routines import GET_READY_S, Routine, load_routines

blueprint = Blueprint("stretch", __name__)


@cache
def _routines() -> dict[str, Routine]:
    try:
        return {routine.id: routine for routine in load_routines()}
    except ValueError as error:
        raise ContentError(f"the routines that come with ChairPi cannot be read: {error}") from error


@cache
def _advice() -> Advice:
    try:
        return load_advice()
    except ValueError as error:
        raise ContentError(f"the advice that comes with ChairPi cannot be read: {error}") from error


@blueprint.get("/stretch")
def index() -> ResponseReturnValue:
    """All routines, the shortest first."""
    return render_template("stretch.html", routines=_routines().values(), advice=_advice())


@blueprint.get("/stretch/<routine_id>")
def routine(routine_id: str) -> ResponseReturnValue:
    """One routine: each step in words; a timer comes with JavaScript."""
    wanted = _routines().get(routine_id)
    if wanted is None:
        abort(404, "There is no routine of this name. The list of all routines has those there are.")
    return render_template("routine.html", routine=wanted, advice=_advice(), ready_s=GET_READY_S)


@blueprint.get("/when-to-get-help")
def when_to_get_help() -> ResponseReturnValue:
    """The signs for which someone should look at a person, not a dashboard; one tap away on every page."""
    return render_template("when_to_get_help.html", advice=_advice())
