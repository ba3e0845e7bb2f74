"""Messages of the sensor process without body weight: each load as a share of what is on the seat now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

WHOLE = "total_n"
LOADS = ("force_n", "back_upper_n", "back_lower_n")
RAW = ("counts", WHOLE, *LOADS)
"""Fields that tell weight; the counts do too, with the calibration that everybody is told."""

RAW_IN = {"object_seen": ("mass_kg",)}
"""More of them, by the event: a light person who sits quite still may be taken for a thing."""

LEAST_N = 30.0
"""Below this load on the seat [N] shares are noise, and nobody sits. As in the picture of the seat."""


def weightless(message: Mapping[str, Any]) -> dict[str, Any]:
    """A message, and what is in it, with shares for loads: `load_share` is that of the sitter's own upright load.

    >>> weightless({"total_n": 700.0, "force_n": [350.0, None], "reference": {"total_n": 707.07, "source": "guided"}})
    {'reference': {'source': 'guided'}, 'force_share': [0.5, None], 'load_share': 0.99}
    """
    raw = (*RAW, *RAW_IN.get(str(message.get("event")), ()))
    told = {
        key: weightless(value) if isinstance(value, Mapping) else value
        for key, value in message.items()
        if key not in raw
    }
    whole_n = message.get(WHOLE)
    known_n = whole_n if whole_n is not None and whole_n >= LEAST_N else None
    for key in LOADS:
        if key in message:
            told[f"{key.removesuffix('_n')}_share"] = _share(message[key], known_n)
    if "reference" in message:
        upright = message["reference"]
        told["load_share"] = None if not upright else _share(whole_n, upright[WHOLE], digits=2)
    return told


def _share(value: Any, whole_n: float | None, digits: int = 3) -> Any:
    if isinstance(value, list | tuple):
        return [_share(one, whole_n, digits) for one in value]
    return None if value is None or not whole_n else round(value / whole_n, digits)
