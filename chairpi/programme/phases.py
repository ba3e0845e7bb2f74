"""A routine as a row of timed phases: get ready, each round, and the rests and changes of sides in between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from chairpi.language.words import N_, _, joined, ngettext, number_text, pgettext, translated
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


SIDES = (N_("First side"), N_("Other side"))

_BY_TIME = {
    Kind.STRETCH: (N_("Hold"), N_("hold")),
    Kind.STRENGTHEN: (N_("Hold"), N_("hold")),
    Kind.MOBILISE: (N_("Keep going"), N_("keep going")),
    Kind.ROLL: (N_("Roll slowly"), N_("roll slowly")),
}
"""What is done for a time: by itself, and beside the side on which it is done."""


def phases_of(steps: Sequence[Step]) -> tuple[Phase, ...]:
    """Lay a routine's steps out in time; their lengths add up to those of the steps.

    Pauses of no length are left out, but not the time to get ready: each step begins with one.
    """
    return tuple(phase for index, step in enumerate(steps) for phase in _phases(index, step))


def _phases(index: int, step: Step) -> Iterator[Phase]:
    dose, name = step.dose, step.exercise.name
    yield Phase(index, Doing.READY, dose.ready_s, _("Get ready"), "", _("Get ready: %(exercise)s.", exercise=name))
    sides = SIDES if step.exercise.both_sides else ("",)
    for number, (set_, side) in enumerate(product(range(dose.sets), sides)):
        if number and dose.rest_s > 0:
            yield _pause(index, dose.rest_s, side)
        round_words = _("round %(number)s of %(total)s", number=set_ + 1, total=dose.sets) if dose.sets > 1 else ""
        yield _work(index, step, translated(side), round_words)


def _pause(index: int, rest_s: float, side: str) -> Phase:
    """What comes between two rounds; where there are two sides, every round is on the other one than that before."""
    if side:
        return Phase(index, Doing.CHANGE, rest_s, _("Change sides"), "", _("Change sides."))
    return Phase(index, Doing.REST, rest_s, pgettext("a pause between two rounds", "Rest"), "", _("Rest."))


def _work(index: int, step: Step, side: str, round_words: str) -> Phase:
    dose = step.dose
    if dose.reps is not None and dose.rep_s is not None:
        doing = Doing.REPS
        what, beside, aloud = _counted(dose.reps, dose.hold_s)
        held = _("hold %(seconds)s s each time", seconds=_number(dose.hold_s)) if dose.hold_s else ""
    else:
        doing, held = Doing.HOLD, ""
        what, beside = map(translated, _BY_TIME[step.exercise.kind])
        aloud = _for_a_time(step.exercise.kind, dose.round_s)
    return Phase(
        index,
        doing,
        dose.round_s,
        side or what,
        joined(filter(None, (beside if side else "", held, round_words)), with_and=False),
        _("%(side)s. %(what)s", side=side, what=aloud) if side else aloud,
        dose.reps,
        dose.rep_s,
    )


def _counted(reps: int, hold_s: float | None) -> tuple[str, str, str]:
    """So many repetitions: by themselves, beside a side, and aloud."""
    if hold_s:
        aloud = ngettext(
            "Once, hold %(seconds)s seconds each time.",
            "%(num)s times, hold %(seconds)s seconds each time.",
            reps,
            seconds=_number(hold_s),
        )
    else:
        aloud = ngettext("Once.", "%(num)s times.", reps)
    return ngettext("Once", "%(num)s times", reps), ngettext("once", "%(num)s times", reps), aloud


def _for_a_time(kind: Kind, length_s: float) -> str:
    length = _number(length_s)
    match kind:
        case Kind.MOBILISE:
            return ngettext(
                "Keep going for %(length)s second.", "Keep going for %(length)s seconds.", length_s, length=length
            )
        case Kind.ROLL:
            return ngettext(
                "Roll slowly for %(length)s second.", "Roll slowly for %(length)s seconds.", length_s, length=length
            )
        case _:
            return ngettext("Hold for %(length)s second.", "Hold for %(length)s seconds.", length_s, length=length)


def _number(value_s: float) -> str:
    return number_text(value_s, 0 if value_s == int(value_s) else 1)
