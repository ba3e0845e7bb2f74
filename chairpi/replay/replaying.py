"""Recordings through the same core as the live chair.

A recording says nothing of the time of day, so that working hours, holidays and quiet hours hold no prompt back in a replay.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from chairpi.clock import Clock
from chairpi.core.chair.door import Chair
from chairpi.core.events.event import Event
from chairpi.core.frame import Frame, Frames
from chairpi.core.requests import CaptureReference, Finish, TellSupply
from chairpi.core.settings import Settings
from chairpi.recordings.columns import Row
from chairpi.recordings.doubtful import are_doubtful, is_doubtful
from chairpi.recordings.header import Header
from chairpi.recordings.reading import Recording

BLOCK_ROWS = 600
"""Rows fed at once for a summary: a minute at 10 Hz, so that its state is that minute's. How many changes no event."""


def chair_for(header: Header, settings: Settings) -> Chair:
    """A chair like the recorded one and warm, told of the guided upright hold that the recording names."""
    chair = Chair(header.seat, header.calibration, settings, warm=True)
    if header.upright_s is not None:
        start_s, end_s = header.upright_s
        chair.receive(CaptureReference(start_s, end_s - start_s))
    return chair


class Player:
    """Plays a recording to a chair, which is told where the supply voltage was too low.

    Parameters
    ----------
    header
        What the recording says of itself.
    settings
        The core's thresholds and times.
    """

    def __init__(self, header: Header, settings: Settings) -> None:
        self.chair = chair_for(header, settings)
        self._doubtful_s = header.doubtful_s or ()
        self._is_low = False

    def play(self, frames: Frame | Frames) -> tuple[Event, ...]:
        """Give the chair what comes next; the events of that."""
        if not self._doubtful_s:
            return self.chair.receive(frames)
        if isinstance(frames, Frame):
            return (*self._tell(frames.t_s, low=is_doubtful(self._doubtful_s, frames.t_s)), *self.chair.receive(frames))
        lows = are_doubtful(self._doubtful_s, frames.t_s)
        begins = [0, *(np.flatnonzero(lows[1:] != lows[:-1]) + 1).tolist()] if len(lows) else []
        events: list[Event] = []
        for begin, end in zip(begins, [*begins[1:], len(lows)], strict=False):
            events += self._tell(float(frames.t_s[begin]), low=bool(lows[begin]))
            events += self.chair.receive(Frames(frames.t_s[begin:end], frames.counts[begin:end]))
        return tuple(events)

    def end(self, t_s: float | None) -> tuple[Event, ...]:
        """Close what is open at the last row's time [s], if there was a row."""
        return () if t_s is None else self.chair.receive(Finish(t_s))

    def _tell(self, t_s: float, *, low: bool) -> tuple[Event, ...]:
        if low == self._is_low:
            return ()
        self._is_low = low
        return self.chair.receive(TellSupply(t_s, low))


def replay(recording: Recording, settings: Settings, clock: Clock | None = None) -> Iterator[Event]:
    """Every event of a recording, in time order.

    Parameters
    ----------
    recording
        An open recording.
    settings
        The core's thresholds and times.
    clock
        Paces the events; as fast as possible when not given.

    Raises
    ------
    RecordingError
        A row breaks the format.
    """
    player = Player(recording.header, settings)
    last_t_s: float | None = None
    for frames in recording.blocks() if clock is None else _paced(recording, clock):
        last_t_s = frames.t_s if isinstance(frames, Frame) else float(frames.t_s[-1])
        yield from player.play(frames)
    yield from player.end(last_t_s)


def _paced(recording: Recording, clock: Clock) -> Iterator[Frame]:
    """Each frame when as much time of the clock has passed as when it was recorded."""
    began_s, first_t_s = clock.monotonic_s(), None
    for frame in recording.frames():
        first_t_s = frame.t_s if first_t_s is None else first_t_s
        clock.wait(began_s + (frame.t_s - first_t_s) - clock.monotonic_s())
        yield frame


def frames_of(rows: list[Row]) -> Frames:
    """Rows as the core takes them."""
    counts = [[np.nan if reading is None else reading for reading in row.counts] for row in rows]
    return Frames(np.array([row.t_s for row in rows]), np.array(counts, dtype=np.float64))
