"""Where each file of `systemd/` and `firmware-config/` goes on the system, and why: one table.

A test holds that each file of the two folders is in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import chairpi

OPT = "/opt/chairpi"
RELEASES = f"{OPT}/releases"
CURRENT = f"{OPT}/current"
"""The release in use: a link into `RELEASES`."""
CONFIG = "/etc/chairpi/chairpi.toml"
KEYS = "/etc/chairpi/release-keys"
"""The public keys of whoever makes releases that this chair takes."""
BOOT_CONFIG = "/boot/firmware/config.txt"
UNITS = "/etc/systemd/system"
SYSUSERS = "/etc/sysusers.d/chairpi.conf"
SYSCTL = "/etc/sysctl.d/90-chairpi.conf"
READ_ONLY_ROOT = "/usr/local/sbin/chairpi-read-only-root"
TMPFILES = "/etc/tmpfiles.d/chairpi.conf"

TARGET = "chairpi.target"
SENSOR = "chairpi-sensor.service"
WEB = "chairpi-web.service"
BACKUP = "chairpi-backup.service"
BACKUP_TIMER = "chairpi-backup.timer"
FINISH_UPDATE = "chairpi-update.service"


class How(Enum):
    """How a file comes to its place."""

    COPIED = "copied"
    """Written anew with each release, so that it fits the release; goes with it."""
    ONCE = "once"
    """Written where there is none, and the owner's from then on; goes when the data go."""
    BLOCK = "block"
    """A marked part of a file that is the owner's; taken out again."""
    IN_FOLDER = "in the folder"
    """Read by people or by other tools; is nowhere on the system."""


class Where(Enum):
    """On which machines."""

    ANY = "any"
    PI = "a Raspberry Pi"
    SYSTEMD_254 = "systemd 254 or newer"


@dataclass(frozen=True, slots=True)
class Place:
    """One file and its place.

    Parameters
    ----------
    source
        Below the project's folder.
    target
        On the system; empty for `How.IN_FOLDER`.
    how, where
        How it gets there, and on which machines.
    why
        What it is there for.
    mode
        Its access rights. The owner is always root.
    """

    source: str
    target: str
    how: How
    why: str
    where: Where = Where.ANY
    mode: int = 0o644

    @property
    def unit(self) -> str | None:
        """The unit's name, where it is one."""
        name = Path(self.target).name
        return name if str(Path(self.target).parent) == UNITS else None


def _unit(name: str, why: str) -> Place:
    return Place(f"systemd/{name}", f"{UNITS}/{name}", How.COPIED, why)


def _back_off(service: str) -> Place:
    return Place(
        "systemd/back-off-chairpi.conf",
        f"{UNITS}/{service}.d/back-off-chairpi.conf",
        How.COPIED,
        "pauses that grow between the starts of a service that ends again and again",
        Where.SYSTEMD_254,
    )


def _read(name: str, why: str) -> Place:
    return Place(f"firmware-config/{name}", "", How.IN_FOLDER, why)


PLACES = (
    _unit(TARGET, "both processes under one name"),
    _unit(SENSOR, "reads the chair"),
    _unit(WEB, "serves the dashboard"),
    _unit(BACKUP, "writes one backup"),
    _unit(BACKUP_TIMER, "starts the backup, once a day"),
    _unit(FINISH_UPDATE, "undoes an update that a power cut interrupted"),
    _back_off(SENSOR),
    _back_off(WEB),
    Place("firmware-config/chairpi.sysusers.conf", SYSUSERS, How.COPIED, "the user and the groups"),
    Place("firmware-config/chairpi.tmpfiles.conf", TMPFILES, How.COPIED, "the directories and who owns them"),
    Place(
        "firmware-config/99-chairpi.rules",
        "/etc/udev/rules.d/99-chairpi.rules",
        How.COPIED,
        "the group gpio may use the GPIO chips",
    ),
    Place(
        "firmware-config/chairpi.sysctl.conf",
        SYSCTL,
        How.COPIED,
        "the dashboard may listen on port 80, for whoever wants that; what is written waits longer, so that a card wears less",
    ),
    Place(
        "firmware-config/journald-chairpi.conf",
        "/etc/systemd/journald.conf.d/chairpi.conf",
        How.COPIED,
        "the log stays in memory: a card wears out",
        Where.PI,
    ),
    Place(
        "firmware-config/watchdog-chairpi.conf",
        "/etc/systemd/system.conf.d/chairpi.conf",
        How.COPIED,
        "the hardware starts a machine anew that hangs",
        Where.PI,
    ),
    Place(
        "firmware-config/read-only-root",
        READ_ONLY_ROOT,
        How.COPIED,
        "makes the card's root read-only, for whoever wants that",
        Where.PI,
        0o755,
    ),
    Place("firmware-config/chairpi.toml", CONFIG, How.ONCE, "the configuration, every key explained"),
    Place(
        "firmware-config/config.txt",
        BOOT_CONFIG,
        How.BLOCK,
        "the pins' state from power-on, for the pins of chairpi.toml",
        Where.PI,
    ),
    Place("firmware-config/install", "", How.IN_FOLDER, "makes the release's environment and calls chairpi install"),
    _read("user-data", "for cards written by Raspberry Pi Imager: installs at the first start"),
    _read("hx711-overlay.dts", "for those who use the kernel's own driver of the HX711"),
    _read("wiring.md", "which wire goes where, and why"),
    _read("wiring.svg", "the same as a drawing"),
)

DIRECTORIES = (
    (OPT, 0o755, "the releases"),
    (RELEASES, 0o755, "one folder for each, with its own Python environment"),
    ("/etc/chairpi", 0o755, "the configuration"),
    (KEYS, 0o755, "whose releases are taken"),
)
"""Root's own: directory, access rights, what for. Those of the chair's user are in chairpi.tmpfiles.conf."""


LINKS = (("/usr/local/bin/chairpi", f"{CURRENT}/bin/chairpi", "the command line by its own name"),)
"""Symbolic links: where, to what, what for."""


def packaged(source: str) -> Path:
    """Where a file of the table is now: inside the installed package, else beside the package in a checkout."""
    package = Path(chairpi.__file__).parent
    inside = package / source
    return inside if inside.exists() else package.parent / source
