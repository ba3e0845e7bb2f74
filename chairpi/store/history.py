"""Write down what the chair said: `history.db`, whose one writer is the sensor process."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any

from chairpi.core.calibration import Calibration
from chairpi.core.events import EVENT_NAMES, Event, ReferenceSet, ReferenceSource, ZeroMoved
from chairpi.core.seat import SEAT
from chairpi.store.advice import plain_words
from chairpi.store.database import BUSY_TIMEOUT_S, open_writable, transaction
from chairpi.store.migrate import shipped_migrations
from chairpi.store.rows import AT_ONCE, END_UNSEEN, INSERT_CALIBRATION, Statement, statements

LATEST_ZERO = """
    SELECT record FROM event JOIN boot USING (boot_id)
    WHERE name = ? AND (boot.rowid, event.t_s) > (
        SELECT boot.rowid, calibration.t_s FROM calibration JOIN boot USING (boot_id)
        ORDER BY calibration_id DESC LIMIT 1
    )
    ORDER BY event_id DESC LIMIT 1
"""

COMMIT_EVERY_S = 60.0
"""Cards wear out: at one row a second, eight hours write 18 MB in a transaction a minute, 207 MB in one a second."""


@dataclass(frozen=True, slots=True)
class RecordedCalibration:
    """A calibration as it was written down.

    Parameters
    ----------
    cells
        The cells' names, in the calibration's order.
    calibration
        Zero and span of each, and the seat's map.
    source
        Where it came from.
    utc_s
        When it was recorded, as the wall clock was known then [POSIX s].
    """

    cells: tuple[str, ...]
    calibration: Calibration
    source: str
    utc_s: float


class History:
    """The chair's memory. Made by `History.open`; to be closed.

    What a person did is on the disk when `record` returns; the rest follows within a minute. When writing fails nothing
    is lost: what waits is tried again with the next commit. All `t_s` are of one monotonic clock, which `boot_id` names.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path, boot_id: str, t_s: float) -> None:
        self._connection = connection
        self._path = path
        self._boot_id = boot_id
        self._committed_t_s = t_s
        self._waiting: list[Statement] = []

    @classmethod
    def open(
        cls,
        path: Path,
        boot_id: str,
        t_s: float,
        utc_s: float,
        *,
        clock_source: str = "system",
        busy_timeout_s: float = BUSY_TIMEOUT_S,
    ) -> History:
        """Open the file, made new or brought up to date where needed, and end what a killed process left open.

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
        clock_source
            What the wall clock follows, for the record.
        busy_timeout_s
            How long to wait for another connection's lock at each commit [s].

        Raises
        ------
        StoreError
            The file is damaged, no database, another programme's or from a newer ChairPi, or cannot be written.
            It is left as it is.
        """
        connection = open_writable(path, shipped_migrations(), busy_timeout_s=busy_timeout_s)
        history = cls(connection, path, boot_id, t_s)
        boot = {"boot_id": boot_id, "t_s": t_s, "utc_s": utc_s, "clock_source": clock_source}
        history._waiting += [(sql, {}) for sql in END_UNSEEN]
        history._waiting.append(
            ("INSERT INTO boot VALUES (:boot_id, :t_s, :utc_s, :clock_source) ON CONFLICT DO NOTHING", boot)
        )
        try:
            history._commit(t_s)
        except BaseException:
            connection.close()
            raise
        return history

    def record(self, events: Iterable[Event], utc_offset_s: float) -> None:
        """Take in what the core said.

        Parameters
        ----------
        events
            In the order in which they came.
        utc_offset_s
            Wall clock minus monotonic clock [s], as known now.

        Raises
        ------
        StoreError
            An event that should be on the disk at once could not be written; it waits for the next commit.
        """
        at_once_t_s = None
        for event in events:
            self._waiting += list(statements(event, self._boot_id, utc_offset_s))  # all of an event, or nothing of it
            if isinstance(event, AT_ONCE):
                at_once_t_s = event.t_s
        if at_once_t_s is not None:
            self._commit(at_once_t_s)

    def commit_if_due(self, t_s: float) -> None:
        """Write what waits when the last commit, or the last attempt at one, is a minute of `t_s` [s] ago.

        Raises
        ------
        StoreError
            Writing failed; everything waits for the next commit.
        """
        if t_s - self._committed_t_s >= COMMIT_EVERY_S:
            self._commit(t_s)

    @property
    def n_waiting(self) -> int:
        """How many statements wait for the next commit."""
        return len(self._waiting)

    def close(self) -> None:
        """Write what waits, end a break and a prompt that nobody will watch further, and let go of the file."""
        self._waiting += [(sql, {}) for sql in END_UNSEEN]
        try:
            self._commit(self._committed_t_s)
        finally:
            self._connection.close()

    def __enter__(self) -> History:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def latest_reference(self) -> ReferenceSet | None:
        """Return the sitter's upright reference set last. Its `t_s` counts within the boot in which it was set."""
        row = self._last(
            "SELECT t_s, source, cop_ap_mm, cop_ml_mm, total_n, back_upper_n, back_lower_n, zero_offset_n, force_n"
            " FROM reference ORDER BY reference_id DESC LIMIT 1"
        )
        if row is None:
            return None
        t_s, source, *numbers, force_n = row
        reference = ReferenceSet(t_s, ReferenceSource(source), *numbers)
        return reference if force_n is None else replace(reference, force_n=tuple(json.loads(force_n)))

    def setting(self, key: str) -> float | None:
        """Return the value chosen last; its unit is the end of `key` (`stand_after_s`)."""
        row = self._last("SELECT value FROM setting WHERE key = ? ORDER BY setting_id DESC LIMIT 1", key)
        return None if row is None else float(row[0])

    def latest_calibration(self) -> RecordedCalibration | None:
        """Return the calibration recorded last, with the cells' names and where it came from."""
        return next(iter(self.calibrations(1)), None)

    def calibrations(self, n_latest: int = 20) -> tuple[RecordedCalibration, ...]:
        """Return the calibrations recorded last, newest first: the second is one step back."""
        with plain_words(self._path):
            rows = self._connection.execute(
                "SELECT zero_counts, counts_per_n, seat_map, source, utc_s FROM calibration"
                " ORDER BY calibration_id DESC LIMIT ?",
                (n_latest,),
            ).fetchall()
        return tuple(_recorded(*row) for row in rows)

    def latest_zero_counts(self) -> tuple[float, ...] | None:
        """Return the tracked zeros [counts] told last, in the cells' order; `None` when none was since the latest calibration.

        Boots are in the order of their rows, and `t_s` within one: a wall clock that jumped does not come into it.
        """
        row = self._last(LATEST_ZERO, EVENT_NAMES[ZeroMoved])
        return None if row is None else tuple(json.loads(row[0])["zero_counts"])

    def record_calibration(
        self, cells: Sequence[str], calibration: Calibration, source: str, t_s: float, utc_s: float
    ) -> bool:
        """Write the calibration down, at once, when it is another one than the last.

        Parameters
        ----------
        cells
            The cells' names, in the calibration's order.
        calibration
            Zero and span of each, and the seat's map.
        source
            Where it comes from.
        t_s, utc_s
            Monotonic time and wall clock now [s].

        Returns
        -------
        bool
            Whether it was another one.

        Raises
        ------
        StoreError
            Writing failed; it waits for the next commit.
        """
        latest = self.latest_calibration()
        if latest is not None and (latest.cells, latest.calibration) == (tuple(cells), calibration):
            return False
        seat_map = calibration.seat_map
        seat_cells = [cell for cell in cells if cell.startswith(SEAT)]
        row = {
            "boot_id": self._boot_id,
            "t_s": t_s,
            "utc_s": utc_s,
            "source": source,
            "zero_counts": json.dumps(dict(zip(cells, calibration.zero_counts, strict=True))),
            "counts_per_n": json.dumps(dict(zip(cells, calibration.counts_per_n, strict=True))),
            "seat_map": None
            if seat_map is None
            else json.dumps(dict(zip(seat_cells, zip(*seat_map, strict=True), strict=True))),
        }
        self._waiting.append((INSERT_CALIBRATION, row))
        self._commit(t_s)
        return True

    def _commit(self, t_s: float) -> None:
        self._committed_t_s = t_s  # also of an attempt: waiting for a lock at every frame would stop the reading
        if not self._waiting:
            return
        with plain_words(self._path), transaction(self._connection):
            for sql, parameters in self._waiting:
                self._connection.execute(sql, parameters)
        self._waiting.clear()

    def _last(self, sql: str, *parameters: str) -> tuple[Any, ...] | None:
        with plain_words(self._path):
            row: tuple[Any, ...] | None = self._connection.execute(sql, parameters).fetchone()
        return row


def _recorded(
    zero_counts_json: str, counts_per_n_json: str, seat_map_json: str | None, source: str, utc_s: float
) -> RecordedCalibration:
    zero_counts, counts_per_n = json.loads(zero_counts_json), json.loads(counts_per_n_json)
    cells = tuple(zero_counts)
    seat_map = None
    if seat_map_json is not None:
        columns = json.loads(seat_map_json)
        seat_map = tuple(zip(*(columns[cell] for cell in cells if cell in columns), strict=True))
    calibration = Calibration(tuple(zero_counts.values()), tuple(counts_per_n[cell] for cell in cells), seat_map)
    return RecordedCalibration(cells, calibration, source, utc_s)
