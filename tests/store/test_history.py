import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, get_args

import pytest

from chairpi.core.calibration import Calibration
from chairpi.core.events.event import EVENT_NAMES, Event, as_record
from chairpi.core.events.movement import ShiftSize, WeightShift
from chairpi.core.events.posture import Posture, PostureChanged, SlideBegan, SlideEnd, SlideEnded
from chairpi.core.events.presence import (
    BreakCredited,
    Credit,
    ObjectGone,
    ObjectSeen,
    SatDown,
    SitterChosen,
    SitterSuggested,
    StoodUp,
)
from chairpi.core.events.prompting import (
    MarkTakenBack,
    Moment,
    Noticed,
    NoticeKind,
    Outcome,
    PromptCleared,
    PromptKind,
    PromptMarkedWrong,
    PromptRaised,
    Quiet,
    QuietBegan,
    QuietEnded,
    SettingsChosen,
    TargetOfToday,
)
from chairpi.core.events.requests import Refused
from chairpi.core.events.seat_check import SeatCheckDone, SeatCheckEnd, SeatCheckKind
from chairpi.core.events.upright import Doubt, ReferenceDoubted, ReferenceSet, ReferenceSource
from chairpi.core.events.weighing import CellFound, CellLost, Gap, Minute, SupplyChanged
from chairpi.core.events.zero import EmptyLoadChanged, ZeroMoved
from chairpi.errors import StoreError
from chairpi.store.calibrations import RecordedCalibration
from chairpi.store.history import History
from chairpi.store.rows import AT_ONCE

Query = Callable[..., list[tuple[Any, ...]]]

OFFSET_S = 1_795_000_000.0
"""Wall clock minus monotonic clock [s] in these tests."""

SAT_DOWN = SatDown(103.0, since_t_s=100.0, break_s=None, seen=True)
STOOD_UP = StoodUp(705.0, since_t_s=100.0, left_t_s=700.0, bout_s=600.0, seen=True)
SAT_DOWN_AGAIN = SatDown(1003.0, since_t_s=1000.0, break_s=300.0, seen=True)
MINUTE = Minute(120.0, 60.0, 60.0, 20.0, 5.0, 700.5, 12.5, -3.0, 30.0, None)
REFERENCE = ReferenceSet(200.0, ReferenceSource.GUIDED, 4.0, -1.0, 702.0, 35.5, None, 0.0)
RAISED = PromptRaised(
    1900.0,
    PromptKind.STAND,
    1,
    "You have been sitting for 30 minutes.",
    Moment.SHIFT,
    1800.0,
    trace=((700.0, 1.5, None),),
)
CLEARED = PromptCleared(1960.0, PromptKind.STAND, 1, Outcome.STOOD, after_s=58.0)

LOGGED_EVENTS: list[Event] = [
    SAT_DOWN,
    STOOD_UP,
    ObjectSeen(10.0, 4.5),
    ObjectGone(11.0),
    PostureChanged(12.0, Posture.LEAN_LEFT),
    WeightShift(12.5, 3.5, ShiftSize.MACRO, 31.0, 30.0, -7.5),
    SlideBegan(13.0, 9.0, 41.5, 12.25),
    SlideEnded(14.0, 9.0, 5.0, 44.25, SlideEnd.RETURNED),
    RAISED,
    CLEARED,
    REFERENCE,
    Refused(16.0, "snooze", "There is no prompt to put off."),
    CellLost(17.0, "seat_front_left"),
    CellFound(18.0, "seat_front_left"),
    SupplyChanged(18.5, low=True),
    Gap(19.0, 7.0),
    ZeroMoved(20.0, (10.5, -20.25), 0.2),
    EmptyLoadChanged(21.0, 0.8),
    ReferenceDoubted(22.0, Doubt.PLACE, -33.0, 0.02),
    BreakCredited(23.0, Credit.PART, 31.5, 1200.0),
    PromptMarkedWrong(24.0, PromptKind.SLIDE, 1, "slide_after_s", 120.0, 180.0),
    SeatCheckDone(24.5, SeatCheckKind.SIT_TO_STAND, SeatCheckEnd.DONE, 30.0, 12, 1, 0.0, 0.0, 0.0),
    MarkTakenBack(25.0, PromptKind.SLIDE, 1, "slide_after_s", 180.0, 120.0),
    Noticed(26.0, NoticeKind.BUDGET, "Eight hours of sitting today."),
    QuietBegan(27.0, Quiet.MEETING, 1827.0),
    QuietEnded(28.0, Quiet.MEETING),
    TargetOfToday(29.0, 2700.0, lengthened=True),
    SettingsChosen(30.0, 1, {"stand_after_min": 45.0, "working_hours": ["Mon-Fri 08:30-12:00"]}),
    SitterChosen(31.0, 31.0, 1, by_load=False),
    SitterSuggested(32.0, 2),
]


def open_history(path: Path, boot_id: str = "boot-a", t_s: float = 0.0) -> History:
    return History.open(path, boot_id, t_s, t_s + OFFSET_S)


@pytest.mark.parametrize("event", LOGGED_EVENTS, ids=lambda event: EVENT_NAMES[type(event)])
def test_every_event_but_the_minute_is_in_the_log_as_its_record(
    event: Event, history_path: Path, on_disk: Query
) -> None:
    with open_history(history_path) as history:
        history.record([event], OFFSET_S)

    ((boot_id, t_s, utc_s, name, record),) = on_disk("SELECT boot_id, t_s, utc_s, name, record FROM event")
    assert (boot_id, t_s, utc_s, name) == ("boot-a", event.t_s, event.t_s + OFFSET_S, EVENT_NAMES[type(event)])
    assert json.loads(record) == {key: value for key, value in as_record(event).items() if key != "trace"}


def test_the_log_is_tried_with_every_event_there_is() -> None:
    assert {type(event) for event in LOGGED_EVENTS} | {Minute} == set(get_args(Event))


def test_a_minute_lands_in_its_row_and_only_there(history_path: Path, on_disk: Query) -> None:
    with open_history(history_path) as history:
        history.record([MINUTE], OFFSET_S)

    assert on_disk("SELECT * FROM minute") == [
        (
            1,
            "boot-a",
            120.0,
            120.0 + OFFSET_S,
            60.0,
            60.0 + OFFSET_S,
            60.0,
            20.0,
            5.0,
            700.5,
            12.5,
            -3.0,
            30.0,
            None,
            1,
            0.0,
        )
    ]
    assert on_disk("SELECT * FROM event") == []


def test_a_bout_is_open_until_its_end_is_seen(history_path: Path, on_disk: Query) -> None:
    with open_history(history_path) as history:
        history.record([SAT_DOWN], OFFSET_S)
        open_rows = on_disk("SELECT began_t_s, began_utc_s, began_seen, ended_t_s, ended_utc_s, ended_seen FROM bout")
        history.record([STOOD_UP], OFFSET_S)
        closed_rows = on_disk("SELECT began_t_s, began_utc_s, began_seen, ended_t_s, ended_utc_s, ended_seen FROM bout")

    assert open_rows == [(100.0, 100.0 + OFFSET_S, 1, None, None, None)]
    assert closed_rows == [(100.0, 100.0 + OFFSET_S, 1, 700.0, 700.0 + OFFSET_S, 1)]


def test_a_break_lies_between_two_bouts(history_path: Path, on_disk: Query) -> None:
    with open_history(history_path) as history:
        history.record([SAT_DOWN, STOOD_UP], OFFSET_S)
        open_rows = on_disk("SELECT began_t_s, began_utc_s, ended_t_s, ended_utc_s, ended_seen FROM break")
        history.record([SAT_DOWN_AGAIN], OFFSET_S)
        closed_rows = on_disk("SELECT began_t_s, began_utc_s, ended_t_s, ended_utc_s, ended_seen FROM break")

    assert open_rows == [(700.0, 700.0 + OFFSET_S, None, None, None)]
    assert closed_rows == [(700.0, 700.0 + OFFSET_S, 1000.0, 1000.0 + OFFSET_S, 1)]


def test_no_break_follows_an_end_that_nobody_watched(history_path: Path, on_disk: Query) -> None:
    unseen = StoodUp(900.0, since_t_s=100.0, left_t_s=640.0, bout_s=540.0, seen=False)
    with open_history(history_path) as history:
        history.record([SAT_DOWN, unseen], OFFSET_S)

    assert on_disk("SELECT began_t_s, ended_t_s, ended_seen FROM bout") == [(100.0, 640.0, 0)]
    assert on_disk("SELECT * FROM break") == []


def test_a_gap_ends_a_break_where_it_began(history_path: Path, on_disk: Query) -> None:
    with open_history(history_path) as history:
        history.record([SAT_DOWN, STOOD_UP, Gap(900.0, 100.0)], OFFSET_S)
        history.record([SatDown(1003.0, since_t_s=1000.0, break_s=None, seen=True)], OFFSET_S)

    assert on_disk("SELECT began_t_s, ended_t_s, ended_utc_s, ended_seen FROM break") == [
        (700.0, 800.0, 800.0 + OFFSET_S, 0)
    ]


def test_a_seat_found_empty_after_a_gap_begins_a_break_of_its_own(history_path: Path, on_disk: Query) -> None:
    with open_history(history_path) as history:
        history.record([SAT_DOWN, STOOD_UP, Gap(900.0, 100.0)], OFFSET_S)
        history.record([SatDown(1003.0, since_t_s=1000.0, break_s=99.0, seen=True)], OFFSET_S)

    assert on_disk("SELECT began_t_s, began_utc_s, began_seen, ended_t_s, ended_seen FROM break") == [
        (700.0, 700.0 + OFFSET_S, 1, 800.0, 0),
        (901.0, 901.0 + OFFSET_S, 0, 1000.0, 1),
    ]


def test_a_calibration_is_written_only_when_it_changes(history_path: Path, on_disk: Query) -> None:
    cells = ("seat_left", "seat_right", "seat_rear")
    first = Calibration((10.5, -20.0, 30.0), (1000.0, 1001.0, -999.125))
    second = Calibration((10.5, -20.0, 31.0), (1000.0, 1001.0, -999.125))
    with open_history(history_path) as history:
        nothing = history.calibrations.latest()
        added = [
            history.calibrations.record(cells, calibration, "chairpi.toml", t_s, t_s + OFFSET_S)
            for t_s, calibration in ((1.0, first), (2.0, first), (3.0, second), (4.0, first))
        ]
        latest = history.calibrations.latest()

    assert nothing is None
    assert added == [True, False, True, True]
    assert latest == RecordedCalibration(cells, first, "chairpi.toml", 4.0 + OFFSET_S)
    assert on_disk("SELECT t_s, source, zero_counts FROM calibration WHERE calibration_id = 2") == [
        (3.0, "chairpi.toml", '{"seat_left": 10.5, "seat_right": -20.0, "seat_rear": 31.0}')
    ]


def test_calibrations_are_kept_newest_first_so_that_one_can_step_back(history_path: Path) -> None:
    cells = ("seat_left", "back_upper", "seat_right", "seat_rear")
    plain = Calibration((1.0, 2.0, 3.0, 4.0), (1000.0,) * 4)
    mapped = Calibration(
        plain.zero_counts, plain.counts_per_n, ((1.0, 1.1, 0.9), (100.5, 101.0, -150.0), (-1.0, 2.0, 0.25))
    )
    with open_history(history_path) as history:
        history.calibrations.record(cells, plain, "configuration", 1.0, 1.0 + OFFSET_S)
        history.calibrations.record(cells, mapped, "guided", 2.0, 2.0 + OFFSET_S)
        again = history.calibrations.record(cells, mapped, "guided", 3.0, 3.0 + OFFSET_S)
    with open_history(history_path, "boot-b") as history:
        recorded = history.calibrations.recorded()
        newest = history.calibrations.recorded(1)
        latest = history.calibrations.latest()

    assert not again
    assert [(entry.source, entry.calibration) for entry in recorded] == [("guided", mapped), ("configuration", plain)]
    assert newest == recorded[:1]
    assert latest == recorded[0]
    assert {entry.cells for entry in recorded} == {cells}


def test_the_zeros_told_last_go_on_until_there_is_another_calibration(history_path: Path) -> None:
    cells, first = ("seat_a", "seat_b"), Calibration((1.0, 2.0), (1.0, 1.0))
    second = Calibration((5.0, 6.0), (1.0, 1.0))
    found = []
    with open_history(history_path) as history:
        found.append(history.calibrations.latest_zero_counts())
        history.calibrations.record(cells, first, "configuration", 1.0, 1.0 + OFFSET_S)
        history.record([ZeroMoved(100.0, (1.5, 2.5), 0.2), ZeroMoved(200.0, (1.75, 2.5), 0.2)], OFFSET_S)
    with open_history(history_path, "boot-b") as history:  # a later boot, whose clocks are both behind
        found.append(history.calibrations.latest_zero_counts())
        history.calibrations.record(cells, second, "guided", 2.0, 3.0)
        found.append(history.calibrations.latest_zero_counts())
        history.record([ZeroMoved(3.0, (5.5, 6.0), 0.2)], 0.0)
        history.commit_if_due(100.0)
        found.append(history.calibrations.latest_zero_counts())

    assert found == [None, (1.75, 2.5), None, (5.5, 6.0)]


def test_what_a_person_did_is_on_the_disk_at_once(history_path: Path, on_disk: Query) -> None:
    with open_history(history_path) as history:
        seen = []
        for event in LOGGED_EVENTS:
            if isinstance(event, AT_ONCE):
                history.record([event], OFFSET_S)
                seen += on_disk("SELECT name FROM event ORDER BY event_id DESC LIMIT 1")

    assert seen == [(EVENT_NAMES[type(event)],) for event in LOGGED_EVENTS if isinstance(event, AT_ONCE)]
    assert len(seen) == 11


def test_the_rest_is_on_the_disk_within_a_minute(history_path: Path, on_disk: Query) -> None:
    with open_history(history_path, t_s=100.0) as history:
        history.record([MINUTE, PostureChanged(121.0, Posture.UPRIGHT)], OFFSET_S)
        history.commit_if_due(159.9)
        early = on_disk("SELECT (SELECT count(*) FROM minute), (SELECT count(*) FROM event)")
        history.commit_if_due(160.0)
        late = on_disk("SELECT (SELECT count(*) FROM minute), (SELECT count(*) FROM event)")

    assert early == [(0, 0)]
    assert late == [(1, 1)]


def test_an_event_at_once_takes_along_what_waits(history_path: Path, on_disk: Query) -> None:
    with open_history(history_path) as history:
        history.record([CellLost(50.0, "seat_front_left")], OFFSET_S)
        history.record([SAT_DOWN], OFFSET_S)
        names = on_disk("SELECT name FROM event ORDER BY event_id")

    assert names == [("cell_lost",), ("sat_down",)]


def test_closing_writes_what_waits(history_path: Path, on_disk: Query) -> None:
    history = open_history(history_path)
    history.record([MINUTE], OFFSET_S)
    history.close()

    assert on_disk("SELECT count(*) FROM minute") == [(1,)]


def test_closing_ends_what_nobody_watches_further(history_path: Path, on_disk: Query) -> None:
    with open_history(history_path) as history:
        history.record(
            [SAT_DOWN, STOOD_UP, Minute(780.0, 720.0, 60.0, 0.0, 0.0, None, None, None, None, None)], OFFSET_S
        )

    assert on_disk("SELECT ended_t_s, ended_utc_s, ended_seen FROM break") == [(780.0, 780.0 + OFFSET_S, 0)]


@pytest.mark.parametrize("next_boot_id", ["boot-a", "boot-b"])
def test_what_a_killed_process_left_open_ends_when_it_was_last_heard(
    next_boot_id: str, history_path: Path, tmp_path: Path
) -> None:
    history = open_history(history_path)
    history.record([SAT_DOWN, MINUTE, RAISED], OFFSET_S)
    history.record(
        [Minute(1920.0, 1860.0, 60.0, 60.0, 0.0, 700.0, 0.0, 0.0, None, None)], OFFSET_S
    )  # waits for its minute
    copy_path = tmp_path / "copy" / "history.db"
    copy_path.parent.mkdir()
    for part in history_path.parent.iterdir():  # the file and its log as a power cut leaves them
        (copy_path.parent / part.name).write_bytes(part.read_bytes())
    history.close()

    with open_history(copy_path, next_boot_id, t_s=9000.0), closing(sqlite3.connect(copy_path)) as connection:
        bouts = connection.execute("SELECT began_t_s, ended_t_s, ended_utc_s, ended_seen FROM bout").fetchall()
        prompts = connection.execute("SELECT cleared_t_s, cleared_utc_s, outcome FROM prompt").fetchall()

    assert bouts == [(100.0, RAISED.t_s, RAISED.t_s + OFFSET_S, 0)]
    assert prompts == [(RAISED.t_s, RAISED.t_s + OFFSET_S, "unseen")]


def test_a_clock_that_jumps_stretches_no_bout(history_path: Path, on_disk: Query) -> None:
    a_year_s = 365 * 86_400.0
    with open_history(history_path) as history:
        history.record([SAT_DOWN], OFFSET_S - a_year_s)
        history.record([STOOD_UP], OFFSET_S)
        history.record([SAT_DOWN_AGAIN], OFFSET_S + a_year_s)

    assert on_disk("SELECT ended_utc_s - began_utc_s FROM bout WHERE bout_id = 1") == [(600.0,)]
    assert on_disk("SELECT ended_utc_s - began_utc_s FROM break") == [(300.0,)]


def test_each_boot_is_kept_once(history_path: Path, on_disk: Query) -> None:
    open_history(history_path, "boot-a", 5.0).close()
    open_history(history_path, "boot-a", 50.0).close()
    open_history(history_path, "boot-b", 102.0).close()

    assert on_disk("SELECT * FROM boot ORDER BY started_t_s") == [
        ("boot-a", 5.0, 5.0 + OFFSET_S, "system", 1),
        ("boot-b", 102.0, 102.0 + OFFSET_S, "system", 1),
    ]


def test_an_event_with_an_impossible_number_is_refused_whole(history_path: Path, on_disk: Query) -> None:
    with open_history(history_path) as history:
        with pytest.raises(ValueError, match="Out of range float"):
            history.record(
                [ReferenceSet(1.0, ReferenceSource.GUIDED, float("nan"), 0.0, 700.0, None, None, 0.0)], OFFSET_S
            )
        history.record([REFERENCE], OFFSET_S)

    assert on_disk("SELECT cop_ap_mm FROM reference") == [(4.0,)]


def test_what_could_not_be_written_is_written_later(history_path: Path, on_disk: Query) -> None:
    with History.open(history_path, "boot-a", 0.0, OFFSET_S, busy_timeout_s=0.0) as history:
        with closing(sqlite3.connect(history_path, isolation_level=None)) as intruder:
            intruder.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreError, match="held by another programme"):
                history.record([SAT_DOWN], OFFSET_S)
            history.commit_if_due(SAT_DOWN.t_s + 59.0)  # not yet: an attempt may take seconds
            with pytest.raises(StoreError, match="held by another programme"):
                history.commit_if_due(SAT_DOWN.t_s + 60.0)
        history.commit_if_due(SAT_DOWN.t_s + 120.0)
        names = on_disk("SELECT name FROM event")

    assert names == [("sat_down",)]
