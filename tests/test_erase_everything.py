"""Erasing everything, with the real processes: nothing of a person is left in any file, and the chair works on."""

import json
import sqlite3
import struct
import tempfile
from collections.abc import Collection
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from processes import House, end, wait_for

from chairpi.backup.automatic import make_automatic
from chairpi.chosen_settings import with_chosen
from chairpi.link.client import send_command
from chairpi.programme.diary import CheckedIn
from chairpi.store.book import Book

NAME = "Zebedäus Quibble"
NOTE = "knacks beim Bücken 4711"
NOON_UTC_S = 1_795_691_000.0
MARKS = (NAME.encode(), b"Quibble", NOTE.encode(), b"4711", b"backup of somebody")


@pytest.fixture
def house():
    with tempfile.TemporaryDirectory(prefix="chairpi-") as name:
        house = House(Path(name))
        yield house
        house.close()


def found_in(directory: Path, marks: Collection[bytes] = MARKS) -> dict[str, list[bytes]]:
    """Which marks stand in which file, byte by byte."""
    found = {
        path.name: [mark for mark in marks if mark in path.read_bytes()]
        for path in directory.iterdir()
        if path.is_file()
    }
    return {name: marks for name, marks in found.items() if marks}


def packed(history: Path) -> set[bytes]:
    """What was measured of a person, as SQLite writes such numbers down: eight bytes each (https://sqlite.org/fileformat2.html#record_format)."""
    measured = rows(history, "SELECT total_n FROM minute WHERE seated_s > 0 UNION SELECT cop_ap_mm FROM reference")
    numbers = [number for (number,) in measured if number is not None and not number.is_integer()]
    return {struct.pack(">d", number) for number in numbers}


def rows(path: Path, sql: str) -> list[tuple]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return connection.execute(sql).fetchall()


@pytest.mark.parametrize("keep_calibration", ["yes", "no"])
def test_after_erasing_no_file_holds_anything_of_a_person_and_the_chair_works_on(
    house: House, keep_calibration: str
) -> None:
    data_dir = Path(house.config.paths.data_dir)
    history, app = house.config.history_path, data_dir / "app.db"
    sensor, web = house.start("sensor"), house.start("web")
    before = house.wait_until(
        "a prompt came", lambda state: state["prompt"] is not None and state["reference"] is not None
    )
    house.post("/prompts/sitters/rename", sitter_id=1, name=NAME)
    house.post("/requests/choose_stand_target", stand_after_s=1260)
    calibrated = rows(history, "SELECT zero_counts, counts_per_n FROM calibration ORDER BY calibration_id DESC LIMIT 1")
    with closing(Book(app)) as book:  # as the pages write it; the web process has the same file open
        book.add(1, CheckedIn(date(2026, 11, 25), 3, 2), 0.0)
    with closing(sqlite3.connect(app)) as connection, connection:
        record = json.dumps({"note": NOTE}, ensure_ascii=False)
        connection.execute("INSERT INTO prescription (sitter_id, utc_s, record) VALUES (1, 0.0, ?)", (record,))
    (data_dir / "history.db.before-v2").write_bytes(b"backup of somebody")
    (data_dir / "lesson.csv").write_text(f"# chairpi-recording: 1\n# person: {NAME}\n")
    wait_for("the name is kept", lambda: NAME in house.get("/prompts"))
    assert {"history.db.before-v2", "lesson.csv"} <= set(found_in(data_dir))
    assert make_automatic(with_chosen(house.config), NOON_UTC_S).path.exists()

    wait_for("a minute of sitting is kept", lambda: len(packed(history)) >= 2)
    measured = packed(history)
    assert {mark for marks in found_in(data_dir, measured).values() for mark in marks} == measured

    page = house.post("/settings/data/erase", word="erase", sure="yes", keep_calibration=keep_calibration)

    assert "Everything is erased." in page
    assert found_in(data_dir) == {}
    assert found_in(data_dir, measured) == {}
    assert found_in(house.config.runtime_dir) == {}
    assert not [path for path in (data_dir / "backups").rglob("*") if path.is_file()]
    assert rows(app, "SELECT count(*) FROM entry") == [(0,)]
    assert rows(history, "SELECT name FROM sitter") == [("Me",)]
    assert rows(history, "SELECT count(*) FROM prompt WHERE number < 2 AND sitting_s < 600") == [(0,)]
    assert (
        rows(history, "SELECT zero_counts, counts_per_n FROM calibration ORDER BY calibration_id LIMIT 1") == calibrated
    )
    assert NAME not in house.get("/prompts")
    house.wait_until(  # a look or two may still show what was last heard before
        "the chair reads on, with the time it began with",
        lambda state: state["t_s"] > before["t_s"] and not state["stale"] and state["stand_after_s"] != 1260,
    )
    house.wait_until("somebody is seen to sit", lambda state: state["occupancy"] == "seated")
    assert (end(sensor), end(web)) == (0, 0)
    assert found_in(data_dir) == {}
    assert "Traceback" not in house.log("sensor") + house.log("web")


def test_the_minute_before_a_prompt_expires_when_the_configuration_says(house: House) -> None:
    house.change(trace_kept_days=1)
    sensor = house.start("sensor")
    wait_for("a prompt with its minute", lambda: house.config.history_path.exists() and traces(house))
    assert end(sensor) == 0
    with closing(sqlite3.connect(house.config.history_path)) as connection, connection:
        connection.execute("UPDATE prompt SET raised_utc_s = raised_utc_s - 86400.0 * 1.01")

    house.start("sensor")
    wait_for("it runs", lambda: send_command_ok(house))

    assert traces(house) == 0


def traces(house: House) -> int:
    try:
        return rows(house.config.history_path, "SELECT count(*) FROM prompt WHERE trace IS NOT NULL AND number = 1")[0][
            0
        ]
    except sqlite3.Error:
        return 0


def send_command_ok(house: House) -> bool:
    try:
        return bool(send_command(house.config.runtime_dir, {"request": "health"})["ok"])
    except OSError:
        return False
