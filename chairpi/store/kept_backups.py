"""The backups beside the databases, in the order in which they were made: their names count up, for a chair often does not know the date.

`chairpi-20261126T120000Z-update-17.zip`: when by the clock of then, why, and the seventeenth on this chair. What an earlier ChairPi made
has no number, and is older than all that have one.
"""

from __future__ import annotations

import json
import logging
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from chairpi.data_names import BACKUPS, MANIFEST, RESTORE, RESTORE_BACK, RESTORE_BEFORE, RESTORE_COPY

log = logging.getLogger(__name__)

RESTORED = "restored"
"""Why, in the name of the one that holds what a person restored: what is older is of what was there before, and no longer of this chair."""

MANIFEST_MAX_BYTES = 256 * 1024
"""Our choice: a thousand recordings have room."""

_NAME = re.compile(r"chairpi-(\d{8}T\d{6}Z)(?:-([a-z]+))?(?:-(\d{1,9}))?\.zip")
_MOMENT = "%Y%m%dT%H%M%SZ"

UNREADABLE = (KeyError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error)
"""What `zipfile` says of an archive that is cut short, spoilt, or packed or locked in a way that no backup of ours is."""


@dataclass(frozen=True, slots=True)
class BackupName:
    """What the name of a backup says.

    Parameters
    ----------
    path
        The file.
    number
        The how manieth it is; 0 where nobody counted.
    made_utc_s
        When it was made, by the clock of then [POSIX s].
    why
        A word; empty for those of each day.
    """

    path: Path
    number: int
    made_utc_s: float
    why: str


def named_backups(data_dir: Path) -> tuple[BackupName, ...]:
    """Those that are there, the latest first; none where the directory cannot be read."""
    try:
        found = [_named(path) for path in (data_dir / BACKUPS).iterdir()]
    except OSError:
        return ()
    return tuple(sorted(filter(None, found), key=lambda one: (one.number, one.made_utc_s), reverse=True))


def next_name(data_dir: Path, now_utc_s: float, why: str) -> str:
    """The name of one that is made now [POSIX s]."""
    number = 1 + max((one.number for one in named_backups(data_dir)), default=0)
    moment = datetime.fromtimestamp(now_utc_s, UTC).strftime(_MOMENT)
    return f"chairpi-{moment}{f'-{why}' if why else ''}-{number}.zip"


def last_backup_utc_s(data_dir: Path) -> float | None:
    """When the newest was made, by the clock of then [POSIX s]; `None` where there is none."""
    newest = next(iter(named_backups(data_dir)), None)
    return None if newest is None else newest.made_utc_s


def newest_backups(data_dir: Path) -> Iterator[tuple[float, zipfile.ZipFile, dict[str, object]]]:
    """The backups of what this chair is, that can be opened, newest first.

    Yields
    ------
    tuple
        When it was made [POSIX s], its archive, and what it says of its members.
    """
    for path in _of_this_chair(data_dir):
        try:
            archive = zipfile.ZipFile(path)
        except (*UNREADABLE, OSError, ValueError) as error:
            _pass_over(path, error)
            continue
        with archive:
            try:
                if archive.getinfo(MANIFEST).file_size > MANIFEST_MAX_BYTES:
                    raise ValueError("its list of contents is far too long")
                manifest = json.loads(archive.read(MANIFEST))
                made_utc_s, members = float(manifest["made_utc_s"]), dict(manifest["members"])
                datetime.fromtimestamp(made_utc_s, UTC)  # which a date that is none is not
            except (*UNREADABLE, OSError, ValueError, TypeError, OverflowError) as error:
                _pass_over(path, error)
                continue
            yield made_utc_s, archive, members


def _of_this_chair(data_dir: Path) -> Iterator[Path]:
    """While something is being restored it is the one that comes with it; else all that are not of what was there before."""
    restore = data_dir / RESTORE
    if (restore / RESTORE_BEFORE).is_dir() and not (restore / RESTORE_BACK).exists():
        yield restore / RESTORE_COPY
        return
    for one in named_backups(data_dir):
        yield one.path
        if one.why == RESTORED:
            return


def _pass_over(path: Path, error: Exception) -> None:
    log.warning("%s cannot be read, and is passed over: %s", path, error)


def _named(path: Path) -> BackupName | None:
    found = _NAME.fullmatch(path.name)
    if found is None:
        return None
    try:
        moment = datetime.strptime(found[1], _MOMENT).replace(tzinfo=UTC)
    except ValueError:  # a 31st of February
        return None
    return BackupName(path, int(found[3] or 0), moment.timestamp(), found[2] or "")
