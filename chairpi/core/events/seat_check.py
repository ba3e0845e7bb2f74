"""What the seat has counted, or timed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
