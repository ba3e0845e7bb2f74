import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from chairpi.errors import StoreError
from chairpi.store.database import CACHE_KB, open_read_only, open_writable, transaction

V1 = "CREATE TABLE boot (id INTEGER PRIMARY KEY) STRICT; CREATE TABLE bout (boot INTEGER REFERENCES boot) STRICT;"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.db"


@pytest.fixture
def connection(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(open_writable(path, [V1])) as connection:
        yield connection


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        pytest.param("synchronous", 2, id="synchronous is FULL"),
        ("foreign_keys", 1),
        ("busy_timeout", 5000),
        ("user_version", 1),
        pytest.param("cache_size", -CACHE_KB, id="little is kept in memory"),
    ],
)
def test_a_writable_database_is_set_up_to_last(pragma: str, value: object, connection: sqlite3.Connection) -> None:
    assert connection.execute(f"PRAGMA {pragma}").fetchone() == (value,)


def test_a_transaction_is_on_the_disk_when_it_is_over(path: Path, connection: sqlite3.Connection) -> None:
    with transaction(connection):
        connection.execute("INSERT INTO boot VALUES (1)")

    with open_read_only(path, 1) as reader:
        assert reader is not None
        assert [tuple(row) for row in reader.execute("SELECT * FROM boot")] == [(1,)]


def test_a_transaction_that_fails_leaves_nothing(connection: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError), transaction(connection):
        connection.executemany("INSERT INTO bout VALUES (?)", [(None,), (2,)])

    assert not connection.in_transaction
    assert connection.execute("SELECT * FROM bout").fetchall() == []


def test_a_reader_cannot_write(path: Path, connection: sqlite3.Connection) -> None:
    def write() -> None:
        with open_read_only(path, 1) as reader:
            assert reader is not None
            reader.execute("INSERT INTO boot VALUES (1)")

    with pytest.raises(StoreError, match=r"history\.db cannot be written"):
        write()
    assert connection.execute("SELECT * FROM boot").fetchall() == []


def test_a_reader_sees_one_moment(path: Path, connection: sqlite3.Connection) -> None:
    with open_read_only(path, 1) as reader:
        assert reader is not None
        before = reader.execute("SELECT count(*) FROM boot").fetchone()[0]
        connection.execute("INSERT INTO boot VALUES (1)")
        after = reader.execute("SELECT count(*) FROM boot").fetchone()[0]

    assert (before, after) == (0, 0)
