"""The JSON interface: the present state, its stream, requests to the chair, and whether all is well."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from chairpi.dashboard.chair_requests import ask_chair
from chairpi.dashboard.feed.stream import event_stream
from chairpi.dashboard.services import services
from chairpi.errors import StoreError
from chairpi.store.view import HistoryView

blueprint = Blueprint("api", __name__)

RETRY_AFTER_S = 10


@blueprint.get("/healthz")
def health() -> ResponseReturnValue:
    """Whether the sensor process is heard and the history can be read: 200 when both, else 503."""
    parts = services()
    heard = parts.feed.snapshot()
    readable = _history_is_readable()
    sensor_ok = heard.connected and not heard.stale
    record = {
        "ok": sensor_ok and readable,
        "sensor": {"connected": heard.connected, "stale": heard.stale, "age_s": heard.age_s},
        "history": {"readable": readable},
    }
    return jsonify(record), 200 if record["ok"] else 503


def _history_is_readable() -> bool:
    try:
        HistoryView(services().history_path).day(0.0, 1.0)
    except StoreError:
        return False
    return True


@blueprint.get("/api/v1/now")
def now() -> ResponseReturnValue:
    """The latest state, with its age and its sentences."""
    return jsonify(services().presenter.present().as_message())


@blueprint.get("/api/v1/live")
def live() -> ResponseReturnValue:
    """The state as it changes, as server-sent events; 503 when too many watch, who then poll `/api/v1/now`."""
    parts = services()
    if not parts.streams.acquire(blocking=False):
        text = "Many screens watch already; this one asks every two seconds instead."
        return jsonify(ok=False, text=text), 503, {"Retry-After": str(RETRY_AFTER_S)}
    response = Response(
        event_stream(parts.feed, parts.presenter, parts.real_clock),
        mimetype="text/event-stream",
        headers={"X-Accel-Buffering": "no"},  # nginx, if someone puts it in front, would hold events back
    )
    response.call_on_close(parts.streams.release)
    return response


@blueprint.post("/api/v1/requests")
def requests() -> ResponseReturnValue:
    """A request to the chair as JSON: `{"request": "snooze", "length_s": 600}`, with the token in `X-CSRFToken`."""
    answer = ask_chair(services().link_dir, request.get_json(silent=True))
    return jsonify(ok=answer.ok, text=answer.text), answer.http_status
