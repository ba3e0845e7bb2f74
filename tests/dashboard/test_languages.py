"""Which language the pages, their refusals and their event streams speak, and how a reader chooses one."""

from __future__ import annotations

import dataclasses
import gettext
import json

import pytest

from chairpi.dashboard.languages import COOKIE
from chairpi.language.words import LANGUAGES, catalogue_in_place, speaking, spoken


class Shouting(gettext.NullTranslations):
    """A language that differs from English in every sentence, whatever the real catalogues say."""

    def gettext(self, message):
        return f"¡{message}"


@pytest.fixture
def french():
    with catalogue_in_place("fr", Shouting()):
        yield


def language_of(answer):
    return answer.text.partition('<html lang="')[2][:2]


def test_the_name_that_the_chair_gave_is_said_in_the_readers_language_and_a_chosen_one_is_not(
    dashboard, sensor, fakes, french
):
    dashboard.hear(sensor, fakes.SITTING)
    dashboard.client.set_cookie(COOKIE, "fr")

    for path in ("/", "/prompts"):
        page = dashboard.page(path)
        assert "¡Me" in page
        assert ">Me<" not in page
        assert "Anna" in page
        assert "¡Anna" not in page


def test_a_browser_that_chose_nothing_is_read_by_its_own_wish(dashboard):
    answers = [
        dashboard.client.get("/", headers={"Accept-Language": wish}) for wish in ("de-CH,de;q=0.9,en;q=0.5", "xx", "")
    ]

    assert [language_of(answer) for answer in answers] == ["de", "en", "en"]


def test_the_household_goes_before_the_browsers_wish(dashboard):
    book = dashboard.parts.book
    book.keep_preferences(dataclasses.replace(book.preferences(), language="fr"))

    assert language_of(dashboard.client.get("/", headers={"Accept-Language": "de"})) == "fr"


def test_what_this_browser_chose_goes_before_all(dashboard):
    book = dashboard.parts.book
    book.keep_preferences(dataclasses.replace(book.preferences(), language="fr"))
    dashboard.client.set_cookie(COOKIE, "de")

    assert language_of(dashboard.client.get("/", headers={"Accept-Language": "en"})) == "de"


def test_a_cookie_that_means_no_language_means_nothing(dashboard):
    dashboard.client.set_cookie(COOKIE, "../../etc")

    assert language_of(dashboard.client.get("/")) == "en"


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_form_chooses_a_language_and_leads_back(dashboard, code):
    form = {"csrf_token": dashboard.token(), "language": code, "next": "/today?day=2026-11-25"}

    answer = dashboard.client.post("/language", data=form)

    assert (answer.status_code, answer.location) == (303, "/today?day=2026-11-25")
    assert language_of(dashboard.client.get("/")) == code


@pytest.mark.parametrize("code", ["", "xx", "EN", "de\n"])
def test_a_language_that_is_not_there_is_refused_and_nothing_is_kept(dashboard, code):
    answer = dashboard.client.post("/language", data={"csrf_token": dashboard.token(), "language": code, "next": "/"})

    assert answer.status_code == 400
    assert "ChairPi does not speak that language yet." in answer.text
    assert dashboard.client.get_cookie(COOKIE) is None


@pytest.mark.parametrize(
    "place", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", ""]
)
def test_the_form_never_leads_off_the_site(dashboard, place):
    form = {"csrf_token": dashboard.token(), "language": "de", "next": place}

    assert dashboard.client.post("/language", data=form).location == "/"


def test_a_language_needs_the_token_too(dashboard):
    assert dashboard.client.post("/language", data={"language": "de"}).status_code == 400
    assert dashboard.client.get_cookie(COOKIE) is None


def test_strangers_are_refused_in_their_own_language_and_not_in_the_last_readers(dashboard, french):
    dashboard.client.set_cookie(COOKIE, "fr")
    dashboard.page()
    dashboard.client.delete_cookie(COOKIE)

    answer = dashboard.client.get("/", headers={"Host": "evil.example"})

    assert answer.status_code == 400
    assert "ChairPi does not answer to this name." in answer.text


def states_of(chunks):
    for chunk in chunks:
        name, _, data = chunk.decode().rstrip("\n").partition("\ndata: ")
        if name == "event: now":
            yield json.loads(data)["text"]["state"]


def test_two_streams_of_the_same_moment_speak_each_its_readers_language(sensor, dashboard, fakes, french):
    dashboard.hear(sensor, fakes.SITTING)
    english = dashboard.client.get("/api/v1/live")
    other = dashboard.app.test_client()
    other.set_cookie(COOKIE, "fr")
    shouting = other.get("/api/v1/live")

    first = [next(states_of(stream.iter_encoded())) for stream in (shouting, english)]
    english.close()
    shouting.close()

    assert first == ["¡You are sitting.", "You are sitting."]


def test_a_stream_goes_on_in_its_language_whoever_is_served_between_its_pieces(sensor, dashboard, fakes, french):
    dashboard.hear(sensor, fakes.SITTING)
    dashboard.client.set_cookie(COOKIE, "fr")
    stream = dashboard.client.get("/api/v1/live")
    states = states_of(stream.iter_encoded())

    with speaking("de"):
        before = next(states)
        after_first = spoken()
        sensor.say(fakes.VACANT)
        after = next(state for state in states if state != before)
        after_second = spoken()
    stream.close()

    assert (before, after) == ("¡You are sitting.", "¡Nobody is in the chair.")
    assert (after_first, after_second) == ("de", "de")


def test_the_answer_to_a_request_and_the_state_as_json_are_in_the_readers_language(sensor, dashboard, fakes, french):
    dashboard.hear(sensor, fakes.SITTING)
    dashboard.client.set_cookie(COOKIE, "fr")

    state = dashboard.client.get("/api/v1/now").json["text"]["state"]
    answer = dashboard.client.post(
        "/api/v1/requests", json={"request": "end_quiet"}, headers={"X-CSRFToken": dashboard.token()}
    )

    assert state == "¡You are sitting."
    assert answer.json["text"] == "¡Prompts may come again."
