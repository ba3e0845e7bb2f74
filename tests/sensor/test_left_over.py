"""What waited for a disk outlives the process, and comes back neither after it was erased nor into another history."""

from __future__ import annotations

import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from taking_nothing import Disk, disk_that_can_take_nothing

from chairpi.clock import ManualClock
from chairpi.core.events.weighing import Minute
from chairpi.errors import DamagedError, ReplacedError, StoreError
from chairpi.sensor.keeping import Keeping
from chairpi.store.migrate import migrate, shipped_migrations

UTC_S = 1_795_000_000.0


@pytest.fixture
def run() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="run-") as name:
        yield Path(name)


@pytest.fixture
def disk() -> Iterator[Disk]:
    with disk_that_can_take_nothing("full") as found:
        yield found


class Chair:
    """One process after the other, on one disk."""

    def __init__(self, disk: Disk, run: Path) -> None:
        self.path = disk.directory / "history.db"
        self.run = run
        self.clock = ManualClock(1000.0, UTC_S)

    def start(self) -> Keeping:
        return Keeping(self.path, self.run, self.clock)

    def sit(self, keeping: Keeping) -> float:
        """For a minute, which waits or is written; when that began [s]."""
        start_t_s = self.clock.monotonic_s()
        self.clock.wait(60.0)
        event = Minute(start_t_s + 60.0, start_t_s, 60.0, 60.0, 0.0, 600.0, 0.0, 0.0, None, None)
        keeping.record([event], self.clock.monotonic_s(), dict)
        keeping.keep(self.clock.monotonic_s(), {})
        return start_t_s

    def minutes(self) -> list[float]:
        with closing(sqlite3.connect(self.path)) as connection:
            return [t_s for (t_s,) in connection.execute("SELECT start_t_s FROM minute ORDER BY start_t_s")]


@pytest.fixture
def chair(disk: Disk, run: Path) -> Chair:
    return Chair(disk, run)


def damage(path: Path) -> None:
    """Pages of the file are nothing that anybody wrote; its header and its tables' list stay."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        page_bytes, n_pages = (
            connection.execute(f"PRAGMA {what}").fetchone()[0] for what in ("page_size", "page_count")
        )
        (root,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'minute'").fetchone()
    assert root <= n_pages
    with path.open("r+b") as file:
        file.seek((root - 1) * page_bytes)
        file.write(b"\xa5" * page_bytes)


def test_what_was_erased_does_not_come_back_where_the_process_ends_in_between(disk: Disk, chair: Chair) -> None:
    with chair.start() as keeping:
        chair.sit(keeping)
    keeping = chair.start()
    disk.take_nothing()
    chair.sit(keeping)
    assert list(chair.run.glob("waiting.json"))
    disk.take_all()
    keeping.history.keep()
    keeping.history._file.connection.execute("PRAGMA busy_timeout = 0")
    with closing(sqlite3.connect(chair.path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM minute").fetchall()
        with pytest.raises(StoreError, match="somebody still reads it"):
            keeping.erase_everything(chair.clock.monotonic_s())
    keeping.history.abandon()  # the power of the process ends

    with chair.start():
        pass

    assert chair.minutes() == []


def test_what_an_earlier_process_left_outlives_one_that_began_without_the_disk(disk: Disk, chair: Chair) -> None:
    with chair.start() as keeping:
        first_t_s = chair.sit(keeping)
    keeping = chair.start()
    disk.take_nothing()
    second_t_s = chair.sit(keeping)
    keeping.__exit__(None, None, None)
    with tempfile.TemporaryDirectory() as elsewhere:
        move_history(chair.path.parent, Path(elsewhere))  # it is not mounted
        disk.take_nothing()
        keeping = chair.start()
        chair.sit(keeping)  # which is lost: nobody knows into which history it belongs
        keeping.__exit__(None, None, None)
        keeping = chair.start()
        fourth_t_s = chair.sit(keeping)
        disk.take_all()
        move_history(Path(elsewhere), chair.path.parent)
    chair.clock.wait(60.0)
    with pytest.raises(ReplacedError), keeping:
        keeping.keep(chair.clock.monotonic_s(), {})
    with chair.start():
        pass

    assert chair.minutes() == [first_t_s, second_t_s, fourth_t_s]
    assert not list(chair.run.glob("waiting*"))


def move_history(here: Path, there: Path) -> None:
    for path in there.glob("history.db*"):
        path.unlink()
    for path in here.glob("history.db*"):
        shutil.move(path, there)


@pytest.mark.parametrize("version", range(1, len(shipped_migrations()) + 1))
def test_a_history_whose_making_was_cut_short_is_begun_when_there_is_room(
    disk: Disk, chair: Chair, version: int
) -> None:
    with closing(sqlite3.connect(chair.path, isolation_level=None)) as connection:
        migrate(connection, chair.path, shipped_migrations()[:version])
    disk.take_nothing()
    keeping = chair.start()
    waited_t_s = chair.sit(keeping)
    disk.take_all()
    chair.clock.wait(60.0)

    with keeping:
        keeping.keep(chair.clock.monotonic_s(), {})

    assert chair.minutes() == [waited_t_s]


def test_a_history_that_is_damaged_on_a_full_disk_ends_no_process(disk: Disk, chair: Chair) -> None:
    with chair.start() as keeping:
        chair.sit(keeping)
    keeping = chair.start()
    with closing(sqlite3.connect(chair.path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    damage(chair.path)
    disk.take_nothing()
    with pytest.raises(DamagedError), keeping:
        keeping.write(damaged)
    with chair.start() as again:
        meanwhile_t_s = chair.sit(again)
        disk.take_all()
        after_t_s = chair.sit(again)

    assert chair.minutes() == [meanwhile_t_s, after_t_s]


def damaged() -> None:
    raise DamagedError("history.db is damaged")


def test_a_history_of_which_a_part_is_damaged_is_no_new_beginning_every_minute(disk: Disk, chair: Chair) -> None:
    with chair.start() as keeping:
        chair.sit(keeping)
    damage(chair.path)
    disk.take_nothing()
    keeping = chair.start()
    assert not keeping.history.was_read

    for _ in range(3):  # nothing is raised: the chair reads on
        chair.sit(keeping)

    assert keeping.unwritten is not None
    keeping.history.abandon()


def test_what_lies_beside_the_history_is_for_the_chair_alone(disk: Disk, chair: Chair) -> None:
    keeping = chair.start()
    disk.take_nothing()
    chair.sit(keeping)
    keeping.__exit__(None, None, None)

    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in chair.run.iterdir()}

    assert modes == {"memory.json": 0o600, "waiting.json": 0o600}
