"""What the chair asks for, and what becomes of it; when it is quiet; how a sitter chose to be asked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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


class NoticeKind(StrEnum):
    """What the chair says without asking for anything."""

    BACK_ALREADY = "back_already"
    BUDGET = "budget"


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
