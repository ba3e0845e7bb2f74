"""Disks that take nothing: one that is full to the last block, one that is read-only, and a kernel that lets no file grow.

The first two are real file systems, made and mounted where the tests run as root; elsewhere they are skipped, and the third stays.
"""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

IMAGE_BYTES = 4 << 20


class Disk(Protocol):
    """A place for the data, and a switch."""

    directory: Path

    def take_nothing(self) -> None:
        """From now on nothing can be written."""

    def take_all(self) -> None:
        """From now on it can again."""


def _run(*command: object) -> None:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    if done.returncode:
        raise OSError(done.returncode, f"{command[0]}: {done.stderr.strip()}")


class FullDisk:
    """A small file system in memory; while it takes nothing, a file fills it."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        _run("mount", "-t", "tmpfs", "-o", f"size={IMAGE_BYTES}", "tmpfs", directory)

    def take_nothing(self) -> None:
        with (self.directory / "filler").open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(bytes(512))

    def take_all(self) -> None:
        (self.directory / "filler").unlink(missing_ok=True)


class ReadOnlyDisk:
    """An ext4 file system in an image; while it takes nothing, it is mounted read-only."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.image = directory.with_name(f"{directory.name}.img")
        with self.image.open("wb") as file:
            file.truncate(IMAGE_BYTES)
        _run("mkfs.ext4", "-q", self.image)
        _run("mount", "-o", "loop", self.image, directory)

    def take_nothing(self) -> None:
        _run("mount", "-o", "remount,ro", self.directory)

    def take_all(self) -> None:
        _run("mount", "-o", "remount,rw", self.directory)


class FailingDisk(ReadOnlyDisk):
    """One that the kernel turns read-only under whoever writes, as ext4 does after an error, until it is looked over and mounted anew."""

    def take_nothing(self) -> None:
        _run("mount", "-o", "remount,abort", self.directory)

    def take_all(self) -> None:
        if self.image.suffix == ".again":
            return
        _run("umount", "-l", self.directory)  # whoever has files open there keeps the old one
        again = self.image.with_suffix(".again")
        shutil.copy(self.image, again)
        self.image = again
        _run("mount", "-o", "loop", again, self.directory)


class BoundedFiles:
    """The kernel lets no file of this process grow, which needs no rights."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._before = resource.getrlimit(resource.RLIMIT_FSIZE)

    def take_nothing(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, self._before[1]))

    def take_all(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, self._before)


KINDS = {"full": FullDisk, "read-only": ReadOnlyDisk, "failing": FailingDisk, "bounded": BoundedFiles}


@contextlib.contextmanager
def disk_that_can_take_nothing(kind: str) -> Iterator[Disk]:
    """A disk of this kind that takes all as yet; the test is skipped where it cannot be had."""
    with tempfile.TemporaryDirectory(prefix="disk-") as name:
        directory = Path(name) / "d"
        directory.mkdir()
        if kind != "bounded" and (os.geteuid() != 0 or shutil.which("mkfs.ext4") is None):
            pytest.skip("only root can mount a file system")
        try:
            disk = KINDS[kind](directory)
        except OSError as error:
            pytest.skip(f"no file system can be mounted here: {error}")
        try:
            yield disk
        finally:
            with contextlib.suppress(OSError):
                disk.take_all()
            if kind != "bounded":
                _run("umount", "-l", directory)
