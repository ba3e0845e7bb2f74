"""One thing that was looked at, how it is, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

MINUTE_S = 60.0
HOUR_S = 3600.0
DAY_S = 86_400.0


class State(StrEnum):
    """How a thing is."""

    GOOD = "good"
    WATCH = "watch"
    """It works; keep an eye on it."""
    TROUBLE = "trouble"
    """It needs a hand."""
    UNKNOWN = "unknown"
    """It could not be looked at."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found.

    Parameters
    ----------
    subject
        What was looked at: a cell's name, or a word such as "supply".
    state
        How it is.
    says
        A sentence or two, in plain words.
    do
        What to do; empty when there is nothing to do.
    """

    subject: str
    state: State
    says: str
    do: str = ""

    @property
    def title(self) -> str:
        """The subject as a heading: `seat_front_left` is "Front left"."""
        words = self.subject.removeprefix("seat_").replace("_", " ")
        return words[:1].upper() + words[1:]


def worst(findings: Iterable[Finding]) -> State:
    """The gravest state; what could not be looked at is not counted as trouble.

    >>> worst([Finding("supply", State.UNKNOWN, ""), Finding("disk", State.WATCH, "")])
    <State.WATCH: 'watch'>
    """
    states = {finding.state for finding in findings}
    return next((state for state in (State.TROUBLE, State.WATCH) if state in states), State.GOOD)


def roughly(length_s: float) -> str:
    """A length of time [s] in its largest whole unit.

    >>> roughly(0.4), roughly(61), roughly(7300), roughly(3e5)
    ('0.4 seconds', '1 minute', '2 hours', '3 days')
    """
    if length_s < 10:
        return f"{max(0.0, length_s):.1f} seconds"
    for unit_s, noun in ((DAY_S, "day"), (HOUR_S, "hour"), (MINUTE_S, "minute"), (1.0, "second")):
        n = int(length_s // unit_s)
        if n:
            return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
    raise AssertionError("ten seconds and more have a unit")


def sentence(text: str) -> str:
    """An error's message as a sentence.

    >>> sentence("nobody there; start it")
    'Nobody there; start it.'
    """
    text = text.strip().rstrip(".")
    return f"{text[:1].upper()}{text[1:]}." if text else ""
