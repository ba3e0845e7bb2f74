"""The rows of the prompts: one for each, from its coming to what became of it, and whether somebody said that it was wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from chairpi.core.events.prompting import MarkTakenBack, PromptCleared, PromptMarkedWrong, PromptRaised

TRACE_KEPT_S = 30 * 86_400.0
"""How long the minute of load and movement before a prompt is kept [s]. Our choice: long enough to look a month back, and then only
what was asked and what became of it stays."""

END_PROMPTS_UNSEEN = """
    UPDATE prompt
    SET cleared_t_s = max(raised_t_s, heard.t_s), cleared_utc_s = raised_utc_s + max(0.0, heard.t_s - raised_t_s),
        after_s = max(0.0, heard.t_s - raised_t_s), outcome = 'unseen'
    FROM heard WHERE heard.boot_id = prompt.boot_id AND prompt.cleared_utc_s IS NULL
"""
"""One that still stands when another comes, or when nobody remembers it, was not watched to its end."""

INSERT_PROMPT = """
    INSERT INTO prompt (number, boot_id, sitter_id, kind, reason, moment, sitting_s, slide_mm, uncertainty_mm, slide_s,
                        still_s, n_put_off, trace, raised_t_s, raised_utc_s, why, wrong)
    VALUES (:number, :boot_id, (SELECT sitter_id FROM present_sitter), :kind, :reason, :moment, :sitting_s, :slide_mm,
            :uncertainty_mm, :slide_s, :still_s, :n_put_off, :trace, :t_s, :utc_s, '', 0)
"""

CLEAR_PROMPT = """
    UPDATE prompt
    SET raised_utc_s = iif(boot_id = :boot_id, :utc_s - (:t_s - raised_t_s), raised_utc_s),
        cleared_t_s = iif(boot_id = :boot_id, :t_s, raised_t_s + max(0.0, :utc_s - raised_utc_s)),
        cleared_utc_s = :utc_s, outcome = :outcome, after_s = :after_s, why = :why
    WHERE number = :number AND cleared_utc_s IS NULL
"""
"""One that went on over a reboot keeps its begin: the clocks of two boots compare by wall time alone."""

MARK_PROMPT = "UPDATE prompt SET wrong = :wrong WHERE number = :number"

ERASE_TRACES = """
    UPDATE prompt SET trace = NULL
    WHERE trace IS NOT NULL AND (raised_utc_s < :before_utc_s OR (boot_id = :boot_id AND raised_t_s < :before_t_s))
"""
"""While the wall clock is not known to be right, `before_utc_s` is NULL: only the time since the machine's start counts then."""

PromptEvent = PromptRaised | PromptCleared | PromptMarkedWrong | MarkTakenBack


def prompt_statements(event: PromptEvent, at: Mapping[str, object]) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Yield what `event` changes about the prompts; `at` says when, as `chairpi.store.rows.statements` does.

    Raises
    ------
    ValueError
        A number of its trace is not finite.
    """
    match event:
        case PromptRaised():
            figures = ("number", "kind", "reason", "moment", "sitting_s", "slide_mm", "uncertainty_mm", "slide_s")
            row = {name: getattr(event, name) for name in (*figures, "still_s", "n_put_off")}
            trace = json.dumps(event.trace, separators=(",", ":"), allow_nan=False) if event.trace else None
            yield END_PROMPTS_UNSEEN, {}
            yield INSERT_PROMPT, {**at, **row, "trace": trace}
        case PromptCleared():
            row = {"number": event.number, "outcome": event.outcome, "after_s": event.after_s, "why": event.why}
            yield CLEAR_PROMPT, {**at, **row}
        case PromptMarkedWrong():
            yield MARK_PROMPT, {"number": event.number, "wrong": 1}
        case MarkTakenBack():
            yield MARK_PROMPT, {"number": event.number, "wrong": 0}
