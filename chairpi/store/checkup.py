"""Look the history over from beside its writer: is it whole, and what became of zero and span."""

from __future__ import annotations

import itertools
import json
import sqlite3
from collections import deque
from dataclasses import dataclass
from pathlib import Path

from chairpi.store.advice import ADVICE
from chairpi.store.database import BUSY_TIMEOUT_S, open_read_only
from chairpi.store.migrate import shipped_migrations

KEPT = 5
"""How many of the last steps are shown: enough to see a drift, few enough to read."""


@dataclass(frozen=True, slots=True)
class PastCalibration:
    """A calibration that was used: when [POSIX s], where it came from, and each cell's zero [counts] and span [counts/N]."""

    utc_s: float
    source: str
    zero_counts: dict[str, float]
    counts_per_n: dict[str, float]


@dataclass(frozen=True, slots=True)
class ZeroStep:
    """The tracked zero moved: when [POSIX s], and by how much at the most [kg]."""

    utc_s: float
    largest_kg: float


@dataclass(frozen=True, slots=True)
class Checkup:
    """What was found.

    Parameters
    ----------
    version
        Of the file's schema.
    damage
        What SQLite finds amiss, with advice; empty when it is whole, or was not asked.
    calibrations
        The last ones that differ in their spans, newest first; each with its first zeros.
    zero_steps
        The last ones, newest first.
    """

    version: int
    damage: str
    calibrations: tuple[PastCalibration, ...]
    zero_steps: tuple[ZeroStep, ...]


def look_over(path: Path, *, thorough: bool = True, busy_timeout_s: float = BUSY_TIMEOUT_S) -> Checkup | None:
    """Look at the history without changing it.

    Parameters
    ----------
    path
        The file.
    thorough
        Have SQLite read all of it for damage: a second for each year on a slow card.
    busy_timeout_s
        How long to wait for a lock [s].

    Returns
    -------
    Checkup | None
        `None` while nothing has been written yet.

    Raises
    ------
    StoreError
        The file is damaged, no database, of another version or held by another programme.
    PermissionError
        This user may not look.
    """
    version = len(shipped_migrations())
    with open_read_only(path, version, busy_timeout_s=busy_timeout_s) as connection:
        if connection is None:
            return None
        (finding,) = connection.execute("PRAGMA quick_check(1)").fetchone() if thorough else ("ok",)
        damage = "" if finding == "ok" else f"{path} {ADVICE[sqlite3.SQLITE_CORRUPT]} (SQLite: {finding})"
        rows = connection.execute(
            "SELECT utc_s, source, zero_counts, counts_per_n FROM calibration ORDER BY calibration_id DESC"
        )
        # Of a row of calibrations that differ in their zeros alone, the oldest says since when the spans hold.
        runs = itertools.groupby(rows, key=lambda row: row["counts_per_n"])
        calibrations = [deque(run, maxlen=1)[0] for _, run in itertools.islice(runs, KEPT)]
        steps = connection.execute(
            "SELECT utc_s, record FROM event WHERE name = 'zero_moved' ORDER BY event_id DESC LIMIT ?", (KEPT,)
        ).fetchall()
    return Checkup(
        version,
        damage,
        tuple(
            PastCalibration(
                row["utc_s"], row["source"], json.loads(row["zero_counts"]), json.loads(row["counts_per_n"])
            )
            for row in calibrations
        ),
        tuple(ZeroStep(row["utc_s"], float(json.loads(row["record"])["largest_kg"])) for row in steps),
    )
