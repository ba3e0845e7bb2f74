"""The parts of one chair, in one record: what the other modules of this room work on."""

from __future__ import annotations

from dataclasses import dataclass, field

from chairpi.core.chair.sitting import Sitting
from chairpi.core.chair.supply import Supply
from chairpi.core.chair.thought_time import ThoughtTime
from chairpi.core.posture.judge import PostureJudge
from chairpi.core.presence.occupancy import OccupancyMachine
from chairpi.core.presence.sitters import Sitters
from chairpi.core.seat import Seat
from chairpi.core.seat_check.checks import SeatChecks
from chairpi.core.upright.in_use import Upright
from chairpi.core.weighing.frame_flow import FrameFlow
from chairpi.core.weighing.minutes import Minutes
from chairpi.core.zero.tracker import ZeroTracker
from chairpi.core.zero.warm_up import WarmUp


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """What one chair is joined from. What a part knows changes; which part it is does not.

    Parameters
    ----------
    seat
        The cells, and where they are.
    flow
        From frames to seconds.
    supply
        Whether readings can be trusted at all.
    zero, warm_up
        What the empty seat reads, and whether that is believed yet.
    occupancy
        Who or what is on the seat.
    sitters
        Who may sit, and who does.
    upright
        The present sitter's upright reference.
    judge
        How they sit.
    sitting
        What is followed while they do: bouts, movement, prompts.
    minutes
        What is kept for ever.
    checks
        Exercises that the seat checks.
    thought_time
        What time it was thought to be when the machine started.
    carried
        Of each who was said to sit in the present bout: what was carried over into it, and the unknown time [s].
    """

    seat: Seat
    flow: FrameFlow
    supply: Supply
    zero: ZeroTracker
    warm_up: WarmUp
    occupancy: OccupancyMachine
    sitters: Sitters
    upright: Upright
    judge: PostureJudge
    sitting: Sitting
    minutes: Minutes
    checks: SeatChecks
    thought_time: ThoughtTime
    carried: dict[int | None, tuple[float, float]] = field(default_factory=dict)

    @property
    def is_sure(self) -> bool:
        """Whether all seat cells are read, by a supply that lets them be trusted."""
        return not self.supply.is_low and self.flow.seat_is_read

    @property
    def zero_is_trusted(self) -> bool:
        """Whether the zero is near enough to be followed: where a sitter's word had to make up for it, it is lost."""
        return self.upright.zero_offset_n == 0.0
