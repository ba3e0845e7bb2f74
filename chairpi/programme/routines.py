"""Routines: exercises in order, with the dose that fits the time."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from chairpi.language.words import _, number_text
from chairpi.programme.content import Table
from chairpi.programme.exercises import Dose, DoseSource, Exercise, Kind, Place, read_dose, read_id


class Offer(StrEnum):
    """The kinds of prompt that may offer a routine, by their public names."""

    STAND = "stand"
    SLIDE = "slide"
    STILL = "still"


RESERVED = frozenset({"session", "exercises"})
"""What no routine can be called: the plan's own session, and the list of exercises, which stands beside the routines."""

PROMPT_LONGEST_S = 600.0
"""What a prompt offers takes no longer [s]: it comes in the middle of something else. Our choice."""


@dataclass(frozen=True, slots=True)
class Step:
    """One exercise within a routine, with the dose that it has there; `prescribed`: a professional said how long and how often."""

    exercise: Exercise
    dose: Dose
    prescribed: bool = False

    @property
    def dose_source(self) -> DoseSource:
        """Where this dose comes from: another one than the exercise's own is our choice."""
        if self.prescribed:
            return DoseSource.PRESCRIBED
        return self.exercise.dose_source if self.dose == self.exercise.dose else DoseSource.OUR_DEFAULT

    @property
    def rounds(self) -> int:
        """How many times it is done: sets, times two where there are two sides."""
        return self.dose.sets * (2 if self.exercise.both_sides else 1)

    @property
    def duration_s(self) -> float:
        """Expected time of the whole step [s]: getting ready, the rounds, and the rests between them."""
        return self.dose.ready_s + self.rounds * self.dose.round_s + (self.rounds - 1) * self.dose.rest_s


@dataclass(frozen=True, slots=True)
class Routine:
    """An ordered set of steps.

    Parameters
    ----------
    id
        Its name in links and in the diary: never changed once published.
    title
        What people call it.
    when
        When it fits.
    intro
        What to have at hand, and how to go about it.
    steps
        At least one.
    prompts
        The kinds of prompt that may offer it, by their public names; none for one that is too long for a break.
    own
        A person has added or changed it.
    """

    id: str
    title: str
    when: str
    intro: str
    steps: tuple[Step, ...]
    prompts: tuple[str, ...] = ()
    own: bool = False

    @property
    def duration_s(self) -> float:
        """Expected time of the whole routine [s], from its doses."""
        return sum(step.duration_s for step in self.steps)

    @property
    def minutes(self) -> int:
        """What it takes, as told to people [min]: rounded up from the first half minute on, and at least 1."""
        return max(1, math.floor(self.duration_s / 60.0 + 0.5))

    @property
    def places(self) -> tuple[Place, ...]:
        """Where it is done, in the order of its steps."""
        return tuple(dict.fromkeys(step.exercise.place for step in self.steps))

    @property
    def strengthens(self) -> bool:
        """Whether any of its steps does."""
        return any(step.exercise.kind is Kind.STRENGTHEN for step in self.steps)


def read_routine(table: Table, exercises: Mapping[str, Exercise], *, own: bool = False) -> Routine:
    """Read one routine.

    Parameters
    ----------
    table
        Its keys: `id`, `title`, `when`, `intro`, perhaps `prompts`, and a list `step` of tables with `exercise` (an id) and those
        keys of the dose that are other than the exercise's own.
    exercises
        Those that a step can name.
    own
        A person has added it.

    Raises
    ------
    ValueError
        A key is missing, unknown or out of bounds, a step names an exercise that is not there, or a person's own routine is too long for
        the prompts that it names; the message names file and key.

    Notes
    -----
    Where a person has changed a shipped exercise, its dose there is theirs in the shipped routines as well.
    """
    routine_id = read_id(table)
    if routine_id in RESERVED:
        raise table.refusal("id", _("'%(id)s' is the address of another page; choose another id", id=routine_id))
    routine = Routine(
        id=routine_id,
        title=table.text("title"),
        when=table.text("when"),
        intro=table.text("intro"),
        steps=tuple(_step(step, exercises, own=own) for step in table.tables("step")),
        prompts=table.choices("prompts", Offer) if table.has("prompts") else (),
        own=own,
    )
    # A shipped one grows only by what a person changed in its exercises, and is no reason to refuse all content.
    if own and routine.prompts and routine.duration_s > PROMPT_LONGEST_S:
        raise table.refusal(
            "prompts",
            _(
                "what a prompt offers takes up to %(minutes)s min, and this routine takes longer",
                minutes=number_text(PROMPT_LONGEST_S / 60.0),
            ),
        )
    return routine


def read_exercise_id(table: Table, exercises: Mapping[str, Exercise]) -> Exercise:
    """Return the exercise that the key `exercise` names; `ValueError` names file and key where there is none."""
    exercise_id = table.name("exercise")
    if exercise_id not in exercises:
        raise table.refusal("exercise", _("there is no exercise '%(id)s'", id=exercise_id))
    return exercises[exercise_id]


def _step(table: Table, exercises: Mapping[str, Exercise], *, own: bool) -> Step:
    exercise = read_exercise_id(table, exercises)
    if exercise.own and not own:
        table.pass_over("hold_s", "reps", "rep_s", "sets", "rest_s", "ready_s")
        return Step(exercise, exercise.dose)
    return Step(exercise, read_dose(table, exercise.dose))
