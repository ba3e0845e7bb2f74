"""The key that signs the dashboard's cookies: made once, whole on the disk before it is used, readable by this user only."""

from __future__ import annotations

import logging
import os
from pathlib import Path

from chairpi.errors import StoreError

log = logging.getLogger(__name__)

FILE = "web.key"
KEY_BYTES = 32
UNREADABLE_SUFFIX = ".set-aside"


def secret_key(directory: Path) -> bytes:
    """The key that is kept in a directory, made where there is none.

    One that is cut short is set aside, and pages that were open have to be loaded again: forms that were signed with it count no longer.

    Raises
    ------
    StoreError
        It can be neither read nor written.
    """
    path = directory / FILE
    try:
        directory.mkdir(parents=True, exist_ok=True)
        if path.exists():
            key = path.read_bytes()
            if len(key) >= KEY_BYTES:
                return key
            path.replace(path.with_name(f"{FILE}{UNREADABLE_SUFFIX}"))
            log.warning("%s was cut short, and a new key is made", path)
        return _made(path)
    except OSError as error:
        raise StoreError(
            f"paths.data_dir: cannot keep the dashboard's key in {path}: {error.strerror}; "
            "make the directory writable, or choose another in the configuration"
        ) from error


def _made(path: Path) -> bytes:
    key, part = os.urandom(KEY_BYTES), path.with_name(f"{FILE}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return key
