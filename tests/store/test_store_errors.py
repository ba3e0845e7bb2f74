"""A history that cannot be opened says why and what to do, and is left as it was."""

import os
import re
import resource
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from chairpi.core.events.presence import SatDown
from chairpi.errors import StoreError
from chairpi.store.advice import plain_words
from chairpi.store.history import History

NOBODY_UID = 65534


def open_history(path: Path) -> History:
    return History.open(path, "boot-a", 0.0, 1_795_000_000.0)


@pytest.fixture
def directory_of_somebody_else() -> Iterator[Path]:
    """A directory that this process may read and not write; root becomes nobody, because root may write everywhere."""
    directory = Path(tempfile.mkdtemp())  # not under tmp_path, which nobody but its owner may enter
    open_history(directory / "history.db").close()
    directory.chmod(0o555)
    (directory / "history.db").chmod(0o444)
    user_id = os.geteuid()
    if user_id == 0:
        os.seteuid(NOBODY_UID)
    try:
        yield directory
    finally:
        os.seteuid(user_id)
        directory.chmod(0o755)
        shutil.rmtree(directory)


def why_unwritten(path: Path) -> str:
    """What is said of a place that takes nothing: the chair begins all the same."""
    history = open_history(path)
    history.abandon()
    return str(history.why_unwritten)


def test_a_directory_where_a_file_stands_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file", encoding="utf-8")

    said = why_unwritten(tmp_path / "data" / "history.db")

    assert re.search(r"The directory .*data cannot be made \(File exists\)\. Make it", said)


def test_a_directory_in_a_place_that_takes_none_is_told() -> None:
    assert re.search(
        r"The directory /proc/chairpi cannot be made \(.*\)\. Make it", why_unwritten(Path("/proc/chairpi/history.db"))
    )


def test_a_place_that_takes_no_file_is_told(directory_of_somebody_else: Path) -> None:
    said = why_unwritten(directory_of_somebody_else / "new.db")

    assert "new.db cannot be opened. Let ChairPi's user write to the file" in said


def test_a_history_that_may_only_be_read_is_told(directory_of_somebody_else: Path) -> None:
    path = directory_of_somebody_else / "history.db"
    before = path.read_bytes()

    said = why_unwritten(path)

    assert re.search(r"history\.db cannot be (written|opened)\. Let ChairPi's user write to the file", said)
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_left_as_it_is(history_path: Path) -> None:
    history_path.parent.mkdir()
    history_path.write_text("Dear diary, today I sat for eight hours.\n" * 50, encoding="utf-8")
    before = history_path.read_bytes()

    with pytest.raises(StoreError, match=r"history\.db is not a database\. It was left as it is: move it away"):
        open_history(history_path)
    assert history_path.read_bytes() == before
    assert list(history_path.parent.iterdir()) == [history_path]


@pytest.mark.parametrize("page", [2, 5, 9])
def test_a_damaged_file_is_left_as_it_is(page: int, history_path: Path) -> None:
    with open_history(history_path) as history:
        for t_s in range(10, 100, 10):
            history.record([SatDown(t_s + 3.0, float(t_s), None, seen=False)], 0.0)
    damaged = bytearray(history_path.read_bytes())
    damaged[(page - 1) * 4096 : page * 4096] = b"\xa5" * 4096
    history_path.write_bytes(damaged)

    with pytest.raises(StoreError, match=r"history\.db is damaged\. It was left as it is: put a backup in its place"):
        open_history(history_path)
    assert history_path.read_bytes() == damaged


def test_a_history_from_a_newer_version_is_left_as_it_is(history_path: Path) -> None:
    open_history(history_path).close()
    with closing(sqlite3.connect(history_path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = history_path.read_bytes()

    with pytest.raises(
        StoreError, match=r"of version 99, written by a newer ChairPi; this one knows versions up to \d+\."
    ):
        open_history(history_path)
    assert history_path.read_bytes() == before


def test_a_history_that_another_programme_holds_is_told(history_path: Path) -> None:
    open_history(history_path).close()
    with closing(sqlite3.connect(history_path, isolation_level=None)) as intruder:
        intruder.execute("BEGIN IMMEDIATE")

        with pytest.raises(StoreError, match="held by another programme"):
            History.open(history_path, "boot-a", 0.0, 0.0, busy_timeout_s=0.0)


def test_a_disk_that_fails_is_told_and_nothing_is_lost(history_path: Path) -> None:
    with open_history(history_path) as history:
        with (
            no_file_may_grow(),
            pytest.raises(StoreError, match="cannot be read or written: the disk reports an error"),
        ):
            history.record([SatDown(103.0, 100.0, None, seen=False)], 0.0)
        history.commit_if_due(163.0)
        with closing(sqlite3.connect(history_path)) as connection:
            began_t_s = connection.execute("SELECT began_t_s FROM bout").fetchall()

    assert began_t_s == [(100.0,)]


@contextmanager
def no_file_may_grow() -> Iterator[None]:
    """Every write to a file fails, as on a card that gives up."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("CREATE TABLE sitter (picture BLOB)")
        connection.execute("PRAGMA max_page_count = 2")

        with (
            pytest.raises(StoreError, match=r"history\.db cannot grow: the disk is full\. Make room"),
            plain_words(path),
        ):
            connection.execute("INSERT INTO sitter VALUES (zeroblob(100000))")


def test_a_fault_of_our_own_passes_as_it_is(tmp_path: Path) -> None:
    with (
        closing(sqlite3.connect(tmp_path / "history.db")) as connection,
        pytest.raises(sqlite3.OperationalError, match="no such table: nowhere"),
        plain_words(tmp_path / "history.db"),
    ):
        connection.execute("SELECT * FROM nowhere")
