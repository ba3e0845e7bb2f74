"""Open a SQLite file, as its one writer or as a reader beside it, and leave it as it is when that cannot be done."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from chairpi.clock import Clock, RealClock
from chairpi.errors import DamagedError, StoreError, UnwritableError
from chairpi.store.advice import ADVICE, is_unwritable, plain_words
from chairpi.store.as_it_lies import as_it_lies
from chairpi.store.emptied import refuse_emptied
from chairpi.store.migrate import check_version, migrate

BUSY_TIMEOUT_S = 5.0
"""How long to wait for another connection's lock: longer than a checkpoint on a slow card takes."""

PAGE_BYTES = 1024
"""A commit writes whole pages, and a minute of sitting changes some hundred bytes in four or five of them: with SQLite's usual 4096 an
eight-hour day writes 15 to 16 MB, with this 7 to 8. A torn write spoils no neighbour, for a sector (512 bytes) is smaller still."""

CACHE_KB = 512
"""So much of a file a writer's connection keeps in memory; SQLite would keep 2 MB, which the look for damage fills at each start. A minute
changes five pages, and what a page of the dashboard asks for has a connection of its own."""

CHECK_S = 10.0
"""For so long [s] a file is looked over for damage before it is used. A year (29 MB) takes 0.4 s on a busy PC, some seconds on a slow
card; what is not found then is found when it is read."""

CHECK_STEP = 50_000
"""So many steps of SQLite's machine between two looks at the clock: some milliseconds."""


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of what happens inside, or nothing of it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # SQLite itself rolls back after some errors
            connection.execute("ROLLBACK")
        raise


def open_writable(
    path: Path,
    migrations: Sequence[str],
    *,
    busy_timeout_s: float = BUSY_TIMEOUT_S,
    for_one_thread: bool = True,
) -> sqlite3.Connection:
    """Open `path` as its only writer, made new or brought up to date where needed.

    Parameters
    ----------
    path
        The file; its directory is made when it is not there.
    migrations
        The SQL of every version, oldest first (`chairpi.store.migrate.shipped_migrations`).
    busy_timeout_s
        How long to wait for another connection's lock [s].
    for_one_thread
        Refuse every other thread; without it the caller lets one in at a time.

    Returns
    -------
    sqlite3.Connection
        In WAL mode with `synchronous=FULL`: of 30 cut-power images none was corrupt and no acknowledged row lost, where
        `NORMAL` lost up to 3.8 s. Transactions are the caller's (`transaction`).

    Raises
    ------
    StoreError
        The file is damaged, no database, another programme's or from a newer ChairPi, or cannot be written.
        It is left as it is.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnwritableError(
            f"The directory {path.parent} cannot be made ({error.strerror}). "
            "Make it and let ChairPi's user write to it, or name another place for the data."
        ) from error
    with plain_words(path):
        refuse_emptied(path)
        connection = sqlite3.connect(
            path, timeout=busy_timeout_s, isolation_level=None, check_same_thread=for_one_thread
        )
        try:
            connection.execute(f"PRAGMA cache_size = -{CACHE_KB}")
            _check_undamaged(connection, path)
            _make_pages_small(connection)
            migrate(connection, path, migrations)
            connection.execute("PRAGMA journal_mode = WAL")
            _be_careful(connection)
        except BaseException:
            connection.close()
            raise
    return connection


def connect_beside(path: Path, *, busy_timeout_s: float = BUSY_TIMEOUT_S) -> sqlite3.Connection:
    """Open a second connection of the writer, for any one thread at a time, to a database that it has open (`open_writable`)."""
    connection = sqlite3.connect(path, timeout=busy_timeout_s, isolation_level=None, check_same_thread=False)
    connection.execute(f"PRAGMA cache_size = -{CACHE_KB}")
    _be_careful(connection)
    return connection


@contextmanager
def open_read_only(
    path: Path, version: int, *, busy_timeout_s: float = BUSY_TIMEOUT_S
) -> Iterator[sqlite3.Connection | None]:
    """Look at one moment of `path`, beside its writer.

    Parameters
    ----------
    path
        The file, in WAL mode. SQLite keeps readers' marks beside it; where nothing can be written, it is read as it lies.
    version
        The schema version this ChairPi knows.
    busy_timeout_s
        How long to wait for another connection's lock [s].

    Yields
    ------
    sqlite3.Connection | None
        Inside one read transaction, rows by column name; `None` while there is nothing in the file, or no file.

    Raises
    ------
    StoreError
        The file is damaged, no database, of another version or held by another programme.
    """
    if not path.exists():
        yield None
        return
    with plain_words(path), _reading(path, busy_timeout_s) as connection:
        connection.row_factory = sqlite3.Row
        found = check_version(connection, path, version)
        if 0 < found < version:
            raise StoreError(
                f"{path} is of version {found} and this ChairPi reads version {version}. "
                "Start the sensor process: it brings the file up to date."
            )
        yield connection if found else None


@contextmanager
def _reading(path: Path, busy_timeout_s: float) -> Iterator[sqlite3.Connection]:
    """One moment of the file, beside its writer; as it lies, where the disk takes not even a reader's marks."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=busy_timeout_s, isolation_level=None
    )
    try:
        connection.execute("BEGIN")
        connection.execute("SELECT 1 FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        if not is_unwritable(error):
            raise
        with as_it_lies(path) as lying:
            lying.execute("BEGIN")
            yield lying
        return
    try:
        yield connection
    finally:
        connection.close()


def _be_careful(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")  # what is erased is overwritten, not only unlinked


def _check_undamaged(connection: sqlite3.Connection, path: Path, clock: Clock | None = None) -> None:
    """Look the file over, for `CHECK_S` at the most."""
    clock = clock or RealClock()
    until_s = clock.monotonic_s() + CHECK_S
    connection.set_progress_handler(lambda: clock.monotonic_s() > until_s, CHECK_STEP)
    try:
        (finding,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
            raise
        finding = "ok"
    finally:
        connection.set_progress_handler(None, 0)
    if finding != "ok":
        why = sqlite3.DatabaseError(finding)
        raise DamagedError(f"{path} {ADVICE[sqlite3.SQLITE_CORRUPT]} (SQLite: {finding})") from why


def _make_pages_small(connection: sqlite3.Connection) -> None:
    """Give a file that is new its pages; one that is there keeps what it has."""
    if connection.execute("PRAGMA page_count").fetchone() == (0,):
        connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")
