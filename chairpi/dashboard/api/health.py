"""Whether all is well, for whatever watches over the house's machines."""

from __future__ import annotations

from flask import jsonify
from flask.typing import ResponseReturnValue

from chairpi.dashboard.access.visitor import visitor
from chairpi.dashboard.api.blueprint import blueprint
from chairpi.dashboard.services import services
from chairpi.errors import StoreError
from chairpi.store.access import Role
from chairpi.store.view import HistoryView


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
    told = record if visitor().role.reaches(Role.KIOSK) else {"ok": record["ok"]}
    return jsonify(told), 200 if record["ok"] else 503


def _history_is_readable() -> bool:
    try:
        HistoryView(services().history_path).day(0.0, 1.0)
    except StoreError:
        return False
    return True
