"""What people tell the programme: their diaries, what the household chose, and what they added to the content."""

from __future__ import annotations

import dataclasses
import json
import logging
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import get_type_hints

from chairpi.programme.diary import Entry, Occasion, Seen, SignsAnswered, Stopped
from chairpi.programme.own import Own
from chairpi.programme.plan import Ask, today
from chairpi.store.app_file import AppFile
from chairpi.store.database import BUSY_TIMEOUT_S
from chairpi.store.entry_rows import cautious_entry, entry_of, row_of
from chairpi.store.first_run import FirstRun
from chairpi.store.own_content import OwnContent
from chairpi.store.setting_changes import SettingChanges

log = logging.getLogger(__name__)

NEVER_WITHDRAWN = (SignsAnswered, Seen, Stopped)
"""What cannot be taken back: no lock, and no question about warning signs, goes away by an undo."""

ACCESS_TABLES = ("device", "api_key", "claimed")
"""Of the same file, and kept by `chairpi.store.access`."""


@dataclass(frozen=True, slots=True)
class DiaryRow:
    """One row of a diary.

    Parameters
    ----------
    entry_id
        Its name for good.
    utc_s
        When it was written [POSIX s].
    entry
        What it says; where it cannot be read, what is to be assumed so that nothing is risked, or `None`.
    unreadable
        Why it cannot be read; empty as a rule.
    """

    entry_id: int
    utc_s: float
    entry: Entry | None
    unreadable: str = ""


@dataclass(frozen=True, slots=True)
class Preferences:
    """What the household chose.

    Parameters
    ----------
    country
        Whose numbers to call are shown, by its code; empty while nobody chose.
    language
        The household's language, by its code; empty while nobody chose: each browser then says its own.
    show_weight
        Loads are shown in newtons and kilograms, which come near to body weight; else as shares.
    """

    country: str = ""
    language: str = ""
    show_weight: bool = False


class Book:
    """The diaries, what people added to the content, and what they chose. Every thread may use it.

    What changes it is on the disk when it returns, or was not done at all.

    Parameters
    ----------
    path
        The file `app.db`.
    busy_timeout_s
        How long to wait for another connection's lock [s].
    file
        The same file, where others use it too; opened from `path` when not given.

    Attributes
    ----------
    content
        What people added.
    settings
        What was changed on the page Settings.
    first_run
        How far the first run is.

    Raises
    ------
    StoreError
        By every method: the file is damaged, no database, another programme's or from a newer ChairPi, or cannot be read or written.
    """

    def __init__(self, path: Path, *, busy_timeout_s: float = BUSY_TIMEOUT_S, file: AppFile | None = None) -> None:
        self._path = path
        self._file = AppFile(path, busy_timeout_s=busy_timeout_s) if file is None else file
        self._read: dict[tuple[object, ...], DiaryRow] = {}  # a row never changes, and every page needs all of them
        self.content = OwnContent(self._file)
        self.settings = SettingChanges(self._file)
        self.first_run = FirstRun(self._file)

    def close(self) -> None:
        """Close the file; what is asked afterwards opens it again."""
        self._file.close()

    def entries(self, sitter_id: int) -> tuple[Entry, ...]:
        """Return a sitter's entries in the order in which they were written, without those taken back.

        A row that cannot be read stays in the file, is told in the log, and stands for what risks nothing: an answer about
        warning signs that cannot be read was a yes.
        """
        return tuple(kept.entry for kept in self.diary(sitter_id) if kept.entry is not None)

    def diary(self, sitter_id: int) -> tuple[DiaryRow, ...]:
        """Return a sitter's rows in the order in which they were written, without those taken back, with those that cannot be read."""
        rows = self._file.read(
            "SELECT entry_id, utc_s, kind, day, record FROM entry"
            " WHERE sitter_id = ? AND withdrawn_utc_s IS NULL ORDER BY entry_id",
            sitter_id,
        )
        return tuple(self._diary_row(row) for row in rows)

    def add(self, sitter_id: int, entry: Entry, utc_s: float) -> int:
        """Write an entry at a time of the wall clock [POSIX s], and return its id.

        Raises
        ------
        ValueError
            A number in it is not finite.
        """
        return self._file.insert(
            "INSERT INTO entry (sitter_id, utc_s, kind, day, record) VALUES (?, ?, ?, ?, ?)",
            sitter_id,
            utc_s,
            *row_of(entry),
        )

    def withdrawable(self, sitter_id: int, day: date) -> DiaryRow | None:
        """Return the entry that may be taken back on this day: the latest one, if it is of this day and no matter of safety.

        An answer after which the warning signs are asked stays: without it nobody would ask.
        """
        diary = self.diary(sitter_id)
        latest = next(reversed(diary), None)
        if latest is None or latest.entry is None or latest.unreadable:
            return None
        entries = [kept.entry for kept in diary if kept.entry is not None]
        if latest.entry.day != day or isinstance(latest.entry, NEVER_WITHDRAWN):
            return None
        now, before = today(entries, day), today(entries[:-1], day)
        is_asked_for_it = now.ask is Ask.SIGNS and (before.ask, before.occasion) != (now.ask, now.occasion)
        return None if is_asked_for_it and now.occasion is not Occasion.START else latest

    def withdraw(self, sitter_id: int, entry_id: int, day: date, utc_s: float) -> None:
        """Take an entry back: it counts no more, and stays in the file.

        Parameters
        ----------
        sitter_id, entry_id
            Whose, and which: the one that `withdrawable` returned.
        day, utc_s
            Today, and the wall clock now [POSIX s].

        Raises
        ------
        ValueError
            It may not be; the text is for the person.
        """
        with self._file.alone():
            latest = self.withdrawable(sitter_id, day)
            if latest is None or latest.entry_id != entry_id:
                raise ValueError(
                    "Only the latest entry can be taken back, on its own day, and never one that has to do with warning signs."
                )
            sql = "UPDATE entry SET withdrawn_utc_s = :utc_s WHERE entry_id = :entry_id"
            self._file.do([(sql, {"utc_s": utc_s, "entry_id": entry_id})])

    def erase(self, sitter_id: int) -> None:
        """Erase a sitter's diary and prescriptions, also in the copies that new versions left beside the file."""
        self._read.clear()
        row = {"sitter_id": sitter_id}
        self._file.erase(
            [(f"DELETE FROM {table} WHERE sitter_id = :sitter_id", row) for table in ("entry", "prescription")]  # noqa: S608  # ours
        )

    def erase_everything(self) -> None:
        """Erase all diaries, content and choices; who may open the dashboard stays (`chairpi.store.access` forgets that)."""
        self._read.clear()
        self._file.empty(keep=ACCESS_TABLES)

    def own(self, sitter_id: int | None) -> Own:
        """Return what the household added, with the prescriptions of a sitter (`None`: a guest, who has none)."""
        return self.content.own(sitter_id)

    def first_utc_s(self) -> float | None:
        """Return when the first diary entry was written [POSIX s]; `None` while there is none."""
        ((first,),) = self._file.read("SELECT min(utc_s) FROM entry")
        return None if first is None else float(first)

    def preferences(self) -> Preferences:
        """Return what the household chose; what this version cannot use is left at its default."""
        kept = {name: json.loads(value) for name, value in self._file.read("SELECT name, value FROM preference")}
        hints = get_type_hints(Preferences)
        return Preferences(**{name: value for name, value in kept.items() if type(value) is hints.get(name)})

    def keep_preferences(self, preferences: Preferences) -> None:
        """Keep what the household chose."""
        sql = "INSERT INTO preference VALUES (:name, :value) ON CONFLICT (name) DO UPDATE SET value = :value"
        chosen = dataclasses.asdict(preferences).items()
        self._file.do([(sql, {"name": name, "value": json.dumps(value)}) for name, value in chosen])

    def _diary_row(self, row: tuple[int, float, str, str, str]) -> DiaryRow:
        found = self._read.get(row)
        if found is None:
            found = self._read[row] = self._first_read(*row)
        return found

    def _first_read(self, entry_id: int, utc_s: float, kind: str, day: str, record: str) -> DiaryRow:
        try:
            return DiaryRow(entry_id, utc_s, entry_of(kind, day, record))
        except ValueError as error:
            log.warning("%s: entry %d cannot be read and is kept as it is: %s", self._path, entry_id, error)
            return DiaryRow(entry_id, utc_s, cautious_entry(kind, day), str(error))
