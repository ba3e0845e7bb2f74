"""Routines of people's own: put together from exercises, in an order and with doses that fit."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from chairpi.dashboard.now.words import as_sentence
from chairpi.dashboard.own import pages
from chairpi.dashboard.own.content_fields import (
    Field,
    Filled,
    Record,
    Typed,
    corrections,
    filled,
    links_of,
    record_of,
    shown_of,
    typed_of,
)
from chairpi.dashboard.own.fields import DOSE_KEYS, exercise_field, routine_fields, step_dose, usual_text
from chairpi.dashboard.own.pages import Added, added, full, new_id
from chairpi.language.words import _
from chairpi.programme.content import LONGEST_LIST, Table
from chairpi.programme.exchange import routine_record, together
from chairpi.programme.exercises import read_dose
from chairpi.programme.in_language import in_language
from chairpi.programme.library import Library, load_library
from chairpi.programme.own import Own
from chairpi.programme.routines import read_exercise_id, read_routine
from chairpi.store.own_content import OwnKind

blueprint = Blueprint("own_routines", __name__)

NOTHING: Typed = dict.fromkeys(("exercise", *DOSE_KEYS), "")
"""A step in which nothing was chosen yet."""


@dataclass(frozen=True, slots=True)
class Row:
    """One step on the page: its exercise, its dose, and what the exercise says where a field is empty (nothing chosen: nothing)."""

    exercise: Filled
    dose: tuple[Filled, ...]
    usual_text: str


@blueprint.get("/programme/content/routine")
def new_routine() -> ResponseReturnValue:
    """An empty form; `?copy=` begins with what another routine says, and with `?how=change` changes that one."""
    copied = request.args.get("copy", "")
    if copied and request.args.get("how") == "change":
        return redirect(url_for("own_routines.routine", routine_id=copied, sitter=request.args.get("sitter")))
    here = added()
    head, steps = _shown(_known(here, copied)) if copied else (shown_of({}, routine_fields()), [NOTHING])
    return _form(here, "", {**head, "title": ""}, steps)


@blueprint.get("/programme/content/routine/<routine_id>")
def routine(routine_id: str) -> ResponseReturnValue:
    """The form of a routine that is there: of a shipped one too, which then stands aside."""
    here = added()
    return _form(here, routine_id, *_shown(_known(here, routine_id)))


@blueprint.post("/programme/content/routine")
def add_routine() -> ResponseReturnValue:
    """Change the list of steps on the page, or keep a new routine."""
    return _answer("")


@blueprint.post("/programme/content/routine/<routine_id>")
def change_routine(routine_id: str) -> ResponseReturnValue:
    """Change the list of steps on the page, or keep what was changed."""
    return _answer(routine_id)


@blueprint.post("/programme/content/routine/<routine_id>/remove")
def remove_routine(routine_id: str) -> ResponseReturnValue:
    """Remove a routine."""
    return pages.remove(added(), OwnKind.ROUTINE, routine_id, load_library().routines)


def rearranged(steps: Sequence[Typed], act: str) -> list[Typed] | None:
    """The steps after a button of the list was pressed: "add", or "up", "down" or "remove" with the number of a step, from 1.

    >>> [step["exercise"] for step in rearranged([{"exercise": "a"}, {"exercise": "b"}], "up-2")]
    ['b', 'a']

    Returns
    -------
    list | None
        `None` where it is none of these buttons.
    """
    if act == "add":
        return [*steps, NOTHING] if len(steps) < LONGEST_LIST else list(steps)
    found = re.fullmatch(r"(up|down|remove)-(\d{1,2})", act, re.ASCII)
    if found is None:
        return None
    new, at = list(steps), int(found[2]) - 1
    if not 0 <= at < len(new):
        return new
    step = new.pop(at)
    if found[1] != "remove":
        new.insert(max(at - 1, 0) if found[1] == "up" else at + 1, step)
    return new


def _answer(routine_id: str) -> ResponseReturnValue:
    here = added()
    if routine_id:
        _known(here, routine_id)
    head = typed_of(request.form, routine_fields())
    steps = _steps_of(request.form, here.library)
    new = rearranged(steps, request.form.get("act", ""))
    if new is not None:
        return _form(here, routine_id, head, new)
    return _keep(here, routine_id, head, steps)


def _keep(here: Added, routine_id: str, head: Typed, steps: Sequence[Typed]) -> ResponseReturnValue:
    library = here.library
    record = record_of(head, routine_fields())
    record["id"] = routine_id or new_id(str(record.get("title", "")), library.routines)
    rows = [record_of(step, _step_fields(library)) for step in steps]
    own = together(here.own, Own(routines=(record | {"step": rows},)))
    wanted = _head_wanted(record, _sound(library)["step"], library)
    rows_wanted = [_row_wanted(row, library) for row in rows]
    if rows and not wanted and not any(rows_wanted):  # now that its length is known, too
        wanted = _head_wanted(record, rows, library)
    if not rows:
        wanted[""] = _("A routine has at least one exercise. Please add one.")
    elif len(own.routines) > LONGEST_LIST:
        wanted[""] = full()
    elif not wanted and not any(rows_wanted) and (spoilt := here.spoilt_by(own)):
        wanted[""] = as_sentence(spoilt)
    if wanted or any(rows_wanted):
        return _form(here, routine_id, head, steps, wanted, rows_wanted), 400
    table = Table("", record | {"step": rows})
    kept = read_routine(table, library.exercises, own=True)
    said = _("“%(title)s” is kept. It takes about %(n)s min.", title=kept.title, n=kept.minutes)
    return pages.keep(here, OwnKind.ROUTINE, routine_record(kept), said)


def _head_wanted(record: Record, steps: object, library: Library) -> dict[str, str]:
    """What is to be corrected besides the steps, which can be read."""
    return corrections(
        record | {"step": steps},
        _sound(library) | {"step": steps},
        lambda table: read_routine(table, library.exercises, own=True),
        routine_fields(),
    )


def _sound(library: Library) -> Record:
    """A routine that can be read, and is short enough for every prompt: the first is the shortest."""
    return dict(routine_record(next(iter(library.routines.values()))))


def _row_wanted(row: Record, library: Library) -> dict[str, str]:
    """What is to be corrected in one step."""
    fields = _step_fields(library)
    if "exercise" not in row:
        return {"exercise": _("Please choose an exercise, or remove this step.")}
    return corrections(
        row,
        {},
        lambda table: read_dose(table, read_exercise_id(table, library.exercises).dose),
        fields,
    )


def _steps_of(form: MultiDict[str, str], library: Library) -> list[Typed]:
    """The steps as they were typed; how many there are the form says itself."""
    said = form.get("n_steps", "")
    n_steps = min(int(said), LONGEST_LIST) if re.fullmatch(r"\d{1,3}", said, re.ASCII) else 0
    return [typed_of(form, _step_fields(library), f"step-{number}-") for number in range(1, n_steps + 1)]


def _step_fields(library: Library) -> tuple[Field, ...]:
    return (exercise_field(library), *step_dose())


def _shown(record: Mapping[str, object]) -> tuple[Typed, list[Typed]]:
    """A record as its form shows it: the head, and the steps."""
    steps = record.get("step")
    rows = [row for row in steps if isinstance(row, dict)] if isinstance(steps, list) else []
    return shown_of(record, routine_fields()), [
        shown_of(row, (Field("exercise", "", ""), *step_dose())) for row in rows
    ]


def _known(here: Added, routine_id: str) -> Mapping[str, object]:
    why_not = _("There is no routine of this name. The list of all routines has those there are.")
    return pages.known(here.own.routines, here.library.routines, routine_id, routine_record, why_not)


def _form(
    here: Added,
    routine_id: str,
    head: Typed,
    steps: Sequence[Typed],
    wanted: Mapping[str, str] | None = None,
    rows_wanted: Sequence[Mapping[str, str]] = (),
) -> str:
    field = exercise_field(here.library)
    head_fields = filled(routine_fields(), head, wanted or {})
    links = links_of(head_fields)
    rows = []
    for number, step in enumerate(steps, start=1):
        errors = rows_wanted[number - 1] if rows_wanted else {}
        named = [replace(one, key=f"step-{number}-{one.key}") for one in (field, *step_dose())]
        typed = {f"step-{number}-{key}": value for key, value in step.items()}
        exercise, *dose = filled(named, typed, {f"step-{number}-{key}": text for key, text in errors.items()})
        links += links_of((exercise, *dose), f"{number}: ")
        usual = here.library.exercises.get(str(step["exercise"]))
        rows.append(Row(exercise, tuple(dose), usual_text(usual) if usual else ""))
    return render_template(
        "own/routine.html",
        here=here,
        head_fields=head_fields,
        rows=rows,
        wanted=wanted or {},
        links=links,
        routine_id=routine_id,
        shipped=in_language(load_library().routines.get(routine_id)),
        is_own=any(one["id"] == routine_id for one in here.own.routines),
    )
