"""Erase everything: a page that says what goes, a page that asks once more, and then it is gone."""

from __future__ import annotations

import contextlib
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from chairpi.dashboard.now.words import as_sentence
from chairpi.dashboard.services import services
from chairpi.dashboard.settings.configured import CELL, Configured
from chairpi.dashboard.yours.page import kept_of
from chairpi.data_names import SETTINGS_FILE
from chairpi.errors import LinkError
from chairpi.language.words import _, pgettext
from chairpi.link.client import send_command
from chairpi.store.data_files import erase_files

blueprint = Blueprint("erase", __name__)

OF_THE_CHAIR = (CELL, "reader", "outputs")
"""Sections of the settings that tell of the chair's wires alone."""

PATIENCE_S = 120.0
"""Years of minutes are overwritten and not only forgotten: that may take a card a while [s]. Our choice."""


@blueprint.get("/settings/data/erase")
def page() -> ResponseReturnValue:
    """What goes and what stays; nothing is done yet."""
    return render_template("yours/erase.html", kept=kept_of(services()))


@blueprint.get("/settings/data/erase/last")
def last() -> ResponseReturnValue:
    """Asks once more; nothing is done yet."""
    return render_template("yours/erase_last.html", word=_word(), **_choices())


@blueprint.post("/settings/data/erase")
def erase() -> ResponseReturnValue:
    """Erase everything, where the word was typed and the tick was set."""
    choices = _choices()
    typed = request.form.get("word", "").strip().casefold()
    if typed != _word().casefold() or request.form.get("sure") != "yes":
        flash(
            _("Nothing was erased: type the word and set the tick, so that it does not happen by mistake."), "not-done"
        )
        said = {key: "yes" if value else "no" for key, value in choices.items()}
        return redirect(f"{url_for('erase.last')}?{urlencode(said)}", 303)
    parts = services()
    parts.book.preferences()  # a file that cannot be opened is said before anything is erased
    message: dict[str, object] = {"request": "erase_everything", "keep_calibration": choices["keep_calibration"]}
    try:
        reply = send_command(parts.link_dir, message, timeout_s=PATIENCE_S)
    except LinkError as error:
        flash(
            _("Nothing was erased, as the chair could not be asked. %(why)s", why=as_sentence(str(error))), "not-done"
        )
        return redirect(url_for("erase.page"), 303)
    if not reply.get("ok"):
        flash(as_sentence(str(reply.get("why") or _("the chair could not do that just now"))), "not-done")
        return redirect(url_for("erase.page"), 303)
    directory = parts.history_path.parent
    had_settings = bool(parts.configured.layers.chosen)
    _forget_settings(parts.configured, keep_chair=choices["keep_calibration"])
    parts.book.erase_everything()
    erase_files(directory, keep=(SETTINGS_FILE,) if parts.configured.layers.chosen else ())
    if choices["forget_devices"]:
        parts.access.forget()
    if had_settings:
        with contextlib.suppress(LinkError):  # it takes them over with its next start
            send_command(parts.link_dir, {"request": "restart"})
    flash(_("Everything is erased. The chair begins anew, as if nobody had ever sat on it."), "done")
    return redirect(url_for("now.page"), 303)


def _forget_settings(configured: Configured, *, keep_chair: bool) -> None:
    """Go back to what chairpi.toml says, but for the cells and pins that the calibration rests on."""
    keys = [
        section if section == CELL else f"{section}.{name}"
        for section, table in configured.layers.chosen.items()
        if not (keep_chair and section in OF_THE_CHAIR)
        for name in ([section] if section == CELL else table)
    ]
    if keys:
        configured.change(dict.fromkeys(keys))


def _word() -> str:
    return pgettext("what is typed to erase everything", "erase")


def _choices() -> dict[str, bool]:
    """What stays and what goes besides; the calibration stays and the paired devices stay where nobody said otherwise."""
    return {
        "keep_calibration": request.values.get("keep_calibration", "yes") == "yes",
        "forget_devices": request.values.get("forget_devices", "no") == "yes",
    }
