import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chairpi.readers.health import HIGHS_KEPT, CellStatistics, noise_counts
from chairpi.readers.verdict import Reading, Verdict
from chairpi.readers.watch import ChipWatch


def health_of(statistics: CellStatistics, t_s: float):
    return statistics.health("seat_front", ChipWatch(0), t_s, fresh_s=0.35)


def test_nothing_is_known_of_a_cell_that_was_never_read():
    health = health_of(CellStatistics(), 5.0)

    assert (health.rate_hz, health.period_s, health.noise_counts, health.age_s) == (None,) * 4
    assert (health.high_median_us, health.high_p99_us, health.high_max_us) == (None,) * 3
    assert (health.n_reads, health.verdict_counts) == (0, {})


def test_noise_is_found_under_a_load_that_changes_slowly():
    source = random.Random(1)
    counts = [10.0 * index + source.gauss(0.0, 30.0) for index in range(2000)]

    assert noise_counts(counts) == pytest.approx(30.0, rel=0.1)


@given(st.lists(st.integers(-(2**23), 2**23), min_size=3, max_size=50), st.integers(-(2**23), 2**23))
def test_the_load_itself_is_no_noise(counts: list[int], load: int):
    noise = noise_counts(counts)

    assert noise is not None
    assert noise_counts([each + load for each in counts]) == pytest.approx(noise)


def test_rate_and_age_are_those_of_the_good_readings():
    statistics = CellStatistics()
    for index in range(200):
        statistics.reading(Reading(index, Verdict.OK, index * 0.0856))

    fresh = health_of(statistics, 199 * 0.0856 + 0.1)
    stale = health_of(statistics, 199 * 0.0856 + 1.0)

    assert fresh.rate_hz == pytest.approx(1 / 0.0856)
    assert fresh.age_s == pytest.approx(0.1)
    assert (stale.rate_hz, stale.age_s) == (None, pytest.approx(1.0))


def test_the_longest_high_time_is_remembered_and_the_others_are_those_of_late():
    statistics = CellStatistics()
    statistics.word(70_000)
    for _ in range(HIGHS_KEPT - 20):
        statistics.word(10_000)
    for _ in range(20):
        statistics.word(20_000)

    health = health_of(statistics, 0.0)

    assert (health.high_median_us, health.high_p99_us, health.high_max_us) == (10.0, 20.0, 70.0)


def test_a_back_end_that_cannot_tell_high_times_has_none():
    statistics = CellStatistics()
    statistics.word(0)

    assert health_of(statistics, 0.0).high_max_us is None
