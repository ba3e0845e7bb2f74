from collections.abc import Callable

import pytest

from chairpi.simulate.chip import Fault, HX711Chip, Preemption, Selection
from chairpi.simulate.virtual_clock import VirtualClock

WINDOW_NS = 75_000


def powered_up(signal: Callable[[float], float] = lambda t_s: 0x123456, **options: object) -> HX711Chip:
    return HX711Chip(VirtualClock(), signal, **options)  # type: ignore[arg-type]


def wait_until_ready(chip: HX711Chip) -> int:
    """Nanoseconds until DOUT falls, to 10 us."""
    start_ns = chip.clock.now_ns
    while chip.data_level():
        chip.clock.advance_ns(10_000)
        assert chip.clock.now_ns - start_ns < 10_000_000_000
    return chip.clock.now_ns - start_ns


def shift_out(chip: HX711Chip, pulses: int = 25) -> list[bool]:
    bits = []
    for _ in range(pulses):
        chip.sck.value = True
        bits.append(chip.dout.value)
        chip.sck.value = False
    return bits


def as_word(bits: list[bool]) -> int:
    return int("".join("1" if bit else "0" for bit in bits[:24]), 2)


def read_word(chip: HX711Chip, pulses: int = 25) -> int:
    wait_until_ready(chip)
    return as_word(shift_out(chip, pulses))


def test_dout_is_high_for_four_conversions_after_power_up():
    chip = powered_up(period_s=0.1)

    assert wait_until_ready(chip) == pytest.approx(400_000_000 + WINDOW_NS, abs=10_000)


def test_the_faster_rate_settles_in_fifty_milliseconds():
    chip = powered_up(period_s=0.0125)

    assert wait_until_ready(chip) == pytest.approx(50_000_000 + WINDOW_NS, abs=10_000)


def test_the_word_comes_most_significant_bit_first_and_the_25th_pulse_lifts_dout():
    chip = powered_up(lambda t_s: 0x400003 + 0.4)
    wait_until_ready(chip)

    bits = shift_out(chip)

    assert bits[:24] == [False, True, *[False] * 20, True, True]
    assert bits[24]
    assert chip.dout.value


@pytest.mark.parametrize(
    ("counts", "word"),
    [
        pytest.param(1, 0x000001, id="one"),
        pytest.param(-1, 0xFFFFFF, id="minus one"),
        pytest.param(-530242, 0xF7E8BE, id="negative"),
        pytest.param(2**23 - 1, 0x7FFFFF, id="highest"),
        pytest.param(2**23, 0x7FFFFF, id="above the highest is clipped"),
        pytest.param(-(2**23), 0x800000, id="lowest"),
        pytest.param(-1e12, 0x800000, id="below the lowest is clipped"),
    ],
)
def test_the_word_is_clipped_twos_complement(counts: float, word: int):
    assert read_word(powered_up(lambda t_s: counts)) == word


@pytest.mark.parametrize(
    ("pulses", "selection", "word"),
    [
        pytest.param(25, Selection.A128, 1000, id="25 pulses: channel A, gain 128"),
        pytest.param(26, Selection.B32, 0, id="26 pulses: channel B"),
        pytest.param(27, Selection.A64, 500, id="27 pulses: channel A, gain 64"),
    ],
)
def test_the_pulses_choose_channel_and_gain_of_the_next_conversion(pulses: int, selection: Selection, word: int):
    chip = powered_up(lambda t_s: 1000)

    assert read_word(chip, pulses) == 1000
    assert read_word(chip) == word
    assert chip.selection is selection


def test_another_gain_settles_for_four_conversions():
    chip = powered_up(period_s=0.1)
    read_word(chip, 27)

    assert wait_until_ready(chip) == pytest.approx(400_000_000, abs=1_000_000)


def test_the_same_gain_does_not_settle():
    chip = powered_up(period_s=0.1)
    read_word(chip)

    assert wait_until_ready(chip) == pytest.approx(100_000_000, abs=1_000_000)


@pytest.mark.parametrize(
    ("high_ns", "resets"),
    [pytest.param(60_000, False, id="60 us"), pytest.param(60_001, True, id="more than 60 us")],
)
def test_pd_sck_high_for_more_than_60_us_is_a_reset(high_ns: int, resets: bool):
    chip = powered_up(access_s=0.0)
    wait_until_ready(chip)

    chip.sck.value = True
    chip.clock.advance_ns(high_ns)
    slept = chip.powered_down
    chip.sck.value = False

    assert slept == resets
    assert (chip.register_counts is None) == resets


def test_a_reset_brings_back_channel_a_with_gain_128_after_settling():
    chip = powered_up(lambda t_s: 1000)
    read_word(chip, 27)
    assert read_word(chip, 27) == 500

    chip.sck.value = True
    chip.clock.advance_ns(100_000)
    chip.sck.value = False

    assert wait_until_ready(chip) == pytest.approx(400_000_000, abs=100_000)
    assert as_word(shift_out(chip)) == 1000


def test_a_sleeping_chip_holds_dout_high_and_converts_nothing():
    chip = powered_up()
    wait_until_ready(chip)
    chip.sck.value = True

    chip.clock.advance_ns(3_600_000_000_000)

    assert chip.powered_down
    assert chip.dout.value


def test_a_word_cut_short_by_a_reset_ends_in_ones():
    chip = powered_up(lambda t_s: 0)
    wait_until_ready(chip)
    shift_out(chip, 9)

    chip.sck.value = True
    chip.clock.advance_ns(61_000)
    bits = [chip.dout.value]
    chip.sck.value = False
    bits += shift_out(chip, 15)

    assert all(bits)


@pytest.mark.parametrize("error_fraction", [-0.05, 0.0, 0.05])
def test_the_oscillator_error_stretches_every_conversion(error_fraction: float):
    chip = powered_up(period_s=0.1, oscillator_error_fraction=error_fraction)
    wait_until_ready(chip)
    start_ns = chip.clock.now_ns
    for _ in range(20):
        shift_out(chip)
        wait_until_ready(chip)

    assert (chip.clock.now_ns - start_ns) / 20e9 == pytest.approx(0.1 * (1 + error_fraction), rel=1e-4)


def test_conversions_do_not_drift_over_a_simulated_year():
    chip = powered_up(lambda t_s: t_s % 1e6, period_s=0.1)

    chip.clock.advance_ns(365 * 86_400 * 10**9 + 50_000_000)

    assert chip.register_counts == 365 * 86_400 % 10**6


def test_an_unread_word_is_replaced_while_dout_is_high_for_75_us():
    chip = powered_up(lambda t_s: round(t_s * 10), period_s=0.1)
    chip.clock.advance_ns(499_999_000)
    levels = [(ns, chip.data_level()) for ns in range(0, 100_000, 1000) if not chip.clock.advance_ns(1000)]

    assert [ns for ns, high in levels if high] == list(range(0, WINDOW_NS, 1000))
    assert chip.register_counts == 5


def test_clocking_inside_the_update_window_spoils_the_word_into_ones():
    chip = powered_up(lambda t_s: 0)
    chip.clock.advance_ns(500_000_000 + WINDOW_NS // 2)

    bits = shift_out(chip)

    assert as_word(bits) == 0xFFFFFF
    assert chip.register_counts is None
    assert read_word(chip) == 0


def test_a_read_that_an_update_overtakes_goes_on_with_the_next_word():
    chip = powered_up(lambda t_s: 0 if t_s < 0.45 else -1)
    wait_until_ready(chip)
    first = shift_out(chip, 20)

    chip.clock.advance_ns(100_000_000)
    second = shift_out(chip, 5)

    assert not any(first)
    assert all(second)


def test_the_register_does_not_move_while_it_is_shifted_out():
    clock = VirtualClock()
    chip = HX711Chip(clock, lambda t_s: t_s * 1e6, noise_counts=1000.0)
    wait_until_ready(chip)
    before = chip.register_counts

    assert as_word(shift_out(chip)) == before


def test_noise_repeats_with_its_seed():
    first, again, other = (powered_up(lambda t_s: 0, noise_counts=1000.0, seed=seed) for seed in (1, 1, 2))

    words = [[read_word(chip) for _ in range(5)] for chip in (first, again, other)]

    assert words[0] == words[1]
    assert words[0] != words[2]


@pytest.mark.parametrize(
    ("fault", "bits"),
    [
        pytest.param(Fault.STUCK_HIGH, {True}, id="stuck high"),
        pytest.param(Fault.STUCK_LOW, {False}, id="stuck low"),
        pytest.param(Fault.FLOATING, {False, True}, id="floating"),
        pytest.param(Fault.CLOCK_CUT, {False}, id="clock cut"),
    ],
)
def test_a_broken_wire_hides_the_word(fault: Fault, bits: set[bool]):
    chip = powered_up(lambda t_s: 0x555555)
    wait_until_ready(chip)
    chip.fault = fault

    assert set(shift_out(chip)) == bits


def test_a_wire_can_be_cut_and_restored_at_run_time():
    chip = powered_up(lambda t_s: 77)

    chip.fault = Fault.STUCK_HIGH
    chip.clock.advance_ns(2_000_000_000)
    cut = chip.dout.value
    chip.fault = None

    assert cut
    assert read_word(chip) == 77


def test_each_access_costs_its_time():
    chip = powered_up(access_s=5e-6)

    chip.sck.value = True
    chip.sck.value = False
    _ = chip.dout.value

    assert chip.clock.now_ns == 15_000


def test_preemption_holds_accesses_up_repeatably():
    times_ns = []
    for _ in range(2):
        chip = powered_up(access_s=0.0, preemption=Preemption(0.1, 1e-3, seed=5))
        for _ in range(1000):
            _ = chip.dout.value
        times_ns.append(chip.clock.now_ns)

    assert times_ns[0] == times_ns[1]
    assert times_ns[0] == pytest.approx(100 * 1_000_000, rel=0.4)


def test_virtual_time_is_whole_nanoseconds():
    clock = VirtualClock(5)

    clock.sleep(0.1)
    clock.sleep(0.2)
    clock.advance_ns(1)

    assert clock.perf_counter_ns() == 300_000_006
