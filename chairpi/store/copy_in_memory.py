"""A copy of a database in memory, for a process that starts while the file takes nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path

from chairpi.errors import DamagedError, UnwritableError
from chairpi.store.advice import plain_words
from chairpi.store.as_it_lies import as_it_lies
from chairpi.store.database import transaction
from chairpi.store.migrate import check_version, migrate


def copy_in_memory(
    path: Path, migrations: Sequence[str], only: Mapping[str, str] | None = None, *, for_one_thread: bool = True
) -> tuple[sqlite3.Connection, bool]:
    """Read the file at `path` into a database in memory, brought up to date there; an empty one where there is none to be read.

    Parameters
    ----------
    path
        The file. Nobody has it open for writing.
    migrations
        The SQL of every version, oldest first.
    only
        Which rows of a table are copied, as a condition; all of one that it does not name.
    for_one_thread
        Refuse every other thread; without it the caller lets one in at a time.

    Returns
    -------
    connection
        To the copy.
    is_of_the_file
        Whether anything could be read.

    Raises
    ------
    StoreError
        The file is another programme's or from a newer ChairPi.
    """
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=for_one_thread)
    try:
        with plain_words(path), as_it_lies(path) as lying:
            version = check_version(lying, path, len(migrations))
            migrate(connection, path, migrations[:version])
            for table in _tables(connection) if version else ():
                _copy(lying, connection, table, (only or {}).get(table, "TRUE"))
        migrate(connection, path, migrations, with_backup=False)
    except (DamagedError, UnwritableError):
        connection.close()
        return empty_in_memory(migrations, for_one_thread=for_one_thread), False
    except BaseException:
        connection.close()
        raise
    return connection, version > 0


def empty_in_memory(migrations: Sequence[str], *, for_one_thread: bool = True) -> sqlite3.Connection:
    """A database in memory as a new file would be."""
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=for_one_thread)
    migrate(connection, Path(":memory:"), migrations)
    return connection


def _tables(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return [name for (name,) in rows]


def _copy(lying: sqlite3.Connection, copy: sqlite3.Connection, table: str, condition: str) -> None:
    """Copy rows of a table, in the place of those that a new database begins with."""
    rows = lying.execute(f"SELECT * FROM {table} WHERE {condition}")  # noqa: S608  # ours
    values = ", ".join("?" * len(rows.description))
    with transaction(copy):
        copy.execute(f"DELETE FROM {table}")  # noqa: S608  # ours
        copy.executemany(f"INSERT INTO {table} VALUES ({values})", rows)  # noqa: S608  # ours
