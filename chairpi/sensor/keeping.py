"""What the sensor process writes: the history, and beside it, every second, what the chair must not forget."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Self

from chairpi.clock import Clock
from chairpi.core.events import Event
from chairpi.errors import StoreError
from chairpi.store.history import History
from chairpi.store.memory import UNREADABLE_SUFFIX, Memory, read_memory, write_memory
from chairpi.store.prompt_rows import TRACE_KEPT_S
from chairpi.store.rows import AT_ONCE

log = logging.getLogger(__name__)

MEMORY_FILE = "memory.json"


class Keeping:
    """Writes, and goes on when writing fails: the chair prompts without a disk, and what waits is written later.

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

    Raises
    ------
    StoreError
        The database cannot be used.
    """

    def __init__(
        self, history_path: Path, runtime_dir: Path, clock: Clock, *, trace_kept_s: float = TRACE_KEPT_S
    ) -> None:
        self._clock = clock
        self._memory_path = runtime_dir / MEMORY_FILE
        self.history = History.open(
            history_path,
            clock.origin_id(),
            clock.monotonic_s(),
            clock.utc_s(),
            beside=read_memory(self._memory_path),
            trace_kept_s=trace_kept_s,
        )
        self._step_s = max(1.0, clock.speed)  # a second of real time: a demo's runs faster
        self._step = -math.inf
        self._history_fails = False
        self._memory_fails = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.history.close()

    @property
    def offset_s(self) -> float:
        """Wall clock minus monotonic clock now [s]."""
        return self._clock.utc_s() - self._clock.monotonic_s()

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
        self.write(lambda: self.history.record(events, offset_s))

    def second(self, t_s: float, memory: Callable[[], Mapping[str, Any]]) -> None:
        """A frame of `t_s` [s] was judged: where it begins another second, keep what the chair knows, and write what is due.

        The file comes after the database, so that it never knows of what the database does not.
        """
        step = math.floor(t_s / self._step_s)
        if step == self._step:
            return
        self._step = step
        kept = self.history.remember(memory(), t_s, t_s + self.offset_s)
        self.write(lambda: self.history.commit_if_due(t_s))
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
        self.history.erase_everything(t_s, t_s + self.offset_s)
        path = self._memory_path
        for name in (path.name, f"{path.name}.part", f"{path.name}{UNREADABLE_SUFFIX}"):
            try:
                path.with_name(name).unlink(missing_ok=True)
            except OSError as error:
                raise StoreError(
                    f"{path.with_name(name)} cannot be deleted ({error.strerror}). Please delete it yourself."
                ) from error

    def _write_file(self, memory: Memory) -> None:
        try:
            write_memory(self._memory_path, memory)
        except OSError as error:
            if not self._memory_fails:
                log.error("%s cannot be written; a restart goes on from the history: %s", self._memory_path, error)
            self._memory_fails = True
        else:
            self._memory_fails = False

    def write(self, write: Callable[[], object]) -> None:
        """Write to the history; when that fails, say so once and go on."""
        try:
            write()
        except StoreError as error:
            if not self._history_fails:
                log.error("the history cannot be written, and waits in memory: %s", error)
            self._history_fails = True
        else:
            if self._history_fails and not self.history.n_waiting:
                log.info("the history is written again")
                self._history_fails = False


def make_directory(path: Path, key: str) -> None:
    """Make a directory that the configuration names by `key`.

    Raises
    ------
    StoreError
        It cannot be made.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"{key}: the directory {path} cannot be made: {error.strerror}; choose another in the configuration"
        ) from error
