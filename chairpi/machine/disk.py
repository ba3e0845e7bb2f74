"""Room where the data lie."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from chairpi.errors import StoreError


@dataclass(frozen=True, slots=True)
class Disk:
    """Room where the data lie.

    Parameters
    ----------
    path
        The data directory, or the nearest directory above it that exists.
    free_bytes, total_bytes
        For this user, and in all.
    free_inodes_fraction
        Part of the file names that are left; `None` for a file system without a limit.
    read_only
        Whether the whole file system refuses writing.
    """

    path: str
    free_bytes: int
    total_bytes: int
    free_inodes_fraction: float | None
    read_only: bool


def decode_disk(path: Path, found: os.statvfs_result) -> Disk:
    """Room on a file system, from what the kernel says of it."""
    return Disk(
        path=str(path),
        free_bytes=found.f_bavail * found.f_frsize,
        total_bytes=found.f_blocks * found.f_frsize,
        free_inodes_fraction=found.f_favail / found.f_files if found.f_files else None,
        read_only=bool(found.f_flag & os.ST_RDONLY),
    )


def read_disk(data_dir: Path) -> Disk | None:
    """Room where `data_dir` is or will be made; `None` where this user may not look.

    Raises
    ------
    StoreError
        The disk reports an error.
    """
    path = data_dir.absolute()
    while True:
        try:
            return decode_disk(path, os.statvfs(path))
        except (FileNotFoundError, NotADirectoryError):
            path = path.parent
        except PermissionError:
            return None
        except OSError as error:
            raise StoreError(f"{path}: the disk cannot be asked ({error.strerror}); check the card or disk") from error
