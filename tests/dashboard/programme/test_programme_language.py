"""The programme in another language: what follows the reader, and what must not."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from icalendar import Calendar

from chairpi.dashboard.languages import COOKIE
from chairpi.dashboard.programme.calendar_file import TITLE
from chairpi.dashboard.programme.progress_picture import Axis, kept_panel
from chairpi.dashboard.programme.warning_signs import NO_NUMBER, numbers_in
from chairpi.language.words import catalogue_in_place, joined, speaking
from chairpi.programme.content import FormatError, Table
from chairpi.programme.diary import CheckedIn, Feel, Finding, Occasion, SelfChecked, SessionDone, SignsAnswered, Worked
from chairpi.programme.exercises import Cause, Kind, Muscle
from chairpi.programme.library import load_library
from chairpi.programme.phases import phases_of
from chairpi.programme.plan import ChairSaw, today
from chairpi.programme.plan.fold import SESSION
from chairpi.programme.progress import Kept, LivedDay
from chairpi.programme.session import session
from chairpi.programme.signs import load_signs
from chairpi.store.history import History

TODAY = date(2026, 11, 26)
STRETCHED = (Worked("seated-hamstring-stretch", Kind.STRETCH, (Muscle.HAMSTRINGS,)),)


class Marked(gettext.NullTranslations):
    """A language in which each sentence is the English one in brackets."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"

    def pgettext(self, context: str, message: str) -> str:
        return message if context == "signs in numbers" else f"⟦{message}⟧"


def outside(text: str) -> str:
    """What of a text no catalogue has been asked for."""
    while (inner := re.sub(r"⟦[^⟦⟧]*⟧", "", text)) != text:
        text = inner
    return text


@pytest.fixture
def marked() -> Iterator[None]:
    with catalogue_in_place("de", Marked()), speaking("de"):
        yield


@pytest.fixture
def diary() -> list:
    """Four days: warning signs, self-check, three days of stretching."""
    first = TODAY - timedelta(days=3)
    entries = [SignsAnswered(first, Occasion.START), SelfChecked(first, {Cause.TIGHT_HIPS: Finding.YES})]
    for n in range(3):
        entries.append(SessionDone(first + timedelta(days=n), SESSION, STRETCHED, Feel.RIGHT, 600.0))
        entries.append(CheckedIn(first + timedelta(days=n + 1), 2, 2))
    return entries


@pytest.mark.usefixtures("marked")
def test_the_plan_gives_its_reasons_in_the_readers_language(diary):
    plan = today(diary, TODAY, ChairSaw(5, 60.0, 22.0, -30.0))

    assert len(plan.order_why) == 3
    for sentence in (*plan.why, *plan.order_why):
        assert outside(sentence).strip() == ""


@pytest.mark.usefixtures("marked")
def test_the_player_is_told_each_phase_in_the_readers_language(diary):
    made = session(today(diary, TODAY), load_library())

    for text in (made.title, made.when, made.intro):
        assert outside(text) == ""
    for phase in phases_of(made.steps):
        for text in (phase.words, phase.detail, phase.spoken):
            assert outside(text) == ""


@pytest.mark.usefixtures("marked")
def test_a_refusal_is_in_the_readers_language_and_the_key_as_it_is_written():
    with pytest.raises(FormatError) as refused:
        Table("mine.json", {"sets": 9}, "step[2].").whole_number("sets", 1, 6)

    assert refused.value.key == "step[2].sets"
    assert outside(refused.value.reason) == ""


@pytest.mark.usefixtures("marked")
def test_a_language_has_a_list_of_its_own_kind():
    assert joined(["a", "b", "c"]) == "a⟦, ⟧b⟦ and ⟧c"
    assert joined(["a", "b"], with_and=False) == "a⟦, ⟧b"


@pytest.mark.usefixtures("marked")
def test_the_look_of_a_bar_follows_no_language():
    days = [LivedDay(TODAY + timedelta(days=n), kept) for n, kept in enumerate((Kept.DONE, Kept.NOT_DONE))]
    panel = kept_panel(days, Axis(TODAY, 28, TODAY))

    assert [bar.kind for bar in panel.bars] == ["done", "not-done"]
    assert [level.label for level in panel.levels] == ["⟦done⟧", "⟦not done⟧"]


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize("country", load_signs().countries.values(), ids=lambda country: country.code)
def test_numbers_can_be_dialled_in_every_language(country):
    for words in filter(None, (country.emergency, country.advice_line)):
        for number in numbers_in(words):
            assert number.dialled == number.words.replace(" ", "") or number.words == f"⟦{NO_NUMBER}⟧"


def test_a_calendar_that_subscribes_keeps_the_language_in_which_its_address_was_read(dashboard):
    with History.open(dashboard.parts.history_path, "boot", 0.0, dashboard.parts.clock.utc_s()):
        pass
    first = TODAY - timedelta(days=1)
    for entry in (SignsAnswered(first, Occasion.START), SelfChecked(first, {Cause.TIGHT_HIPS: Finding.YES})):
        dashboard.parts.book.add(1, entry, dashboard.parts.clock.utc_s())

    with catalogue_in_place("de", Marked()):
        dashboard.client.set_cookie(COOKIE, "de")
        address = re.search(r'<p class="address">([^<]+)</p>', dashboard.page("/programme/calendar"))[1]
        dashboard.client.delete_cookie(COOKIE)
        asked = address.replace("&amp;", "&").partition("localhost")[2]
        subscribed = Calendar.from_ical(dashboard.client.get(asked).data).walk("VEVENT")
        other = Calendar.from_ical(dashboard.client.get("/programme/calendar.ics").data).walk("VEVENT")

    assert {str(entry["summary"]) for entry in subscribed} == {f"⟦{TITLE}⟧"}
    assert {str(entry["summary"]) for entry in other} == {TITLE}
    assert [entry["uid"] for entry in subscribed] == [entry["uid"] for entry in other]
