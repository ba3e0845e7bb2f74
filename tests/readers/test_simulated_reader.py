import math
import subprocess
import sys
from collections.abc import Sequence
from itertools import islice

import pytest

from chairpi.clock import ManualClock
from chairpi.core.calibration import Calibration
from chairpi.core.seat import Cell, Seat
from chairpi.readers.reader import Reader
from chairpi.readers.simulated import SimulatedReader
from chairpi.readers.verdict import Verdict
from chairpi.simulate.chip import Fault, Preemption

SEAT = Seat(
    (
        Cell("seat_front", 150.0, 0.0),
        Cell("seat_rear_left", -150.0, -150.0),
        Cell("seat_rear_right", -150.0, 150.0),
        Cell("back_upper", math.nan, 0.0),
        Cell("back_lower", math.nan, 0.0),
    )
)
N = len(SEAT.cells)


def alive(t_s: float) -> Sequence[float]:
    """At rest, but for one count at every other instant: what never changes is frozen."""
    return [100_000.0 * (index + 1) + round(10.0 * t_s) % 2 for index in range(N)]


def still(t_s: float) -> Sequence[float]:
    return [100_000.0 * (index + 1) for index in range(N)]


def simulated(counts_at=still, clock: ManualClock | None = None, **options) -> SimulatedReader:
    return SimulatedReader(SEAT, Calibration.newtons(N), counts_at, clock or ManualClock(1000.0), **options)


def test_it_is_a_reader():
    reader: Reader = simulated()

    assert (reader.seat, reader.calibration, reader.rate_hz) == (SEAT, Calibration.newtons(N), 10.0)
    assert reader.backend == "simulated"
    assert reader.guided_upright is None
    assert "simulated" in reader.picked


def test_its_health_is_that_of_the_chips():
    reader = simulated()
    last = list(islice(reader.frames(), 100))[-1]

    health = reader.health(last.t_s)

    assert [cell.cell for cell in health] == list(SEAT.names)
    assert [cell.period_s for cell in health] == pytest.approx(
        [chip.period_ns / 1e9 for chip in reader.chips], rel=0.01
    )
    assert all(age_s is not None and age_s < 0.35 for age_s in reader.ages_s(last.t_s))


@pytest.mark.parametrize("conversion_hz", [10.0, 80.0])
def test_what_the_cells_feel_comes_out_as_counts(conversion_hz: float):
    reader = simulated(alive, conversion_hz=conversion_hz, noise_counts=0.0)

    frames = list(islice(reader.frames(), 40))

    assert all(frame.counts == pytest.approx(still(0.0), abs=1.0) for frame in frames[10:])


def test_frames_wait_for_the_pacing_clock():
    clock = ManualClock(1000.0)
    reader = simulated(clock=clock)

    for frame in islice(reader.frames(), 50):
        assert clock.monotonic_s() == pytest.approx(frame.t_s, abs=1e-9)
    assert clock.monotonic_s() == pytest.approx(1005.0, abs=0.11)


def test_frames_are_ten_a_second_without_drift():
    frames = list(islice(simulated().frames(), 1000))

    assert [frame.t_s for frame in frames] == [(10_001 + k) / 10.0 for k in range(1000)]


def test_the_sitter_is_asked_once_for_each_instant_and_in_order():
    asked_s: list[float] = []

    def counts_at(t_s: float) -> Sequence[float]:
        asked_s.append(t_s)
        return still(t_s)

    list(islice(simulated(counts_at).frames(), 300))

    assert asked_s == sorted(set(asked_s))
    assert len(asked_s) < 305


def test_noise_is_that_of_the_chip_and_each_cell_has_its_own():
    reader = simulated(noise_counts=20.0)

    frames = [frame.counts for frame in islice(reader.frames(), 1500) if None not in frame.counts]
    columns = list(zip(*frames, strict=True))
    spreads = [
        math.sqrt(sum((counts - 100_000 * (index + 1)) ** 2 for counts in column) / len(column))
        for index, column in enumerate(columns)
    ]

    assert spreads == pytest.approx([20.0] * N, rel=0.15)
    assert columns[0] != tuple(counts - 100_000 for counts in columns[1])


def test_the_same_seed_is_the_same_seat():
    first, again, other = (list(islice(simulated(seed=seed).frames(), 100)) for seed in (4, 4, 5))

    assert first == again
    assert first != other


def test_each_chip_has_its_own_oscillator():
    periods_ns = {chip.period_ns for chip in simulated().chips}

    assert len(periods_ns) == N
    assert all(95_000_000 <= period_ns <= 105_000_000 for period_ns in periods_ns)


def test_a_wire_is_cut_and_restored_at_run_time():
    reader = simulated(alive, noise_counts=0.0)
    stream = reader.frames()
    list(islice(stream, 20))

    reader.chips[1].fault = Fault.STUCK_HIGH
    cut = list(islice(stream, 100))
    reader.chips[1].fault = None
    mended = list(islice(stream, 100))

    assert [frame.counts[1] for frame in cut[5:]] == [None] * 95
    assert {frame.counts[0] for frame in cut} <= {100_000.0, 100_000.5, 100_001.0}
    assert {frame.counts[1] for frame in mended[20:]} <= {200_000.0, 200_000.5, 200_001.0}
    assert reader.verdict_counts["seat_rear_left"][Verdict.NOT_READY] > 5


def test_preemption_leaves_gaps_and_never_wrong_counts():
    reader = simulated(alive, noise_counts=0.0, preemption=Preemption(1e-3, 2e-3, seed=1))

    frames = list(islice(reader.frames(), 500))

    for index in range(N):
        counts = {frame.counts[index] for frame in frames}
        assert None in counts
        assert counts <= {None, *(100_000.0 * (index + 1) + part for part in (0.0, 0.5, 1.0))}


def test_close_ends_the_frames():
    reader = simulated()
    stream = reader.frames()
    next(stream)

    reader.close()

    assert list(stream) == []


def test_loading_the_driver_prints_nothing_and_leaves_shared_modules_alone():
    program = (
        "import sys, time\n"
        "from chairpi.readers.adafruit import load_driver\n"
        "from chairpi.simulate.virtual_clock import VirtualClock\n"
        "driver = load_driver(VirtualClock())\n"
        "import microcontroller\n"
        "assert driver.time is not time and driver.microcontroller is not microcontroller\n"
        "assert not hasattr(microcontroller, 'disable_interrupts')\n"
        "assert 'adafruit_hx711.hx711' not in sys.modules\n"
    )

    done = subprocess.run([sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=False)

    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)
