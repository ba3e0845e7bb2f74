"""The present state, and the stream of it."""

from __future__ import annotations

from flask import Response, jsonify
from flask.typing import ResponseReturnValue

from chairpi.dashboard.access.visitor import visitor
from chairpi.dashboard.api.blueprint import blueprint
from chairpi.dashboard.feed.stream import event_stream
from chairpi.dashboard.problems import RETRY_AFTER_S, problem
from chairpi.dashboard.services import services
from chairpi.language.words import _


@blueprint.get("/api/v1/now")
def now() -> ResponseReturnValue:
    """The latest state, with its age and its sentences."""
    return jsonify(services().presenter.present(named=visitor().may_look).as_message())


@blueprint.get("/api/v1/live")
def live() -> ResponseReturnValue:
    """The state as it changes, as server-sent events; 503 when too many watch, who then poll `/api/v1/now`."""
    parts = services()
    if not parts.streams.open():
        text = _("Many screens watch already; this one asks every two seconds instead.")
        return problem(503, text, {"Retry-After": str(RETRY_AFTER_S)})
    response = Response(
        event_stream(
            parts.feed, parts.presenter, parts.real_clock, named=visitor().may_look, may_go_on=visitor().still_may()
        ),
        mimetype="text/event-stream",
        headers={"X-Accel-Buffering": "no"},  # nginx, if someone puts it in front, would hold events back
    )
    response.call_on_close(parts.streams.close)
    return response
