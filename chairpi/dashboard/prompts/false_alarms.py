"""How often the chair was told that it was wrong, in words."""

from __future__ import annotations

from dataclasses import dataclass

from chairpi.dashboard.prompts.prompt_words import KINDS
from chairpi.language.words import _, ngettext, number_text, translated
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
        return Rate(_("No prompt came in the last %(days)s days.", days=DAYS), ())
    prompts = ngettext("%(num)s prompt", "%(num)s prompts", alarms.n_raised)
    per_h = alarms.wrong_per_seated_h
    if alarms.n_wrong and per_h is not None:
        sentence = ngettext(
            "%(num)s of %(prompts)s in the last %(days)s days was marked as wrong: %(rate)s an hour of sitting.",
            "%(num)s of %(prompts)s in the last %(days)s days were marked as wrong: %(rate)s an hour of sitting.",
            alarms.n_wrong,
            prompts=prompts,
            days=DAYS,
            rate=number_text(per_h, 2 if per_h < 0.1 else 1),
        )
    else:
        sentence = ngettext(
            "%(num)s of %(prompts)s in the last %(days)s days was marked as wrong.",
            "%(num)s of %(prompts)s in the last %(days)s days were marked as wrong.",
            alarms.n_wrong,
            prompts=prompts,
            days=DAYS,
        )
    rows = tuple((translated(KINDS[one.kind]), one.n_raised, one.n_wrong) for one in alarms.by_kind)
    return Rate(sentence, rows)
