"""Everything the chair can say: one small class for each thing that can happen.

`t_s` is the time [s] of the frame that settled it, so events come in time order; when a thing began earlier, its own field says
when (`since_t_s`, `left_t_s`, `onset_t_s`). The names and fields are a public interface (web/help/events.md).
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from enum import StrEnum


class Posture(StrEnum):
    """How the load lies against the sitter's own upright reference; never a judgement."""

    UPRIGHT = "upright"
    UPRIGHT_OFF_BACKREST = "upright_off_backrest"
    FORWARD_SLIDE = "forward_slide"
    PERCHED = "perched"
    HIPS_FORWARD = "hips_forward"
    """Slid forward or perched: with seat cells alone the two look alike."""
    FORWARD_LEAN = "forward_lean"
    DESK_LEAN = "desk_lean"
    RECLINE = "recline"
    LEAN_LEFT = "lean_left"
    LEAN_RIGHT = "lean_right"
    CROSSED_LEFT = "crossed_left"
    CROSSED_RIGHT = "crossed_right"
    UNKNOWN = "unknown"
    """The chair cannot tell."""


class PromptKind(StrEnum):
    """What a prompt asks for."""

    STAND = "stand"
    SLIDE = "slide"
    """Sit back: the hips have been forward for long."""
    STILL = "still"
    """Shift a little: a long still spell."""


class Moment(StrEnum):
    """Why a prompt comes just now."""

    SHIFT = "shift"
    """The sitter shifted their weight."""
    LEAN_BACK = "lean_back"
    """The sitter leant back."""
    WAITED = "waited"
    """It has waited long enough for one of those."""
    PUT_OFF = "put_off"
    """It was put off until now."""
    LASTED = "lasted"
    """The slide or the still spell has lasted long enough."""


class Outcome(StrEnum):
    """What became of a prompt; each has exactly one."""

    STOOD = "stood"
    """The sitter took a break."""
    STOOD_BRIEFLY = "stood_briefly"
    """They stood up, for less than a break."""
    MOVED = "moved"
    """They sat back, or shifted their weight, within a minute."""
    ROUTINE = "routine"
    """They began the routine that it offered, or another one."""
    SNOOZED = "snoozed"
    DISMISSED = "dismissed"
    WRONG = "wrong"
    """They said that it was wrong."""
    QUIETED = "quieted"
    """A meeting, a pause or the end of the working hours began."""
    IGNORED = "ignored"
    UNSEEN = "unseen"
    """Nobody watched what became of it."""


class DismissReason(StrEnum):
    """Why a person closed a prompt."""

    NONE = ""
    BUSY = "busy"
    MEETING = "meeting"
    MOVED_ALREADY = "moved_already"
    NOT_NOW = "not_now"


class Credit(StrEnum):
    """What time off the chair counts for."""

    FULL = "full"
    PART = "part"
    ROUTINE = "routine"
    """A routine was done: it counts as a break, also where it was done on the chair."""


class NoticeKind(StrEnum):
    """What the chair says without asking for anything."""

    BACK_ALREADY = "back_already"
    BUDGET = "budget"


class SeatCheckKind(StrEnum):
    """What the seat counts, or times."""

    SIT_TO_STAND = "sit_to_stand"
    """Full stands."""
    WEIGHT_SHIFT = "weight_shift"
    """Holds to either side."""
    FORWARD_LEAN = "forward_lean"
    """Holds forward."""


class SeatCheckEnd(StrEnum):
    """How a check by the seat ended. After all but `done` it says no more than what was seen until then."""

    DONE = "done"
    """It ran for as long as was asked for."""
    ENDED = "ended"
    """Somebody ended it, or began another one."""
    LEFT = "left"
    """Nobody has sat for 20 s."""
    RESTLESS = "restless"
    """It never began: nobody sat still for 3 s."""
    CELLS = "cells"
    """The load was not known for a second: a seat cell was not read, or frames were missing."""
    SELDOM = "seldom"
    """Frames come too seldom to count by."""
    UNSEEN = "unseen"
    """Nobody watched any more, or the calibration changed."""


class CheckPhase(StrEnum):
    """How far a check by the seat is."""

    SETTLING = "settling"
    """It waits for somebody to sit still."""
    COUNTING = "counting"
    OVER = "over"


class SeatPosition(StrEnum):
    """Where a check sees the sitter."""

    MIDDLE = "middle"
    UP = "up"
    """Off the seat."""
    LEFT = "left"
    RIGHT = "right"
    FORWARD = "forward"


class Quiet(StrEnum):
    """Why no prompt comes, in the order in which the first one that holds is told."""

    PAUSED = "paused"
    """Until tomorrow."""
    MEETING = "meeting"
    ROUTINE = "routine"
    """A routine is being done."""
    HOLIDAY = "holiday"
    OUTSIDE_HOURS = "outside_hours"
    QUIET_HOURS = "quiet_hours"
    SEAT_CHECK = "seat_check"
    """The seat counts stands or times holds."""
    CELLS = "cells"
    """A cell is lost."""
    DOUBT = "doubt"
    """The reference is in question, or there is none that is believed."""
    SILENT_MODE = "silent_mode"
    """This kind is only recorded."""
    RAMP = "ramp"
    """The first days: the chair begins gently."""
    JUST_SAT = "just_sat"
    SNOOZED = "snoozed"
    DISMISSED = "dismissed"
    SILENCED = "silenced"
    """A prompt was let pass: silence for this bout."""
    STAND_IS_NEAR = "stand_is_near"
    TOO_SOON = "too_soon"
    """The last one of this kind is not long ago."""
    HOURLY_CAP = "hourly_cap"


class SlideEnd(StrEnum):
    """Why a forward hip slide is over."""

    RETURNED = "returned"
    STOOD_UP = "stood_up"
    UNSEEN = "unseen"


class ReferenceSource(StrEnum):
    """Where an upright reference came from."""

    GUIDED = "guided"
    PROVISIONAL = "provisional"


class ShiftSize(StrEnum):
    """How large a weight shift was."""

    MICRO = "micro"
    MACRO = "macro"


@dataclass(frozen=True, slots=True)
class SatDown:
    """A person sits. `seen` is false when the arrival itself was not watched (start, or after a gap)."""

    t_s: float
    since_t_s: float
    break_s: float | None
    seen: bool


@dataclass(frozen=True, slots=True)
class StoodUp:
    """A bout is over. `seen` is false when its end was not watched: `left_t_s` is then the last time the sitter was seen."""

    t_s: float
    since_t_s: float
    left_t_s: float
    bout_s: float
    seen: bool


@dataclass(frozen=True, slots=True)
class ObjectSeen:
    """Something lies on the seat, and it is not a sitter."""

    t_s: float
    mass_kg: float


@dataclass(frozen=True, slots=True)
class ObjectGone:
    """The thing on the seat is gone."""

    t_s: float


@dataclass(frozen=True, slots=True)
class PostureChanged:
    """The posture is another one than before."""

    t_s: float
    posture: Posture


@dataclass(frozen=True, slots=True)
class WeightShift:
    """The sitter's weight has come to lie elsewhere, by `moved_mm`: forward by `ap_mm` and to the right by `ml_mm`.

    `at_t_s` is when it was. `size` is macro or micro (see `chairpi.core.movement`).
    """

    t_s: float
    at_t_s: float
    size: ShiftSize
    moved_mm: float
    ap_mm: float
    ml_mm: float


@dataclass(frozen=True, slots=True)
class SlideBegan:
    """The hips have slid forward by about `slide_mm`, give or take `uncertainty_mm` (a standard deviation), since `onset_t_s`."""

    t_s: float
    onset_t_s: float
    slide_mm: float
    uncertainty_mm: float | None = None


@dataclass(frozen=True, slots=True)
class SlideEnded:
    """A forward hip slide is over; `slide_mm` is the furthest it went."""

    t_s: float
    onset_t_s: float
    length_s: float
    slide_mm: float
    why: SlideEnd


@dataclass(frozen=True, slots=True)
class BreakCredited:
    """Time off the chair counts: as a break, once it has lasted `break_min_s`, or in part, when the sitter is back before.

    So does a routine that was done; `away_s` is then how long it took. `sitting_s` is what the sitting clock shows now.
    """

    t_s: float
    credit: Credit
    away_s: float
    sitting_s: float


@dataclass(frozen=True, slots=True)
class PromptRaised:
    """The chair asks for something; `reason` says why in plain words, the numbers are what it rests on.

    `number` names the prompt for good. `n_put_off` is how often this break has been put off. `trace` has the 60 seconds before it,
    oldest first: load [N], CoP forward and to the right [mm], `None` where unknown.
    """

    t_s: float
    kind: PromptKind
    number: int
    reason: str
    moment: Moment
    sitting_s: float
    slide_mm: float | None = None
    uncertainty_mm: float | None = None
    slide_s: float | None = None
    still_s: float | None = None
    n_put_off: int = 0
    trace: tuple[tuple[float | None, float | None, float | None], ...] = ()


@dataclass(frozen=True, slots=True)
class PromptCleared:
    """A prompt is over; `number` says which one, `after_s` how long it took from its coming to what ended it."""

    t_s: float
    kind: PromptKind
    number: int
    outcome: Outcome
    after_s: float
    why: DismissReason = DismissReason.NONE


@dataclass(frozen=True, slots=True)
class PromptMarkedWrong:
    """A person said that a prompt was wrong; where that changes a setting, it is named, with its value before and now."""

    t_s: float
    kind: PromptKind
    number: int
    setting: str | None = None
    before: float | None = None
    after: float | None = None


@dataclass(frozen=True, slots=True)
class MarkTakenBack:
    """A person took back that a prompt was wrong; a setting that it changed is as before."""

    t_s: float
    kind: PromptKind
    number: int
    setting: str | None = None
    before: float | None = None
    after: float | None = None


@dataclass(frozen=True, slots=True)
class Noticed:
    """The chair says something once, without asking for anything."""

    t_s: float
    kind: NoticeKind
    words: str


@dataclass(frozen=True, slots=True)
class QuietBegan:
    """A person asked for quiet, until `until_t_s` or, where that is `None`, until it is ended or tomorrow comes."""

    t_s: float
    why: Quiet
    until_t_s: float | None


@dataclass(frozen=True, slots=True)
class QuietEnded:
    """The quiet that a person asked for is over."""

    t_s: float
    why: Quiet


@dataclass(frozen=True, slots=True)
class TargetOfToday:
    """Prompts to stand come after this much unbroken sitting for the rest of the day: two in a row were let pass, or a new day began."""

    t_s: float
    stand_after_s: float
    lengthened: bool


@dataclass(frozen=True, slots=True)
class SettingsChosen:
    """A sitter chose how they are prompted: the settings that are not the configuration's, by name."""

    t_s: float
    sitter_id: int | None
    settings: dict[str, object]


@dataclass(frozen=True, slots=True)
class SeatCheckDone:
    """The seat has counted stands, or timed holds, for `length_s`.

    `reps` are full stands, or holds of 2 s and more; `n_partial` rises that did not leave the seat.
    """

    t_s: float
    kind: SeatCheckKind
    end: SeatCheckEnd
    length_s: float
    reps: int
    n_partial: int
    held_left_s: float
    held_right_s: float
    held_forward_s: float


@dataclass(frozen=True, slots=True)
class SitterChosen:
    """From `since_t_s` on it is this sitter who sits, or sat last; `None`: somebody whom the chair does not know.

    `by_load`: nobody said so, the load did.
    """

    t_s: float
    since_t_s: float
    sitter_id: int | None
    by_load: bool


@dataclass(frozen=True, slots=True)
class SitterSuggested:
    """The load is that of another sitter whom the chair knows; it asks."""

    t_s: float
    sitter_id: int


@dataclass(frozen=True, slots=True)
class ReferenceSet:
    """The sitter's upright reference, from now on; a backrest part that is not fitted or not read is `None`.

    `zero_offset_n` is 0 unless the seat's zero was seen to be off (see `chairpi.core.reference`). `force_n` has each cell's force, in
    the seat's order.
    """

    t_s: float
    source: ReferenceSource
    cop_ap_mm: float
    cop_ml_mm: float
    total_n: float
    back_upper_n: float | None
    back_lower_n: float | None
    zero_offset_n: float
    force_n: tuple[float | None, ...] | None = None


class Doubt(StrEnum):
    """What may have happened to the upright reference."""

    SITTER = "sitter"
    """The load is that of another person."""
    PLACE = "place"
    """The sitter settles in another place: the backrest was moved, or something lies behind the back."""


@dataclass(frozen=True, slots=True)
class ReferenceDoubted:
    """The first minutes of sitting are not as the upright reference; the chair asks whether it still holds.

    `ap_mm` is how far forward of it the latest sitting began, `load_fraction` how much more load it had.
    """

    t_s: float
    why: Doubt
    ap_mm: float
    load_fraction: float


@dataclass(frozen=True, slots=True)
class Refused:
    """A request could not be met; `why` says what to do instead."""

    t_s: float
    request: str
    why: str


@dataclass(frozen=True, slots=True)
class ZeroMoved:
    """The cells' zeros have moved since this was told last, the furthest by `largest_kg`; `zero_counts` are the present ones."""

    t_s: float
    zero_counts: tuple[float, ...]
    largest_kg: float


@dataclass(frozen=True, slots=True)
class EmptyLoadChanged:
    """The empty seat has read `mass_kg` more than before (less when negative) for a while; the chair asks what it is."""

    t_s: float
    mass_kg: float


@dataclass(frozen=True, slots=True)
class CellLost:
    """A cell has given no trustworthy reading for a while."""

    t_s: float
    cell: str


@dataclass(frozen=True, slots=True)
class CellFound:
    """A lost cell reads again."""

    t_s: float
    cell: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Nothing was heard for `length_s`: nothing is assumed about the sitter in between."""

    t_s: float
    length_s: float


@dataclass(frozen=True, slots=True)
class Minute:
    """What one minute of `t_s` (60 k ... 60 k + 60) held; means are over its seated seconds, `None` where there were none."""

    t_s: float
    start_t_s: float
    seen_s: float
    seated_s: float
    slide_s: float
    total_n: float | None
    cop_ap_mm: float | None
    cop_ml_mm: float | None
    back_upper_n: float | None
    back_lower_n: float | None
    doubtful_s: float = 0.0
    """Time in which the supply voltage was too low: its readings are in no mean."""


@dataclass(frozen=True, slots=True)
class SupplyChanged:
    """The supply voltage is too low from now on, or fine again; what is read meanwhile is doubtful."""

    t_s: float
    low: bool


Event = (
    SatDown
    | StoodUp
    | ObjectSeen
    | ObjectGone
    | PostureChanged
    | WeightShift
    | SlideBegan
    | SlideEnded
    | BreakCredited
    | PromptRaised
    | PromptCleared
    | PromptMarkedWrong
    | MarkTakenBack
    | Noticed
    | QuietBegan
    | QuietEnded
    | TargetOfToday
    | SettingsChosen
    | SeatCheckDone
    | SitterChosen
    | SitterSuggested
    | ReferenceSet
    | ReferenceDoubted
    | Refused
    | ZeroMoved
    | EmptyLoadChanged
    | CellLost
    | CellFound
    | SupplyChanged
    | Gap
    | Minute
)

EVENT_NAMES: dict[type[Event], str] = {
    SatDown: "sat_down",
    StoodUp: "stood_up",
    ObjectSeen: "object_seen",
    ObjectGone: "object_gone",
    PostureChanged: "posture",
    WeightShift: "weight_shift",
    SlideBegan: "slide_began",
    SlideEnded: "slide_ended",
    BreakCredited: "break_credited",
    PromptRaised: "prompt_raised",
    PromptCleared: "prompt_cleared",
    PromptMarkedWrong: "prompt_marked_wrong",
    MarkTakenBack: "mark_taken_back",
    Noticed: "noticed",
    QuietBegan: "quiet_began",
    QuietEnded: "quiet_ended",
    TargetOfToday: "target_of_today",
    SettingsChosen: "settings_chosen",
    SeatCheckDone: "seat_check_done",
    SitterChosen: "sitter_chosen",
    SitterSuggested: "sitter_suggested",
    ReferenceSet: "reference_set",
    ReferenceDoubted: "reference_doubted",
    Refused: "refused",
    ZeroMoved: "zero_moved",
    EmptyLoadChanged: "empty_load_changed",
    CellLost: "cell_lost",
    CellFound: "cell_found",
    SupplyChanged: "supply_changed",
    Gap: "gap",
    Minute: "minute",
}
"""Each event's public name."""


def as_record(event: Event) -> dict[str, object]:
    """One event as a JSON-ready mapping: its name, then its fields in order.

    Numbers keep full precision: rounding here would make a replay differ from the live chair.

    >>> as_record(CellLost(12.5, "seat_front_left"))
    {'event': 'cell_lost', 't_s': 12.5, 'cell': 'seat_front_left'}
    """
    record: dict[str, object] = {"event": EVENT_NAMES[type(event)]}
    for field in dataclasses.fields(event):
        value = getattr(event, field.name)
        record[field.name] = (
            value.value if isinstance(value, StrEnum) else list(value) if isinstance(value, tuple) else value
        )
    return record
