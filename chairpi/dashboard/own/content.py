"""Exercises of people's own: what there is, adding, changing and removing; also those that stand in the place of a shipped one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from chairpi.dashboard.now.words import as_sentence
from chairpi.dashboard.own import pages
from chairpi.dashboard.own.content_fields import (
    Field,
    Record,
    Typed,
    corrections,
    filled,
    links_of,
    record_of,
    shown_of,
    typed_of,
)
from chairpi.dashboard.own.fields import days_text, dose_text, exercise_fields, sound_exercise
from chairpi.dashboard.own.pages import Added, added, full, new_id
from chairpi.dashboard.services import services
from chairpi.language.words import N_, _, translated
from chairpi.programme.content import LONGEST_LIST, Table
from chairpi.programme.exchange import dose_record, exercise_record, together, without
from chairpi.programme.exercises import DoseSource, read_exercise
from chairpi.programme.in_language import in_language
from chairpi.programme.library import Library, load_library, read_prescription
from chairpi.programme.own import Own
from chairpi.store.own_content import KeptPrescription, OwnKind

blueprint = Blueprint("own_content", __name__)

NO_EXERCISE = N_("There is no exercise of this name. The list of all exercises has those there are.")


@blueprint.get("/programme/content")
def page() -> ResponseReturnValue:
    """What people added, and what can be done with it."""
    here = added()
    shipped = in_language(load_library())
    sitter_id = here.person.sitter_id
    kept = () if sitter_id is None else services().book.content.prescriptions(sitter_id)
    return render_template(
        "own/content.html",
        here=here,
        shipped=shipped,
        exercises=[(one, one["id"] in shipped.exercises) for one in here.own.exercises],
        routines=[(one, one["id"] in shipped.routines) for one in here.own.routines],
        prescriptions=[_listed(one, here.library) for one in kept],
    )


@dataclass(frozen=True, slots=True)
class Listed:
    """A prescription in the list: its name for good, the exercise's, how much and when in words, and a note."""

    prescription_id: int
    name: str
    text: str
    note: str


def _listed(kept: KeptPrescription, library: Library) -> Listed:
    try:
        read = read_prescription(Table("", kept.record), library.exercises)
    except ValueError:
        return Listed(kept.prescription_id, str(kept.record.get("exercise")), _("This version cannot use it."), "")
    text = f"{dose_text(read)} · {days_text(read.weekdays)} · {read.by}"
    return Listed(kept.prescription_id, read.exercise.name, text, read.note)


@blueprint.get("/programme/content/exercise")
def new_exercise() -> ResponseReturnValue:
    """An empty form; `?copy=` begins with what another exercise says, and with `?how=change` changes that one."""
    copied = request.args.get("copy", "")
    if copied and request.args.get("how") == "change":
        return redirect(url_for("own_content.exercise", exercise_id=copied, sitter=request.args.get("sitter")))
    here = added()
    if copied and copied not in here.library.exercises:
        abort(404, translated(NO_EXERCISE))
    record = dict(exercise_record(here.library.exercises[copied])) | {"name": ""} if copied else {}
    return _form(here, "", shown_of(record, _fields(here)), {}, copied)


@blueprint.get("/programme/content/exercise/<exercise_id>")
def exercise(exercise_id: str) -> ResponseReturnValue:
    """The form of an exercise that is there: of a shipped one too, which then stands aside."""
    here = added()
    return _form(here, exercise_id, shown_of(_known(here, exercise_id), _fields(here)), {}, "")


@blueprint.post("/programme/content/exercise")
def add_exercise() -> ResponseReturnValue:
    """Keep a new exercise."""
    return _keep("")


@blueprint.post("/programme/content/exercise/<exercise_id>")
def change_exercise(exercise_id: str) -> ResponseReturnValue:
    """Keep what was changed."""
    return _keep(exercise_id)


@blueprint.post("/programme/content/exercise/<exercise_id>/remove")
def remove_exercise(exercise_id: str) -> ResponseReturnValue:
    """Remove an exercise, unless something still needs it."""
    here = added()
    shipped = load_library().exercises
    if exercise_id not in shipped and exercise_id in services().book.content.prescribed():
        flash(_("It is prescribed to somebody. End that prescription first."), "not-done")
    elif spoilt := here.spoilt_by(without(here.own, "exercise", exercise_id)):
        flash(_("It is still needed, so it stays. %(why)s", why=as_sentence(spoilt)), "not-done")
    else:
        return pages.remove(here, OwnKind.EXERCISE, exercise_id, shipped)
    return pages.back(here)


def _keep(exercise_id: str) -> ResponseReturnValue:
    here = added()
    if exercise_id:
        _known(here, exercise_id)
    copied = request.form.get("copy", "")
    fields = _fields(here)
    typed = typed_of(request.form, fields)
    record = record_of(typed, fields)
    record["id"] = exercise_id or new_id(str(record.get("name", "")), here.library.exercises)
    own = together(here.own, Own(exercises=(record,)))
    wanted = corrections(record, sound_exercise(here.library), lambda table: read_exercise(table, own=True), fields)
    if not wanted and _is_no_more_sourced(record, exercise_id or copied):
        wanted = {"dose_source": _("These are no longer the numbers of its sources: please choose who says so.")}
    if not wanted and len(own.exercises) > LONGEST_LIST:
        wanted = {"": full()}
    if not wanted and (spoilt := here.spoilt_by(own)):
        wanted = {"": as_sentence(spoilt)}
    if wanted:
        return _form(here, exercise_id, typed, wanted, copied), 400
    kept = load_library(Own(exercises=(record,))).exercises[str(record["id"])]
    return pages.keep(here, OwnKind.EXERCISE, exercise_record(kept), _("“%(name)s” is kept.", name=kept.name))


def _is_no_more_sourced(record: Record, origin_id: str) -> bool:
    """Whether somebody changed the numbers of a shipped exercise and left standing that its sources say them."""
    origin = load_library().exercises.get(origin_id)
    if origin is None or record.get("dose_source") != DoseSource.SOURCED:
        return False
    before = exercise_record(origin)
    usual = dose_record(origin.dose)
    return record.get("source") == before.get("source") and any(
        record.get(key) != usual.get(key) for key in ("hold_s", "reps", "sets")
    )


def _fields(here: Added) -> tuple[Field, ...]:
    return tuple(field for __, fields in exercise_fields(here.library) for field in fields)


def _known(here: Added, exercise_id: str) -> Mapping[str, object]:
    return pages.known(
        here.own.exercises, here.library.exercises, exercise_id, exercise_record, translated(NO_EXERCISE)
    )


def _form(here: Added, exercise_id: str, typed: Typed, wanted: Mapping[str, str], copied: str) -> str:
    groups = [(title, filled(fields, typed, wanted)) for title, fields in exercise_fields(here.library)]
    shipped = in_language(load_library().exercises.get(exercise_id))
    is_own = any(one["id"] == exercise_id for one in here.own.exercises)
    return render_template(
        "own/exercise.html",
        here=here,
        groups=groups,
        wanted=wanted,
        links=[link for __, fields in groups for link in links_of(fields)],
        exercise_id=exercise_id,
        shipped=shipped,
        is_own=is_own,
        copied=copied,
    )
