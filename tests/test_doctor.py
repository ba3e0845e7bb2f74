"""The doctor with a running sensor process, with a simulated chair and its wires in trouble, and with nothing attached."""

from __future__ import annotations

import dataclasses
import json
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner
from health_replies import NAMES, good_cell, health, lost_cell, raspberry_pi

from chairpi.cli import main
from chairpi.clock import ManualClock
from chairpi.config.tables import Config, PathConfig, ReaderConfig
from chairpi.config.text import as_toml
from chairpi.core.calibration import Calibration
from chairpi.core.events.zero import ZeroMoved
from chairpi.doctor import examine, lines
from chairpi.findings.finding import State
from chairpi.findings.verdicts import ACCEPTED, MEANINGS
from chairpi.link.server import LinkServer
from chairpi.readers.verdict import Verdict
from chairpi.store.history import History


@pytest.fixture
def directory() -> Iterator[Path]:
    """A directory with a path short enough for a Unix socket."""
    with tempfile.TemporaryDirectory(prefix="chairpi-") as name:
        yield Path(name)


@pytest.fixture
def pi(tmp_path) -> Path:
    return raspberry_pi(tmp_path / "pi")


def chair(directory: Path, backend: str = "simulated", *faults: str, recording: str = "") -> Config:
    (directory / "run").mkdir(exist_ok=True)
    return Config(
        reader=ReaderConfig(backend=backend, faults=faults, recording=recording),
        paths=PathConfig(data_dir=str(directory / "data"), runtime_dir=str(directory / "run")),
    )


@contextmanager
def sensor_process(config: Config, *replies: dict) -> Iterator[list[object]]:
    """The real link, answering each question with the next reply, and the last one from then on."""
    asked: list[object] = []
    ending = threading.Event()

    def serve() -> None:
        with LinkServer(config.runtime_dir, {"message": "hello"}) as link:
            ready.set()
            while not ending.wait(0.005):
                for message, reply in link.requests():
                    reply(replies[min(len(asked), len(replies) - 1)])
                    asked.append(message)

    ready = threading.Event()
    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    ready.wait()
    try:
        yield asked
    finally:
        ending.set()
        thread.join()


def look(config: Config, pi: Path, *replies: dict):
    """Examine; with replies, while a sensor process runs that gives them."""
    clock = ManualClock(1000.0, 1_795_700_000.0)
    if not replies:
        return examine(config, clock, root=pi)
    with sensor_process(config, *replies):
        return examine(config, clock, root=pi)


def states(report) -> dict[str, str]:
    return {finding.subject: finding.state for finding in report.findings}


def run(directory: Path, config: Config, *options: str):
    path = directory / "chairpi.toml"
    path.write_text(as_toml(config), encoding="utf-8")
    return CliRunner().invoke(main, ["doctor", "--config", str(path), *options])


def test_every_verdict_has_its_words():
    assert {ACCEPTED, *MEANINGS} == set(Verdict)


def test_with_a_running_sensor_process_all_is_told_by_that_one(directory, pi):
    config = chair(directory)

    with sensor_process(config, health()) as asked:
        report = examine(config, ManualClock(1000.0, 1_795_700_000.0), root=pi)

    assert asked == [{"request": "health"}] * 2
    assert report.state is State.GOOD
    assert report.chair.read_by == "sensor process"
    assert [cell.cell for cell in report.chair.cells] == list(NAMES)
    assert "0.3 kg more" in report.find("zero").says


def test_what_happens_now_counts_and_not_what_once_happened(directory, pi):
    before, after = (lost_cell("seat_rear_left", "not_ready", n) for n in (400, 440))

    report = look(chair(directory), pi, health(before), health(after))

    finding = report.find("seat_rear_left")
    assert finding.state is State.TROUBLE
    assert "never says that a reading is ready" in finding.says
    assert "DOUT (GPIO 7, header pin 26)" in finding.do


def test_a_cell_that_was_not_read_yet_is_unknown(directory, pi):
    just_started = good_cell("back_upper") | {"verdict_counts": {"settling": 2}, "rate_hz": None, "age_s": None}

    assert look(chair(directory), pi, health(just_started)).find("back_upper").state is State.UNKNOWN


def test_old_refusals_of_a_cell_that_reads_well_are_no_matter(directory, pi):
    weak = good_cell("back_upper") | {"verdict_counts": {"ok": 9_000, "framing": 9_000}}
    well = weak | {"verdict_counts": {"ok": 9_040, "framing": 9_000}}

    report = look(chair(directory), pi, health(weak), health(well))

    assert report.find("back_upper").state is State.GOOD


def test_many_refusals_of_a_cell_that_still_reads_are_worth_an_eye(directory, pi):
    before = good_cell("back_upper") | {"verdict_counts": {"ok": 9_000}}
    after = before | {"verdict_counts": {"ok": 9_030, "powered_down": 10}}

    report = look(chair(directory), pi, health(before), health(after))

    finding = report.find("back_upper")
    assert finding.state is State.WATCH
    assert "25% of the last looks" in finding.says
    assert "busy" in finding.says
    assert report.state is State.WATCH


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        pytest.param({"period_s": 0.4}, "no HX711 is made for", id="too slow"),
        pytest.param({"noise_counts": 4_000.0}, "restless: the others have a noise of 0.5 g", id="noisy"),
    ],
)
def test_a_cell_unlike_any_hx711_is_worth_an_eye(directory, pi, changes, says):
    report = look(chair(directory), pi, health(good_cell("back_lower") | changes))

    assert report.find("back_lower").state is State.WATCH
    assert says in report.find("back_lower").says


def test_a_sitter_who_moves_is_felt_by_all_cells_and_makes_none_of_them_noisy(directory, pi):
    report = look(chair(directory), pi, health(*(good_cell(name) | {"noise_counts": 60_000.0} for name in NAMES)))

    assert report.state is State.GOOD


def test_boards_of_two_rates_are_told(directory, pi):
    report = look(chair(directory), pi, health(good_cell("back_lower") | {"period_s": 0.0125}))

    assert "80 times a second (back lower)" in report.find("rates").says


def test_a_sensor_process_that_was_started_anew_in_between_is_no_matter(directory, pi):
    anew = [good_cell(name) | {"verdict_counts": {"settling": 4, "ok": 30}} for name in NAMES]

    assert look(chair(directory), pi, health(), health(*anew)).state is State.GOOD


def test_when_all_cells_are_lost_a_common_cause_is_named_first(directory, pi):
    report = look(chair(directory), pi, health(*(lost_cell(name, "not_ready") for name in NAMES)))

    subjects = [finding.subject for finding in report.findings]
    assert subjects.index("all_cells") < subjects.index("seat_front_left")
    assert "all boards share" in report.find("all_cells").do


def test_a_sensor_process_of_another_version_is_told(directory, pi):
    report = look(chair(directory), pi, {"ok": False, "why": "unknown request 'health'"})

    assert report.find("sensor_process").state is State.TROUBLE
    assert "another version" in report.find("sensor_process").says
    assert report.chair.cells == ()


def test_warming_up_and_the_last_zero_steps_are_told(directory, pi):
    report = look(chair(directory), pi, health(warming_up_s=240.0))

    assert "posture is judged in 4 minutes" in report.find("sensor_process").says
    assert "0.2 kg on 2026-11-25" in report.find("zero").says


def test_the_last_zero_steps_are_in_the_history_too(directory, pi):
    config = chair(directory)
    with History.open(config.history_path, "boot", 0.0, 1_795_600_000.0) as history:
        history.record([ZeroMoved(60.0, (7.0,) * 6, 0.4)], 1_795_600_000.0)

    assert "0.4 kg on 2026-11-25" in look(config, pi).find("zero").says


@pytest.mark.parametrize(("drift_kg", "state"), [(0.0, "good"), (-2.9, "good"), (3.5, "watch"), (-4.0, "watch")])
def test_a_zero_that_has_moved_far_is_worth_an_eye(directory, pi, drift_kg, state):
    assert look(chair(directory), pi, health(zero_drift_kg=drift_kg)).find("zero").state == state


def test_the_simulated_chair_is_well(directory, pi):
    report = look(chair(directory), pi)

    assert states(report) | dict.fromkeys(NAMES, State.GOOD) == states(report)
    assert report.state is not State.TROUBLE
    assert report.find("sensor_process").state is State.WATCH
    assert all(8.0 < cell.rate_hz < 12.0 for cell in report.chair.cells)
    assert all(0.1 < cell.noise_g < 3.0 for cell in report.chair.cells)
    assert all(sum(cell.verdict_counts.values()) >= 30 for cell in report.chair.cells)


@pytest.mark.parametrize("cell", NAMES)
@pytest.mark.parametrize(
    ("fault", "wire", "gpio", "says"),
    [
        pytest.param("stuck_high", "DOUT", "dout_gpio", "DOUT stays high", id="no power, or DOUT cut"),
        pytest.param("stuck_low", "DOUT", "dout_gpio", "should rise after the last clock pulse", id="DOUT on ground"),
        pytest.param(
            "floating", "DOUT", "dout_gpio", "a wire is that nobody holds", id="DOUT cut and nothing holds it"
        ),
        pytest.param("clock_cut", "PD_SCK", "pd_sck_gpio", "should rise after the last clock pulse", id="PD_SCK cut"),
    ],
)
def test_a_cell_with_a_wire_in_trouble_is_named_with_that_wire(directory, pi, cell, fault, wire, gpio, says):
    config = chair(directory, "simulated", f"{cell}:{fault}")
    (configured,) = (each for each in config.cells if each.name == cell)

    report = look(config, pi)

    finding = report.find(cell)
    assert finding.state is State.TROUBLE
    assert says in finding.says
    assert f"{wire} (GPIO {getattr(configured, gpio)}," in finding.do
    assert {name for name in NAMES if report.find(name).state is not State.GOOD} == {cell}


def test_a_fault_without_a_name_is_every_cells(directory, pi):
    report = look(chair(directory, "simulated", ":clock_cut"), pi)

    assert {report.find(name).state for name in NAMES} == {State.TROUBLE}
    assert report.find("all_cells").state is State.TROUBLE


def test_with_nothing_attached_the_rest_is_told(directory, pi):
    report = examine(chair(directory, "iio"), root=pi)

    assert report.find("reader").state is State.TROUBLE
    assert "shows no chip" in report.find("reader").says
    assert "chairpi demo" in report.find("reader").do
    assert report.find("disk").state is State.GOOD
    assert report.find("temperature").state is State.GOOD


def test_a_recording_has_no_chips_to_look_at(directory, pi, tmp_path):
    CliRunner().invoke(main, ["simulate", "--hours", "0.01", "-o", str(tmp_path / "day.csv")])

    report = look(chair(directory, "recording", recording=str(tmp_path / "day.csv")), pi)

    assert report.find("reader").state is State.GOOD
    assert "no load cells to look at" in report.find("reader").says
    assert report.state is not State.TROUBLE


def test_a_damaged_history_is_told(directory, pi):
    config = chair(directory)
    History.open(config.history_path, "boot", 0.0, 1_795_600_000.0).close()
    with config.history_path.open("r+b") as file:
        file.seek(4096)  # the second page
        file.write(bytes(4096))

    report = look(config, pi, health())

    assert report.find("history").state is State.TROUBLE
    assert "damaged" in report.find("history").says


def test_a_whole_history_is_told_with_its_version(directory, pi):
    config = chair(directory)
    History.open(config.history_path, "boot", 0.0, 1_795_600_000.0).close()

    report = look(config, pi, health())

    assert report.find("history").state is State.GOOD
    assert "whole" in report.find("history").says


@pytest.mark.parametrize(
    ("spans", "state", "says"),
    [
        pytest.param([1.0], "watch", "as before any calibration", id="never calibrated"),
        pytest.param([1.0, 1.03], "good", "in use since 2026-11-25", id="calibrated once"),
        pytest.param([1.03, 1.035], "good", "no span changed by more than 0.5% (front left)", id="steady"),
        pytest.param([1.03, 1.10], "watch", "6.8% (front left)", id="one changed"),
    ],
)
def test_the_spans_are_compared_from_one_calibration_to_the_next(directory, pi, spans, state, says):
    config = chair(directory)
    with History.open(config.history_path, "boot", 0.0, 1_795_600_000.0) as history:
        for t_s, factor in enumerate(spans):
            counts_per_n = (4370.0 * factor, *(4370.0,) * 5)
            calibration = Calibration((0.0,) * 6, counts_per_n)
            history.calibrations.record(NAMES, calibration, "by hand", float(t_s), 1_795_600_000.0 + t_s)
        moved = Calibration((7.0,) * 6, calibration.counts_per_n)
        history.calibrations.record(NAMES, moved, "its zero moved", 9.0, 1_795_900_000.0)

    finding = look(config, pi, health()).find("span")

    assert finding.state == state
    assert says in finding.says


def test_noise_is_told_in_grams_by_the_calibration_in_use(directory, pi):
    config = chair(directory)
    with History.open(config.history_path, "boot", 0.0, 1_795_600_000.0) as history:
        history.calibrations.record(NAMES, Calibration((0.0,) * 6, (2185.0,) * 6), "by hand", 0.0, 1_795_600_000.0)

    report = look(config, pi, health())

    assert report.chair.cells[0].noise_g == pytest.approx(22.0 / 2185.0 / 9.80665 * 1000)


def test_the_command_says_all_in_words_and_ends_with_0_when_nothing_needs_a_hand(directory):
    result = run(directory, chair(directory))

    assert result.exit_code == 0
    assert "front left" in result.output.lower()
    assert "PD_SCK" in result.output
    assert "chairpi 0." in result.output
    assert result.output.splitlines()[-1].startswith("All works.")


def test_the_command_ends_with_1_when_a_cell_needs_a_hand(directory):
    result = run(directory, chair(directory, "simulated", "seat_rear_left:stuck_high"))

    assert result.exit_code == 1
    assert "trouble  Rear left" in result.output
    assert result.output.splitlines()[-1] == "One thing needs a hand."


def test_the_report_is_one_json_object_for_programs(directory):
    result = run(directory, chair(directory, "simulated", "seat_rear_left:stuck_high"), "--json", "--seconds", "5")

    record = json.loads(result.output)
    assert result.exit_code == 1
    assert record["state"] == "trouble"
    assert record["reader"]["read_by"] == "doctor"
    assert {cell["cell"]: cell["state"] for cell in record["cells"]} == {
        name: "trouble" if name == "seat_rear_left" else "good" for name in NAMES
    }
    assert record["cells"][2]["reason"] == "not_ready"
    assert {"python", "chairpi", "adafruit-circuitpython-hx711"} <= set(record["versions"])


def test_no_line_for_the_terminal_is_longer_than_a_hundred_characters_but_the_figures(directory, pi):
    report = look(chair(directory), pi, health(lost_cell("seat_rear_left", "framing")))

    findings = list(lines(dataclasses.replace(report, chair=dataclasses.replace(report.chair, cells=()))))
    assert max(len(line) for line in findings if "adafruit-circuitpython" not in line) <= 100
