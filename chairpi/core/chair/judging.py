"""What follows from a second that is over, and from no second coming at all."""

from __future__ import annotations

from chairpi.core.chair import who_sits
from chairpi.core.chair.parts import Parts
from chairpi.core.events.event import Event, tell
from chairpi.core.events.requests import Refused
from chairpi.core.events.seat_check import SeatCheckEnd
from chairpi.core.events.upright import ReferenceSet, ReferenceSource
from chairpi.core.presence.occupancy import Occupancy
from chairpi.core.weighing.second import Second


def judge_second(parts: Parts, out: list[Event]) -> float | None:
    """Close the present second and say what follows from it; its end [s], if it held a frame."""
    flow, zero, warm_up = parts.flow, parts.zero, parts.warm_up
    second = flow.gatherer.close(zero.empty, zero.drift_n, parts.upright.zero_offset_n)
    if second is None:
        return None
    flow.judged()
    doubtful = parts.supply.second_is_over()
    if doubtful:
        second = second.doubted()
    left = parts.occupancy.receive(second)
    state, since_t_s = parts.occupancy.state, parts.occupancy.since_t_s
    checking = parts.checks.runs
    if left is not None:
        parts.sitting.occupancy_changed(left, state, since_t_s, second, flow.watched_since_t_s, out)
        who_sits.follow(parts, left, second.t_s, out)
    tell(out, zero.receive(second, state, since_t_s, trusted=parts.zero_is_trusted))
    warm_up.receive(second.t_s, believed=zero.near_zero)
    seated = state is Occupancy.SEATED
    told = parts.upright.receive(second, seated=seated and not checking, warm=warm_up.over)
    if told is not None:
        _told_upright(parts, told, out)
    if seated:
        _judge_sitter(parts, second, out, doubtful=doubtful, checking=checking)
    else:
        vacant = state in (Occupancy.VACANT, Occupancy.OBJECT)
        parts.sitting.nobody(second, vacant=vacant, out=out)
    sliding = seated and second.whole and parts.judge.slide is not None
    tell(out, parts.minutes.receive(second, seated=seated, sliding=sliding, doubtful=doubtful))
    if flow.each is not None:
        tell(out, parts.checks.told(second.t_s))
        if not parts.checks.runs:
            flow.each = None
    return second.t_s


def _judge_sitter(parts: Parts, second: Second, out: list[Event], *, doubtful: bool, checking: bool) -> None:
    """A second in which somebody sits; `doubtful`: its readings are, `checking`: the seat counted or timed what they did in it."""
    flow, warm = parts.flow, parts.warm_up.over
    reference = parts.upright.believed
    trusted = parts.zero_is_trusted and flow.weigher.is_tared
    parts.judge.use(reference, trusted=trusted)
    parts.sitting.receive(
        second,
        reference,
        judged=warm,
        held_back=doubtful or parts.zero.asked_kg is not None,
        checking=checking,
        cell_lost=doubtful or bool(flow.cells.lost),
        out=out,
    )
    if trusted and warm and not checking and not doubtful:
        who_sits.look(parts, second, out)


def _told_upright(parts: Parts, told: ReferenceSet | Refused | None, out: list[Event]) -> None:
    """A capture has ended. What it gave is the present sitter's; if they gave it themselves, the zero is believed."""
    tell(out, told)
    if isinstance(told, ReferenceSet) and parts.upright.reference is not None:
        parts.sitters.give_reference(parts.upright.reference)
    if isinstance(told, ReferenceSet) and told.source is ReferenceSource.GUIDED:
        parts.warm_up.receive(told.t_s, believed=True)


def lose_sight(parts: Parts, t_s: float, out: list[Event]) -> None:
    """Judge what was gathered, then close what is open as not seen to its end."""
    flow = parts.flow
    last_t_s = judge_second(parts, out)
    t_s = t_s if last_t_s is None else max(t_s, last_t_s)
    _told_upright(parts, parts.upright.end_capture(t_s), out)
    tell(out, parts.checks.end(t_s, SeatCheckEnd.UNSEEN))
    parts.sitting.lose_sight(t_s, flow.last_seen_t_s, out)
    tell(out, parts.minutes.close(t_s))
    parts.occupancy.forget()
    parts.zero.forget()
    flow.gatherer.forget()


def finish(parts: Parts, t_s: float, out: list[Event]) -> None:
    """No frame will follow."""
    flow = parts.flow
    if not flow.blind and flow.last_seen_t_s is not None:
        lose_sight(parts, max(t_s, flow.last_t_s), out)
        flow.blind = True
