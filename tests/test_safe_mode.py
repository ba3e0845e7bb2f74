"""A chair that cannot start, as real processes: it comes to rest in safe mode, says so everywhere, and is let out of it."""

import dataclasses
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from processes import House, end, wait_for

from chairpi.clock import RealClock
from chairpi.config.tables import ReaderConfig
from chairpi.config.text import as_toml
from chairpi.data_names import STARTS_FILE
from chairpi.link.client import send_command
from chairpi.sensor.starts import FAILED_STARTS, Starts, read_start


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """A house whose chair has come to rest in safe mode, and a dashboard beside it."""
    with tempfile.TemporaryDirectory(prefix="chairpi-") as name:
        house = House(Path(name))
        try:
            wire(house, "iio")  # real chips keep real time, and this house's clock is fast
            before = Starts(data_dir(house), RealClock().origin_id())
            for _ in range(FAILED_STARTS - 1):  # each takes seconds as a process
                before.begin()
                before.failed("it did not start")
            assert house.start("sensor").wait(60) == 1
            house.start("web")
            house.start("sensor")
            wait_for("the dashboard hears of it", lambda: house.now_or_page() and "safe mode" in house.get("/"))
            yield house
        finally:
            house.close()


def wire(house: House, backend: str) -> None:
    config = dataclasses.replace(house.config, reader=ReaderConfig(backend=backend))
    house.config_path.write_text(as_toml(config), encoding="utf-8")


def data_dir(house: House) -> Path:
    return Path(house.config.paths.data_dir)


def say(house: House, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "chairpi", "safe-mode", "--config", str(house.config_path), *words],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout


def test_after_three_failed_starts_the_sensor_process_stays_and_its_log_says_what_to_do(house):
    assert house.processes[-1].poll() is None
    assert "safe mode: 3 starts in a row failed" in house.log("sensor")
    assert "chairpi safe-mode leave" in house.log("sensor")
    assert "Traceback" not in house.log("sensor") + house.log("web")


@pytest.mark.parametrize("path", ["/", "/today", "/prompts", "/stretch", "/programme", "/settings", "/health", "/help"])
def test_every_page_says_so_and_why_and_has_the_way_out(house, path):
    page = house.get(path)

    assert "The chair is in safe mode" in page
    assert "real chips convert in real time" in page
    assert "/safe-mode/leave" in page


def test_the_live_state_says_so_too(house):
    assert "safe mode" in house.now()["text"]["link_why"]


def test_a_request_to_the_chair_is_refused_in_one_sentence(house):
    reply = send_command(house.config.runtime_dir, {"request": "snooze"})

    assert reply["ok"] is False
    assert "safe mode" in str(reply["why"])


def test_the_command_says_how_it_stands(house):
    said = say(house)

    assert "The chair is in safe mode" in said
    assert "real chips convert in real time" in said
    assert "chairpi safe-mode leave" in said


def test_nothing_but_its_own_file_is_written(house):
    written = {path.name for path in data_dir(house).iterdir()}

    assert STARTS_FILE in written
    assert "history.db" not in written


def test_once_it_is_mended_the_button_lets_the_chair_start_as_usual(house):
    wire(house, "simulated")

    page = house.post("/safe-mode/leave")

    assert "The chair starts as usual now" in page
    state = house.wait_until("readings come", lambda state: state["connected"] and not state["stale"])
    assert state["connected"]
    assert "The chair is in safe mode" not in house.get("/")
    assert "not in safe mode" in say(house)
    wait_for("the start counts as a good one", lambda: not read_start(data_dir(house)).under_way)
    assert end(house.processes[-1]) == 0


def test_the_command_ends_safe_mode_too_while_the_chair_is_off(house):
    record = {"n_failed": 5, "boot_id": "earlier", "under_way": False, "error": "no chip"}
    (data_dir(house) / STARTS_FILE).write_text(json.dumps(record), encoding="utf-8")

    assert "Starts that failed in a row: 5" in say(house)
    assert "its next start is an ordinary one" in say(house, "leave")
    assert read_start(data_dir(house)).n_failed == 0
