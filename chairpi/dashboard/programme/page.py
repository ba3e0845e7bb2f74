"""The programme's pages: what today is for, the self-check, the check-in and the look back."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from chairpi.dashboard.now.words import as_sentence
from chairpi.dashboard.programme import forms
from chairpi.dashboard.programme.card import card_of
from chairpi.dashboard.programme.looking_back import looked_back
from chairpi.dashboard.programme.mine import Mine, mine, write
from chairpi.dashboard.programme.words import AIM, ENDS, FINDINGS, LAST_TIME, REVIEWS, SCALES
from chairpi.dashboard.services import services
from chairpi.dashboard.sitter_words import shown_name
from chairpi.dashboard.stretch.home_test_picture import home_test_picture
from chairpi.language.words import _, ngettext, translated
from chairpi.programme.diary import BegunAnew, Entry, LeftOut, Reviewed, SelfChecked
from chairpi.programme.plan import Ask, Today
from chairpi.store.view import HistoryView

blueprint = Blueprint("programme", __name__)

_DRAFTS = "self_check"
"""Where the browser's session has the answers of a self-check that is not finished, by sitter."""


def key_of(person: Mine) -> str | None:
    """How addresses name this person: as the present one does, else by their number where several are known; else not at all."""
    if person.sitter_id is None or "sitter" in request.args:  # a guest who was chosen stays one, too
        return person.key or None
    return str(person.sitter_id) if person.others else None


def known(person: Mine) -> Today:
    """The plan of a person whom the chair knows; a form from somebody else is refused."""
    if person.today is None:
        abort(
            400, _("A programme is kept for somebody whom the chair knows by name. Choose who you are, and try again.")
        )
    return person.today


def guest_page() -> str:
    """Ask whose programme it is."""
    known_ones = [sitter for sitter in HistoryView(services().history_path).sitters() if not sitter.removed]
    return render_template(
        "programme/programme_guest.html", sitters=known_ones, shown_name=shown_name, key=request.args.get("sitter")
    )


def keep(person: Mine, entry: Entry, said: str) -> bool:
    """Write an entry, and let the next page say so, or why it cannot be."""
    try:
        write(person, entry)
    except ValueError as error:
        flash(as_sentence(str(error)), "not-done")
        return False
    if said:
        flash(said, "done")
    return True


def onward(person: Mine) -> ResponseReturnValue:
    """To the page that comes next: the warning signs where they are to be answered, else what today is for."""
    asked = mine().today
    signs_first = asked is not None and (asked.ask is Ask.SIGNS or asked.locked)
    return redirect(url_for("warning_signs.page" if signs_first else "programme.page", sitter=key_of(person)), 303)


@blueprint.get("/programme")
def page() -> ResponseReturnValue:
    """What today is for, why, and what else is open."""
    person = mine()
    if person.today is None:
        return guest_page()
    key = key_of(person)
    return render_template(
        "programme/programme.html",
        mine=person,
        today=person.today,
        key=key_of(person),
        **card_of(person, person.today, key),
    )


@blueprint.get("/programme/self-check")
def self_check() -> ResponseReturnValue:
    """The five home tests, with the answers that were given so far."""
    person = mine()
    if person.today is None:
        return guest_page()
    if person.today.locked or person.today.ask is Ask.SIGNS:  # the tests are movements too
        return onward(person)
    return _self_check_page(person, _drafts().get(str(person.sitter_id), {}), {})


@blueprint.post("/programme/self-check")
def keep_self_check() -> ResponseReturnValue:
    """Keep the answers in the diary, or in this browser until later."""
    person = mine()
    today = known(person)
    answers = {cause.value: finding.value for cause, finding in forms.findings_of(request.form).items()}
    session[_DRAFTS] = {**_drafts(), str(person.sitter_id): answers}
    session.permanent = True  # it may be finished tomorrow, in a browser that was closed meanwhile
    if request.form.get("later"):
        said = ngettext(
            "Remembered in this browser: %(answered)s of %(num)s test.",
            "Remembered in this browser: %(answered)s of %(num)s tests.",
            len(person.library.causes),
            answered=len(answers),
        )
        flash(said, "done")
        return redirect(url_for("programme.page", sitter=key_of(person)), 303)
    try:
        entry = forms.self_check_of(request.form, today.day)
    except forms.UnfinishedError as unfinished:
        return _self_check_page(person, answers, unfinished.wanted), 400
    if keep(person, entry, _("Thank you. The programme begins where this points to.")):
        session[_DRAFTS] = {key: kept for key, kept in _drafts().items() if key != str(person.sitter_id)}
    return onward(person)


def _drafts() -> dict[str, dict[str, str]]:
    found = session.get(_DRAFTS, {})
    return found if isinstance(found, dict) else {}


def _self_check_page(person: Mine, answers: dict[str, str], wanted: dict[str, str]) -> str:
    latest = next((entry.findings for entry in reversed(person.entries) if isinstance(entry, SelfChecked)), {})
    return render_template(
        "programme/self_check.html",
        mine=person,
        key=key_of(person),
        library=person.library,
        drawing=home_test_picture,
        findings=FINDINGS,
        answers=answers,
        latest={cause: LAST_TIME[finding] for cause, finding in latest.items()},
        wanted=wanted,
    )


@blueprint.post("/programme/rhythm")
def choose_rhythm() -> ResponseReturnValue:
    """How often to strengthen."""
    person = mine()
    try:
        entry = forms.rhythm_of(request.form, known(person).day)
    except forms.UnfinishedError as unfinished:
        flash(str(unfinished), "not-done")
    else:
        keep(person, entry, _("From now on the days go by this rhythm."))
    return redirect(url_for("programme.page", sitter=key_of(person)), 303)


@blueprint.get("/programme/check-in")
def check_in() -> ResponseReturnValue:
    """How sore the muscles are, and how much the back hurts."""
    person = mine()
    return guest_page() if person.today is None else _check_in_page(person, {}, {})


@blueprint.post("/programme/check-in")
def keep_check_in() -> ResponseReturnValue:
    """Keep the answer; what follows from it stands on the page that comes next."""
    person = mine()
    try:
        entry = forms.check_in_of(request.form, known(person).day)
    except forms.UnfinishedError as unfinished:
        return _check_in_page(person, request.form.to_dict(), unfinished.wanted), 400
    said = _("Kept: soreness %(soreness)s of 10, pain %(pain)s of 10.", soreness=entry.soreness, pain=entry.pain)
    keep(person, entry, said)
    return onward(person)


def _check_in_page(person: Mine, typed: dict[str, str], wanted: dict[str, str]) -> str:
    return render_template(
        "programme/check_in.html",
        mine=person,
        key=key_of(person),
        scales=SCALES,
        ends=ENDS,
        aim=AIM,
        typed=typed,
        wanted=wanted,
    )


@blueprint.get("/programme/review")
def review() -> ResponseReturnValue:
    """Then and now, and whether it is better."""
    person = mine()
    return guest_page() if person.today is None else _review_page(person, person.today, {}, {})


@blueprint.post("/programme/review")
def keep_review() -> ResponseReturnValue:
    """Keep what was found; what can be done with it stands on the same page, unless the warning signs come first."""
    person = mine()
    today = known(person)
    try:
        entry = forms.review_of(request.form, today.day)
    except forms.UnfinishedError as unfinished:
        return _review_page(person, today, request.form.to_dict(), unfinished.wanted), 400
    kept = keep(person, entry, translated(REVIEWS[entry.change].kept))
    asked = mine().today
    if kept and asked is not None and asked.ask is Ask.SIGNS:
        return onward(person)
    return redirect(url_for("programme.review", sitter=key_of(person)), 303)


def _review_page(person: Mine, today: Today, typed: dict[str, str], wanted: dict[str, str]) -> str:
    latest = next((entry for entry in reversed(person.entries) if isinstance(entry, Reviewed | BegunAnew)), None)
    return render_template(
        "programme/review.html",
        mine=person,
        key=key_of(person),
        reviews=REVIEWS,
        typed=typed,
        wanted=wanted,
        **looked_back(person, today, latest if isinstance(latest, Reviewed) else None),
    )


@blueprint.post("/programme/left-out")
def leave_out() -> ResponseReturnValue:
    """Leave an exercise out of the plan, or let it come again."""
    person = mine()
    day, back = known(person).day, request.form.get("back") == "yes"
    exercise = person.library.exercises.get(request.form.get("exercise", ""))
    if exercise is None:
        abort(404, _("There is no exercise of this name."))
    said = (
        _("“%(exercise)s” may come again.", exercise=exercise.name)
        if back
        else _("“%(exercise)s” stays out of the programme.", exercise=exercise.name)
    )
    keep(person, LeftOut(day, exercise.id, back=back), said)
    return redirect(url_for("programme.page", sitter=key_of(person)), 303)


@blueprint.post("/programme/begin-anew")
def begin_anew() -> ResponseReturnValue:
    """Begin the programme anew, where the person is sure."""
    person = mine()
    day = known(person).day
    if request.form.get("sure") != "yes":
        flash(_("Nothing was changed: please tick that you are sure."), "not-done")
    else:
        keep(person, BegunAnew(day), _("The programme begins anew. What was before stays in the diary."))
    return redirect(url_for("programme.page", sitter=key_of(person)), 303)


@blueprint.post("/programme/take-back")
def take_back() -> ResponseReturnValue:
    """Take the latest entry of today back."""
    person, parts = mine(), services()
    day, number = known(person).day, request.form.get("entry", "")
    if person.sitter_id is None or not number.isdecimal():
        flash(_("It did not arrive which entry is meant. Please try again."), "not-done")
        return redirect(url_for("programme.page", sitter=key_of(person)), 303)
    try:
        parts.book.withdraw(person.sitter_id, int(number), day, parts.clock.utc_s())
    except ValueError:  # the same as the file's own words, in the reader's language
        flash(
            _(
                "Only the latest entry can be taken back, on its own day, and never one that has to do with warning signs."
            ),
            "not-done",
        )
    else:
        flash(_("Taken back: it counts no more."), "done")
    return redirect(url_for("programme.page", sitter=key_of(person)), 303)
