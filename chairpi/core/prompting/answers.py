"""What a person asks of the prompts, on a page or with the button, and what follows."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from chairpi.core.events.event import Event
from chairpi.core.events.prompting import MarkTakenBack, Outcome, PromptKind, PromptMarkedWrong, Quiet
from chairpi.core.events.requests import Refused
from chairpi.core.prompting.desk import Desk
from chairpi.core.prompting.state import Past
from chairpi.core.prompting.tuning import STEP, longer, with_changes
from chairpi.core.requests import (
    REQUEST_NAMES,
    ChooseSettings,
    ChooseStandTarget,
    CloseNotice,
    Dismiss,
    EndQuiet,
    HoldMeeting,
    MarkWrong,
    PauseUntilTomorrow,
    Press,
    PressButton,
    PromptRequest,
    Snooze,
    StartRoutine,
    TakeBackMark,
)

PUT_OFF_S: tuple[tuple[float, tuple[float, ...]], ...] = (
    (2, (60.0, 300.0, 900.0)),
    (4, (60.0, 300.0)),
    (math.inf, (60.0,)),
)
"""`(put off fewer times than this, for how long it may be put off now [s])`. Putting off gets a little less easy each time; it never ends,
and nobody is told off. Lengths and steps are our choice, after what users of break reminders ask for."""

MEETING_S = (60.0, 12 * 3600.0)
"""How long a meeting may be [s]."""
BUTTON_MEETING_S = 1800.0
"""A long press is a meeting of this length [s]."""
UNANSWERED = (Outcome.SNOOZED, Outcome.DISMISSED, Outcome.IGNORED)
"""After these a person may still have a word about the prompt; who stood up or began a meeting has gone on to something else."""
JUST_CLEARED_S = 120.0
"""So long after a prompt a long press still means it [s]."""
ROUTINE_S = (10.0, 2 * 3600.0)
"""How long a routine may be [s]."""
ROUTINE_GRACE_S = 300.0
"""Prompts wait for a routine for twice its length and this [s]: whoever takes their time, or walks off from it. Our choice."""
ROUTINE_KNOWN_S = 3 * 3600.0
"""What was begun longer ago than this [s] has been forgotten rather than done. Our choice."""
PAUSE_S = 12 * 3600.0
"""Until tomorrow, while nobody knows the time of day [s]."""


def put_off_s(n_put_off: int) -> tuple[float, ...]:
    """For how long a prompt may be put off [s] that was put off so often already."""
    return next(lengths for below, lengths in PUT_OFF_S if n_put_off < below)


def answer(prompts: Desk, request: PromptRequest, out: list[Event]) -> bool:
    """Do what a person asks; what follows is added to `out`.

    Returns
    -------
    bool
        Whether there was something for the prompts to do: a press of the button may mean something else.
    """
    prompts.at(request.t_s)
    if isinstance(request, PressButton):
        return _press(prompts, request, out)
    why = ANSWERS[type(request)](prompts, request, out)
    if why is not None:
        out.append(Refused(request.t_s, REQUEST_NAMES[type(request)], why))
    return True


def _snooze(prompts: Desk, request: Snooze, out: list[Event]) -> str | None:
    state = prompts.state
    asking = state.asking
    if asking is None:
        return "there is no prompt just now"
    possible_s = put_off_s(state.n_put_off)
    if request.length_s not in possible_s:
        lengths = ", ".join(f"{length_s / 60:g}" for length_s in possible_s)
        return f"it was put off {state.n_put_off} times; now it can be put off for {lengths} min"
    kind = asking.raised.kind
    state.n_put_off += kind is PromptKind.STAND
    state.put_off_until_t_s[kind.value] = request.t_s + request.length_s
    prompts.clear(Outcome.SNOOZED, request.t_s, out)
    return None


def _dismiss(prompts: Desk, request: Dismiss, out: list[Event]) -> str | None:
    asking = prompts.state.asking
    if asking is None:
        return "there is no prompt just now"
    prompts.state.dismissed.append(asking.raised.kind.value)
    prompts.clear(Outcome.DISMISSED, request.t_s, out, request.reason)
    return None


def _mark_wrong(prompts: Desk, request: MarkWrong, out: list[Event]) -> str | None:
    past = _find(prompts, request.number)
    if past is None:
        return "there is no such prompt, or it is too long ago"
    if past.wrong:
        return "that prompt is marked already"
    past.wrong = True
    asking = prompts.state.asking
    if asking is not None and asking.raised.number == past.number:
        prompts.state.dismissed.append(past.kind.value)
        prompts.clear(Outcome.WRONG, request.t_s, out)
    if past.tunes is None:
        out.append(PromptMarkedWrong(request.t_s, past.kind, past.number))
        return None
    past.before = getattr(prompts.settings, past.tunes)
    settings = longer(prompts.settings, past.tunes, STEP[past.tunes])
    past.after = getattr(settings, past.tunes)
    out.append(PromptMarkedWrong(request.t_s, past.kind, past.number, past.tunes, past.before, past.after))
    prompts.choose(request.t_s, settings, out)
    return None


def _take_back(prompts: Desk, request: TakeBackMark, out: list[Event]) -> str | None:
    number = request.number
    if number is None:
        number = next((past.number for past in reversed(prompts.state.past) if past.wrong), None)
    past = None if number is None else _find(prompts, number)
    if past is None or not past.wrong:
        return "that prompt is not marked as wrong"
    past.wrong = False
    if past.tunes is None or past.before is None or past.after is None:
        out.append(MarkTakenBack(request.t_s, past.kind, past.number))
        return None
    before = getattr(prompts.settings, past.tunes)
    settings = longer(prompts.settings, past.tunes, past.before - past.after)  # other marks may have come since
    after = getattr(settings, past.tunes)
    out.append(MarkTakenBack(request.t_s, past.kind, past.number, past.tunes, before, after))
    prompts.choose(request.t_s, settings, out)
    return None


def _find(prompts: Desk, number: int | None) -> Past | None:
    past = prompts.state.past
    if number is None:
        return past[-1] if past else None
    return next((one for one in past if one.number == number), None)


def _meet(prompts: Desk, request: HoldMeeting, out: list[Event]) -> str | None:
    length_s = request.length_s
    if prompts.state.quiet is Quiet.PAUSED:
        return "it is quiet until tomorrow already; end that first"
    if length_s is not None and not MEETING_S[0] <= length_s <= MEETING_S[1]:
        return f"{length_s:g} s is not between 1 minute and 12 hours"
    prompts.begin_quiet(request.t_s, Quiet.MEETING, None if length_s is None else request.t_s + length_s, out)
    return None


def _start_routine(prompts: Desk, request: StartRoutine, out: list[Event]) -> str | None:
    length_s, state = request.length_s, prompts.state
    if not ROUTINE_S[0] <= length_s <= ROUTINE_S[1]:
        return f"a routine takes from {ROUTINE_S[0]:g} s to {ROUTINE_S[1] / 60:g} min, found {length_s:g} s"
    prompts.clear(Outcome.ROUTINE, request.t_s, out)
    state.routine_t_s, state.routine_until_t_s = request.t_s, request.t_s + 2 * length_s + ROUTINE_GRACE_S
    prompts.look()
    return None


def end_routine(prompts: Desk, t_s: float) -> float | None:
    """The routine is over: how long it took [s], `None` where none was begun, or so long ago that nobody knows what it was."""
    prompts.at(t_s)
    state = prompts.state
    began_t_s, state.routine_t_s, state.routine_until_t_s = state.routine_t_s, None, None
    prompts.look()
    return None if began_t_s is None or t_s - began_t_s > ROUTINE_KNOWN_S else t_s - began_t_s


def _pause(prompts: Desk, request: PauseUntilTomorrow, out: list[Event]) -> None:
    t_s = request.t_s
    prompts.begin_quiet(t_s, Quiet.PAUSED, prompts.wall.next_day_t_s(t_s) or t_s + PAUSE_S, out)


def _end_quiet(prompts: Desk, request: EndQuiet, out: list[Event]) -> str | None:
    return None if prompts.end_quiet(request.t_s, out) else "there is no meeting and no pause to end"


def _close_notice(prompts: Desk, request: CloseNotice, out: list[Event]) -> str | None:
    was_there, prompts.state.notice = prompts.state.notice is not None, None
    return None if was_there else "there is nothing to close"


def _choose_target(prompts: Desk, request: ChooseStandTarget, out: list[Event]) -> str | None:
    return _choose(prompts, ChooseSettings(request.t_s, {"stand_after_min": request.stand_after_s / 60.0}), out)


def _choose(prompts: Desk, request: ChooseSettings, out: list[Event]) -> str | None:
    try:
        settings = with_changes(prompts.settings, request.changes, prompts.defaults)
    except ValueError as error:
        return str(error)
    prompts.choose(request.t_s, settings, out)
    return None


ANSWERS: dict[type[PromptRequest], Callable[[Desk, Any, list[Event]], str | None]] = {
    Snooze: _snooze,
    Dismiss: _dismiss,
    MarkWrong: _mark_wrong,
    TakeBackMark: _take_back,
    HoldMeeting: _meet,
    PauseUntilTomorrow: _pause,
    EndQuiet: _end_quiet,
    CloseNotice: _close_notice,
    StartRoutine: _start_routine,
    ChooseStandTarget: _choose_target,
    ChooseSettings: _choose,
}
"""What each request does; what it gives is why it cannot be met, in words for the sitter. The button is one of the others."""


def _press(prompts: Desk, request: PressButton, out: list[Event]) -> bool:
    t_s, state = request.t_s, prompts.state
    match request.press:
        case Press.SHORT if state.asking is not None:
            most_s = prompts.settings.snooze_min * 60.0
            possible_s = put_off_s(state.n_put_off)
            length_s = max((length_s for length_s in possible_s if length_s <= most_s), default=possible_s[0])
            return answer(prompts, Snooze(t_s, length_s), out)
        case Press.SHORT if state.notice is not None:
            return answer(prompts, CloseNotice(t_s), out)
        case Press.LONG if state.past and _just_asked(state.past[-1], t_s):
            return answer(prompts, MarkWrong(t_s), out)
        case Press.LONG if state.quiet is not None:
            return answer(prompts, EndQuiet(t_s), out)
        case Press.LONG:
            return answer(prompts, HoldMeeting(t_s, BUTTON_MEETING_S), out)
    return False


def _just_asked(past: Past, t_s: float) -> bool:
    if past.wrong or past.cleared_t_s is None:
        return not past.wrong
    return past.outcome in UNANSWERED and t_s - past.cleared_t_s <= JUST_CLEARED_S
