"""What a person reads when something went wrong: what it was and what to do, as a page or as JSON."""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Mapping
from http import HTTPStatus

from flask import Flask, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from chairpi.dashboard.heard import heard
from chairpi.errors import ChairPiError, LinkError, StoreError
from chairpi.language.words import N_, _, translated
from chairpi.said_once import SaidOnce

log = logging.getLogger(__name__)

NOT_HERE_NOW = (LinkError, StoreError)
"""What a page needs and cannot have at the moment, through no fault of the dashboard's: a file, or the sensor process."""

_TITLES = {
    400: N_("That did not quite arrive"),
    404: N_("This page is not here"),
    405: N_("This address works another way"),
    413: N_("That was too much at once"),
    500: N_("Something went wrong here"),
    503: N_("This cannot be shown just now"),
}
_TEXTS = {
    404: N_("The address may have a slip in it, or the page has moved."),
    405: N_("It is used by the dashboard's own buttons. The pages above lead everywhere."),
    413: N_("ChairPi takes only short messages."),
    500: N_(
        "It is not your doing. The chair goes on measuring; please try again in a moment. The log says more: journalctl -u chairpi-web"
    ),
}


RETRY_AFTER_S = 10
"""After so long [s] it is worth while to ask again for what cannot be had just now."""


def is_for_programs() -> bool:
    """Whether the present request is one of the JSON interface, also where nothing has this address."""
    return request.path.startswith("/api/") or request.path == "/healthz"


def problem(status: int, detail: str, headers: Mapping[str, str] | None = None, **more: object) -> Response:
    """A refusal for programs (RFC 9457); `ok` and `text` are what the pages' own scripts look at.

    Parameters
    ----------
    status
        Of HTTP.
    detail
        What happened and what to do next, in the reader's language.
    headers
        What else the status asks for, such as `Retry-After`.
    more
        Further members.
    """
    title = HTTPStatus(status).phrase
    record = {"type": "about:blank", "title": title, "status": status, "detail": detail, "ok": False, "text": detail}
    return Response(json.dumps(record | more), status, headers, mimetype="application/problem+json")


def explain(app: Flask) -> None:
    """Answer every error kindly, and say in the log once that a page cannot be shown, and once that it can again."""
    shown: dict[str | None, SaidOnce] = {}

    @app.after_request
    def works(answer: Response) -> Response:
        if answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR and request.endpoint in shown:
            shown.pop(request.endpoint).works()
        return answer

    @app.errorhandler(CSRFError)
    def expired(error: CSRFError) -> ResponseReturnValue:
        return _problem(
            400,
            _("This page was open for so long that its buttons have lost their ticket. Load it again, and they work."),
        )

    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> ResponseReturnValue:
        code = error.code or 500
        own_words = error.description if error.description != type(error).description else None
        text = translated(_TEXTS.get(code, ""))
        # Which methods an address has, when to come again: what the status asks for.
        headers = {name: value for name, value in error.get_headers() if name != "Content-Type"}
        return _problem(code, text if code in (405, 413, 500) else own_words or text, headers)

    def say_once(why: object) -> None:
        page = f"{request.method} {request.path}"
        shown.setdefault(request.endpoint, SaidOnce(log, page, f"{page} is answered again")).failed(why)

    @app.errorhandler(MemoryError)
    def short_of_memory(error: MemoryError) -> ResponseReturnValue:
        # What the request held goes first, so that there is room for an answer.
        traceback.clear_frames(error.__traceback__)
        say_once("there is too little memory for it")
        text = _(
            "There is too little memory for this just now. The chair goes on measuring; please try again in a moment, "
            "or ask for less at once."
        )
        return _problem(503, text, {"Retry-After": str(RETRY_AFTER_S)})

    @app.errorhandler(ChairPiError)
    def known(error: ChairPiError) -> ResponseReturnValue:
        say_once(error)
        if isinstance(error, NOT_HERE_NOW):
            return _problem(503, heard(str(error)), {"Retry-After": str(RETRY_AFTER_S)})
        return _problem(500, heard(str(error)))


def _problem(code: int, text: str, headers: Mapping[str, str] | None = None) -> ResponseReturnValue:
    text = text or _("Please try again from one of the pages above.")
    if is_for_programs():
        return problem(code, text, headers)
    title = translated(_TITLES.get(code, N_("That did not work")))
    return render_template("problem.html", title=title, problem=text), code, headers or {}
