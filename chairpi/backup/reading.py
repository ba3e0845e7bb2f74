"""Read a backup with suspicion: it may be damaged, of a newer ChairPi, or made by somebody who means no good.

Nothing is written before names, sizes and room are looked over; and what is written is trusted only once every digest is right and
both databases are whole, ours, and of a version that this ChairPi knows.
"""

from __future__ import annotations

import hashlib
import io
import os
import struct
import tomllib
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from chairpi.backup.archive import PIECE_BYTES
from chairpi.backup.files import check_room
from chairpi.backup.manifest import ALWAYS, RECORDINGS, Manifest, Member, manifest_of
from chairpi.data_names import MANIFEST
from chairpi.errors import BackupError, StoreError
from chairpi.language.words import _
from chairpi.on_disk import read_from_disk
from chairpi.store.copies import DATABASES, bring_up_to_date, newest_version, version_of
from chairpi.store.data_files import Sort, sort_of
from chairpi.store.kept_backups import MANIFEST_MAX_BYTES

UNPACKED_MAX_BYTES = 4 * 1024**3
"""Our choice: a history of a hundred years, or a week of recordings."""
MOST_MEMBERS = 1000
COMPRESSED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    RuntimeError,
    ValueError,
    LookupError,
    ArithmeticError,
)
"""What Python's ZIP and DEFLATE readers raise on files that somebody changed."""


def read_manifest(path: Path) -> Manifest:
    """What a backup says of itself, after a look at the names and sizes of all that is in it; the rest is not read yet.

    Raises
    ------
    BackupError
        It is none that this ChairPi understands.
    """
    with _opened(path) as archive:
        return _manifest(archive)


def unpack(path: Path, directory: Path) -> Manifest:
    """Unpack a backup into an empty directory, and look over all that is in it; the databases are of the present version then.

    Raises
    ------
    BackupError
        It is none that this ChairPi understands, or something in it is not as it was when it was made.
    StoreError
        There is too little room, or the directory cannot be written.
    """
    with _opened(path) as archive:
        manifest = _manifest(archive)
        check_room(directory, 2 * manifest.unpacked_bytes)  # a database that is brought up to date is copied first
        for name, member in manifest.members.items():
            target = directory / name
            target.parent.mkdir(mode=0o700, exist_ok=True)
            with archive.open(name) as source, _private(target) as file:
                _copy(source, file, name, member)
    for name in DATABASES:
        read_from_disk(directory / name)
        _check_database(directory / name, name, manifest)
    for name in manifest.members:
        if name.startswith(RECORDINGS) and sort_of(directory / name) is not Sort.RECORDING:
            raise _refusal(_("it holds a file that no backup holds: %(name)s", name=repr(name)[:80]))
    for name in ALWAYS:
        if name.endswith(".toml"):
            _check_toml(directory / name, name)
    return manifest


class _Sparing(io.FileIO):
    """A file of which no piece is read that would not fit: a ZIP file's directory is read at once, and may be as long as the file."""

    def read(self, size: int | None = -1) -> bytes:
        if size is not None and size > PIECE_BYTES:
            raise _refusal(_("it holds the same file twice, or far too many files"))
        return super().read(size)


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with _Sparing(path) as file, zipfile.ZipFile(file) as archive:
            yield archive
    except FileNotFoundError as error:
        raise BackupError(_("There is no file %(file)s.", file=path)) from error
    except BackupError:
        raise
    except StoreError:
        raise
    except BROKEN as error:
        raise _refusal(_("it is damaged, or no ZIP file")) from error
    except OSError as error:
        raise StoreError(_("%(file)s cannot be read or unpacked (%(why)s).", file=path, why=error.strerror)) from error


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    found = archive.infolist()
    names = [info.filename for info in found]
    if MANIFEST not in names:
        raise _refusal(_("it is a ZIP file, but none that ChairPi made as a backup"))
    if len(names) > MOST_MEMBERS or len(set(names)) != len(names):
        raise _refusal(_("it holds the same file twice, or far too many files"))
    if any(info.compress_type not in COMPRESSED for info in found):
        raise _refusal(_("it is compressed in another way than ChairPi's backups are"))
    sizes = {info.filename: info.file_size for info in found}
    if sizes[MANIFEST] > MANIFEST_MAX_BYTES:
        raise _refusal(_("its list of contents is far too long"))
    with archive.open(MANIFEST) as file:
        content = file.read(MANIFEST_MAX_BYTES + 1)
    try:
        manifest = manifest_of(content)
    except ValueError as error:
        raise _refusal(str(error)) from error
    told = {name: member.size_bytes for name, member in manifest.members.items()}
    if told | {MANIFEST: sizes[MANIFEST]} != sizes:
        raise _refusal(_("its list of contents does not say what is in it"))
    if manifest.unpacked_bytes > UNPACKED_MAX_BYTES:
        raise _refusal(_("what is in it is far too large"))
    for name, version in manifest.schema_versions.items():
        _check_version(name, version)
    return manifest


def _copy(source: IO[bytes], target: IO[bytes], name: str, member: Member) -> None:
    digest, n_bytes = hashlib.sha256(), 0
    while piece := source.read(PIECE_BYTES):
        n_bytes += len(piece)
        if n_bytes > member.size_bytes:
            break
        digest.update(piece)
        target.write(piece)
    if (n_bytes, digest.hexdigest()) != (member.size_bytes, member.sha256):
        raise _refusal(_("%(name)s in it is not as it was when the backup was made", name=name))


def _private(target: Path) -> IO[bytes]:
    """A new file for this user only: keys may be in it."""
    return os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _check_database(path: Path, name: str, manifest: Manifest) -> None:
    try:
        if version_of(path) != manifest.schema_versions[name]:
            raise _refusal(_("its list of contents does not say what is in it"))
        bring_up_to_date(path, name)
    except BackupError:
        raise
    except StoreError as error:
        raise _refusal(_("%(name)s in it cannot be used: %(why)s", name=name, why=error)) from error


def _check_version(name: str, version: int) -> None:
    if version > newest_version(name):
        raise _refusal(
            _(
                "its %(name)s is of version %(version)s, and this ChairPi knows versions up to %(newest)s; update this chair first",
                name=name,
                version=version,
                newest=newest_version(name),
            )
        )


def _check_toml(path: Path, name: str) -> None:
    try:
        tomllib.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise _refusal(_("%(name)s in it cannot be read", name=name)) from error


def _refusal(why: str) -> BackupError:
    return BackupError(_("This backup was not taken, and nothing was changed: %(why)s.", why=why.rstrip(".")))
