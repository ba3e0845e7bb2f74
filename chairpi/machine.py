"""Facts about the machine: its supply, temperature, clock, disk and versions. Pure decoders, and thin readers of `/sys` and `/proc`.

What the machine does not tell is `None`, never a guess.
"""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from chairpi.clock import network_has_set
from chairpi.errors import StoreError

THROTTLED = "sys/devices/platform/*/*firmware/get_throttled"
"""The Raspberry Pi's firmware: `soc/soc:firmware` up to the Pi 4, the soc's address in the name on the Pi 5."""
SIMULATED = "machine"
"""In the runtime directory: what stands for `/` where the supply of a simulated chair is told of. Both processes look there."""

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


class Strain(StrEnum):
    """What a Raspberry Pi's firmware does to itself, or suffers."""

    UNDERVOLTAGE = "undervoltage"
    """The 5 V supply is below 4.63 V."""
    CAPPED = "frequency_capped"
    THROTTLED = "throttled"
    HOT = "soft_temperature_limit"


BITS = {0: Strain.UNDERVOLTAGE, 1: Strain.CAPPED, 2: Strain.THROTTLED, 3: Strain.HOT}
"""Bits of `vcgencmd get_throttled` that hold now; 16 higher, the same since the start
(raspberrypi.com/documentation/computers/os.html#vcgencmd)."""
SINCE_BOOT = 16


@dataclass(frozen=True, slots=True)
class Supply:
    """What strains the machine now, and what has since it started; `since_boot` is `None` where only the present is told."""

    now: frozenset[Strain]
    since_boot: frozenset[Strain] | None


@dataclass(frozen=True, slots=True)
class Disk:
    """Room where the data lie.

    Parameters
    ----------
    path
        The data directory, or the nearest directory above it that exists.
    free_bytes, total_bytes
        For this user, and in all.
    free_inodes_fraction
        Part of the file names that are left; `None` for a file system without a limit.
    read_only
        Whether the whole file system refuses writing.
    """

    path: str
    free_bytes: int
    total_bytes: int
    free_inodes_fraction: float | None
    read_only: bool


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


def decode_throttled(text: str) -> Supply | None:
    """The firmware's bits, in hexadecimal with or without `0x`.

    >>> [strain.value for strain in sorted(decode_throttled("50000").since_boot)]
    ['throttled', 'undervoltage']
    """
    try:
        word = int(text.strip().removeprefix("throttled="), 16)
    except ValueError:
        return None
    now = frozenset(strain for bit, strain in BITS.items() if word >> bit & 1)
    since = frozenset(strain for bit, strain in BITS.items() if word >> (bit + SINCE_BOOT) & 1)
    return Supply(now, since | now)


def decode_alarm(text: str) -> Supply | None:
    """The undervoltage alarm of the kernel's `rpi_volt` monitor, which knows only of the present.

    >>> decode_alarm("1").now
    frozenset({<Strain.UNDERVOLTAGE: 'undervoltage'>})
    """
    match text.strip():
        case "1":
            return Supply(frozenset({Strain.UNDERVOLTAGE}), None)
        case "0":
            return Supply(frozenset(), None)
        case _:
            return None


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


def decode_disk(path: Path, found: os.statvfs_result) -> Disk:
    """Room on a file system, from what the kernel says of it."""
    return Disk(
        path=str(path),
        free_bytes=found.f_bavail * found.f_frsize,
        total_bytes=found.f_blocks * found.f_frsize,
        free_inodes_fraction=found.f_favail / found.f_files if found.f_files else None,
        read_only=bool(found.f_flag & os.ST_RDONLY),
    )


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
        model=_text(root / "proc/device-tree/model").rstrip("\0\n"),
        system=decode_system(_text(root / "etc/os-release")),
        kernel=_text(root / "proc/sys/kernel/osrelease").strip(),
        supply=read_supply(supply_root or root),
        temperature_c=decode_temperature_c(_text(root / "sys/class/thermal/thermal_zone0/temp")),
        clock_synchronised=network_has_set(root),
        booted_utc_s=decode_booted_utc_s(_text(root / "proc/stat")),
        disk=read_disk(data_dir),
        versions=read_versions(),
    )


@dataclass(frozen=True, slots=True)
class SupplyFiles:
    """Where a machine tells of its supply: files of the firmware's bits, and of the kernel's undervoltage alarm."""

    throttled: tuple[Path, ...]
    alarms: tuple[Path, ...]

    @classmethod
    def find(cls, root: Path) -> SupplyFiles:
        """Those below `root`; to look for them takes longer than to read them."""
        alarms = sorted(root.glob("sys/class/hwmon/*/in0_lcrit_alarm"))
        return cls(
            tuple(sorted(root.glob(THROTTLED))),
            tuple(path for path in alarms if _text(path.with_name("name")).strip() == "rpi_volt"),
        )

    def read(self) -> Supply | None:
        """The firmware's own bits, else the alarm, else nothing; an alarm counts in any case: the kernel looks every two seconds."""
        throttled = next(filter(None, (decode_throttled(_text(path)) for path in self.throttled)), None)
        alarm = next(filter(None, (decode_alarm(_text(path)) for path in self.alarms)), None)
        if throttled is None or alarm is None:
            return throttled or alarm
        now = throttled.now | alarm.now
        return Supply(now, None if throttled.since_boot is None else throttled.since_boot | now)


def read_supply(root: Path) -> Supply | None:
    """How the supply is, as far as the machine tells."""
    return SupplyFiles.find(root).read()


@dataclass(frozen=True, slots=True)
class Process:
    """How long this process has been running [s], and how much memory it holds [bytes]; `None` where the kernel does not say."""

    uptime_s: float | None
    memory_bytes: int | None


def read_process(root: Path = Path("/")) -> Process:
    """How this process is, from `/proc` (proc(5): pages held are the second number of `statm`, the start is the 22nd of `stat`)."""
    pages = _text(root / "proc/self/statm").split()[1:2]
    began = _text(root / "proc/self/stat").rpartition(")")[2].split()[19:20]
    since_boot = _text(root / "proc/uptime").split()[:1]
    memory_bytes = int(pages[0]) * os.sysconf("SC_PAGE_SIZE") if pages else None
    if not began or not since_boot:
        return Process(None, memory_bytes)
    return Process(max(0.0, float(since_boot[0]) - int(began[0]) / os.sysconf("SC_CLK_TCK")), memory_bytes)


def last_backup_utc_s(data_dir: Path) -> float | None:
    """When the newest file in `backups` of the data directory was written [POSIX s]; `None` where there is none."""
    try:
        return max((path.stat().st_mtime for path in (data_dir / "backups").iterdir() if path.is_file()), default=None)
    except OSError:  # no such directory, or none that this user may look into
        return None


def read_disk(data_dir: Path) -> Disk | None:
    """Room where `data_dir` is or will be made; `None` where this user may not look.

    Raises
    ------
    StoreError
        The disk reports an error.
    """
    path = data_dir.absolute()
    while True:
        try:
            return decode_disk(path, os.statvfs(path))
        except (FileNotFoundError, NotADirectoryError):
            path = path.parent
        except PermissionError:
            return None
        except OSError as error:
            raise StoreError(f"{path}: the disk cannot be asked ({error.strerror}); check the card or disk") from error


def read_versions() -> dict[str, str]:
    """The version of Python and of each package that matters, as far as they are installed; nothing is imported for it."""
    found = {"python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue  # gpiozero's lgpio, say, is only on a Raspberry Pi
    return found


def _text(path: Path) -> str:
    """What a file of the kernel says; nothing where it is not there or will not be read."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
