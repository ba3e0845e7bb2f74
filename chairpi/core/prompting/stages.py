"""How each kind of prompt asks, step by step, and when the chair lets it be."""

from __future__ import annotations

from chairpi.core.events.prompting import PromptKind
from chairpi.core.now.signal import Stage
from chairpi.core.settings import PromptSettings

STEPS: dict[PromptKind, tuple[tuple[Stage, float | str], ...]] = {
    PromptKind.STAND: (
        (Stage.LIGHT, 0.0),
        (Stage.CHIME, "chime_after_min"),
        (Stage.FIRM, "firm_after_min"),
    ),
    PromptKind.SLIDE: ((Stage.LIGHT, 0.0),),
    PromptKind.STILL: ((Stage.LIGHT, 0.0),),
}
"""`{kind: ((stage, after so many minutes of asking, or the setting that says after how many), ...)}`.

Light first, sound only when that was overlooked: what is silent at first interrupts no thought, and what grows is not missed for ever.
"""

LET_BE: dict[PromptKind, float | str] = {
    PromptKind.STAND: "silent_after_min",
    PromptKind.SLIDE: 5.0,
    PromptKind.STILL: 2.0,
}
"""After how many minutes of asking the chair leaves it, or the setting that says so. Our choice for the gentle two."""

ANSWERED_S = 60.0
"""Sitting back or shifting counts as an answer to the prompt when it comes within this time [s]: our choice, as for `Outcome.MOVED`."""


def _minutes(value: float | str, settings: PromptSettings) -> float:
    return getattr(settings, value) if isinstance(value, str) else value


def stage_of(kind: PromptKind, asked_s: float, settings: PromptSettings) -> Stage | None:
    """The stage of a prompt that has asked for `asked_s` [s]; `None` when it is to be left."""
    if asked_s >= _minutes(LET_BE[kind], settings) * 60.0:
        return None
    reached = [stage for stage, after in STEPS[kind] if asked_s >= _minutes(after, settings) * 60.0]
    return reached[-1]
