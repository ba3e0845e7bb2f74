"""The history as JSON and as files."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from chairpi.core.events.movement import ShiftSize, WeightShift
from chairpi.core.events.presence import SatDown, StoodUp
from chairpi.core.events.prompting import Moment, Outcome, PromptCleared, PromptKind, PromptRaised
from chairpi.core.events.upright import ReferenceSet, ReferenceSource
from chairpi.store.history import History

ZONE = ZoneInfo("Europe/Zurich")
DAYS, MINUTES = "/api/v1/history/days", "/api/v1/history/minutes"


def utc_s(day, time="00:00"):
    hour, minute = map(int, time.split(":"))
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE).timestamp()


def bout(day, began, ended, break_s=None):
    began_t_s, ended_t_s = utc_s(day, began), utc_s(day, ended)
    return [
        SatDown(began_t_s, began_t_s, break_s, True),
        StoodUp(ended_t_s, began_t_s, ended_t_s, ended_t_s - began_t_s, True),
    ]


@pytest.fixture
def write(dashboard):
    """Write events whose monotonic times are the wall clock's."""

    def write(*events):
        events = sorted(events, key=lambda event: event.t_s)
        with History.open(dashboard.parts.history_path, "boot", events[0].t_s - 60, events[0].t_s - 60) as history:
            history.record(events, 0.0)

    return write


def day_row(dashboard, day, **asked):
    answer = dashboard.client.get(DAYS, query_string={"from": day, "to": day, **asked})
    assert answer.status_code == 200
    (row,) = answer.json["rows"]
    return row


@pytest.fixture
def thursday(write):
    """Two bouts with a break, three weight shifts, and a prompt that was put off."""
    day = date(2026, 11, 19)
    at = [utc_s(day, time) for time in ("08:20", "08:30", "09:10")]
    raised = utc_s(day, "09:20")
    write(
        *bout(day, "08:10", "08:50"),
        *bout(day, "09:00", "10:00", 600.0),
        *(WeightShift(t_s, t_s, ShiftSize.MICRO, 18.0, 14.0, 12.0) for t_s in at),
        PromptRaised(raised, PromptKind.STAND, 1, "A break is due.", Moment.SHIFT, 1800.0),
        PromptCleared(raised + 60, PromptKind.STAND, 1, Outcome.SNOOZED, after_s=60.0),
    )
    return day


def test_a_day_is_told_in_numbers(dashboard, thursday):
    row = day_row(dashboard, thursday)

    assert row["start"] == "2026-11-19T00:00:00+01:00"
    assert row["end"] == "2026-11-20T00:00:00+01:00"
    assert (row["sitting_s"], row["n_bouts"], row["longest_bout_s"]) == (6000, 2, 3600)
    assert (row["n_breaks"], row["break_s"], row["n_shifts"], row["shifts_per_hour"]) == (1, 600, 3, 1.8)
    assert (row["n_taken"], row["n_put_off"], row["n_went_by"], row["n_other"]) == (0, 1, 0, 0)
    assert row["watched_s"] >= 6600
    assert row["aside_mm"] is None


def test_what_nobody_watched_is_null_and_not_nought(dashboard, thursday):
    row = day_row(dashboard, date(2026, 11, 17))

    assert row["watched_s"] == 0
    assert {row[name] for name in ("sitting_s", "n_bouts", "n_shifts", "slide_s", "n_taken", "aside_mm")} == {None}


def test_a_week_adds_its_days_up(dashboard, write):
    days = [date(2026, 11, 17), date(2026, 11, 19)]
    write(*(event for day in days for event in bout(day, "09:00", "10:00")))

    answer = dashboard.client.get(DAYS, query_string={"from": "2026-11-16", "to": "2026-11-25", "by": "week"}).json

    assert [(row["first_day"], row["last_day"]) for row in answer["rows"]] == [
        ("2026-11-16", "2026-11-22"),
        ("2026-11-23", "2026-11-25"),
    ]
    assert answer["rows"][0]["sitting_s"] == 7200


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        pytest.param(date(2026, 3, 29), 23, id="summer time begins"),
        pytest.param(date(2026, 10, 25), 25, id="summer time ends"),
    ],
)
def test_days_may_have_23_or_25_hours(dashboard, write, day, hours):
    write(*bout(day, "01:00", "04:00"))

    minutes = dashboard.client.get(MINUTES, query_string={"from": day, "to": day}).json
    row = day_row(dashboard, day)

    assert minutes["n_minutes"] == hours * 60
    assert row["sitting_s"] == (hours - 24 + 3) * 3600
    assert datetime.fromisoformat(row["end"]) - datetime.fromisoformat(row["start"])
    assert minutes["runs"].startswith(f"u60s{(hours - 24 + 3) * 60}")


def test_minutes_are_told_in_runs_with_the_days_they_begin(dashboard, thursday):
    answer = dashboard.client.get(MINUTES, query_string={"from": "2026-11-18", "to": "2026-11-19"}).json

    assert answer["days"] == [0, 1440]
    assert answer["start"] == "2026-11-18T00:00:00+01:00"
    assert answer["time_zone"] == "Europe/Zurich"
    assert answer["runs"].startswith(f"u{1440 + 490}s40e10s60")
    assert answer["letters"] == {"u": "unknown", "e": "empty", "s": "sitting", "f": "hips_forward"}


def test_each_person_has_their_own(dashboard, thursday):
    mine, guests = (day_row(dashboard, thursday, sitter=sitter) for sitter in ("1", "guests"))

    assert (mine["sitting_s"], guests["sitting_s"]) == (6000, 0)
    assert mine["watched_s"] == guests["watched_s"]


def test_left_and_right_are_told_of_one_person_with_a_reference(dashboard, write):
    from chairpi.core.events.weighing import Minute

    day = date(2026, 11, 19)
    at = utc_s(day, "09:00")
    write(
        *bout(day, "09:00", "10:00"),
        ReferenceSet(at + 1, ReferenceSource.GUIDED, 0.0, 2.0, 600.0, None, None, 0.0),
        *(Minute(at + 60 * n + 60, at + 60 * n, 60.0, 60.0, 0.0, 600.0, 0.0, 6.0, None, None) for n in range(1, 60)),
    )

    assert day_row(dashboard, day, sitter=1)["aside_mm"] == 4.0
    assert day_row(dashboard, day)["aside_mm"] is None  # nobody is named: everybody together


@pytest.mark.parametrize("path", [DAYS, MINUTES])
@pytest.mark.parametrize(
    ("asked", "status"),
    [
        pytest.param({}, 400, id="no days"),
        pytest.param({"from": "2026-11-19"}, 400, id="no end"),
        pytest.param({"from": "19.11.2026", "to": "2026-11-20"}, 400, id="another form"),
        pytest.param({"from": "2026-11-20", "to": "2026-11-19"}, 400, id="backwards"),
        pytest.param({"from": "2025-11-19", "to": "2026-11-20"}, 400, id="367 days"),
        pytest.param({"from": "1999-11-19", "to": "1999-11-20"}, 400, id="long ago"),
        pytest.param({"from": "9999-12-31", "to": "9999-12-31"}, 400, id="the last day of all"),
        pytest.param({"from": "2026-11-19", "to": "2026-11-20", "sitter": "9"}, 404, id="an unknown sitter"),
    ],
)
def test_what_cannot_be_told_is_refused_as_a_problem(dashboard, path, asked, status):
    answer = dashboard.client.get(path, query_string=asked)

    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert answer.json["status"] == status
    assert answer.json["detail"]


def test_rows_are_days_or_weeks_and_nothing_else(dashboard):
    asked = {"from": "2026-11-19", "to": "2026-11-20", "by": "month"}

    assert dashboard.client.get(DAYS, query_string=asked).status_code == 400


def lines_of(answer):
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    return list(csv.DictReader(io.StringIO(answer.text)))


def test_the_days_are_a_file_with_units_and_both_times(dashboard, thursday):
    answer = dashboard.client.get("/history/days.csv?from=2026-11-18&to=2026-11-19")
    before, day = lines_of(answer)

    assert answer.headers["Content-Disposition"] == ('attachment; filename="chairpi-days-2026-11-18-to-2026-11-19.csv"')
    assert (day["start_utc"], day["start_local"]) == ("2026-11-18T23:00:00Z", "2026-11-19T00:00:00+01:00")
    assert (day["sitting_s"], day["shifts_per_hour"]) == ("6000", "1.8")
    assert before["sitting_s"] == ""


def test_the_minutes_are_a_file_of_stretches(dashboard, thursday):
    lines = lines_of(dashboard.client.get("/history/minutes.csv?from=2026-11-19&to=2026-11-19"))

    assert lines[1] == {
        "start_utc": "2026-11-19T07:10:00Z",
        "start_local": "2026-11-19T08:10:00+01:00",
        "end_utc": "2026-11-19T07:50:00Z",
        "end_local": "2026-11-19T08:50:00+01:00",
        "length_min": "40",
        "state": "sitting",
    }
    assert sum(int(line["length_min"]) for line in lines) == 1440
