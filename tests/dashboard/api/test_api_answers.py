"""Each answer is as the document describes it, and each refusal is a problem that a program can read."""

from __future__ import annotations

import dataclasses
import json

import fake_sensor
import pytest
from described import holds, named
from entering import pair

from chairpi.dashboard.api.document import openapi, resolved
from chairpi.dashboard.feed.stream import STREAMS_MAX

SAT_DOWN = {
    "message": "event",
    "event": "sat_down",
    "t_s": 5000.0,
    "since_t_s": 4993.0,
    "break_s": 305.0,
    "seen": True,
}
WEEK = {"from": "2026-11-20", "to": "2026-11-26"}


def schema_of(path, method, status):
    answer = resolved(openapi()["paths"][path][method]["responses"][str(status)])
    ((media_type, content),) = answer["content"].items()
    return media_type, content["schema"]


def assert_is_described(answer, path, method="get"):
    media_type, schema = schema_of(path, method, answer.status_code)
    assert answer.mimetype == media_type
    holds(schema, answer.json)


def assert_is_a_problem(answer, status):
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    holds(named("Problem"), answer.json)
    assert answer.json["status"] == status
    assert answer.json["detail"]


@pytest.mark.parametrize("shows_weight", [False, True], ids=["weightless", "with weight"])
@pytest.mark.parametrize("state", fake_sensor.STATES.values(), ids=fake_sensor.STATES)
def test_every_state_of_the_chair_is_described(program, state, shows_weight):
    book = program.dashboard.parts.book
    book.keep_preferences(dataclasses.replace(book.preferences(), show_weight=shows_weight))
    program.dashboard.hear(program.sensor, state)

    answer = program.get("/api/v1/now")

    assert answer.status_code == 200
    assert_is_described(answer, "/api/v1/now")
    assert answer.json["at"] == "2026-11-26T11:15:20.000+01:00"
    assert ("total_n" in answer.json) is shows_weight


def test_before_the_chair_was_heard_no_time_is_told(dashboard):
    answer = dashboard.client.get("/api/v1/now")

    assert_is_described(answer, "/api/v1/now")
    assert answer.json["at"] is None


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/api/v1/history/days", WEEK),
        ("/api/v1/history/days", WEEK | {"by": "week"}),
        ("/api/v1/history/minutes", WEEK),
        ("/api/v1/prompts", {}),
        ("/api/v1/health", {}),
        ("/api/v1/calibration", {}),
        ("/healthz", {}),
    ],
)
def test_what_is_read_is_as_it_is_described(program, path, query):
    answer = program.get(path, **query)

    assert answer.status_code == 200
    assert_is_described(answer, path)


def test_times_of_the_wall_clock_are_texts_with_their_distance_from_utc(program):
    prompts = program.get("/api/v1/prompts").json["prompts"]

    assert [(one["raised_at"], one["cleared_at"]) for one in prompts] == [
        ("2026-11-26T09:30:00+01:00", "2026-11-26T09:30:30+01:00"),
        ("2026-11-26T11:30:00+01:00", "2026-11-26T11:30:00+01:00"),
    ]


def test_without_the_chair_its_health_is_told_as_far_as_it_is_known(dashboard):
    for path, status in (("/api/v1/health", 200), ("/api/v1/calibration", 503), ("/healthz", 503)):
        answer = dashboard.client.get(path)

        assert answer.status_code == status
        assert_is_described(answer, path)
        assert (answer.headers.get("Retry-After") == "10") is (path == "/api/v1/calibration")


@pytest.mark.parametrize("who", ["program", "kiosk"])
def test_everything_that_a_stream_says_is_described(program, who):
    headers, before = program.headers, "nothing"
    client = program.dashboard.app.test_client()
    schemas = openapi()["paths"]["/api/v1/live"]["get"]["x-event-data"]
    if who == "kiosk":
        client, headers = pair(program.dashboard, "The wall", "kiosk"), {}
    seen = {}
    with client.get("/api/v1/live", headers=headers, buffered=False) as answer:
        assert (answer.status_code, answer.mimetype) == (200, "text/event-stream")
        for piece in answer.response:
            for line in bytes(piece).decode().splitlines():
                if line.startswith("event: "):
                    before = line.removeprefix("event: ")
                if line.startswith("data: "):
                    seen[before] = json.loads(line.removeprefix("data: "))
                    holds(schemas[before], seen[before])
            if "loads" in seen and "event" not in seen:
                program.sensor.tell(SAT_DOWN)
            if "event" in seen:
                break

    assert set(seen) == set(schemas)
    assert seen["loads"]["at"] == "2026-11-26T11:15:20.000+01:00"
    assert seen["event"].get("at") == (None if who == "kiosk" else "2026-11-26T11:15:20.000+01:00")


def test_where_too_many_watch_the_next_is_told_when_to_ask_again(program):
    for _ in range(STREAMS_MAX):
        assert program.dashboard.parts.streams.open()

    answer = program.get("/api/v1/live")

    assert_is_a_problem(answer, 503)
    assert answer.headers["Retry-After"] == "10"


def test_a_request_that_is_met_is_answered_as_described(program):
    answer = program.post(json.dumps({"request": "snooze", "length_s": 300}))

    assert answer.status_code == 200
    assert_is_described(answer, "/api/v1/requests", "post")


DEEP = b"[" * 60_000


@pytest.mark.parametrize(
    ("body", "status", "why"),
    [
        pytest.param(b"", 400, "at character 0", id="nothing"),
        pytest.param(b"{", 400, "at character 1", id="half an object"),
        pytest.param(b'{"request": "snooze", "length_s": NaN}', 400, "NaN is no number", id="NaN"),
        pytest.param(b'{"request": "snooze", "length_s": -Infinity}', 400, "-Infinity is no number", id="infinity"),
        pytest.param(b'{"request": "snooze", "length_s": 1e999}', 400, "greater than a number", id="1e999"),
        pytest.param(b'{"request": "mark_wrong", "number": ' + b"9" * 5000 + b"}", 400, "64 digits", id="5000 digits"),
        pytest.param(b'{"request": "mark_wrong", "number": ' + b"9" * 60 + b"}", 422, "number", id="60 digits"),
        pytest.param(b'{"request": "dismiss", "request": "snooze"}', 400, "twice", id="a name twice"),
        pytest.param(b'{"request": "choose_settings", "changes": {"a": "\\ud800"}}', 400, "surrogate", id="surrogate"),
        pytest.param(b'{"request": "\xff"}', 400, "UTF-8", id="no UTF-8"),
        pytest.param(DEEP, 400, "deep", id="deep"),
        pytest.param(b'{"request": "snooze", "length_s": true}', 422, "number from 0", id="a wrong type"),
        pytest.param(b'{"request": "snooze", "t_s": 1}', 422, "no field", id="an unknown field"),
        pytest.param(b'{"request": "start_routine"}', 422, "missing", id="a missing field"),
        pytest.param(b'{"request": "finish"}', 422, "Unknown request", id="an unknown request"),
        pytest.param(b"[]", 422, "JSON object", id="a list"),
        pytest.param(b'"' + b"x" * 65_536 + b'"', 413, "short", id="too long"),
    ],
)  # fmt: skip
def test_what_is_no_request_is_refused_in_words_and_never_sent(program, body, status, why):
    n_asked = len(program.sensor.asked)

    answer = program.post(body)

    assert_is_a_problem(answer, status)
    assert why in answer.json["detail"]
    assert len(program.sensor.asked) == n_asked


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""])
def test_a_body_of_another_type_is_refused(program, content_type):
    assert_is_a_problem(program.post(b'{"request": "dismiss"}', content_type), 415)


def test_each_refusal_is_a_problem(program):
    client, headers = program.dashboard.app.test_client(), program.headers
    program.sensor.reply = {"ok": False, "why": "there is no prompt just now"}

    assert_is_a_problem(client.get("/api/v1/nothing", headers=headers), 404)
    assert_is_a_problem(client.get("/api/", headers=headers), 404)
    assert_is_a_problem(client.get("/api/v1/history/days", headers=headers), 400)
    assert_is_a_problem(client.get("/api/v1/prompts?day=2026-11-27", headers=headers), 404)
    assert_is_a_problem(client.get("/api/v1/now"), 401)
    assert_is_a_problem(client.get("/api/v1/now", headers={"X-Api-Key": "guess"}), 401)
    assert_is_a_problem(client.get("/api/v1/now", headers=headers | {"Host": "evil.example"}), 400)
    assert_is_a_problem(program.post(b'{"request": "snooze"}'), 409)
    program.sensor.stop()
    gone = program.post(b'{"request": "snooze"}')
    assert_is_a_problem(gone, 503)
    assert gone.headers["Retry-After"] == "10"


def test_a_wrong_method_is_told_the_right_ones(program):
    answer = program.dashboard.app.test_client().delete("/api/v1/now", headers=program.headers)

    assert_is_a_problem(answer, 405)
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_a_history_that_cannot_be_read_is_a_problem_too(program):
    program.dashboard.parts.history_path.write_bytes(b"this is no database" * 100)

    answer = program.get("/api/v1/prompts")

    assert_is_a_problem(answer, 503)
    assert answer.headers["Retry-After"] == "10"
