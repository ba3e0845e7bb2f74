from pathlib import Path

import numpy as np
from posing import ROWS_A_HOLD, person_text

from chairpi.evaluation.posed import PosedRecording
from chairpi.recordings.reading import open_recording


def posed(tmp_path: Path, text: str) -> PosedRecording:
    path = tmp_path / "person.csv"
    path.write_text(text, encoding="utf-8")
    with open_recording(path) as recording:
        return PosedRecording(path, recording.header, tuple(recording))


def test_the_reference_is_the_hold_within_upright_s(tmp_path):
    assert posed(tmp_path, person_text()).reference_holds == {0}
    assert posed(tmp_path, person_text(upright_s="0,2")).reference_holds == set()
    assert posed(tmp_path, person_text(upright_s="")).reference_holds == set()


def test_seat_only_is_what_a_chair_without_a_backrest_would_have_recorded(tmp_path):
    whole = posed(tmp_path, person_text())

    seat = whole.seat_only()

    assert whole.has_backrest
    assert not seat.has_backrest
    assert seat.header.seat.names == ("seat_front_left", "seat_front_right", "seat_rear_left", "seat_rear_right")
    assert {row.counts for row in seat if row.hold == 0} == {(100.0, 100.0, 100.0, 100.0)}
    assert [(row.t_s, row.hold, row.label) for row in seat] == [(row.t_s, row.hold, row.label) for row in whole]


def test_blocks_are_the_rows_with_nan_where_there_is_no_reading(tmp_path):
    text = person_text().replace("\n3,100.0,20.0,", "\n3,,20.0,")

    (frames,) = posed(tmp_path, text).blocks()

    assert frames.counts.shape == (5 * ROWS_A_HOLD, 5)
    assert np.argwhere(np.isnan(frames.counts)).tolist() == [[3, 0]]


def test_the_date_is_the_recordings_own(tmp_path):
    assert posed(tmp_path, person_text(date="2026-02-03")).started_on == "2026-02-03"
