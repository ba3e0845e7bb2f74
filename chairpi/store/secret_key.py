"""The key that signs the dashboard's cookies: made once, whole on the disk before it is used, readable by this user only."""

from __future__ import annotations

import logging
import os
from pathlib import Path

from chairpi.on_disk import write_whole

log = logging.getLogger(__name__)

FILE = "web.key"
KEY_BYTES = 32
UNREADABLE_SUFFIX = ".set-aside"


def secret_key(directory: Path) -> bytes:
    """The key that is kept in a directory, made where there is none.

    One that is cut short is set aside, and pages that were open have to be loaded again: forms that were signed with it count no longer.
    Where none can be read or kept, this process has one of its own, and the same holds when it ends.
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
        key = os.urandom(KEY_BYTES)
        write_whole(path, key)
        return key
    except OSError as error:
        log.error(
            "the dashboard's key cannot be kept in %s (%s), so open pages have to be loaded again after a restart: make the directory "
            "paths.data_dir writable, or choose another in the configuration",
            path,
            error.strerror,
        )
        return os.urandom(KEY_BYTES)
