"""A recording as a seat: its frames come when their time has come, gaps included, as if the sitter were here."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from pathlib import Path

from chairpi.clock import Clock
from chairpi.core.frame import Frame
from chairpi.core.requests import CaptureReference
from chairpi.readers.health import CellHealth
from chairpi.recordings.doubtful import is_doubtful
from chairpi.recordings.reading import open_recording

LONGEST_WAIT_S = 0.1
"""Longest single wait [s of real time] within a long gap, so that `close` is heard and others are attended to. Our choice."""


class RecordingReader:
    """Frames of a recording, once through, at the recording's own pace.

    Parameters
    ----------
    path
        The recording.
    clock
        Paces the frames, and gives them their times: the first one happens within a second of being asked for, each later one as
        long after it as it was recorded. So requests and events of the same clock fall between the right frames. All are moved by
        a whole number of seconds, so that the core cuts the same seconds as in a replay.
    lenient
        Read on past rows that break the format.

    Raises
    ------
    RecordingError
        The file cannot be opened or its header breaks the format; rows are looked at as they come.
    """

    backend = "recording"

    def __init__(self, path: Path | str, clock: Clock, *, lenient: bool = False) -> None:
        self._recording = open_recording(path, lenient=lenient)
        self._clock = clock
        self._frames = self._recording.frames()
        self._first: Frame | None = None
        self._start_s = math.nan
        self._playing = False
        self._closed = False
        self.supply_low = False
        self.picked = f"The recording {Path(path).name} is played, because the configuration says so."
        header = self._recording.header
        self.seat = header.seat
        self.calibration = header.calibration
        self.rate_hz = header.rate_hz

    @property
    def guided_upright(self) -> CaptureReference | None:
        """When the sitter was asked to sit upright [s of the clock], where the recording says so."""
        span_s = self._recording.header.upright_s
        first = self._begin()
        if span_s is None or first is None:
            return None
        start_s, end_s = span_s
        return CaptureReference(self._start_s + (start_s - first.t_s), end_s - start_s)

    def frames(self) -> Iterator[Frame | None]:
        """Yield each frame when its time has come, and `None` now and then in between, until the recording ends or `close()`.

        Raises
        ------
        RecordingError
            A row breaks the format.
        """
        first = self._begin()
        self._playing = True
        try:
            frame = first
            while first is not None and frame is not None:
                t_s = self._start_s + (frame.t_s - first.t_s)
                yield from self._wait_until(t_s)
                if self._closed:
                    break
                self.supply_low = is_doubtful(self._recording.header.doubtful_s or (), frame.t_s)
                yield Frame(t_s, frame.counts)
                frame = next(self._frames, None)
        finally:
            self._playing = False
            self._recording.close()

    def health(self, t_s: float) -> tuple[CellHealth, ...]:
        """Nothing: a recording has no chips."""
        return ()

    def simulate(self, message: Mapping[str, object]) -> None:
        """Nothing can be put on a recorded chair by a message."""
        raise ValueError("simulate: this chair is not simulated")

    def close(self) -> None:
        """End the frames. Safe from a signal handler: the file is closed where it is read."""
        self._closed = True
        if not self._playing:
            self._recording.close()

    def _begin(self) -> Frame | None:
        """The first frame; from the first call on, time runs."""
        if self._first is None and not self._closed:
            self._first = next(self._frames, None)
            if self._first is not None:
                self._start_s = self._first.t_s + math.ceil(self._clock.monotonic_s() - self._first.t_s)
        return self._first

    def _wait_until(self, t_s: float) -> Iterator[None]:
        """Wait in short pieces, each told, unless somebody closes the reader."""
        while not self._closed and (left_s := t_s - self._clock.monotonic_s()) > 0:
            self._clock.wait(min(left_s, LONGEST_WAIT_S * self._clock.speed))
            yield
