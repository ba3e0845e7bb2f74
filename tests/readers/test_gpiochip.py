import errno
import random
from pathlib import Path

import gpio_chardev
import pytest
from gpio_chardev import EmulatedGpio
from hypothesis import given
from hypothesis import strategies as st

from chairpi.errors import ReaderError
from chairpi.readers import gpio_uapi
from chairpi.readers.gpio_uapi import LinuxGpio, chip_label
from chairpi.readers.gpiochip import GpiochipBank
from chairpi.readers.verdict import Verdict, judge, signed
from chairpi.simulate.chip import Fault, HX711Chip, Preemption
from chairpi.simulate.virtual_clock import VirtualClock

DOUTS, SCKS = (5, 6, 7, 8, 4, 27), (13, 19, 12, 25, 17, 22)
NAMES = ("front_left", "front_right", "rear_left", "rear_right", "upper", "lower")
TEN_HZ, NINETY_THREE_HZ = 0.1, 0.010702


class Bench:
    """A bank on emulated lines, and the chips behind them, each with its own random signal."""

    def __init__(self, n_cells: int = 6, *, period_s: float = TEN_HZ, seed: int = 0, **options: object) -> None:
        self.clock = VirtualClock()
        self.held: list[list[int]] = [[] for _ in range(n_cells)]
        self._random = random.Random(seed)
        self.chips = [
            HX711Chip(
                self.clock,
                lambda t_s, cell=cell: self._signal(cell),
                period_s=period_s,
                oscillator_error_fraction=0.01 * cell,
                seed=cell,
            )
            for cell in range(n_cells)
        ]
        self.gpio = EmulatedGpio(
            self.clock,
            list(zip(self.chips, DOUTS, SCKS, strict=False)),
            **options,  # type: ignore[arg-type]
        )
        self.bank = GpiochipBank(DOUTS[:n_cells], SCKS[:n_cells], self.clock, system=self.gpio, names=NAMES[:n_cells])
        self.all = range(n_cells)

    def _signal(self, cell: int) -> float:
        self.held[cell].append(self._random.randint(-(2**23) + 1, 2**23 - 2))
        return self.held[cell][-1]

    def until_all_ready(self) -> None:
        while not all(self.bank.ready(self.all)):
            self.clock.advance_ns(200_000)


def refusal(**options: object) -> tuple[str, EmulatedGpio]:
    gpio = EmulatedGpio(VirtualClock(), **options)  # type: ignore[arg-type]
    with pytest.raises(ReaderError) as error:
        GpiochipBank(DOUTS, SCKS, VirtualClock(), system=gpio, names=NAMES)
    return str(error.value), gpio


@pytest.mark.parametrize(
    ("ours", "kernels", "size_bytes"),
    [
        pytest.param(gpio_uapi.CHIP_INFO, gpio_chardev.ChipInfo, 68, id="gpiochip_info"),
        pytest.param(gpio_uapi.LINE_INFO, gpio_chardev.LineInfo, 256, id="gpio_v2_line_info"),
        pytest.param(gpio_uapi.LINE_REQUEST, gpio_chardev.LineRequest, 592, id="gpio_v2_line_request"),
        pytest.param(gpio_uapi.LINE_VALUES, gpio_chardev.LineValues, 16, id="gpio_v2_line_values"),
        pytest.param(gpio_uapi.LINE_EVENT, gpio_chardev.LineEvent, 48, id="gpio_v2_line_event"),
    ],
)
def test_structs_are_as_long_as_the_kernels(ours, kernels, size_bytes: int):
    assert (ours.size, gpio_chardev.ctypes.sizeof(kernels)) == (size_bytes, size_bytes)


def test_codes_are_those_that_a_compiler_makes_of_the_kernels_header():
    codes = (
        gpio_uapi.GET_CHIPINFO,
        gpio_uapi.GET_LINEINFO,
        gpio_uapi.GET_LINE,
        gpio_uapi.LINE_GET_VALUES,
        gpio_uapi.LINE_SET_VALUES,
    )

    assert codes == (0x8044B401, 0xC100B405, 0xC250B407, 0xC010B40E, 0xC010B40F)


@pytest.mark.parametrize("n_cells", [1, 4, 6])
def test_words_are_what_the_registers_held(n_cells: int):
    bench = Bench(n_cells)
    for _ in range(20):
        bench.until_all_ready()

        measured = bench.bank.read(bench.all)

        assert [signed(one.word) for one in measured] == [held[-1] for held in bench.held]
        assert {(one.pulses, one.framed) for one in measured} == {(25, True)}


def test_all_chips_at_once_cost_as_many_calls_as_one():
    calls = []
    for n_cells in (1, 6):
        bench = Bench(n_cells)
        bench.until_all_ready()
        before = bench.gpio.n_ioctls
        bench.bank.read(bench.all)
        calls.append(bench.gpio.n_ioctls - before)

    assert calls == [3 * 25 + 16] * 2


def test_only_the_chips_that_are_asked_for_are_clocked():
    bench = Bench()
    bench.until_all_ready()

    first = bench.bank.read([4, 1])
    ready = bench.bank.ready(bench.all)
    others = bench.bank.read([0, 2, 3, 5])

    assert [signed(one.word) for one in first] == [bench.held[4][-1], bench.held[1][-1]]
    assert ready == [True, False, True, True, False, True]
    assert [signed(one.word) for one in others] == [bench.held[cell][-1] for cell in (0, 2, 3, 5)]


def test_a_chip_that_is_not_ready_is_left_alone_while_the_others_are_read():
    bench = Bench(4)
    bench.until_all_ready()
    bench.bank.read([2])
    bench.until_all_ready()
    bench.bank.read([2])

    measured = bench.bank.read(bench.all)

    assert (measured[2].word, measured[2].pulses, measured[2].framed) == (None, 0, False)
    assert [signed(measured[cell].word) for cell in (0, 1, 3)] == [bench.held[cell][-1] for cell in (0, 1, 3)]


def test_nothing_asked_is_nothing_done():
    bench = Bench()
    before = bench.gpio.n_ioctls

    assert (bench.bank.ready([]), bench.bank.read([])) == ([], [])
    assert bench.gpio.n_ioctls == before


@pytest.mark.parametrize(
    ("label", "path", "others"),
    [
        pytest.param("pinctrl-bcm2835", "/dev/gpiochip0", {"/dev/gpiochip1": "raspberrypi-exp-gpio"}, id="Pi 3"),
        pytest.param("pinctrl-bcm2711", "/dev/gpiochip0", {"/dev/gpiochip1": "raspberrypi-exp-gpio"}, id="Pi 4"),
        pytest.param(
            "pinctrl-rp1",
            "/dev/gpiochip4",
            {"/dev/gpiochip0": "gpio-brcmstb@107d508500", "/dev/gpiochip1": "gpio-brcmstb@107d508520"},
            id="Pi 5, older kernel",
        ),
        pytest.param("pinctrl-rp1", "/dev/gpiochip0", {"/dev/gpiochip10": "gpio-brcmstb@107d508500"}, id="Pi 5"),
    ],
)
def test_the_header_is_found_by_its_label(label: str, path: str, others: dict[str, str]):
    bench = Bench(4, label=label, path=path, others=others)
    bench.until_all_ready()

    assert all(one.framed for one in bench.bank.read(bench.all))
    assert len(bench.gpio.open_fds) == 2


def test_a_line_that_another_holds_is_named_with_its_cell_and_its_holder():
    said, gpio = refusal(busy={7: "spi0 CS1"})

    assert said.startswith("cell rear_left: DOUT: GPIO 7 is in use by spi0 CS1; stop what uses it")
    assert gpio.open_fds == {}


def test_a_held_clock_line_is_named_too():
    said, gpio = refusal(busy={22: ""})

    assert said.startswith("cell lower: PD_SCK: GPIO 22 is in use; stop what uses it")
    assert gpio.open_fds == {}


def test_a_line_that_the_chip_does_not_have_is_named():
    said, gpio = refusal(n_lines=27)

    assert said.startswith("cell lower: DOUT: this machine has no GPIO 27")
    assert gpio.open_fds == {}


def test_without_permission_the_group_is_named():
    said, gpio = refusal(label="none", refused={"/dev/gpiochip0": errno.EACCES})

    assert "/dev/gpiochip0: no permission, add this user to the group gpio" in said
    assert gpio.open_fds == {}


def test_without_a_header_it_says_what_was_looked_for_and_what_was_found():
    said, gpio = refusal(label="pinctrl-other", refused={"/dev/gpiochip9": errno.EIO})

    assert "pinctrl-bcm2835, pinctrl-bcm2711, pinctrl-rp1" in said
    assert "/dev/gpiochip0: pinctrl-other; /dev/gpiochip9: Input/output error" in said
    assert "set backend to simulated" in said
    assert gpio.open_fds == {}


def test_no_chip_resets_itself_without_a_high_time_that_tells():
    bench = Bench(4, preemption=Preemption(0.02, 80e-6, seed=5))
    n_resets = 0
    for _ in range(60):
        bench.until_all_ready()
        measured = bench.bank.read(bench.all)
        for one, chip in zip(measured, bench.chips, strict=True):
            if chip.next_update_ns - bench.clock.now_ns > 2 * chip.period_ns:  # it settles
                n_resets += 1
                assert judge(one, 80_000_000) is Verdict.POWERED_DOWN

    assert n_resets > 10


@pytest.mark.parametrize(
    ("fault", "word", "framed"),
    [
        pytest.param(Fault.STUCK_HIGH, None, False, id="stuck high"),
        pytest.param(Fault.STUCK_LOW, 0, False, id="stuck low"),
        pytest.param(Fault.CLOCK_CUT, 0, False, id="clock cut"),
        pytest.param(Fault.FLOATING, None, False, id="floating"),
    ],
)
def test_a_broken_wire_shows_and_does_not_disturb_the_others(fault: Fault, word: int | None, framed: bool):
    bench = Bench(4)
    bench.until_all_ready()
    bench.chips[1].fault = fault

    measured = bench.bank.read(bench.all)

    assert (measured[1].word, measured[1].framed) == (word, framed)
    assert [signed(measured[cell].word) for cell in (0, 2, 3)] == [bench.held[cell][-1] for cell in (0, 2, 3)]


def test_a_word_is_dated_from_the_last_look_that_saw_its_chip_busy():
    bench = Bench(1)
    while not bench.bank.ready([0])[0]:
        busy_ns = bench.clock.now_ns
        bench.clock.advance_ns(1_000_000)
    bench.clock.advance_ns(3_000_000)

    (measured,) = bench.bank.read([0])

    assert measured.since_busy_ns == pytest.approx(bench.clock.now_ns - busy_ns, abs=5_000)
    assert measured.since_busy_ns >= bench.clock.now_ns - busy_ns


def test_wait_ends_when_a_chip_becomes_ready():
    bench = Bench(4)
    bench.until_all_ready()
    bench.bank.read(bench.all)
    due_ns = min(chip.next_update_ns for chip in bench.chips)

    bench.bank.wait(1.0)

    assert 0 <= bench.clock.now_ns - due_ns < 100_000
    assert bench.bank.ready(bench.all) == [True, False, False, False]


def test_wait_ends_by_itself_when_no_chip_says_anything():
    bench = Bench(4)
    for chip in bench.chips:
        chip.fault = Fault.STUCK_HIGH
    start_ns = bench.clock.now_ns

    bench.bank.wait(0.25)

    assert bench.clock.now_ns - start_ns == pytest.approx(250e6, abs=10_000)


def test_an_edge_that_comes_while_another_chip_is_read_is_not_lost():
    bench = Bench(2)
    bench.until_all_ready()
    bench.bank.read([0, 1])
    due_ns = bench.chips[1].next_update_ns  # 1 % later than that of chip 0, whose word is read meanwhile
    bench.clock.now_ns = due_ns - 50_000
    assert bench.bank.ready([0, 1]) == [True, False]
    bench.bank.read([0])
    after_ns = bench.clock.now_ns

    bench.bank.wait(1.0)

    assert bench.clock.now_ns - after_ns < 100_000
    assert bench.bank.ready([1]) == [True]


def test_a_fluttering_line_wakes_nobody_more_than_a_thousand_times_a_second():
    bench = Bench(2)
    bench.chips[0].fault = Fault.FLOATING
    n_waits = 0
    while bench.clock.now_ns < 1_000_000_000:
        bench.bank.wait(0.1)
        n_waits += 1

    assert n_waits <= 1001


def test_a_chip_sleeps_and_settles_when_it_wakes():
    bench = Bench(2)
    bench.until_all_ready()
    bench.bank.power(0, up=False)
    bench.clock.advance_ns(10_000_000)
    assert bench.chips[0].powered_down
    bench.bank.power(0, up=True)
    woken_ns = bench.clock.now_ns

    while not bench.bank.ready([0])[0]:
        bench.clock.advance_ns(1_000_000)

    assert bench.clock.now_ns - woken_ns == pytest.approx(4 * bench.chips[0].period_ns, abs=2e6)
    assert not bench.chips[1].powered_down


def test_close_puts_every_chip_to_sleep_and_lets_go_once():
    bench = Bench()

    bench.bank.close()
    bench.bank.close()
    bench.clock.advance_ns(100_000)

    assert all(chip.powered_down for chip in bench.chips)
    assert bench.gpio.open_fds == {}


def test_a_second_bank_can_have_the_lines_after_the_first():
    bench = Bench(4)
    bench.bank.close()

    GpiochipBank(DOUTS[:4], SCKS[:4], bench.clock, system=bench.gpio)

    assert len(bench.gpio.open_fds) == 2


HELD_UP_NS = st.one_of(
    st.integers(0, 200_000),
    st.integers(10_000, 75_000),
    st.integers(1_000_000, 20_000_000),
    st.integers(0, 250_000_000),
)


@given(
    period_s=st.sampled_from([TEN_HZ, NINETY_THREE_HZ]),
    access_ns=st.integers(300, 25_000),
    held_up=st.lists(st.tuples(st.integers(0, 300), HELD_UP_NS), max_size=40),
    pauses_ns=st.lists(HELD_UP_NS, min_size=1, max_size=20),
    seed=st.integers(0, 2**32),
)
def test_no_timing_makes_a_word_after_four_sound_ones_differ_from_the_register(
    period_s: float, access_ns: int, held_up: list[tuple[int, int]], pauses_ns: list[int], seed: int
):
    """Four, as `ChipWatch` asks for: pulses that met two words leave another gain behind, which the next word does not show."""
    schedule = [wait for n_quiet, length_ns in held_up for wait in [*[0] * n_quiet, length_ns]]
    pending = iter(schedule)
    bench = Bench(4, period_s=period_s, seed=seed, access_ns=access_ns, preemption=lambda: next(pending, 0))
    doubts = [0] * 4
    for index in range(60):
        ready = bench.bank.ready(bench.all)
        before = [len(held) for held in bench.held]
        cells = [cell for cell in bench.all if ready[cell]]
        for cell, measured in zip(cells, bench.bank.read(cells), strict=True):
            if judge(measured, round(0.8 * bench.chips[cell].period_ns)) is not Verdict.OK:
                doubts[cell] = 4
            elif doubts[cell]:
                doubts[cell] -= 1
            else:
                assert [signed(measured.word)] == bench.held[cell][before[cell] :][:1]
        bench.bank.wait(pauses_ns[index % len(pauses_ns)] / 1e9)


@pytest.mark.skipif(not list(Path("/dev").glob("gpiochip*")), reason="this machine has no /dev/gpiochip*")
def test_a_real_chip_says_its_label():
    system = LinuxGpio()
    for path in system.chip_paths():
        fd = system.open(path)
        try:
            assert chip_label(system, fd).isprintable()
        finally:
            system.close(fd)
