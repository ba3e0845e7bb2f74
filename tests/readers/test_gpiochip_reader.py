"""The whole reader over the kernel's GPIO lines: system calls at one end, frames at the other."""

from itertools import islice

import pytest
from gpio_chardev import EmulatedGpio

from chairpi.core.calibration import Calibration
from chairpi.core.seat import Cell, Seat
from chairpi.readers.gpiochip import GpiochipBank
from chairpi.readers.polling import HX711Reader
from chairpi.readers.verdict import Verdict
from chairpi.simulate.chip import Fault, HX711Chip, Preemption
from chairpi.simulate.virtual_clock import VirtualClock

DOUTS, SCKS = (5, 6, 7, 8, 4, 27), (13, 19, 12, 25, 17, 22)
POSITIONS = (
    ("seat_front_left", 150.0, -150.0),
    ("seat_front_right", 150.0, 150.0),
    ("seat_rear_left", -150.0, -150.0),
    ("seat_rear_right", -150.0, 150.0),
    ("back_upper", float("nan"), 0.0),
    ("back_lower", float("nan"), 0.0),
)
STEP_COUNTS = 40


class Signal:
    """One cell's own number, moved by a little with each conversion, as a chip that is alive does."""

    def __init__(self, cell: int) -> None:
        self.lowest_counts = 123_457 * (cell + 1) - 500_000
        self._n_conversions = 0

    def __call__(self, t_s: float) -> float:
        self._n_conversions += 1
        return self.lowest_counts + self._n_conversions * 7 % STEP_COUNTS


def seat_on_lines(
    n_cells: int, period_s: float, **options: object
) -> tuple[list[Signal], list[HX711Chip], EmulatedGpio, HX711Reader]:
    clock = VirtualClock(7_654_321)
    signals = [Signal(cell) for cell in range(n_cells)]
    chips = [
        HX711Chip(clock, signal, period_s=period_s, oscillator_error_fraction=0.015 * cell - 0.04, seed=cell)
        for cell, signal in enumerate(signals)
    ]
    gpio = EmulatedGpio(
        clock,
        list(zip(chips, DOUTS, SCKS, strict=False)),
        **options,  # type: ignore[arg-type]
    )
    bank = GpiochipBank(DOUTS[:n_cells], SCKS[:n_cells], clock, system=gpio)
    seat = Seat(tuple(Cell(*position) for position in POSITIONS[:n_cells]))
    return signals, chips, gpio, HX711Reader(seat, Calibration.newtons(n_cells), bank, clock)


@pytest.mark.parametrize("n_cells", [4, 6])
@pytest.mark.parametrize("period_s", [pytest.param(0.1, id="10 SPS"), pytest.param(0.0125, id="80 SPS")])
def test_frames_hold_what_the_registers_held(n_cells: int, period_s: float):
    signals, _, _, reader = seat_on_lines(n_cells, period_s)

    frames = list(islice(reader.frames(), 60))

    for frame in frames[20:]:
        for counts, signal in zip(frame.counts, signals, strict=True):
            assert counts is not None
            assert 0 <= counts - signal.lowest_counts < STEP_COUNTS


@pytest.mark.parametrize("n_cells", [4, 6])
@pytest.mark.parametrize("period_s", [pytest.param(0.1, id="10 SPS"), pytest.param(0.0125, id="80 SPS")])
@pytest.mark.parametrize("held_up_s", [200e-6, 5e-3])
def test_preemption_leaves_gaps_and_never_wrong_counts(n_cells: int, period_s: float, held_up_s: float):
    signals, _, _, reader = seat_on_lines(n_cells, period_s, preemption=Preemption(1e-3, held_up_s, seed=n_cells))

    frames = list(islice(reader.frames(), 80))

    said = [(counts, signal) for frame in frames for counts, signal in zip(frame.counts, signals, strict=True)]
    heard = [(counts, signal) for counts, signal in said if counts is not None]
    assert all(0 <= counts - signal.lowest_counts < STEP_COUNTS for counts, signal in heard)
    assert len(heard) > len(said) / 2
    assert any(counts[Verdict.POWERED_DOWN] for counts in reader.verdict_counts.values())


@pytest.mark.parametrize("fault", list(Fault))
def test_a_broken_wire_is_unknown_and_comes_back_without_a_restart(fault: Fault):
    signals, chips, _, reader = seat_on_lines(4, 0.1)
    stream = reader.frames()
    list(islice(stream, 30))

    chips[2].fault = fault
    broken = list(islice(stream, 30))
    chips[2].fault = None
    mended = list(islice(stream, 40))

    assert all(frame.counts[2] is None for frame in broken[15:])
    assert all(frame.counts[0] is not None for frame in broken)
    assert mended[-1].counts[2] is not None
    assert 0 <= mended[-1].counts[2] - signals[2].lowest_counts < STEP_COUNTS


def test_a_seat_at_rest_costs_few_calls():
    _, _, gpio, reader = seat_on_lines(6, 0.1)
    stream = reader.frames()
    list(islice(stream, 30))
    before = gpio.n_ioctls

    list(islice(stream, 100))

    assert gpio.n_ioctls - before < 100 * 6 * 100  # for a word 91, and some looks when it is nearly due


def test_closing_the_reader_lets_go_of_the_lines():
    _, chips, gpio, reader = seat_on_lines(6, 0.1)
    stream = reader.frames()
    next(stream)

    reader.close()

    assert list(stream) == []
    assert gpio.open_fds == {}
    gpio.clock.advance_ns(100_000)
    assert all(chip.powered_down for chip in chips)
