"""What the sensor process says, as types: the messages of `chairpi.link` that the pages read."""

from __future__ import annotations

from typing import NotRequired, TypedDict


class CellPlace(TypedDict):
    """One load cell: name and place [mm], `ap_mm` forward +, `ml_mm` the sitter's right +; backrest cells have no `ap_mm`."""

    cell: str
    ap_mm: float | None
    ml_mm: float


class Sitter(TypedDict):
    """Somebody whom the chair knows."""

    sitter_id: int
    name: str


class SafeModeTold(TypedDict):
    """How many starts in a row failed before the sensor process left the hardware alone, and why the last one did."""

    n_failed: int
    error: str


class Unwritten(TypedDict):
    """Since when the history takes nothing, how many minutes and events had to be let go, and whether what was kept is known."""

    since_utc_s: float
    n_minutes_lost: int
    n_events_lost: int
    was_read: bool


class Hello(TypedDict):
    """The sensor process introduces itself, its chair and who sits on it."""

    version: str
    backend: str
    rate_hz: float
    speed: float
    cells: list[CellPlace]
    sitters: list[Sitter]
    safe_mode: NotRequired[SafeModeTold]
    unwritten: NotRequired[Unwritten]


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
    number: int
    moment: str
    n_put_off: int
    raised_t_s: float


class Notice(TypedDict):
    """What the chair says without asking for anything."""

    kind: str
    words: str


class Prompts(TypedDict):
    """What the prompts are doing: the fields of `chairpi.core.now.prompting.PromptsNow`."""

    due: str
    stage: str | None
    break_owed: bool
    quiet: str | None
    quiet_until_t_s: float | None
    slide_quiet: str | None
    still_quiet: str | None
    put_off_s: list[float]
    n_put_off: int
    notice: Notice | None
    target_s: float
    chosen_target_s: float
    lengthened: bool
    sitting_today_s: float
    budget_s: float | None
    latest_number: int | None
    chosen: dict[str, object]


class Movement(TypedDict):
    """How the sitter has moved in this sitting: the fields of `chairpi.core.now.movement.MovementNow`."""

    n_micro: int
    n_macro: int
    shifts_per_hour: float | None
    longest_still_s: float
    balance: float | None
    variety: float | None
    n_lifts: int
    n_off_loads: int


class SeatCheck(TypedDict):
    """What the seat counts, or has counted: the fields of `chairpi.core.now.seat_check.SeatCheckNow`."""

    kind: str
    phase: str
    end: str | None
    asked_t_s: float
    length_s: float
    left_s: float
    position: str
    reps: int
    n_partial: int
    held_left_s: float
    held_right_s: float
    held_forward_s: float


class Reference(TypedDict):
    """The sitter's own upright; `takes_mm`: the centre of each capture that it is the middle of, forward and to the right."""

    source: str
    cop_ap_mm: float
    cop_ml_mm: float
    total_n: float
    zero_doubtful: bool
    doubtful: bool
    takes_mm: NotRequired[list[tuple[float, float]]]


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
    unknown_s: float
    prompts: Prompts
    movement: Movement | None
    sitter_id: int | None
    suggested_sitter_id: int | None
    lost_cells: list[str]
    sure: bool
    warming_up_s: float | None
    zero_drift_kg: float
    empty_load_kg: float | None
    seat_check: SeatCheck | None
    supply_low: bool
    supply_noted_t_s: float | None


NO_PROMPTS: Prompts = {
    "due": "running",
    "stage": None,
    "break_owed": False,
    "quiet": None,
    "quiet_until_t_s": None,
    "slide_quiet": None,
    "still_quiet": None,
    "put_off_s": [],
    "n_put_off": 0,
    "notice": None,
    "target_s": 1800.0,
    "chosen_target_s": 1800.0,
    "lengthened": False,
    "sitting_today_s": 0.0,
    "budget_s": None,
    "latest_number": None,
    "chosen": {},
}

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
    "unknown_s": 0.0,
    "prompts": NO_PROMPTS,
    "movement": None,
    "sitter_id": None,
    "suggested_sitter_id": None,
    "lost_cells": [],
    "sure": True,
    "warming_up_s": None,
    "zero_drift_kg": 0.0,
    "empty_load_kg": None,
    "seat_check": None,
    "supply_low": False,
    "supply_noted_t_s": None,
}
"""Before the first word of the sensor process; also what a message leaves unsaid."""
