"""Recordings are read as written, and refused with the file, the line, what was found and what was expected."""

import gzip
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from chairpi.core.frame import Frame
from chairpi.errors import RecordingError
from chairpi.recordings.columns import LABELS, Row
from chairpi.recordings.reading import open_recording, read_frames

HEADER = """\
# chairpi-recording: 1
# quantity: counts
# cells: seat_front,seat_left,seat_right,back_upper
# position_mm: 150:0,-150:-150,-150:150,nan:0
# zero_counts: 0,10,20,30
# counts_per_n: 300,300,300,-300
# rate_hz: 10
"""
COLUMNS = "t_s,seat_front_counts,seat_left_counts,seat_right_counts,back_upper_counts,hold,label,slide_mm\n"
ROWS = "0,1,2,3,4,0,upright,0\n0.1,1.5,-2,,4,0,forward_slide,42.5\n0.2,8388607,-8388608,3,4,,,\n"
GOOD = HEADER + COLUMNS + ROWS
FIRST_ROW = HEADER.count("\n") + 2

SMARTSEAT = Path(os.environ.get("CHAIRPI_SMARTSEAT", Path(__file__).parents[2] / "../shared/data/smartseat"))
needs_smartseat = pytest.mark.skipif(
    not SMARTSEAT.is_dir(),
    reason=f"the recordings of real people are not in {SMARTSEAT}; put them there or name their place in CHAIRPI_SMARTSEAT",
)


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str | bytes], Path]:
    def write(content: str | bytes, name: str = "sitting.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


Write = Callable[..., Path]


def read_rows(path: Path) -> list[Row]:
    with open_recording(path) as recording:
        return list(recording)


def test_a_recording_says_what_its_header_says(write: Write) -> None:
    text = GOOD.replace("# rate_hz: 10\n", "# rate_hz: 10\n# upright_s: 1,11.5\n# mass_kg: 70\n# colour: blue: dark\n")

    with open_recording(write(text)) as recording:
        header = recording.header

    assert header.quantity == "counts"
    assert header.seat.names == ("seat_front", "seat_left", "seat_right", "back_upper")
    assert header.calibration.counts_per_n == (300, 300, 300, -300)
    assert header.rate_hz == 10
    assert header.upright_s == (1, 11.5)
    assert header.extras == {"mass_kg": "70", "colour": "blue: dark"}


def test_each_row_carries_all_its_columns_and_an_empty_one_is_none(write: Write) -> None:
    rows = read_rows(write(GOOD))

    assert [row.t_s for row in rows] == [0, 0.1, 0.2]
    assert rows[1].counts == (1.5, -2, None, 4)
    assert [row.hold for row in rows] == [0, 0, None]
    assert [row.label for row in rows] == ["upright", "forward_slide", ""]
    assert [row.slide_mm for row in rows] == [0, 42.5, None]
    assert [row.line for row in rows] == [FIRST_ROW, FIRST_ROW + 1, FIRST_ROW + 2]


def test_frames_are_the_rows_without_what_a_chair_cannot_know(write: Write) -> None:
    with open_recording(write(GOOD)) as recording:
        frames = list(recording.frames())

    assert frames[1] == Frame(0.1, (1.5, -2, None, 4))


def test_reading_whole_is_reading_row_by_row(write: Write) -> None:
    _, frames = read_frames(write(GOOD))

    np.testing.assert_array_equal(frames.t_s, [0, 0.1, 0.2])
    np.testing.assert_array_equal(frames.counts, [[1, 2, 3, 4], [1.5, -2, np.nan, 4], [8388607, -8388608, 3, 4]])


@pytest.mark.parametrize(
    ("content", "name"),
    [
        pytest.param(GOOD.replace("\n", "\r\n"), "sitting.csv", id="Windows line ends"),
        pytest.param("\ufeff" + GOOD, "sitting.csv", id="byte order mark"),
        pytest.param(gzip.compress(GOOD.encode()), "sitting.csv.gz", id="gzip"),
        pytest.param(
            gzip.compress(HEADER.encode()) + gzip.compress((COLUMNS + ROWS).encode()), "two.gz", id="gzip in two parts"
        ),
    ],
)
def test_other_ways_to_write_the_same_read_the_same(write: Write, content: str | bytes, name: str) -> None:
    rows = read_rows(write(content, name))

    assert rows == read_rows(write(GOOD, "plain.csv"))


def test_a_recording_of_newtons_is_calibrated_already(write: Write) -> None:
    header = "".join(line + "\n" for line in HEADER.splitlines() if "counts" not in line or "recording" in line)
    text = (
        header.replace("# cells", "# quantity: n\n# cells") + "t_s,seat_front_n,seat_left_n,seat_right_n,back_upper_n\n"
    )

    with open_recording(write(text + "0,9e9,1,2,3\n")) as recording:
        rows = list(recording)

    assert rows[0].counts == (9e9, 1, 2, 3)
    assert recording.header.calibration.counts_per_n == (1, 1, 1, 1)


def test_a_recording_may_have_no_rows(write: Write) -> None:
    _, frames = read_frames(write(HEADER + COLUMNS))

    assert frames.counts.shape == (0, 4)


HEADER_FAULTS = [
    pytest.param("", 1, "an empty file", "# chairpi-recording: 1", id="empty file"),
    pytest.param(COLUMNS, 1, "t_s,", "# chairpi-recording: 1", id="no header"),
    pytest.param(HEADER.replace("recording: 1", "recording: 2"), 1, "version 2", "version 1", id="later version"),
    pytest.param(HEADER.replace("recording: 1", "recording:"), 1, "(none)", "version 1", id="version without a number"),
    pytest.param(HEADER.replace("# chairpi-recording: 1\n", ""), 1, "quantity", "chairpi-recording", id="no version"),
    pytest.param(HEADER.replace("quantity: counts", "quantity: kg"), 2, "'kg'", "counts or n", id="unknown quantity"),
    pytest.param(HEADER.replace("# rate_hz: 10\n", ""), 7, "no rate_hz", "# rate_hz:", id="no rate"),
    pytest.param(HEADER.replace("# zero_counts: 0,10,20,30\n", ""), 7, "no zero_counts", "counts", id="no zeros"),
    pytest.param(HEADER.replace("rate_hz: 10", "rate_hz: 0"), 7, "rate_hz 0", "above 0", id="rate of zero"),
    pytest.param(HEADER.replace("rate_hz: 10", "rate_hz: inf"), 7, "'inf'", "finite", id="endless rate"),
    pytest.param(HEADER + "# rate_hz: 10\n", 8, "rate_hz a second time", "line 7", id="key given twice"),
    pytest.param(HEADER + "# only words\n", 8, "only words", "key: value", id="no colon"),
    pytest.param(HEADER.replace("150:0,", ""), 4, "3 values", "4", id="a position is missing"),
    pytest.param(HEADER.replace("150:0,", "150,"), 4, "'150'", "ap:ml", id="half a position"),
    pytest.param(HEADER.replace("150:0,", "nan:0,"), 3, "cells", "finite", id="seat cell without a place"),
    pytest.param(HEADER.replace("0,10,20,30", "0,10,20"), 5, "3 values", "4", id="a zero is missing"),
    pytest.param(HEADER.replace("0,10,20,30", "0,10,20,nan"), 5, "'nan'", "finite", id="zero that is no number"),
    pytest.param(HEADER.replace("0,10,20,30", "0,10,20,9e9"), 5, "9e9", "24-bit", id="zero beyond the converter"),
    pytest.param(HEADER.replace("300,-300", "300,0"), 6, "300,0", "other than zero", id="slope of zero"),
    pytest.param(HEADER.replace("seat_left", "seat_front"), 3, "seat_front,seat_front", "twice", id="duplicate cell"),
    pytest.param(HEADER.replace("back_upper", "leg"), 3, "leg", "begins with", id="cell of another kind"),
    pytest.param(HEADER.replace("-150:150,", "450:150,"), 3, "cells", "on one line", id="cells on a line"),
    pytest.param(HEADER + "# upright_s: 9,1\n", 8, "9,1", "before", id="upright backwards"),
    pytest.param(HEADER + "# upright_s: 9\n", 8, "'9'", "start,end", id="upright without an end"),
    pytest.param(HEADER + "# mass_kg: heavy\n", 8, "'heavy'", "finite number", id="mass in words"),
    pytest.param(HEADER + "# started_utc: yesterday\n", 8, "'yesterday'", "RFC 3339", id="time in words"),
    pytest.param(HEADER, 8, "the end of the file", "columns", id="no columns"),
    pytest.param(HEADER + COLUMNS.replace("t_s", "time"), 8, "time,", "t_s,", id="no time column"),
    pytest.param(HEADER + COLUMNS.replace("seat_left", "seat_x"), 8, "seat_x", "seat_left", id="another cell's column"),
    pytest.param(HEADER + COLUMNS.replace("hold", "mood"), 8, "'mood'", "hold, label, slide_mm", id="unknown column"),
    pytest.param(HEADER + COLUMNS.replace("hold", "label"), 8, "'label'", "at most once", id="column given twice"),
    pytest.param(
        HEADER.replace("quantity: counts", "quantity: n"),
        5,
        "zero_counts",
        "calibrated already",
        id="zeros with newtons",
    ),
    pytest.param(HEADER.encode() + b"# note: caf\xe9\n", 8, "0xe9", "UTF-8", id="header not UTF-8"),
]


@pytest.mark.parametrize("lenient", [False, True])
@pytest.mark.parametrize(("content", "line", "found", "expected"), HEADER_FAULTS)
def test_a_wrong_header_is_refused_with_its_line(
    write: Write, content: str | bytes, line: int, found: str, expected: str, lenient: bool
) -> None:
    text = content if isinstance(content, bytes) or "t_s" in content or content in ("", HEADER) else content + COLUMNS
    path = write(text)

    with pytest.raises(RecordingError) as refused:
        open_recording(path, lenient=lenient)

    place, _, rest = str(refused.value).partition(": found ")
    assert place == f"{path}:{line}"
    assert found in rest.partition(", expected ")[0]
    assert expected in rest.partition(", expected ")[2]


ROW_FAULTS = [
    pytest.param("0.3,1,2,3\n", "4 columns", "8", id="too few columns"),
    pytest.param("0.3,1,2,3,4,,,,\n", "9 columns", "8", id="too many columns"),
    pytest.param("\n", "1 columns", "8", id="empty line"),
    pytest.param("0.3,nan,2,3,4,,,\n", "'nan'", "finite number", id="not a number"),
    pytest.param("0.3,1,inf,3,4,,,\n", "'inf'", "finite number", id="infinite"),
    pytest.param("0.3,one,2,3,4,,,\n", "'one'", "finite number", id="a word"),
    pytest.param("0.3,1_0,2,3,4,,,\n", "'1_0'", "finite number", id="a number as programmers write it"),
    pytest.param("0.3,\u0661,2,3,4,,,\n", "'\u0661'", "finite number", id="digits of another script"),
    pytest.param("0.3, ,2,3,4,,,\n", "' '", "finite number", id="a space is not nothing"),
    pytest.param("0.3,8388608,2,3,4,,,\n", "seat_front_counts 8388608", "24-bit", id="above 24 bits"),
    pytest.param("0.3,-8388609,2,3,4,,,\n", "-8388609", "24-bit", id="below 24 bits"),
    pytest.param("0.1,1,2,3,4,,,\n", "t_s 0.1", "not before 0.2", id="time goes back"),
    pytest.param("nan,1,2,3,4,,,\n", "'nan'", "finite number", id="no time"),
    pytest.param(",1,2,3,4,,,\n", "''", "finite number", id="empty time"),
    pytest.param("0.3,1,2,3,4,1.5,,\n", "'1.5'", "whole number", id="half a hold"),
    pytest.param("0.3,1,2,3,4,,slouch,\n", "'slouch'", "forward_slide", id="unknown label"),
    pytest.param("0.3,1,2,3,4,,,far\n", "'far'", "finite number", id="slide in words"),
    pytest.param(b"0.3,1,2,3,4,,\xff,\n", "0xff", "UTF-8", id="row not UTF-8"),
]


@pytest.mark.parametrize(("row", "found", "expected"), ROW_FAULTS)
def test_a_wrong_row_is_refused_with_its_line(write: Write, row: str | bytes, found: str, expected: str) -> None:
    path = write(GOOD.encode() + (row if isinstance(row, bytes) else row.encode()) + b"0.4,1,2,3,4,,,\n")

    messages = []
    for read in (read_frames, read_rows):
        with pytest.raises(RecordingError) as refused:
            read(path)
        messages.append(str(refused.value))

    assert messages[0] == messages[1]
    place, _, rest = messages[0].partition(": found ")
    assert place == f"{path}:{FIRST_ROW + 3}"
    assert found in rest.partition(", expected ")[0]
    assert expected in rest.partition(", expected ")[2]


@pytest.mark.parametrize(("row", "found", "expected"), ROW_FAULTS)
def test_lenient_reading_counts_wrong_rows_and_reads_on(
    write: Write, row: str | bytes, found: str, expected: str
) -> None:
    path = write(GOOD.encode() + (row if isinstance(row, bytes) else row.encode()) + b"0.4,1,2,3,4,,,\n")

    with open_recording(path, lenient=True) as recording:
        times_s = [row.t_s for row in recording]
    with open_recording(path, lenient=True) as whole:
        blocks = list(whole.blocks())

    assert times_s == [0, 0.1, 0.2, 0.4]
    assert recording.skipped == 1
    assert blocks[0].t_s.tolist() == times_s
    assert whole.skipped == 1


@pytest.mark.parametrize("cut", ["0.3,1,2", "0.3,1,2,3,4,,forwa", "0.3,1,2,3,4,,forwa,", "0", "0.3,1,2,3,4,,upright,1"])
def test_a_file_cut_in_mid_line_is_refused_and_lenient_keeps_the_whole_lines(write: Write, cut: str) -> None:
    path = write(GOOD + cut)

    with pytest.raises(RecordingError, match=rf"{path}:{FIRST_ROW + 3}: found a last line that is cut short"):
        read_frames(path)
    with open_recording(path, lenient=True) as recording:
        assert len(list(recording)) == 3
    assert recording.skipped == 1


def test_a_truncated_gzip_is_refused_and_lenient_keeps_what_there_is(write: Write) -> None:
    rows = "".join(f"{t},1,2,3,4,,,\n" for t in range(5000))
    path = write(gzip.compress((HEADER + COLUMNS + rows).encode())[:-40], "cut.csv.gz")

    with pytest.raises(RecordingError, match="gzip"):
        read_frames(path)
    with pytest.raises(RecordingError, match="gzip"):
        read_rows(path)
    with open_recording(path, lenient=True) as recording:
        n_rows = len(list(recording))
    assert 0 < n_rows <= 5000
    assert recording.skipped >= 1


def test_a_file_that_only_calls_itself_gzip_is_refused(write: Write) -> None:
    with pytest.raises(RecordingError, match=r"plain.csv.gz:1: found gzip data that cannot be unpacked"):
        open_recording(write(GOOD, "plain.csv.gz"))


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match=r"nowhere.csv: cannot be opened: No such file"):
        open_recording(tmp_path / "nowhere.csv")


def test_a_broken_row_far_into_a_file_is_found_at_its_line(write: Write) -> None:
    rows = [f"{t},1,2,3,4,,,\n" for t in range(20_000)]
    rows[17_000] = "17000,1,2,3,oops,,,\n"

    with pytest.raises(RecordingError, match=rf":{FIRST_ROW + 17_000}: found reading 'oops'"):
        read_frames(write(HEADER + COLUMNS + "".join(rows)))


@needs_smartseat
def test_recordings_of_real_people_are_read() -> None:
    paths = sorted(SMARTSEAT.glob("person*.csv"))

    for path in paths:
        header, frames = read_frames(path)
        rows = read_rows(path)
        assert header.upright_s is not None
        assert frames.counts.shape == (len(rows), 7)
        assert {row.hold for row in rows} == set(range(9))
        assert {row.label for row in rows} <= set(LABELS)
    assert len(paths) == 33


@needs_smartseat
def test_the_recording_of_the_empty_chair_is_read() -> None:
    _, frames = read_frames(SMARTSEAT / "empty.csv")

    assert frames.counts.shape[1] == 7
    assert np.isfinite(frames.counts).all()
