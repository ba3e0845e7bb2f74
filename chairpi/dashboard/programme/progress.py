"""The Progress page: what was kept, soreness, pain, chair stands, sitting and movement over the weeks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from chairpi.dashboard.lengths import length
from chairpi.dashboard.programme.chair_saw import LEAST_SITTING_S
from chairpi.dashboard.programme.mine import mine
from chairpi.dashboard.programme.page import guest_page, key_of
from chairpi.dashboard.programme.progress_picture import (
    LANES,
    Axis,
    Panel,
    kept_panel,
    movement_panel,
    pain_panel,
    sitting_panel,
    soreness_panel,
    stands_panel,
)
from chairpi.dashboard.programme.progress_words import UNKNOWN, caution, kept_cell, sentences
from chairpi.dashboard.services import Services, services
from chairpi.language.words import N_, _, joined, number_text, short_date, translated
from chairpi.programme.diary import Entry, SelfChecked
from chairpi.programme.progress import WEEK, Kept, LivedDay, lived_days, sums_of, weeks_of
from chairpi.store.day_sums import DaySums
from chairpi.store.view import HistoryView

blueprint = Blueprint("progress", __name__)

LENGTHS_WEEKS = (4, 12, 26)
"""How much may be shown [weeks]; a picture is never narrower than the first."""

_KEPT_CELLS = {
    **{kept: lane[0] for kept, lane in LANES.items()},
    Kept.TO_COME: N_("to come"),
    Kept.FREE: "",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A week or a day of the tables, in words: `sitting` in all or each day, `shifts` in an hour, and `breaks` in a day."""

    when: str
    kept: str
    soreness: str
    pain: str
    reps: str
    sitting: str
    shifts: str
    breaks: str


@blueprint.get("/programme/progress")
def page() -> ResponseReturnValue:
    """The weeks on one time axis and as tables; `?weeks=` for more or fewer of them, `?sitter=` for another sitter."""
    person, parts = mine(), services()
    if person.sitter_id is None:
        return guest_page()
    begun = first_day(person.entries)
    axis = axis_of(begun, person.day, _weeks_asked())
    days = lived_days(person.entries, axis.first, person.day) if begun is not None else ()
    measured = measured_days(parts, person.sitter_id, axis)
    return render_template(
        "programme/progress.html",
        mine=person,
        key=key_of(person),
        begun=begun is not None,
        shown=_from_to(axis.first, person.day),
        lengths=[weeks for weeks in LENGTHS_WEEKS if begun is not None and _is_longer(begun, person.day, weeks)],
        asked_weeks=_weeks_asked(),
        sentences=sentences(days, {day: sums for day, sums in measured.items() if day < person.day}),
        caution=caution(),
        axis=axis,
        panels=panels_of(days, measured, axis),
        weeks=week_rows(days, measured, person.day),
        days=day_rows(days, measured),
    )


def first_day(entries: Sequence[Entry]) -> date | None:
    """The day of the first self-check; `None` before it."""
    return min((entry.day for entry in entries if isinstance(entry, SelfChecked)), default=None)


def axis_of(begun: date | None, today: date, n_weeks: int) -> Axis:
    """The days to show: whole weeks of the programme, the latest `n_weeks` of them, or what there is.

    Parameters
    ----------
    begun
        Its first day; without one the four weeks before today are shown.
    today
        The present day.
    n_weeks
        How many weeks to show at most.
    """
    least_days = LENGTHS_WEEKS[0] * WEEK.days
    if begun is None or begun > today:
        return Axis(today - timedelta(days=least_days - 1), least_days, today)
    n_begun = (today - begun).days // WEEK.days + 1
    n_shown = max(min(n_begun, n_weeks), LENGTHS_WEEKS[0])
    return Axis(begun + max(0, n_begun - n_shown) * WEEK, n_shown * WEEK.days, today)


def _is_longer(begun: date, today: date, n_weeks: int) -> bool:
    """Whether a picture of so many weeks shows more than the next shorter one."""
    shorter = max((weeks for weeks in LENGTHS_WEEKS if weeks < n_weeks), default=0)
    return (today - begun).days // WEEK.days + 1 > shorter


def _weeks_asked() -> int:
    text = request.args.get("weeks", str(LENGTHS_WEEKS[1]))
    if text not in map(str, LENGTHS_WEEKS):
        *most, last = map(str, LENGTHS_WEEKS)
        shown = joined(most, with_and=False)
        abort(404, _("The page shows %(some)s or %(last)s weeks.", some=shown, last=last))
    return int(text)


def measured_days(parts: Services, sitter_id: int, axis: Axis) -> dict[date, DaySums]:
    """What the chair measured on each day up to today."""
    days = [axis.first + timedelta(days=number) for number in range((axis.today - axis.first).days + 1)]
    sums = HistoryView(parts.history_path).day_sums([parts.days.bounds_utc_s(day) for day in days], sitter_id)
    return dict(zip(days, sums, strict=True))


def panels_of(days: Sequence[LivedDay], measured: Mapping[date, DaySums], axis: Axis) -> list[Panel]:
    """The picture, from the top; without a programme only what the chair measured."""
    own = [panel(days, axis) for panel in (kept_panel, soreness_panel, pain_panel, stands_panel)] if days else []
    return [*own, sitting_panel(measured, axis), movement_panel(measured, axis, LEAST_SITTING_S)]


def week_rows(days: Sequence[LivedDay], measured: Mapping[date, DaySums], today: date) -> list[Row]:
    """A row for each week up to today, the latest first; the sitting of today, which is not over, is in no mean."""
    lived = {day.day: day for day in days}
    rows = []
    for week in weeks_of([*measured]):
        sums = sums_of([lived[day] for day in week if day in lived])
        sat = [measured[day] for day in week if day < today and measured[day].sitting_s >= LEAST_SITTING_S]
        rows.append(
            Row(
                _from_to(week[0], week[-1]),
                kept_cell(sums),
                _number(sums.soreness, 1),
                _number(sums.pain, 1),
                _number(sums.reps),
                _mean([one.sitting_s for one in sat], length),
                _mean([one.shifts_per_hour for one in sat if one.shifts_per_hour is not None], number_text),
                _mean([float(one.n_breaks) for one in sat], number_text),
            )
        )
    return rows[::-1]


def day_rows(days: Sequence[LivedDay], measured: Mapping[date, DaySums]) -> list[Row]:
    """A row for each day up to today on which there was something, the latest first."""
    lived = {day.day: day for day in days}
    rows = []
    for day, sums in measured.items():
        one = lived.get(day, LivedDay(day, Kept.FREE))
        if one == LivedDay(day, Kept.FREE) and not sums.sitting_s:
            continue
        rows.append(
            Row(
                short_date(day),
                translated(_KEPT_CELLS[one.kept]),
                _number(one.soreness),
                _number(one.pain),
                _number(one.reps),
                length(sums.sitting_s) if sums.sitting_s else UNKNOWN,
                _number(sums.shifts_per_hour if sums.sitting_s >= LEAST_SITTING_S else None),
                number_text(sums.n_breaks) if sums.sitting_s else UNKNOWN,
            )
        )
    return rows[::-1]


def _from_to(first: date, last: date) -> str:
    return _("%(first)s to %(last)s", first=short_date(first), last=short_date(last))


def _number(value: float | None, digits: int = 0) -> str:
    return UNKNOWN if value is None else number_text(value, digits)


def _mean(values: Sequence[float], words: Callable[[float], str]) -> str:
    return words(fmean(values)) if values else UNKNOWN
