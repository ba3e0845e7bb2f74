"""The Today page: a day's sitting, its breaks, and what became of the prompts."""

from __future__ import annotations

import re
from datetime import date, timedelta

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from chairpi.dashboard.history.day_line import day_line, entries
from chairpi.dashboard.services import services
from chairpi.dashboard.whose import chosen_sitter
from chairpi.language.words import _, long_date
from chairpi.store.view import HistoryView

blueprint = Blueprint("today", __name__)

FIRST_DAY = date(2000, 1, 1)
"""Days before this one are slips of the pen: no chair was watched yet."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@blueprint.get("/today")
def page() -> ResponseReturnValue:
    """One day of the sitter who sits; `?day=2026-11-26` for another one than today, `?sitter=2` for another sitter."""
    parts = services()
    today = parts.days.date_of(parts.clock.utc_s())
    chosen = chosen_day()
    with HistoryView(parts.history_path).held() as view:
        sitter = chosen_sitter(parts, view)
        day = view.day(*parts.days.bounds_utc_s(chosen), sitter.whose)
    return render_template(
        "history/today.html",
        day=day,
        heading=_("Today") if chosen == today else long_date(chosen),
        date_text=long_date(chosen),
        chosen=chosen,
        sitter=sitter,
        line=day_line(day, parts.days.time_of),
        entries=entries(day),
        time_of=parts.days.time_of,
        previous_day=chosen - timedelta(days=1) if chosen > FIRST_DAY else None,
        next_day=chosen + timedelta(days=1) if chosen < today else None,
        is_today=chosen == today,
        current="today",
    )


def chosen_day() -> date:
    """Read `day` of the present request, in its address or form; today without it."""
    parts = services()
    text, today = request.values.get("day", ""), parts.days.date_of(parts.clock.utc_s())
    if not text:
        return today
    chosen = day_of(text)
    if chosen > today:
        abort(404, _("That day has not come yet."))
    if chosen < FIRST_DAY:
        abort(404, _("Nothing was measured so long ago."))
    return chosen


def day_of(text: str) -> date:
    """Read a day such as 2026-11-26; anything else is refused."""
    try:
        if not _DAY.fullmatch(text):  # date.fromisoformat reads other forms too
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError:
        abort(400, _("A day is written as year, month and day: 2026-11-26."))
