"""Keys of programs."""

from __future__ import annotations

import re

import pytest
from entering import pair, post, text_of

KEY = re.compile(r"<pre[^>]*><code>([\w-]{43})</code>")


@pytest.fixture
def owner(dashboard):
    return pair(dashboard, "Mine")


def make(owner, name="Home automation", scope="read"):
    answer = post(owner, "/settings/keys", name=name, scope=scope)
    assert answer.status_code == 200
    return KEY.search(answer.text)[1]


def bearer(key):
    return {"Authorization": f"Bearer {key}"}


def test_a_key_is_shown_once_and_never_again(dashboard, owner):
    key = make(owner)
    page = owner.get("/settings/keys").text

    assert key not in page
    assert "Home automation" in page
    assert "not used yet" in page


@pytest.mark.parametrize("header", ["Authorization", "X-Api-Key"])
def test_a_read_key_reads_what_a_viewer_sees_and_no_more(sensor, dashboard, owner, header):
    key = make(owner)
    headers = bearer(key) if header == "Authorization" else {header: key}
    program = dashboard.app.test_client()

    for path in ("/api/v1/now", "/api/v1/health", "/api/v1/prompts"):
        assert program.get(path, headers=headers).status_code == 200, path
    assert "sensor" in program.get("/healthz", headers=headers).json
    for path in ("/", "/today", "/settings/keys", "/pair"):
        assert program.get(path, headers=headers).status_code == 403, path
    refused = program.post("/api/v1/requests", json={"request": "dismiss"}, headers=headers)
    assert refused.status_code == 403
    assert refused.mimetype == "application/problem+json"
    assert all(asked["request"] == "health" for asked in sensor.asked)
    assert "last used on Thursday, 26 November" in text_of(owner.get("/settings/keys"))


def test_a_control_key_asks_the_chair_without_a_form_token(sensor, dashboard, owner):
    key = make(owner, scope="control")
    answer = dashboard.app.test_client().post("/api/v1/requests", json={"request": "dismiss"}, headers=bearer(key))

    assert answer.status_code == 200
    assert sensor.asked == [{"request": "dismiss"}]
    for path in ("/requests/dismiss", "/settings/keys", "/health/signals"):
        assert dashboard.app.test_client().post(path, headers=bearer(key)).status_code == 403, path
    assert len(sensor.asked) == 1


def test_a_key_beside_a_browsers_cookie_needs_the_form_token(sensor, dashboard, owner):
    key = make(owner, scope="control")

    assert owner.post("/api/v1/requests", json={"request": "dismiss"}, headers=bearer(key)).status_code == 400
    assert sensor.asked == []


def test_a_key_in_an_address_is_not_looked_at(dashboard, owner):
    key = make(owner)
    program = dashboard.app.test_client()

    for name in ("key", "api_key", "apikey", "token", "access_token"):
        assert program.get("/api/v1/now", query_string={name: key}).status_code == 401


@pytest.mark.parametrize("wrong", ["x", "x" * 43, "", "\xff", "Bearer"])
def test_a_wrong_key_is_refused_and_told_how(dashboard, owner, wrong):
    answer = dashboard.app.test_client().get("/api/v1/now", headers=bearer(wrong))

    assert answer.status_code == 401
    assert answer.mimetype == "application/problem+json"
    assert answer.headers["WWW-Authenticate"].startswith('Bearer realm="ChairPi"')


def test_a_wrong_key_is_refused_also_while_everything_is_open(dashboard):
    assert dashboard.client.get("/api/v1/now", headers=bearer("x")).status_code == 401


def test_many_wrong_keys_are_slowed_down_and_the_right_one_is_not(dashboard, owner):
    key, program = make(owner), dashboard.app.test_client()
    answers = [program.get("/api/v1/now", headers=bearer("x")) for _ in range(21)]

    assert [answer.status_code for answer in answers] == [401] * 20 + [429]
    assert answers[-1].headers["Retry-After"] == "600"
    assert program.get("/api/v1/now", headers=bearer(key)).status_code == 200


def test_a_revoked_key_is_refused_at_once(dashboard, owner):
    key = make(owner)
    (kept,) = dashboard.parts.access.api_keys()
    post(owner, f"/settings/keys/{kept.key_id}/revoke")

    assert dashboard.app.test_client().get("/api/v1/now", headers=bearer(key)).status_code == 401


@pytest.mark.parametrize("fields", [{"name": "", "scope": "read"}, {"name": "x", "scope": "all"}], ids=repr)
def test_a_key_needs_a_name_and_a_scope(dashboard, owner, fields):
    assert post(owner, "/settings/keys", **fields).status_code == 303
    assert dashboard.parts.access.api_keys() == ()


def test_there_are_fifty_keys_at_most(dashboard, owner):
    for n in range(50):
        make(owner, f"Program {n}")
    assert post(owner, "/settings/keys", name="One more", scope="read").status_code == 303

    assert len(dashboard.parts.access.api_keys()) == 50
    assert "There are 50 keys already" in text_of(owner.get("/settings/keys"))
