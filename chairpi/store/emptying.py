"""Take everything out of a database so that nothing of it is left: not in free pages, the log beside it, or copies of older versions."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable
from pathlib import Path

from chairpi.errors import StoreError
from chairpi.store.advice import plain_words
from chairpi.store.database import transaction
from chairpi.store.migrate import remove_backups
from chairpi.store.rows import Statement


def empty(
    connection: sqlite3.Connection, path: Path, *, keep: Collection[str] = (), then: Iterable[Statement] = ()
) -> None:
    """Delete every row of every table.

    Parameters
    ----------
    connection
        The database's only writer, with `secure_delete`.
    path
        Its file.
    keep
        Tables that stay as they are.
    then
        What is written first, in one transaction with the deleting.

    Raises
    ------
    StoreError
        Something could not be deleted, or is deleted and cannot be overwritten yet because somebody still reads.

    Notes
    -----
    `secure_delete` overwrites what is deleted, `VACUUM` writes the file anew without free pages, and the log beside it, which still has
    older pages, is cut to nothing before and after.
    """
    remove_backups(path)
    with plain_words(path):
        names = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
            if name not in keep and (name == "sqlite_sequence" or not name.startswith("sqlite_"))
        ]
        connection.execute("PRAGMA foreign_keys = OFF")
        try:
            with transaction(connection):
                for name in sorted(names, key=lambda name: name == "sqlite_sequence"):
                    _delete(connection, name, keep)
                for sql, parameters in then:
                    connection.execute(sql, parameters)
        finally:
            connection.execute("PRAGMA foreign_keys = ON")
        _cut_log(connection, path)
        connection.execute("VACUUM")
        _cut_log(connection, path)
    remove_backups(path)  # and one that was begun meanwhile


def _delete(connection: sqlite3.Connection, name: str, keep: Collection[str]) -> None:
    if name == "sqlite_sequence":  # an id of a table that stays is never used again
        kept = ", ".join("?" * len(keep))
        connection.execute(f"DELETE FROM sqlite_sequence WHERE name NOT IN ({kept})", tuple(keep))  # noqa: S608  # ours
    else:
        connection.execute(f'DELETE FROM "{name}"')  # noqa: S608  # the schema's own names


def _cut_log(connection: sqlite3.Connection, path: Path) -> None:
    (is_busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if is_busy:
        raise StoreError(
            f"Everything is deleted from {path}, but somebody still reads it, so what was deleted cannot be overwritten yet. "
            "Close other pages and exports, and erase once more."
        )
