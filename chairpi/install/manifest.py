"""What a release archive says of itself: its version, and each of its files with size and digest."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from chairpi.errors import InstallError
from chairpi.install.versions import version_of

FORMAT = 1
MANIFEST = "manifest.json"
SIGNATURE = "manifest.sig"
WHEELS = "wheels"

LONGEST_MANIFEST_BYTES = 256 * 1024
LONGEST_FILE_BYTES = 128 * 1024 * 1024
"""Of one file: numpy's wheel, the largest by far, has 17 MB."""
LONGEST_ALL_BYTES = 512 * 1024 * 1024
MOST_FILES = 400

_FILE = re.compile(r"(?:wheels/)?[A-Za-z0-9][A-Za-z0-9_.+!-]{0,99}")
"""No file lies deeper, begins with a point, or leads elsewhere."""
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Listed:
    """One file: its name below the archive's folder, its size, and its SHA-256 in hexadecimal digits."""

    name: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """A release: its version, and all its files but the manifest and the signature under it."""

    version: str
    files: tuple[Listed, ...]

    @property
    def folder(self) -> str:
        """The one folder that the archive holds."""
        return f"chairpi-{self.version}"

    @property
    def size_bytes(self) -> int:
        """Of all files together."""
        return sum(file.size_bytes for file in self.files)

    def as_bytes(self) -> bytes:
        """As it is signed and written."""
        files = [{"name": f.name, "size_bytes": f.size_bytes, "sha256": f.sha256} for f in self.files]
        record = {"format": FORMAT, "name": "chairpi", "version": self.version, "files": files}
        return json.dumps(record, indent=1).encode("ascii") + b"\n"


def manifest_from(data: bytes) -> Manifest:
    """Read a manifest, strictly: nothing is unknown, missing, twice or too large.

    Raises
    ------
    InstallError
        Something is; the message says what.
    """
    try:
        record = json.loads(data.decode("ascii"))
    except (ValueError, RecursionError) as error:
        raise InstallError(f"{MANIFEST} is not JSON: {error}") from None
    table = _table(record, "", {"format": int, "name": str, "version": str, "files": list})
    if table["format"] != FORMAT or table["name"] != "chairpi":
        raise InstallError(
            f"{MANIFEST}: found {table['name'][:40]!r} in format {table['format']}, expected 'chairpi' in format {FORMAT}; "
            "an archive of a much newer ChairPi says itself how it is installed"
        )
    version_of(table["version"])
    if len(table["files"]) > MOST_FILES:
        raise InstallError(f"{MANIFEST}: {len(table['files'])} files, at most {MOST_FILES} are allowed")
    files = tuple(_listed(entry, f"files[{index}]") for index, entry in enumerate(table["files"]))
    names = [file.name for file in files]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise InstallError(f"{MANIFEST}: {twice} is listed twice")
    manifest = Manifest(table["version"], files)
    if manifest.size_bytes > LONGEST_ALL_BYTES:
        raise InstallError(
            f"{MANIFEST}: the files have {manifest.size_bytes} bytes, at most {LONGEST_ALL_BYTES} are allowed"
        )
    return manifest


def _listed(entry: object, place: str) -> Listed:
    table = _table(entry, place, {"name": str, "size_bytes": int, "sha256": str})
    file = Listed(**table)
    if not _FILE.fullmatch(file.name) or file.name in (MANIFEST, SIGNATURE):
        raise InstallError(
            f"{MANIFEST}: {place}.name: found {file.name[:100]!r}, expected a plain name, or one in {WHEELS}/"
        )
    if not 0 <= file.size_bytes <= LONGEST_FILE_BYTES:
        raise InstallError(
            f"{MANIFEST}: {place}.size_bytes: found {file.size_bytes}, at most {LONGEST_FILE_BYTES} are allowed"
        )
    if not _DIGEST.fullmatch(file.sha256):
        raise InstallError(f"{MANIFEST}: {place}.sha256: expected 64 hexadecimal digits")
    return file


def _table(found: object, place: str, fields: dict[str, type]) -> dict[str, Any]:
    if not isinstance(found, dict) or found.keys() != fields.keys():
        raise InstallError(f"{MANIFEST}: {place or 'the whole'}: expected exactly {', '.join(fields)}")
    for name, kind in fields.items():
        if type(found[name]) is not kind:
            raise InstallError(f"{MANIFEST}: {place}{'.' if place else ''}{name}: found {str(found[name])[:40]!r}")
    return found
