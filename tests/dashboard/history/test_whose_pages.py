"""Somebody sits, and another one's pages are open: every way on from there stays with the one whose pages they are."""

from __future__ import annotations

from datetime import date, timedelta
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import pytest

from chairpi.programme.diary import (
    ChairStood,
    CheckedIn,
    Finding,
    LeftOut,
    Occasion,
    SelfChecked,
    SessionDone,
    SignsAnswered,
    Stopped,
    StopReason,
    Worked,
)
from chairpi.programme.exercises import Cause, Kind, Muscle
from chairpi.programme.own import Own
from chairpi.store.history import History

TODAY = date(2026, 11, 26)
NOON_UTC_S = 1_795_690_800.0
ANNA = 2
ROUTINE = {"id": "my-break", "title": "My break", "when": "Now.", "intro": "Sit.", "step": [{"exercise": "grow-tall"}]}
GIVEN = {
    "exercise": "bridge",
    "by": "Ms Keller",
    "weekdays": [0, 2],
    "reps": 8,
    "rep_s": 5.0,
    "sets": 2,
    "rest_s": 60.0,
}
PATHS = (
    "/programme",
    "/programme/signs",
    "/programme/signs?again=yes",
    "/programme/self-check",
    "/programme/check-in",
    "/programme/review",
    "/programme/progress",
    "/programme/calendar",
    "/report",
    "/programme/chair-stand",
    "/programme/seat-check/sit-to-stand",
    "/programme/seat-check/seated-weight-shift",
    "/programme/content",
    "/programme/content/exercise",
    "/programme/content/exercise/bridge",
    "/programme/content/routine",
    "/programme/content/routine/my-break",
    "/programme/content/prescription",
    "/programme/content/prescription?exercise=bridge",
    "/stretch",
    "/stretch/exercises",
    "/stretch/exercises/bridge",
    "/stretch/exercises/sit-to-stand",
    "/stretch/session",
    "/stretch/glutes",
    "/stretch/only-bridge",
    "/when-to-get-help",
)
ABOUT = ("/programme", "/stretch", "/when-to-get-help")
"""Addresses of pages about a person begin so."""
NAMED = (
    "/programme/signs",
    "/programme/self-check",
    "/programme/check-in",
    "/programme/review",
    "/stretch/session",
    "/stretch/glutes",
    "/programme/chair-stand",
)
"""What is said there goes into a diary: so whose it is stands there."""


def checked(days_ago):
    first = TODAY - timedelta(days=days_ago)
    return [SignsAnswered(first, Occasion.START), SelfChecked(first, dict.fromkeys(Cause, Finding.YES))]


DIARIES = {
    "nothing yet": [],
    "the self-check comes next": [SignsAnswered(TODAY, Occasion.START)],
    "begun today": checked(0),
    "three weeks on": [
        *checked(22),
        SessionDone(
            TODAY - timedelta(days=2),
            "session",
            (Worked("bridge", Kind.STRENGTHEN, (Muscle.GLUTES,)),),
            None,
            600.0,
        ),
        CheckedIn(TODAY, 3, 2),
        LeftOut(TODAY, "clamshell"),
        LeftOut(TODAY, "sit-to-stand"),
        ChairStood(TODAY, 12),
    ],
    "a day of rest": [
        *checked(10),
        SessionDone(
            TODAY - timedelta(days=1),
            "session",
            (Worked("bridge", Kind.STRENGTHEN, (Muscle.GLUTES,)),),
            None,
            600.0,
        ),
        CheckedIn(TODAY, 9, 2),
    ],
    "stopped": [*checked(5), Stopped(TODAY, "bridge", StopReason.PAIN)],
    "locked": [*checked(5), SignsAnswered(TODAY, Occasion.ASKED, ("fever",))],
}


class Ways(HTMLParser):
    """The links and forms within <main>, but for those to somebody else's page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[tuple[str, set[tuple[str, str]]]] = []
        self.words: list[str] = []
        self._is_main = self._is_people = False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        if tag == "main":
            self._is_main = True
        elif tag == "nav":
            self._is_people = said.get("aria-label") == "People"
        elif not self._is_main:
            return
        elif tag == "a" and not self._is_people and "href" in said:
            self.links.append(said["href"])
        elif tag == "form":
            self.forms.append((said.get("action") or "", set()))
        elif tag == "input" and self.forms:
            self.forms[-1][1].add((said.get("name") or "", said.get("value") or ""))

    def handle_endtag(self, tag):
        if tag == "main":
            self._is_main = False
        elif tag == "nav":
            self._is_people = False

    def handle_data(self, data):
        if self._is_main:
            self.words.append(data)


@pytest.fixture
def anna(dashboard, sensor, fakes):
    """The second whom the chair knows; the first one sits."""
    with History.open(dashboard.parts.history_path, "boot", 0.0, NOON_UTC_S) as history:
        history.people.add("Anna", NOON_UTC_S)
    dashboard.hear(sensor, fakes.SITTING, sitter_id=1)
    dashboard.parts.book.content.take_in(Own((), (ROUTINE,), (GIVEN,)), ANNA, NOON_UTC_S)
    return dashboard


def with_sitter(path, sitter="2"):
    return f"{path}{'&' if '?' in path else '?'}sitter={sitter}"


def strays(page, sitter="2"):
    """The links and forms that would lead to whoever sits."""
    ways = Ways(page)
    links = [
        link
        for link in ways.links
        if link.startswith(ABOUT) and parse_qs(urlsplit(link).query).get("sitter") != [sitter]
    ]
    forms = [action for action, fields in ways.forms if ("sitter", sitter) not in fields]
    return links + forms


@pytest.mark.parametrize("entries", DIARIES.values(), ids=DIARIES)
def test_every_way_on_from_ones_pages_stays_with_one(anna, entries):
    for entry in entries:
        anna.parts.book.add(ANNA, entry, NOON_UTC_S)
    found = {}
    for path in PATHS:
        answer = anna.client.get(with_sitter(path), follow_redirects=True)
        assert answer.status_code == 200, path
        if lost := strays(answer.text):
            found[path] = lost

    assert found == {}


def test_a_guest_who_was_chosen_stays_one_or_chooses(anna):
    found = {}
    for path in [path for path in PATHS if not path.startswith("/programme/content/prescription")]:  # they have none
        ways = Ways(anna.page(with_sitter(path, "guests")))
        links = [link for link in ways.links if link.startswith(ABOUT) and "sitter=" not in link]
        if links + [action for action, fields in ways.forms if "sitter" not in dict(fields)]:
            found[path] = links

    assert found == {}


@pytest.mark.parametrize("path", NAMED)
def test_whose_it_is_stands_where_something_is_asked(anna, path):
    for entry in DIARIES["three weeks on"]:
        anna.parts.book.add(ANNA, entry, NOON_UTC_S)

    assert "Anna" in " ".join(Ways(anna.page(with_sitter(path))).words)


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/programme/check-in", {"soreness": "3", "pain": "2"}),
        ("/programme/check-in", {"soreness": "3"}),
        ("/programme/self-check", {"later": "yes"}),
        ("/programme/rhythm", {"rhythm": "daily"}),
        ("/programme/left-out", {"exercise": "bridge"}),
        ("/programme/signs/country", {"country": "CH"}),
        ("/stretch/glutes/done", {"worked": "bridge", "feel": "right"}),
        ("/stretch/glutes/stopped", {"exercise_id": "bridge", "why": "pain"}),
        ("/programme/seat-check/sit-to-stand/start", {}),
    ],
)
def test_what_follows_a_form_stays_with_one(anna, path, fields):
    for entry in DIARIES["three weeks on"][:-4]:
        anna.parts.book.add(ANNA, entry, NOON_UTC_S)
    data = {"csrf_token": anna.token(), "sitter": str(ANNA), **fields}
    answer = anna.client.post(path, data=data, follow_redirects=True)

    assert strays(answer.text) == []
    assert not anna.parts.book.entries(1)
