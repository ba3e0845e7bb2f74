"""Look at `history.db` from beside its writer: days, prompts and sitters."""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from chairpi.store.database import BUSY_TIMEOUT_S, open_read_only
from chairpi.store.day_sums import DaySums, day_sums
from chairpi.store.day_view import EVERYBODY, Day, Whose, day_between, whose_parameters
from chairpi.store.migrate import shipped_migrations
from chairpi.store.minute_states import MinuteStates, minute_states, nothing_known
from chairpi.store.prompt_view import (
    Answered,
    FalseAlarms,
    Prompt,
    answered_between,
    false_alarms_between,
    prompt_of_number,
    prompts_between,
)
from chairpi.store.sitter_rows import ANY_OF_GUESTS

T = TypeVar("T")

SETTINGS = "SELECT settings FROM sitter_settings WHERE sitter_id = :sitter_id ORDER BY settings_id DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class NamedSitter:
    """One of the people who use this chair, or did: `removed` when they can no longer be chosen."""

    sitter_id: int
    name: str
    removed: bool


class HistoryView:
    """The history as it is on the disk at each question.

    Every question raises `StoreError` when the file is damaged, no database, of another version or held by another programme. Before
    anything was written the answers are empty.

    Parameters
    ----------
    path
        The file. It need not exist yet, and may be moved away and made anew in between.
    busy_timeout_s
        How long to wait for a lock [s]; the writer itself never locks readers out.
    migrations
        The SQL of every version this reader knows; the shipped ones when not given.
    """

    def __init__(
        self, path: Path, *, busy_timeout_s: float = BUSY_TIMEOUT_S, migrations: Sequence[str] | None = None
    ) -> None:
        self._path = path
        self._busy_timeout_s = busy_timeout_s
        self._version = len(shipped_migrations() if migrations is None else migrations)
        self._held: AbstractContextManager[sqlite3.Connection | None] | None = None

    @contextmanager
    def held(self) -> Iterator[HistoryView]:
        """Answer all questions inside from one moment of the file: to open it takes longer than most questions do."""
        with self._look() as connection:
            self._held = nullcontext(connection)
            try:
                yield self
            finally:
                self._held = None

    def _look(self) -> AbstractContextManager[sqlite3.Connection | None]:
        """The file at one moment; `None` before anything was written."""
        return self._held or open_read_only(self._path, self._version, busy_timeout_s=self._busy_timeout_s)

    def _ask(self, question: Callable[[sqlite3.Connection], T], nothing: T) -> T:
        """What the file answers; `nothing` before anything was written."""
        with self._look() as connection:
            return nothing if connection is None else question(connection)

    def day(self, start_utc_s: float, end_utc_s: float, whose: Whose = EVERYBODY) -> Day:
        """Return what the time between two moments of the wall clock [POSIX s] held, as far as it is written."""
        return self._ask(
            lambda connection: day_between(connection, start_utc_s, end_utc_s, whose), Day(start_utc_s, end_utc_s)
        )

    def day_sums(self, bounds_utc_s: Sequence[tuple[float, float]], whose: Whose) -> tuple[DaySums, ...]:
        """Return what each of many days held, in numbers.

        Parameters
        ----------
        bounds_utc_s
            When each day begins and ends [POSIX s], oldest first, none over another.
        whose
            Of whom.
        """
        empty = tuple(DaySums(*bounds) for bounds in bounds_utc_s)
        return self._ask(lambda connection: day_sums(connection, bounds_utc_s, whose), empty)

    def minute_states(self, start_utc_s: float, end_utc_s: float, whose: Whose) -> MinuteStates:
        """Return what each minute between two moments was.

        Parameters
        ----------
        start_utc_s, end_utc_s
            Wall clock [POSIX s]; a whole number of minutes apart.
        whose
            Who is to have sat. That the chair watched counts whoever sat.
        """
        with self._look() as connection:  # a year of unknown minutes is made only where it is needed
            if connection is None:
                return nothing_known(start_utc_s, end_utc_s)
            return minute_states(connection, start_utc_s, end_utc_s, whose)

    def first_utc_s(self) -> float | None:
        """Return since when the history is kept [POSIX s]; `None` before anything was written."""
        return self._ask(_first_utc_s, None)

    def offset_s(self, boot_id: str) -> float | None:
        """Return wall clock minus monotonic clock [s] for what is written in this start of the machine; `None` before anything was."""
        return self._ask(lambda connection: _offset_s(connection, boot_id), None)

    def sitters(self) -> tuple[NamedSitter, ...]:
        """Return all whose history is kept, in the order in which they came."""
        return self._ask(_sitters, ())

    def has_guests(self) -> bool:
        """Return whether anything is kept that was measured of somebody whom the chair does not know."""
        return self._ask(lambda connection: bool(connection.execute(ANY_OF_GUESTS).fetchone()[0]), nothing=False)

    def chosen_settings(self, sitter_id: int) -> dict[str, object]:
        """Return how a sitter chose to be prompted: the settings that are not the configuration's, by name."""
        return self._ask(lambda connection: _settings(connection, sitter_id), {})

    def prompts(
        self, start_utc_s: float, end_utc_s: float, whose: Whose = EVERYBODY, *, with_traces: bool = True
    ) -> tuple[Prompt, ...]:
        """Return the prompts that came between two moments [POSIX s], in order, with all that they rested on."""
        limits = _limits(start_utc_s, end_utc_s, whose)
        return self._ask(lambda connection: prompts_between(connection, limits, with_traces=with_traces), ())

    def prompt(self, number: int) -> Prompt | None:
        """Return the prompt of this number with its trace; `None` where there is none."""
        return self._ask(lambda connection: prompt_of_number(connection, number), None)

    def weekly(self, start_utc_s: float, end_utc_s: float, whose: Whose = EVERYBODY) -> tuple[Answered, ...]:
        """Return what followed each prompt of a week, in order: by which hours to group them is the caller's to know."""
        limits = _limits(start_utc_s, end_utc_s, whose)
        return self._ask(lambda connection: answered_between(connection, limits), ())

    def false_alarms(self, since_utc_s: float, whose: Whose = EVERYBODY) -> FalseAlarms:
        """Return how often the chair was told that a prompt since then [POSIX s] was wrong."""
        limits = _limits(since_utc_s, math.inf, whose)
        return self._ask(lambda connection: false_alarms_between(connection, limits), FalseAlarms())


def _first_utc_s(connection: sqlite3.Connection) -> float | None:
    first: float | None = connection.execute("SELECT min(started_utc_s) FROM boot").fetchone()[0]
    return first


def _offset_s(connection: sqlite3.Connection, boot_id: str) -> float | None:
    sql = "SELECT started_utc_s - started_t_s AS offset_s FROM boot WHERE boot_id = ?"
    row = connection.execute(sql, (boot_id,)).fetchone()
    return None if row is None else float(row["offset_s"])


def _sitters(connection: sqlite3.Connection) -> tuple[NamedSitter, ...]:
    rows = connection.execute(
        "SELECT sitter_id, name, removed_utc_s IS NOT NULL FROM sitter WHERE name IS NOT NULL ORDER BY sitter_id"
    )
    return tuple(NamedSitter(sitter_id, name, bool(removed)) for sitter_id, name, removed in rows)


def _settings(connection: sqlite3.Connection, sitter_id: int) -> dict[str, object]:
    row = connection.execute(SETTINGS, {"sitter_id": sitter_id}).fetchone()
    return {} if row is None else dict(json.loads(row["settings"]))


def _limits(start_utc_s: float, end_utc_s: float, whose: Whose) -> dict[str, object]:
    return {"start_utc_s": start_utc_s, "end_utc_s": end_utc_s, **whose_parameters(whose)}
