import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from chairpi.install.data_copy import keep, let_go, main, put_back


def write(path: Path, form: int, word: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA user_version = {form}")
        connection.execute("CREATE TABLE IF NOT EXISTS said (word TEXT)")
        connection.execute("INSERT INTO said VALUES (?)", (word,))


def words(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [word for (word,) in connection.execute("SELECT word FROM said")]


def test_a_database_in_another_form_is_set_aside_and_the_old_one_put_back(tmp_path):
    write(tmp_path / "history.db", 3, "before")
    keep(tmp_path)
    write(tmp_path / "history.db", 4, "after")

    said = put_back(tmp_path, "2.0.0")

    assert words(tmp_path / "history.db") == ["before"]
    assert words(tmp_path / "history.db.from-2.0.0") == ["before", "after"]
    assert "kept as" in said[0]


def test_a_database_in_the_same_form_keeps_its_rows(tmp_path):
    write(tmp_path / "history.db", 3, "before")
    keep(tmp_path)
    write(tmp_path / "history.db", 3, "after")

    put_back(tmp_path, "2.0.0")

    assert words(tmp_path / "history.db") == ["before", "after"]


def test_a_damaged_database_is_set_aside_and_the_old_one_put_back(tmp_path):
    write(tmp_path / "app.db", 3, "before")
    keep(tmp_path)
    (tmp_path / "app.db").write_bytes(b"not a database at all" * 100)

    put_back(tmp_path, "2.0.0")

    assert words(tmp_path / "app.db") == ["before"]


def test_a_database_that_only_the_newer_version_has_is_set_aside(tmp_path):
    keep(tmp_path)
    write(tmp_path / "app.db", 4, "after")

    put_back(tmp_path, "2.0.0")

    assert not (tmp_path / "app.db").exists()
    assert words(tmp_path / "app.db.from-2.0.0") == ["after"]


def test_what_stands_in_the_log_alone_is_kept_and_put_back_too(tmp_path):
    with closing(sqlite3.connect(tmp_path / "history.db", isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute("CREATE TABLE other (word TEXT)")
        write(tmp_path / "history.db", 3, "in the log")
        keep(tmp_path)  # the writer still has it open: its log is not taken in

        assert (tmp_path / "before-update/history.db-wal").stat().st_size > 0
    write(tmp_path / "history.db", 4, "after")
    put_back(tmp_path, "2.0.0")

    assert words(tmp_path / "history.db") == ["in the log"]


def test_settings_are_put_back_as_they_were(tmp_path):
    (tmp_path / "settings.toml").write_text("old = 1\n", encoding="ascii")
    keep(tmp_path)
    (tmp_path / "settings.toml").write_text("new = 1\n", encoding="ascii")

    put_back(tmp_path, "2.0.0")

    assert (tmp_path / "settings.toml").read_text(encoding="ascii") == "old = 1\n"


def test_a_copy_that_was_cut_short_is_no_copy(tmp_path):
    write(tmp_path / "history.db", 3, "before")
    (tmp_path / "before-update.part").mkdir()
    (tmp_path / "before-update.part" / "history.db").write_bytes(b"half")

    assert put_back(tmp_path, "2.0.0") == []
    assert words(tmp_path / "history.db") == ["before"]
    keep(tmp_path)
    assert words(tmp_path / "before-update/history.db") == ["before"]


def test_letting_go_leaves_nothing(tmp_path):
    write(tmp_path / "history.db", 3, "before")
    keep(tmp_path)

    let_go(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["history.db"]


@pytest.mark.parametrize("act", ["keep", "put_back"])
def test_a_directory_that_is_not_there_is_told_without_a_traceback(tmp_path, act):
    said: list[str] = []

    status = main([act, str(tmp_path / "nowhere"), "2.0.0"], said.append)

    assert (status, len(said)) == ((1, 1) if act == "keep" else (0, 0))
