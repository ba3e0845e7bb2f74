"""A backup to give out of the hand: the same, without what would let its reader in."""

from __future__ import annotations

import dataclasses
import tempfile
from pathlib import Path

from chairpi.backup.archive import member_of, write_archive
from chairpi.backup.files import check_room
from chairpi.backup.manifest import PAIRING
from chairpi.backup.reading import unpack
from chairpi.data_names import APP_FILE
from chairpi.store.copies import DATABASES, forget_pairing, version_of


def without_pairing(archive: Path, output: Path) -> None:
    """Write a backup anew without pairing; its databases are of the present version then.

    Raises
    ------
    BackupError
        It is none that this ChairPi understands.
    StoreError
        There is too little room, or the file cannot be written.
    """
    with tempfile.TemporaryDirectory(prefix=".copy-", dir=output.parent) as name:
        manifest = unpack(archive, Path(name))
        check_room(output.parent, manifest.unpacked_bytes)
        forget_pairing(Path(name) / APP_FILE)
        sources = {member: Path(name) / member for member in manifest.members if not member.startswith(PAIRING)}
        changed = dataclasses.replace(
            manifest,
            with_pairing=False,
            schema_versions={database: version_of(sources[database]) for database in DATABASES},
            members={member: member_of(path) for member, path in sources.items()},
        )
        write_archive(output, changed, sources)
