"""A simulated session in memory: the same frames however it is cut, and the truth beside them."""

import dataclasses

import numpy as np
import pytest

from chairpi.simulate.cells import CellErrors, CellStream
from chairpi.simulate.chair import Layout, simulated_chair
from chairpi.simulate.sessions import Session, simulated_blocks, simulated_session


def counts_of(session: Session, block_s: float = 600.0) -> np.ndarray:
    return np.concatenate([frames.counts for frames, _ in session.blocks(block_s=block_s)])


@pytest.mark.parametrize("layout", Layout)
def test_blocks_of_any_length_hold_the_same_frames(layout: Layout) -> None:
    session = simulated_session(5, 0.4, layout)

    whole = counts_of(session, 3600.0)

    assert whole.shape == (14_400, len(session.seat.cells))
    np.testing.assert_array_equal(counts_of(session, 97.3), whole)
    np.testing.assert_array_equal(counts_of(simulated_session(5, 0.4, layout)), whole)


def test_a_block_has_the_truth_of_its_own_frames() -> None:
    session = simulated_session(6, 0.5)

    for frames, truth in session.blocks(block_s=250.0):
        assert len(frames.t_s) == len(frames.counts) == len(truth.label) == len(truth.slide_mm)
        np.testing.assert_array_equal(truth.label, session.day.truth(frames.t_s).label)


def test_frames_come_at_the_rate_that_was_asked_for() -> None:
    blocks = list(simulated_session(7, 0.05).blocks(rate_hz=80.0, block_s=60.0))

    t_s = np.concatenate([frames.t_s for frames, _ in blocks])
    np.testing.assert_allclose(t_s, np.arange(14_400) / 80.0)
    assert [len(frames.t_s) for frames, _ in blocks] == [4800, 4800, 4800]


def test_ideal_cells_say_the_days_forces() -> None:
    session = simulated_session(8, 0.3, errors=CellErrors.none())
    zero, slope = (np.array(part) for part in (session.calibration.zero_counts, session.calibration.counts_per_n))

    for frames, _ in session.blocks():
        np.testing.assert_allclose((frames.counts - zero) / slope, session.day.forces_n(frames.t_s), atol=0.001)


def test_the_layout_does_not_change_what_the_sitter_does() -> None:
    t_s = np.arange(0.0, 3600.0)
    truths = [simulated_session(9, 1.0, layout).day.truth(t_s) for layout in Layout]

    for truth in truths[1:]:
        np.testing.assert_array_equal(truth.label, truths[0].label)
        np.testing.assert_array_equal(truth.slide_mm, truths[0].slide_mm)


def test_each_person_has_other_cells() -> None:
    one, other = simulated_session(10), simulated_session(11)

    assert len({*one.errors, *other.errors}) == 12
    assert one.errors == simulated_session(10).errors


def test_a_day_and_a_stream_of_ones_own_will_do() -> None:
    session = simulated_session(12, 0.2)
    quiet = [dataclasses.replace(each, noise_counts=0.0) for each in session.errors]
    seat, calibration = simulated_chair()

    frames = [frames for frames, _ in simulated_blocks(session.day, CellStream(quiet, calibration, 1), 0.1)]

    assert sum(len(each.t_s) for each in frames) == 3600
    assert frames[0].counts.shape[1] == len(seat.cells)


def test_jitter_changes_the_day_and_not_the_person() -> None:
    usual, restless = (simulated_session(13, 2.0, jitter=jitter) for jitter in (1.0, 2.0))
    t_s = np.arange(0.0, 7200.0)

    assert usual.day.sitter == restless.day.sitter
    assert usual.errors == restless.errors
    assert np.nanmax(np.abs(usual.day.forces_n(t_s) - restless.day.forces_n(t_s))) > 1.0
