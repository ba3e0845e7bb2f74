import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from chairpi.core.events.upright import ReferenceSet, ReferenceSource
from chairpi.errors import StoreError
from chairpi.store.history import History
from chairpi.store.migrate import migrate, shipped_migrations

V1 = "CREATE TABLE sitter (name TEXT NOT NULL) STRICT; INSERT INTO sitter VALUES ('first');"
V2 = "ALTER TABLE sitter ADD COLUMN height_mm REAL; INSERT INTO sitter VALUES ('second', 1700.0);"
V3 = "CREATE TABLE seat (width_mm REAL NOT NULL) STRICT;"
BROKEN = "INSERT INTO sitter VALUES ('third', 1800.0); CREATE TABLE sitter (twice TEXT);"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.db"


@pytest.fixture
def connection(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


def content(connection: sqlite3.Connection) -> list[str]:
    """Version, schema and data, line by line."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    return [f"version {version}", *connection.iterdump()]


def content_of(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return content(connection)


def beside(path: Path) -> list[str]:
    """The names of what stands beside the database."""
    return sorted(other.name for other in path.parent.iterdir() if other != path)


def test_the_shipped_migrations_make_the_present_version(connection: sqlite3.Connection, path: Path) -> None:
    migrate(connection, path, shipped_migrations())

    assert connection.execute("PRAGMA user_version").fetchone() == (len(shipped_migrations()),)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_every_table_is_strict(connection: sqlite3.Connection, path: Path) -> None:
    migrate(connection, path, shipped_migrations())

    assert connection.execute("SELECT name FROM pragma_table_list WHERE type = 'table' AND NOT strict").fetchall() == [
        ("sqlite_schema",),
        ("sqlite_temp_schema",),
    ]


def test_every_number_column_names_its_unit(connection: sqlite3.Connection, path: Path) -> None:
    migrate(connection, path, shipped_migrations())

    numbers = connection.execute(
        "SELECT DISTINCT c.name FROM pragma_table_list AS t, pragma_table_info(t.name) AS c"
        " WHERE t.type = 'table' AND c.type = 'REAL'"
    ).fetchall()
    assert [name for (name,) in numbers if not name.endswith(("_s", "_n", "_mm"))] == []


def test_a_database_moves_forward_with_its_data(connection: sqlite3.Connection, path: Path) -> None:
    migrate(connection, path, [V1])
    migrate(connection, path, [V1, V2, V3])

    assert connection.execute("PRAGMA user_version").fetchone() == (3,)
    assert connection.execute("SELECT * FROM sitter").fetchall() == [("first", None), ("second", 1700.0)]
    assert connection.execute("SELECT * FROM seat").fetchall() == []


def test_a_history_moves_forward_with_its_rows(path: Path) -> None:
    History.open(path, "boot-a", 1.0, 2.0).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrate(connection, path, [*shipped_migrations(), "ALTER TABLE boot ADD COLUMN site TEXT;"])

        assert connection.execute("SELECT * FROM boot").fetchall() == [("boot-a", 1.0, 2.0, "system", 1, None)]


def test_a_calibration_from_before_the_seat_map_has_none(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrate(connection, path, shipped_migrations()[:1])
        connection.execute("INSERT INTO boot VALUES ('boot-a', 1.0, 2.0, 'system')")
        connection.execute(
            "INSERT INTO calibration (boot_id, t_s, utc_s, source, zero_counts, counts_per_n)"
            """ VALUES ('boot-a', 1.0, 2.0, 'configuration', '{"seat_a": 5.0}', '{"seat_a": 10.0}')"""
        )
    with History.open(path, "boot-b", 3.0, 4.0) as history:
        latest = history.calibrations.latest()

    assert latest is not None
    assert (latest.cells, latest.calibration.as_record()) == (
        ("seat_a",),
        {"zero_counts": [5.0], "counts_per_n": [10.0], "seat_map": None},
    )


def test_a_reference_from_before_the_cells_forces_has_none(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrate(connection, path, shipped_migrations()[:2])
        connection.execute("INSERT INTO boot VALUES ('boot-a', 1.0, 2.0, 'system')")
        connection.execute(
            "INSERT INTO reference (boot_id, t_s, utc_s, source, cop_ap_mm, cop_ml_mm, total_n, zero_offset_n)"
            " VALUES ('boot-a', 1.0, 2.0, 'guided', 4.0, -1.0, 702.0, 0.0)"
        )
    with History.open(path, "boot-b", 3.0, 4.0) as history:
        (me,) = history.people.sitters()

    assert me.reference == ReferenceSet(1.0, ReferenceSource.GUIDED, 4.0, -1.0, 702.0, None, None, 0.0, force_n=None)


OLD_ROWS = """
    INSERT INTO boot VALUES ('boot-a', 1.0, 1700000000.0, 'system');
    INSERT INTO bout VALUES (1, 'boot-a', 100.0, 1700000100.0, 1, 2200.0, 1700002200.0, 1);
    INSERT INTO break VALUES (1, 'boot-a', 2200.0, 1700002200.0, 1, NULL, NULL, NULL);
    INSERT INTO minute VALUES (1, 'boot-a', 180.0, 1700000180.0, 120.0, 1700000120.0, 60, 60, 5, 700, 1, 2, NULL, NULL);
    INSERT INTO event VALUES (1, 'boot-a', 103.0, 1700000103.0, 'sat_down', '{}');
    INSERT INTO prompt VALUES (3, 'boot-a', 'stand', 'First.', 1800, 1900, 1700001900, 1960, 1700001960, 'snoozed');
    INSERT INTO prompt VALUES (7, 'boot-a', 'stand', 'Second.', 2100, 2200, 1700002200, NULL, NULL, NULL);
    INSERT INTO reference VALUES (1, 'boot-a', 130.0, 1700000130.0, 'guided', 4, -1, 702, NULL, NULL, 0, NULL);
    INSERT INTO setting VALUES (1, 'boot-a', 150.0, 1700000150.0, 'stand_after_s', 1500.0);
    INSERT INTO setting VALUES (2, 'boot-a', 160.0, 1700000160.0, 'stand_after_s', 2700.0);
"""


def test_what_was_kept_before_there_were_sitters_is_the_first_ones(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrate(connection, path, shipped_migrations()[:3])
        connection.executescript(OLD_ROWS)
    with History.open(path, "boot-b", 3.0, 1700009000.0) as history:
        (me,) = history.people.sitters()
        present = history.people.present()
        number = history.latest_number()
    with closing(sqlite3.connect(path)) as connection:
        owners = [
            connection.execute(f"SELECT DISTINCT sitter_id FROM {table}").fetchall()  # noqa: S608
            for table in ("bout", "break", "minute", "event", "prompt", "reference", "sitter_settings")
        ]
        sitters = connection.execute("SELECT * FROM sitter").fetchall()
        prompts = connection.execute(
            "SELECT number, kind, reason, moment, sitting_s, n_put_off, trace, raised_t_s, outcome, after_s, why, wrong"
            " FROM prompt"
        ).fetchall()

    assert sitters == [(1, "Me", 1700000000.0, None)]
    assert owners == [[(1,)]] * 7
    assert present == (1, 1)
    assert number == 2
    assert (me.sitter_id, me.name, me.settings) == (1, "Me", {"stand_after_min": 45.0})
    assert prompts == [
        (1, "stand", "First.", None, 1800.0, 0, None, 1900.0, "snoozed", 60.0, "", 0),
        (2, "stand", "Second.", None, 2100.0, 0, None, 2200.0, "unseen", 0.0, "", 0),
    ]


def test_a_fresh_history_has_one_sitter(path: Path) -> None:
    with History.open(path, "boot-a", 1.0, 2.0) as history:
        sitters = history.people.sitters()

    assert [(sitter.sitter_id, sitter.name, sitter.reference, sitter.settings) for sitter in sitters] == [
        (1, "Me", None, {})
    ]


def test_a_new_database_needs_no_backup(connection: sqlite3.Connection, path: Path) -> None:
    migrate(connection, path, [V1, V2])

    assert beside(path) == []


def test_nothing_is_done_to_a_database_of_the_present_version(connection: sqlite3.Connection, path: Path) -> None:
    migrate(connection, path, [V1])
    before = path.read_bytes()
    migrate(connection, path, [V1])

    assert path.read_bytes() == before
    assert beside(path) == []


def test_the_backup_holds_what_was_there_before(connection: sqlite3.Connection, path: Path) -> None:
    migrate(connection, path, [V1])
    before = content(connection)
    migrate(connection, path, [V1, V2, V3])

    assert beside(path) == ["history.db.before-v3"]
    assert content_of(path.with_name("history.db.before-v3")) == before


def test_an_earlier_backup_is_kept(connection: sqlite3.Connection, path: Path) -> None:
    path.with_name("history.db.before-v2").write_text("precious", encoding="utf-8")
    path.with_name("history.db.before-v2.part").write_text("cut short", encoding="utf-8")
    migrate(connection, path, [V1])
    migrate(connection, path, [V1, V2])

    assert beside(path) == ["history.db.before-v2", "history.db.before-v2-2"]
    assert path.with_name("history.db.before-v2").read_text(encoding="utf-8") == "precious"


def test_a_migration_that_fails_leaves_no_trace(connection: sqlite3.Connection, path: Path) -> None:
    migrate(connection, path, [V1])
    before = content(connection)

    with pytest.raises(
        StoreError, match=r"history\.db could not be brought to version 2 \(table sitter already exists\)"
    ):
        migrate(connection, path, [V1, BROKEN.replace(", 1800.0", "")])
    assert content(connection) == before
    assert not connection.in_transaction
    assert beside(path) == []


def test_a_failure_further_on_keeps_the_steps_before_it_and_the_backup(
    connection: sqlite3.Connection, path: Path
) -> None:
    migrate(connection, path, [V1])

    with pytest.raises(StoreError, match="could not be brought to version 3"):
        migrate(connection, path, [V1, V2, BROKEN])
    assert connection.execute("PRAGMA user_version").fetchone() == (2,)
    assert connection.execute("SELECT name FROM sitter").fetchall() == [("first",), ("second",)]
    assert beside(path) == ["history.db.before-v3"]


def test_a_migration_that_loses_a_row_that_others_refer_to_is_rolled_back(
    connection: sqlite3.Connection, path: Path
) -> None:
    v1 = "CREATE TABLE boot (id INTEGER PRIMARY KEY); CREATE TABLE bout (boot INTEGER REFERENCES boot);"
    migrate(connection, path, [v1])
    connection.execute("INSERT INTO boot VALUES (1)")
    connection.execute("INSERT INTO bout VALUES (1)")

    with pytest.raises(StoreError, match="table bout refers to a row that is not in boot"):
        migrate(connection, path, [v1, "DELETE FROM boot;"])
    assert connection.execute("SELECT * FROM boot").fetchall() == [(1,)]


def test_a_database_from_a_newer_version_is_left_as_it_is(connection: sqlite3.Connection, path: Path) -> None:
    migrate(connection, path, [V1, V2, V3])
    before = path.read_bytes()

    with pytest.raises(StoreError) as caught:
        migrate(connection, path, [V1])
    assert str(caught.value) == (
        f"{path} is of version 3, written by a newer ChairPi; this one knows versions up to 1. "
        "Install that newer ChairPi, or move the file away to start afresh. It was left as it is."
    )
    assert path.read_bytes() == before


def test_another_programmes_database_is_left_as_it_is(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute("CREATE TABLE recipe (name TEXT)")
    before = path.read_bytes()

    with pytest.raises(StoreError, match="holds another programme's tables"):
        migrate(connection, path, [V1])
    assert path.read_bytes() == before
