"""Local days."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from chairpi.days import HOUR_S, LocalDays
from chairpi.errors import ConfigError


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 3, 29), 23), (date(2026, 6, 1), 24), (date(2026, 10, 25), 25)],
)
def test_a_day_has_the_hours_it_has(day, hours):
    days = LocalDays("Europe/Zurich")

    start_utc_s, end_utc_s = days.bounds_utc_s(day)

    assert end_utc_s - start_utc_s == hours * HOUR_S
    assert days.date_of(start_utc_s) == day
    assert days.date_of(end_utc_s - 1) == day
    assert days.date_of(end_utc_s) != day


def test_a_zone_with_a_half_hour_has_its_own_midnight():
    days = LocalDays("Asia/Kolkata")

    assert days.time_of(days.bounds_utc_s(date(2026, 1, 1))[0]) == "00:00"
    assert days.time_of(0.0) == "05:30"


@pytest.mark.parametrize("name", ["Europe/Nowhere", "../etc/passwd", "/etc/localtime"])
def test_an_unknown_zone_is_refused_by_name(name):
    with pytest.raises(ConfigError, match="is not known"):
        LocalDays(name)


@pytest.mark.parametrize("name", [None, ""])
def test_without_a_name_the_machines_own_zone_is_used(name):
    start_utc_s, end_utc_s = LocalDays(name).bounds_utc_s(date(2026, 1, 15))

    assert end_utc_s - start_utc_s == 24 * HOUR_S


@pytest.mark.parametrize(
    ("then", "text"),
    [
        ((2026, 11, 26, 14, 30), "14:30"),
        ((2026, 11, 26, 8, 0), "08:00"),
        ((2026, 11, 27, 8, 30), "tomorrow 08:30"),
        ((2026, 11, 30, 8, 30), "Monday 08:30"),
        ((2027, 1, 4, 8, 30), "4 January 08:30"),
    ],
)
def test_a_moment_to_come_is_as_short_as_it_is_clear(then, text):
    zone = ZoneInfo("Europe/Zurich")
    now_utc_s = datetime(2026, 11, 26, 12, tzinfo=zone).timestamp()

    assert LocalDays("Europe/Zurich").moment_of(datetime(*then, tzinfo=zone).timestamp(), now_utc_s) == text


def test_hours_are_local_ones():
    days = LocalDays("Europe/Zurich")

    assert [days.hour_of(days.bounds_utc_s(date(2026, month, 1))[0] + 9.5 * HOUR_S) for month in (1, 7)] == [9, 9]
