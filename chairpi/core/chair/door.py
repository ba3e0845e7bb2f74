"""The chair: frames and requests in, events out. The only door of the core.

Theory of operation. A frame's counts go through a running median, become forces, load and moments, and are added to the present
second. When a frame of a later second comes, the second that is over is judged: who sits, whether the empty seat's zero has moved, how
far the load is from the reference, whether the hips slide, whether a prompt is due. So everything that is decided depends on the
frames' times and counts alone, and feeding them one by one, in chunks or as a whole recording gives the same events to the last bit.

A stretch of more than `GAP_S` in which fewer than half of the seat cells were read is a gap: what is open is closed as
not seen to its end, and the seat is looked at anew. With half of them or more, presence, bouts and prompts go on from an estimate of
the load, and how the load lies is not judged.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from chairpi.core.calibration import Calibration
from chairpi.core.chair.judging import judge_second, lose_sight
from chairpi.core.chair.memory import memory_of, recall
from chairpi.core.chair.now import now_of
from chairpi.core.chair.parts import Parts
from chairpi.core.chair.requests import take
from chairpi.core.chair.sitting import Sitting
from chairpi.core.chair.supply import Supply
from chairpi.core.chair.thought_time import ThoughtTime
from chairpi.core.chair.who_sits import seat_first
from chairpi.core.events.event import Event
from chairpi.core.frame import Frame, Frames
from chairpi.core.movement.movement import Movement
from chairpi.core.now.chair import Now
from chairpi.core.posture.judge import PostureJudge
from chairpi.core.posture.model import PostureModel, shipped_model
from chairpi.core.presence.occupancy import OccupancyMachine
from chairpi.core.presence.sitters import KnownSitter, Sitters
from chairpi.core.requests import Request
from chairpi.core.seat import Seat, half_width_mm
from chairpi.core.seat_check.checks import SeatChecks
from chairpi.core.settings import PromptSettings, Settings
from chairpi.core.upright.in_use import Upright
from chairpi.core.upright.reference import Reference
from chairpi.core.weighing.frame_flow import FrameFlow
from chairpi.core.weighing.minutes import Minutes
from chairpi.core.weighing.weigher import Weigher
from chairpi.core.zero.tracker import ZeroTracker
from chairpi.core.zero.warm_up import WarmUp


class Chair:
    """Everything the chair knows, from what it was fed.

    Parameters
    ----------
    seat, calibration
        The cells, their positions, zeros and spans.
    settings
        Thresholds and times.
    reference
        The sitter's upright reference from an earlier day, if there is one.
    zero_counts
        The tracked zeros of an earlier run with the same calibration [counts]; the calibrated ones when not given.
    model
        The posture filter's numbers; the ones that ship with ChairPi when not given.
    warm
        The zero is believed from the first frame: recordings and simulated chairs need no warm-up.
    sitters, sitter_id
        Who uses this chair, and who sat last; `reference` is that of somebody who is not known.
    latest_number
        Of the prompts so far; where there is a memory, it knows.
    memory
        What the chair before a restart gave as its `memory`, on the present monotonic clock.

    Raises
    ------
    ValueError
        Seat, calibration and zeros have different numbers of cells, or the memory is damaged or of another version or seat.
    """

    def __init__(
        self,
        seat: Seat,
        calibration: Calibration,
        settings: Settings | None = None,
        *,
        reference: Reference | None = None,
        zero_counts: Sequence[float] | None = None,
        model: PostureModel | None = None,
        warm: bool = False,
        sitters: Sequence[KnownSitter] = (),
        sitter_id: int | None = None,
        latest_number: int = 0,
        memory: Mapping[str, Any] | None = None,
    ) -> None:
        settings = Settings() if settings is None else settings
        weigher = Weigher(seat, calibration)
        zero = ZeroTracker(seat, weigher, settings.zero, zero_counts)
        judge = PostureJudge(seat, settings.slide, shipped_model() if model is None else model)
        parts = self._parts = Parts(
            seat=seat,
            flow=FrameFlow(
                seat,
                weigher,
                empty_n=lambda: zero.drift_n,
                over=lambda out: judge_second(parts, out),
                unseen=lambda t_s, out: lose_sight(parts, t_s, out),
            ),
            supply=Supply(),
            zero=zero,
            warm_up=WarmUp(settings.zero.warm_up_min * 60.0, warm=warm),
            occupancy=OccupancyMachine(settings.occupancy),
            sitters=Sitters(sitters, sitter_id),
            upright=Upright(settings.occupancy.person_on_kg),
            judge=judge,
            sitting=Sitting(settings, judge, Movement(half_width_mm(seat)), latest_number),
            minutes=Minutes(),
            checks=SeatChecks(half_width_mm(seat)),
            thought_time=ThoughtTime(),
        )
        self._flow, self._warm_up = parts.flow, parts.warm_up  # asked for with each frame
        if memory is not None:
            recall(parts, memory, reference)
        else:
            seat_first(parts, reference)

    def receive(self, said: Frame | Frames | Request) -> tuple[Event, ...]:
        """Take what the cells said, or what a person asked, and tell what follows from it.

        Parameters
        ----------
        said
            One frame, many frames, or a request.

        Returns
        -------
        tuple of events
            In time order.

        Raises
        ------
        ValueError
            Time goes back, or the number of cells is not the seat's.
        """
        out: list[Event] = []
        match said:
            case Frame():
                self._flow.close_if_over(said.t_s, out)
                counts = [math.nan if reading is None else float(reading) for reading in said.counts]
                self._warm_up.begin(said.t_s)
                self._flow.receive_one(said.t_s, counts, out)
            case Frames():
                if len(said.t_s):
                    self._warm_up.begin(float(said.t_s[0]))
                self._flow.receive(said.t_s, said.counts, out)
            case _:
                self._flow.close_if_over(said.t_s, out)
                take(self._parts, said, out)
        return tuple(out)

    @property
    def memory(self) -> dict[str, Any]:
        """All that survives a restart, JSON-ready, as of the latest second that was judged; see `chairpi.core.chair.memory`."""
        return memory_of(self._parts)

    @property
    def settings(self) -> PromptSettings:
        """How the present sitter is prompted."""
        return self._parts.sitting.prompts.settings

    @property
    def features(self) -> list[float] | None:
        """How the latest full second was judged by: in the order of `FEATURES`, `None` where it was not judged. For fitting."""
        return self._parts.judge.features

    @property
    def now(self) -> Now | None:
        """The present state; `None` before the first frame."""
        return now_of(self._parts)
