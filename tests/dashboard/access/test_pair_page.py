"""How a browser is let in."""

from __future__ import annotations

import html
import re

import pytest
from entering import pair, post, press, text_of

from chairpi.dashboard.access.one_time_code import issue_code
from chairpi.store.access import KEPT_S, Role


def asks(client, name="Anna's phone", **fields):
    answer = post(client, "/pair/ask", name=name, **fields)
    assert answer.status_code == 303
    return text_of(client.get("/pair"))


def comes_in(client):
    """What the page's script does, or a finger: send the form that it shows."""
    assert "Done: you may come in" in text_of(client.get("/pair"))
    return post(client, "/pair/finish")


def test_the_first_browser_is_let_in_by_a_press_of_the_button_and_owns_the_chair(sensor, dashboard):
    client = dashboard.client
    page = asks(client, role="kiosk")

    assert "Press the button on the chair now" in page
    assert "30 seconds left" in page
    assert sensor.asked[-1] | {"number": 0} == {"request": "await_press", "length_s": 30.0, "number": 0, "held": False}
    assert client.get("/pair/status").json == {"stage": "button", "left_s": 30}
    press(dashboard, sensor)
    assert client.get("/pair/status").json["stage"] == "let_in"
    assert dashboard.parts.access.devices() == ()  # nothing is written by looking
    answer = comes_in(client)
    assert answer.status_code == 303
    assert answer.location == "/"
    assert "This browser is paired as “Anna's phone”" in text_of(client.get("/"))
    (device,) = dashboard.parts.access.devices()
    assert device.role is Role.OWNER
    assert dashboard.app.test_client().get("/").status_code == 302


def test_the_cookie_is_long_lived_and_for_this_site_and_no_script(dashboard):
    client = dashboard.app.test_client()
    code = issue_code(dashboard.link_dir, dashboard.clock)
    answer = post(client, "/pair/code", name="A", code=code)
    cookie = next(line for line in answer.headers.getlist("Set-Cookie") if line.startswith("chairpi_device="))

    assert f"Max-Age={int(KEPT_S)}" in cookie
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert "Secure" not in cookie


def test_over_https_the_cookie_never_goes_out_in_the_clear(dashboard):
    client = dashboard.app.test_client()
    base = {"base_url": "https://localhost"}
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/pair", **base).text)[1]
    code = issue_code(dashboard.link_dir, dashboard.clock)
    answer = client.post(
        "/pair/code",
        data={"csrf_token": token, "name": "A", "code": code},
        headers={"Referer": "https://localhost/"},
        **base,
    )
    cookie = next(line for line in answer.headers.getlist("Set-Cookie") if line.startswith("__Host-chairpi_device="))

    assert "Secure" in cookie.split("; ")
    assert client.get("/settings/devices", **base).status_code == 200
    assert client.get("/settings/devices").status_code == 302


def test_who_paired_in_the_clear_is_known_over_https_too(dashboard):
    client = pair(dashboard)

    assert client.get("/settings/devices", base_url="https://localhost").status_code == 200


def test_the_cookie_is_renewed_when_it_is_used(dashboard):
    client = pair(dashboard)
    assert "Set-Cookie" not in client.get("/healthz").headers
    dashboard.parts.clock.wait(4000.0)

    cookies = client.get("/healthz").headers.getlist("Set-Cookie")
    assert [cookie.partition("=")[0] for cookie in cookies] == ["chairpi_device"]
    assert f"Max-Age={int(KEPT_S)}" in cookies[0]


def test_a_browser_that_was_away_for_too_long_pairs_again(dashboard):
    client = pair(dashboard)
    dashboard.parts.clock.wait(KEPT_S + 10.0)

    assert client.get("/").status_code == 302


def test_nobody_presses_in_time_and_the_page_says_what_to_do(sensor, dashboard):
    client = dashboard.client
    asks(client)
    dashboard.clock.wait(30.5)

    page = text_of(client.get("/pair"))
    assert "Nobody pressed the button in time" in page
    assert "Ask again" in page
    press(dashboard, sensor)  # too late
    assert client.get("/pair/status").json["stage"] == "owner"
    assert post(client, "/pair/finish").location == "/pair"
    assert dashboard.parts.access.devices() == ()


def test_a_press_that_another_wish_had_asked_for_lets_nobody_in(sensor, dashboard):
    asks(dashboard.client)
    sensor.asked[-1]["number"] -= 1
    press(dashboard, sensor)

    assert dashboard.client.get("/pair/status").json["stage"] == "button"


def test_another_browser_waits_for_its_turn(sensor, dashboard):
    asks(dashboard.client)
    dashboard.clock.wait(10.0)
    other = dashboard.app.test_client()

    assert "Another browser waits for the button just now. Try again in 20 seconds." in asks(other, "Ben")
    press(dashboard, sensor)
    assert other.get("/pair/status").json["stage"] == "over"
    assert dashboard.client.get("/pair/status").json["stage"] == "let_in"


def test_asking_again_takes_the_place_of_the_earlier_wish(sensor, dashboard):
    asks(dashboard.client, "First")
    assert "30 seconds left" in asks(dashboard.client, "Second")
    press(dashboard, sensor)
    comes_in(dashboard.client)

    assert [device.name for device in dashboard.parts.access.devices()] == ["Second"]


def test_giving_up_gives_the_button_back(sensor, dashboard):
    asks(dashboard.client)
    post(dashboard.client, "/pair/give-up")

    assert sensor.asked[-1]["length_s"] == 0.0
    assert dashboard.client.get("/pair/status").json["stage"] == "over"


def test_the_household_is_asked_to_press_six_times_in_ten_minutes_at_most(sensor, dashboard):
    for _ in range(6):
        assert "Press the button" in asks(dashboard.client)
    page = asks(dashboard.client)

    assert "Browsers have asked often within a few minutes. Try again in 10 minutes, or use a one-time code." in page
    assert sum(asked["length_s"] > 0 for asked in sensor.asked) == 6
    dashboard.clock.wait(601.0)
    assert "Press the button" in asks(dashboard.client)


def test_without_the_sensor_process_the_page_says_so_and_the_code_works(dashboard):
    page = asks(dashboard.client)

    assert "The chair’s button cannot be used just now" in page
    assert "the sensor process is not running" in page
    post(dashboard.client, "/pair/give-up")
    code = issue_code(dashboard.link_dir, dashboard.clock)
    assert post(dashboard.client, "/pair/code", name="Anna", code=code).status_code == 303
    assert [device.name for device in dashboard.parts.access.devices()] == ["Anna"]


def test_a_chair_without_a_button_says_so(sensor, dashboard):
    sensor.reply = {"ok": False, "why": "this chair has no button (outputs.button_gpio is -1)"}

    assert "this chair has no button" in asks(dashboard.client)


def test_once_there_is_an_owner_the_button_must_be_held(sensor, dashboard):
    """A tap that somebody meant for a prompt does not let a stranger in."""
    pair(dashboard)
    client = dashboard.app.test_client()
    page = asks(client, role="viewer")

    assert "Hold the button on the chair now, for about two seconds" in page
    assert sensor.asked[-1]["held"] is True


@pytest.mark.parametrize("role", ["owner", "viewer", "kiosk"])
def test_a_later_browser_gets_the_role_that_it_asked_for(sensor, dashboard, role):
    pair(dashboard)
    client = dashboard.app.test_client()
    asks(client, "Second", role=role)
    press(dashboard, sensor, "long")
    comes_in(client)

    assert [device.role.value for device in dashboard.parts.access.devices() if device.name == "Second"] == [role]


def test_an_owner_says_yes_instead_of_the_button(sensor, dashboard):
    owner, client = pair(dashboard), dashboard.app.test_client()
    page = asks(client, "Wall", role="owner")
    number = re.search(r"has the number (\d+) there", page)[1]
    dashboard.clock.wait(45.0)
    devices = text_of(owner.get("/settings/devices"))
    assert "“Wall” asks to be let in" in devices
    assert f"It shows the number {number}." in devices
    assert "It asks for 10 minutes more." in devices

    post(owner, f"/settings/devices/asking/{number}", answer="yes", role="kiosk")
    comes_in(client)
    assert next(device.role for device in dashboard.parts.access.devices() if device.name == "Wall") is Role.KIOSK


def test_an_owner_says_no(sensor, dashboard):
    owner, client = pair(dashboard), dashboard.app.test_client()
    number = re.search(r"number (\d+)", asks(client, "Stranger", role="owner"))[1]
    post(owner, f"/settings/devices/asking/{number}", answer="no", role="owner")

    assert "An owner said no this time" in text_of(client.get("/pair"))
    press(dashboard, sensor, "long")
    assert post(client, "/pair/finish").location == "/pair"
    assert len(dashboard.parts.access.devices()) == 1


def test_an_answer_to_a_wish_that_is_over_is_told(sensor, dashboard):
    owner = pair(dashboard)
    post(owner, "/settings/devices/asking/1", answer="yes", role="owner")

    assert "asks no longer" in text_of(owner.get("/settings/devices"))


def test_only_an_owner_can_say_yes(sensor, dashboard):
    pair(dashboard)
    viewer, client = pair(dashboard, "Ben", "viewer"), dashboard.app.test_client()
    number = re.search(r"number (\d+)", asks(client, "Stranger", role="owner"))[1]

    assert post(viewer, f"/settings/devices/asking/{number}", answer="yes", role="owner").status_code == 403
    assert post(client, f"/settings/devices/asking/{number}", answer="yes", role="owner").status_code == 403
    assert client.get("/pair/status").json["stage"] == "button"


def test_a_code_works_once(dashboard):
    code = issue_code(dashboard.link_dir, dashboard.clock)
    first, second = dashboard.app.test_client(), dashboard.app.test_client()

    assert post(first, "/pair/code", name="First", code=f"{code[:4]} {code[4:]}").status_code == 303
    post(second, "/pair/code", name="Second", code=code, role="owner")
    assert "There is no code at the moment" in text_of(second.get("/pair"))
    assert [device.name for device in dashboard.parts.access.devices()] == ["First"]


def test_a_code_is_too_old_after_ten_minutes(dashboard):
    code = issue_code(dashboard.link_dir, dashboard.clock)
    dashboard.clock.wait(601.0)
    post(dashboard.client, "/pair/code", name="A", code=code)

    assert "it is too old" in text_of(dashboard.client.get("/pair"))
    assert dashboard.parts.access.devices() == ()


def test_wrong_codes_are_slowed_down_and_then_the_right_one_waits_too(dashboard):
    code = issue_code(dashboard.link_dir, dashboard.clock)
    wrong = f"{(int(code) + 1) % 10**8:08}"

    def tries(typed):
        post(dashboard.app.test_client(), "/pair/code", name="A", code=typed)  # from another browser each time
        post(dashboard.client, "/pair/code", name="A", code=typed)
        return text_of(dashboard.client.get("/pair"))

    assert "Codes were wrong several times. Try again in 2 seconds." in tries(wrong)
    for wait_s in (2.0, 4.0, 8.0, 16.0):
        dashboard.clock.wait(wait_s)
        page = tries(wrong)
    assert "Try again in 10 minutes" in page or "Try again in 9 minutes" in page or "Try again in 10 min" in page
    dashboard.clock.wait(500.0)
    tries(code)
    assert dashboard.parts.access.devices() == ()


def test_a_browser_needs_a_name_that_can_be_read(sensor, dashboard):
    for name, said in ((" \t\u202e", "Please give it a name"), ("x" * 41, "That name is long")):
        assert said in asks(dashboard.client, name)
    assert sensor.asked == []
    asks(dashboard.client, "  Anna's\n\u202ephone ")
    press(dashboard, sensor)
    comes_in(dashboard.client)
    assert dashboard.parts.access.devices()[0].name == "Anna's phone"


def test_a_role_that_there_is_not_is_refused(sensor, dashboard):
    pair(dashboard)

    assert "choose one of the roles" in asks(dashboard.app.test_client(), role="anybody")
    assert sensor.asked == []


def test_a_paired_browser_does_not_pair_twice(sensor, dashboard):
    owner = pair(dashboard)
    page = asks(owner, role="kiosk")

    assert "This browser is paired as “Anna's phone”." in page
    post(owner, "/pair/code", name="B", role="owner", code=issue_code(dashboard.link_dir, dashboard.clock))
    assert sensor.asked == []
    assert len(dashboard.parts.access.devices()) == 1


def test_after_pairing_one_is_where_one_wanted_to_go(dashboard):
    pair(dashboard)
    client = dashboard.app.test_client()
    page = client.get(client.get("/today?day=2026-11-26").location)
    wanted = html.unescape(re.search(r'name="next" value="([^"]+)"', page.text)[1])
    code = issue_code(dashboard.link_dir, dashboard.clock)

    assert (
        post(client, "/pair/code", name="B", role="viewer", code=code, next=wanted).location == "/today?day=2026-11-26"
    )


@pytest.mark.parametrize(
    "evil",
    [
        "//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "/\r\nSet-Cookie: a=b",
        "/\t/evil.example", "http:/evil", "\\\\evil.example", "/pair?next=/pair",
    ],
)  # fmt: skip
def test_next_leads_nowhere_else(dashboard, evil):
    page = dashboard.client.get("/pair", query_string={"next": evil})
    code = issue_code(dashboard.link_dir, dashboard.clock)
    answer = post(dashboard.client, "/pair/code", name="B", code=code, next=evil)

    assert "evil" not in page.text.replace(html.escape(f"next={evil}"), "").partition("<main")[2].partition("</main")[0]
    assert answer.location == "/"
    assert "a" not in {cookie.partition("=")[0] for cookie in answer.headers.getlist("Set-Cookie")}


def test_the_session_begins_anew_with_pairing(sensor, dashboard):
    before = re.search(r'name="csrf_token" value="([^"]+)"', dashboard.client.get("/pair").text)[1]
    code = issue_code(dashboard.link_dir, dashboard.clock)
    dashboard.client.post("/pair/code", data={"csrf_token": before, "name": "A", "code": code})

    assert dashboard.client.post("/requests/dismiss", data={"csrf_token": before}).status_code == 400
    assert sensor.asked == []


def test_before_pairing_now_shows_the_now_page_as_a_kiosk_sees_it(sensor, tmp_path, link_dir):
    from chairpi.clock import ManualClock
    from chairpi.dashboard.app import create_app, stop_listening
    from chairpi.dashboard.services import EXTENSION

    clock = ManualClock(1000.0)
    app = create_app(
        history_path=tmp_path / "history.db", link_dir=link_dir, clock=clock, time_zone=None, secret_key=b"x",
        real_clock=clock, before_pairing="now",
    )  # fmt: skip
    try:
        app.extensions[EXTENSION].access.pair("Owner", Role.OWNER, 0.0)
        client = app.test_client()

        assert client.get("/").status_code == 200
        assert client.get("/api/v1/now").json["sitters"] == []
        assert client.get("/today").status_code == 302
        assert post(client, "/requests/dismiss").status_code == 403
    finally:
        stop_listening(app)
