"""The parts of a release archive: wheels for each kind of machine, a manifest of all files, a signature under it."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from email.parser import Parser
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from packaging.requirements import Requirement

from chairpi.errors import InstallError
from chairpi.install.manifest import MANIFEST, SIGNATURE, WHEELS, Listed, Manifest, manifest_from
from chairpi.install.signing import public_pem, sign

PI_MACHINES = ("aarch64", "armv7l")
NEWEST_GLIBC, OLDEST_GLIBC = 36, 17
"""Wheels for glibc 2.36, which Bookworm has, and older ones run on Trixie too."""
GLIBC = (*(f"manylinux_2_{minor}" for minor in range(NEWEST_GLIBC, OLDEST_GLIBC - 1, -1)), "manylinux2014")
LAST_CHANGED_UTC_S = 315_532_800
"""In every header, so that the same files make the same archive: 1980-01-01, the earliest a wheel can tell."""


@dataclass(frozen=True, slots=True)
class Target:
    """A Python and a machine that wheels are for."""

    python: str
    machine: str

    @classmethod
    def from_text(cls, text: str) -> Target:
        """Read `3.13-aarch64`.

        Raises
        ------
        InstallError
            It is not such a text.
        """
        found = re.fullmatch(r"(3\.\d+)-(\w+)", text)
        if found is None:
            raise InstallError(f"--for {text}: expected Python and machine, such as 3.13-aarch64")
        return cls(found[1], found[2])

    @property
    def environment(self) -> dict[str, str]:
        """What markers of requirements ask for."""
        extra = "pi" if self.machine in PI_MACHINES else ""
        return {
            "python_version": self.python, "python_full_version": f"{self.python}.0", "platform_machine": self.machine,
            "sys_platform": "linux", "extra": extra,
        }  # fmt: skip


def build_wheel(checkout: Path, into: Path) -> Path:
    """Build this project's wheel.

    Raises
    ------
    InstallError
        It cannot be built.
    """
    _pip("wheel", "--no-deps", "--wheel-dir", str(into), str(checkout))
    return next(into.glob("chairpi-*.whl"))


def download_wheels(wheel: Path, target: Target, into: Path) -> None:
    """Fetch the wheels of everything that ChairPi needs there. What comes as source alone is built here, if it is pure Python.

    Raises
    ------
    InstallError
        Something cannot be had.
    """
    wanted = [str(requirement) for requirement in requirements_of(wheel, target)]
    platforms = [part for libc in GLIBC for part in ("--platform", f"{libc}_{target.machine}")]
    where = ("--implementation", "cp", "--python-version", target.python, *platforms)
    fetch = ("download", "--only-binary=:all:", *where, "--find-links", str(into), "--dest", str(into))
    try:
        _pip(*fetch, *wanted)
    except InstallError:
        for name in wanted:
            _fetch_or_build(name, fetch, into)


def _fetch_or_build(name: str, fetch: Sequence[str], into: Path) -> None:
    try:
        _pip(*fetch, name)
    except InstallError:
        _pip("wheel", "--no-deps", "--wheel-dir", str(into), name)
        package = re.split(r"[^A-Za-z0-9_.-]", name)[0].replace("-", "_").lower()
        if not list(into.glob(f"{package}-*-none-any.whl")):
            raise


def requirements_of(wheel: Path, target: Target) -> list[Requirement]:
    """What the wheel says that it needs on such a machine, without the markers that ask for it."""
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = Parser().parsestr(archive.read(name).decode("utf-8"))
    found = []
    for text in metadata.get_all("Requires-Dist", []):
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate(target.environment):
            requirement.marker = None
            found.append(requirement)
    return found


def collect_wheels(wheelhouses: Iterable[Path], into: Path) -> None:
    """Take wheels from folders, but for this project's own."""
    for folder in wheelhouses:
        for wheel in folder.glob("*.whl"):
            if not wheel.name.startswith("chairpi-"):
                (into / wheel.name).write_bytes(wheel.read_bytes())


def write_archive(wheel: Path, wheels: Path, script: Path, key: Ed25519PrivateKey, output: Path) -> Path:
    """Write the archive of a release.

    Parameters
    ----------
    wheel
        This project's, among the others.
    wheels
        The folder of all.
    script
        The file `install`, for the archive's own folder.
    key
        To sign with.
    output
        The folder for the archive.

    Raises
    ------
    InstallError
        It would break a rule of the format.
    """
    contents = {"install": script.read_bytes(), "release.pub": public_pem(key)}
    contents |= {f"{WHEELS}/{path.name}": path.read_bytes() for path in sorted(wheels.glob("*.whl"))}
    files = tuple(Listed(name, len(data), hashlib.sha256(data).hexdigest()) for name, data in contents.items())
    manifest = Manifest(wheel.name.split("-")[1], files)
    data = manifest.as_bytes()
    manifest_from(data)
    parts = {MANIFEST: data, SIGNATURE: sign(key, data), **contents}
    archive = output / f"{manifest.folder}.tar"
    with tarfile.open(archive, "w", format=tarfile.USTAR_FORMAT) as tar:
        for name, part in parts.items():
            tar.addfile(_header(f"{manifest.folder}/{name}", len(part)), io.BytesIO(part))
    return archive


def _header(name: str, size_bytes: int) -> tarfile.TarInfo:
    header = tarfile.TarInfo(name)
    header.size = size_bytes
    header.mode = 0o755 if name.endswith("/install") else 0o644
    header.mtime = LAST_CHANGED_UTC_S
    return header


def _pip(*arguments: str) -> None:
    command: Sequence[str] = (sys.executable, "-m", "pip", *arguments, "--quiet", "--disable-pip-version-check")
    ran = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # our own command, no shell
    if ran.returncode:
        raise InstallError(f"pip {arguments[0]} failed: {ran.stderr.strip()[-600:]}")
