"""What became of the prompts, as rows of `history.db` tell it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from chairpi.core.events.prompting import DismissReason, Moment, Outcome, PromptKind

TAKEN_SOON_S = 180.0
"""A break begun within three minutes of the prompt is an answer to it; a later one may have come by itself. Our choice."""

TracePoint = tuple[float | None, float | None, float | None]
"""Load [N], CoP forward and to the right [mm]; `None` where unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """Something the chair asked for.

    Parameters
    ----------
    number
        Names it for good.
    sitter_id
        Whom it asked; `None` for a guest.
    kind, reason
        What it asked for, and why in plain words.
    moment
        Why it came just then; `None` for one of an older version.
    sitting_s
        What the sitting clock showed [s].
    slide_mm, uncertainty_mm, slide_s, still_s
        What it rested on: how far and how long the hips had been forward, or how long the sitter had been still; `None` where that
        played no part.
    n_put_off
        How often that break had been put off before.
    trace
        The 60 seconds before it, oldest first; empty where it was not asked for, or was erased after its time.
    raised_utc_s, cleared_utc_s
        When it came and when it was over [POSIX s].
    outcome
        What became of it; `None` while it stands.
    after_s
        How long it took from its coming to what ended it [s].
    why
        For which reason it was dismissed.
    wrong
        A person said that it was.
    """

    number: int
    sitter_id: int | None
    kind: PromptKind
    reason: str
    moment: Moment | None
    sitting_s: float
    slide_mm: float | None = None
    uncertainty_mm: float | None = None
    slide_s: float | None = None
    still_s: float | None = None
    n_put_off: int = 0
    trace: tuple[TracePoint, ...] = ()
    raised_utc_s: float
    cleared_utc_s: float | None = None
    outcome: Outcome | None = None
    after_s: float | None = None
    why: DismissReason = DismissReason.NONE
    wrong: bool = False

    @property
    def answer(self) -> Answer:
        """What followed."""
        return answer_of(self.outcome, self.after_s)


class Answer(StrEnum):
    """What followed a prompt, as a week is summed up."""

    TAKEN_SOON = "taken_soon"
    """A break was taken within three minutes."""
    TAKEN_LATER = "taken_later"
    """A break was taken, later."""
    BRIEFLY = "briefly"
    """The sitter stood up, for less than a break."""
    MOVED = "moved"
    """They sat back or shifted within a minute."""
    ROUTINE = "routine"
    """They began a routine."""
    PUT_OFF = "put_off"
    DISMISSED = "dismissed"
    IGNORED = "ignored"
    QUIETED = "quieted"
    UNSEEN = "unseen"
    WRONG = "wrong"
    STANDS = "stands"
    """It still stands."""


_ANSWERS = {
    Outcome.STOOD_BRIEFLY: Answer.BRIEFLY,
    Outcome.MOVED: Answer.MOVED,
    Outcome.ROUTINE: Answer.ROUTINE,
    Outcome.SNOOZED: Answer.PUT_OFF,
    Outcome.DISMISSED: Answer.DISMISSED,
    Outcome.WRONG: Answer.WRONG,
    Outcome.QUIETED: Answer.QUIETED,
    Outcome.IGNORED: Answer.IGNORED,
    Outcome.UNSEEN: Answer.UNSEEN,
}


def answer_of(outcome: Outcome | None, after_s: float | None) -> Answer:
    """Say what followed a prompt of this outcome, which came `after_s` [s] after it."""
    if outcome is None:
        return Answer.STANDS
    if outcome is Outcome.STOOD:
        return Answer.TAKEN_SOON if after_s is not None and after_s <= TAKEN_SOON_S else Answer.TAKEN_LATER
    return _ANSWERS[outcome]


@dataclass(frozen=True, slots=True)
class Answered:
    """One prompt of a week: when it came [POSIX s], what it asked for, what followed, and whether it was said to be wrong."""

    raised_utc_s: float
    kind: PromptKind
    answer: Answer
    wrong: bool


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many prompts of one kind came, and how many of them were said to be wrong."""

    kind: PromptKind
    n_raised: int
    n_wrong: int


@dataclass(frozen=True, slots=True)
class FalseAlarms:
    """How often the chair was told that it was wrong.

    Parameters
    ----------
    by_kind
        The kinds that came, each with its numbers.
    seated_s
        How long somebody sat in that time [s].
    """

    by_kind: tuple[KindCount, ...] = ()
    seated_s: float = 0.0

    @property
    def n_raised(self) -> int:
        """How many prompts came."""
        return sum(count.n_raised for count in self.by_kind)

    @property
    def n_wrong(self) -> int:
        """How many of them were said to be wrong."""
        return sum(count.n_wrong for count in self.by_kind)

    @property
    def wrong_per_seated_h(self) -> float | None:
        """Wrong prompts for each hour of sitting; `None` where nobody sat."""
        return self.n_wrong / (self.seated_s / 3600.0) if self.seated_s else None


_COLUMNS = """
    number, sitter_id, kind, reason, moment, sitting_s, slide_mm, uncertainty_mm, slide_s, still_s, n_put_off,
    raised_utc_s, cleared_utc_s, outcome, after_s, why, wrong, CASE WHEN :with_traces THEN trace END AS trace
"""

_IN_TIME = """
    raised_utc_s >= :start_utc_s AND raised_utc_s < :end_utc_s AND (:everybody OR sitter_id IS :sitter_id)
"""

PROMPTS = f"SELECT {_COLUMNS} FROM prompt WHERE {_IN_TIME} ORDER BY number"  # noqa: S608  # our own texts
PROMPT = f"SELECT {_COLUMNS} FROM prompt WHERE number = :number"  # noqa: S608

ANSWERED = f"""
    SELECT raised_utc_s, kind, outcome, after_s, wrong FROM prompt WHERE {_IN_TIME} ORDER BY number
"""  # noqa: S608

BY_KIND = f"""
    SELECT kind, count(*) AS n_raised, sum(wrong) AS n_wrong FROM prompt WHERE {_IN_TIME} GROUP BY kind ORDER BY kind
"""  # noqa: S608

SEATED = """
    SELECT coalesce(sum(seated_s), 0.0) FROM minute
    WHERE start_utc_s >= :start_utc_s AND start_utc_s < :end_utc_s AND seated_s > 0
      AND (:everybody OR sitter_id IS :sitter_id)
"""


def prompts_between(
    connection: sqlite3.Connection, limits: Mapping[str, object], *, with_traces: bool
) -> tuple[Prompt, ...]:
    """Read the prompts raised within `limits`; a trace is some kilobytes, so it is read where it is wanted."""
    return tuple(map(_prompt, connection.execute(PROMPTS, {**limits, "with_traces": with_traces})))


def prompt_of_number(connection: sqlite3.Connection, number: int) -> Prompt | None:
    """Read one prompt with its trace; `None` where there is no such number."""
    row = connection.execute(PROMPT, {"number": number, "with_traces": True}).fetchone()
    return None if row is None else _prompt(row)


def answered_between(connection: sqlite3.Connection, limits: Mapping[str, object]) -> tuple[Answered, ...]:
    """Read what followed each prompt raised within `limits`."""
    return tuple(
        Answered(raised_utc_s, PromptKind(kind), answer_of(_outcome(outcome), after_s), bool(wrong))
        for raised_utc_s, kind, outcome, after_s, wrong in connection.execute(ANSWERED, limits)
    )


def false_alarms_between(connection: sqlite3.Connection, limits: Mapping[str, object]) -> FalseAlarms:
    """Read how often a prompt raised within `limits` was said to be wrong."""
    counts = tuple(
        KindCount(PromptKind(kind), n_raised, n_wrong)
        for kind, n_raised, n_wrong in connection.execute(BY_KIND, limits)
    )
    (seated_s,) = connection.execute(SEATED, limits).fetchone()
    return FalseAlarms(counts, seated_s)


def _outcome(text: str | None) -> Outcome | None:
    return None if text is None else Outcome(text)


def _prompt(row: sqlite3.Row) -> Prompt:
    return Prompt(
        number=row["number"],
        sitter_id=row["sitter_id"],
        kind=PromptKind(row["kind"]),
        reason=row["reason"],
        moment=None if row["moment"] is None else Moment(row["moment"]),
        sitting_s=row["sitting_s"],
        slide_mm=row["slide_mm"],
        uncertainty_mm=row["uncertainty_mm"],
        slide_s=row["slide_s"],
        still_s=row["still_s"],
        n_put_off=row["n_put_off"],
        trace=() if row["trace"] is None else tuple(tuple(point) for point in json.loads(row["trace"])),
        raised_utc_s=row["raised_utc_s"],
        cleared_utc_s=row["cleared_utc_s"],
        outcome=_outcome(row["outcome"]),
        after_s=row["after_s"],
        why=DismissReason(row["why"]),
        wrong=bool(row["wrong"]),
    )
