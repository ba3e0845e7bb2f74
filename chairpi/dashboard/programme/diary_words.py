"""The entries of a diary as sentences, in the reader's language."""

from __future__ import annotations

from chairpi.dashboard.lengths import length
from chairpi.dashboard.programme.words import FEELS, STOPPED_FOR
from chairpi.language.words import N_, _, joined, ngettext, translated
from chairpi.programme.diary import (
    BegunAnew,
    ChairStood,
    Change,
    CheckedIn,
    Entry,
    Finding,
    LeftOut,
    Reviewed,
    Rhythm,
    RhythmChosen,
    Seen,
    SelfChecked,
    SessionDone,
    SignsAnswered,
    Stopped,
)
from chairpi.programme.exercises import SINGLE
from chairpi.programme.library import Library
from chairpi.programme.plan.fold import SESSION

_RHYTHM_CHOSEN = {
    Rhythm.EVERY_OTHER_DAY: N_("Rhythm: every other day."),
    Rhythm.DAILY: N_("Rhythm: daily."),
}
_LOOKED_BACK = {
    Change.BETTER: N_("Looked back: better."),
    Change.NO_CHANGE: N_("Looked back: no change yet."),
    Change.WORSE: N_("Looked back: worse."),
}
_CHECKED_IN = {
    (False, False): N_("Check-in: soreness %(soreness)s of 10, pain %(pain)s of 10."),
    (True, False): N_("Check-in: soreness %(soreness)s of 10, pain %(pain)s of 10, unable to exercise."),
    (False, True): N_("Check-in: soreness %(soreness)s of 10, pain %(pain)s of 10, pain at night or at rest."),
    (True, True): N_(
        "Check-in: soreness %(soreness)s of 10, pain %(pain)s of 10, unable to exercise, pain at night or at rest."
    ),
}
"""By whether they were unable to exercise, and whether the pain was there at night or at rest."""


def entry_text(entry: Entry, library: Library) -> str:
    """One entry of the diary as a sentence.

    Parameters
    ----------
    entry
        Which.
    library
        For the names of routines, exercises and causes; what is no longer there is told by its id.
    """
    match entry:
        case SignsAnswered(yes=()):
            return _("Warning signs: none of them.")
        case SignsAnswered(yes=yes):
            return ngettext("Warning signs: %(num)s sign ticked.", "Warning signs: %(num)s signs ticked.", len(yes))
        case Seen():
            return _("You said that somebody has had a look, and that exercises are fine.")
        case SelfChecked(findings=findings):
            found = [library.causes[cause].name for cause, finding in findings.items() if finding is Finding.YES]
            return (
                _("Self-check: %(causes)s.", causes=joined(found, with_and=False))
                if found
                else _("Self-check: nothing stood out.")
            )
        case RhythmChosen(rhythm=rhythm):
            return translated(_RHYTHM_CHOSEN[rhythm])
        case SessionDone():
            return _session_text(entry, library)
        case CheckedIn(soreness=soreness, pain=pain, unable=unable, at_night=at_night):
            return _(_CHECKED_IN[unable, at_night], soreness=soreness, pain=pain)
        case Stopped(exercise_id="", why=why):
            return _("Stopped: %(why)s.", why=translated(STOPPED_FOR[why]))
        case Stopped(exercise_id=exercise_id, why=why):
            name = _exercise_name(exercise_id, library)
            return _("Stopped in “%(exercise)s”: %(why)s.", exercise=name, why=translated(STOPPED_FOR[why]))
        case LeftOut(exercise_id=exercise_id, back=True):
            return _("“%(exercise)s” may come again.", exercise=_exercise_name(exercise_id, library))
        case LeftOut(exercise_id=exercise_id):
            return _("“%(exercise)s” is left out.", exercise=_exercise_name(exercise_id, library))
        case Reviewed(change=change):
            return translated(_LOOKED_BACK[change])
        case ChairStood(reps=reps):
            return ngettext(
                "30-second chair stand: %(num)s full stand.", "30-second chair stand: %(num)s full stands.", reps
            )
        case BegunAnew():
            return _("The programme began anew.")


def _session_text(done: SessionDone, library: Library) -> str:
    routine, took = _routine_name(done.routine_id, library), length(done.length_s)
    if done.feel is None:
        return ngettext(
            "%(routine)s: %(num)s exercise in %(length)s.",
            "%(routine)s: %(num)s exercises in %(length)s.",
            len(done.worked),
            routine=routine,
            length=took,
        )
    return ngettext(
        "%(routine)s: %(num)s exercise in %(length)s, it felt %(feel)s.",
        "%(routine)s: %(num)s exercises in %(length)s, it felt %(feel)s.",
        len(done.worked),
        routine=routine,
        length=took,
        feel=translated(FEELS[done.feel]),
    )


def _routine_name(routine_id: str, library: Library) -> str:
    if routine_id == SESSION:
        return _("The day's session")
    if routine_id.startswith(SINGLE):
        return _exercise_name(routine_id.removeprefix(SINGLE), library)
    routine = library.routines.get(routine_id)
    return routine.title if routine else routine_id


def _exercise_name(exercise_id: str, library: Library) -> str:
    exercise = library.exercises.get(exercise_id)
    return exercise.name if exercise else exercise_id
