"""A backup and a restore with both real processes: while they run, and on a fresh chair that is started afterwards."""

import json
import subprocess
import sys
import tempfile
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from processes import House, end, wait_for

from chairpi.backup.automatic import kept_backups
from chairpi.backup.manifest import Reason
from chairpi.programme.diary import CheckedIn
from chairpi.store.book import Book

NAME = "Zebedäus Quibble"


@pytest.fixture
def houses():
    with tempfile.TemporaryDirectory(prefix="chairpi-") as one, tempfile.TemporaryDirectory(prefix="chairpi-") as other:
        both = House(Path(one)), House(Path(other))
        yield both
        for house in both:
            house.close()


def chairpi(house: House, *arguments: str) -> str:
    command = [sys.executable, "-m", "chairpi", *arguments, "--config", str(house.config_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert "Traceback" not in done.stderr
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_what_was_erased_comes_back_and_goes_on_a_fresh_chair(houses: tuple[House, House], tmp_path: Path) -> None:
    house, fresh = houses
    data_dir = Path(house.config.paths.data_dir)
    sensor, web = house.start("sensor"), house.start("web")
    house.wait_until("somebody has a reference", lambda state: state["reference"] is not None)
    house.post("/prompts/sitters/rename", sitter_id=1, name=NAME)
    with closing(Book(data_dir / "app.db")) as book:
        book.add(1, CheckedIn(date(2026, 11, 25), 3, 2), 0.0)
    wait_for("the name is kept", lambda: NAME in house.get("/prompts"))

    chairpi(house, "backup", str(tmp_path / "all.zip"))
    assert NAME in chairpi(house, "restore", str(tmp_path / "all.zip"), "--dry-run")
    house.post("/settings/data/erase", word="erase", sure="yes")
    assert NAME not in house.get("/prompts")
    said = chairpi(house, "restore", str(tmp_path / "all.zip"), "--yes")

    assert "So does the dashboard." in said
    wait_for("the dashboard answers", house.now_or_page)
    wait_for("the name is back", lambda: NAME in house.get("/prompts"))
    house.wait_until("the chair reads on", lambda state: not state["stale"])
    assert (sensor.poll(), web.poll()) == (None, None)
    assert [one.reason for one in kept_backups(data_dir)] == [Reason.RESTORED, Reason.RESTORE]
    assert (end(sensor), end(web)) == (0, 0)
    with closing(Book(data_dir / "app.db")) as book:
        assert book.first_utc_s() == 0.0
    assert not (data_dir / "restore").exists()
    assert "Traceback" not in house.log("sensor") + house.log("web")

    said = chairpi(fresh, "restore", str(tmp_path / "all.zip"), "--yes")

    assert "when they are started" in said
    fresh.start("sensor")
    fresh.start("web")
    wait_for("the dashboard answers", fresh.now_or_page)
    wait_for("the name is on the fresh chair", lambda: NAME in fresh.get("/prompts"))
    assert json.loads(fresh.get("/api/v1/health"))["history"]["version"] >= 6
    assert "Traceback" not in fresh.log("sensor") + fresh.log("web")
