"""The databases as they were before an update: kept before the switch, put back where the old version could not read the new ones.

Run as the chair's own user while neither process runs: `python -m chairpi.install.data_copy keep|put_back|let_go DIRECTORY VERSION`.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from chairpi.data_names import (
    BEFORE_UPDATE,
    BEFORE_UPDATE_UNREADY,
    BESIDE,
    LOG_END,
    SETTINGS_FILE,
    STARTS_FILE,
)
from chairpi.errors import ChairPiError, StoreError
from chairpi.on_disk import sync
from chairpi.store.copies import DATABASES, version_of
from chairpi.store.migrate import FROM_NEWER


def keep(directory: Path) -> None:
    """Copy what an update may change, whole or not at all. A copy from before stays: it is of the older data."""
    copy = directory / BEFORE_UPDATE
    if copy.is_dir():
        return
    unfinished = directory / BEFORE_UPDATE_UNREADY
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    for name in (*DATABASES, *(name + LOG_END for name in DATABASES), SETTINGS_FILE):
        if (directory / name).is_file():
            shutil.copy2(directory / name, unfinished / name)
            sync(unfinished / name)
    sync(unfinished)
    unfinished.rename(copy)
    sync(directory)


def put_back(directory: Path, version: str) -> list[str]:
    """Let the data be such as the version before can read; may be cut short and done again.

    A database that the newer version left as it was keeps all its rows. One that it changed is set aside under another name.

    Returns
    -------
    list[str]
        What became of them, a sentence each.
    """
    copy = directory / BEFORE_UPDATE
    if not copy.is_dir():
        return []
    (directory / STARTS_FILE).unlink(missing_ok=True)  # the old version is not to pay for the new one
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
    for name in (BEFORE_UPDATE, BEFORE_UPDATE_UNREADY):
        shutil.rmtree(directory / name, ignore_errors=True)


def _set_aside(path: Path, version: str) -> str:
    """Rename a database with what lies beside it; SQLite finds it under the new name as it did under the old."""
    aside = path.with_name(f"{path.name}{FROM_NEWER}{version}")
    _version(path)
    for ending in (*BESIDE, ""):  # the database last: while it is here, this is not done
        if (path.parent / (path.name + ending)).exists():
            (path.parent / (path.name + ending)).replace(path.parent / (aside.name + ending))
    sync(path.parent)
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
    for ending in (LOG_END, ""):  # the database last
        if (copy / (name + ending)).is_file():
            unfinished = directory / f"{name}{ending}.part"
            shutil.copy2(copy / (name + ending), unfinished)
            sync(unfinished)
            unfinished.replace(directory / (name + ending))
    sync(directory)


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
