"""Release archives for tests: small ones as they should be, and such as somebody else might make."""

from __future__ import annotations

import hashlib
import io
import tarfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from chairpi.install.making import write_archive
from chairpi.install.manifest import Listed, Manifest
from chairpi.install.signing import sign

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
STRANGER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))

Member = tuple[str, bytes]


def small_release(folder: Path, version: str = "2.0.0", key: Ed25519PrivateKey = KEY) -> Path:
    """An archive made as releases are, of a wheel that is none."""
    wheels = folder / f"wheels-{version}"
    wheels.mkdir(parents=True, exist_ok=True)
    wheel = wheels / f"chairpi-{version}-py3-none-any.whl"
    wheel.write_bytes(b"a wheel " * 100)
    (wheels / "other-1.0-py3-none-any.whl").write_bytes(b"another")
    script = folder / "install"
    script.write_text("#!/bin/sh\n", encoding="ascii")
    return write_archive(wheel, wheels, script, key, folder)


def listed(files: Mapping[str, bytes]) -> tuple[Listed, ...]:
    """Files as a manifest lists them."""
    return tuple(Listed(name, len(data), hashlib.sha256(data).hexdigest()) for name, data in files.items())


def signed_members(manifest: bytes, files: Mapping[str, bytes], folder: str = "chairpi-2.0.0") -> list[Member]:
    """What an archive holds whose manifest says anything at all, and is signed all the same."""
    parts = {"manifest.json": manifest, "manifest.sig": sign(KEY, manifest), **files}
    return [(f"{folder}/{name}", data) for name, data in parts.items()]


def manifest_of(files: Mapping[str, bytes], version: str = "2.0.0") -> bytes:
    """A manifest of these files, whatever they are named."""
    return Manifest(version, listed(files)).as_bytes()


def tar_of(members: Sequence[Member | tarfile.TarInfo], path: Path) -> Path:
    """A tar file of plain files, and of headers as they are given."""
    with tarfile.open(path, "w", format=tarfile.USTAR_FORMAT) as tar:
        for member in members:
            if isinstance(member, tarfile.TarInfo):
                tar.addfile(member)
            else:
                header = tarfile.TarInfo(member[0])
                header.size = len(member[1])
                tar.addfile(header, io.BytesIO(member[1]))
    return path
