"""The power goes, or the card refuses, at any step of a restore: the chair is the old one or becomes the new one, whole."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import date
from pathlib import Path

import pytest
from disk_steps import PowerCut, stopped_after
from kept_files import NOON_UTC_S, Chair, chair_in, live_in

from chairpi.backup.automatic import kept_backups
from chairpi.backup.exchange import Part, go_back, goes_back, is_on_trial, is_under_way, take, works
from chairpi.backup.manifest import Reason
from chairpi.backup.restoring import prepare
from chairpi.errors import StoreError
from chairpi.programme.diary import CheckedIn
from chairpi.store.book import Book
from chairpi.store.history import History

S, W = Part.SENSOR, Part.WEB

WALKS = {
    "the sensor process first": [(take, S), (works, S), (take, W), (works, W)],
    "the dashboard first": [(take, W), (works, W), (take, S), (works, S)],
    "both at once": [(take, S), (take, W), (works, W), (works, S)],
}
BACK_WALKS = {
    "the history does not work": [(take, S), (go_back, S)],
    "the history does not work, and the dashboard's part did": [
        (take, W),
        (works, W),
        (take, S),
        (go_back, S),
        (take, W),
    ],
    "neither works": [(take, S), (take, W), (go_back, W), (go_back, S)],
    "the dashboard's part does not work, and the history did": [
        (take, S),
        (works, S),
        (take, W),
        (go_back, W),
        (take, S),
    ],
}
FAILING = dict.fromkeys(WALKS) | dict.fromkeys(BACK_WALKS, S) | {[*BACK_WALKS][-1]: W}
"""The part that does not work at the next start either."""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A chair that was lived in and for which another one's backup is prepared, and the chair's files before."""
    where = tmp_path_factory.mktemp("cuts")
    other, chair = chair_in(where / "other"), chair_in(where / "chair")
    live_in(other)
    live_in(chair)
    with closing(Book(chair.directory / "app.db")) as book:
        for _ in range(3):
            book.add(1, CheckedIn(date(2026, 11, 25), 1, 1), NOON_UTC_S)
    with History.open(chair.directory / "history.db", "later", 0.0, NOON_UTC_S) as history:
        history.people.add("Anna", NOON_UTC_S)
    (chair.directory / "settings.toml").write_text("[slide]\nbegan_s = 44.0\n")
    (chair.directory / "history.db.before-v3").write_bytes(b"of before")
    made = other.backup(where / "other.zip", with_pairing=True)
    shutil.copytree(chair.directory, where / "before")
    prepare(made.path, chair.layers, NOON_UTC_S, with_pairing=True, just_before=lambda: None)
    return chair.directory, where / "before"


@pytest.fixture
def in_memory(tmp_path: Path) -> Iterator[Path]:
    """A disk on which bringing something to the disk takes no time."""
    shm = Path("/dev/shm")  # noqa: S108
    with tempfile.TemporaryDirectory(dir=shm if os.access(shm, os.W_OK) else tmp_path) as directory:
        yield Path(directory)


@pytest.fixture
def chair(template: tuple[Path, Path], in_memory: Path) -> Callable[[], Path]:
    """Give the chair anew, as it is when the restore is decided on."""
    directory = in_memory / "chair"

    def anew() -> Path:
        shutil.rmtree(directory, ignore_errors=True)
        shutil.copytree(template[0], directory)
        (directory / "history.db-wal").write_bytes(b"the log of the old history")
        (directory / "app.db-wal").write_bytes(b"the log of the old diary")
        return directory

    return anew


def files(directory: Path) -> dict[str, bytes]:
    found = sorted(path for path in directory.rglob("*") if path.is_file())
    return {str(path.relative_to(directory)): path.read_bytes() for path in found}


def which(directory: Path, old: dict[str, bytes]) -> str:
    """Which chair this is; never something of both."""
    now = files(directory)
    logs = {"history.db-wal": b"the log of the old history", "app.db-wal": b"the log of the old diary"}
    if all(now.get(name) == content for name, content in (old | logs).items()):
        return "old"
    with closing(sqlite3.connect(directory / "app.db")) as app:
        (n_entries,) = app.execute("SELECT count(*) FROM entry").fetchone()
    with closing(sqlite3.connect(directory / "history.db")) as history:
        names = [name for (name,) in history.execute("SELECT name FROM sitter")]
    assert (n_entries, "Anna" in names, b"33.0" in now["settings.toml"]) == (1, False, True)
    assert not {"history.db-wal", "app.db-wal", "history.db.before-v3"} & set(now)
    return "new"


def walk(directory: Path, steps: list) -> None:
    for step, part in steps:
        if step is not works or is_on_trial(directory, part):
            step(directory, part)


def started(directory: Path, fails: Part | None = None) -> None:
    """Both processes start, and again where one of them says that all goes back."""
    for _ in range(2):
        for part in Part:
            take(directory, part)
            if is_on_trial(directory, part):
                (go_back if part is fails else works)(directory, part)


@pytest.mark.parametrize("is_power", [True, False], ids=["the power goes", "the card refuses one step"])
@pytest.mark.parametrize("name", [*WALKS, *BACK_WALKS])
def test_stopped_anywhere_it_is_the_old_chair_or_the_new_one(
    chair: Callable[[], Path], template: tuple[Path, Path], name: str, *, is_power: bool
) -> None:
    old = files(template[1])
    steps, fails = (WALKS | BACK_WALKS)[name], FAILING[name]
    n, is_through, outcomes = 0, False, set()
    while not is_through:
        directory = chair()
        with stopped_after(directory, n, is_power=is_power) as disk, suppress(PowerCut, StoreError):
            walk(directory, steps)
        is_through = disk.n_steps <= n

        started(directory, fails)

        assert not is_under_way(directory)
        outcomes.add(which(directory, old))
        n += 1 if is_power else 3  # what is refused is the same as what was cut, and the process goes on

    assert n > 5
    assert outcomes == {"old" if fails else "new"}


def test_a_cut_in_the_middle_of_the_way_back_leads_back(chair: Callable[[], Path], template: tuple[Path, Path]) -> None:
    """Though the history would work at the next start: it was said that it does not, and somebody may have seen the old chair."""
    old = files(template[1])
    n, is_through = 0, False
    while not is_through:
        directory = chair()
        walk(directory, [(take, S), (take, W)])
        with stopped_after(directory, n) as disk, suppress(PowerCut):
            go_back(directory, S)
        is_through = disk.n_steps <= n
        was_said = goes_back(directory)

        started(directory)

        assert not is_under_way(directory)
        assert which(directory, old) == ("old" if was_said else "new")
        n += 1


def test_what_was_restored_is_the_newest_backup_afterwards(chair: Callable[[], Path]) -> None:
    directory = chair()
    walk(directory, WALKS["the sensor process first"])

    (kept,) = kept_backups(directory)
    assert (kept.reason, kept.made_utc_s, kept.number) == (Reason.RESTORED, NOON_UTC_S, 1)


@pytest.mark.parametrize("is_power", [True, False], ids=["the power goes", "the card refuses one step"])
def test_while_it_is_prepared_nothing_of_the_chair_changes(in_memory: Path, *, is_power: bool) -> None:
    other: Chair = chair_in(in_memory / "other")
    live_in(other)
    made = other.backup(in_memory / "other.zip", with_pairing=True)
    n, outcomes, is_through = 0, set(), False
    while not is_through:
        fresh = chair_in(in_memory / f"fresh-{n}")
        with stopped_after(fresh.directory, n, is_power=is_power) as disk, suppress(PowerCut, StoreError):
            prepare(made.path, fresh.layers, NOON_UTC_S, with_pairing=True, just_before=lambda: None)
        is_through = disk.n_steps <= n
        is_decided = is_under_way(fresh.directory)

        started(fresh.directory)

        names = {path.name for path in fresh.directory.iterdir()} - {"restore.part", "lesson.csv"}
        assert names == (
            {"history.db", "app.db", "settings.toml", "web.key", "certificates", "claimed", "backups"}
            if is_decided
            else set()
        )
        outcomes.add(is_decided)
        shutil.rmtree(fresh.directory)
        n += 4  # each step is one of a few kinds

    assert outcomes == {True, False}
