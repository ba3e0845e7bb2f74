"""What a person asks of the chair: checked here, sent to the sensor process, and answered in plain words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from chairpi.core.events.prompting import PromptKind
from chairpi.dashboard.heard import heard
from chairpi.dashboard.lengths import long_length
from chairpi.dashboard.now.words import as_sentence
from chairpi.dashboard.prompts.setting_names import NAMES, unit_of
from chairpi.dashboard.prompts.setting_values import figure
from chairpi.errors import LinkError
from chairpi.language.words import N_, _, translated
from chairpi.link.client import send_command
from chairpi.link.protocol import Message
from chairpi.link.requests import request_from


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a request: whether it was met, and a sentence for the person."""

    ok: bool
    text: str
    http_status: int


def request_of_form(name: str, form: Mapping[str, str]) -> Message:
    """The request that a form makes: `name`, and its fields as numbers where they are such, as `null` where they are empty, else as texts.

    What a request may hold is for `chairpi.link.requests` to say. `web/static/js/requests.js` makes the same of the same form.

    >>> request_of_form("choose_sitter", {"sitter_id": ""})
    {'request': 'choose_sitter', 'sitter_id': None}
    >>> request_of_form("dismiss", {"reason": "busy"}), request_of_form("snooze", {"length_s": "300"})
    ({'request': 'dismiss', 'reason': 'busy'}, {'request': 'snooze', 'length_s': 300})
    """
    return {"request": name, **{key: _value_of(text.strip()) for key, text in form.items()}}


def _value_of(text: str) -> str | float | None:
    if not text:
        return None
    if re.fullmatch(r"-?\d{1,15}", text):
        return int(text)
    return float(text) if re.fullmatch(r"-?\d{1,15}\.\d{1,15}", text) else text


def ask_chair(link_dir: Path, request: object) -> Answer:
    """Send a request to the sensor process, if it is one, and say what became of it.

    Parameters
    ----------
    link_dir
        Where the sockets are.
    request
        `{"request": name, ...}` as it came over HTTP.
    """
    try:
        request_from(request, t_s=0.0)
    except ValueError as error:
        return Answer(False, _("The chair does not understand this. %(why)s", why=as_sentence(str(error))), 422)
    wanted = cast(Message, request)  # anything but an object has been refused
    try:
        reply = send_command(link_dir, wanted)
    except LinkError as error:
        return Answer(False, _("The chair could not be asked just now. %(why)s", why=as_sentence(str(error))), 503)
    refusal = _refusal(reply)
    return Answer(True, _thanks(wanted, reply), 200) if refusal is None else Answer(False, refusal, 409)


def _refusal(reply: Message) -> str | None:
    """Why the chair did not do it, from the reply itself or from a "refused" event in it; `None` when it did."""
    if not reply.get("ok"):
        return heard(str(reply.get("why") or N_("The chair could not do that just now.")))
    events = reply.get("events")
    for event in events if isinstance(events, list) else []:
        match event:
            case {"event": "refused", "why": str(why)}:
                return heard(why)
    return None


def _thanks(request: Mapping[str, object], reply: Message) -> str:
    match request:
        case {"request": "mark_wrong"}:
            change = _change_of(reply, N_("“%(setting)s” is now %(after)s instead of %(before)s."))
            return " ".join(filter(None, (_("Thank you, noted."), change)))
        case {"request": "take_back_mark"}:
            change = _change_of(reply, N_("“%(setting)s” is now %(after)s again, and no longer %(before)s."))
            return " ".join(filter(None, (_("All right, it was not wrong."), change)))
        case {"request": "snooze", "length_s": int() | float() as length_s}:
            return _("All right. The prompt comes back in %(length)s.", length=long_length(length_s))
        case {"request": "choose_stand_target", "stand_after_s": int() | float() as stand_after_s}:
            return _(
                "From now on the prompt to stand comes after %(length)s of sitting.", length=long_length(stand_after_s)
            )
        case {"request": "hold_meeting", "length_s": int() | float() as length_s}:
            return _("No prompt for %(length)s.", length=long_length(length_s))
        case {"request": "dismiss"}:
            if _closes_all(reply):
                return _("All right. No further prompt of any kind until your next break.")
            return _("All right. No further prompt of this kind until your next break.")
        case {"request": "choose_sitter", "sitter_id": int()}:
            return _("All right. What is measured now goes into their history.")
        case {"request": str(name)}:
            return translated(_THANKS.get(name, N_("Done.")))
        case _:
            return _("Done.")


def _closes_all(reply: Message) -> bool:
    """Whether every kind stays away now: who closes a prompt to stand is left alone by the others too."""
    events = reply.get("events")
    for event in events if isinstance(events, list) else []:
        match event:
            case {"event": "prompt_cleared", "kind": PromptKind.STAND}:
                return True
    return False


def _change_of(reply: Message, sentence: str) -> str:
    """What a mark changes, from the event in the reply, as this sentence says it; empty where it changes nothing."""
    events = reply.get("events")
    for event in events if isinstance(events, list) else []:
        match event:
            case {"setting": str(name), "before": int() | float() as before, "after": int() | float() as after}:
                if before != after:
                    return _(
                        sentence,
                        setting=translated(NAMES.get(name, name)),
                        after=f"{figure(after)} {unit_of(name)}",
                        before=figure(before),
                    )
    return ""


_THANKS = {
    "snooze": N_("All right. The prompt comes back later."),
    "hold_meeting": N_("No prompt until you end the meeting."),
    "pause_until_tomorrow": N_("No prompt until tomorrow."),
    "end_quiet": N_("Prompts may come again."),
    "close_notice": N_("All right."),
    "start_routine": N_("All right. No prompt comes while you do it."),
    "finish_routine": N_("All right."),
    "start_seat_check": N_("Sit upright and quite still for a moment. The seat begins to count by itself."),
    "end_seat_check": N_("All right. The seat has stopped counting."),
    "choose_settings": N_("The chair prompts as you chose, from now on."),
    "choose_sitter": N_("All right. What is measured now goes into nobody's history."),
    "capture_reference": N_(
        "Sit upright, your back against the backrest, both feet on the floor, and keep still for a moment."
    ),
    "accept_empty_load": N_("All right. It belongs to the chair from now on."),
    "keep_reference": N_("All right. The upright reference stays as it is."),
    "close_supply_note": N_("All right."),
}
"""What the page says when the chair has done it."""
