"""Prepare a backup to be put back: unpacked and looked over beside the data, made to go with this chair, and then decided on.

What is prepared lies in `restore.part/`, and is called `restore/` when all of it is on the disk: from that moment on it is exchanged
(`chairpi.backup.exchange`).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from chairpi.backup.archive import pack_restored
from chairpi.backup.exchange import WAITING, is_under_way
from chairpi.backup.files import alone_in, give_to_owner, private_directory
from chairpi.backup.manifest import CONFIG, PAIRING, RECORDINGS, Manifest
from chairpi.backup.reading import unpack
from chairpi.certificates.kept import DIRECTORY as CERTIFICATES
from chairpi.chosen_settings import Document, Layers, document_of, laid_over, read_chosen, write_chosen
from chairpi.config.reading import load_config
from chairpi.config.tables import Config
from chairpi.data_names import APP_FILE, RESTORE, RESTORE_COPY, RESTORE_UNREADY
from chairpi.data_names import SETTINGS_FILE as SETTINGS
from chairpi.errors import BackupError, ConfigError, StoreError
from chairpi.language.words import _
from chairpi.on_disk import sync, sync_tree
from chairpi.store.access import MARK
from chairpi.store.copies import bring_up_to_date, carry_pairing, copy_database, is_claimed
from chairpi.store.secret_key import FILE as WEB_KEY

PLACES = ("web.host", "web.port")
"""Where this chair's dashboard is reached stays, unless somebody chose it in the browser."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A backup that is decided on: what it says of itself, and what of it cannot be used here, in words; empty: all can."""

    manifest: Manifest
    left_out: str


def prepare(
    archive: Path, layers: Layers, now_utc_s: float, *, with_pairing: bool, just_before: Callable[[], object]
) -> Prepared:
    """Unpack and look over a backup, and decide on it.

    Parameters
    ----------
    archive
        The file.
    layers
        This chair's configuration.
    now_utc_s
        The present [POSIX s].
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
    unready = directory / RESTORE_UNREADY
    with alone_in(directory):
        if is_under_way(directory):
            raise StoreError(
                _(
                    "Another backup is being restored at the moment: it waits for the chair's two programs to be started."
                )
            )
        try:
            shutil.rmtree(unready, ignore_errors=True)  # of a cut
            waiting = private_directory(private_directory(unready) / WAITING)
            manifest = unpack(archive, waiting)
            if with_pairing and not manifest.with_pairing:
                raise BackupError(_("This backup holds no pairing. Nothing was changed; restore it without."))
            _settle_pairing(directory, waiting, with_pairing=with_pairing)
            left_out = _settle_settings(layers, waiting)
            just_before()
            _give(waiting, directory)
            pack_restored(waiting, layers, unready / RESTORE_COPY, now_utc_s)
            os.utime(unready / RESTORE_COPY, (now_utc_s, now_utc_s))
            for path in (unready, *unready.rglob("*")):
                give_to_owner(path)
            sync_tree(unready)
            unready.rename(directory / RESTORE)
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


def _settle_pairing(directory: Path, waiting: Path, *, with_pairing: bool) -> None:
    """Who may open the dashboard afterwards, in the files that are prepared."""
    packed = waiting / PAIRING
    if with_pairing:
        key = packed / WEB_KEY
        if key.exists():
            key.rename(waiting / WEB_KEY)
        if packed.exists() and any(packed.iterdir()):
            packed.rename(waiting / CERTIFICATES)
        if is_claimed(waiting / APP_FILE):
            (waiting / MARK).touch(mode=0o600)
        return
    shutil.rmtree(packed, ignore_errors=True)
    (waiting / "here").mkdir()
    here = waiting / "here" / APP_FILE
    copy_database(directory / APP_FILE, here)
    bring_up_to_date(here, APP_FILE)
    carry_pairing(here, waiting / APP_FILE)
    shutil.rmtree(here.parent)


def _settle_settings(layers: Layers, waiting: Path) -> str:
    """Make the prepared settings so that over this chair's chairpi.toml they say what they said over the backup's."""
    config = waiting / CONFIG
    try:
        chosen = read_chosen(waiting / SETTINGS)
        was = laid_over(load_config(config), chosen)
        write_chosen(waiting / SETTINGS, _differences(layers.base, was, chosen))
    except ConfigError as error:
        (waiting / SETTINGS).unlink()
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


def _give(waiting: Path, directory: Path) -> None:
    """Move the recordings to where they belong, and never over one of the same name."""
    packed = waiting / RECORDINGS
    for path in sorted(packed.iterdir()) if packed.exists() else ():
        if not (directory / path.name).exists():
            path.rename(directory / path.name)
            give_to_owner(directory / path.name)
    shutil.rmtree(packed, ignore_errors=True)
