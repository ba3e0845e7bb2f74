"""One page to print, for a physiotherapist or a doctor: what was prescribed, what was kept, how it went, and room for notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from chairpi.dashboard.own.fields import days_text, dose_text
from chairpi.dashboard.programme.mine import Mine, mine
from chairpi.dashboard.programme.page import guest_page, key_of
from chairpi.dashboard.programme.progress import axis_of, first_day, measured_days, week_rows
from chairpi.dashboard.programme.progress_words import sentences
from chairpi.dashboard.programme.words import FINDINGS, RHYTHMS, entry_text
from chairpi.dashboard.services import services
from chairpi.language.content import in_language
from chairpi.language.words import long_date, short_date
from chairpi.programme.diary import (
    Entry,
    Finding,
    LeftOut,
    Reviewed,
    Seen,
    SelfChecked,
    SessionDone,
    SignsAnswered,
    Stopped,
)
from chairpi.programme.library import Prescription
from chairpi.programme.progress import lived_days
from chairpi.programme.signs import Signs, load_signs

blueprint = Blueprint("own_print", __name__)

N_WEEKS = 6
"""So many weeks fit a page, and are longer than the three to five after which results can be expected. Our choice."""
LATELY = timedelta(days=28)
"""How far back it is counted on how many days something prescribed was done. Our choice: four weeks."""
N_TOLD = 6
"""So many of the latest things that were noted fit the page."""


@dataclass(frozen=True, slots=True)
class Given:
    """A prescription on the page: what, how much and on which days, and on how many of the last four weeks' days it was done."""

    prescription: Prescription
    dose: str
    days: str
    n_days: int


@blueprint.get("/programme/print")
def page() -> ResponseReturnValue:
    """The latest six weeks of one person on a sheet of paper."""
    person, parts = mine(), services()
    if person.sitter_id is None or person.today is None:
        return guest_page()
    begun = first_day(person.entries)
    axis = axis_of(begun, person.day, N_WEEKS)
    lived = lived_days(person.entries, axis.first, person.day) if begun is not None else ()
    measured = measured_days(parts, person.sitter_id, axis)
    checked = [entry for entry in person.entries if isinstance(entry, SelfChecked)]
    return render_template(
        "own/print.html",
        mine=person,
        key=key_of(person),
        today_text=f"{long_date(person.day)} {person.day.year}",
        begun_text="" if begun is None else f"{short_date(begun)} {begun.year}",
        week=person.today.week,
        rhythm=RHYTHMS[person.today.rhythm][0].lower(),
        sentences=sentences(lived, measured),
        weeks=week_rows(lived, measured, person.day)[:N_WEEKS],
        given=[given_of(one, person.entries, person.day) for one in person.library.prescriptions],
        findings=_findings(checked[-1], person) if checked else (),
        told=told_of(person, in_language(load_signs())),
        left_out=[_name(person, exercise_id) for exercise_id in sorted(person.today.left_out)],
    )


def given_of(prescription: Prescription, entries: Sequence[Entry], day: date) -> Given:
    """What the diary says of a prescription."""
    done = {
        entry.day
        for entry in entries
        if isinstance(entry, SessionDone)
        and day - LATELY < entry.day <= day
        and any(one.exercise_id == prescription.exercise.id for one in entry.worked)
    }
    return Given(prescription, dose_text(prescription), days_text(prescription.weekdays), len(done))


def told_of(person: Mine, signs: Signs) -> list[tuple[str, str]]:
    """The latest warning signs, stops, and looks back: the day, and what was said; the latest first."""
    found: list[tuple[str, str]] = []
    for entry in reversed(person.entries):
        match entry:
            case SignsAnswered(yes=yes) if yes:
                texts = [signs.by_id[one].text if one in signs.by_id else one for one in yes]
                found.append((short_date(entry.day), f"Warning signs: {' · '.join(texts)}"))
            case Seen() | Stopped() | Reviewed() | LeftOut():
                found.append((short_date(entry.day), entry_text(entry, person.library)))
    return found[:N_TOLD]


def _findings(checked: SelfChecked, person: Mine) -> list[tuple[str, str]]:
    return [
        (text.name, FINDINGS[checked.findings.get(cause, Finding.UNSURE)].lower())
        for cause, text in person.library.causes.items()
    ]


def _name(person: Mine, exercise_id: str) -> str:
    exercise = person.library.exercises.get(exercise_id)
    return exercise.name if exercise else exercise_id
