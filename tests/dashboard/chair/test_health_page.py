"""The health page and its JSON twin."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from health_replies import NAMES, good_cell, health, lost_cell, raspberry_pi

from chairpi.core.events.prompting import Moment, Outcome, PromptCleared, PromptKind, PromptMarkedWrong, PromptRaised
from chairpi.core.events.weighing import Minute
from chairpi.dashboard.chair.health import DAY_S
from chairpi.dashboard.prompts.false_alarms import false_alarm_rate
from chairpi.dashboard.services import EXTENSION
from chairpi.dashboard.settings.configured import Configured
from chairpi.findings.verdicts import Wires
from chairpi.store.history import History
from chairpi.store.prompt_view import FalseAlarms, KindCount

NOON_UTC_S = datetime(2026, 11, 26, 12, tzinfo=ZoneInfo("Europe/Zurich")).timestamp()
UNKIND = re.compile(r"\b(bad|wrong|poor|must|error|fail|fails|failed|fault|warning|danger|broken)\b", re.IGNORECASE)


def visible(page: str) -> str:
    """The page's words without markup and with single spaces."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


@pytest.fixture
def house(dashboard, tmp_path):
    """The dashboard on a Raspberry Pi that is well, with two of its cells' wires known."""
    wires = {"seat_front_left": Wires(5, 13), "seat_rear_left": Wires(7, 12)}
    configured = Configured(dashboard.parts.configured.layers, wires)
    parts = replace(dashboard.parts, machine_root=raspberry_pi(tmp_path / "pi"), configured=configured)
    dashboard.app.extensions[EXTENSION] = parts
    return dashboard


def note(page: str, subject: str) -> str:
    """What stands on top of the page about a subject."""
    found = re.search(rf'<section class="note to-do \w+" id="{subject}">(.*?)</section>', page, re.DOTALL)
    assert found is not None
    return visible(found[1])


def test_a_chair_that_is_well_says_so_and_shows_every_cell(sensor, house):
    sensor.reply = health()

    page = house.page("/health")

    assert "All is well." in visible(page)
    assert page.count('class="note to-do') == 0
    for label in ("Front left", "Front right", "Rear left", "Rear right", "Back upper", "Back lower"):
        assert f"<h3>{label}</h3>" in page
    assert "It has been running for 3 hours." in visible(page)
    assert "gpiochip" in visible(page)
    assert "The supply voltage has been fine since the start." in visible(page)
    assert sensor.asked == [{"request": "health"}]


def test_the_figures_of_a_cell_are_shown_with_their_units(sensor, house):
    house.wait_until(lambda heard: heard.hello is not None)
    sensor.reply = health(good_cell("seat_front_left") | {"noise_counts": 43.0})

    text = visible(house.page("/health"))

    assert "Readings 10.4 a second Noise 1.0 g Refused so far under 0.1 % Last reading just now" in text
    assert "One conversion 96.0 ms" in text
    assert "PD_SCK high, longest 44.0 µs" in text
    assert "Looks at the chip 36,010" in text
    assert "read across two conversions 12" in text
    assert "DOUT (GPIO 5, header pin 29), PD_SCK (GPIO 13, header pin 33)" in text


def test_a_lost_cell_is_named_with_its_wires_by_what_happens_now(sensor, house):
    before = lost_cell("seat_rear_left", "framing", 400)
    sensor.reply = health(before)

    text = note(house.page("/health"), "seat_rear_left")

    assert "Rear left" in text
    assert "Needs a hand" in text
    assert "No reading comes from it." in text
    assert [asked["request"] for asked in sensor.asked] == ["health"] * 2


def test_no_state_is_told_by_colour_alone(sensor, house):
    sensor.reply = health(lost_cell("seat_rear_left", "framing", 40_000))

    page = house.page("/health")

    marks = re.findall(r'<span class="state-mark (\w+)"><svg.*?</svg>([^<]+)</span>', page, re.DOTALL)
    assert {word for state, word in marks if state == "trouble"} == {"Needs a hand"}
    assert {word for state, word in marks if state == "good"} == {"Good"}


def test_without_a_sensor_process_the_page_says_so_and_still_knows_the_machine(house):
    page = house.page("/health")

    assert "The sensor process is not running" in note(page, "sensor_process")
    assert "<code>chairpi sensor</code>" in page
    assert "The processor is at 48 °C." in visible(page)


def test_a_sensor_process_of_another_version_is_no_crash(sensor, house):
    sensor.reply = {"ok": False, "why": "unknown request 'health'"}

    assert "it is of another version" in note(house.page("/health"), "sensor_process")


def test_a_weak_supply_a_hot_processor_and_a_clock_that_was_never_set_are_told(sensor, house, tmp_path):
    sensor.reply = health()
    root = raspberry_pi(tmp_path / "weak", throttled="50005", temperature="86000", synchronised=False)
    house.app.extensions[EXTENSION] = replace(house.parts, machine_root=root)

    page = house.page("/health")

    assert "2 things need a hand." in visible(page)
    assert "too low at this moment" in note(page, "supply")
    assert "86 °C" in note(page, "temperature")
    assert "days and times may be off" in note(page, "clock")


def test_a_history_that_cannot_be_read_is_told(sensor, house):
    sensor.reply = health()
    house.parts.history_path.write_bytes(b"this is no database" * 100)

    assert "is not a database" in note(house.page("/health"), "history")


def test_a_history_is_told_with_its_version(sensor, house):
    sensor.reply = health()
    History.open(house.parts.history_path, "boot", 0.0, 1_795_600_000.0).close()

    assert "The history is readable, in version" in visible(house.page("/health"))


def test_the_json_twin_has_every_cell_and_finding(sensor, house):
    sensor.reply = health(lost_cell("seat_rear_left", "not_ready", 40_000))

    record = house.client.get("/api/v1/health").json

    assert record["state"] == "trouble"
    assert [cell["cell"] for cell in record["cells"]] == list(NAMES)
    assert record["cells"][2]["state"] == "trouble"
    assert record["cells"][0]["verdict_counts"]["straddled"] == 12
    assert record["machine"]["supply_now"] == []
    assert {"seat_rear_left", "supply", "disk", "history"} <= {finding["subject"] for finding in record["findings"]}


def test_every_page_leads_to_it(sensor, house):
    assert 'href="/health"' in house.page("/")
    assert 'href="/health"' in house.page("/help")


def test_the_doctor_costs_the_dashboard_no_numpy():
    script = "import sys, chairpi.dashboard.app, chairpi.doctor; print('numpy' in sys.modules)"

    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert said.stdout.strip() == "False"


def test_the_page_needs_no_script(sensor, house):
    sensor.reply = health()

    assert "<script" not in house.page("/health")


def test_no_text_scolds_or_frightens(sensor, house, tmp_path):
    for verdict in ("not_ready", "framing", "saturated", "powered_down", "frozen", "slew", "unheard_of"):
        sensor.reply = health(lost_cell("seat_rear_left", verdict, 40_000))

        page = house.page("/health")
        of_itself = re.compile(
            r'<section[^>]*"rate-heading".*?</section>', re.DOTALL
        )  # "wrong" is said of the chair alone

        assert UNKIND.findall(visible(of_itself.sub("", page))) == []


def prompts_of_a_month(path):
    """41 prompts in an hour's sitting a day, of which three were marked as wrong, and one long ago that does not count."""
    t_s = 0.0
    with History.open(path, "boot", 0.0, NOON_UTC_S - 40 * DAY_S) as history:
        for n in range(1, 43):
            kind = PromptKind.SLIDE if n % 10 == 0 else PromptKind.STAND
            t_s = 0.0 if n == 1 else 10 * DAY_S + n * 0.7 * DAY_S
            told = [
                Minute(t_s + 60, t_s, 60.0, 60.0, 0.0, 500.0, 0.0, 0.0, 10.0, 10.0),
                PromptRaised(t_s + 61, kind, n, "It is so.", Moment.LASTED, 1800.0),
                PromptCleared(t_s + 62, kind, n, Outcome.IGNORED, 1.0),
            ]
            told += [PromptMarkedWrong(t_s + 63, kind, n)] if n in (1, 10, 20, 25) else []
            history.record(told, NOON_UTC_S - 40 * DAY_S)


def test_the_chair_tells_its_own_false_alarm_rate(sensor, house):
    sensor.reply = health()
    prompts_of_a_month(house.parts.history_path)

    text = visible(house.page("/health"))

    assert "3 of 41 prompts in the last 30 days were marked as wrong: 4.4 an hour of sitting." in text
    assert "sit back 4 2" in text


def test_before_any_prompt_the_rate_says_so(sensor, house):
    sensor.reply = health()

    assert "No prompt came in the last 30 days." in visible(house.page("/health"))


@pytest.mark.parametrize(
    ("n_raised", "n_wrong", "seated_h", "sentence"),
    [
        (41, 3, 30.0, "3 of 41 prompts in the last 30 days were marked as wrong: 0.1 an hour of sitting."),
        (400, 1, 100.0, "1 of 400 prompts in the last 30 days was marked as wrong: 0.01 an hour of sitting."),
        (1, 0, 0.0, "0 of 1 prompt in the last 30 days were marked as wrong."),
    ],
)
def test_the_rate_is_told_as_a_count_and_for_an_hour(n_raised, n_wrong, seated_h, sentence):
    alarms = FalseAlarms((KindCount(PromptKind.STAND, n_raised, n_wrong),), seated_h * 3600.0)

    assert false_alarm_rate(alarms).sentence == sentence


def try_signals(house):
    found = re.search(r'name="csrf_token" value="([^"]+)"', house.page("/health"))
    assert found is not None
    answer = house.client.post("/health/signals", data={"csrf_token": found[1]})
    assert answer.status_code == 303
    return visible(house.page("/health"))


def test_light_and_sound_can_be_tried(sensor, house):
    sensor.reply = health()
    house.page("/health")
    sensor.reply = health() | {"ok": True}

    text = try_signals(house)

    assert {"request": "test_signals"} in sensor.asked
    assert "For three seconds the light breathes" in text


def test_where_light_and_sound_cannot_be_tried_the_page_says_why(house):
    assert "The chair could not be asked just now." in try_signals(house)


def test_a_chair_that_cannot_show_them_says_so_in_its_own_words(sensor, house):
    sensor.reply = {"ok": False, "why": "light and sound are not fitted"}

    assert "Light and sound are not fitted." in try_signals(house)


def test_both_processes_tell_their_time_and_memory_and_nobody_invents_a_backup(dashboard, sensor):
    sensor.reply = health(memory_bytes=61_000_000)

    page = dashboard.page("/health")

    rows = re.findall(r'<th scope="row">(Sensor process|Dashboard)</th><td>([^<]*)</td><td>([^<]*)</td>', page)
    assert [name for name, _, _ in rows] == ["Sensor process", "Dashboard"]
    assert rows[0][2] == "61 MB"
    assert re.fullmatch(r"\d+ MB", rows[1][2])
    assert "Open live streams: 0 of 32. No backup has been made." in page


def test_an_open_stream_and_a_backup_are_told(dashboard, sensor):
    backups = dashboard.parts.history_path.parent / "backups"
    backups.mkdir()
    (backups / "chairpi-20261125T120000Z-3.zip").write_text("a backup")
    stream = dashboard.client.get("/api/v1/live")

    page = dashboard.page("/health")

    assert "Open live streams: 1 of 32. The last backup was made on Wednesday, 25 November." in page
    stream.close()
    assert "Open live streams: 0 of 32." in dashboard.page("/health")
