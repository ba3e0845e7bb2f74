"""What becomes of a prompt that stands: the sitter gets up, sits back, shifts, or does nothing of the kind."""

from __future__ import annotations

from chairpi.core.events.event import Event
from chairpi.core.events.posture import SlideEnd
from chairpi.core.events.prompting import NoticeKind, Outcome, PromptKind, TargetOfToday
from chairpi.core.prompting import words
from chairpi.core.prompting.desk import LENGTHENED, Desk
from chairpi.core.prompting.quiet import ENDS
from chairpi.core.prompting.stages import ANSWERED_S
from chairpi.core.prompting.state import Asking

LET_PASS = 2
"""So many in a row lengthen it: who does not answer is asked less, and is not asked louder. Both are our choice, against habituation."""


def follow(prompts: Desk, asking: Asking, out: list[Event]) -> None:
    """What has become of the prompt that stands, if anything."""
    now, kind, raised_t_s = prompts.now, asking.raised.kind, asking.raised.t_s
    hold = prompts.hold(kind)
    if hold is not None and hold[0] in ENDS and asking.left_t_s is None:
        prompts.clear(Outcome.QUIETED, now.t_s, out)
    elif now.vacant and asking.left_t_s is None:
        prompts.clear(Outcome.UNSEEN, now.t_s, out)
    if not now.seated or prompts.state.asking is None:
        return
    asking.asked_s += now.length_s
    ended = now.slide_ended
    if kind is PromptKind.SLIDE and ended is not None and ended.why is SlideEnd.RETURNED:
        _answered_by_moving(prompts, ended.onset_t_s + ended.length_s, out)
    elif kind is PromptKind.SLIDE and now.slide is None:
        prompts.clear(Outcome.UNSEEN, now.t_s, out)
    elif kind is PromptKind.STILL and now.shifted_at_t_s is not None and now.shifted_at_t_s > raised_t_s:
        _answered_by_moving(prompts, now.shifted_at_t_s, out)
    elif prompts.stage is None:
        _let_be(prompts, kind, out)


def _answered_by_moving(prompts: Desk, moved_t_s: float, out: list[Event]) -> None:
    asking = prompts.state.asking
    if asking is not None:
        soon = moved_t_s - asking.raised.t_s <= ANSWERED_S
        prompts.clear(Outcome.MOVED if soon else Outcome.IGNORED, moved_t_s if soon else prompts.now.t_s, out)


def _let_be(prompts: Desk, kind: PromptKind, out: list[Event]) -> None:
    state, t_s = prompts.state, prompts.now.t_s
    state.silenced = state.silenced or kind is PromptKind.STAND
    prompts.clear(Outcome.IGNORED, t_s, out)
    if kind is not PromptKind.STAND:
        return
    state.n_ignored_in_row += 1
    if state.n_ignored_in_row >= LET_PASS and state.n_lengthened < len(LENGTHENED) - 1:
        state.n_ignored_in_row = 0
        state.n_lengthened += 1
        out.append(TargetOfToday(t_s, prompts.target_s, lengthened=True))


def left(prompts: Desk, left_t_s: float) -> None:
    """The sitter was seen to stand up, since `left_t_s` [s]: whether that is a break is to be seen."""
    if prompts.state.asking is not None:
        prompts.state.asking.left_t_s = left_t_s


def back(prompts: Desk, t_s: float, away_s: float | None, out: list[Event], *, is_part: bool) -> None:
    """The sitter sits again after `away_s` [s], `None` where that is unknown; `is_part`: it counts as a part of a break."""
    prompts.at(t_s)
    state, asking = prompts.state, prompts.state.asking
    if asking is not None and asking.left_t_s is not None:
        if is_part:
            prompts.clear(Outcome.STOOD_BRIEFLY, asking.left_t_s, out)
        elif asking.raised.kind is not PromptKind.STAND:
            _answered_by_moving(prompts, asking.left_t_s, out)
        else:
            asking.left_t_s = None
    if not is_part or away_s is None:
        return
    state.back_t_s, state.silenced = t_s, False
    if state.owed and not state.said_back_already:
        state.said_back_already = True
        settings = prompts.settings
        text = words.back_already(away_s, settings.break_min_s, settings.part_break_credit_min)
        prompts.notice(NoticeKind.BACK_ALREADY, text, out)


def break_taken(prompts: Desk, t_s: float, out: list[Event], *, seen: bool = True) -> None:
    """A whole break was taken, or, where it was not `seen`, may have been."""
    prompts.at(t_s)
    asking = prompts.state.asking
    if asking is not None:
        left_t_s = asking.left_t_s
        stood = seen and left_t_s is not None
        prompts.clear(Outcome.STOOD if stood else Outcome.UNSEEN, left_t_s or t_s, out)
    prompts.state.break_taken()
    prompts.look()
