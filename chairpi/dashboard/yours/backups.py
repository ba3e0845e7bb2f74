"""Backups: make one and take it along, those that are made by themselves, and put one back after a look at what is in it."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from chairpi.backup.archive import make_backup
from chairpi.backup.automatic import DAYS, UPDATES, WEEKS, Kept, backups_directory, kept_backups, save_before_restore
from chairpi.backup.command import hand_over, look_into
from chairpi.backup.files import private_directory
from chairpi.backup.manifest import RECORDINGS, Reason
from chairpi.backup.reading import read_manifest
from chairpi.backup.restoring import prepare
from chairpi.backup.without import without_pairing
from chairpi.dashboard.now.words import as_sentence
from chairpi.dashboard.services import Services, services
from chairpi.dashboard.yours.page import date_text, size_text
from chairpi.dashboard.yours.uploading import UPLOAD_MAX_BYTES, UPLOAD_PATH, refuse_unread, upload_directory
from chairpi.errors import StoreError
from chairpi.language.words import N_, _, translated

blueprint = Blueprint("backups", __name__)

UPLOADED = "uploaded.zip"
"""The one that somebody brought here, until it is restored or let be."""
PIECE_BYTES = 64 * 1024

WHY = {
    Reason.DAY: N_("by itself"),
    Reason.UPDATE: N_("before an update"),
    Reason.RESTORE: N_("before another one was restored"),
    Reason.RESTORED: N_("of what was restored"),
    Reason.HAND: N_("by hand"),
}


@blueprint.get("/settings/backup")
def page() -> ResponseReturnValue:
    """What can be done with backups."""
    parts = services()
    return render_template(
        "yours/backups.html",
        kept=[_row(parts, one) for one in kept_backups(_data_dir(parts))],
        directory=backups_directory(_data_dir(parts)),
        has_uploaded=(backups_directory(_data_dir(parts)) / UPLOADED).exists(),
        numbers={"days": DAYS, "weeks": WEEKS, "updates": UPDATES},
        most_mb=UPLOAD_MAX_BYTES // 1024**2,
    )


@blueprint.post("/settings/backup/make")
def make() -> ResponseReturnValue:
    """Make one now, and send it; nothing of it stays here."""
    parts = services()
    parts.book.preferences()  # brings the file up to date that is copied next
    with_pairing = request.form.get("with_pairing") == "yes"
    now_utc_s = parts.clock.utc_s()

    def write(path: Path) -> None:
        make_backup(parts.configured.layers, path, now_utc_s, reason=Reason.HAND, with_pairing=with_pairing)

    return _sent(parts, write, f"chairpi-backup-{parts.days.date_of(now_utc_s).isoformat()}.zip")


@blueprint.post("/settings/backup/download")
def download() -> ResponseReturnValue:
    """Send one of those that are here, without pairing."""
    path = _path_of(services(), request.form.get("name", ""))
    return _sent(services(), lambda output: without_pairing(path, output), path.name)


@blueprint.post(UPLOAD_PATH)
def upload() -> ResponseReturnValue:
    """Take a backup from elsewhere into the house, to be looked at; nothing is restored yet."""
    try:
        refuse_unread()
        file = request.files.get("file")
        if file is None or not file.filename:
            raise StoreError(_("Please choose a file first."))
        with file.stream as part:  # beside the backups, under a name that goes with it
            part.flush()
            read_manifest(Path(part.name))
            path = upload_directory() / UPLOADED
            path.unlink(missing_ok=True)
            os.link(part.name, path)
    except OSError as error:
        return _not_done(error)
    return redirect(url_for("backups.look", name=UPLOADED), 303)


@blueprint.get("/settings/backup/look")
def look() -> ResponseReturnValue:
    """What is in a backup; nothing is changed yet."""
    parts = services()
    path = _path_of(parts, request.args.get("name", ""))
    try:
        manifest, contents = look_into(path, parts.configured.layers)
    except StoreError as error:
        return _not_done(error)
    return render_template(
        "yours/backup_look.html",
        name=path.name,
        is_uploaded=path.name == UPLOADED,
        manifest=manifest,
        contents=contents,
        made=date_text(parts, manifest.made_utc_s),
        sat=tuple(date_text(parts, at) for at in (contents.first_utc_s, contents.last_utc_s) if at is not None),
        recordings=[name.removeprefix(RECORDINGS) for name in manifest.members if name.startswith(RECORDINGS)],
        sha256=_digest(path),
    )


@blueprint.post("/settings/backup/restore")
def restore() -> ResponseReturnValue:
    """Put back what was looked at, where the tick was set."""
    parts = services()
    path = _path_of(parts, request.form.get("name", ""))
    if request.form.get("sure") != "yes":
        flash(_("Nothing was restored: set the tick, so that it does not happen by mistake."), "not-done")
        return redirect(url_for("backups.look", name=path.name), 303)
    if request.form.get("sha256") != _digest(path):
        flash(_("Nothing was restored: the file is another one by now. Please look at it once more."), "not-done")
        return redirect(url_for("backups.look", name=path.name), 303)
    layers, saved = parts.configured.layers, []
    try:
        prepared = prepare(
            path,
            layers,
            parts.clock.utc_s(),
            with_pairing=request.form.get("with_pairing") == "yes",
            just_before=lambda: saved.append(save_before_restore(layers, parts.clock.utc_s())),
        )
        handed = hand_over(layers)
    except StoreError as error:
        return _not_done(error)
    if path.name == UPLOADED:
        path.unlink(missing_ok=True)
    said = [prepared.left_out, *(_("What was here before is in no backup: %(why)s", why=why) for why in saved if why)]
    return Response(
        render_template("yours/backup_restored.html", said=[text for text in said if text], handed=handed),
        headers={"Refresh": "25; url=/"},  # the dashboard begins anew meanwhile: ten seconds on a small Raspberry Pi
    )


@blueprint.post("/settings/backup/discard")
def discard() -> ResponseReturnValue:
    """Let the uploaded one be."""
    (backups_directory(_data_dir(services())) / UPLOADED).unlink(missing_ok=True)
    flash(_("The uploaded backup is deleted, and nothing was changed."), "done")
    return redirect(url_for("backups.page"), 303)


def _data_dir(parts: Services) -> Path:
    return parts.history_path.parent


def _path_of(parts: Services, name: str) -> Path:
    """One of the files that are here, by its name."""
    directory = backups_directory(_data_dir(parts))
    known = {one.path.name for one in kept_backups(_data_dir(parts))}
    if name not in known and not (name == UPLOADED and (directory / UPLOADED).is_file()):
        abort(404)
    return directory / name


def _row(parts: Services, one: Kept) -> dict[str, str]:
    return {
        "name": one.path.name,
        "made": _("%(date)s, %(time)s", date=date_text(parts, one.made_utc_s), time=parts.days.time_of(one.made_utc_s)),
        "why": translated(WHY[one.reason]),
        "size": size_text(one.size_bytes),
    }


def _not_done(error: OSError) -> ResponseReturnValue:
    why = str(error) if isinstance(error, StoreError) else error.strerror or str(error)
    flash(as_sentence(why), "not-done")
    return redirect(url_for("backups.page", _anchor="restore"), 303)


def _sent(parts: Services, write: Callable[[Path], None], name: str) -> ResponseReturnValue:
    """A file that is there only while it is sent."""
    try:
        directory = private_directory(backups_directory(_data_dir(parts)))
        with tempfile.TemporaryDirectory(prefix=".give-", dir=directory) as made:
            write(Path(made) / name)
            file = (Path(made) / name).open("rb")
    except OSError as error:
        return _not_done(error)
    return Response(
        _pieces(file),
        mimetype="application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Length": str(os.fstat(file.fileno()).st_size),
            "Cache-Control": "no-store",
        },
    )


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE_BYTES):
            yield piece


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
