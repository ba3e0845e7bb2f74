"""What the prompts show: on the pages, and by the chair's own light and sound."""

from __future__ import annotations

import math

from chairpi.core.events.prompting import PromptKind
from chairpi.core.now.prompting import Due, PromptsNow
from chairpi.core.now.signal import Light, Signal, Stage
from chairpi.core.prompting.answers import put_off_s
from chairpi.core.prompting.desk import Desk
from chairpi.core.prompting.quiet import ENDS

SOON_S = 120.0
"""A prompt is announced on the page so long before [s]."""


def due(prompts: Desk) -> Due:
    """Where the prompt to stand is."""
    state, now = prompts.state, prompts.now
    asking = state.asking
    if asking is not None and asking.raised.kind is PromptKind.STAND:
        return Due.ASKING
    if now.seated and state.waiting_since_t_s is not None:
        return Due.WAITING
    if state.owed:
        return Due.OWED
    in_s = prompts.due_in_s()
    return Due.SOON if now.seated and in_s is not None and in_s <= SOON_S else Due.RUNNING


def prompts_now(prompts: Desk) -> PromptsNow:
    """What the prompts are doing."""
    state, settings = prompts.state, prompts.settings
    stand, slide, still = (prompts.hold(kind) for kind in (PromptKind.STAND, PromptKind.SLIDE, PromptKind.STILL))
    budget_h = settings.sitting_budget_h
    return PromptsNow(
        due=due(prompts),
        stage=prompts.stage,
        break_owed=state.owed,
        quiet=None if stand is None else stand[0],
        quiet_until_t_s=None if stand is None or math.isinf(stand[1]) else stand[1],
        slide_quiet=None if slide is None else slide[0],
        still_quiet=None if still is None else still[0],
        put_off_s=put_off_s(state.n_put_off),
        n_put_off=state.n_put_off,
        notice=state.notice,
        target_s=prompts.target_s,
        chosen_target_s=settings.stand_after_min * 60.0,
        lengthened=state.n_lengthened > 0,
        sitting_today_s=state.sitting_today_s,
        budget_s=budget_h * 3600.0 if budget_h else None,
        latest_number=prompts.latest_number,
        chosen=prompts.chosen,
    )


LIGHTS = {PromptKind.STAND: Light.DUE, PromptKind.SLIDE: Light.NUDGE, PromptKind.STILL: Light.NUDGE}


def signal(prompts: Desk, *, fault: bool, asks: bool, sitter: int) -> Signal:
    """What the chair itself shows and sounds.

    Parameters
    ----------
    prompts
        Those of whoever sits.
    fault
        A cell is not being read.
    asks
        The chair has a question about itself: what lies on the empty seat, or whether the reference holds.
    sitter
        The present sitter's place among those who are known.
    """
    state, settings, seated = prompts.state, prompts.settings, prompts.now.seated
    hushed = prompts.hushed
    if hushed and not settings.quiet_light:
        return Signal(sitter=sitter)
    asking = state.asking if seated else None
    hold = prompts.hold(PromptKind.STAND)
    if asking is not None:
        stage, kind = prompts.stage, asking.raised.kind
        return Signal(
            light=LIGHTS[kind],
            sound=stage if stage in (Stage.CHIME, Stage.FIRM) and not hushed and settings.sound_percent else None,
            vibrate=kind is PromptKind.SLIDE and settings.vibration and not hushed,
            sound_percent=settings.sound_percent,
            number=asking.raised.number,
            sitter=sitter,
        )
    light = Light.OFF
    if fault and not hushed:
        light = Light.FAULT
    elif not seated or (hold is not None and hold[0] in ENDS):
        pass
    elif state.owed:
        light = Light.OWED
    elif asks:
        light = Light.CALIBRATE
    return Signal(light=light, sound_percent=settings.sound_percent, sitter=sitter)
