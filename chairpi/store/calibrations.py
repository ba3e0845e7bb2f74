"""The calibrations that were used, and the zeros that were followed since, as the history keeps them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from chairpi.core.calibration import Calibration
from chairpi.core.events.event import EVENT_NAMES
from chairpi.core.events.zero import ZeroMoved
from chairpi.core.seat import SEAT
from chairpi.store.advice import plain_words
from chairpi.store.history_file import HistoryFile
from chairpi.store.rows import INSERT_CALIBRATION, Statement
from chairpi.store.writing import Writing

LATEST_ZERO = """
    SELECT record FROM event JOIN boot USING (boot_id)
    WHERE name = ? AND (boot.rowid, event.t_s) > (
        SELECT boot.rowid, calibration.t_s FROM calibration JOIN boot USING (boot_id)
        ORDER BY calibration_id DESC LIMIT 1
    )
    ORDER BY event_id DESC LIMIT 1
"""
"""Boots are in the order of their rows, and `t_s` within one: a wall clock that jumped does not come into it."""

WRITE_FITTED = "UPDATE calibration SET fitted = :fitted WHERE source = :source AND fitted IS NULL"


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
    fitted
        How the cells were fitted then; `None` where that was not written down.
    """

    cells: tuple[str, ...]
    calibration: Calibration
    source: str
    utc_s: float
    fitted: str | None = None


class Calibrations:
    """The calibrations of one history.

    Parameters
    ----------
    file
        The database.
    boot_id
        Where the times of what is recorded count from.
    writing
        What waits for the disk.
    """

    def __init__(self, file: HistoryFile, boot_id: str, writing: Writing) -> None:
        self._file = file
        self._boot_id = boot_id
        self._writing = writing

    def latest(self) -> RecordedCalibration | None:
        """Return the one recorded last, with the cells' names and where it came from."""
        return next(iter(self.recorded(1)), None)

    def recorded(self, n_latest: int = 20) -> tuple[RecordedCalibration, ...]:
        """Return those recorded last, newest first: the second is one step back."""
        with plain_words(self._file.path):
            rows = self._file.connection.execute(
                "SELECT zero_counts, counts_per_n, seat_map, source, utc_s, fitted FROM calibration"
                " ORDER BY calibration_id DESC LIMIT ?",
                (n_latest,),
            ).fetchall()
        return tuple(_recorded(*row) for row in rows)

    def latest_zero_counts(self) -> tuple[float, ...] | None:
        """Return the tracked zeros [counts] told last, in the cells' order; `None` when none was since the latest calibration."""
        with plain_words(self._file.path):
            row = self._file.connection.execute(LATEST_ZERO, (EVENT_NAMES[ZeroMoved],)).fetchone()
        return None if row is None else tuple(json.loads(row[0])["zero_counts"])

    def record(
        self,
        cells: Sequence[str],
        calibration: Calibration,
        source: str,
        t_s: float,
        utc_s: float,
        fitted: str | None = None,
    ) -> bool:
        """Write one down, at once, when it is another one than the last.

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
        fitted
            How the cells are fitted; with other ones it is another calibration, though its numbers are the same.

        Returns
        -------
        bool
            Whether it was another one.

        Raises
        ------
        StoreError
            Writing failed; it waits for the next commit.
        """
        if _is_same(self.latest(), cells, calibration, fitted):
            return False
        at: dict[str, object] = {"boot_id": self._boot_id, "t_s": t_s, "utc_s": utc_s}
        self._writing.wait(_statement(cells, calibration, source, at, fitted))
        self._writing.commit(t_s)
        return True

    def write_fitted(self, source: str, fitted: str) -> None:
        """Write down how the cells are fitted, where an older version wrote a calibration of this source without it.

        Raises
        ------
        StoreError
            Writing failed; it waits for the next commit.
        """
        self._writing.wait((WRITE_FITTED, {"source": source, "fitted": fitted}))
        self._writing.commit()


def _is_same(
    recorded: RecordedCalibration | None, cells: Sequence[str], calibration: Calibration, fitted: str | None
) -> bool:
    """Whether this is the calibration that was recorded; where it is not known how the cells are fitted, its numbers alone say so."""
    if recorded is None or (recorded.cells, recorded.calibration) != (tuple(cells), calibration):
        return False
    return fitted in (None, recorded.fitted)


def _statement(
    cells: Sequence[str], calibration: Calibration, source: str, at: dict[str, object], fitted: str | None
) -> Statement:
    """Give what writes a calibration down; `at` says when, as `chairpi.store.rows.statements` does."""
    seat_map = calibration.seat_map
    seat_cells = [cell for cell in cells if cell.startswith(SEAT)]
    row = {
        "source": source,
        "fitted": fitted,
        "zero_counts": json.dumps(dict(zip(cells, calibration.zero_counts, strict=True))),
        "counts_per_n": json.dumps(dict(zip(cells, calibration.counts_per_n, strict=True))),
        "seat_map": None
        if seat_map is None
        else json.dumps(dict(zip(seat_cells, zip(*seat_map, strict=True), strict=True))),
    }
    return INSERT_CALIBRATION, at | row


def _recorded(
    zero_counts_json: str,
    counts_per_n_json: str,
    seat_map_json: str | None,
    source: str,
    utc_s: float,
    fitted: str | None,
) -> RecordedCalibration:
    zero_counts, counts_per_n = json.loads(zero_counts_json), json.loads(counts_per_n_json)
    cells = tuple(zero_counts)
    seat_map = None
    if seat_map_json is not None:
        columns = json.loads(seat_map_json)
        seat_map = tuple(zip(*(columns[cell] for cell in cells if cell in columns), strict=True))
    calibration = Calibration(tuple(zero_counts.values()), tuple(counts_per_n[cell] for cell in cells), seat_map)
    return RecordedCalibration(cells, calibration, source, utc_s, fitted)
