"""One event as a line: of JSON, or for people."""

from __future__ import annotations

import json
from pathlib import Path

from chairpi.core.events.event import Event, as_record


def json_line(event: Event, path: Path | None = None) -> str:
    """One event as one line of JSON; `path` names the recording where there are several."""
    record = as_record(event)
    if path is not None:
        record = {"event": record.pop("event"), "recording": path.name, **record}
    return json.dumps(record, allow_nan=False)


def sentence(event: Event) -> str:
    """One event as a line for people: time, name, and what it carries."""
    record = as_record(event)
    record.pop("trace", None)  # a minute of numbers is nothing to read
    name, t_s = str(record.pop("event")), event.t_s
    details = "  ".join(
        f"{key}={_short(value)}" for key, value in record.items() if key != "t_s" and value not in (None, "", {})
    )
    return f"{_clock_time(t_s)}  {name.replace('_', ' '):<20}{details}"


def _short(value: object) -> str:
    if isinstance(value, list):
        return ",".join("-" if item is None else _short(item) for item in value)
    if isinstance(value, dict):
        return ",".join(f"{key}:{_short(item)}" for key, item in value.items())
    return f"{value:.1f}" if isinstance(value, float) else str(value)


def _clock_time(t_s: float) -> str:
    minutes, seconds = divmod(t_s, 60.0)
    return f"{int(minutes // 60):d}:{int(minutes % 60):02d}:{seconds:04.1f}"
