"""A damaged database is set aside, and the last good copy of it takes its place; a note says what is missing since.

The copies are the backups beside it, newest first (`chairpi.store.kept_backups`), and then those that were made before the database was
brought to a newer version. Where none is whole the database begins anew. A power cut at any moment leaves either the damaged file or the
mended one under the name: the next start mends once more, or need not.

A card at its end damages what it is given again and again. After the third time within an hour the file is left alone for an hour, and
what was set aside is bounded: the first one stays, which has rows that no backup has, and the latest ones.
"""

from __future__ import annotations

import contextlib
import errno
import json
import logging
import os
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from chairpi.data_names import BESIDE
from chairpi.errors import StoreError, UnwritableError
from chairpi.on_disk import read_from_disk, sync, write_whole
from chairpi.store.copies import bring_up_to_date
from chairpi.store.data_files import DAMAGED_MARK
from chairpi.store.kept_backups import UNREADABLE, newest_backups
from chairpi.store.migrate import before_copies
from chairpi.store.set_aside import NOTE, READ, bound, free_name, leave_alone, note_of

log = logging.getLogger(__name__)

RESTORED = ".restored"
CHUNK_BYTES = 1 << 16
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)


@dataclass(frozen=True, slots=True)
class Mending:
    """What became of a damaged database.

    Parameters
    ----------
    file
        Its name.
    set_aside
        The name it has now.
    found_utc_s
        When that was found, by the wall clock [POSIX s].
    lost_since_utc_s
        When the copy was made that took its place [POSIX s]: what came later is missing. `None` where there was no copy: all of it is.
    """

    file: str
    set_aside: str
    found_utc_s: float
    lost_since_utc_s: float | None


def mend(path: Path, utc_s: float, why: str) -> Mending:
    """Set the database aside, and put the newest whole copy in its place.

    Parameters
    ----------
    path
        The database; nobody has it open for writing.
    utc_s
        Wall clock now [POSIX s].
    why
        What was found, for the log.

    Raises
    ------
    UnwritableError
        It was mended too often within the last hour, or there is no room: it is as it was, and may be mended later.
    StoreError
        It cannot be set aside; it is as it was.
    """
    leave_alone(path, utc_s)
    restored = path.with_name(f"{path.name}{RESTORED}")
    since_utc_s = _restore(path, restored)
    aside = free_name(path, utc_s)
    mending = Mending(path.name, aside.name, utc_s, since_utc_s)
    moved: list[tuple[Path, Path]] = []
    try:
        write_whole(note_of(aside), json.dumps(asdict(mending)).encode(), 0o644)
        os.link(path, aside)  # so that at no moment there is none
        for suffix in BESIDE:
            beside, to = path.with_name(f"{path.name}{suffix}"), aside.with_name(f"{aside.name}{suffix}")
            if beside.exists():
                beside.rename(to)
                moved.append((beside, to))
        if since_utc_s is None:
            path.unlink()
        else:
            restored.replace(path)
        sync(path.parent)
    except OSError as error:
        _take_back(moved, aside, restored)
        raise StoreError(
            f"{path} is damaged and cannot be set aside ({error.strerror}). Move it away yourself, and start the chair again."
        ) from error
    log.error("%s is damaged (%s); it is now %s, and %s", path, why, aside.name, _in_its_place(since_utc_s))
    bound(path, aside)
    return mending


def mendings(directory: Path) -> tuple[Mending, ...]:
    """What was mended and nobody has said to have read, the latest first; a note that cannot be read is passed over."""
    found = []
    for note in directory.glob(f"*{DAMAGED_MARK}*{NOTE}"):
        if not note.with_suffix("").exists():  # the power went before it was there, or somebody has removed it
            continue
        try:
            found.append(Mending(**json.loads(note.read_text(encoding="utf-8"))))
        except (OSError, ValueError, TypeError):
            continue
    return tuple(sorted(found, key=lambda mending: -mending.found_utc_s))


def dismiss(directory: Path) -> None:
    """Somebody has read what was mended: the notes are told no longer. The files that were set aside stay.

    Raises
    ------
    StoreError
        A note cannot be renamed.
    """
    for note in directory.glob(f"*{DAMAGED_MARK}*{NOTE}"):
        try:
            note.rename(note.with_name(f"{note.name}{READ}"))
        except FileNotFoundError:  # somebody else has read it too
            continue
        except OSError as error:
            raise StoreError(f"{note} cannot be renamed ({error.strerror}). Please delete it yourself.") from error


def read_member(archive: zipfile.ZipFile, name: str, members: dict[str, object]) -> bytes:
    """Give a small file out of a backup, as it was put in.

    Raises
    ------
    ValueError
        It is not as it was put in, or not there.
    """
    return b"".join(_chunks(archive, name, members))


def _copy_member(archive: zipfile.ZipFile, name: str, members: dict[str, object], target: Path) -> None:
    with target.open("wb") as file:
        file.writelines(_chunks(archive, name, members))


def _chunks(archive: zipfile.ZipFile, name: str, members: dict[str, object]) -> Iterator[bytes]:
    """A file out of a backup, piece by piece; in the end it is seen whether it was what was put in."""
    facts = members.get(name)
    if not isinstance(facts, dict):
        raise ValueError(f"{name} is not in it")
    from hashlib import sha256  # only here: it loads OpenSSL, which the sensor process needs for nothing else

    digest = sha256()
    try:
        with archive.open(name) as member:
            while chunk := member.read(CHUNK_BYTES):
                digest.update(chunk)
                yield chunk
    except UNREADABLE as error:
        raise ValueError(f"{name} in it is damaged ({error})") from error
    if digest.hexdigest() != facts.get("sha256"):
        raise ValueError(f"{name} in it is not what was put in")


def _restore(path: Path, target: Path) -> float | None:
    """Put the newest whole copy beside the database as `target`; when it was made [POSIX s], or `None` where there is none."""
    with contextlib.suppress(OSError):  # what cannot be removed is written over, or that says why not
        target.unlink()
    for made_utc_s, archive, members in newest_backups(path.parent):
        with _passed_over(archive.filename or "a backup", target) as kept:
            _copy_member(archive, path.name, members, target)
            read_from_disk(target)
            bring_up_to_date(target, path.name)
            kept.append(made_utc_s)
        if kept:
            return kept[0]
    for copy in before_copies(path):  # one that was cut short is not whole
        with _passed_over(str(copy), target) as kept:
            made_utc_s = copy.stat().st_mtime
            shutil.copyfile(copy, target)
            read_from_disk(target)
            bring_up_to_date(target, path.name)
            kept.append(made_utc_s)
        if kept:
            return kept[0]
    return None


@contextlib.contextmanager
def _passed_over(name: str, target: Path) -> Iterator[list[float]]:
    """What cannot be restored is not; it gives a list that is empty then. For want of room nothing is passed over: there will be some.

    Raises
    ------
    UnwritableError
        There is none.
    """
    kept: list[float] = []
    try:
        yield kept
        sync(target)
    except UnwritableError:
        target.unlink(missing_ok=True)
        raise
    except (OSError, ValueError) as error:
        target.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.errno in NO_ROOM:
            raise UnwritableError(
                f"{target} cannot be written ({error.strerror}), so the last good backup cannot take the damaged file's place. Make room."
            ) from error
        log.warning("%s cannot be restored, and is passed over: %s", name, error)
        kept.clear()


def _take_back(moved: list[tuple[Path, Path]], aside: Path, restored: Path) -> None:
    """Leave the database as it was: with its log, which has its latest rows, and without a note of what was not done."""
    for beside, to in moved:
        with contextlib.suppress(OSError):
            to.rename(beside)
    for made in (aside, note_of(aside), restored):
        with contextlib.suppress(OSError):
            made.unlink()


def _in_its_place(since_utc_s: float | None) -> str:
    if since_utc_s is None:
        return "as there is no backup that is whole, a new one is begun"
    return f"the backup of {datetime.fromtimestamp(since_utc_s, UTC):%Y-%m-%d %H:%M} UTC is in its place"
