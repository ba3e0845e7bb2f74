"""The Now page as the server writes it: complete without JavaScript."""

from __future__ import annotations

import re

import pytest


def visible(page: str) -> str:
    """The page's words without markup, without what is hidden, and with single spaces."""
    page = re.sub(r"<(\w+)[^>]* hidden>.*?</\1>", " ", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_a_sitter_sees_the_clock_and_the_time_to_the_next_prompt(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.SITTING)

    text = visible(dashboard.page())

    assert "You are sitting." in text
    assert "23 min" in text
    assert "Next prompt to stand in 6 min." in text
    assert "Your weight rests as it does when you sit upright." in text


@pytest.mark.parametrize(
    ("paused", "sentence"),
    [
        ("nobody", "Paused: nobody in the chair."),
        ("object", "Paused: something lies on the seat."),
        ("settling", "Paused until you have settled in."),
        ("unseen", "Paused: no readings came for a while, so nothing is assumed."),
        ("no_cells", "Paused: too few load cells give readings."),
    ],
)
def test_the_page_says_why_the_clock_is_paused(sensor, dashboard, fakes, paused, sentence):
    dashboard.hear(sensor, fakes.VACANT, paused=paused)

    text = visible(dashboard.page())

    assert sentence in text
    assert "Next prompt" not in text


def test_lost_cells_are_named_with_what_to_check(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.LOST)

    text = visible(dashboard.page())

    assert "No reading from front right and rear left." in text
    assert "Check that the plug sits firmly" in text


def test_a_slide_is_told_with_its_size_its_time_and_a_hint(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.SLIDING)

    text = visible(dashboard.page())

    assert "Your hips have slid forward about 40 mm, give or take 10, since 11:05." in text
    assert "Sitting back so that your back meets the backrest eases the lower back." in text


def test_a_chair_with_seat_cells_alone_tells_of_hips_forward_and_never_of_a_slide(sensor, dashboard, fakes):
    sensor.hello["cells"] = fakes.CELLS[:4]
    dashboard.wait_until(lambda heard: heard.now is not None)
    sensor.stop()
    sensor.state = fakes.SLIDING | {
        "posture": "hips_forward",
        "force_n": fakes.SLIDING["force_n"][:4],
        "counts": [0.0] * 4,
        "back_upper_n": None,
        "back_lower_n": None,
    }
    sensor.start()
    dashboard.wait_until(lambda heard: heard.now is not None and len(heard.now["force_n"]) == 4)

    text = visible(dashboard.page())

    assert "Your hips have been about 40 mm forward, give or take 10, since 11:05." in text
    assert "the cells under the seat cannot tell" in text
    assert "slid forward" not in text
    assert "slide" not in text


def test_a_sitter_reads_when_they_last_shifted_their_weight(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.SITTING)

    assert "You last shifted your weight 12 minutes ago." in visible(dashboard.page())


def test_a_posture_that_cannot_be_told_is_said_to_be_so(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.CANNOT_TELL)

    assert "The chair cannot tell just now how you sit." in visible(dashboard.page())


def test_a_doubtful_reference_is_asked_about_with_two_answers(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.DOUBTED)

    page = dashboard.page()
    section = re.search(r'<section class="note" data-if="doubt">(.*?)</section>', page, re.DOTALL)

    assert section is not None
    assert "Is somebody else sitting here? The load is not the one of your upright reference." in visible(section[1])
    assert "does not say when your hips move forward" in visible(section[1])
    assert 'action="/requests/capture_reference"' in section[1]
    assert 'action="/requests/keep_reference"' in section[1]


def test_the_answer_that_the_reference_is_right_reaches_the_chair(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.DOUBTED)

    dashboard.client.post("/requests/keep_reference", data={"csrf_token": dashboard.token()})

    assert sensor.asked == [{"request": "keep_reference"}]
    assert "All right. The upright reference stays as it is." in dashboard.page()


def test_a_prompt_comes_with_its_reason_a_routine_and_two_ways_to_put_it_off(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.PROMPTING)

    page = dashboard.page()

    assert "You have been sitting for 30 minutes without a break." in visible(page)
    (link,) = re.findall(r'<a class="button main" href="([^"]+)" data-if="prompt_stand">', page)
    assert link == "/stretch/at-prompt/stand"
    assert "How was it?" in dashboard.client.get(link, follow_redirects=True).text
    assert 'action="/requests/snooze"' in page
    assert 'action="/requests/dismiss"' in page


def shown_choices(page):
    """How long the prompt may be put off [s], as far as the page shows it."""
    return re.findall(r'data-put-off-s="(\d+)">', page)


def test_a_fresh_prompt_may_be_put_off_three_ways_and_closed_with_a_reason(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.PROMPTING)

    page = dashboard.page()

    assert shown_choices(page) == ["60", "300", "900"]
    assert re.findall(r'name="reason" value="(\w+)"', page) == ["busy", "meeting", "moved_already", "not_now"]
    assert re.search(r'name="number" value="17" data-value="prompt.number"><button class="small">That was wrong', page)
    assert "Why this prompt? It came when you shifted your weight" in visible(page)


def test_a_prompt_put_off_twice_shows_the_count_and_fewer_choices(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.PUT_OFF_TWICE)

    page = dashboard.page()

    assert "Put off twice; the break is still owed." in visible(page)
    assert shown_choices(page) == ["60", "300"]


def test_a_prompt_about_a_slide_offers_a_routine_of_its_own(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.SLIDE_PROMPT)

    page = dashboard.page()

    assert "A moment to sit back" in visible(page)
    (link,) = re.findall(r'<a class="button main" href="([^"]+)" data-if="prompt_slide">', page)
    assert not re.search(r'data-if="prompt_(stand|still)">', page)
    assert dashboard.client.get(link).location.endswith("?prompt=slide")


def test_a_prompt_of_no_kind_offers_nothing(dashboard):
    assert dashboard.client.get("/stretch/at-prompt/dance").status_code == 404


@pytest.mark.parametrize(
    ("fields", "asked"),
    [
        pytest.param(("dismiss", {"reason": "busy"}), {"request": "dismiss", "reason": "busy"}, id="a text"),
        pytest.param(("mark_wrong", {"number": "17"}), {"request": "mark_wrong", "number": 17}, id="a number"),
        pytest.param(
            ("hold_meeting", {"length_s": "1800"}), {"request": "hold_meeting", "length_s": 1800}, id="a length"
        ),
        pytest.param(("hold_meeting", {"length_s": ""}), {"request": "hold_meeting", "length_s": None}, id="no end"),
        pytest.param(
            ("choose_sitter", {"sitter_id": ""}), {"request": "choose_sitter", "sitter_id": None}, id="a guest"
        ),
        pytest.param(("pause_until_tomorrow", {}), {"request": "pause_until_tomorrow"}, id="nothing more"),
    ],
)
def test_forms_carry_numbers_texts_and_nothing(sensor, dashboard, fakes, fields, asked):
    dashboard.hear(sensor, fakes.SITTING)
    name, form = fields

    answer = dashboard.client.post(f"/requests/{name}", data={"csrf_token": dashboard.token(), **form})

    assert answer.status_code == 303
    assert sensor.asked == [asked]


def test_the_page_begins_with_breaks_and_movement_and_no_score(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.SITTING)

    text = visible(dashboard.page())

    assert "Weight shifts 15 an hour" in text
    assert "Longest still spell 12 min" in text
    assert "Left and right a little more right" in text
    assert "Places in a few places" in text
    assert "Sitting today: 5 h 12 min of 8 hours." in text
    assert text.index("sitting without a break") < text.index("How you have moved") < text.index("Your seat")
    assert "score" not in text.lower()


def test_a_pre_notice_and_the_wait_for_a_good_moment_are_told(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.SOON)
    soon = visible(dashboard.page())
    dashboard.hear(sensor, fakes.WAITING)
    waiting = visible(dashboard.page())

    assert "A prompt to stand comes in 2 minutes." in soon
    assert "A break is due. The chair waits a little for a good moment" in waiting
    assert "To sit back Waits for the prompt to stand, which is near." in waiting


def test_a_meeting_is_held_and_ended_here(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.SITTING)
    before = visible(dashboard.page())
    dashboard.hear(sensor, fakes.MEETING)
    meanwhile = visible(dashboard.page())

    assert "In a meeting for 30 min 60 min until I end it No prompts until tomorrow" in before
    assert "End the meeting" not in before
    assert "Meeting until 11:45." in meanwhile
    assert "End the meeting" in meanwhile
    assert "No prompts until tomorrow" not in meanwhile


def test_quiet_until_another_day_names_it(sensor, dashboard, fakes):
    quiet = fakes.NO_PROMPTS | {"quiet": "outside_hours", "quiet_until_t_s": 5000.0 + 21 * 3600.0}
    dashboard.hear(sensor, fakes.SITTING, prompts=quiet)

    assert "Outside your working hours until tomorrow 08:15." in visible(dashboard.page())


def test_a_notice_is_read_and_closed(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.NOTICED)

    page = dashboard.page()

    assert "Part of a break Back already? You were up for 40 seconds" in visible(page)
    assert 'action="/requests/close_notice"' in page


def test_who_sits_is_chosen_by_name_and_asked_where_the_load_is_anothers(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.SITTING)
    before = dashboard.page()
    dashboard.hear(sensor, fakes.SUGGESTED)
    asked = dashboard.page()

    assert re.findall(r'data-sitter="(\d*)" aria-pressed="true"', before) == ["1"]
    assert "Is it Anna who sits?" not in visible(before)
    assert "Is it Anna who sits? The load on the seat is like that of Anna. Yes, Anna No" in visible(asked)
    assert re.findall(r'name="sitter_id" value="(\d*)" data-value="suggested_sitter_id"', asked) == ["2"]


def test_nobody_is_asked_to_stand_who_has_stood_up(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.VACANT, prompt=fakes.PROMPT, sitting_s=1805.0, away_s=12.0)

    page = dashboard.page()

    assert '<section class="prompt" data-if="prompt" aria-label="Prompt" hidden>' in page
    assert "A little longer off the chair, and it counts as a break." in visible(page)


def test_without_a_prompt_its_place_is_hidden(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.SITTING)

    assert re.search(r'<section class="prompt" data-if="prompt" aria-label="Prompt" hidden>', dashboard.page())


def test_the_capture_counts_down(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.SITTING, capturing_s=6.8)

    assert "Keep still: 7 seconds to go" in visible(dashboard.page())


def test_the_chosen_stand_target_is_marked(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.SITTING, prompts=fakes.NO_PROMPTS | {"chosen_target_s": 2700.0})

    marked = re.findall(r'data-target-s="(\d+)" aria-pressed="true"', dashboard.page())

    assert marked == ["2700"]


def test_without_javascript_the_page_loads_itself_again_and_holds_picture_and_table(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.SITTING)

    page = dashboard.page()

    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page
    assert len(re.findall(r'<g class="cell[^"]*" data-cell>', page)) == 6
    assert "27%" in page
    assert '<th scope="row">front left</th><td data-cell-force>23%</td>' in page
    assert "from above" in page


def test_a_chair_with_three_seat_cells_and_no_backrest_cell_is_drawn(sensor, dashboard, fakes):
    sensor.hello["cells"] = fakes.THREE_CELLS
    state = fakes.SITTING | {"force_n": [160.0, 180.0, 182.0], "counts": [0.0] * 3}
    dashboard.wait_until(lambda heard: heard.now is not None)
    sensor.stop()
    sensor.state = state
    sensor.start()
    dashboard.wait_until(lambda heard: heard.now is not None and len(heard.now["force_n"]) == 3)

    page = dashboard.page()

    assert len(re.findall(r'<g class="cell[^"]*" data-cell>', page)) == 3
    assert "31%" in page


def test_before_the_chair_was_heard_the_page_says_so_and_what_to_do(dashboard):
    dashboard.wait_until(lambda heard: heard.why.startswith("the sensor process is not running"))

    text = visible(dashboard.page())

    assert "The chair has not been heard yet." in text
    assert "The sensor process is not running" in text
    assert "systemctl status chairpi-sensor" in text


def test_when_the_sensor_process_ends_the_last_values_stay_with_their_age(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.PROMPTING)
    sensor.stop()
    dashboard.wait_until(lambda heard: not heard.connected)
    dashboard.clock.wait(130.0)

    page = dashboard.page()

    assert 'class="now stale"' in page
    assert "Nothing heard from the chair for 2 minutes." in visible(page)
    assert "30 min" in visible(page)
    assert '<section class="prompt" data-if="prompt" aria-label="Prompt" hidden>' in page


def test_a_silent_sensor_process_counts_as_old_after_three_seconds(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.SITTING)
    dashboard.clock.wait(3.5)

    assert "The sensor process runs, but it sends no readings." in visible(dashboard.page())


def test_a_form_asks_the_chair_and_the_answer_is_shown(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.PROMPTING)

    answer = dashboard.client.post("/requests/snooze", data={"csrf_token": dashboard.token(), "length_s": "300"})

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/"
    assert sensor.asked == [{"request": "snooze", "length_s": 300}]
    assert "The prompt comes back in 5 minutes." in dashboard.page()


def test_a_refusal_is_told_in_the_chairs_own_words(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.VACANT)
    sensor.reply = {"ok": False, "why": "Nobody is sitting; sit down first."}

    dashboard.client.post("/requests/capture_reference", data={"csrf_token": dashboard.token()})

    assert "Nobody is sitting; sit down first." in dashboard.page()


def test_a_form_without_a_sensor_process_says_so(dashboard):
    dashboard.client.post("/requests/dismiss", data={"csrf_token": dashboard.token()})

    assert "The chair could not be asked just now." in dashboard.page()


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        pytest.param("fly", {}, id="no such request"),
        pytest.param("snooze", {"length_s": "soon"}, id="no number"),
        pytest.param("snooze", {"length_s": "-5"}, id="out of bounds"),
        pytest.param("snooze", {"length_s": "nan"}, id="not finite"),
        pytest.param("snooze", {"colour": "1"}, id="no such field"),
        pytest.param("choose_stand_target", {}, id="field missing"),
        pytest.param("dismiss", {"reason": "lunch"}, id="no such reason"),
        pytest.param("choose_sitter", {"sitter_id": "Anna"}, id="a name for a number"),
        pytest.param("press_button", {"press": "short"}, id="not for people"),
    ],
)
def test_a_form_that_makes_no_sense_is_refused_and_never_sent(sensor, dashboard, name, fields):
    answer = dashboard.client.post(f"/requests/{name}", data={"csrf_token": dashboard.token(), **fields})

    assert answer.status_code == 400
    assert sensor.asked == []


@pytest.mark.parametrize("file", ["app.db", "history.db"])
def test_the_page_lives_without_the_history_and_the_diaries(sensor, dashboard, fakes, file):
    (dashboard.parts.history_path.parent / file).write_bytes(b"no database at all" * 100)
    dashboard.hear(sensor, fakes.PROMPTING)

    page = dashboard.page()

    assert "You have been sitting for 30 minutes without a break." in visible(page)
