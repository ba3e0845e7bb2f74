import pytest
from hypothesis import given
from hypothesis import strategies as st

from chairpi.readers.rhythm import LONGEST_PERIOD_NS, SHORTEST_PERIOD_NS, Rhythm


def heard(rhythm: Rhythm, period_ns: int, n: int, start_ns: int = 0, *, busy_before_ns: int = 1_000_000) -> None:
    """So many ready moments from `start_ns`, the chip watched every 5 ms and last seen busy so long before each."""
    for k in range(n):
        ready_ns = start_ns + k * period_ns
        for look_ns in range(max(rhythm.busy_ns, ready_ns - period_ns), ready_ns - busy_before_ns + 1, 5_000_000):
            rhythm.busy(look_ns)
        rhythm.busy(ready_ns - busy_before_ns)
        rhythm.ready(ready_ns)


def test_while_nothing_is_learnt_both_rates_are_allowed_for():
    rhythm = Rhythm(0)

    assert not rhythm.learnt
    assert (rhythm.shortest_period_ns, rhythm.period_ns) == (SHORTEST_PERIOD_NS, LONGEST_PERIOD_NS)


@pytest.mark.parametrize("period_ns", [105_000_000, 100_000_000, 85_635_000, 12_500_000, 10_702_000])
def test_five_gaps_that_agree_are_a_rhythm(period_ns: int):
    rhythm = Rhythm(0)

    heard(rhythm, period_ns, 5)
    after_four_gaps = rhythm.learnt
    heard(rhythm, period_ns, 1, 5 * period_ns)

    assert not after_four_gaps
    assert rhythm.period_ns == period_ns
    assert rhythm.shortest_period_ns == pytest.approx(0.8 * period_ns)


@given(
    st.sampled_from([105_000_000, 85_635_000, 12_500_000, 10_702_000]),
    st.lists(st.integers(0, 2_900_000), min_size=30, max_size=60),
)
def test_moments_that_are_seen_late_do_not_spoil_it(period_ns: int, late_ns: list[int]):
    rhythm = Rhythm(0)
    for k, late in enumerate(late_ns, start=1):
        for look_ns in range(rhythm.busy_ns, k * period_ns - 100_000, 5_000_000):
            rhythm.busy(look_ns)
        rhythm.busy(k * period_ns - 100_000)
        rhythm.ready(k * period_ns + late)

    assert rhythm.learnt
    assert rhythm.shortest_period_ns < period_ns
    assert rhythm.next_look_ns(0) < rhythm.busy_ns + period_ns


def test_another_rhythm_is_learnt_anew():
    rhythm = Rhythm(0)
    heard(rhythm, 100_000_000, 10)

    heard(rhythm, 12_500_000, 3, 1_000_000_000)
    between = rhythm.learnt
    heard(rhythm, 12_500_000, 7, 1_037_500_000)

    assert not between
    assert rhythm.period_ns == pytest.approx(12_500_000, rel=0.01)


def test_a_gap_that_holds_a_silence_teaches_nothing():
    rhythm = Rhythm(0)
    heard(rhythm, 100_000_000, 10)

    rhythm.silence()
    heard(rhythm, 100_000_000, 2, 5_000_000_000)

    assert rhythm.period_ns == 100_000_000


def test_a_moment_that_is_not_well_known_teaches_nothing():
    rhythm = Rhythm(0)

    heard(rhythm, 100_000_000, 10, busy_before_ns=20_000_000)

    assert not rhythm.learnt


def test_oversleeping_twice_running_means_another_rhythm():
    rhythm = Rhythm(0)
    heard(rhythm, 100_000_000, 10)

    rhythm.overslept()
    once = rhythm.learnt
    heard(rhythm, 100_000_000, 1, 1_100_000_000)
    rhythm.overslept()
    twice_but_apart = rhythm.learnt
    rhythm.overslept()

    assert once
    assert twice_but_apart
    assert not rhythm.learnt


def test_gaps_that_were_not_watched_teach_nothing():
    rhythm = Rhythm(0)
    for k in range(1, 20):  # every second word of a chip at 80 per second, each seen just after the 75 us of an update
        rhythm.busy(k * 25_000_000)
        rhythm.ready(k * 25_000_000 + 100_000)

    assert not rhythm.learnt
