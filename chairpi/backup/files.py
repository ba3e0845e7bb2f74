"""Files as a backup needs them: written whole or not at all, for their owner only, and never onto a disk that they would fill."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from chairpi.errors import StoreError
from chairpi.language.words import _, number_text

SPARE_BYTES = 64 * 1024 * 1024
"""What stays free at least: the history of two years or a system update's lists have room. Our choice."""
PRIVATE = 0o700


def private_directory(path: Path) -> Path:
    """Make a directory that only its owner looks into: the owner of the one above, also where root makes it; one that is there stays.

    Raises
    ------
    StoreError
        It cannot be made.
    """
    try:
        if not path.is_dir():
            path.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
            give_to_owner(path)
    except OSError as error:
        raise StoreError(
            f"the directory {path} cannot be made: {error.strerror}; let ChairPi's user write beside it, "
            "or put sudo before the command"
        ) from error
    return path


def give_to_owner(path: Path) -> None:
    """Where root made a file in the chair's own directory, hand it to the chair."""
    if os.geteuid() == 0:
        above = path.parent.stat()
        os.chown(path, above.st_uid, above.st_gid, follow_symlinks=False)


def remove(path: Path) -> None:
    """Remove a file, or a directory with all that is in it, where there is one."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def check_room(directory: Path, needed_bytes: int) -> None:
    """Refuse what would leave too little room.

    Raises
    ------
    StoreError
        There is not enough; the text says how much is needed and how much there is.
    """
    free_bytes = shutil.disk_usage(directory).free
    if free_bytes < needed_bytes + SPARE_BYTES:
        raise StoreError(
            _(
                "There is not enough room in %(directory)s: %(needed)s MB are needed, and %(free)s MB are free."
                " Delete what is not needed there, or name another place.",
                directory=directory,
                needed=number_text((needed_bytes + SPARE_BYTES) / 1e6),
                free=number_text(free_bytes / 1e6),
            )
        )


@contextlib.contextmanager
def alone_in(directory: Path) -> Iterator[None]:
    """Let one process at a time put files of a restored backup in place, or prepare them."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
