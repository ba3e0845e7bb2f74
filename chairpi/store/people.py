"""The people who sit on this chair, as the history keeps them: their names, references and settings."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from chairpi.core.events.upright import ReferenceSet, ReferenceSource
from chairpi.store.advice import plain_words
from chairpi.store.database import transaction
from chairpi.store.history_file import HistoryFile
from chairpi.store.migrate import remove_backups
from chairpi.store.rows import Statement
from chairpi.store.sitter_rows import ERASE_MEASURED, ERASE_SITTER, REMOVE_SITTER

MOST_SITTERS = 8
"""So many people can be told apart by a household, and by counting blinks of a light. Our choice."""

LONGEST_NAME = 40
"""So many characters fit a line of a small phone."""

FIRST_NAME = "Me"
"""What somebody is called who has not said their name."""


@dataclass(frozen=True, slots=True)
class Sitter:
    """One of the people who use this chair.

    Parameters
    ----------
    sitter_id, name
        For good, and what they are called.
    reference
        Their upright reference set last. Its `t_s` counts within the boot in which it was set.
    settings
        What they chose about their prompts, by name.
    """

    sitter_id: int
    name: str
    reference: ReferenceSet | None
    settings: dict[str, Any]


class People:
    """Those who sit, and once sat. What changes them is on the disk when it returns, or not done at all.

    Parameters
    ----------
    file
        The database.
    flush
        Writes what waits: a change comes after what was said before it.
    """

    def __init__(self, file: HistoryFile, flush: Callable[[], None]) -> None:
        self._file = file
        self._flush = flush

    def sitters(self) -> tuple[Sitter, ...]:
        """Return those who can be chosen, in the order in which they came, with what each of them chose and set last."""
        with plain_words(self._file.path):
            rows = self._file.connection.execute(
                "SELECT sitter_id, name FROM sitter WHERE name IS NOT NULL AND removed_utc_s IS NULL ORDER BY sitter_id"
            ).fetchall()
            return tuple(
                Sitter(sitter_id, name, self._reference(sitter_id), self._settings(sitter_id))
                for sitter_id, name in rows
            )

    def present(self) -> tuple[int | None, int | None]:
        """Return whose rows are written now (`None`: a guest's), and whom a person chose last."""
        with plain_words(self._file.path):
            sitter_id, chosen_id = self._file.connection.execute(
                "SELECT sitter_id, chosen_sitter_id FROM present_sitter"
            ).fetchone()
        return sitter_id, chosen_id

    def add(self, name: str, utc_s: float) -> int:
        """Add somebody at a time of the wall clock [POSIX s]; who was removed and comes back under the same name finds their history.

        Returns
        -------
        int
            Their id.

        Raises
        ------
        ValueError
            The name cannot be used, or there is no room; the text says what to do.
        StoreError
            Writing failed; nothing was changed.
        """
        name = _checked(name)
        if len(self._here()) >= MOST_SITTERS:
            raise ValueError(f"{MOST_SITTERS} people use this chair already; remove somebody first")
        namesake = self._called(name)
        if namesake is None:
            self._do(
                [("INSERT INTO sitter (name, created_utc_s) VALUES (:name, :utc_s)", {"name": name, "utc_s": utc_s})]
            )
            return self._ids("name IS NOT NULL")[-1]  # they grow
        if namesake in self._here():
            raise ValueError(f"there is somebody called {name} already; choose another name")
        sql = "UPDATE sitter SET name = :name, removed_utc_s = NULL WHERE sitter_id = :sitter_id"
        self._do([(sql, {"name": name, "sitter_id": namesake})])
        return namesake

    def rename(self, sitter_id: int, name: str) -> None:
        """Give somebody another name.

        Raises
        ------
        ValueError
            There is nobody of this id, or the name cannot be used.
        StoreError
            Writing failed; nothing was changed.
        """
        name = _checked(name)
        self._check_known(sitter_id, self._here())
        if self._called(name) not in (None, sitter_id):
            raise ValueError(f"there is, or was, somebody called {name}; choose another name")
        sql = "UPDATE sitter SET name = :name WHERE sitter_id = :sitter_id"
        self._do([(sql, {"name": name, "sitter_id": sitter_id})])

    def remove(self, sitter_id: int, utc_s: float, *, erase: bool) -> None:
        """Take somebody off the list at a time of the wall clock [POSIX s], and, with `erase`, all that is kept of them.

        Whoever uses the chair alone can be erased too: somebody who has not said their name yet takes their place.
        The copies that new versions left beside the file would still have them, so these go too.

        Raises
        ------
        ValueError
            There is nobody of this id, or they are the only one and their history is to stay.
        StoreError
            Writing failed; nothing was changed.
        """
        here = self._here()
        self._check_known(sitter_id, self._ids("name IS NOT NULL") if erase else here)
        is_last = here == [sitter_id]
        if is_last and not erase:
            raise ValueError(
                "this is the only one who uses this chair; give them another name, or erase what is kept of them"
            )
        row: dict[str, object] = {"sitter_id": sitter_id, "utc_s": utc_s}
        steps = [(sql, row) for sql in (*(ERASE_SITTER if erase else ()), *REMOVE_SITTER)]
        if is_last:
            first = {"name": FIRST_NAME, "utc_s": utc_s}
            steps.append(("INSERT INTO sitter (name, created_utc_s) VALUES (:name, :utc_s)", first))
        self._do(steps, erase=erase)

    def erase_guests(self) -> None:
        """Erase all that was measured of those whom the chair does not know, and the copies that new versions left beside the file.

        Raises
        ------
        StoreError
            Writing failed; nothing was changed.
        """
        self._do([(sql, {"sitter_id": None}) for sql in ERASE_MEASURED], erase=True)

    def _do(self, steps: Iterable[Statement], *, erase: bool = False) -> None:
        self._flush()
        if erase:
            remove_backups(self._file.path)
        with plain_words(self._file.path):
            with transaction(self._file.connection):
                for sql, parameters in steps:
                    self._file.connection.execute(sql, parameters)
            # What is deleted is overwritten in the file, but the log beside it has it until that begins anew.
            self._file.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        if erase:
            remove_backups(self._file.path)  # and one that was begun meanwhile

    def _here(self) -> list[int]:
        """All who can be chosen."""
        return self._ids("name IS NOT NULL AND removed_utc_s IS NULL")

    def _ids(self, condition: str) -> list[int]:
        with plain_words(self._file.path):
            rows = self._file.connection.execute(f"SELECT sitter_id FROM sitter WHERE {condition} ORDER BY sitter_id")  # noqa: S608  # ours
            return [sitter_id for (sitter_id,) in rows]

    def _called(self, name: str) -> int | None:
        """Who is called so, or was before they were removed; upper and lower case are the same."""
        with plain_words(self._file.path):
            rows = self._file.connection.execute("SELECT sitter_id, name FROM sitter WHERE name IS NOT NULL").fetchall()
        return next((sitter_id for sitter_id, other in rows if other.casefold() == name.casefold()), None)

    @staticmethod
    def _check_known(sitter_id: int, known: list[int]) -> None:
        if sitter_id not in known:
            raise ValueError(f"the chair knows nobody of the number {sitter_id}; look at the list again")

    def _reference(self, sitter_id: int) -> ReferenceSet | None:
        row = self._file.connection.execute(
            "SELECT t_s, source, cop_ap_mm, cop_ml_mm, total_n, back_upper_n, back_lower_n, zero_offset_n, force_n"
            " FROM reference WHERE sitter_id = ? ORDER BY reference_id DESC LIMIT 1",
            (sitter_id,),
        ).fetchone()
        if row is None:
            return None
        t_s, source, *numbers, force_n = row
        reference = ReferenceSet(t_s, ReferenceSource(source), *numbers)
        return reference if force_n is None else replace(reference, force_n=tuple(json.loads(force_n)))

    def _settings(self, sitter_id: int) -> dict[str, Any]:
        row = self._file.connection.execute(
            "SELECT settings FROM sitter_settings WHERE sitter_id = ? ORDER BY settings_id DESC LIMIT 1", (sitter_id,)
        ).fetchone()
        return {} if row is None else dict(json.loads(row[0]))


def _checked(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise ValueError(f"a name has 1 to {LONGEST_NAME} characters, found {name[:LONGEST_NAME]!r}")
    return name


def somebody_new(connection: sqlite3.Connection, utc_s: float) -> tuple[Statement, ...]:
    """What makes somebody who has not said their name yet the only one who is known, in a database that was emptied.

    Their id is none that was ever given: nobody inherits what another file has.
    """
    (latest_id,) = connection.execute("SELECT coalesce(max(sitter_id), 0) FROM sitter").fetchone()
    first = {"sitter_id": latest_id + 1, "name": FIRST_NAME, "utc_s": utc_s}
    return (
        ("INSERT INTO sitter (sitter_id, name, created_utc_s) VALUES (:sitter_id, :name, :utc_s)", first),
        ("INSERT INTO present_sitter VALUES (1, :sitter_id, :sitter_id)", first),
    )
