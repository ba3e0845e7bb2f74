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

    assert "You have been sitting for 30 minutes." in visible(page)
    assert 'href="/stretch/stand-and-stretch"' in page
    assert 'action="/requests/snooze"' in page
    assert 'action="/requests/dismiss"' in page


def test_without_a_prompt_its_place_is_hidden(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.SITTING)

    assert re.search(r'<section class="prompt" data-if="prompt" hidden>', dashboard.page())


def test_the_capture_counts_down(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.SITTING, capturing_s=6.8)

    assert "Keep still: 7 seconds to go" in visible(dashboard.page())


def test_the_chosen_stand_target_is_marked(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.SITTING, stand_after_s=2700.0)

    marked = re.findall(r'data-target-s="(\d+)" aria-pressed="true"', dashboard.page())

    assert marked == ["2700"]


def test_without_javascript_the_page_loads_itself_again_and_holds_picture_and_table(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.SITTING)

    page = dashboard.page()

    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page
    assert len(re.findall(r'<g class="cell[^"]*" data-cell>', page)) == 6
    assert "27%" in page
    assert '<th scope="row">front left</th><td data-cell-force>118 N</td>' in page
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
    assert '<section class="prompt" data-if="prompt" hidden>' in page


def test_a_silent_sensor_process_counts_as_old_after_three_seconds(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.SITTING)
    dashboard.clock.wait(3.5)

    assert "The sensor process runs, but it sends no readings." in visible(dashboard.page())


def test_a_form_asks_the_chair_and_the_answer_is_shown(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.PROMPTING)

    answer = dashboard.client.post("/requests/snooze", data={"csrf_token": dashboard.token(), "length_s": "600"})

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/"
    assert sensor.asked == [{"request": "snooze", "length_s": 600.0}]
    assert "The prompt comes back in 10 minutes." in dashboard.page()


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
    ],
)
def test_a_form_that_makes_no_sense_is_refused_and_never_sent(sensor, dashboard, name, fields):
    answer = dashboard.client.post(f"/requests/{name}", data={"csrf_token": dashboard.token(), **fields})

    assert answer.status_code == 400
    assert sensor.asked == []
