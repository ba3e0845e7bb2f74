"""Everything that is kept belongs to whoever sat, and goes with them."""

import logging
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from chairpi.core.events.presence import SatDown, SitterChosen, StoodUp
from chairpi.core.events.prompting import Moment, PromptKind, PromptRaised, SettingsChosen
from chairpi.core.events.upright import ReferenceSet, ReferenceSource
from chairpi.core.events.weighing import CellLost, Minute
from chairpi.core.events.zero import ZeroMoved
from chairpi.errors import StoreError
from chairpi.store.history import History
from chairpi.store.people import MOST_SITTERS
from chairpi.store.view import HistoryView

Query = Callable[..., list[tuple[Any, ...]]]

OFFSET_S = 1_795_000_000.0
TABLES = ("bout", "break", "minute", "prompt", "event", "reference")


@pytest.fixture
def history(history_path: Path) -> History:
    return History.open(history_path, "boot-a", 0.0, OFFSET_S)


def minute(start_t_s: float) -> Minute:
    return Minute(start_t_s + 60.0, start_t_s, 60.0, 60.0, 0.0, 700.0, 0.0, 0.0, None, None)


def reference(t_s: float, total_n: float) -> ReferenceSet:
    return ReferenceSet(t_s, ReferenceSource.GUIDED, 1.0, 2.0, total_n, None, None, 0.0)


def prompt(t_s: float, number: int) -> PromptRaised:
    return PromptRaised(t_s, PromptKind.STAND, number, "Half an hour.", Moment.WAITED, 1800.0)


def owners(on_disk: Query, table: str) -> list[int | None]:
    return [sitter_id for (sitter_id,) in on_disk(f"SELECT sitter_id FROM {table} ORDER BY rowid")]  # noqa: S608


def test_rows_are_the_present_sitters(history: History, on_disk: Query) -> None:
    with history:
        anna = history.people.add("Anna", OFFSET_S)
        history.record(
            [SatDown(103.0, 100.0, 99.0, True), minute(120.0), reference(190.0, 700.0), prompt(200.0, 1)], OFFSET_S
        )
        history.record([StoodUp(305.0, 100.0, 300.0, 200.0, True), SitterChosen(310.0, 310.0, anna, False)], OFFSET_S)
        history.record(
            [SatDown(403.0, 400.0, 100.0, True), minute(420.0), reference(490.0, 500.0), prompt(500.0, 2)], OFFSET_S
        )

    assert {table: owners(on_disk, table) for table in TABLES if table != "event"} == {
        "bout": [1, anna],
        "break": [1, 1],
        "minute": [1, anna],
        "prompt": [1, anna],
        "reference": [1, anna],
    }


def test_what_was_written_since_the_bout_began_goes_to_whoever_is_said_to_sit(history: History, on_disk: Query) -> None:
    with history:
        anna = history.people.add("Anna", OFFSET_S)
        history.record(
            [SatDown(43.0, 40.0, 39.0, True), minute(60.0), prompt(100.0, 1), reference(110.0, 700.0)], OFFSET_S
        )
        history.record([StoodUp(305.0, 40.0, 300.0, 260.0, True), minute(240.0), minute(300.0)], OFFSET_S)
        history.record([SatDown(453.0, 450.0, 150.0, True), minute(360.0), minute(420.0), minute(480.0)], OFFSET_S)
        history.record([prompt(520.0, 2), reference(530.0, 500.0), SitterChosen(540.0, 450.0, anna, False)], OFFSET_S)
        people = {sitter.sitter_id: sitter.reference for sitter in history.people.sitters()}

    assert owners(on_disk, "bout") == [1, anna]
    assert owners(on_disk, "break") == [1, 1]
    assert owners(on_disk, "prompt") == [1, anna]
    assert owners(on_disk, "minute") == [1, 1, 1, 1, anna, anna]  # the minute from 420 s on holds the bout's begin
    assert (people[1], people[anna]) == (reference(110.0, 700.0), reference(530.0, 500.0))
    assert owners(on_disk, "event")[-3:] == [anna, anna, anna]


def test_a_guest_is_in_nobodys_history_and_the_one_before_sits_next(history: History, on_disk: Query) -> None:
    present = []
    with history:
        history.record([SatDown(103.0, 100.0, 99.0, True), minute(120.0)], OFFSET_S)
        history.record([SitterChosen(163.0, 100.0, None, by_load=True), minute(180.0)], OFFSET_S)
        present.append(history.people.present())
        history.record([StoodUp(305.0, 100.0, 300.0, 200.0, True), SitterChosen(305.0, 305.0, 1, False)], OFFSET_S)
        present.append(history.people.present())

    assert present == [(None, 1), (1, 1)]
    assert (owners(on_disk, "bout"), owners(on_disk, "minute")) == ([None], [None, None])


def test_rows_of_another_boot_are_not_taken_for_this_bout(history: History, history_path: Path, on_disk: Query) -> None:
    with history:
        anna = history.people.add("Anna", OFFSET_S)
        history.record([SatDown(903.0, 900.0, 99.0, True), minute(900.0)], OFFSET_S)
    with History.open(history_path, "boot-b", 5.0, OFFSET_S + 2000.0) as later:
        later.record([SatDown(13.0, 10.0, None, False), SitterChosen(60.0, 10.0, anna, False)], OFFSET_S + 1995.0)

    assert owners(on_disk, "bout") == [1, anna]
    assert owners(on_disk, "minute") == [1]


def test_each_sitter_has_the_settings_that_they_chose_last(history: History, history_path: Path) -> None:
    with history:
        anna = history.people.add("Anna", OFFSET_S)
        history.record(
            [SettingsChosen(10.0, 1, {"stand_after_min": 45.0}), SettingsChosen(20.0, 1, {"ramp": False})], OFFSET_S
        )
        history.record([SettingsChosen(30.0, anna, {"working_hours": ["Mon-Fri 08:30-12:00"]})], OFFSET_S)
        history.record([SettingsChosen(40.0, None, {"stand_after_min": 5.0})], OFFSET_S)
    with History.open(history_path, "boot-b", 0.0, OFFSET_S) as later:
        settings = {sitter.name: sitter.settings for sitter in later.people.sitters()}

    assert settings == {"Me": {"ramp": False}, "Anna": {"working_hours": ["Mon-Fri 08:30-12:00"]}}


def test_one_tap_erases_all_that_is_kept_of_somebody_and_nothing_else(
    history: History, history_path: Path, on_disk: Query
) -> None:
    with history:
        anna = history.people.add("Annabella", OFFSET_S)
        history.record(
            [SatDown(103.0, 100.0, 99.0, True), minute(120.0), reference(190.0, 700.0), prompt(200.0, 1)], OFFSET_S
        )
        history.record([StoodUp(305.0, 100.0, 300.0, 200.0, True), SitterChosen(310.0, 310.0, anna, False)], OFFSET_S)
        history.record([SatDown(403.0, 400.0, 100.0, True), minute(420.0), reference(490.0, 4567.125)], OFFSET_S)
        history.record([prompt(500.0, 2), SettingsChosen(510.0, anna, {"holidays": ["2031-12-24"]})], OFFSET_S)
        history.record([ZeroMoved(520.0, (1.0,), 0.3), CellLost(530.0, "seat_rear_left"), minute(480.0)], OFFSET_S)
        history.people.remove(anna, OFFSET_S + 600.0, erase=True)
        file = b"".join(part.read_bytes() for part in history_path.parent.iterdir())
        names = [name for (name,) in on_disk("SELECT name FROM event ORDER BY event_id")]

    assert {table: set(owners(on_disk, table)) for table in TABLES} == {table: {1} for table in TABLES} | {
        "event": {1, None}
    }
    assert names == ["sat_down", "reference_set", "prompt_raised", "stood_up", "zero_moved", "cell_lost"]
    assert on_disk("SELECT sitter_id, name FROM sitter ORDER BY sitter_id") == [(1, "Me"), (anna, None)]
    assert on_disk("SELECT count(*) FROM sitter_settings") == [(0,)]
    for trace in (b"Annabella", b"2031-12-24", b"4567.125"):
        assert trace not in file


def test_all_that_was_measured_of_guests_is_erased_and_nothing_else(
    history: History, history_path: Path, on_disk: Query
) -> None:
    with history:
        history.record([SatDown(103.0, 100.0, 99.0, True), minute(120.0), prompt(200.0, 1)], OFFSET_S)
        history.record([StoodUp(305.0, 100.0, 300.0, 200.0, True), SitterChosen(310.0, 310.0, None, False)], OFFSET_S)
        history.record([SatDown(403.0, 400.0, 100.0, True), minute(420.0), reference(490.0, 4567.125)], OFFSET_S)
        history.record([prompt(500.0, 2), CellLost(530.0, "seat_rear_left")], OFFSET_S)
        found = HistoryView(history_path).has_guests()
        history.people.erase_guests()
        file = b"".join(part.read_bytes() for part in history_path.parent.iterdir())
        names = [name for (name,) in on_disk("SELECT name FROM event ORDER BY event_id")]

        assert (found, HistoryView(history_path).has_guests()) == (True, False)
    assert {table: set(owners(on_disk, table)) for table in TABLES} == {table: {1} for table in TABLES} | {
        "reference": set(),
        "event": {1, None},
    }
    assert names == ["sat_down", "prompt_raised", "stood_up", "cell_lost"]
    assert b"4567.125" not in file


def test_before_anything_was_written_there_is_nothing_of_guests(history_path: Path) -> None:
    assert HistoryView(history_path).has_guests() is False


@pytest.mark.parametrize("whose", ["a sitter", "guests"])
def test_copies_that_a_new_version_made_hold_what_is_erased_so_they_go_too(
    history: History, history_path: Path, whose: str, caplog: pytest.LogCaptureFixture
) -> None:
    copies = [history_path.with_name(f"{history_path.name}{end}") for end in (".before-v3", ".before-v4-2")]
    other = history_path.with_name("another.db.before-v3")
    for path in (*copies, other):
        path.write_bytes(b"all of it")
    with history, caplog.at_level(logging.INFO):
        anna = history.people.add("Anna", OFFSET_S)
        history.people.remove(anna, OFFSET_S, erase=False)
        kept = [path.exists() for path in copies]
        if whose == "guests":
            history.people.erase_guests()
        else:
            history.people.remove(anna, OFFSET_S, erase=True)

    assert kept == [True, True]
    assert [path.exists() for path in (*copies, other)] == [False, False, True]
    assert [str(path) in text for path, text in zip(copies, caplog.messages, strict=True)] == [True, True]


def test_where_a_copy_cannot_be_removed_nothing_is_erased_and_it_is_said(
    history: History, history_path: Path, on_disk: Query
) -> None:
    copy = history_path.with_name(f"{history_path.name}.before-v3")
    copy.mkdir()  # as little to be unlinked as a file on a disk that is read-only
    with history:
        anna = history.people.add("Anna", OFFSET_S)
        with pytest.raises(StoreError, match="before-v3 cannot be removed"):
            history.people.remove(anna, OFFSET_S, erase=True)

    assert on_disk("SELECT name FROM sitter ORDER BY sitter_id") == [("Me",), ("Anna",)]


def test_the_number_of_somebody_erased_is_not_given_again(history: History) -> None:
    with history:
        anna = history.people.add("Anna", OFFSET_S)
        history.people.remove(anna, OFFSET_S, erase=True)
        again = history.people.add("Anna", OFFSET_S)

    assert again != anna


def test_somebody_removed_keeps_their_history_and_finds_it_when_they_come_back(history: History) -> None:
    with history:
        anna = history.people.add("Anna", OFFSET_S)
        history.record([SitterChosen(10.0, 10.0, anna, False), reference(20.0, 500.0)], OFFSET_S)
        history.people.remove(anna, OFFSET_S, erase=False)
        gone, present = [sitter.name for sitter in history.people.sitters()], history.people.present()
        again = history.people.add(" anna ", OFFSET_S)
        back = history.people.sitters()[1]

    assert (gone, present, again) == (["Me"], (None, None), anna)
    assert (back.name, back.reference) == ("anna", reference(20.0, 500.0))


def test_somebody_removed_can_still_be_erased(history: History, on_disk: Query) -> None:
    with history:
        anna = history.people.add("Anna", OFFSET_S)
        history.people.remove(anna, OFFSET_S, erase=False)
        history.people.remove(anna, OFFSET_S, erase=True)

    assert on_disk("SELECT name FROM sitter ORDER BY sitter_id") == [("Me",), (None,)]


def test_who_uses_the_chair_alone_can_be_erased_and_somebody_without_a_name_takes_their_place(history: History) -> None:
    with history:
        history.record([SettingsChosen(10.0, 1, {"ramp": False})], OFFSET_S)
        history.people.remove(1, OFFSET_S, erase=True)
        (me,) = history.people.sitters()

    assert (me.sitter_id, me.name, me.settings) == (2, "Me", {})


@pytest.mark.parametrize(
    ("name", "said"),
    [
        pytest.param("", "a name has 1 to 40 characters", id="none"),
        pytest.param(" \t ", "a name has 1 to 40 characters", id="blanks"),
        pytest.param("x" * 41, "a name has 1 to 40 characters", id="too long"),
        pytest.param("A\x00nna", "a name has 1 to 40 characters", id="not to be printed"),
        pytest.param("ME", "there is somebody called ME already", id="taken"),
    ],
)
def test_a_name_that_cannot_be_used_is_refused_in_plain_words(history: History, name: str, said: str) -> None:
    with history:
        with pytest.raises(ValueError, match=said):
            history.people.add(name, OFFSET_S)
        assert [sitter.name for sitter in history.people.sitters()] == ["Me"]


def test_a_name_is_changed_and_may_be_written_otherwise(history: History) -> None:
    with history:
        anna = history.people.add("Anna", OFFSET_S)
        history.people.rename(anna, "  Anna   Maria ")
        history.people.rename(anna, "ANNA maria")
        with pytest.raises(ValueError, match="there is, or was, somebody called me"):
            history.people.rename(anna, "me")
        names = [sitter.name for sitter in history.people.sitters()]

    assert names == ["Me", "ANNA maria"]


def test_what_is_not_possible_changes_nothing(history: History) -> None:
    with history:
        for number in range(2, MOST_SITTERS + 1):
            history.people.add(f"Sitter {number}", OFFSET_S)
        with pytest.raises(ValueError, match="8 people use this chair already"):
            history.people.add("One more", OFFSET_S)
        with pytest.raises(ValueError, match="the chair knows nobody of the number 77"):
            history.people.rename(77, "Anna")
        for erase in (True, False):
            with pytest.raises(ValueError, match="the chair knows nobody of the number 77"):
                history.people.remove(77, OFFSET_S, erase=erase)
        for number in range(2, MOST_SITTERS + 1):
            history.people.remove(number, OFFSET_S, erase=False)
        with pytest.raises(ValueError, match="this is the only one who uses this chair"):
            history.people.remove(1, OFFSET_S, erase=False)
        names = [sitter.name for sitter in history.people.sitters()]

    assert names == ["Me"]


def test_a_change_that_cannot_be_written_is_not_made(history_path: Path) -> None:
    with History.open(history_path, "boot-a", 0.0, OFFSET_S, busy_timeout_s=0.0) as history:
        with closing(sqlite3.connect(history_path, isolation_level=None)) as intruder:
            intruder.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreError, match="held by another programme"):
                history.people.add("Anna", OFFSET_S)
        names = [sitter.name for sitter in history.people.sitters()]

    assert names == ["Me"]
