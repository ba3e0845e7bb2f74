"""The pages Week, Month and Year: what the chair measured, beside the time before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from chairpi.dashboard.history.figures import Figures, Measured, measured
from chairpi.dashboard.history.hours import hour_table
from chairpi.dashboard.history.period import ONE_DAY, WEEK_DAYS, Length, Period, from_to, period_of, title
from chairpi.dashboard.history.period_words import charts_of, columns, sentences, table_row, unknown_sentences
from chairpi.dashboard.history.today import FIRST_DAY, chosen_day
from chairpi.dashboard.services import services
from chairpi.dashboard.whose import chosen_sitter
from chairpi.days import HOUR_S
from chairpi.language.words import N_, short_date, translated
from chairpi.store.view import HistoryView

blueprint = Blueprint("periods", __name__)

NEIGHBOURS = {
    Length.WEEK: (N_("← Week before"), N_("Week after →")),
    Length.MONTH: (N_("← Month before"), N_("Month after →")),
    Length.YEAR: (N_("← Year before"), N_("Year after →")),
}
SHADES_H = (0.0, 2.0, 4.0, 6.0, 8.0)
"""From so many hours of sitting on [h] a day's field in the calendar is one shade stronger; its number says the same. Our choice."""


@dataclass(frozen=True, slots=True)
class Field:
    """One day of the calendar: the day, its hours of sitting in words, and how strong its shade is; -1 where nothing is known."""

    day: date
    hours: str
    shade: int


@blueprint.get("/week")
def week() -> ResponseReturnValue:
    """A week from Monday to Sunday; `?day=` for the one that holds it, `?sitter=` for another sitter."""
    return _page(Length.WEEK)


@blueprint.get("/month")
def month() -> ResponseReturnValue:
    """A month of the calendar."""
    return _page(Length.MONTH)


@blueprint.get("/year")
def year() -> ResponseReturnValue:
    """A year of the calendar, by weeks."""
    return _page(Length.YEAR)


def _page(length: Length) -> ResponseReturnValue:
    parts = services()
    today, chosen = parts.days.date_of(parts.clock.utc_s()), chosen_day()
    period = period_of(length, chosen)
    before = period_of(length, period.first - ONE_DAY)
    first = before.first if period.first > FIRST_DAY else period.first
    with HistoryView(parts.history_path).held() as view:
        sitter = chosen_sitter(parts, view)
        both = measured(view, parts.days, Period(first, period.until(today).last), sitter.whose)
    earlier, found = both.cut(period.first)
    rows = found.days if length is not Length.YEAR else found.weeks()
    to_before, to_after = NEIGHBOURS[length]
    return render_template(
        "history/period.html",
        length=length.value,
        current=length.value,
        endpoint=f"periods.{length}",
        heading=title(length, period),
        dates=from_to(period),
        chosen=chosen,
        sitter=sitter,
        period=Period(period.first, found.days[-1].last),
        by="week" if length is Length.YEAR else "day",
        previous_day=before.first if before.first >= FIRST_DAY else None,
        next_day=period.last + ONE_DAY if period.last < today else None,
        to_before=translated(to_before),
        to_after=translated(to_after),
        is_known=any(day.is_known for day in found.days),
        sentences=sentences(found.days, earlier.days, before, today),
        unknown=unknown_sentences(found.days, sitter.whose),
        charts=charts_of(rows),
        columns=columns(),
        rows=[(_when(row), row.first, table_row(row)) for row in rows],
        hours=hour_table(found, parts.days),
        calendar=_calendar(found) if length is Length.YEAR else (),
    )


def _when(row: Figures) -> str:
    return short_date(row.first) if row.first == row.last else from_to(Period(row.first, row.last))


def _calendar(found: Measured) -> Sequence[tuple[str, tuple[Field | None, ...]]]:
    """The year as weeks of seven fields, each with its Monday."""
    days = {day.first: day for day in found.days}
    lines = []
    for week in Period(found.days[0].first, found.days[-1].last).weeks():
        monday = week.first - week.first.weekday() * ONE_DAY
        held = [monday + number * ONE_DAY for number in range(WEEK_DAYS)]
        lines.append((short_date(monday), tuple(_field(days[day]) if day in days else None for day in held)))
    return lines


def _field(day: Figures) -> Field:
    if day.sitting_s is None:
        return Field(day.first, "", -1)
    hours = day.sitting_s / HOUR_S
    return Field(
        day.first, f"{hours:.0f}" if hours >= 0.5 or not hours else "<1", sum(hours > least for least in SHADES_H)
    )
