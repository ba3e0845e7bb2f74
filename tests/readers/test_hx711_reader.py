import os
import random
from collections.abc import Callable
from itertools import islice, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chairpi.clock import ManualClock, RealClock
from chairpi.config import Config
from chairpi.core.calibration import Calibration
from chairpi.core.seat import Cell, Seat
from chairpi.errors import ReaderError
from chairpi.readers.hx711 import GuardedHX711, on_raspberry_pi, open_hx711_reader, open_pins
from chairpi.readers.polling import HX711Reader
from chairpi.readers.verdict import Verdict
from chairpi.simulate.chip import Fault, HX711Chip, Preemption
from chairpi.simulate.virtual_clock import VirtualClock

TEN_HZ, SIX_PER_CENT_SHORT, EIGHTY_HZ, NINETY_THREE_HZ = 0.1, 0.085635, 0.0125, 0.010702


class Watched:
    """One emulated chip whose signal is another random number in each conversion, under a guard that is polled when it wants."""

    def __init__(self, period_s: float = TEN_HZ, *, seed: int = 0, **options: object) -> None:
        self.converted: list[int] = []
        self.clock = VirtualClock()
        self._random = random.Random(seed)
        self.chip = HX711Chip(self.clock, self._signal, period_s=period_s, seed=seed, **options)  # type: ignore[arg-type]
        self.guard = GuardedHX711(self.chip.dout, self.chip.sck, self.clock)

    def _signal(self, t_s: float) -> float:
        self.converted.append(self._random.randint(-(2**23) + 1, 2**23 - 2))
        return self.converted[-1]

    def poll(self) -> Verdict | None:
        """One poll; an accepted number must be the first word that the register held during it."""
        self.clock.now_ns = max(self.clock.now_ns, self.guard.next_look_ns)
        n_before = len(self.converted)
        reading = self.guard.poll()
        if reading is None:
            return None
        assert (reading.counts is not None) == (reading.verdict is Verdict.OK)
        if reading.counts is not None:
            assert reading.counts == self.converted[n_before]
        return reading.verdict

    def verdicts(self, n: int) -> list[Verdict]:
        found: list[Verdict] = []
        while len(found) < n:
            verdict = self.poll()
            if verdict is not None:
                found.append(verdict)
        return found

    def run_for(self, seconds: float) -> list[Verdict]:
        end_ns = self.clock.now_ns + round(seconds * 1e9)
        found = []
        while self.clock.now_ns < end_ns:
            verdict = self.poll()
            if verdict is not None:
                found.append(verdict)
        return found


def guard_on(signal: Callable[[float], float], **options: object) -> tuple[HX711Chip, GuardedHX711]:
    clock = VirtualClock()
    chip = HX711Chip(clock, signal, **options)  # type: ignore[arg-type]
    return chip, GuardedHX711(chip.dout, chip.sck, clock)


@pytest.mark.parametrize("period_s", [TEN_HZ, SIX_PER_CENT_SHORT, EIGHTY_HZ, NINETY_THREE_HZ])
def test_clean_reads_are_all_trusted_once_settled(period_s: float):
    watched = Watched(period_s, oscillator_error_fraction=0.03)
    watched.verdicts(20)

    found = watched.verdicts(300)

    assert found.count(Verdict.OK) + found.count(Verdict.TRAILING_ONES) == 300


def test_no_conversion_is_missed():
    watched = Watched(TEN_HZ)
    watched.verdicts(10)
    start_ns = watched.clock.now_ns

    found = watched.verdicts(200)

    assert set(found) <= {Verdict.OK, Verdict.TRAILING_ONES}
    assert (watched.clock.now_ns - start_ns) / 200e9 == pytest.approx(0.1, rel=1e-3)


def test_negative_counts_come_back_negative():
    chip, guard = guard_on(lambda t_s: -530242)
    counts = set()
    for _ in range(3000):
        chip.clock.now_ns = max(chip.clock.now_ns, guard.next_look_ns)
        reading = guard.poll()
        if reading is not None:
            counts.add(reading.counts)

    assert counts == {None, -530242}
    assert guard.verdict_counts[Verdict.OK] > 50


@pytest.mark.parametrize("period_s", [TEN_HZ, EIGHTY_HZ])
@pytest.mark.parametrize("held_up_s", [100e-6, 5e-3])
def test_preemption_never_makes_a_wrong_number_and_the_chip_comes_back(period_s: float, held_up_s: float):
    watched = Watched(period_s, preemption=Preemption(1e-3, held_up_s, seed=3))

    found = watched.verdicts(500)

    assert found.count(Verdict.OK) > 200
    assert found.count(Verdict.POWERED_DOWN) > 5


def test_slow_pins_power_every_reading_down_and_fast_ones_are_trusted_again():
    watched = Watched(access_s=40e-6)

    slow = watched.verdicts(20)
    watched.chip.access_ns = 1000
    watched.verdicts(3)
    fast = watched.verdicts(20)

    assert set(slow) == {Verdict.POWERED_DOWN}
    assert set(fast) <= {Verdict.OK, Verdict.TRAILING_ONES}


def test_pd_sck_high_for_50_to_60_us_is_suspect():
    chip, guard = guard_on(lambda t_s: 5, access_s=18e-6)
    readings = []
    while len(readings) < 3:
        chip.clock.now_ns = max(chip.clock.now_ns, guard.next_look_ns)
        reading = guard.poll()
        if reading is not None:
            readings.append(reading)

    assert {reading.verdict for reading in readings} <= {Verdict.SUSPECT, Verdict.STRADDLED}
    assert readings[0].high_max_us == 54.0
    assert readings[0].counts is None


def test_nothing_is_trusted_until_a_reset_chip_has_settled():
    watched = Watched()
    watched.verdicts(20)
    watched.chip.access_ns = 40_000
    assert watched.verdicts(1) == [Verdict.POWERED_DOWN]
    reset_ns = watched.clock.now_ns
    watched.chip.access_ns = 1000

    while watched.poll() is not Verdict.OK:
        pass

    assert 0.4 < (watched.clock.now_ns - reset_ns) / 1e9 < 0.7


@pytest.mark.parametrize(
    ("fault", "verdicts"),
    [
        pytest.param(Fault.STUCK_HIGH, {Verdict.NOT_READY}, id="stuck high"),
        pytest.param(Fault.STUCK_LOW, {Verdict.FRAMING}, id="stuck low"),
        pytest.param(Fault.FLOATING, {Verdict.FRAMING, Verdict.NOT_READY}, id="floating"),
        pytest.param(Fault.CLOCK_CUT, {Verdict.FRAMING, Verdict.NOT_READY}, id="clock cut"),
    ],
)
@pytest.mark.parametrize("period_s", [TEN_HZ, EIGHTY_HZ])
def test_a_broken_wire_gives_no_number_and_a_mended_one_does(fault: Fault, verdicts: set[Verdict], period_s: float):
    watched = Watched(period_s)
    watched.verdicts(20)

    watched.chip.fault = fault
    broken = watched.run_for(20.0)
    watched.chip.fault = None
    watched.run_for(10.0)  # the longest back-off, and settling
    mended = watched.verdicts(20)

    assert set(broken) <= verdicts
    assert len(broken) > 10
    assert set(mended) <= {Verdict.OK, Verdict.TRAILING_ONES}


def test_a_short_break_costs_less_than_a_second():
    watched = Watched()
    watched.verdicts(20)
    watched.chip.fault = Fault.STUCK_HIGH
    watched.run_for(0.3)
    watched.chip.fault = None
    mended_ns = watched.clock.now_ns

    while watched.poll() is not Verdict.OK:
        pass

    assert (watched.clock.now_ns - mended_ns) / 1e9 < 0.5


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

    assert slept_at_s[0] == pytest.approx(0.5, abs=0.05)
    assert pauses_s[:6] == pytest.approx([0.56, 1.01, 2.01, 4.01, 8.01, 8.01], abs=0.05)


def test_saturation_is_no_number():
    for extreme in (-1e9, 1e9):
        chip, guard = guard_on(lambda t_s, extreme=extreme: extreme)
        for _ in range(2000):
            chip.clock.now_ns = max(chip.clock.now_ns, guard.next_look_ns)
            guard.poll()

        assert guard.verdict_counts[Verdict.SATURATED] > 20
        assert guard.verdict_counts[Verdict.OK] == 0


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
        while watched.poll() is not Verdict.OK or not watched.guard.rhythm.learnt:
            pass
        ready_ns = watched.chip.next_update_ns
        if seen_busy:
            watched.clock.now_ns = ready_ns - 2_000
            watched.guard.glance()

        watched.clock.now_ns = ready_ns + watched.chip.period_ns - early_ns
        watched.poll()  # asserts


@pytest.mark.parametrize("period_s", [TEN_HZ, NINETY_THREE_HZ])
def test_a_wire_that_comes_back_just_before_the_next_word_makes_no_wrong_number(period_s: float):
    watched = Watched(period_s)
    for early_ns in range(0, 300_000, 4_000):
        while watched.poll() is not Verdict.OK or not watched.guard.rhythm.learnt:
            pass
        back_ns = watched.chip.next_update_ns + watched.chip.period_ns - early_ns
        watched.chip.fault = Fault.STUCK_HIGH
        watched.clock.now_ns = back_ns - 20_000
        watched.guard.glance()
        watched.chip.fault = None

        watched.clock.now_ns = back_ns
        watched.poll()  # asserts


def test_a_read_that_is_held_up_over_the_next_word_is_never_wrong():
    watched = Watched(NINETY_THREE_HZ)
    watched.verdicts(20)
    for half_access in range(0, 210):
        for periods in (0.96, 1.0, 1.02):
            while watched.poll() is not Verdict.OK:
                pass
            while watched.chip.data_level():
                watched.clock.advance_ns(1_000_000)
            watched.chip.preemption = HeldUp([(half_access, round(periods * watched.chip.period_ns))])

            watched.poll()  # asserts
            watched.chip.preemption = None


def test_a_wire_that_was_found_faulty_must_carry_four_faultless_words():
    watched = Watched()
    watched.verdicts(20)
    watched.chip.fault = Fault.STUCK_LOW
    broken = watched.verdicts(1)
    watched.chip.fault = None

    mended = [verdict for verdict in watched.verdicts(12) if verdict in (Verdict.SETTLING, Verdict.OK)]

    assert broken == [Verdict.FRAMING]
    assert mended[:5] == [*[Verdict.SETTLING] * 4, Verdict.OK]


@given(
    period_s=st.sampled_from([TEN_HZ, SIX_PER_CENT_SHORT, EIGHTY_HZ, NINETY_THREE_HZ]),
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
    for index in range(150):
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


SEAT = Seat(
    (
        Cell("seat_front", 150.0, 0.0),
        Cell("seat_rear_left", -150.0, -150.0),
        Cell("seat_rear_right", -150.0, 150.0),
        Cell("back_upper", float("nan"), 0.0),
    )
)


def four_chips(period_s: float = TEN_HZ, **options: object) -> tuple[list[HX711Chip], HX711Reader]:
    clock = VirtualClock(12_345_678_901)
    chips = [
        HX711Chip(
            clock,
            lambda t_s, index=index: 1000.0 * index - 500.0,
            period_s=period_s,
            oscillator_error_fraction=0.02 * index - 0.03,
            **options,  # type: ignore[arg-type]
        )
        for index in range(4)
    ]
    guarded = [GuardedHX711(chip.dout, chip.sck, clock) for chip in chips]
    return chips, HX711Reader(SEAT, Calibration.newtons(4), guarded, clock)


@pytest.mark.parametrize("period_s", [TEN_HZ, SIX_PER_CENT_SHORT, EIGHTY_HZ, NINETY_THREE_HZ])
def test_every_cell_is_in_every_frame_once_settled(period_s: float):
    _, reader = four_chips(period_s)

    frames = list(islice(reader.frames(), 100))

    assert {frame.counts for frame in frames[10:]} == {(-500.0, 500.0, 1500.0, 2500.0)}


def test_frames_are_on_the_grid_even_when_no_cell_answers():
    chips, reader = four_chips()
    for chip in chips:
        chip.fault = Fault.STUCK_HIGH

    frames = list(islice(reader.frames(), 50))

    assert [frame.t_s for frame in frames] == [(124 + k) / 10.0 for k in range(50)]
    assert {frame.counts for frame in frames} == {(None,) * 4}


def test_a_reading_stands_for_a_quarter_of_a_second_and_no_longer():
    chips, reader = four_chips()
    stream = reader.frames()
    list(islice(stream, 20))
    chips[2].fault = Fault.STUCK_HIGH

    frames = list(islice(stream, 10))

    assert [frame.counts[2] is None for frame in frames[:2]] == [False, False]
    assert all(frame.counts[2] is None for frame in frames[3:])
    assert {(frame.counts[0], frame.counts[1], frame.counts[3]) for frame in frames} == {(-500.0, 500.0, 2500.0)}


def test_a_frame_is_the_mean_of_what_came_since_the_last_one():
    clock = VirtualClock()
    chips = [HX711Chip(clock, lambda t_s: t_s * 1e6, period_s=EIGHTY_HZ) for _ in range(4)]
    guarded = [GuardedHX711(chip.dout, chip.sck, clock) for chip in chips]
    reader = HX711Reader(SEAT, Calibration.newtons(4), guarded, clock)

    frames = list(islice(reader.frames(), 30))

    for frame in frames[10:]:
        assert frame.counts[0] == pytest.approx((frame.t_s - 0.05) * 1e6, abs=7000)


def test_verdicts_are_counted_for_each_cell_by_name():
    chips, reader = four_chips()
    chips[1].fault = Fault.STUCK_LOW

    list(islice(reader.frames(), 50))

    assert list(reader.verdict_counts) == list(SEAT.names)
    assert reader.verdict_counts["seat_front"][Verdict.OK] > 40
    assert set(reader.verdict_counts["seat_rear_left"]) == {Verdict.FRAMING}


def test_a_consumer_that_was_held_up_gets_the_present_not_the_past():
    chips, reader = four_chips()
    stream = reader.frames()
    last = list(islice(stream, 20))[-1]

    chips[0].clock.advance_ns(5_030_000_000)
    following = list(islice(stream, 12))

    assert following[0].t_s == pytest.approx(last.t_s + 5.0)
    assert [round(b.t_s - a.t_s, 9) for a, b in pairwise(following)] == [0.1] * 11
    assert following[0].counts == (None,) * 4
    assert following[-1].counts == (-500.0, 500.0, 1500.0, 2500.0)


def test_a_consumer_that_takes_half_of_the_time_loses_nothing_once_the_rhythm_is_learnt():
    chips, reader = four_chips()
    stream = reader.frames()
    list(islice(stream, 20))
    frames = []
    for _ in range(100):
        frames.append(next(stream))
        chips[0].clock.advance_ns(50_000_000)

    assert {frame.counts for frame in frames} == {(-500.0, 500.0, 1500.0, 2500.0)}


def test_the_reader_sleeps_instead_of_spinning():
    chips, reader = four_chips()
    stream = reader.frames()
    list(islice(stream, 30))
    accesses = 0

    def count() -> int:
        nonlocal accesses
        accesses += 1
        return 0

    for chip in chips:
        chip.preemption = count
    list(islice(stream, 100))

    assert accesses / 2 / 400 < 125  # 102 for the word and its guards, the rest looks


def test_closing_ends_the_frames_and_puts_the_chips_to_sleep():
    chips, reader = four_chips()
    stream = reader.frames()
    next(stream)

    reader.close()
    reader.close()

    assert list(stream) == []
    assert all(chip.sck.value for chip in chips)


def test_closing_from_within_a_pin_access_waits_until_no_pin_is_in_use():
    chips, reader = four_chips()
    stream = reader.frames()
    list(islice(stream, 20))

    def interrupt() -> int:
        reader.close()
        return 0

    chips[0].preemption = interrupt

    assert list(stream) == []
    assert all(chip.sck.value for chip in chips)


def test_each_cell_needs_a_chip():
    with pytest.raises(ReaderError, match="0 chips for 4 cells"):
        HX711Reader(SEAT, Calibration.newtons(4), [], VirtualClock())


def test_pins_that_fail_while_reading_name_the_cell():
    chips, reader = four_chips()
    stream = reader.frames()
    next(stream)

    def unplugged() -> int:
        raise OSError(19, "No such device")

    chips[1].preemption = unplugged

    with pytest.raises(ReaderError, match=r"cell seat_rear_left: .*No such device"):
        list(islice(stream, 10))


@pytest.mark.skipif(on_raspberry_pi(), reason="has real pins")
def test_without_a_raspberry_pi_the_pins_are_refused_with_what_to_do():
    with pytest.raises(ReaderError, match=r"cell seat_front: .*no GPIO 5.*simulated"):
        open_pins(5, 13, cell="seat_front")
    with pytest.raises(ReaderError, match="seat_front_left"):
        open_hx711_reader(Config(), RealClock())
    assert os.environ["BLINKA_OS_AGNOSTIC"] == "1"


def test_a_raspberry_pi_is_known_by_its_device_tree(tmp_path: Path):
    model = tmp_path / "model"
    model.write_bytes(b"Raspberry Pi 5 Model B Rev 1.0\0")

    assert on_raspberry_pi(model)
    assert not on_raspberry_pi(tmp_path / "absent")


def test_manual_time_is_no_clock_for_real_chips():
    with pytest.raises(ReaderError, match="real time"):
        open_hx711_reader(Config(), ManualClock())
