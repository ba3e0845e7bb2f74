"""What the sensor process says, as types: the messages of `chairpi.link` that the pages read."""

from __future__ import annotations

from typing import TypedDict


class CellPlace(TypedDict):
    """One load cell: name and place [mm], `ap_mm` forward +, `ml_mm` the sitter's right +; backrest cells have no `ap_mm`."""

    cell: str
    ap_mm: float | None
    ml_mm: float


class Hello(TypedDict):
    """The sensor process introduces itself and its chair."""

    version: str
    backend: str
    rate_hz: float
    speed: float
    cells: list[CellPlace]


class Slide(TypedDict):
    """A forward hip slide that goes on; `uncertainty_mm` is a standard deviation."""

    onset_t_s: float
    length_s: float
    slide_mm: float
    uncertainty_mm: float | None


class Prompt(TypedDict):
    """A prompt that stands."""

    kind: str
    reason: str
    raised_t_s: float


class Reference(TypedDict):
    """The sitter's own upright."""

    source: str
    cop_ap_mm: float
    cop_ml_mm: float
    total_n: float
    zero_doubtful: bool
    doubtful: bool


class Now(TypedDict):
    """The chair at this moment."""

    message: str
    t_s: float
    utc_s: float
    counts: list[float | None]
    force_n: list[float | None]
    total_n: float | None
    cop_ap_mm: float | None
    cop_ml_mm: float | None
    back_upper_n: float | None
    back_lower_n: float | None
    occupancy: str
    posture: str | None
    probabilities: dict[str, float] | None
    sitting_s: float
    next_prompt_s: float | None
    paused: str | None
    away_s: float | None
    slide: Slide | None
    prompt: Prompt | None
    reference: Reference | None
    reference_doubt: str | None
    still_s: float | None
    capturing_s: float | None
    shift_ap_mm: float | None
    shift_ml_mm: float | None
    stand_after_s: float
    lost_cells: list[str]
    sure: bool
    warming_up_s: float | None
    zero_drift_kg: float
    empty_load_kg: float | None


NOTHING_KNOWN: Now = {
    "message": "now",
    "t_s": 0.0,
    "utc_s": 0.0,
    "counts": [],
    "force_n": [],
    "total_n": None,
    "cop_ap_mm": None,
    "cop_ml_mm": None,
    "back_upper_n": None,
    "back_lower_n": None,
    "occupancy": "unknown",
    "posture": None,
    "probabilities": None,
    "sitting_s": 0.0,
    "next_prompt_s": None,
    "paused": "unseen",
    "away_s": None,
    "slide": None,
    "prompt": None,
    "reference": None,
    "reference_doubt": None,
    "still_s": None,
    "capturing_s": None,
    "shift_ap_mm": None,
    "shift_ml_mm": None,
    "stand_after_s": 1800.0,
    "lost_cells": [],
    "sure": True,
    "warming_up_s": None,
    "zero_drift_kg": 0.0,
    "empty_load_kg": None,
}
"""Before the first word of the sensor process; also what a message leaves unsaid."""
