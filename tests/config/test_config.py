"""The configuration file: it explains itself, and refuses a slip of the pen with its key path."""

import dataclasses
import tomllib
from pathlib import Path

import pytest

from chairpi.config.reading import load_config, parse_config
from chairpi.config.tables import FAULTS, SECTIONS, SUPPLY_FAULT, CellConfig, Config
from chairpi.config.text import as_toml
from chairpi.errors import ConfigError
from chairpi.simulate.chip import Fault

ROOT = Path(__file__).parents[2]

CELLS = """
[[cell]]
name = "seat_front"
ap_mm = 150
ml_mm = 0
dout_gpio = 5
pd_sck_gpio = 13
[[cell]]
name = "seat_left"
ap_mm = -100
ml_mm = -150
dout_gpio = 6
pd_sck_gpio = 19
[[cell]]
name = "seat_right"
ap_mm = -100
ml_mm = 150
dout_gpio = 7
pd_sck_gpio = 12
"""


def refused(tmp_path: Path, text: str) -> str:
    path = tmp_path / "chairpi.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ConfigError) as error:
        load_config(path)

    message = str(error.value)
    assert message.startswith(f"{path}: ")
    return message.removeprefix(f"{path}: ")


def test_an_empty_file_is_the_defaults():
    assert repr(parse_config({})) == repr(Config())


def test_the_printed_configuration_reads_back_to_the_same():
    assert repr(parse_config(tomllib.loads(as_toml(Config())))) == repr(Config())


def test_the_shipped_file_is_the_printed_one():
    """`chairpi config > firmware-config/chairpi.toml` makes it."""
    assert (ROOT / "firmware-config" / "chairpi.toml").read_text(encoding="utf-8") == as_toml(Config())


def test_every_key_is_explained():
    for kind in (*SECTIONS.values(), CellConfig):
        for field in dataclasses.fields(kind):
            assert field.metadata["help"].endswith("."), f"{kind.__name__}.{field.name}"


def test_three_seat_cells_are_enough(tmp_path):
    path = tmp_path / "chairpi.toml"
    path.write_text(CELLS, encoding="utf-8")

    assert load_config(path).seat.names == ("seat_front", "seat_left", "seat_right")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(
            "[prompts]\nstand_after_mn = 20",
            "prompts.stand_after_mn: unknown key; did you mean prompts.stand_after_min?",
            id="unknown key",
        ),
        pytest.param(
            "[prompt]\nstand_after_min = 20", "prompt: unknown key; did you mean prompts?", id="unknown table"
        ),
        pytest.param(
            "[prompts]\nstand_after_min = 0",
            "prompts.stand_after_min: found 0.0, expected a number from 1 to 240",
            id="out of range",
        ),
        pytest.param("[prompts]\nstand_after_min = nan", "prompts.stand_after_min: found nan", id="NaN"),
        pytest.param(
            "[prompts]\nstand_after_min = '20'",
            "prompts.stand_after_min: found '20', expected a number",
            id="text for a number",
        ),
        pytest.param("[web]\nport = 80.5", "web.port: found 80.5, expected a whole number", id="fraction for a port"),
        pytest.param("[web]\nport = true", "web.port: found True, expected a whole number", id="truth for a port"),
        pytest.param(
            "[web]\nnames = 'chair'", "web.names: found 'chair', expected a list of texts", id="text for a list"
        ),
        pytest.param("reader = 3", "reader: found 3, expected a table [reader]", id="number for a table"),
        pytest.param(
            "[reader]\nbackend = 'usb'",
            "reader.backend: found 'usb', expected one of auto, adafruit, gpiochip, iio, simulated, recording",
            id="unknown backend",
        ),
        pytest.param("[reader]\nbackend = 'recording'", "reader.recording: backend is recording", id="no recording"),
        pytest.param(
            "[reader]\nbackend = 'simulated'\nfaults = ['seat_rear_left:on_fire']",
            "reader.faults: found 'seat_rear_left:on_fire', expected cell:what",
            id="unknown fault",
        ),
        pytest.param(
            "[reader]\nbackend = 'simulated'\nfaults = ['seat_middle:floating']",
            "reader.faults: found 'seat_middle:floating'",
            id="fault of no cell",
        ),
        pytest.param(
            "[reader]\nbackend = 'simulated'\nfaults = ['floating']", "reader.faults: found 'floating'", id="no colon"
        ),
        pytest.param(
            "[reader]\nbackend = 'gpiochip'\nfaults = [':floating']",
            "reader.faults: only simulated chips can be given faults",
            id="fault on real pins",
        ),
        pytest.param(
            "[slide]\nbegan_sure_fraction = 0.6\nended_sure_fraction = 0.7",
            "slide.ended_sure_fraction: expected less than began_sure_fraction",
            id="crossed thresholds",
        ),
        pytest.param(
            "[occupancy]\nperson_off_kg = 20", "occupancy.person_on_kg: expected object_on_kg <", id="crossed loads"
        ),
        pytest.param(
            CELLS.replace("seat_left", "seat_right"), "cell: cell 'seat_right' is given twice", id="a cell twice"
        ),
        pytest.param("cell = []", "cell: at least three seat cells", id="no seat cells"),
        pytest.param(
            CELLS.replace("ap_mm = 150", "ap_mm = -100"), "cell: the seat cells lie on one line", id="cells on one line"
        ),
        pytest.param(
            CELLS.replace("ap_mm = 150", "ap_mm = nan"),
            "cell: cell 'seat_front': its position must be finite",
            id="NaN position",
        ),
        pytest.param(
            CELLS.replace("ap_mm = 150", "ap_mm = 1500"), "cell[0] (seat_front).ap_mm: found 1500.0", id="far away"
        ),
        pytest.param(
            CELLS.replace("dout_gpio = 6", "dout_gpio = 5"),
            "cell seat_left dout_gpio: GPIO 5 is already used by cell seat_front",
            id="pin twice",
        ),
        pytest.param(
            CELLS.replace("dout_gpio = 6", ""),
            "cell seat_left dout_gpio: not given, but backend auto reads this cell from the GPIO header",
            id="pin missing",
        ),
        pytest.param(
            "[reader]\nbackend = 'gpiochip'" + CELLS.replace("pd_sck_gpio = 12", ""),
            "cell seat_right pd_sck_gpio: not given, but backend gpiochip",
            id="clock pin missing",
        ),
        pytest.param(
            CELLS.replace("ml_mm = 150", "ml_mm = 150\niio_device = 'seat'").replace(
                "ml_mm = 0", "ml_mm = 0\niio_device = 'seat'"
            ),
            "cell seat_right iio_device: seat is already that of cell seat_front",
            id="device twice",
        ),
        pytest.param(
            CELLS.replace("dout_gpio = 6", "dout_gpio = 23"),
            "outputs.led_gpio: GPIO 23 is already used",
            id="light on a cell's pin",
        ),
        pytest.param(
            CELLS + "counts_per_n = 0", "cell: counts_per_n 0.0: a finite number other than zero", id="no span"
        ),
        pytest.param(
            "[cell]\nname = 'seat'", "cell: found one table [cell], expected a list of tables [[cell]]", id="one table"
        ),
        pytest.param(
            "[outputs]\nbuzzer = 'loud'",
            "outputs.buzzer: found 'loud', expected one of passive, active",
            id="odd buzzer",
        ),
        pytest.param(
            "[outputs]\nvibration_gpio = 24",
            "outputs.vibration_gpio: GPIO 24 is already used by outputs.buzzer_gpio",
            id="motor on the buzzer's pin",
        ),
        pytest.param("[web\nport = 1", "not TOML: ", id="no TOML"),
    ],
)
def test_an_impossible_configuration_is_refused_with_its_key_path(tmp_path, text, said):
    assert refused(tmp_path, text).startswith(said)


def test_every_fault_of_a_simulated_chip_and_of_the_supply_can_be_named():
    assert set(FAULTS) == {*Fault, SUPPLY_FAULT}


def test_the_kernels_driver_needs_no_pins():
    text = "[reader]\nbackend = 'iio'" + CELLS.replace("dout_gpio = 6", "").replace("pd_sck_gpio = 19", "")

    assert parse_config(tomllib.loads(text)).reader.backend == "iio"


def test_a_missing_file_says_how_to_make_one(tmp_path):
    with pytest.raises(ConfigError, match="chairpi config >"):
        load_config(tmp_path / "none.toml")


def test_a_file_that_is_no_text_is_refused(tmp_path):
    path = tmp_path / "chairpi.toml"
    path.write_bytes(b"\xff\xfe\x00")

    with pytest.raises(ConfigError, match="cannot be read"):
        load_config(path)
