"""What the chair knows at this moment, for a page or a light to show."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from chairpi.core.events import (
    CheckPhase,
    Doubt,
    Noticed,
    Posture,
    PromptRaised,
    Quiet,
    SeatCheckEnd,
    SeatCheckKind,
    SeatPosition,
    SlideBegan,
)
from chairpi.core.occupancy import Occupancy
from chairpi.core.reference import Reference, Shift


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


class Due(StrEnum):
    """Where the prompt to stand is."""

    RUNNING = "running"
    """The sitting clock runs, or nobody sits."""
    SOON = "soon"
    """Within two minutes."""
    WAITING = "waiting"
    """A break is owed; the chair waits for a good moment to ask."""
    ASKING = "asking"
    """The prompt stands."""
    OWED = "owed"
    """A break is owed, and the chair has asked, or may not ask now."""


class Stage(StrEnum):
    """How a prompt asks."""

    LIGHT = "light"
    CHIME = "chime"
    FIRM = "firm"


class Light(StrEnum):
    """What the chair's light shows."""

    OFF = "off"
    OWED = "owed"
    DUE = "due"
    NUDGE = "nudge"
    """A prompt about a slide or a still spell."""
    CALIBRATE = "calibrate"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Signal:
    """What the chair itself shows and sounds now; a sound comes once for each `number`.

    Parameters
    ----------
    light
        The light's pattern.
    sound
        `Stage.CHIME` or `Stage.FIRM` while the prompt is at that stage and sound is allowed, else `None`.
    vibrate
        A prompt about a slide stands, and vibrating is chosen and allowed.
    sound_percent
        How loud.
    number
        The prompt's; `None` where none stands.
    sitter
        The present sitter's place among those the chair knows, from 1; 0 for somebody else. A change is shown by so many blinks.
    """

    light: Light = Light.OFF
    sound: Stage | None = None
    vibrate: bool = False
    sound_percent: int = 30
    number: int | None = None
    sitter: int = 0


@dataclass(frozen=True, slots=True)
class MovementNow:
    """How the sitter has moved in this sitting; `None` where unknown (see `chairpi.core.movement`).

    `shifts_per_hour` is known after 10 minutes.
    """

    n_micro: int
    n_macro: int
    shifts_per_hour: float | None
    longest_still_s: float
    balance: float | None
    variety: float | None
    n_lifts: int
    n_off_loads: int


@dataclass(frozen=True, slots=True)
class SeatCheckNow:
    """What the seat counts, or has counted; see `chairpi.core.seat_checks`.

    Parameters
    ----------
    kind, phase
        What is counted, and how far it is.
    end
        How it ended; `None` while it goes on.
    asked_t_s
        When it was asked for [s]: tells one check from another.
    length_s, left_s
        How long to count, and how much of that is left [s].
    position
        Where the sitter is.
    reps, n_partial
        Full stands, or holds of 2 s and more; and rises that did not leave the seat.
    held_left_s, held_right_s, held_forward_s
        Time held to each side and forward [s].
    """

    kind: SeatCheckKind
    phase: CheckPhase
    end: SeatCheckEnd | None
    asked_t_s: float
    length_s: float
    left_s: float
    position: SeatPosition
    reps: int
    n_partial: int
    held_left_s: float
    held_right_s: float
    held_forward_s: float


@dataclass(frozen=True, slots=True)
class PromptsNow:
    """What the prompts are doing.

    Parameters
    ----------
    due
        Where the prompt to stand is.
    stage
        How the prompt that stands asks; `None` where none does.
    break_owed
        The target was reached, and no break was taken since.
    quiet, quiet_until_t_s
        Why no prompt to stand comes now, were one due, and until when [s] where that is known; `None`: nothing holds it back.
    slide_quiet, still_quiet
        The same for the other kinds.
    put_off_s
        For how long a prompt may be put off [s]: fewer choices the more often it was.
    n_put_off
        How often this break has been put off.
    notice
        What the chair says without asking for anything.
    target_s, chosen_target_s
        Unbroken sitting before a prompt [s], today and as chosen.
    lengthened
        Today's is longer because prompts were let pass.
    sitting_today_s, budget_s
        Sitting since the day began at 4 o'clock [s], and the sitter's budget; `None` where there is none.
    latest_number
        The prompt that came last; `None` before the first.
    chosen
        What the present sitter chose otherwise than the defaults, by name, JSON-ready.
    """

    due: Due
    stage: Stage | None
    break_owed: bool
    quiet: Quiet | None
    quiet_until_t_s: float | None
    slide_quiet: Quiet | None
    still_quiet: Quiet | None
    put_off_s: tuple[float, ...]
    n_put_off: int
    notice: Noticed | None
    target_s: float
    chosen_target_s: float
    lengthened: bool
    sitting_today_s: float
    budget_s: float | None
    latest_number: int | None
    chosen: dict[str, object]


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
