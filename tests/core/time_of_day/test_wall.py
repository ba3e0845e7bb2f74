"""The clock on the wall: told once, it shows the sitter's date and minute, over midnight and daylight saving."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chairpi.core.time_of_day.wall import DAY_BEGINS_MINUTE, Local, Wall

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = st.sampled_from(
    (
        "UTC",
        "Europe/Berlin",
        "America/New_York",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "Pacific/Chatham",
        "America/Scoresbysund",
    )
)
T_S = st.floats(-1e6, 1e7)
UTC_S = st.floats(1.735e9, 4.0e9)


def told(year: int, *rest: int, t_s: float = 0.0, zone: str = "Europe/Berlin", fold: int = 0) -> Wall:
    """A clock that shows this at `t_s`."""
    wall = Wall()
    wall.tell(t_s, datetime(year, *rest, tzinfo=ZoneInfo(zone), fold=fold).timestamp(), zone)
    return wall


def shows(wall: Wall, t_s: float) -> str:
    local = wall.local(t_s)
    return "nothing" if local is None else f"{local.date} {local.minute // 60:02}:{local.minute % 60:02}"


def test_it_shows_nothing_until_it_is_told():
    wall = Wall()

    assert wall.local(100.0) is None
    assert wall.next_day_t_s(100.0) is None
    assert wall.at_t_s(date(2026, 1, 1), 0) is None
    assert wall.to_record() is None


@pytest.mark.parametrize("t_s", [float("nan"), float("-inf"), float("inf")])
def test_it_shows_nothing_at_no_time(t_s):
    wall = told(2026, 11, 23, 9, 0)

    assert wall.local(t_s) is None
    assert wall.next_day_t_s(t_s) is None


def test_it_shows_what_it_was_told_and_goes_on():
    wall = told(2026, 11, 23, 9, 0, t_s=1000.0)

    assert wall.local(1000.0) == Local(date(2026, 11, 23), 0, 9 * 60, date(2026, 11, 23).toordinal())
    assert shows(wall, 1059.9) == "2026-11-23 09:00"
    assert shows(wall, 1060.0) == "2026-11-23 09:01"
    assert shows(wall, 999.9) == "2026-11-23 08:59"


@pytest.mark.parametrize(
    ("begins", "after_s", "expected"),
    [
        pytest.param((2026, 3, 29, 1, 59), 60, "2026-03-29 03:00", id="put forward"),
        pytest.param((2026, 10, 25, 2, 59), 60, "2026-10-25 02:00", id="put back"),
        pytest.param((2026, 10, 25, 2, 59), 3660, "2026-10-25 03:00", id="after the hour that came twice"),
        pytest.param((2026, 12, 31, 23, 59), 60, "2027-01-01 00:00", id="midnight and a new year"),
        pytest.param((2028, 2, 28, 23, 59), 60, "2028-02-29 00:00", id="into a leap day"),
        pytest.param((2028, 2, 29, 23, 59), 60, "2028-03-01 00:00", id="out of a leap day"),
        pytest.param((2027, 2, 28, 23, 59), 60, "2027-03-01 00:00", id="no leap day"),
    ],
)
def test_it_knows_the_calendar_and_daylight_saving(begins, after_s, expected):
    assert shows(told(*begins), after_s) == expected


def test_the_day_of_sitting_begins_at_four():
    wall = told(2026, 11, 23, 3, 59)
    night, morning = wall.local(0.0), wall.local(60.0)

    assert night is not None
    assert morning is not None
    assert night.date == morning.date
    assert morning.day == night.day + 1
    assert wall.next_day_t_s(0.0) == 60.0
    assert wall.next_day_t_s(60.0) == 60.0 + 86_400.0


@pytest.mark.parametrize(
    ("begins", "hours"),
    [
        pytest.param((2026, 3, 28, 4, 0), 23, id="put forward"),
        pytest.param((2026, 10, 24, 4, 0), 25, id="put back"),
        pytest.param((2026, 6, 1, 4, 0), 24, id="any other"),
    ],
)
def test_a_day_is_an_hour_shorter_or_longer_where_the_clock_is_changed(begins, hours):
    assert told(*begins).next_day_t_s(0.0) == hours * 3600.0


@pytest.mark.parametrize(
    ("day", "minute", "expected_s"),
    [
        pytest.param(date(2026, 3, 29), 3 * 60, 3 * 3600 - 3600, id="after the hour left out"),
        pytest.param(date(2026, 3, 29), 2 * 60 + 30, 2.5 * 3600, id="within the hour left out: as long after"),
        pytest.param(date(2026, 3, 28), 24 * 60, 0.0, id="minute 1440 is the next midnight"),
        pytest.param(date(2026, 3, 28), 25 * 60, 3600.0, id="and later ones"),
    ],
)
def test_it_tells_when_it_will_show_a_minute(day, minute, expected_s):
    assert told(2026, 3, 29, 0, 0, t_s=50.0).at_t_s(day, minute) == 50.0 + expected_s


def test_of_an_hour_that_comes_twice_the_first_is_told():
    wall = told(2026, 10, 25, 0, 0)

    assert wall.at_t_s(date(2026, 10, 25), 2 * 60 + 30) == 2.5 * 3600
    assert shows(wall, 2.5 * 3600) == shows(wall, 3.5 * 3600) == "2026-10-25 02:30"


def test_a_jump_of_the_clock_shows_at_once():
    wall = told(2026, 11, 23, 9, 0)
    before = shows(wall, 10.0)
    wall.tell(10.0, datetime(2026, 11, 24, 17, 30, tzinfo=BERLIN).timestamp(), "Europe/Berlin")

    assert (before, shows(wall, 10.0)) == ("2026-11-23 09:00", "2026-11-24 17:30")


def test_another_zone_shows_at_once():
    wall = told(2026, 11, 23, 9, 0)
    before = shows(wall, 0.0)
    wall.tell(0.0, datetime(2026, 11, 23, 8, 0, tzinfo=UTC).timestamp(), "Asia/Tokyo")

    assert (before, shows(wall, 0.0)) == ("2026-11-23 09:00", "2026-11-23 17:00")


@pytest.mark.parametrize(
    "zone", ["", "Mars/Olympus", "Europe", "../../etc/passwd", "/etc/localtime", "Europe/Berlin\0", "zone.tab"]
)
def test_an_unknown_zone_is_refused_in_kind_words_and_what_was_told_stays(zone):
    wall = told(2026, 11, 23, 9, 0)

    with pytest.raises(ValueError, match="expected an IANA name"):
        wall.tell(5.0, 1.8e9, zone)

    assert shows(wall, 0.0) == "2026-11-23 09:00"


@pytest.mark.parametrize(
    ("t_s", "utc_s"),
    [(0.0, float("nan")), (0.0, float("inf")), (0.0, -1.0), (0.0, 1e20), (float("nan"), 1.8e9)],
    ids=["unknown", "endless", "before 1970", "beyond the calendar", "at no time"],
)
def test_what_is_no_time_is_refused(t_s, utc_s):
    wall = Wall()

    with pytest.raises(ValueError, match="seconds since 1970"):
        wall.tell(t_s, utc_s, "UTC")

    assert wall.local(0.0) is None


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"told_t_s": 0.0, "utc_s": "1", "zone": "UTC"},
        {"told_t_s": 0.0, "utc_s": 1.8e9},
        {"told_t_s": 0.0, "utc_s": 1.8e9, "zone": 5},
    ],
    ids=["empty", "a text for a number", "no zone", "a number for a zone"],
)
def test_a_record_that_is_none_is_refused(record):
    with pytest.raises(ValueError, match="expected"):
        Wall.from_record(record)


def test_without_a_record_it_shows_nothing():
    assert Wall.from_record(None).local(0.0) is None


@given(T_S, UTC_S, ZONES, st.floats(0, 4e6))
def test_a_record_brings_the_same_clock_back(told_t_s, utc_s, zone, later_s):
    wall = Wall()
    wall.tell(told_t_s, utc_s, zone)
    again = Wall.from_record(wall.to_record())

    assert again.local(told_t_s + later_s) == wall.local(told_t_s + later_s)
    assert again.to_record() == wall.to_record()


@given(T_S, UTC_S, ZONES, st.floats(0, 4e6))
def test_date_weekday_and_minute_are_those_of_the_calendar(told_t_s, utc_s, zone, later_s):
    wall = Wall()
    wall.tell(told_t_s, utc_s, zone)
    local = wall.local(told_t_s + later_s)
    expected = datetime.fromtimestamp((told_t_s + later_s - told_t_s + utc_s) // 60 * 60, ZoneInfo(zone))
    day = expected.replace(tzinfo=None) - timedelta(minutes=DAY_BEGINS_MINUTE)

    assert local == Local(expected.date(), expected.weekday(), expected.hour * 60 + expected.minute, day.toordinal())


@given(st.lists(st.floats(0, 400 * 86_400), min_size=2, max_size=20), UTC_S, ZONES)
def test_the_order_of_asking_changes_nothing(times_s, utc_s, zone):
    one, other = Wall(), Wall()
    one.tell(0.0, utc_s, zone)
    other.tell(0.0, utc_s, zone)
    asked = {t_s: one.local(t_s) for t_s in times_s}

    assert {t_s: other.local(t_s) for t_s in sorted(times_s)} == asked


@given(UTC_S, ZONES)
def test_days_tile(utc_s, zone):
    wall = Wall()
    wall.tell(0.0, utc_s, zone)
    t_s = 0.0
    for _ in range(400):
        local, begins_t_s = wall.local(t_s), wall.next_day_t_s(t_s)
        assert local is not None
        assert begins_t_s is not None
        last, first = wall.local(begins_t_s - 0.01), wall.local(begins_t_s + 0.01)
        assert last is not None
        assert first is not None
        assert (last.day, first.day) == (local.day, local.day + 1)
        assert first.minute == DAY_BEGINS_MINUTE
        assert 22.9 * 3600 <= begins_t_s - t_s <= 25.1 * 3600 or t_s == 0.0
        t_s = begins_t_s
