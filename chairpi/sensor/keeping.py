"""What the sensor process writes: the history, and beside it, every second, what the chair must not forget."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Self

from chairpi.clock import Clock
from chairpi.core.events.event import Event
from chairpi.errors import DamagedError, ReplacedError, StoreError, UnwritableError
from chairpi.said_once import SaidOnce
from chairpi.sensor.known_time import KnownTime
from chairpi.store.history import History
from chairpi.store.left_over import LeftOver
from chairpi.store.memory import Memory, erase_beside, read_memory, write_memory
from chairpi.store.mending import mend
from chairpi.store.prompt_rows import TRACE_KEPT_S
from chairpi.store.rows import AT_ONCE
from chairpi.store.set_aside import refuse_while_resting

log = logging.getLogger(__name__)

MEMORY_FILE = "memory.json"

LOOK_EVERY_S = 10.0
"""How often it is looked whether the time of day is known better [s]. Our choice: soon enough for a page."""

PATIENCE_S = 0.02
"""How long the reading waits for what was begun to be written [s]: most commits take less, and then all is as if nothing went on behind.
A frame of the load cells comes every 12 ms at the soonest, and its chips keep the last one."""
PATIENCE_STEP_S = 0.001

BEGIN_ANEW = (DamagedError, ReplacedError)
"""What no waiting mends."""

TROUBLE_AFTER_S = 150.0
"""The pages tell that nothing is written when that has been so for longer than this [s]: a try more than one that failed by chance."""


class Keeping:
    """Writes, and goes on when writing fails: the chair prompts without a disk, and what waits is written later.

    Writing goes on behind the reading: a card that takes seconds holds up nothing but the answer to a person, which is given when what they
    did is on the disk. A history that turns out to be damaged is set aside, and the last good backup takes its place: when it is opened
    at once, and otherwise as soon as the `DamagedError` leaves the context.

    Parameters
    ----------
    history_path
        The database.
    runtime_dir
        A directory that outlives a restart of the process; best one in memory.
    clock
        Both clocks.
    trace_kept_s
        How long the minute before a prompt is kept [s].

    Attributes
    ----------
    history
        The database.
    time
        What time it is for it.

    Raises
    ------
    StoreError
        The database is from a newer ChairPi or another programme's.
    """

    def __init__(
        self, history_path: Path, runtime_dir: Path, clock: Clock, *, trace_kept_s: float = TRACE_KEPT_S
    ) -> None:
        self._clock = clock
        self._path = history_path
        self._memory_path = runtime_dir / MEMORY_FILE
        self._trace_kept_s = trace_kept_s
        self._step_s = max(1.0, clock.speed)  # a second of real time: a demo's runs faster
        self._step = -math.inf
        self._look_t_s = -math.inf
        self._fails_since_s: float | None = None
        self._history_fails = SaidOnce(
            log, "the history cannot be written, and waits in memory", "the history is written again"
        )
        self._memory_fails = SaidOnce(
            log,
            "what the chair knows cannot be written beside the history; a restart goes on from that",
            "what the chair knows is written beside the history again",
            is_often_tried=True,
        )
        self.time = KnownTime(clock, lambda: self.history, self.write)
        self._left_over = LeftOver(runtime_dir)
        self._failed_from_start = self._is_mended = False
        self.history = self._opened()
        if self.history.why_unwritten is None:
            self._left_over.forget()
        else:
            self._failed_from_start = True
            self._failed(self.history.why_unwritten)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, BEGIN_ANEW):
            self._begin_anew(error)
            return
        try:
            self.history.close()
            self._left_over.forget()
        except UnwritableError as why:
            self._leave_over(why)

    @property
    def unwritten(self) -> dict[str, object] | None:
        """Since when the history takes nothing [POSIX s], and how much was let go since; `None` while it is written."""
        since_s, writing = self._fails_since_s, self.history.writing
        if since_s is None:
            return None
        if not self._failed_from_start and self._clock.monotonic_s() - since_s < TROUBLE_AFTER_S:
            return None
        return {
            "since_utc_s": since_s + self.offset_s,
            "n_minutes_lost": writing.n_minutes_lost,
            "n_events_lost": writing.n_events_lost,
            "was_read": self.history.was_read,
        }

    @property
    def offset_s(self) -> float:
        """Wall clock minus monotonic clock of this start of the machine [s], as known now."""
        return self.history.offset_s

    def record(self, events: Iterable[Event], t_s: float, memory: Callable[[], Mapping[str, Any]]) -> None:
        """Write events down.

        Parameters
        ----------
        events
            What the chair said.
        t_s
            The time of the latest frame [s].
        memory
            What the chair knows now; asked for where the events go to the disk at once, in one with it.
        """
        events = tuple(events)
        offset_s = self.offset_s
        if any(isinstance(event, AT_ONCE) for event in events):
            self.history.remember(memory(), t_s, t_s + offset_s)
        self.write(lambda: self.history.record(events, offset_s, behind=True))
        self._wait_a_moment()

    def settle(self) -> None:
        """Wait until what was said is on the disk, or cannot be brought there: somebody waits for the answer."""
        if self.history.writing.is_busy:
            self.write(self.history.keep)

    def second(self, t_s: float, memory: Callable[[], Mapping[str, Any]]) -> None:
        """A frame of `t_s` [s] was judged: where it begins another second, keep what the chair knows, and write what is due.

        The file comes after the database, so that it never knows of what the database does not.
        """
        step = math.floor(t_s / self._step_s)
        if step == self._step:
            return
        self._step = step
        if t_s >= self._look_t_s:
            self._look_t_s = t_s + LOOK_EVERY_S
            self.time.look()
        kept = self.history.remember(memory(), t_s, t_s + self.offset_s)
        self.write(lambda: self.history.commit_if_due(t_s, behind=True))
        self._wait_a_moment()
        if not self.history.writing.is_busy:
            self._write_file(kept)

    def keep(self, t_s: float, memory: Mapping[str, Any]) -> None:
        """Write down all that is known now: the process ends, or something changed that no event tells of."""
        kept = self.history.remember(memory, t_s, t_s + self.offset_s)
        self.write(self.history.keep)
        self._write_file(kept)

    def erase_everything(self, t_s: float) -> None:
        """Erase all that is kept, in the database and beside it.

        Parameters
        ----------
        t_s
            The time of the latest frame [s].

        Raises
        ------
        StoreError
            It could not be done, or not yet wholly.
        """
        self._left_over.forget()  # first: a cut in between leaves nothing that the next start would write down again
        erase_beside(self._memory_path, *LeftOver.NAMES)
        self.history.erase_everything(t_s)

    def _opened(self) -> History:
        def opened(without: UnwritableError | None = None) -> History:
            return History.open(
                self._path,
                self._clock.origin_id(),
                self._clock.monotonic_s(),
                self._clock.utc_s(),
                clock_is_set=self._clock.is_set(),
                beside=read_memory(self._memory_path),
                trace_kept_s=self._trace_kept_s,
                without=without,
                refuse=lambda: refuse_while_resting(self._path, self._clock.utc_s()),
                left_over=self._left_over.read(),
            )

        try:
            return opened()
        except DamagedError as error:
            try:
                self._mend(error)
            except StoreError as why:
                return opened(without=UnwritableError(str(why)))
        return opened()

    def _begin_anew(self, error: BaseException) -> None:
        """Let go of this history, and write what was measured meanwhile into the one that is there or takes its place."""
        measured, was_read = self.history.writing.measured(), self.history.was_read
        self.history.abandon()
        if isinstance(error, DamagedError) and not self._is_mended:
            try:
                self._mend(error)
            except UnwritableError as why:  # nor can it be written then
                log.error("%s", why)
        if was_read:
            self._left_over.forget()
        else:  # what the chair has in mind is of no history; what was left over before is of this one
            self._memory_path.unlink(missing_ok=True)
        try:
            with self._opened() as history:
                history.writing.wait(*measured)
            self._left_over.forget()
        except StoreError as why:  # the chair goes on without it
            log.error("%d statements of what was measured meanwhile are lost: %s", len(measured), why)

    def _set_aside(self, error: DamagedError) -> bool:
        """Mend the history where nobody has it open; false where that cannot be yet, and all that is to be written waits on."""
        if self.history.is_open:
            return True
        try:
            self._mend(error)
        except StoreError as why:
            self._failed(why)
            return False
        self._is_mended = True
        return True

    def _mend(self, error: DamagedError) -> None:
        mend(self._path, self._clock.utc_s(), str(error.__cause__ or error))

    def _wait_a_moment(self) -> None:
        """Most writing is done in no time, by this clock: where it stands still, as in a test, all of it is."""
        until_s = self._clock.monotonic_s() + PATIENCE_S * self._clock.speed
        while self.history.writing.is_busy and self._clock.monotonic_s() < until_s:
            self.history.writing.wait_behind(PATIENCE_STEP_S)

    def _write_file(self, memory: Memory) -> None:
        try:
            write_memory(self._memory_path, memory)
        except OSError as error:
            self._memory_fails.failed(str(error))
        else:
            self._memory_fails.works()

    def write(self, write: Callable[[], object]) -> None:
        """Write to the history; when that fails, say so once and go on.

        Raises
        ------
        DamagedError, ReplacedError
            The history is damaged, or another one is there now: the chair is to begin anew with what is in its place.
        """
        try:
            write()
        except DamagedError as error:
            if not self._set_aside(error):
                return
            raise
        except ReplacedError:
            raise
        except StoreError as error:
            self._failed(error)
        else:
            if self._fails_since_s is not None and not self.history.n_waiting:
                self._history_fails.works()
                self._fails_since_s = None
                self._failed_from_start = False
                self._left_over.forget()
                n_minutes, n_events = self.history.writing.forget_lost()
                if n_minutes or n_events:
                    log.warning(
                        "%d minutes and %d events that waited for too long could not be kept", n_minutes, n_events
                    )

    def _failed(self, error: StoreError) -> None:
        self._history_fails.failed(str(error))
        if self._fails_since_s is None:
            self._fails_since_s = self._clock.monotonic_s()
        if self.history.was_read:
            self._left_over.keep(self.history.writing.waiting(), self._clock.monotonic_s())

    def _leave_over(self, why: StoreError) -> None:
        """The process ends before what waits could be written: the next one may."""
        n_waiting = self.history.n_waiting
        if self.history.was_read:  # else what lies there is of an earlier one, which is to write it
            self._left_over.forget()
        if self.history.was_read and self._left_over.keep(self.history.writing.waiting(), self._clock.monotonic_s()):
            log.error("the chair ends, and %d statements wait in %s: %s", n_waiting, self._left_over.path, why)
        else:
            log.error("the chair ends, and %d statements that waited are lost: %s", n_waiting, why)
