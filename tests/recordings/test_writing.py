"""What is written reads back the same; a killed writer leaves a valid recording."""

import math
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chairpi.core.calibration import Calibration
from chairpi.core.frame import Frame
from chairpi.core.seat import Cell, Seat
from chairpi.errors import RecordingError
from chairpi.recordings.columns import LABELS, OPTIONAL_COLUMNS, Row
from chairpi.recordings.header import KNOWN_KEYS, Header, header_lines
from chairpi.recordings.reading import open_recording, read_frames
from chairpi.recordings.writing import RecordingWriter

SEAT = Seat(
    (
        Cell("seat_front", 150.0, 0.0),
        Cell("seat_left", -150.0, -150.0),
        Cell("seat_right", -150.0, 150.0),
        Cell("back_upper", math.nan, 0.0),
    )
)
CALIBRATION = Calibration((0.0, 10.5, -20.0, 0.1), (300.0, -4374.6, 1e-3, 1 / 3))
HEADER = Header("counts", SEAT, CALIBRATION, 10.0)

finite = st.floats(allow_nan=False, allow_infinity=False)
counts = st.none() | st.integers(-(2**23), 2**23 - 1).map(float) | st.floats(-(2**23), 2**23 - 1)
word = st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=20).map(str.strip)
key = word.filter(
    lambda text: text and ":" not in text and text not in (*KNOWN_KEYS, "mass_kg", "height_cm", "started_utc")
)


@st.composite
def headers(draw: st.DrawFn) -> Header:
    newtons = draw(st.booleans())
    n_cells = len(SEAT.cells)
    slopes = st.floats(1e-6, 1e9) | st.floats(-1e9, -1e-6)
    calibration = Calibration(
        tuple(draw(st.lists(st.floats(-(2**23), 2**23), min_size=n_cells, max_size=n_cells))),
        tuple(draw(st.lists(slopes, min_size=n_cells, max_size=n_cells))),
    )
    start_s, length_s = draw(st.floats(-1e6, 1e6)), draw(st.floats(0.01, 1e3))
    return Header(
        quantity="n" if newtons else "counts",
        seat=SEAT,
        calibration=Calibration.newtons(n_cells) if newtons else calibration,
        rate_hz=draw(st.floats(1e-3, 1e3)),
        upright_s=draw(st.sampled_from([None, (start_s, start_s + length_s)])),
        extras=draw(st.dictionaries(key, word, max_size=4)),
    )


@st.composite
def row_lists(draw: st.DrawFn, columns: list[str]) -> list[Row]:
    times_s = sorted(draw(st.lists(st.floats(-1e9, 1e9), max_size=12)))
    n_cells = len(SEAT.cells)
    return [
        Row(
            t_s,
            draw(st.tuples(*[counts] * n_cells)),
            draw(st.none() | st.integers(-5, 99)) if "hold" in columns else None,
            draw(st.sampled_from(("", *LABELS))) if "label" in columns else "",
            draw(st.none() | finite) if "slide_mm" in columns else None,
        )
        for t_s in times_s
    ]


def write(path: Path, header: Header, columns: list[str], rows: list[Row]) -> None:
    with RecordingWriter(path, header, columns) as writer:
        for row in rows:
            writer.write(Frame(row.t_s, row.counts), row.hold, row.label, row.slide_mm)


@settings(deadline=None)
@given(
    data=st.data(),
    header=headers(),
    columns=st.lists(st.sampled_from(OPTIONAL_COLUMNS), unique=True),
    name=st.sampled_from(["day.csv", "day.csv.gz", "windows.csv"]),
)
def test_what_is_written_reads_back_the_same(
    data: st.DataObject, header: Header, columns: list[str], name: str
) -> None:
    rows = data.draw(row_lists(columns))
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / name
        write(path, header, columns, rows)
        if name == "windows.csv":
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

        with open_recording(path) as recording:
            read = list(recording)
        _, frames = read_frames(path)

    # As text, because a backrest cell's place is NaN, which equals nothing.
    assert header_lines(recording.header) == header_lines(header)
    assert list(recording.header.extras) == list(header.extras)
    assert [(r.t_s, r.counts, r.hold, r.label, r.slide_mm) for r in read] == [
        (r.t_s, r.counts, r.hold, r.label, r.slide_mm) for r in rows
    ]
    assert frames.t_s.tolist() == [row.t_s for row in rows]
    assert [[None if math.isnan(c) else c for c in row] for row in frames.counts.tolist()] == [
        list(r.counts) for r in rows
    ]


def test_an_existing_file_is_not_overwritten_unless_told(tmp_path: Path) -> None:
    path = tmp_path / "day.csv"
    path.write_text("precious", encoding="utf-8")

    with pytest.raises(RecordingError, match="there already"):
        RecordingWriter(path, HEADER)
    assert path.read_text(encoding="utf-8") == "precious"
    RecordingWriter(path, HEADER, overwrite=True).close()
    assert path.read_text(encoding="utf-8").startswith("# chairpi-recording: 1\n")


def test_a_place_that_cannot_be_written_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="cannot be written"):
        RecordingWriter(tmp_path / "no" / "day.csv", HEADER)


@pytest.mark.parametrize(
    ("frame", "extra", "why"),
    [
        pytest.param(Frame(math.nan, (1, 2, 3, 4)), {}, "finite time", id="no time"),
        pytest.param(Frame(4.0, (1, 2, 3, 4)), {}, "not before 5", id="time goes back"),
        pytest.param(Frame(6.0, (1, 2, 3)), {}, "3 readings", id="a reading too few"),
        pytest.param(Frame(6.0, (1, 2, 3, math.inf)), {}, "back_upper_counts inf", id="infinite"),
        pytest.param(Frame(6.0, (1, 2, 3, math.nan)), {}, "back_upper_counts nan", id="not a number"),
        pytest.param(Frame(6.0, (1, 2, 3, 2.0**23)), {}, "24-bit", id="beyond 24 bits"),
        pytest.param(Frame(6.0, (1, 2, 3, 4)), {"label": "slouch"}, "label 'slouch'", id="unknown label"),
        pytest.param(Frame(6.0, (1, 2, 3, 4)), {"hold": 1}, "without a column", id="no column for it"),
        pytest.param(Frame(6.0, (1, 2, 3, 4)), {"slide_mm": math.nan}, "slide_mm nan", id="slide that is no number"),
    ],
)
def test_what_nobody_could_read_back_is_not_written(
    tmp_path: Path, frame: Frame, extra: dict[str, object], why: str
) -> None:
    path = tmp_path / "day.csv"
    columns = ["label", "slide_mm"]

    with RecordingWriter(path, HEADER, columns) as writer:
        writer.write(Frame(5.0, (1, 2, 3, None)))
        with pytest.raises(RecordingError, match=why):
            writer.write(frame, **extra)  # type: ignore[arg-type]
        writer.write(Frame(7.0, (1, 2, 3, 4)))

    with open_recording(path) as recording:
        assert [row.t_s for row in recording] == [5.0, 7.0]


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param({"rate_hz": 0.0}, id="rate of zero"),
        pytest.param({"upright_s": (2.0, 1.0)}, id="upright backwards"),
        pytest.param({"calibration": Calibration.newtons(3)}, id="calibration of fewer cells"),
        pytest.param({"quantity": "n"}, id="newtons with a calibration"),
        pytest.param({"extras": {"rate_hz": "20"}}, id="extra that is a key of the format"),
        pytest.param({"extras": {"a:b": "c"}}, id="extra with a colon"),
        pytest.param({"extras": {"note": "two\nlines"}}, id="extra of two lines"),
        pytest.param({"extras": {"note": " space"}}, id="extra that would lose a space"),
        pytest.param({"extras": {"mass_kg": "heavy"}}, id="mass in words"),
    ],
)
def test_a_header_that_would_not_read_back_cannot_be_made(parts: dict[str, object]) -> None:
    whole: dict[str, object] = {"quantity": "counts", "seat": SEAT, "calibration": CALIBRATION, "rate_hz": 10.0}

    with pytest.raises(ValueError, match="expected"):
        Header(**(whole | parts))  # type: ignore[arg-type]


KILLED = """
import os, sys
from chairpi.core.frame import Frame
from chairpi.recordings.reading import open_recording
from chairpi.recordings.writing import RecordingWriter
header = open_recording(sys.argv[1]).header
writer = RecordingWriter(sys.argv[2], header)
for row in range(1005):
    writer.write(Frame(row / 10, (1, 2, 3, None)))
os._exit(9)
"""


@pytest.mark.parametrize("name", ["killed.csv", "killed.csv.gz"])
def test_a_killed_writer_leaves_a_valid_recording_but_for_the_last_seconds(tmp_path: Path, name: str) -> None:
    template, killed = tmp_path / "template.csv", tmp_path / name
    RecordingWriter(template, HEADER).close()

    ended = subprocess.run([sys.executable, "-c", KILLED, template, killed], check=False)

    _, frames = read_frames(killed)
    assert ended.returncode == 9
    assert 1005 - 100 <= len(frames.t_s) <= 1005


def test_a_header_alone_is_on_the_disk_at_once(tmp_path: Path) -> None:
    path = tmp_path / "day.csv"

    with RecordingWriter(path, HEADER), open_recording(path) as recording:
        assert recording.header.rate_hz == 10.0


def test_newtons_have_no_largest_number_but_must_be_finite(tmp_path: Path) -> None:
    header = Header("n", SEAT, Calibration.newtons(len(SEAT.cells)), 10.0)

    with RecordingWriter(tmp_path / "n.csv", header) as writer:
        writer.write(Frame(0.0, (1e12, -1e12, 0.0, None)))
        with pytest.raises(RecordingError, match="seat_front_n inf, expected a finite number"):
            writer.write(Frame(1.0, (math.inf, 0.0, 0.0, None)))
