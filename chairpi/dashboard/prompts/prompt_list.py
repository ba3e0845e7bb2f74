"""Prompts that came, each as a page tells it: what it rested on, what became of it, and what a person may say about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from chairpi.dashboard.feed.messages import Now, Sitter
from chairpi.dashboard.heard import heard
from chairpi.dashboard.lengths import length
from chairpi.dashboard.prompts.prompt_words import KINDS, moment_text, outcome_text, put_off_times
from chairpi.dashboard.prompts.trace_picture import Trace, trace_picture
from chairpi.language.words import _, number_text, translated
from chairpi.store.prompt_view import Prompt

CAN_MARK = 50
"""The chair takes word about its latest prompts only; this many."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One prompt on the Prompts page.

    Parameters
    ----------
    number, time, kind, asked_for
        Which one; when it came, in words; its kind, and the same as words.
    reason, moment, outcome
        Sentences: why it came, why just then, what became of it.
    figures
        What it rests on: name, and value with its unit.
    trace
        The minute before it, where that is still kept.
    wrong
        Whether it is marked as wrong.
    can_mark
        Whether the chair would take word about it now.
    choose_first
        Who is to be chosen as the one who sits before it does; empty where that would not help.
    """

    number: int
    time: str
    kind: str
    asked_for: str
    reason: str
    moment: str
    outcome: str
    figures: tuple[tuple[str, str], ...]
    trace: Trace | None
    wrong: bool
    can_mark: bool
    choose_first: str


def shown(
    prompts: Iterable[Prompt], time_of: Callable[[float], str], now: Now | None, sitters: Sequence[Sitter]
) -> list[Shown]:
    """Say all that is known of each prompt, the latest first.

    Parameters
    ----------
    prompts
        As the history has them.
    time_of
        POSIX seconds to local clock time.
    now
        The latest message; `None` while the chair is not heard, which then takes no word.
    sitters
        Who can be chosen as the one who sits.
    """
    names: dict[int | None, str] = {sitter["sitter_id"]: sitter["name"] for sitter in sitters}
    return [
        Shown(
            number=prompt.number,
            time=time_of(prompt.raised_utc_s),
            kind=prompt.kind,
            asked_for=translated(KINDS[prompt.kind]),
            reason=heard(prompt.reason),
            moment=moment_text(prompt.moment or ""),
            outcome=outcome_text(prompt.kind, prompt.outcome, prompt.after_s, prompt.why),
            figures=figures(prompt),
            trace=trace_picture(prompt.trace),
            wrong=prompt.wrong,
            can_mark=now is not None and _is_remembered(prompt, now) and prompt.sitter_id == now["sitter_id"],
            choose_first=(
                names.get(prompt.sitter_id, "")
                if now is not None and _is_remembered(prompt, now) and prompt.sitter_id != now["sitter_id"]
                else ""
            ),
        )
        for prompt in sorted(prompts, key=lambda prompt: -prompt.number)
    ]


def _is_remembered(prompt: Prompt, now: Now) -> bool:
    """Whether the chair still knows of it; of those from before it waited for a moment it does not."""
    latest_number = now["prompts"]["latest_number"]
    return prompt.moment is not None and latest_number is not None and prompt.number > latest_number - CAN_MARK


def figures(prompt: Prompt) -> tuple[tuple[str, str], ...]:
    """What a prompt rests on, each with its unit; what played no part is left out."""
    return tuple(
        (name, value)
        for name, value in (
            (_("Sitting clock"), length(prompt.sitting_s)),
            (_("Hips forward by"), _slide_text(prompt)),
            (_("Hips forward for"), "" if prompt.slide_s is None else length(prompt.slide_s)),
            (_("Since the last weight shift"), "" if prompt.still_s is None else length(prompt.still_s)),
            (_("Before that"), put_off_times(prompt.n_put_off)),
        )
        if value
    )


def _slide_text(prompt: Prompt) -> str:
    if prompt.slide_mm is None:
        return ""
    slide_mm = number_text(prompt.slide_mm)
    if prompt.uncertainty_mm is None:
        return _("%(slide_mm)s mm", slide_mm=slide_mm)
    spread_mm = number_text(prompt.uncertainty_mm)
    return _("%(slide_mm)s mm, give or take %(spread_mm)s", slide_mm=slide_mm, spread_mm=spread_mm)
