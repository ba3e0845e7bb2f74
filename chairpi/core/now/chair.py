"""What the chair knows at this moment, for a page or a light to show."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from chairpi.core.events.posture import Posture, SlideBegan
from chairpi.core.events.prompting import PromptRaised
from chairpi.core.events.upright import Doubt
from chairpi.core.now.movement import MovementNow
from chairpi.core.now.prompting import PromptsNow
from chairpi.core.now.seat_check import SeatCheckNow
from chairpi.core.now.signal import Signal
from chairpi.core.presence.occupancy import Occupancy
from chairpi.core.upright.reference import Reference, Shift


class Paused(StrEnum):
    """Why the sitting clock does not run."""

    NOBODY = "nobody"
    OBJECT = "object"
    SETTLING = "settling"
    UNSEEN = "unseen"
    NO_CELLS = "no_cells"


PAUSED_BY: dict[Occupancy, Paused | None] = {
    Occupancy.UNKNOWN: Paused.UNSEEN,
    Occupancy.VACANT: Paused.NOBODY,
    Occupancy.OBJECT: Paused.OBJECT,
    Occupancy.SETTLING: Paused.SETTLING,
    Occupancy.SEATED: None,
}


@dataclass(frozen=True, slots=True)
class Now:
    """The present state. Loads are those of the latest frame, `None` where unknown; judgements are as of the latest full second.

    Parameters
    ----------
    t_s
        Time of the latest frame [s].
    counts, force_n
        One entry for each cell [counts], [N].
    total_n, back_upper_n, back_lower_n
        Seat and backrest loads [N].
    cop_ap_mm, cop_ml_mm
        Centre of pressure [mm].
    occupancy, posture
        Who sits, and how; posture is `None` while nobody sits.
    probabilities
        Of each posture that the fitted cells can tell, "unknown" among them; they add up to 1. `None` while nothing is judged.
    sitting_s
        The sitting clock [s].
    next_prompt_s
        Time to the next stand prompt [s]; `None` while the clock is paused, a prompt stands, or the bout is to be left alone.
    paused
        Why the sitting clock does not run; `None` while it does.
    away_s
        How long nobody has sat [s], where known.
    slide, prompt, reference, shift
        What is going on, if anything.
    reference_doubt
        What the chair asks about the reference; `None` when there is no question. While there is one, no slide begins.
    still_s
        Time since the last weight shift [s]; `None` while nobody sits or it is unknown.
    capturing_s
        Time left of a guided reference capture [s], if one runs.
    stand_after_s
        Today's stand target [s].
    unknown_s
        Time within this unbroken sitting that nobody watched, and that the sitting clock does not count [s].
    prompts, movement, signal
        What the prompts are doing, how the sitter moves (`None` while nobody sits), and what the chair itself shows.
    sitter_id, suggested_sitter_id
        Who sits, or sat last; `None`: somebody whom the chair does not know. And who it may be, by the load, where it asks.
    lost_cells
        Names of the cells that are not being read.
    sure
        False while a seat cell is lost or the supply voltage is too low: who sits is then judged by what is left, and how they sit is not
        judged.
    warming_up_s
        Time left until posture is judged, at the latest [s]; `None` once it is.
    zero_drift_kg
        How far the seat's tracked zero is from the calibrated one [kg]; positive when the empty seat reads more.
    empty_load_kg
        What the empty seat has read beside its zero for a while, asked about and not accepted [kg]; `None` when there is no question.
    seat_check
        The stands or holds that the seat counts, or has counted lately; `None` where there are none.
    supply_low, supply_noted_t_s
        The supply voltage is too low, so that no reading can be trusted; and since when it is, or was the last time [s]. `None`: it
        never was, or somebody has closed what is said about it.
    """

    t_s: float
    counts: tuple[float | None, ...]
    force_n: tuple[float | None, ...]
    total_n: float | None
    cop_ap_mm: float | None
    cop_ml_mm: float | None
    back_upper_n: float | None
    back_lower_n: float | None
    occupancy: Occupancy
    posture: Posture | None
    probabilities: dict[Posture, float] | None
    sitting_s: float
    next_prompt_s: float | None
    paused: Paused | None
    away_s: float | None
    slide: SlideBegan | None
    prompt: PromptRaised | None
    reference: Reference | None
    shift: Shift | None
    reference_doubt: Doubt | None
    still_s: float | None
    capturing_s: float | None
    stand_after_s: float
    unknown_s: float
    prompts: PromptsNow
    movement: MovementNow | None
    signal: Signal
    sitter_id: int | None
    suggested_sitter_id: int | None
    lost_cells: tuple[str, ...]
    sure: bool
    warming_up_s: float | None
    zero_drift_kg: float
    empty_load_kg: float | None
    seat_check: SeatCheckNow | None
    supply_low: bool
    supply_noted_t_s: float | None
