"""Why a prompt comes, in plain words: what the chair saw, and no judgement."""

from __future__ import annotations

from chairpi.core.events.posture import SlideBegan
from chairpi.core.events.prompting import PromptKind

STEP_MM = 5


def minutes(length_s: float) -> str:
    """A length in whole minutes.

    >>> minutes(61.0), minutes(125.0)
    ('1 minute', '2 minutes')
    """
    whole = int(length_s // 60)
    return f"{whole} minute{'' if whole == 1 else 's'}"


def reason(kind: PromptKind, t_s: float, sitting_s: float, slide: SlideBegan | None, still_s: float | None) -> str:
    """Why a prompt of this kind comes at `t_s` [s]; a slide that lasts is mentioned with a prompt to stand."""
    if kind is PromptKind.STAND:
        sitting = f"You have been sitting for {minutes(sitting_s)} without a break."
        return sitting if slide is None else f"{sitting} {_hips(slide, t_s)}"
    if kind is PromptKind.SLIDE and slide is not None:
        return _hips(slide, t_s)
    return f"You have not shifted your weight for {minutes(still_s or 0.0)}."


def _hips(slide: SlideBegan, t_s: float) -> str:
    about_mm = STEP_MM * round(slide.slide_mm / STEP_MM)
    return f"Your hips have been about {about_mm} mm further forward than upright for {minutes(t_s - slide.onset_t_s)}."


def back_already(away_s: float, break_min_s: float, credit_min: float) -> str:
    """What is said to somebody who is back before the break was one."""
    return (
        f"Back already? You were up for {away_s:.0f} seconds, and that counts: the sitting clock goes back by {credit_min:g} minutes. "
        f"From {break_min_s:.0f} seconds on it is a whole break, and five minutes do more still."
    )


def budget(budget_h: float) -> str:
    """What is said once a day."""
    return f"You have been sitting for {budget_h:g} hours in all today: as much as you had planned. This is said once a day."
