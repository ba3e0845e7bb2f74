"""What is kept of the people of this house: where, how big, since when and how long; all of it as a file, or erased."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from chairpi.dashboard.services import Services, services
from chairpi.dashboard.sitter_words import shown_name
from chairpi.data_names import BESIDE
from chairpi.language.words import N_, _, long_date, number_text, translated
from chairpi.store.data_files import Sort, data_files
from chairpi.store.export import Export
from chairpi.store.view import HistoryView

blueprint = Blueprint("yours", __name__)

WHAT = {
    Sort.HISTORY: N_("When somebody sat, how the load lay, prompts, and the chair's calibration"),
    Sort.APP: N_(
        "Diaries, prescriptions, your own exercises, what the household chose, and who may open the dashboard"
    ),
    Sort.BACKUP: N_("Copies that were made before a new version changed one of the two"),
    Sort.ARCHIVE: N_("Backups of everything, which the chair makes by itself or somebody brought here"),
    Sort.DAMAGED: N_("Damaged files that were set aside when a backup took their place"),
    Sort.RECORDING: N_("Recordings that somebody made, and put here"),
    Sort.SETTINGS: N_("Settings that were changed in the browser"),
    Sort.MACHINE: N_("Keys and certificates of this machine; nothing of a person"),
}
KIB_BYTES = 1024


@dataclass(frozen=True, slots=True)
class Kept:
    """One sort of files, in words."""

    what: str
    files: str
    size: str
    since: str


@blueprint.get("/settings/data")
def page() -> ResponseReturnValue:
    """What is kept, and what may be done with it."""
    parts = services()
    return render_template(
        "yours/data.html",
        kept=kept_of(parts),
        directory=parts.history_path.parent,
        trace_kept_days=parts.configured.layers.config.paths.trace_kept_days,
        shows_weight=parts.book.preferences().show_weight,
        sitters=[shown_name(sitter.name) for sitter in HistoryView(parts.history_path).sitters()],
    )


@blueprint.post("/settings/data/export")
def export() -> ResponseReturnValue:
    """All of it as one archive, sent while it is made; `with_weight=yes` has the loads in newtons."""
    parts = services()
    parts.book.preferences()  # brings the file up to date that is read next
    now_utc_s = parts.clock.utc_s()
    pieces = Export(
        parts.history_path, parts.app_path, parts.days.zone, now_utc_s, request.form.get("with_weight") == "yes"
    ).pieces()
    name = f"chairpi-{parts.days.date_of(now_utc_s).isoformat()}.zip"
    return Response(
        _sent(next(pieces), pieces),  # what cannot be opened is told on a page, and not in half a file
        mimetype="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


@blueprint.post("/settings/data/weight")
def show_weight() -> ResponseReturnValue:
    """Show loads in kilograms and newtons, or hide them again."""
    book = services().book
    show = request.form.get("show_weight") == "yes"
    book.keep_preferences(dataclasses.replace(book.preferences(), show_weight=show))
    flash(
        _("The Now page shows what the seat carries, in kilograms.")
        if show
        else _("Loads are shown as shares again; no page tells body weight."),
        "done",
    )
    return redirect(url_for("yours.page", _anchor="weight"), 303)


def _sent(first: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from pieces


def kept_of(parts: Services) -> list[Kept]:
    """What lies in the data's directory."""
    files = data_files(parts.history_path.parent)
    since_utc_s = {
        Sort.HISTORY: HistoryView(parts.history_path).first_utc_s(),
        Sort.APP: parts.book.first_utc_s(),
    }
    rows = []
    for sort, what in WHAT.items():
        found = [file for file in files if file.sort is sort]
        if found:
            utc_s = since_utc_s.get(sort)
            rows.append(
                Kept(
                    translated(what),
                    # What belongs to a database while it is open is counted, and not named.
                    ", ".join(file.path.name for file in found if not file.path.name.endswith(BESIDE)),
                    size_text(sum(file.size_bytes for file in found)),
                    "–" if utc_s is None else date_text(parts, utc_s),
                )
            )
    return rows


def date_text(parts: Services, utc_s: float) -> str:
    """A day with its year."""
    day = parts.days.date_of(utc_s)
    return _("%(date)s %(year)s", date=long_date(day), year=day.year)


def size_text(size_bytes: int) -> str:
    """A size as people read it.

    >>> size_text(900), size_text(3_400_000)
    ('0.9 kB', '3.2 MB')
    """
    if size_bytes < KIB_BYTES**2:
        return _("%(size_kb)s kB", size_kb=number_text(size_bytes / KIB_BYTES, 1))
    return _("%(size_mb)s MB", size_mb=number_text(size_bytes / KIB_BYTES**2, 1))
