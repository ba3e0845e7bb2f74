"""A backup holds everything, and a fresh chair that takes it is the old one again; who may look is asked for separately."""

import dataclasses
import os
import sqlite3
import stat
import threading
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from kept_files import NOON_UTC_S

from chairpi.backup.archive import make_backup
from chairpi.backup.automatic import kept_backups, make_automatic
from chairpi.backup.command import back_up
from chairpi.backup.exchange import Part, go_back, is_pending, is_under_way, take, works
from chairpi.backup.manifest import FORMAT, Reason
from chairpi.backup.reading import read_manifest, unpack
from chairpi.backup.restoring import prepare
from chairpi.backup.taking import take_for_web, wait_for_restore
from chairpi.backup.without import without_pairing
from chairpi.config.tables import OutputConfig
from chairpi.data_names import MANIFEST
from chairpi.errors import BackupError, StoreError
from chairpi.sensor.restored import Restored
from chairpi.store.access import Access, Role
from chairpi.store.app_file import AppFile
from chairpi.store.copies import contents_of


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def nothing() -> None:
    """Nothing has to be done before."""


def restored(archive: Path, chair, *, with_pairing: bool = False) -> None:
    """As both processes take it, one after the other."""
    prepare(archive, chair.layers, NOON_UTC_S, with_pairing=with_pairing, just_before=nothing)
    for part in Part:
        assert take(chair.directory, part)
        works(chair.directory, part)


def access_of(chair) -> Access:
    return Access(AppFile(chair.directory / "app.db"), chair.directory / "app.db")


def test_a_fresh_chair_becomes_the_old_one(old_chair, fresh_chair, tmp_path: Path) -> None:
    made = old_chair.backup(tmp_path / "backup.zip", with_pairing=True)

    restored(made.path, fresh_chair, with_pairing=True)

    was, now = old_chair.files(), fresh_chair.files()
    for database in ("history.db", "app.db"):
        assert dump(fresh_chair.directory / database) == dump(old_chair.directory / database)
    same = ("web.key", "certificates/chairpi-ca.key", "lesson.csv", "claimed")
    assert {name: now[name] for name in same} == {name: was[name] for name in same}
    assert fresh_chair.layers.chosen == old_chair.layers.chosen
    (made_anew,) = kept_backups(fresh_chair.directory)
    assert set(now) == {"history.db", "app.db", "settings.toml", *same, f"backups/{made_anew.path.name}"}
    assert stat.S_IMODE((fresh_chair.directory / "web.key").stat().st_mode) == 0o600


def test_without_pairing_nothing_in_the_file_lets_anybody_in(old_chair, fresh_chair, tmp_path: Path) -> None:
    made = old_chair.backup(tmp_path / "backup.zip")
    access_of(fresh_chair).pair("New phone", Role.OWNER, 0.0)

    restored(made.path, fresh_chair)

    with zipfile.ZipFile(made.path) as archive:
        content = b"".join(archive.read(name) for name in archive.namelist())
    assert b"the authority's key" not in content
    assert b"Tablet" not in content
    assert b"k" * 32 not in content
    assert [device.name for device in access_of(fresh_chair).devices()] == ["New phone"]


def test_a_backup_with_pairing_restored_without_leaves_those_in_who_are_in(
    old_chair, fresh_chair, tmp_path: Path
) -> None:
    made = old_chair.backup(tmp_path / "backup.zip", with_pairing=True)

    restored(made.path, fresh_chair)

    assert not access_of(fresh_chair).is_claimed
    assert "web.key" not in fresh_chair.files()


def test_pairing_that_is_asked_for_and_not_there_is_refused(old_chair, fresh_chair, tmp_path: Path) -> None:
    made = old_chair.backup(tmp_path / "backup.zip")

    with pytest.raises(BackupError, match="no pairing"):
        prepare(made.path, fresh_chair.layers, NOON_UTC_S, with_pairing=True, just_before=nothing)

    assert fresh_chair.files() == {}


def test_a_copy_for_elsewhere_has_no_pairing_in_it(old_chair, tmp_path: Path) -> None:
    made = old_chair.backup(tmp_path / "backup.zip", with_pairing=True)

    without_pairing(made.path, tmp_path / "elsewhere.zip")

    (tmp_path / "look").mkdir()
    manifest = unpack(tmp_path / "elsewhere.zip", tmp_path / "look")
    assert not manifest.with_pairing
    assert not (tmp_path / "look" / "pairing").exists()
    contents = contents_of(tmp_path / "look" / "history.db", tmp_path / "look" / "app.db")
    assert (contents.n_bouts, contents.n_entries, contents.n_devices) == (1, 1, 0)


def test_settings_say_the_same_over_another_configuration_file(old_chair, fresh_chair, tmp_path: Path) -> None:
    made = old_chair.backup(tmp_path / "backup.zip")
    fresh_chair.base = dataclasses.replace(fresh_chair.base, outputs=OutputConfig(led_gpio=16))

    restored(made.path, fresh_chair)

    places = {"paths": fresh_chair.base.paths}
    assert repr(fresh_chair.layers.config) == repr(dataclasses.replace(old_chair.layers.config, **places))


def test_the_manifest_says_what_is_in_it(old_chair, tmp_path: Path) -> None:
    made = old_chair.backup(tmp_path / "backup.zip")

    with zipfile.ZipFile(made.path) as archive:
        names = archive.namelist()
        sizes = {info.filename: info.file_size for info in archive.infolist() if info.filename != MANIFEST}
    assert names[0] == MANIFEST
    manifest = read_manifest(made.path)
    assert {name: member.size_bytes for name, member in manifest.members.items()} == sizes
    assert manifest == made.manifest
    assert FORMAT == 1
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600


def test_a_chair_in_which_nothing_is_kept_has_no_backup(fresh_chair, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="nothing to back up"):
        fresh_chair.backup(tmp_path / "backup.zip")

    assert list(tmp_path.iterdir()) == [fresh_chair.directory]


def test_a_chair_that_never_came_up_can_be_updated_all_the_same(fresh_chair) -> None:
    """An update makes a backup first, and is what such a chair needs."""
    made = back_up(fresh_chair.layers, None, NOON_UTC_S, reason=Reason.UPDATE, with_pairing=False, overwrite=False)

    assert made is None
    assert not fresh_chair.files()


def test_somebody_who_may_not_read_the_data_is_told_of_sudo(old_chair, tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can become somebody else")
    layers, somebody = old_chair.layers, 65_534
    os.seteuid(somebody)
    try:
        with pytest.raises(StoreError, match="put sudo before"):
            make_backup(layers, tmp_path / "x.zip", NOON_UTC_S, reason=Reason.HAND, with_pairing=False)
    finally:
        os.seteuid(0)


def test_a_damaged_database_is_said_and_not_backed_up(old_chair, tmp_path: Path) -> None:
    history = old_chair.directory / "history.db"
    content = bytearray(history.read_bytes())
    content[8192:20000] = b"\xff" * (20000 - 8192)
    history.write_bytes(content)

    with pytest.raises(StoreError, match="damaged"):
        old_chair.backup(tmp_path / "backup.zip")

    assert not list(tmp_path.glob("*.zip*")) + list(tmp_path.glob(".*"))


def test_what_was_there_comes_back_where_the_restored_does_not_work(old_chair, fill, tmp_path: Path) -> None:
    made = old_chair.backup(tmp_path / "backup.zip")
    (old_chair.directory / "lesson.csv").unlink()
    before = old_chair.files()
    prepare(made.path, old_chair.layers, NOON_UTC_S, with_pairing=False, just_before=nothing)

    for part in Part:
        take(old_chair.directory, part)
        go_back(old_chair.directory, part)

    now = old_chair.files()
    assert now.pop("lesson.csv")
    assert now == before


def test_where_the_history_does_not_work_the_rest_of_that_backup_is_let_go_of(old_chair, fill, tmp_path: Path) -> None:
    made = old_chair.backup(tmp_path / "backup.zip")
    before = dump(old_chair.directory / "app.db")
    prepare(made.path, old_chair.layers, NOON_UTC_S, with_pairing=False, just_before=nothing)
    take(old_chair.directory, Part.SENSOR)

    go_back(old_chair.directory, Part.SENSOR)
    take_for_web(old_chair.directory)

    assert not is_pending(old_chair.directory, Part.WEB)
    assert dump(old_chair.directory / "app.db") == before


def test_the_dashboard_waits_until_the_history_is_seen_to_work(old_chair, tmp_path: Path) -> None:
    made = old_chair.backup(tmp_path / "backup.zip")
    prepare(made.path, old_chair.layers, NOON_UTC_S, with_pairing=False, just_before=nothing)
    take(old_chair.directory, Part.SENSOR)

    class Seconds(threading.Event):
        """Time passes, and after twenty of them the sensor process says that all is well."""

        passed = 0

        def wait(self, timeout: float | None = None) -> bool:
            self.passed += 1
            if self.passed == 20:
                works(old_chair.directory, Part.SENSOR)
            return False

    seconds = Seconds()

    assert wait_for_restore(old_chair.directory, seconds, nothing)
    assert 20 <= seconds.passed < 25


def test_the_sensor_process_is_asked_to_give_back_what_the_dashboard_cannot_work_with(
    old_chair, tmp_path: Path
) -> None:
    made = old_chair.backup(tmp_path / "backup.zip")
    before = old_chair.files()
    prepare(made.path, old_chair.layers, NOON_UTC_S, with_pairing=False, just_before=nothing)
    sensor = Restored(old_chair.base)
    sensor.take()
    sensor.keep()
    (old_chair.directory / "restore" / "waiting" / "app.db").write_bytes(b"not what it was")
    take_for_web(old_chair.directory)
    stopping = threading.Event()

    def give_back() -> None:
        sensor.take()
        stopping.set()

    class Seconds:
        """Time passes."""

        def wait(self, _seconds: float) -> bool:
            return stopping.is_set()

    assert not wait_for_restore(old_chair.directory, Seconds(), give_back)
    assert old_chair.files() == before


def test_after_a_cut_what_was_taken_is_still_seen_to_work_or_given_back(old_chair, tmp_path: Path) -> None:
    made = old_chair.backup(tmp_path / "backup.zip")
    for gives_back in (True, False):
        prepare(made.path, old_chair.layers, NOON_UTC_S, with_pairing=False, just_before=nothing)
        for part in (Part.SENSOR,) if gives_back else Part:
            take(old_chair.directory, part)  # and then the power goes

        next_start = Restored(old_chair.base)

        next_start.take()
        assert next_start.is_taken
        if gives_back:
            next_start.give_back()
        else:
            next_start.keep()
            take_for_web(old_chair.directory)
        assert not is_under_way(old_chair.directory)


def test_what_waited_for_the_disk_never_comes_into_a_restored_history(old_chair, tmp_path: Path) -> None:
    made = old_chair.backup(tmp_path / "backup.zip")
    run = old_chair.base.runtime_dir
    run.mkdir(exist_ok=True)
    for is_cut in (False, True):
        prepare(made.path, old_chair.layers, NOON_UTC_S, with_pairing=False, just_before=nothing)
        for name in ("memory.json", "waiting.json"):
            (run / name).write_text("of the history of before")
        if is_cut:
            take(old_chair.directory, Part.SENSOR)  # and then the process ends

        sensor = Restored(old_chair.base)
        sensor.take()

        assert list(run.iterdir()) == []
        sensor.keep()
        take_for_web(old_chair.directory)


def test_root_leaves_the_chairs_own_directory_to_the_chair(old_chair, fill, tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give files away")
    made = old_chair.backup(tmp_path / "backup.zip")
    for path in (old_chair.directory, *old_chair.directory.rglob("*")):
        os.chown(path, 4711, 4711)  # as /var/lib/chairpi is, in /var/lib of root's

    prepare(made.path, old_chair.layers, NOON_UTC_S, with_pairing=False, just_before=nothing)
    for part in Part:
        take(old_chair.directory, part)
        works(old_chair.directory, part)
    made = make_automatic(old_chair.layers, NOON_UTC_S)

    assert made.path.exists()
    assert {path.stat().st_uid for path in (old_chair.directory, *old_chair.directory.rglob("*"))} == {4711}


def test_a_second_restore_waits_for_the_first(old_chair, fresh_chair, tmp_path: Path) -> None:
    made = old_chair.backup(tmp_path / "backup.zip")
    prepare(made.path, fresh_chair.layers, NOON_UTC_S, with_pairing=False, just_before=nothing)

    with pytest.raises(StoreError, match="Another backup is being restored"):
        prepare(made.path, fresh_chair.layers, NOON_UTC_S, with_pairing=False, just_before=nothing)

    assert is_pending(fresh_chair.directory, Part.SENSOR)
