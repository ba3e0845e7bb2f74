"""The report for a physiotherapist: what is on it is what the diary and the history say, and what the person chose."""

import html
import re
from datetime import date, timedelta

import pytest

from chairpi.dashboard.yours.report import PARTS
from chairpi.programme.diary import (
    ChairStood,
    CheckedIn,
    Finding,
    Occasion,
    SelfChecked,
    SessionDone,
    SignsAnswered,
    Stopped,
    StopReason,
    Worked,
)
from chairpi.programme.exercises import Cause, Kind, Muscle
from chairpi.programme.library import load_library
from chairpi.programme.own import Own
from chairpi.store.history import History

ME = 1
TODAY = date(2026, 11, 26)
NOON_UTC_S = 1_795_691_000.0
SHIPPED = load_library()
GIVEN = {
    "exercise": "bridge",
    "by": "Ms Keller",
    "weekdays": [0, 2],
    "reps": 8,
    "rep_s": 5.0,
    "sets": 4,
    "rest_s": 60.0,
    "note": "Heels flat.",
}


@pytest.fixture(autouse=True)
def somebody(dashboard):
    """The chair knows one person."""
    with History.open(dashboard.parts.history_path, "boot", 0.0, NOON_UTC_S):
        pass


@pytest.fixture
def diary(dashboard):
    begun = TODAY - timedelta(days=9)
    for entry in (
        SignsAnswered(begun, Occasion.START),
        SelfChecked(begun, {cause: Finding.YES if cause is Cause.WEAK_GLUTES else Finding.NO for cause in Cause}),
        SessionDone(begun, "session", (Worked("bridge", Kind.STRENGTHEN, (Muscle.GLUTES,)),), None, 900.0),
        CheckedIn(begun + timedelta(days=1), 4, 3),
        ChairStood(begun + timedelta(days=2), 14),
        Stopped(begun + timedelta(days=3), "bridge", StopReason.PAIN),
        SignsAnswered(begun + timedelta(days=3), Occasion.STOPPED, ("a-sign-of-another-version",)),
    ):
        dashboard.parts.book.add(ME, entry, NOON_UTC_S)


def text_of(page: str) -> str:
    main = page[page.index("<article") : page.index("</article>")] if "<article" in page else page
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)))


@pytest.mark.usefixtures("diary")
def test_it_says_in_short_what_a_physiotherapist_wants_to_know(dashboard) -> None:
    dashboard.parts.book.content.take_in(Own((), (), (GIVEN,)), ME, NOON_UTC_S)
    said = text_of(dashboard.page("/report"))

    assert "programme begun on 17 Nov 2026, now in week 2 · rhythm: every other day" in said
    assert f"{SHIPPED.exercises['bridge'].name} Heels flat. 4 × 8 Mon, Wed Ms Keller 1 day" in said
    assert re.search(r"17 Nov to 23 Nov .*? 4\.0 3\.0 14", said)
    assert f"20 Nov Stopped in “{SHIPPED.exercises['bridge'].name}”: it hurt." in said
    assert "20 Nov a-sign-of-another-version" in said
    assert "17 Nov none of them" in said
    assert f"{SHIPPED.causes[Cause.WEAK_GLUTES].name}: yes" in said
    assert "no diagnosis" in said


def test_it_is_there_before_anything_was_done(dashboard) -> None:
    said = text_of(dashboard.page("/report"))

    assert "the programme has not begun yet" in said
    assert "Nothing is entered." in said


HEADINGS = {
    "prescribed": "Prescribed",
    "plan": "Days on plan",
    "chair": "Sitting a day",
    "pictures": "The weeks as pictures",
    "noted": "Noted",
    "signs": "Warning signs, as answered",
    "self_check": "Self-check at home",
    "lines": "Notes",
}


@pytest.mark.usefixtures("diary")
@pytest.mark.parametrize("part", PARTS)
def test_only_what_was_ticked_is_on_it(dashboard, part: str) -> None:
    with_it = f"{part}&with=plan" if part == "pictures" else part  # pictures are of what is told
    said = text_of(dashboard.page(f"/report?chosen=yes&with={with_it}"))
    shown = {key for key, heading in HEADINGS.items() if f" {heading} " in said}

    assert shown == ({part, "plan"} if part == "pictures" else {part})


@pytest.mark.parametrize("weeks", [4, 8, 12])
def test_the_weeks_are_those_that_were_asked_for(dashboard, weeks: int) -> None:
    dashboard.parts.book.add(ME, SignsAnswered(TODAY - timedelta(weeks=20), Occasion.START), NOON_UTC_S)
    dashboard.parts.book.add(
        ME, SelfChecked(TODAY - timedelta(weeks=20), dict.fromkeys(Cause, Finding.YES)), NOON_UTC_S
    )
    table = dashboard.page(f"/report?weeks={weeks}")

    assert len(re.findall(r'<th scope="row" role="rowheader">\d+ \w+ to \d+ \w+</th>', table)) == weeks


def test_no_other_number_of_weeks_is_told_of(dashboard) -> None:
    assert dashboard.client.get("/report?weeks=5").status_code == 404


def test_the_old_address_leads_to_it(dashboard) -> None:
    answer = dashboard.client.get("/programme/print?sitter=1")

    assert (answer.status_code, answer.headers["Location"]) == (301, "/report?sitter=1")


def test_a_guest_is_asked_who_they_are(dashboard) -> None:
    with History.open(dashboard.parts.history_path, "boot", 0.0, NOON_UTC_S) as history:
        history.people.add("Ann", NOON_UTC_S)
    page = dashboard.page("/report")

    assert "Ann" in page
    assert "Prescribed" not in page
