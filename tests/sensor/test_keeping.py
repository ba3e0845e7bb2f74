"""The sensor process on a disk that is slow, full, or damaged while it runs: it reads on, says so once, and loses what it must, no more."""

from __future__ import annotations

import logging
import resource
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from chairside import Chairside, Script

from chairpi.chosen_settings import Layers
from chairpi.clock import Clock, ManualClock, RealClock
from chairpi.core.events.presence import SatDown, StoodUp
from chairpi.core.events.weighing import CellLost, Minute
from chairpi.errors import DamagedError
from chairpi.sensor.keeping import TROUBLE_AFTER_S, Keeping
from chairpi.sensor.lasting import LastingSensor
from chairpi.sensor.process import JUST_MENDED
from chairpi.store.mending import mendings
from chairpi.store.writing import LET_GO, MOST_WAITING

UTC_S = 1_795_000_000.0


@pytest.fixture
def directory() -> Iterator[Path]:
    """A directory with a path short enough for a Unix socket."""
    with tempfile.TemporaryDirectory(prefix="chairpi-") as name:
        yield Path(name)


@contextmanager
def no_file_may_grow() -> Iterator[None]:
    """The kernel refuses every byte more, as a full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextmanager
def slow_card(path: Path) -> Iterator[None]:
    """Whoever writes waits, as while a card tidies up; a lock that somebody holds is as long as the test wants."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


def keeping_in(directory: Path, clock: Clock) -> Keeping:
    return Keeping(directory / "history.db", directory, clock)


def minute(t_s: float) -> Minute:
    return Minute(t_s + 60.0, t_s, 60.0, 60.0, 0.0, 600.0, 0.0, 0.0, None, None)


def n_rows(directory: Path, table: str) -> int:
    with closing(sqlite3.connect(directory / "history.db")) as connection:
        (n,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608  # the tests own
    return int(n)


def test_a_card_that_takes_its_time_holds_up_no_reading(directory: Path) -> None:
    clock = RealClock()
    t_s = clock.monotonic_s()
    with keeping_in(directory, clock) as keeping:
        with slow_card(directory / "history.db"):
            keeping.record([SatDown(t_s, t_s, None, seen=True)], t_s, dict)
            keeping.second(t_s + 1.0, dict)
            keeping.record([StoodUp(t_s + 2.0, t_s, t_s + 2.0, 2.0, seen=True)], t_s + 2.0, dict)
            assert keeping.history.writing.is_busy  # and yet all of that has returned
            assert not (directory / "memory.json").exists()  # a restart is not to know of what the database does not
        keeping.settle()

        assert n_rows(directory, "bout WHERE ended_seen") == 1


def test_who_asked_is_answered_when_it_is_on_the_disk(directory: Path) -> None:
    side = Chairside(directory)
    rows: list[int] = []
    request = {"request": "sitters", "action": "add", "name": "Anna"}

    def looks() -> Iterator[None]:
        yield from side.asks(request)()
        rows.append(len(side.rows("SELECT 1 FROM sitter WHERE name = 'Anna'")))

    side.run(Script(side.clock).away(3).does(looks))

    assert (side.answers[0]["ok"], rows) == (True, [1])


def test_on_a_full_disk_all_waits_and_the_log_says_so_once(directory: Path, caplog: pytest.LogCaptureFixture) -> None:
    clock = ManualClock(1000.0, UTC_S)
    caplog.set_level(logging.INFO)
    with keeping_in(directory, clock) as keeping:
        before = n_rows(directory, "minute")
        with no_file_may_grow():
            for number in range(10):
                clock.wait(60.0)
                keeping.record([minute(1000.0 + 60.0 * number)], clock.monotonic_s(), dict)
                keeping.second(clock.monotonic_s(), dict)
            told = keeping.unwritten
        for _ in range(3):
            clock.wait(60.0)
            keeping.second(clock.monotonic_s(), dict)

        assert told is not None
        assert UTC_S < told["since_utc_s"] <= UTC_S + TROUBLE_AFTER_S
        assert keeping.unwritten is None
        assert n_rows(directory, "minute") - before == 10
    said = [record.getMessage() for record in caplog.records if record.getMessage().startswith("the history")]
    assert ["cannot be written" in said[0], "is written again" in said[1], len(said)] == [True, True, 2]


def test_what_waits_is_bounded_and_what_is_let_go_is_counted(directory: Path, caplog: pytest.LogCaptureFixture) -> None:
    clock = ManualClock(1000.0, UTC_S)
    with keeping_in(directory, clock) as keeping:
        keeping.record([SatDown(1000.0, 1000.0, None, seen=True)], 1000.0, dict)
        with no_file_may_grow():
            for number in range(MOST_WAITING + 10):
                keeping.record([minute(1000.0 + 60.0 * number)], 1000.0, dict)
            for _ in range(5):  # each fails, and a minute after it another is tried
                clock.wait(100.0)
                keeping.second(clock.monotonic_s(), dict)
            told, waiting = keeping.unwritten, keeping.history.n_waiting
        keeping.keep(clock.monotonic_s(), {})

        assert told is not None
        assert told["n_minutes_lost"] == LET_GO
        assert waiting <= MOST_WAITING
        assert n_rows(directory, "minute") == MOST_WAITING + 10 - LET_GO
        assert f"{LET_GO} minutes and 0 events that waited for too long could not be kept" in caplog.text


def test_events_that_are_let_go_are_counted_too(directory: Path, caplog: pytest.LogCaptureFixture) -> None:
    clock = ManualClock(1000.0, UTC_S)
    with keeping_in(directory, clock) as keeping:
        with no_file_may_grow():
            for number in range(MOST_WAITING + 10):
                keeping.record([CellLost(1000.0 + number, "seat_front")], 1000.0, dict)
            for _ in range(5):
                clock.wait(100.0)
                keeping.second(clock.monotonic_s(), dict)
            told = keeping.unwritten
        keeping.keep(clock.monotonic_s(), {})

        assert told is not None
        assert (told["n_minutes_lost"], told["n_events_lost"]) == (0, LET_GO)
        assert f"0 minutes and {LET_GO} events that waited for too long could not be kept" in caplog.text


def break_history(directory: Path) -> None:
    for name in ("history.db", "history.db-wal"):
        with (directory / name).open("r+b") as file:
            size = file.seek(0, 2)
            file.seek(0)
            file.write(b"\xa5" * size)


def test_a_history_that_breaks_while_the_chair_runs_is_set_aside_and_the_chair_goes_on(directory: Path) -> None:
    side = Chairside(directory)
    data = directory / "data"

    def breaks() -> Iterator[None]:
        break_history(data)
        yield

    script = Script(side.clock).away(8).does(breaks).sits(200).away(10)
    LastingSensor(lambda: Layers(side.config, {}, side.config), side.clock, open_cells=lambda *_: script).run()

    assert [told.file for told in mendings(data)] == ["history.db"]
    assert side.rows("PRAGMA integrity_check") == [("ok",)]
    assert side.rows("SELECT count(*) > 1 FROM minute") == [(1,)]


def test_who_asks_for_something_of_a_broken_history_is_told_and_the_chair_goes_on_with_a_mended_one(
    directory: Path,
) -> None:
    side = Chairside(directory)
    request = {"request": "sitters", "action": "add", "name": "Anna"}

    def breaks() -> Iterator[None]:
        break_history(directory / "data")
        yield from side.asks(request)()

    script = Script(side.clock).away(8).does(breaks).away(2).does(side.asks(request)).sits(100).away(10)
    LastingSensor(lambda: Layers(side.config, {}, side.config), side.clock, open_cells=lambda *_: script).run()

    assert [(answer["ok"], answer.get("why")) for answer in side.answers] == [(False, JUST_MENDED), (True, None)]
    assert [told.file for told in mendings(directory / "data")] == ["history.db"]
    assert side.rows("SELECT name FROM sitter WHERE name = 'Anna'") == [("Anna",)]


@pytest.mark.parametrize("request_name", ["restart", "restore"])
def test_who_asks_for_a_new_beginning_just_as_the_history_breaks_is_told(directory: Path, request_name: str) -> None:
    side = Chairside(directory)

    def breaks() -> Iterator[None]:
        break_history(directory / "data")
        yield from side.asks({"request": request_name})()

    script = Script(side.clock).away(8).sits(20).does(breaks).sits(20)
    LastingSensor(lambda: Layers(side.config, {}, side.config), side.clock, open_cells=lambda *_: script).run()

    assert side.answers == [{"ok": False, "why": JUST_MENDED}]
    assert [told.file for told in mendings(directory / "data")] == ["history.db"]


def test_whoever_finds_the_history_broken_it_is_mended(directory: Path) -> None:
    clock = ManualClock(1000.0, UTC_S)

    def add_to_a_broken_one() -> None:
        with keeping_in(directory, clock) as keeping:
            break_history(directory)
            keeping.history.people.add("Anna", UTC_S)

    with pytest.raises(DamagedError):
        add_to_a_broken_one()

    assert [told.file for told in mendings(directory)] == ["history.db"]
    with keeping_in(directory, clock) as keeping:
        assert keeping.history.people.add("Anna", UTC_S) > 0


def test_what_cannot_be_kept_is_told_to_whoever_watches(directory: Path) -> None:
    side = Chairside(directory)

    def full() -> Iterator[None]:
        with no_file_may_grow():
            for _ in side.watches(lambda message: "unwritten" in message)():
                yield

    side.run(Script(side.clock).away(8).sits(30).does(full).sits(5))

    (told,) = (message["unwritten"] for message in side.live if "unwritten" in message)
    assert told["n_minutes_lost"] == 0
