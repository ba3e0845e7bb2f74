"""The releases on the machine: a folder each, one of them in use."""

from __future__ import annotations

from chairpi.errors import InstallError
from chairpi.install.manifest import WHEELS
from chairpi.install.places import CURRENT, RELEASES
from chairpi.install.system import Kind, System

WHOLE = "whole"
"""An empty file that a release's folder gets last: without it the folder is left over from something that was cut short."""
PYTHON = "/usr/bin/python3"
UNPACKED = f"{RELEASES}/.unpacked"


def program(version: str, name: str = "chairpi") -> str:
    """A program of a release."""
    return f"{RELEASES}/{version}/bin/{name}"


def current(system: System) -> str | None:
    """The version in use; `None` where none is."""
    link = system.at(CURRENT)
    if not link.is_symlink():
        return None
    return link.readlink().name


def is_whole(system: System, version: str) -> bool:
    """Whether all of a release is there."""
    return system.at(f"{RELEASES}/{version}/{WHOLE}").is_file()


def mark_whole(system: System, version: str) -> None:
    """Say that all of a release is there, once all of it is on the disk."""
    if is_whole(system, version):
        return
    system.run("sync", "--file-system", str(system.at(RELEASES)), kind=Kind.SEES_TO)
    system.write(f"{RELEASES}/{version}/{WHOLE}", b"")


def build(system: System, version: str, wheels: str) -> None:
    """Make a release's Python environment from wheels, without a network, and look whether it runs.

    The system's own packages can be seen from it, for lgpio, but each one that ChairPi needs and that has a wheel is its own.

    Raises
    ------
    InstallError
        It cannot be made, or says another version. The folder is then removed.
    """
    folder = f"{RELEASES}/{version}"
    system.remove(folder)
    try:
        system.run(PYTHON, "-m", "venv", "--system-site-packages", folder)
        wanted = f"chairpi[pi]=={version}" if system.is_pi else f"chairpi=={version}"
        system.run(
            program(version, "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
            "--no-index", "--find-links", wheels, "--ignore-installed", wanted,
        )  # fmt: skip
        said = system.run(program(version), "--version", kind=Kind.LOOKS).said
        if version not in said.split():
            raise InstallError(f"the release says of itself that it is {said.strip()!r}, not {version}")
    except InstallError:
        system.remove(folder)
        raise
    mark_whole(system, version)


def prune(system: System, before: str) -> None:
    """Remove all but the release in use and the one `before` it, and what an update left that was cut short."""
    system.remove(UNPACKED)
    names = sorted(path.name for path in system.at(RELEASES).iterdir())
    for name in names:
        if name not in (current(system), before):
            system.remove(f"{RELEASES}/{name}")


def wheels_in(unpacked: str = UNPACKED) -> str:
    """Where an unpacked archive has its wheels."""
    return f"{unpacked}/{WHEELS}"
