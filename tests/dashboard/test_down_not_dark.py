"""Down, but not dark: whatever is broken around it, every page answers, says what is so, and leads on to the others."""

from __future__ import annotations

import html
import re
import resource
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from every_page import addresses
from processes import PATIENCE_S

from chairpi.clock import ManualClock
from chairpi.core.events.presence import SatDown, StoodUp
from chairpi.core.events.weighing import Minute
from chairpi.dashboard.app import create_app, stop_listening
from chairpi.dashboard.setup.steps import NAMES
from chairpi.programme.diary import Finding, Occasion, SelfChecked, SignsAnswered
from chairpi.programme.exercises import Cause
from chairpi.store.history import History

NOON_UTC_S = 1_795_690_800.0
"""26 November 2026, noon in Zurich."""
TODAY = date(2026, 11, 26)
WRITER = Path(__file__).parents[1] / "store" / "write_until_killed.py"
FORGOTTEN_UTC_S = 60.0
"""A machine without a clock of its own begins in 1970."""
NOTHING_TO_SHOW = 503
"""What a page answers that lives of what cannot be read now."""
ALWAYS = ("/", "/kiosk", "/health", "/about", "/help", "/help/prompts", "/when-to-get-help", "/offline", "/pair")
"""What needs no file of its own, and so stays: above all what the chair does now, and when to get help."""


MEASURED = ("/", "/today", "/week", "/month", "/year", "/prompts", "/stretch", "/programme", "/health", "/report")
"""What lives of the history."""


class House:
    """A dashboard over a folder in which things are broken."""

    def __init__(self, folder, link_dir, now_utc_s=NOON_UTC_S):
        self.folder = folder
        self.history, self.book = folder / "history.db", folder / "app.db"
        self.link_dir, self.now_utc_s = link_dir, now_utc_s

    @contextmanager
    def opened(self):
        app = create_app(
            history_path=self.history,
            link_dir=self.link_dir,
            clock=ManualClock(0.0, self.now_utc_s),
            time_zone="Europe/Zurich",
            secret_key=b"not secret in a test",
        )
        try:
            listened(app)
            yield app
        finally:
            stop_listening(app)

    def lives(self, n_days=3):
        """So many days on the chair, the last of them today, and a diary."""
        for ago in range(n_days):
            began = self.now_utc_s - 86_400.0 * ago - 7200.0
            minutes = [
                Minute(began + 60 * n + 60, began + 60 * n, 60.0, 60.0, 0.0, 600.0, 4.0, 4.0, None, None)
                for n in range(30)
            ]
            with History.open(self.history, f"boot{ago}", began, began) as history:
                history.record([SatDown(began, began, None, True), *minutes], 0.0)
                history.record([StoodUp(began + 1800, began, began + 1800, 1800.0, True)], 0.0)
        with self.opened() as app:
            book = app.extensions["chairpi"].book
            book.add(1, SignsAnswered(TODAY - timedelta(days=3), Occasion.START), self.now_utc_s)
            book.add(1, SelfChecked(TODAY - timedelta(days=3), dict.fromkeys(Cause, Finding.YES)), self.now_utc_s)


def listened(app):
    """Wait until the dashboard has looked for the sensor process once; before that it says that it has only just started."""
    assert app.extensions["chairpi"].feed.wait_shown(0, PATIENCE_S).sequence


def damage(path):
    """As a card does that is worn out: the beginning is right, then comes something else."""
    for other in path.parent.glob(f"{path.name}-*"):
        other.unlink()
    content = path.read_bytes()
    path.write_bytes(content[:100] + b"\xa5" * (len(content) - 100))


@contextmanager
def locked(path):
    """Another program holds the whole file, as a careless backup does."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        yield


@contextmanager
def disk_full():
    """No file may grow by a byte; the kernel says so, as it does of a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def house(tmp_path, link_dir):
    return House(tmp_path, link_dir)


def answers(app, paths=()):
    """What every address answers, or some of them; a crash is an answer of 500, as it is in the web process."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    client = app.test_client()
    return {path: client.get(path) for path in paths or sorted(set(addresses(app)))}


def crashed(found):
    return {path: answer.status for path, answer in found.items() if answer.status_code >= 500}


def leads_on(answer):
    """Whether a page has the navigation, or is one that stands alone on purpose."""
    return 'href="/today"' in answer.text and 'href="/help"' in answer.text


def words(answer):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.text)))


def refused_kindly(found, saying):
    """The pages that have nothing to show: each says what is the matter, and leads on."""
    refused = {path: answer for path, answer in found.items() if answer.status_code == NOTHING_TO_SHOW}
    assert crashed(found).keys() == refused.keys()
    for path, answer in refused.items():
        assert saying in words(answer), path
        assert leads_on(answer), path
    assert not set(ALWAYS) & set(refused)
    assert all(found[path].status_code == 200 for path in ALWAYS)
    return set(refused)


@pytest.mark.parametrize("n_days", [0, 3])
def test_nothing_is_missing_but_the_sensor_process(house, n_days):
    if n_days:
        house.lives(n_days)
    with house.opened() as app:
        found = answers(app)

    assert crashed(found) == {}
    assert "The chair has not been heard yet." in words(found["/"])
    assert "The sensor process is not running" in words(found["/"])


def test_a_machine_that_does_not_know_the_time_shows_every_page(house):
    house.now_utc_s = FORGOTTEN_UTC_S
    with house.opened() as app:
        assert crashed(answers(app)) == {}


def test_a_machine_that_has_forgotten_the_time_shows_every_page_of_a_house_in_use(house):
    house.lives()
    house.now_utc_s = FORGOTTEN_UTC_S
    with house.opened() as app:
        assert crashed(answers(app)) == {}


def test_a_history_that_is_gone_is_an_empty_one(house):
    house.lives()
    with house.opened() as app:
        for path in house.folder.glob("history.db*"):
            path.unlink()
        found = answers(app)

    assert crashed(found) == {}


def test_a_year_of_data_is_shown_on_every_page_that_lives_of_it(house):
    house.lives()
    with History.open(house.history, "a year", 0.0, NOON_UTC_S) as history:
        for ago in range(365, 3, -1):
            began_s = -86_400.0 * ago - 7200.0
            history.record([SatDown(began_s, began_s, None, True)], NOON_UTC_S)
            history.record([StoodUp(began_s + 1800, began_s, began_s + 1800, 1800.0, True)], NOON_UTC_S)
    with house.opened() as app:
        found = answers(app, MEASURED)

    assert crashed(found) == {}
    assert found["/year"].text.count('scope="row"') > 45


def test_what_a_killed_writer_left_open_is_shown_on_every_page_that_lives_of_it(house):
    writer = [sys.executable, str(WRITER), str(house.history), "killed"]
    with subprocess.Popen(writer, stdout=subprocess.PIPE, text=True) as process:
        while not process.stdout.readline().startswith("stood_up"):
            assert process.poll() is None
        process.kill()
    with house.opened() as app:
        found = answers(app, (*MEASURED, "/today?day=2026-11-18"))

    assert crashed(found) == {}
    assert "Sitting" in words(found["/today?day=2026-11-18"])


def test_a_damaged_history_takes_nothing_with_it_that_is_not_made_of_it(house):
    house.lives()
    damage(house.history)
    with house.opened() as app:
        refused = refused_kindly(answers(app), "history.db is damaged")

    assert {"/today", "/week", "/prompts"} <= refused
    assert not {path for path in refused if path.startswith(("/first-run", "/settings/web", "/calibrate"))}


def test_a_damaged_diary_is_set_aside_and_every_page_opens_and_says_so(house):
    house.lives()
    damage(house.book)
    with house.opened() as app:
        found = answers(app)

    assert crashed(found) == {}
    assert "The file app.db was damaged" in words(found["/today"])


def test_a_diary_of_a_newer_version_leaves_the_history_and_the_present(house):
    house.lives()
    with closing(sqlite3.connect(house.book)) as connection:
        connection.execute("PRAGMA user_version = 999")
    with house.opened() as app:
        refused = refused_kindly(answers(app), "app.db is of version 999")

    assert {"/programme", "/stretch/desk-break"} <= refused
    assert not {"/today", "/week", "/month", "/year", "/prompts", "/calibrate"} & refused


def test_settings_and_first_run_are_shown_without_the_file_that_remembers_their_changes(house):
    house.lives()
    with closing(sqlite3.connect(house.book)) as connection:
        connection.execute("PRAGMA user_version = 999")
    paths = [f"/settings/{section}" for section in ("prompts", "web")] + [f"/first-run/{step}" for step in NAMES]
    with house.opened() as app:
        found = answers(app, ("/settings", "/first-run", *paths))

    assert crashed(found) == {}
    for path, answer in found.items():
        assert "Part of this page is missing" in words(answer), path
        assert "app.db is of version 999" in words(answer), path


def test_a_full_disk_leaves_everything_to_be_read_that_was_open(house):
    house.lives()
    with house.opened() as app, History.open(house.history, "now", 0.0, NOON_UTC_S):
        app.test_client().get("/settings/data")
        with disk_full():
            found = answers(app)

    assert crashed(found) == {}


def test_what_cannot_be_kept_on_a_full_disk_is_said(house):
    house.lives()
    with house.opened() as app:
        client = app.test_client()
        token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/settings").text)[1]
        with disk_full():
            answer = client.post("/settings/household/language", data={"csrf_token": token, "language": "de"})
            shown = client.get("/settings") if answer.status_code == 303 else answer
        again = client.get("/settings")

    assert answer.status_code in (303, NOTHING_TO_SHOW)
    assert "app.db" in words(shown)
    assert again.status_code == 200


def test_a_locked_history_is_waited_for_and_then_told(house):
    house.lives()
    with house.opened() as app, locked(house.history):
        client = app.test_client()
        now, today = client.get("/"), client.get("/today")

    assert now.status_code == 200
    assert today.status_code == NOTHING_TO_SHOW
    assert "history.db" in words(today)
    assert leads_on(today)
