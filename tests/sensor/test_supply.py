"""While a machine's supply is too low, what is read is doubtful: from the files in which the machine tells of it to the history."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from chairside import Chairside, Script
from short_days import write_short_day

from chairpi.clock import ManualClock
from chairpi.config.tables import Config, PathConfig, ReaderConfig
from chairpi.core.chair.door import Chair
from chairpi.core.chair.supply import SUPPLY_LOW
from chairpi.core.events.event import Event
from chairpi.core.events.posture import PostureChanged, SlideBegan
from chairpi.core.events.prompting import PromptRaised
from chairpi.core.events.requests import Refused
from chairpi.core.events.seat_check import SeatCheckKind
from chairpi.core.events.upright import ReferenceSet
from chairpi.core.events.weighing import Minute, SupplyChanged
from chairpi.core.events.zero import ZeroMoved
from chairpi.core.frame import Frame
from chairpi.core.requests import AcceptEmptyLoad, CaptureReference, CloseSupplyNote, StartSeatCheck, TellSupply
from chairpi.recordings.reading import open_recording
from chairpi.recordings.writing import RecordingWriter
from chairpi.replay.replaying import replay as replay_of
from chairpi.sensor.process import Sensor
from chairpi.sensor.supply import STAYS_S, SupplyWatch, supply_watch
from chairpi.simulate.supply import EVERY_S, FIRST_S, LASTS_S
from chairpi.store.day_view import EVERYBODY
from chairpi.store.view import HistoryView

UTC_S = 1_795_420_800.0
SHORT_S = 1200.0
FIRMWARE = "sys/devices/platform/soc/soc:firmware/get_throttled"
ALARM = "sys/class/hwmon/hwmon1/in0_lcrit_alarm"


class Machine:
    """A Raspberry Pi, as far as it tells of its supply."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def say(self, file: str, text: str) -> None:
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_name("name").write_text("rpi_volt\n")
        path.write_text(text)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path / "pi")


def told(watch: SupplyWatch, since_s: float, until_s: float) -> list[TellSupply]:
    """What the chair is told meanwhile, asked ten times a second."""
    asked = [watch.look(since_s + n / 10.0) for n in range(round((until_s - since_s) * 10))]
    return [one for one in asked if one is not None]


@pytest.mark.parametrize(
    ("file", "fine", "low"),
    [
        pytest.param(FIRMWARE, "0\n", "50005\n", id="the firmware's bits"),
        pytest.param(FIRMWARE, "50000\n", "50001\n", id="not the first time since the start"),
        pytest.param(ALARM, "0\n", "1\n", id="the kernel's alarm"),
    ],
)
def test_a_dip_is_told_within_a_second_and_its_end_when_it_is_surely_over(
    machine: Machine, file: str, fine: str, low: str
) -> None:
    machine.say(file, fine)
    watch = SupplyWatch(machine.root)
    before = told(watch, 0.0, 10.0)
    machine.say(file, low)
    meanwhile = told(watch, 10.0, 20.0)
    machine.say(file, fine)
    after = told(watch, 20.0, 40.0)

    assert before == []
    assert [(one.low, one.t_s) for one in meanwhile] == [(True, pytest.approx(10.0, abs=1.0))]
    assert [(one.low, one.t_s) for one in after] == [(False, pytest.approx(19.0 + STAYS_S, abs=1.5))]


def test_the_alarm_counts_where_the_firmware_has_forgotten(machine: Machine) -> None:
    machine.say(FIRMWARE, "0\n")
    machine.say(ALARM, "1\n")

    assert [one.low for one in told(SupplyWatch(machine.root), 0.0, 5.0)] == [True]


def test_a_machine_that_tells_nothing_is_asked_again_in_a_minute(machine: Machine) -> None:
    watch = SupplyWatch(machine.root)
    nothing = told(watch, 0.0, 30.0)
    machine.say(FIRMWARE, "1\n")

    assert nothing == []
    assert [one.low for one in told(watch, 30.0, 70.0)] == [True]


def test_a_simulated_supply_sags_as_long_as_it_says(tmp_path: Path) -> None:
    config = Config(
        reader=ReaderConfig(backend="simulated", faults=(":undervoltage",)), paths=PathConfig(runtime_dir=str(tmp_path))
    )

    lows = told(supply_watch(config, 0.0), 0.0, FIRST_S + EVERY_S + 10.0)

    assert [one.low for one in lows] == [True, False, True]
    assert lows[1].t_s - lows[0].t_s == pytest.approx(LASTS_S + STAYS_S, abs=2.0)


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty minutes of somebody, two frames a second."""
    return write_short_day(tmp_path_factory.mktemp("day"), SHORT_S)


def lived(path: Path, dips_s: list[tuple[float, float]]) -> tuple[list[Event], Chair]:
    """What a chair says of a recording in which the supply is too low now and then [s from its begin]; the readings go wild then."""
    wild = random.Random(1)
    with open_recording(path) as recording:
        header = recording.header
        chair = Chair(header.seat, header.calibration, warm=True)
        events: list[Event] = []
        turns = sorted([(begin, True) for begin, _ in dips_s] + [(end, False) for _, end in dips_s])
        low = False
        for frame in recording.frames():
            while turns and turns[0][0] <= frame.t_s:
                low = turns.pop(0)[1]
                events += chair.receive(TellSupply(frame.t_s, low))
            if low:
                counts = tuple(
                    None if one is None else one + wild.gauss(0.0, 40.0 * abs(span))
                    for one, span in zip(frame.counts, header.calibration.counts_per_n, strict=True)
                )
                frame = replace(frame, counts=counts)
            events += chair.receive(frame)
    return events, chair


def test_nothing_but_whether_somebody_sits_is_said_while_it_is_low(morning: Path) -> None:
    dips_s = [(120.0, 600.0), (800.0, 860.0)]
    events, chair = lived(morning, dips_s)

    judged = (PostureChanged, SlideBegan, ReferenceSet, ZeroMoved)
    assert [event.low for event in events if isinstance(event, SupplyChanged)] == [True, False, True, False]
    for event in events:
        inside = any(begin < event.t_s <= end for begin, end in [(b + 60.0, e) for b, e in dips_s])
        assert not (inside and isinstance(event, judged) and getattr(event, "posture", "") != "unknown"), event
        assert not (inside and isinstance(event, PromptRaised) and event.kind != "stand"), event
    minutes = [event for event in events if isinstance(event, Minute)]
    assert sum(minute.doubtful_s for minute in minutes) == pytest.approx(540.0, abs=6.0)
    assert all(minute.total_n is None for minute in minutes if minute.doubtful_s == 60.0)
    assert all(minute.doubtful_s == 0.0 for minute in minutes if minute.start_t_s > 900.0)
    assert chair.now is not None
    assert not chair.now.supply_low


def test_what_rests_on_readings_is_refused_while_it_is_low(morning: Path) -> None:
    _, chair = lived(morning, [(600.0, 9e9)])
    now = chair.now
    assert now is not None
    assert (now.supply_low, now.sure) == (True, False)
    t_s = now.t_s

    answers = [
        chair.receive(request)
        for request in (
            CaptureReference(t_s),
            AcceptEmptyLoad(t_s),
            StartSeatCheck(t_s, SeatCheckKind.WEIGHT_SHIFT, 30.0),
        )
    ]

    assert all(isinstance(events[-1], Refused) for events in answers)
    assert [events[-1].why for events in answers[:2]] == [SUPPLY_LOW] * 2


def test_what_is_said_about_it_is_closed_and_comes_back_when_it_happens_again(morning: Path) -> None:
    _, chair = lived(morning, [(300.0, 400.0)])
    t_s = chair.now.t_s
    noted = [chair.now.supply_noted_t_s is not None]
    for said in (CloseSupplyNote(t_s), TellSupply(t_s + 1.0, low=True), TellSupply(t_s + 2.0, low=False)):
        chair.receive(said)
        noted.append(chair.now.supply_noted_t_s is not None)

    assert noted == [True, False, True, True]


def test_the_sensor_process_marks_the_minutes_in_the_history(morning: Path, tmp_path: Path, machine: Machine) -> None:
    machine.say(FIRMWARE, "0\n")

    class Sagging(ManualClock):
        """A machine whose supply gives way after five minutes, for four."""

        def wait(self, seconds: float) -> None:
            super().wait(seconds)
            passed_s = self.monotonic_s() - 100.0
            low = "1" if 300.0 <= passed_s < 540.0 else "0"
            if (machine.root / FIRMWARE).read_text() != low:
                machine.say(FIRMWARE, low)

    paths = PathConfig(data_dir=str(tmp_path / "data"), runtime_dir=str(tmp_path / "run"))
    config = Config(reader=ReaderConfig(backend="recording", recording=str(morning)), paths=paths)

    Sensor(config, Sagging(100.0, UTC_S), machine_root=machine.root).run()

    view = HistoryView(config.history_path)
    day = view.day(UTC_S - 3600.0, UTC_S + 7200.0, EVERYBODY)
    assert day.doubtful_s == pytest.approx(240.0 + STAYS_S, abs=4.0)
    assert [sums.doubtful_s for sums in view.day_sums([(UTC_S - 3600.0, UTC_S + 7200.0)], EVERYBODY)] == [
        day.doubtful_s
    ]


def test_a_marked_recording_makes_the_same_minutes_doubtful_live_and_in_a_replay(morning: Path, tmp_path: Path) -> None:
    with open_recording(morning) as day:
        first_s = next(iter(day)).t_s
        header = replace(day.header, doubtful_s=((first_s + 300.0, first_s + 541.0),))
        with RecordingWriter(tmp_path / "marked.csv", header) as writer:
            for row in day:
                writer.write(Frame(row.t_s, row.counts))
    paths = PathConfig(data_dir=str(tmp_path / "data"), runtime_dir=str(tmp_path / "run"))
    config = Config(reader=ReaderConfig(backend="recording", recording=str(tmp_path / "marked.csv")), paths=paths)

    Sensor(config, ManualClock(100.0, UTC_S), machine_root=tmp_path).run()
    with open_recording(tmp_path / "marked.csv") as recording:
        minutes = [event for event in replay_of(recording, config.core) if isinstance(event, Minute)]

    live = HistoryView(config.history_path).day(UTC_S - 3600.0, UTC_S + 7200.0, EVERYBODY)
    assert sum(minute.doubtful_s for minute in minutes) == pytest.approx(241.0, abs=2.0)
    assert live.doubtful_s == pytest.approx(241.0, abs=2.0)


def test_the_guided_calibration_waits_for_a_supply_that_is_fine(machine: Machine) -> None:
    with tempfile.TemporaryDirectory(prefix="chairpi-") as name:
        side = Chairside(Path(name))

        def ask(action: str) -> Callable[[], Iterator[None]]:
            return side.asks({"request": "calibration", "action": action})

        def says(low: str) -> Callable[[], Iterator[None]]:
            def action() -> Iterator[None]:
                machine.say(FIRMWARE, low)
                yield

            return action

        script = (
            Script(side.clock).does(says("0\n")).away(8).does(ask("start")).does(ask("tare")).away(3).does(says("1\n"))
        )
        script.away(3).does(ask("state")).does(ask("tare")).does(says("0\n")).away(8).does(ask("tare")).away(8).does(
            ask("state")
        )
        Sensor(side.config, side.clock, script, machine_root=machine.root).run()

    states = [answer["calibration"] for answer in side.answers if answer["ok"]]
    assert [answer["ok"] for answer in side.answers] == [True, True, True, False, True, True]
    assert "became too low meanwhile" in states[2]["refusal"]
    assert "too low just now" in str(side.answers[3]["why"])
    assert [done["action"] for done in states[-1]["done"]] == ["tare"]
