"""The minute before a prompt as curves and as a table."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chairpi.dashboard.prompts.trace_picture import HEIGHT, load_shares, trace_picture

STEADY = [(500.0, 10.0, -2.0)] * 60
KNOWN = st.tuples(st.floats(1, 1500), st.floats(-300, 300), st.floats(-300, 300))


def points_of(curve):
    return [tuple(map(float, point.split(","))) for line in curve.lines for point in line.split()]


@pytest.mark.parametrize(
    "trace", [[], [(None, None, None)] * 60, [(0.0, None, None)] * 60], ids=["none", "unknown", "no load"]
)
def test_where_nothing_is_known_nothing_is_drawn(trace):
    assert trace_picture(trace) is None


def test_a_steady_minute_is_three_level_curves():
    load, ap, ml = trace_picture(STEADY).curves

    assert {y for _, y in points_of(load)} == {load.zero_y}
    assert load.zero_y == pytest.approx(HEIGHT * (1 - 100 / 120), abs=0.1)
    assert {y for _, y in points_of(ap)} == {45.0}  # 10 of 100 mm forward: a twentieth of the height above the middle
    assert {y for _, y in points_of(ml)} == {51.0}


def test_time_that_is_unknown_is_a_gap_and_no_straight_line():
    trace = STEADY[:20] + [(None, None, None)] * 3 + STEADY[23:]

    for curve in trace_picture(trace).curves:
        assert len(curve.lines) == 2
        assert len(points_of(curve)) == 57


def test_the_load_is_a_share_of_its_own_middle_so_that_nobodys_weight_is_shown():
    light, heavy = (trace_picture([(load_n, 0.0, 0.0)] * 59 + [(0.8 * load_n, 0.0, 0.0)]) for load_n in (300.0, 900.0))

    assert light == heavy
    assert light.rows[-1].load == "80 %"


@pytest.mark.parametrize("trace", [[(None, 1.0, 2.0)] * 3, [(0.0, 1.0, 2.0)] * 3], ids=["unknown", "no load"])
def test_of_no_load_there_is_no_share(trace):
    assert load_shares(trace) == [None] * 3


def test_the_table_says_every_tenth_second_and_which_way():
    trace = [(500.0, float(i), -float(i)) for i in range(60)]

    rows = trace_picture(trace).rows

    assert [row.before_s for row in rows] == [51, 41, 31, 21, 11, 1]
    assert (rows[-1].forward, rows[-1].right) == ("59 mm forward", "59 mm left")


def test_a_point_that_is_unknown_is_a_dash_in_the_table():
    rows = trace_picture([*STEADY[:-1], (None, None, None)]).rows

    assert (rows[-1].load, rows[-1].forward, rows[-1].right) == ("–", "–", "–")


@given(st.lists(KNOWN | st.just((None, None, None)), min_size=1, max_size=60))
def test_no_curve_leaves_its_frame(trace):
    picture = trace_picture(trace)

    for curve in picture.curves if picture else ():
        for x, y in points_of(curve):
            assert 0 <= x <= picture.width
            assert -0.05 <= y <= HEIGHT + 0.05
        assert re.fullmatch(r"\d+ (%|mm (back|left))", curve.bottom)
