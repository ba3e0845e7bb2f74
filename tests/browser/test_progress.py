"""The Progress page and the days ahead in a real browser: readable for everybody, on every screen, and a file that arrives."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from icalendar import Calendar
from looked_over import violations

from chairpi.dashboard.services import EXTENSION
from chairpi.programme.diary import CheckedIn, Finding, Occasion, SelfChecked, SessionDone, SignsAnswered, Worked
from chairpi.programme.exercises import Cause, Kind, Muscle
from chairpi.programme.plan.fold import SESSION
from chairpi.store.history import History

pytestmark = pytest.mark.browser

STRETCHED = (Worked("seated-hamstring-stretch", Kind.STRETCH, (Muscle.HAMSTRINGS,)),)
WORKED = (*STRETCHED, Worked("bridge", Kind.STRENGTHEN, (Muscle.GLUTES,)))
PAGES = ("/programme/progress", "/programme/calendar")


@pytest.fixture
def begun(house):
    """A programme of eight days, with the answers of three of them."""
    parts = house.app.extensions[EXTENSION]
    utc_s = parts.clock.utc_s()
    History.open(parts.history_path, "boot", 0.0, utc_s).close()
    first = parts.days.date_of(utc_s) - timedelta(days=8)
    entries = [
        SignsAnswered(first, Occasion.START),
        SelfChecked(first, dict.fromkeys(Cause, Finding.YES)),
        *(SessionDone(first + timedelta(days=n), SESSION, STRETCHED, None, 600.0) for n in (0, 2, 4)),
        CheckedIn(first + timedelta(days=5), 3, 2),
        SessionDone(first + timedelta(days=5), SESSION, WORKED, None, 1500.0),
        CheckedIn(first + timedelta(days=6), 8, 2),
        CheckedIn(first + timedelta(days=8), 4, 1),
    ]
    for entry in entries:
        parts.book.add(1, entry, utc_s)
    return house


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_a_screen_reader_finds_nothing_wrong(begun, path, scheme):
    page = begun.open(path, color_scheme=scheme)
    for details in page.locator("details").all():
        details.locator("summary").click()
    found = violations(page, scheme)

    assert found == []
    assert (begun.complaints, begun.foreign) == ([], set())


@pytest.mark.parametrize("path", PAGES)
def test_a_telephone_shows_it_without_scrolling_aside(begun, path):
    page = begun.open(path, viewport={"width": 360, "height": 740})

    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_panels_share_one_time_axis(begun):
    page = begun.open(PAGES[0], viewport={"width": 1280, "height": 800})
    edges = {(box["x"], box["width"]) for box in (plot.bounding_box() for plot in page.locator("svg.plot").all())}
    weeks = {
        tuple(line.get_attribute("x1") for line in plot.locator("line.week").all())
        for plot in page.locator("svg.plot[role=img]").all()
    }

    assert len(edges) == len(weeks) == 1
    assert page.locator(".kept .bar").count() == 6  # four sessions, a day of rest, and one that was let go


def test_the_calendar_file_arrives_with_the_time_that_was_chosen(begun):
    page = begun.open(PAGES[1])
    page.get_by_label("At what time").fill("18:30")
    with page.expect_download() as download:
        page.get_by_role("button", name="Get the calendar file").click()
    calendar = Calendar.from_ical(Path(download.value.path()).read_bytes())

    assert download.value.suggested_filename == "chairpi.ics"
    assert {f"{entry.decoded('dtstart'):%H:%M}" for entry in calendar.walk("VEVENT")} == {"18:30"}
