"""What every page says of the disk: that it takes nothing now, and that a damaged file was set aside, until somebody has read that."""

from __future__ import annotations

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from chairpi.clock import is_believed
from chairpi.dashboard.places import place_on_this_site
from chairpi.dashboard.services import Services, services
from chairpi.data_names import APP_FILE, HISTORY_FILE
from chairpi.language.words import N_, _, date_with_month, ngettext, translated
from chairpi.store.mending import Mending, dismiss, mendings
from chairpi.store.set_aside import resting_until

blueprint = Blueprint("mended", __name__)

KEEPS = {
    HISTORY_FILE: N_("what the chair measured"),
    APP_FILE: N_("what was told to the programme, and who may open this dashboard"),
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
    if at_its_end := _at_its_end(parts):
        return at_its_end
    if unwritten is None:
        return ()
    return (
        _(
            "Since %(since)s nothing could be written to the card or disk: it may be full, or at its end. The chair goes on prompting.",
            since=_moment(parts, unwritten["since_utc_s"]),
        ),
        *([] if unwritten["was_read"] else [_not_known()]),
        _let_go(unwritten["n_minutes_lost"], unwritten["n_events_lost"]),
    )


def _not_known() -> str:
    return _(
        "What it kept cannot be read either, so it goes by the configuration alone. Nothing of that is gone: when the card or disk is back"
        " in its place, the chair takes it up again, with the minutes that it measured meanwhile."
    )


def _at_its_end(parts: Services) -> tuple[str, ...]:
    """That a file was damaged so often that it is left alone for now, and what to do; nothing where none is."""
    resting = {name: resting_until(parts.history_path.with_name(name), parts.clock.utc_s()) for name in KEEPS}
    return tuple(
        _(
            "The card is at its end: the file %(file)s was damaged again and again within an hour. The chair goes on prompting, writes"
            " nothing there for now, and tries again at %(time)s. Put another card in soon, and restore the last backup there.",
            file=name,
            time=parts.days.time_of(until_s),
        )
        for name, until_s in resting.items()
        if until_s is not None
    )


def _let_go(n_minutes: int, n_events: int) -> str:
    if n_minutes:
        return ngettext(
            "It keeps what it can in mind; the oldest minute is lost already.",
            "It keeps what it can in mind; the oldest %(num)s minutes are lost already.",
            n_minutes,
        )
    if n_events:
        return _("It keeps what it can in mind; the oldest lines of the day’s log are lost already.")
    return _(
        "It keeps about five days of sitting in mind, and writes them down as soon as it can; without power they are lost."
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
            * (mending.file == APP_FILE)
        ),
    )


def _moment(parts: Services, utc_s: float) -> str:
    if not is_believed(utc_s):
        return _("a time when the chair did not know the date")
    return _("%(date)s, %(time)s", date=date_with_month(parts.days.date_of(utc_s)), time=parts.days.time_of(utc_s))
