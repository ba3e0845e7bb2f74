"""The files in the directory of the data: which they are, how big, and which of them go when everything is erased."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from chairpi.data_names import (
    APP_FILE,
    BACKUPS,
    BEFORE_UPDATE,
    BEFORE_UPDATE_UNREADY,
    BESIDE,
    HISTORY_FILE,
    RESTORE,
    RESTORE_UNREADY,
    SETTINGS_FILE,
)
from chairpi.errors import StoreError

RECORDING_MARK = b"# chairpi-recording:"
"""How the first line of a recording begins (`chairpi.recordings.header`)."""


FOLDERS_OF_BACKUPS = (RESTORE_UNREADY, RESTORE, BACKUPS)
"""Where the room `chairpi.backup` has its files, all of which go when everything is erased: in the order in which one becomes another."""

FOLDERS_OF_UPDATES = (BEFORE_UPDATE_UNREADY, BEFORE_UPDATE)
"""Where the room `chairpi.install` has its copies. They go too; the folder stays, by which it knows."""


DAMAGED_MARK = ".damaged-"
"""After a database's name, and before the moment, in the name of one that was set aside (`chairpi.store.mending`)."""


class Sort(StrEnum):
    """What a file is."""

    HISTORY = "history"
    APP = "app"
    BACKUP = "backup"
    """A copy that was made before a database was brought to a newer version."""
    DAMAGED = "damaged"
    """A database that was damaged and set aside, with the note of it."""
    ARCHIVE = "archive"
    """What lies in the folders of backups: those that were made by themselves, one that was brought here, one that is being restored."""
    RECORDING = "recording"
    SETTINGS = "settings"
    MACHINE = "machine"
    """Keys, certificates and marks: nothing of a person."""


GO_WITH_EVERYTHING = (Sort.BACKUP, Sort.DAMAGED, Sort.ARCHIVE, Sort.RECORDING, Sort.SETTINGS)
"""Files that are deleted whole; the two databases are emptied by who writes them."""


@dataclass(frozen=True, slots=True)
class DataFile:
    """One file.

    Parameters
    ----------
    path, sort
        Which, and what it is.
    size_bytes
        How big.
    """

    path: Path
    sort: Sort
    size_bytes: int


def data_files(directory: Path) -> tuple[DataFile, ...]:
    """All files in the directory, by name; none where it does not exist or cannot be read."""
    return tuple(sorted(_found(directory), key=lambda file: file.path.name))


def erase_files(directory: Path, *, keep: Collection[str] = ()) -> int:
    """Delete what ChairPi put beside its databases, but for the names to `keep`, and return how many files that were.

    Raises
    ------
    StoreError
        One of them cannot be deleted.
    """
    files = [file for file in data_files(directory) if file.sort in GO_WITH_EVERYTHING and file.path.name not in keep]
    for file in files:
        try:
            file.path.unlink(missing_ok=True)
        except OSError as error:
            raise StoreError(f"{file.path} cannot be deleted ({error.strerror}). Please delete it yourself.") from error
    for name in FOLDERS_OF_BACKUPS:  # an empty folder that waits to be restored would be taken too
        shutil.rmtree(directory / name, ignore_errors=True)
    return len(files)


def _found(directory: Path) -> Iterator[DataFile]:
    try:
        paths = [path for path in directory.iterdir() if path.is_file()]
        folders = (directory / name for name in (*FOLDERS_OF_BACKUPS, *FOLDERS_OF_UPDATES))
        kept = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    except OSError:
        return
    for path in (*paths, *kept):
        try:
            yield DataFile(path, Sort.ARCHIVE if path in kept else sort_of(path), path.stat().st_size)
        except OSError:
            continue  # gone since, or not ours to read


def sort_of(path: Path) -> Sort:
    """What a file is, by its name, or where that does not tell by how it begins."""
    name = path.name
    for database, sort in ((HISTORY_FILE, Sort.HISTORY), (APP_FILE, Sort.APP)):
        if name.startswith(database):
            rest = name.removeprefix(database)
            if rest.startswith(DAMAGED_MARK):
                return Sort.DAMAGED
            return sort if rest in ("", *BESIDE) else Sort.BACKUP
    if name.startswith(SETTINGS_FILE):
        return Sort.SETTINGS
    with path.open("rb") as file:
        return Sort.RECORDING if file.read(len(RECORDING_MARK)) == RECORDING_MARK else Sort.MACHINE
