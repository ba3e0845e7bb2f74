"""Read a database where nothing can be written: SQLite itself wants to write beside it, even to read it.

A database in WAL mode keeps its latest rows in the log beside it, and an index of that log in a third file. On a disk that is full or
read-only that index can be neither made nor put right. Then the log is read into an index in memory, without any lock: nobody can write,
so nobody has to be kept out, and no acknowledged row is left out.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chairpi.data_names import LOG_END


@contextmanager
def as_it_lies(path: Path) -> Iterator[sqlite3.Connection]:
    """Read the file at `path`, where nobody writes it meanwhile.

    Raises
    ------
    sqlite3.Error
        It is not there, or cannot be read.
    """
    log_beside = path.with_name(f"{path.name}{LOG_END}")
    has_log = log_beside.exists() and log_beside.stat().st_size > 0
    # `immutable` leaves the log out. `unix-none` takes no lock, and in exclusive mode the log's index is in memory
    # (https://sqlite.org/wal.html#use_of_wal_without_shared_memory).
    how = "mode=ro&vfs=unix-none" if has_log else "immutable=1"
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, isolation_level=None)
    try:
        if has_log:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE").fetchone()
        yield connection
    finally:
        connection.close()


def has_rows(path: Path, table: str) -> bool:
    """Whether the file at `path`, which nobody has open for writing, can be read and has rows in a table."""
    try:
        with as_it_lies(path) as lying:
            return lying.execute(f"SELECT 1 FROM {table}").fetchone() is not None  # noqa: S608  # ours
    except (sqlite3.Error, OSError):
        return False
