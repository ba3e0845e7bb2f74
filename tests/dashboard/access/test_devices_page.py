"""The paired browsers: who is in, as what, and out again."""

from __future__ import annotations

import pytest
from entering import pair, post, text_of

from chairpi.store.access import Role


def device_of(dashboard, name):
    return next(device for device in dashboard.parts.access.devices() if device.name == name)


def path_of(dashboard, name, what=""):
    return f"/settings/devices/{device_of(dashboard, name).device_id}{what}"


@pytest.fixture
def owner(dashboard):
    return pair(dashboard, "Mine")


def test_all_paired_browsers_are_listed_with_their_role_and_days(dashboard, owner):
    pair(dashboard, "Wall", "kiosk")
    page = text_of(owner.get("/settings/devices"))

    assert "Mine Owner this browser Paired on Thursday, 26 November, last here on Thursday, 26 November." in page
    assert "Wall Kiosk Paired on" in page


def test_a_browser_is_renamed_and_gets_another_role(dashboard, owner):
    ben = pair(dashboard, "Ben", "viewer")
    post(owner, path_of(dashboard, "Ben"), name="Ben's <b>tablet</b>", role="kiosk")

    assert (
        "Ben's <b>tablet</b>" in text_of(owner.get("/settings/devices"))
        or "&lt;b&gt;" in owner.get("/settings/devices").text
    )
    assert "<b>tablet" not in owner.get("/settings/devices").text
    assert ben.get("/today").status_code == 403


def test_a_browser_that_is_sent_away_is_out_at_once(dashboard, owner):
    ben = pair(dashboard, "Ben", "viewer")
    assert ben.get("/today").status_code == 200
    post(owner, path_of(dashboard, "Ben", "/revoke"))

    assert ben.get("/today").status_code == 302
    assert ben.get("/api/v1/now").status_code == 401
    assert "“Ben” can no longer come in" in text_of(owner.get("/settings/devices"))


def test_all_others_are_sent_away(dashboard, owner):
    others = [pair(dashboard, name, role) for name, role in (("B", "owner"), ("C", "viewer"), ("D", "kiosk"))]
    post(owner, "/settings/devices/revoke-others")

    assert [other.get("/").status_code for other in others] == [302, 302, 302]
    assert owner.get("/settings/devices").status_code == 200


@pytest.mark.parametrize("how", ["revoke", "leave", "change"])
def test_the_last_owner_does_not_go_by_mistake(dashboard, owner, how):
    path = {
        "revoke": path_of(dashboard, "Mine", "/revoke"),
        "leave": "/settings/devices/leave",
        "change": path_of(dashboard, "Mine"),
    }[how]
    fields = {"name": "Mine", "role": "viewer"} if how == "change" else {}

    post(owner, path, **fields)
    assert "This is the last owner" in text_of(owner.get("/settings/devices"))
    assert device_of(dashboard, "Mine").role is Role.OWNER

    post(owner, path, sure="yes", **fields)
    assert dashboard.parts.access.n_owners == 0
    assert owner.get("/settings/devices").status_code == (403 if how == "change" else 302)


def test_a_chair_without_any_owner_stays_closed_until_one_pairs(dashboard, owner):
    post(owner, "/settings/devices/leave", sure="yes")

    assert dashboard.app.test_client().get("/").status_code == 302
    assert "This browser is not paired any longer" in text_of(owner.get("/pair"))
    again = pair(dashboard, "Again")
    assert again.get("/settings/devices").status_code == 200


def test_one_owner_of_two_goes_without_a_word(dashboard, owner):
    second = pair(dashboard, "Second")
    post(second, "/settings/devices/leave")

    assert second.get("/").status_code == 302
    assert [device.name for device in dashboard.parts.access.devices()] == ["Mine"]


def test_signing_out_takes_the_cookie_away(dashboard, owner):
    ben = pair(dashboard, "Ben", "viewer")
    answer = post(ben, "/settings/devices/leave")

    assert any(line.startswith("chairpi_device=;") for line in answer.headers.getlist("Set-Cookie"))
    assert "Ben" not in {device.name for device in dashboard.parts.access.devices()}


def test_while_nobody_has_paired_nobody_decides_who_may(dashboard):
    for path in (
        "/settings/devices/1",
        "/settings/devices/1/revoke",
        "/settings/devices/revoke-others",
        "/settings/keys",
    ):
        answer = post(dashboard.client, path, name="x", role="owner", scope="control")
        assert answer.status_code == 403, path
        assert "Pair this browser first" in text_of(answer)
    assert "Nobody has paired yet" in text_of(dashboard.client.get("/settings/devices"))
    assert "Nobody has paired yet" in text_of(dashboard.client.get("/settings/keys"))


def test_a_browser_that_is_gone_already_is_told(dashboard, owner):
    assert post(owner, "/settings/devices/99/revoke").status_code == 404
    assert "has been removed already" in text_of(post(owner, "/settings/devices/99", name="x", role="owner"))


def test_a_name_or_role_that_does_not_work_changes_nothing(dashboard, owner):
    for fields in ({"name": "", "role": "owner"}, {"name": "Mine", "role": "king"}):
        post(owner, path_of(dashboard, "Mine"), **fields)

    assert device_of(dashboard, "Mine").role is Role.OWNER
