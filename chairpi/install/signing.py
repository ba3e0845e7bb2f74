"""Ed25519 keys and signatures (RFC 8032): by whom a release was made."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from chairpi.errors import InstallError

CONTEXT = b"ChairPi release manifest, format 1\n"
"""Before what is signed: a signature under a manifest is good for nothing else."""
SIGNATURE_BYTES = 64
LONGEST_KEY_BYTES = 4096


def make_keys(secret: Path, public: Path) -> None:
    """Make a pair of keys: the secret one readable by its owner only, and the public one that chairs are given.

    Raises
    ------
    InstallError
        One of the files exists, or cannot be written. No key is ever written over.
    """
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    _write_new(secret, pem, 0o600)
    _write_new(public, public_pem(key), 0o644)


def load_secret(path: Path) -> Ed25519PrivateKey:
    """The key to sign with.

    Raises
    ------
    InstallError
        There is none in the file.
    """
    try:
        key = load_pem_private_key(path.read_bytes(), None)
    except (OSError, ValueError, TypeError) as error:
        raise InstallError(f"{path}: no key can be read there: {error}") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise InstallError(f"{path}: a key of another kind; expected Ed25519")
    return key


def public_pem(key: Ed25519PrivateKey) -> bytes:
    """The public half, as a file holds it."""
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def load_public(path: Path) -> Ed25519PublicKey:
    """The public key in a file.

    Raises
    ------
    InstallError
        There is none.
    """
    try:
        with path.open("rb") as file:
            key = load_pem_public_key(file.read(LONGEST_KEY_BYTES))
    except (OSError, ValueError) as error:
        raise InstallError(f"{path}: no public key can be read there: {error}") from None
    if not isinstance(key, Ed25519PublicKey):
        raise InstallError(f"{path}: a key of another kind; expected Ed25519")
    return key


def sign(key: Ed25519PrivateKey, manifest: bytes) -> bytes:
    """The signature under a manifest."""
    return key.sign(CONTEXT + manifest)


def is_signed(manifest: bytes, signature: bytes, keys: Iterable[Ed25519PublicKey]) -> bool:
    """Whether one of these keys' owners signed exactly this."""
    for key in keys:
        try:
            key.verify(signature, CONTEXT + manifest)
        except InvalidSignature:
            continue
        return True
    return False


def _write_new(path: Path, data: bytes, mode: int) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    except OSError as error:
        raise InstallError(f"{path}: the key cannot be written: {error.strerror}") from error
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
