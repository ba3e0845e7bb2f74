from collections.abc import Callable, Sequence
from itertools import islice, pairwise

import pytest
from watched import EIGHTY_HZ, NINETY_THREE_HZ, SIX_PER_CENT_SHORT, TEN_HZ

from chairpi.core.calibration import Calibration
from chairpi.core.frame import Frame
from chairpi.core.seat import Cell, Seat
from chairpi.errors import ReaderError
from chairpi.readers.adafruit import AdafruitBank
from chairpi.readers.polling import STALE_S, HX711Reader
from chairpi.readers.verdict import Measured, Verdict
from chairpi.simulate.chip import Fault, HX711Chip, Preemption
from chairpi.simulate.virtual_clock import VirtualClock

SEAT = Seat(
    (
        Cell("seat_front", 150.0, 0.0),
        Cell("seat_rear_left", -150.0, -150.0),
        Cell("seat_rear_right", -150.0, 150.0),
        Cell("back_upper", float("nan"), 0.0),
    )
)


EXPECTED = pytest.approx((-500.0, 500.0, 1500.0, 2500.0), abs=1.0)


def alive(counts: float) -> Callable[[float], float]:
    """Counts that are never frozen: one more at every other conversion."""
    n_asked = 0

    def signal(t_s: float) -> float:
        nonlocal n_asked
        n_asked += 1
        return counts + n_asked % 2

    return signal


def four_chips(period_s: float = TEN_HZ, **options: object) -> tuple[list[HX711Chip], HX711Reader]:
    clock = VirtualClock(12_345_678_901)
    chips = [
        HX711Chip(
            clock,
            alive(1000.0 * index - 500.0),
            period_s=period_s,
            oscillator_error_fraction=0.02 * index - 0.03,
            **options,  # type: ignore[arg-type]
        )
        for index in range(4)
    ]
    bank = AdafruitBank([(chip.dout, chip.sck) for chip in chips], clock)
    return chips, HX711Reader(SEAT, Calibration.newtons(4), bank, clock)


@pytest.mark.parametrize("period_s", [TEN_HZ, SIX_PER_CENT_SHORT, EIGHTY_HZ, NINETY_THREE_HZ])
def test_every_cell_is_in_every_frame_once_settled(period_s: float):
    _, reader = four_chips(period_s)

    frames = list(islice(reader.frames(), 100))

    assert all(frame.counts == EXPECTED for frame in frames[10:])


def test_frames_are_on_the_grid_even_when_no_cell_answers():
    chips, reader = four_chips()
    for chip in chips:
        chip.fault = Fault.STUCK_HIGH

    frames = list(islice(reader.frames(), 50))

    assert [frame.t_s for frame in frames] == [(124 + k) / 10.0 for k in range(50)]
    assert {frame.counts for frame in frames} == {(None,) * 4}


def test_a_reading_stands_for_a_third_of_a_second_and_no_longer():
    chips, reader = four_chips()
    stream = reader.frames()
    list(islice(stream, 20))
    chips[2].fault = Fault.STUCK_HIGH

    frames = []
    for frame in islice(stream, 10):
        age_s = reader.ages_s(frame.t_s)[2]
        assert age_s is not None
        assert (frame.counts[2] is None) == (age_s >= STALE_S)
        frames.append(frame)

    assert frames[0].counts[2] is not None
    assert all(frame.counts[2] is None for frame in frames[3:])
    assert all(frame.counts[index] is not None for frame in frames for index in (0, 1, 3))


def test_a_frame_is_the_mean_of_what_came_since_the_last_one():
    clock = VirtualClock()
    chips = [HX711Chip(clock, lambda t_s: t_s * 1e5, period_s=EIGHTY_HZ) for _ in range(4)]
    bank = AdafruitBank([(chip.dout, chip.sck) for chip in chips], clock)
    reader = HX711Reader(SEAT, Calibration.newtons(4), bank, clock)

    frames = list(islice(reader.frames(), 30))

    for frame in frames[10:]:
        assert frame.counts[0] == pytest.approx((frame.t_s - 0.0625) * 1e5, abs=1_000)


def test_verdicts_are_counted_for_each_cell_by_name():
    chips, reader = four_chips()
    chips[1].fault = Fault.STUCK_LOW

    list(islice(reader.frames(), 50))

    assert list(reader.verdict_counts) == list(SEAT.names)
    assert reader.verdict_counts["seat_front"][Verdict.OK] > 40
    assert set(reader.verdict_counts["seat_rear_left"]) == {Verdict.FRAMING}
    assert reader.verdict_counts["seat_front"].total() == reader.health(0.0)[0].n_reads


def test_a_consumer_that_was_held_up_gets_the_present_not_the_past():
    chips, reader = four_chips()
    stream = reader.frames()
    last = list(islice(stream, 20))[-1]

    chips[0].clock.advance_ns(5_030_000_000)
    following = list(islice(stream, 12))

    assert following[0].t_s == pytest.approx(last.t_s + 5.0)
    assert [round(b.t_s - a.t_s, 9) for a, b in pairwise(following)] == [0.1] * 11
    assert following[0].counts == (None,) * 4
    assert following[-1].counts == EXPECTED


def test_a_consumer_that_takes_half_of_the_time_loses_nothing_once_the_rhythm_is_learnt():
    chips, reader = four_chips()
    stream = reader.frames()
    list(islice(stream, 20))
    frames = []
    for _ in range(100):
        frames.append(next(stream))
        chips[0].clock.advance_ns(50_000_000)

    assert all(frame.counts == EXPECTED for frame in frames)


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
        HX711Reader(SEAT, Calibration.newtons(4), AdafruitBank([], VirtualClock()), VirtualClock())


def test_pins_that_fail_while_reading_name_the_cell():
    chips, reader = four_chips()
    stream = reader.frames()
    next(stream)

    def unplugged() -> int:
        raise OSError(19, "No such device")

    chips[1].preemption = unplugged

    with pytest.raises(ReaderError, match=r"cell .*seat_rear_left.*: .*No such device"):
        list(islice(stream, 10))


@pytest.mark.parametrize("period_s", [TEN_HZ, EIGHTY_HZ])
def test_at_least_995_of_1000_conversions_are_delivered(period_s: float):
    chips, reader = four_chips(period_s)
    stream = reader.frames()
    list(islice(stream, 20))
    start = [counts[Verdict.OK] for counts in reader.verdict_counts.values()]
    start_ns = chips[0].clock.now_ns
    for chip in chips:
        chip.noise_counts = 21.5

    list(islice(stream, round(4000 * period_s)))

    for chip, before, counts in zip(chips, start, reader.verdict_counts.values(), strict=True):
        assert (counts[Verdict.OK] - before) / ((chips[0].clock.now_ns - start_ns) / chip.period_ns) >= 0.995


@pytest.mark.parametrize("period_s", [TEN_HZ, EIGHTY_HZ])
def test_with_two_words_of_a_hundred_held_up_nearly_95_of_100_conversions_are_delivered(period_s: float):
    chips, reader = four_chips(period_s)
    stream = reader.frames()
    list(islice(stream, 20))
    start = sum(counts[Verdict.OK] for counts in reader.verdict_counts.values())
    start_ns = chips[0].clock.now_ns
    for index, chip in enumerate(chips):  # 92 accesses in a word and around it
        chip.preemption = Preemption(0.02 / 92, 2.6e-3, seed=index)

    list(islice(stream, max(150, round(6000 * period_s))))
    delivered = sum(counts[Verdict.OK] for counts in reader.verdict_counts.values()) - start
    converted = sum((chips[0].clock.now_ns - start_ns) / chip.period_ns for chip in chips)

    assert delivered / converted > 0.94  # four conversions that never come follow upon each reset
    assert sum(counts[Verdict.POWERED_DOWN] for counts in reader.verdict_counts.values()) > 20


FAULTS = [None, *Fault]


@pytest.mark.parametrize("period_s", [TEN_HZ, EIGHTY_HZ])
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: "reset" if fault is None else fault.value)
def test_trouble_is_told_within_one_and_a_half_seconds_and_over_within_two(fault: Fault | None, period_s: float):
    for n_frames in (3, 40):
        chips, reader = four_chips(period_s)
        stream = reader.frames()
        list(islice(stream, 23 + n_frames))

        chips[1].fault = fault
        if fault is None:  # a dip of the supply
            chips[1].set_clock(True)
            chips[0].clock.advance_ns(200_000)
            chips[1].set_clock(False)
        broken = list(islice(stream, n_frames))
        chips[1].fault = None
        mended = list(islice(stream, 25))

        if n_frames > 15:
            assert fault is None or all(frame.counts[1] is None for frame in broken[15:])
        assert frames_until(mended, 1) <= 15
        there = [frame.counts[1] for frame in (*broken, *mended) if frame.counts[1] is not None]
        assert there == pytest.approx([500.0] * len(there), abs=1.0)
        assert all(frame.counts[0] == pytest.approx(-500.0, abs=1.0) for frame in (*broken, *mended))


def frames_until(frames: Sequence[Frame], cell: int) -> int:
    """After how many frames the cell is there for good."""
    gone = [index for index, frame in enumerate(frames) if frame.counts[cell] is None]
    return gone[-1] + 1 if gone else 0


class FlutteringBank:
    """A back end that is woken without end by a line that flutters."""

    name = "fluttering"
    n_cells = 4

    def __init__(self, clock: VirtualClock) -> None:
        self.clock = clock
        self.n_waits = 0
        self.closed = 0

    def ready(self, cells: Sequence[int]) -> Sequence[bool]:
        return [False for _ in cells]

    def read(self, cells: Sequence[int]) -> Sequence[Measured]:
        raise AssertionError("nothing is ever ready")

    def power(self, cell: int, *, up: bool) -> None:
        self.clock.now_ns += 1_000

    def wait(self, timeout_s: float) -> None:
        self.n_waits += 1
        self.clock.now_ns += 1_000

    def close(self) -> None:
        self.closed += 1


def test_a_line_that_flutters_keeps_nobody_busy():
    clock = VirtualClock()
    bank = FlutteringBank(clock)
    reader = HX711Reader(SEAT, Calibration.newtons(4), bank, clock)

    list(islice(reader.frames(), 100))

    assert bank.n_waits < 25_000
    assert reader.backend == "fluttering"


def test_the_reader_says_which_back_end_it_reads_through():
    _, reader = four_chips()
    picked = HX711Reader(
        SEAT, Calibration.newtons(4), FlutteringBank(VirtualClock()), VirtualClock(), picked="Because."
    )

    assert "adafruit" in reader.picked
    assert picked.picked == "Because."


def test_health_tells_the_cells_apart():
    chips, reader = four_chips()
    for chip in chips:
        chip.noise_counts = 25.0
    chips[3].fault = Fault.STUCK_HIGH
    frames = list(islice(reader.frames(), 120))

    first, _, _, last = reader.health(frames[-1].t_s)

    assert (first.cell, last.cell) == ("seat_front", "back_upper")
    assert first.period_s == pytest.approx(0.097, rel=0.01)
    assert first.rate_hz == pytest.approx(1 / 0.097, rel=0.02)
    assert first.noise_counts == pytest.approx(25.0, rel=0.4)
    assert first.age_s is not None
    assert first.age_s < STALE_S
    assert first.high_median_us == first.high_max_us == pytest.approx(3.0, abs=1.0)
    assert sum(first.verdict_counts.values()) == first.n_reads
    assert (last.rate_hz, last.period_s, last.noise_counts, last.high_max_us, last.age_s) == (None,) * 5
    assert last.verdict_counts == {"not_ready": last.n_reads}
    assert reader.ages_s(frames[-1].t_s)[3] is None
