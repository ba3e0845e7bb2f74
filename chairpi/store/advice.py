"""What SQLite's errors mean for the person whose chair it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chairpi.errors import DamagedError, StoreError, UnwritableError

ADVICE = {
    sqlite3.SQLITE_NOTADB: "is not a database. It was left as it is: move it away, or name another place for the data.",
    sqlite3.SQLITE_CORRUPT: "is damaged. It was left as it is: put a backup in its place or move it away.",
    sqlite3.SQLITE_READONLY: "cannot be written. Let ChairPi's user write to the file and its directory.",
    sqlite3.SQLITE_PERM: "cannot be reached. Let ChairPi's user write to the file and its directory.",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened. Let ChairPi's user write to the file and its directory.",
    sqlite3.SQLITE_BUSY: "is held by another programme. Close that programme and try again.",
    sqlite3.SQLITE_LOCKED: "is held by another programme. Close that programme and try again.",
    sqlite3.SQLITE_FULL: "cannot grow: the disk is full. Make room and try again.",
    sqlite3.SQLITE_IOERR: "cannot be read or written: the disk reports an error. Check the card or disk.",
}
"""What to do about SQLite's primary result codes (https://sqlite.org/rescode.html)."""

DAMAGE = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)
"""What no trying again mends."""

UNWRITABLE = (
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
)
"""What the disk is to blame for, and may be over at any time."""

KINDS: dict[int, type[StoreError]] = dict.fromkeys(DAMAGE, DamagedError) | dict.fromkeys(UNWRITABLE, UnwritableError)


def is_unwritable(error: sqlite3.Error) -> bool:
    """Whether the disk is to blame."""
    return _primary_code(error) in UNWRITABLE


def _primary_code(error: sqlite3.Error) -> int:
    """An extended code keeps the primary one in its low byte. Errors of Python's own layer carry no code."""
    code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    return code & 0xFF


@contextmanager
def plain_words(path: Path) -> Iterator[None]:
    """Turn what SQLite says about the file `path` into a `StoreError` with advice; a fault of our own passes."""
    try:
        yield
    except sqlite3.Error as error:
        code = _primary_code(error)
        advice = ADVICE.get(code)
        if advice is None:
            raise
        raise KINDS.get(code, StoreError)(f"{path} {advice} (SQLite: {error})") from error
