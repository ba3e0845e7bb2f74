"""Both processes started for real on a simulated chair and talked to over HTTP."""

import dataclasses
import json
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from processes import House, end, free_port, wait_for

from chairpi.core.settings import ZeroSettings
from chairpi.link.client import LiveClient, send_command
from chairpi.recordings.simulated_day import write_day

ROOT = Path(__file__).parents[1]
ZERO = dataclasses.asdict(ZeroSettings())


@pytest.fixture
def directory() -> Iterator[Path]:
    """A directory with a path short enough for a Unix socket."""
    with tempfile.TemporaryDirectory(prefix="chairpi-") as name:
        yield Path(name)


@pytest.fixture
def house(directory: Path) -> Iterator[House]:
    house = House(directory)
    yield house
    house.close()


def rows(house: House, sql: str) -> list[tuple]:
    connection = sqlite3.connect(house.config.history_path)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def test_a_person_sits_slides_is_prompted_puts_it_off_and_all_is_kept(house):
    sensor, web = house.start("sensor"), house.start("web")

    house.wait_until("somebody sits", lambda state: state["occupancy"] == "seated")
    slid = house.wait_until("the hips slide", lambda state: state["slide"] is not None)
    assert slid["slide"]["slide_mm"] > 30
    assert "Your hips have slid forward" in house.get("/")
    prompted = house.wait_until("a stand prompt", lambda state: state["prompt"] is not None)
    assert prompted["prompt"]["kind"] == "stand"
    assert prompted["prompt"]["reason"].startswith("You have been sitting for 11 minutes without a break.")
    assert "/stretch/at-prompt/stand" in house.get("/")
    house.post("/requests/snooze")
    house.wait_until("the prompt is put off", lambda state: state["prompt"] is None)

    assert end(sensor) == 0
    assert end(web) == 0
    assert rows(house, "SELECT outcome FROM prompt")[0] == ("snoozed",)
    (count,) = rows(house, "SELECT count(*) FROM bout")[0]
    assert count >= 1
    assert rows(house, "SELECT count(*) FROM bout WHERE ended_t_s IS NULL") == [(0,)]
    assert "Traceback" not in house.log("sensor") + house.log("web")


def test_a_chosen_stand_target_and_the_reference_outlive_a_restart(house):
    sensor, _web = house.start("sensor"), house.start("web")
    house.wait_until("a first reference", lambda state: state["reference"] is not None)
    house.post("/requests/choose_stand_target", stand_after_s=1200)
    before = house.wait_until("the target is chosen", lambda state: state["stand_after_s"] == 1200)
    assert end(sensor) == 0

    house.start("sensor")

    after = house.wait_until(
        "it is back", lambda state: state["connected"] and not state["stale"] and state["t_s"] > before["t_s"]
    )
    assert after["stand_after_s"] == 1200
    assert after["reference"]["cop_ap_mm"] == pytest.approx(before["reference"]["cop_ap_mm"])


def test_a_reference_from_when_the_chair_had_other_cells_is_still_used(house):
    """Its load and centre count; which of its forces is whose is unknown."""
    sensor, _web = house.start("sensor"), house.start("web")
    before = house.wait_until("a first reference", lambda state: state["reference"] is not None)
    assert end(sensor) == 0
    connection = sqlite3.connect(house.config.history_path)
    connection.execute("UPDATE reference SET force_n = '[140.0, 150.0, null]'")
    connection.commit()
    connection.close()

    house.start("sensor")

    after = house.wait_until(
        "somebody is judged", lambda state: state["t_s"] > before["t_s"] and state["probabilities"] is not None
    )
    assert after["reference"]["cop_ap_mm"] == pytest.approx(before["reference"]["cop_ap_mm"])


def test_sigterm_under_load_loses_no_row(house):
    """Minutes of the core tile the watched time, so a lost row would be a hole."""
    sensor, web = house.start("sensor"), house.start("web")
    house.wait_until("five minutes", lambda state: state["sitting_s"] > 300)
    streams = [
        subprocess.Popen(["curl", "-sN", "--max-time", "30", f"{house.address}/api/v1/live"], stdout=subprocess.DEVNULL)
        for _ in range(4)
    ]
    try:
        last = house.now()
        assert (end(sensor), end(web)) == (0, 0)
    finally:
        for stream in streams:
            stream.kill()
            stream.wait()

    starts = [start for (start,) in rows(house, "SELECT start_t_s FROM minute ORDER BY start_t_s")]
    assert len(starts) >= 5
    assert [b - a for a, b in pairwise(starts)] == [60.0] * (len(starts) - 1)
    assert starts[-1] > last["t_s"] - 60.0
    assert rows(house, "SELECT ended_seen FROM bout ORDER BY bout_id DESC LIMIT 1") == [(0,)]


def test_after_kill_9_the_history_opens_and_is_whole(house):
    sensor, _web = house.start("sensor"), house.start("web")
    house.wait_until("somebody sits for a while", lambda state: state["sitting_s"] > 200)

    assert end(sensor, signal.SIGKILL) == -signal.SIGKILL
    assert rows(house, "PRAGMA integrity_check") == [("ok",)]
    wait_for("the page says so", lambda: "sensor process" in house.get("/"))
    assert rows(house, "SELECT count(*) FROM bout WHERE ended_t_s IS NULL") == [(1,)]

    again = house.start("sensor")
    house.wait_until("it is back", lambda state: state["connected"] and not state["stale"])
    assert end(again) == 0
    assert rows(house, "SELECT count(*) FROM bout WHERE ended_t_s IS NULL") == [(0,)]


def test_the_dashboard_works_without_a_sensor_process(house):
    house.start("web")
    wait_for("the dashboard answers", house.now_or_page)

    for path in ("/", "/today", "/stretch", "/help"):
        assert "<h1" in house.get(path)


def test_commands_are_answered_between_frames(house):
    house.start("sensor")
    run_dir = house.config.runtime_dir
    wait_for("the socket is there", (run_dir / "command.sock").exists)

    assert send_command(run_dir, {"request": "snooze"}) == {"ok": False, "why": "there is no prompt just now"}
    assert send_command(run_dir, {"request": "fly"})["ok"] is False
    assert send_command(run_dir, {"request": "choose_stand_target", "stand_after_s": 2700})["ok"] is True


def test_a_second_sensor_process_is_refused_in_one_sentence(house):
    house.start("sensor")
    wait_for("the socket is there", (house.config.runtime_dir / "live.sock").exists)

    second = subprocess.run(
        [sys.executable, "-m", "chairpi", "sensor", "--config", str(house.config_path)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert second.returncode == 1
    assert "another sensor process already serves" in second.stderr
    assert "Traceback" not in second.stderr


def test_a_port_in_use_is_refused_in_one_sentence_and_the_demo_ends(directory):
    house = House(directory)
    house.start("web")
    try:
        wait_for("the dashboard answers", house.now_or_page)
        demo = subprocess.run(
            [sys.executable, "-m", "chairpi", "demo", "--port", str(house.port), "--no-open"],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    finally:
        house.close()

    assert demo.returncode != 0
    assert f"port {house.port} is already in use" in demo.stderr
    assert "Traceback" not in demo.stderr


def test_a_chair_whose_data_cannot_be_kept_reads_and_shows_it_all_the_same(house):
    """And lets nobody in as its first owner: who owns it lies where nothing can be read."""
    house.change(data_dir="/proc/chairpi")

    sensor, web = house.start("sensor"), house.start("web")

    wait_for("a page", house.now_or_page)
    assert "Who has paired cannot be read just now" in house.get("/pair")
    with LiveClient(house.config.runtime_dir) as live:
        told = (message for message in live.messages(timeout_s=60.0) if message is not None)
        assert next(one for one in told if one["message"] == "now")["occupancy"]
    assert [end(sensor), end(web)] == [0, 0]
    for command in ("sensor", "web"):
        assert "/proc/chairpi" in house.log(command)
        assert "Traceback" not in house.log(command)


def test_a_history_from_a_newer_version_is_refused_and_left_alone(house):
    house.config.history_path.parent.mkdir(parents=True)
    connection = sqlite3.connect(house.config.history_path)
    connection.execute("CREATE TABLE later (row TEXT)")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = house.config.history_path.read_bytes()

    sensor = house.start("sensor")

    assert sensor.wait(60) == 1
    assert "99" in house.log("sensor")
    assert "Traceback" not in house.log("sensor")
    assert house.config.history_path.read_bytes() == before


def test_ctrl_c_ends_the_demo_cleanly(tmp_path):
    port = free_port()
    demo = subprocess.Popen(
        [sys.executable, "-m", "chairpi", "demo", "--port", str(port), "--no-open", "--speed", "30"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert demo.stdout is not None
        assert f"http://127.0.0.1:{port}" in demo.stdout.readline()
        assert end(demo, signal.SIGINT) == 0
        assert demo.stderr is not None
        assert "Traceback" not in demo.stderr.read()
    finally:
        demo.kill()
        demo.communicate()


def test_the_live_chair_is_recorded_and_the_recording_replays(house, tmp_path):
    house.start("sensor")
    wait_for("the socket is there", (house.config.runtime_dir / "live.sock").exists)
    output = tmp_path / "live.csv"

    recorded = subprocess.run(
        [sys.executable, "-m", "chairpi", "record", "-o", str(output), "--seconds", "120", "--config", str(house.config_path)],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    replayed = subprocess.run(
        [sys.executable, "-m", "chairpi", "replay", str(output), "--json"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert recorded.returncode == 0, recorded.stderr
    assert recorded.stderr.endswith(" rows\n")
    assert replayed.returncode == 0, replayed.stderr
    names = [json.loads(line)["event"] for line in replayed.stdout.splitlines()]
    assert "sat_down" in names
    assert "gap" not in names


def test_a_recording_goes_the_same_way_as_the_live_chair(directory):
    """A recording played by the sensor process gives the same events as its replay, but for where its time counts from."""
    path = directory / "day.csv"
    write_day(path, 0.3, 3)
    house = House(directory, speed=120.0, recording=path)
    replayed = subprocess.run(
        [sys.executable, "-m", "chairpi", "replay", str(path), "--json", "--config", str(house.config_path)],
        check=True,
        capture_output=True,
        text=True,
    )
    expected = [json.loads(line)["event"] for line in replayed.stdout.splitlines()]

    sensor = house.start("sensor")
    assert sensor.wait(60) == 0
    house.close()

    assert [name for (name,) in rows(house, "SELECT name FROM event ORDER BY event_id")] == expected


def test_a_setting_changed_on_the_page_is_in_use_a_moment_later_and_after_a_start_too(house):
    sensor, _web = house.start("sensor"), house.start("web")
    before = house.wait_until("somebody sits", lambda state: state["sitting_s"] > 60)
    assert before["stand_after_s"] == 660

    page = house.post("/settings/zero", **ZERO | {"warm_up_min": 4})

    assert "The chair has taken it over." in page
    after = house.wait_until("it goes on", lambda state: state["t_s"] > before["t_s"] + 30)
    assert after["sitting_s"] >= before["sitting_s"]
    assert "beginning anew with them" in house.log("sensor")
    assert (house.config.history_path.parent / "settings.toml").read_text().endswith("[zero]\nwarm_up_min = 4.0\n")
    assert end(sensor) == 0
    again = house.start("sensor")
    house.wait_until("it is back", lambda state: state["connected"] and not state["stale"])
    assert end(again) == 0
    assert rows(house, "SELECT count(*) FROM boot") == [(1,)]
    assert "Traceback" not in house.log("sensor") + house.log("web")


def test_a_damaged_file_of_chosen_settings_keeps_neither_process_from_starting(house):
    path = house.config.history_path.parent / "settings.toml"
    path.parent.mkdir(parents=True)
    path.write_text("[prompts\nstand_after_min = 0")

    house.start("sensor"), house.start("web")

    house.wait_until("somebody sits", lambda state: state["occupancy"] == "seated")
    assert not path.exists()
    assert (house.log("sensor") + house.log("web")).count("cannot be used") == 1
    assert "settings.toml.set-aside-" in house.get("/settings")
