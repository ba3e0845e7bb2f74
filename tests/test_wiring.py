"""Pins: the configuration, the table, the drawing, config.txt and the overlay are one and the same wiring."""

import dataclasses
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from click.testing import CliRunner

from chairpi.cli import main
from chairpi.config.reading import load_config
from chairpi.config.tables import Config, OutputConfig
from chairpi.config.text import as_toml
from chairpi.wiring.drawing import drawing
from chairpi.wiring.header import GPIO_OF_PIN, PIN_OF_GPIO, PULLED_UP_AT_RESET, SUPPLY, Wire, wires
from chairpi.wiring.texts import config_txt, overlay, table

FIRMWARE = Path(__file__).parents[1] / "firmware-config"

THREE_CELLS = dataclasses.replace(
    Config(),
    cells=tuple(
        dataclasses.replace(cell, dout_gpio=dout, pd_sck_gpio=pd_sck)
        for cell, dout, pd_sck in zip(Config().cells[:3], (20, 5, 6), (9, 10, 11), strict=True)
    ),
    outputs=OutputConfig(led_gpio=-1, buzzer_gpio=-1, vibration_gpio=16, button_gpio=-1),
)


def boot_pins(text: str) -> dict[int, str]:
    """What config.txt does to each GPIO: `{gpio: "ip,pu"}`."""
    pins: dict[int, str] = {}
    for spec, state in re.findall(r"^gpio=([\d,-]+)=(\S+)$", text, re.M):
        for part in spec.split(","):
            first, _, last = part.partition("-")
            for gpio in range(int(first), int(last or first) + 1):
                assert gpio not in pins, f"config.txt sets GPIO {gpio} twice"
                pins[gpio] = state
    return pins


def spoken(svg: str) -> list[str]:
    """Every word of a drawing."""
    drawn = ElementTree.fromstring(svg)  # noqa: S314  # our own drawing
    return [element.text or "" for element in drawn.iter() if element.tag.endswith("text")]


@pytest.mark.parametrize(
    ("what", "file"),
    [("drawing", "wiring.svg"), ("config.txt", "config.txt"), ("overlay", "hx711-overlay.dts")],
    ids=["drawing", "config.txt", "overlay"],
)
def test_the_files_that_are_shipped_are_what_the_command_prints_for_the_shipped_configuration(what, file):
    printed = CliRunner().invoke(main, ["wiring", what, "--config", str(FIRMWARE / "chairpi.toml")])

    assert printed.output == (FIRMWARE / file).read_text(encoding="utf-8")


def test_the_table_of_the_wiring_page_is_the_shipped_one():
    page = (FIRMWARE / "wiring.md").read_text(encoding="utf-8")

    assert table(load_config(FIRMWARE / "chairpi.toml")) in page


def test_a_header_has_forty_pins_each_with_one_meaning():
    assert sorted([*GPIO_OF_PIN, *SUPPLY]) == list(range(1, 41))
    assert len(PIN_OF_GPIO) == 28


def test_no_pin_is_used_twice_and_none_belongs_to_something_else():
    gpios = [wire.gpio for wire in wires(Config())]

    assert len(set(gpios)) == len(gpios) == 6 * 2 + 3
    assert not set(gpios) & {0, 1, 2, 3, 14, 15}


def test_a_clock_line_is_pulled_down_at_reset():
    clocks = [wire.gpio for wire in wires(Config()) if wire.line == "PD_SCK"]

    assert not set(clocks) & set(PULLED_UP_AT_RESET)


@pytest.mark.parametrize("config", [Config(), THREE_CELLS], ids=["as shipped", "three cells and a motor"])
class TestEveryChair:
    def test_what_the_pi_drives_is_low_from_power_on_and_what_it_hears_is_pulled_up(self, config):
        expected = {wire.gpio: "op,dl" if wire.drives else "ip,pu" for wire in wires(config)}

        assert boot_pins(config_txt(config)) == expected

    def test_the_drawing_names_every_line_beside_its_pin(self, config):
        words = spoken(drawing(config))

        for wire in wires(config):
            assert (wire.part if wire.line == "signal" else f"{wire.part} {wire.line}") in words
        assert len([word for word in words if word.isdigit()]) == 40

    def test_the_overlay_has_each_cell_with_its_two_lines(self, config):
        found = re.findall(
            r'label = "(\w+)";\s+dout-gpios = <&gpio (\d+) 0>;\s+sck-gpios = <&gpio (\d+) 0>;', overlay(config)
        )

        assert found == [(cell.name, str(cell.dout_gpio), str(cell.pd_sck_gpio)) for cell in config.cells]

    def test_a_part_that_is_not_fitted_is_nowhere(self, config):
        fitted = {wire.part for wire in wires(config)}

        for part in {"LED", "buzzer", "button", "vibration motor"} - fitted:
            assert f"| {part} |" not in table(config)
            assert part not in spoken(drawing(config))


def test_the_command_takes_the_pins_of_ones_own_configuration(tmp_path):
    path = tmp_path / "chairpi.toml"
    path.write_text(as_toml(THREE_CELLS), encoding="utf-8")

    printed = CliRunner().invoke(main, ["wiring", "table", "--config", str(path)])

    assert "| `seat_front_left` | DOUT | 20 | 38 |" in printed.output
    assert "back_upper" not in printed.output


def test_a_wire_knows_its_pin():
    assert Wire("LED", "signal", 23, drives=True).pin == 16
