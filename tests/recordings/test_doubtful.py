"""A recording says in which stretches the supply voltage was too low, whatever ends it, and whoever plays it hears of them."""

from __future__ import annotations

import gzip
import math
import os
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chairpi.clock import ManualClock
from chairpi.core.calibration import Calibration
from chairpi.core.events.weighing import SupplyChanged
from chairpi.core.frame import Frame
from chairpi.core.seat import Cell, Seat
from chairpi.core.settings import Settings
from chairpi.errors import RecordingError
from chairpi.recordings.doubtful import LONGEST, are_doubtful, is_doubtful, spans_from, spans_text
from chairpi.recordings.format_error import FormatError
from chairpi.recordings.header import Header
from chairpi.recordings.reading import open_recording, read_frames
from chairpi.recordings.writing import RecordingWriter
from chairpi.replay.replaying import replay

SEAT = Seat((Cell("seat_front", 150.0, 0.0), Cell("seat_left", -150.0, -150.0), Cell("seat_right", -150.0, 150.0)))
HEADER = Header("counts", SEAT, Calibration((0.0, 10.5, -20.0), (300.0, -4374.6, 1e-3)), 10.0)
MARKED = replace(HEADER, doubtful_s=())
COUNTS = (1.0, 2.0, None)


def written(path: Path, lows: Sequence[bool]) -> RecordingWriter:
    """A recording of a row a second, whose writer has not ended it."""
    writer = RecordingWriter(path, MARKED, flush_s=0.0)
    for t_s, low in enumerate(lows):
        writer.write(Frame(float(t_s), COUNTS), doubtful=low)
    return writer


@pytest.mark.parametrize("name", ["day.csv", "day.csv.gz"])
def test_each_stretch_is_in_the_header_with_its_first_row_and_the_row_after_its_last(tmp_path: Path, name: str) -> None:
    written(tmp_path / name, [False, True, True, False, False, True, False]).close()

    header, frames = read_frames(tmp_path / name)
    assert header.doubtful_s == ((1.0, 3.0), (5.0, 6.0))
    assert are_doubtful(header.doubtful_s, frames.t_s).tolist() == [False, True, True, False, False, True, False]


@pytest.mark.parametrize("name", ["day.csv", "day.csv.gz"])
def test_a_writer_that_is_cut_off_leaves_a_stretch_without_an_end(tmp_path: Path, name: str) -> None:
    writer = written(tmp_path / name, [False, True, True])

    with open_recording(tmp_path / name) as recording:
        assert recording.header.doubtful_s == ((1.0, math.inf),)
        assert [row.t_s for row in recording.trusted()] == [0.0]
    writer.close()


@pytest.mark.parametrize("name", ["day.csv", "day.csv.gz"])
def test_the_line_takes_the_same_room_whatever_it_says(tmp_path: Path, name: str) -> None:
    def head(path: Path) -> str:
        data = path.read_bytes()
        return (gzip.decompress(data) if path.suffix == ".gz" else data).decode().partition("t_s,")[0]

    written(tmp_path / name, [False] * 150).close()
    plain = tmp_path / f"plain-{name}"
    written(plain, [t_s % 2 == 1 for t_s in range(150)]).close()

    assert len(head(plain)) == len(head(tmp_path / name))
    assert len(read_frames(plain)[1].t_s) == 150


@settings(deadline=None, max_examples=20)
@given(lows=st.lists(st.booleans(), max_size=200))
def test_no_doubtful_row_is_ever_missing_however_many_stretches_there_are(lows: list[bool]) -> None:
    with tempfile.TemporaryDirectory() as name:
        written(Path(name) / "day.csv", lows).close()
        header, _ = read_frames(Path(name) / "day.csv")

    spans = header.doubtful_s or ()
    assert all(is_doubtful(spans, float(t_s)) for t_s, low in enumerate(lows) if low)
    assert len(spans_text(spans)) == LONGEST
    n_stretches = sum(not before and now for before, now in pairwise([False, *lows]))
    if n_stretches < 50:  # all fit
        assert [is_doubtful(spans, float(t_s)) for t_s in range(len(lows))] == lows


def test_a_pipe_whose_beginning_is_gone_is_ended_in_words_and_not_left_unmarked(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDWR)  # so that the writer need not wait for one
    with RecordingWriter(pipe, MARKED, overwrite=True) as writer:
        writer.write(Frame(0.0, COUNTS))

        with pytest.raises(RecordingError, match="record into a plain file"):
            writer.write(Frame(1.0, COUNTS), doubtful=True)
    os.close(reader)


def test_where_nobody_watched_the_supply_nothing_is_said_of_it(tmp_path: Path) -> None:
    with RecordingWriter(tmp_path / "day.csv", HEADER) as writer:
        writer.write(Frame(0.0, COUNTS))
        with pytest.raises(RecordingError, match="a doubtful reading without a line for it"):
            writer.write(Frame(1.0, COUNTS), doubtful=True)

    assert read_frames(tmp_path / "day.csv")[0].doubtful_s is None
    assert "doubtful" not in (tmp_path / "day.csv").read_text()


@pytest.mark.parametrize("text", ["5", "5:3", "1:9,4:12", "nan:3", ":4", "1:,8:9", "a:b", "1:2,"])
def test_stretches_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(FormatError, match="doubtful_s"):
        spans_from(text)


@pytest.mark.parametrize("text", ["", "1.5:8,20:", "-3:0.25"])
def test_stretches_read_back_as_they_are_written(text: str) -> None:
    assert spans_text(spans_from(text)).rstrip() == text


@pytest.mark.parametrize("paced", [False, True])
def test_whoever_plays_it_is_told_of_each_stretch(tmp_path: Path, paced: bool) -> None:
    written(tmp_path / "day.csv", [20 <= t_s < 35 or t_s >= 50 for t_s in range(60)]).close()

    with open_recording(tmp_path / "day.csv") as recording:
        events = list(replay(recording, Settings(), ManualClock() if paced else None))

    told = [(event.t_s, event.low) for event in events if isinstance(event, SupplyChanged)]
    assert told == [(20.0, True), (35.0, False), (50.0, True)]
