"""Weeks as panels over one time axis: what was kept, soreness, pain, chair stands, sitting and movement.

Across, all is in percent, so that it fits every screen; down, in pixels, so that words keep their size. What a mark means is said by its
lane, its shape or its height, and never by a colour alone.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from chairpi.dashboard.lengths import length
from chairpi.dashboard.programme.progress_words import shifts_an_hour
from chairpi.days import HOUR_S
from chairpi.language.words import N_, _, joined, ngettext, number_text, short_date, translated
from chairpi.programme.progress import Kept, LivedDay
from chairpi.store.day_sums import DaySums

LABELS_MAX = 5
"""Dates that fit side by side on a telephone 360 px wide."""

JOINED_DAYS = 4
"""Answers further apart than this are not joined by a line: nobody knows what was between them. Our choice."""

LANE_PX = 20.0
PAD_PX = 9.0
"""Room above the highest and below the lowest value, so that a mark there is whole."""

LANES = {
    # Translators: what became of a day, and what that means.
    Kept.DONE: (N_("done"), N_("a planned session")),
    # Translators: something was done on a day for which nothing was planned.
    Kept.EXTRA: (N_("more"), N_("something without a plan")),
    Kept.REST: (N_("rest"), N_("prescribed, and so kept")),
    Kept.NOT_DONE: (N_("not done"), N_("planned, and let go")),
    # Translators: the exercises were closed on that day.
    Kept.CLOSED: (N_("closed"), N_("the warning signs came first")),
}
"""The lanes of the first panel, from the top: their label, and what a bar in them means."""


@dataclass(frozen=True, slots=True)
class Axis:
    """The days that are shown: `n_days` from `first` on; `today` is among them."""

    first: date
    n_days: int
    today: date

    def left_percent(self, day: date) -> float:
        """Where a day begins [% of the width]."""
        return round(100.0 * (day - self.first).days / self.n_days, 3)

    def middle_percent(self, day: date) -> float:
        """Where its middle is [% of the width]."""
        return round(100.0 * ((day - self.first).days + 0.5) / self.n_days, 3)

    @property
    def weeks(self) -> tuple[tuple[float, str], ...]:
        """Where each week begins [% of the width], and its date; empty where there is no room for it."""
        step = -(-self.n_days // 7 // LABELS_MAX)
        return tuple(
            (self.left_percent(day), short_date(day) if number % step == 0 else "")
            for number, day in enumerate(self.first + timedelta(days=days) for days in range(0, self.n_days, 7))
        )

    @property
    def today_percent(self) -> float | None:
        """Where today ends [% of the width], where days to come are shown too."""
        after = self.today + timedelta(days=1)
        return self.left_percent(after) if (after - self.first).days < self.n_days else None


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: place and width [% of the width], upper end and height [px], and what it says."""

    x_percent: float
    width_percent: float
    y_px: float
    height_px: float
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark: place [% of the width] and height [px], what it says, and a label beside it, which may be empty."""

    x_percent: float
    y_px: float
    title: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Level:
    """A line across with its label [px from the top]."""

    y_px: float
    label: str


@dataclass(frozen=True, slots=True)
class Panel:
    """One quantity over the days.

    Parameters
    ----------
    name, hint
        What it is, in words.
    kind
        As a class of the style sheet.
    height_px
        How high it is [px].
    levels
        Lines across with their labels, or the lanes.
    bars, marks, joins
        What is drawn; a join is a pair of marks with a line between them.
    band_px
        Upper end and height of the part to aim for [px].
    empty
        What is said in place of a picture where there is nothing to draw.
    """

    name: str
    hint: str
    kind: str
    height_px: float
    levels: tuple[Level, ...]
    bars: tuple[Bar, ...] = ()
    marks: tuple[Mark, ...] = ()
    joins: tuple[tuple[Mark, Mark], ...] = ()
    band_px: tuple[float, float] | None = None
    empty: str = ""


@dataclass(frozen=True, slots=True)
class _Scale:
    """Turns values from `bottom` to `top` into heights [px] within a panel."""

    bottom: float
    top: float
    height_px: float

    def y_px(self, value: float) -> float:
        return round(PAD_PX + (self.height_px - 2 * PAD_PX) * (self.top - value) / (self.top - self.bottom), 1)

    def levels(self, *values: float, words: Callable[[float], str] = number_text) -> tuple[Level, ...]:
        return tuple(Level(self.y_px(value), words(value)) for value in values)


def kept_panel(days: Sequence[LivedDay], axis: Axis) -> Panel:
    """What became of each day, a lane for each sort that there was; that for what was done is always there."""
    lanes = [kept for kept in LANES if kept is Kept.DONE or any(day.kept is kept for day in days)]
    bars = []
    for day in days:
        if day.kept in lanes:
            y_px = lanes.index(day.kept) * LANE_PX + 3.0
            kind = LANES[day.kept][0].replace(" ", "-")
            words = joined(map(translated, LANES[day.kept]), with_and=False)
            bars.append(_bar(axis, day.day, y_px, LANE_PX - 6.0, kind, words))
    hint = _("each bar is a day; %(lanes)s", lanes="; ".join(map(_lane_words, lanes)))
    levels = tuple(Level((number + 0.5) * LANE_PX, translated(LANES[lane][0])) for number, lane in enumerate(lanes))
    return Panel(_("What was kept"), hint, "kept", LANE_PX * len(lanes), levels, bars=tuple(bars))


def _lane_words(lane: Kept) -> str:
    label, meaning = map(translated, LANES[lane])
    return _("%(label)s: %(meaning)s", label=label, meaning=meaning)


def soreness_panel(days: Sequence[LivedDay], axis: Axis) -> Panel:
    """Soreness of the muscles, with the part to aim for."""
    scale = _Scale(1.0, 10.0, 120.0)
    top_px, bottom_px = scale.y_px(4.5), scale.y_px(2.5)
    hint = _("1 is none, 10 unable to sit or stand; the band is what to aim for, 3 to 4")
    panel = Panel(_("Soreness of the muscles"), hint, "soreness", scale.height_px, scale.levels(1.0, 10.0))
    answers = [(day.day, day.soreness) for day in days if day.soreness is not None]
    return _answers_panel(replace(panel, band_px=(top_px, bottom_px - top_px)), answers, axis, scale)


def pain_panel(days: Sequence[LivedDay], axis: Axis) -> Panel:
    """Pain of the back."""
    scale = _Scale(0.0, 10.0, 120.0)
    panel = Panel(
        _("Pain of the back"), _("0 is none, 10 the worst"), "pain", scale.height_px, scale.levels(0.0, 5.0, 10.0)
    )
    return _answers_panel(panel, [(day.day, day.pain) for day in days if day.pain is not None], axis, scale)


def _answers_panel(panel: Panel, answers: Sequence[tuple[date, int]], axis: Axis, scale: _Scale) -> Panel:
    marks = {
        day: Mark(
            axis.middle_percent(day),
            scale.y_px(value),
            _("%(date)s: %(value)s of 10", date=short_date(day), value=value),
        )
        for day, value in answers
    }
    return _with_marks(replace(panel, empty="" if answers else _("No answer in this time.")), marks)


def stands_panel(days: Sequence[LivedDay], axis: Axis) -> Panel:
    """Full stands in 30 seconds."""
    stood = [(day.day, day.reps) for day in days if day.reps is not None]
    top = max([20.0, *(float(reps) for _, reps in stood)])
    scale = _Scale(0.0, top, 100.0)
    panel = Panel(
        _("30-second chair stand"),
        _("full stands that the seat counted"),
        "stands",
        scale.height_px,
        scale.levels(0.0, top),
        empty="" if stood else _("No chair stand in this time."),
    )
    marks = {
        day: Mark(
            axis.middle_percent(day),
            scale.y_px(reps),
            ngettext("%(date)s: %(num)s full stand", "%(date)s: %(num)s full stands", reps, date=short_date(day)),
            number_text(reps) if _has_room(number, len(stood)) else "",
        )
        for number, (day, reps) in enumerate(stood)
    }
    return _with_marks(panel, marks, joined_days=10 * JOINED_DAYS)


def _has_room(number: int, n: int) -> bool:
    """Which of many marks have their number beside them: every one of a few, else the first and the last."""
    return n <= 2 * LABELS_MAX or number in (0, n - 1)


def _with_marks(panel: Panel, marks: Mapping[date, Mark], *, joined_days: int = JOINED_DAYS) -> Panel:
    joins = tuple(
        (marks[earlier], marks[later]) for earlier, later in pairwise(marks) if (later - earlier).days <= joined_days
    )
    return replace(panel, marks=tuple(marks.values()), joins=joins)


def sitting_panel(sums: Mapping[date, DaySums], axis: Axis) -> Panel:
    """Sitting of each day [h]."""
    return _bars_panel(
        _("Sitting"),
        _("hours in a day"),
        "sitting",
        axis,
        {day: one.sitting_s / HOUR_S for day, one in sums.items() if one.sitting_s},
        lambda hours: length(hours * HOUR_S),
        least_top=4.0,
        level=lambda hours: _("%(hours)s h", hours=number_text(hours)),
    )


def movement_panel(sums: Mapping[date, DaySums], axis: Axis, least_sitting_s: float) -> Panel:
    """Weight shifts in each hour of sitting, on days with enough of it."""
    return _bars_panel(
        _("Movement"),
        _("weight shifts in an hour of sitting"),
        "movement",
        axis,
        {
            day: one.shifts_per_hour
            for day, one in sums.items()
            if one.shifts_per_hour is not None and one.sitting_s >= least_sitting_s
        },
        shifts_an_hour,
        least_top=10.0,
    )


def _bars_panel(
    name: str,
    hint: str,
    kind: str,
    axis: Axis,
    values: Mapping[date, float],
    words: Callable[[float], str],
    *,
    least_top: float,
    level: Callable[[float], str] = number_text,
) -> Panel:
    top = max(least_top, 2.0 * math.ceil(max(values.values(), default=0.0) / 2.0))  # half of it is whole, too
    scale = _Scale(0.0, top, 100.0)
    floor_px = scale.y_px(0.0)
    return Panel(
        name,
        hint,
        kind,
        scale.height_px,
        scale.levels(0.0, top / 2, top, words=level),
        bars=tuple(
            _bar(axis, day, scale.y_px(value), max(1.0, round(floor_px - scale.y_px(value), 1)), kind, words(value))
            for day, value in values.items()
        ),
        empty="" if values else _("The chair measured too little in this time."),
    )


def _bar(axis: Axis, day: date, y_px: float, height_px: float, kind: str, words: str) -> Bar:
    width_percent = 100.0 / axis.n_days
    return Bar(
        round(axis.left_percent(day) + 0.1 * width_percent, 3),
        round(0.8 * width_percent, 3),
        y_px,
        height_px,
        kind,
        _("%(date)s: %(what)s", date=short_date(day), what=words),
    )
