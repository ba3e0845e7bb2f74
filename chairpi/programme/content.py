"""Read a content file strictly: a mistake is refused with file, key, what was found and what was expected."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any, TypeVar

from chairpi.language.words import N_, _, joined

_Choice = TypeVar("_Choice", bound=StrEnum)

LONGEST_TEXT = 2000
"""Characters of one text, at most. Our choice: ten times the longest sentence of ours, and no file of a stranger's fills the memory."""
LONGEST_LIST = 60
"""Entries of one list, at most. Our choice: more than a session of an hour has."""

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

_LISTS = {
    "texts": (
        N_("found %(found)s, expected a list of texts, at least one"),
        N_("found %(n)s texts, expected up to %(most)s"),
    ),
    "words": (
        N_("found %(found)s, expected a list of words, at least one"),
        N_("found %(n)s words, expected up to %(most)s"),
    ),
    "whole numbers": (
        N_("found %(found)s, expected a list of whole numbers, at least one"),
        N_("found %(n)s whole numbers, expected up to %(most)s"),
    ),
    "tables": (
        N_("found %(found)s, expected a list of [[%(key)s]] tables, at least one"),
        N_("found %(n)s [[%(key)s]] tables, expected up to %(most)s"),
    ),
}
"""What is said of a list that is none, and of one that is too long."""


class FormatError(ValueError):
    """Content breaks the format.

    Parameters
    ----------
    file
        Where it stands.
    key
        Which key of it, with its place: `step[2].hold_s`.
    reason
        What was found and what was expected, to be shown beside the key's field.
    """

    def __init__(self, file: str, key: str, reason: str) -> None:
        super().__init__(f"{file}: {key}: {reason}")
        self.file = file
        self.key = key
        self.reason = reason


class Table:
    """One table of a content file, which remembers where it stands and which keys were asked for.

    Parameters
    ----------
    file
        The file's name, for messages.
    values
        What the file says.
    path
        The table's place in the file, for instance `step[2].`; empty for the whole file.

    Notes
    -----
    The readers raise `FormatError`, a `ValueError`: this room knows no other of ChairPi's, so the edge turns it into a `ContentError`.
    """

    def __init__(self, file: str, values: Mapping[str, object], path: str = "") -> None:
        self._file = file
        self._values = values
        self._path = path
        self._asked: set[str] = set()

    @classmethod
    def parse(cls, file: str, text: str) -> Table:
        """Return the whole of one TOML file."""
        return cls(file, _values(file, text))

    def refusal(self, key: str, message: str) -> FormatError:
        """Return the error that names this file and `key`."""
        return FormatError(self._file, f"{self._path}{key}", message)

    def text(self, key: str) -> str:
        """Return a text with something in it; spaces and line ends in it become one space each."""
        return self._text(key, self._find(key), N_("found %(found)s, expected a text"))

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts with at least one in it."""
        expected = N_("found in the list %(found)s, expected a text")
        return tuple(self._text(key, item, expected) for item in self._list(key, "texts"))

    def name(self, key: str) -> str:
        """Return an id: small letters, digits and hyphens, up to 60 of them."""
        found = self._find(key)
        if not isinstance(found, str) or len(found) > 60 or not _ID.fullmatch(found):
            expected = _("found %(found)s, expected small letters, digits and hyphens, up to 60", found=_shown(found))
            raise self.refusal(key, expected)
        return found

    def number(self, key: str, low: float, high: float) -> float:
        """Return a number from `low` to `high`."""
        found = self._find(key)
        if isinstance(found, bool) or not isinstance(found, int | float) or not low <= found <= high:
            expected = _(
                "found %(found)s, expected a number from %(low)s to %(high)s",
                found=_shown(found),
                low=f"{low:g}",
                high=f"{high:g}",
            )
            raise self.refusal(key, expected)
        return float(found)

    def whole_number(self, key: str, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`."""
        found = self._find(key)
        if isinstance(found, bool) or not isinstance(found, int) or not low <= found <= high:
            expected = _(
                "found %(found)s, expected a whole number from %(low)s to %(high)s",
                found=_shown(found),
                low=low,
                high=high,
            )
            raise self.refusal(key, expected)
        return found

    def whole_numbers(self, key: str, low: int, high: int) -> tuple[int, ...]:
        """Return a list of different whole numbers from `low` to `high`, at least one, sorted."""
        found = self._list(key, "whole numbers")
        for item in found:
            if isinstance(item, bool) or not isinstance(item, int) or not low <= item <= high or found.count(item) > 1:
                expected = _(
                    "found %(found)s, expected different whole numbers from %(low)s to %(high)s",
                    found=repr(item),
                    low=low,
                    high=high,
                )
                raise self.refusal(key, expected)
        return tuple(sorted(found))

    def flag(self, key: str) -> bool:
        """Return true or false."""
        found = self._find(key)
        if not isinstance(found, bool):
            raise self.refusal(key, _("found %(found)s, expected true or false", found=_shown(found)))
        return found

    def choice(self, key: str, choices: type[_Choice]) -> _Choice:
        """Return one of the members of `choices`."""
        return self._choice(key, self._find(key), choices)

    def choices(self, key: str, choices: type[_Choice]) -> tuple[_Choice, ...]:
        """Return a list of different members of `choices` with at least one in it."""
        found = tuple(self._choice(key, item, choices) for item in self._list(key, "words"))
        if len(set(found)) < len(found):
            raise self.refusal(key, _("found %(found)s, expected each only once", found=_side_by_side(found)))
        return found

    def has(self, key: str) -> bool:
        """Return whether an optional key is given."""
        return key in self._values

    def table(self, key: str) -> Table:
        """Return the table of this key; the caller asks `done` of it."""
        found = self._find(key)
        if not isinstance(found, dict):
            raise self.refusal(key, _("found %(found)s, expected a table", found=_shown(found)))
        return Table(self._file, found, f"{self._path}{key}.")

    def tables(self, key: str) -> Iterator[Table]:
        """Yield each table of a list of tables with at least one in it; `done` is asked of each of them."""
        for i, item in enumerate(self._list(key, "tables"), start=1):
            if not isinstance(item, dict):
                raise self.refusal(key, _("found %(found)s in the list, expected a table", found=_shown(item)))
            table = Table(self._file, item, f"{self._path}{key}[{i}].")
            yield table
            table.done()

    def pass_over(self, *keys: str) -> None:
        """Know these keys without reading them."""
        self._asked.update(keys)

    def done(self) -> None:
        """Refuse a key that nothing asked for: it is a slip of the pen, and would otherwise pass unnoticed."""
        for key in self._values:
            if key not in self._asked:
                raise self.refusal(
                    key, _("is not a key here; the keys are %(keys)s", keys=_side_by_side(sorted(self._asked)))
                )

    def _text(self, key: str, found: object, expected: str) -> str:
        if not isinstance(found, str) or not found.strip():
            raise self.refusal(key, _(expected, found=_shown(found)))
        if len(found) > LONGEST_TEXT:
            raise self.refusal(
                key,
                _(
                    "found a text of %(n)s characters, expected up to %(most)s",
                    n=len(found),
                    most=LONGEST_TEXT,
                ),
            )
        return " ".join(found.split())

    def _choice(self, key: str, found: object, choices: type[_Choice]) -> _Choice:
        for member in choices:
            if found == member.value:
                return member
        expected = _("found %(found)s, expected one of: %(words)s", found=_shown(found), words=_side_by_side(choices))
        raise self.refusal(key, expected)

    def _list(self, key: str, of: str) -> list[Any]:
        found = self._find(key)
        is_none, is_too_long = _LISTS[of]
        if not isinstance(found, list) or not found:
            raise self.refusal(key, _(is_none, found=_shown(found), key=key))
        if len(found) > LONGEST_LIST:
            raise self.refusal(key, _(is_too_long, n=len(found), most=LONGEST_LIST, key=key))
        return found

    def _find(self, key: str) -> object:
        self._asked.add(key)
        try:
            return self._values[key]
        except KeyError:
            raise self.refusal(key, _("is missing")) from None


def shipped(path: str) -> Table:
    """Return a content file that comes with ChairPi, by its path within this package.

    Raises
    ------
    ValueError
        It is not TOML.
    """
    return Table(path.rpartition("/")[2], _shipped_values(path))


@cache
def shipped_names(folder: str) -> tuple[str, ...]:
    """Return the names of the content files in a folder of this package, sorted."""
    entries = (resources.files("chairpi.programme") / folder).iterdir()
    return tuple(sorted(entry.name for entry in entries if entry.name.endswith(".toml")))


@cache
def _shipped_values(path: str) -> dict[str, object]:
    return _values(path, (resources.files("chairpi.programme") / path).read_text(encoding="utf-8"))


def _values(file: str, text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(_("%(file)s: this is not TOML: %(error)s", file=file, error=error)) from error


def _side_by_side(words: Iterable[str]) -> str:
    return joined(words, with_and=False)


def _shown(found: object) -> str:
    shown = repr(found)
    return shown if len(shown) <= 80 else f"{shown[:77]}..."
