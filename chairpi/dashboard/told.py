"""What a form asks of the sensor process, and its answer as a sentence on the page that comes next."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flask import flash

from chairpi.dashboard.now.words import as_sentence
from chairpi.errors import LinkError
from chairpi.language.words import N_, _
from chairpi.link.client import send_command
from chairpi.link.protocol import Message


def tell_sensor(link_dir: Path, make: Callable[[], Message], done: Callable[[Message], str]) -> None:
    """Send a message, and let the next page say what came of it.

    Parameters
    ----------
    link_dir
        Where the sensor process has its sockets.
    make
        Makes the message; a `ValueError` of its own says what is wrong with the form.
    done
        What is said when the sensor process has done it; an empty text says nothing.
    """
    try:
        message = make()
        reply = send_command(link_dir, message)
    except LinkError as error:
        flash(_("The chair could not be asked just now. %(why)s", why=as_sentence(str(error))), "not-done")
    except ValueError as error:
        flash(str(error), "not-done")
    else:
        if not reply.get("ok"):
            flash(as_sentence(str(reply.get("why") or N_("the chair could not do that just now"))), "not-done")
        elif text := done(message):
            flash(text, "done")
