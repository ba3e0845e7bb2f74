"""The list of the commands, and what is imported for one of them."""

import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import chairpi.commands
from chairpi.cli import COMMANDS, main

HEAVY = ("numpy", "flask", "cryptography", "sqlite3", "chairpi.commands")
SHARED = {"calibration_lines", "calibration_talk", "log", "options"}
"""Modules beside the commands that are none."""


def modules_after(*arguments: str) -> set[str]:
    """What is imported once a command has said how it is used."""
    script = (
        "import sys\n"
        "from chairpi.cli import main\n"
        f"main({list(arguments)!r}, standalone_mode=False)\n"
        "print('modules', *sys.modules)\n"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    return set(said.splitlines()[-1].split())


def test_every_module_of_a_command_is_in_the_list():
    (folder,) = chairpi.commands.__path__
    modules = {path.stem for path in Path(folder).glob("*.py")} - {"__init__"} - SHARED

    assert {name.replace("-", "_") for name in COMMANDS} == modules


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_of_the_list_is_there_under_its_name(name):
    assert isinstance(main.commands[name], click.Command)
    assert main.commands[name].name == name


def test_help_lists_each_command_on_a_line_of_its_own():
    said = CliRunner().invoke(main, ["--help"]).output

    for name, line in COMMANDS.items():
        assert f"  {name:<12}  {line}\n" in said


def test_a_slip_of_the_pen_is_answered_with_the_command_that_is_meant():
    said = CliRunner().invoke(main, ["sensr"])

    assert said.exit_code == 2
    assert "sensor" in said.output


def test_the_list_imports_no_command():
    assert not modules_after("--help") & set(HEAVY)


@pytest.mark.parametrize(
    ("name", "spared"),
    [
        pytest.param("sensor", {"flask", "waitress", "cryptography", "chairpi.commands.web"}, id="sensor"),
        pytest.param("web", {"numpy", "gpiozero", "chairpi.commands.sensor"}, id="web"),
        pytest.param("health", {"numpy", "flask", "cryptography"}, id="health"),
        pytest.param("backup", {"numpy", "flask"}, id="backup"),
    ],
)
def test_a_command_imports_nothing_of_the_others(name, spared):
    assert not modules_after(name, "--help") & spared
