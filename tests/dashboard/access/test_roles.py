"""Who may look at what and change what."""

from __future__ import annotations

import pytest
from entering import pair, post, text_of, token_of

from chairpi.dashboard.access.roles import CHANGE, LOOK, MEANINGS, NAMES, is_named, key_may, least_role
from chairpi.store.access import PAIRED, Role, Scope

KIOSK_PAGES = ("/", "/kiosk", "/api/v1/now", "/when-to-get-help", "/pair", "/healthz")
VIEWER_PAGES = ("/today", "/prompts", "/programme", "/stretch", "/help", "/health", "/calibrate", "/api/v1/health")
OWNER_PAGES = ("/settings/devices", "/settings/keys")


def test_every_endpoint_has_a_row(dashboard):
    endpoints = {rule.endpoint for rule in dashboard.app.url_map.iter_rules()}

    assert sorted(endpoint for endpoint in endpoints if not is_named(endpoint)) == []


def test_no_endpoint_stands_in_two_rows():
    for table in (LOOK, CHANGE):
        names = [name for row in table.values() for name in row]
        assert len(names) == len(set(names))


def test_what_is_not_named_is_for_owners_alone():
    assert not is_named("new.page")
    assert least_role("new.page", changes=False) is Role.OWNER
    assert least_role("new.page", changes=True) is Role.OWNER


def test_only_these_changes_are_for_others_than_owners(dashboard):
    changing = {
        rule.endpoint
        for rule in dashboard.app.url_map.iter_rules()
        if not {"POST", "PUT", "DELETE"}.isdisjoint(rule.methods)
    }
    free = {endpoint for endpoint in changing if least_role(endpoint, changes=True) is not Role.OWNER}

    assert free == {
        "languages.choose", "access.ask", "access.enter", "access.finish", "access.give_up", "access.leave",
    }  # fmt: skip


def test_each_role_does_what_the_one_below_it_does():
    order = [Role.ANYBODY, Role.KIOSK, Role.VIEWER, Role.OWNER]

    assert [[more.reaches(less) for less in order] for more in order] == [
        [True, False, False, False], [True, True, False, False], [True, True, True, False], [True] * 4,
    ]  # fmt: skip


def test_each_role_has_a_name_and_says_what_it_may():
    assert set(NAMES) == set(MEANINGS) == set(PAIRED)


@pytest.mark.parametrize(
    ("scope", "path", "least", "changes", "may"),
    [
        (Scope.READ, "/api/v1/now", Role.KIOSK, False, True),
        (Scope.READ, "/api/v1/health", Role.VIEWER, False, True),
        (Scope.READ, "/healthz", Role.ANYBODY, False, True),
        (Scope.READ, "/today", Role.VIEWER, False, False),
        (Scope.CONTROL, "/settings/keys", Role.OWNER, False, False),
        (Scope.CONTROL, "/api/v1/secrets", Role.OWNER, False, False),
        (Scope.READ, "/api/v1/requests", Role.VIEWER, True, False),
        (Scope.CONTROL, "/api/v1/requests", Role.VIEWER, True, True),
        (Scope.CONTROL, "/requests/snooze", Role.KIOSK, True, False),
        (Scope.CONTROL, "/settings/keys", Role.OWNER, True, False),
    ],
)
def test_what_a_key_reaches(scope, path, least, changes, may):
    assert key_may(scope, path, least, changes=changes) is may


def test_until_somebody_has_paired_everything_is_open(dashboard):
    for path in (*KIOSK_PAGES, *VIEWER_PAGES, *OWNER_PAGES):
        assert dashboard.client.get(path).status_code in (200, 503), path


def test_an_owner_sees_and_changes_everything(sensor, dashboard):
    owner = pair(dashboard)

    for path in (*KIOSK_PAGES, *VIEWER_PAGES, *OWNER_PAGES):
        assert owner.get(path).status_code == 200 or path == "/healthz", path
    assert post(owner, "/requests/dismiss").status_code == 303
    assert sensor.asked[-1]["request"] == "dismiss"


def test_a_viewer_sees_everything_but_who_may_and_changes_nothing_but_the_language(sensor, dashboard):
    pair(dashboard)
    viewer = pair(dashboard, "Ben", "viewer")

    for path in (*KIOSK_PAGES, *VIEWER_PAGES):
        assert viewer.get(path).status_code == 200 or path == "/healthz", path
    for path in OWNER_PAGES:
        assert viewer.get(path).status_code == 403, path
    refused = post(viewer, "/requests/dismiss")
    assert refused.status_code == 403
    assert "may look at everything, but change nothing" in text_of(refused)
    assert "give it another role on the page Devices" in text_of(refused)
    assert [asked for asked in sensor.asked if asked["request"] not in ("health", "calibration")] == []
    assert post(viewer, "/language", language="de", next="/").status_code == 303
    assert '<html lang="de">' in viewer.get("/").text


def test_a_viewers_page_is_told_in_json_where_a_script_asks(sensor, dashboard):
    pair(dashboard)
    viewer = pair(dashboard, "Ben", "viewer")
    refused = viewer.post("/api/v1/requests", json={"request": "dismiss"}, headers={"X-CSRFToken": token_of(viewer)})

    assert refused.status_code == 403
    assert refused.mimetype == "application/problem+json"
    assert (refused.json["title"], refused.json["status"]) == ("Forbidden", 403)
    assert refused.json["detail"] == refused.json["text"]
    assert "change nothing" in refused.json["detail"]
    assert sensor.asked == []


def test_a_kiosk_sees_the_now_page_and_no_name_of_anybody(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.SITTING)
    pair(dashboard)
    kiosk = pair(dashboard, "Wall", "kiosk")

    for path in KIOSK_PAGES:
        assert kiosk.get(path).status_code == 200 or path == "/healthz", path
    for path in (*VIEWER_PAGES, *OWNER_PAGES):
        assert kiosk.get(path).status_code == 403, path
    page, state = kiosk.get("/").text, kiosk.get("/api/v1/now")
    assert "Anna" in dashboard.app.test_client().get("/").text or "Anna" in fakes.SITTERS[1]["name"]
    assert "Anna" not in page
    assert "Anna" not in state.text
    assert state.json["sitters"] == []
    with kiosk.get("/api/v1/live", buffered=False) as answer:
        told = "".join(next(answer.response).decode() for _ in range(3))
    assert "event: hello" in told
    assert "Anna" not in told
    assert f'data-sitters="{state.json["sitters_key"]}"' in page


def test_who_has_not_paired_is_led_to_pairing_and_back(sensor, dashboard):
    pair(dashboard)
    stranger = dashboard.app.test_client()

    for path in ("/", "/today?day=2026-11-26", "/settings/keys", "/help"):
        answer = stranger.get(path)
        assert answer.status_code == 302, path
        assert answer.location.startswith("/pair?next=")
    assert stranger.get("/today?day=2026-11-26").location == "/pair?next=/today?day%3D2026-11-26"
    assert stranger.get("/when-to-get-help").status_code == 200
    assert stranger.get("/static/chairpi.css").status_code == 200
    assert stranger.get("/nothing-here").status_code == 404
    assert stranger.get("/healthz").json.keys() == {"ok"}
    refused = post(stranger, "/requests/dismiss")
    assert refused.status_code == 403
    assert "has not paired" in text_of(refused)
    assert sensor.asked == []


@pytest.mark.parametrize("path", ["/api/v1/now", "/api/v1/live", "/api/v1/prompts"])
def test_a_program_without_a_key_is_told_so_in_its_own_way(dashboard, path):
    pair(dashboard)
    answer = dashboard.app.test_client().get(path)

    assert answer.status_code == 401
    assert answer.mimetype == "application/problem+json"
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert {"type", "title", "status", "detail"} <= answer.json.keys()


def test_a_stream_ends_when_its_browser_is_sent_away(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.SITTING)
    pair(dashboard)
    viewer = pair(dashboard, "Ben", "viewer")
    device = next(device for device in dashboard.parts.access.devices() if device.name == "Ben")

    with viewer.get("/api/v1/live", buffered=False) as answer:
        next(answer.response)
        dashboard.parts.access.revoke(device.device_id)
        assert len([*answer.response]) < 8
