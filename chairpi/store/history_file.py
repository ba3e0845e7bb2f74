"""The history as its one writer has it: the file itself, or a copy in memory of what the chair rests on while the disk takes nothing."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

from chairpi.errors import ReplacedError, UnwritableError
from chairpi.store.advice import plain_words
from chairpi.store.as_it_lies import has_rows
from chairpi.store.copy_in_memory import copy_in_memory, empty_in_memory
from chairpi.store.database import connect_beside, open_writable, transaction
from chairpi.store.left_over import is_written
from chairpi.store.migrate import shipped_migrations
from chairpi.store.rows import Statement

log = logging.getLogger(__name__)

N_LATEST = 1000
"""So many of the latest minutes and events are in the copy: those of the last start, by which its end is known. Our choice."""

ONLY = {
    "minute": f"minute_id > (SELECT max(minute_id) FROM minute) - {N_LATEST}",  # noqa: S608  # ours
    "event": f"event_id > (SELECT max(event_id) FROM event) - {N_LATEST}"  # noqa: S608  # ours
    " OR event_id = (SELECT max(event_id) FROM event WHERE name = 'zero_moved')",
    "prompt": "rowid = (SELECT max(rowid) FROM prompt)",
    "bout": "FALSE",
    "break": "FALSE",
}
"""A chair that starts asks for no more of the long tables: some hundred kilobytes, however many years there are.
Every version of the file has these columns."""


class HistoryFile:
    """The connection that the history is read through, and how the file is got when the disk takes something again.

    Parameters
    ----------
    path
        The file; its directory is made when it is not there.
    busy_timeout_s
        How long to wait for another connection's lock [s].
    without
        Why the file is left alone for now: begin without what it keeps.
    refuse
        Raises an `UnwritableError` for as long as the file is to be left alone; asked whenever it would be opened.
    left_over
        What the process before could not write: it is written first.

    Attributes
    ----------
    path
        The file.
    connection
        To the file, or to a copy in memory. It changes when the copy is no longer needed.
    why_a_copy
        Why the file could not be opened for writing; `None` while `connection` is to it.
    was_read
        Whether what is kept in the file is known.
    left_over
        What of that still waits.

    Raises
    ------
    StoreError
        The file is damaged, no database, another programme's or from a newer ChairPi. It is left as it is.
    """

    def __init__(
        self,
        path: Path,
        *,
        busy_timeout_s: float,
        without: UnwritableError | None = None,
        refuse: Callable[[], None] = lambda: None,
        left_over: Sequence[Statement] = (),
    ) -> None:
        self.path = path
        self._busy_timeout_s = busy_timeout_s
        self._fails = False
        self._refuse = refuse
        try:
            refuse()
        except UnwritableError as error:
            without = error
        self.why_a_copy = without
        self.was_read = without is None
        if without is None:
            try:
                self.connection = self._opened(left_over)
                left_over = ()
            except UnwritableError as error:
                self.why_a_copy = error
                self.connection, self.was_read = _copy(path)
                if not self.was_read:
                    log.error("nothing can be read of %s: the chair begins without what it kept", path)
        else:
            self.connection = empty_in_memory(shipped_migrations())
        self.left_over = _done(self.connection, left_over) if self.was_read else ()

    def _opened(self, left_over: Sequence[Statement]) -> sqlite3.Connection:
        connection = open_writable(self.path, shipped_migrations(), busy_timeout_s=self._busy_timeout_s)
        try:
            with plain_words(self.path):
                _done(connection, left_over)
        except BaseException:
            connection.close()
            raise
        return connection

    @property
    def fails(self) -> bool:
        """Whether nothing could be written the last time."""
        return self._fails or self.why_a_copy is not None

    def connect(self) -> sqlite3.Connection:
        """Open the file for whoever writes on a thread of their own, by its name: another disk may be there by now.

        Raises
        ------
        ReplacedError
            What is there is not what the chair began with.
        StoreError
            It cannot be opened.
        """
        self._refuse()
        if self.why_a_copy is None:
            if not self.path.exists():
                raise self._gone()
            return connect_beside(self.path, busy_timeout_s=self._busy_timeout_s)
        is_there = has_rows(self.path, "boot")
        if is_there and not self.was_read:
            self._look_over()
            raise ReplacedError(f"{self.path} can be read again, and the chair did not begin with what it keeps.")
        if self.was_read and not is_there:
            raise self._gone()
        return open_writable(self.path, shipped_migrations(), busy_timeout_s=self._busy_timeout_s, for_one_thread=False)

    def failed(self) -> None:
        """Nothing could be written."""
        self._fails = True

    def works(self) -> None:
        """Everything that waited was written: read from there from now on.

        Raises
        ------
        StoreError
            It cannot be opened once more.
        """
        if self.fails:
            with plain_words(self.path):
                connection = connect_beside(self.path, busy_timeout_s=self._busy_timeout_s)
            self.connection.close()
            self.connection, self.why_a_copy, self._fails, self.was_read = connection, None, False, True

    def _look_over(self) -> None:
        """Open the file as whoever begins anew will: one that they could not read either is no reason for that."""
        try:
            self._opened(()).close()
        except UnwritableError:
            copy, is_read = _copy(self.path)
            copy.close()
            if not is_read:
                raise

    def _gone(self) -> UnwritableError:
        return UnwritableError(f"{self.path} is not there any more. Is its disk or card in its place?")


def _copy(path: Path) -> tuple[sqlite3.Connection, bool]:
    """What the chair rests on, and whether that is of a history: a file whose making was cut short is none."""
    connection, is_of_the_file = copy_in_memory(path, shipped_migrations(), ONLY)
    return connection, is_of_the_file and connection.execute("SELECT 1 FROM boot").fetchone() is not None


def _done(connection: sqlite3.Connection, left_over: Sequence[Statement]) -> Sequence[Statement]:
    """Do what was left over, unless it was done already, and give it back; nothing where it does not fit what is there."""
    if not left_over:
        return ()
    try:
        with transaction(connection):
            if is_written(connection, left_over):
                return ()
            for sql, row in left_over:
                connection.execute(sql, row)
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError) as error:
        log.error(
            "%d statements that waited over a restart cannot be written, and are let go: %s", len(left_over), error
        )
        return ()
    return left_over
