"""The weeks as panels over one time axis."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chairpi.dashboard.programme.progress_picture import (
    LABELS_MAX,
    LANES,
    Axis,
    kept_panel,
    movement_panel,
    pain_panel,
    sitting_panel,
    soreness_panel,
    stands_panel,
)
from chairpi.programme.progress import Kept, LivedDay
from chairpi.store.day_sums import DaySums

FIRST = date(2026, 11, 2)
AXIS = Axis(FIRST, 28, FIRST + timedelta(days=20))


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def lived(number: int, kept: Kept = Kept.FREE, **said: int) -> LivedDay:
    return LivedDay(day(number), kept, **said)


def measured(number: int, sitting_h: float, n_shifts: int = 0) -> dict[date, DaySums]:
    return {day(number): DaySums(0.0, 1.0, sitting_s=sitting_h * 3600.0, n_shifts=n_shifts)}


def test_a_day_has_its_place_on_the_axis():
    assert (AXIS.left_percent(FIRST), AXIS.left_percent(day(14)), AXIS.middle_percent(day(13))) == (0.0, 50.0, 48.214)


def test_weeks_have_lines_and_as_many_dates_as_there_is_room_for():
    assert AXIS.weeks == ((0.0, "2 Nov"), (25.0, "9 Nov"), (50.0, "16 Nov"), (75.0, "23 Nov"))
    long = Axis(FIRST, 26 * 7, FIRST)
    assert len(long.weeks) == 26
    assert 3 <= sum(label != "" for _, label in long.weeks) <= LABELS_MAX


def test_the_end_of_today_is_marked_where_days_to_come_are_shown():
    assert AXIS.today_percent == 75.0
    assert Axis(FIRST, 28, day(27)).today_percent is None


def test_each_sort_of_day_has_a_lane_of_its_own():
    days = [lived(0, Kept.DONE), lived(1), lived(2, Kept.NOT_DONE), lived(3, Kept.REST), lived(4, Kept.TO_COME)]
    panel = kept_panel(days, AXIS)

    assert [level.label for level in panel.levels] == ["done", "rest", "not done"]
    assert [(bar.kind, bar.title) for bar in panel.bars] == [
        ("done", "2 Nov: done, a planned session"),
        ("not-done", "4 Nov: not done, planned, and let go"),
        ("rest", "5 Nov: rest, prescribed, and so kept"),
    ]
    assert len({bar.y_px for bar in panel.bars}) == 3


def test_a_bar_is_a_day_wide_and_none_covers_its_neighbour():
    one, other = kept_panel([lived(0, Kept.DONE), lived(1, Kept.DONE)], AXIS).bars

    assert one.x_percent + one.width_percent < other.x_percent < 100 / 28 * 2


def test_more_soreness_is_higher_and_the_band_is_around_three_and_four():
    panel = soreness_panel([lived(0, soreness=3), lived(1, soreness=4), lived(2, soreness=9)], AXIS)
    three, four, nine = (mark.y_px for mark in panel.marks)
    top_px, height_px = panel.band_px

    assert nine < top_px < four < three < top_px + height_px
    assert panel.marks[0].title == "2 Nov: 3 of 10"


def test_answers_far_apart_are_not_joined():
    panel = pain_panel([lived(0, pain=3), lived(4, pain=0), lived(9, pain=1)], AXIS)

    assert panel.joins == ((panel.marks[0], panel.marks[1]),)


def test_few_chair_stands_have_their_numbers_and_many_the_first_and_the_last():
    few = stands_panel([lived(0, reps=11), lived(7, reps=12)], AXIS)
    many = stands_panel([lived(number, reps=number) for number in range(20)], AXIS)

    assert [mark.label for mark in few.marks] == ["11", "12"]
    assert [mark.label for mark in many.marks if mark.label] == ["0", "19"]
    assert few.joins == ((few.marks[0], few.marks[1]),)


@pytest.mark.parametrize("panel", [soreness_panel, pain_panel, stands_panel])
def test_nothing_to_draw_is_said(panel):
    empty = panel([lived(0, Kept.DONE)], AXIS)

    assert empty.empty.startswith("No ")
    assert empty.marks == ()


def test_sitting_stands_on_the_floor_and_half_of_the_scale_is_whole():
    panel = sitting_panel({**measured(0, 5.5), **measured(1, 0.0), **measured(2, 2.0)}, AXIS)
    floor_px = panel.levels[0].y_px

    assert [level.label for level in panel.levels] == ["0 h", "3 h", "6 h"]
    assert [bar.title for bar in panel.bars] == ["2 Nov: 5 h 30 min", "4 Nov: 2 h 00 min"]
    assert all(bar.y_px + bar.height_px == pytest.approx(floor_px, abs=0.1) for bar in panel.bars)


def test_movement_is_told_of_days_with_enough_sitting_only():
    panel = movement_panel({**measured(0, 2.0, 30), **measured(1, 0.1, 30)}, AXIS, 1800.0)

    assert [bar.title for bar in panel.bars] == ["2 Nov: 15 weight shifts an hour"]


def test_days_without_anything_measured_are_said_to_be_so():
    assert sitting_panel({}, AXIS).empty == movement_panel({}, AXIS, 1800.0).empty != ""


days = st.lists(
    st.builds(
        LivedDay,
        st.integers(0, 27).map(day),
        st.sampled_from(Kept),
        st.one_of(st.none(), st.integers(1, 10)),
        st.one_of(st.none(), st.integers(0, 10)),
        st.one_of(st.none(), st.integers(0, 60)),
    ),
    max_size=28,
    unique_by=lambda one: one.day,
).map(lambda found: sorted(found, key=lambda one: one.day))


@given(days, st.lists(st.floats(0.0, 24.0), max_size=28))
def test_nothing_is_drawn_outside_its_panel(days, sitting_h):
    sums = {key: one for number, hours in enumerate(sitting_h) for key, one in measured(number, hours, 40).items()}
    panels = [panel(days, AXIS) for panel in (kept_panel, soreness_panel, pain_panel, stands_panel)]
    panels += [sitting_panel(sums, AXIS), movement_panel(sums, AXIS, 1800.0)]

    for panel in panels:
        for bar in panel.bars:
            assert bar.x_percent >= 0
            assert bar.x_percent + bar.width_percent <= 100
            assert bar.y_px >= 0
            assert bar.y_px + bar.height_px <= panel.height_px
        assert all(0 < mark.x_percent < 100 and 4 <= mark.y_px <= panel.height_px - 4 for mark in panel.marks)


def test_every_lane_has_its_words():
    assert set(LANES) == set(Kept) - {Kept.TO_COME, Kept.FREE}
    assert all(label and meaning for label, meaning in LANES.values())
