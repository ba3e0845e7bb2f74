"""A simulated day as a labelled recording."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

from chairpi.core.frame import Frame
from chairpi.recordings.header import Header
from chairpi.recordings.writing import RecordingWriter
from chairpi.simulate.chair import counts, simulated_chair
from chairpi.simulate.day import Day

RATE_HZ = 10.0
CHUNK_ROWS = 6000
"""Frames made at once: ten minutes. It bounds memory and changes nothing of the file."""
NOISE = 3
"""Tells the seed of the noise from those of the sitter and the days."""


def write_day(
    path: Path | str, hours: float = 8.0, seed: int = 1, *, lively: bool = False, overwrite: bool = False
) -> int:
    """Write one day of simulated sitting at 10 Hz, with what the sitter truly did in `label` and `slide_mm`.

    Parameters
    ----------
    path
        The file; a `.gz` ending means gzip.
    hours
        Length of the day [h].
    seed
        The same seed and hours make the same file.
    lively
        Begin with the demo's half hour.
    overwrite
        Write over a file that is there already.

    Returns
    -------
    int
        Rows written.

    Raises
    ------
    RecordingError
        The file is there already, or cannot be written.
    """
    seat, calibration = simulated_chair()
    day = Day(seat, seed, hours, lively=lively)
    header = Header(
        quantity="counts",
        seat=seat,
        calibration=calibration,
        rate_hz=RATE_HZ,
        upright_s=None if day.upright_s is None else (round(day.upright_s[0], 1), round(day.upright_s[1], 1)),
        extras={
            "source": f"chairpi simulate --hours {hours:g} --seed {seed}",
            "mass_kg": f"{day.sitter.mass_kg:.1f}",
        },
    )
    rng = np.random.default_rng([seed, NOISE])
    n_rows = math.ceil(hours * 3600.0 * RATE_HZ)
    with RecordingWriter(path, header, ("label", "slide_mm"), overwrite=overwrite) as writer:
        for start in range(0, n_rows, CHUNK_ROWS):
            t_s = np.arange(start, min(start + CHUNK_ROWS, n_rows)) / RATE_HZ
            truth = day.truth(t_s)
            said = counts(day.forces_n(t_s), calibration, rng)
            slides: list[float | None] = [
                None if math.isnan(slide_mm) else round(slide_mm, 1) for slide_mm in truth.slide_mm.tolist()
            ]
            for t, row, label, slide_mm in zip(t_s.tolist(), said.tolist(), truth.label.tolist(), slides, strict=True):
                writer.write(Frame(t, tuple(row)), label=label, slide_mm=slide_mm)
    return n_rows
