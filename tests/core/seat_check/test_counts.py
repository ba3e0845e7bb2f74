import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chairpi.core.seat_check.counts import HOLD_S, HoldTimer, StandCounter

SEATED_N = 500.0
STEP_S = 0.1


def loads(*spells: tuple[float, float]) -> list[tuple[float, float]]:
    """Frames at 10 Hz of (seconds, part of the seated load), one after the other."""
    frames, t_s = [], 0.0
    for length_s, part in spells:
        for _ in range(round(length_s / STEP_S)):
            frames.append((t_s, part * SEATED_N))
            t_s += STEP_S
    return frames


def counted(*spells: tuple[float, float], seated_n: float = SEATED_N) -> StandCounter:
    counter = StandCounter(seated_n)
    for t_s, load_n in loads((2.0, 1.0), *spells):
        counter.receive(t_s, load_n)
    return counter


@pytest.mark.parametrize(
    ("spells", "reps", "n_partial"),
    [
        pytest.param([(5, 1)], 0, 0, id="sitting"),
        pytest.param([(1, 0), (2, 1)], 1, 0, id="a stand"),
        pytest.param([(1, 0), (1, 1), (1, 0), (1, 1)], 2, 0, id="two"),
        pytest.param([(0.5, 0), (0.4, 1)] * 12, 12, 0, id="at a run"),
        pytest.param([(4, 0), (3, 1)] * 3, 3, 0, id="with care"),
        pytest.param([(1, 0.15), (1, 1)], 1, 0, id="hands still on the seat's edge"),
        pytest.param([(1, 0.35), (1, 1)], 0, 1, id="up on the hands only"),
        pytest.param([(1, 0.6), (1, 1)], 0, 0, id="leaning on the desk"),
        pytest.param([(0.2, 0), (1, 1)], 0, 0, id="a bounce"),
        pytest.param([(1, 0), (0.3, 0.4), (1, 0), (1, 1)], 1, 0, id="a touch of the seat is not sitting down"),
        pytest.param([(1, 0), (0.2, 1.3), (0.2, 0.7), (0.2, 1.1), (1, 1)], 1, 0, id="sitting down hard"),
        pytest.param([(1, 0), (0.2, 1.4), (0.2, 0.45), (1, 1)], 1, 0, id="and the rebound"),
        pytest.param([(1, 0), (1, 1), (0.5, 0.4), (1, 1)], 1, 1, id="one of two"),
        pytest.param([(10, 0), (1, 1), (1, 0), (1, 1)], 2, 0, id="a rest while standing"),
        pytest.param([(4, 0), (1, 1), (0.5, 0), (1, 1)], 2, 0, id="faster than before"),
        pytest.param([(1, 0)], 1, 0, id="standing still"),
    ],
)
def test_stands_are_counted(spells, reps, n_partial):
    counter = counted(*spells)

    assert (counter.reps, counter.n_partial) == (reps, n_partial)


@pytest.mark.parametrize(
    ("before", "off_s", "reps"),
    [
        pytest.param([], 0.4, 1, id="more than half way up"),
        pytest.param([], 0.2, 0, id="less than half way up"),
        pytest.param([(0.8, 0), (1, 1)], 0.3, 2, id="who is fast is half way up sooner"),
        pytest.param([(3.6, 0), (1, 1)], 0.6, 1, id="who takes their time is not yet"),
        pytest.param([(3.6, 0), (1, 1)], 1.1, 2, id="and is a little later"),
        pytest.param([(1, 0), (1, 1)], 0.0, 1, id="sitting at the end"),
    ],
)
def test_a_rise_at_the_end_counts_from_half_way_up(before, off_s, reps):
    counter = counted(*before, (off_s, 0.0))

    counter.finish(loads((2.0, 1.0), *before, (off_s, 0.0))[-1][0] + STEP_S)

    assert counter.reps == reps


@given(
    spells=st.lists(st.tuples(st.floats(0.1, 3.0), st.sampled_from([0.0, 0.1, 0.3, 0.6, 1.0, 1.2])), max_size=20),
    by=st.floats(0.3, 3.0),
)
def test_how_heavy_somebody_is_changes_no_count(spells, by):
    counter = StandCounter(SEATED_N * by)
    for t_s, load_n in loads((2.0, 1.0), *spells):
        counter.receive(t_s, load_n * by)

    plain = counted(*spells)

    assert (counter.reps, counter.n_partial) == (plain.reps, plain.n_partial)


@given(spells=st.lists(st.tuples(st.floats(0.1, 3.0), st.sampled_from([0.0, 0.1, 0.3, 0.6, 1.0, 1.2])), max_size=20))
def test_a_count_only_grows_and_never_by_more_than_one(spells):
    counter, seen = StandCounter(SEATED_N), [0]
    for t_s, load_n in loads((2.0, 1.0), *spells):
        counter.receive(t_s, load_n)
        seen.append(counter.reps)

    assert all(after - before in (0, 1) for before, after in pairwise(seen))


def test_who_is_up_already_is_counted_from_the_first_frame_on():
    counter = StandCounter(SEATED_N)
    for t_s, load_n in loads((1.0, 0.0)):
        counter.receive(t_s, load_n)

    assert counter.reps == 1


def held(*spells: tuple[float, float], reach_mm: float = 20.0) -> HoldTimer:
    """Frames at 10 Hz of (seconds, how far out)."""
    timer = HoldTimer(reach_mm)
    for length_s, off_mm in spells:
        for _ in range(round(length_s / STEP_S)):
            timer.receive(STEP_S, off_mm)
    return timer


@pytest.mark.parametrize(
    ("spells", "held_s", "n_holds"),
    [
        pytest.param([(10, 5)], 0, 0, id="in the middle"),
        pytest.param([(10, 25)], 10, 1, id="held"),
        pytest.param([(5, 25), (3, 0), (5, 25)], 10, 2, id="it pauses while nobody holds"),
        pytest.param([(5, 25), (3, 15), (5, 25)], 13, 1, id="a little less far is still held"),
        pytest.param([(5, 15)], 0, 0, id="but does not begin a hold"),
        pytest.param([(1, 25), (3, 0)], 1, 0, id="passing by is no hold"),
        pytest.param([(5, 25), (3, math.nan)], 5, 1, id="off the seat"),
        pytest.param([(5, -40)], 0, 0, id="to the other side"),
    ],
)
def test_holds_are_timed(spells, held_s, n_holds):
    timer = held(*spells)

    assert timer.held_s == pytest.approx(held_s)
    assert timer.n_holds == n_holds


def test_a_frame_that_comes_late_stands_for_no_more_than_half_a_second():
    timer = HoldTimer(20.0)
    timer.receive(0.1, 30.0)

    timer.receive(0.9, 30.0)

    assert timer.held_s == pytest.approx(0.6)


@given(spells=st.lists(st.tuples(st.floats(0.1, 4.0), st.floats(-60, 60)), max_size=20))
def test_no_more_is_held_than_there_was_time(spells):
    timer = held(*spells)

    total_s = sum(round(length_s / STEP_S) * STEP_S for length_s, _ in spells)
    assert 0 <= timer.held_s <= total_s + 1e-9
    assert timer.n_holds * HOLD_S <= timer.held_s + 1e-6
