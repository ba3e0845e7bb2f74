"""Routines of people's own: put together from exercises, in an order and with doses that fit."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from chairpi.dashboard.now.words import as_sentence
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
from chairpi.dashboard.own.fields import STEP_DOSE, exercise_field, routine_fields
from chairpi.dashboard.own.pages import FULL, Added, added, new_id
from chairpi.dashboard.services import services
from chairpi.programme.content import LONGEST_LIST, Table
from chairpi.programme.exchange import routine_record, together
from chairpi.programme.exercises import Exercise, read_dose
from chairpi.programme.library import Library, load_library
from chairpi.programme.own import Own
from chairpi.programme.routines import read_exercise_id, read_routine
from chairpi.store.own_content import OwnKind

blueprint = Blueprint("own_routines", __name__)

NOTHING: Typed = {"exercise": "", **{field.key: "" for field in STEP_DOSE}}
"""A step in which nothing was chosen yet."""


@dataclass(frozen=True, slots=True)
class Row:
    """One step on the page: its exercise, its dose, and what the exercise says where a field is empty."""

    exercise: Filled
    dose: tuple[Filled, ...]
    usual: Exercise | None


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
    here = added()
    services().book.content.remove(OwnKind.ROUTINE, routine_id)
    is_shipped = routine_id in load_library().routines
    flash("Removed. The one that comes with ChairPi is back." if is_shipped else "Removed.", "done")
    return redirect(url_for("own_content.page", sitter=here.key), 303)


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
        wanted[""] = "A routine has at least one exercise. Please add one."
    elif len(own.routines) > LONGEST_LIST:
        wanted[""] = FULL
    elif not wanted and not any(rows_wanted) and (spoilt := here.spoilt_by(own)):
        wanted[""] = as_sentence(spoilt)
    if wanted or any(rows_wanted):
        return _form(here, routine_id, head, steps, wanted, rows_wanted), 400
    parts = services()
    table = Table("", record | {"step": rows})
    kept = read_routine(table, library.exercises, own=True)
    parts.book.content.keep(OwnKind.ROUTINE, routine_record(kept), parts.clock.utc_s())
    flash(f"“{kept.title}” is kept. It takes about {kept.minutes} min.", "done")
    return redirect(url_for("own_content.page", sitter=here.key), 303)


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
        return {"exercise": "Please choose an exercise, or remove this step."}
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
    return (exercise_field(library), *STEP_DOSE)


def _shown(record: Mapping[str, object]) -> tuple[Typed, list[Typed]]:
    """A record as its form shows it: the head, and the steps."""
    steps = record.get("step")
    rows = [row for row in steps if isinstance(row, dict)] if isinstance(steps, list) else []
    return shown_of(record, routine_fields()), [shown_of(row, (Field("exercise", "", ""), *STEP_DOSE)) for row in rows]


def _known(here: Added, routine_id: str) -> Mapping[str, object]:
    """A routine as it stands in a file: also one that was added and cannot be read."""
    raw = next((one for one in here.own.routines if one["id"] == routine_id), None)
    if raw is not None:
        return raw
    if routine_id not in here.library.routines:
        abort(404, "There is no routine of this name. The list of all routines has those there are.")
    return routine_record(here.library.routines[routine_id])


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
        named = [replace(one, key=f"step-{number}-{one.key}") for one in (field, *STEP_DOSE)]
        typed = {f"step-{number}-{key}": value for key, value in step.items()}
        exercise, *dose = filled(named, typed, {f"step-{number}-{key}": text for key, text in errors.items()})
        links += links_of((exercise, *dose), f"{number}: ")
        rows.append(Row(exercise, tuple(dose), here.library.exercises.get(str(step["exercise"]))))
    return render_template(
        "own/routine.html",
        here=here,
        head_fields=head_fields,
        rows=rows,
        wanted=wanted or {},
        links=links,
        routine_id=routine_id,
        shipped=load_library().routines.get(routine_id),
        is_own=any(one["id"] == routine_id for one in here.own.routines),
    )
