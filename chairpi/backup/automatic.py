"""The backups that are made by themselves, in `backups/` beside the data: each day, before an update, before a restore; few are kept."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from chairpi.backup.archive import Made, make_backup
from chairpi.backup.files import private_directory, remove
from chairpi.backup.manifest import Reason
from chairpi.chosen_settings import Layers
from chairpi.clock import RealClock
from chairpi.data_names import BACKUPS
from chairpi.errors import StoreError
from chairpi.store.kept_backups import BackupName, named_backups, next_name

log = logging.getLogger(__name__)

DAYS, WEEKS, UPDATES, RESTORES = 7, 4, 3, 3
"""How many are kept: the newest of each of the last days and weeks that have one, and the last before updates and restores. Last is what
was made last, whatever the clock said; a day is one by the clock of then."""
LEFT_S = 6 * 3600.0
"""What is unfinished for so long [s] is left over: no card takes that long."""

_WHY = {Reason.DAY: "", Reason.UPDATE: "update", Reason.RESTORE: "restore", Reason.RESTORED: "restored"}
"""How the name says why."""
_REASONS = {why: reason for reason, why in _WHY.items()}


@dataclass(frozen=True, slots=True)
class Kept:
    """One of them: where, the how manieth it is, when it was made by the clock of then [POSIX s], why, and how big."""

    path: Path
    number: int
    made_utc_s: float
    reason: Reason
    size_bytes: int


def backups_directory(data_dir: Path) -> Path:
    """Where they are."""
    return data_dir / BACKUPS


def kept_backups(data_dir: Path) -> tuple[Kept, ...]:
    """Those that are there, the latest first; none where the directory cannot be read."""
    return tuple(filter(None, map(_kept, named_backups(data_dir))))


def make_automatic(layers: Layers, now_utc_s: float, reason: Reason = Reason.DAY) -> Made:
    """Make one, with pairing and without recordings, and delete those that are no longer to be kept.

    It holds pairing because it never leaves the directory whose every file would let somebody in as well; a copy of it for elsewhere
    is made without (`chairpi.backup.without`).

    Raises
    ------
    StoreError
        It could not be made; none is deleted then.
    """
    directory = private_directory(backups_directory(Path(layers.base.paths.data_dir)))
    _clear_up(directory)
    name = next_name(directory.parent, now_utc_s, _WHY[reason])
    made = make_backup(layers, directory / name, now_utc_s, reason=reason, with_pairing=True, with_recordings=False)
    for one in superfluous(kept_backups(directory.parent)):
        if one.path != made.path:  # somebody's who counts otherwise
            one.path.unlink(missing_ok=True)
            log.info("deleted the backup %s: newer ones are kept", one.path.name)
    return made


def _clear_up(directory: Path) -> None:
    """Delete what a cut left of a backup that was being made; what is younger is somebody's who makes one just now."""
    for path in directory.glob(".*"):
        with contextlib.suppress(OSError):  # theirs, and gone since
            if RealClock().utc_s() - path.stat().st_mtime > LEFT_S:
                remove(path)


def save_before_restore(layers: Layers, now_utc_s: float) -> str:
    """Make one of what is there before another is restored; why it could not be made, else nothing.

    A chair with nothing in it, or with a damaged file, is what backups are restored for.
    """
    try:
        make_automatic(layers, now_utc_s, Reason.RESTORE)
    except StoreError as error:
        log.warning("what was there before is in no backup: %s", error)
        return str(error)
    return ""


def superfluous(kept: Iterable[Kept]) -> tuple[Kept, ...]:
    """Those that are not to be kept.

    Parameters
    ----------
    kept
        All, the latest first.
    """
    kept = tuple(kept)
    days = [one for one in kept if one.reason is Reason.DAY]
    wanted = {
        *_newest_of_each(days, lambda moment: moment.date().isoformat(), DAYS),
        *_newest_of_each(days, lambda moment: f"{moment:%G-%V}", WEEKS),
        *[one for one in kept if one.reason is Reason.UPDATE][:UPDATES],
        *[one for one in kept if one.reason is Reason.RESTORE][:RESTORES],
        *[one for one in kept if one.reason is Reason.RESTORED][:1],  # what is older is of what was there before
    }
    return tuple(one for one in kept if one not in wanted)


def _newest_of_each(kept: Iterable[Kept], span: Callable[[datetime], str], n: int) -> tuple[Kept, ...]:
    newest: dict[str, Kept] = {}
    for one in kept:
        newest.setdefault(span(datetime.fromtimestamp(one.made_utc_s, UTC)), one)
    return tuple(newest.values())[:n]


def _kept(name: BackupName) -> Kept | None:
    if name.why not in _REASONS:
        return None
    try:
        return Kept(name.path, name.number, name.made_utc_s, _REASONS[name.why], name.path.stat().st_size)
    except OSError:  # gone since
        return None
