"""Exchange what a chair keeps for what was prepared: all of it or nothing, whenever the power goes and whatever does not work.

While a restore lasts there is a folder `restore/` beside the data:

| in it          | what                                                                                                      |
|----------------|-----------------------------------------------------------------------------------------------------------|
| `waiting/NAME` | what is to come, until it is in its place                                                                 |
| `before/NAME`  | what was there before, with what SQLite keeps beside it; `NAME.none` where there was nothing              |
| `backup.zip`   | what is to come, as a backup: mending has nothing to do with what was there before                        |
| `sensor-works` | the sensor process works with what it took; so `web-works`                                                |
| `goes-back`    | one of them does not: both go back                                                                        |

The sensor process takes `history.db` and the settings, the dashboard's takes `app.db` and what belongs to pairing, each before it opens
anything. When both have said that they work, the folder's name changes to `restore.part`: from then on there is no way back. When one of
them does not, each brings back what was there before. Every step can be cut, and is taken up at the next start where it was.
"""

from __future__ import annotations

import contextlib
import logging
import shutil
from enum import Enum
from pathlib import Path

from chairpi.backup.files import alone_in, private_directory, remove
from chairpi.certificates.kept import DIRECTORY as CERTIFICATES
from chairpi.data_names import (
    APP_FILE,
    BACKUPS,
    BESIDE,
    HISTORY_FILE,
    RESTORE,
    RESTORE_BACK,
    RESTORE_BEFORE,
    RESTORE_COPY,
    RESTORE_UNREADY,
    SETTINGS_FILE,
)
from chairpi.errors import StoreError
from chairpi.on_disk import sync
from chairpi.store.access import MARK
from chairpi.store.copies import DATABASES
from chairpi.store.kept_backups import RESTORED, next_name
from chairpi.store.migrate import remove_before_copies
from chairpi.store.secret_key import FILE as WEB_KEY

log = logging.getLogger(__name__)

WAITING = "waiting"
WORKS = "-works"
NONE = ".none"
"""After the name of what was not there before."""


class Part(Enum):
    """What each process takes. Settings are taken by whoever comes first: both read them, and neither keeps them open."""

    SENSOR = (HISTORY_FILE, SETTINGS_FILE)
    WEB = (APP_FILE, WEB_KEY, CERTIFICATES, MARK, SETTINGS_FILE)


def is_under_way(directory: Path) -> bool:
    """Whether something is being restored, or waits for that."""
    return (directory / RESTORE).exists()


def goes_back(directory: Path) -> bool:
    """Whether what was taken does not work, and what was there before comes back."""
    return (directory / RESTORE / RESTORE_BACK).exists()


def is_pending(directory: Path, part: Part) -> bool:
    """Whether there is something for this process to take, or to give back, before it opens anything."""
    if goes_back(directory):
        return any(_is_touched(directory, name) for name in part.value)
    return any(_waiting(directory, name).exists() for name in part.value)


def is_on_trial(directory: Path, part: Part) -> bool:
    """Whether this process has taken something, and has not said yet how it works; a cut may have come before."""
    if not is_under_way(directory) or _works(directory, part).exists():
        return False
    return any(_is_touched(directory, name) for name in _judged(part))


def take(directory: Path, part: Part) -> bool:
    """Put in place what waits for this process, which has nothing of it open, or what was there before; whether there was anything.

    Raises
    ------
    StoreError
        It cannot be put in place.
    """
    if not is_under_way(directory):
        return False
    try:
        with alone_in(directory):
            is_wanted = not goes_back(directory)
            waiting = [name for name in part.value if is_wanted and _waiting(directory, name).exists()]
            for name in waiting:
                _put_aside(directory, name)
                _waiting(directory, name).rename(directory / name)
                sync(directory)
            _end_if_both_work(directory)
    except OSError as error:
        raise _failed(directory, error) from error
    if not is_wanted:
        return go_back(directory, part)
    if waiting:
        log.info("restored from a backup: %s", ", ".join(waiting))
    return bool(waiting)


def works(directory: Path, part: Part) -> None:
    """What this process took works; once both say so, what was there before is deleted.

    Raises
    ------
    StoreError
        It cannot be written down.
    """
    try:
        with alone_in(directory):
            if is_under_way(directory) and not goes_back(directory):
                _works(directory, part).touch(mode=0o600)
                sync(directory / RESTORE)
                _end_if_both_work(directory)
    except OSError as error:
        raise _failed(directory, error) from error


def withdraw(directory: Path) -> None:
    """Somebody refuses what was prepared: it goes, and whoever has taken something brings back what was there before.

    Raises
    ------
    StoreError
        It cannot be withdrawn.
    """
    _go_back(directory, ())


def go_back(directory: Path, part: Part) -> bool:
    """What was restored does not work: bring back what this process had before, and have the other one do so; whether there was anything.

    Raises
    ------
    StoreError
        It cannot be brought back.
    """
    return _go_back(directory, part.value)


def _go_back(directory: Path, names: tuple[str, ...]) -> bool:
    try:
        with alone_in(directory):
            if not is_under_way(directory) or _do_both_work(directory):
                return False
            (directory / RESTORE / RESTORE_BACK).touch(mode=0o600)
            sync(directory / RESTORE)
            touched = [name for name in names if _is_touched(directory, name)]
            for name in touched:
                _bring_back(directory, name)
            if not any(_is_touched(directory, name) for every in Part for name in every.value):
                _end(directory)
    except OSError as error:
        raise _failed(directory, error) from error
    return bool(touched)


def _waiting(directory: Path, name: str) -> Path:
    return directory / RESTORE / WAITING / name


def _before(directory: Path, name: str) -> Path:
    return directory / RESTORE / RESTORE_BEFORE / name


def _works(directory: Path, part: Part) -> Path:
    return directory / RESTORE / f"{part.name.lower()}{WORKS}"


def _do_both_work(directory: Path) -> bool:
    return all(_works(directory, part).exists() for part in Part)


def _judged(part: Part) -> tuple[str, ...]:
    """What this process says of whether it works: of the settings the sensor process alone does."""
    return tuple(name for name in part.value if not (part is Part.WEB and name == SETTINGS_FILE))


def _is_touched(directory: Path, name: str) -> bool:
    """Whether the exchange of this file has begun."""
    return any(_before(directory, f"{name}{end}").exists() for end in ("", NONE, *BESIDE))


def _put_aside(directory: Path, name: str) -> None:
    """Rename what is there, the log beside a database first: a cut in between is taken up where it was."""
    private_directory(directory / RESTORE / RESTORE_BEFORE)
    is_aside = _before(directory, name).exists() or _before(directory, f"{name}{NONE}").exists()
    for end in (*BESIDE, ""):
        path, aside = directory / f"{name}{end}", _before(directory, f"{name}{end}")
        if path.exists() and not is_aside:
            path.rename(aside)
        else:
            remove(path)  # nobody's: made while what is to come was not there yet
    if not _before(directory, name).exists():
        _before(directory, f"{name}{NONE}").touch(mode=0o600)
    sync(directory / RESTORE / RESTORE_BEFORE)
    sync(directory)


def _bring_back(directory: Path, name: str) -> None:
    """Let what was taken wait again, and put what was there before in its place, the log beside a database last: it is nobody else's."""
    waiting, aside = _waiting(directory, name), _before(directory, name)
    if aside.exists() or _before(directory, f"{name}{NONE}").exists():
        for end in BESIDE:
            remove(directory / f"{name}{end}")
        if waiting.exists():
            remove(directory / name)
        elif (directory / name).exists():
            (directory / name).rename(waiting)
        sync(directory)
        if aside.exists():
            aside.rename(directory / name)
        sync(directory)
    for end in BESIDE:
        beside = _before(directory, f"{name}{end}")
        if beside.exists():
            beside.rename(directory / f"{name}{end}")
    _before(directory, f"{name}{NONE}").unlink(missing_ok=True)
    sync(directory)


def _end_if_both_work(directory: Path) -> None:
    """Make the backup that came with it the newest, let go of copies of what was there before, and end."""
    if not _do_both_work(directory):
        return
    copy = directory / RESTORE / RESTORE_COPY
    if copy.exists():
        made_utc_s = copy.stat().st_mtime
        copy.rename(private_directory(directory / BACKUPS) / next_name(directory, made_utc_s, RESTORED))
        sync(directory / BACKUPS)
    for name in DATABASES:
        remove_before_copies(directory / name)
    _end(directory)


def _end(directory: Path) -> None:
    shutil.rmtree(directory / RESTORE_UNREADY, ignore_errors=True)
    (directory / RESTORE).rename(directory / RESTORE_UNREADY)
    sync(directory)
    with contextlib.suppress(OSError):  # what is left of it goes with the next one
        shutil.rmtree(directory / RESTORE_UNREADY)


def _failed(directory: Path, error: OSError) -> StoreError:
    why = str(error) if isinstance(error, StoreError) else error.strerror
    return StoreError(f"{directory / RESTORE}: the restored backup cannot be put in place: {why}")
