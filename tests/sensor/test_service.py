"""The sensor process as systemd watches it, with a socket in systemd's place and a chair that hangs or has lost its cells."""

import dataclasses
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from told_systemd import ToldSystemd

from chairpi.chosen_settings import Layers
from chairpi.clock import ManualClock, RealClock
from chairpi.config.tables import Config, PathConfig, ReaderConfig
from chairpi.errors import LinkError, ReaderError
from chairpi.notify import Notifier
from chairpi.readers.open_reader import open_reader
from chairpi.sensor.lasting import LastingSensor
from chairpi.sensor.service import SensorService
from chairpi.sensor.starts import FAILED_STARTS, Starts, read_start

WATCH_S = 3.0


@pytest.fixture
def directory() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="chairpi-") as name:
        yield Path(name)


@pytest.fixture
def systemd(directory) -> Iterator[ToldSystemd]:
    socket = ToldSystemd(directory / "notify")
    yield socket
    socket.close()


@pytest.fixture
def config(directory) -> Config:
    return Config(
        reader=ReaderConfig(backend="simulated"),
        paths=PathConfig(data_dir=str(directory / "data"), runtime_dir=str(directory / "run")),
    )


def service_of(config, systemd, clock, open_cells=open_reader):
    def make(read, its_clock, *, alive):
        return LastingSensor(read, its_clock, open_cells=open_cells, alive=alive)

    notifier = Notifier(systemd.environment(WATCH_S), clock)
    return SensorService(lambda: Layers(config, {}, config), clock, notifier, make_sensor=make)


def hangs_after(n_frames, release):
    """A reader that gives some frames and then waits, as on a call to the kernel that does not come back."""

    def open_cells(config, clock):
        reader = open_reader(config, clock)
        inner = reader.frames

        def frames():
            for number, frame in enumerate(inner()):
                if number == n_frames:
                    release.hung.set()
                    release.go_on.wait()
                    return
                yield frame

        reader.frames = frames
        return reader

    return open_cells


@dataclasses.dataclass
class Hang:
    hung: threading.Event = dataclasses.field(default_factory=threading.Event)
    go_on: threading.Event = dataclasses.field(default_factory=threading.Event)


def test_pings_come_with_frames_and_stop_when_the_reader_hangs(config, systemd):
    clock, hang = ManualClock(1000.0, 1_795_000_000.0), Hang()
    service = service_of(config, systemd, clock, hangs_after(120, hang))
    thread = threading.Thread(target=service.run)
    thread.start()
    assert hang.hung.wait(60)

    told = systemd.heard()
    clock.wait(10 * WATCH_S)  # time goes on, and nothing comes

    assert "READY=1\nSTATUS=reading" in told
    assert 10 <= told.count("WATCHDOG=1") <= 12  # 12 s of frames, one each second
    assert systemd.heard() == []
    hang.go_on.set()
    thread.join(60)
    assert systemd.heard() == ["STOPPING=1"]


def test_a_chair_whose_wires_are_all_cut_goes_on_and_is_a_good_start(config, systemd):
    """The loop lives and says what is lost: starting it anew would mend no wire."""
    cut = dataclasses.replace(config, reader=ReaderConfig(backend="simulated", faults=(":stuck_high",)))
    clock, hang = ManualClock(1000.0, 1_795_000_000.0), Hang()
    hang.go_on.set()
    service = service_of(cut, systemd, clock, hangs_after(620, hang))

    service.run()

    assert systemd.heard().count("WATCHDOG=1") > 50
    assert read_start(Path(config.paths.data_dir)).n_failed == 0
    assert not read_start(Path(config.paths.data_dir)).under_way


def test_a_chair_that_cannot_start_three_times_waits_in_safe_mode_and_touches_no_reader(config, systemd):
    clock, opened = RealClock(), []

    def broken(_config, _clock):
        opened.append(True)
        raise ReaderError("cell seat_front_left: GPIO 5 is in use by spidev")

    for _ in range(FAILED_STARTS):
        with pytest.raises(ReaderError):
            service_of(config, systemd, clock, broken).run()
    systemd.heard()
    service = service_of(config, systemd, clock, broken)
    service.stop()
    service.run()

    assert len(opened) == FAILED_STARTS
    assert systemd.heard()[0] == (
        "READY=1\nSTATUS=safe mode after 3 failed starts: cell seat_front_left: GPIO 5 is in use by spidev"
    )


def test_a_defect_counts_as_a_failed_start_too(config, systemd):
    def defect(_config, _clock):
        raise KeyError("seat_rear_left")

    with pytest.raises(KeyError):
        service_of(config, systemd, RealClock(), defect).run()

    assert read_start(Path(config.paths.data_dir)).error == "KeyError: 'seat_rear_left'; the log says more"


def test_a_second_process_is_no_failed_start_of_the_first(config, systemd):
    clock, hang = ManualClock(1000.0, 1_795_000_000.0), Hang()
    service = service_of(config, systemd, clock, hangs_after(5, hang))
    thread = threading.Thread(target=service.run)
    thread.start()
    assert hang.hung.wait(60)
    before = read_start(Path(config.paths.data_dir))

    for _ in range(FAILED_STARTS):
        with pytest.raises(LinkError, match="another sensor process"):
            service_of(config, systemd, clock).run()

    assert read_start(Path(config.paths.data_dir)) == before
    hang.go_on.set()
    thread.join(60)


def test_a_process_that_is_told_to_end_while_it_starts_ends_and_has_not_failed(config, systemd):
    service = service_of(config, systemd, RealClock())
    service.stop()

    service.run()

    assert Starts(Path(config.paths.data_dir), RealClock().origin_id()).latest.n_failed == 0
