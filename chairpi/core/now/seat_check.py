"""What the seat counts now."""

from __future__ import annotations

from dataclasses import dataclass

from chairpi.core.events.seat_check import CheckPhase, SeatCheckEnd, SeatCheckKind, SeatPosition


@dataclass(frozen=True, slots=True)
class SeatCheckNow:
    """What the seat counts, or has counted; see `chairpi.core.seat_check`.

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
