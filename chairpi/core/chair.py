"""The chair: frames and requests in, events out. The only door of the core.

Theory of operation. A frame's counts go through a running median, become forces, load and moments, and are added to the present
second. When a frame of a later second comes, the second that is over is judged: who sits, how far the load is from the reference,
whether the hips slide, whether a prompt is due. So everything that is decided depends on the frames' times and counts
alone, and feeding them one by one, in chunks or as a whole recording gives the same events to the last bit.

A stretch of more than `GAP_S` in which fewer than half of the seat cells were read is a gap: what is open is closed as
not seen to its end, and the seat is looked at anew.
"""

from __future__ import annotations

import math
from typing import assert_never

import numpy as np

from chairpi.core.bouts import Bouts
from chairpi.core.calibration import Calibration
from chairpi.core.cells import CellWatch
from chairpi.core.despike import Array, RunningMedian
from chairpi.core.events import (
    Event,
    Gap,
    ObjectGone,
    ObjectSeen,
    Outcome,
    ReferenceSource,
    Refused,
    SlideEnd,
    StandTargetChosen,
)
from chairpi.core.frame import Frame, Frames
from chairpi.core.load import G0_M_PER_S2, Loads, Weigher
from chairpi.core.minutes import Minutes
from chairpi.core.now import PAUSED_BY, Now, Paused
from chairpi.core.occupancy import Occupancy, OccupancyMachine
from chairpi.core.posture import PostureFollower
from chairpi.core.prompts import StandPrompts
from chairpi.core.reference import PROVISIONAL_S, Capture, Reference, Shift, shift_from
from chairpi.core.requests import CaptureReference, ChooseStandTarget, Dismiss, Finish, Request, Snooze
from chairpi.core.seat import SEAT, Seat
from chairpi.core.second import Gatherer, Second
from chairpi.core.settings import Settings
from chairpi.core.slide import ShiftDetector, SlideDetector

GAP_S = 2.0
"""Nothing is assumed about a sitter who was not watched for longer than this [s] (recording format, version 1)."""


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
    stand_after_s
        The stand target that was last chosen [s]; the settings' one when not given.

    Raises
    ------
    ValueError
        Seat and calibration have different numbers of cells.
    """

    def __init__(
        self,
        seat: Seat,
        calibration: Calibration,
        settings: Settings | None = None,
        *,
        reference: Reference | None = None,
        stand_after_s: float | None = None,
    ) -> None:
        if len(calibration.zero_counts) != len(seat.cells):
            raise ValueError(f"{len(seat.cells)} cells but a calibration of {len(calibration.zero_counts)}")
        settings = Settings() if settings is None else settings
        self._seat = seat
        self._weigher = Weigher(seat, calibration)
        self._settings = settings
        self._seat_cells = list(seat.indices(SEAT))
        self._reference = reference
        self._median = RunningMedian(len(seat.cells))
        self._gatherer = Gatherer()
        self._cells = CellWatch(seat.names)
        self._occupancy = OccupancyMachine(settings.occupancy)
        self._bouts = Bouts(settings.prompts)
        self._slide: SlideDetector = ShiftDetector(settings.slide)
        self._posture = PostureFollower()
        self._prompts = StandPrompts(settings.prompts)
        if stand_after_s is not None:
            self._prompts.stand_after_s = stand_after_s
        self._minutes = Minutes()
        self._capture: Capture | None = None
        self._arrival_seen = False
        self._last_t_s = -math.inf
        self._last_seen_t_s: float | None = None
        self._watched_since_t_s = math.nan
        self._blind = False
        self._latest: tuple[Array, Loads] | None = None

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
        if not isinstance(said, Frames):
            self._judge_if_over(said.t_s, out)
        match said:
            case Frame():
                counts = [math.nan if reading is None else reading for reading in said.counts]
                self._receive_frames(np.array([said.t_s]), np.array([counts], dtype=np.float64), out)
            case Frames():
                self._receive_frames(said.t_s, said.counts, out)
            case CaptureReference():
                self._capture = Capture(ReferenceSource.GUIDED, said.t_s, said.length_s)
            case Snooze():
                self._close_prompt(said.t_s, Outcome.SNOOZED, said.length_s, out)
            case Dismiss():
                self._close_prompt(said.t_s, Outcome.DISMISSED, math.inf, out)
            case ChooseStandTarget():
                self._choose_stand_target(said, out)
            case Finish():
                self._finish(said.t_s, out)
            case _:
                assert_never(said)
        return tuple(out)

    def _receive_frames(self, t_s: Array, counts: Array, out: list[Event]) -> None:
        if counts.shape != (len(t_s), len(self._seat.cells)):
            raise ValueError(f"counts of shape {counts.shape} for {len(t_s)} times and {len(self._seat.cells)} cells")
        if len(t_s) == 0:
            return
        times: list[float] = t_s.tolist()
        after_gaps: list[int] = []
        last_t_s = self._last_t_s
        for i, frame_t_s in enumerate(times):
            if not frame_t_s >= last_t_s:  # not "<", so that NaN is refused too; and before anything was taken in
                raise ValueError(f"time goes back: a frame at {frame_t_s} s after one at {last_t_s} s")
            if frame_t_s - last_t_s > GAP_S:
                after_gaps.append(i)
            last_t_s = frame_t_s
        start = 0
        for after_gap in after_gaps:
            self._receive_stretch(times[start:after_gap], counts[start:after_gap], out)
            self._median.reset()
            start = after_gap
        self._receive_stretch(times[start:], counts[start:], out)
        self._last_t_s = last_t_s

    def _receive_stretch(self, times: list[float], counts: Array, out: list[Event]) -> None:
        """Take frames with no gap in time between them."""
        if not times:
            return
        clean = self._median.receive(counts)
        loads = self._weigher.loads(clean)
        unknown = np.isnan(clean)
        all_known: list[bool] = [True] * len(times)
        seen: list[bool] = [True] * len(times)
        if unknown.any():
            n_unknown = np.count_nonzero(unknown[:, self._seat_cells], axis=1)
            all_known = [not any(row) for row in unknown.tolist()]
            seen = (2 * n_unknown <= len(self._seat_cells)).tolist()
        gather = self._gatherer
        for i, (frame_t_s, *load) in enumerate(
            zip(
                times,
                loads.known_n.tolist(),
                loads.total_n.tolist(),
                loads.moment_ap_nmm.tolist(),
                loads.moment_ml_nmm.tolist(),
                loads.back_upper_n.tolist(),
                loads.back_lower_n.tolist(),
                strict=True,
            )
        ):
            self._watch_gap(frame_t_s, seen[i], out)
            self._judge_if_over(frame_t_s, out)
            if all_known[i] and not self._cells.lost:
                self._cells.all_known(frame_t_s)
            else:
                out.extend(self._cells.receive(frame_t_s, (~unknown[i]).tolist()))
            if not seen[i]:
                continue
            if gather.number is None:
                gather.begin(frame_t_s)
            gather.add(*load)
        self._latest = (clean[-1:], loads if len(times) == 1 else self._weigher.loads(clean[-1:]))

    def _watch_gap(self, t_s: float, is_seen: bool, out: list[Event]) -> None:
        """Notice when the sitter was, or has by now been, out of sight for too long."""
        last_seen_t_s = self._last_seen_t_s
        if last_seen_t_s is not None and t_s - last_seen_t_s > GAP_S:
            if not self._blind:
                self._lose_sight(t_s, out)
                self._blind = True
            if is_seen:
                out.append(Gap(t_s, t_s - last_seen_t_s))
                self._cells.forget()
        if is_seen:
            if self._blind or last_seen_t_s is None:
                self._watched_since_t_s = t_s
            self._blind = False
            self._last_seen_t_s = t_s

    def _judge_if_over(self, t_s: float, out: list[Event]) -> None:
        """Judge the present second when `t_s` is past it."""
        if self._gatherer.number is not None and t_s >= self._gatherer.number + 1.0:
            self._judge(out)

    def _judge(self, out: list[Event]) -> float | None:
        """Close the present second and say what follows from it; its end [s], if it held a frame."""
        second = self._gatherer.close(0.0 if self._reference is None else self._reference.zero_offset_n)
        if second is None:
            return None
        left = self._occupancy.receive(second)
        if left is not None:
            self._occupancy_changed(left, second, out)
        seated = self._occupancy.state is Occupancy.SEATED
        self._follow_capture(second, seated, out)
        if seated:
            self._judge_sitting(second, out)
        minute = self._minutes.receive(second, seated=seated, sliding=self._slide.slide is not None)
        if minute is not None:
            out.append(minute)
        return second.t_s

    def _occupancy_changed(self, left: Occupancy, second: Second, out: list[Event]) -> None:
        state, since_t_s = self._occupancy.state, self._occupancy.since_t_s
        if left is Occupancy.OBJECT:
            out.append(ObjectGone(second.t_s))
        match state:
            case Occupancy.SETTLING:
                self._arrival_seen = left is not Occupancy.UNKNOWN
            case Occupancy.SEATED:
                out.append(self._bouts.sat_down(second.t_s, since_t_s, seen=self._arrival_seen))
                self._prompts.sat_down(second.t_s, self._bouts.sitting_s(second.t_s))
            case Occupancy.VACANT | Occupancy.OBJECT:
                if left is Occupancy.SEATED:
                    self._sitter_gone(second.t_s, since_t_s, out, seen=True)
                self._bouts.vacant(self._watched_since_t_s)
                if state is Occupancy.OBJECT:
                    out.append(ObjectSeen(second.t_s, second.load_n / G0_M_PER_S2))
            case Occupancy.UNKNOWN:
                pass

    def _judge_sitting(self, second: Second, out: list[Event]) -> None:
        shift = self._shift(second.cop_ap_mm, second.cop_ml_mm, second.load_n)
        sitting_s = self._bouts.sitting_s(second.t_s)
        for event in (
            self._posture.receive(second.t_s, second.length_s, shift),
            self._slide.receive(second.t_s, second.length_s, shift),
            self._prompts.receive(second.t_s, sitting_s),
        ):
            if event is not None:
                out.append(event)

    def _shift(self, cop_ap_mm: float, cop_ml_mm: float, load_n: float) -> Shift | None:
        return None if self._reference is None else shift_from(self._reference, cop_ap_mm, cop_ml_mm, load_n)

    def _sitter_gone(self, t_s: float, left_t_s: float, out: list[Event], *, seen: bool) -> None:
        slide_ended = self._slide.end(t_s, SlideEnd.STOOD_UP if seen else SlideEnd.UNSEEN)
        if slide_ended is not None:
            out.append(slide_ended)
        cleared = self._prompts.clear(t_s, Outcome.STOOD if seen else Outcome.UNSEEN)
        if cleared is not None:
            out.append(cleared)
        out.append(self._bouts.stood_up(t_s, left_t_s, seen=seen))
        self._posture.forget()

    def _lose_sight(self, t_s: float, out: list[Event]) -> None:
        """Judge what was gathered, then close what is open as not seen to its end."""
        last_t_s = self._judge(out)
        t_s = t_s if last_t_s is None else max(t_s, last_t_s)
        if self._capture is not None:
            self._end_capture(t_s, out)
        if self._bouts.sat_since_t_s is not None and self._last_seen_t_s is not None:
            self._sitter_gone(t_s, self._last_seen_t_s, out, seen=False)
        minute = self._minutes.close(t_s)
        if minute is not None:
            out.append(minute)
        self._bouts.forget()
        self._occupancy.forget()
        self._gatherer.forget()

    def _finish(self, t_s: float, out: list[Event]) -> None:
        if not self._blind and self._last_seen_t_s is not None:
            self._lose_sight(max(t_s, self._last_t_s), out)
            self._blind = True

    def _follow_capture(self, second: Second, seated: bool, out: list[Event]) -> None:
        capture = self._capture
        if capture is None:
            if seated and self._reference is None:
                self._capture = Capture(ReferenceSource.PROVISIONAL, second.t_s, PROVISIONAL_S)
            return
        if capture.source is ReferenceSource.PROVISIONAL and not seated:
            self._capture = None
            return
        capture.receive(second)
        if second.t_s >= capture.ends_t_s:
            self._end_capture(second.t_s, out)

    def _end_capture(self, t_s: float, out: list[Event]) -> None:
        capture, self._capture = self._capture, None
        if capture is None:
            return
        result = capture.result(self._settings.occupancy.person_on_kg)
        if isinstance(result, Reference):
            self._reference = result
            out.append(result.as_event(t_s))
        elif capture.source is ReferenceSource.GUIDED:
            out.append(Refused(t_s, "capture_reference", result))

    def _close_prompt(self, t_s: float, outcome: Outcome, quiet_s: float, out: list[Event]) -> None:
        cleared = self._prompts.clear(t_s, outcome, quiet_s)
        request = "snooze" if outcome is Outcome.SNOOZED else "dismiss"
        out.append(Refused(t_s, request, "there is no prompt just now") if cleared is None else cleared)

    def _choose_stand_target(self, request: ChooseStandTarget, out: list[Event]) -> None:
        if not 60.0 <= request.stand_after_s <= 4 * 3600.0:
            why = f"{request.stand_after_s:g} s is not between 1 minute and 4 hours"
            out.append(Refused(request.t_s, "choose_stand_target", why))
            return
        self._prompts.stand_after_s = request.stand_after_s
        out.append(StandTargetChosen(request.t_s, request.stand_after_s))

    @property
    def now(self) -> Now | None:
        """The present state; `None` before the first frame."""
        if self._latest is None:
            return None
        counts, loads = self._latest
        t_s = self._last_t_s
        reference, occupancy = self._reference, self._occupancy.state
        zero_offset_n = 0.0 if reference is None else reference.zero_offset_n
        total_n = float(loads.total_n[0]) + zero_offset_n
        ap_mm, ml_mm = (float(value[0]) for value in self._weigher.centre_of_pressure(loads, zero_offset_n))
        seated = occupancy is Occupancy.SEATED
        sitting_s = self._bouts.sitting_s(t_s)
        capture, away_since_t_s = self._capture, self._bouts.away_since_t_s
        guided = capture is not None and capture.source is ReferenceSource.GUIDED
        return Now(
            t_s=t_s,
            counts=tuple(_or_none(value) for value in counts[0].tolist()),
            force_n=tuple(_or_none(value) for value in loads.force_n[0].tolist()),
            total_n=_or_none(total_n),
            cop_ap_mm=_or_none(ap_mm),
            cop_ml_mm=_or_none(ml_mm),
            back_upper_n=_or_none(float(loads.back_upper_n[0])),
            back_lower_n=_or_none(float(loads.back_lower_n[0])),
            occupancy=occupancy,
            posture=self._posture.posture,
            sitting_s=sitting_s,
            next_prompt_s=self._prompts.due_in_s(t_s, sitting_s) if seated else None,
            paused=Paused.NO_CELLS if self._blind else PAUSED_BY[occupancy],
            away_s=None if away_since_t_s is None else t_s - away_since_t_s,
            slide=self._slide.slide,
            prompt=self._prompts.raised,
            reference=reference,
            shift=self._shift(ap_mm, ml_mm, total_n) if seated else None,
            capturing_s=max(0.0, capture.ends_t_s - t_s) if guided and capture is not None else None,
            stand_after_s=self._prompts.stand_after_s,
            lost_cells=self._cells.lost_names,
        )


def _or_none(value: float) -> float | None:
    """A number on its way out of the core, where unknown is `None`."""
    return value if value == value else None
