"""What a person asks of the chair: checked here, sent to the sensor process, and answered in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from chairpi.dashboard.lengths import long_length
from chairpi.dashboard.words import as_sentence
from chairpi.errors import LinkError
from chairpi.link import Message, request_from, send_command


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a request: whether it was met, and a sentence for the person."""

    ok: bool
    text: str
    http_status: int


def request_of_form(name: str, form: Mapping[str, str]) -> Message:
    """The request that a form makes: `name`, and its fields as numbers.

    Raises
    ------
    ValueError
        A field is no number.
    """
    request: Message = {"request": name}
    for key, text in form.items():
        try:
            request[key] = float(text)
        except ValueError:
            raise ValueError(f"{name}: {key} is a number, found {text!r}") from None
    return request


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
        return Answer(False, f"The chair does not understand this. {as_sentence(str(error))}", 400)
    wanted = cast(Message, request)  # anything but an object has been refused
    try:
        reply = send_command(link_dir, wanted)
    except LinkError as error:
        return Answer(False, f"The chair could not be asked just now. {as_sentence(str(error))}", 503)
    refusal = _refusal(reply)
    return Answer(True, _thanks(wanted), 200) if refusal is None else Answer(False, refusal, 409)


def _refusal(reply: Message) -> str | None:
    """Why the chair did not do it, from the reply itself or from a "refused" event in it; `None` when it did."""
    if not reply.get("ok"):
        return str(reply.get("why") or "The chair could not do that just now.")
    events = reply.get("events")
    for event in events if isinstance(events, list) else []:
        match event:
            case {"event": "refused", "why": str(why)}:
                return why
    return None


def _thanks(request: Mapping[str, object]) -> str:
    match request:
        case {"request": "snooze", "length_s": int() | float() as length_s}:
            return f"All right. The prompt comes back in {long_length(length_s)}."
        case {"request": "snooze"}:
            return "All right. The prompt comes back later."
        case {"request": "dismiss"}:
            return "All right. No further prompt until your next break."
        case {"request": "capture_reference"}:
            return "Sit upright, your back against the backrest, both feet on the floor, and keep still for a moment."
        case {"request": "choose_stand_target", "stand_after_s": int() | float() as stand_after_s}:
            return f"From now on the prompt to stand comes after {long_length(stand_after_s)} of sitting."
        case {"request": "accept_empty_load"}:
            return "All right. It belongs to the chair from now on."
        case {"request": "keep_reference"}:
            return "All right. The upright reference stays as it is."
        case _:
            return "Done."
