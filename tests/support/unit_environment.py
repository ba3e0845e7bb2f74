"""The environment that the unit files give a process, for what is measured of processes that systemd did not start."""

import shlex
from pathlib import Path

UNITS = Path(__file__).parents[2] / "systemd"
OF_ITS_MACHINE = ("LG_WD", "TMPDIR")
"""Directories that are only there where ChairPi is installed."""


def unit_environment(command: str) -> dict[str, str]:
    """What `chairpi-<command>.service` sets, but for directories."""
    lines = (UNITS / f"chairpi-{command}.service").read_text(encoding="utf-8").splitlines()
    words = [word for line in lines if line.startswith("Environment=") for word in shlex.split(line[12:])]
    values = dict(word.split("=", 1) for word in words)
    return {name: value for name, value in values.items() if name not in OF_ITS_MACHINE}
