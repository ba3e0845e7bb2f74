"""What a person reads when something went wrong: what it was and what to do, as a page or as JSON."""

from __future__ import annotations

import logging

from flask import Flask, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from chairpi.errors import ChairPiError

log = logging.getLogger(__name__)

_TITLES = {
    400: "That did not quite arrive",
    404: "This page is not here",
    405: "This address works another way",
    413: "That was too much at once",
    500: "Something went wrong here",
}
_TEXTS = {
    404: "The address may have a slip in it, or the page has moved.",
    405: "It is used by the dashboard's own buttons. The pages above lead everywhere.",
    413: "ChairPi takes only short messages.",
    500: "It is not your doing. The chair goes on measuring; please try again in a moment. The log says more: journalctl -u chairpi-web",
}


def explain(app: Flask) -> None:
    """Answer every error kindly."""

    @app.errorhandler(CSRFError)
    def expired(error: CSRFError) -> ResponseReturnValue:
        return _problem(
            400, "This page was open for so long that its buttons have lost their ticket. Load it again, and they work."
        )

    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> ResponseReturnValue:
        code = error.code or 500
        own_words = error.description if error.description != type(error).description else None
        return _problem(code, _TEXTS.get(code) if code in (405, 413, 500) else own_words or _TEXTS.get(code))

    @app.errorhandler(ChairPiError)
    def known(error: ChairPiError) -> ResponseReturnValue:
        log.error("%s %s: %s", request.method, request.path, error)
        return _problem(500, str(error))


def _problem(code: int, text: str | None) -> ResponseReturnValue:
    title = _TITLES.get(code, "That did not work")
    text = text or "Please try again from one of the pages above."
    if request.path.startswith("/api/") or request.path == "/healthz":
        return jsonify(ok=False, title=title, text=text), code
    return render_template("problem.html", title=title, problem=text), code
