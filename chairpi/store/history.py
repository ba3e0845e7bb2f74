"""Write down what the chair said: `history.db`, whose one writer is the sensor process."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from chairpi.core.events import Event
from chairpi.store.advice import plain_words
from chairpi.store.boot_time import BootTime
from chairpi.store.calibrations import Calibrations
from chairpi.store.database import BUSY_TIMEOUT_S, open_writable
from chairpi.store.emptying import empty
from chairpi.store.memory import Memory
from chairpi.store.migrate import shipped_migrations
from chairpi.store.people import People, somebody_new
from chairpi.store.prompt_rows import END_PROMPTS_UNSEEN, ERASE_TRACES, TRACE_KEPT_S
from chairpi.store.rows import AT_ONCE, Statement, statements
from chairpi.store.writing import Writing


class History:
    """What is kept of the chair and its sitters. Made by `History.open`; to be closed.

    What a person did is on the disk when `record` returns; the rest follows within a minute. When writing fails nothing
    is lost: what waits is tried again with the next commit. All `t_s` are of one monotonic clock, which `boot_id` names.

    Attributes
    ----------
    people
        Those who sit.
    calibrations
        What the chair weighed with.
    writing
        What waits for the disk.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        path: Path,
        boot_id: str,
        t_s: float,
        *,
        clock_source: str = "system",
        trace_kept_s: float = TRACE_KEPT_S,
        busy_timeout_s: float = BUSY_TIMEOUT_S,
    ) -> None:
        self._connection = connection
        self._path = path
        self._boot_id = boot_id
        self._trace_kept_s = trace_kept_s
        self._time = BootTime(connection, boot_id, clock_source)
        self.writing = Writing(connection, path, t_s, self._erase_traces, busy_timeout_s=busy_timeout_s)
        self.people = People(connection, path, self.keep)
        self.calibrations = Calibrations(connection, path, boot_id, self.writing)

    @classmethod
    def open(
        cls,
        path: Path,
        boot_id: str,
        t_s: float,
        utc_s: float,
        *,
        clock_is_set: bool = True,
        beside: Memory | None = None,
        clock_source: str = "system",
        trace_kept_s: float = TRACE_KEPT_S,
        busy_timeout_s: float = BUSY_TIMEOUT_S,
    ) -> History:
        """Open the file, made new or brought up to date where needed, and end what a killed process left open.

        A prompt that stood is not ended while there is a memory of it: the chair goes on with it.

        Parameters
        ----------
        path
            The file; its directory is made when it is not there.
        boot_id
            Where `t_s` counts from. Another start of the process under the same clock has the same one.
        t_s
            Monotonic time now [s].
        utc_s
            Wall clock now [POSIX s].
        clock_is_set
            Whether that is known to be right.
        beside
            What the process before left beside the file.
        clock_source
            What the wall clock follows, for the record.
        trace_kept_s
            How long the minute before a prompt is kept [s].
        busy_timeout_s
            How long to wait for another connection's lock at each commit [s].

        Raises
        ------
        StoreError
            The file is damaged, no database, another programme's or from a newer ChairPi, or cannot be written.
            It is left as it is.
        """
        connection = open_writable(path, shipped_migrations(), busy_timeout_s=busy_timeout_s)
        history = cls(
            connection,
            path,
            boot_id,
            t_s,
            clock_source=clock_source,
            trace_kept_s=trace_kept_s,
            busy_timeout_s=busy_timeout_s,
        )
        try:
            with plain_words(path):
                history.writing.wait(*history._time.begin(t_s, utc_s, is_set=clock_is_set))
            history.writing.begin(beside, boot_id, t_s)
        except BaseException:
            connection.close()
            raise
        return history

    @property
    def memory(self) -> Memory | None:
        """What the chair is to go on from after a restart; `None` when nothing is known of before."""
        return self.writing.memory

    @property
    def offset_s(self) -> float:
        """Wall clock minus monotonic clock of this start of the machine [s], as known now."""
        return self._time.offset_s

    @property
    def clock_is_set(self) -> bool:
        """Whether that is known to be right."""
        return self._time.is_set

    def tell_time(self, t_s: float, utc_s: float, *, is_set: bool) -> None:
        """Say what the clocks show now [s]; where more is known of the time by that, all that was written since the start is put right.

        Raises
        ------
        StoreError
            Writing failed; everything waits for the next commit.
        """
        with plain_words(self._path):
            moves = self._time.look(t_s, utc_s, is_set=is_set)
        if moves:
            self.writing.wait(*moves)
            self.writing.commit(t_s)

    def record(self, events: Iterable[Event], utc_offset_s: float, *, behind: bool = False) -> None:
        """Take in what the core said.

        Parameters
        ----------
        events
            In the order in which they came.
        utc_offset_s
            Wall clock minus monotonic clock [s], as known now.
        behind
            Let the writing go on behind: what should be on the disk at once is there soon; until then `writing.is_busy`.

        Raises
        ------
        StoreError
            An event that should be on the disk at once could not be written; it waits for the next commit.
        """
        at_once_t_s = None
        for event in events:
            self.writing.wait(*statements(event, self._boot_id, utc_offset_s))  # all of an event, or nothing of it
            if isinstance(event, AT_ONCE):
                at_once_t_s = event.t_s
        if at_once_t_s is not None:
            (self.writing.commit_behind if behind else self.writing.commit)(at_once_t_s)

    def remember(self, content: Mapping[str, Any], t_s: float, utc_s: float) -> Memory:
        """Take in what the chair must not forget; it goes to the disk with the next commit, in one with what it rests on.

        Parameters
        ----------
        content
            What `chairpi.core.chair.Chair.memory` gave.
        t_s, utc_s
            When that was, by both clocks [s].
        """
        return self.writing.remember(Memory(self._boot_id, t_s, utc_s, content))

    def forget(self) -> None:
        """Let go of a memory that the chair cannot go on from: the prompt that stood then is not watched any further.

        Raises
        ------
        StoreError
            Writing failed; it waits for the next commit.
        """
        self.writing.forget_memory()
        self.writing.wait(("DELETE FROM memory", {}), (END_PROMPTS_UNSEEN, {}))
        self.writing.commit()

    def commit_if_due(self, t_s: float, *, behind: bool = False) -> None:
        """Write what waits when the last commit, or the last attempt at one, is a minute of `t_s` [s] ago; `behind`: as in `record`.

        Raises
        ------
        StoreError
            Writing failed; everything waits for the next commit.
        """
        self.writing.commit_if_due(t_s, behind=behind)

    def keep(self) -> None:
        """Write what waits now, and what is to be remembered.

        Raises
        ------
        StoreError
            Writing failed; everything waits for the next commit.
        """
        self.writing.commit()

    @property
    def n_waiting(self) -> int:
        """How many statements are not known to be on the disk."""
        return self.writing.n_waiting

    def close(self) -> None:
        """Write what waits, end what nobody will watch further, and let go of the file."""
        self.writing.wait_to_end_unseen()
        try:
            self.writing.commit()
        finally:
            self.abandon()

    def abandon(self) -> None:
        """Let go of the file, whatever waits."""
        self.writing.close()
        self._connection.close()

    def __enter__(self) -> History:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def latest_number(self) -> int:
        """Return the number of the prompt that came last; 0 before the first."""
        with plain_words(self._path):
            (number,) = self._connection.execute("SELECT coalesce(max(number), 0) FROM prompt").fetchone()
        return int(number)

    def erase_everything(self, t_s: float) -> None:
        """Erase all that was ever written, and what waits; somebody who has not said their name yet is the only one who is known.

        Parameters
        ----------
        t_s
            Monotonic time now [s].

        Raises
        ------
        StoreError
            It could not be done, or not yet wholly; the text says what to do.
        """
        with plain_words(self._path):
            somebody = somebody_new(self._connection, t_s + self.offset_s)
        self.writing.forget_all()
        self._time.started_t_s = t_s
        empty(self._connection, self._path, then=[self._time.written(), *somebody])

    def _erase_traces(self, t_s: float) -> Statement:
        """What erases the traces that have been kept for long enough; by the wall clock only while that is known to be right."""
        before_t_s = t_s - self._trace_kept_s
        before_utc_s = before_t_s + self.offset_s if self.clock_is_set else None
        return ERASE_TRACES, {"before_utc_s": before_utc_s, "boot_id": self._boot_id, "before_t_s": before_t_s}
