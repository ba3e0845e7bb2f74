"""The days ahead, as a page and as a calendar file that is parsed back."""

from __future__ import annotations

import html
import re
import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta

import pytest
from icalendar import Calendar

from chairpi.dashboard.programme.calendar_file import AHEAD_DAYS, TITLE, calendar_text
from chairpi.programme.diary import Finding, Occasion, SelfChecked, SessionDone, SignsAnswered, Worked
from chairpi.programme.exercises import Cause, Kind, Muscle
from chairpi.programme.plan.fold import SESSION
from chairpi.programme.upcoming import Upcoming
from chairpi.programme.wanted import Wanted
from chairpi.store.history import History

TODAY = date(2026, 11, 26)
DAY_S = 86_400.0
MADE_UTC_S = datetime(2026, 11, 26, 12, tzinfo=UTC).timestamp()
STRETCHED = (Worked("seated-hamstring-stretch", Kind.STRETCH, (Muscle.HAMSTRINGS,)),)
AHEAD = (
    Upcoming(TODAY, Wanted.REST),
    Upcoming(TODAY + timedelta(days=1), Wanted.STRETCH),
    Upcoming(TODAY + timedelta(days=2), Wanted.SESSION, 3),
    Upcoming(TODAY + timedelta(days=3), Wanted.NOTHING, 4),
)


def calendar(ahead=AHEAD, at: time | None = None) -> Calendar:
    text = calendar_text(
        ahead,
        at=at,
        uid_of=lambda day: f"{day}@chairpi",
        made_utc_s=MADE_UTC_S,
        address="http://chairpi.local/programme",
    )
    return Calendar.from_ical(text)


def words(page: str) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


@pytest.fixture
def known(dashboard):
    """The chair knows one person."""
    path = dashboard.parts.history_path
    History.open(path, "boot", 0.0, MADE_UTC_S - DAY_S).close()
    return dashboard


@pytest.fixture
def begun(known):
    """Their programme begins today, with a first day of stretching."""
    for entry in (
        SignsAnswered(TODAY, Occasion.START),
        SelfChecked(TODAY, dict.fromkeys(Cause, Finding.YES)),
        SessionDone(TODAY, SESSION, STRETCHED, None, 600.0),
    ):
        known.parts.book.add(1, entry, MADE_UTC_S)
    return known


def parsed(dashboard, address: str = "") -> Calendar:
    answer = dashboard.client.get(f"/programme/calendar.ics{address}")
    assert answer.status_code == 200
    assert answer.mimetype == "text/calendar"
    return Calendar.from_ical(answer.data)


def test_each_day_with_something_to_do_is_an_entry_of_a_whole_day():
    entries = calendar().walk("VEVENT")

    assert [entry.decoded("dtstart") for entry in entries] == [TODAY + timedelta(days=1), TODAY + timedelta(days=2)]
    assert {str(entry["transp"]) for entry in entries} == {"TRANSPARENT"}


def test_at_a_time_an_entry_has_its_length_and_no_zone():
    stretch, session = calendar(at=time(18, 30)).walk("VEVENT")

    assert stretch.decoded("dtstart") == datetime(2026, 11, 27, 18, 30)  # noqa: DTZ001  # as the clock on the wall shows it
    assert (stretch.decoded("duration"), session.decoded("duration")) == (timedelta(minutes=15), timedelta(minutes=30))


def test_an_entry_says_nothing_of_health():
    for entry in calendar().walk("VEVENT"):
        assert str(entry["summary"]) == TITLE
        assert str(entry["class"]) == "PRIVATE"
        assert not re.search(r"pain|sore|back|warning", str(entry["description"]), re.IGNORECASE)


def test_the_calendar_has_what_the_standard_wants():
    """RFC 5545, 3.6: VERSION and PRODID once; 3.6.1: UID and DTSTAMP in UTC in each entry. Lines end in CRLF within 75 octets (3.1)."""
    text = calendar_text(AHEAD, at=None, uid_of=str, made_utc_s=MADE_UTC_S, address="http://chairpi.local/programme")
    found = Calendar.from_ical(text)

    assert (found["version"], found["prodid"]) == ("2.0", "-//ChairPi//Programme//EN")
    assert all(entry.decoded("dtstamp") == datetime(2026, 11, 26, 12, tzinfo=UTC) for entry in found.walk("VEVENT"))
    assert len({str(entry["uid"]) for entry in found.walk("VEVENT")}) == 2
    lines = text.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75


def test_with_nothing_to_do_there_is_no_entry_and_it_can_be_read():
    assert calendar(()).walk("VEVENT") == []


def test_the_file_holds_the_planned_days_of_four_weeks(begun):
    days = [entry.decoded("dtstart") for entry in parsed(begun).walk("VEVENT")]

    assert days[:4] == [TODAY + timedelta(days=n) for n in (2, 4, 5, 7)]
    assert days == sorted(set(days))
    assert days[0] > TODAY
    assert days[-1] < TODAY + timedelta(days=AHEAD_DAYS)


def test_the_next_file_has_the_same_names_for_the_same_days(begun):
    before, after = (
        {entry.decoded("dtstart"): str(entry["uid"]) for entry in parsed(begun).walk("VEVENT")} for _ in range(2)
    )
    timed = {entry.decoded("dtstart").date(): str(entry["uid"]) for entry in parsed(begun, "?at=07:00").walk("VEVENT")}

    assert before == after == timed
    assert len(set(before.values())) == len(before)


@pytest.mark.parametrize("at", ["7:00", "25:00", "07:60", "now", "07:00:00"])
def test_a_time_that_is_none_is_refused_kindly(begun, at):
    answer = begun.client.get("/programme/calendar.ics", query_string={"at": at})

    assert answer.status_code == 400
    assert "18:00" in answer.text


def test_without_a_time_in_the_form_entries_are_whole_days(begun):
    assert parsed(begun, "?at=&sitter=1").walk("VEVENT")[0].decoded("dtstart") == TODAY + timedelta(days=2)


def test_the_page_lists_the_days_and_what_a_calendar_cannot_know(begun):
    text = words(begun.page("/programme/calendar"))

    assert "Week of 23 November Saturday, 28 November Stretching" in text
    assert "What a calendar cannot know How you feel on the day." in text
    assert "a look back after 3 weeks" in text


def test_the_page_names_an_address_to_subscribe_to(begun):
    page = begun.page("/programme/calendar")
    address = re.search(r'<p class="address">([^<]+)</p>', page)

    assert address is not None
    assert parsed(begun, address[1].partition("calendar.ics")[2]).walk("VEVENT")


def test_a_locked_programme_has_no_planned_day(begun):
    begun.parts.book.add(1, SignsAnswered(TODAY, Occasion.ASKED, ("fever",)), MADE_UTC_S)
    page = begun.page("/programme/calendar")

    assert parsed(begun).walk("VEVENT") == []
    assert "Nothing is planned now." in words(page)
    assert "calendar.ics" not in page


def test_nobody_has_no_calendar_and_is_asked_who_they_are(known, dashboard):
    assert dashboard.client.get("/programme/calendar.ics?sitter=guests").status_code == 404
    assert "calendar.ics" not in dashboard.page("/programme/calendar?sitter=guests")


def test_no_other_page_pays_for_the_calendars_library():
    script = "import sys, chairpi.dashboard.server; print('icalendar' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert told.stdout.strip() == "False"
