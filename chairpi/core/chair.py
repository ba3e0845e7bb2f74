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
from dataclasses import replace
from typing import Any, assert_never

from chairpi.core.bouts import UNKNOWN_MOST_S
from chairpi.core.calibration import Calibration
from chairpi.core.events import (
    Event,
    ReferenceSet,
    ReferenceSource,
    Refused,
    SeatCheckEnd,
    SitterChosen,
    SitterSuggested,
    SupplyChanged,
    as_record,
)
from chairpi.core.frame import Frame, Frames
from chairpi.core.frame_flow import FrameFlow
from chairpi.core.judge import PostureJudge
from chairpi.core.load import COP_FROM_N, Weigher
from chairpi.core.memory import VERSION
from chairpi.core.minutes import Minutes
from chairpi.core.model import PostureModel, shipped_model
from chairpi.core.movement import Movement, half_width_mm
from chairpi.core.now import PAUSED_BY, Now, Paused
from chairpi.core.occupancy import Occupancy, OccupancyMachine
from chairpi.core.prompting import following
from chairpi.core.prompting.answers import answer
from chairpi.core.prompting.shown import prompts_now, signal
from chairpi.core.reference import Reference, Shift
from chairpi.core.requests import (
    AcceptEmptyLoad,
    CaptureReference,
    ChooseSettings,
    ChooseSitter,
    ChooseStandTarget,
    CloseNotice,
    CloseSupplyNote,
    Dismiss,
    EndQuiet,
    EndSeatCheck,
    Finish,
    FinishRoutine,
    HoldMeeting,
    KeepReference,
    KnowSitters,
    MarkWrong,
    PauseUntilTomorrow,
    Press,
    PressButton,
    Request,
    Snooze,
    StartRoutine,
    StartSeatCheck,
    TakeBackMark,
    TellSupply,
    TellTime,
    UseCalibration,
)
from chairpi.core.seat import Seat
from chairpi.core.seat_checks import SeatChecks, why_not
from chairpi.core.second import Second
from chairpi.core.settings import PromptSettings, Settings
from chairpi.core.sitters import KnownSitter, Sitters
from chairpi.core.sitting import Sitting, tell
from chairpi.core.upright import Upright
from chairpi.core.wall import Wall
from chairpi.core.warm_up import WarmUp
from chairpi.core.zero import ZeroTracker

SUPPLY_LOW = "the supply voltage is too low just now, so no reading can be trusted; try again when it is fine"

THOUGHT_S = 3600.0
"""So long after a start of the machine the network may still tell that it is later than was thought [s]: our choice."""


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
        self._seat = seat
        weigher = Weigher(seat, calibration)
        self._seat_names = {cell.name for cell in seat.seat_cells}
        self._person_on_kg = settings.occupancy.person_on_kg
        self._guest_reference = reference
        self._sitters = Sitters(sitters, sitter_id)
        self._zero = ZeroTracker(seat, weigher, settings.zero, zero_counts)
        self._warm_up = WarmUp(settings.zero.warm_up_min * 60.0, warm=warm)
        self._flow = FrameFlow(seat, weigher, self._zero, over=self._judge, unseen=self._lose_sight)
        self._occupancy = OccupancyMachine(settings.occupancy)
        self._judge_of_posture = PostureJudge(seat, settings.slide, shipped_model() if model is None else model)
        self._sitting = Sitting(settings, self._judge_of_posture, Movement(half_width_mm(seat)), latest_number)
        self._minutes = Minutes()
        self._checks = SeatChecks(half_width_mm(seat))
        self._carried: dict[int | None, tuple[float, float]] = {}
        self._supply_noted_t_s: float | None = None
        self._supply_low = self._second_doubtful = False
        self._thought: Wall | None = None
        self._thought_until_t_s = -math.inf
        if memory is not None:
            self._recall(memory)
        else:
            self._seat_sitter()

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
            self._flow.close_if_over(said.t_s, out)
        match said:
            case Frame():
                counts = [math.nan if reading is None else float(reading) for reading in said.counts]
                self._warm_up.begin(said.t_s)
                self._flow.receive_one(said.t_s, counts, out)
            case Frames():
                if len(said.t_s):
                    self._warm_up.begin(float(said.t_s[0]))
                self._flow.receive(said.t_s, said.counts, out)
            case CaptureReference():
                if self._supply_low:
                    out.append(Refused(said.t_s, "capture_reference", SUPPLY_LOW))
                else:
                    self._upright.ask(said)
            case PressButton():
                used = answer(self._sitting.prompts, said, out)
                self._settings_chosen()
                if not used and said.press is Press.SHORT and self._sitters.next_id is not None:
                    self._choose_sitter(said.t_s, self._sitters.next_id, out)
            case (
                Snooze()
                | Dismiss()
                | MarkWrong()
                | TakeBackMark()
                | HoldMeeting()
                | PauseUntilTomorrow()
                | EndQuiet()
                | CloseNotice()
                | StartRoutine()
                | ChooseStandTarget()
                | ChooseSettings()
            ):
                answer(self._sitting.prompts, said, out)
                self._settings_chosen()
            case FinishRoutine():
                self._sitting.finish_routine(said, out)
            case ChooseSitter(t_s, wanted_id):
                if wanted_id is not None and wanted_id not in self._sitters.known:
                    out.append(Refused(t_s, "choose_sitter", f"the chair knows no sitter {wanted_id}"))
                else:
                    self._choose_sitter(t_s, wanted_id, out)
            case KnowSitters(t_s, sitters):
                self._know(t_s, sitters, out)
            case TellTime():
                self._tell_time(said, out)
            case TellSupply(t_s, low):
                self._tell_supply(t_s, out, low=low)
            case CloseSupplyNote():
                self._supply_noted_t_s = None
            case AcceptEmptyLoad():
                if self._supply_low:
                    out.append(Refused(said.t_s, "accept_empty_load", SUPPLY_LOW))
                else:
                    out.append(self._zero.accept(said.t_s, self._occupancy.state, trusted=self._zero_is_trusted))
            case KeepReference():
                if not self._judge_of_posture.keep_reference():
                    why = "there is no question about your upright reference just now"
                    out.append(Refused(said.t_s, "keep_reference", why))
            case StartSeatCheck():
                self._begin_check(said, out)
            case EndSeatCheck():
                ended = self._checks.end(said.t_s, SeatCheckEnd.ENDED)
                out.append(ended or Refused(said.t_s, "end_seat_check", "the seat counts nothing just now"))
            case UseCalibration():
                self._weigh_with(said, out)
            case Finish():
                self._finish(said.t_s, out)
            case _:
                assert_never(said)
        return tuple(out)

    def _judge(self, out: list[Event]) -> float | None:
        """Close the present second and say what follows from it; its end [s], if it held a frame."""
        flow, zero, warm_up = self._flow, self._zero, self._warm_up
        second = flow.gatherer.close(zero.empty, zero.drift_n, self._upright.zero_offset_n)
        if second is None:
            return None
        flow.judged()
        doubtful, self._second_doubtful = self._second_doubtful, self._supply_low
        if doubtful:
            second = second.doubted()
        left = self._occupancy.receive(second)
        state, since_t_s = self._occupancy.state, self._occupancy.since_t_s
        checking = self._checks.runs
        if left is not None:
            self._sitting.occupancy_changed(left, state, since_t_s, second, flow.watched_since_t_s, out)
            self._follow_sitter(left, state, second.t_s, out)
        tell(out, zero.receive(second, state, since_t_s, trusted=self._zero_is_trusted))
        warm_up.receive(second.t_s, believed=zero.near_zero)
        seated = state is Occupancy.SEATED
        told = self._upright.receive(second, seated=seated and not checking, warm=warm_up.over)
        if told is not None:
            self._told_upright(told, out)
        if seated:
            reference = self._upright.believed
            trusted = self._zero_is_trusted and flow.weigher.is_tared
            self._judge_of_posture.use(reference, trusted=trusted)
            self._sitting.receive(
                second,
                reference,
                judged=warm_up.over,
                held_back=doubtful or zero.asked_kg is not None,
                checking=checking,
                cell_lost=doubtful or bool(flow.cells.lost),
                out=out,
            )
            if trusted and warm_up.over and not checking and not doubtful:
                self._look_who(second, out)
        else:
            vacant = state in (Occupancy.VACANT, Occupancy.OBJECT)
            self._sitting.nobody(second, vacant=vacant, out=out)
        sliding = seated and second.whole and self._judge_of_posture.slide is not None
        tell(out, self._minutes.receive(second, seated=seated, sliding=sliding, doubtful=doubtful))
        if flow.each is not None:
            tell(out, self._checks.told(second.t_s))
            if not self._checks.runs:
                flow.each = None
        return second.t_s

    def _tell_supply(self, t_s: float, out: list[Event], *, low: bool) -> None:
        """What is read from now on is doubtful, or is not; the second that has begun is, in either case."""
        if low == self._supply_low:
            return
        self._supply_low = low
        self._second_doubtful = True
        if low:
            self._supply_noted_t_s = t_s
            tell(out, self._checks.end(t_s, SeatCheckEnd.CELLS))
            tell(out, self._upright.give_up(t_s, SUPPLY_LOW))
        out.append(SupplyChanged(t_s, low))

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
    def _is_sure(self) -> bool:
        """Whether all seat cells are read, by a supply that lets them be trusted."""
        return not self._supply_low and self._seat_names.isdisjoint(self._flow.cells.lost_names)

    @property
    def _zero_is_trusted(self) -> bool:
        """Whether the zero is near enough to be followed: where a sitter's word had to make up for it, it is lost."""
        return self._upright.zero_offset_n == 0.0

    def _told_upright(self, told: ReferenceSet | Refused | None, out: list[Event]) -> None:
        tell(out, told)
        if isinstance(told, ReferenceSet) and self._upright.reference is not None:
            self._sitters.give_reference(self._upright.reference)
        if isinstance(told, ReferenceSet) and told.source is ReferenceSource.GUIDED:
            self._warm_up.receive(told.t_s, believed=True)

    def _begin_check(self, asked: StartSeatCheck, out: list[Event]) -> None:
        """Count stands or holds from the next frame on."""
        why = why_not(
            asked.length_s,
            seated=self._occupancy.state is Occupancy.SEATED,
            sure=self._is_sure,
            trusted=self._zero_is_trusted,
            capturing=self._upright.guided_left_s(asked.t_s) is not None,
        )
        if why is not None:
            out.append(Refused(asked.t_s, "start_seat_check", why))
            return
        tell(out, self._checks.ask(asked.kind, asked.t_s, asked.length_s))
        self._flow.each = self._look_closely

    def _look_closely(self, t_s: float, total_n: float, ap_nmm: float, ml_nmm: float) -> None:
        """Take one frame of a check by the seat, less what the empty seat reads."""
        empty = self._zero.empty
        load_n = total_n - empty.total_n
        centre_from_n = load_n if load_n >= COP_FROM_N else math.nan
        self._checks.receive(
            t_s, load_n, (ap_nmm - empty.moment_ap_nmm) / centre_from_n, (ml_nmm - empty.moment_ml_nmm) / centre_from_n
        )

    def _weigh_with(self, request: UseCalibration, out: list[Event]) -> None:
        """Weigh with another calibration; the present second's frames, weighed with the old one, are let go."""
        tell(out, self._checks.end(request.t_s, SeatCheckEnd.UNSEEN))
        old, new = self._flow.weigher, Weigher(self._seat, request.calibration)
        self._flow.weigh_with(new)
        tell(out, self._upright.weigh_with(old, new, self._zero.zero_counts, request.t_s))
        self._zero.use(new)
        self._occupancy.weighed_anew()

    def _lose_sight(self, t_s: float, out: list[Event]) -> None:
        """Judge what was gathered, then close what is open as not seen to its end."""
        last_t_s = self._judge(out)
        t_s = t_s if last_t_s is None else max(t_s, last_t_s)
        self._told_upright(self._upright.end_capture(t_s), out)
        tell(out, self._checks.end(t_s, SeatCheckEnd.UNSEEN))
        self._sitting.lose_sight(t_s, self._flow.last_seen_t_s, out)
        tell(out, self._minutes.close(t_s))
        self._occupancy.forget()
        self._zero.forget()
        self._flow.gatherer.forget()

    def _finish(self, t_s: float, out: list[Event]) -> None:
        flow = self._flow
        if not flow.blind and flow.last_seen_t_s is not None:
            self._lose_sight(max(t_s, flow.last_t_s), out)
            flow.blind = True

    def _tell_time(self, told: TellTime, out: list[Event]) -> None:
        """The time of day; soon after a start of the machine, a jump ahead is how long nobody watched.

        A Raspberry Pi without a clock chip starts with the time at which it was switched off, until the network knows better.
        """
        sitting, thought = self._sitting, self._thought
        passed_s = None if thought is None else thought.moved_s(told.t_s, told.utc_s)
        if passed_s is not None and passed_s >= UNKNOWN_MOST_S:
            sitting.prompts.tell_time(told.t_s, told.utc_s, told.zone, has_passed=True)
            sitting.bouts.was_unseen_for_long()
            following.break_taken(sitting.prompts, told.t_s, out, seen=False)
            self._thought = None
        else:
            sitting.prompts.tell_time(told.t_s, told.utc_s, told.zone)
        if self._thought is not None and told.t_s >= self._thought_until_t_s:
            self._thought = None

    def _settings_chosen(self) -> None:
        settings = self._sitting.prompts.settings
        self._sitting.bouts.settings = settings
        self._sitters.give_settings(settings)

    def _seat_sitter(self) -> None:
        """Judge and prompt by what is known of the present sitter."""
        present = self._sitters.present
        reference = self._guest_reference if present is None else present.reference
        self._upright = Upright(reference, self._person_on_kg)
        if present is not None:
            self._sitting.prompts.use_sitter(-math.inf, present.sitter_id, present.settings, 0.0, [])
            self._sitting.bouts.settings = present.settings

    def _choose_sitter(
        self, t_s: float, sitter_id: int | None, out: list[Event], *, by_load: bool = False, from_now: bool = False
    ) -> None:
        """It is this sitter who sits; who chooses the present one says that it is nobody else.

        From the beginning of this bout on, unless only `from_now` on: what was measured of a sitter who is removed stays theirs.
        """
        sitting, sitters = self._sitting, self._sitters
        if sitter_id == sitters.sitter_id:
            sitters.said()
            return
        since_t_s = sitting.bouts.sat_since_t_s
        self._carried[sitters.sitter_id] = sitting.bouts.carried
        sitters.choose(sitter_id, by_load=by_load, day=sitting.prompts.day)
        present = sitters.present
        again = since_t_s is not None and sitter_id in self._carried
        bout_s = sitting.bouts.begin_anew(t_s, self._carried[sitter_id] if again else (0.0, 0.0))
        if from_now:
            since_t_s, bout_s = None, 0.0
        settings = sitting.prompts.defaults if present is None else present.settings
        sitting.prompts.use_sitter(t_s, sitter_id, settings, bout_s, out, again=again)
        sitting.bouts.settings = settings
        tell(out, self._upright.give_up(t_s, "another sitter was chosen meanwhile; try again"))
        self._upright = Upright(None if present is None else present.reference, self._person_on_kg)
        out.append(SitterChosen(t_s, t_s if since_t_s is None else since_t_s, sitter_id, by_load))

    def _follow_sitter(self, left: Occupancy, state: Occupancy, t_s: float, out: list[Event]) -> None:
        usual_id = None
        if state is Occupancy.SEATED:
            self._carried.clear()
            usual_id = self._sitters.sit_down(self._sitting.prompts.day)
        elif state in (Occupancy.VACANT, Occupancy.OBJECT) and left is not Occupancy.SETTLING:
            self._carried.clear()
            usual_id = self._sitters.stand_up()
        if usual_id is not None:
            self._choose_sitter(t_s, usual_id, out)

    def _look_who(self, second: Second, out: list[Event]) -> None:
        looks = self._sitters.receive(second.length_s, second.load_n)
        if looks is None:
            return
        if looks.sitter_id is None:
            self._choose_sitter(second.t_s, None, out, by_load=True)
        else:
            out.append(SitterSuggested(second.t_s, looks.sitter_id))

    def _know(self, t_s: float, known: Sequence[KnownSitter], out: list[Event]) -> None:
        """Sitters came, went or changed; the present one goes on, by the settings that are said now."""
        if self._sitters.sitter_id not in {None, *(sitter.sitter_id for sitter in known)}:
            self._choose_sitter(t_s, None, out, from_now=True)
        self._sitters.know(known)
        present = self._sitters.present
        if present is not None:
            self._sitting.prompts.choose(t_s, present.settings, out)
            self._sitting.bouts.settings = present.settings
        self._sitting.prompts.forget_others(self._sitters.known)

    @property
    def memory(self) -> dict[str, Any]:
        """All that survives a restart, JSON-ready, as of the latest second that was judged; see `chairpi.core.memory`."""
        sitting = self._sitting
        return {
            "version": VERSION,
            **self._flow.as_record(),
            "bouts": sitting.bouts.as_record(),
            "prompts": sitting.prompts.as_record(),
            "judge": self._judge_of_posture.as_record(),
            "zero": self._zero.as_record(),
            "warm_up": self._warm_up.as_record(),
            "minutes": self._minutes.as_record(),
            "sitter": self._sitters.as_record(),
            "guest_reference": None
            if self._sitters.present is not None or self._upright.reference is None
            else as_record(self._upright.reference.as_event(0.0)),
            "reference_doubtful": self._upright.reference is not None and self._upright.reference.doubtful,
        }

    def _recall(self, memory: Mapping[str, Any]) -> None:
        try:
            if memory["version"] != VERSION:
                raise ValueError(f"version {memory['version']}, expected {VERSION}")
            self._sitters.recall(memory["sitter"])
            if memory["guest_reference"] is not None:
                self._guest_reference = Reference.from_record(memory["guest_reference"])
            self._seat_sitter()
            sitting, reference = self._sitting, self._upright.reference
            if memory["reference_doubtful"] and reference is not None:
                self._upright = Upright(replace(reference, doubtful=True), self._person_on_kg)
            sitting.prompts.recall(memory["prompts"], sitting.prompts.settings)
            sitting.bouts.recall(memory["bouts"])
            if sitting.prompts.sitter_id != self._sitters.sitter_id:  # who sat is not known any more
                sitting.prompts.use_sitter(-math.inf, None, sitting.prompts.defaults, 0.0, [])
            sitting.prompts.forget_others(self._sitters.known)
            sitting.bouts.settings = sitting.prompts.settings
            self._zero.recall(memory["zero"])
            self._judge_of_posture.recall(self._upright.believed, memory["judge"])
            self._warm_up.recall(memory["warm_up"], memory["seen_t_s"])
            self._minutes.recall(memory["minutes"])
            self._flow.recall(memory)
            if memory.get("thought") is not None:
                self._thought = Wall.from_record(memory["thought"])
                self._thought_until_t_s = float(memory["thought"]["told_t_s"]) + THOUGHT_S
        except (AttributeError, IndexError, KeyError, TypeError) as error:
            raise ValueError(f"the memory is damaged, or of another version: {error!r}") from error

    @property
    def settings(self) -> PromptSettings:
        """How the present sitter is prompted."""
        return self._sitting.prompts.settings

    @property
    def features(self) -> list[float] | None:
        """How the latest full second was judged by: in the order of `FEATURES`, `None` where it was not judged. For fitting."""
        return self._judge_of_posture.features

    @property
    def now(self) -> Now | None:
        """The present state; `None` before the first frame."""
        flow = self._flow
        if flow.latest is None:
            return None
        t_s, occupancy = flow.last_t_s, self._occupancy.state
        counts, weighed = flow.latest
        load = weighed.above(self._zero.empty, self._upright.zero_offset_n)
        seated = occupancy is Occupancy.SEATED
        sitting, judge, prompts = self._sitting, self._sitting.judge, self._sitting.prompts
        sitting_s = sitting.bouts.sitting_s(t_s)
        asking = prompts.state.asking
        away_since_t_s = sitting.bouts.away_since_t_s
        return Now(
            t_s=t_s,
            counts=tuple(_or_none(value) for value in counts),
            force_n=tuple(
                _or_none(value - drift_n) for value, drift_n in zip(weighed.force_n, self._zero.drift_n, strict=True)
            ),
            total_n=_or_none(load.total_n),
            cop_ap_mm=_or_none(load.cop_ap_mm),
            cop_ml_mm=_or_none(load.cop_ml_mm),
            back_upper_n=_or_none(load.back_upper_n),
            back_lower_n=_or_none(load.back_lower_n),
            occupancy=occupancy,
            posture=judge.posture,
            probabilities=judge.probabilities,
            sitting_s=sitting_s,
            next_prompt_s=prompts.due_in_s() if seated else None,
            paused=Paused.NO_CELLS if flow.blind else PAUSED_BY[occupancy],
            away_s=None if away_since_t_s is None else t_s - away_since_t_s,
            slide=judge.slide,
            prompt=None if asking is None else asking.raised,
            reference=self._upright.reference,
            reference_doubt=judge.doubt,
            still_s=sitting.movement.still_s(t_s) if seated else None,
            shift=self._shift(load.cop_ap_mm, load.cop_ml_mm, load.total_n) if seated else None,
            capturing_s=self._upright.guided_left_s(t_s),
            stand_after_s=prompts.target_s,
            unknown_s=sitting.bouts.unknown_s,
            prompts=prompts_now(prompts),
            movement=sitting.movement_now(t_s) if seated else None,
            signal=signal(
                prompts,
                fault=flow.blind or bool(flow.cells.lost),
                asks=judge.doubt is not None or self._zero.asked_kg is not None,
                sitter=self._sitters.place,
            ),
            sitter_id=self._sitters.sitter_id,
            suggested_sitter_id=self._sitters.suggested_id,
            lost_cells=flow.cells.lost_names,
            sure=self._is_sure,
            warming_up_s=self._warm_up.left_s(t_s),
            zero_drift_kg=self._zero.drift_kg,
            empty_load_kg=self._zero.asked_kg,
            seat_check=self._checks.now(t_s),
            supply_low=self._supply_low,
            supply_noted_t_s=self._supply_noted_t_s,
        )


def _or_none(value: float) -> float | None:
    """A number on its way out of the core, where unknown is `None`."""
    return value if value == value else None
