"""Emulated chips behind their watch: what happens on the pins, and that no wrong number gets past it (`Watched` asserts that)."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from watched import EIGHTY_HZ, NINETY_THREE_HZ, SIX_PER_CENT_SHORT, TEN_HZ, Watched

from chairpi.readers.verdict import Verdict
from chairpi.simulate.chip import Fault, Preemption

GOOD = {Verdict.OK, Verdict.TRAILING_ONES}
PERIODS_S = [TEN_HZ, SIX_PER_CENT_SHORT, EIGHTY_HZ, NINETY_THREE_HZ]


@pytest.mark.parametrize("period_s", PERIODS_S)
def test_clean_reads_are_all_trusted_once_settled(period_s: float):
    watched = Watched(period_s, oscillator_error_fraction=0.03)
    watched.verdicts(20)

    found = watched.verdicts(300)

    assert set(found) <= GOOD


@pytest.mark.parametrize("period_s", PERIODS_S)
def test_no_conversion_is_missed(period_s: float):
    watched = Watched(period_s)
    watched.verdicts(10)
    start_ns = watched.clock.now_ns

    watched.verdicts(200)

    assert (watched.clock.now_ns - start_ns) / 200e9 == pytest.approx(period_s, rel=5e-3)


def test_negative_counts_come_back_negative():
    watched = Watched(seed=2)
    watched.verdicts(200)

    assert min(watched.converted) < -50_000
    assert watched.watch.verdict_counts[Verdict.OK] > 190


@pytest.mark.parametrize("period_s", [TEN_HZ, EIGHTY_HZ])
@pytest.mark.parametrize("held_up_s", [100e-6, 5e-3])
def test_preemption_never_makes_a_wrong_number_and_the_chip_comes_back(period_s: float, held_up_s: float):
    watched = Watched(period_s, preemption=Preemption(1e-3, held_up_s, seed=3))

    found = watched.verdicts(500)

    assert found.count(Verdict.OK) > 400
    assert found.count(Verdict.POWERED_DOWN) > 20


@pytest.mark.parametrize("period_s", [TEN_HZ, EIGHTY_HZ])
def test_a_reset_costs_its_word_and_its_settling_and_no_more(period_s: float):
    watched = Watched(period_s)
    watched.verdicts(50)
    access_ns = watched.chip.access_ns
    watched.chip.access_ns = 40_000
    assert Verdict.POWERED_DOWN in watched.verdicts(1)
    reset_ns = watched.clock.now_ns
    watched.chip.access_ns = access_ns

    watched.until_ok()

    assert (watched.clock.now_ns - reset_ns) / watched.chip.period_ns == pytest.approx(5.0, abs=0.15)


def test_slow_pins_power_every_reading_down_and_fast_ones_are_trusted_again():
    watched = Watched(access_s=40e-6)

    slow = watched.verdicts(20)
    watched.chip.access_ns = 1000
    watched.verdicts(4)
    fast = watched.verdicts(20)

    assert set(slow) == {Verdict.POWERED_DOWN}
    assert set(fast) <= GOOD


def test_pd_sck_high_for_50_to_60_us_is_suspect():
    watched = Watched(access_s=18e-6)

    assert set(watched.verdicts(3)) <= {Verdict.SUSPECT, Verdict.STRADDLED}


@pytest.mark.parametrize(
    ("fault", "verdicts"),
    [
        pytest.param(Fault.STUCK_HIGH, {Verdict.NOT_READY, Verdict.LATE}, id="stuck high"),
        pytest.param(Fault.STUCK_LOW, {Verdict.FRAMING, Verdict.EARLY}, id="stuck low"),
        pytest.param(Fault.FLOATING, {Verdict.FRAMING, Verdict.EARLY, Verdict.NOT_READY, Verdict.LATE}, id="floating"),
        pytest.param(Fault.CLOCK_CUT, {Verdict.FRAMING, Verdict.EARLY, Verdict.NOT_READY}, id="clock cut"),
    ],
)
@pytest.mark.parametrize("period_s", [TEN_HZ, EIGHTY_HZ])
def test_a_broken_wire_gives_no_number_and_a_mended_one_does_within_two_seconds(
    fault: Fault, verdicts: set[Verdict], period_s: float
):
    for n_s in (0.02, 0.3, 1.7, 20.0, 22.31):
        watched = Watched(period_s, seed=round(1000 * n_s))
        watched.verdicts(20)

        watched.chip.fault = fault
        broken = watched.run_for(n_s)
        watched.chip.fault = None
        mended_ns = watched.clock.now_ns
        watched.until_ok()

        assert set(broken[2:]) <= verdicts
        assert (watched.clock.now_ns - mended_ns) / 1e9 < 1.5
        assert set(watched.verdicts(20)) <= GOOD


@pytest.mark.parametrize("fault", [Fault.STUCK_HIGH, Fault.FLOATING])
@pytest.mark.parametrize("period_s", [TEN_HZ, EIGHTY_HZ])
def test_a_wire_that_breaks_within_a_word_leaves_no_number(fault: Fault, period_s: float):
    watched = Watched(period_s)
    retracted = 0
    for half_access in range(0, 210, 3):
        watched.until_ok()
        watched.verdicts(3)
        left = half_access

        def cut() -> int:
            nonlocal left
            left -= 1
            if left < 0:
                watched.chip.fault = fault
            return 0

        while watched.chip.data_level():
            watched.clock.advance_ns(100_000)
        watched.chip.preemption = cut
        watched.glance()  # what is given out sooner or later is asserted
        watched.chip.preemption = None
        watched.chip.fault = fault
        watched.run_for(2.5 * period_s)
        retracted += watched.watch.verdict_counts[Verdict.LATE]
        watched.chip.fault = None

    assert (retracted > 5) == (fault is Fault.STUCK_HIGH)  # what floats betrays itself sooner


def test_a_chip_that_resets_itself_is_back_without_a_power_cycle():
    watched = Watched()
    watched.verdicts(20)
    for later_ns in range(0, 100_000_000, 7_000_000):
        watched.until_ok()
        watched.clock.advance_ns(later_ns % 60_000_000)
        watched.glance()
        watched.chip.set_clock(True)
        watched.clock.advance_ns(100_000)
        watched.chip.set_clock(False)
        reset_ns = watched.clock.now_ns

        while Verdict.LATE not in watched.poll():
            pass
        noticed_ns = watched.clock.now_ns
        watched.until_ok()

        assert (noticed_ns - reset_ns) / 1e9 < 0.3
        assert (watched.clock.now_ns - reset_ns) / 1e9 < 0.75
        assert not watched.chip.sck.value


def test_a_dumb_chip_is_power_cycled_with_growing_pauses():
    watched = Watched()
    watched.verdicts(20)
    watched.chip.fault = Fault.STUCK_HIGH
    slept_at_s = []
    start_ns = watched.clock.now_ns
    asleep = False
    while watched.clock.now_ns - start_ns < 40e9:
        watched.poll()
        if watched.chip.sck.value and not asleep:
            slept_at_s.append((watched.clock.now_ns - start_ns) / 1e9)
        asleep = watched.chip.sck.value

    pauses_s = [later - earlier for earlier, later in pairwise(slept_at_s)]

    assert slept_at_s[0] == pytest.approx(0.5, abs=0.1)
    assert pauses_s[:6] == pytest.approx([0.51, 1.01, 2.01, 4.01, 8.01, 8.01], abs=0.05)


def test_a_chip_that_is_dumb_for_long_is_still_looked_at_often_and_not_too_often():
    watched = Watched()
    watched.verdicts(20)
    watched.chip.fault = Fault.STUCK_HIGH
    watched.run_for(10.0)
    start_ns = watched.clock.now_ns

    looks = 0
    while watched.clock.now_ns - start_ns < 10e9:
        watched.poll()
        looks += 1

    assert 200 < looks < 1200


def test_saturation_is_no_number():
    for extreme in (-1e9, 1e9):
        watched = Watched()
        watched.chip._signal = lambda t_s, extreme=extreme: extreme

        found = watched.verdicts(20)

        assert set(found) == {Verdict.SATURATED}


def test_a_chip_without_noise_is_frozen_and_one_with_a_tenth_of_the_usual_noise_is_not():
    silent, quiet = Watched(noise_counts=0.0), Watched(EIGHTY_HZ, noise_counts=2.0, seed=1)
    silent.chip._signal = quiet.chip._signal = lambda t_s: 1234.0

    assert Verdict.FROZEN in verdicts_at_rest(silent, 20)
    assert Verdict.FROZEN not in verdicts_at_rest(quiet, 3000)


def verdicts_at_rest(watched: Watched, n: int) -> list[Verdict]:
    """Without the truth: noise is added after the signal."""
    found: list[Verdict] = []
    bank, watch, clock = watched.bank, watched.watch, watched.clock
    while len(found) < n:
        clock.now_ns = max(clock.now_ns, watch.next_look_ns)
        before_ns = clock.now_ns
        if watch.look(bank.ready([0])[0], before_ns, clock.now_ns):
            watch.take(bank.read([0])[0], clock.now_ns)
        found += [reading.verdict for reading in watch.decided()]
    return found


LENGTHS_NS = st.one_of(
    st.integers(0, 200_000),
    st.integers(10_000, 75_000),
    st.integers(1_000_000, 20_000_000),
    st.integers(0, 250_000_000),
)


class HeldUp:
    """Preemption as told: after so many half accesses, for so long."""

    def __init__(self, schedule: list[tuple[int, int]]) -> None:
        self._schedule = list(reversed(schedule))
        self._left = self._schedule[-1][0] if self._schedule else 0

    def __call__(self) -> int:
        if not self._schedule:
            return 0
        if self._left:
            self._left -= 1
            return 0
        _, length_ns = self._schedule.pop()
        self._left = self._schedule[-1][0] if self._schedule else 0
        return length_ns


@pytest.mark.parametrize("seen_busy", [pytest.param(True, id="seen busy"), pytest.param(False, id="not looked at")])
@pytest.mark.parametrize("period_s", [TEN_HZ, NINETY_THREE_HZ])
def test_a_read_that_begins_just_before_the_next_word_is_never_wrong(period_s: float, seen_busy: bool):
    watched = Watched(period_s)
    watched.verdicts(20)
    for early_ns in range(-100_000, 400_000, 4_000):
        while Verdict.OK not in watched.poll() or not watched.watch.rhythm.learnt:
            pass
        ready_ns = watched.chip.next_update_ns
        if seen_busy:
            watched.clock.now_ns = ready_ns - 2_000
            watched.glance()

        watched.clock.now_ns = ready_ns + watched.chip.period_ns - early_ns
        watched.glance()  # asserts
        watched.poll()


@pytest.mark.parametrize("period_s", [TEN_HZ, NINETY_THREE_HZ])
def test_a_wire_that_comes_back_just_before_the_next_word_makes_no_wrong_number(period_s: float):
    watched = Watched(period_s)
    for early_ns in range(0, 300_000, 4_000):
        while Verdict.OK not in watched.poll() or not watched.watch.rhythm.learnt:
            pass
        back_ns = watched.chip.next_update_ns + watched.chip.period_ns - early_ns
        watched.chip.fault = Fault.STUCK_HIGH
        watched.clock.now_ns = back_ns - 20_000
        watched.glance()
        watched.chip.fault = None

        watched.clock.now_ns = back_ns
        watched.glance()  # asserts
        watched.poll()


def test_a_read_that_is_held_up_over_the_next_word_is_never_wrong():
    watched = Watched(NINETY_THREE_HZ)
    watched.verdicts(20)
    for half_access in range(0, 210):
        for periods in (0.96, 1.0, 1.02):
            watched.until_ok()
            while watched.chip.data_level():
                watched.clock.advance_ns(1_000_000)
            watched.chip.preemption = HeldUp([(half_access, round(periods * watched.chip.period_ns))])

            watched.glance()  # asserts
            watched.chip.preemption = None
            watched.poll()


@given(
    period_s=st.sampled_from(PERIODS_S),
    error_fraction=st.floats(-0.05, 0.05),
    access_s=st.floats(2e-7, 15e-6),
    held_up=st.lists(st.tuples(st.integers(0, 500), LENGTHS_NS), max_size=60),
    late_ns=st.lists(LENGTHS_NS, min_size=1, max_size=30),
    seed=st.integers(0, 2**32),
)
def test_no_timing_of_the_pins_makes_an_accepted_number_differ_from_the_register(
    period_s: float,
    error_fraction: float,
    access_s: float,
    held_up: list[tuple[int, int]],
    late_ns: list[int],
    seed: int,
):
    watched = Watched(
        period_s,
        oscillator_error_fraction=error_fraction,
        access_s=access_s,
        preemption=HeldUp(held_up),
        seed=seed,
    )
    for index in range(200):
        if index % 4 == 0:
            watched.clock.advance_ns(late_ns[index // 4 % len(late_ns)])

        watched.poll()  # asserts


@given(
    period_s=st.sampled_from([TEN_HZ, EIGHTY_HZ]),
    faults=st.lists(
        st.tuples(st.sampled_from([None, None, *Fault]), st.integers(1, 60), LENGTHS_NS), min_size=1, max_size=12
    ),
    seed=st.integers(0, 2**32),
)
def test_no_wire_that_breaks_between_two_words_makes_a_wrong_number(
    period_s: float, faults: list[tuple[Fault | None, int, int]], seed: int
):
    watched = Watched(period_s, seed=seed)
    watched.verdicts(8)
    for fault, n_polls, later_ns in faults:
        watched.clock.advance_ns(later_ns)
        watched.chip.fault = fault
        for _ in range(n_polls):
            watched.poll()  # asserts


def test_settling_after_one_reset_after_another_is_not_taken_for_the_chips_period() -> None:
    """Found by a million reads with every fifth word held up: 54 ms of settling passed for the period of a chip at 80 SPS."""
    watched = Watched(EIGHTY_HZ)
    n_accesses = 0

    def held_up_in_each_word() -> int:
        nonlocal n_accesses
        n_accesses += 1
        return 100_000 if n_accesses % 20 == 0 else 0

    watched.chip.preemption = held_up_in_each_word
    watched.run_for(2.0)

    assert watched.watch.verdict_counts[Verdict.POWERED_DOWN] > 20
    assert not watched.watch.rhythm.learnt
