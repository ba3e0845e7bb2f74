"""Copies of the two databases: made beside their writers, looked over before anybody trusts them, and with or without who may look."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from chairpi.data_names import APP_FILE, HISTORY_FILE
from chairpi.errors import StoreError
from chairpi.store.advice import plain_words
from chairpi.store.database import BUSY_TIMEOUT_S, transaction
from chairpi.store.migrate import APP, HISTORY, check_version, migrate, remove_before_copies, shipped_migrations

DATABASES = {HISTORY_FILE: HISTORY, APP_FILE: APP}
"""The databases by their names, each with the folder of its versions."""

PAIRING = ("device", "api_key", "claimed")
"""The tables of `app.db` that say who may open the dashboard."""


def newest_version(name: str) -> int:
    """The version that this ChairPi gives a database."""
    return len(shipped_migrations(DATABASES[name]))


def copy_database(source: Path, target: Path) -> None:
    """Copy one moment of a database, beside its writer, which may write on meanwhile.

    A database that is not there yet is copied as an empty one of the newest version.

    Raises
    ------
    StoreError
        It is damaged, no database, another programme's or from a newer ChairPi, or the copy cannot be written.
    """
    with _new(target) as copy:
        if source.exists():
            uri = f"{source.absolute().as_uri()}?mode=ro"
            with (
                plain_words(source),
                closing(sqlite3.connect(uri, uri=True, timeout=BUSY_TIMEOUT_S, isolation_level=None)) as original,
            ):
                if check_version(original, source, newest_version(source.name)) == 0:
                    raise StoreError(f"{source} is empty: what was in it is lost, or it is only being made")
                original.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, with no log beside it
        else:
            migrate(copy, target, shipped_migrations(DATABASES[source.name]))
        _check_whole(copy, source)


def version_of(path: Path) -> int:
    """The schema version of a database.

    Raises
    ------
    StoreError
        It is none, or cannot be read.
    """
    with plain_words(path), closing(sqlite3.connect(path)) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def bring_up_to_date(path: Path, name: str) -> None:
    """Look over a copy that came from elsewhere, and bring it to the present version.

    Parameters
    ----------
    path
        The copy; nobody else uses it.
    name
        Which database it is: `history.db` or `app.db`.

    Raises
    ------
    StoreError
        It is damaged, of a newer ChairPi, or holds other tables than ChairPi's.
    """
    migrations = shipped_migrations(DATABASES[name])
    with plain_words(path), closing(sqlite3.connect(path, isolation_level=None)) as connection:
        version = check_version(connection, path, len(migrations))
        if version == 0:
            raise StoreError(f"{name} is an empty database, which no backup of ChairPi's holds")
        if not _is_ours(connection, name, version):  # no trigger or view of somebody else's ever runs
            raise StoreError(f"{name} has other tables than those that ChairPi makes")
        connection.execute("PRAGMA journal_mode = DELETE")
        _check_whole(connection, path)
        migrate(connection, path, migrations)
    remove_before_copies(path)


def forget_pairing(path: Path) -> None:
    """Take everything that lets somebody in out of a copy of `app.db`, so that nothing is left of it."""
    with plain_words(path), closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete = ON")
        with transaction(connection):
            for table in _there(connection):
                connection.execute(f"DELETE FROM {table}")  # noqa: S608  # ours
        connection.execute("VACUUM")


def carry_pairing(source: Path, target: Path) -> None:
    """Let those into the chair that `source` lets in, and nobody else; both are copies of `app.db` of the present version."""
    with plain_words(target), closing(sqlite3.connect(target, isolation_level=None)) as connection:
        connection.execute("ATTACH ? AS here", (str(source),))
        with transaction(connection):
            for table in PAIRING:
                connection.execute(f"DELETE FROM main.{table}")  # noqa: S608  # ours
                connection.execute(f"INSERT INTO main.{table} SELECT * FROM here.{table}")  # noqa: S608  # ours


def is_claimed(path: Path) -> bool:
    """Whether somebody has paired as owner, by a copy of `app.db` of the present version."""
    with plain_words(path), closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT 1 FROM claimed").fetchone() is not None


@contextmanager
def _new(target: Path) -> Iterator[sqlite3.Connection]:
    with plain_words(target), closing(sqlite3.connect(target, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")  # whoever keeps the copy brings it to the disk
        yield connection


def _there(connection: sqlite3.Connection) -> list[str]:
    """The tables of pairing that this version of `app.db` has."""
    names = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    return [table for table in PAIRING if table in names]


def _check_whole(connection: sqlite3.Connection, path: Path) -> None:
    (finding,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if finding != "ok":
        raise StoreError(f"{path} is damaged (SQLite: {finding})")
    if connection.execute("PRAGMA foreign_key_check").fetchone():
        raise StoreError(f"{path} is damaged: some of its rows refer to others that are not there")


Tables = frozenset[tuple[object, ...]]
"""What is in a schema, without its wording, which differs from one SQLite to another."""


def _tables(connection: sqlite3.Connection) -> Tables:
    return frozenset(
        connection.execute(
            'SELECT s.type, s.name, s.tbl_name, c.name, c.type, c."notnull", c.pk, c.hidden'
            " FROM sqlite_schema AS s LEFT JOIN pragma_table_xinfo(s.name) AS c ON s.type = 'table'"
            " WHERE s.name NOT LIKE 'sqlite_%'"
        )
    )


def _is_ours(connection: sqlite3.Connection, name: str, version: int) -> bool:
    try:
        return _tables(connection) == _shipped_tables(name, version)
    except sqlite3.OperationalError:  # a view or a trigger of a table that is not there
        return False


@cache
def _shipped_tables(name: str, version: int) -> Tables:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrate(connection, Path(":memory:"), shipped_migrations(DATABASES[name])[:version])
        return _tables(connection)


@dataclass(frozen=True, slots=True)
class Contents:
    """What copies of both databases hold, for somebody who is to know them again.

    Parameters
    ----------
    sitters
        The names of the people who sit.
    first_utc_s, last_utc_s
        When somebody sat first and last [POSIX s]; `None`: never.
    n_bouts, n_entries, n_own, n_devices
        How many bouts of sitting, entries in diaries, exercises and routines of their own, and paired browsers.
    """

    sitters: tuple[str, ...]
    first_utc_s: float | None
    last_utc_s: float | None
    n_bouts: int
    n_entries: int
    n_own: int
    n_devices: int


def contents_of(history: Path, app: Path) -> Contents:
    """Look into copies of both databases of the present version."""
    with plain_words(history), closing(sqlite3.connect(history)) as connection:
        sitters = tuple(name for (name,) in connection.execute("SELECT name FROM sitter ORDER BY sitter_id"))
        first_utc_s, last_utc_s, n_bouts = connection.execute(
            "SELECT min(began_utc_s), max(began_utc_s), count(*) FROM bout"
        ).fetchone()
    with plain_words(app), closing(sqlite3.connect(app)) as connection:
        counts = [
            connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608  # ours
            for table in ("entry", "own_content", "device")
        ]
    return Contents(sitters, first_utc_s, last_utc_s, n_bouts, *counts)


def database_state(path: Path) -> tuple[int | None, str]:
    """The version of a database and how it is, in words, without a look at what it holds.

    Raises
    ------
    StoreError
        It cannot be read.
    """
    if not path.exists():
        return None, "not there yet"
    uri = f"{path.absolute().as_uri()}?mode=ro"
    with plain_words(path), closing(sqlite3.connect(uri, uri=True, timeout=BUSY_TIMEOUT_S)) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        (finding,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    return int(version), "whole" if finding == "ok" else f"damaged: {finding}"
