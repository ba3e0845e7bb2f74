"""The calibration page and its JSON twin, with the session that the sensor process runs and a chair on which masses are put."""

from __future__ import annotations

import re

import pytest
from calibrating import SEAT, TRUTH, Process, served

from chairpi.calibration.guided_actions import FIELDS
from chairpi.dashboard.chair.calibrate import message_of_form

UNKIND = re.compile(r"\b(bad|wrong|fail|fails|failed|fault|warning|danger|broken|invalid)\b", re.IGNORECASE)


def visible(page: str) -> str:
    """The page's words without markup and with single spaces."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


class Person:
    """Somebody at the page, without JavaScript, and the chair on which they put things."""

    def __init__(self, dashboard, process):
        self.dashboard = dashboard
        self.process = process

    def see(self) -> str:
        return self.dashboard.page("/calibrate")

    def put(self, mass_kg=0.0, ap_mm=0.0, ml_mm=0.0):
        self.process.bench.placed.place(mass_kg, ap_mm, ml_mm)

    def send(self, action, **fields) -> str:
        """Send a form as it stands on the page and follow where it leads."""
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.see())
        assert found is not None
        answer = self.dashboard.client.post(f"/calibrate/{action}", data={"csrf_token": found[1], **fields})
        assert (answer.status_code, answer.location) == (303, "/calibrate")
        return self.see()

    def measure(self, action, **fields) -> str:
        """The same, and look again until it is measured."""
        page = self.send(action, **fields)
        for _ in range(1000):
            if "Stop measuring" not in page:
                return page
            page = self.see()
        raise AssertionError("it is never measured")


@pytest.fixture
def person(dashboard, link_dir):
    process = Process()
    process.bench.placed.place(0.0)
    with served(link_dir, process):
        yield Person(dashboard, process)


def begun(person) -> str:
    person.send("start")
    return person.measure("tare")


def test_a_whole_calibration_by_forms(person):
    person.process.bench.placed.spoil(3)
    assert "Five minutes and something heavy" in person.see()
    assert "Take everything off the seat" in person.send("start")
    page = person.measure("tare")
    assert "Zero set: 0.00 kg" in page.replace("+0.00", "0.00")
    assert "The mass in the middle" in page

    person.put(20)
    page = person.measure("span", mass_kg="20")
    for cell in SEAT.seat_cells:
        assert f"The mass over {cell.label}" in page
        assert 'value="20"' in page
        person.put(20, cell.ap_mm, cell.ml_mm)
        page = person.measure("corner", cell=cell.name, mass_kg="20")
    person.put(20, 0, -150)
    page = person.measure("known", mass_kg="20", ap_mm="0", ap_way="1", ml_mm="150", ml_way="-1")
    text = visible(page)

    assert "20 kg 150 mm to the left of the middle" in text
    assert "Condition number" in text
    assert re.search(r"Before \d+ g \d+\.\d mm After \d+ g \d+\.\d+ mm", text)
    assert "Measured (7)" in text
    assert person.process.used == []

    text = visible(person.send("finish"))

    assert "The new calibration is in use" in text
    assert "Error before" in text
    assert len(person.process.used) == 1
    assert "Calibrate once more" in text

    person.send("undo")

    assert person.process.used[-1] == TRUTH


def test_while_it_measures_the_page_shows_how_far_and_reloads_itself(person):
    person.process.frames = lambda *_: None  # time stands still
    person.send("start")
    page = person.send("tare")

    assert "Leave it alone for a moment" in page
    assert "0 % measured" in page
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page
    assert "Set the zero" not in page
    page = person.send("cancel")
    assert 'http-equiv="refresh"' not in page
    assert "Set the zero" in page


def test_a_measurement_that_is_refused_says_why_and_can_be_repeated(person):
    begun(person)
    page = person.measure("span", mass_kg="10")

    assert "Not measured. The seat reads 0.0 kg and not 10 kg" in visible(page)
    assert "Measure the middle" in page


def test_a_seat_that_reads_a_person_is_set_to_zero_when_the_person_is_sure(person):
    person.put(60)
    person.send("start")
    page = person.measure("tare")

    assert "60 kg lie on the seat" in page
    assert "The seat is truly empty" in page
    assert "The mass in the middle" in person.measure("tare", sure="1")


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"mass_kg": ""}, "The mass is a number from 1 to 200 kg. Nothing was measured."),
        ({"mass_kg": "ten"}, "The mass is a number from 1 to 200 kg, and “ten” is not."),
        ({"mass_kg": "nan"}, "and “nan” is not"),
        ({"mass_kg": "900"}, "and “900” is not"),
        ({"mass_kg": "<b>"}, "and “&lt;b&gt;” is not"),
    ],
)
def test_a_number_that_is_none_is_refused_in_words(person, fields, says):
    begun(person)
    asked = len(person.process.asked)

    assert says in person.send("span", **fields)
    assert {message["action"] for message in person.process.asked[asked:]} == {"state"}


def test_what_the_chair_refuses_is_said(person):
    person.send("start")

    assert "Set the zero with the seat empty first." in person.send("span", mass_kg="10")


def test_the_wiring_check_tells_what_answered_and_is_accepted(person):
    person.process.bench.placed.rewire(swap=["seat_front_left", "seat_front_right"], invert=["seat_rear_left"])
    person.send("start")
    page = person.measure("wiring")
    assert "Noise at rest" in page
    assert "Press front left" in page

    for cell in SEAT.seat_cells:
        person.put(6, cell.ap_mm, cell.ml_mm)
        page = person.measure("wiring", cell=cell.name)
    text = visible(page)

    assert "front right answered: 6.0 kg" in text
    assert "its own cell answered, upside down: −6.0 kg" in text
    assert "Where front left was pressed, front right answered" in text
    assert "Put the wiring right" in text
    assert "Accepted as it was found." in visible(person.send("wiring", accept="1"))


def test_what_is_not_finished_is_forgotten_on_request(person):
    begun(person)

    assert "Begin" in person.send("cancel")
    assert not person.process.session.active


def test_the_mass_is_asked_for_on_the_cross(person):
    assert "The cross marks where the middle of the mass goes" in begun(person)
    person.put(10)
    person.measure("span", mass_kg="10")
    person.put(10, 150, -150)

    said = person.dashboard.client.get("/api/v1/calibration").json

    assert said["calibration"]["next"] == {"action": "corner", "cell": "seat_front_left"}
    assert said["picture"]["reference"] == [105.0, 72.0]


def test_the_json_twin_tells_the_live_loads_and_when_the_page_changes(person):
    begun(person)
    first = person.dashboard.client.get("/api/v1/calibration").json
    person.put(20, 150, -150)
    for _ in range(100):
        then = person.dashboard.client.get("/api/v1/calibration").json
        if then["total"] == "20.00 kg on the seat":
            break
    assert first["ok"]
    assert first["key"] == then["key"]
    assert f'data-key="{first["key"]}"' in person.see()
    assert then["picture"]["cells"][0] == {"radius": 54.0, "figure": "20.0", "force": "20.00 kg", "lost": False}
    person.send("undo")

    assert person.dashboard.client.get("/api/v1/calibration").json["key"] != first["key"]


def test_without_a_sensor_process_the_page_says_so(dashboard):
    text = visible(dashboard.page("/calibrate"))
    answer = dashboard.client.get("/api/v1/calibration")

    assert "The chair cannot be asked just now" in text
    assert "the sensor process is not running" in text.lower()
    assert answer.status_code == 503
    assert (answer.json["ok"], answer.json["key"]) == (False, "away")
    posted = dashboard.client.post("/calibrate/start", data={"csrf_token": dashboard.token()})
    assert posted.status_code == 303
    assert "The chair could not be asked just now." in dashboard.page("/calibrate")


def test_a_sensor_process_of_another_version_is_told(sensor, dashboard):
    sensor.reply = {"ok": False, "why": "unknown request 'calibration'"}

    assert "Unknown request" in dashboard.page("/calibrate")


def test_looking_changes_nothing_and_a_change_needs_its_token(person):
    for _ in range(2):
        person.see()
        person.dashboard.client.get("/api/v1/calibration")
    assert {message["action"] for message in person.process.asked} == {"state"}
    for action in FIELDS:
        assert person.dashboard.client.get(f"/calibrate/{action}").status_code == 405
        assert person.dashboard.client.post(f"/calibrate/{action}").status_code == 400
    assert {message["action"] for message in person.process.asked} == {"state"}


def test_an_unknown_step_is_not_here(dashboard):
    answer = dashboard.client.post("/calibrate/dance", data={"csrf_token": dashboard.token()})

    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("action", "form", "fields"),
    [
        ("known", {"mass_kg": "10,5", "ap_mm": "20", "ap_way": "-1", "ml_mm": "5", "ml_way": "1"},
         {"mass_kg": 10.5, "ap_mm": -20.0, "ml_mm": 5.0}),
        ("corner", {"mass_kg": " 8 ", "cell": "seat_rear_left"}, {"mass_kg": 8.0, "cell": "seat_rear_left"}),
        ("feet_off", {"mass_kg": ""}, {}),
        ("tare", {"sure": "1", "csrf_token": "x"}, {"sure": True}),
        ("wiring", {"accept": "1"}, {"accept": True}),
        ("undo", {"mass_kg": "3"}, {}),
    ],
)  # fmt: skip
def test_forms_become_requests(action, form, fields):
    assert message_of_form(action, form) == {"request": "calibration", "action": action, **fields}


def test_the_page_is_found_from_health_and_from_help(dashboard):
    (dashboard.help_path / "index.md").write_text("# Guide\n", encoding="utf-8")
    (dashboard.help_path / "calibrate.md").write_text("# Calibrate\n", encoding="utf-8")

    for path in ("/health", "/help", "/help/calibrate"):
        assert 'href="/calibrate"' in dashboard.page(path), path


def test_the_now_page_leads_here_when_the_zero_is_doubtful(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.SITTING)
    assert '<p data-if="zero" hidden>' in dashboard.page()
    dashboard.hear(sensor, reference=fakes.SITTING["reference"] | {"zero_doubtful": True})

    assert '<p data-if="zero"><a href="/calibrate"' in dashboard.page()


def test_no_text_scolds(person):
    pages = [person.see(), person.send("start"), person.measure("tare"), person.measure("wiring")]

    assert [UNKIND.findall(visible(page)) for page in pages] == [[]] * 4
