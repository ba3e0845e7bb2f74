"""All that the machine tells of itself: supply, temperature, clock, disk and versions."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from chairpi.clock import network_has_set
from chairpi.machine.disk import Disk, read_disk
from chairpi.machine.kernel_files import text_of
from chairpi.machine.supply import Supply, read_supply

PACKAGES = (
    "chairpi",
    "adafruit-circuitpython-hx711",
    "Adafruit-Blinka",
    "gpiozero",
    "lgpio",
    "numpy",
    "flask",
    "waitress",
)
HIGHEST_C = 150.0
LOWEST_C = -60.0
"""No reading beyond these [degrees Celsius] is believed: silicon is dead there."""


@dataclass(frozen=True, slots=True)
class Machine:
    """All that the machine tells of itself.

    Parameters
    ----------
    model, system, kernel
        What it is, and what runs on it; empty where it does not say.
    supply
        Undervoltage and throttling; `None` on anything but a Raspberry Pi.
    temperature_c
        Of the processor [degrees Celsius].
    clock_synchronised
        Whether the clock was set by the network's time since the start.
    booted_utc_s
        When it started [POSIX s].
    disk
        Where the data lie.
    versions
        Python, and each package that matters and is installed.
    """

    model: str
    system: str
    kernel: str
    supply: Supply | None
    temperature_c: float | None
    clock_synchronised: bool | None
    booted_utc_s: float | None
    disk: Disk | None
    versions: dict[str, str]


def decode_temperature_c(text: str) -> float | None:
    """A thermal zone's thousandths of a degree as degrees Celsius.

    >>> decode_temperature_c("48312")
    48.312
    """
    try:
        temperature_c = int(text.strip()) / 1000.0
    except ValueError:
        return None
    return temperature_c if LOWEST_C <= temperature_c <= HIGHEST_C else None


def decode_booted_utc_s(stat: str) -> float | None:
    r"""When the machine started [POSIX s], from `/proc/stat`.

    >>> decode_booted_utc_s("cpu 1 2 3\nbtime 1795680000\nprocesses 4")
    1795680000.0
    """
    for line in stat.splitlines():
        name, _, value = line.partition(" ")
        if name == "btime" and value.strip().isdigit():
            return float(value)
    return None


def decode_system(os_release: str) -> str:
    """The system's own name, from `/etc/os-release`; empty without one."""
    for line in os_release.splitlines():
        name, _, value = line.partition("=")
        if name == "PRETTY_NAME":
            return value.strip().strip('"')
    return ""


def read_machine(data_dir: Path, root: Path = Path("/"), supply_root: Path | None = None) -> Machine:
    """All facts about this machine.

    Parameters
    ----------
    data_dir
        Where the data lie, or will lie.
    root
        Where `sys`, `proc`, `run` and `etc` are.
    supply_root
        Where the supply is told of, if it is elsewhere: that of a simulated chair is.

    Raises
    ------
    StoreError
        The disk cannot be asked at all: it reports an error.
    """
    return Machine(
        model=text_of(root / "proc/device-tree/model").rstrip("\0\n"),
        system=decode_system(text_of(root / "etc/os-release")),
        kernel=text_of(root / "proc/sys/kernel/osrelease").strip(),
        supply=read_supply(supply_root or root),
        temperature_c=decode_temperature_c(text_of(root / "sys/class/thermal/thermal_zone0/temp")),
        clock_synchronised=network_has_set(root),
        booted_utc_s=decode_booted_utc_s(text_of(root / "proc/stat")),
        disk=read_disk(data_dir),
        versions=read_versions(),
    )


def read_versions() -> dict[str, str]:
    """The version of Python and of each package that matters, as far as they are installed; nothing is imported for it."""
    found = {"python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue  # gpiozero's lgpio, say, is only on a Raspberry Pi
    return found
