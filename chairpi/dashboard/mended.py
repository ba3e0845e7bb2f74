"""What every page says of the disk: that it takes nothing now, and that a damaged file was set aside, until somebody has read that."""

from __future__ import annotations

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from chairpi.clock import is_believed
from chairpi.dashboard.places import place_on_this_site
from chairpi.dashboard.services import Services, services
from chairpi.language.words import N_, _, date_with_month, ngettext, translated
from chairpi.store.mending import Mending, dismiss, mendings

blueprint = Blueprint("mended", __name__)

KEEPS = {
    "history.db": N_("what the chair measured"),
    "app.db": N_("what was told to the programme, and who may open this dashboard"),
}
"""What a person would miss, by the file."""


@blueprint.app_context_processor
def mended() -> dict[str, object]:
    """The sentences, asked for by the template: an answer without a page looks for none."""
    return {"mended_told": _told, "unwritten_told": _unwritten}


@blueprint.post("/mended/dismiss")
def read() -> ResponseReturnValue:
    """Somebody has read it; back to the page on which it stood."""
    dismiss(services().history_path.parent)
    return redirect(place_on_this_site(request.form.get("next", "")), 303)


def _told() -> tuple[tuple[str, ...], ...]:
    parts = services()
    return tuple(_sentences(parts, mending) for mending in mendings(parts.history_path.parent))


def _unwritten() -> tuple[str, ...]:
    """Since when the chair cannot write, what becomes of it, and what is lost; nothing while it can."""
    parts = services()
    snapshot = parts.feed.snapshot()
    unwritten = snapshot.hello.get("unwritten") if snapshot.connected and snapshot.hello else None
    if unwritten is None:
        return ()
    n_lost = unwritten["n_minutes_lost"]
    return (
        _(
            "Since %(since)s nothing could be written to the card or disk: it may be full, or at its end. The chair goes on prompting.",
            since=_moment(parts, unwritten["since_utc_s"]),
        ),
        _(
            "It keeps about five days of sitting in mind, and writes them down as soon as it can; without power they are lost."
        )
        if not n_lost
        else ngettext(
            "It keeps what it can in mind; the oldest minute is lost already.",
            "It keeps what it can in mind; the oldest %(num)s minutes are lost already.",
            n_lost,
        ),
    )


def _sentences(parts: Services, mending: Mending) -> tuple[str, ...]:
    keeps = translated(KEEPS.get(mending.file, N_("what was kept there")))
    until = _moment(parts, mending.found_utc_s)
    if mending.lost_since_utc_s is None:
        lost = _(
            "There was no backup of it, so a new one was begun: %(keeps)s is missing up to %(until)s.",
            keeps=keeps,
            until=until,
        )
    else:
        lost = _(
            "The last good backup was put in its place: %(keeps)s is missing from %(since)s to %(until)s.",
            keeps=keeps,
            since=_moment(parts, mending.lost_since_utc_s),
            until=until,
        )
    return (
        _("The file %(file)s was damaged, as happens when a card wears out or the power goes.", file=mending.file),
        lost,
        _("The damaged file was kept as %(name)s; the chair does not need it.", name=mending.set_aside),
        *(
            [_("Please look at Devices, under Settings, whether everybody there is meant to be.")]
            * (mending.file == "app.db")
        ),
    )


def _moment(parts: Services, utc_s: float) -> str:
    if not is_believed(utc_s):
        return _("a time when the chair did not know the date")
    return _("%(date)s, %(time)s", date=date_with_month(parts.days.date_of(utc_s)), time=parts.days.time_of(utc_s))
