"""The archive of everything: what is in it, what is not, and that nobody holds a year in memory to make it."""

import csv
import io
import json
import sqlite3
import tracemalloc
import zipfile
from contextlib import closing
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from chairpi.core.events.presence import SatDown, StoodUp
from chairpi.core.events.prompting import Moment, PromptKind, PromptRaised
from chairpi.core.events.upright import ReferenceSet, ReferenceSource
from chairpi.core.events.weighing import Minute
from chairpi.core.events.zero import EmptyLoadChanged
from chairpi.programme.diary import CheckedIn
from chairpi.store.access import Access, Role
from chairpi.store.app_file import AppFile
from chairpi.store.book import Book
from chairpi.store.export import Export
from chairpi.store.export_tables import TABLES, Holds
from chairpi.store.history import History
from chairpi.store.migrate import APP, HISTORY, shipped_migrations

NOON_UTC_S = 1_795_604_400.0  # 2026-11-25T11:00:00Z
ZURICH = ZoneInfo("Europe/Zurich")
WEIGHT_N = 728.9
TRACE = ((WEIGHT_N, 12.0, -3.0), (None, None, None), (WEIGHT_N / 2, 12.0, None))


@pytest.fixture
def app_path(history_path: Path) -> Path:
    return history_path.with_name("app.db")


@pytest.fixture
def kept(history_path: Path, app_path: Path) -> None:
    """An hour of somebody who has a name, a reference, a prompt and a diary."""
    with History.open(history_path, "boot", 0.0, NOON_UTC_S) as history:
        history.people.rename(1, 'Änne, called "Ä"')
        minutes = [
            Minute(60.0 * n, 60.0 * (n - 1), 60.0, 60.0, 0.0, WEIGHT_N, 3.0, -1.0, 81.5, None) for n in range(1, 61)
        ]
        reference = ReferenceSet(
            60.0, ReferenceSource.GUIDED, 1.0, 2.0, WEIGHT_N, 80.0, None, 0.0, (WEIGHT_N / 2, None)
        )
        prompt = PromptRaised(1800.0, PromptKind.STAND, 1, "Half an hour.", Moment.SHIFT, 1800.0, trace=TRACE)
        history.record(
            [SatDown(0.0, 0.0, None, True), reference, *minutes, prompt, EmptyLoadChanged(1.0, 1.5)], NOON_UTC_S
        )
        history.record([StoodUp(3600.0, 0.0, 3600.0, 3600.0, True)], NOON_UTC_S)
    book = Book(app_path)
    book.add(1, CheckedIn(date(2026, 11, 25), 3, 2), NOON_UTC_S)
    book.close()


def archive(history_path: Path, *, with_weight: bool = False) -> dict[str, str]:
    export = Export(history_path, history_path.with_name("app.db"), ZURICH, NOON_UTC_S, with_weight)
    with zipfile.ZipFile(io.BytesIO(b"".join(export.pieces()))) as found:
        assert found.testzip() is None
        return {name.removeprefix("chairpi/"): found.read(name).decode("utf-8") for name in found.namelist()}


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("database", [HISTORY, APP])
def test_every_table_and_column_of_the_databases_is_described(database: str) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        for sql in shipped_migrations(database):
            connection.executescript(sql)
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        columns = {
            name: {row[1] for row in connection.execute(f"PRAGMA table_info('{name}')")}
            for name in names
            if not name.startswith("sqlite_")
        }

    assert {name: set(table.columns) for name, table in TABLES[database].items()} == columns


def test_what_is_said_to_be_nested_or_a_load_or_secret_is_a_column() -> None:
    for tables in TABLES.values():
        for name, table in tables.items():
            assert table.loads | table.nested | table.secrets <= set(table.columns), name


def test_every_load_of_a_person_is_known_as_one() -> None:
    newtons = {
        (name, column)
        for tables in TABLES.values()
        for name, table in tables.items()
        for column in table.columns
        if column.endswith("_n") and table.holds(column) is Holds.PLAIN and not column.endswith("_per_n")
    }

    assert newtons == {("reference", "zero_offset_n")}


@pytest.mark.usefixtures("kept")
def test_every_table_is_in_the_archive_and_the_readme_tells_of_every_file_and_column(history_path: Path) -> None:
    files = archive(history_path)

    tables = {name for tables in TABLES.values() for name, table in tables.items() if not table.tells_weight}
    assert {name.removesuffix(".csv") for name in files if name.endswith(".csv")} == tables
    for name, text in files.items():
        if name.endswith(".csv"):
            assert f"### {name}" in files["README.md"]
            for column in next(csv.reader([text.splitlines()[0]])):
                assert f"- `{column}`" in files["README.md"], (name, column)
        elif name.endswith(".json"):
            assert isinstance(json.loads(text), list), name


@pytest.mark.usefixtures("kept")
def test_times_stand_as_utc_and_as_local_time(history_path: Path) -> None:
    (bout,) = rows_of(archive(history_path)["bout.csv"])

    assert bout["began_utc"] == "2026-11-25T11:00:00.000+00:00"
    assert bout["began_local"] == "2026-11-25T12:00:00.000+01:00"


@pytest.mark.usefixtures("kept")
def test_names_come_back_as_they_were_given(history_path: Path) -> None:
    assert [row["name"] for row in rows_of(archive(history_path)["sitter.csv"])] == ['Änne, called "Ä"']


@pytest.mark.usefixtures("kept")
def test_without_being_asked_for_no_file_holds_body_weight(history_path: Path) -> None:
    files = archive(history_path)

    assert not [name for name, text in files.items() if "728.9" in text or "364.4" in text]
    assert {row["total_share"] for row in rows_of(files["minute.csv"])} == {"1.0"}
    assert {row["back_upper_share"] for row in rows_of(files["minute.csv"])} == {"0.1118"}
    (reference,) = json.loads(files["reference.json"])
    assert reference["force_share"] == [0.5, None]
    (prompt,) = json.loads(files["prompt.json"])
    assert prompt["trace"] == [[1.0, 12.0, -3.0], [None, None, None], [0.5, 12.0, None]]
    (told,) = [event["record"] for event in json.loads(files["event.json"]) if event["name"] == "reference_set"]
    assert told["total_share"] == 1.0
    assert "memory.json" not in files


@pytest.mark.usefixtures("kept")
def test_with_weight_the_loads_are_in_newtons(history_path: Path) -> None:
    files = archive(history_path, with_weight=True)

    assert {row["total_n"] for row in rows_of(files["minute.csv"])} == {"728.9"}
    assert json.loads(files["prompt.json"])[0]["trace"][0] == [728.9, 12.0, -3.0]
    assert "memory.json" in files


@pytest.mark.usefixtures("kept")
def test_secrets_are_left_out_and_named_as_left_out(history_path: Path, app_path: Path) -> None:
    file = AppFile(app_path)
    cookie = Access(file, app_path).pair("Phone", Role.OWNER, NOON_UTC_S)
    (digest,) = file.read("SELECT hex(digest) FROM device")[0]
    file.close()
    files = archive(history_path)

    assert rows_of(files["device.csv"])[0]["name"] == "Phone"
    assert "`digest` of device" in files["README.md"]
    everything = "".join(files.values()).lower()
    assert digest.lower() not in everything
    assert cookie.lower() not in everything


def test_before_anything_was_written_there_is_only_the_readme(history_path: Path) -> None:
    assert [*archive(history_path)] == ["README.md"]


def test_the_minutes_are_not_held_in_memory(history_path: Path) -> None:
    """Held, ten thousand of them would take 10 MB as rows and 1 MB as text, beside the 1.3 MB that any number of them takes."""
    with History.open(history_path, "boot", 0.0, NOON_UTC_S):
        pass
    with closing(sqlite3.connect(history_path)) as connection, connection:
        connection.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)"
            " INSERT INTO minute (boot_id, t_s, utc_s, start_t_s, start_utc_s, seen_s, seated_s, slide_s, total_n, sitter_id)"
            " SELECT 'boot', i * 60.0, 1.7e9 + i * 60.0, 0.0, 1.7e9 + i * 60.0, 60.0, 60.0, 0.0, 700.0 + i % 7, 1 FROM n"
        )
    export = Export(history_path, history_path.with_name("app.db"), ZURICH, NOON_UTC_S)
    tracemalloc.start()
    n_bytes, largest_bytes = 0, 0
    for piece in export.pieces():
        n_bytes += len(piece)
        largest_bytes = max(largest_bytes, len(piece))
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert n_bytes > 150_000
    assert largest_bytes < 100_000
    assert peak_bytes < 2_000_000
