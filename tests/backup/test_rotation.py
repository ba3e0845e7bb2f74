"""Of the backups that are made by themselves few are kept, and none fills the disk."""

import os
import shutil
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chairpi.backup.automatic import Kept, kept_backups, make_automatic, superfluous
from chairpi.backup.files import SPARE_BYTES
from chairpi.backup.manifest import Reason
from chairpi.backup.reading import read_manifest
from chairpi.errors import StoreError
from chairpi.store.history import History

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


def kept_at(moment: datetime, reason: Reason = Reason.DAY) -> Kept:
    return Kept(Path(f"{moment:%Y%m%dT%H%M%SZ}{reason}"), moment.timestamp(), reason, 1)


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
    assert found[-1].path == made.path
    assert found[-1].reason is Reason.UPDATE
    manifest = read_manifest(found[0].path)
    assert (manifest.with_pairing, manifest.left_out) == (True, ("lesson.csv",))
    assert (old_chair.directory / "backups").stat().st_mode & 0o777 == 0o700


def test_the_newest_stays_though_its_clock_says_1970(old_chair) -> None:
    for n in range(7):
        make_automatic(old_chair.layers, NOON.timestamp() + n * 86_400.0)

    made = make_automatic(old_chair.layers, 30.0)

    assert made.path.exists()


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
