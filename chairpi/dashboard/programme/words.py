"""What the programme's pages say: a title for each advice, words for the scales, and the diary's entries as sentences.

Nothing here scolds: a rest that was prescribed is a part of the programme, and "no change yet" is an answer like any other.
"""

from __future__ import annotations

from dataclasses import dataclass

from chairpi.dashboard.lengths import counted, length
from chairpi.programme.diary import (
    BegunAnew,
    ChairStood,
    Change,
    CheckedIn,
    Entry,
    Feel,
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
    StopReason,
)
from chairpi.programme.exercises import SINGLE, Kind
from chairpi.programme.library import Library
from chairpi.programme.plan import Advice, Ask, Stage
from chairpi.programme.plan.fold import SESSION
from chairpi.programme.wanted import Wanted

TITLES = {
    Advice.STRENGTHEN: "Today: loosen, strengthen, roll",
    Advice.LOOSEN: "Today: loosen",
    Advice.REST: "Today: rest",
    Advice.DONE: "Done for today",
    Advice.WAIT: "A question first",
    Advice.LOCKED: "The exercises wait until somebody has had a look",
}
"""What today is for."""

STARTS = {
    Advice.STRENGTHEN: "Start the session",
    Advice.LOOSEN: "Start stretching",
    Advice.REST: "Stretch all the same",
    Advice.DONE: "Stretch once more",
}
"""The button to the session; where the muscles rest or are done, stretching is open and nothing asks for it."""


@dataclass(frozen=True, slots=True)
class Question:
    """How a page asks for an answer: its heading, what it is about, the button, and the page that takes the answer."""

    title: str
    text: str
    button: str
    endpoint: str


QUESTIONS = {
    Ask.SIGNS: Question(
        "First, the warning signs",
        "A short list of signs with which exercises had better wait until somebody has had a look.",
        "To the warning signs",
        "warning_signs.page",
    ),
    Ask.SELF_CHECK: Question(
        "Where to begin",
        "Five simple tests at home, one for each common cause: about ten minutes, and you may stop in between.",
        "To the self-check",
        "programme.self_check",
    ),
    Ask.CHECK_IN: Question(
        "How is it today?",
        "How sore the muscles are, and whether the back hurts. What comes next follows from that.",
        "Say how it is",
        "programme.check_in",
    ),
    Ask.REVIEW: Question(
        "A look back",
        "Is it better than at the start? “No change yet” is a good answer too.",
        "Look back",
        "programme.review",
    ),
}
"""What must be answered before anything else."""

STAGES = {
    Stage.SIGNS: "Warning signs",
    Stage.SELF_CHECK: "Self-check",
    Stage.LOOSEN: "Loosen",
    Stage.STRENGTHEN: "Strengthen",
    Stage.KEEP: "Keep it up",
}
"""The whole way, in its order."""

WANTED = {
    Wanted.SESSION: "Loosen, strengthen, roll",
    Wanted.STRETCH: "Stretching",
    Wanted.REST: "Rest; stretching stays open",
    Wanted.NOTHING: "Free; stretching is open",
    Wanted.CLOSED: "The exercises wait",
}
"""What a day ahead is for."""

RHYTHMS = {
    Rhythm.EVERY_OTHER_DAY: ("Every other day", "A day between two sessions lets the muscles recover. This is usual."),
    Rhythm.DAILY: ("Daily", "For somebody who is used to it. The check-in still decides when to rest."),
}
FINDINGS = {Finding.YES: "Yes", Finding.NO: "No", Finding.UNSURE: "Not sure"}
FOUND = {
    Finding.YES: "the self-check points to it",
    Finding.NO: "the self-check does not point to it",
    Finding.UNSURE: "not sure yet",
}
PHASES = {
    Kind.STRETCH: "Loosen",
    Kind.MOBILISE: "Loosen",
    Kind.STRENGTHEN: "Strengthen",
    Kind.ROLL: "Roll",
}
"""What a part of a session is for."""
FEELS = {Feel.EASY: "easy", Feel.RIGHT: "about right", Feel.HARD: "hard"}
STOPPED_FOR = {
    StopReason.PAIN: "it hurt",
    StopReason.TINGLING: "tingling or numbness",
    StopReason.DIZZY: "dizzy or unwell",
    StopReason.OTHER: "something else",
}


SCALES = {"soreness": range(1, 11), "pain": range(11)}
"""How sore the muscles are, and how much the back hurts: the numeric rating scale."""
AIM = (3, 4)
"""The soreness to aim for."""
ENDS = {
    "soreness": (
        ("1", "none"),
        ("3 to 4", "you notice that you have worked: the aim"),
        ("from 7", "very sore"),
        ("10", "unable to sit or stand"),
    ),
    "pain": (
        ("0", "none"),
        ("up to 3", "there, and easy to live with"),
        ("from 7", "strong"),
        ("10", "the worst you can imagine"),
    ),
}
"""Words along the scales."""


@dataclass(frozen=True, slots=True)
class LookedBack:
    """One answer to a review: how the form says it, and what may be done with it."""

    choice: str
    hint: str
    title: str
    lines: tuple[str, ...]


REVIEWS = {
    Change.BETTER: LookedBack(
        "Better",
        "Less pain, or the same with more that you can do.",
        "Better: keep it up",
        (
            "From here on two or three sessions a week keep what you have gained. Stretching may go on every day.",
            "When an exercise has become easy, its page has a harder form.",
            "The chair looks back with you every four weeks.",
        ),
    ),
    Change.NO_CHANGE: LookedBack(
        "No change yet",
        "About as at the start. For some people it takes longer, and not everybody is helped by exercises.",
        "No change yet: what can be done",
        (
            "This happens, and it is nobody's failure. Three to five weeks is what is usual, not what is promised.",
            "The programme goes on as before. The same few exercises, done slowly and often enough, do more than many.",
            "Do the self-check once more: another of the five causes may be worth coming first.",
            "Read an exercise's lines again, or let somebody watch you do it once.",
            "If it is no better after five or six weeks, or keeps you from your day, have a doctor or a physiotherapist look at it.",
        ),
    ),
    Change.WORSE: LookedBack(
        "Worse",
        "More pain than at the start, or less that you can do.",
        "Worse: ease off, and have it looked at",
        (
            "The warning signs are asked once more. After that the programme goes back to stretching, with a smaller dose.",
            "Pain that keeps growing, or grows with any exercise, is for a doctor. Nothing here knows better.",
        ),
    ),
}


def dose_text(level: int) -> str:
    """Where the dose of strengthening stands; `level` is in steps above what the exercises say.

    >>> dose_text(0), dose_text(-1)
    ('Strengthening has its usual dose now.', 'Strengthening is 1 step below its usual dose now.')
    """
    if level == 0:
        return "Strengthening has its usual dose now."
    return f"Strengthening is {counted(abs(level), 'step')} {'above' if level > 0 else 'below'} its usual dose now."


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
        case SignsAnswered(yes=yes):
            return f"Warning signs: {counted(len(yes), 'sign')} ticked." if yes else "Warning signs: none of them."
        case Seen():
            return "You said that somebody has had a look, and that exercises are fine."
        case SelfChecked(findings=findings):
            found = [library.causes[cause].name for cause, finding in findings.items() if finding is Finding.YES]
            return f"Self-check: {', '.join(found)}." if found else "Self-check: nothing stood out."
        case RhythmChosen(rhythm=rhythm):
            return f"Rhythm: {RHYTHMS[rhythm][0].lower()}."
        case SessionDone():
            return _session_text(entry, library)
        case CheckedIn(soreness=soreness, pain=pain, unable=unable, at_night=at_night):
            more = [
                words
                for is_so, words in ((unable, "unable to exercise"), (at_night, "pain at night or at rest"))
                if is_so
            ]
            return f"{', '.join([f'Check-in: soreness {soreness} of 10, pain {pain} of 10', *more])}."
        case Stopped(exercise_id=exercise_id, why=why):
            where = f" in “{_exercise_name(exercise_id, library)}”" if exercise_id else ""
            return f"Stopped{where}: {STOPPED_FOR[why]}."
        case LeftOut(exercise_id=exercise_id, back=back):
            return f"“{_exercise_name(exercise_id, library)}” {'may come again' if back else 'is left out'}."
        case Reviewed(change=change):
            return f"Looked back: {REVIEWS[change].choice.lower()}."
        case ChairStood(reps=reps):
            return f"30-second chair stand: {counted(reps, 'full stand')}."
        case BegunAnew():
            return "The programme began anew."


def _session_text(done: SessionDone, library: Library) -> str:
    feel = f", it felt {FEELS[done.feel]}" if done.feel else ""
    return f"{_routine_name(done.routine_id, library)}: {counted(len(done.worked), 'exercise')} in {length(done.length_s)}{feel}."


def _routine_name(routine_id: str, library: Library) -> str:
    if routine_id == SESSION:
        return "The day's session"
    if routine_id.startswith(SINGLE):
        return _exercise_name(routine_id.removeprefix(SINGLE), library)
    routine = library.routines.get(routine_id)
    return routine.title if routine else routine_id


def _exercise_name(exercise_id: str, library: Library) -> str:
    exercise = library.exercises.get(exercise_id)
    return exercise.name if exercise else exercise_id
