"""`chairpi backup` and `chairpi restore`, in words."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from chairpi.backup.archive import Made, is_anything_kept, make_backup
from chairpi.backup.automatic import backups_directory, make_automatic, save_before_restore
from chairpi.backup.files import READY, private_directory
from chairpi.backup.manifest import RECORDINGS, Manifest, Reason
from chairpi.backup.reading import unpack
from chairpi.backup.restoring import Part, is_pending, prepare
from chairpi.chosen_settings import Layers
from chairpi.clock import Clock, rfc_3339
from chairpi.errors import LinkError, StoreError
from chairpi.language.words import _
from chairpi.link import send_command
from chairpi.store.copies import Contents, contents_of

ANSWER_S = 60.0
"""The cells are looked for anew, and a history of years is opened [s]."""
WAIT_S = 25.0
"""How long the dashboard's process may take to begin anew [s]."""


def back_up(
    layers: Layers, file: Path | None, now_utc_s: float, *, reason: Reason, with_pairing: bool, overwrite: bool
) -> Made | None:
    """Make a backup: by hand into a file, else among those that are made by themselves.

    `None`: none had to be made by itself, as nothing is kept yet. That must not keep an update from a chair that never came up.

    Raises
    ------
    StoreError
        It could not be made.
    """
    if reason is not Reason.HAND:
        is_needed = is_anything_kept(Path(layers.base.paths.data_dir))
        return make_automatic(layers, now_utc_s, reason) if is_needed else None
    if file is None:
        file = Path(f"chairpi-backup-{datetime.fromtimestamp(now_utc_s, UTC):%Y%m%dT%H%M%SZ}.zip")
    if file.exists() and not overwrite:
        raise StoreError(f"{file} exists; name another file, or overwrite it with --force")
    return make_backup(layers, file.absolute(), now_utc_s, reason=reason, with_pairing=with_pairing)


def look_into(archive: Path, layers: Layers) -> tuple[Manifest, Contents]:
    """Look a backup over as restoring does, and change nothing.

    Raises
    ------
    BackupError
        It is none that this ChairPi understands.
    StoreError
        There is too little room to unpack it.
    """
    data_dir = Path(layers.base.paths.data_dir)
    where = private_directory(backups_directory(data_dir)) if data_dir.exists() else None
    with tempfile.TemporaryDirectory(prefix=".look-", dir=where) as name:
        manifest = unpack(archive, Path(name))
        return manifest, contents_of(Path(name) / "history.db", Path(name) / "app.db")


def described(manifest: Manifest, contents: Contents) -> Iterator[str]:
    """What is in a backup, line by line."""
    yield f"made         {rfc_3339(manifest.made_utc_s)} by ChairPi {manifest.chairpi_version} on {manifest.chair}"
    yield f"people       {', '.join(contents.sitters)}"
    if contents.first_utc_s is None or contents.last_utc_s is None:
        yield "sitting      none"
    else:
        yield (
            f"sitting      {contents.n_bouts} times, from {rfc_3339(contents.first_utc_s)} to {rfc_3339(contents.last_utc_s)}"
        )
    yield f"diaries      {contents.n_entries} entries, {contents.n_own} exercises and routines of your own"
    recordings = [name.removeprefix(RECORDINGS) for name in manifest.members if name.startswith(RECORDINGS)]
    yield f"recordings   {', '.join(recordings) or 'none'}"
    if manifest.left_out:
        yield f"left out     {', '.join(manifest.left_out)}"
    yield f"pairing      {f'yes: {contents.n_devices} browsers' if manifest.with_pairing else 'no'}"


def hand_over(layers: Layers) -> bool:
    """Let the sensor process take the backup that was prepared; whether it runs.

    Raises
    ------
    StoreError
        It cannot work with it, and goes on as it was; so does the dashboard.
    """
    try:
        reply = send_command(layers.config.runtime_dir, {"request": "restore"}, timeout_s=ANSWER_S)
    except LinkError:
        return False
    if not reply.get("ok"):
        shutil.rmtree(Path(layers.base.paths.data_dir) / READY, ignore_errors=True)
        raise StoreError(_("The chair goes on as it was: %(why)s", why=reply.get("why")))
    return True


def restore(archive: Path, layers: Layers, clock: Clock, say: Callable[[str], None], *, with_pairing: bool) -> None:
    """Restore a backup, whether the chair's two processes run or not.

    Raises
    ------
    BackupError
        It is none that this ChairPi understands; nothing was changed.
    StoreError
        It could not be restored.
    """
    failed: list[str] = []
    prepared = prepare(
        archive,
        layers,
        with_pairing=with_pairing,
        just_before=lambda: failed.append(save_before_restore(layers, clock.utc_s())),
    )
    for why in filter(None, failed):
        say(f"What was here before is in no backup: {why}")
    if prepared.left_out:
        say(prepared.left_out)
    if not hand_over(layers):
        say("The backup is unpacked and found good. The chair's programs take it when they are started.")
        return
    directory = Path(layers.base.paths.data_dir)
    say("The chair goes on with what the backup holds.")
    for _turn in range(round(WAIT_S)):
        if not is_pending(directory, Part.WEB):
            say("So does the dashboard.")
            return
        clock.wait(1.0)
    say("The dashboard takes it when it is started.")
