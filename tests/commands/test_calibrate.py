"""`chairpi calibrate`: the conversation, with the session that the sensor process runs and a chair on which masses are put."""

import contextlib
import dataclasses
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from calibrating import SEAT, TRUTH, Process, served
from click.testing import CliRunner

from chairpi.calibration.session import ABANDONED_S, CalibrationSession
from chairpi.cli import main
from chairpi.commands.calibration_lines import NotUnderstood, message_of
from chairpi.commands.calibration_talk import Conversation, Written
from chairpi.config.tables import Config, PathConfig
from chairpi.config.text import as_toml
from chairpi.errors import LinkError
from chairpi.link.protocol import Message

CELLS = [{"cell": cell.name, "label": cell.label} for cell in SEAT.cells]

WHOLE = """
# Five minutes at home, in a file.
spoil 3
enter
empty
tare
place 20 kg at 0:0
20 kg
place 20 kg at 150:-150
corner front left
place 20 kg at 150:150
enter
place 20 kg at -150:-150
enter
place 20 kg at -150:150
enter
place 20 kg at 150:0
known at 150:0
place 20 kg at -150:0
known at -150:0
place 20 kg at 0:150
known at 0:150
place 20 kg at 0:-150
known at 0:-150
show
finish
"""

CROSS = """
start
empty
tare
place 10 kg at 0:0
span 10 kg
place 10 kg at 150:0
known at 150:0
place 10 kg at -150:0
known at -150:0
place 10 kg at 0:150
known at 0:150
place 10 kg at 0:-150
known at 0:-150
finish
"""

WIRES = """
swap front left and front right
invert rear left
start
empty
wiring
place 6 kg at 150:-150
enter
place 6 kg at 150:150
enter
place 6 kg at -150:-150
press rear left
place 6 kg at -150:150
press rear right
enter
empty
tare
finish
"""


def converse(process: Process, text: str) -> tuple[bool, str]:
    """Whether the calibration was changed, and all that was said."""
    said: list[str] = []
    conversation = Conversation(process.reply, said.append, Written(io.StringIO(text), said.append), process.frames)
    return conversation.run(), "\n".join(said)


def test_a_whole_calibration_tells_the_error_before_and_after():
    process = Process()
    changed, said = converse(process, WHOLE)
    (used,) = process.used

    assert changed
    assert "condition number 1.5 (limit 10): good" in said
    assert "Error before: " in said.splitlines()[-1]
    assert "Refused" not in said
    assert "Not measured" not in said
    assert used.seat_map is not None
    assert used.counts_per_n[4:] == TRUTH.counts_per_n[4:]


def test_a_cross_without_corners_is_refused_and_the_calibration_stays():
    process = Process()
    changed, said = converse(process, CROSS)

    assert not changed
    assert process.used == []
    assert "Refused: these placements do not tell the cells apart: condition number" in said
    assert "load each corner" in said
    assert not process.session.active


def test_swapped_and_inverted_cells_are_told_and_accepted():
    process = Process()
    changed, said = converse(process, WIRES)

    assert changed
    assert "Where front left was pressed, front right answered: wires are swapped, or" in said
    assert "The output of rear left falls when it is pressed" in said
    assert process.used[0].counts_per_n[2] == -TRUTH.counts_per_n[2]


def test_the_last_calibration_can_be_taken_back():
    process = Process()
    converse(process, "start\nempty\ntare\nfinish")
    changed, said = converse(process, "undo")

    assert changed
    assert "of before is in use again" in said
    assert process.used[-1] == TRUTH


def test_a_second_calibration_begins_from_the_first():
    process = Process()
    process.bench.placed.spoil(3)
    converse(process, "start\nempty\ntare\nplace 20 kg at 0:0\nspan 20\nfinish")
    converse(process, "start\nempty\ntare\nfinish")

    assert process.used[1].counts_per_n == process.used[0].counts_per_n
    assert process.used[1].counts_per_n != TRUTH.counts_per_n


@pytest.mark.parametrize("last", ["quit", "place 10 kg at 0:0", "tare"])
def test_what_is_not_finished_is_forgotten(last):
    process = Process()
    changed, _ = converse(process, f"start\nempty\ntare\n{last}")

    assert not changed
    assert not process.session.active


def test_what_is_not_understood_is_said_and_the_conversation_goes_on():
    changed, said = converse(
        Process(), "start\ndance\ncorner middle 10 kg\nhelp\nplace 900 kg at 0:0\nempty\ntare\nfinish"
    )

    assert changed
    assert "'dance' is not understood; say help" in said
    assert "no cell is called 'middle'; there are front left, front right" in said
    assert "wiring check" in said
    assert "Refused: simulate: place_kg is a number from 0 to 200" in said


def test_a_measurement_that_fails_is_said_and_can_be_repeated():
    changed, said = converse(Process(), "start\nempty\ntare\nspan 10 kg\nplace 10 kg at 0:0\nspan 10 kg\nfinish")

    assert changed
    assert "Not measured: the seat reads 0.0 kg and not 10 kg" in said


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("Tare  sure", {"request": "calibration", "action": "tare", "sure": True}),
        ("span 10.5kg", {"request": "calibration", "action": "span", "mass_kg": 10.5}),
        ("corner front left", {"request": "calibration", "action": "corner", "cell": "seat_front_left"}),
        ("corner seat_rear_right 8 kg", {"request": "calibration", "action": "corner", "cell": "seat_rear_right", "mass_kg": 8.0}),
        ("known at 10:-20 mm", {"request": "calibration", "action": "known", "ap_mm": 10.0, "ml_mm": -20.0}),
        ("known 5 kg at 0:1.5", {"request": "calibration", "action": "known", "mass_kg": 5.0, "ap_mm": 0.0, "ml_mm": 1.5}),
        ("feet off 70 kg", {"request": "calibration", "action": "feet_off", "mass_kg": 70.0}),
        ("feet off", {"request": "calibration", "action": "feet_off"}),
        ("press rear left", {"request": "calibration", "action": "wiring", "cell": "seat_rear_left"}),
        ("place 10 kg at 150:-150", {"request": "simulate", "place_kg": 10.0, "ap_mm": 150.0, "ml_mm": -150.0}),
        ("sitter", {"request": "simulate", "sitter": True}),
        ("spoil 3", {"request": "simulate", "spoil_seed": 3}),
        ("invert rear left", {"request": "simulate", "invert": "seat_rear_left"}),
        ("swap front left and rear left", {"request": "simulate", "swap": ["seat_front_left", "seat_rear_left"]}),
    ],
)  # fmt: skip
def test_lines_become_requests(line, message):
    assert message_of(line, CELLS) == message


@pytest.mark.parametrize("line", ["", "known at 0", "span ten", "place 10 kg", "corner", "press the cat"])
def test_other_lines_do_not(line):
    with pytest.raises(NotUnderstood):
        message_of(line, CELLS)


def test_a_calibration_that_nobody_asks_about_is_forgotten():
    process = Process()
    process.reply({"request": "calibration", "action": "start"})
    assert process.session.active
    process.bench.t_s += ABANDONED_S + 1.0
    process.frames()

    assert not process.session.active


def test_what_was_accepted_is_told_once():
    process = Process()
    converse(process, "start\nempty\ntare\nfinish")
    process.reply({"request": "calibration", "action": "state"})

    assert len(process.used) == 1
    assert process.session.accepted is None


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        pytest.param({"action": "state", "mass_kg": 1.0}, None, id="looking never fails"),
        pytest.param({"action": None}, "unknown action", id="no action"),
        pytest.param({}, "unknown action", id="nothing"),
        pytest.param({"action": ["start"]}, "unknown action", id="a list"),
    ],
)
def test_any_action_gets_a_reply(fields, why):
    reply = Process().reply({"request": "calibration", **fields})

    assert reply["ok"] == (why is None)
    assert why is None or why in str(reply["why"])


def test_what_is_no_object_is_refused():
    assert CalibrationSession(SEAT, TRUTH).ask("tare", 0.0) == {"ok": False, "why": "a request is a JSON object"}


@pytest.fixture(name="served")
def running(tmp_path: Path) -> Iterator[tuple[Process, Path]]:
    """The process behind real sockets, in a thread, and a configuration that leads to it."""
    config = dataclasses.replace(Config(), paths=PathConfig(data_dir=str(tmp_path), runtime_dir=str(tmp_path)))
    path = tmp_path / "chairpi.toml"
    path.write_text(as_toml(config), encoding="utf-8")
    process = Process()
    with served(tmp_path, process):
        yield process, path


def test_the_command_calibrates_the_running_chair(served, tmp_path):
    process, config = served
    answers = tmp_path / "answers"
    answers.write_text(WHOLE, encoding="utf-8")
    result = CliRunner().invoke(main, ["calibrate", "--config", str(config), "--answers", str(answers)])

    assert result.exit_code == 0, result.output
    assert "Error before: " in result.output
    assert len(process.used) == 1


def test_the_command_ends_with_status_1_when_nothing_was_finished(served):
    process, config = served
    result = CliRunner().invoke(main, ["calibrate", "--config", str(config), "--answers", "-"], input=CROSS)

    assert result.exit_code == 1
    assert "condition number" in result.output
    assert "the chair goes on with the one it has" in result.output
    assert process.used == []


def test_a_person_can_type_the_answers(served):
    process, config = served
    typed = "\nempty\n\nquit\n"
    result = CliRunner().invoke(main, ["calibrate", "--config", str(config)], input=typed)

    assert result.exit_code == 1
    assert "Zero set: " in result.output
    assert not process.session.active


def test_without_a_sensor_process_the_command_says_so(tmp_path):
    config = dataclasses.replace(Config(), paths=PathConfig(data_dir=str(tmp_path), runtime_dir=str(tmp_path)))
    path = tmp_path / "chairpi.toml"
    path.write_text(as_toml(config), encoding="utf-8")
    result = CliRunner().invoke(main, ["calibrate", "--config", str(path)], input="quit\n")

    assert result.exit_code == 1
    assert "the sensor process is not running" in result.output


def test_a_chair_that_ends_in_between_is_an_error_and_not_a_hang():
    process = Process()
    replies = iter([process.reply({"request": "calibration", "action": "state"})])

    def ask(_message: Message) -> Message:
        with contextlib.suppress(StopIteration):
            return next(replies)
        raise LinkError("the sensor process ended")

    conversation = Conversation(
        ask, lambda _line: None, Written(io.StringIO("start"), lambda _line: None), process.frames
    )
    with pytest.raises(LinkError):
        conversation.run()
