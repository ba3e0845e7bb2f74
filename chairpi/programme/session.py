"""Today's session: loosen, strengthen, roll, in the order and at the dose that the plan says."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Iterator

from chairpi.language.words import N_, _, translated
from chairpi.programme.exercises import Cause, Dose, DoseSource, Exercise, Kind, Muscle, Place
from chairpi.programme.library import Library
from chairpi.programme.plan.fold import SESSION
from chairpi.programme.plan.tables import Stage
from chairpi.programme.plan.today import Advice, Today
from chairpi.programme.routines import Routine, Step

WARM_UP = "walk-a-little"
"""Stretches go best when one is warm; a short walk comes first."""

N_LOOSEN, N_LOOSEN_ONLY, N_STRENGTHEN, N_ROLL = 3, 5, 4, 2
"""Exercises of a whole session to loosen, of a day for stretching only, to strengthen, and to roll. Our choice: some 15 min, and 10."""
FIRST_N = 2
"""So many of them for the cause that comes first."""

LESS, MORE = 0.15, 0.1
REPS_MOST, HOLD_MOST_S = 15, 60.0
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
    if today.begun is None or not today.stretching_open:
        raise ValueError(_("the plan has no session before the warning signs and the self-check are answered"))
    pool = [one for one in library.exercises.values() if one.id not in today.left_out]
    prescribed = [
        one
        for one in library.prescriptions
        if today.day.weekday() in one.weekdays
        and one.exercise.id not in today.left_out
        and _is_open(one.exercise, today)
    ]
    by_weekday = {one.exercise.id for one in library.prescriptions}
    pick = _Picker([one for one in pool if one.id not in by_weekday], today)
    whole = today.advice is Advice.STRENGTHEN
    warm_up = [one for one in pool if one.id == WARM_UP and one.kind is not Kind.STRENGTHEN]
    loosen = pick.take((Kind.STRETCH, Kind.MOBILISE), N_LOOSEN if whole else N_LOOSEN_ONLY)
    strengthen = pick.take((Kind.STRENGTHEN,), N_STRENGTHEN) if whole else []
    works = strengthen or any(one.exercise.kind is Kind.STRENGTHEN for one in prescribed)
    roll = pick.take((Kind.ROLL,), N_ROLL) if works else []
    steps = [Step(one, one.dose) for one in (*warm_up, *loosen)]
    steps += [Step(one.exercise, one.dose, prescribed=True) for one in prescribed]
    steps += [Step(one, _dose_of(one, today)) for one in strengthen]
    steps += [Step(one, one.dose) for one in roll]
    if not steps:
        raise ValueError(_("every exercise is left out; on the Programme page you can take some of them back in"))
    return Routine(
        id=SESSION,
        title=_("Today's session") if works else _("Today's stretching"),
        when=_("Made for today by your plan."),
        intro=translated(_INTRO_WHOLE if works else _INTRO_LOOSEN),
        steps=tuple(steps),
    )


_INTRO_WHOLE = N_(
    "A chair that cannot roll, a wall, a mat and, if you have one, a foam roller. Without a roller, skip the last steps. "
    "Nothing here needs to hurt; aim for a soreness of 3 to 4 of 10 tomorrow."
)
_INTRO_LOOSEN = N_(
    "A chair that cannot roll, a wall and a mat. "
    "Go as far as a mild pull and no further, keep breathing, and skip what does not suit you today."
)


def _dose_of(exercise: Exercise, today: Today) -> Dose:
    """What a professional has said stays as it is."""
    prescribed = exercise.dose_source is DoseSource.PRESCRIBED
    return exercise.dose if prescribed else dose_at(exercise.dose, today.level)


def dose_at(dose: Dose, level: int) -> Dose:
    """A dose of strengthening some steps above (or, negative, below) what the content says.

    All repetitions together (or all holds) grow by a tenth of that with each step above it, and shrink by about a seventh with each
    step below; they are done in as few sets as hold them. Our choice: small steps, up and down.

    >>> [(one.sets, one.reps) for one in (dose_at(Dose(None, 10, 4.0, 3, 30.0), level) for level in (-3, -1, 0, 2))]
    [(2, 8), (3, 8), (3, 10), (3, 12)]
    """
    share = 1.0 + (LESS if level < 0 else MORE) * level
    if dose.reps is not None:
        sets, reps = _spread(dose.sets * dose.reps * share, max(dose.reps, REPS_MOST if level > 0 else 0))
        return dataclasses.replace(dose, sets=sets, reps=max(min(3, dose.reps), round(reps)))
    if dose.hold_s is not None:
        sets, hold_s = _spread(dose.sets * dose.hold_s * share, max(dose.hold_s, HOLD_MOST_S if level > 0 else 0.0))
        return dataclasses.replace(dose, sets=sets, hold_s=max(min(5.0, dose.hold_s), float(round(hold_s))))
    return dose


def _spread(whole: float, most: float) -> tuple[int, float]:
    """In how few sets a whole can be done of which at most `most` is in one, and how much is in each then."""
    sets = math.ceil(round(whole / most, 6))
    return sets, whole / sets


def open_part(routine: Routine, today: Today | None, *, spare: bool = False) -> Routine | None:
    """What of a routine may be done today; `None`: nothing of it.

    Parameters
    ----------
    routine
        Any routine.
    today
        What the plan says; `None` for a guest, to whom all is open.
    spare
        Leave out, too, what strengthens while the plan only loosens or waits for an answer, or muscles that were strengthened
        yesterday: for what is offered, not for what somebody chooses by themselves.
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
    if exercise.id in today.left_out or not _is_open(exercise, today):
        return False
    return (
        not spare
        or exercise.kind is not Kind.STRENGTHEN
        or not (_only_loosens(today) or _works(exercise, today.rested))
    )


def _only_loosens(today: Today) -> bool:
    return today.begun is not None and (today.ask is not None or today.stage is Stage.LOOSEN)


def _is_open(exercise: Exercise, today: Today) -> bool:
    """A day of rest closes all that strengthens, a professional's exercise too: soreness is newer than a prescription."""
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
