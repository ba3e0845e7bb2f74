"""Look at `history.db` from beside its writer: what a day held."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from chairpi.core.events import Outcome, PromptKind
from chairpi.store.database import BUSY_TIMEOUT_S, open_read_only
from chairpi.store.migrate import shipped_migrations


@dataclass(frozen=True, slots=True)
class Stretch:
    """A length of time, or the part of it that lies in the day.

    Parameters
    ----------
    began_utc_s, ended_utc_s
        Wall clock [POSIX s]; while it is open, the end is the last time anything was heard from the chair.
    began_seen, ended_seen
        Whether its own begin and end were watched.
    is_open
        Whether it goes on, as far as the database knows.
    """

    began_utc_s: float
    ended_utc_s: float
    began_seen: bool
    ended_seen: bool
    is_open: bool

    @property
    def length_s(self) -> float:
        """How long it lasted [s]."""
        return self.ended_utc_s - self.began_utc_s


S = TypeVar("S", bound=Stretch)


class Bout(Stretch):
    """Uninterrupted sitting."""

    __slots__ = ()


class Break(Stretch):
    """Time off the seat; `began_seen` when it followed a bout, else it began where the seat was first found empty."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Prompt:
    """Something the chair asked for in the day; `outcome` is `None` while it stands."""

    kind: PromptKind
    reason: str
    sitting_s: float
    raised_utc_s: float
    cleared_utc_s: float | None
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class Day:
    """What the time from `start_utc_s` to `end_utc_s` held, in the order in which it happened.

    Parameters
    ----------
    start_utc_s, end_utc_s
        The day's limits [POSIX s]: 23, 24 or 25 hours, which is the caller's to know.
    bouts, breaks
        Clipped to the day. Where neither is, the sitter had not sat yet or nobody watched.
    prompts
        Raised in the day.
    sitting_s
        All bouts together [s].
    longest_bout_s
        The longest of them [s]; 0 when there is none.
    n_breaks
        Breaks between two bouts of this day: going home is not one.
    slide_s
        Time with the hips forward [s]; a minute across the day's limit counts where it began.
    """

    start_utc_s: float
    end_utc_s: float
    bouts: tuple[Bout, ...] = ()
    breaks: tuple[Break, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    sitting_s: float = 0.0
    longest_bout_s: float = 0.0
    n_breaks: int = 0
    slide_s: float = 0.0


BOUTS = """
    SELECT began_utc_s, coalesce(ended_utc_s, began_utc_s + max(0.0, heard.t_s - began_t_s)) AS until_utc_s,
           began_seen, coalesce(ended_seen, 0) AS ended_seen, ended_utc_s IS NULL AS is_open
    FROM bout JOIN heard ON heard.boot_id = bout.boot_id
    WHERE began_utc_s < :end_utc_s AND (ended_utc_s > :start_utc_s OR ended_utc_s IS NULL)
    ORDER BY bout_id
"""

BREAKS = """
    SELECT began_utc_s, coalesce(ended_utc_s, began_utc_s + max(0.0, heard.t_s - began_t_s)) AS until_utc_s,
           began_seen, coalesce(ended_seen, 0) AS ended_seen, ended_utc_s IS NULL AS is_open
    FROM break JOIN heard ON heard.boot_id = break.boot_id
    WHERE began_utc_s < :end_utc_s AND (ended_utc_s > :start_utc_s OR ended_utc_s IS NULL)
    ORDER BY break_id
"""

PROMPTS = """
    SELECT kind, reason, sitting_s, raised_utc_s, cleared_utc_s, outcome
    FROM prompt
    WHERE raised_utc_s >= :start_utc_s AND raised_utc_s < :end_utc_s
    ORDER BY prompt_id
"""

SLIDE = """
    SELECT coalesce(sum(slide_s), 0.0)
    FROM minute
    WHERE start_utc_s >= :start_utc_s AND start_utc_s < :end_utc_s
"""


class HistoryView:
    """The history as it is on the disk at each question.

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

    def day(self, start_utc_s: float, end_utc_s: float) -> Day:
        """Return what the time between two moments of the wall clock [POSIX s] held, as far as it is written.

        Raises
        ------
        StoreError
            The file is damaged, no database, of another version or held by another programme.
        """
        limits = {"start_utc_s": start_utc_s, "end_utc_s": end_utc_s}
        with open_read_only(self._path, self._version, busy_timeout_s=self._busy_timeout_s) as connection:
            if connection is None:
                return Day(start_utc_s, end_utc_s)
            bout_rows = connection.execute(BOUTS, limits).fetchall()
            break_rows = connection.execute(BREAKS, limits).fetchall()
            prompt_rows = connection.execute(PROMPTS, limits).fetchall()
            (slide_s,) = connection.execute(SLIDE, limits).fetchone()
        bouts = _clipped(Bout, bout_rows, start_utc_s, end_utc_s)
        breaks = _clipped(Break, break_rows, start_utc_s, end_utc_s)
        lengths_s = [bout.length_s for bout in bouts]
        return Day(
            start_utc_s,
            end_utc_s,
            bouts,
            breaks,
            tuple(map(_prompt, prompt_rows)),
            sitting_s=sum(lengths_s),
            longest_bout_s=max(lengths_s, default=0.0),
            n_breaks=sum(
                pause.began_seen
                and pause.ended_seen
                and start_utc_s < pause.began_utc_s
                and pause.ended_utc_s < end_utc_s
                for pause in breaks
            ),
            slide_s=slide_s,
        )


def _clipped(kind: type[S], rows: list[sqlite3.Row], start_utc_s: float, end_utc_s: float) -> tuple[S, ...]:
    return tuple(
        kind(
            max(row["began_utc_s"], start_utc_s),
            min(row["until_utc_s"], end_utc_s),
            bool(row["began_seen"]),
            bool(row["ended_seen"]),
            bool(row["is_open"]),
        )
        for row in rows
        if row["until_utc_s"] > start_utc_s
    )


def _prompt(row: sqlite3.Row) -> Prompt:
    kind, reason, sitting_s, raised_utc_s, cleared_utc_s, outcome = row
    return Prompt(
        PromptKind(kind), reason, sitting_s, raised_utc_s, cleared_utc_s, None if outcome is None else Outcome(outcome)
    )
