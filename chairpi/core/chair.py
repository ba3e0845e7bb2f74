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
from collections.abc import Iterator, Sequence
from typing import assert_never

import numpy as np
from numpy.typing import NDArray

from chairpi.core.calibration import Calibration
from chairpi.core.cells import CellWatch
from chairpi.core.despike import Array, RunningMedian
from chairpi.core.events import Event, Gap, ReferenceSet, ReferenceSource, Refused
from chairpi.core.frame import Frame, Frames
from chairpi.core.judge import PostureJudge
from chairpi.core.load import Loads, Weigher
from chairpi.core.minutes import Minutes
from chairpi.core.model import PostureModel, shipped_model
from chairpi.core.movement import Movement, half_width_mm
from chairpi.core.now import PAUSED_BY, Now, Paused
from chairpi.core.occupancy import Occupancy, OccupancyMachine
from chairpi.core.reference import Reference, Shift
from chairpi.core.requests import (
    AcceptEmptyLoad,
    CaptureReference,
    ChooseStandTarget,
    Dismiss,
    Finish,
    KeepReference,
    Request,
    Snooze,
    UseCalibration,
)
from chairpi.core.seat import SEAT, Seat
from chairpi.core.second import Gatherer, Sums
from chairpi.core.settings import Settings
from chairpi.core.sitting import Sitting, tell
from chairpi.core.stretches import GAP_S, stretches
from chairpi.core.upright import Upright
from chairpi.core.warm_up import WarmUp
from chairpi.core.zero import ZeroTracker

FEW = 20
"""So many frames are taken one by one: adding them up by seconds would cost more. How changes no bit."""


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
    zero_counts
        The tracked zeros of an earlier run with the same calibration [counts]; the calibrated ones when not given.
    model
        The posture filter's numbers; the ones that ship with ChairPi when not given.
    warm
        The zero is believed from the first frame: recordings and simulated chairs need no warm-up.

    Raises
    ------
    ValueError
        Seat, calibration and zeros have different numbers of cells.
    """

    def __init__(
        self,
        seat: Seat,
        calibration: Calibration,
        settings: Settings | None = None,
        *,
        reference: Reference | None = None,
        stand_after_s: float | None = None,
        zero_counts: Sequence[float] | None = None,
        model: PostureModel | None = None,
        warm: bool = False,
    ) -> None:
        settings = Settings() if settings is None else settings
        self._seat = seat
        self._weigher = Weigher(seat, calibration)
        self._seat_cells = list(seat.indices(SEAT))
        self._seat_names = {cell.name for cell in seat.seat_cells}
        self._upright = Upright(reference, settings.occupancy.person_on_kg)
        self._zero = ZeroTracker(seat, self._weigher, settings.zero, zero_counts)
        self._warm_up = WarmUp(settings.zero.warm_up_min * 60.0, warm=warm)
        self._median = RunningMedian(len(seat.cells))
        self._gatherer = Gatherer(len(seat.cells))
        self._cells = CellWatch(seat.names)
        self._occupancy = OccupancyMachine(settings.occupancy)
        self._judge_of_posture = PostureJudge(seat, settings.slide, shipped_model() if model is None else model)
        self._sitting = Sitting(settings, self._judge_of_posture, Movement(half_width_mm(seat)))
        if stand_after_s is not None:
            self._sitting.prompts.stand_after_s = stand_after_s
        self._minutes = Minutes()
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
                self._upright.ask(said)
            case Snooze() | Dismiss() | ChooseStandTarget():
                out.append(self._sitting.prompts.answer(said))
            case AcceptEmptyLoad():
                out.append(self._zero.accept(said.t_s, self._occupancy.state, trusted=self._zero_is_trusted))
            case KeepReference():
                if not self._judge_of_posture.keep_reference():
                    why = "there is no question about your upright reference just now"
                    out.append(Refused(said.t_s, "keep_reference", why))
            case UseCalibration():
                self._weigh_with(said, out)
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
        for i, stretch in enumerate(stretches(times, self._last_t_s)):
            if i:
                self._median.reset()
            self._receive_stretch(times[stretch], counts[stretch], out)
        self._last_t_s = times[-1]

    def _receive_stretch(self, times: list[float], counts: Array, out: list[Event]) -> None:
        """Take frames with no gap in time between them."""
        if not times:
            return
        self._warm_up.begin(times[0])
        clean = self._median.receive(counts)
        loads = self._weigher.loads(clean)
        unknown = np.isnan(clean)
        for run, whole in self._runs(times, unknown):
            if whole:
                self._receive_whole_seconds(times[run], loads.of(run), out)
            else:
                self._receive_each(times[run], loads.of(run), unknown[run], out)
        self._latest = (clean[-1:], loads if len(times) == 1 else self._weigher.loads(clean[-1:]))

    def _runs(self, times: list[float], unknown: NDArray[np.bool_]) -> Iterator[tuple[slice, bool]]:
        """Frames that belong together: whole seconds in which every cell was read, and those in between, which come one by one.

        The first frame may end a gap, its second may be begun already, and after a cell was lost its return must be seen.
        """
        n = len(times)
        if n < FEW or self._cells.lost:
            yield slice(0, n), False
            return
        second = np.floor(times)
        starts = np.flatnonzero(np.diff(second, prepend=second[0] - 1.0))
        known = ~np.logical_or.reduceat(unknown.any(axis=1), starts)
        whole = known.copy()
        whole[0] = False
        whole[1:] &= known[:-1]  # the first frame after one that nobody could trust may end a gap
        edges = np.flatnonzero(np.diff(whole, prepend=not whole[0])).tolist()
        firsts = starts[edges].tolist()
        for edge, start, end in zip(edges, firsts, [*firsts[1:], n], strict=True):
            yield slice(start, end), bool(whole[edge]) and not self._cells.lost

    def _receive_whole_seconds(self, times: list[float], loads: Loads, out: list[Event]) -> None:
        """Take frames that hold all cells and follow each other without a gap, a second at a time; they begin a new second."""
        if not times:
            return
        starts = np.flatnonzero(np.diff(np.floor(times), prepend=-math.inf))
        lengths = np.diff(starts, append=len(times))
        sums = Sums(loads, starts, lengths)
        for at, (start, length) in enumerate(zip(starts.tolist(), lengths.tolist(), strict=True)):
            self._judge_if_over(times[start], out)
            self._gatherer.begin(times[start])
            self._gatherer.take(sums, at)
            self._last_seen_t_s = times[start + length - 1]
            self._cells.all_known(times[start + length - 1])

    def _receive_each(self, times: list[float], loads: Loads, unknown: NDArray[np.bool_], out: list[Event]) -> None:
        """Take frames one after the other; `unknown`: shape (n_frames, n_cells)."""
        all_known: list[bool] = [True] * len(times)
        seen: list[bool] = [True] * len(times)
        if unknown.any():
            n_unknown = np.count_nonzero(unknown[:, self._seat_cells], axis=1)
            all_known = [not any(row) for row in unknown.tolist()]
            seen = (2 * n_unknown <= len(self._seat_cells)).tolist()
        gather, zero, force_n = self._gatherer, self._zero, loads.force_n
        for i, (frame_t_s, total_n, ap_nmm, ml_nmm, upper_n, lower_n) in enumerate(
            zip(
                times,
                loads.total_n.tolist(),
                loads.moment_ap_nmm.tolist(),
                loads.moment_ml_nmm.tolist(),
                loads.back_upper_n.tolist(),
                loads.back_lower_n.tolist(),
                strict=True,
            )
        ):
            last_seen_t_s = self._last_seen_t_s
            if last_seen_t_s is None or self._blind or not seen[i] or frame_t_s - last_seen_t_s > GAP_S:
                self._watch_gap(frame_t_s, seen[i], out)
            else:  # the usual case, told apart here because it is that of nearly every frame
                self._last_seen_t_s = frame_t_s
            self._judge_if_over(frame_t_s, out)
            if all_known[i] and not self._cells.lost:
                self._cells.all_known(frame_t_s)
            else:
                out.extend(self._cells.receive(frame_t_s, (~unknown[i]).tolist()))
            if not seen[i]:
                continue
            if gather.ends_t_s == math.inf:
                gather.begin(frame_t_s)
            if total_n != total_n:  # NaN: a seat cell is unknown
                load_n = self._weigher.estimated_n(force_n[i].tolist(), zero.drift_n)
                gather.add_estimated(load_n, upper_n, lower_n)
                continue
            gather.add(force_n[i], total_n, ap_nmm, ml_nmm, upper_n, lower_n)

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
        if t_s >= self._gatherer.ends_t_s:
            self._judge(out)

    def _judge(self, out: list[Event]) -> float | None:
        """Close the present second and say what follows from it; its end [s], if it held a frame."""
        second = self._gatherer.close(self._zero.empty, self._zero.drift_n, self._upright.zero_offset_n)
        if second is None:
            return None
        left = self._occupancy.receive(second)
        state, since_t_s = self._occupancy.state, self._occupancy.since_t_s
        if left is not None:
            self._sitting.occupancy_changed(left, state, since_t_s, second, self._watched_since_t_s, out)
        tell(out, self._zero.receive(second, state, since_t_s, trusted=self._zero_is_trusted))
        self._warm_up.receive(second.t_s, believed=self._zero.near_zero)
        seated = state is Occupancy.SEATED
        self._told_upright(self._upright.receive(second, seated=seated, warm=self._warm_up.over), out)
        if seated:
            trusted = self._zero_is_trusted and self._weigher.is_tared
            self._judge_of_posture.use(self._upright.believed, trusted=trusted)
            held_back = self._zero.asked_kg is not None
            self._sitting.receive(
                second, self._upright.believed, judged=self._warm_up.over, held_back=held_back, out=out
            )
        sliding = seated and second.whole and self._judge_of_posture.slide is not None
        tell(out, self._minutes.receive(second, seated=seated, sliding=sliding))
        return second.t_s

    def _shift(self, cop_ap_mm: float, cop_ml_mm: float, load_n: float) -> Shift | None:
        """How far the load is from the reference; unknown until the zero is believed."""
        reference = self._upright.believed
        if reference is None or not self._warm_up.over or not math.isfinite(cop_ap_mm):
            return None
        ap_mm, ml_mm, ln_load = self._judge_of_posture.moved
        return Shift(
            cop_ap_mm - reference.cop_ap_mm - ap_mm,
            cop_ml_mm - reference.cop_ml_mm - ml_mm,
            load_n / (reference.total_n * math.exp(ln_load)) - 1.0,
        )

    @property
    def _zero_is_trusted(self) -> bool:
        """Whether the zero is near enough to be followed: where a sitter's word had to make up for it, it is lost."""
        return self._upright.zero_offset_n == 0.0

    def _told_upright(self, told: ReferenceSet | Refused | None, out: list[Event]) -> None:
        tell(out, told)
        if isinstance(told, ReferenceSet) and told.source is ReferenceSource.GUIDED:
            self._warm_up.receive(told.t_s, believed=True)

    def _weigh_with(self, request: UseCalibration, out: list[Event]) -> None:
        """Weigh with another calibration; the present second's frames, weighed with the old one, are let go."""
        old, new = self._weigher, Weigher(self._seat, request.calibration)
        self._weigher = new
        tell(out, self._upright.weigh_with(old, new, self._zero.zero_counts, request.t_s))
        self._zero.use(new)
        self._gatherer.drop()
        self._occupancy.weighed_anew()
        if self._latest is not None:
            self._latest = (self._latest[0], new.loads(self._latest[0]))

    def _lose_sight(self, t_s: float, out: list[Event]) -> None:
        """Judge what was gathered, then close what is open as not seen to its end."""
        last_t_s = self._judge(out)
        t_s = t_s if last_t_s is None else max(t_s, last_t_s)
        self._told_upright(self._upright.end_capture(t_s), out)
        self._sitting.lose_sight(t_s, self._last_seen_t_s, out)
        tell(out, self._minutes.close(t_s))
        self._sitting.bouts.forget()
        self._occupancy.forget()
        self._zero.forget()
        self._gatherer.forget()

    def _finish(self, t_s: float, out: list[Event]) -> None:
        if not self._blind and self._last_seen_t_s is not None:
            self._lose_sight(max(t_s, self._last_t_s), out)
            self._blind = True

    @property
    def features(self) -> list[float] | None:
        """How the latest full second was judged by: in the order of `FEATURES`, `None` where it was not judged. For fitting."""
        return self._judge_of_posture.features

    @property
    def now(self) -> Now | None:
        """The present state; `None` before the first frame."""
        if self._latest is None:
            return None
        t_s, occupancy = self._last_t_s, self._occupancy.state
        counts, loads = self._latest
        load = loads.last(self._zero.empty, self._upright.zero_offset_n)
        seated = occupancy is Occupancy.SEATED
        sitting = self._sitting
        sitting_s = sitting.bouts.sitting_s(t_s)
        away_since_t_s = sitting.bouts.away_since_t_s
        return Now(
            t_s=t_s,
            counts=tuple(_or_none(value) for value in counts[0].tolist()),
            force_n=tuple(_or_none(value) for value in (loads.force_n[0] - self._zero.drift_n).tolist()),
            total_n=_or_none(load.total_n),
            cop_ap_mm=_or_none(load.cop_ap_mm),
            cop_ml_mm=_or_none(load.cop_ml_mm),
            back_upper_n=_or_none(load.back_upper_n),
            back_lower_n=_or_none(load.back_lower_n),
            occupancy=occupancy,
            posture=sitting.judge.posture,
            probabilities=sitting.judge.probabilities,
            sitting_s=sitting_s,
            next_prompt_s=sitting.prompts.due_in_s(t_s, sitting_s) if seated else None,
            paused=Paused.NO_CELLS if self._blind else PAUSED_BY[occupancy],
            away_s=None if away_since_t_s is None else t_s - away_since_t_s,
            slide=sitting.judge.slide,
            prompt=sitting.prompts.raised,
            reference=self._upright.reference,
            reference_doubt=sitting.judge.doubt,
            still_s=sitting.movement.still_s(t_s) if seated else None,
            shift=self._shift(load.cop_ap_mm, load.cop_ml_mm, load.total_n) if seated else None,
            capturing_s=self._upright.guided_left_s(t_s),
            stand_after_s=sitting.prompts.stand_after_s,
            lost_cells=self._cells.lost_names,
            sure=self._seat_names.isdisjoint(self._cells.lost_names),
            warming_up_s=self._warm_up.left_s(t_s),
            zero_drift_kg=self._zero.drift_kg,
            empty_load_kg=self._zero.asked_kg,
        )


def _or_none(value: float) -> float | None:
    """A number on its way out of the core, where unknown is `None`."""
    return value if value == value else None
