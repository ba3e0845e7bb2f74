"""Exercises that the seat counts or times, and the 30-second chair stand: only where the person says that the chair cannot roll."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from chairpi.core.events.seat_check import CheckPhase, SeatCheckEnd, SeatCheckKind
from chairpi.dashboard.chair_requests import ask_chair
from chairpi.dashboard.feed.messages import SeatCheck
from chairpi.dashboard.lengths import seconds
from chairpi.dashboard.programme.mine import Mine, mine
from chairpi.dashboard.programme.page import keep, key_of
from chairpi.dashboard.programme.words import FEELS
from chairpi.dashboard.services import services
from chairpi.dashboard.stretch import player_view as view
from chairpi.dashboard.stretch import seat_check_words as words
from chairpi.dashboard.stretch.exercise_picture import picture
from chairpi.dashboard.stretch.form import stop_form
from chairpi.language.words import _, date_with_month, ngettext, short_date
from chairpi.programme.chair_stand import LENGTH_S, NORMS, SOURCES, People, norm_of, trend_of
from chairpi.programme.diary import ChairStood
from chairpi.programme.exercises import SINGLE, Exercise
from chairpi.programme.routines import Step

blueprint = Blueprint("seat_check", __name__)

CHAIR_STAND = "chair-stand"
"""Stands for the 30-second chair stand where else an exercise's id stands."""

STAND_EXERCISE = "sit-to-stand"
"""The exercise that the test consists of."""

SPARE = 1.5
LENGTH_LEAST_S, LENGTH_MOST_S = 60.0, 600.0
"""The seat counts for so many times as long as the dose takes, within these bounds [s]: nobody is to hurry. Our choice."""

AGE_MOST_YEARS = 120


@dataclass(frozen=True, slots=True)
class Counted:
    """What the seat is to count.

    Parameters
    ----------
    id
        In addresses: the exercise's, or `CHAIR_STAND`.
    exercise
        Which exercise it is.
    kind
        What the seat counts.
    length_s
        For how long [s].
    goal
        How much was meant to be done, in words; empty for as much as possible.
    """

    id: str
    exercise: Exercise
    kind: SeatCheckKind
    length_s: float
    goal: str = ""

    @property
    def is_test(self) -> bool:
        """Whether it is the 30-second chair stand."""
        return self.id == CHAIR_STAND


@blueprint.get("/programme/seat-check/<exercise_id>")
def page(exercise_id: str) -> ResponseReturnValue:
    """An exercise that the seat counts: how to begin, what it counts now, and what came of it."""
    person = mine()
    counted = _exercise(person, exercise_id)
    return render_template("stretch/seat_check.html", **_common(person, counted), feels=FEELS)


@blueprint.get("/programme/chair-stand")
def chair_stand() -> ResponseReturnValue:
    """The 30-second chair stand: how to do it, one's own trend, and norms for the ages that have them."""
    person = mine()
    age, people = request.args.get("age", ""), request.args.get("people", "")
    years = int(age) if age.isdecimal() and len(age) <= len(str(AGE_MOST_YEARS)) else None
    group = People(people) if people in list(People) else None
    trend = trend_of(person.entries)
    return render_template(
        "stretch/chair_stand.html",
        **_common(person, _test(person)),
        trend=trend,
        trend_line=words.trend_line(trend) if trend else "",
        is_early=trend is not None and person.day < trend.next_day,
        norms=NORMS,
        date_with_month=date_with_month,
        short_date=short_date,
        age=age,
        people=group,
        norm=norm_of(group, years) if group is not None and years is not None else None,
        norm_line=words.norm_line,
        has_asked=bool(age and group),
        sources=SOURCES,
    )


@blueprint.post("/programme/seat-check/<exercise_id>/start")
def start(exercise_id: str) -> ResponseReturnValue:
    """Let the seat begin to count, once the person has said that the chair cannot roll."""
    person = mine()
    counted = _counted(person, exercise_id)
    if view.hurdle(person.today) is not None or _rests(person, counted) or _is_left_out(person, counted):
        return redirect(_address(person, counted), 303)  # the page says why
    if request.form.get("cannot_roll") != "yes":  # asked each time: nobody can say it for another day, or another chair
        flash(
            _("The seat has not begun: please make sure that the chair cannot roll, and tick that it cannot."),
            "not-done",
        )
        return redirect(_address(person, counted), 303)
    answer = ask_chair(
        services().link_dir, {"request": "start_seat_check", "kind": counted.kind.value, "length_s": counted.length_s}
    )
    flash(answer.text, "done" if answer.ok else "not-done")
    return redirect(_address(person, counted), 303)


@blueprint.post("/programme/seat-check/<exercise_id>/end")
def end(exercise_id: str) -> ResponseReturnValue:
    """Let the seat stop counting."""
    person = mine()
    answer = ask_chair(services().link_dir, {"request": "end_seat_check"})
    if not answer.ok:
        flash(answer.text, "not-done")
    return redirect(_address(person, _counted(person, exercise_id)), 303)


@blueprint.post("/programme/chair-stand/keep")
def keep_chair_stand() -> ResponseReturnValue:
    """Write the test into the diary: what the seat itself has counted, and nothing that a form says."""
    person = mine()
    counted = _test(person)
    check = _check(counted)
    if check is None or not _is_whole(check) or request.form.get("asked") != _name_of(check):
        flash(
            _("The seat has no such result any more. Please do the test again, on another day if you are tired."),
            "not-done",
        )
    else:
        entry = ChairStood(person.day, check["reps"])
        if entry in person.entries:  # the form was sent twice
            flash(_("This is in your diary already."), "done")
        else:
            keep(person, entry, _("It is in your diary."))
    return redirect(_address(person, counted), 303)


def _counted(person: Mine, exercise_id: str) -> Counted:
    return _test(person) if exercise_id == CHAIR_STAND else _exercise(person, exercise_id)


def _test(person: Mine) -> Counted:
    return Counted(CHAIR_STAND, person.library.exercises[STAND_EXERCISE], SeatCheckKind.SIT_TO_STAND, LENGTH_S)


def _exercise(person: Mine, exercise_id: str) -> Counted:
    exercise = person.library.exercises.get(exercise_id)
    if exercise is None or exercise.seat_check not in view.COUNTED:
        abort(404, _("The seat counts no exercise of this name. The list of all exercises has those there are."))
    (step,) = view.only(exercise, person.library).steps
    length_s = min(max(10.0 * round(SPARE * step.duration_s / 10.0), LENGTH_LEAST_S), LENGTH_MOST_S)
    return Counted(exercise.id, exercise, SeatCheckKind(exercise.seat_check.value), length_s, _goal(step))


def _goal(step: Step) -> str:
    """How much is meant to be done, in words: "10 times on each side, 2 rounds"."""
    dose = step.dose
    hold = seconds(dose.hold_s or 0.0)
    if not dose.reps:
        goal = _("hold %(hold)s s", hold=hold)
    elif dose.hold_s:
        goal = ngettext(
            "%(num)s time, hold %(hold)s s each", "%(num)s times, hold %(hold)s s each", dose.reps, hold=hold
        )
    else:
        goal = ngettext("%(num)s time", "%(num)s times", dose.reps)
    if step.exercise.both_sides:
        goal = _("%(goal)s on each side", goal=goal)
    if dose.sets > 1:
        goal = ngettext("%(goal)s, %(num)s round", "%(goal)s, %(num)s rounds", dose.sets, goal=goal)
    return goal


def _rests(person: Mine, counted: Counted) -> bool:
    """Whether the plan has this at rest today; the test is open on every day on which no rest was prescribed."""
    today = person.today
    if counted.is_test:
        return today is not None and today.rest_until is not None
    return bool(view.fitted(view.only(counted.exercise, person.library), today).resting)


def _is_left_out(person: Mine, counted: Counted) -> bool:
    """Whether the person leaves this exercise out, as after it hurt; the test consists of one, and waits with it."""
    return person.today is not None and counted.exercise.id in person.today.left_out


def _check(counted: Counted) -> SeatCheck | None:
    """What the seat counts, or has counted, of this; `None` where it is something else, or where nobody knows."""
    heard = services().feed.snapshot()
    check = None if heard.now is None or heard.stale else heard.now["seat_check"]
    if check is None or check["kind"] != counted.kind:
        return None
    return check if (check["length_s"] == LENGTH_S) is counted.is_test else None


def _name_of(check: SeatCheck) -> str:
    """What tells one check from another, as it goes through a form."""
    return f"{check['asked_t_s']:.3f}"


def _is_whole(check: SeatCheck) -> bool:
    return check["phase"] == CheckPhase.OVER and check["end"] == SeatCheckEnd.DONE


def _address(person: Mine, counted: Counted) -> str:
    if counted.is_test:
        return url_for("seat_check.chair_stand", sitter=key_of(person))
    return url_for("seat_check.page", exercise_id=counted.id, sitter=key_of(person))


def _common(person: Mine, counted: Counted) -> dict[str, object]:
    """What both pages show."""
    check = _check(counted)
    is_over = check is not None and check["phase"] == CheckPhase.OVER
    return {
        "mine": person,
        "key": key_of(person),
        "hurdle": view.hurdle(person.today),
        "rests": _rests(person, counted),
        "is_left_out": _is_left_out(person, counted),
        "worked": view.worked_yesterday(counted.exercise, person.today),
        "today": person.today,
        "counted": counted,
        "exercise": counted.exercise,
        "check": check,
        "asked": _name_of(check) if check is not None else "",
        "is_over": is_over,
        "is_whole": check is not None and _is_whole(check),
        "lines": words.result_lines(check) if check is not None and is_over else [],
        "words": words,
        "view": view,
        "picture": picture,
        "stop": stop_form(SINGLE + counted.exercise.id, [counted.exercise]),
    }
