"""Put the files of the table in their places, and take them away again."""

from __future__ import annotations

import json
import re

from chairpi.chosen_settings import with_chosen
from chairpi.config.reading import load_config
from chairpi.config.tables import Config
from chairpi.install.boot_block import with_block, without_block
from chairpi.install.places import (
    BOOT_CONFIG,
    CONFIG,
    DIRECTORIES,
    LINKS,
    OPT,
    PLACES,
    SYSCTL,
    SYSUSERS,
    TMPFILES,
    UNITS,
    How,
    Place,
    Where,
    packaged,
)
from chairpi.install.system import Kind, System
from chairpi.wiring.texts import config_txt

PLACED = f"{OPT}/placed.json"
"""What the latest release put in place: what a next one does not have any more is taken away."""
AT_START = (BOOT_CONFIG, "/etc/systemd/system.conf.d/", "/etc/systemd/journald.conf.d/")
"""What is read only when the machine starts."""
BOOT_BEFORE = f"{BOOT_CONFIG}.before-chairpi"


def place_files(system: System) -> bool:
    """Put every file in its place, make the users and directories, and tell systemd; whether a file had to be written.

    A unit that is new is enabled, one that was there is left as its owner wants it.
    """
    wanted = [place for place in PLACES if _is_for(system, place)]
    new_units = [
        place.unit for place in wanted if place.unit and not system.at(place.target).exists() and _can_be_enabled(place)
    ]
    for folder, mode, _why in DIRECTORIES:
        system.folder(folder, mode)
    changed = [place.target for place in wanted if _put(system, place)]
    changed += [link for link, target, _why in LINKS if system.link(link, target)]
    gone = _no_longer(system, wanted)
    _disable(system, [target for target in gone if target.startswith(f"{UNITS}/") and target.count("/") == 4])
    for target in gone:
        system.remove(target)
    _tell_the_system(system, changed=bool(changed or gone))
    if new_units:
        system.run("systemctl", *_root(system), "enable", "--quiet", *new_units)
    if system.is_live and any(target.startswith(AT_START) for target in changed):
        system.say("  Restart the machine once: a file was changed that is read only when it starts.")
    return bool(changed or gone)


def take_files(system: System, *, with_owned: bool) -> None:
    """Take every file away that was put in place; those that are the owner's only `with_owned`."""
    units = [
        place.unit for place in PLACES if place.unit and system.at(place.target).exists() and _can_be_enabled(place)
    ]
    _disable(system, [f"{UNITS}/{unit}" for unit in units])
    for link, _target, _why in LINKS:
        system.remove(link)
    for place in PLACES:
        if place.how is How.COPIED or (place.how is How.ONCE and with_owned):
            system.remove(place.target)
            parent = system.at(place.target).parent
            if (
                parent.name.endswith(".d")
                and parent.is_dir()
                and not any(parent.iterdir())
                and "chairpi" in parent.name
            ):
                system.remove(f"/{parent.relative_to(system.root)}")
        elif place.how is How.BLOCK and system.at(place.target).is_file():
            text = system.at(place.target).read_text(encoding="utf-8")
            system.write(place.target, without_block(text).encode("utf-8"), _mode(system, place))
    if system.is_live:
        system.run("systemctl", "daemon-reload", kind=Kind.SEES_TO)


def _is_for(system: System, place: Place) -> bool:
    if place.how is How.IN_FOLDER:
        return False
    if place.where is Where.PI:
        return system.is_pi
    return place.where is Where.ANY or _systemd_version(system) >= 254


def _systemd_version(system: System) -> int:
    """That of the machine this runs on, which is the image's own when it is installed into one from inside."""
    said = system.run("systemctl", "--version", kind=Kind.LOOKS, check=False).said
    found = re.match(r"systemd (\d+)", said)
    return int(found[1]) if found else 0


def _put(system: System, place: Place) -> bool:
    if place.how is How.BLOCK:
        return _put_block(system, place)
    if place.how is How.ONCE and system.at(place.target).exists():
        return False
    return system.write(place.target, packaged(place.source).read_bytes(), place.mode)


def _put_block(system: System, place: Place) -> bool:
    """The lines for the pins that are configured here, in a file of which the owner's first state is kept."""
    path = system.at(place.target)
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    merged = with_block(text, config_txt(installed_config(system)))
    if merged != text and text and not system.at(BOOT_BEFORE).exists():
        system.write(BOOT_BEFORE, text.encode("utf-8"), _mode(system, place))
    return system.write(place.target, merged.encode("utf-8"), _mode(system, place))


def installed_config(system: System) -> Config:
    """The configuration that the system has, or will have; on a running one, what was chosen in the browser counts too."""
    path = system.at(CONFIG)
    config = load_config(path) if path.exists() else Config()
    return with_chosen(config).config if system.is_live else config


def _mode(system: System, place: Place) -> int:
    """The file's own rights, where it is there: the boot partition has one for all of its files."""
    path = system.at(place.target)
    return path.stat().st_mode & 0o7777 if path.exists() else place.mode


def _no_longer(system: System, wanted: list[Place]) -> list[str]:
    """Targets that a release before put in place, and this one does not have; remembers this one's."""
    targets = sorted(place.target for place in wanted if place.how is How.COPIED)
    try:
        before = set(json.loads(system.at(PLACED).read_text(encoding="ascii")))
    except (OSError, ValueError):
        before = set()
    system.write(PLACED, json.dumps(targets, indent=1).encode("ascii"))
    return sorted(before - set(targets))


def _can_be_enabled(place: Place) -> bool:
    return "[Install]" in packaged(place.source).read_text(encoding="utf-8")


def _disable(system: System, targets: list[str]) -> None:
    units = [target.rpartition("/")[2] for target in targets]
    if units:
        system.run(
            "systemctl",
            *_root(system),
            "disable",
            "--quiet",
            *(("--now",) if system.is_live else ()),
            *units,
            check=False,
        )


def _tell_the_system(system: System, *, changed: bool) -> None:
    root = _root(system)
    system.run("systemd-sysusers", *root, str(system.at(SYSUSERS)), kind=Kind.SEES_TO)
    system.run("systemd-tmpfiles", "--create", *root, str(system.at(TMPFILES)), kind=Kind.SEES_TO)
    if system.is_live and changed:
        system.run("systemctl", "daemon-reload", kind=Kind.SEES_TO)
        # A container may not set it, and no chair needs it that listens on its usual port.
        system.run("/usr/lib/systemd/systemd-sysctl", str(system.at(SYSCTL)), kind=Kind.SEES_TO, check=False)
        if system.at("/run/udev/control").exists():
            system.run("udevadm", "control", "--reload", kind=Kind.SEES_TO)
            system.run("udevadm", "trigger", "--subsystem-match=gpio", kind=Kind.SEES_TO)


def _root(system: System) -> tuple[str, ...]:
    return () if system.is_live else (f"--root={system.root}",)
