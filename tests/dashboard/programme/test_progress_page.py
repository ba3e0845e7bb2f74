"""The Progress page."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta

import pytest

from chairpi.core.events.movement import ShiftSize, WeightShift
from chairpi.core.events.presence import SatDown, StoodUp
from chairpi.core.events.weighing import Minute
from chairpi.dashboard.programme.progress import axis_of, day_rows, first_day, week_rows
from chairpi.dashboard.programme.progress_picture import Axis
from chairpi.programme.diary import (
    BegunAnew,
    ChairStood,
    CheckedIn,
    Feel,
    Finding,
    Occasion,
    SelfChecked,
    SessionDone,
    SignsAnswered,
    Worked,
)
from chairpi.programme.exercises import Cause, Kind, Muscle
from chairpi.programme.plan.fold import SESSION
from chairpi.programme.progress import Kept, LivedDay
from chairpi.store.day_sums import DaySums
from chairpi.store.history import History

TODAY = date(2026, 11, 26)
BEGUN = TODAY - timedelta(days=9)
DAY_S = 86_400.0
WORKED = (
    Worked("seated-hamstring-stretch", Kind.STRETCH, (Muscle.HAMSTRINGS,)),
    Worked("bridge", Kind.STRENGTHEN, (Muscle.GLUTES,)),
)


def words(page: str) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


def bout(days: int):
    """Two hours of sitting in the morning, so many days before today, with a weight shift each ten minutes."""
    began_t_s = -days * DAY_S
    ended_t_s = began_t_s + 7200.0
    events = [SatDown(began_t_s, began_t_s, None, seen=False), StoodUp(ended_t_s, began_t_s, ended_t_s, 7200.0, True)]
    events += [
        WeightShift(t_s, t_s, ShiftSize.MICRO, 20.0, 20.0, 0.0)
        for t_s in (began_t_s + 600.0 * number for number in range(1, 12))
    ]
    events += [Minute(began_t_s + 660.0, began_t_s + 600.0, 60.0, 60.0, 0.0, 700.0, 0.0, 0.0, None, None)]
    return sorted(events, key=lambda event: event.t_s)


@pytest.fixture
def chair(dashboard):
    """Nine in the morning of today is moment 0; the first sitter sat on the three days before."""
    nine_utc_s = dashboard.parts.days.bounds_utc_s(TODAY)[0] + 9 * 3600.0
    with History.open(dashboard.parts.history_path, "boot", -20 * DAY_S, nine_utc_s - 20 * DAY_S) as history:
        for days in (3, 2, 1):
            history.record(bout(days), nine_utc_s)
    return history


@pytest.fixture
def diary(dashboard, chair):
    """Ten days of a programme: three of stretching, then a session, two days of rest, and another."""
    entries = [
        SignsAnswered(BEGUN, Occasion.START),
        SelfChecked(BEGUN, dict.fromkeys(Cause, Finding.YES)),
        *(SessionDone(BEGUN + timedelta(days=n), SESSION, WORKED[:1], Feel.RIGHT, 600.0) for n in (0, 2, 4)),
        SessionDone(BEGUN + timedelta(days=5), SESSION, WORKED, Feel.RIGHT, 1500.0),
        CheckedIn(BEGUN + timedelta(days=6), 9, 2),
        ChairStood(BEGUN + timedelta(days=6), 13),
        CheckedIn(BEGUN + timedelta(days=8), 3, 1),
        SessionDone(BEGUN + timedelta(days=8), SESSION, WORKED, Feel.EASY, 1500.0),
    ]
    for entry in entries:
        dashboard.parts.book.add(1, entry, dashboard.parts.clock.utc_s())
    return entries


def test_a_guest_is_asked_who_they_are(dashboard):
    page = dashboard.page("/programme/progress")

    assert "Whose programme is it?" in page
    assert 'class="panel' not in page


def test_without_a_programme_the_chair_alone_is_told(dashboard, chair):
    page = dashboard.page("/programme/progress")

    assert "No programme has begun yet" in words(page)
    assert re.findall(r'<figure class="panel (\w+)">', page) == ["sitting", "movement"]
    assert "Soreness" not in words(page)


def test_the_weeks_are_told_drawn_and_written_as_a_table(dashboard, diary):
    page = dashboard.page("/programme/progress")
    text = words(page)

    kinds = re.findall(r'<figure class="panel (\w+)">', page)
    assert kinds == ["kept", "soreness", "pain", "stands", "sitting", "movement"]
    assert "Of 7 planned days you kept 7, 2 days of prescribed rest among them." in text
    assert "2 answers so far. To compare two weeks that lie apart, each needs 2 answers." in text
    assert "24 Nov to 26 Nov 2 of 2 3.0 1.0 – 2 h 00 min 6 0" in text
    assert "17 Nov to 23 Nov 5 of 5 9.0 2.0 13 2 h 00 min 6 0" in text
    assert "23 Nov rest 9 2 13" in text


def test_every_picture_has_a_name_and_stands_beside_a_table(dashboard, diary):
    page = dashboard.page("/programme/progress")
    pictures = re.findall(r'<svg class="plot"[^>]*role="img" aria-label="([^"]+)"', page)

    assert len(pictures) == 6
    assert all(name.endswith("the tables below say the same") for name in pictures)
    assert page.count("<table") == 2
    assert 'style="' not in page


def test_a_damaged_history_is_told_and_not_a_crash(dashboard):
    dashboard.parts.history_path.write_bytes(b"this is no database" * 100)

    assert "history.db" in dashboard.client.get("/programme/progress").text


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("?weeks=4", 200),
        ("?weeks=26", 200),
        ("?weeks=5", 404),
        ("?weeks=x", 404),
        ("?sitter=1", 200),
        ("?sitter=9", 404),
    ],
)
def test_an_address_shows_known_people_and_lengths(dashboard, diary, address, status):
    assert dashboard.client.get(f"/programme/progress{address}").status_code == status


@pytest.mark.parametrize(
    ("n_days_ago", "n_weeks", "expected"),
    [
        pytest.param(None, 12, Axis(TODAY - timedelta(days=27), 28, TODAY), id="no programme: the latest four weeks"),
        pytest.param(0, 12, Axis(TODAY, 28, TODAY), id="the first day, with four weeks ahead"),
        pytest.param(27, 12, Axis(TODAY - timedelta(days=27), 28, TODAY), id="four weeks"),
        pytest.param(28, 12, Axis(TODAY - timedelta(days=28), 35, TODAY), id="a fifth begins"),
        pytest.param(28, 4, Axis(TODAY - timedelta(days=21), 28, TODAY), id="the latest four of five"),
        pytest.param(-1, 12, Axis(TODAY - timedelta(days=27), 28, TODAY), id="a clock that was wrong"),
    ],
)
def test_whole_weeks_of_the_programme_are_shown(n_days_ago, n_weeks, expected):
    begun = None if n_days_ago is None else TODAY - timedelta(days=n_days_ago)

    assert axis_of(begun, TODAY, n_weeks) == expected


def test_the_story_begins_with_the_first_self_check():
    first, second = (SelfChecked(BEGUN + timedelta(days=n), {}) for n in (0, 5))

    assert first_day([SignsAnswered(BEGUN, Occasion.START)]) is None
    assert first_day([first, BegunAnew(BEGUN), second]) == BEGUN


def test_days_without_anything_are_not_in_the_table():
    days = [LivedDay(BEGUN, Kept.FREE), LivedDay(BEGUN + timedelta(days=1), Kept.TO_COME)]
    measured = {one.day: DaySums(0.0, 1.0) for one in days}

    assert [(row.when, row.kept, row.sitting) for row in day_rows(days, measured)] == [("18 Nov", "to come", "–")]


def test_a_minute_on_the_seat_is_no_day_of_sitting_in_the_weeks_mean():
    measured = {
        BEGUN: DaySums(0.0, 1.0, sitting_s=3600.0, n_shifts=10, n_breaks=3),
        BEGUN + timedelta(days=1): DaySums(0.0, 1.0, sitting_s=60.0, n_shifts=9),
    }
    (row,) = week_rows([], measured, TODAY)

    assert (row.sitting, row.shifts, row.breaks) == ("1 h 00 min", "10", "3")


def test_today_which_is_not_over_is_in_no_mean():
    measured = {day: DaySums(0.0, 1.0, sitting_s=hours * 3600.0) for day, hours in ((BEGUN, 6.0), (TODAY, 1.0))}
    (row,) = week_rows([], measured, TODAY)

    assert row.sitting == "6 h 00 min"
