"""Today's session: loosen, strengthen, roll, in the order and at the dose that the plan says."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from typing import TypeVar

from chairpi.programme.exercises import Cause, Dose, Exercise, Kind, Muscle, Place
from chairpi.programme.library import Library
from chairpi.programme.plan.fold import SESSION
from chairpi.programme.plan.today import Advice, Today
from chairpi.programme.routines import Routine, Step

WARM_UP = "walk-a-little"
"""Stretches go best when one is warm; a short walk comes first."""

N_LOOSEN, N_LOOSEN_ONLY, N_STRENGTHEN, N_ROLL = 3, 5, 4, 2
"""Exercises of a whole session to loosen, of a day for stretching only, to strengthen, and to roll. Our choice: some 15 min, and 10."""
FIRST_N = 2
"""So many of them for the cause that comes first."""

_Number = TypeVar("_Number", int, float)

REPS_MOST, SETS_MOST, HOLD_MOST_S = 15, 4, 60.0
"""No dose grows beyond these: 8 to 15 repetitions are usual in home programmes (NHS)."""


def session(today: Today, library: Library) -> Routine:
    """Put today's session together.

    Parameters
    ----------
    today
        What the plan says.
    library
        All content, with the person's prescriptions.

    Raises
    ------
    ValueError
        Exercises are closed today, or all that would fit were left out; the text says so in plain words.
    """
    if not today.stretching_open:
        raise ValueError("the exercises are closed until the warning signs are answered and looked at")
    pool = [one for one in library.exercises.values() if one.id not in today.left_out]
    prescribed = [
        one
        for one in library.prescriptions
        if today.day.weekday() in one.weekdays
        and one.exercise.id not in today.left_out
        and _is_open(one.exercise, today)
    ]
    taken = {one.exercise.id for one in prescribed}
    pick = _Picker([one for one in pool if one.id not in taken], today)
    whole = today.advice is Advice.STRENGTHEN
    warm_up = [one for one in pool if one.id == WARM_UP]
    loosen = pick.take((Kind.STRETCH, Kind.MOBILISE), N_LOOSEN if whole else N_LOOSEN_ONLY)
    strengthen = pick.take((Kind.STRENGTHEN,), N_STRENGTHEN) if whole else []
    works = strengthen or any(one.exercise.kind is Kind.STRENGTHEN for one in prescribed)
    roll = pick.take((Kind.ROLL,), N_ROLL) if works else []
    steps = [Step(one, one.dose) for one in (*warm_up, *loosen)]
    steps += [Step(one.exercise, one.dose) for one in prescribed]
    steps += [Step(one, dose_at(one.dose, today.level)) for one in strengthen]
    steps += [Step(one, one.dose) for one in roll]
    if not steps:
        raise ValueError("every exercise is left out; on the Programme page you can take some of them back in")
    return Routine(
        id=SESSION,
        title="Today's session" if works else "Today's stretching",
        when="Made for today by your plan.",
        intro=_INTRO_WHOLE if works else _INTRO_LOOSEN,
        steps=tuple(steps),
    )


_INTRO_WHOLE = (
    "A chair that cannot roll, a wall, a mat and, if you have one, a foam roller. Without a roller, skip the last steps. "
    "Nothing here needs to hurt; aim for a soreness of 3 to 4 of 10 tomorrow."
)
_INTRO_LOOSEN = (
    "A chair that cannot roll, a wall and a mat. "
    "Go as far as a mild pull and no further, keep breathing, and skip what does not suit you today."
)


def dose_at(dose: Dose, level: int) -> Dose:
    """A dose of strengthening some steps above (or, negative, below) what the content says.

    Below it a set goes with each step, and where there is but one, a fifth of the repetitions (or of the hold); above it a tenth of
    them comes with each step, and another set with every third. Our choice: small steps.

    >>> dose_at(Dose(hold_s=None, reps=10, rep_s=4.0, sets=2, rest_s=30.0), -2).reps
    8
    """
    if level < 0:
        sets = max(1, dose.sets + level)
        share = 1.0 - 0.2 * (sets - dose.sets - level)
    else:
        sets = max(dose.sets, min(SETS_MOST, dose.sets + level // 3))
        share = 1.0 + 0.1 * level
    if dose.reps is not None:
        reps = round(dose.reps * share)
        return dataclasses.replace(dose, sets=sets, reps=_within(reps, min(3, dose.reps), max(REPS_MOST, dose.reps)))
    if dose.hold_s is not None:
        hold_s = round(dose.hold_s * share)
        return dataclasses.replace(
            dose, sets=sets, hold_s=_within(hold_s, min(5.0, dose.hold_s), max(HOLD_MOST_S, dose.hold_s))
        )
    return dataclasses.replace(dose, sets=sets)


def _within(value: _Number, least: _Number, most: _Number) -> _Number:
    return max(least, min(most, value))


def open_part(routine: Routine, today: Today | None, *, spare: bool = False) -> Routine | None:
    """What of a routine may be done today; `None`: nothing of it.

    Parameters
    ----------
    routine
        Any routine.
    today
        What the plan says; `None` where no programme was begun, and all is open then.
    spare
        Leave out, too, what would strengthen muscles that were strengthened yesterday: for what is offered or planned, not for what
        somebody chooses by themselves.
    """
    if today is None:
        return routine
    if not today.stretching_open:
        return None
    steps = tuple(step for step in routine.steps if _may(step.exercise, today, spare=spare))
    if len(steps) == len(routine.steps):
        return routine
    return dataclasses.replace(routine, steps=steps) if steps else None


def _may(exercise: Exercise, today: Today, *, spare: bool) -> bool:
    rested = today.rested if spare else frozenset[Muscle]()
    return exercise.id not in today.left_out and _is_open(exercise, today) and not _works(exercise, rested)


def _is_open(exercise: Exercise, today: Today) -> bool:
    """A prescribed rest closes all that strengthens, whoever prescribed it: soreness is newer than a prescription."""
    return exercise.kind is not Kind.STRENGTHEN or today.rest_until is None


def _works(exercise: Exercise, rested: Iterable[Muscle]) -> bool:
    return exercise.kind is Kind.STRENGTHEN and not set(rested).isdisjoint(exercise.muscles)


class _Picker:
    """Takes exercises cause by cause, in the plan's order: in as many places as there are, and another one each week."""

    def __init__(self, pool: list[Exercise], today: Today) -> None:
        self._left = {one.id: one for one in pool if not _works(one, today.rested) and one.id != WARM_UP}
        self._order = today.order
        self._week = (today.week or 1) - 1

    def take(self, kinds: tuple[Kind, ...], most: int) -> list[Exercise]:
        """At most so many exercises of these kinds."""
        taken: list[Exercise] = []
        places: set[Place] = set()
        for cause in self._turns(kinds, most):
            found = [one for one in self._left.values() if one.causes[0] is cause and one.kind in kinds]
            elsewhere = [one for one in found if one.place not in places] or found
            chosen = elsewhere[self._week % len(elsewhere)]
            del self._left[chosen.id]
            taken.append(chosen)
            places.add(chosen.place)
        return taken

    def _turns(self, kinds: tuple[Kind, ...], most: int) -> Iterator[Cause]:
        """Whose turn it is: the first cause that has any `FIRST_N` times, the others once, and round again while there is room."""
        given = 0
        having = [cause for cause in self._order if self._has(cause, kinds)]
        for turns in (having[:1] * FIRST_N + having[1:], having, having):
            for cause in turns:
                if given < most and self._has(cause, kinds):
                    given += 1
                    yield cause

    def _has(self, cause: Cause, kinds: tuple[Kind, ...]) -> bool:
        return any(one.causes[0] is cause and one.kind in kinds for one in self._left.values())
