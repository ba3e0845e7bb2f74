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


class Outcome(StrEnum):
    """What became of a prompt."""

    STOOD = "stood"
    SNOOZED = "snoozed"
    DISMISSED = "dismissed"
    UNSEEN = "unseen"


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
class PromptRaised:
    """The chair asks for something; `reason` says why in plain words."""

    t_s: float
    kind: PromptKind
    reason: str
    sitting_s: float


@dataclass(frozen=True, slots=True)
class PromptCleared:
    """A prompt is over; `raised_t_s` says which one."""

    t_s: float
    kind: PromptKind
    outcome: Outcome
    raised_t_s: float


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
class StandTargetChosen:
    """Prompts to stand come after this much unbroken sitting, from now on."""

    t_s: float
    stand_after_s: float


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


Event = (
    SatDown
    | StoodUp
    | ObjectSeen
    | ObjectGone
    | PostureChanged
    | WeightShift
    | SlideBegan
    | SlideEnded
    | PromptRaised
    | PromptCleared
    | ReferenceSet
    | ReferenceDoubted
    | StandTargetChosen
    | Refused
    | ZeroMoved
    | EmptyLoadChanged
    | CellLost
    | CellFound
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
    PromptRaised: "prompt_raised",
    PromptCleared: "prompt_cleared",
    ReferenceSet: "reference_set",
    ReferenceDoubted: "reference_doubted",
    StandTargetChosen: "stand_target_chosen",
    Refused: "refused",
    ZeroMoved: "zero_moved",
    EmptyLoadChanged: "empty_load_changed",
    CellLost: "cell_lost",
    CellFound: "cell_found",
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
