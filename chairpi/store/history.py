"""Write down what the chair said: `history.db`, whose one writer is the sensor process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from chairpi.core.events.event import Event
from chairpi.errors import UnwritableError
from chairpi.store.advice import plain_words
from chairpi.store.boot_time import BootTime
from chairpi.store.calibrations import Calibrations
from chairpi.store.database import BUSY_TIMEOUT_S
from chairpi.store.emptying import empty
from chairpi.store.history_file import HistoryFile
from chairpi.store.memory import Memory
from chairpi.store.people import People, somebody_new
from chairpi.store.prompt_rows import END_PROMPTS_UNSEEN, ERASE_TRACES, TRACE_KEPT_S
from chairpi.store.rows import AT_ONCE, Statement, statements
from chairpi.store.sitter_rows import SIT
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
    why_unwritten
        Why nothing could be written when it was opened; `None` where it could.
    """

    def __init__(
        self,
        file: HistoryFile,
        boot_id: str,
        t_s: float,
        *,
        clock_source: str = "system",
        trace_kept_s: float = TRACE_KEPT_S,
    ) -> None:
        self._file = file
        self._path = file.path
        self._boot_id = boot_id
        self._trace_kept_s = trace_kept_s
        self._time = BootTime(file, boot_id, clock_source)
        self.writing = Writing(file, t_s, self._erase_traces)
        self.people = People(file, self.keep)
        self.calibrations = Calibrations(file, boot_id, self.writing)
        self.why_unwritten: UnwritableError | None = None

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
        without: UnwritableError | None = None,
        refuse: Callable[[], None] = lambda: None,
        left_over: Sequence[Statement] = (),
    ) -> History:
        """Open the file, made new or brought up to date where needed, and end what a killed process left open.

        Where the disk takes nothing, what the chair rests on is read as it lies, and all that is to be written waits (`why_unwritten`).
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
        without
            Why the file is left alone for now: begin without what it keeps.
        refuse
            Raises an `UnwritableError` for as long as the file is to be left alone.
        left_over
            What the process before could not write.

        Raises
        ------
        StoreError
            The file is damaged, no database, another programme's or from a newer ChairPi. It is left as it is.
        """
        file = HistoryFile(path, busy_timeout_s=busy_timeout_s, without=without, refuse=refuse, left_over=left_over)
        history = cls(file, boot_id, t_s, clock_source=clock_source, trace_kept_s=trace_kept_s)
        try:
            history.writing.wait(*file.left_over)
            with plain_words(path):
                history.writing.wait(*history._time.begin(t_s, utc_s, is_set=clock_is_set))
            history.why_unwritten = history.writing.begin(beside, boot_id, t_s)
        except BaseException:
            file.connection.close()
            raise
        return history

    @property
    def is_open(self) -> bool:
        """Whether the file itself is open: not while there is only what was read of it at the start."""
        return self._file.why_a_copy is None

    @property
    def was_read(self) -> bool:
        """Whether what is kept is known: not where there was no disk to read it from."""
        return self._file.was_read

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

    @property
    def clock_is_told(self) -> bool:
        """Whether it is what a person said."""
        return self._time.is_told

    def believe_time(self, t_s: float, utc_s: float) -> None:
        """Say what a person says that the time is [POSIX s] at `t_s` [s]: all that was written since the start is put there.

        Raises
        ------
        ValueError
            The time is known already, or it cannot be that time.
        StoreError
            Writing failed; everything waits for the next commit.
        """
        with plain_words(self._path):
            moves = self._time.believe(t_s, utc_s)
        self.writing.wait(*moves)
        self.writing.commit(t_s)

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
            What `chairpi.core.chair.door.Chair.memory` gave.
        t_s, utc_s
            When that was, by both clocks [s].
        """
        return self.writing.remember(Memory(self._boot_id, t_s, utc_s, content))

    def forget(self, chosen_id: int | None) -> None:
        """Let go of a memory that the chair cannot go on from: the prompt that stood then is not watched any further.

        Parameters
        ----------
        chosen_id
            Whose rows are written from now on; `None`: a guest's.

        Raises
        ------
        StoreError
            Writing failed; it waits for the next commit.
        """
        self.writing.forget_memory()
        self.writing.wait(("DELETE FROM memory", {}), (END_PROMPTS_UNSEEN, {}), (SIT, {"sitter_id": chosen_id}))
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
        self._file.connection.close()

    def __enter__(self) -> History:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def latest_number(self) -> int:
        """Return the number of the prompt that came last; 0 before the first."""
        with plain_words(self._path):
            (number,) = self._file.connection.execute("SELECT coalesce(max(number), 0) FROM prompt").fetchone()
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
        if self._file.fails:
            self.writing.commit()  # what cannot be written cannot be erased either
        with plain_words(self._path):
            somebody = somebody_new(self._file.connection, t_s + self.offset_s)
        self.writing.forget_all()
        self._time.started_t_s = t_s
        empty(self._file.connection, self._path, then=[self._time.written(), *somebody])

    def _erase_traces(self, t_s: float) -> Statement:
        """What erases the traces that have been kept for long enough; by the wall clock only while that is known to be right."""
        before_t_s = t_s - self._trace_kept_s
        before_utc_s = before_t_s + self.offset_s if self.clock_is_set else None
        return ERASE_TRACES, {"before_utc_s": before_utc_s, "boot_id": self._boot_id, "before_t_s": before_t_s}
