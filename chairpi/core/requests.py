"""What a person may ask of the chair, from the dashboard or the button.

Each request carries the monotonic time [s] at which it was made, like a frame.
"""

from __future__ import annotations

from dataclasses import dataclass

from chairpi.core.calibration import Calibration


@dataclass(frozen=True, slots=True)
class CaptureReference:
    """Take the sitter's upright reference from the next `length_s` seconds."""

    t_s: float
    length_s: float = 10.0


@dataclass(frozen=True, slots=True)
class Snooze:
    """Put the present prompt off for `length_s` seconds."""

    t_s: float
    length_s: float = 600.0


@dataclass(frozen=True, slots=True)
class Dismiss:
    """Close the present prompt until the next break."""

    t_s: float


@dataclass(frozen=True, slots=True)
class ChooseStandTarget:
    """Prompt to stand after `stand_after_s` seconds of unbroken sitting."""

    t_s: float
    stand_after_s: float


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
    "choose_stand_target": ChooseStandTarget,
    "accept_empty_load": AcceptEmptyLoad,
    "keep_reference": KeepReference,
}
"""The requests a person may make, by their name on the wire."""

Request = (
    CaptureReference | Snooze | Dismiss | ChooseStandTarget | AcceptEmptyLoad | KeepReference | UseCalibration | Finish
)
