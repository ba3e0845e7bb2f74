"""What people tell the programme is kept as they said it, whole, for good, and goes when they want it gone."""

import logging
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chairpi.errors import StoreError
from chairpi.programme.diary import (
    BegunAnew,
    Change,
    CheckedIn,
    Entry,
    Finding,
    Occasion,
    Reviewed,
    Rhythm,
    RhythmChosen,
    Seen,
    SelfChecked,
    SessionDone,
    SignsAnswered,
    Stopped,
    StopReason,
    Worked,
)
from chairpi.programme.exercises import Cause, Kind, Muscle
from chairpi.store.book import Book, Preferences
from chairpi.store.entry_rows import ENTRY_NAMES, UNREADABLE_SIGN, entry_of, row_of
from chairpi.store.migrate import APP, migrate, shipped_migrations

MONDAY = date(2026, 11, 23)
TUESDAY = date(2026, 11, 24)
UTC_S = 1_795_600_000.0
ME, OTHER = 1, 2

EVENING: list[Entry] = [
    SignsAnswered(MONDAY, Occasion.START),
    SelfChecked(MONDAY, {Cause.TIGHT_HAMSTRINGS: Finding.YES, Cause.WEAK_GLUTES: Finding.UNSURE}),
    SessionDone(MONDAY, "session", (Worked("bridge", Kind.STRENGTHEN, (Muscle.GLUTES,)),), None, 612.0, "stand", 580.5),
]

seconds = st.floats(allow_nan=False, allow_infinity=False)
entries = st.one_of(
    st.builds(SessionDone, length_s=seconds, off_seat_s=st.none() | seconds),
    *(st.from_type(kind) for kind in ENTRY_NAMES if kind is not SessionDone),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "app.db"


@pytest.fixture
def book(path: Path) -> Iterator[Book]:
    with closing(Book(path)) as book:
        yield book


def change(path: Path, sql: str, *parameters: object) -> None:
    """What a person with another programme, or another version of ours, may have done to the file."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(sql, parameters)


def test_every_kind_of_entry_has_a_name():
    assert set(ENTRY_NAMES) == set(Entry.__args__)
    assert len(set(ENTRY_NAMES.values())) == len(ENTRY_NAMES)


@given(entries)
def test_an_entry_comes_back_from_its_row_as_it_went(entry: Entry):
    assert entry_of(*row_of(entry)) == entry


def test_a_diary_is_read_in_the_order_in_which_it_was_written(book: Book, path: Path):
    for entry in EVENING:
        book.add(ME, entry, UTC_S)
    book.add(OTHER, BegunAnew(TUESDAY), UTC_S)
    book.close()
    with closing(Book(path)) as again:
        assert again.entries(ME) == tuple(EVENING)
        assert again.entries(OTHER) == (BegunAnew(TUESDAY),)
        assert again.entries(3) == ()


def test_a_number_that_is_none_is_refused(book: Book):
    with pytest.raises(ValueError, match="not JSON compliant"):
        book.add(ME, SessionDone(MONDAY, "session", (), None, float("nan")), UTC_S)
    assert book.entries(ME) == ()


def test_nothing_is_made_before_it_is_needed(book: Book, path: Path):
    assert not path.exists()
    book.erase(ME)
    assert not path.exists()


def test_the_latest_entry_may_be_taken_back_on_its_day(book: Book, path: Path):
    book.add(ME, RhythmChosen(MONDAY, Rhythm.DAILY), UTC_S)
    entry_id = book.add(ME, CheckedIn(MONDAY, 9, 3), UTC_S + 60.0)
    latest = book.withdrawable(ME, MONDAY)
    assert latest is not None
    assert (latest.entry_id, latest.entry) == (entry_id, CheckedIn(MONDAY, 9, 3))
    book.withdraw(ME, entry_id, MONDAY, UTC_S + 90.0)

    assert book.entries(ME) == (RhythmChosen(MONDAY, Rhythm.DAILY),)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*), max(withdrawn_utc_s) FROM entry").fetchone() == (2, UTC_S + 90.0)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        pytest.param([CheckedIn(MONDAY, 2, 1)], TUESDAY, id="on another day"),
        pytest.param([CheckedIn(MONDAY, 2, 1), SignsAnswered(MONDAY, Occasion.ASKED, ("numb",))], MONDAY, id="signs"),
        pytest.param([CheckedIn(MONDAY, 2, 1), Seen(MONDAY)], MONDAY, id="seen"),
        pytest.param([CheckedIn(MONDAY, 2, 1), Stopped(MONDAY, "bridge", StopReason.PAIN)], MONDAY, id="stopped"),
        pytest.param([CheckedIn(MONDAY, 2, 1), BegunAnew(MONDAY)], MONDAY, id="not the latest"),
    ],
)
def test_anything_else_is_not_taken_back(book: Book, written: list[Entry], day: date):
    first, *_ = [book.add(ME, entry, UTC_S) for entry in written]
    with pytest.raises(ValueError, match="Only the latest entry"):
        book.withdraw(ME, first, day, UTC_S)

    assert book.entries(ME) == tuple(written)


@pytest.mark.parametrize("at", [0, 1])
def test_no_number_of_another_ones_entry_takes_it_back(book: Book, at: int):
    ids = [book.add(sitter, CheckedIn(MONDAY, 2, 1), UTC_S) for sitter in (ME, OTHER)]
    with pytest.raises(ValueError, match="Only the latest entry"):
        book.withdraw((ME, OTHER)[at], ids[1 - at], MONDAY, UTC_S)

    assert len(book.entries(ME)) == len(book.entries(OTHER)) == 1


UNREADABLE = [
    pytest.param("signs_answered", "{}", SignsAnswered(MONDAY, Occasion.ASKED, (UNREADABLE_SIGN,)), id="signs"),
    pytest.param(
        "signs_answered",
        '{"occasion": "a new one", "yes": []}',
        SignsAnswered(MONDAY, Occasion.ASKED, (UNREADABLE_SIGN,)),
        id="signs of a newer version",
    ),
    pytest.param("stopped", '{"exercise_id": 3, "why": "pain"}', Stopped(MONDAY, "", StopReason.OTHER), id="stop"),
    pytest.param("seen", '{"by": "a newer version"}', None, id="seen"),
    pytest.param("checked_in", '{"soreness": "four", "pain": 1}', None, id="check-in"),
    pytest.param("checked_in", '{"soreness": true, "pain": 1}', None, id="a flag for a number"),
    pytest.param("session_done", "[]", None, id="no object"),
    pytest.param("danced", "{}", None, id="a kind of a newer version"),
]


@pytest.mark.parametrize(("kind", "record", "assumed"), UNREADABLE)
def test_a_row_that_cannot_be_read_is_kept_and_told_and_stands_for_the_safer(
    book: Book, path: Path, caplog: pytest.LogCaptureFixture, kind: str, record: str, assumed: Entry | None
):
    entry_id = book.add(ME, Seen(MONDAY), UTC_S)
    change(path, "UPDATE entry SET kind = ?, record = ?", kind, record)
    with caplog.at_level(logging.WARNING):
        first, second = book.diary(ME), book.diary(ME)

    assert first == second
    assert [(kept.entry_id, kept.entry) for kept in first] == [(entry_id, assumed)]
    assert first[0].unreadable
    assert [f"entry {entry_id} cannot be read and is kept" in message for message in caplog.messages] == [True]
    assert book.entries(ME) == (() if assumed is None else (assumed,))
    assert book.withdrawable(ME, MONDAY) is None


def test_a_day_that_is_none_stands_for_nothing(book: Book, path: Path):
    book.add(ME, SignsAnswered(MONDAY, Occasion.START), UTC_S)
    change(path, "UPDATE entry SET day = 'Monday'")

    assert [kept.entry for kept in book.diary(ME)] == [None]


def test_a_field_that_an_older_version_did_not_write_has_its_default(book: Book, path: Path):
    book.add(ME, CheckedIn(MONDAY, 4, 2, at_night=True), UTC_S)
    change(path, """UPDATE entry SET record = '{"soreness": 4, "pain": 2}'""")

    assert book.entries(ME) == (CheckedIn(MONDAY, 4, 2),)


def test_erasing_one_leaves_the_others_and_no_trace_in_the_files(book: Book, path: Path):
    for sitter in (ME, OTHER):
        book.add(sitter, Stopped(MONDAY, f"exercise-of-{sitter}", StopReason.PAIN), UTC_S)
        book.content.prescribe(sitter, {"exercise": "bridge", "note": f"note-for-{sitter}"}, UTC_S)
    path.with_name("app.db.before-v2").write_bytes(b"exercise-of-1")
    book.erase(ME)

    assert (book.entries(ME), book.content.prescriptions(ME)) == ((), ())
    assert len(book.entries(OTHER)) == len(book.content.prescriptions(OTHER)) == 1
    on_disk = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert b"exercise-of-2" in on_disk
    assert b"note-for-2" in on_disk
    assert b"exercise-of-1" not in on_disk
    assert b"note-for-1" not in on_disk


def test_an_id_is_never_used_again(book: Book):
    first = book.add(ME, Seen(MONDAY), UTC_S)
    book.erase(ME)

    assert book.add(OTHER, Seen(MONDAY), UTC_S) > first


def test_what_the_household_chose_is_kept(book: Book, path: Path):
    assert book.preferences() == Preferences()
    book.keep_preferences(Preferences("CH"))
    book.keep_preferences(Preferences("AT"))
    book.close()
    assert book.preferences() == Preferences("AT")


def test_a_choice_of_another_version_is_left_at_its_default(book: Book, path: Path):
    book.keep_preferences(Preferences("CH"))
    change(path, "INSERT INTO preference VALUES ('colour', '3')")
    change(path, "UPDATE preference SET value = '1' WHERE name = 'country'")

    assert book.preferences() == Preferences()


def test_many_threads_write_at_once_and_lose_nothing(book: Book):
    days = [date.fromordinal(MONDAY.toordinal() + n) for n in range(160)]
    with ThreadPoolExecutor(32) as pool:
        ids = list(pool.map(lambda day: book.add(day.day % 2, CheckedIn(day, 3, 2), UTC_S), days))
        counts = list(pool.map(lambda _: len(book.entries(0)) + len(book.entries(1)), range(32)))

    assert len(set(ids)) == len(days)
    assert counts == [len(days)] * 32
    assert {entry.day for sitter in (0, 1) for entry in book.entries(sitter)} == set(days)


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"this is a letter, not a database" * 40, "is not a database"), (None, "cannot be made")],
    ids=["no database", "no folder"],
)
def test_a_file_that_cannot_be_used_is_said_so_each_time_and_tried_again(
    path: Path, content: bytes | None, message: str
):
    blocked = path.parent
    if content is None:
        blocked.write_text("a file where the folder should be")
    else:
        blocked.mkdir()
        path.write_bytes(content)
    with closing(Book(path)) as book:
        for _ in range(2):
            with pytest.raises(StoreError, match=message):
                book.entries(ME)
        (blocked if content is None else path).unlink()

        assert book.entries(ME) == ()


def test_another_programme_that_writes_is_waited_for_and_named(path: Path):
    with closing(Book(path, busy_timeout_s=0.05)) as book:
        book.add(ME, Seen(MONDAY), UTC_S)
        other = sqlite3.connect(path)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="held by another programme"):
            book.add(ME, BegunAnew(MONDAY), UTC_S)
        other.close()

        assert book.entries(ME) == (Seen(MONDAY),)


def test_every_table_is_strict_and_every_number_says_its_unit(path: Path):
    path.parent.mkdir()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrate(connection, path, shipped_migrations(APP))
        loose = connection.execute(
            "SELECT name FROM pragma_table_list WHERE type = 'table' AND NOT strict AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
        numbers = connection.execute(
            "SELECT DISTINCT c.name FROM pragma_table_list AS t, pragma_table_info(t.name) AS c"
            " WHERE t.type = 'table' AND c.type = 'REAL'"
        ).fetchall()

    assert loose == []
    assert ("withdrawn_utc_s",) in numbers
    assert [name for (name,) in numbers if not name.endswith("_s")] == []


@pytest.mark.parametrize(
    "asks",
    [CheckedIn(MONDAY, 3, 9), CheckedIn(MONDAY, 3, 2, at_night=True), Reviewed(MONDAY, Change.WORSE)],
    ids=["pain", "night", "worse"],
)
def test_an_answer_after_which_the_signs_are_asked_is_not_taken_back(book, asks):
    book.add(ME, SignsAnswered(MONDAY, Occasion.START), UTC_S)
    book.add(ME, SelfChecked(MONDAY, {}), UTC_S)
    entry_id = book.add(ME, asks, UTC_S)

    assert book.withdrawable(ME, MONDAY) is None
    with pytest.raises(ValueError, match="has to do with warning signs"):
        book.withdraw(ME, entry_id, MONDAY, UTC_S)
