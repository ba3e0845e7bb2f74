"""People's own exercises, routines and prescriptions as one file that can be carried elsewhere, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NoReturn

from chairpi.language.words import _, joined
from chairpi.programme.content import LONGEST_LIST, FormatError
from chairpi.programme.exercises import Dose, Exercise
from chairpi.programme.library import Library, Prescription, load_library
from chairpi.programme.own import NOTHING_OWN, Own, Record
from chairpi.programme.routines import Routine

FORMAT = "chairpi-exercises"
"""Says in the file what it is."""

VERSION = 1
"""Of the format: a file of a later one is refused rather than misread."""

MOST_BYTES = 256 * 1024
"""A file is no longer [bytes]: as much as its lists can hold of exercises as long as ours, and no stranger's file fills the memory."""

_LISTS = ("exercise", "routine", "prescription")
_DOSE = ("hold_s", "reps", "rep_s", "sets", "rest_s", "ready_s")


class What(StrEnum):
    """What taking in an entry does."""

    ADDS = "adds"
    REPLACES = "replaces"
    """Another one that was added here before."""
    STANDS_IN = "stands_in"
    """It takes the place of one that comes with ChairPi."""
    SAME = "same"
    """It is there already, word for word."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What taking in one entry of a file would do: of which list, its id (none for a prescription), what it is called, and the effect."""

    kind: str
    id: str
    name: str
    what: What


def bundle_text(own: Own, *, compact: bool = False) -> str:
    """Return the text of the file [JSON] that holds all of it; `bundle_of` reads it back.

    It is on one line where it is asked to be `compact`, and where with its indents it would be too long to be read back.
    """
    lists = dict(zip(_LISTS, (own.exercises, own.routines, own.prescriptions), strict=True))
    found = {"format": FORMAT, "version": VERSION} | lists
    text = json.dumps(found, ensure_ascii=False, indent=2) + "\n"
    is_short = not compact and len(text.encode()) <= MOST_BYTES
    return text if is_short else json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def bundle_of(text: str, file: str) -> Own:
    """Read a file, and all that is in it as strictly as what comes with ChairPi.

    Parameters
    ----------
    text
        What the file says.
    file
        Its name, for messages.

    Returns
    -------
    Own
        In the words in which ChairPi itself would write it.

    Raises
    ------
    ValueError
        It is no such file, too long, or something in it cannot be used; the message names file and key. Exercises that its routines
        name are in it too, or come with ChairPi.
    """
    own = Own(*(_records(_object(text, file), key, file) for key in _LISTS))
    return in_our_words(own, load_library(own, file))


def in_our_words(own: Own, library: Library) -> Own:
    """Return the same content as ChairPi writes it: spaces put in order, and nothing said that goes without saying.

    Parameters
    ----------
    own
        What was added.
    library
        The content with it.
    """
    as_written = load_library(
        Own(own.exercises, own.routines)
    )  # a prescription changes what a routine does, not what it says
    return Own(
        tuple(exercise_record(library.exercises[_id(record)]) for record in own.exercises),
        tuple(routine_record(as_written.routines[_id(record)]) for record in own.routines),
        tuple(prescription_record(prescription) for prescription in library.prescriptions),
    )


def together(there: Own, new: Own) -> Own:
    """Return what is there when `new` has been taken in: by id in the place of what was there; no prescription twice."""
    return Own(
        _by_id((*there.exercises, *new.exercises)),
        _by_id((*there.routines, *new.routines)),
        (*there.prescriptions, *(one for one in new.prescriptions if one not in there.prescriptions)),
    )


def without(own: Own, kind: str, content_id: str) -> Own:
    """Return what is there without one exercise or routine.

    Parameters
    ----------
    own
        What is there.
    kind
        "exercise" or "routine".
    content_id
        Which.
    """
    exercises, routines = (
        tuple(one for one in records if kind != of or one["id"] != content_id)
        for of, records in (("exercise", own.exercises), ("routine", own.routines))
    )
    return Own(exercises, routines, own.prescriptions)


def arrivals(there: Own, new: Own) -> tuple[Arrival, ...]:
    """Return what taking in `new` would do to what is `there`, entry by entry; `new` can be read by itself (`bundle_of`)."""
    library = load_library(new)
    shipped = load_library()
    found = [
        Arrival("exercise", _id(one), str(one["name"]), _what(one, there.exercises, shipped.exercises))
        for one in new.exercises
    ]
    found += [
        Arrival("routine", _id(one), str(one["title"]), _what(one, there.routines, shipped.routines))
        for one in new.routines
    ]
    for one in new.prescriptions:
        name = library.exercises[str(one["exercise"])].name
        found.append(Arrival("prescription", "", name, What.SAME if one in there.prescriptions else What.ADDS))
    return tuple(found)


def usable(own: Own) -> tuple[Library, tuple[str, ...]]:
    """Return the content with as much of what was added as this version can read.

    Parameters
    ----------
    own
        What was added; an older or a newer version may have written it.

    Returns
    -------
    library
        What was shipped, and of the rest what can be read.
    left_out
        For each entry that cannot be, why.
    """
    try:
        return load_library(own), ()
    except ValueError:
        pass
    kept, left_out = NOTHING_OWN, []
    for i, key in enumerate(_LISTS):
        for record in (own.exercises, own.routines, own.prescriptions)[i]:
            more = together(kept, Own(*((record,) if key == of else () for of in _LISTS)))
            try:
                load_library(more)
            except ValueError as error:
                left_out.append(str(error))
            else:
                kept = more
    return load_library(kept), tuple(left_out)


def exercise_record(exercise: Exercise) -> Record:
    """Return an exercise with the keys of the content files, without those that are empty."""
    record: dict[str, object] = {
        "id": exercise.id,
        "name": exercise.name,
        "causes": [cause.value for cause in exercise.causes],
        "muscles": [muscle.value for muscle in exercise.muscles],
        "place": exercise.place.value,
        "kind": exercise.kind.value,
        "both_sides": exercise.both_sides,
        **dose_record(exercise.dose),
        "dose_source": exercise.dose_source.value,
        "instructions": list(exercise.instructions),
        "cues": list(exercise.cues),
        "feel": exercise.feel,
        "easier": exercise.easier,
        "harder": exercise.harder,
        "stop_if": list(exercise.stop_if),
        "not_if": list(exercise.not_if),
        "seat_check": exercise.seat_check.value,
        "picture": exercise.picture,
        "source": [{"title": source.title, "where": source.where} for source in exercise.sources],
    }
    return {key: value for key, value in record.items() if value not in ("", [])}


def routine_record(routine: Routine) -> Record:
    """Return a routine with the keys of the content files: of a step's dose only what is other than its exercise's own."""
    steps = []
    for step in routine.steps:
        usual = dose_record(step.exercise.dose)
        other = {key: value for key, value in dose_record(step.dose).items() if usual.get(key) != value}
        steps.append({"exercise": step.exercise.id} | other)
    record = {
        "id": routine.id,
        "title": routine.title,
        "when": routine.when,
        "intro": routine.intro,
        "prompts": [str(kind) for kind in routine.prompts],
        "step": steps,
    }
    return {key: value for key, value in record.items() if value != []}


def prescription_record(prescription: Prescription) -> Record:
    """Return a prescription with the keys of the content files; its dose whole, so that no change of the exercise changes it."""
    record: dict[str, object] = {
        "exercise": prescription.exercise.id,
        **dose_record(prescription.dose),
        "weekdays": list(prescription.weekdays),
        "by": prescription.by,
        "note": prescription.note,
    }
    return {key: value for key, value in record.items() if value != ""}


def dose_record(dose: Dose) -> dict[str, object]:
    """Return a dose with the keys of the content files; what it does not have is left out."""
    return {key: getattr(dose, key) for key in _DOSE if getattr(dose, key) is not None}


def _object(text: str, file: str) -> Mapping[str, object]:
    if len(text.encode(errors="replace")) > MOST_BYTES:
        wrong = _(
            "%(file)s: this is longer than %(most)s KB, which no file of exercises is",
            file=file,
            most=MOST_BYTES // 1024,
        )
        raise ValueError(wrong)
    try:
        found = json.loads(text, parse_constant=_no_number, object_pairs_hook=_each_key_once)
        text.encode()
        json.dumps(found, ensure_ascii=False).encode()  # a half of a character can hide behind \ud800
    except (ValueError, RecursionError) as error:
        wrong = _("%(file)s: this is not a file of exercises: %(error)s", file=file, error=error)
        raise ValueError(wrong) from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        wrong = _("this is not a file of exercises; one of those says '%(format)s' there", format=FORMAT)
        raise FormatError(file, "format", wrong)
    if found.get("version") != VERSION:
        wrong = _(
            "found %(found)s, and this ChairPi reads version %(version)s",
            found=repr(found.get("version")),
            version=VERSION,
        )
        raise FormatError(file, "version", wrong)
    for key in found:
        if key not in ("format", "version", *_LISTS):
            keys = joined(("format", "version", *_LISTS), with_and=False)
            raise FormatError(file, key, _("is not a key here; the keys are %(keys)s", keys=keys))
    return found


def _records(values: Mapping[str, object], key: str, file: str) -> tuple[Record, ...]:
    found = values.get(key, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise FormatError(file, key, _("expected a list of objects"))
    if len(found) > LONGEST_LIST:
        wrong = _("found %(n)s entries, expected up to %(most)s", n=len(found), most=LONGEST_LIST)
        raise FormatError(file, key, wrong)
    return tuple(found)


def _no_number(word: str) -> NoReturn:
    raise ValueError(_("%(word)s is not a number", word=word))


def _each_key_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    values = dict(pairs)
    if len(values) < len(pairs):
        raise ValueError(_("a key is there twice among %(keys)s", keys=joined(sorted(values), with_and=False)))
    return values


def _by_id(records: Iterable[Record]) -> tuple[Record, ...]:
    return tuple({_id(record): record for record in records}.values())


def _what(record: Record, there: Iterable[Record], shipped: Mapping[str, object]) -> What:
    before = next((one for one in there if one["id"] == record["id"]), None)
    if before is None:
        return What.STANDS_IN if record["id"] in shipped else What.ADDS
    return What.SAME if before == record else What.REPLACES


def _id(record: Record) -> str:
    return str(record["id"])
