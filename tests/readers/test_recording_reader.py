"""A recording plays as if its sitter were here: frames at their own pace, on the clock that everything else uses."""

from itertools import islice
from pathlib import Path

import pytest

from chairpi.clock import ManualClock
from chairpi.core.calibration import Calibration
from chairpi.core.frame import Frame
from chairpi.core.requests import CaptureReference
from chairpi.core.seat import Cell, Seat
from chairpi.errors import RecordingError
from chairpi.readers.reader import Reader
from chairpi.readers.recording import RecordingReader
from chairpi.recordings.header import Header
from chairpi.recordings.writing import RecordingWriter

SEAT = Seat((Cell("seat_front", 150.0, 0.0), Cell("seat_left", -150.0, -150.0), Cell("seat_right", -150.0, 150.0)))
CALIBRATION = Calibration((0.0, 1.0, 2.0), (300.0, 301.0, 302.0))
TIMES_S = [100.0, 100.5, 101.0, 131.0, 131.5]
"""With half a minute in which nobody was recorded."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "sitting.csv"
    header = Header("counts", SEAT, CALIBRATION, 2.0, upright_s=(100.5, 101.0))
    with RecordingWriter(path, header) as writer:
        for number, t_s in enumerate(TIMES_S):
            writer.write(Frame(t_s, (float(number), None, 2.0)))
    return path


class WatchedClock(ManualClock):
    """A manual clock that notes how long it was asked to wait."""

    def __init__(self) -> None:
        super().__init__(monotonic_s=5000.0)
        self.waits_s: list[float] = []

    def wait(self, seconds: float) -> None:
        self.waits_s.append(seconds)
        super().wait(seconds)


def test_it_is_a_reader_of_the_recorded_seat(path: Path) -> None:
    reader: Reader = RecordingReader(path, ManualClock())

    reader.close()

    assert reader.seat == SEAT
    assert reader.calibration == CALIBRATION
    assert reader.rate_hz == 2.0
    assert reader.backend == "recording"
    assert "sitting.csv" in reader.picked
    assert reader.health(0.0) == ()


def test_frames_come_when_the_clock_has_come_to_them_gaps_included(path: Path) -> None:
    clock = ManualClock(monotonic_s=5000.0)
    reader = RecordingReader(path, clock)

    seen = [(frame, clock.monotonic_s()) for frame in reader.frames() if frame is not None]

    assert [frame.t_s for frame, _ in seen] == [5000.0, 5000.5, 5001.0, 5031.0, 5031.5]
    assert [now_s for _, now_s in seen] == [frame.t_s for frame, _ in seen]
    assert [frame.counts for frame, _ in seen] == [(float(number), None, 2.0) for number in range(5)]


def test_a_listener_who_is_late_gets_the_frames_at_once_and_on_time_again(path: Path) -> None:
    clock = ManualClock(monotonic_s=5000.0)
    frames = filter(None, RecordingReader(path, clock).frames())

    next(frames)
    clock.wait(0.9)
    late = [(next(frames).t_s, clock.monotonic_s()) for _ in range(2)]

    assert late == [(5000.5, 5000.9), (5001.0, 5001.0)]


def test_a_long_gap_is_waited_for_in_pieces_and_each_is_told(path: Path) -> None:
    clock = WatchedClock()

    said = list(RecordingReader(path, clock).frames())

    assert said.count(None) == len(clock.waits_s)

    assert max(clock.waits_s) <= 0.1 + 1e-9
    assert sum(clock.waits_s) == pytest.approx(31.5)


def test_close_ends_the_frames_and_may_be_called_again(path: Path) -> None:
    reader = RecordingReader(path, ManualClock())
    frames = reader.frames()

    first = list(islice(frames, 2))
    reader.close()
    reader.close()

    assert len(first) == 2
    assert list(frames) == []


def test_the_guided_upright_hold_is_told_in_the_clocks_own_time(path: Path) -> None:
    clock = ManualClock(monotonic_s=5000.0)
    reader = RecordingReader(path, clock)

    guided = reader.guided_upright
    times_s = [frame.t_s for frame in reader.frames() if frame is not None]

    assert guided == CaptureReference(5000.5, 0.5)
    assert times_s[0] == 5000.0


def test_each_frame_is_known_to_have_been_read_with_too_low_a_supply_voltage_or_not(tmp_path: Path) -> None:
    header = Header("counts", SEAT, CALIBRATION, 2.0, doubtful_s=((100.5, 131.0),))
    with RecordingWriter(tmp_path / "sag.csv", header) as writer:
        for t_s in TIMES_S:
            writer.write(Frame(t_s, (1.0, None, 2.0)))
    reader = RecordingReader(tmp_path / "sag.csv", ManualClock(monotonic_s=5000.0))

    known = [(frame.t_s, reader.supply_low) for frame in reader.frames() if frame is not None]

    assert known == [(5000.0, False), (5000.5, True), (5001.0, True), (5031.0, False), (5031.5, False)]


def test_without_a_guided_hold_there_is_nothing_to_tell(tmp_path: Path) -> None:
    RecordingWriter(tmp_path / "empty.csv", Header("counts", SEAT, CALIBRATION, 2.0)).close()
    reader = RecordingReader(tmp_path / "empty.csv", ManualClock())

    assert reader.guided_upright is None
    assert list(reader.frames()) == []


def test_a_broken_row_is_refused_when_its_time_comes(path: Path) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write("132,1,2,3,4\n")
    frames = filter(None, RecordingReader(path, ManualClock()).frames())

    whole = list(islice(frames, 5))

    assert len(whole) == 5
    with pytest.raises(RecordingError, match="5 columns"):
        next(frames)
