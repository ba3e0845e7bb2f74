"""What the chair measured lately."""

from __future__ import annotations

from datetime import date

import pytest

from chairpi.core.events.movement import ShiftSize, WeightShift
from chairpi.core.events.presence import SatDown, StoodUp
from chairpi.core.events.upright import ReferenceSet, ReferenceSource
from chairpi.core.events.weighing import Minute
from chairpi.dashboard.programme.chair_saw import saw
from chairpi.days import LocalDays
from chairpi.programme.plan import ChairSaw
from chairpi.store.history import History
from chairpi.store.view import HistoryView

DAYS = LocalDays("Europe/Zurich")
TODAY = date(2026, 11, 26)
DAY_S = 86_400.0
MIDNIGHT_UTC_S, _ = DAYS.bounds_utc_s(TODAY)
CELLS = [
    {"cell": "seat_front_left", "ap_mm": 150.0, "ml_mm": -150.0},
    {"cell": "seat_front_right", "ap_mm": 150.0, "ml_mm": 150.0},
    {"cell": "seat_rear_left", "ap_mm": -150.0, "ml_mm": -150.0},
    {"cell": "seat_rear_right", "ap_mm": -150.0, "ml_mm": 150.0},
    {"cell": "back_upper", "ap_mm": None, "ml_mm": 0.0},
]


def sat(ago_days: int, length_min: int = 60, still_min: float = 10.0, slide_s: float = 0.0, right_mm: float = 0.0):
    """A bout so many days before today, with a weight shift each `still_min`; the load lies `right_mm` from the middle."""
    began_t_s = 9 * 3600.0 - ago_days * DAY_S
    ended_t_s = began_t_s + length_min * 60.0
    shifts, at_t_s = [], began_t_s + still_min * 60.0
    while at_t_s < ended_t_s - 1.0:
        shifts.append(WeightShift(at_t_s, at_t_s, ShiftSize.MICRO, 20.0, 20.0, 0.0))
        at_t_s += still_min * 60.0
    minutes = [
        Minute(t_s + 60.0, t_s, 60.0, 60.0, slide_s, 700.0, 0.0, right_mm, None, None)
        for t_s in (began_t_s + 60.0 * number for number in range(length_min))
    ]
    events = [
        SatDown(began_t_s, began_t_s, None, seen=False),
        *shifts,
        *minutes,
        StoodUp(ended_t_s, began_t_s, ended_t_s, ended_t_s - began_t_s, seen=True),
    ]
    return sorted(events, key=lambda event: event.t_s)


@pytest.fixture
def view(tmp_path):
    """A view of a history that is written from lists of `sat`."""

    def written(*days, reference_mm: float | None = None) -> HistoryView:
        path = tmp_path / "history.db"
        begin_t_s = -60 * DAY_S
        with History.open(path, "boot", begin_t_s, MIDNIGHT_UTC_S + begin_t_s) as history:
            if reference_mm is not None:
                guided = ReferenceSource.GUIDED
                reference = ReferenceSet(begin_t_s, guided, 0.0, reference_mm, 700.0, None, None, 0.0)
                history.record([reference], MIDNIGHT_UTC_S)
            for events in days:
                history.record(events, MIDNIGHT_UTC_S)
        return HistoryView(path)

    return written


def test_before_anything_was_measured_the_chair_saw_nothing(tmp_path):
    assert saw(HistoryView(tmp_path / "history.db"), DAYS, TODAY, 1, cells=CELLS) is None


@pytest.mark.parametrize(
    "days",
    [
        pytest.param([sat(0)], id="today alone"),
        pytest.param([sat(1, length_min=29)], id="less than half an hour"),
        pytest.param([sat(29)], id="longer ago than four weeks"),
    ],
)
def test_too_little_is_nothing(view, days):
    assert saw(view(*days), DAYS, TODAY, 1) is None


def test_the_latest_seven_days_count(view):
    days = [sat(10, slide_s=60.0), *(sat(ago, slide_s=6.0) for ago in range(9, 2, -1)), sat(2, length_min=5), sat(0)]
    found = saw(view(*days), DAYS, TODAY, 1)

    assert found == ChairSaw(7, still_longest_min=10.0, slide_percent=10.0, one_sided_percent=None)


def test_one_odd_day_does_not_say_how_long_somebody_sits_still(view):
    days = [sat(3, still_min=10.0), sat(2, still_min=58.0), sat(1, still_min=12.0)]
    found = saw(view(*days), DAYS, TODAY, 1)

    assert found is not None
    assert found.still_longest_min == pytest.approx(12.0)


@pytest.mark.parametrize(
    ("right_mm", "expected"),
    [pytest.param(35.0, 20.0, id="right"), pytest.param(-40.0, -30.0, id="left"), pytest.param(5.0, 0.0, id="even")],
)
def test_one_sidedness_is_the_way_beside_the_own_upright_over_half_the_seats_width(view, right_mm, expected):
    found = saw(view(sat(1, right_mm=right_mm), reference_mm=5.0), DAYS, TODAY, 1, cells=CELLS)

    assert found is not None
    assert found.one_sided_percent == pytest.approx(expected)


def test_without_a_reference_or_the_cells_places_one_sidedness_is_unknown(view):
    no_reference = saw(view(sat(1, right_mm=35.0)), DAYS, TODAY, 1, cells=CELLS)
    no_cells = saw(view(reference_mm=5.0), DAYS, TODAY, 1)

    assert (no_reference.one_sided_percent, no_cells.one_sided_percent) == (None, None)


def test_another_persons_days_are_not_ones_own(view):
    assert saw(view(sat(1)), DAYS, TODAY, 2) is None
