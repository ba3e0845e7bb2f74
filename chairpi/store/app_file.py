"""The file `app.db`: opened when it is first needed, and used by one thread at a time."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from chairpi.clock import Clock
from chairpi.errors import DamagedError, UnwritableError
from chairpi.store.advice import plain_words
from chairpi.store.copy_in_memory import copy_in_memory
from chairpi.store.database import BUSY_TIMEOUT_S, open_writable, transaction
from chairpi.store.emptying import empty
from chairpi.store.mending import mend
from chairpi.store.migrate import APP, remove_backups, shipped_migrations
from chairpi.store.rows import Statement
from chairpi.store.set_aside import refuse_while_resting


class AppFile:
    """What people tell the programme, as a file whose one writer is the dashboard's process.

    It is made when it is first needed: where it cannot be, the chair's other pages work all the same. While the disk takes nothing, what is
    there is read from a copy in memory, and whoever wants to write is told why that cannot be.

    Parameters
    ----------
    path
        The file.
    busy_timeout_s
        How long to wait for another connection's lock [s].
    mends_by
        Gives the wall clock for a damaged file that is set aside, and a backup put in its place; without it the file is left as it is,
        and not read while it cannot be written.

    Raises
    ------
    StoreError
        By every method: the file is damaged, no database, another programme's or from a newer ChairPi, or cannot be read or written.
    """

    def __init__(self, path: Path, *, busy_timeout_s: float = BUSY_TIMEOUT_S, mends_by: Clock | None = None) -> None:
        self._path = path
        self._busy_timeout_s = busy_timeout_s
        self._mends_by = mends_by
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._why_a_copy: UnwritableError | None = None

    def close(self) -> None:
        """Close the file; what is asked afterwards opens it again."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def read(self, sql: str, *parameters: object) -> list[Any]:
        """Return the rows of a query."""
        with self._open() as connection:
            return connection.execute(sql, parameters).fetchall()

    def insert(self, sql: str, *parameters: object) -> int:
        """Insert one row, and return its id; it is on the disk then."""
        with self._open(to_write=True) as connection, transaction(connection):
            return int(connection.execute(sql, parameters).lastrowid or 0)

    def do(self, steps: Iterable[Statement]) -> None:
        """Do all of it or nothing; it is on the disk then."""
        with self._open(to_write=True) as connection, transaction(connection):
            for sql, parameters in steps:
                connection.execute(sql, parameters)

    def erase(self, steps: Iterable[Statement]) -> None:
        """Delete rows so that nothing of them is left: also not in the copies that new versions made beside the file."""
        with self._lock:
            if not self._path.exists():
                return
            with self._open(to_write=True):
                pass
            remove_backups(self._path)
            self.do(steps)
            with self._open() as connection:
                # What is deleted is overwritten in the file, but the log beside it has it until that begins anew.
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            remove_backups(self._path)  # and one that was begun meanwhile

    def empty(self, *, keep: Collection[str]) -> None:
        """Delete every row of every table but those that are to be kept, so that nothing is left of them."""
        with self._lock:
            if self._path.exists():
                with self._open(to_write=True) as connection:
                    empty(connection, self._path, keep=keep)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other threads out while what is read decides what is written."""
        with self._lock:
            yield

    @contextmanager
    def _open(self, *, to_write: bool = False) -> Iterator[sqlite3.Connection]:
        with self._lock:
            if to_write and self._why_a_copy is not None:
                self.close()  # there may be room by now
            if self._connection is None:
                self._connection = self._opened()
            if to_write and self._why_a_copy is not None:
                raise self._why_a_copy
            try:
                with plain_words(self._path):
                    yield self._connection
            except DamagedError as error:
                if self._mends_by is not None:  # who asked next finds it mended
                    self.close()
                    mend(self._path, self._mends_by.utc_s(), str(error.__cause__ or error))
                raise

    def _opened(self) -> sqlite3.Connection:
        """The file, or where the disk takes nothing, a copy of it."""
        self._why_a_copy = None
        try:
            return self._writable()
        except UnwritableError as why:
            if self._mends_by is None:
                raise
            connection, is_of_the_file = copy_in_memory(self._path, shipped_migrations(APP), for_one_thread=False)
            if not is_of_the_file:  # nothing is better than what looks like a new household's
                connection.close()
                raise
            self._why_a_copy = why
        return connection

    def _writable(self) -> sqlite3.Connection:
        def opened() -> sqlite3.Connection:
            return open_writable(
                self._path, shipped_migrations(APP), busy_timeout_s=self._busy_timeout_s, for_one_thread=False
            )

        if self._mends_by is not None:
            refuse_while_resting(self._path, self._mends_by.utc_s())
        try:
            return opened()
        except DamagedError as error:
            if self._mends_by is None:
                raise
            mend(self._path, self._mends_by.utc_s(), str(error.__cause__ or error))
        return opened()
