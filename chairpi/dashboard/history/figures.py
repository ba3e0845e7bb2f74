"""What the chair measured on days, or on weeks of them, in numbers: what nobody watched is `None`, and never 0."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from chairpi.dashboard.history.period import Period
from chairpi.dashboard.prompts.week import group_of
from chairpi.days import HOUR_S, LocalDays
from chairpi.store.day_sums import DaySums
from chairpi.store.day_view import Whose
from chairpi.store.minute_states import MINUTE_S, MinuteState, MinuteStates
from chairpi.store.view import HistoryView


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Some days in a row, added up.

    Parameters
    ----------
    first, last
        The days.
    start_utc_s, end_utc_s
        When they begin and end [POSIX s].
    watched_s
        How long the chair watched, whoever sat [s].
    n_days_sat
        Days on which the sitter sat.
    sitting_s, n_bouts, longest_bout_s
        Sitting in all [s], in how many bouts, and the longest of them [s]. These and all that follow are `None` where nothing was
        watched.
    n_breaks, break_s
        Breaks between two bouts, and how long they were together [s].
    n_shifts, shifts_per_hour
        Weight shifts, and how many in an hour of sitting; the second is `None` where nobody sat.
    longest_still_s
        The longest time without a weight shift [s].
    slide_s
        With the hips forward [s].
    aside_mm
        How far beside the upright reference the load lay on average [mm], the sitter's right +; `None` where that is not known.
    seated_s
        The time that `aside_mm` counts for [s].
    n_taken, n_put_off, n_went_by, n_other
        Prompts by what followed them.
    n_days_unsure
        Days on which the wall clock was not known to be right: times may be off, lengths are not.
    doubtful_s
        With too low a supply voltage, so that how somebody sat is not known [s].
    """

    first: date
    last: date
    start_utc_s: float
    end_utc_s: float
    watched_s: float = 0.0
    n_days_sat: int = 0
    sitting_s: float | None = None
    n_bouts: int | None = None
    longest_bout_s: float | None = None
    n_breaks: int | None = None
    break_s: float | None = None
    n_shifts: int | None = None
    longest_still_s: float | None = None
    slide_s: float | None = None
    aside_mm: float | None = None
    seated_s: float = 0.0
    n_taken: int | None = None
    n_put_off: int | None = None
    n_went_by: int | None = None
    n_other: int | None = None
    n_days_unsure: int | None = None
    doubtful_s: float | None = None

    @property
    def is_known(self) -> bool:
        """Whether anything was watched."""
        return self.sitting_s is not None

    @property
    def shifts_per_hour(self) -> float | None:
        """Weight shifts in an hour of sitting."""
        return self.n_shifts / (self.sitting_s / HOUR_S) if self.n_shifts is not None and self.sitting_s else None

    @property
    def n_prompts(self) -> int | None:
        """All prompts."""
        counts = (self.n_taken, self.n_put_off, self.n_went_by, self.n_other)
        return sum(n or 0 for n in counts) if self.is_known else None


_ADDED = (
    "sitting_s",
    "n_bouts",
    "n_breaks",
    "break_s",
    "n_shifts",
    "slide_s",
    "n_taken",
    "n_put_off",
    "n_went_by",
    "n_other",
    "n_days_unsure",
    "doubtful_s",
)
_LONGEST = ("longest_bout_s", "longest_still_s")


def figures_of(day: date, sums: DaySums, states: MinuteStates) -> Figures:
    """One day, from its sums and its minutes."""
    bounds = (sums.start_utc_s, sums.end_utc_s)
    n_watched = states.n_all_in(*bounds) - states.n_in(MinuteState.UNKNOWN, *bounds)
    if not n_watched and not sums.sitting_s:
        return Figures(first=day, last=day, start_utc_s=bounds[0], end_utc_s=bounds[1])
    groups = Counter(group_of(answer) for answer in sums.answers)
    return Figures(
        first=day,
        last=day,
        start_utc_s=bounds[0],
        end_utc_s=bounds[1],
        watched_s=n_watched * MINUTE_S,
        n_days_sat=int(sums.sitting_s > 0),
        sitting_s=sums.sitting_s,
        n_bouts=sums.n_bouts,
        longest_bout_s=sums.longest_bout_s,
        n_breaks=sums.n_breaks,
        break_s=sums.break_s,
        n_shifts=sums.n_shifts,
        longest_still_s=sums.longest_still_s,
        slide_s=sums.slide_s,
        aside_mm=sums.aside_mm,
        seated_s=sums.seated_s,
        n_taken=groups["taken"],
        n_put_off=groups["put-off"],
        n_went_by=groups["went-by"],
        n_other=groups["other"],
        n_days_unsure=int(not sums.time_known),
        doubtful_s=sums.doubtful_s,
    )


def added(days: Sequence[Figures]) -> Figures:
    """Several days as one; what is known of some of them is told, and `watched_s` says of how much that is."""
    known = [day for day in days if day.is_known]
    begin, end = days[0], days[-1]
    nothing = Figures(first=begin.first, last=end.last, start_utc_s=begin.start_utc_s, end_utc_s=end.end_utc_s)
    if not known:
        return nothing
    aside = [(day.aside_mm, day.seated_s) for day in known if day.aside_mm is not None and day.seated_s]
    aside_s = sum(seated_s for _, seated_s in aside)
    found: dict[str, Any] = {name: sum(_known(known, name)) for name in _ADDED}
    found |= {name: max(_known(known, name)) for name in _LONGEST}
    return replace(
        nothing,
        watched_s=sum(day.watched_s for day in known),
        n_days_sat=sum(day.n_days_sat for day in known),
        aside_mm=sum(aside_mm * seated_s for aside_mm, seated_s in aside) / aside_s if aside else None,
        seated_s=aside_s,
        **found,
    )


def _known(days: Iterable[Figures], name: str) -> list[float]:
    return [value for day in days if (value := getattr(day, name)) is not None]


@dataclass(frozen=True, slots=True)
class Measured:
    """Some days, each in numbers, and their minutes, which may be more."""

    days: tuple[Figures, ...]
    states: MinuteStates

    def cut(self, day: date) -> tuple[Measured, Measured]:
        """The days before `day`, and those from it on."""
        number = bisect_left(self.days, day, key=lambda figures: figures.first)
        return Measured(self.days[:number], self.states), Measured(self.days[number:], self.states)

    def weeks(self) -> tuple[Figures, ...]:
        """The same by weeks from Monday to Sunday."""
        found, period = [], Period(self.days[0].first, self.days[-1].last)
        for week in period.weeks():
            number = (week.first - period.first).days
            found.append(added(self.days[number : number + (week.last - week.first).days + 1]))
        return tuple(found)


def measured(view: HistoryView, local: LocalDays, period: Period, whose: Whose) -> Measured:
    """Read what was measured on each day of a period.

    Raises
    ------
    StoreError
        The history cannot be read.
    """
    bounds = [local.bounds_utc_s(day) for day in period.days()]
    states = view.minute_states(bounds[0][0], bounds[-1][1], whose)
    sums = view.day_sums(bounds, whose)
    return Measured(
        tuple(figures_of(day, one, states) for day, one in zip(period.days(), sums, strict=True)),
        states,
    )
