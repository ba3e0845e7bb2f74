"""The beginning of a simulated lively day as a recording, two frames a second."""

from __future__ import annotations

import math
from pathlib import Path

from chairpi.core.frame import Frame
from chairpi.recordings.reading import open_recording
from chairpi.recordings.simulated_day import write_day
from chairpi.recordings.writing import RecordingWriter

UP_NEVER_S = (math.inf, math.inf)


def write_short_day(directory: Path, end_s: float, up_s: tuple[float, float] = UP_NEVER_S) -> Path:
    """Write it.

    Parameters
    ----------
    directory
        Where.
    end_s
        How much of the day [s].
    up_s
        From when until when the sitter is up [s].

    Returns
    -------
    Path
        The recording.
    """
    write_day(directory / "day.csv", 0.7, 1, lively=True)
    with open_recording(directory / "day.csv") as day, RecordingWriter(directory / "short.csv", day.header) as writer:
        for number, frame in enumerate(day.frames()):
            if frame.t_s > end_s:
                break
            if number % 5 == 0:
                is_up = up_s[0] <= frame.t_s < up_s[1]
                writer.write(Frame(frame.t_s, day.header.calibration.zero_counts) if is_up else frame)
    return directory / "short.csv"
