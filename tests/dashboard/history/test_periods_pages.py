"""The pages Week, Month and Year."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from chairpi.core.events.movement import ShiftSize, WeightShift
from chairpi.core.events.presence import SatDown, StoodUp
from chairpi.dashboard.history.period import Length, Period, period_of
from chairpi.store.history import History

ZONE = ZoneInfo("Europe/Zurich")
PAGES = ("/week", "/month", "/year")


def words(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def sat(day, minutes, shifts=0):
    """One bout from nine o'clock on, with weight shifts spread over it; monotonic time is the wall clock's."""
    began_t_s = datetime(day.year, day.month, day.day, 9, tzinfo=ZONE).timestamp()
    ended_t_s = began_t_s + 60 * minutes
    step_s = 60 * minutes / (shifts + 1)
    return [
        SatDown(began_t_s, began_t_s, None, True),
        *(
            WeightShift(began_t_s + n * step_s, began_t_s + n * step_s, ShiftSize.MICRO, 18.0, 14.0, 12.0)
            for n in range(1, shifts + 1)
        ),
        StoodUp(ended_t_s, began_t_s, ended_t_s, ended_t_s - began_t_s, True),
    ]


@pytest.fixture
def weeks(dashboard):
    """The week of today, 26 November, and the one before, each with days of sitting [min]."""

    def weeks(this, before, shifts=0):
        days = [
            *((date(2026, 11, 16) + timedelta(days=n), minutes) for n, minutes in enumerate(before)),
            *((date(2026, 11, 23) + timedelta(days=n), minutes) for n, minutes in enumerate(this)),
        ]
        events = [event for day, minutes in days for event in sat(day, minutes, shifts)]
        with History.open(dashboard.parts.history_path, "boot", events[0].t_s - 60, events[0].t_s - 60) as history:
            history.record(events, 0.0)

    return weeks


@pytest.mark.parametrize("path", PAGES)
def test_without_a_history_a_page_is_empty_and_kind(dashboard, path):
    text = words(dashboard.page(path))

    assert "Nothing was measured in this time." in text
    assert "In short" not in text


@pytest.mark.parametrize("path", ["/today", *PAGES])
def test_every_page_leads_to_the_others_for_the_same_day(dashboard, path):
    page = dashboard.page(f"{path}?day=2026-11-12")
    links = re.findall(r'<a href="(/(?:today|week|month|year)\?day=2026-11-12)"( aria-current="page")?', page)

    assert [link for link, _ in links] == [f"{other}?day=2026-11-12" for other in ("/today", *PAGES)]
    assert [link for link, current in links if current] == [f"{path}?day=2026-11-12"]


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        pytest.param("/week", "2026-11-02", "2026-11-16", id="week"),
        pytest.param("/month", "2026-10-01", None, id="month"),
        pytest.param("/year", "2025-01-01", None, id="year"),
    ],
)
def test_the_time_before_and_after_are_linked_as_far_as_there_is_one(dashboard, path, before, after):
    page = dashboard.page(f"{path}?day=2026-11-12")

    assert f'href="{path}?day={before}" rel="prev"' in page
    assert ('rel="next"' in page) == (after is not None)
    assert after is None or f'href="{path}?day={after}" rel="next"' in page


@pytest.mark.parametrize(("day", "status"), [("2026-11-27", 404), ("x", 400), ("1999-12-31", 404), ("2000-01-01", 200)])
@pytest.mark.parametrize("path", PAGES)
def test_days_that_are_none_are_refused_kindly(dashboard, path, day, status):
    assert dashboard.client.get(path, query_string={"day": day}).status_code == status


def test_a_week_is_compared_with_the_one_before(dashboard, weeks):
    weeks(this=[300, 310, 320], before=[200, 200, 200], shifts=20)
    text = words(dashboard.page("/week"))

    assert "3 days with sitting, 15 h 30 min in all." in text
    assert "5 h 10 min of sitting a day, more than in the time before (16 Nov to 22 Nov): 3 h 20 min." in text
    assert "4 weight shifts an hour, about as many as in the time before: 6." in text


@pytest.mark.parametrize(
    ("this", "before"),
    [
        pytest.param([300, 300], [300] * 5, id="two days so far"),
        pytest.param([300] * 3, [300, 300, 20], id="two days before, and a short visit"),
        pytest.param([300, 300, 20, 300], [300] * 3, id="today is not over"),
    ],
)
def test_where_there_is_too_little_nothing_is_compared(dashboard, weeks, this, before):
    weeks(this, before)
    text = words(dashboard.page("/week"))

    assert "both need 3 days with half an hour of sitting or more" in text
    assert "than in the time before" not in text


def test_days_on_which_the_chair_was_off_are_named_and_not_counted_as_nought(dashboard):
    days = [date(2026, 11, 23), date(2026, 11, 25)]
    for number, day in enumerate(days):
        events = sat(day, 60)
        with History.open(dashboard.parts.history_path, f"boot{number}", events[0].t_s, events[0].t_s) as history:
            history.record(events, 0.0)
    page = dashboard.page("/week")

    assert "On 2 days it was off." in words(page)
    row = re.search(r"24 Nov</a></th>(.*?)</tr>", page)
    assert row is not None
    assert set(re.findall(r"<td>(.*?)</td>", row[1])) == {"–"}


@pytest.mark.parametrize("path", PAGES)
def test_the_tables_are_complete_without_a_script(dashboard, weeks, path):
    weeks(this=[300, 310, 320], before=[200])
    page = dashboard.page(path)
    tables = re.findall(r"<table.*?</table>", page, re.DOTALL)

    assert len(tables) == (3 if path == "/year" else 2)
    for table in tables:
        assert "<caption>" in table
        assert '<th scope="col">' in table
        assert '<th scope="row">' in table
    assert "5 h 00 min" in page or "18 h 50 min" in page or "15 h 30 min" in page
    assert page.count(".csv?") >= 2


def test_every_chart_says_what_it_shows(dashboard, weeks):
    weeks(this=[300, 310, 320], before=[200])
    labels = re.findall(r'role="img" aria-label="([^"]+)"', dashboard.page("/week"))

    assert "Sitting. From 5 h 00 min to 5 h 20 min, the highest on 25 Nov." in labels
    assert "Each minute of these days. Most was sat in the hour 09–10." in labels
    assert all("From" in label or "in all" in label or "Each" in label for label in labels)


def test_the_year_is_a_calendar_with_numbers(dashboard, weeks):
    weeks(this=[300, 0.2, 500], before=[200])
    calendar = re.search(r'<table class="calendar">.*?</table>', dashboard.page("/year"), re.DOTALL)

    assert calendar is not None
    assert '<td class="shade-3">5</td><td class="shade-1">&lt;1</td><td class="shade-5">8</td>' in calendar[0]


def test_a_page_shows_one_persons_history(dashboard, weeks):
    weeks(this=[300, 310, 320], before=[200])

    assert "5 h 10 min" not in words(dashboard.page("/week?sitter=guests"))
    assert dashboard.client.get("/week?sitter=9").status_code == 404


def test_a_damaged_history_is_told_and_not_a_crash(dashboard):
    dashboard.parts.history_path.write_bytes(b"this is no database" * 100)

    answer = dashboard.client.get("/week")

    assert answer.status_code == 503
    assert "history.db" in answer.text


@pytest.mark.parametrize(
    ("length", "day", "expected"),
    [
        pytest.param(Length.WEEK, date(2027, 1, 1), Period(date(2026, 12, 28), date(2027, 1, 3)), id="over new year"),
        pytest.param(Length.MONTH, date(2028, 2, 29), Period(date(2028, 2, 1), date(2028, 2, 29)), id="leap day"),
        pytest.param(Length.YEAR, date(2028, 2, 29), Period(date(2028, 1, 1), date(2028, 12, 31)), id="leap year"),
    ],
)
def test_a_period_is_one_of_the_calendar(length, day, expected):
    assert period_of(length, day) == expected


def test_weeks_of_a_year_tile_it_without_gap_or_overlap():
    year = period_of(Length.YEAR, date(2026, 5, 5))
    days = [day for week in year.weeks() for day in week.days()]

    assert days == list(year.days())
