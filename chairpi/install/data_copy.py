"""The databases as they were before an update: kept before the switch, put back where the old version could not read the new ones.

Run as the chair's own user while neither process runs: `python -m chairpi.install.data_copy keep|put_back|let_go DIRECTORY VERSION`.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from chairpi.errors import ChairPiError, StoreError
from chairpi.install.system import sync_folder
from chairpi.store.copies import version_of
from chairpi.store.data_files import SETTINGS_FILE
from chairpi.store.migrate import FROM_NEWER

FOLDER = "before-update"
DATABASES = ("history.db", "app.db")
LOG = "-wal"
"""What has been written and is not in the database's own file yet."""
BESIDE = (LOG, "-shm", "-journal")
STARTS = "starts.json"
"""How often the sensor process started in vain: the old version is not to pay for the new one."""


def keep(directory: Path) -> None:
    """Copy what an update may change, whole or not at all. A copy from before stays: it is of the older data."""
    copy = directory / FOLDER
    if copy.is_dir():
        return
    unfinished = directory / f"{FOLDER}.part"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    for name in (*DATABASES, *(name + LOG for name in DATABASES), SETTINGS_FILE):
        if (directory / name).is_file():
            shutil.copy2(directory / name, unfinished / name)
            _sync(unfinished / name)
    sync_folder(unfinished)
    unfinished.rename(copy)
    sync_folder(directory)


def put_back(directory: Path, version: str) -> list[str]:
    """Let the data be such as the version before can read; may be cut short and done again.

    A database that the newer version left as it was keeps all its rows. One that it changed is set aside under another name.

    Returns
    -------
    list[str]
        What became of them, a sentence each.
    """
    copy = directory / FOLDER
    if not copy.is_dir():
        return []
    (directory / STARTS).unlink(missing_ok=True)
    said = []
    for name in DATABASES:
        now, before = directory / name, copy / name
        if not before.is_file():
            if now.is_file():
                said.append(_set_aside(now, version) + "; there was none before")
        elif not now.is_file() or _version(now) != _version(before):
            aside = _set_aside(now, version) if now.is_file() else ""
            _copy_back(directory, copy, name)
            said.append(f"{now} is as it was before the update" + (f"; {aside}" if aside else ""))
        else:
            said.append(f"{now} kept all its rows, those since the update began too")
    now, before = directory / SETTINGS_FILE, copy / SETTINGS_FILE
    if before.is_file() and not (now.is_file() and now.read_bytes() == before.read_bytes()):
        _copy_back(directory, copy, SETTINGS_FILE)
        said.append(f"{now} is as it was before the update")
    return said


def let_go(directory: Path) -> None:
    """Remove the copy."""
    for name in (FOLDER, f"{FOLDER}.part"):
        shutil.rmtree(directory / name, ignore_errors=True)


def _set_aside(path: Path, version: str) -> str:
    """Rename a database with what lies beside it; SQLite finds it under the new name as it did under the old."""
    aside = path.with_name(f"{path.name}{FROM_NEWER}{version}")
    _version(path)
    for ending in (*BESIDE, ""):  # the database last: while it is here, this is not done
        if (path.parent / (path.name + ending)).exists():
            (path.parent / (path.name + ending)).replace(path.parent / (aside.name + ending))
    sync_folder(path.parent)
    return f"what version {version} made of it is kept as {aside}"


def _version(path: Path) -> int | None:
    """A database's version; `None` for a damaged one. Its log is taken into it, as SQLite does when the last one closes it."""
    try:
        return version_of(path)
    except StoreError:
        return None


def _copy_back(directory: Path, copy: Path, name: str) -> None:
    for ending in BESIDE:
        (directory / (name + ending)).unlink(missing_ok=True)
    for ending in (LOG, ""):  # the database last
        if (copy / (name + ending)).is_file():
            unfinished = directory / f"{name}{ending}.part"
            shutil.copy2(copy / (name + ending), unfinished)
            _sync(unfinished)
            unfinished.replace(directory / (name + ending))
    sync_folder(directory)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def main(arguments: list[str], say: Callable[[str], object]) -> int:
    """Do one of the three, and say what happened."""
    act, directory, version = arguments
    try:
        if act == "keep":
            keep(Path(directory))
        elif act == "put_back":
            for line in put_back(Path(directory), version):
                say(f"{line}\n")
        else:
            let_go(Path(directory))
    except (ChairPiError, OSError) as error:
        say(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], sys.stdout.write))
