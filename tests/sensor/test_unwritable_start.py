"""A chair that starts while its disk takes nothing: it goes on from what is there, says so at once, and writes it all down later."""

from __future__ import annotations

import functools
import logging
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from taking_nothing import Disk, disk_that_can_take_nothing

from chairpi.chosen_settings import Layers
from chairpi.clock import Clock, ManualClock
from chairpi.config.tables import Config, PathConfig, ReaderConfig
from chairpi.core.calibration import Calibration
from chairpi.core.events.presence import SatDown, StoodUp
from chairpi.core.events.weighing import Minute
from chairpi.core.frame import Frame
from chairpi.errors import ReplacedError, UnwritableError
from chairpi.notify import Notifier
from chairpi.readers.open_reader import open_reader
from chairpi.readers.reader import Reader
from chairpi.sensor.keeping import Keeping
from chairpi.sensor.lasting import LastingSensor
from chairpi.sensor.service import SensorService
from chairpi.sensor.starts import FAILED_STARTS, Starts
from chairpi.store.history import History
from chairpi.store.migrate import shipped_migrations

UTC_S = 1_795_000_000.0
CALIBRATION = Calibration((1.0, 2.0), (100.0, 100.0))


@pytest.fixture
def run() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="run-") as name:
        yield Path(name)


@pytest.fixture(params=["full", "read-only", "bounded"])
def disk(request: pytest.FixtureRequest) -> Iterator[Disk]:
    with disk_that_can_take_nothing(request.param) as found:
        yield found


def minute(t_s: float) -> Minute:
    return Minute(t_s + 60.0, t_s, 60.0, 60.0, 0.0, 600.0, 0.0, 0.0, None, None)


def live_and_be_killed(directory: Path) -> None:
    """A chair of before, whose power was cut: its latest rows are in the log beside the database alone."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "history.db"
        history = History.open(path, "boot-a", 0.0, UTC_S - 5000.0)
        history.calibrations.record(("seat_a", "seat_b"), CALIBRATION, "guided", 0.0, UTC_S - 5000.0)
        with closing(sqlite3.connect(path)) as other:
            other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        history.people.rename(1, "Anna")
        history.remember({"version": 0}, 70.0, UTC_S - 4930.0)
        history.record([minute(0.0)], UTC_S - 5000.0)
        history.keep()
        shutil.copy(path, directory)
        shutil.copy(path.with_name("history.db-wal"), directory)
        history.close()


def keeping_on(disk: Disk, run: Path, clock: ManualClock) -> Keeping:
    return Keeping(disk.directory / "history.db", run, clock)


def rows(disk: Disk, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(disk.directory / "history.db")) as connection:
        return connection.execute(sql).fetchall()


def test_it_goes_on_from_what_is_there_and_says_so_at_once(disk: Disk, run: Path) -> None:
    live_and_be_killed(disk.directory)
    disk.take_nothing()
    before = {path.name: path.read_bytes() for path in disk.directory.glob("history.db*")}

    keeping = keeping_on(disk, run, ManualClock(1000.0, UTC_S))

    history, told = keeping.history, keeping.unwritten
    assert [sitter.name for sitter in history.people.sitters()] == ["Anna"]
    assert history.memory is not None
    assert (history.memory.boot_id, history.memory.t_s) == ("boot-a", 70.0)
    assert [one.calibration for one in history.calibrations.recorded(1)] == [CALIBRATION]
    assert told == {"since_utc_s": UTC_S, "n_minutes_lost": 0, "n_events_lost": 0, "was_read": True}
    history.abandon()
    assert {name: (disk.directory / name).read_bytes() for name in before} == before


def test_what_it_measures_meanwhile_is_written_when_there_is_room(
    disk: Disk, run: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    live_and_be_killed(disk.directory)
    disk.take_nothing()
    clock = ManualClock(1000.0, UTC_S)
    with keeping_on(disk, run, clock) as keeping:
        keeping.record([SatDown(1000.0, 1000.0, None, seen=True)], 1000.0, dict)
        for number in range(5):
            clock.wait(60.0)
            keeping.record([minute(1000.0 + 60.0 * number)], clock.monotonic_s(), dict)
            keeping.second(clock.monotonic_s(), dict)
        with pytest.raises(UnwritableError):  # whoever asks for this is told that it is not done
            keeping.history.people.rename(1, "Bo")
        disk.take_all()
        for _ in range(3):
            clock.wait(60.0)
            keeping.second(clock.monotonic_s(), dict)

        assert keeping.unwritten is None
        assert keeping.history.n_waiting == 0
        keeping.history.people.rename(1, "Bo")
        keeping.record([StoodUp(1500.0, 1000.0, 1500.0, 500.0, seen=True)], 1500.0, dict)
        keeping.settle()
    assert rows(disk, "SELECT boot_id, start_t_s FROM minute WHERE boot_id = 'boot-a'") == [("boot-a", 0.0)]
    assert rows(disk, "SELECT start_t_s FROM minute WHERE boot_id <> 'boot-a'") == [
        (1000.0 + 60.0 * number,) for number in range(5)
    ]
    assert rows(disk, "SELECT began_t_s, ended_t_s FROM bout") == [(1000.0, 1500.0)]
    assert rows(disk, "SELECT name FROM sitter") == [("Bo",)]
    assert rows(disk, "PRAGMA integrity_check") == [("ok",)]
    said = [record.getMessage() for record in caplog.records if record.getMessage().startswith("the history")]
    assert ["cannot be written" in said[0], "is written again" in said[1], len(said)] == [True, True, 2]


def test_a_file_of_an_older_version_is_read_and_brought_up_to_date_later(disk: Disk, run: Path) -> None:
    path = disk.directory / "history.db"
    with closing(sqlite3.connect(path)) as connection:
        for sql in shipped_migrations()[:5]:
            connection.executescript(sql)
        connection.execute("PRAGMA user_version = 5")
        connection.execute("UPDATE sitter SET name = 'Anna'")
        connection.execute("INSERT INTO boot VALUES ('boot-a', 0.0, 1.0, 'system')")
        connection.commit()
        connection.execute("PRAGMA journal_mode = WAL")
    disk.take_nothing()
    clock = ManualClock(1000.0, UTC_S)
    with keeping_on(disk, run, clock) as keeping:
        assert [sitter.name for sitter in keeping.history.people.sitters()] == ["Anna"]
        disk.take_all()
        clock.wait(60.0)
        keeping.keep(clock.monotonic_s(), {})

        assert keeping.unwritten is None
    assert rows(disk, "PRAGMA user_version") == [(len(shipped_migrations()),)]
    assert rows(disk, "SELECT name FROM sitter") == [("Anna",)]


def test_a_chair_without_its_disk_begins_with_defaults_and_finds_its_own_again(run: Path) -> None:
    """The data were not mounted: what is measured meanwhile goes to the right history, and nothing else of that time."""
    with disk_that_can_take_nothing("bounded") as disk:
        clock = ManualClock(1000.0, UTC_S)
        disk.take_nothing()
        keeping = keeping_on(disk, run, clock)
        keeping.write(
            lambda: keeping.history.calibrations.record(
                ("other",), Calibration((0.0,), (1.0,)), "configuration", 1.0, UTC_S
            )
        )
        keeping.record([minute(1000.0)], 1060.0, dict)
        told = keeping.unwritten
        disk.take_all()
        (disk.directory / "history.db").unlink(missing_ok=True)
        live_and_be_killed(disk.directory)
        clock.wait(60.0)
        with pytest.raises(ReplacedError), keeping:
            keeping.keep(clock.monotonic_s(), {"of": "no history"})

        with keeping_on(disk, run, clock) as again:
            (latest,), memory = again.history.calibrations.recorded(1), again.history.memory
        assert told is not None
        assert told["was_read"] is False
        assert latest.calibration == CALIBRATION
        assert memory is not None
        assert memory.boot_id == "boot-a"
        assert rows(disk, "SELECT start_t_s FROM minute ORDER BY minute_id") == [(0.0,), (1000.0,)]


def test_a_new_chair_on_a_full_disk_begins_its_history_when_there_is_room(disk: Disk, run: Path) -> None:
    clock = ManualClock(1000.0, UTC_S)
    disk.take_nothing()
    with keeping_on(disk, run, clock) as keeping:
        keeping.record([minute(1000.0)], 1060.0, dict)
        disk.take_all()
        clock.wait(60.0)
        keeping.keep(clock.monotonic_s(), {})

        assert keeping.unwritten is None
    assert rows(disk, "SELECT start_t_s FROM minute") == [(1000.0,)]


def test_a_damaged_history_is_mended_when_there_is_room(disk: Disk, run: Path) -> None:
    (disk.directory / "history.db").write_bytes(b"SQLite format 3\0" + b"\xa5" * 20_000)
    disk.take_nothing()
    clock = ManualClock(1000.0, UTC_S)
    keeping = keeping_on(disk, run, clock)
    keeping.record([minute(1000.0)], 1060.0, dict)
    told = keeping.unwritten
    disk.take_all()
    clock.wait(60.0)
    with pytest.raises(OSError, match=r"damaged|not a database"), keeping:
        keeping.keep(clock.monotonic_s(), {})

    with keeping_on(disk, run, clock):
        pass
    assert told is not None
    assert told["was_read"] is False
    assert rows(disk, "SELECT start_t_s FROM minute") == [(1000.0,)]
    assert len(list(disk.directory.glob("history.db.damaged-*.json"))) == 1


@pytest.mark.parametrize("kind", ["full", "read-only"])
def test_what_waits_outlives_a_restart_of_the_process(kind: str, run: Path) -> None:
    with disk_that_can_take_nothing(kind) as disk:
        live_and_be_killed(disk.directory)
        disk.take_nothing()
        clock = ManualClock(1000.0, UTC_S)
        for number, is_killed in enumerate((True, False, False)):
            keeping = keeping_on(disk, run, clock)
            clock.wait(61.0)
            keeping.record([minute(2000.0 + 60.0 * number)], clock.monotonic_s(), dict)
            keeping.keep(clock.monotonic_s(), {})
            if is_killed:
                keeping.history.abandon()
            else:
                keeping.__exit__(None, None, None)
            if number == 1:
                disk.take_all()

        assert rows(disk, "SELECT start_t_s FROM minute WHERE boot_id <> 'boot-a'") == [(2000.0,), (2060.0,), (2120.0,)]
        assert not list(run.glob("waiting*"))


def test_what_was_written_after_all_is_not_written_twice(run: Path) -> None:
    """The power of the process ended between the disk and the file that says what waits."""
    with disk_that_can_take_nothing("full") as disk:
        live_and_be_killed(disk.directory)
        clock = ManualClock(1000.0, UTC_S)
        disk.take_nothing()
        with keeping_on(disk, run, clock) as keeping:
            clock.wait(61.0)
            keeping.record([minute(1000.0)], 1060.0, dict)
            keeping.keep(clock.monotonic_s(), {})
            waiting = (run / "waiting.json").read_bytes()
            disk.take_all()
        (run / "waiting.json").write_bytes(waiting)

        with keeping_on(disk, run, clock):
            pass

        assert rows(disk, "SELECT start_t_s FROM minute") == [(0.0,), (1000.0,)]


def test_a_disk_that_fails_under_the_chair_and_is_mounted_anew_gets_what_waited(run: Path) -> None:
    with disk_that_can_take_nothing("failing") as disk:
        clock = ManualClock(1000.0, UTC_S)
        with keeping_on(disk, run, clock) as keeping:
            keeping.record([minute(1000.0)], 1060.0, dict)
            keeping.keep(clock.monotonic_s(), {})
            disk.take_nothing()
            for number in range(1, 7):
                clock.wait(60.0)
                keeping.record([minute(1000.0 + 60.0 * number)], clock.monotonic_s(), dict)
                keeping.second(clock.monotonic_s(), dict)
            told = keeping.unwritten
            disk.take_all()
            for _ in range(4):
                clock.wait(60.0)
                keeping.second(clock.monotonic_s(), dict)

            assert told is not None
            assert keeping.unwritten is None
            keeping.history.people.rename(1, "Bo")
        assert [number for (number,) in rows(disk, "SELECT start_t_s FROM minute")] == [
            1000.0 + 60.0 * number for number in range(7)
        ]
        assert rows(disk, "SELECT name FROM sitter") == [("Bo",)]


def test_starts_on_a_disk_that_takes_nothing_are_no_failed_ones(run: Path) -> None:
    with disk_that_can_take_nothing("bounded") as disk:
        config = Config(
            reader=ReaderConfig(backend="simulated"),
            paths=PathConfig(data_dir=str(disk.directory), runtime_dir=str(run)),
        )
        starts = Starts(disk.directory, "boot")
        starts.begin()
        starts.failed("the cells were not to be read")
        disk.take_nothing()
        n_read = []

        def two_seconds(config: Config, clock: Clock) -> Reader:
            reader = open_reader(config, clock)
            frames = reader.frames

            def some() -> Iterator[Frame | None]:
                for number, frame in enumerate(frames()):
                    if number == 20:
                        return
                    n_read.append(number)
                    yield frame

            reader.frames = some  # type: ignore[method-assign]
            return reader

        make = functools.partial(LastingSensor, open_cells=two_seconds)
        for _ in range(FAILED_STARTS + 1):
            clock = ManualClock(1000.0, UTC_S)
            SensorService(lambda: Layers(config, {}, config), clock, Notifier({}, clock), make_sensor=make).run()

        assert len(n_read) == 20 * (FAILED_STARTS + 1)
        assert not Starts(disk.directory, "boot").wants_safe_mode
