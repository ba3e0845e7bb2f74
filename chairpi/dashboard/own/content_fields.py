"""Forms for content: each key of a content file as a field, read back into the same table, with what is to be corrected beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from chairpi.language.words import _
from chairpi.programme.content import FormatError, Table

Record = dict[str, object]
Typed = Mapping[str, str | tuple[str, ...]]
"""What stands in each field, as it was typed: a text, or what is ticked."""

SEVERAL = ("several", "ranked")
"""Controls from which a form sends any number of values."""

SEPARATOR = "|"
"""Between the title and the place of a source, in one line."""


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a content file on a page.

    Parameters
    ----------
    key
        Its name in the file and in the form.
    label, help, unit
        In words; the unit is empty where there is none.
    control
        "text", "long", "number", "lines", "sources", "tick", "one", "several", or "ranked": several with the main one first.
    choices
        What the last three choose from: value and words.
    needed
        Whether it has to be filled in.
    """

    key: str
    label: str
    help: str
    control: str = "text"
    unit: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Filled:
    """A field as the page shows it: what stands in it, and what is to be corrected (empty: nothing)."""

    field: Field
    value: str | tuple[str, ...]
    error: str


def typed_of(form: MultiDict[str, str], fields: Iterable[Field], before: str = "") -> Typed:
    """What a form says, as it was typed; `before` stands before each key in its names."""
    return {
        field.key: tuple(dict.fromkeys(one for one in form.getlist(before + field.key) if one))
        if field.control in SEVERAL
        else form.get(before + field.key, "")
        for field in fields
    }


def shown_of(record: Mapping[str, object], fields: Iterable[Field]) -> Typed:
    """What a form shows of a record: the other way round than `record_of`."""
    return {field.key: _shown(record.get(field.key), field) for field in fields}


def record_of(typed: Typed, fields: Iterable[Field]) -> Record:
    """The table that a content file would hold; what is empty is left out, and a number that is none stays as it was typed.

    Parameters
    ----------
    typed
        As `typed_of` returns it.
    fields
        Those of the form.
    """
    record = {field.key: _value(typed[field.key], field) for field in fields}
    return {key: value for key, value in record.items() if value not in ("", [], ())}


def corrections(
    record: Record, sound: Mapping[str, object], read: Callable[[Table], object], fields: Sequence[Field]
) -> dict[str, str]:
    """What is to be corrected, by key; found by the reader of the content files.

    A reader stops at the first mistake. So that nobody has to mend them one by one, what it refuses is put right with the same key of
    a `sound` record, and it reads on.

    Parameters
    ----------
    record
        What a form says.
    sound
        One that can be read.
    read
        Reads a table, or refuses it.
    fields
        Those of the form; a mistake elsewhere has the empty key.
    """
    wanted: dict[str, str] = {}
    labels = {field.key: field.label for field in fields}
    numbers = {field.key: field.label for field in fields if field.control == "number"}
    trial = dict(record)
    for _again in range(2 * len(labels) + 1):
        table = Table("", trial)
        try:
            read(table)
            table.done()
        except FormatError as refused:
            key = re.split(r"[.\[]", refused.key)[0]
            at = key if key in labels else ""
            if at in wanted:  # putting it right did not help: another field has to be first
                break
            wanted[at] = correction(refused.reason, numbers)
            if key in sound:
                trial[key] = sound[key]
            else:
                trial.pop(key, None)
        else:
            break
    return wanted


def correction(reason: str, labels: Mapping[str, str]) -> str:
    """What is wrong, as a sentence in the words of the page: a reader tells by their keys which numbers do not fit together."""
    if reason == _("is missing"):
        return _("Please fill this in.")
    for key in sorted(labels, key=len, reverse=True):
        reason = re.sub(rf"(?<!')\b{key}\b(?!')", f"“{labels[key]}”", reason)
    return f"{reason[:1].upper()}{reason[1:]}".rstrip(".") + "."


def filled(fields: Iterable[Field], typed: Typed, wanted: Mapping[str, str]) -> tuple[Filled, ...]:
    """The fields for the page."""
    return tuple(Filled(field, typed[field.key], wanted.get(field.key, "")) for field in fields)


def links_of(fields: Iterable[Filled], before: str = "") -> list[tuple[str, str]]:
    """The fields that want correcting, for links to them: key and label, with `before` in front of the label."""
    return [(one.field.key, before + one.field.label) for one in fields if one.error]


def number_of(text: str) -> object:
    """A number that was typed, with a point or a comma; a text that is none comes back as it is, for the reader to refuse.

    >>> number_of("10"), number_of("7,5"), number_of("ten")
    (10, 7.5, 'ten')
    """
    text = text.strip()
    if re.fullmatch(r"-?\d{1,9}", text, re.ASCII):
        return int(text)
    if re.fullmatch(r"-?\d{1,9}[.,]\d{1,9}", text, re.ASCII):
        return float(text.replace(",", "."))
    return text


def _value(typed: str | tuple[str, ...], field: Field) -> object:
    if isinstance(typed, tuple):
        return [number_of(one) for one in typed]  # words stay words
    match field.control:
        case "number":
            return number_of(typed)
        case "tick":
            return typed != ""
        case "lines":
            return _lines(typed)
        case "sources":
            pairs = [line.rpartition(SEPARATOR) for line in _lines(typed)]
            return [{"title": title.strip() or where.strip(), "where": where.strip()} for title, _, where in pairs]
    return typed.strip()


def _shown(value: object, field: Field) -> str | tuple[str, ...]:
    if field.control in SEVERAL:
        return tuple(str(one) for one in value) if isinstance(value, list) else ()
    if field.control == "sources" and isinstance(value, list):
        pairs = [one for one in value if isinstance(one, dict)]
        return "\n".join(f"{one.get('title', '')} {SEPARATOR} {one.get('where', '')}" for one in pairs)
    if isinstance(value, list):
        return "\n".join(str(one) for one in value)
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, float):
        return f"{value:g}"
    return "" if value is None else str(value)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
