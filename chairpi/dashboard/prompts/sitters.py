"""The people who use this chair: added, renamed and removed by forms on the Prompts page; the sensor process keeps the list."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from chairpi.dashboard.services import services
from chairpi.dashboard.told import tell_sensor
from chairpi.language.words import N_, _
from chairpi.link.protocol import Message

blueprint = Blueprint("sitters", __name__)

LONGEST_NAME = 40
"""Letters of a name that a telephone shows in one line. Our choice."""

_DONE = {
    "add": N_("%(name)s is added. Choose them under “Who sits here” when they sit."),
    "rename": N_("From now on it is %(name)s."),
    "remove": N_("Removed. The history is kept, and can be erased below."),
    "erase": N_("Erased: nothing that was measured of them is left here."),
    "erase_guests": N_("Erased: nothing that was measured of somebody else is left here."),
}


@blueprint.post("/prompts/sitters/<action>")
def change(action: str) -> ResponseReturnValue:
    """One change of the list; what came of it is shown on the page."""
    if action not in _DONE:
        abort(404, _("The list of people can be added to, and its names changed and removed."))
    parts = services()
    if action == "erase":
        parts.book.preferences()  # a book that cannot be opened is said before anything is erased
    tell_sensor(parts.link_dir, lambda: message_of_form(action, request.form), lambda message: _done(action, message))
    return redirect(url_for("prompts.page", _anchor="sitters"), 303)


def _done(action: str, message: Message) -> str:
    if action == "erase":
        services().book.erase(int(request.form["sitter_id"]))
    return _(_DONE[action], name=message.get("name"))


def message_of_form(action: str, form: Mapping[str, str]) -> Message:
    """What a form asks of the sensor process.

    Parameters
    ----------
    action
        "add", "rename", "remove", "erase": remove with the history; or "erase_guests": what was measured of nobody who is known.
    form
        `name` to add and rename; `sitter_id` to rename, remove and erase.

    Raises
    ------
    ValueError
        There is no name, it is too long, or no sitter is named; the message is for the person.
    """
    message: Message = {"request": "sitters", "action": "remove" if action == "erase" else action}
    if action in ("rename", "remove", "erase"):
        if not form.get("sitter_id", "").isdecimal():
            raise ValueError(_("It did not arrive whose name this is about. Please try again."))
        message["sitter_id"] = int(form["sitter_id"])
    if action in ("add", "rename"):
        name = " ".join(form.get("name", "").split())
        if not 1 <= len(name) <= LONGEST_NAME:
            raise ValueError(_("A name has from 1 to %(longest)s letters.", longest=LONGEST_NAME))
        message["name"] = name
    if action == "erase":
        message["erase"] = True
    return message
