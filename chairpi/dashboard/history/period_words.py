"""What the pages of a week, a month and a year say in words: kind, and silent where there is too little to say something.

More sitting is not called worse here, and less not better: what is worth having is for the person to say.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean

from chairpi.dashboard.history.figures import Figures, added
from chairpi.dashboard.history.period import Period, from_to
from chairpi.dashboard.lengths import length
from chairpi.dashboard.programme.chair_saw import LEAST_SITTING_S
from chairpi.dashboard.programme.progress_words import DAYS_N_LEAST, LEAST_SHIFTS_CHANGE, LEAST_SITTING_CHANGE_S
from chairpi.language.words import N_, _, ngettext, number_text, pgettext, short_date, translated
from chairpi.store.day_view import Everybody, Whose

UNKNOWN = "–"

_SITTING = (
    N_("%(now)s of sitting a day, about the same as in the time before (%(period)s): %(before)s."),
    N_("%(now)s of sitting a day, more than in the time before (%(period)s): %(before)s."),
    N_("%(now)s of sitting a day, less than in the time before (%(period)s): %(before)s."),
)
_MOVEMENT = (
    N_("%(now)s weight shifts an hour, about as many as in the time before: %(before)s."),
    N_("%(now)s weight shifts an hour, more than in the time before: %(before)s."),
    N_("%(now)s weight shifts an hour, fewer than in the time before: %(before)s."),
)
"""About the same, more, less."""


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart: which values it draws, what it is of, what its axis says, and what it shows in a sentence."""

    key: str
    heading: str
    unit: str
    gist: str


def sentences(days: Sequence[Figures], before: Sequence[Figures], before_period: Period, today: date) -> list[str]:
    """A time in short, compared with the one before.

    Parameters
    ----------
    days, before
        The days so far, and those of the time before.
    before_period
        Which days those are.
    today
        The present day, which is not over and so in no average.
    """
    whole = added(days)
    if not whole.n_days_sat:
        return []
    now, then = (
        [day for day in some if (day.sitting_s or 0.0) >= LEAST_SITTING_S and day.first < today]
        for some in (days, before)
    )
    said = [
        ngettext(
            "One day with sitting, %(sitting)s in all.",
            "%(num)s days with sitting, %(sitting)s in all.",
            whole.n_days_sat,
            sitting=length(whole.sitting_s or 0.0),
        )
    ]
    if min(len(now), len(then)) < DAYS_N_LEAST:
        said.append(
            _(
                "To compare it with the time before (%(period)s), both need %(days)s days with half an hour of sitting or more.",
                period=from_to(before_period),
                days=DAYS_N_LEAST,
            )
        )
    else:
        sitting = [fmean(day.sitting_s or 0.0 for day in some) for some in (now, then)]
        text = _compared(_SITTING, sitting[0], sitting[1], LEAST_SITTING_CHANGE_S)
        said.append(_(text, now=length(sitting[0]), before=length(sitting[1]), period=from_to(before_period)))
        shifts = [added(some).shifts_per_hour or 0.0 for some in (now, then)]
        text = _compared(_MOVEMENT, shifts[0], shifts[1], LEAST_SHIFTS_CHANGE)
        said.append(_(text, now=number_text(shifts[0]), before=number_text(shifts[1])))
    return [*said, *_prompts(whole)]


def _compared(texts: tuple[str, str, str], now: float, before: float, least_change: float) -> str:
    same, more, less = texts
    return same if abs(now - before) < least_change else more if now > before else less


def _prompts(whole: Figures) -> list[str]:
    if not whole.n_prompts:
        return []
    taken = ngettext(
        "After one of them somebody moved or took a break.",
        "After %(num)s of them somebody moved or took a break.",
        whole.n_taken or 0,
    )
    came = ngettext("One prompt came.", "%(num)s prompts came.", whole.n_prompts)
    return [came, taken] if whole.n_taken else [came]


def unknown_sentences(days: Sequence[Figures], whose: Whose) -> list[str]:
    """What is not known of these days."""
    n_unknown = sum(not day.is_known for day in days)
    said = [_("The chair watched for %(watched)s in this time.", watched=length(added(days).watched_s))]
    if n_unknown:
        said.append(
            ngettext(
                "On one day it was off. It is in no average, and in the charts it stays empty.",
                "On %(num)s days it was off. They are in no average, and in the charts they stay empty.",
                n_unknown,
            )
        )
    found = added(days)
    if found.n_days_unsure:
        said.append(
            ngettext(
                "On one day the chair's clock was not known to be right: its times may be off. How long was sat is right.",
                "On %(num)s days the chair's clock was not known to be right: their times may be off. How long was sat is right.",
                found.n_days_unsure,
            )
        )
    if found.doubtful_s:
        said.append(
            _(
                "For %(length)s the supply voltage was too low: whether somebody sat then is less sure, and how they sat is not known.",
                length=length(found.doubtful_s),
            )
        )
    if isinstance(whose, Everybody):
        said.append(_("Left and right are told of one person at a time: each has an upright of their own."))
    elif all(day.aside_mm is None for day in days):
        said.append(_("Left and right are told from the first upright reference on."))
    return said


def charts_of(rows: Sequence[Figures]) -> list[Chart]:
    """The charts of the rows, a bar for each."""
    charts = [
        Chart("sitting", _("Sitting"), _("hours"), _gist(rows, "sitting_s", length)),
        Chart("bouts", _("Bouts and breaks"), _("how many"), _bouts_gist(rows)),
        Chart("shifts", _("Weight shifts in an hour"), _("how many"), _gist(rows, "shifts_per_hour", number_text)),
        Chart("slide", _("With the hips forward"), _("minutes"), _gist(rows, "slide_s", length)),
        Chart("aside", _("Left and right of your upright"), _("mm"), _gist(rows, "aside_mm", _aside)),
        Chart("prompts", _("Prompts, and what followed"), _("how many"), _gist(rows, "n_prompts", number_text)),
    ]
    return [chart for chart in charts if chart.gist]


def _gist(rows: Sequence[Figures], name: str, words: Callable[[float], str]) -> str:
    values = [(getattr(row, name), row) for row in rows]
    known = [(value, row) for value, row in values if value is not None]
    if not known:
        return ""
    (least, _row), (most, top) = (choose(known, key=lambda pair: pair[0]) for choose in (min, max))
    when = short_date(top.first) if top.first == top.last else from_to(Period(top.first, top.last))
    # Translators: what a chart shows, for people who do not see it.
    return _("From %(least)s to %(most)s, the highest on %(when)s.", least=words(least), most=words(most), when=when)


def _bouts_gist(rows: Sequence[Figures]) -> str:
    known = [row for row in rows if row.is_known]
    if not known:
        return ""
    whole = added(known)
    bouts = ngettext("%(num)s bout", "%(num)s bouts", whole.n_bouts or 0)
    breaks = ngettext("%(num)s break", "%(num)s breaks", whole.n_breaks or 0)
    longest = length(whole.longest_bout_s or 0.0)
    return _(
        "%(bouts)s and %(breaks)s in all; the longest bout was %(longest)s.",
        bouts=bouts,
        breaks=breaks,
        longest=longest,
    )


def _aside(aside_mm: float) -> str:
    size = number_text(abs(aside_mm))
    if size == "0":
        return pgettext("neither left nor right", "in the middle")
    return _("%(size)s mm right", size=size) if aside_mm > 0 else _("%(size)s mm left", size=size)


COLUMNS = (
    N_("Watched"),
    N_("Sitting"),
    N_("Bouts"),
    N_("Longest bout"),
    N_("Breaks"),
    N_("Breaks together"),
    N_("Weight shifts in an hour"),
    N_("Longest still spell"),
    N_("With the hips forward"),
    N_("Left or right"),
    N_("Prompts"),
    N_("taken"),
    N_("put off or closed"),
    N_("went by"),
    N_("all else"),
)
"""The table's columns, in the order of `table_row`."""


def columns() -> list[str]:
    """The table's headings."""
    return [translated(column) for column in COLUMNS]


def table_row(row: Figures) -> tuple[str, ...]:
    """One row in words."""
    if not row.is_known:
        return (UNKNOWN,) * len(COLUMNS)
    lengths = {
        name: _or_unknown(getattr(row, name), length)
        for name in ("watched_s", "sitting_s", "longest_bout_s", "break_s", "longest_still_s", "slide_s")
    }
    counts = [
        _or_unknown(n, number_text) for n in (row.n_prompts, row.n_taken, row.n_put_off, row.n_went_by, row.n_other)
    ]
    return (
        lengths["watched_s"],
        lengths["sitting_s"],
        _or_unknown(row.n_bouts, number_text),
        lengths["longest_bout_s"],
        _or_unknown(row.n_breaks, number_text),
        lengths["break_s"],
        _or_unknown(row.shifts_per_hour, number_text),
        lengths["longest_still_s"],
        lengths["slide_s"],
        _or_unknown(row.aside_mm, _aside),
        *counts,
    )


def _or_unknown(value: float | None, words: Callable[[float], str]) -> str:
    return UNKNOWN if value is None else words(value)
