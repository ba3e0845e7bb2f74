"""When what is known goes to the disk: at once, within a minute, or with what comes next; what could not be written waits."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from chairpi.errors import StoreError, UnwritableError
from chairpi.store.advice import plain_words
from chairpi.store.behind import Behind
from chairpi.store.database import transaction
from chairpi.store.history_file import HistoryFile
from chairpi.store.memory import Memory, keep_statement, kept_memory, newer
from chairpi.store.prompt_rows import END_PROMPTS_UNSEEN
from chairpi.store.rows import (
    BEGIN_BOUT,
    BEGIN_BREAK,
    END_BOUT,
    END_BREAK,
    END_BREAK_AT_GAP,
    END_UNSEEN,
    INSERT_BREAK_OF_UNSEEN_BEGIN,
    INSERT_EVENT,
    INSERT_MINUTE,
    Statement,
)

COMMIT_EVERY_S = 60.0
"""Cards wear out: at one row a second, eight hours write 18 MB in a transaction a minute, 207 MB in one a second."""

MOST_WAITING = 5000
"""So many statements wait in memory while the disk takes nothing: five days of sitting, at two a minute, and 6 MB. Our choice."""

LET_GO = 500
"""So many are let go at a time when there are more, the oldest first."""

EXPENDABLE = (INSERT_MINUTE, INSERT_EVENT)
"""Statements on which no other rests: a bout without its minutes is still a bout."""

MEASURED = (
    INSERT_MINUTE,
    BEGIN_BOUT,
    END_BOUT,
    BEGIN_BREAK,
    END_BREAK,
    INSERT_BREAK_OF_UNSEEN_BEGIN,
    END_BREAK_AT_GAP,
)
"""Statements that say when somebody sat, whoever it was and whatever they were told."""

ERASE_EVERY_S = 3600.0
"""How often it is looked whether a trace has been kept for long enough."""


class Writing:
    """Statements that wait for the next commit, and the memory that goes with it.

    Parameters
    ----------
    file
        The database.
    t_s
        Monotonic time now [s].
    erase_traces
        Gives what erases the traces that have been kept for long enough at a monotonic time [s].

    Attributes
    ----------
    memory
        What the chair is to go on from after a restart; `None` when nothing is known of before.
    n_minutes_lost, n_events_lost
        How many minutes, and how many of the log's events, were let go because too much waited.
    """

    def __init__(self, file: HistoryFile, t_s: float, erase_traces: Callable[[float], Statement]) -> None:
        self._file = file
        self._committed_t_s = t_s
        self._erased_t_s = t_s
        self._erase_traces = erase_traces
        self._waiting: list[Statement] = []
        self._memory_waits = False
        self._behind = Behind(file.path, file.connect)
        self._written_behind: list[Statement] = []
        self._is_urgent = False
        self.memory: Memory | None = None
        self.n_minutes_lost = self.n_events_lost = 0

    @property
    def n_waiting(self) -> int:
        """How many statements are not known to be on the disk."""
        return len(self._written_behind) + len(self._waiting)

    @property
    def is_busy(self) -> bool:
        """Whether something is being written behind."""
        return self._behind.is_busy

    def wait(self, *statements: Statement) -> None:
        """Take statements for the next commit, all of them or none; where too much waits, the oldest minutes are let go."""
        self._waiting += statements
        if len(self._waiting) > MOST_WAITING:
            oldest = [number for number, (sql, _) in enumerate(self._waiting) if sql in EXPENDABLE][:LET_GO]
            n_minutes = sum(self._waiting[number][0] == INSERT_MINUTE for number in oldest)
            self.n_minutes_lost += n_minutes
            self.n_events_lost += len(oldest) - n_minutes
            for number in reversed(oldest):
                del self._waiting[number]

    def begin(self, beside: Memory | None, boot_id: str, t_s: float) -> UnwritableError | None:
        """Take up what the chair knew before, end what a killed process left open, and write it.

        Parameters
        ----------
        beside
            What the process before left beside the file.
        boot_id
            Where `t_s` counts from.
        t_s
            Monotonic time now [s].

        Returns
        -------
        UnwritableError | None
            Why it was not written, where the disk takes nothing: it waits.

        Raises
        ------
        StoreError
            The database cannot be read.
        """
        with plain_words(self._file.path):
            kept = kept_memory(self._file.connection)
        self.memory = newer(beside, kept, boot_id)
        if self.memory is not None and self.memory is beside:
            self.wait(keep_statement(self.memory))  # the chair was heard until then
        self.wait_to_end_unseen()
        self.wait(self._erase_traces(t_s))
        if self._file.why_a_copy is None:
            try:
                self.commit(t_s)
            except UnwritableError as error:
                return error
        return self._file.why_a_copy

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
        """Let go of everything that waits, and of the memory; what is being written is written by then, and nothing comes after it."""
        with contextlib.suppress(StoreError):
            self._end_behind()
        self._waiting.clear()
        self.forget_memory()

    def wait_to_end_unseen(self) -> None:
        """End what nobody watched or will watch further, with the next commit; a prompt only where no memory of it goes on."""
        self.wait(*((sql, {}) for sql in END_UNSEEN))
        if self.memory is None:
            self.wait((END_PROMPTS_UNSEEN, {}))

    def commit_if_due(self, t_s: float, *, behind: bool = False) -> None:
        """Write what waits when the last commit, or the last attempt at one, is a minute of `t_s` [s] ago.

        Parameters
        ----------
        t_s
            Monotonic time now [s].
        behind
            Let the writing go on behind; how it ended is known with the next call.

        Raises
        ------
        StoreError
            Writing failed; everything waits for the next commit.
        """
        if behind and not self._behind.is_busy:
            self._end_behind()
        # A memory alone can wait: the file beside has it.
        if not (self._waiting or self._file.fails) or not (
            self._is_urgent or t_s - self._committed_t_s >= COMMIT_EVERY_S
        ):
            return
        if t_s - self._erased_t_s >= ERASE_EVERY_S:
            self._erased_t_s = t_s
            self.wait(self._erase_traces(t_s))
        if behind:
            self.commit_behind(t_s)
        else:
            self.commit(t_s)

    def commit_behind(self, t_s: float) -> None:
        """Begin to write what waits and what is to be remembered at `t_s` [s]; while something is being written, it comes next.

        Raises
        ------
        StoreError
            What was begun before could not be written; everything waits for the next commit.
        """
        self._is_urgent = True
        if self._behind.is_busy:
            return
        self._end_behind()
        self._committed_t_s, self._is_urgent = t_s, False
        self._begin_behind()

    def commit(self, t_s: float | None = None) -> None:
        """Write what waits and what is to be remembered; `t_s`: when that is [s], the time of the last commit when not given.

        Raises
        ------
        StoreError
            Writing failed; everything waits for the next commit.
        """
        with contextlib.suppress(StoreError):  # what was begun before is tried again here
            self._end_behind()
        if t_s is not None:
            self._committed_t_s = t_s  # also of an attempt: waiting for a lock at every frame would stop the reading
        self._is_urgent = False
        if self._file.fails:  # the file may be another one by now, and has to be opened anew
            self._begin_behind()
            self._end_behind()
            return
        if not self._waiting and not self._memory_waits:
            return
        connection = self._file.connection
        try:
            with plain_words(self._file.path), transaction(connection):
                for sql, parameters in (*self._waiting, *self._memory_to_write()):
                    connection.execute(sql, parameters)
        except UnwritableError:
            self._file.failed()
            raise
        self._waiting.clear()
        self._memory_waits = False

    def measured(self) -> tuple[Statement, ...]:
        """What waits and rests on nothing but this start of the machine: it can be written into another database too."""
        return tuple((sql, row) for sql, row in self.waiting() if sql in MEASURED)

    def waiting(self) -> tuple[Statement, ...]:
        """All that is not known to be on the disk, in order."""
        return (*self._written_behind, *self._waiting)

    def wait_behind(self, timeout_s: float) -> None:
        """Wait for what is being written behind, for so long [s] at the most."""
        self._behind.wait(timeout_s)

    def forget_lost(self) -> tuple[int, int]:
        """How many minutes and how many events were let go, which is said now."""
        n_lost = self.n_minutes_lost, self.n_events_lost
        self.n_minutes_lost = self.n_events_lost = 0
        return n_lost

    def close(self) -> None:
        """End what is being written behind; what it was waits again where it failed."""
        with contextlib.suppress(StoreError):
            self._end_behind()
        self._behind.close()

    def _memory_to_write(self) -> list[Statement]:
        return [keep_statement(self.memory)] if self._memory_waits and self.memory is not None else []

    def _begin_behind(self) -> None:
        self._behind.begin([*self._waiting, *self._memory_to_write()])  # where no thread can be had, all of it waits on
        self._written_behind, self._waiting = self._waiting, []
        self._memory_waits = False

    def _end_behind(self) -> None:
        """Learn how the writing behind ended: what could not be written waits again, before what came later."""
        if self._behind.is_empty:
            return
        try:
            self._behind.end()
        except BaseException:  # also where there was no memory for it
            self._file.failed()
            self._waiting = self._written_behind + self._waiting
            self._memory_waits = self.memory is not None
            raise
        finally:
            self._written_behind = []
        self._file.works()
