"""One report to print, for a physiotherapist or a doctor: the weeks and the parts of it that the person chooses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from chairpi.dashboard.own.fields import days_text, dose_text
from chairpi.dashboard.programme.chair_saw import LEAST_SITTING_S
from chairpi.dashboard.programme.diary_words import entry_text
from chairpi.dashboard.programme.mine import Mine, mine
from chairpi.dashboard.programme.page import guest_page, key_of
from chairpi.dashboard.programme.progress import (
    axis_of,
    first_day,
    measured_days,
    panels_of,
    week_rows,
)
from chairpi.dashboard.programme.progress_words import sentences
from chairpi.dashboard.services import services
from chairpi.language.words import N_, _, long_date, number_text, short_date, translated
from chairpi.programme.diary import (
    Entry,
    Finding,
    LeftOut,
    Reviewed,
    Rhythm,
    Seen,
    SelfChecked,
    SessionDone,
    SignsAnswered,
    Stopped,
)
from chairpi.programme.in_language import in_language
from chairpi.programme.library import Prescription
from chairpi.programme.progress import lived_days, weeks_of
from chairpi.programme.signs import Signs, load_signs
from chairpi.store.day_sums import DaySums

blueprint = Blueprint("report", __name__)

LENGTHS_WEEKS = (4, 8, 12)
"""How many weeks may be told of."""
N_WEEKS = 8
"""As many as are told of where nobody chose: longer than the three to five after which results can be expected. Our choice."""

UNKNOWN = "–"

PARTS = {
    "prescribed": N_("What was prescribed"),
    "plan": N_("The plan, soreness, pain and chair stands"),
    "chair": N_("Sitting, movement and forward slides, as the chair measured them"),
    "pictures": N_("Pictures of the weeks"),
    "noted": N_("What was stopped, left out and looked back on"),
    "signs": N_("Answers about warning signs"),
    "self_check": N_("The self-check at home"),
    "lines": N_("Room for notes by hand"),
}
"""What may be on it, in its order."""

PLAN_PANELS = ("kept", "soreness", "pain", "stands")
"""The kinds of pictures that tell of the plan; the others are the chair's."""

# Translators: what the programme's rhythm is, behind a colon.
RHYTHM = {Rhythm.EVERY_OTHER_DAY: N_("every other day"), Rhythm.DAILY: N_("daily")}
# Translators: an answer of the self-check, behind a colon.
ANSWERS = {Finding.YES: N_("yes"), Finding.NO: N_("no"), Finding.UNSURE: N_("not sure")}


@dataclass(frozen=True, slots=True)
class Given:
    """A prescription on the page: what, how much and on which days, and on how many of the weeks' days it was done."""

    prescription: Prescription
    dose: str
    days: str
    n_days: int


@blueprint.get("/report")
def page() -> ResponseReturnValue:
    """The weeks of one person; `?weeks=` how many, `?with=` which parts, `?sitter=` whose."""
    person, parts = mine(), services()
    if person.sitter_id is None or person.today is None:
        return guest_page()
    n_weeks, chosen = _weeks_asked(), _parts_asked()
    begun = first_day(person.entries)
    axis = axis_of(begun, person.day, n_weeks)
    lived = lived_days(person.entries, axis.first, person.day) if begun is not None else ()
    measured = measured_days(parts, person.sitter_id, axis)
    said = sentences(lived, {day: sums for day, sums in measured.items() if day < person.day})
    checked = [entry for entry in person.entries if isinstance(entry, SelfChecked)]
    pictures = panels_of(lived, measured, axis) if "pictures" in chosen else []
    return render_template(
        "yours/report.html",
        mine=person,
        key=key_of(person),
        n_weeks=n_weeks,
        lengths=LENGTHS_WEEKS,
        parts={key: translated(name) for key, name in PARTS.items()},
        chosen=chosen,
        today_text=_("%(date)s %(year)s", date=long_date(person.day), year=person.day.year),
        shown=_("%(first)s to %(last)s", first=short_date(axis.first), last=short_date(person.day)),
        begun_text="" if begun is None else _("%(date)s %(year)s", date=short_date(begun), year=begun.year),
        week=person.today.week,
        rhythm=translated(RHYTHM[person.today.rhythm]),
        plan_sentences=said[:-2],
        chair_sentences=said[-2:],
        axis=axis,
        panels=[panel for panel in pictures if ("plan" if panel.kind in PLAN_PANELS else "chair") in chosen],
        weeks=week_rows(lived, measured, person.day),
        slides=slides_of(measured, person.day),
        given=[given_of(one, person.entries, axis.first, person.day) for one in person.library.prescriptions],
        findings=_findings(checked[-1], person) if checked else (),
        noted=noted_of(person, axis.first),
        signs=signs_of(person.entries, axis.first, in_language(load_signs())),
        left_out=[_name(person, exercise_id) for exercise_id in sorted(person.today.left_out)],
    )


def _weeks_asked() -> int:
    text = request.args.get("weeks", str(N_WEEKS))
    if text not in map(str, LENGTHS_WEEKS):
        abort(404, _("The report tells of 4, 8 or 12 weeks."))
    return int(text)


def _parts_asked() -> list[str]:
    """Which parts are on it: where nobody chose all that fits one sheet, else those with a tick."""
    if "chosen" not in request.args:
        return [part for part in PARTS if part != "pictures"]
    asked = request.args.getlist("with")
    return [part for part in PARTS if part in asked]


def given_of(prescription: Prescription, entries: Sequence[Entry], first: date, last: date) -> Given:
    """What the diary says of a prescription, from the first day to the last."""
    done = {
        entry.day
        for entry in entries
        if isinstance(entry, SessionDone)
        and first <= entry.day <= last
        and any(one.exercise_id == prescription.exercise.id for one in entry.worked)
    }
    return Given(prescription, dose_text(prescription), days_text(prescription.weekdays), len(done))


def noted_of(person: Mine, first: date) -> list[tuple[str, str]]:
    """What was stopped, left out and looked back on since the first day; the latest first."""
    return [
        (short_date(entry.day), entry_text(entry, person.library))
        for entry in reversed(person.entries)
        if isinstance(entry, Seen | Stopped | Reviewed | LeftOut) and entry.day >= first
    ]


def signs_of(entries: Sequence[Entry], first: date, signs: Signs) -> list[tuple[str, str]]:
    """What was answered about warning signs since the first day; the latest first."""
    return [
        (short_date(entry.day), _signs_text(entry, signs))
        for entry in reversed(entries)
        if isinstance(entry, SignsAnswered) and entry.day >= first
    ]


def _signs_text(answered: SignsAnswered, signs: Signs) -> str:
    texts = [signs.by_id[one].text if one in signs.by_id else one for one in answered.yes]
    return " · ".join(texts) if texts else _("none of them")


def slides_of(measured: Mapping[date, DaySums], today: date) -> list[str]:
    """For each week, the latest first, how much of the time on the seat the hips were forward of upright."""
    weeks = []
    for week in weeks_of([*measured]):
        sums = [measured[day] for day in week if day < today and measured[day].sitting_s >= LEAST_SITTING_S]
        shares = [one.slide_s / one.seated_s for one in sums if one.seated_s]
        weeks.append(_("%(share)s %%", share=number_text(100 * fmean(shares))) if shares else UNKNOWN)
    return weeks[::-1]


def _findings(checked: SelfChecked, person: Mine) -> list[tuple[str, str]]:
    return [
        (text.name, translated(ANSWERS[checked.findings.get(cause, Finding.UNSURE)]))
        for cause, text in person.library.causes.items()
    ]


def _name(person: Mine, exercise_id: str) -> str:
    exercise = person.library.exercises.get(exercise_id)
    return exercise.name if exercise else exercise_id
