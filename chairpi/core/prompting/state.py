"""All that the prompts know of one sitter, as plain data: it is written down as it is and read back after a restart.

Every time [s] is on the chair's clock and is named `_t_s`, so that `core.chair.memory` can carry it over to the clock of another start.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from chairpi.core.events.prompting import Moment, Noticed, NoticeKind, PromptKind, PromptRaised, Quiet

PAST_KEPT = 50
"""So many prompts can still be marked as wrong."""


@dataclass(slots=True)
class Asking:
    """The prompt that stands.

    Parameters
    ----------
    raised
        As it was told, without its trace.
    asked_s
        How long it has asked somebody who sat there [s].
    left_t_s
        When the sitter got up [s]; `None` while they sit.
    """

    raised: PromptRaised
    asked_s: float = 0.0
    left_t_s: float | None = None


@dataclass(slots=True)
class Past:
    """A prompt that was raised, and whether somebody said that it was wrong.

    Parameters
    ----------
    number, kind
        Which one.
    cleared_t_s, outcome
        When it was over [s], and what became of it; `None` while it stands.
    tunes
        The setting that it rests on; `None`: none that could be tuned.
    wrong
        Whether it is marked so.
    before, after
        The setting before the mark and with it.
    """

    number: int
    kind: PromptKind
    tunes: str | None
    cleared_t_s: float | None = None
    outcome: str | None = None
    wrong: bool = False
    before: float | None = None
    after: float | None = None


@dataclass(slots=True)
class State:
    """What is known of one sitter.

    Parameters
    ----------
    asking
        The prompt that stands.
    owed
        The target was reached and no break was taken since.
    waiting_since_t_s
        Since when a due prompt to stand waits for a good moment [s].
    n_put_off
        How often this break was put off.
    put_off_until_t_s
        For each kind, until when it was put off [s].
    dismissed
        Kinds that were closed until the next break.
    silenced
        A prompt to stand was let pass in this bout.
    said_back_already
        It was, since the last break.
    raised_t_s
        For each kind, when prompts were raised in the last hour [s]; those that somebody had put off until then do not count.
    last_t_s
        For each kind, when one was raised last [s].
    back_t_s
        When the sitter came back from less than a break [s]; `None` since a re-seat or a break.
    cleared_t_s
        When the latest prompt was over [s].
    routine_t_s, routine_until_t_s
        When a routine was begun that is not over yet, and until when it holds prompts back [s]; `None`: none was.
    quiet, quiet_until_t_s, quiet_day
        Quiet that the sitter asked for, until when [s] (`None`: until ended), and the day on which they did.
    day
        The present day's number; `None` where it is unknown.
    n_lengthened, n_ignored_in_row
        How often today's target was lengthened, and the prompts to stand that were let pass since one was not.
    sitting_today_s, budget_told
        Sitting of today [s], and whether the budget was told.
    n_days
        Days on which this sitter has sat.
    sat_today
        Today is one of them.
    notice, notice_until_t_s
        What the chair says, and until when [s].
    past
        The latest prompts, oldest first.
    """

    asking: Asking | None = None
    owed: bool = False
    waiting_since_t_s: float | None = None
    n_put_off: int = 0
    put_off_until_t_s: dict[str, float] = field(default_factory=dict)
    dismissed: list[str] = field(default_factory=list)
    silenced: bool = False
    said_back_already: bool = False
    raised_t_s: dict[str, list[float]] = field(default_factory=dict)
    last_t_s: dict[str, float] = field(default_factory=dict)
    back_t_s: float | None = None
    routine_t_s: float | None = None
    routine_until_t_s: float | None = None
    cleared_t_s: float | None = None
    quiet: Quiet | None = None
    quiet_until_t_s: float | None = None
    quiet_day: int | None = None
    day: int | None = None
    n_lengthened: int = 0
    n_ignored_in_row: int = 0
    sitting_today_s: float = 0.0
    budget_told: bool = False
    n_days: int = 0
    sat_today: bool = False
    notice: Noticed | None = None
    notice_until_t_s: float = -math.inf
    past: list[Past] = field(default_factory=list)

    def n_raised(self, t_s: float, kind: PromptKind | None = None) -> int:
        """Prompts of this kind, or of all, in the hour before `t_s` [s]."""
        lists = self.raised_t_s.values() if kind is None else [self.raised_t_s.get(kind, [])]
        return sum(1 for raised in lists for raised_t_s in raised if raised_t_s > t_s - 3600.0)

    def break_taken(self) -> None:
        """Nothing is owed any more, and all is open again."""
        self.owed = self.silenced = self.said_back_already = False
        self.waiting_since_t_s = self.back_t_s = None
        self.n_put_off = 0
        self.put_off_until_t_s.clear()
        self.dismissed.clear()

    def as_record(self) -> dict[str, Any]:
        """As JSON-ready data."""
        record = dataclasses.asdict(self)
        if math.isinf(self.notice_until_t_s):
            record["notice_until_t_s"] = None
        return record

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> State:
        """What `as_record` gave.

        Raises
        ------
        TypeError, KeyError, ValueError
            It is of another version, or damaged.
        """
        state = cls(**record)
        if state.asking is not None:
            asking = dict(record["asking"])
            raised = dict(asking.pop("raised"))
            raised |= {"kind": PromptKind(raised["kind"]), "moment": Moment(raised["moment"]), "trace": ()}
            state.asking = Asking(PromptRaised(**raised), **asking)
        notice = record["notice"]
        if notice is not None:
            state.notice = Noticed(notice["t_s"], NoticeKind(notice["kind"]), notice["words"])
        if record["notice_until_t_s"] is None:
            state.notice_until_t_s = -math.inf
        state.quiet = None if state.quiet is None else Quiet(state.quiet)
        state.past = [Past(**{**past, "kind": PromptKind(past["kind"])}) for past in record["past"]]
        return state
