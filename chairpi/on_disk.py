"""Files that are whole under their name, or as they were before; all but one way of writing them brings them to the disk."""

from __future__ import annotations

import os
from pathlib import Path


def sync(path: Path) -> None:
    """Bring a file, or the names in a directory, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(directory: Path) -> None:
    """Bring a directory to the disk, with all that is in it."""
    for path in directory.rglob("*"):
        sync(path)
    sync(directory)


def write_whole(path: Path, content: bytes, mode: int = 0o600) -> None:
    """Write a file: all of it is on the disk then, or the file is as it was.

    Parameters
    ----------
    path
        The file.
    content
        What is to be in it.
    mode
        Who may do what with it, whatever the process's mask; this user alone when not given.
    """
    _replace(path, content, mode, is_brought_to_disk=True)
    sync(path.parent)


def replace_quickly(path: Path, content: bytes) -> None:
    """Write a file for this user alone: whoever reads it finds the one before or this one, but a power cut may take both."""
    _replace(path, content, 0o600, is_brought_to_disk=False)


def _replace(path: Path, content: bytes, mode: int, *, is_brought_to_disk: bool) -> None:
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)  # of a cut, and perhaps with another mode
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        os.fchmod(descriptor, mode)
        file.write(content)
        if is_brought_to_disk:
            file.flush()
            os.fsync(descriptor)
    part.replace(path)


def read_from_disk(path: Path) -> None:
    """Let what is read of a file next come from the disk, and not from what memory still has of it: a card may lie."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)  # what is not there yet stays in memory
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(descriptor)
