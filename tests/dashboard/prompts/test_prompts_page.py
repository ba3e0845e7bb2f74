"""The Prompts page: what came and why, what followed, the settings and the people."""

from __future__ import annotations

import html
import re
import sqlite3
import threading
from contextlib import closing
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from chairpi.core.events.presence import SitterChosen
from chairpi.core.events.prompting import (
    DismissReason,
    Moment,
    Outcome,
    PromptCleared,
    PromptKind,
    PromptMarkedWrong,
    PromptRaised,
    SettingsChosen,
)
from chairpi.store.history import History

MIDNIGHT_UTC_S = datetime(2026, 11, 26, tzinfo=ZoneInfo("Europe/Zurich")).timestamp()
DAY_S = 86_400.0
TRACE = tuple((520.0, 45.0, 2.0) for _ in range(50)) + tuple((430.0, 52.0, -20.0) for _ in range(10))


def visible(page: str) -> str:
    """The page's words without markup, without what is hidden, and with single spaces."""
    page = re.sub(r"<(\w+)[^>]* hidden>.*?</\1>", " ", page, flags=re.DOTALL)
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


def section(page: str, name: str) -> str:
    found = re.search(rf'<(section|li) [^>]*id="{name}".*?</\1>', page, re.DOTALL)
    assert found is not None
    return found[0]


def fields_of(form: str) -> dict[str, str]:
    """What a browser would send of a form, nothing changed."""
    fields = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ("checkbox" not in tag or " checked" in tag):
            fields[name[1]] = html.unescape(value[1]) if value else ""
    for name, text in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        fields[name] = html.unescape(text)
    return fields


def prompt(hour, number, kind=PromptKind.STAND, outcome=Outcome.STOOD, after_s=130.0, **figures):
    t_s = hour * 3600.0
    raised = PromptRaised(t_s, kind, number, f"Reason {number}.", Moment.SHIFT, 1830.0, **figures)
    why = DismissReason.MEETING if outcome is Outcome.DISMISSED else DismissReason.NONE
    cleared = () if outcome is None else (PromptCleared(t_s + after_s, kind, number, outcome, after_s, why),)
    return [raised, *cleared]


@pytest.fixture
def history(dashboard):
    """Prompts of two days, and two people."""
    path = dashboard.parts.history_path
    with History.open(path, "boot", -DAY_S, MIDNIGHT_UTC_S - DAY_S) as history:
        history.people.add("Anna", MIDNIGHT_UTC_S - DAY_S)
        history.record(
            [
                *prompt(-14.0, 1, outcome=Outcome.IGNORED, after_s=900.0),
                *prompt(9.5, 2),
                *prompt(
                    10.25, 3, PromptKind.SLIDE, Outcome.MOVED, 31.0,
                    slide_mm=44.0, uncertainty_mm=9.0, slide_s=360.0, trace=TRACE,
                ),
                *prompt(11.0, 4, outcome=Outcome.DISMISSED, after_s=4.0, n_put_off=2),
                PromptMarkedWrong(11.1 * 3600, PromptKind.SLIDE, 3, "slide_after_s", 120.0, 180.0),
            ],
            MIDNIGHT_UTC_S,
        )  # fmt: skip
    return path


def test_before_any_prompt_the_page_is_empty_and_kind(dashboard):
    text = visible(dashboard.page("/prompts"))

    assert "No prompt yet today." in text
    assert "No prompt came in these seven days." in text


def test_each_prompt_of_the_day_tells_what_became_of_it_the_latest_first(dashboard, history):
    page = dashboard.page("/prompts")

    assert re.findall(r'id="prompt-(\d+)"', page) == ["4", "3", "2"]
    assert "09:30 To stand Reason 2. You took a break, 2 min after it came." in visible(section(page, "prompt-2"))
    assert "You sat back, 31 s after it came. marked as wrong" in visible(section(page, "prompt-3"))
    assert "You closed it: in a meeting." in visible(section(page, "prompt-4"))


def test_why_a_prompt_came_is_told_with_its_figures_and_units(dashboard, history):
    page = dashboard.page("/prompts")

    slide = visible(section(page, "prompt-3"))
    put_off = visible(section(page, "prompt-4"))

    assert "It came when you shifted your weight" in slide
    assert "Sitting clock 30 min Hips forward by 44 mm, give or take 9 Hips forward for 6 min" in slide
    assert "Before that Put off twice" in put_off


def test_the_minute_before_is_a_picture_and_the_same_as_a_table(dashboard, history):
    prompt = section(dashboard.page("/prompts"), "prompt-3")

    assert len(re.findall(r"<polyline", prompt)) == 3
    assert "the table below says the same" in prompt
    assert '<tr><th scope="row">1 s</th><td>83 %</td><td>52 mm forward</td><td>20 mm left</td></tr>' in prompt


def test_where_the_minute_before_is_not_kept_the_page_says_so(dashboard, history):
    assert "The minute before it is kept for 30 days; of this one there is none." in visible(
        section(dashboard.page("/prompts"), "prompt-2")
    )


def test_a_prompt_can_be_said_to_be_wrong_and_that_be_taken_back(sensor, dashboard, history, fakes):
    dashboard.hear(sensor, fakes.SITTING)
    page = dashboard.page("/prompts")
    assert 'action="/requests/mark_wrong"' in section(page, "prompt-2")
    assert 'action="/requests/take_back_mark"' in section(page, "prompt-3")

    answer = dashboard.client.post("/requests/mark_wrong", data=fields_of(section(page, "prompt-2")))

    assert (answer.status_code, answer.location) == (303, "/prompts#prompt-2")
    assert sensor.asked == [{"request": "mark_wrong", "number": 2}]
    assert "Thank you, noted." in dashboard.page("/prompts")


def test_who_marks_a_prompt_of_the_past_stays_on_its_day_and_with_its_sitter(sensor, dashboard, history, fakes):
    dashboard.hear(sensor, fakes.SITTING)
    page = dashboard.page("/prompts?day=2026-11-25&sitter=1")

    answer = dashboard.client.post("/requests/mark_wrong", data=fields_of(section(page, "prompt-1")))

    assert (answer.status_code, answer.location) == (303, "/prompts?day=2026-11-25&sitter=1#prompt-1")
    assert sensor.asked == [{"request": "mark_wrong", "number": 1}]


@pytest.mark.parametrize(
    ("fields", "status"),
    [({"day": "2026-11-31"}, 400), ({"day": "//elsewhere.example"}, 400), ({"sitter": "7"}, 404)],
    ids=["no day", "an address", "nobody"],
)
def test_what_names_no_page_is_refused_before_the_chair_is_asked(sensor, dashboard, history, fakes, fields, status):
    dashboard.hear(sensor, fakes.SITTING)
    form = {"csrf_token": dashboard.token(), "number": "2", "next": "prompts"}

    answer = dashboard.client.post("/requests/mark_wrong", data=form | fields)

    assert (answer.status_code, sensor.asked) == (status, [])


def test_only_who_sits_may_say_that_a_prompt_was_wrong(sensor, dashboard, history, fakes):
    dashboard.hear(sensor, fakes.SITTING, sitter_id=2)
    page = dashboard.page("/prompts?sitter=1")

    assert "/requests/" not in section(page, "prompt-2")
    assert "Choose Me as the one who sits to mark it." in visible(section(page, "prompt-2"))
    assert "Choose Me as the one who sits to take it back." in visible(section(page, "prompt-3"))


def test_a_prompt_from_before_it_waited_for_a_moment_cannot_be_marked(sensor, dashboard, history, fakes):
    with closing(sqlite3.connect(history)) as connection, connection:
        connection.execute("UPDATE prompt SET moment = NULL WHERE number = 2")
    for sitter_id in (1, 2):
        dashboard.hear(sensor, fakes.SITTING, sitter_id=sitter_id)
        migrated = section(dashboard.page("/prompts?sitter=1"), "prompt-2")

        assert "/requests/" not in migrated
        assert "Choose" not in visible(migrated)


def test_while_the_chair_is_not_heard_no_word_is_offered(dashboard, history):
    page = dashboard.page("/prompts")

    assert "/requests/" not in section(page, "prompt-2")
    assert "Choose" not in visible(section(page, "prompt-2"))


def test_of_prompts_long_past_the_chair_takes_no_word(sensor, dashboard, history, fakes):
    dashboard.hear(sensor, fakes.SITTING, prompts=fakes.NO_PROMPTS | {"latest_number": 53})

    page = dashboard.page("/prompts")

    assert re.findall(r'name="number" value="(\d+)"', page) == ["4"]


def test_the_week_holds_the_days_before(dashboard, history):
    text = visible(section(dashboard.page("/prompts"), "week"))

    assert "4 prompts came; 1 break and 1 smaller move followed. 1 was put off or closed" in text
    assert "went by 1 – 1" in text
    assert "10–11 2 : 1 taken, 1 went by" in text


def test_another_day_is_linked_and_shown(dashboard, history):
    today = dashboard.page("/prompts")
    before = dashboard.page("/prompts?day=2026-11-25")

    assert 'href="/prompts?day=2026-11-25"' in today
    assert re.findall(r'id="prompt-(\d+)"', before) == ["1"]
    assert dashboard.client.get("/prompts?day=2026-11-27").status_code == 404


def test_each_sitter_has_a_history_of_their_own(sensor, dashboard, history, fakes):
    dashboard.hear(sensor, fakes.SITTING, sitter_id=2)

    of_anna = dashboard.page("/prompts")
    of_me = dashboard.page("/prompts?sitter=1")
    of_guests = dashboard.page("/prompts?sitter=guests")

    assert re.findall(r'id="prompt-(\d+)"', of_anna) == []
    assert re.findall(r'id="prompt-(\d+)"', of_me) == ["4", "3", "2"]
    assert re.findall(r'id="prompt-(\d+)"', of_guests) == []
    assert 'href="/prompts?day=2026-11-26&amp;sitter=1"' in of_anna
    assert dashboard.client.get("/prompts?sitter=7").status_code == 404
    assert dashboard.client.get("/today?sitter=2").status_code == 200


def test_the_same_as_json_has_the_figures_and_the_trace(dashboard, history):
    record = dashboard.client.get("/api/v1/prompts?day=2026-11-26").json

    assert [prompt["number"] for prompt in record["prompts"]] == [2, 3, 4]
    assert record["prompts"][1]["slide_mm"] == 44.0
    assert record["prompts"][1]["trace"][49:51] == [[1.0, 45.0, 2.0], [0.827, 52.0, -20.0]]
    assert len(record["prompts"][1]["trace"]) == 60
    assert record["prompts"][1]["answer"] == "moved"
    assert record["prompts"][1]["wrong"] is True
    assert [answered["answer"] for answered in record["week"]] == ["ignored", "taken_soon", "moved", "dismissed"]


def settings_form(page: str) -> dict[str, str]:
    """What a browser without JavaScript would send, nothing changed."""
    form = re.search(r'<form[^>]*class="settings-form".*?</form>', page, re.DOTALL)
    assert form is not None
    return fields_of(form[0])


def test_a_setting_is_changed_and_nothing_else(sensor, dashboard, history, fakes):
    dashboard.hear(sensor, fakes.SITTING)
    form = settings_form(dashboard.page("/prompts")) | {"stand_after_min": "45", "working_hours": "Mon-Fri 08:30-12:00"}

    answer = dashboard.client.post("/prompts/settings", data=form)

    assert (answer.status_code, answer.location) == (303, "/prompts#settings")
    assert sensor.asked == [
        {"request": "choose_settings", "changes": {"stand_after_min": 45.0, "working_hours": ["Mon-Fri 08:30-12:00"]}}
    ]


@pytest.mark.parametrize(("sitter_id", "key"), [(2, "2"), (None, "")], ids=["a sitter", "a guest"])
def test_the_form_shows_the_settings_in_use(sensor, dashboard, history, fakes, sitter_id, key):
    chosen = fakes.NO_PROMPTS | {"chosen": {"stand_after_min": 50.0, "working_hours": ["Mon-Fri 08:30-12:00"]}}
    dashboard.hear(sensor, fakes.SITTING, sitter_id=sitter_id, prompts=chosen)
    form = settings_form(dashboard.page("/prompts"))

    assert (form["stand_after_min"], form["working_hours"]) == ("50", "Mon-Fri 08:30-12:00")
    assert (form["chime_after_min"], form["sitter_id"]) == ("5", key)


def test_while_nothing_fresh_is_heard_the_form_shows_what_the_sitter_chose_last(sensor, dashboard, history, fakes):
    with History.open(history, "boot 2", 0.0, MIDNIGHT_UTC_S) as writer:
        chosen = {"stand_after_min": 50.0, "stand_on_one_leg": True}
        writer.record([SettingsChosen(1.0, 2, chosen)], MIDNIGHT_UTC_S)
    dashboard.hear(sensor, fakes.SITTING, sitter_id=2)
    fresh = settings_form(dashboard.page("/prompts"))
    dashboard.clock.wait(60.0)
    stale = settings_form(dashboard.page("/prompts"))

    assert (fresh["stand_after_min"], stale["stand_after_min"]) == ("30", "50")


def test_the_page_after_a_change_shows_it(sensor, dashboard, history, fakes):
    dashboard.hear(sensor, fakes.SITTING)
    form = settings_form(dashboard.page("/prompts")) | {"stand_after_min": "45"}
    told = fakes.NO_PROMPTS | {"chosen": {"stand_after_min": 45.0}}
    later = threading.Timer(0.1, lambda: sensor.say(fakes.SITTING, prompts=told))
    later.start()

    page = dashboard.client.post("/prompts/settings", data=form, follow_redirects=True).text
    later.join()

    assert settings_form(page)["stand_after_min"] == "45"


def test_what_is_to_be_corrected_is_shown_with_what_was_typed_and_nothing_is_sent(sensor, dashboard, history, fakes):
    dashboard.hear(sensor, fakes.SITTING)
    form = settings_form(dashboard.page("/prompts")) | {"stand_after_min": "500", "holidays": "Christmas"}

    answer = dashboard.client.post("/prompts/settings", data=form)

    assert answer.status_code == 400
    assert "2 fields want correcting." in visible(answer.text)
    assert "This goes from 1 to 240 min, and 500 is outside." in visible(answer.text)
    assert 'value="500"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert sensor.asked == []


def test_settings_typed_for_one_sitter_are_not_given_to_another(sensor, dashboard, history, fakes):
    dashboard.hear(sensor, fakes.SITTING, sitter_id=1)
    form = settings_form(dashboard.page("/prompts")) | {"stand_after_min": "45"}
    dashboard.hear(sensor, fakes.SITTING, sitter_id=2)

    dashboard.client.post("/prompts/settings", data=form)

    assert "Meanwhile somebody else was chosen" in dashboard.page("/prompts")
    assert sensor.asked == []


def test_an_untouched_form_asks_the_chair_nothing(sensor, dashboard, history, fakes):
    dashboard.hear(sensor, fakes.SITTING)

    dashboard.client.post("/prompts/settings", data=settings_form(dashboard.page("/prompts")))

    assert "Nothing was changed: all is as before." in dashboard.page("/prompts")
    assert sensor.asked == []


def test_all_goes_back_to_what_is_usual_with_one_button(sensor, dashboard, history, fakes):
    dashboard.hear(sensor, fakes.SITTING)
    form = settings_form(dashboard.page("/prompts")) | {"defaults": "yes", "stand_after_min": "no matter"}

    dashboard.client.post("/prompts/settings", data=form)

    (asked,) = sensor.asked
    assert asked["changes"]["stand_after_min"] is None
    assert set(asked["changes"].values()) == {None}


def test_while_the_chair_is_not_heard_nothing_can_be_changed(dashboard, history):
    page = dashboard.page("/prompts")

    assert "nothing can be changed" in visible(page)
    assert re.search(r'<button class="main" disabled>Keep these', page)


def change_people(dashboard, action, **fields):
    answer = dashboard.client.post(f"/prompts/sitters/{action}", data={"csrf_token": dashboard.token(), **fields})
    assert (answer.status_code, answer.location) == (303, "/prompts#sitters")
    return visible(dashboard.page("/prompts"))


@pytest.mark.parametrize(
    ("action", "fields", "message", "says"),
    [
        ("add", {"name": "  Jo  Ann "}, {"action": "add", "name": "Jo Ann"}, "Jo Ann is added."),
        (
            "rename",
            {"sitter_id": "2", "name": "Ann"},
            {"action": "rename", "sitter_id": 2, "name": "Ann"},
            "From now on it is Ann.",
        ),
        ("remove", {"sitter_id": "2"}, {"action": "remove", "sitter_id": 2}, "The history is kept"),
        ("erase", {"sitter_id": "2"}, {"action": "remove", "sitter_id": 2, "erase": True}, "Erased"),
        ("erase_guests", {}, {"action": "erase_guests"}, "nothing that was measured of somebody else is left"),
    ],
)
def test_people_are_added_renamed_removed_and_erased(sensor, dashboard, fakes, action, fields, message, says):
    dashboard.hear(sensor, fakes.SITTING)

    text = change_people(dashboard, action, **fields)

    assert sensor.asked == [{"request": "sitters", **message}]
    assert says in text


@pytest.mark.parametrize(
    ("action", "fields", "says"),
    [
        pytest.param("add", {"name": " "}, "A name has from 1 to 40 letters.", id="no name"),
        pytest.param("add", {"name": "x" * 41}, "A name has from 1 to 40 letters.", id="too long a name"),
        pytest.param("rename", {"name": "Ann"}, "It did not arrive whose name this is about.", id="nobody named"),
        pytest.param("erase", {"sitter_id": "-1"}, "It did not arrive whose name this is about.", id="no such number"),
    ],
)
def test_what_names_nobody_is_never_sent(sensor, dashboard, fakes, action, fields, says):
    dashboard.hear(sensor, fakes.SITTING)

    assert says in change_people(dashboard, action, **fields)
    assert sensor.asked == []


def test_what_is_kept_of_guests_can_be_seen_and_erased_by_somebody_who_uses_the_chair_alone(sensor, dashboard, fakes):
    with History.open(dashboard.parts.history_path, "boot", 0.0, MIDNIGHT_UTC_S) as writer:
        writer.record([], MIDNIGHT_UTC_S)
    dashboard.hear(sensor, fakes.SITTING)
    before = dashboard.page("/prompts") + dashboard.page("/today")
    with History.open(dashboard.parts.history_path, "boot", 1.0, MIDNIGHT_UTC_S) as writer:
        writer.record([SitterChosen(2.0, 2.0, None, False), *prompt(9.5, 1)], MIDNIGHT_UTC_S)

    assert "sitter=guests" not in before
    assert "/prompts/sitters/erase_guests" not in before
    assert "sitter=guests" in dashboard.page("/today")
    assert 'action="/prompts/sitters/erase_guests"' in dashboard.page("/prompts")
    assert 'id="prompt-1"' in dashboard.page("/prompts?sitter=guests")


def test_a_refusal_about_people_is_told_in_the_chairs_own_words(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.SITTING)
    sensor.reply = {"ok": False, "why": "there is an Anna already"}

    assert "There is an Anna already." in change_people(dashboard, "add", name="Anna")


def test_without_a_sensor_process_people_stay_as_they_are(dashboard):
    assert "The chair could not be asked just now." in change_people(dashboard, "add", name="Anna")


def test_another_action_on_people_is_no_page(dashboard):
    answer = dashboard.client.post("/prompts/sitters/praise", data={"csrf_token": dashboard.token()})

    assert answer.status_code == 404


def test_a_name_is_text_and_never_markup(sensor, dashboard, fakes):
    sensor.hello["sitters"] = [{"sitter_id": 1, "name": "<b>Bo</b>"}]
    sensor.stop()
    sensor.start()
    dashboard.wait_until(lambda heard: heard.hello is not None and heard.hello["sitters"][0]["name"] == "<b>Bo</b>")

    for path in ("/", "/prompts"):
        assert "<b>Bo" not in dashboard.page(path)


def test_a_damaged_history_is_told_and_not_a_crash(dashboard):
    dashboard.parts.history_path.write_bytes(b"this is no database" * 100)

    answer = dashboard.client.get("/prompts")

    assert answer.status_code == 503
    assert "history.db" in answer.text


def test_the_page_needs_no_script(dashboard, history):
    assert "<script" not in dashboard.page("/prompts")
