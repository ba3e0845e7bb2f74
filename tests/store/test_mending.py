"""A damaged file is set aside, the last good backup takes its place, and the page says so until somebody has read it."""

from __future__ import annotations

import errno
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

from chairpi.backup.automatic import kept_backups, make_automatic
from chairpi.backup.exchange import Part, take, works
from chairpi.backup.restoring import prepare
from chairpi.chosen_settings import with_chosen
from chairpi.clock import ManualClock
from chairpi.core.events.presence import SatDown
from chairpi.dashboard.app import create_app, stop_listening
from chairpi.errors import DamagedError, StoreError, UnwritableError
from chairpi.programme.diary import CheckedIn
from chairpi.sensor.keeping import Keeping
from chairpi.store.access import Access
from chairpi.store.app_file import AppFile
from chairpi.store.book import Book
from chairpi.store.data_files import Sort, data_files
from chairpi.store.history import History
from chairpi.store.mending import Mending, dismiss, mend, mendings
from chairpi.store.set_aside import MOST_ASIDE, MOST_IN_A_SPELL, SPELL_S, asides, resting_until

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
    newer = good.with_name("chairpi-20991231T000000Z-2.zip")
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(newer, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            later = content.replace(str(NOON_UTC_S).encode(), str(LATER_UTC_S).encode())
            target.writestr(name, later if name == "manifest.json" else content[:-1] + b"?")
    good.with_name("chairpi-20991231T000001Z-3.zip").write_bytes(good.read_bytes()[:500])
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
    good.with_name("chairpi-20991231T000000Z-2.zip").write_bytes(locked)
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


def test_what_was_replaced_by_a_restore_never_comes_back(chair: Chair, tmp_path: Path) -> None:
    """Also where the backup that came with the restore is spoilt by now: what is older is of another chair."""
    fresh = chair_in(tmp_path / "other")
    live_in(fresh)
    with History.open(fresh.directory / "history.db", "other", 0.0, NOON_UTC_S) as history:
        history.record([SatDown(10.0, 10.0, None, seen=True)], NOON_UTC_S)
    made = fresh.backup(tmp_path / "other.zip")
    prepare(made.path, chair.layers, LATER_UTC_S, with_pairing=False, just_before=lambda: None)
    for part in Part:
        take(chair.directory, part)
        if part is Part.SENSOR:  # damaged as soon as it is taken
            worn_out(chair.directory / "history.db")
            keeping(chair).history.close()
            assert bouts(chair.directory / "history.db") == ["boot", "other"]
        works(chair.directory, part)

    for expected in (["boot", "other"], []):
        worn_out(chair.directory / "history.db")
        keeping(chair).history.close()
        assert bouts(chair.directory / "history.db") == expected
        (newest, _older) = kept_backups(chair.directory)
        newest.path.write_bytes(b"spoilt")


def test_a_card_that_damages_each_new_file_is_left_alone_for_an_hour(chair: Chair) -> None:
    path = chair.directory / "history.db"
    for n in range(MOST_IN_A_SPELL):
        worn_out(path)
        mend(path, NOON_UTC_S + n, "damaged")
    damaged = worn_out(path)

    for _ in range(5):
        with pytest.raises(UnwritableError, match="the card or disk is at its end"):
            mend(path, NOON_UTC_S + 60.0, "damaged")
    assert path.read_bytes() == damaged
    assert len(asides(path)) == MOST_IN_A_SPELL + 1
    assert resting_until(path, NOON_UTC_S + 60.0) == NOON_UTC_S + 60.0 + SPELL_S
    assert mend(path, NOON_UTC_S + 70.0 + SPELL_S, "damaged").lost_since_utc_s == NOON_UTC_S


def test_what_is_set_aside_is_bounded_and_the_first_stays(chair: Chair) -> None:
    path = chair.directory / "history.db"
    contents = []
    for n in range(MOST_ASIDE + 4):
        contents.append(worn_out(path) + bytes([n]))
        path.write_bytes(contents[-1])
        mend(path, NOON_UTC_S + n * SPELL_S, "damaged")

    kept = [aside.read_bytes() for aside in asides(path)]
    assert kept == [contents[0], *contents[-MOST_ASIDE + 1 :]]
    assert len(mendings(chair.directory)) == MOST_ASIDE


def test_somebody_who_has_read_it_does_not_set_the_count_back(chair: Chair) -> None:
    path = chair.directory / "history.db"
    for n in range(MOST_IN_A_SPELL):
        worn_out(path)
        mend(path, NOON_UTC_S + n, "damaged")
        dismiss(chair.directory)

    worn_out(path)
    with pytest.raises(UnwritableError):
        mend(path, NOON_UTC_S + 60.0, "damaged")
    assert mendings(chair.directory) == ()


def test_the_chair_goes_on_without_a_file_that_is_left_alone_and_takes_it_up_again(chair: Chair) -> None:
    path = chair.directory / "history.db"
    for n in range(MOST_IN_A_SPELL):
        worn_out(path)
        mend(path, LATER_UTC_S - n, "damaged")
    with pytest.raises(UnwritableError):
        mend(path, LATER_UTC_S, "damaged")
    n_aside = len(asides(path))
    clock = ManualClock(50.0, LATER_UTC_S + 60.0)
    with Keeping(path, chair.directory, clock) as at_work:
        for minute in range(1, 5):
            at_work.record([SatDown(60.0 * minute, 60.0 * minute, None, seen=True)], 60.0 * minute, dict)
        assert at_work.unwritten is not None
        assert at_work.history.n_waiting
    assert len(asides(path)) == n_aside

    clock.wait(SPELL_S)
    with Keeping(path, chair.directory, clock) as at_work:
        assert at_work.unwritten is None

    assert mendings(chair.directory)[0].lost_since_utc_s == NOON_UTC_S


def test_pages_and_health_say_that_the_card_is_at_its_end(chair: Chair) -> None:
    (chair.directory / "claimed").unlink()
    (chair.directory / "app.db").unlink()  # nobody has paired
    path = chair.directory / "history.db"
    for n in range(MOST_IN_A_SPELL):
        worn_out(path)
        mend(path, LATER_UTC_S - n, "damaged")
    with pytest.raises(UnwritableError):
        mend(path, LATER_UTC_S, "damaged")
    with dashboard(chair) as client:
        page, health = client.get("/settings").text, client.get("/health").text

    assert "The card is at its end" in page
    assert "tries again at 15:03" in page
    assert "damaged again and again within an hour" in health


def test_want_of_room_never_makes_a_history_begin_anew(chair: Chair, monkeypatch: pytest.MonkeyPatch) -> None:
    """The backups are good, and there will be room again."""
    path = chair.directory / "history.db"
    damaged = worn_out(path)
    write = Path.open

    def full(file: Path, mode: str = "r", **options: object) -> object:
        if file.name.endswith(".restored") and "w" in mode:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(file, mode, **options)

    monkeypatch.setattr(Path, "open", full)

    with pytest.raises(UnwritableError, match="No space left"):
        mend(path, LATER_UTC_S, "damaged")
    assert path.read_bytes() == damaged


@pytest.mark.parametrize("name", ["history.db", "app.db"])
def test_a_file_that_lost_all_that_was_in_it_is_damaged(chair: Chair, name: str) -> None:
    path = chair.directory / name
    for beside in chair.directory.glob(f"{name}-*"):
        beside.unlink()
    path.write_bytes(b"")

    if name == "history.db":
        keeping(chair).history.close()
    else:
        AppFile(path, mends_by=ManualClock(0.0, LATER_UTC_S)).read("SELECT 1")

    assert [(told.file, told.lost_since_utc_s) for told in mendings(chair.directory)] == [(name, NOON_UTC_S)]
    if name == "history.db":
        assert bouts(path) == ["boot"]


def test_an_empty_history_beside_a_diary_was_lost_though_there_is_no_backup(chair: Chair) -> None:
    shutil.rmtree(chair.directory / "backups")
    (chair.directory / "history.db").write_bytes(b"")

    keeping(chair).history.close()

    assert [told.lost_since_utc_s for told in mendings(chair.directory)] == [None]


def test_an_empty_history_on_a_chair_that_was_never_used_is_a_new_one(tmp_path: Path) -> None:
    """The power went while the first one was made."""
    chair = chair_in(tmp_path / "data")
    (chair.directory / "history.db").write_bytes(b"")

    keeping(chair).history.close()

    assert mendings(chair.directory) == ()


def test_nobody_is_erased_while_a_backup_is_restored(chair: Chair, tmp_path: Path) -> None:
    """What was there before may have to come back, and what is to come has rows of its own."""
    made = chair.backup(tmp_path / "backup.zip")
    prepare(made.path, chair.layers, LATER_UTC_S, with_pairing=False, just_before=lambda: None)

    with pytest.raises(StoreError, match="is being restored"):
        AppFile(chair.directory / "app.db").erase([("DELETE FROM entry", {})])


def test_what_was_erased_does_not_come_back_by_mending_after_a_restore(chair: Chair, tmp_path: Path) -> None:
    made = chair.backup(tmp_path / "backup.zip")
    prepare(made.path, chair.layers, LATER_UTC_S, with_pairing=False, just_before=lambda: None)
    for part in Part:
        take(chair.directory, part)
        works(chair.directory, part)
    with History.open(chair.directory / "history.db", "later", 0.0, LATER_UTC_S) as history:
        history.erase_everything(0.0)
    assert kept_backups(chair.directory) == ()

    worn_out(chair.directory / "history.db")
    keeping(chair).history.close()

    assert bouts(chair.directory / "history.db") == []


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
