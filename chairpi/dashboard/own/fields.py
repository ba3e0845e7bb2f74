"""The fields of an exercise, a routine, a step and a prescription: what each is called, and what to put in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from chairpi.dashboard.own.content_fields import SEPARATOR, Field, Record
from chairpi.dashboard.stretch.player_view import KINDS, MUSCLES, PLACES
from chairpi.programme.exchange import exercise_record
from chairpi.programme.exercises import Cause, DoseSource, SeatCheck
from chairpi.programme.library import Library, Prescription
from chairpi.programme.routines import Offer

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

DOSE = (
    Field(
        "hold_s",
        "Hold",
        "How long to hold, or to go on. Leave it empty for repetitions without a hold. 1 to 120 s.",
        "number",
        "s",
    ),
    Field(
        "reps",
        "Repetitions",
        "In one round. Leave it empty where there is only the hold. 1 to 30.",
        "number",
        "times",
    ),
    Field(
        "rep_s",
        "Time of one repetition",
        "All of it, with its hold. Slow is usual: 3 to 6 s. 1 to 30 s.",
        "number",
        "s",
    ),
    Field("sets", "Rounds", "On each side, where there are two. 1 to 6.", "number", "times", needed=True),
    Field("rest_s", "Rest between two rounds", "Also to change sides. 0 to 180 s.", "number", "s", needed=True),
    Field("ready_s", "Time to get ready", "Before the first round; usually 8 s. 3 to 60 s.", "number", "s"),
)
"""How long and how often."""

STEP_DOSE = tuple(Field(field.key, field.label, "", field.control, field.unit) for field in DOSE)
"""The same within a routine, where what is empty is as the exercise says."""

SEAT_CHECKS = {
    SeatCheck.NONE: "Nothing",
    SeatCheck.SIT_TO_STAND: "It counts how often you stand up",
    SeatCheck.WEIGHT_SHIFT: "It times shifts to the left and the right",
    SeatCheck.FORWARD_LEAN: "It times leaning forward",
    SeatCheck.OFF_SEAT: "Nobody is on the seat: for everything off the chair",
}
DOSE_SOURCES = {
    DoseSource.OUR_DEFAULT: "Somebody's own choice",
    DoseSource.SOURCED: "The sources below say so",
    DoseSource.PRESCRIBED: "A professional said so",
}
OFFERS = {
    Offer.STAND: "A prompt to stand",
    Offer.SLIDE: "A prompt to sit back",
    Offer.STILL: "A prompt to shift a little",
}

_Choice = TypeVar("_Choice", bound=StrEnum)


def exercise_fields(library: Library) -> tuple[tuple[str, tuple[Field, ...]], ...]:
    """The fields of an exercise, in groups with their titles."""
    pictures = [(one.picture, one.name) for one in library.exercises.values() if not one.own]
    return (
        (
            "What it is",
            (
                Field("name", "Name", "What you call it.", needed=True),
                Field(
                    "causes",
                    "What it is for",
                    "What comes first in a session follows from the main one.",
                    "ranked",
                    choices=tuple((cause.value, library.causes[cause].name) for cause in Cause),
                    needed=True,
                ),
                Field("place", "Where", "Where you do it.", "one", choices=_words(PLACES), needed=True),
                Field(
                    "kind",
                    "What it does",
                    "Only what strengthens has days in between, and rests when you are very sore.",
                    "one",
                    choices=_words(KINDS),
                    needed=True,
                ),
                Field(
                    "muscles",
                    "Muscles",
                    "What it works or lengthens. The same muscles are not strengthened on two days in a row, unless you chose daily.",
                    "ranked",
                    choices=_words(MUSCLES),
                    needed=True,
                ),
                Field("both_sides", "First one side, then the other", "Each round is then done twice.", "tick"),
            ),
        ),
        (
            "How long and how often",
            (
                *DOSE,
                Field(
                    "dose_source",
                    "Who says so",
                    "Where these numbers come from. The plan leaves alone what a professional said.",
                    "one",
                    choices=_words(DOSE_SOURCES),
                    needed=True,
                ),
            ),
        ),
        (
            "How to do it",
            (
                Field("instructions", "What to do", "One step in each line.", "lines", needed=True),
                Field(
                    "cues", "Short reminders", "One in each line, a few words. They are said while it goes on.", "lines"
                ),
                Field("feel", "You feel", "Where one feels it, and how.", "long", needed=True),
                Field("easier", "Easier", "A gentler form.", "long"),
                Field("harder", "Harder", "The next step, when it has become easy.", "long"),
            ),
        ),
        (
            "When to stop",
            (
                Field("stop_if", "Stop if", "One in each line; at least one.", "lines", needed=True),
                Field(
                    "not_if",
                    "Leave out, or ask first",
                    "One in each line: for whom it is not, or not without advice.",
                    "lines",
                ),
            ),
        ),
        (
            "More",
            (
                Field(
                    "picture",
                    "Picture",
                    "One of ours that comes close. Without one, a neutral figure is shown.",
                    "one",
                    choices=(("", "None of them"), *dict(pictures).items()),
                ),
                Field(
                    "seat_check",
                    "What the seat can say",
                    "Leave it at “as usual” unless the seat should count or time something.",
                    "one",
                    choices=(("", "As usual"), *_words(SEAT_CHECKS)),
                ),
                Field(
                    "source",
                    "Where it comes from",
                    f"One in each line: what it is called {SEPARATOR} where it was published. For instance: "
                    f"Sitting exercises {SEPARATOR} NHS, nhs.uk",
                    "sources",
                ),
            ),
        ),
    )


def routine_fields() -> tuple[Field, ...]:
    """The fields of a routine, besides its steps."""
    return (
        Field("title", "Name", "What you call it.", needed=True),
        Field("when", "When it fits", "For instance: after lunch.", "long", needed=True),
        Field("intro", "Before you begin", "What to have at hand, and how to go about it.", "long", needed=True),
        Field(
            "prompts",
            "A prompt may offer it",
            "Tick what it fits, if it is short. Leave all empty to choose it yourself.",
            "several",
            choices=_words(OFFERS),
        ),
    )


def exercise_field(library: Library) -> Field:
    """Which exercise a step or a prescription is about."""
    return Field("exercise", "Exercise", "", "one", choices=_exercises(library), needed=True)


def prescription_fields() -> tuple[tuple[str, tuple[Field, ...]], ...]:
    """The fields of a prescription, besides its exercise, in groups with their titles."""
    return (
        ("How long and how often", DOSE),
        (
            "When, and by whom",
            (
                Field(
                    "weekdays",
                    "On which days",
                    "All seven for daily.",
                    "several",
                    choices=tuple((str(number), name) for number, name in enumerate(WEEKDAYS)),
                    needed=True,
                ),
                Field("by", "By whom", "The name or the profession, as you like.", needed=True),
                Field("note", "Note", "Anything else to remember. It is on the printed page too.", "long"),
            ),
        ),
    )


def sound_exercise(library: Library) -> Record:
    """An exercise that can be read, to put right what a form has wrong while looking for its other mistakes."""
    simple = next(one for one in library.exercises.values() if one.dose.hold_s is not None and one.dose.reps is None)
    return dict(exercise_record(simple))


def dose_text(prescription: Prescription) -> str:
    """How much was prescribed, as it is written on a slip of paper: "3 × 10, hold 5 s, each side"."""
    dose = prescription.dose
    hold = "" if dose.hold_s is None else f"{dose.hold_s:g} s"
    amount = hold if dose.reps is None else f"{dose.reps}, hold {hold}" if hold else f"{dose.reps}"
    return f"{dose.sets} × {amount}{', each side' if prescription.exercise.both_sides else ''}"


def days_text(weekdays: Sequence[int]) -> str:
    """Days of the week, Monday 0, in few words.

    >>> days_text(range(7)), days_text([0, 2, 4])
    ('daily', 'Mon, Wed, Fri')
    """
    return "daily" if len(set(weekdays)) == len(WEEKDAYS) else ", ".join(WEEKDAYS[day][:3] for day in sorted(weekdays))


def _exercises(library: Library) -> tuple[tuple[str, str], ...]:
    """Every exercise by its id, in the order of their names."""
    named = [(one.id, f"{one.name} ({PLACES[one.place].lower()})") for one in library.exercises.values()]
    return tuple(sorted(named, key=lambda pair: pair[1].casefold()))


def _words(words: Mapping[_Choice, str]) -> tuple[tuple[str, str], ...]:
    return tuple((choice.value, text) for choice, text in words.items())
