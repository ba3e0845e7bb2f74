"""What is done for each request: a table, and a function for each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

from chairpi.core.chair import who_sits
from chairpi.core.chair.checking import begin_check
from chairpi.core.chair.judging import finish
from chairpi.core.chair.parts import Parts
from chairpi.core.chair.supply import SUPPLY_LOW
from chairpi.core.events.event import Event, tell
from chairpi.core.events.requests import Refused
from chairpi.core.events.seat_check import SeatCheckEnd
from chairpi.core.events.weighing import SupplyChanged
from chairpi.core.prompting import following
from chairpi.core.prompting.answers import answer
from chairpi.core.requests import (
    REQUEST_NAMES,
    AcceptEmptyLoad,
    CaptureReference,
    ChooseSitter,
    CloseSupplyNote,
    EndSeatCheck,
    Finish,
    FinishRoutine,
    KeepReference,
    KnowSitters,
    Press,
    PressButton,
    PromptRequest,
    Request,
    StartSeatCheck,
    TellSupply,
    TellTime,
    UseCalibration,
)
from chairpi.core.weighing.weigher import Weigher


def take(parts: Parts, asked: Request, out: list[Event]) -> None:
    """Do what is asked; what follows is added to `out`."""
    why = TAKEN[type(asked)](parts, asked, out)
    if why is not None:
        out.append(Refused(asked.t_s, REQUEST_NAMES[type(asked)], why))


def _answer(parts: Parts, asked: PromptRequest, out: list[Event]) -> None:
    """It is for the prompts, which refuse in their own words."""
    answer(parts.sitting.prompts, asked, out)
    who_sits.settings_chosen(parts)


def _press(parts: Parts, asked: PressButton, out: list[Event]) -> None:
    """The button is the prompts' first; where they have nothing to do with it, a short press chooses the next sitter."""
    used = answer(parts.sitting.prompts, asked, out)
    who_sits.settings_chosen(parts)
    if not used and asked.press is Press.SHORT and parts.sitters.next_id is not None:
        who_sits.choose(parts, asked.t_s, parts.sitters.next_id, out)


def _finish_routine(parts: Parts, asked: FinishRoutine, out: list[Event]) -> str | None:
    was_begun = parts.sitting.finish_routine(asked.t_s, out, is_done=asked.is_done)
    return None if was_begun else "no routine was begun lately"


def _choose_sitter(parts: Parts, asked: ChooseSitter, out: list[Event]) -> str | None:
    wanted_id = asked.sitter_id
    if wanted_id is not None and wanted_id not in parts.sitters.known:
        return f"the chair knows no sitter {wanted_id}"
    who_sits.choose(parts, asked.t_s, wanted_id, out)
    return None


def _know_sitters(parts: Parts, told: KnowSitters, out: list[Event]) -> None:
    who_sits.know(parts, told.t_s, told.sitters, out)


def _capture(parts: Parts, asked: CaptureReference, out: list[Event]) -> str | None:
    if parts.supply.is_low:
        return SUPPLY_LOW
    parts.upright.ask(asked.t_s, asked.length_s, joins=asked.joins)
    return None


def _keep_reference(parts: Parts, asked: KeepReference, out: list[Event]) -> str | None:
    return None if parts.judge.keep_reference() else "there is no question about your upright reference just now"


def _accept_empty_load(parts: Parts, asked: AcceptEmptyLoad, out: list[Event]) -> str | None:
    if parts.supply.is_low:
        return SUPPLY_LOW
    out.append(parts.zero.accept(asked.t_s, parts.occupancy.state, trusted=parts.zero_is_trusted))
    return None


def _end_check(parts: Parts, asked: EndSeatCheck, out: list[Event]) -> str | None:
    ended = parts.checks.end(asked.t_s, SeatCheckEnd.ENDED)
    tell(out, ended)
    return None if ended else "the seat counts nothing just now"


def _weigh_with(parts: Parts, asked: UseCalibration, out: list[Event]) -> None:
    """Weigh with another calibration; the present second's frames, weighed with the old one, are let go."""
    tell(out, parts.checks.end(asked.t_s, SeatCheckEnd.UNSEEN))
    old, new = parts.flow.weigher, Weigher(parts.seat, asked.calibration)
    parts.flow.weigh_with(new)
    tell(out, parts.upright.weigh_with(old, new, parts.zero.zero_counts, asked.t_s))
    parts.zero.use(new)
    parts.occupancy.weighed_anew()


def _tell_supply(parts: Parts, told: TellSupply, out: list[Event]) -> None:
    """What is read from now on is doubtful, or is not; the second that has begun is, in either case."""
    if not parts.supply.tell(told.t_s, low=told.low):
        return
    if told.low:
        tell(out, parts.checks.end(told.t_s, SeatCheckEnd.CELLS))
        tell(out, parts.upright.give_up(told.t_s, SUPPLY_LOW))
    out.append(SupplyChanged(told.t_s, told.low))


def _tell_time(parts: Parts, told: TellTime, out: list[Event]) -> None:
    """The time of day; soon after a start of the machine, a jump ahead is how long nobody watched."""
    sitting, thought_time = parts.sitting, parts.thought_time
    was_behind = thought_time.was_behind(told.t_s, told.utc_s)
    sitting.prompts.tell_time(told.t_s, told.utc_s, told.zone, has_passed=was_behind)
    if was_behind:
        sitting.bouts.was_unseen_for_long()
        following.break_taken(sitting.prompts, told.t_s, out, seen=False)
    thought_time.told(told.t_s, was_behind=was_behind)


def _close_supply_note(parts: Parts, asked: CloseSupplyNote, out: list[Event]) -> None:
    parts.supply.close_note()


def _finish(parts: Parts, asked: Finish, out: list[Event]) -> None:
    finish(parts, asked.t_s, out)


TAKEN: dict[type[Request], Callable[[Parts, Any, list[Event]], str | None]] = {
    **dict.fromkeys(get_args(PromptRequest), _answer),
    PressButton: _press,
    FinishRoutine: _finish_routine,
    ChooseSitter: _choose_sitter,
    KnowSitters: _know_sitters,
    CaptureReference: _capture,
    KeepReference: _keep_reference,
    AcceptEmptyLoad: _accept_empty_load,
    StartSeatCheck: begin_check,
    EndSeatCheck: _end_check,
    UseCalibration: _weigh_with,
    TellSupply: _tell_supply,
    CloseSupplyNote: _close_supply_note,
    TellTime: _tell_time,
    Finish: _finish,
}
"""What each request does; what it gives is why it cannot be met, in words for whoever asked."""
