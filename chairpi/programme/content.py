"""Read a content file strictly: a mistake is refused with file, key, what was found and what was expected."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import TypeVar

_Choice = TypeVar("_Choice", bound=StrEnum)


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
    The readers raise `ValueError`: this room knows no other of ChairPi's, so the edge turns it into a `ContentError`.
    """

    def __init__(self, file: str, values: Mapping[str, object], path: str = "") -> None:
        self._file = file
        self._values = values
        self._path = path
        self._asked: set[str] = set()

    @classmethod
    def parse(cls, file: str, text: str) -> Table:
        """Return the whole of one TOML file."""
        try:
            return cls(file, tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            raise ValueError(f"{file}: this is not TOML: {error}") from error

    def refusal(self, key: str, message: str) -> ValueError:
        """Return the error that names this file and `key`."""
        return ValueError(f"{self._file}: {self._path}{key}: {message}")

    def text(self, key: str) -> str:
        """Return a text with something in it."""
        found = self._find(key)
        if not isinstance(found, str) or not found.strip():
            raise self.refusal(key, f"found {found!r}, expected a text")
        return " ".join(found.split())

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts with at least one in it."""
        found = self._find(key)
        if not isinstance(found, list) or not found:
            raise self.refusal(key, f"found {found!r}, expected a list of texts")
        for item in found:
            if not isinstance(item, str) or not item.strip():
                raise self.refusal(key, f"found {item!r} in the list, expected a text")
        return tuple(" ".join(item.split()) for item in found)

    def number(self, key: str, low: float, high: float) -> float:
        """Return a number from `low` to `high`."""
        found = self._find(key)
        if isinstance(found, bool) or not isinstance(found, int | float) or not low <= found <= high:
            raise self.refusal(key, f"found {found!r}, expected a number from {low:g} to {high:g}")
        return float(found)

    def whole_number(self, key: str, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`."""
        found = self._find(key)
        if isinstance(found, bool) or not isinstance(found, int) or not low <= found <= high:
            raise self.refusal(key, f"found {found!r}, expected a whole number from {low} to {high}")
        return found

    def flag(self, key: str) -> bool:
        """Return true or false."""
        found = self._find(key)
        if not isinstance(found, bool):
            raise self.refusal(key, f"found {found!r}, expected true or false")
        return found

    def choice(self, key: str, choices: type[_Choice]) -> _Choice:
        """Return one of the members of `choices`."""
        found = self._find(key)
        for member in choices:
            if found == member.value:
                return member
        raise self.refusal(key, f"found {found!r}, expected one of: {', '.join(choices)}")

    def has(self, key: str) -> bool:
        """Return whether an optional key is given."""
        return key in self._values

    def tables(self, key: str) -> Iterator[Table]:
        """Yield each table of a list of tables with at least one in it; `done` is asked of each of them."""
        found = self._find(key)
        if not isinstance(found, list) or not found or not all(isinstance(item, dict) for item in found):
            raise self.refusal(key, f"found {found!r}, expected at least one [[{key}]] table")
        for i, item in enumerate(found, start=1):
            table = Table(self._file, item, f"{self._path}{key}[{i}].")
            yield table
            table.done()

    def done(self) -> None:
        """Refuse a key that nothing asked for: it is a slip of the pen, and would otherwise pass unnoticed."""
        for key in self._values:
            if key not in self._asked:
                raise self.refusal(key, f"is not a key here; the keys are {', '.join(sorted(self._asked))}")

    def _find(self, key: str) -> object:
        self._asked.add(key)
        try:
            return self._values[key]
        except KeyError:
            raise self.refusal(key, "is missing") from None
