"""Put a backup back: prepared whole beside the data, and then taken by whoever writes each file, when it starts.

What is prepared lies in `restore.part/`, and is called `restore/` when all of it is on the disk: from that moment on it is decided.
The sensor process takes `history.db` and the settings from there, the dashboard's takes `app.db` and what belongs to pairing, each
before it opens anything. What was there before is renamed aside, and deleted once the process has opened the new. A cut at any
moment leaves a chair that begins with the old, or goes on with the taking where it was.
"""

from __future__ import annotations

import contextlib
import logging
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from chairpi.backup.archive import WEB_KEY
from chairpi.backup.files import ASIDE, READY, alone_in, give_to_owner, private_directory, sync, sync_tree
from chairpi.backup.manifest import PAIRING, RECORDINGS, Manifest
from chairpi.backup.reading import unpack
from chairpi.certificates.kept import DIRECTORY as CERTIFICATES
from chairpi.chosen_settings import FILE as SETTINGS
from chairpi.chosen_settings import Document, Layers, document_of, laid_over, read_chosen, write_chosen
from chairpi.config import Config, load_config
from chairpi.errors import BackupError, ConfigError, StoreError
from chairpi.language.words import _
from chairpi.store.access import MARK
from chairpi.store.copies import bring_up_to_date, carry_pairing, copy_database, is_claimed

log = logging.getLogger(__name__)

UNREADY = "restore.part"
BESIDE_DATABASE = ("-wal", "-journal", "-shm")
"""Ends of the names of files that belong to a database: a new one must never meet the old one's."""

PLACES = ("web.host", "web.port")
"""Where this chair's dashboard is reached stays, unless somebody chose it in the browser."""


class Part(Enum):
    """What each process takes. Settings are taken by whoever comes first: both read them, and neither keeps them open."""

    SENSOR = ("history.db", SETTINGS)
    WEB = ("app.db", WEB_KEY, CERTIFICATES, MARK, SETTINGS)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A backup that is decided on: what it says of itself, and what of it cannot be used here, in words; empty: all can."""

    manifest: Manifest
    left_out: str


def prepare(archive: Path, layers: Layers, *, with_pairing: bool, just_before: Callable[[], object]) -> Prepared:
    """Unpack and look over a backup, and decide on it.

    Parameters
    ----------
    archive
        The file.
    layers
        This chair's configuration.
    with_pairing
        Let those in whom the backup lets in, with its key and certificates; without, those whom this chair lets in now.
    just_before
        Called when the backup was found good, and before it is decided on.

    Raises
    ------
    BackupError
        It is none that this ChairPi understands; nothing was changed.
    StoreError
        There is too little room, or the data directory cannot be written; nothing was changed.
    """
    directory = private_directory(Path(layers.base.paths.data_dir))
    unready = directory / UNREADY
    with alone_in(directory):
        if any(is_pending(directory, part) for part in Part):
            raise StoreError(
                _(
                    "Another backup is being restored at the moment: it waits for the chair's two programs to be started."
                )
            )
        try:
            shutil.rmtree(unready, ignore_errors=True)  # of a cut
            private_directory(unready)
            manifest = unpack(archive, unready)
            if with_pairing and not manifest.with_pairing:
                raise BackupError(_("This backup holds no pairing. Nothing was changed; restore it without."))
            _settle_pairing(directory, unready, with_pairing=with_pairing)
            left_out = _settle_settings(layers, unready)
            just_before()
            _forget_asides(directory)
            _give(unready, directory)
            for path in (unready, *unready.rglob("*")):
                give_to_owner(path)
            sync_tree(unready)
            unready.rename(directory / READY)
            sync(directory)
        except OSError as error:
            if isinstance(error, StoreError):
                raise
            raise StoreError(
                _("The backup cannot be unpacked in %(directory)s (%(why)s).", directory=directory, why=error.strerror)
            ) from error
        finally:
            shutil.rmtree(unready, ignore_errors=True)
    return Prepared(manifest, left_out)


def is_pending(directory: Path, part: Part) -> bool:
    """Whether something that was decided on waits for this process."""
    return any((directory / READY / name).exists() for name in part.value)


def take(directory: Path, part: Part) -> bool:
    """Put in place what waits for this process, which has nothing of it open; whether there was anything.

    Raises
    ------
    StoreError
        It cannot be put in place; what was there stays.
    """
    if not (directory / READY).is_dir():
        return False
    try:
        with alone_in(directory):
            waiting = [name for name in part.value if (directory / READY / name).exists()]
            for name in waiting:
                _put_aside(directory, name)
                (directory / READY / name).rename(directory / name)
                sync(directory)
            with contextlib.suppress(OSError):  # the other process's part still waits
                (directory / READY).rmdir()
    except OSError as error:
        raise StoreError(
            f"{directory / READY}: the restored backup cannot be put in place: {error.strerror}"
        ) from error
    if waiting:
        log.info("restored from a backup: %s", ", ".join(waiting))
    return bool(waiting)


def is_unproven(directory: Path, part: Part) -> bool:
    """Whether this process has put something in place, and has not said yet how it works; a cut may have come before."""
    return any((directory / f"{name}{ASIDE}").exists() for name in _judged(part))


def settle(directory: Path, part: Part) -> None:
    """What was put in place works: delete what was there before it."""
    for name in _judged(part):
        _forget_aside(directory, name)


def _judged(part: Part) -> tuple[str, ...]:
    """What this process says of whether it works: of the settings the sensor process alone does."""
    return tuple(name for name in part.value if not (part is Part.WEB and name == SETTINGS))


def go_back(directory: Path, part: Part) -> None:
    """What was put in place does not work: bring back what was there before it.

    Where it is the history, what belongs to it and waits for the other process is let go of first: half a backup is none.
    """
    if part is Part.SENSOR:
        with alone_in(directory):
            shutil.rmtree(directory / READY, ignore_errors=True)
    for name in part.value:
        aside = directory / f"{name}{ASIDE}"
        if aside.exists():
            for end in ("", *BESIDE_DATABASE):
                _remove(directory / f"{name}{end}")
            for end in (*BESIDE_DATABASE, ""):
                before = directory / f"{name}{ASIDE}{end}"
                if before.exists():
                    before.rename(directory / f"{name}{end}")
    sync(directory)


def _put_aside(directory: Path, name: str) -> None:
    """Rename what is there, the log beside a database first: a cut in between is taken up where it was."""
    for end in (*BESIDE_DATABASE, ""):
        path, aside = directory / f"{name}{end}", directory / f"{name}{ASIDE}{end}"
        if path.exists():
            path.rename(aside)
    sync(directory)


def _forget_asides(directory: Path) -> None:
    for part in Part:
        for name in part.value:
            _forget_aside(directory, name)


def _forget_aside(directory: Path, name: str) -> None:
    for end in ("", *BESIDE_DATABASE):
        _remove(directory / f"{name}{ASIDE}{end}")


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _settle_pairing(directory: Path, unready: Path, *, with_pairing: bool) -> None:
    """Who may open the dashboard afterwards, in the files that are prepared."""
    packed = unready / PAIRING
    if with_pairing:
        key = packed / WEB_KEY
        if key.exists():
            key.rename(unready / WEB_KEY)
        if packed.exists() and any(packed.iterdir()):
            packed.rename(unready / CERTIFICATES)
        if is_claimed(unready / "app.db"):
            (unready / MARK).touch(mode=0o600)
        return
    shutil.rmtree(packed, ignore_errors=True)
    (unready / "here").mkdir()
    here = unready / "here" / "app.db"
    copy_database(directory / "app.db", here)
    bring_up_to_date(here, "app.db")
    carry_pairing(here, unready / "app.db")
    shutil.rmtree(here.parent)


def _settle_settings(layers: Layers, unready: Path) -> str:
    """Make the prepared settings so that over this chair's chairpi.toml they say what they said over the backup's."""
    config = unready / "chairpi.toml"
    try:
        chosen = read_chosen(unready / SETTINGS)
        was = laid_over(load_config(config), chosen)
        write_chosen(unready / SETTINGS, _differences(layers.base, was, chosen))
    except ConfigError as error:
        (unready / SETTINGS).unlink()
        return _("Its settings cannot be used by this version, so this chair's stay: %(why)s", why=error)
    finally:
        config.unlink()
    return ""


def _differences(base: Config, was: Config, chosen_then: Document) -> Document:
    """What has to be chosen over `base` for it to be as `was`, but for places."""
    here, there = document_of(base), document_of(was)
    chosen: Document = {}
    for section, entry in there.items():
        if isinstance(entry, list):
            if repr(entry) != repr(here[section]):
                chosen[section] = entry
        elif section != "paths":
            then = chosen_then.get(section, {})
            chosen[section] = {
                key: value
                for key, value in entry.items()
                if repr(value) != repr(here[section][key]) and (f"{section}.{key}" not in PLACES or key in then)
            }
    chosen = {section: entry for section, entry in chosen.items() if entry}
    laid_over(base, chosen)  # raises where both do not go together
    return chosen


def _give(unready: Path, directory: Path) -> None:
    """Move the recordings to where they belong, and never over one of the same name."""
    packed = unready / RECORDINGS
    for path in sorted(packed.iterdir()) if packed.exists() else ():
        if not (directory / path.name).exists():
            path.rename(directory / path.name)
            give_to_owner(directory / path.name)
    shutil.rmtree(packed, ignore_errors=True)
