"""What a physiotherapist, or somebody else who knows the person's body, has given them to do: entered, changed and ended."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, abort, flash, render_template, request
from flask.typing import ResponseReturnValue

from chairpi.dashboard.own.content_fields import (
    Field,
    Typed,
    corrections,
    filled,
    links_of,
    record_of,
    shown_of,
    typed_of,
)
from chairpi.dashboard.own.fields import exercise_field, prescription_fields
from chairpi.dashboard.own.pages import Added, added, back, full
from chairpi.dashboard.services import services
from chairpi.language.words import _
from chairpi.programme.content import LONGEST_LIST, Table
from chairpi.programme.exchange import prescription_record
from chairpi.programme.exercises import Exercise
from chairpi.programme.library import Prescription, read_prescription
from chairpi.store.own_content import KeptPrescription

blueprint = Blueprint("prescribed", __name__)


def _fields() -> tuple[Field, ...]:
    return tuple(field for __, fields in prescription_fields() for field in fields)


@blueprint.get("/programme/content/prescription")
def new_prescription() -> ResponseReturnValue:
    """Which exercise it is about; with `?exercise=` the form, which begins with that one's own dose."""
    here = added()
    _sitter_id(here)
    chosen = here.library.exercises.get(request.args.get("exercise", ""))
    if chosen is None:
        return render_template("own/prescribe.html", here=here, choices=exercise_field(here.library).choices)
    usual = Prescription(chosen, chosen.dose, tuple(range(7)), "", "")
    return _form(here, None, chosen, shown_of(prescription_record(usual), _fields()), {})


@blueprint.get("/programme/content/prescription/<int:prescription_id>")
def prescription(prescription_id: int) -> ResponseReturnValue:
    """The form of a prescription that is there."""
    here = added()
    kept = _known(here, prescription_id)
    return _form(here, kept, _exercise(here, str(kept.record["exercise"])), shown_of(kept.record, _fields()), {})


@blueprint.post("/programme/content/prescription")
def add_prescription() -> ResponseReturnValue:
    """Keep a new prescription."""
    return _keep(added(), None)


@blueprint.post("/programme/content/prescription/<int:prescription_id>")
def change_prescription(prescription_id: int) -> ResponseReturnValue:
    """Keep what was changed."""
    here = added()
    return _keep(here, _known(here, prescription_id))


@blueprint.post("/programme/content/prescription/<int:prescription_id>/end")
def end_prescription(prescription_id: int) -> ResponseReturnValue:
    """End a prescription; what was done of it stays in the diary."""
    here = added()
    services().book.content.end_prescription(_sitter_id(here), _known(here, prescription_id).prescription_id)
    flash(_("Ended. What you did of it stays in your diary."), "done")
    return back(here)


def _keep(here: Added, kept: KeptPrescription | None) -> ResponseReturnValue:
    sitter_id = _sitter_id(here)
    chosen = _exercise(here, request.form.get("exercise", "") if kept is None else str(kept.record["exercise"]))
    fields = _fields()
    typed = typed_of(request.form, fields)
    record = record_of(typed, fields) | {"exercise": chosen.id}
    sound = prescription_record(Prescription(chosen, chosen.dose, (0,), "-", ""))
    wanted = corrections(record, sound, lambda table: read_prescription(table, {chosen.id: chosen}), fields)
    if not wanted and kept is None and len(here.own.prescriptions) >= LONGEST_LIST:
        wanted = {"": full()}
    if wanted:
        return _form(here, kept, chosen, typed, wanted), 400
    prescribed = read_prescription(Table("", record), {chosen.id: chosen})
    parts = services()
    content, whole = parts.book.content, prescription_record(prescribed)
    if kept is None:
        content.prescribe(sitter_id, whole, parts.clock.utc_s())
    else:
        content.change_prescription(sitter_id, kept.prescription_id, whole, parts.clock.utc_s())
    flash(_("“%(name)s” is kept as it was prescribed.", name=prescribed.exercise.name), "done")
    return back(here)


def _sitter_id(here: Added) -> int:
    if here.person.sitter_id is None:
        abort(
            400,
            _("A prescription is kept for somebody whom the chair knows by name. Choose who you are, and try again."),
        )
    return here.person.sitter_id


def _known(here: Added, prescription_id: int) -> KeptPrescription:
    for kept in services().book.content.prescriptions(_sitter_id(here)):
        if kept.prescription_id == prescription_id:
            return kept
    abort(404, _("There is no such prescription any more."))


def _exercise(here: Added, exercise_id: str) -> Exercise:
    if exercise_id not in here.library.exercises:
        abort(404, _("There is no exercise of this name any more. The list of all exercises has those there are."))
    return here.library.exercises[exercise_id]


def _form(here: Added, kept: KeptPrescription | None, chosen: Exercise, typed: Typed, wanted: Mapping[str, str]) -> str:
    groups = [(title, filled(fields, typed, wanted)) for title, fields in prescription_fields()]
    return render_template(
        "own/prescription.html",
        here=here,
        groups=groups,
        wanted=wanted,
        links=[link for __, fields in groups for link in links_of(fields)],
        kept=kept,
        chosen=chosen,
    )
