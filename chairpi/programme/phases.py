"""A routine as a row of timed phases: get ready, each round, and the rests and changes of sides in between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from chairpi.programme.exercises import Kind
from chairpi.programme.routines import Step


class Doing(StrEnum):
    """What a phase is for."""

    READY = "ready"
    HOLD = "hold"
    """By time: to hold, or to go on."""
    REPS = "reps"
    """By repetitions, each with its own time."""
    REST = "rest"
    CHANGE = "change"
    """A rest in which one changes sides."""


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of a routine with one length.

    Parameters
    ----------
    step
        Index of its step.
    doing
        What it is for.
    length_s
        How long it lasts [s].
    words
        What to do, in words that are few enough to be read from afar.
    detail
        What else there is to know of it; may be empty.
    spoken
        The same as a sentence or two, for somebody who listens.
    reps, rep_s
        Repetitions, and the time of one [s]; `None` where it goes by time.
    """

    step: int
    doing: Doing
    length_s: float
    words: str
    detail: str
    spoken: str
    reps: int | None = None
    rep_s: float | None = None


SIDES = ("First side", "Other side")

_BY_TIME = {Kind.STRETCH: "Hold", Kind.STRENGTHEN: "Hold", Kind.MOBILISE: "Keep going", Kind.ROLL: "Roll slowly"}


def phases_of(steps: Sequence[Step]) -> tuple[Phase, ...]:
    """Lay a routine's steps out in time; their lengths add up to those of the steps.

    Pauses of no length are left out, but not the time to get ready: each step begins with one.
    """
    return tuple(phase for index, step in enumerate(steps) for phase in _phases(index, step))


def _phases(index: int, step: Step) -> Iterator[Phase]:
    dose, name = step.dose, step.exercise.name
    yield Phase(index, Doing.READY, dose.ready_s, "Get ready", "", f"Get ready: {name}.")
    sides = SIDES if step.exercise.both_sides else ("",)
    for number, (set_, side) in enumerate(product(range(dose.sets), sides)):
        if number and dose.rest_s > 0:
            yield _pause(index, dose.rest_s, side)
        yield _work(index, step, side, f"round {set_ + 1} of {dose.sets}" if dose.sets > 1 else "")


def _pause(index: int, rest_s: float, side: str) -> Phase:
    """What comes between two rounds; where there are two sides, every round is on the other one than that before."""
    if side:
        return Phase(index, Doing.CHANGE, rest_s, "Change sides", "", "Change sides.")
    return Phase(index, Doing.REST, rest_s, "Rest", "", "Rest.")


def _work(index: int, step: Step, side: str, round_words: str) -> Phase:
    dose = step.dose
    if dose.reps is not None and dose.rep_s is not None:
        doing, what = Doing.REPS, "Once" if dose.reps == 1 else f"{dose.reps} times"
        held = f"hold {dose.hold_s:g} s each time" if dose.hold_s else ""
        aloud = f"{what}, hold {dose.hold_s:g} seconds each time." if dose.hold_s else f"{what}."
    else:
        doing, what, held = Doing.HOLD, _BY_TIME[step.exercise.kind], ""
        aloud = f"{what} for {dose.round_s:g} seconds."
    return Phase(
        index,
        doing,
        dose.round_s,
        side or what,
        ", ".join(filter(None, (what.lower() if side else "", held, round_words))),
        f"{side}. {aloud}" if side else aloud,
        dose.reps,
        dose.rep_s,
    )
