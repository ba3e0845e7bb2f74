"""One thing that was looked at, how it is, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from chairpi.language.words import N_, _, ngettext, number_text, translated

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
        words = subject_label(self.subject)
        return words[:1].upper() + words[1:]


_SUBJECTS = (
    *(N_("front left"), N_("front right"), N_("rear left"), N_("rear right"), N_("back upper"), N_("back lower")),
    *(N_("back upper left"), N_("back upper right"), N_("back lower left"), N_("back lower right")),
    *(N_("sensor process"), N_("reader"), N_("zero"), N_("span"), N_("all cells"), N_("rates")),
    *(N_("supply"), N_("temperature"), N_("clock"), N_("disk"), N_("history"), N_("backup")),
)
"""What is looked at, and the usual cells, marked for the catalogues: a chair may have others, whose names stay as they are."""


def subject_label(subject: str) -> str:
    """A subject as a person says it: `seat_front_left` is "front left"."""
    return translated(subject.removeprefix("seat_").replace("_", " "))


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
        return _("%(seconds)s seconds", seconds=number_text(max(0.0, length_s), 1))
    if length_s < MINUTE_S:
        return ngettext("%(num)s second", "%(num)s seconds", int(length_s))
    if length_s < HOUR_S:
        return ngettext("%(num)s minute", "%(num)s minutes", int(length_s // MINUTE_S))
    if length_s < DAY_S:
        return ngettext("%(num)s hour", "%(num)s hours", int(length_s // HOUR_S))
    return ngettext("%(num)s day", "%(num)s days", int(length_s // DAY_S))


def sentence(text: str) -> str:
    """An error's message as a sentence.

    >>> sentence("nobody there; start it")
    'Nobody there; start it.'
    """
    text = text.strip().rstrip(".")
    return f"{text[:1].upper()}{text[1:]}." if text else ""
