"""Bring the chair to the release in an archive, and back by itself if that one does not come up."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from chairpi.errors import InstallError
from chairpi.install import releases
from chairpi.install.archive import ReleaseArchive
from chairpi.install.places import CONFIG, KEYS, OPT
from chairpi.install.signing import load_public
from chairpi.install.system import Kind, System
from chairpi.install.trial import USER, try_out, under_way, undo
from chairpi.install.versions import version_of

UNPACKED_TIMES = 8
"""How much room a release takes, in sizes of its wheels: they themselves, then installed and compiled; 161 MB of 27 MB on Bookworm."""
SPARE_BYTES = 64 * 1024 * 1024

IsWell = Callable[[str], Callable[[], bool]]
"""For a version, what waits for it to come up; made while the version before still runs."""


def update(system: System, path: Path, data_dir: str, is_well: IsWell, *, allow_older: bool = False) -> bool:
    """Bring the chair to the release in an archive.

    Parameters
    ----------
    system
        The machine.
    path
        The archive.
    data_dir
        The chair's data.
    is_well
        Tells whether the new version came up.
    allow_older
        Take an older version than the one in use.

    Returns
    -------
    bool
        Whether that release is in use now; if not, the old one is.

    Raises
    ------
    InstallError
        The archive is refused, or a step failed; the message says which, and the old release is in use.
    """
    with only_one(system):
        finish(system, data_dir)
        old = releases.current(system)
        if old is None:
            raise InstallError("ChairPi is not installed here; run the archive's own `install`")
        system.say(f"Checking {path}")
        with ReleaseArchive(path, _keys(system)) as archive:
            new = archive.manifest.version
            system.say(f"Version {new}, signed, {archive.manifest.size_bytes / 1e6:.0f} MB. Version {old} is in use.")
            if new == old:
                return True
            if version_of(new) < version_of(old) and not allow_older:
                raise InstallError(
                    f"version {new} is older than {old}, which is in use; --allow-older takes it all the same. "
                    "It can then read the data only if their form has not changed since"
                )
            _need_room(system, archive.manifest.size_bytes, data_dir)
            back_up(system, old)
            system.say("Installing it beside the version in use")
            _unpack(system, archive)
        releases.build(system, new, str(system.at(releases.wheels_in())))
        system.remove(releases.UNPACKED)
        return change_over(system, new, data_dir, is_well)


def change_over(system: System, new: str, data_dir: str, is_well: IsWell) -> bool:
    """Try out a release that is there, whole; whether it stays.

    Raises
    ------
    InstallError
        It does not understand the configuration, or a step failed.
    """
    command = ("runuser", "-u", USER, "--", releases.program(new), "config", "--config", CONFIG)
    system.run(*command, kind=Kind.LOOKS)
    waits = is_well(new)
    system.say(f"Changing over to version {new}; the chair pauses meanwhile")
    stays = try_out(system, new, data_dir, waits)
    system.say(
        f"Version {new} is in use."
        if stays
        else f"Version {new} did not come up. Everything is as it was before, as told above."
    )
    return stays


def finish(system: System, data_dir: str) -> bool:
    """Undo an update that was cut short; whether there was one."""
    trial = under_way(system)
    if trial is None:
        return False
    system.say(f"The update from version {trial.old} to {trial.new} was cut short.")
    undo(system, trial, data_dir)
    return True


def back_up(system: System, old: str) -> None:
    """Have the version in use write a backup.

    Raises
    ------
    InstallError
        It could not.
    """
    system.say("Backing up")
    command = (
        "runuser",
        "-u",
        USER,
        "--",
        releases.program(old),
        "backup",
        "--automatic",
        "--reason",
        "update",
        "--config",
        CONFIG,
    )
    try:
        system.run(*command)
    except InstallError as error:
        raise InstallError(f"the data could not be backed up, so nothing was changed: {error}") from None


@contextmanager
def only_one(system: System) -> Iterator[None]:
    """Nobody else installs, updates or uninstalls at the same time.

    Raises
    ------
    InstallError
        Somebody does.
    """
    folder = system.at(OPT)
    if system.dry or not folder.is_dir():
        yield
        return
    with (folder / ".lock").open("w") as lock:
        try:
            flock(lock, LOCK_EX | LOCK_NB)
        except OSError:
            raise InstallError("another installation or update is under way; wait for it to end") from None
        yield


def _keys(system: System) -> list[Ed25519PublicKey]:
    return [load_public(path) for path in sorted(system.at(KEYS).glob("*.pub"))]


def _need_room(system: System, archive_bytes: int, data_dir: str) -> None:
    data = system.at(data_dir)
    data_bytes = sum(path.stat().st_size for path in data.glob("*.db*") if path.is_file())
    for folder, needed_bytes in ((system.at(OPT), archive_bytes * UNPACKED_TIMES), (data, 3 * data_bytes)):
        free_bytes = shutil.disk_usage(folder).free
        if free_bytes < needed_bytes + SPARE_BYTES:
            raise InstallError(
                f"{folder}: {free_bytes / 1e6:.0f} MB are free, and the update needs "
                f"{(needed_bytes + SPARE_BYTES) / 1e6:.0f} MB; make room, and try again. Nothing was changed"
            )


def _unpack(system: System, archive: ReleaseArchive) -> None:
    system.remove(releases.UNPACKED)
    system.folder(releases.UNPACKED, 0o700)
    try:
        archive.unpack(system.at(releases.UNPACKED))
    except OSError as error:
        system.remove(releases.UNPACKED)
        raise InstallError(f"the archive could not be unpacked: {error}") from error
