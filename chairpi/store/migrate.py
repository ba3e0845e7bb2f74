"""Bring a database from any earlier version to the present one, whole or not at all.

The numbered SQL files in a folder beside this module are the versions of one database: `0001_*.sql` makes version 1 of an
empty file, `0002_*.sql` makes version 2 of that. One that has been released is never changed. `PRAGMA user_version` holds the
version.
"""

from __future__ import annotations

import itertools
import logging
import shutil
import sqlite3
from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path

from chairpi.data_names import BACKUPS, RESTORE
from chairpi.errors import StoreError, UnwritableError
from chairpi.on_disk import sync
from chairpi.store.advice import plain_words

log = logging.getLogger(__name__)

HISTORY = "migrations"
"""The folder of the history's versions."""

APP = "app_migrations"
"""The folder of the versions of what people tell the programme."""

_BEFORE = ".before-v"
"""After the file's name, and before the version to come, in the name of a copy."""


@cache
def shipped_migrations(folder: str = HISTORY) -> tuple[str, ...]:
    """Return the SQL of every version of one database, oldest first.

    Parameters
    ----------
    folder
        `HISTORY` or `APP`.

    Raises
    ------
    ValueError
        The numbers do not run from 0001 without a hole: this package is incomplete.
    """
    directory = resources.files("chairpi.store") / folder
    files = sorted((file for file in directory.iterdir() if file.name.endswith(".sql")), key=lambda file: file.name)
    for version, file in enumerate(files, start=1):
        if not file.name.startswith(f"{version:04}_"):
            raise ValueError(f"migration {file.name} stands where {version:04}_*.sql should be")
    return tuple(file.read_text(encoding="utf-8") for file in files)


def check_version(connection: sqlite3.Connection, path: Path, newest: int) -> int:
    """Return the version of the database at `path`: 0 for an empty one.

    Raises
    ------
    StoreError
        The version is above `newest`, or another programme's tables are in the file.
    """
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > newest:
        raise StoreError(
            f"{path} is of version {version}, written by a newer ChairPi; this one knows versions up to {newest}. "
            "Install that newer ChairPi, or move the file away to start afresh. It was left as it is."
        )
    (n_tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if version == 0 and n_tables:
        raise StoreError(
            f"{path} holds another programme's tables. It was left as it is: "
            "move it away, or name another place for the data."
        )
    return int(version)


def migrate(connection: sqlite3.Connection, path: Path, migrations: Sequence[str], *, with_backup: bool = True) -> None:
    """Apply what the database at `path` does not have yet, after a backup of it.

    Each migration and its version number are one transaction. A database with something in it is first copied whole to
    `<name>.before-v<new version>` beside it. When the first migration fails the database is as it was, and the copy is
    taken away again: a service that is restarted again and again must not fill the disk with copies.

    Parameters
    ----------
    connection
        In autocommit mode (`isolation_level=None`), foreign keys not enforced: a migration may rebuild tables.
    path
        The file of that connection.
    migrations
        The SQL of every version, oldest first, without `BEGIN` or `COMMIT`.
    with_backup
        Copy it first; not where the connection is to a copy in memory already.

    Raises
    ------
    StoreError
        The database is from a newer ChairPi or another programme's, or a migration failed.
    """
    version = check_version(connection, path, len(migrations))
    if version == len(migrations):
        return
    backup = _back_up(connection, path, len(migrations)) if version and with_backup else None
    reached = version
    try:
        for number, sql in enumerate(migrations[version:], start=version + 1):
            _apply(connection, path, number, sql)
            reached = number
    except BaseException:
        if connection.in_transaction:  # SQLite itself rolls back after some errors
            connection.execute("ROLLBACK")
        if backup and reached == version:
            backup.unlink()
        raise


def _apply(connection: sqlite3.Connection, path: Path, number: int, sql: str) -> None:
    """Run one migration; when it fails, rolling back is the caller's."""
    try:
        with plain_words(path):
            # executescript first commits an open transaction, so the transaction has to begin inside the script.
            connection.executescript(f"BEGIN IMMEDIATE;\n{sql}\n;PRAGMA user_version = {number};")
            broken = connection.execute("PRAGMA foreign_key_check").fetchone()
            if broken:
                raise sqlite3.IntegrityError(f"table {broken[0]} refers to a row that is not in {broken[2]}")
            connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise StoreError(
            f"{path} could not be brought to version {number} ({error}). "
            "It is as it was before: go back to the ChairPi that you had, and report this."
        ) from error


FROM_NEWER = ".from-"
"""After a database's name, and before a version, in the name of what that version made of it: set aside when the chair went back to
the version before (`chairpi.install.data_copy`)."""


def before_copies(path: Path) -> list[Path]:
    """The copies of the database at `path` that were made before it was brought to a newer version, the latest first."""
    copies = [file for file in path.parent.iterdir() if file.name.startswith(f"{path.name}{_BEFORE}")]
    return sorted(copies, key=lambda file: (file.stat().st_mtime, file.name), reverse=True)


def remove_before_copies(path: Path) -> None:
    """Remove the copies of the database at `path` that were made before it was brought to a newer version.

    Raises
    ------
    StoreError
        One of them cannot be removed.
    """
    _remove(sorted(before_copies(path)))


def remove_backups(path: Path) -> None:
    """Remove all copies of the database at `path`, and all backups beside it: what is erased is not to stay in one.

    A backup that is being made at the moment fails: what it has copied goes too, in folders of its own beside the others.

    Raises
    ------
    StoreError
        One of them cannot be removed, or one is being restored: what was there before may have to come back from it.
    """
    if (path.parent / RESTORE).exists():
        raise StoreError(
            "A backup is being restored at the moment. Erase when both of the chair's programs work with it."
        )
    for folder in (path.parent / BACKUPS).glob("*/"):
        shutil.rmtree(folder, ignore_errors=True)  # whoever writes there may remove it too
        if folder.exists():
            raise StoreError(f"The copy {folder} cannot be removed. Please delete it, and try again.")
    backups = (
        *sorted(before_copies(path)),
        *sorted(file for file in path.parent.iterdir() if file.name.startswith(f"{path.name}{FROM_NEWER}")),
        *(file for file in sorted((path.parent / BACKUPS).glob("*")) if file.is_file()),
    )
    _remove(backups)
    for backup in backups:
        log.info("removed %s: what is erased is not to stay in a copy", backup)


def _remove(files: Sequence[Path]) -> None:
    for file in files:
        try:
            file.unlink()
        except FileNotFoundError:  # whoever made it is through with it
            continue
        except OSError as error:
            raise StoreError(
                f"The copy {file} cannot be removed ({error.strerror}). Please delete it, and try again."
            ) from error
    for directory in {file.parent for file in files}:
        sync(directory)


def _back_up(connection: sqlite3.Connection, path: Path, version: int) -> Path:
    """Copy the whole database beside itself under a name that is not taken, and return that name."""
    name = f"{path.name}{_BEFORE}{version}"
    candidates = (path.with_name(name if n == 1 else f"{name}-{n}") for n in itertools.count(1))
    backup = next(candidate for candidate in candidates if not candidate.exists())
    unfinished = path.with_name(f"{name}.part")
    unfinished.unlink(missing_ok=True)  # from a copy that was cut short
    try:
        connection.execute("VACUUM INTO ?", (str(unfinished),))
        # VACUUM INTO does not sync (https://sqlite.org/lang_vacuum.html): on the disk first, then the name.
        sync(unfinished)
        unfinished.rename(backup)
        sync(path.parent)
    except OSError as error:
        raise UnwritableError(
            f"The copy {backup} cannot be written ({error.strerror}). Make room and try again."
        ) from error
    return backup
