"""The running median: glitches out, steps through, unknown stays unknown."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chairpi.core.weighing.despike import RunningMedian


def filtered(values: list[float]) -> list[float]:
    return RunningMedian(1).receive(np.array(values)[:, None])[:, 0].tolist()


def test_a_single_glitch_disappears_whatever_its_size():
    assert filtered([5.0, 5.0, 5.0, -80_000.0, 5.0, 5.0]) == [5.0] * 6


def test_a_step_comes_through_one_frame_late():
    assert filtered([1.0, 1.0, 9.0, 9.0, 9.0]) == [1.0, 1.0, 1.0, 9.0, 9.0]


def test_unknown_stays_unknown_and_is_passed_over():
    np.testing.assert_equal(filtered([1.0, 2.0, np.nan, 7.0, 8.0, 9.0]), [1.0, 2.0, np.nan, 7.0, 8.0, 8.0])


def test_nothing_is_remembered_over_a_gap():
    median = RunningMedian(1)
    median.receive(np.array([[1.0], [1.0]]))
    median.reset()

    assert median.receive(np.array([[9.0]])).tolist() == [[9.0]]


readings = st.one_of(st.just(np.nan), st.floats(-1e6, 1e6))


@given(values=st.lists(readings, min_size=1, max_size=40), cut=st.integers(0, 40))
def test_chunks_change_nothing(values, cut):
    counts = np.array(values)[:, None]
    median = RunningMedian(1)

    in_chunks = np.concatenate((median.receive(counts[:cut]), median.receive(counts[cut:])))

    np.testing.assert_array_equal(in_chunks, RunningMedian(1).receive(counts))


@pytest.mark.parametrize("n_cells", [3, 6])
def test_each_cell_has_its_own_median(n_cells):
    counts = np.tile(np.arange(n_cells, dtype=float), (4, 1))

    np.testing.assert_array_equal(RunningMedian(n_cells).receive(counts), counts)
