"""The fields of an exercise, a routine, a step and a prescription: what each is called, and what to put in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from chairpi.dashboard.lengths import length, seconds
from chairpi.dashboard.own.content_fields import SEPARATOR, Field, Record
from chairpi.dashboard.stretch.player_view import KINDS, MUSCLES, PLACES
from chairpi.language.words import N_, _, joined, ngettext, pgettext, translated
from chairpi.programme.exchange import exercise_record
from chairpi.programme.exercises import Cause, DoseSource, Exercise, Place, SeatCheck
from chairpi.programme.library import Library, Prescription
from chairpi.programme.routines import Offer

WEEKDAYS = (
    *(N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday")),
)
# Translators: days of the week, as in a narrow column.
SHORT_WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))

DOSE_KEYS = ("hold_s", "reps", "rep_s", "sets", "rest_s", "ready_s")
"""The keys of `dose_fields`, in their order."""

SEAT_CHECKS = {
    SeatCheck.NONE: N_("Nothing"),
    SeatCheck.SIT_TO_STAND: N_("It counts how often you stand up"),
    SeatCheck.WEIGHT_SHIFT: N_("It times shifts to the left and the right"),
    SeatCheck.FORWARD_LEAN: N_("It times leaning forward"),
    SeatCheck.OFF_SEAT: N_("Nobody is on the seat: for everything off the chair"),
}
DOSE_SOURCES = {
    DoseSource.OUR_DEFAULT: N_("Somebody's own choice"),
    DoseSource.SOURCED: N_("The sources below say so"),
    DoseSource.PRESCRIBED: N_("A professional said so"),
}
OFFERS = {
    Offer.STAND: N_("A prompt to stand"),
    Offer.SLIDE: N_("A prompt to sit back"),
    Offer.STILL: N_("A prompt to shift a little"),
}
AT = {
    Place.CHAIR: N_("%(exercise)s (on the chair)"),
    Place.STANDING: N_("%(exercise)s (standing)"),
    Place.FLOOR: N_("%(exercise)s (on the floor)"),
    Place.ROLLER: N_("%(exercise)s (with a foam roller)"),
}
"""An exercise in a list, with its place."""

_Choice = TypeVar("_Choice", bound=StrEnum)


def dose_fields() -> tuple[Field, ...]:
    """How long and how often."""
    return (
        Field(
            "hold_s",
            pgettext("how long to hold", "Hold"),
            _("How long to hold, or to go on. Leave it empty for repetitions without a hold. 1 to 120 s."),
            "number",
            _("s"),
        ),
        Field(
            "reps",
            _("Repetitions"),
            _("In one round. Leave it empty where there is only the hold. 1 to 30."),
            "number",
            _("times"),
        ),
        Field(
            "rep_s",
            _("Time of one repetition"),
            _("All of it, with its hold. Slow is usual: 3 to 6 s. 1 to 30 s."),
            "number",
            _("s"),
        ),
        Field("sets", _("Rounds"), _("On each side, where there are two. 1 to 6."), "number", _("times"), needed=True),
        Field(
            "rest_s",
            _("Rest between two rounds"),
            _("Also to change sides. 0 to 180 s."),
            "number",
            _("s"),
            needed=True,
        ),
        Field(
            "ready_s", _("Time to get ready"), _("Before the first round; usually 8 s. 3 to 60 s."), "number", _("s")
        ),
    )


def step_dose() -> tuple[Field, ...]:
    """The same within a routine, where what is empty is as the exercise says."""
    return tuple(Field(field.key, field.label, "", field.control, field.unit) for field in dose_fields())


def exercise_fields(library: Library) -> tuple[tuple[str, tuple[Field, ...]], ...]:
    """The fields of an exercise, in groups with their titles."""
    pictures = [(one.picture, one.name) for one in library.exercises.values() if not one.own]
    return (
        (
            _("What it is"),
            (
                Field("name", _("Name"), _("What you call it."), needed=True),
                Field(
                    "causes",
                    _("What it is for"),
                    _("What comes first in a session follows from the main one."),
                    "ranked",
                    choices=tuple((cause.value, library.causes[cause].name) for cause in Cause),
                    needed=True,
                ),
                Field("place", _("Where"), _("Where you do it."), "one", choices=_words(PLACES), needed=True),
                Field(
                    "kind",
                    _("What it does"),
                    _("Only what strengthens has days in between, and rests when you are very sore."),
                    "one",
                    choices=_words(KINDS),
                    needed=True,
                ),
                Field(
                    "muscles",
                    _("Muscles"),
                    _(
                        "What it works or lengthens. The same muscles are not strengthened on two days in a row, unless you chose daily."
                    ),
                    "ranked",
                    choices=_words(MUSCLES),
                    needed=True,
                ),
                Field("both_sides", _("First one side, then the other"), _("Each round is then done twice."), "tick"),
            ),
        ),
        (
            _("How long and how often"),
            (
                *dose_fields(),
                Field(
                    "dose_source",
                    _("Who says so"),
                    _("Where these numbers come from. The plan leaves alone what a professional said."),
                    "one",
                    choices=_words(DOSE_SOURCES),
                    needed=True,
                ),
            ),
        ),
        (
            _("How to do it"),
            (
                Field("instructions", _("What to do"), _("One step in each line."), "lines", needed=True),
                Field(
                    "cues",
                    _("Short reminders"),
                    _("One in each line, a few words. They are said while it goes on."),
                    "lines",
                ),
                Field("feel", _("You feel"), _("Where one feels it, and how."), "long", needed=True),
                Field("easier", _("Easier"), _("A gentler form."), "long"),
                Field("harder", _("Harder"), _("The next step, when it has become easy."), "long"),
            ),
        ),
        (
            _("When to stop"),
            (
                Field("stop_if", _("Stop if"), _("One in each line; at least one."), "lines", needed=True),
                Field(
                    "not_if",
                    _("Leave out, or ask first"),
                    _("One in each line: for whom it is not, or not without advice."),
                    "lines",
                ),
            ),
        ),
        (
            _("More"),
            (
                Field(
                    "picture",
                    _("Picture"),
                    _("One of ours that comes close. Without one, a neutral figure is shown."),
                    "one",
                    choices=(("", _("None of them")), *dict(pictures).items()),
                ),
                Field(
                    "seat_check",
                    _("What the seat can say"),
                    _("Leave it at “as usual” unless the seat should count or time something."),
                    "one",
                    choices=(("", _("As usual")), *_words(SEAT_CHECKS)),
                ),
                Field(
                    "source",
                    _("Where it comes from"),
                    _(
                        "One in each line: what it is called %(bar)s where it was published. For instance: "
                        "Sitting exercises %(bar)s NHS, nhs.uk",
                        bar=SEPARATOR,
                    ),
                    "sources",
                ),
            ),
        ),
    )


def routine_fields() -> tuple[Field, ...]:
    """The fields of a routine, besides its steps."""
    return (
        Field("title", _("Name"), _("What you call it."), needed=True),
        Field("when", _("When it fits"), _("For instance: after lunch."), "long", needed=True),
        Field("intro", _("Before you begin"), _("What to have at hand, and how to go about it."), "long", needed=True),
        Field(
            "prompts",
            _("A prompt may offer it"),
            _("Tick what it fits, if it is short. Leave all empty to choose it yourself."),
            "several",
            choices=_words(OFFERS),
        ),
    )


def exercise_field(library: Library) -> Field:
    """Which exercise a step or a prescription is about."""
    return Field("exercise", _("Exercise"), "", "one", choices=_exercises(library), needed=True)


def prescription_fields() -> tuple[tuple[str, tuple[Field, ...]], ...]:
    """The fields of a prescription, besides its exercise, in groups with their titles."""
    return (
        (_("How long and how often"), dose_fields()),
        (
            _("When, and by whom"),
            (
                Field(
                    "weekdays",
                    _("On which days"),
                    _("All seven for daily."),
                    "several",
                    choices=tuple((str(number), translated(name)) for number, name in enumerate(WEEKDAYS)),
                    needed=True,
                ),
                Field("by", _("By whom"), _("The name or the profession, as you like."), needed=True),
                Field("note", _("Note"), _("Anything else to remember. It is on the printed page too."), "long"),
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
    hold = seconds(dose.hold_s or 0.0)
    if dose.reps is None:
        amount = _("%(sets)s × %(hold)s s", sets=dose.sets, hold=hold)
    elif dose.hold_s is not None:
        amount = _("%(sets)s × %(reps)s, hold %(hold)s s", sets=dose.sets, reps=dose.reps, hold=hold)
    else:
        amount = f"{dose.sets} × {dose.reps}"
    return _("%(dose)s, each side", dose=amount) if prescription.exercise.both_sides else amount


def usual_text(exercise: Exercise) -> str:
    """How long and how often an exercise says: "10 times of 4 s, hold 2 s each, 3 rounds, each side"."""
    dose = exercise.dose
    parts = []
    if dose.reps is not None and dose.rep_s is not None:
        parts.append(
            ngettext("%(num)s time of %(rep)s s", "%(num)s times of %(rep)s s", dose.reps, rep=seconds(dose.rep_s))
        )
        if dose.hold_s:
            parts.append(_("hold %(hold)s each", hold=length(dose.hold_s)))
    else:
        parts.append(length(dose.hold_s or 0.0))
    if dose.sets > 1:
        parts.append(ngettext("%(num)s round", "%(num)s rounds", dose.sets))
    if exercise.both_sides:
        parts.append(_("each side"))
    return joined(parts, with_and=False)


def days_text(weekdays: Sequence[int]) -> str:
    """Days of the week, Monday 0, in few words.

    >>> days_text(range(7)), days_text([0, 2, 4])
    ('daily', 'Mon, Wed, Fri')
    """
    if len(set(weekdays)) == len(SHORT_WEEKDAYS):
        return pgettext("on all seven days", "daily")
    return joined((translated(SHORT_WEEKDAYS[day]) for day in sorted(weekdays)), with_and=False)


def _exercises(library: Library) -> tuple[tuple[str, str], ...]:
    """Every exercise by its id, in the order of their names."""
    named = [(one.id, _(AT[one.place], exercise=one.name)) for one in library.exercises.values()]
    return tuple(sorted(named, key=lambda pair: pair[1].casefold()))


def _words(words: Mapping[_Choice, str]) -> tuple[tuple[str, str], ...]:
    return tuple((choice.value, translated(text)) for choice, text in words.items())
