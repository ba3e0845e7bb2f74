"""What the programme's pages say: a title for each advice, words for the scales, and what may be done after looking back.

The tables hold it in English; whoever shows a text of theirs says it in the reader's language (`translated`).
Nothing here scolds: a rest that was prescribed is a part of the programme, and "no change yet" is an answer like any other.
"""

from __future__ import annotations

from dataclasses import dataclass

from chairpi.language.words import N_, _, ngettext
from chairpi.programme.diary import Change, Feel, Finding, Rhythm, StopReason
from chairpi.programme.exercises import Kind
from chairpi.programme.plan import Advice, Ask, Stage
from chairpi.programme.wanted import Wanted

TITLES = {
    Advice.STRENGTHEN: N_("Today: loosen, strengthen, roll"),
    Advice.LOOSEN: N_("Today: loosen"),
    Advice.REST: N_("Today: rest"),
    Advice.DONE: N_("Done for today"),
    Advice.WAIT: N_("A question first"),
    Advice.LOCKED: N_("The exercises wait until somebody has had a look"),
}
"""What today is for."""

STARTS = {
    Advice.STRENGTHEN: N_("Start the session"),
    Advice.LOOSEN: N_("Start stretching"),
    Advice.REST: N_("Stretch all the same"),
    Advice.DONE: N_("Stretch once more"),
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
        N_("First, the warning signs"),
        N_("A short list of signs with which exercises had better wait until somebody has had a look."),
        N_("To the warning signs"),
        "warning_signs.page",
    ),
    Ask.SELF_CHECK: Question(
        N_("Where to begin"),
        N_("Five simple tests at home, one for each common cause: about ten minutes, and you may stop in between."),
        N_("To the self-check"),
        "programme.self_check",
    ),
    Ask.CHECK_IN: Question(
        N_("How is it today?"),
        N_("How sore the muscles are, and whether the back hurts. What comes next follows from that."),
        N_("Say how it is"),
        "programme.check_in",
    ),
    Ask.REVIEW: Question(
        N_("A look back"),
        N_("Is it better than at the start? “No change yet” is a good answer too."),
        N_("Look back"),
        "programme.review",
    ),
}
"""What must be answered before anything else."""

STAGES = {
    Stage.SIGNS: N_("Warning signs"),
    Stage.SELF_CHECK: N_("Self-check"),
    Stage.LOOSEN: N_("Loosen"),
    Stage.STRENGTHEN: N_("Strengthen"),
    Stage.KEEP: N_("Keep it up"),
}
"""The whole way, in its order."""

WANTED = {
    Wanted.SESSION: N_("Loosen, strengthen, roll"),
    Wanted.STRETCH: N_("Stretching"),
    Wanted.REST: N_("Rest; stretching stays open"),
    Wanted.NOTHING: N_("Free; stretching is open"),
    Wanted.CLOSED: N_("The exercises wait"),
}
"""What a day ahead is for."""

RHYTHMS = {
    Rhythm.EVERY_OTHER_DAY: (
        N_("Every other day"),
        N_("A day between two sessions lets the muscles recover. This is usual."),
    ),
    Rhythm.DAILY: (N_("Daily"), N_("For somebody who is used to it. The check-in still decides when to rest.")),
}
FINDINGS = {Finding.YES: N_("Yes"), Finding.NO: N_("No"), Finding.UNSURE: N_("Not sure")}
LAST_TIME = {
    Finding.YES: N_("Last time: yes."),
    Finding.NO: N_("Last time: no."),
    Finding.UNSURE: N_("Last time: not sure."),
}
"""What somebody answered in the self-check before."""
FOUND = {
    Finding.YES: N_("the self-check points to it"),
    Finding.NO: N_("the self-check does not point to it"),
    Finding.UNSURE: N_("not sure yet"),
}
PHASES = {
    Kind.STRETCH: N_("Loosen"),
    Kind.MOBILISE: N_("Loosen"),
    Kind.STRENGTHEN: N_("Strengthen"),
    Kind.ROLL: N_("Roll"),
}
"""What a part of a session is for."""
# Translators: how a session felt, also after "it felt".
FEELS = {Feel.EASY: N_("easy"), Feel.RIGHT: N_("about right"), Feel.HARD: N_("hard")}
# Translators: why somebody stopped, after "Stopped:".
STOPPED_FOR = {
    StopReason.PAIN: N_("it hurt"),
    StopReason.TINGLING: N_("tingling or numbness"),
    StopReason.DIZZY: N_("dizzy or unwell"),
    StopReason.OTHER: N_("something else"),
}


SCALES = {"soreness": range(1, 11), "pain": range(11)}
"""How sore the muscles are, and how much the back hurts: the numeric rating scale."""
AIM = (3, 4)
"""The soreness to aim for."""
# Translators: "none" is no soreness, and no pain; "strong" is a strong pain.
ENDS = {
    "soreness": (
        ("1", N_("none")),
        (N_("3 to 4"), N_("you notice that you have worked: the aim")),
        (N_("from 7"), N_("very sore")),
        ("10", N_("unable to sit or stand")),
    ),
    "pain": (
        ("0", N_("none")),
        (N_("up to 3"), N_("there, and easy to live with")),
        (N_("from 7"), N_("strong")),
        ("10", N_("the worst you can imagine")),
    ),
}
"""Words along the scales."""


@dataclass(frozen=True, slots=True)
class LookedBack:
    """One answer to a review: how the form says it, that it is kept, and what may be done with it."""

    choice: str
    hint: str
    kept: str
    title: str
    lines: tuple[str, ...]


REVIEWS = {
    Change.BETTER: LookedBack(
        N_("Better"),
        N_("Less pain, or the same with more that you can do."),
        N_("Kept: better."),
        N_("Better: keep it up"),
        (
            N_("From here on two or three sessions a week keep what you have gained. Stretching may go on every day."),
            N_("When an exercise has become easy, its page has a harder form."),
            N_("The chair looks back with you every four weeks."),
        ),
    ),
    Change.NO_CHANGE: LookedBack(
        N_("No change yet"),
        N_("About as at the start. For some people it takes longer, and not everybody is helped by exercises."),
        N_("Kept: no change yet."),
        N_("No change yet: what can be done"),
        (
            N_("This happens, and it is nobody's failure. Three to five weeks is what is usual, not what is promised."),
            N_(
                "The programme goes on as before. The same few exercises, done slowly and often enough, do more than many."
            ),
            N_("Do the self-check once more: another of the five causes may be worth coming first."),
            N_("Read an exercise's lines again, or let somebody watch you do it once."),
            N_(
                "If it is no better after five or six weeks, or keeps you from your day, have a doctor or a physiotherapist look at it."
            ),
        ),
    ),
    Change.WORSE: LookedBack(
        N_("Worse"),
        N_("More pain than at the start, or less that you can do."),
        N_("Kept: worse."),
        N_("Worse: ease off, and have it looked at"),
        (
            N_(
                "The warning signs are asked once more. After that the programme goes back to stretching, with a smaller dose."
            ),
            N_("Pain that keeps growing, or grows with any exercise, is for a doctor. Nothing here knows better."),
        ),
    ),
}


def dose_text(level: int) -> str:
    """Where the dose of strengthening stands; `level` is in steps above what the exercises say.

    >>> dose_text(0), dose_text(-1)
    ('Strengthening has its usual dose now.', 'Strengthening is 1 step below its usual dose now.')
    """
    if level == 0:
        return _("Strengthening has its usual dose now.")
    if level > 0:
        return ngettext(
            "Strengthening is %(num)s step above its usual dose now.",
            "Strengthening is %(num)s steps above its usual dose now.",
            level,
        )
    return ngettext(
        "Strengthening is %(num)s step below its usual dose now.",
        "Strengthening is %(num)s steps below its usual dose now.",
        -level,
    )
