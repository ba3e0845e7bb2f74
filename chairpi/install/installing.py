"""Install, and take off again."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from chairpi.config.tables import Config
from chairpi.errors import InstallError
from chairpi.install import releases
from chairpi.install.files import place_files, take_files
from chairpi.install.places import BACKUP_TIMER, CONFIG, CURRENT, KEYS, OPT, READ_ONLY_ROOT, RELEASES, TARGET
from chairpi.install.signing import load_public
from chairpi.install.system import Kind, System
from chairpi.install.trial import SERVICES, USER, is_at_rest, start
from chairpi.install.updating import IsWell, back_up, change_over, finish, only_one

DATA_LABEL = "LABEL=chairpi-data"
"""What the lines of the read-only root in fstab begin with."""
WHY_KEPT = {
    False: "where other files may be too; delete what is ChairPi's there yourself.",
    True: "a partition of its own; its line is in /etc/fstab.",
}
"""By whether a partition of its own is there."""


def need_root(system: System) -> None:
    """Whoever changes the system is root.

    Raises
    ------
    InstallError
        They are not.
    """
    if system.is_live and not system.dry and os.geteuid() != 0:
        raise InstallError(
            "this changes the system, so it needs root's rights: put `sudo` before it, or look with --dry-run"
        )


def need_lasting(system: System) -> None:
    """What is written is there after the next start too.

    Raises
    ------
    InstallError
        The card's root is read-only, with a layer in memory over it.
    """
    try:
        words = system.at("/proc/cmdline").read_text(encoding="ascii", errors="replace").split()
    except OSError:
        return
    if any(word.startswith("overlayroot=") and word != "overlayroot=disabled" for word in words) and not system.dry:
        raise InstallError(
            "the card's root is read-only, and all of this would be gone at the next start: "
            "`sudo chairpi-read-only-root off`, `sudo reboot`, and then the same again"
        )


def own_release() -> str:
    """The version whose environment this runs in.

    Raises
    ------
    InstallError
        It runs from elsewhere.
    """
    prefix = Path(sys.prefix)
    if str(prefix.parent) != RELEASES:
        raise InstallError(
            f"this ChairPi runs from {prefix}, and one that is to stay runs from {RELEASES}/<version>: "
            "run the script `install` of a release archive, or firmware-config/install of a checkout, which puts it there; "
            "or look with --dry-run"
        )
    return prefix.name


def trust(system: System, paths: Sequence[Path]) -> None:
    """Take releases from now on that are signed with these keys.

    Raises
    ------
    InstallError
        There is no public key in one of the files.
    """
    for path in paths:
        load_public(path)
        data = path.read_bytes()
        known = [key.read_bytes() for key in system.at(KEYS).glob("*.pub")]
        if data not in known:
            names = (f"{path.stem}{'' if n == 1 else f'-{n}'}.pub" for n in range(1, 1000))
            system.write(f"{KEYS}/{next(name for name in names if not system.at(f'{KEYS}/{name}').exists())}", data)


def install(system: System, version: str, data_dir: str, is_well: IsWell) -> bool:
    """Put everything in its place and start the chair; may be done again and again.

    Parameters
    ----------
    system
        The machine.
    version
        The release, which is there already.
    data_dir
        The chair's data.
    is_well
        Tells whether the chair came up.

    Returns
    -------
    bool
        Whether it came up.

    Raises
    ------
    InstallError
        A step failed.
    """
    with only_one(system):
        if not system.dry:
            finish(system, data_dir)
            releases.mark_whole(system, version)
        old = releases.current(system)
        if old not in (None, version) and not system.dry:
            back_up(system, str(old))
            return change_over(system, version, data_dir, is_well)
        changed = place_files(system)
        changed |= system.link(CURRENT, f"releases/{version}")
        waits = is_well(version)
        if changed:
            system.run("systemctl", "restart", "--no-block", TARGET, *SERVICES[:2])
            system.run("systemctl", "start", "--no-block", BACKUP_TIMER)
        elif any(is_at_rest(system, service) for service in SERVICES[:2]):
            start(system)
        return system.dry or waits()


def uninstall(system: System, data_dir: str, *, remove_data: bool) -> None:
    """Stop the chair and take it off the machine.

    Parameters
    ----------
    system
        The machine.
    data_dir
        The chair's data.
    remove_data
        Remove the data too, where they are in their usual directory, the configuration, and the user.
    """
    with only_one(system):
        for unit in (BACKUP_TIMER, TARGET, *SERVICES):
            if not is_at_rest(system, unit):
                system.run("systemctl", "stop", unit)
        if remove_data:
            _remove_data(system, data_dir)
        _undo_read_only_root(system)
        take_files(system, with_owned=remove_data)
        if remove_data:
            _remove_data(system, data_dir)  # the directory that came back in the place of a partition's
            system.remove(str(Path(CONFIG).parent))
            if not system.run("id", USER, kind=Kind.LOOKS, check=False).status:
                system.run("userdel", USER)
        system.remove("/run/chairpi")
        system.remove(f"/var/lib/systemd/timers/stamp-{BACKUP_TIMER}")
        system.remove(OPT)
    if remove_data and system.at(data_dir).is_dir() and not system.dry:
        system.say(f"Kept: {data_dir}, {WHY_KEPT[system.at(data_dir).is_mount()]}")
    if not remove_data:
        system.say(f"Kept: {data_dir}, {Path(CONFIG).parent}, and the user {USER}, whose they are.")


def _remove_data(system: System, data_dir: str) -> None:
    """Remove the data in their usual place; another one, such as a stick or a home directory, holds other files too."""
    if data_dir == Config().paths.data_dir:
        path = system.at(data_dir)
        if path.is_symlink():
            system.say(f"Kept: {path.readlink()}, where {data_dir} led, and {WHY_KEPT[False]}")
        system.remove(data_dir)


def _undo_read_only_root(system: System) -> None:
    """Take the recipe back while its script is there: else the next start would look for the data on a partition of their own."""
    fstab = system.at("/etc/fstab")
    if system.at(READ_ONLY_ROOT).exists() and fstab.is_file() and DATA_LABEL in fstab.read_text(encoding="utf-8"):
        system.run(READ_ONLY_ROOT, "undo")
