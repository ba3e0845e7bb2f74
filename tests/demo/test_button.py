"""Enter in the demo's terminal: a real pseudo-terminal, and the link to a sensor process."""

import os
import pty
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

import pytest
from fake_sensor import FakeSensor

from chairpi.clock import ManualClock
from chairpi.demo.button import EnterButton

DOWN, UP = {"request": "press_button", "down": True}, {"request": "press_button", "down": False}


@pytest.fixture
def sensor() -> Iterator[FakeSensor]:
    with tempfile.TemporaryDirectory(prefix="chairpi-") as name:
        fake = FakeSensor(Path(name))
        fake.start()
        yield fake
        fake.stop()


@pytest.fixture
def terminal() -> Iterator[tuple[int, TextIO]]:
    """The keyboard's end, and the programme's."""
    keyboard, programme = pty.openpty()
    with os.fdopen(programme, "r") as file:
        yield keyboard, file
    os.close(keyboard)


@pytest.mark.parametrize(("typed", "held_s"), [(b"\n", 0.1), (b"h\n", 2.0), (b" H \n", 2.0)], ids=repr)
def test_enter_presses_the_button_and_lets_it_go(sensor, terminal, typed, held_s):
    keyboard, programme = terminal
    clock = ManualClock(50.0)
    button = EnterButton(sensor.directory, programme, clock)
    assert button.is_there
    button.look()
    assert sensor.asked == []

    os.write(keyboard, typed)
    button.look()
    assert sensor.asked == [DOWN]
    clock.wait(held_s - 0.05)
    button.look()
    assert sensor.asked == [DOWN]
    clock.wait(0.06)
    button.look()
    button.look()
    assert sensor.asked == [DOWN, UP]


def test_without_a_sensor_process_nothing_is_pressed(terminal):
    keyboard, programme = terminal
    button = EnterButton(Path("/nowhere"), programme, ManualClock())
    os.write(keyboard, b"\n")

    button.look()
    button.look()
    assert button.is_there


def test_where_there_is_no_terminal_there_is_no_button(sensor: Any, tmp_path: Path):
    (tmp_path / "typed").write_text("\n\n")
    with (tmp_path / "typed").open() as file:
        button = EnterButton(sensor.directory, file)
        button.look()

    assert not button.is_there
    assert sensor.asked == []
