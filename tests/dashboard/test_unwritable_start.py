"""A dashboard that starts while its disk takes nothing: it shows what is there, says what it cannot keep, and lets in nobody new."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing, contextmanager

import pytest
from taking_nothing import disk_that_can_take_nothing

from chairpi.clock import ManualClock
from chairpi.core.events.presence import SatDown
from chairpi.dashboard.access.visitor import COOKIE
from chairpi.dashboard.app import create_app, stop_listening
from chairpi.store.access import Role
from chairpi.store.history import History
from chairpi.store.secret_key import secret_key
from chairpi.store.view import HistoryView

NOON_UTC_S = 1_795_690_800.0
CHANGES = ("/first-run/language", "/settings/household/language", "/prompts/sitters/add", "/yours/erase")


@contextmanager
def dashboard_on(directory, link_dir, before_pairing="nothing"):
    app = create_app(
        history_path=directory / "history.db",
        link_dir=link_dir,
        clock=ManualClock(0.0, NOON_UTC_S),
        time_zone="Europe/Zurich",
        secret_key=secret_key(directory),
        before_pairing=before_pairing,
    )
    try:
        yield app
    finally:
        stop_listening(app)


@pytest.fixture(params=["full", "read-only", "bounded"])
def disk(request):
    with disk_that_can_take_nothing(request.param) as found:
        yield found


def live(disk, link_dir, tmp_path):
    """Somebody paired and sat, and the power went: what was written last is in the logs beside the databases alone."""
    directory = tmp_path / "lived"
    directory.mkdir()
    with (
        dashboard_on(directory, link_dir) as app,
        History.open(directory / "history.db", "b", 0.0, NOON_UTC_S) as history,
    ):
        parts = app.extensions["chairpi"]
        parts.book.preferences()
        for name in ("app.db", "history.db"):
            with closing(sqlite3.connect(directory / name)) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        history.people.rename(1, "Anna")
        history.record([SatDown(0.0, 0.0, None, True)], NOON_UTC_S)
        secret = parts.access.pair("Anna's phone", Role.OWNER, NOON_UTC_S)
        for path in directory.iterdir():
            if not path.name.endswith("-shm"):
                shutil.copy(path, disk.directory)
    return secret


def browser(app, secret=""):
    client = app.test_client()
    if secret:
        client.set_cookie(COOKIE, secret)
    return client


def test_who_has_paired_sees_everything_and_nobody_else_does(disk, link_dir, tmp_path):
    secret = live(disk, link_dir, tmp_path)
    disk.take_nothing()
    with dashboard_on(disk.directory, link_dir) as app:
        known, stranger = browser(app, secret), browser(app)
        shown = {path: known.get(path) for path in ("/", "/today", "/programme", "/stretch", "/settings", "/health")}
        refused = stranger.get("/today")
        names = [sitter.name for sitter in HistoryView(disk.directory / "history.db").sitters()]

    assert {path: answer.status_code for path, answer in shown.items()} == dict.fromkeys(shown, 200)
    assert names == ["Anna"]
    assert refused.status_code == 302
    assert "/pair" in refused.headers["Location"]


def test_what_cannot_be_kept_is_said_and_kept_when_there_is_room(disk, link_dir, tmp_path):
    secret = live(disk, link_dir, tmp_path)
    disk.take_nothing()
    with dashboard_on(disk.directory, link_dir) as app:
        client = browser(app, secret)
        token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/settings").text)[1]

        def choose_german():
            answer = client.post("/settings/household/language", data={"csrf_token": token, "language": "de"})
            return answer.text, app.extensions["chairpi"].book.preferences().language

        refused, language = choose_german()
        disk.take_all()
        _, language_with_room = choose_german()

    assert re.search(r"app\.db cannot", refused)
    assert (language, language_with_room) == ("", "de")
    with closing(sqlite3.connect(disk.directory / "app.db")) as connection:
        assert connection.execute("SELECT count(*) FROM device").fetchone() == (1,)


@pytest.mark.parametrize("kind", ["full", "read-only"])
def test_a_disk_that_is_not_in_its_place_makes_no_new_chair_whose_owner_anybody_may_be(kind, link_dir):
    with disk_that_can_take_nothing(kind) as disk:
        disk.take_nothing()
        for directory in (disk.directory, disk.directory / "data"):
            with dashboard_on(directory, link_dir) as app:
                client = browser(app)
                home, pair = client.get("/"), client.get("/pair")
                token = re.search(r'name="csrf_token" value="([^"]+)"', pair.text)[1]
                changes = [client.post(path, data={"csrf_token": token}).status_code for path in CHANGES]
            with dashboard_on(directory, link_dir, "now") as app:
                now = browser(app).get("/")

            assert home.status_code == 302
            assert "Who has paired cannot be read just now" in pair.text
            assert set(changes) <= {403, 404}
            assert now.status_code == 200


def test_when_the_disk_is_back_whoever_had_paired_is_known_again(link_dir, tmp_path):
    with disk_that_can_take_nothing("bounded") as disk:
        disk.take_nothing()
        with dashboard_on(disk.directory, link_dir) as app:
            before = browser(app).get("/today").status_code
            disk.take_all()
            (disk.directory / "app.db").unlink(missing_ok=True)
            secret = live(disk, link_dir, tmp_path)
            after = browser(app, secret).get("/today").status_code

        assert (before, after) == (302, 200)
