"""Write on a thread of its own, so that a card that takes seconds holds up no reading."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path

from chairpi.store.advice import plain_words
from chairpi.store.database import transaction
from chairpi.store.rows import Statement


class Behind:
    """One transaction at a time, through a connection of its own; SQLite keeps it apart from the writer's other one.

    Parameters
    ----------
    path
        The database.
    connect
        Opens it; called on the thread.
    """

    def __init__(self, path: Path, connect: Callable[[], sqlite3.Connection]) -> None:
        self._path = path
        self._connect = connect
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="writing")  # begins with the first transaction
        self._connection: sqlite3.Connection | None = None
        self._written: Future[None] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing of which the outcome is still to be asked."""
        return self._written is None

    @property
    def is_busy(self) -> bool:
        """Whether a transaction is being written."""
        return self._written is not None and not self._written.done()

    def begin(self, statements: Sequence[Statement]) -> None:
        """Begin to write these, all or none; the outcome of what was begun before has been asked."""
        self._written = self._thread.submit(self._write, tuple(statements))

    def wait(self, timeout_s: float) -> None:
        """Wait until nothing is being written, for so long [s] at the most."""
        if self._written is not None:
            wait((self._written,), timeout_s)

    def end(self) -> None:
        """Wait for what was begun.

        Raises
        ------
        StoreError
            It was not written.
        """
        written, self._written = self._written, None
        if written is not None:
            written.result()

    def close(self) -> None:
        """Let go of the thread and of the file; the outcome has been asked."""
        self._thread.shutdown()
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _write(self, statements: Sequence[Statement]) -> None:
        with plain_words(self._path):
            if self._connection is None:
                self._connection = self._connect()
            try:
                with transaction(self._connection):
                    for sql, parameters in statements:
                        self._connection.execute(sql, parameters)
            except BaseException:  # a disk that was taken out and put back is another one under the same name
                self._connection.close()
                self._connection = None
                raise
