"""The content of the programme in the reader's language: which of its fields are texts, and the same content with them translated."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from chairpi.language.words import SOURCE, spoken, translated
from chairpi.programme.causes import CauseText, HomeTest
from chairpi.programme.exercises import Exercise
from chairpi.programme.figure.picture import Picture
from chairpi.programme.figure.reading import load_pictures
from chairpi.programme.library import Library, Prescription, load_library
from chairpi.programme.routines import Routine, Step
from chairpi.programme.signs import Country, Sign, Signs, load_signs

Content = TypeVar("Content")

TEXTS: Mapping[type, tuple[str, ...]] = {
    CauseText: ("name", "about", "sitting", "helps"),
    Country: ("name", "advice_line"),
    Exercise: ("name", "instructions", "cues", "feel", "easier", "harder", "stop_if", "not_if"),
    HomeTest: ("needs", "instructions", "question", "stop_if"),
    Routine: ("title", "when", "intro"),
    Picture: ("describe",),
    Sign: ("text",),
    Signs: ("note", "general", "occasions"),
}
"""The fields that people read, of each class; titles of sources stay as they were published."""

PARTS: Mapping[type, tuple[str, ...]] = {
    CauseText: ("test",),
    Library: ("causes", "exercises", "routines", "prescriptions"),
    Prescription: ("exercise",),
    Routine: ("steps",),
    Signs: ("signs", "countries"),
    Step: ("exercise",),
}
"""The fields that hold such classes again."""


def in_language(content: Content) -> Content:
    """The same content in the language that is spoken now; what has no translation, such as what people wrote, stays as it is."""
    return content if spoken() == SOURCE else _changed(content)


def content_texts() -> Iterator[tuple[str, str]]:
    """Every text of the content that comes with ChairPi, and what it belongs to."""
    for content in (load_library(), load_signs(), *load_pictures().values()):
        yield from _texts(content, type(content).__name__)


def _changed(value: Any) -> Any:  # a value comes back in its own type
    match value:
        case str():
            return translated(value)
        case tuple():
            return tuple(_changed(item) for item in value)
        case Mapping():
            return MappingProxyType({key: _changed(item) for key, item in value.items()})
        case _ if type(value) in TEXTS or type(value) in PARTS:
            fields = (*TEXTS.get(type(value), ()), *PARTS.get(type(value), ()))
            return dataclasses.replace(value, **{name: _changed(getattr(value, name)) for name in fields})
        case _:
            return value


def _texts(value: object, place: str) -> Iterator[tuple[str, str]]:
    match value:
        case "" | None:
            return
        case str():
            yield value, place
        case tuple():
            for item in value:
                yield from _texts(item, place)
        case Mapping():
            for item in value.values():
                yield from _texts(item, place)
        case _ if type(value) in TEXTS or type(value) in PARTS:
            own_place = f"{type(value).__name__} {getattr(value, 'id', '')}".strip() if type(value) in TEXTS else place
            for name in (*TEXTS.get(type(value), ()), *PARTS.get(type(value), ())):
                yield from _texts(getattr(value, name), own_place)
        case _:
            return
