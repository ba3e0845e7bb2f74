"""Of the backups that are made by themselves few are kept, and none fills the disk."""

import os
import shutil
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chairpi.backup.automatic import Kept, kept_backups, make_automatic, superfluous
from chairpi.backup.exchange import Part, take, works
from chairpi.backup.files import SPARE_BYTES
from chairpi.backup.manifest import Reason
from chairpi.backup.reading import read_manifest
from chairpi.backup.restoring import prepare
from chairpi.errors import StoreError
from chairpi.store.history import History
from chairpi.store.kept_backups import newest_backups

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


def kept_at(moment: datetime, reason: Reason = Reason.DAY) -> Kept:
    return Kept(Path(f"{moment:%Y%m%dT%H%M%SZ}{reason}"), 0, moment.timestamp(), reason, 1)


def days_left(moments: list[datetime]) -> list[str]:
    kept = sorted(map(kept_at, moments), key=lambda one: -one.made_utc_s)
    gone = superfluous(kept)
    return [one.path.name[:8] for one in kept if one not in gone]


def test_a_year_of_nights_leaves_seven_days_and_four_weeks() -> None:
    left = days_left([NOON - timedelta(days=n) for n in range(365)])

    assert left[:7] == [f"{NOON - timedelta(days=n):%Y%m%d}" for n in range(7)]
    assert left[7:] == [
        "20261115",
        "20261108",
    ]  # Sundays: the newest of each week, of which two are among the seven days


def test_of_one_day_only_the_newest_stays() -> None:
    assert days_left([NOON, NOON - timedelta(hours=1), NOON - timedelta(hours=2)]) == ["20261126"]


def test_days_on_which_the_chair_was_off_do_not_count() -> None:
    assert len(days_left([NOON - timedelta(days=30 * n) for n in range(20)])) == 7


@pytest.mark.parametrize("reason", [Reason.UPDATE, Reason.RESTORE])
def test_three_before_updates_and_restores_stay_beside_them(reason: Reason) -> None:
    kept = [kept_at(NOON), *(kept_at(NOON - timedelta(days=n), reason) for n in range(5))]

    assert list(superfluous(kept)) == kept[4:]


def test_they_are_made_found_and_let_go(old_chair) -> None:
    for n in range(12):
        make_automatic(old_chair.layers, NOON.timestamp() + n * 86_400.0)
    made = make_automatic(old_chair.layers, 60.0, Reason.UPDATE)

    found = kept_backups(old_chair.directory)
    assert (
        len(found) == 7 + 1 + 1
    )  # seven days, which are of two weeks, the newest of one before, and one before an update
    assert found[0].path == made.path
    assert found[0].reason is Reason.UPDATE
    manifest = read_manifest(found[1].path)
    assert (manifest.with_pairing, manifest.left_out) == (True, ("lesson.csv",))
    assert (old_chair.directory / "backups").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("wrong_utc_s", [30.0, 4_000_000_000.0], ids=["1970", "2096"])
def test_what_was_made_last_is_the_newest_whatever_its_clock_said(old_chair, wrong_utc_s: float) -> None:
    for n in range(7):
        make_automatic(old_chair.layers, NOON.timestamp() + n * 86_400.0)

    made = make_automatic(old_chair.layers, wrong_utc_s)

    assert kept_backups(old_chair.directory)[0].path == made.path
    assert next(newest_backups(old_chair.directory))[0] == wrong_utc_s


@pytest.mark.parametrize("wrong_utc_s", [30.0, 4_000_000_000.0], ids=["1970", "2096"])
def test_what_was_made_with_a_wrong_clock_goes_when_it_is_old(old_chair, wrong_utc_s: float) -> None:
    wrong = make_automatic(old_chair.layers, wrong_utc_s)
    for n in range(8):
        last = make_automatic(old_chair.layers, NOON.timestamp() + n * 7 * 86_400.0)

    assert not wrong.path.exists()
    assert kept_backups(old_chair.directory)[0].path == last.path


def test_what_an_earlier_version_made_is_older_than_what_has_a_number(old_chair) -> None:
    made = make_automatic(old_chair.layers, NOON.timestamp())
    earlier = made.path.with_name("chairpi-20991231T000000Z.zip")
    made.path.rename(earlier)

    newest = make_automatic(old_chair.layers, 30.0)

    assert [one.path for one in kept_backups(old_chair.directory)] == [newest.path, earlier]


def test_two_of_one_second_are_two(old_chair) -> None:
    made = [make_automatic(old_chair.layers, 120.0, Reason.UPDATE) for _ in range(2)]

    assert [one.path for one in kept_backups(old_chair.directory)] == [one.path for one in reversed(made)]


def test_a_card_that_gives_back_something_else_has_no_backup(old_chair, monkeypatch: pytest.MonkeyPatch) -> None:
    good = make_automatic(old_chair.layers, NOON.timestamp())

    def lie(descriptor: int, _offset: int, _length: int, _advice: int) -> None:
        """The card forgets what it was given."""
        with open(f"/proc/self/fd/{descriptor}", "r+b") as card:  # noqa: PTH123
            card.seek(2000)
            card.write(b"\xa5" * 500)

    monkeypatch.setattr(os, "posix_fadvise", lie)

    with pytest.raises(StoreError, match="cannot be read back"):
        make_automatic(old_chair.layers, NOON.timestamp() + 1.0)
    assert [one.path for one in kept_backups(old_chair.directory)] == [good.path]
    assert [path.name for path in (old_chair.directory / "backups").iterdir()] == [good.path.name]


def test_an_empty_database_is_not_backed_up_as_if_it_were_one(old_chair) -> None:
    (old_chair.directory / "history.db").write_bytes(b"")

    with pytest.raises(StoreError, match="is empty"):
        make_automatic(old_chair.layers, NOON.timestamp())


def test_none_is_half_of_what_was_there_and_half_of_what_was_restored(
    old_chair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = old_chair.backup(tmp_path / "backup.zip")

    def slow_machine(source: Path, target: Path) -> None:
        """Both databases are copied, and before the settings are somebody restores a backup."""
        prepare(made.path, old_chair.layers, NOON.timestamp(), with_pairing=False, just_before=lambda: None)
        for part in Part:
            take(old_chair.directory, part)
            works(old_chair.directory, part)

    monkeypatch.setattr(shutil, "copyfile", slow_machine)

    with pytest.raises(StoreError, match="is being restored"):
        make_automatic(old_chair.layers, NOON.timestamp())
    assert [one.reason for one in kept_backups(old_chair.directory)] == [Reason.RESTORED]


def test_while_one_is_restored_none_is_made(old_chair, tmp_path: Path) -> None:
    made = old_chair.backup(tmp_path / "backup.zip")
    prepare(made.path, old_chair.layers, NOON.timestamp(), with_pairing=False, just_before=lambda: None)

    with pytest.raises(StoreError, match="is being restored"):
        make_automatic(old_chair.layers, NOON.timestamp())


def test_what_a_cut_left_is_cleared_up(old_chair) -> None:
    make_automatic(old_chair.layers, NOON.timestamp())
    left = old_chair.directory / "backups" / ".copy-left"
    young = old_chair.directory / "backups" / ".copy-young"
    for path in (left, young):
        path.mkdir()
        (path / "history.db").write_bytes(b"half of it")
    os.utime(left, (0.0, 0.0))

    make_automatic(old_chair.layers, NOON.timestamp() + 86_400.0)

    assert (left.exists(), young.exists()) == (False, True)


def test_they_go_when_somebody_is_erased(old_chair) -> None:
    make_automatic(old_chair.layers, NOON.timestamp())
    with History.open(old_chair.directory / "history.db", "later", 0.0, NOON.timestamp()) as history:
        anna = history.people.add("Anna", NOON.timestamp())
        history.people.remove(anna, NOON.timestamp(), erase=True)

    assert not kept_backups(old_chair.directory)


def test_one_that_is_being_made_goes_too_when_somebody_is_erased(old_chair, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow_machine() -> str:
        """Everything is copied, and nothing packed yet."""
        with History.open(old_chair.directory / "history.db", "later", 0.0, NOON.timestamp()) as history:
            history.erase_everything(0.0)
        return "chair"

    monkeypatch.setattr(socket, "gethostname", slow_machine)

    with pytest.raises(StoreError):
        make_automatic(old_chair.layers, NOON.timestamp())

    assert not list((old_chair.directory / "backups").iterdir())


def test_a_disk_that_it_would_fill_is_refused_in_words(old_chair, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(old_chair.directory)._replace(free=SPARE_BYTES)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)

    with pytest.raises(StoreError, match="There is not enough room"):
        make_automatic(old_chair.layers, NOON.timestamp())

    assert not kept_backups(old_chair.directory)
