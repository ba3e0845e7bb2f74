"""A release archive: a plain tar file with one folder, of which nothing is believed before its signature and digests are checked.

The manifest comes first, the signature under it second, then the files in the manifest's order, and nothing else. Only plain files
with ustar headers: no links, no long names, no extensions that a reader would have to interpret.
"""

from __future__ import annotations

import hashlib
import tarfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from chairpi.errors import InstallError
from chairpi.install.manifest import (
    LONGEST_ALL_BYTES,
    LONGEST_MANIFEST_BYTES,
    MANIFEST,
    SIGNATURE,
    Listed,
    Manifest,
    manifest_from,
)
from chairpi.install.signing import SIGNATURE_BYTES, is_signed

BLOCK_BYTES = tarfile.BLOCKSIZE
PIECE_BYTES = 1 << 20
LONGEST_ARCHIVE_BYTES = LONGEST_ALL_BYTES + (1 << 20)


class ReleaseArchive:
    """An archive that has been checked from end to end.

    Parameters
    ----------
    path
        The file. It is opened once: what is unpacked later is what was checked, or is refused.
    keys
        Of those whose releases are taken.

    Raises
    ------
    InstallError
        It is not signed by one of them, or not as the manifest says.
    """

    def __init__(self, path: Path, keys: Sequence[Ed25519PublicKey]) -> None:
        try:
            self._file: BinaryIO = path.open("rb")
        except OSError as error:
            raise InstallError(f"{path}: cannot be read: {error.strerror}") from None
        try:
            self.manifest = self._check(path, keys)
        except BaseException as error:
            self._file.close()
            if isinstance(error, InstallError):
                raise InstallError(f"{path}: {error}; nothing was changed") from None
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        self._file.close()

    def unpack(self, folder: Path) -> None:
        """Write all files below a folder that is there, each checked once more while it is written.

        Raises
        ------
        InstallError
            The archive has changed since it was checked.
        OSError
            A file cannot be written.
        """
        for file, pieces in self._files(self.manifest):
            target = folder / file.name
            target.parent.mkdir(exist_ok=True)
            with target.open("xb") as out:
                for piece in _checked(file, pieces):
                    out.write(piece)

    def _check(self, path: Path, keys: Sequence[Ed25519PublicKey]) -> Manifest:
        if path.stat().st_size > LONGEST_ARCHIVE_BYTES:
            raise InstallError(f"longer than {LONGEST_ARCHIVE_BYTES} bytes, as no release is")
        if not keys:
            raise InstallError("no key of anybody who makes releases is known here; see `chairpi install --trust`")
        data, folder = self._first()
        signature = self._short(f"{folder}/{SIGNATURE}", SIGNATURE_BYTES)
        if not is_signed(data, signature, keys):
            raise InstallError("not signed with a key that this chair takes releases from")
        manifest = manifest_from(data)
        if manifest.folder != folder:
            raise InstallError(f"holds a folder {folder!r}, but says that it is {manifest.folder}")
        for file, pieces in self._files(manifest):
            for _ in _checked(file, pieces):
                pass
        if self._file.read(tarfile.RECORDSIZE).strip(b"\0") or self._file.read(1):
            raise InstallError("goes on after its last file")
        return manifest

    def _first(self) -> tuple[bytes, str]:
        """The manifest's bytes, and the folder it lies in."""
        header = self._header()
        folder, _, name = header.name.partition("/")
        if name != MANIFEST:
            raise InstallError(f"begins with {header.name[:100]!r}, expected {MANIFEST} in a folder")
        return self._contents(header, LONGEST_MANIFEST_BYTES), folder

    def _short(self, name: str, n_bytes: int) -> bytes:
        header = self._header()
        if header.name != name or header.size != n_bytes:
            raise InstallError(f"not signed: found {header.name[:100]!r} where {name} should be")
        return self._contents(header, n_bytes)

    def _files(self, manifest: Manifest) -> Iterator[tuple[Listed, Iterator[bytes]]]:
        """Each file with its contents, piece by piece, from the first after the signature on."""
        self._file.seek(0)
        self._contents(self._header(), LONGEST_MANIFEST_BYTES)
        self._contents(self._header(), SIGNATURE_BYTES)
        for file in manifest.files:
            header = self._header()
            if header.name != f"{manifest.folder}/{file.name}" or header.size != file.size_bytes:
                raise InstallError(f"found {header.name[:100]!r} of {header.size} bytes where {file.name} should be")
            yield file, self._pieces(header.size)

    def _header(self) -> tarfile.TarInfo:
        try:
            header = tarfile.TarInfo.frombuf(self._file.read(BLOCK_BYTES), "ascii", "strict")
        except (tarfile.TarError, ValueError):  # cut short, ended, or no tar file at all
            raise InstallError("no release archive, or cut short: fetch it again") from None
        if header.type != tarfile.REGTYPE:
            raise InstallError(f"{header.name[:100]!r} is no plain file")
        return header

    def _contents(self, header: tarfile.TarInfo, most_bytes: int) -> bytes:
        if header.size > most_bytes:
            raise InstallError(f"{header.name[:100]!r} has {header.size} bytes, at most {most_bytes} are allowed")
        return b"".join(self._pieces(header.size))

    def _pieces(self, n_bytes: int) -> Iterator[bytes]:
        """So many bytes, and what fills the last block."""
        left = n_bytes
        while left:
            piece = self._file.read(min(left, PIECE_BYTES))
            if not piece:
                raise InstallError("cut short: fetch it again")
            left -= len(piece)
            yield piece
        if self._file.read(-n_bytes % BLOCK_BYTES).strip(b"\0"):
            raise InstallError("holds something between its files")


def _checked(file: Listed, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces, and at their end an error if they are not what the manifest says."""
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
        yield piece
    if digest.hexdigest() != file.sha256:
        raise InstallError(f"{file.name} is not what was signed: fetch the archive again")
