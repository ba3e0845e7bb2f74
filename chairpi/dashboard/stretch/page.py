"""The stretch pages: routines by length and cause, the player, every exercise, and when to see someone instead."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from chairpi.core.events.prompting import PromptKind
from chairpi.dashboard.chair_requests import ask_chair
from chairpi.dashboard.now.words import as_sentence
from chairpi.dashboard.programme.mine import Mine, mine
from chairpi.dashboard.programme.page import keep, key_of
from chairpi.dashboard.programme.warning_signs import HEADINGS, numbers
from chairpi.dashboard.programme.words import FEELS, QUESTIONS, STARTS, TITLES
from chairpi.dashboard.services import services
from chairpi.dashboard.stretch import player_view as view
from chairpi.dashboard.stretch.exercise_picture import picture
from chairpi.dashboard.stretch.form import session_of, stop_form, stopped_of, stopped_text
from chairpi.language.words import _, translated
from chairpi.link.protocol import Message
from chairpi.programme.diary import SessionDone, Stopped
from chairpi.programme.exercises import SINGLE, Cause, Exercise, Kind, Place
from chairpi.programme.in_language import in_language
from chairpi.programme.offers import offered
from chairpi.programme.plan.fold import SESSION
from chairpi.programme.routines import Routine
from chairpi.programme.session import session
from chairpi.programme.signs import Urgency, load_signs

blueprint = Blueprint("stretch", __name__)

LEAST_DONE_S = 60.0
"""A routine counts as a break from so much of it on [s], pauses not counted: as long as the least break. Our choice."""


@blueprint.context_processor
def words() -> dict[str, object]:
    """What all these pages show: the note beside every routine, and the pictures."""
    return {"advice": in_language(load_signs()), "picture": picture}


@blueprint.get("/stretch")
def index() -> ResponseReturnValue:
    """What the plan offers today, and all routines: by length, and by cause."""
    person = mine()
    today = person.today
    offer = None
    if today is not None and today.begun is not None and today.ask is None and not today.locked:
        offer = _session(person)[0]
    return render_template(
        "stretch/stretch.html",
        mine=person,
        key=key_of(person),
        today=today,
        hurdle=view.hurdle(today),
        question=QUESTIONS.get(today.ask) if today is not None and today.ask is not None else None,
        offer=offer,
        titles=TITLES,
        starts=STARTS,
        groups=view.by_length(person.library.routines.values()),
        causes=view.by_cause(person.library.routines.values()),
    )


@blueprint.get("/stretch/exercises")
def exercises() -> ResponseReturnValue:
    """All exercises with their pictures; `?cause=`, `?place=` and `?kind=` for some of them."""
    person = mine()
    cause, place, kind = (request.args.get(name, "") for name in ("cause", "place", "kind"))
    found = [
        exercise
        for exercise in person.library.exercises.values()
        if cause in ("", *exercise.causes) and place in ("", exercise.place) and kind in ("", exercise.kind)
    ]
    return render_template(
        "stretch/exercises.html",
        mine=person,
        key=key_of(person),
        hurdle=view.hurdle(person.today),
        found=found,
        filters=[
            ("cause", _("What for"), cause, [(one.value, person.library.causes[one].name) for one in Cause]),
            ("place", _("Where"), place, [(one.value, translated(view.PLACES[one])) for one in Place]),
            ("kind", _("What it does"), kind, [(one.value, translated(view.KINDS[one])) for one in Kind]),
        ],
        words=view,
        stop=stop_form("exercises", ()),
    )


@blueprint.get("/stretch/exercises/<exercise_id>")
def exercise(exercise_id: str) -> ResponseReturnValue:
    """One exercise: its picture, what to do, how it feels, other forms, when to stop, and where it comes from."""
    person = mine()
    shown = _exercise(person, exercise_id)
    library = person.library
    return render_template(
        "stretch/exercise.html",
        mine=person,
        key=key_of(person),
        today=person.today,
        hurdle=view.hurdle(person.today),
        fitted=view.fitted(view.only(shown, library), person.today),
        exercise=shown,
        prescriptions=[one for one in library.prescriptions if one.exercise.id == shown.id],
        routines=[one for one in library.routines.values() if any(step.exercise.id == shown.id for step in one.steps)],
        words=view,
        stop=stop_form(SINGLE + shown.id, [shown]),
    )


@blueprint.get("/stretch/<routine_id>")
def routine(routine_id: str) -> ResponseReturnValue:
    """One routine: each step in words; the player comes with JavaScript. `?prompt=stand` where a prompt offered it."""
    person = mine()
    shown, why_not = _routine(person, routine_id)
    prompt = _prompt(request.args.get("prompt", ""))
    fitted = view.fitted(shown, person.today, spare=bool(prompt)) if shown else view.Fitted(())
    return render_template(
        "stretch/routine.html",
        mine=person,
        key=key_of(person),
        today=person.today,
        hurdle=view.hurdle(person.today),
        question=QUESTIONS.get(person.today.ask) if person.today is not None and person.today.ask is not None else None,
        routine_id=routine_id,
        title=shown.title if shown else _("Your session"),
        routine=shown,
        why_not=why_not,
        fitted=fitted,
        script=view.script(fitted.steps),
        run=_runs(person),
        prompt=prompt,
        feels=FEELS,
        words=view,
        stop=stop_form(routine_id, (step.exercise for step in fitted.steps)),
    )


@blueprint.get("/stretch/at-prompt/<kind>")
def at_prompt(kind: str) -> ResponseReturnValue:
    """To the player of the routine that a prompt of this kind offers now; to all routines while it offers none."""
    if not _prompt(kind):
        abort(404, _("The chair knows no such prompt."))
    person = mine()
    routine = offered(PromptKind(kind), person.today, person.library, person.entries)
    if routine is None:
        flash(_("Just now no routine is offered with a prompt. Standing up for a moment does good too."), "done")
        return redirect(url_for("stretch.index"))
    return redirect(url_for("stretch.routine", routine_id=routine.id, prompt=kind))


@blueprint.post("/stretch/<routine_id>/start")
def start(routine_id: str) -> ResponseReturnValue:
    """Tell the chair that a routine begins, so that it holds its prompts back; one that is not there hinders nobody."""
    person = mine()
    shown = _routine(person, routine_id)[0]
    prompt = _prompt(request.form.get("prompt", ""))
    if shown is not None and view.hurdle(person.today) is None:
        length_s = view.fitted(shown, person.today, spare=bool(prompt)).duration_s
        if length_s:
            _tell_chair(person, {"request": "start_routine", "length_s": length_s})
    return redirect(_address(person, routine_id, prompt), 303)


@blueprint.post("/stretch/<routine_id>/done")
def done(routine_id: str) -> ResponseReturnValue:
    """Keep what was done and how it was in the diary, and tell the chair that the routine is over."""
    person = mine()
    _routine(person, routine_id)  # one that there is, though it may not be open today
    entry = session_of(request.form, routine_id, person.library, person.day, _prompt(request.form.get("prompt", "")))
    is_done = bool(entry.worked) and entry.length_s >= LEAST_DONE_S
    _tell_chair(person, {"request": "finish_routine", "is_done": is_done})
    key = key_of(person)
    if not entry.worked:
        flash(_("All right, nothing was noted. It will be here another time."), "done")
    elif person.today is None:
        flash(
            _("Well done. Nothing was written down: a diary is kept only for somebody whom the chair knows by name."),
            "done",
        )
    elif entry in person.entries and request.form.get("run") != str(_runs(person)):  # the form was sent twice
        flash(_("This is in your diary already."), "done")
    elif keep(person, entry, _("Well done. It is in your diary.")):
        return redirect(url_for("programme.page" if routine_id == SESSION else "stretch.index", sitter=key), 303)
    return redirect(url_for("stretch.index", sitter=key), 303)


@blueprint.post("/stretch/<routine_id>/stopped")
def stopped(routine_id: str) -> ResponseReturnValue:
    """Note what was wrong, end the routine, and go on to the warning signs."""
    person = mine()
    entry = stopped_of(request.form, person.library, person.day)
    if routine_id != "exercises":
        _tell_chair(person, {"request": "finish_routine", "is_done": False})
    if person.today is None:
        return redirect(url_for("stretch.when_to_get_help", sitter=key_of(person)), 303)
    if keep(person, entry, ""):
        now = mine().today
        flash(stopped_text(entry, person.library, now.left_out if now is not None else ()), "done")
    return redirect(url_for("warning_signs.page", occasion="stopped", sitter=key_of(person)), 303)


@blueprint.get("/when-to-get-help")
def when_to_get_help() -> ResponseReturnValue:
    """The signs for which someone should look at a person, not a dashboard; one tap away on every page."""
    groups = [(urgency.value, *HEADINGS[urgency], in_language(load_signs()).of(urgency)) for urgency in Urgency]
    return render_template(
        "programme/when_to_get_help.html", groups=groups, numbers=numbers(), key=request.args.get("sitter")
    )


def _tell_chair(person: Mine, request: Message) -> None:
    """Tell the chair of a routine of the one who sits; of anybody else's it must not know, for it keeps no other sitting clock."""
    now = services().feed.snapshot().now
    if now is not None and now["sitter_id"] == person.sitter_id:
        ask_chair(services().link_dir, request)


def _runs(person: Mine) -> int:
    """How many runs their diary holds: a form that knows of another number was sent before, or begins another run."""
    return sum(isinstance(entry, SessionDone | Stopped) for entry in person.entries)


def _prompt(kind: str) -> str:
    """The kind of prompt that offered a routine; empty for none, and for what is no such kind."""
    return kind if kind in [one.value for one in PromptKind] else ""


def _address(person: Mine, routine_id: str, prompt: str) -> str:
    return url_for("stretch.routine", routine_id=routine_id, prompt=prompt or None, sitter=key_of(person))


def _exercise(person: Mine, exercise_id: str) -> Exercise:
    found = person.library.exercises.get(exercise_id)
    if found is None:
        abort(404, _("There is no exercise of this name. The list of all exercises has those there are."))
    return found


def _routine(person: Mine, routine_id: str) -> tuple[Routine | None, str]:
    """The routine of this id, or why there is none today."""
    if routine_id == SESSION:
        return _session(person)
    if routine_id.startswith(SINGLE):
        return view.only(_exercise(person, routine_id.removeprefix(SINGLE)), person.library), ""
    wanted = person.library.routines.get(routine_id)
    if wanted is None:
        abort(404, _("There is no routine of this name. The list of all routines has those there are."))
    return wanted, ""


def _session(person: Mine) -> tuple[Routine | None, str]:
    if person.today is None:
        return None, _("A plan is kept for somebody whom the chair knows by name. All other routines are open.")
    if person.today.ask is not None:
        return None, " ".join(person.today.why)
    try:
        return session(person.today, person.library), ""
    except ValueError as error:
        return None, as_sentence(str(error))
