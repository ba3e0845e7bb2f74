"""What the chair measured of a sitter lately, as the plan wants to know it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta
from statistics import median

from chairpi.core.seat import Cell, Seat, half_width_mm
from chairpi.dashboard.feed.messages import CellPlace
from chairpi.dashboard.lengths import MINUTE_S
from chairpi.days import LocalDays
from chairpi.programme.plan import ChairSaw
from chairpi.store.day_sums import DaySums
from chairpi.store.day_view import Whose
from chairpi.store.view import HistoryView

DAYS_MOST = 7
LOOK_BACK_DAYS = 28
LEAST_SITTING_S = 1800.0
"""The latest seven days with half an hour of sitting or more, none older than four weeks. Our choice: a working week and a bit, so that
one odd day decides nothing and a holiday leaves what was known before it."""
AT_ONCE_DAYS = 7
"""So many days are asked for at once, latest first: who sits most days is known after a week or two, and the rest need not be read."""


def saw(
    view: HistoryView, days: LocalDays, day: date, whose: Whose, *, cells: Sequence[CellPlace] = ()
) -> ChairSaw | None:
    """What the chair measured over the latest days before `day`; `None` where somebody sat on none of them.

    Parameters
    ----------
    view, days
        The history and the household's days.
    day
        The present day. It does not count itself, so that its plan stays the same from morning to night.
    whose
        Of whom.
    cells
        Where the load cells are; without them nobody knows how wide the seat is, nor how one-sided the load.

    Raises
    ------
    StoreError
        The history cannot be read.

    Notes
    -----
    One-sidedness is the share of the load on the right minus that on the left, in percent: the way beside the sitter's own upright
    reference over half the distance of the cells, by the lever rule (as `chairpi.core.movement.movement.Movement.balance`).
    """
    sat: list[DaySums] = []
    for after in range(0, LOOK_BACK_DAYS, AT_ONCE_DAYS):
        asked = [days.bounds_utc_s(day - timedelta(days=ago)) for ago in range(after + AT_ONCE_DAYS, after, -1)]
        sat = [sums for sums in view.day_sums(asked, whose) if sums.sitting_s >= LEAST_SITTING_S] + sat
        if len(sat) >= DAYS_MOST:
            break
    sat = sat[-DAYS_MOST:]
    if not sat:
        return None
    seated_s = sum(sums.seated_s for sums in sat)
    return ChairSaw(
        n_days=len(sat),
        still_longest_min=median(sums.longest_still_s for sums in sat) / MINUTE_S,
        slide_percent=100.0 * sum(sums.slide_s for sums in sat) / seated_s if seated_s else None,
        one_sided_percent=_one_sided_percent(sat, cells),
    )


def _one_sided_percent(sat: Sequence[DaySums], cells: Sequence[CellPlace]) -> float | None:
    known = [(sums.aside_mm, sums.seated_s) for sums in sat if sums.aside_mm is not None]
    if not known or not cells:
        return None
    seat = Seat(
        tuple(Cell(cell["cell"], math.nan if cell["ap_mm"] is None else cell["ap_mm"], cell["ml_mm"]) for cell in cells)
    )
    aside_mm = sum(mm * seated_s for mm, seated_s in known) / sum(seated_s for _, seated_s in known)
    return 100.0 * aside_mm / half_width_mm(seat)
