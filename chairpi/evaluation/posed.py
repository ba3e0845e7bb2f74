"""Recordings of people who held postures on request: the rows in memory, and which hold gave the reference."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from chairpi.core.calibration import Calibration
from chairpi.core.frame import Frames
from chairpi.core.seat import Seat
from chairpi.recordings.columns import Row
from chairpi.recordings.header import Header
from chairpi.recordings.reading import open_recording


@dataclass(frozen=True, slots=True)
class PosedRecording:
    """One person's holds, to be read any number of times.

    Parameters
    ----------
    path
        Where it came from.
    header
        What the recording says about itself; its `upright_s` is known.
    rows
        Its rows, in time order.
    """

    path: Path
    header: Header
    rows: tuple[Row, ...]

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def blocks(self) -> Iterator[Frames]:
        """Read the rows as arrays, all at once."""
        counts = [[np.nan if reading is None else reading for reading in row.counts] for row in self.rows]
        yield Frames(np.array([row.t_s for row in self.rows]), np.array(counts, dtype=np.float64))

    @property
    def reference_holds(self) -> frozenset[int]:
        """The holds that lie wholly within `upright_s`: the person's own reference came from them."""
        if self.header.upright_s is None:
            return frozenset()
        start_s, end_s = self.header.upright_s
        outside = {row.hold for row in self.rows if not start_s <= row.t_s <= end_s}
        return frozenset(row.hold for row in self.rows if row.hold is not None and row.hold not in outside)

    @property
    def started_on(self) -> str | None:
        """The date of `started_utc`, as written there, such as `2026-01-31`."""
        started_utc = self.header.extras.get("started_utc")
        return None if started_utc is None else started_utc[:10]

    @property
    def has_backrest(self) -> bool:
        """Whether it has cells in the backrest."""
        return any(not cell.in_seat for cell in self.header.seat.cells)

    def seat_only(self) -> PosedRecording:
        """Return the same recording as a chair without a backrest's cells would have made it."""
        header = self.header
        kept = [number for number, cell in enumerate(header.seat.cells) if cell.in_seat]
        calibration = Calibration(
            tuple(header.calibration.zero_counts[number] for number in kept),
            tuple(header.calibration.counts_per_n[number] for number in kept),
            header.calibration.seat_map,
        )
        seat = Seat(tuple(header.seat.cells[number] for number in kept))
        rows = tuple(replace(row, counts=tuple(row.counts[number] for number in kept)) for row in self.rows)
        return PosedRecording(self.path, replace(header, seat=seat, calibration=calibration), rows)


def read_posed(path: Path) -> PosedRecording:
    """One recording with holds, whole."""
    with open_recording(path) as recording:
        return PosedRecording(path, recording.header, tuple(recording.trusted()))
