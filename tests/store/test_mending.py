"""A damaged file is set aside, the last good backup takes its place, and the page says so until somebody has read it."""

from __future__ import annotations

import re
import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from kept_files import NOON_UTC_S, Chair, chair_in, live_in

from chairpi.backup.automatic import make_automatic
from chairpi.chosen_settings import with_chosen
from chairpi.clock import ManualClock
from chairpi.core.events import SatDown
from chairpi.dashboard.app import create_app, stop_listening
from chairpi.errors import DamagedError, StoreError
from chairpi.programme.diary import CheckedIn
from chairpi.sensor.keeping import Keeping
from chairpi.store.access import Access
from chairpi.store.app_file import AppFile
from chairpi.store.book import Book
from chairpi.store.data_files import Sort, data_files
from chairpi.store.history import History
from chairpi.store.mending import Mending, dismiss, mend, mendings

LATER_UTC_S = NOON_UTC_S + 7200.0


@pytest.fixture
def chair(tmp_path: Path) -> Chair:
    """A chair that was lived in, backed up, and lived in a little more."""
    chair = chair_in(tmp_path / "data")
    live_in(chair)
    make_automatic(chair.layers, NOON_UTC_S)
    with History.open(chair.directory / "history.db", "later", 0.0, LATER_UTC_S) as history:
        history.record([SatDown(10.0, 10.0, None, seen=True)], LATER_UTC_S)
    return chair


def worn_out(path: Path) -> bytes:
    """The beginning is right, then comes something else."""
    for beside in path.parent.glob(f"{path.name}-*"):
        beside.unlink()
    content = path.read_bytes()
    damaged = content[:100] + b"\xa5" * (len(content) - 100)
    path.write_bytes(damaged)
    return damaged


def no_database(path: Path) -> bytes:
    path.write_bytes(b"\x00" * 8192)
    return path.read_bytes()


def bouts(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return [boot for (boot,) in connection.execute("SELECT boot_id FROM bout ORDER BY bout_id")]


def keeping(chair: Chair) -> Keeping:
    run = chair.directory / "run"
    run.mkdir(exist_ok=True)
    return Keeping(chair.directory / "history.db", run, ManualClock(50.0, LATER_UTC_S + 60.0))


@contextmanager
def dashboard(chair: Chair) -> Iterator[FlaskClient]:
    app = create_app(
        history_path=chair.directory / "history.db",
        link_dir=chair.directory / "run",
        clock=ManualClock(0.0, LATER_UTC_S),
        time_zone="Europe/Zurich",
        secret_key=b"not secret in a test",
    )
    try:
        yield app.test_client()
    finally:
        stop_listening(app)


@pytest.mark.parametrize("damage", [worn_out, no_database])
def test_the_sensor_process_goes_on_from_the_last_backup(chair: Chair, damage: Callable[[Path], bytes]) -> None:
    path = chair.directory / "history.db"
    damaged = damage(path)

    keeping(chair).history.close()

    (told,) = mendings(chair.directory)
    assert told == Mending("history.db", told.set_aside, LATER_UTC_S + 60.0, NOON_UTC_S)
    assert (chair.directory / told.set_aside).read_bytes() == damaged
    assert bouts(path) == ["boot"]


def test_without_any_backup_it_begins_anew(tmp_path: Path) -> None:
    chair = chair_in(tmp_path / "data")
    live_in(chair)
    worn_out(chair.directory / "history.db")

    keeping(chair).history.close()

    assert [told.lost_since_utc_s for told in mendings(chair.directory)] == [None]
    assert bouts(chair.directory / "history.db") == []


def test_a_backup_that_is_damaged_itself_is_passed_over(chair: Chair) -> None:
    (good,) = (chair.directory / "backups").iterdir()
    newer = good.with_name("chairpi-20991231T000000Z.zip")
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(newer, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            later = content.replace(str(NOON_UTC_S).encode(), str(LATER_UTC_S).encode())
            target.writestr(name, later if name == "manifest.json" else content[:-1] + b"?")
    good.with_name("chairpi-20991231T000001Z.zip").write_bytes(good.read_bytes()[:500])
    worn_out(chair.directory / "history.db")

    keeping(chair).history.close()

    assert [told.lost_since_utc_s for told in mendings(chair.directory)] == [NOON_UTC_S]
    assert bouts(chair.directory / "history.db") == ["boot"]


def test_a_copy_from_before_a_new_version_is_better_than_nothing(tmp_path: Path) -> None:
    chair = chair_in(tmp_path / "data")
    live_in(chair)
    path = chair.directory / "history.db"
    shutil.copyfile(path, path.with_name("history.db.before-v9"))
    worn_out(path)

    keeping(chair).history.close()

    assert bouts(path) == ["boot"]


def test_damage_twice_in_one_second_keeps_both_files(chair: Chair) -> None:
    path = chair.directory / "history.db"
    first = worn_out(path)
    mend(path, NOON_UTC_S, "damaged")
    second = worn_out(path)
    mend(path, NOON_UTC_S, "damaged")

    kept = {(chair.directory / told.set_aside).read_bytes() for told in mendings(chair.directory)}
    assert kept == {first, second}


def test_a_backup_that_was_restored_is_still_there_for_the_next_time(chair: Chair) -> None:
    path, backups = chair.directory / "history.db", chair.directory / "backups"
    kept = {file.name: file.read_bytes() for file in backups.iterdir()}
    for utc_s in (LATER_UTC_S, LATER_UTC_S + 60.0):
        worn_out(path)
        assert mend(path, utc_s, "damaged").lost_since_utc_s == NOON_UTC_S

    assert {file.name: file.read_bytes() for file in backups.iterdir()} == kept
    assert bouts(path) == ["boot"]


def test_a_backup_that_somebody_locked_is_passed_over(chair: Chair) -> None:
    (good,) = (chair.directory / "backups").iterdir()
    locked = bytearray(good.read_bytes())
    for mark, at in (
        (b"PK\x03\x04", 6),
        (b"PK\x01\x02", 8),
    ):  # where a file in an archive says that it needs a password
        place = locked.find(mark)
        while place >= 0:
            locked[place + at] |= 1
            place = locked.find(mark, place + 4)
    good.with_name("chairpi-20991231T000000Z.zip").write_bytes(locked)
    worn_out(chair.directory / "history.db")

    keeping(chair).history.close()

    assert [told.lost_since_utc_s for told in mendings(chair.directory)] == [NOON_UTC_S]


def test_what_cannot_be_set_aside_keeps_its_log(chair: Chair) -> None:
    """The log of a database has its latest rows: without it, it is not as it was."""
    path = chair.directory / "history.db"
    log, blocked = path.with_name("history.db-wal"), path.with_name("history.db.damaged-2026-11-26T11-03-20Z-wal")
    log.write_bytes(b"the latest rows")
    blocked.mkdir()

    for _ in range(2):
        with pytest.raises(StoreError, match="cannot be set aside"):
            mend(path, NOON_UTC_S, "damaged")
    assert log.read_bytes() == b"the latest rows"
    assert [file.name for file in chair.directory.glob("*.damaged-*")] == [blocked.name]


def test_what_cannot_be_set_aside_is_left_as_it_is(chair: Chair) -> None:
    path = chair.directory / "history.db"
    damaged = worn_out(path)
    moment = path.with_name("history.db.damaged-2026-11-26T11-03-20Z.json")
    moment.mkdir()

    with pytest.raises(StoreError, match=r"cannot be set aside \(Is a directory\)\. Move it away yourself"):
        mend(path, NOON_UTC_S, "damaged")
    assert path.read_bytes() == damaged
    assert not list(chair.directory.glob("*.restored"))


def test_a_note_whose_file_is_gone_is_none(chair: Chair) -> None:
    """The power went after the note was written, or somebody has taken the file away."""
    path = chair.directory / "history.db"
    worn_out(path)
    told = mend(path, NOON_UTC_S, "damaged")
    (chair.directory / told.set_aside).unlink()

    assert mendings(chair.directory) == ()


def test_the_diary_is_back_with_who_may_look_and_nobody_else(tmp_path: Path) -> None:
    chair = chair_in(tmp_path / "data")
    cookie = live_in(chair)
    make_automatic(chair.layers, NOON_UTC_S)
    path = chair.directory / "app.db"
    worn_out(path)

    file = AppFile(path, mends_by=ManualClock(0.0, LATER_UTC_S))
    with closing(Book(path, file=file)) as book:
        assert [kept.entry for kept in book.diary(1)] == [CheckedIn(date(2026, 11, 25), 3, 2)]
        assert Access(file, path).device(cookie, LATER_UTC_S) is not None


def test_a_chair_with_an_owner_does_not_open_to_everybody_when_that_is_lost(tmp_path: Path) -> None:
    chair = chair_in(tmp_path / "data")
    live_in(chair)
    path = chair.directory / "app.db"
    worn_out(path)

    file = AppFile(path, mends_by=ManualClock(0.0, LATER_UTC_S))
    assert Access(file, path).is_claimed
    assert Access(file, path).devices() == ()
    file.close()


def test_who_merely_looks_leaves_a_damaged_file_alone(chair: Chair) -> None:
    damaged = worn_out(chair.directory / "app.db")

    with closing(Book(chair.directory / "app.db")) as book, pytest.raises(DamagedError):
        book.preferences()
    assert (chair.directory / "app.db").read_bytes() == damaged


def test_damage_that_shows_while_the_dashboard_runs_is_mended_by_the_next_page(chair: Chair) -> None:
    path = chair.directory / "app.db"
    file = AppFile(path, mends_by=ManualClock(0.0, LATER_UTC_S))
    with closing(Book(path, file=file)) as book:
        book.preferences()
        file.close()
        content = bytearray(path.read_bytes())
        root = int.from_bytes(content[16:18], "big")  # the size of a page; the tables come after the first
        content[root:] = b"\xa5" * (len(content) - root)
        path.write_bytes(content)

        assert len(book.diary(1)) == 1
    assert [told.file for told in mendings(chair.directory)] == ["app.db"]


def test_the_page_says_kindly_what_is_missing_until_somebody_has_read_it(chair: Chair) -> None:
    (chair.directory / "claimed").unlink()
    (chair.directory / "app.db").unlink()  # nobody has paired
    worn_out(chair.directory / "history.db")
    mend(chair.directory / "history.db", LATER_UTC_S, "damaged")
    with dashboard(chair) as client:
        page = client.get("/settings").text
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert token is not None
        answer = client.post("/mended/dismiss", data={"csrf_token": token[1], "next": "/settings"})
        after = client.get("/settings").text

    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert "The last good backup was put in its place: what the chair measured is missing from" in words
    assert "26 November, 12:03 to 26 November, 14:03" in words
    assert (answer.status_code, answer.headers["Location"]) == (303, "/settings")
    assert "A file was mended" not in after


def test_every_page_opens_after_the_diary_was_damaged(chair: Chair) -> None:
    (chair.directory / "claimed").unlink()
    no_database(chair.directory / "app.db")
    shutil.rmtree(chair.directory / "backups")
    with dashboard(chair) as client:
        answers = {path: client.get(path) for path in ("/", "/programme", "/settings", "/first-run")}

    assert {path: answer.status_code for path, answer in answers.items() if answer.status_code >= 400} == {}
    assert "There was no backup of it, so a new one was begun" in answers["/settings"].text


def test_settings_that_cannot_be_used_come_back_from_the_backup(chair: Chair) -> None:
    path = chair.directory / "settings.toml"
    before = path.read_text(encoding="utf-8")
    path.write_bytes(b"\x00" * 300)

    assert with_chosen(chair.base, mend=True).config.slide.began_s == 33.0
    assert path.read_text(encoding="utf-8") == before
    assert len(list(chair.directory.glob("settings.toml.set-aside-*"))) == 1


def test_what_was_set_aside_goes_when_everything_is_erased(chair: Chair) -> None:
    worn_out(chair.directory / "history.db")
    told = mend(chair.directory / "history.db", LATER_UTC_S, "damaged")

    sorts = {file.path.name: file.sort for file in data_files(chair.directory)}
    assert {sorts[told.set_aside], sorts[f"{told.set_aside}.json"]} == {Sort.DAMAGED}
    dismiss(chair.directory)
    assert mendings(chair.directory) == ()
