"""What a person may ask of the chair, from the dashboard or the button.

Each request carries the monotonic time [s] at which it was made, like a frame.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from chairpi.core.calibration import Calibration
from chairpi.core.events.prompting import DismissReason
from chairpi.core.events.seat_check import SeatCheckKind

if TYPE_CHECKING:  # the dashboard reads this module, and is to be light
    from chairpi.core.presence.sitters import KnownSitter


class Press(StrEnum):
    """How long the button was held."""

    SHORT = "short"
    LONG = "long"
    VERY_LONG = "very_long"


@dataclass(frozen=True, slots=True)
class CaptureReference:
    """Take the sitter's upright reference from the next `length_s` seconds.

    `joins`: together with the captures before it, so that the reference is the middle of up to three sittings.
    """

    t_s: float
    length_s: float = 10.0
    joins: bool = False


@dataclass(frozen=True, slots=True)
class Snooze:
    """Put the present prompt off for `length_s` seconds: one of `PUT_OFF_S`, fewer of them the more often it was put off."""

    t_s: float
    length_s: float = 300.0


@dataclass(frozen=True, slots=True)
class Dismiss:
    """Close the present prompt until the next break."""

    t_s: float
    reason: DismissReason = DismissReason.NONE


@dataclass(frozen=True, slots=True)
class MarkWrong:
    """A prompt was wrong: that of this number, or the latest."""

    t_s: float
    number: int | None = None


@dataclass(frozen=True, slots=True)
class TakeBackMark:
    """It was not wrong after all."""

    t_s: float
    number: int | None = None


@dataclass(frozen=True, slots=True)
class HoldMeeting:
    """No prompt for `length_s` seconds, or, without a length, until it is ended."""

    t_s: float
    length_s: float | None = None


@dataclass(frozen=True, slots=True)
class PauseUntilTomorrow:
    """No prompt until the next day begins."""

    t_s: float


@dataclass(frozen=True, slots=True)
class EndQuiet:
    """End a meeting or a pause."""

    t_s: float


@dataclass(frozen=True, slots=True)
class StartRoutine:
    """The sitter begins a routine that takes about `length_s` seconds: no prompt comes meanwhile."""

    t_s: float
    length_s: float


@dataclass(frozen=True, slots=True)
class FinishRoutine:
    """The routine is over. Where it `is_done` it counts as a break, if it has lasted as long as one."""

    t_s: float
    is_done: bool = True


@dataclass(frozen=True, slots=True)
class CloseNotice:
    """What the chair said has been read."""

    t_s: float


@dataclass(frozen=True, slots=True)
class ChooseStandTarget:
    """Prompt to stand after `stand_after_s` seconds of unbroken sitting."""

    t_s: float
    stand_after_s: float


@dataclass(frozen=True, slots=True)
class ChooseSettings:
    """The present sitter wants these settings of `PromptSettings` so from now on; the others stay. `null` goes back to the default."""

    t_s: float
    changes: dict[str, object]


@dataclass(frozen=True, slots=True)
class ChooseSitter:
    """It is this sitter who sits, or who will; `None`: somebody else, for now."""

    t_s: float
    sitter_id: int | None


@dataclass(frozen=True, slots=True)
class StartSeatCheck:
    """Count stands, or time holds, for `length_s` seconds: 5 to 600, from when somebody has sat still for 3 s."""

    t_s: float
    kind: SeatCheckKind
    length_s: float = 30.0


@dataclass(frozen=True, slots=True)
class EndSeatCheck:
    """End the check by the seat that runs."""

    t_s: float


@dataclass(frozen=True, slots=True)
class PressButton:
    """The chair's button was pressed so long."""

    t_s: float
    press: Press


@dataclass(frozen=True, slots=True)
class TellTime:
    """The wall clock shows `utc_s` [POSIX s] at `t_s`, in the time zone with this IANA name. Made by the programme, not by people.

    Raises
    ------
    ValueError
        When it is received: the machine knows no such zone.
    """

    t_s: float
    utc_s: float
    zone: str


@dataclass(frozen=True, slots=True)
class TellSupply:
    """The supply voltage is too low from now on, or no longer: what is read meanwhile is doubtful. The chair itself cannot see it."""

    t_s: float
    low: bool


@dataclass(frozen=True, slots=True)
class CloseSupplyNote:
    """Somebody has read that the supply voltage was too low; it is told again when it is so anew."""

    t_s: float


@dataclass(frozen=True, slots=True)
class KnowSitters:
    """These are the sitters that the chair knows. Made by the programme, not by people."""

    t_s: float
    sitters: tuple[KnownSitter, ...]


@dataclass(frozen=True, slots=True)
class AcceptEmptyLoad:
    """What lies on the empty seat belongs to it from now on: a cushion, a cover."""

    t_s: float


@dataclass(frozen=True, slots=True)
class KeepReference:
    """The upright reference that the chair asks about is right as it is."""

    t_s: float


@dataclass(frozen=True, slots=True)
class UseCalibration:
    """Weigh with this calibration from now on. Made by the programme, not by people.

    Raises
    ------
    ValueError
        When it is received, not when it is made: it has another number of cells than the seat.
    """

    t_s: float
    calibration: Calibration


@dataclass(frozen=True, slots=True)
class Finish:
    """No frame will follow: close what is open as not seen to its end. Made by the programme, not by people."""

    t_s: float


REQUEST_TYPES = {
    "capture_reference": CaptureReference,
    "snooze": Snooze,
    "dismiss": Dismiss,
    "mark_wrong": MarkWrong,
    "take_back_mark": TakeBackMark,
    "hold_meeting": HoldMeeting,
    "pause_until_tomorrow": PauseUntilTomorrow,
    "end_quiet": EndQuiet,
    "close_notice": CloseNotice,
    "start_routine": StartRoutine,
    "finish_routine": FinishRoutine,
    "choose_stand_target": ChooseStandTarget,
    "choose_settings": ChooseSettings,
    "choose_sitter": ChooseSitter,
    "accept_empty_load": AcceptEmptyLoad,
    "keep_reference": KeepReference,
    "close_supply_note": CloseSupplyNote,
    "start_seat_check": StartSeatCheck,
    "end_seat_check": EndSeatCheck,
}
"""The requests a person may make, by their name on the wire."""

REQUEST_NAMES = {kind: name for name, kind in REQUEST_TYPES.items()}
"""And the other way round: what a refusal calls them."""

PromptRequest = (
    Snooze
    | Dismiss
    | MarkWrong
    | TakeBackMark
    | HoldMeeting
    | PauseUntilTomorrow
    | EndQuiet
    | CloseNotice
    | StartRoutine
    | ChooseStandTarget
    | ChooseSettings
    | PressButton
)
"""What the prompts answer."""

Request = (
    CaptureReference
    | PromptRequest
    | FinishRoutine
    | ChooseSitter
    | AcceptEmptyLoad
    | KeepReference
    | StartSeatCheck
    | EndSeatCheck
    | UseCalibration
    | TellTime
    | TellSupply
    | CloseSupplyNote
    | KnowSitters
    | Finish
)
