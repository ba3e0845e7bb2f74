import re
import shutil
import subprocess
from pathlib import Path

import pytest

from chairpi.cli import main
from chairpi.config import load_config

ROOT = Path(__file__).parents[1]
UNITS = sorted((ROOT / "systemd").glob("*.service"))
INSTALLED = "/opt/chairpi/venv/bin/chairpi"

PIN_OF_GPIO = {
    2: 3, 3: 5, 4: 7, 14: 8, 15: 10, 17: 11, 18: 12, 27: 13, 22: 15, 23: 16, 24: 18, 10: 19, 9: 21, 25: 22, 11: 23, 8: 24,
    7: 26, 0: 27, 1: 28, 5: 29, 6: 31, 12: 32, 13: 33, 19: 35, 16: 36, 26: 37, 20: 38, 21: 40,
}  # fmt: skip
"""Header pin of each GPIO on the 40-pin header (`pinout`, Raspberry Pi OS)."""

WIRING_ROW = re.compile(
    r"^\| `?(?P<part>\w+)`? \| (?P<line>DOUT|PD_SCK|signal) \| (?P<gpio>\d+) \| (?P<pin>\d+) \|$", re.M
)


def wiring() -> list[tuple[str, str, int, int]]:
    text = (ROOT / "firmware-config" / "wiring.md").read_text(encoding="utf-8")
    return [(row["part"], row["line"], int(row["gpio"]), int(row["pin"])) for row in WIRING_ROW.finditer(text)]


def boot_pins() -> dict[int, str]:
    """What config.txt does to each GPIO: `{gpio: "ip,pu"}`."""
    pins: dict[int, str] = {}
    text = (ROOT / "firmware-config" / "config.txt").read_text(encoding="utf-8")
    for spec, state in re.findall(r"^gpio=([\d,-]+)=(\S+)$", text, re.M):
        for part in spec.split(","):
            first, _, last = part.partition("-")
            for gpio in range(int(first), int(last or first) + 1):
                assert gpio not in pins, f"config.txt sets GPIO {gpio} twice"
                pins[gpio] = state
    return pins


def verify(unit: Path, folder: Path, change: tuple[str, str] = ("", "")) -> str:
    """What systemd says about a copy of the unit that starts a program which exists here."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed here")
    copy = folder / unit.name
    text = unit.read_text(encoding="utf-8").replace(INSTALLED, "/bin/true")
    copy.write_text(text.replace(*change), encoding="utf-8")
    said = subprocess.run(
        ["systemd-analyze", "verify", str(copy)], capture_output=True, text=True, check=False, timeout=60
    )
    return said.stdout + said.stderr


def test_there_are_two_units():
    assert [unit.name for unit in UNITS] == ["chairpi-sensor.service", "chairpi-web.service"]


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_has_nothing_to_say_about_a_unit(unit: Path, tmp_path: Path):
    said = verify(unit, tmp_path)

    assert said == ""


def test_systemd_does_say_so_when_a_key_is_misspelt(tmp_path: Path):
    said = verify(UNITS[0], tmp_path, ("RestartSec=", "RestartSecs="))

    assert "RestartSecs" in said


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_starts_a_command_that_exists_with_options_it_has(unit: Path):
    text = unit.read_text(encoding="utf-8")
    program, name, *options = re.search(r"^ExecStart=(.+)$", text, re.M)[1].split()

    assert program == INSTALLED
    assert name in main.commands
    known = {option for parameter in main.commands[name].params for option in parameter.opts}
    assert {option for option in options if option.startswith("--")} <= known


def test_only_the_sensor_may_touch_pins_and_only_the_web_may_touch_the_network():
    sensor, web = (unit.read_text(encoding="utf-8").splitlines() for unit in UNITS)

    assert "SupplementaryGroups=gpio" in sensor
    assert "DeviceAllow=char-gpiochip rw" in sensor
    assert "RestrictAddressFamilies=AF_UNIX" in sensor
    assert not any(line.startswith(("SupplementaryGroups=", "DeviceAllow=")) for line in web)
    assert "PrivateDevices=yes" in web


def test_both_units_share_a_user_and_their_folders():
    shared = ("User=", "Group=", "RuntimeDirectory", "StateDirectory")
    sensor, web = (
        [line for line in unit.read_text(encoding="utf-8").splitlines() if line.startswith(shared)] for unit in UNITS
    )

    assert sensor == web
    assert "RuntimeDirectoryPreserve=yes" in sensor


def test_every_header_pin_in_the_wiring_is_the_pin_of_its_gpio():
    wrong = [row for row in wiring() if PIN_OF_GPIO[row[2]] != row[3]]

    assert len(wiring()) == 6 * 2 + 3
    assert wrong == []


def test_the_shipped_configuration_has_the_pins_of_the_wiring():
    config = load_config(ROOT / "firmware-config" / "chairpi.toml")
    outputs = {
        "LED": config.outputs.led_gpio,
        "buzzer": config.outputs.buzzer_gpio,
        "button": config.outputs.button_gpio,
    }
    configured = {(part, "signal", gpio) for part, gpio in outputs.items()}
    for cell in config.cells:
        configured |= {(cell.name, "DOUT", cell.dout_gpio), (cell.name, "PD_SCK", cell.pd_sck_gpio)}

    assert configured == {row[:3] for row in wiring()}


def test_no_pin_is_used_twice_and_none_belongs_to_something_else():
    gpios = [gpio for _, _, gpio, _ in wiring()]

    assert len(set(gpios)) == len(gpios)
    assert not set(gpios) & {0, 1, 2, 3, 14, 15}


def test_a_clock_line_is_pulled_down_at_reset_and_driven_low_at_boot():
    clocks = [gpio for _, line, gpio, _ in wiring() if line == "PD_SCK"]

    assert all(9 <= gpio <= 27 for gpio in clocks)
    assert {boot_pins()[gpio] for gpio in clocks} == {"op,dl"}


def test_a_data_line_is_pulled_up_at_boot():
    data = [gpio for _, line, gpio, _ in wiring() if line == "DOUT"]

    assert {boot_pins()[gpio] for gpio in data} == {"ip,pu"}


def test_led_and_buzzer_are_off_and_the_button_is_pulled_up_at_boot():
    signals = {part: boot_pins()[gpio] for part, line, gpio, _ in wiring() if line == "signal"}

    assert signals == {"LED": "op,dl", "buzzer": "op,dl", "button": "ip,pu"}


def test_config_txt_sets_no_pin_that_is_not_wired():
    assert set(boot_pins()) == {gpio for _, _, gpio, _ in wiring()}
