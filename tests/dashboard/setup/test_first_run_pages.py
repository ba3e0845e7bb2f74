"""The first run: each step's page and form, what is refused, and where one goes on."""

from __future__ import annotations

import re
import tomllib

import pytest
from calibrating import Process, served
from entering import pair
from marked_words import Marked, unmarked

from chairpi.dashboard.languages import COOKIE
from chairpi.dashboard.setup.steps import NAMES, after
from chairpi.dashboard.setup.upright import judged
from chairpi.language.words import catalogue_in_place, in_order
from chairpi.store.first_run import Mark

CORNERS = {
    "seat_front_left": (150.0, -150.0),
    "seat_front_right": (150.0, 150.0),
    "seat_rear_left": (-150.0, -150.0),
    "seat_rear_right": (-150.0, 150.0),
}


def send(dashboard, path, **fields):
    """A form as a browser sends it; the page that follows."""
    return dashboard.client.post(path, data={"csrf_token": dashboard.token(), **fields}, follow_redirects=True)


def step_of(answer) -> str:
    return answer.request.path.rpartition("/")[2]


def kept(dashboard) -> dict:
    path = dashboard.parts.configured.layers.path
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def marks(dashboard) -> dict[str, Mark]:
    return dashboard.parts.book.first_run.marks()


@pytest.mark.parametrize("step", [*NAMES, "ready"])
def test_every_step_has_a_page_with_and_without_a_chair(dashboard, sensor, fakes, step):
    assert "<h1>" in dashboard.page(f"/first-run/{step}")
    dashboard.hear(sensor, fakes.SITTING)

    assert "<h1>" in dashboard.page(f"/first-run/{step}")
    assert marks(dashboard) == {}


def test_every_step_is_translated(dashboard, sensor, fakes):
    dashboard.hear(sensor, fakes.SITTING)
    found = {}
    dashboard.client.set_cookie(COOKIE, "fr")
    with catalogue_in_place("fr", Marked()):
        for path in (*NAMES, "ready", "cells?layout=three", "signals?tried=light,buzzer&missed=buzzer", ""):
            if rest := list(unmarked(dashboard.page(f"/first-run/{path}".rstrip("/")), "Me", "Anna")):
                found[path] = rest

    assert found == {}


def test_another_browser_goes_on_where_this_one_was(dashboard):
    for name in ("language", "cells"):
        send(dashboard, f"/first-run/{name}", skip="yes")
    send(dashboard, "/first-run/zero")
    other = dashboard.app.test_client().get("/first-run").text

    assert re.search(r'class="button main" href="/first-run/(\w+)"', other)[1] == "wiring"
    assert marks(dashboard) == {"language": Mark.SKIPPED, "cells": Mark.SKIPPED, "zero": Mark.DONE}


@pytest.mark.parametrize(
    ("step", "done", "then"),
    [
        pytest.param("language", (), "cells", id="the next"),
        pytest.param("language", ("cells", "wiring"), "zero", id="over those that are done"),
        pytest.param("pairing", NAMES[:3], "zero", id="back to what is open"),
        pytest.param("pairing", NAMES, "ready", id="the end"),
    ],
)
def test_the_way_goes_on_to_what_is_open(step, done, then):
    assert after(step, dict.fromkeys(done, Mark.DONE)) == then


def test_pages_tell_how_far_it_is_until_it_is_over_or_put_away(dashboard):
    def told():
        with dashboard.app.test_request_context("/"):
            context = {}
            dashboard.app.update_template_context(context)
            return context["setup_progress"]

    assert (told().number, told().n_steps, told().title) == (1, 10, "Language and time zone")
    send(dashboard, "/first-run/language", skip="yes")
    assert told().address == "/first-run/cells"
    send(dashboard, "/first-run/put-away")
    assert told() is None
    send(dashboard, "/first-run/again")
    assert told().number == 1
    for name in NAMES:
        send(dashboard, f"/first-run/{name}", skip="yes")
    assert told() is None


def test_it_is_the_owners_alone(dashboard):
    pair(dashboard)
    stranger = dashboard.app.test_client()

    assert stranger.get("/first-run/language").status_code == 302


def test_language_country_and_zone_are_kept_and_the_pages_follow(dashboard, sensor):
    answer = send(dashboard, "/first-run/language/keep", language="de", country="", time_zone="Asia/Tokyo")

    assert step_of(answer) == "cells"
    assert kept(dashboard) == {"web": {"time_zone": "Asia/Tokyo"}}
    assert dashboard.parts.book.preferences().language == "de"
    assert dashboard.parts.days.name == "Asia/Tokyo"
    assert sensor.asked[-1] == {"request": "restart"}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"language": "xx"}, "ChairPi does not speak that language yet."),
        ({"country": "XX"}, "Please choose a country from the list."),
        ({"time_zone": "Mars/Base"}, "Please choose a time zone from the list."),
    ],
)
def test_what_is_not_in_a_list_is_refused(dashboard, typed, said):
    fields = {"language": "", "country": "", "time_zone": "Europe/Zurich"} | typed
    answer = send(dashboard, "/first-run/language/keep", **fields)

    assert answer.status_code == 400
    assert said in answer.text
    assert kept(dashboard) == {}
    assert marks(dashboard) == {}


def test_cells_stay_with_one_touch(dashboard, sensor):
    answer = send(dashboard, "/first-run/cells/keep", layout="six", as_it_is="yes")

    assert step_of(answer) == "wiring"
    assert kept(dashboard) == {}
    assert marks(dashboard) == {"cells": Mark.DONE}


def test_another_layout_is_drawn_before_and_kept_with_its_places_and_pins(dashboard, sensor):
    page = dashboard.page("/first-run/cells?layout=three")
    fields = dict(re.findall(r'name="(seat_\w+\.\w+)" value="([^"]+)"', page))
    assert "As it would be" in page
    assert fields["seat_front.ap_mm"] == "160"

    answer = send(dashboard, "/first-run/cells/keep", layout="three", **fields | {"seat_front.ap_mm": "170,5"})

    assert step_of(answer) == "wiring"
    front, left, right = kept(dashboard)["cell"]
    assert (front["name"], front["ap_mm"], front["dout_gpio"]) == ("seat_front", 170.5, 5)
    assert (left["ml_mm"], left["dout_gpio"], right["dout_gpio"]) == (-150.0, 7, 8)
    assert {"request": "restart"} in sensor.asked


def test_a_place_outside_the_chair_is_refused_and_stays_in_the_form(dashboard):
    page = dashboard.page("/first-run/cells?layout=four")
    fields = dict(re.findall(r'name="(seat_\w+\.\w+)" value="([^"]+)"', page)) | {"seat_rear_left.ap_mm": "900"}
    answer = send(dashboard, "/first-run/cells/keep", layout="four", **fields)

    assert answer.status_code == 400
    assert "The place of the cell rear left is a number from −300 to 300 mm, and “900” is not." in answer.text
    assert 'value="900"' in answer.text
    assert kept(dashboard) == {}


def test_cells_on_one_line_are_refused(dashboard):
    page = dashboard.page("/first-run/cells?layout=three")
    fields = {name: "0" for name, _ in re.findall(r'name="(seat_\w+\.\w+)" value="([^"]+)"', page)}
    answer = send(dashboard, "/first-run/cells/keep", layout="three", **fields)

    assert answer.status_code == 400
    assert "The cells cannot be like that." in answer.text
    assert kept(dashboard) == {}


def test_cells_that_the_chair_cannot_read_are_taken_back(dashboard, sensor):
    page = dashboard.page("/first-run/cells?layout=four")
    fields = dict(re.findall(r'name="(seat_\w+\.\w+)" value="([^"]+)"', page))
    sensor.reply = {"ok": False, "why": "no chip answers"}
    answer = send(dashboard, "/first-run/cells/keep", layout="four", **fields)

    assert "goes on as before. No chip answers." in answer.text
    assert kept(dashboard) == {}


def test_the_calibration_goes_on_from_step_to_step(dashboard, link_dir):
    process = Process()

    def act(step, action, placed, **fields):
        process.bench.placed.place(*placed)
        send(dashboard, f"/calibrate/{action}", next=f"/first-run/{step}", **fields)
        for _ in range(400):
            page = dashboard.page(f"/first-run/{step}")
            if "Stop measuring" not in page:
                return page
        raise AssertionError("it measures without an end")

    with served(link_dir, process):
        page = act("wiring", "start", (0.0,))
        assert "Measure at rest" in page
        page = act("wiring", "wiring", (0.0,))
        for name, place in CORNERS.items():
            assert "Press " in page
            page = act("wiring", "wiring", (8.0, *place), cell=name)
        assert "Every cell answers where it is" in page
        assert "The zero is set" in act("zero", "tare", (0.0,))
        assert "The mass is measured" in act("span", "span", (20.0, 0.0, 0.0), mass_kg="20")
        for name, place in CORNERS.items():
            act("map", "corner", (20.0, *place), mass_kg="20", cell=name)
        assert len(process.used) == 0
        answer = send(dashboard, "/first-run/map", skip="yes")
        assert "The new calibration is in use" in dashboard.page("/first-run/map")

    assert step_of(answer) == "upright"
    assert len(process.used) == 1


def test_the_wiring_check_speaks_of_wires_alone(dashboard, link_dir):
    def page():
        while "Stop measuring" in (found := dashboard.page("/first-run/wiring")):
            pass
        return found

    process = Process()
    process.bench.placed.place(0.0)
    with served(link_dir, process):
        first = page()
        send(dashboard, "/calibrate/start", next="/first-run/wiring")
        begun = page()
        send(dashboard, "/calibrate/wiring", next="/first-run/wiring")
        rested = page()

    assert "nothing on the seat" in first
    assert "let it be measured at rest" in begun
    for one in (first, begun, rested):
        assert "set the zero" not in one
        assert "something heavy" not in one
        assert "Finishing is not possible" not in one
        assert "Wiring check: which cell answers where" not in one


def test_a_swapped_wire_is_told_and_put_right(dashboard, link_dir):
    process = Process()
    process.bench.placed.rewire(swap=("seat_front_left", "seat_front_right"))
    with served(link_dir, process):
        steps = [("start", {}, (0.0,)), ("wiring", {}, (0.0,))]
        steps += [("wiring", {"cell": name}, (8.0, *place)) for name, place in CORNERS.items()]
        for action, fields, placed in steps:
            process.bench.placed.place(*placed)
            send(dashboard, f"/calibrate/{action}", next="/first-run/wiring", **fields)
            while "Stop measuring" in (page := dashboard.page("/first-run/wiring")):
                continue
        assert "Accept it as found" in page
        assert "Every cell answers where it is" not in page
        page = send(dashboard, "/calibrate/wiring", next="/first-run/wiring", accept="1").text

    assert "Every cell answers where it is" in page


@pytest.mark.parametrize("step", ["wiring", "zero", "span", "map"])
def test_without_the_sensor_process_the_calibration_says_so(dashboard, step):
    page = dashboard.page(f"/first-run/{step}")

    assert "The chair cannot be asked just now" in page
    assert "Leave this out for now" in page


def test_a_form_leads_back_to_no_other_site(dashboard, link_dir):
    with served(link_dir, Process()):
        answer = dashboard.client.post(
            "/calibrate/start", data={"csrf_token": dashboard.token(), "next": "//evil.example/first-run"}
        )

    assert answer.location == "/"


@pytest.mark.parametrize(
    ("takes", "asked"),
    [([], False), ([(0.0, 0.0)], True), ([(0.0, 0.0)] * 2, True), ([(0.0, 0.0)] * 3, False)],
)
def test_a_take_joins_those_before_it_up_to_three(dashboard, sensor, fakes, takes, asked):
    reference = fakes.SITTING["reference"] | {"takes_mm": takes}
    dashboard.hear(sensor, fakes.SITTING, reference=reference)
    send(dashboard, "/first-run/upright/take")

    assert sensor.asked[-1] == {"request": "capture_reference", "joins": asked}


def test_all_three_are_taken_again_on_request(dashboard, sensor, fakes):
    dashboard.hear(sensor, fakes.SITTING, reference=fakes.SITTING["reference"] | {"takes_mm": [(0.0, 0.0)] * 2})
    send(dashboard, "/first-run/upright/take", anew="yes")

    assert sensor.asked[-1]["joins"] is False


@pytest.mark.parametrize(
    ("takes", "said"),
    [
        ([], ""),
        ([(0.0, 0.0)], ""),
        ([(0.0, 0.0), (3.0, 4.0)], "They are 5 mm apart: very much alike."),
        ([(0.0, 0.0), (9.0, 0.0), (-5.0, 0.0)], "They are 14 mm apart, which is usual."),
        ([(0.0, 0.0), (30.0, 0.0), (0.0, 0.0)], "They are 30 mm apart, further than usual"),
    ],
)
def test_the_takes_are_judged_in_words(takes, said):
    assert judged(takes).startswith(said)
    assert bool(judged(takes)) is bool(said)


def test_while_one_is_taken_the_page_counts_down_and_looks_again_by_itself(dashboard, sensor, fakes):
    dashboard.hear(sensor, fakes.SITTING, capturing_s=7.0)
    page = dashboard.page("/first-run/upright")

    assert "Keep still: 7 seconds to go" in page
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in page
    assert "This is how I sit upright" not in page


def test_why_a_take_came_to_nothing_is_said(dashboard, sensor, fakes):
    dashboard.hear(sensor, fakes.SITTING)
    why = "you moved by 22 mm meanwhile; sit still for the whole countdown and try again"
    sensor.tell({"message": "event", "event": "refused", "t_s": 5000.0, "request": "capture_reference", "why": why})
    dashboard.wait_until(lambda heard: heard.events)

    assert "It was not taken. You moved by 22 mm meanwhile" in dashboard.page("/first-run/upright")


def test_how_hours_are_written_is_told_once(dashboard):
    assert dashboard.page("/first-run/hours").count("Mon-Fri 08:30-12:00") == 1


def test_countries_stand_in_the_order_of_their_names(dashboard):
    dashboard.client.set_cookie(COOKIE, "de")
    names = re.findall(r'<option value="[A-Z]{2}"[^>]*>([^<]+)</option>', dashboard.page("/first-run/language"))

    assert names[:-1] == sorted(names[:-1], key=in_order)
    assert names.index("Österreich") < names.index("Schweiz")


def test_hours_are_kept_for_the_household(dashboard, sensor):
    fields = {"stand_after_min": "40", "working_hours": "Mon-Fri 08:00-17:00", "quiet_hours": "Mon-Sun 22:00-07:00"}
    answer = send(dashboard, "/first-run/hours/keep", **fields)

    assert step_of(answer) == "signals"
    assert kept(dashboard)["prompts"]["stand_after_min"] == 40.0
    assert kept(dashboard)["prompts"]["working_hours"] == ["Mon-Fri 08:00-17:00"]


def test_hours_that_are_none_are_refused_and_stay_in_the_form(dashboard):
    fields = {"stand_after_min": "40", "working_hours": "always", "quiet_hours": ""}
    answer = send(dashboard, "/first-run/hours/keep", **fields)

    assert answer.status_code == 400
    assert "Working hours: " in answer.text
    assert ">always</textarea>" in answer.text
    assert kept(dashboard) == {}


def test_what_nobody_noticed_is_told_with_what_to_look_at(dashboard, sensor):
    sensor.reply = {"ok": True, "events": [], "fitted": ["light", "buzzer"]}
    page = send(dashboard, "/first-run/signals/try").text
    assert "I saw the light breathe" in page
    assert "I felt the vibration" not in page

    page = send(dashboard, "/first-run/signals/answer", tried="light,buzzer", light="yes").text
    assert "No chime: is the buzzer on GPIO 24" in page
    assert "The light stayed dark" not in page
    assert 'name="light" value="yes" checked' in page
    assert 'name="buzzer" value="yes">' in page

    answer = send(dashboard, "/first-run/signals/answer", tried="light,buzzer", light="yes", buzzer="yes")

    assert step_of(answer) == "pairing"
    assert marks(dashboard) == {"signals": Mark.DONE}


def test_light_and_sound_that_cannot_be_tried_say_why(dashboard):
    assert "The chair could not be asked just now." in send(dashboard, "/first-run/signals/try").text


def test_the_simulated_chair_does_what_is_asked(dashboard, sensor, fakes):
    dashboard.hear(sensor, fakes.SITTING)
    for wanted, message in {
        "empty": {"place_kg": 0.0},
        "upright": {"upright": True},
        "back": {"sitter": True},
        "middle": {"place_kg": 20.0, "ap_mm": 0.0, "ml_mm": 0.0},
        "press seat_rear_left": {"place_kg": 8.0, "ap_mm": -150.0, "ml_mm": -150.0},
        "over seat_rear_left": {"place_kg": 20.0, "ap_mm": -150.0, "ml_mm": -150.0},
        "at 150.0 0.0": {"place_kg": 20.0, "ap_mm": 150.0, "ml_mm": 0.0},
    }.items():
        send(dashboard, "/first-run/simulated", do=wanted, step="wiring")
        simulated = [asked for asked in sensor.asked if asked["request"] == "simulate"]
        assert simulated[-1] == {"request": "simulate", **message}


@pytest.mark.parametrize("wanted", ["", "dance", "press nobody", "at 1", "at here there", "at nan 0.0"])
def test_what_a_simulated_chair_cannot_do_is_refused(dashboard, sensor, fakes, wanted):
    dashboard.hear(sensor, fakes.SITTING)

    assert (
        "That cannot be done on the simulated chair."
        in send(dashboard, "/first-run/simulated", do=wanted, step="upright").text
    )
    assert [asked for asked in sensor.asked if asked["request"] == "simulate"] == []


def test_a_real_chair_offers_no_stand_in(dashboard, sensor, fakes):
    sensor.hello = sensor.hello | {"backend": "gpiochip"}
    dashboard.hear(sensor, fakes.SITTING)
    sensor.tell(sensor.hello)  # the dashboard may have come before
    dashboard.wait_until(lambda heard: heard.hello["backend"] == "gpiochip")

    assert "simulated" not in dashboard.page("/first-run/upright")


def test_a_paired_browser_goes_on_and_another_is_told_what_open_means(dashboard):
    assert "everybody in your network can read how you sit" in dashboard.page("/first-run/pairing")
    client = pair(dashboard)

    assert "This browser is paired as" in client.get("/first-run/pairing").text


def test_unknown_steps_are_not_here(dashboard):
    token = {"csrf_token": dashboard.token()}

    assert dashboard.client.get("/first-run/dance").status_code == 404
    assert dashboard.client.post("/first-run/dance", data=token).status_code == 404
    assert dashboard.client.post("/first-run/map/keep", data=token).status_code == 404
