"""The archive for somebody who helps: a page that says what is in it, and a button that makes it."""

from __future__ import annotations

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from chairpi.dashboard.chair.health import report_of
from chairpi.dashboard.services import services
from chairpi.language.words import SOURCE, speaking, translated
from chairpi.support.archive import archive_of
from chairpi.support.contents import NOT_TAKEN, TAKEN, contents_of
from chairpi.support.machine_log import ask_machine

blueprint = Blueprint("support", __name__)


@blueprint.get("/health/support")
def page() -> ResponseReturnValue:
    """What would be in it; nothing is made yet."""
    return render_template("chair/support.html", taken=map(translated, TAKEN), not_taken=map(translated, NOT_TAKEN))


@blueprint.post("/health/support")
def make() -> ResponseReturnValue:
    """Make it, in English, and send it to this browser alone."""
    parts = services()
    with speaking(SOURCE):
        content = archive_of(contents_of(parts.configured.layers, report_of(parts), ask_machine))
    name = f"chairpi-support-{parts.days.date_of(parts.clock.utc_s()).isoformat()}.zip"
    return Response(
        content,
        mimetype="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )
