"""When what is known goes to the disk: at once, within a minute, or with what comes next; what could not be written waits."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from chairpi.store.advice import plain_words
from chairpi.store.database import transaction
from chairpi.store.memory import Memory, keep_statement, kept_memory, newer
from chairpi.store.prompt_rows import END_PROMPTS_UNSEEN, ERASE_TRACES
from chairpi.store.rows import END_UNSEEN, Statement

COMMIT_EVERY_S = 60.0
"""Cards wear out: at one row a second, eight hours write 18 MB in a transaction a minute, 207 MB in one a second."""

ERASE_EVERY_S = 3600.0
"""How often it is looked whether a trace has been kept for long enough."""


class Writing:
    """Statements that wait for the next commit, and the memory that goes with it.

    Parameters
    ----------
    connection, path
        The database and its file.
    t_s
        Monotonic time now [s].
    trace_kept_s
        How long the minute before a prompt is kept [s].

    Attributes
    ----------
    memory
        What the chair is to go on from after a restart; `None` when nothing is known of before.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path, t_s: float, *, trace_kept_s: float) -> None:
        self._connection = connection
        self._path = path
        self._committed_t_s = t_s
        self._erased_t_s = t_s
        self._trace_kept_s = trace_kept_s
        self._waiting: list[Statement] = []
        self._memory_waits = False
        self.memory: Memory | None = None

    @property
    def n_waiting(self) -> int:
        """How many statements wait for the next commit."""
        return len(self._waiting)

    def wait(self, *statements: Statement) -> None:
        """Take statements for the next commit, all of them or none."""
        self._waiting += statements

    def begin(self, beside: Memory | None, boot_id: str, t_s: float, utc_s: float) -> None:
        """Take up what the chair knew before, end what a killed process left open, and write it.

        Parameters
        ----------
        beside
            What the process before left beside the file.
        boot_id
            Where `t_s` counts from.
        t_s, utc_s
            Both clocks now [s].

        Raises
        ------
        StoreError
            The database cannot be read or written.
        """
        with plain_words(self._path):
            kept = kept_memory(self._connection)
        self.memory = newer(beside, kept, boot_id)
        if self.memory is not None and self.memory is beside:
            self.wait(keep_statement(self.memory))  # the chair was heard until then
        self.wait_to_end_unseen()
        self._wait_to_erase_traces(utc_s)
        self.commit(t_s)

    def remember(self, memory: Memory) -> Memory:
        """Take what goes to the disk with the next commit, in one with what it rests on; the same is given back."""
        self.memory = memory
        self._memory_waits = True
        return memory

    def forget_memory(self) -> None:
        """Let go of the memory, whether it waits or not."""
        self.memory = None
        self._memory_waits = False

    def forget_all(self) -> None:
        """Let go of everything that waits, and of the memory."""
        self._waiting.clear()
        self.forget_memory()

    def wait_to_end_unseen(self) -> None:
        """End what nobody watched or will watch further, with the next commit; a prompt only where no memory of it goes on."""
        self.wait(*((sql, {}) for sql in END_UNSEEN))
        if self.memory is None:
            self.wait((END_PROMPTS_UNSEEN, {}))

    def commit_if_due(self, t_s: float, utc_s: float) -> None:
        """Write what waits when the last commit, or the last attempt at one, is a minute ago; both clocks now [s].

        Raises
        ------
        StoreError
            Writing failed; everything waits for the next commit.
        """
        # A memory alone can wait: the file beside has it.
        if t_s - self._committed_t_s < COMMIT_EVERY_S or not self._waiting:
            return
        if t_s - self._erased_t_s >= ERASE_EVERY_S:
            self._erased_t_s = t_s
            self._wait_to_erase_traces(utc_s)
        self.commit(t_s)

    def commit(self, t_s: float | None = None) -> None:
        """Write what waits and what is to be remembered; `t_s`: when that is [s], the time of the last commit when not given.

        Raises
        ------
        StoreError
            Writing failed; everything waits for the next commit.
        """
        if t_s is not None:
            self._committed_t_s = t_s  # also of an attempt: waiting for a lock at every frame would stop the reading
        if not self._waiting and not self._memory_waits:
            return
        memory = [keep_statement(self.memory)] if self._memory_waits and self.memory is not None else []
        with plain_words(self._path), transaction(self._connection):
            for sql, parameters in (*self._waiting, *memory):
                self._connection.execute(sql, parameters)
        self._waiting.clear()
        self._memory_waits = False

    def _wait_to_erase_traces(self, utc_s: float) -> None:
        """Erase the traces that have been kept for long enough at `utc_s` [POSIX s], with the next commit."""
        self.wait((ERASE_TRACES, {"before_utc_s": utc_s - self._trace_kept_s}))
