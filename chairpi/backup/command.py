"""`chairpi backup` and `chairpi restore`, in words."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from chairpi.backup.archive import Made, is_anything_kept, make_backup
from chairpi.backup.automatic import backups_directory, make_automatic, save_before_restore
from chairpi.backup.exchange import Part, is_pending, withdraw
from chairpi.backup.files import private_directory
from chairpi.backup.manifest import RECORDINGS, Manifest, Reason
from chairpi.backup.reading import unpack
from chairpi.backup.restoring import prepare
from chairpi.chosen_settings import Layers
from chairpi.clock import Clock, rfc_3339
from chairpi.data_names import APP_FILE, HISTORY_FILE
from chairpi.errors import LinkError, StoreError
from chairpi.language.words import _
from chairpi.link.client import nobody_listens, send_command
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
        return manifest, contents_of(Path(name) / HISTORY_FILE, Path(name) / APP_FILE)


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


class Handed(StrEnum):
    """What became of a backup that was prepared."""

    TAKEN = "taken"
    WAITS = "waits"
    """The sensor process does not run: it takes it when it is started."""
    UNANSWERED = "unanswered"
    """The sensor process was asked, and has said nothing for a minute."""


def hand_over(layers: Layers) -> Handed:
    """Let the sensor process take the backup that was prepared.

    Raises
    ------
    StoreError
        It cannot work with it, and goes on as it was; so does the dashboard.
    """
    directory = Path(layers.base.paths.data_dir)
    try:
        reply = send_command(layers.config.runtime_dir, {"request": "restore"}, timeout_s=ANSWER_S)
    except LinkError as error:
        return Handed.WAITS if nobody_listens(error) else Handed.UNANSWERED
    if not reply.get("ok"):
        withdraw(directory)
        raise StoreError(_("The chair goes on as it was: %(why)s", why=reply.get("why")))
    return Handed.TAKEN


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
        clock.utc_s(),
        with_pairing=with_pairing,
        just_before=lambda: failed.append(save_before_restore(layers, clock.utc_s())),
    )
    for why in filter(None, failed):
        say(f"What was here before is in no backup: {why}")
    if prepared.left_out:
        say(prepared.left_out)
    match hand_over(layers):
        case Handed.WAITS:
            say("The backup is unpacked and found good. The chair's programs take it when they are started.")
            return
        case Handed.UNANSWERED:
            say("The backup is unpacked and found good, but the chair has not answered for a minute.")
            say(
                "It may still be taking it. If the dashboard does not say so soon: sudo systemctl restart chairpi-sensor"
            )
            return
    directory = Path(layers.base.paths.data_dir)
    say("The chair goes on with what the backup holds.")
    for _turn in range(round(WAIT_S)):
        if not is_pending(directory, Part.WEB):
            say("So does the dashboard.")
            return
        clock.wait(1.0)
    say("The dashboard takes it when it is started.")
