"""What a person's programme is made of: dated entries, never changed, from which the plan is worked out each time anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chairpi.programme.exercises import Cause, Kind, Muscle


class Finding(StrEnum):
    """The answer to a home test."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class Rhythm(StrEnum):
    """How often to strengthen."""

    EVERY_OTHER_DAY = "every_other_day"
    DAILY = "daily"


class Occasion(StrEnum):
    """Why the warning signs were asked."""

    START = "start"
    HIGH_PAIN = "high_pain"
    """Pain of 7 and more."""
    PAIN_JUMP = "pain_jump"
    """Pain that rose by 3 and more."""
    NIGHT_PAIN = "night_pain"
    STOPPED = "stopped"
    """Somebody stopped an exercise because something was wrong."""
    WORSE = "worse"
    """A review found that it is worse."""
    ASKED = "asked"
    """The person opened the page by themselves."""


class Feel(StrEnum):
    """How a session was."""

    EASY = "easy"
    RIGHT = "right"
    HARD = "hard"


class StopReason(StrEnum):
    """What was wrong when an exercise was stopped."""

    PAIN = "pain"
    """It hurt, or hurt more with it."""
    TINGLING = "tingling"
    DIZZY = "dizzy"
    OTHER = "other"


class Change(StrEnum):
    """What a review found."""

    BETTER = "better"
    NO_CHANGE = "no_change"
    WORSE = "worse"


@dataclass(frozen=True, slots=True)
class SignsAnswered:
    """The warning signs were asked; `yes` are the ids of those that are there, in the order of the list."""

    day: date
    occasion: Occasion
    yes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """A professional has looked at what was said, and exercises are fine: only the person can say so."""

    day: date


@dataclass(frozen=True, slots=True)
class SelfChecked:
    """The home tests were answered; a cause that is not there was left out, which counts as not sure."""

    day: date
    findings: dict[Cause, Finding]


@dataclass(frozen=True, slots=True)
class RhythmChosen:
    """How often to strengthen from now on."""

    day: date
    rhythm: Rhythm


@dataclass(frozen=True, slots=True)
class Worked:
    """One exercise of a session that was done: what it was then, so that a later change of the content changes no history.

    `prescribed`: a professional gave it to the person, so it is no part of the plan's own rhythm.
    """

    exercise_id: str
    kind: Kind
    muscles: tuple[Muscle, ...]
    prescribed: bool = False


@dataclass(frozen=True, slots=True)
class SessionDone:
    """A routine was done, or some of it.

    Parameters
    ----------
    day
        Of its end.
    routine_id
        Which; that of the plan's own session is "session".
    worked
        The exercises that were done, each once.
    feel
        How it was; `None` where nobody said.
    length_s
        How long it took [s].
    prompt
        The kind of prompt that offered it; empty for none.
    off_seat_s
        How much of it the chair saw empty [s]; `None` where it did not look.
    """

    day: date
    routine_id: str
    worked: tuple[Worked, ...]
    feel: Feel | None
    length_s: float
    prompt: str = ""
    off_seat_s: float | None = None


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """How it is today.

    Parameters
    ----------
    soreness
        Of the muscles, 1 to 10: from none to unable to sit or stand.
    pain
        Of the back, 0 to 10.
    unable
        The exercises could not be done today.
    at_night
        The pain was there at night, or at rest.
    """

    day: date
    soreness: int
    pain: int
    unable: bool = False
    at_night: bool = False


@dataclass(frozen=True, slots=True)
class Stopped:
    """The person pressed "Stop, something is wrong"; `exercise_id` is empty where it was not within an exercise."""

    day: date
    exercise_id: str
    why: StopReason


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An exercise is to stay out of the plan, or (`back`) may come again."""

    day: date
    exercise_id: str
    back: bool = False


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The person looked back: whether it is better than at the start."""

    day: date
    change: Change


@dataclass(frozen=True, slots=True)
class ChairStood:
    """A 30-second chair stand: full stands that the seat counted."""

    day: date
    reps: int


@dataclass(frozen=True, slots=True)
class BegunAnew:
    """The programme begins anew; what was before stays in the diary."""

    day: date


Entry = (
    SignsAnswered
    | Seen
    | SelfChecked
    | RhythmChosen
    | SessionDone
    | CheckedIn
    | Stopped
    | LeftOut
    | Reviewed
    | ChairStood
    | BegunAnew
)
