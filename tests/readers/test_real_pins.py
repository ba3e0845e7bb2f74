"""The way to real pins, against a Blinka that is made of three small files: no other process here may see it."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from chairpi.clock import RealClock
from chairpi.readers.pin_clock import BootClock

DIGITALIO = """
class Pull:
    UP = "up"

class DigitalInOut:
    def __init__(self, pin):
        self.pin, self.value = pin, True
    def switch_to_input(self, pull):
        print(self.pin, "input", pull)
    def switch_to_output(self, value):
        print(self.pin, "output", value)
        self.value = value
    def deinit(self):
        print(self.pin, "released")
"""


@pytest.fixture
def blinka(tmp_path: Path) -> Path:
    (tmp_path / "board.py").write_text("D5, D13 = 5, 13\n")
    (tmp_path / "digitalio.py").write_text(DIGITALIO)
    (tmp_path / "microcontroller.py").write_text("")
    return tmp_path


def run(blinka: Path, program: str) -> list[str]:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("BLINKA_")},
        "PYTHONPATH": str(blinka),
        "BLINKA_FORCEBOARD": "RASPBERRY_PI_4B",
    }
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", textwrap.dedent(program)],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    assert done.stderr == ""
    return done.stdout.splitlines()


def test_dout_gets_its_pull_up_and_pd_sck_starts_low(blinka: Path):
    said = run(
        blinka,
        """
        from chairpi.readers.adafruit import open_pins
        open_pins(5, 13, cell="seat_front_left")
        """,
    )

    assert said == ["5 input up", "13 output False"]


def test_a_pin_that_is_not_there_is_named_with_its_cell(blinka: Path):
    said = run(
        blinka,
        """
        from chairpi.errors import ReaderError
        from chairpi.readers.adafruit import open_pins
        try:
            open_pins(5, 99, cell="back_upper")
        except ReaderError as error:
            print(error)
        """,
    )

    assert said[-1].startswith("cell back_upper: GPIO 99 cannot be opened")
    assert "chairpi[pi]" in said[-1]


def test_a_chair_whose_chips_are_silent_still_gives_frames_and_lets_go_of_its_pins(blinka: Path):
    (blinka / "board.py").write_text("\n".join(f"D{gpio} = {gpio}" for gpio in range(28)))

    said = run(
        blinka,
        """
        from chairpi.clock import RealClock
        from chairpi.config.tables import Config, ReaderConfig
        from chairpi.readers.open_reader import open_reader
        reader = open_reader(Config(reader=ReaderConfig(backend="adafruit")), RealClock())
        print(next(reader.frames()).counts)
        reader.close()
        """,
    )

    assert "(None, None, None, None, None, None)" in said
    assert sum("released" in line for line in said) == 12


def test_the_pins_clock_is_the_real_clock():
    real, pins = RealClock(), BootClock()

    before_s = real.monotonic_s()
    pins.sleep(1e-6)
    between_s = pins.perf_counter_ns() / 1e9

    assert before_s <= between_s <= real.monotonic_s()


def test_a_blinka_without_its_gpio_library_says_what_to_install(blinka: Path):
    (blinka / "microcontroller.py").write_text("raise RuntimeError(\"platform library 'gpiod' was not found\")\n")

    said = run(
        blinka,
        """
        from chairpi.errors import ReaderError
        from chairpi.readers.adafruit import load_driver
        from chairpi.readers.pin_clock import BootClock
        try:
            load_driver(BootClock())
        except ReaderError as error:
            print(error)
        """,
    )

    assert "'gpiod' was not found" in said[0]
    assert 'pip install "chairpi[pi]"' in said[0]


@pytest.mark.parametrize(
    ("model", "simulated", "expected"),
    [
        pytest.param(
            "Raspberry Pi 5 Model B Rev 1.0", False, "BLINKA_SKIP_DEPENDENCY_CHECK=1", id="a real chair on a Pi"
        ),
        pytest.param(
            "Raspberry Pi 5 Model B Rev 1.0",
            True,
            "BLINKA_OS_AGNOSTIC=1",
            id="the demo on a Pi, without GPIO libraries",
        ),
        pytest.param("Some other board", False, "BLINKA_OS_AGNOSTIC=1", id="another machine"),
    ],
)
def test_blinka_is_told_what_to_expect(tmp_path: Path, model: str, simulated: bool, expected: str):
    (tmp_path / "model").write_text(model)
    program = f"""
    import os
    from pathlib import Path
    from chairpi.readers.adafruit import prepare_blinka
    prepare_blinka(simulated={simulated}, model_path=Path({str(tmp_path / "model")!r}))
    print(*(f"{{name}}={{value}}" for name, value in os.environ.items() if name.startswith("BLINKA_")))
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BLINKA_")}

    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True, check=True, env=environment
    )

    assert done.stdout.split() == [expected]
