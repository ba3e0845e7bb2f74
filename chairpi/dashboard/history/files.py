"""The history as small JSON for the charts, and as CSV files to keep.

`/api/v1/history/days` and `/api/v1/history/minutes` answer with JSON, the same addresses under `/history/` with `.csv` at their end with
a file. All take `from` and `to`, days such as 2026-11-26, both of them included, and `sitter`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

from flask import Blueprint, Response, abort, jsonify, request
from flask.typing import ResponseReturnValue

from chairpi.dashboard.history.figures import Figures, measured
from chairpi.dashboard.history.period import Period
from chairpi.dashboard.history.today import FIRST_DAY, day_of
from chairpi.dashboard.services import Services, services
from chairpi.dashboard.whose import Chosen, chosen_sitter
from chairpi.language.words import _
from chairpi.store.minute_states import MINUTE_S, MinuteState, MinuteStates
from chairpi.store.view import HistoryView

blueprint = Blueprint("history", __name__)

LONGEST_DAYS = 366

STATES = {
    MinuteState.UNKNOWN: "unknown",
    MinuteState.EMPTY: "empty",
    MinuteState.SITTING: "sitting",
    MinuteState.FORWARD: "hips_forward",
}
"""What a minute was, for machines."""

DIGITS = {"shifts_per_hour": 1, "aside_mm": 1}
"""Decimals of the numbers that are no whole seconds or counts."""
NUMBERS = (
    *("watched_s", "sitting_s", "n_bouts", "longest_bout_s", "n_breaks", "break_s", "n_shifts", "shifts_per_hour"),
    *("longest_still_s", "slide_s", "aside_mm", "n_taken", "n_put_off", "n_went_by", "n_other"),
    *("n_days_unsure", "doubtful_s"),
)
"""The fields of `Figures` that are told, in this order."""


@blueprint.get("/api/v1/history/days")
def days() -> ResponseReturnValue:
    """Each day in numbers; `by=week` adds them up from Monday to Sunday."""
    parts = services()
    period, sitter, rows = _rows(parts)
    return jsonify(
        {
            **_head(period, sitter),
            "rows": [
                {
                    "first_day": row.first.isoformat(),
                    "last_day": row.last.isoformat(),
                    "start": parts.days.rfc3339(row.start_utc_s),
                    "end": parts.days.rfc3339(row.end_utc_s),
                    **dict(zip(NUMBERS, numbers_of(row), strict=True)),
                }
                for row in rows
            ],
        }
    )


@blueprint.get("/api/v1/history/minutes")
def minutes() -> ResponseReturnValue:
    """What each minute was, run-length coded: `"u480s38e7"` is 480 unknown minutes, 38 of sitting, and 7 with the seat empty."""
    parts = services()
    period, sitter, begins, states = _minutes(parts)
    return jsonify(
        {
            **_head(period, sitter),
            "start": parts.days.rfc3339(states.start_utc_s),
            "n_minutes": len(states.letters),
            "days": begins,
            "letters": {state.value: word for state, word in STATES.items()},
            "runs": "".join(f"{state.value}{n}" for state, n in states.runs()),
        }
    )


@blueprint.get("/history/days.csv")
def days_csv() -> ResponseReturnValue:
    """The same days as a file."""
    parts = services()
    period, _sitter, rows = _rows(parts)
    return _csv(
        ("first_day", "last_day", "start_utc", "start_local", "end_utc", "end_local", *NUMBERS),
        (
            (row.first, row.last, *_both(parts, row.start_utc_s), *_both(parts, row.end_utc_s), *numbers_of(row))
            for row in rows
        ),
        f"chairpi-days-{period.first}-to-{period.last}.csv",
    )


@blueprint.get("/history/minutes.csv")
def minutes_csv() -> ResponseReturnValue:
    """The same minutes as a file, a line for each time in which nothing changed."""
    parts = services()
    period, _sitter, _begins, states = _minutes(parts)
    lines, utc_s = [], states.start_utc_s
    for state, n in states.runs():
        lines.append((*_both(parts, utc_s), *_both(parts, utc_s + n * MINUTE_S), n, STATES[state]))
        utc_s += n * MINUTE_S
    return _csv(
        ("start_utc", "start_local", "end_utc", "end_local", "length_min", "state"),
        lines,
        f"chairpi-minutes-{period.first}-to-{period.last}.csv",
    )


def numbers_of(row: Figures) -> list[float | int | None]:
    """The numbers of a row in the order of `NUMBERS`, rounded as they are told."""
    values = [(name, getattr(row, name)) for name in NUMBERS]
    return [None if value is None else _rounded(value, DIGITS.get(name, 0)) for name, value in values]


def _rounded(value: float, digits: int) -> float | int:
    return round(value, digits) if digits else round(value)


def _period() -> Period:
    """Read `from` and `to` of the present request."""
    first, last = (_day(name) for name in ("from", "to"))
    if last < first:
        abort(400, _('The day after "to" comes before the one after "from".'))
    if (last - first).days >= LONGEST_DAYS:
        abort(400, _("At most %(days)s days are told at once.", days=LONGEST_DAYS))
    return Period(first, last)


def _day(name: str) -> date:
    day = day_of(request.args.get(name, ""))
    if not FIRST_DAY <= day < date(9999, 1, 1):
        abort(400, _("There is no history of that day."))
    return day


def _rows(parts: Services) -> tuple[Period, Chosen, Sequence[Figures]]:
    """Which days are asked for, of whom, and the days or weeks themselves."""
    period, by = _period(), request.args.get("by", "day")
    if by not in ("day", "week"):
        abort(400, _('"by" is day or week.'))
    with HistoryView(parts.history_path).held() as view:
        sitter = chosen_sitter(parts, view)
        found = measured(view, parts.days, period, sitter.whose)
    return period, sitter, found.days if by == "day" else found.weeks()


def _minutes(parts: Services) -> tuple[Period, Chosen, list[int], MinuteStates]:
    """Which days are asked for, of whom, at which minute each begins, and the minutes."""
    period = _period()
    bounds = [parts.days.bounds_utc_s(day) for day in period.days()]
    start_utc_s = bounds[0][0]
    with HistoryView(parts.history_path).held() as view:
        sitter = chosen_sitter(parts, view)
        states = view.minute_states(start_utc_s, bounds[-1][1], sitter.whose)
    return period, sitter, [round((begin_utc_s - start_utc_s) / MINUTE_S) for begin_utc_s, _end in bounds], states


def _head(period: Period, sitter: Chosen) -> dict[str, object]:
    return {
        "from": period.first.isoformat(),
        "to": period.last.isoformat(),
        "time_zone": services().days.name,
        "sitter": sitter.whose if isinstance(sitter.whose, int) else None,
    }


def _both(parts: Services, utc_s: float) -> tuple[str, str]:
    return parts.days.rfc3339_utc(utc_s), parts.days.rfc3339(utc_s)


def _csv(columns: Sequence[str], lines: Iterable[Sequence[object]], name: str) -> Response:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows(["" if value is None else value for value in line] for line in lines)
    return Response(
        text.getvalue(), mimetype="text/csv", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
