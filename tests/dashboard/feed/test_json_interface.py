"""The JSON interface."""

from __future__ import annotations

from pathlib import Path

import pytest

from chairpi.dashboard.feed.weightless import RAW


def post(dashboard, body):
    return dashboard.client.post("/api/v1/requests", json=body, headers={"X-CSRFToken": dashboard.token()})


def test_now_is_the_sensors_message_with_age_texts_and_drawing(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.SITTING)
    dashboard.clock.wait(1.5)

    state = dashboard.client.get("/api/v1/now").json

    told = {key: value for key, value in fakes.SITTING.items() if key not in (*RAW, "reference")}
    assert told.items() <= state.items()
    assert state["force_share"] == [0.226, 0.238, 0.27, 0.266, 0.08, 0.046]
    assert state["load_share"] == 0.99
    assert state["age_s"] == 1.5
    assert not state["stale"]
    assert state["text"]["clock"] == "23 min"
    assert state["picture"]["cells"][0] == {"radius": 28.5, "figure": "23%", "force": "23%", "lost": False}


def test_now_before_the_chair_was_heard_knows_nothing(dashboard):
    state = dashboard.client.get("/api/v1/now").json

    assert state["stale"]
    assert state["age_s"] is None
    assert state["occupancy"] == "unknown"
    assert state["picture"] is None


def test_a_request_is_sent_and_answered(sensor, dashboard):
    answer = post(dashboard, {"request": "choose_stand_target", "stand_after_s": 2700})

    assert answer.status_code == 200
    assert answer.json == {"ok": True, "text": "From now on the prompt to stand comes after 45 minutes of sitting."}
    assert sensor.asked == [{"request": "choose_stand_target", "stand_after_s": 2700}]


@pytest.mark.parametrize(
    ("request_name", "event", "text"),
    [
        pytest.param(
            "mark_wrong",
            {"event": "prompt_marked_wrong", "setting": "slide_after_s", "before": 120.0, "after": 180.0},
            "Thank you, noted. “Hips forward for” is now 180 s instead of 120.",
            id="a dwell grows",
        ),
        pytest.param(
            "mark_wrong",
            {"event": "prompt_marked_wrong", "setting": None, "before": None, "after": None},
            "Thank you, noted.",
            id="it is only counted",
        ),
        pytest.param(
            "take_back_mark",
            {"event": "mark_taken_back", "setting": "still_after_min", "before": 30.0, "after": 25.0},
            "All right, it was not wrong. “After a still spell of” is now 25 min again, and no longer 30.",
            id="it goes back",
        ),
    ],
)
def test_a_mark_says_what_it_changes(sensor, dashboard, request_name, event, text):
    sensor.reply = {"ok": True, "events": [event]}

    assert post(dashboard, {"request": request_name, "number": 3}).json == {"ok": True, "text": text}


def test_a_refused_event_in_the_reply_is_a_refusal(sensor, dashboard):
    sensor.reply = {
        "ok": True,
        "events": [{"event": "refused", "t_s": 1.0, "request": "snooze", "why": "No prompt stands."}],
    }

    answer = post(dashboard, {"request": "snooze"})

    assert answer.status_code == 409
    assert answer.json.items() >= {"ok": False, "text": "No prompt stands."}.items()


@pytest.mark.parametrize(
    "body", [[], "snooze", {}, {"request": 7}, {"request": "finish"}, {"request": "snooze", "length_s": True}]
)
def test_a_body_that_is_no_request_is_refused_and_never_sent(sensor, dashboard, body):
    answer = post(dashboard, body)

    assert answer.status_code == 422
    assert not answer.json["ok"]
    assert sensor.asked == []


def test_a_body_that_is_no_json_is_refused(sensor, dashboard):
    answer = dashboard.client.post(
        "/api/v1/requests", data="{", content_type="application/json", headers={"X-CSRFToken": dashboard.token()}
    )

    assert answer.status_code == 400


@pytest.mark.parametrize(("kind", "stays_away"), [("stand", "any kind"), ("slide", "this kind")])
def test_closing_a_prompt_is_answered_with_what_stays_away(sensor, dashboard, kind, stays_away):
    sensor.reply = {"ok": True, "events": [{"event": "prompt_cleared", "kind": kind, "outcome": "dismissed"}]}

    text = post(dashboard, {"request": "dismiss"}).json["text"]

    assert text == f"All right. No further prompt of {stays_away} until your next break."


def test_without_a_sensor_process_a_request_is_answered_503(dashboard):
    answer = post(dashboard, {"request": "dismiss"})

    assert answer.status_code == 503
    assert answer.json["text"].startswith("The chair could not be asked just now.")


def test_all_is_well_when_the_chair_is_heard_and_the_history_can_be_read(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.SITTING)

    answer = dashboard.client.get("/healthz")

    assert answer.status_code == 200
    assert answer.json == {
        "ok": True,
        "sensor": {"connected": True, "stale": False, "age_s": 0.0},
        "history": {"readable": True},
    }


def test_health_tells_a_missing_sensor_process(dashboard):
    answer = dashboard.client.get("/healthz")

    assert answer.status_code == 503
    assert answer.json["sensor"] == {"connected": False, "stale": True, "age_s": None}


def test_health_tells_a_damaged_history(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.SITTING)
    Path(dashboard.parts.history_path).write_bytes(b"this is no database" * 100)

    answer = dashboard.client.get("/healthz")

    assert answer.status_code == 503
    assert answer.json["history"] == {"readable": False}


def test_errors_of_the_interface_are_json(dashboard):
    answer = dashboard.client.get("/api/v1/nothing")

    assert answer.status_code == 404
    assert not answer.json["ok"]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"request": "hold_meeting", "length_s": 1800}, "No prompt for 30 minutes."),
        ({"request": "hold_meeting", "length_s": None}, "No prompt until you end the meeting."),
        ({"request": "choose_sitter", "sitter_id": 2}, "All right. What is measured now goes into their history."),
        (
            {"request": "choose_sitter", "sitter_id": None},
            "All right. What is measured now goes into nobody's history.",
        ),
        ({"request": "snooze"}, "All right. The prompt comes back later."),
        ({"request": "choose_settings", "changes": {"ramp": False}}, "The chair prompts as you chose, from now on."),
    ],
)
def test_what_was_asked_is_answered_in_a_sentence(sensor, dashboard, body, text):
    assert post(dashboard, body).json == {"ok": True, "text": text}
    assert sensor.asked == [body]
