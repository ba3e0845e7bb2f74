"""A database that is an empty file, though this chair was in use: a card or a cut took what was in it, and it never was a new one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from chairpi.data_names import APP_FILE, HISTORY_FILE, LOG_END
from chairpi.errors import DamagedError
from chairpi.store.kept_backups import named_backups
from chairpi.store.migrate import before_copies

TRACES = {
    HISTORY_FILE: (APP_FILE, ("claimed", "device", "entry")),
    APP_FILE: (HISTORY_FILE, ("bout",)),
}
"""For each database the other one, and the tables of it that only a chair in use has rows in."""


def refuse_emptied(path: Path) -> None:
    """Look whether the file is empty and should not be.

    A file that is not there is none: somebody moved it away, and wants a new one.

    Raises
    ------
    DamagedError
        It is.
    """
    if not path.exists() or path.stat().st_size or not _was_in_use(path):
        return
    raise DamagedError(f"{path} is empty, though this chair was in use. Put a backup in its place or move it away.")


def _was_in_use(path: Path) -> bool:
    log_beside = path.with_name(f"{path.name}{LOG_END}")
    if log_beside.exists() and log_beside.stat().st_size:
        return True
    return bool(before_copies(path) or named_backups(path.parent)) or _has_traces(path)


def _has_traces(path: Path) -> bool:
    other, tables = TRACES.get(path.name, ("", ()))
    beside = path.with_name(other)
    if not tables or not beside.exists():
        return False
    try:
        with closing(sqlite3.connect(f"{beside.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            return any(connection.execute(f"SELECT 1 FROM {table}").fetchone() for table in tables)  # noqa: S608  # ours
    except sqlite3.Error:  # of an older version, damaged, or not to be read: it says nothing
        return False
