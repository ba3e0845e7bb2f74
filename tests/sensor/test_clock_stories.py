"""The real sensor process on a machine whose clock is wrong: what its frames tell lands where it belongs, over starts and networks."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from clock_story import StoryClock, Turn
from short_days import write_short_day

from chairpi.config.tables import Config, PathConfig, ReaderConfig
from chairpi.sensor.process import Sensor
from chairpi.store.boot_time import STEP_S
from chairpi.store.day_view import EVERYBODY, Bout
from chairpi.store.view import HistoryView

TRUE_UTC_S = datetime(2026, 11, 23, 8, tzinfo=UTC).timestamp()
EVER = (0.0, TRUE_UTC_S + 1e10)
UP_S = (150.0, 230.0)
END_S = 330.0
IN_1970 = Turn(0.0, -TRUE_UTC_S, is_set=False)


@pytest.fixture(scope="module")
def twice_seated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Somebody sits, is up for a while, and sits again; two frames a second."""
    return write_short_day(tmp_path_factory.mktemp("day"), END_S, UP_S)


class House:
    """One chair through several starts of its machine."""

    def __init__(self, directory: Path, recording: Path) -> None:
        paths = PathConfig(data_dir=str(directory / "data"), runtime_dir=str(directory / "run"))
        self.config = Config(reader=ReaderConfig(backend="recording", recording=str(recording)), paths=paths)
        self.clock = StoryClock(TRUE_UTC_S)
        self.began_utc_s: list[float] = []

    def start(self, boot_id: str, off_s: float, *turns: Turn) -> None:
        self.clock.start(boot_id, off_s, turns)
        self.began_utc_s.append(TRUE_UTC_S + self.clock.true_s)
        Sensor(self.config, self.clock).run()

    def bouts(self) -> tuple[Bout, ...]:
        return HistoryView(self.config.history_path).day(*EVER, EVERYBODY).bouts


def test_frames_of_1970_are_in_the_day_of_the_house_once_the_network_comes(twice_seated: Path, tmp_path: Path) -> None:
    wrong, right = House(tmp_path / "wrong", twice_seated), House(tmp_path / "right", twice_seated)
    right.start("one", 0.0, Turn(0.0, 0.0, is_set=True))
    wrong.start("one", 0.0, IN_1970, Turn(200.0, 0.0, is_set=True))

    assert len(right.bouts()) == 2
    assert [(bout.began_utc_s, bout.ended_utc_s) for bout in wrong.bouts()] == [
        (pytest.approx(bout.began_utc_s, abs=1.0), pytest.approx(bout.ended_utc_s, abs=1.0)) for bout in right.bouts()
    ]


def test_over_starts_without_the_time_and_one_with_it_nothing_overlaps(twice_seated: Path, tmp_path: Path) -> None:
    house = House(tmp_path, twice_seated)
    house.start("one", 0.0, Turn(0.0, 0.0, is_set=True))
    house.start("two", 600.0, IN_1970)
    house.start("three", 60.0, Turn(0.0, -1000.0, is_set=False), Turn(1800.0, 0.0, is_set=True))
    house.start("four", 9 * 3600.0, Turn(0.0, 0.0, is_set=True))

    bouts = house.bouts()
    assert len(bouts) == 8
    assert all(before.ended_utc_s <= after.began_utc_s for before, after in pairwise(bouts))
    lengths = [round(bout.length_s) for bout in bouts]
    assert lengths[2:4] == lengths[4:6] == lengths[6:8] == lengths[:2]
    assert bouts[6].began_utc_s == pytest.approx(house.began_utc_s[3], abs=STEP_S)
    view = HistoryView(house.config.history_path)
    assert not view.day(TRUE_UTC_S, TRUE_UTC_S + 3600.0, EVERYBODY).time_known
    assert view.day(house.began_utc_s[3], EVER[1], EVERYBODY).time_known
