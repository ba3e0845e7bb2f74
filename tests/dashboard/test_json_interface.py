"""The JSON interface."""

from __future__ import annotations

from pathlib import Path

import pytest


def post(dashboard, body):
    return dashboard.client.post("/api/v1/requests", json=body, headers={"X-CSRFToken": dashboard.token()})


def test_now_is_the_sensors_message_with_age_texts_and_drawing(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.SITTING)
    dashboard.clock.wait(1.5)

    state = dashboard.client.get("/api/v1/now").json

    assert fakes.SITTING.items() <= state.items()
    assert state["age_s"] == 1.5
    assert not state["stale"]
    assert state["text"]["clock"] == "23 min"
    assert state["picture"]["cells"][0] == {"radius": 28.5, "figure": "23%", "force": "118 N", "lost": False}


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


def test_a_refused_event_in_the_reply_is_a_refusal(sensor, dashboard):
    sensor.reply = {
        "ok": True,
        "events": [{"event": "refused", "t_s": 1.0, "request": "snooze", "why": "No prompt stands."}],
    }

    answer = post(dashboard, {"request": "snooze"})

    assert answer.status_code == 409
    assert answer.json == {"ok": False, "text": "No prompt stands."}


@pytest.mark.parametrize(
    "body", [[], "snooze", {}, {"request": 7}, {"request": "finish"}, {"request": "snooze", "length_s": True}]
)
def test_a_body_that_is_no_request_is_refused_and_never_sent(sensor, dashboard, body):
    answer = post(dashboard, body)

    assert answer.status_code == 400
    assert not answer.json["ok"]
    assert sensor.asked == []


def test_a_body_that_is_no_json_is_refused(sensor, dashboard):
    answer = dashboard.client.post("/api/v1/requests", data="{", headers={"X-CSRFToken": dashboard.token()})

    assert answer.status_code == 400


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
