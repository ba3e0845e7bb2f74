"""What the forms of the stretch pages say, as entries for the diary."""

from __future__ import annotations

import math
from collections.abc import Container, Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from flask import url_for
from werkzeug.datastructures import MultiDict

from chairpi.dashboard.programme.words import STOPPED_FOR
from chairpi.language.words import _
from chairpi.programme.diary import Feel, SessionDone, Stopped, StopReason, Worked
from chairpi.programme.exercises import Exercise
from chairpi.programme.library import Library

LENGTH_MAX_S = 6 * 3600.0
"""The diary takes no session that lasts longer [s]; a page may stay open for days."""

_Choice = TypeVar("_Choice", bound=StrEnum)


def session_of(form: MultiDict[str, str], routine_id: str, library: Library, day: date, prompt: str) -> SessionDone:
    """What was done: the exercises that are ticked (`worked`), each once, how it was, and how long it took.

    Parameters
    ----------
    form
        As it came. What a browser cannot have counted, or a person has not said, is left out. Where no player counted the time it holds
        what the page says that the routine takes.
    routine_id
        Of the routine, or "session".
    library
        Knows the exercises; one that is no longer there is left out.
    day
        Today.
    prompt
        The kind of prompt that offered it; empty for none.
    """
    ids = dict.fromkeys(form.getlist("worked"))
    exercises = [library.exercises[one] for one in ids if one in library.exercises]
    length_s = _seconds(form, "length_s") or 0.0
    off_seat_s = _seconds(form, "off_seat_s")
    return SessionDone(
        day,
        routine_id,
        tuple(Worked(one.id, one.kind, one.muscles, one.id in library.prescribed) for one in exercises),
        _one_of(Feel, form.get("feel", "")),
        length_s,
        prompt,
        None if off_seat_s is None else min(off_seat_s, length_s),
    )


def stopped_of(form: Mapping[str, str], library: Library, day: date) -> Stopped:
    """That somebody stopped, in which exercise and why; a reason that is not given is "something else"."""
    exercise_id = form.get("exercise_id", "")
    return Stopped(
        day,
        exercise_id if exercise_id in library.exercises else "",
        _one_of(StopReason, form.get("why", "")) or StopReason.OTHER,
    )


def stop_form(routine_id: str, exercises: Iterable[Exercise]) -> dict[str, object]:
    """What the form shows that stands in the same place on every page with exercises (`stop.html`).

    Parameters
    ----------
    routine_id
        Which routine ends by it; "exercises" for none.
    exercises
        Those that it may have been, in their order; one that comes twice is there once.
    """
    return {
        "action": url_for("stretch.stopped", routine_id=routine_id),
        "exercises": list({one.id: one for one in exercises}.values()),
        "reasons": STOPPED_FOR,
    }


def stopped_text(stopped: Stopped, library: Library, left_out: Container[str]) -> str:
    """What is said to somebody who stopped: in which exercise it is noted, and whether that one is left out now."""
    exercise = library.exercises.get(stopped.exercise_id)
    if exercise is None:
        return _("You stopped, and that was right.")
    if exercise.id in left_out:
        return _(
            "You stopped, and that was right. “%(name)s” is left out from now on; on its page you can let it come again.",
            name=exercise.name,
        )
    return _("You stopped in “%(name)s”, and that was right.", name=exercise.name)


def _one_of(kind: type[_Choice], text: str) -> _Choice | None:
    return kind(text) if text in [one.value for one in kind] else None


def _seconds(form: Mapping[str, str], name: str) -> float | None:
    """A length [s] within what a diary takes; `None` where there is none."""
    try:
        value = float(form.get(name, ""))
    except ValueError:
        return None
    return min(max(value, 0.0), LENGTH_MAX_S) if math.isfinite(value) else None
