"""All content together: causes, exercises, routines and prescriptions, those that come with ChairPi and those that people add."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from types import MappingProxyType
from typing import Protocol, TypeVar

from chairpi.language.words import _
from chairpi.programme.causes import CauseText, read_causes
from chairpi.programme.content import Table, shipped, shipped_names
from chairpi.programme.exercises import Cause, Dose, DoseSource, Exercise, read_dose, read_exercise
from chairpi.programme.own import NOTHING_OWN, Own, Record
from chairpi.programme.routines import Routine, read_exercise_id, read_routine


@dataclass(frozen=True, slots=True)
class Prescription:
    """What somebody who knows the person's body has given them: it comes first, and ChairPi leaves its dose alone.

    Parameters
    ----------
    exercise
        What to do.
    dose
        How long and how often, as prescribed.
    weekdays
        On which days, Monday 0; all seven for daily.
    by
        Who said so, as the person writes it.
    note
        Anything else to remember; may be empty.
    """

    exercise: Exercise
    dose: Dose
    weekdays: tuple[int, ...]
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class Library:
    """Content by id, in the order in which it is shown."""

    causes: Mapping[Cause, CauseText]
    exercises: Mapping[str, Exercise]
    routines: Mapping[str, Routine]
    prescriptions: tuple[Prescription, ...] = ()

    @property
    def prescribed(self) -> frozenset[str]:
        """Ids of the exercises whose dose a professional has given, by a prescription or in what the person added."""
        own = (one.id for one in self.exercises.values() if one.dose_source is DoseSource.PRESCRIBED)
        return frozenset({*own, *(one.exercise.id for one in self.prescriptions)})


def load_library(own: Own = NOTHING_OWN, file: str = "") -> Library:
    """Return the content that comes with ChairPi, together with what people added.

    Parameters
    ----------
    own
        An exercise or a routine with a shipped one's id stands in its place, in the shipped routines too.
    file
        What a message calls the place where people's own content stands; empty where it is no file.

    Raises
    ------
    ValueError
        A key is missing, unknown or out of bounds, two entries share an id, or a name leads nowhere; the message names file and key.
    """
    return _shipped() if own == NOTHING_OWN else _library(own, file or _("what was added here"))


def read_prescription(table: Table, exercises: Mapping[str, Exercise]) -> Prescription:
    """Read one prescription.

    Parameters
    ----------
    table
        Its keys: `exercise` (an id), `weekdays`, `by`, perhaps `note`, and those keys of the dose that are other than the exercise's
        own. Of `hold_s`, `reps` and `rep_s` either none is given or all that hold: "10 times" does not keep a hold of 30 s.
    exercises
        Those that can be named.

    Raises
    ------
    ValueError
        A key is missing, unknown or out of bounds, or the exercise is not there; the message names file and key.
    """
    exercise = read_exercise_id(table, exercises)
    usual = exercise.dose
    if any(table.has(key) for key in ("hold_s", "reps", "rep_s")):
        usual = replace(usual, hold_s=None, reps=None, rep_s=None)
    return Prescription(
        exercise=exercise,
        dose=read_dose(table, usual),
        weekdays=table.whole_numbers("weekdays", 0, 6),
        by=table.text("by"),
        note=table.text("note") if table.has("note") else "",
    )


def _library(own: Own, file: str) -> Library:
    exercises = _shipped_exercises() | _by_id(
        _added(own.exercises, "exercise", file), lambda table: read_exercise(table, own=True)
    )
    # The shipped routines are read anew: a step holds its exercise, and that may be one that a person has changed.
    routines = _by_id(
        (shipped(f"routines/{name}") for name in shipped_names("routines")),
        lambda table: read_routine(table, exercises),
    ) | _by_id(
        _added(own.routines, "routine", file),
        lambda table: read_routine(table, exercises, own=True),
    )
    prescriptions = []
    for table in _added(own.prescriptions, "prescription", file):
        prescriptions.append(read_prescription(table, exercises))
        table.done()
    doses = {one.exercise.id: one.dose for one in prescriptions}
    routines = {routine.id: _as_prescribed(routine, doses) for routine in routines.values()}
    in_order = sorted(routines.values(), key=lambda routine: (routine.duration_s, routine.id))
    return Library(
        causes=_shipped_causes(),
        exercises=MappingProxyType(exercises),
        routines=MappingProxyType({routine.id: routine for routine in in_order}),
        prescriptions=tuple(prescriptions),
    )


def _as_prescribed(routine: Routine, doses: Mapping[str, Dose]) -> Routine:
    """A routine in which what was prescribed is done as it was prescribed."""
    if not any(step.exercise.id in doses for step in routine.steps):
        return routine
    steps = (
        replace(step, dose=doses[step.exercise.id], prescribed=True) if step.exercise.id in doses else step
        for step in routine.steps
    )
    return replace(routine, steps=tuple(steps))


class _Named(Protocol):
    @property
    def id(self) -> str: ...


_Entry = TypeVar("_Entry", bound=_Named)


def _by_id(tables: Iterable[Table], read: Callable[[Table], _Entry]) -> dict[str, _Entry]:
    entries: dict[str, _Entry] = {}
    for table in tables:
        entry = read(table)
        if entry.id in entries:
            raise table.refusal("id", _("'%(id)s' is another one's already", id=entry.id))
        table.done()
        entries[entry.id] = entry
    return entries


def _added(records: Sequence[Record], key: str, file: str) -> Iterator[Table]:
    for i, record in enumerate(records, start=1):
        yield Table(file, record, f"{key}[{i}].")


@cache
def _shipped() -> Library:
    return _library(NOTHING_OWN, "")


@cache
def _shipped_causes() -> Mapping[Cause, CauseText]:
    table = shipped("causes.toml")
    causes = read_causes(table)
    table.done()
    return MappingProxyType(causes)


@cache
def _shipped_exercises() -> dict[str, Exercise]:
    return _by_id(chain.from_iterable(_exercises_of(cause) for cause in Cause), read_exercise)


def _exercises_of(cause: Cause) -> Iterator[Table]:
    table = shipped(f"exercises/{cause.value}.toml")
    yield from table.tables("exercise")
    table.done()
