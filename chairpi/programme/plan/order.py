"""Which cause comes first: what the self-check found, and what the chair saw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from chairpi.programme.diary import Finding
from chairpi.programme.exercises import Cause
from chairpi.programme.plan import words

SLIDE_PERCENT = 10.0
STILL_MIN = 45.0
ONE_SIDED_PERCENT = 10.0
"""From these on what the chair saw counts: the share of sitting with the hips forward [%], the longest time without a weight shift on a
usual day [min], and how much more of the load rests on one side [%]. Our choice: each is well beyond what a lively sitter shows."""


@dataclass(frozen=True, slots=True)
class ChairSaw:
    """What the chair measured over the latest days.

    Parameters
    ----------
    n_days
        Days with sitting that it rests on.
    still_longest_min
        The longest time without a weight shift on a usual day: the median over the days [min].
    slide_percent
        The share of sitting time with the hips forward [%].
    one_sided_percent
        How much more of the load rested on one side [%]: the mean, the sitter's right positive.
    """

    n_days: int
    still_longest_min: float | None = None
    slide_percent: float | None = None
    one_sided_percent: float | None = None


def order_of(findings: Mapping[Cause, Finding], saw: ChairSaw | None) -> tuple[tuple[Cause, ...], tuple[str, ...]]:
    """Causes that a test found, then those that nobody is sure of; what the chair saw comes first unless the test said no."""
    boosts: dict[Cause, list[str]] = {}
    for causes, sentence in _seen(saw):
        for cause in causes:
            boosts.setdefault(cause, []).append(sentence)
    rank = {Finding.YES: 0, Finding.UNSURE: 1, Finding.NO: 2}

    def key(cause: Cause) -> tuple[bool, bool, int]:
        found = findings.get(cause, Finding.UNSURE)
        return found is Finding.NO, cause not in boosts, rank[found]

    order = tuple(sorted(Cause, key=key))  # hamstrings first where all are equal: the one that is tight most often
    believed = [cause for cause in order if findings.get(cause) is not Finding.NO]
    return order, tuple(dict.fromkeys(sentence for cause in believed for sentence in boosts.get(cause, ())))


def _seen(saw: ChairSaw | None) -> list[tuple[tuple[Cause, ...], str]]:
    if saw is None:
        return []
    found: list[tuple[tuple[Cause, ...], str]] = []
    if saw.slide_percent is not None and saw.slide_percent >= SLIDE_PERCENT:
        found.append(((Cause.TIGHT_HAMSTRINGS, Cause.TIGHT_HIPS), words.slide(saw.slide_percent, saw.n_days)))
    if saw.still_longest_min is not None and saw.still_longest_min >= STILL_MIN:
        found.append(((Cause.TIGHT_HIPS, Cause.STIFF_ANKLES), words.still(saw.still_longest_min, saw.n_days)))
    if saw.one_sided_percent is not None and abs(saw.one_sided_percent) >= ONE_SIDED_PERCENT:
        found.append(((Cause.TIGHT_HIPS, Cause.WEAK_GLUTES), words.one_sided(saw.one_sided_percent, saw.n_days)))
    return found
