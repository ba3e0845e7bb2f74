"""How often the chair was told that it was wrong, in words."""

from __future__ import annotations

from dataclasses import dataclass

from chairpi.dashboard.lengths import counted
from chairpi.dashboard.prompts.prompt_words import KINDS
from chairpi.store.prompt_view import FalseAlarms

DAYS = 30
"""How far back the Health page looks [days]: long enough for some dozens of prompts. Our choice."""


@dataclass(frozen=True, slots=True)
class Rate:
    """The chair's own false-alarm rate.

    Parameters
    ----------
    sentence
        All of it in words.
    rows
        For each kind that came: what it asks for, how many came, how many were marked as wrong.
    """

    sentence: str
    rows: tuple[tuple[str, int, int], ...]


def false_alarm_rate(alarms: FalseAlarms) -> Rate:
    """Say how many prompts were marked as wrong, and how many that is for an hour of sitting."""
    if not alarms.n_raised:
        return Rate(f"No prompt came in the last {DAYS} days.", ())
    were = "was" if alarms.n_wrong == 1 else "were"
    sentence = (
        f"{alarms.n_wrong} of {counted(alarms.n_raised, 'prompt')} in the last {DAYS} days {were} marked as wrong"
    )
    per_h = alarms.wrong_per_seated_h
    if alarms.n_wrong and per_h is not None:
        sentence += f": {per_h:.2f} an hour of sitting" if per_h < 0.1 else f": {per_h:.1f} an hour of sitting"
    return Rate(f"{sentence}.", tuple((KINDS[one.kind], one.n_raised, one.n_wrong) for one in alarms.by_kind))
