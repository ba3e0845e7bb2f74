"""Requests to the chair as JSON."""

from __future__ import annotations

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from chairpi.dashboard.api.blueprint import blueprint
from chairpi.dashboard.api.strict_json import json_from
from chairpi.dashboard.chair_requests import ask_chair
from chairpi.dashboard.problems import RETRY_AFTER_S, problem
from chairpi.dashboard.services import services
from chairpi.language.words import _


@blueprint.post("/api/v1/requests")
def requests() -> ResponseReturnValue:
    """A request to the chair as JSON: `{"request": "snooze", "length_s": 600}`; a browser sends its token in `X-CSRFToken`."""
    if request.mimetype != "application/json":
        return problem(415, _("A request to the chair is JSON: send it with Content-Type: application/json."))
    try:
        wanted = json_from(request.get_data())
    except ValueError as error:
        return problem(400, _("This is no JSON that can be understood. %(why)s", why=str(error)))
    answer = ask_chair(services().link_dir, wanted)
    if answer.ok:
        return jsonify(ok=True, text=answer.text)
    headers = {"Retry-After": str(RETRY_AFTER_S)} if answer.http_status == 503 else None
    return problem(answer.http_status, answer.text, headers)
