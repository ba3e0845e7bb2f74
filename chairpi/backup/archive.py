"""Make a backup: everything that a chair keeps, copied while its processes run, as one file that is there whole or not at all."""

from __future__ import annotations

import hashlib
import os
import shutil
import socket
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from chairpi import __version__
from chairpi.backup.files import check_room, give_to_owner
from chairpi.backup.manifest import CONFIG, NAME, PAIRING, RECORDINGS, Manifest, Member, Reason
from chairpi.certificates.kept import DIRECTORY as CERTIFICATES
from chairpi.chosen_settings import Layers, as_text, chosen_path
from chairpi.config.text import as_toml
from chairpi.data_names import APP_FILE, MANIFEST, RESTORE
from chairpi.data_names import SETTINGS_FILE as SETTINGS
from chairpi.errors import StoreError
from chairpi.language.words import _
from chairpi.on_disk import read_from_disk, sync
from chairpi.store.copies import DATABASES, copy_database, forget_pairing, version_of
from chairpi.store.data_files import Sort, data_files
from chairpi.store.kept_backups import UNREADABLE
from chairpi.store.secret_key import FILE as WEB_KEY

PIECE_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made: where, how big, and what it says of itself."""

    path: Path
    size_bytes: int
    manifest: Manifest


def make_backup(
    layers: Layers, output: Path, now_utc_s: float, *, reason: Reason, with_pairing: bool, with_recordings: bool = True
) -> Made:
    """Write everything into one file, readable by this user only.

    Parameters
    ----------
    layers
        The chair's configuration: it says where the data are.
    output
        The file; one of this name is replaced.
    now_utc_s
        The present [POSIX s].
    reason
        Why it is made.
    with_pairing
        With who may open the dashboard, its key and its certificates: whoever has such a file is let in.
    with_recordings
        With the recordings that lie beside the history.

    Raises
    ------
    StoreError
        There is nothing to back up, it is damaged, or there is too little room; no file is left then.
    """
    directory = Path(layers.base.paths.data_dir)
    if not is_anything_kept(directory):
        raise StoreError(
            _("Nothing is kept in %(directory)s yet, so there is nothing to back up.", directory=directory)
        )
    files = _files(directory)
    recordings = [file.path for file in data_files(directory) if file.sort is Sort.RECORDING]
    kept = [path for path in recordings if with_recordings and NAME.fullmatch(path.name)]
    part = output.with_name(f".{output.name}.part")
    try:
        _check_room(directory, output.parent, kept)
        with tempfile.TemporaryDirectory(prefix=".copy-", dir=output.parent) as name:
            sources = {
                **_copied(layers, Path(name), with_pairing=with_pairing),
                **{RECORDINGS + path.name: path for path in kept},
                **(_pairing(directory) if with_pairing else {}),
            }
            if _files(directory) != files:  # half of one chair and half of another
                raise _is_restored()
            left_out = tuple(path.name for path in recordings if path not in kept)
            manifest = _manifest(sources, now_utc_s, reason, left_out, with_pairing=with_pairing)
            write_archive(part, manifest, sources)
        part.replace(output)
        give_to_owner(output)
        sync(output.parent)
    except OSError as error:
        if isinstance(error, StoreError):
            raise
        raise StoreError(
            _("%(file)s cannot be written (%(why)s); choose another place.", file=output, why=error.strerror)
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return Made(output, output.stat().st_size, manifest)


def pack_restored(prepared: Path, layers: Layers, output: Path, now_utc_s: float) -> None:
    """Write what is about to be restored as a backup: what the chair will be, with those of its files that stay.

    Parameters
    ----------
    prepared
        Where the files are that are to come.
    layers
        This chair's configuration.
    output
        The file.
    now_utc_s
        The present [POSIX s].

    Raises
    ------
    StoreError
        There is too little room.
    """
    directory = Path(layers.base.paths.data_dir)
    with tempfile.TemporaryDirectory(prefix=".copy-", dir=output.parent) as name:
        (Path(name) / CONFIG).write_text(as_toml(layers.base), encoding="utf-8")
        (Path(name) / SETTINGS).write_text(as_text({}), encoding="utf-8")
        settings = (prepared / SETTINGS, directory / SETTINGS, Path(name) / SETTINGS)
        sources = {
            **{database: prepared / database for database in DATABASES},
            SETTINGS: next(path for path in settings if path.is_file()),
            CONFIG: Path(name) / CONFIG,
            **_pairing(directory),
            **_pairing(prepared),
        }
        check_room(output.parent, sum(path.stat().st_size for path in sources.values()))
        write_archive(output, _manifest(sources, now_utc_s, Reason.RESTORED, (), with_pairing=True), sources)


def is_anything_kept(directory: Path) -> bool:
    """Whether there is anything to back up.

    Raises
    ------
    StoreError
        This user may not look.
    """
    try:
        return any((directory / name).exists() for name in DATABASES)
    except PermissionError as error:
        raise StoreError(
            _(
                "%(directory)s cannot be read (%(why)s). On a built chair, put sudo before the command.",
                directory=directory,
                why=error.strerror,
            )
        ) from error


def _check_room(directory: Path, where: Path, recordings: list[Path]) -> None:
    """The copies and the archive lie beside each other for a moment; an archive is never much larger than what is in it."""
    n_bytes = sum(path.stat().st_size for path in directory.glob("*.db*") if path.is_file())
    check_room(where, 2 * n_bytes + sum(path.stat().st_size for path in recordings))


def _files(directory: Path) -> list[int | None]:
    """Which files the databases are, while nothing is being restored.

    Raises
    ------
    StoreError
        A backup is being restored.
    """
    if (directory / RESTORE).exists():
        raise _is_restored()
    paths = [directory / name for name in DATABASES]
    return [path.stat().st_ino if path.exists() else None for path in paths]


def _is_restored() -> StoreError:
    return StoreError(
        _("A backup is being restored at the moment. Try again when both of the chair's programs work with it.")
    )


def _copied(layers: Layers, copies: Path, *, with_pairing: bool) -> dict[str, Path]:
    """Copies of what changes while it is read."""
    directory = Path(layers.base.paths.data_dir)
    for database in DATABASES:
        copy_database(directory / database, copies / database)
    if not with_pairing:
        forget_pairing(copies / APP_FILE)
    try:
        shutil.copyfile(chosen_path(layers.base), copies / SETTINGS)
    except FileNotFoundError:
        (copies / SETTINGS).write_text(as_text({}), encoding="utf-8")
    (copies / CONFIG).write_text(as_toml(layers.base), encoding="utf-8")
    return {name: copies / name for name in (*DATABASES, SETTINGS, CONFIG)}


def _pairing(directory: Path) -> dict[str, Path]:
    """The dashboard's key and its certificates, by their names in the archive."""
    candidates = [directory / WEB_KEY]
    if (directory / CERTIFICATES).is_dir():
        candidates += sorted((directory / CERTIFICATES).iterdir())
    return {PAIRING + path.name: path for path in candidates if path.is_file() and NAME.fullmatch(path.name)}


def _manifest(
    sources: dict[str, Path], now_utc_s: float, reason: Reason, left_out: tuple[str, ...], *, with_pairing: bool
) -> Manifest:
    return Manifest(
        chairpi_version=__version__,
        made_utc_s=now_utc_s,
        chair=socket.gethostname(),
        reason=reason,
        with_pairing=with_pairing,
        left_out=left_out,
        schema_versions={database: version_of(sources[database]) for database in DATABASES},
        members={member: member_of(path) for member, path in sources.items()},
    )


def member_of(path: Path) -> Member:
    """Size and digest of a file."""
    digest, n_bytes = hashlib.sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(PIECE_BYTES):
            digest.update(piece)
            n_bytes += len(piece)
    return Member(n_bytes, digest.hexdigest())


def write_archive(part: Path, manifest: Manifest, sources: dict[str, Path]) -> None:
    """Write the archive; it is on the disk then, as reading it from there shows.

    Raises
    ------
    StoreError
        It is not what was written.
    """
    with (
        os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as file,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6, strict_timestamps=False) as archive,
    ):
        archive.writestr(MANIFEST, manifest.as_json())
        for name, path in sources.items():
            archive.write(path, name)
    _read_back(part, sources)


def _read_back(part: Path, sources: dict[str, Path]) -> None:
    """Many a card takes whatever it is given, and gives something else: a backup that nobody can read is none."""
    read_from_disk(part)
    try:
        with zipfile.ZipFile(part) as archive:
            spoilt = archive.testzip()
            is_whole = spoilt is None and set(archive.namelist()) == {MANIFEST, *sources}
    except UNREADABLE:
        is_whole = False
    if not is_whole:
        raise StoreError(
            _(
                "What was written to %(directory)s cannot be read back: the card or disk there may be at its end. No backup was made.",
                directory=part.parent,
            )
        )
