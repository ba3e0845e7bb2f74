"""The kernel's driver as it shows itself in files: a FIFO blocks its reader as the driver does."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from chairpi.errors import ReaderError
from chairpi.readers.iio import UNKNOWN_NS, IioBank, Pace, find_devices, word_of
from chairpi.readers.verdict import Verdict, judge, signed
from chairpi.simulate.virtual_clock import VirtualClock

ALWAYS_EIO = Path("/proc/self/mem")  # nothing is mapped at address 0
SHORTEST_NS = 80_000_000


class Driver:
    """Devices in a directory, and a bank that reads them."""

    def __init__(self, root: Path, n_cells: int) -> None:
        self.paths = [device(root, index) / "in_voltage0_raw" for index in range(n_cells)]
        for path in self.paths:
            os.mkfifo(path)
        self.clock = VirtualClock()
        self.bank = IioBank([path.parent for path in self.paths], self.clock)

    def convert(self, cell: int, raw: object, after_s: float = 0.1) -> None:
        """The chip has something to say: its reader has been waiting for that."""
        self.clock.sleep(after_s)
        self.paths[cell].write_text(f"{raw}\n")
        until_ready(self.bank, cell)

    def close(self) -> None:
        self.bank.close()
        for path in self.paths:  # lets go of whoever still waits there
            if path.is_fifo():
                os.close(os.open(path, os.O_RDWR | os.O_NONBLOCK))


def until_ready(bank: IioBank, cell: int = 0) -> None:
    while not bank.ready([cell])[0]:
        bank.wait(1.0)


def device(root: Path, number: int, *, name: str = "hx711", label: str = "") -> Path:
    path = root / f"iio:device{number}"
    path.mkdir()
    (path / "name").write_text(name + "\n")
    if label:
        (path / "label").write_text(label + "\n")
    return path


@pytest.fixture
def driver(tmp_path: Path) -> Iterator[Driver]:
    driver = Driver(tmp_path, 2)
    yield driver
    driver.close()


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        pytest.param("8388608", 0, id="zero"),
        pytest.param("8388607\n", -1, id="minus one"),
        pytest.param("8388609", 1, id="one"),
        pytest.param("0", -(2**23), id="lowest"),
        pytest.param("16777215", 2**23 - 1, id="highest"),
    ],
)
def test_offset_binary_becomes_twos_complement(text: str, counts: int):
    word = word_of(text)

    assert word is not None
    assert signed(word) == counts


@pytest.mark.parametrize("text", ["16777216", "4294967291", "-5", "", "nonsense", "\ufffd"])
def test_what_has_more_than_24_bits_is_no_word(text: str):
    assert word_of(text) is None


def test_a_word_is_given_once(driver: Driver):
    driver.convert(0, 8388608 - 77)

    (measured,) = driver.bank.read([0])

    assert measured.word is not None
    assert signed(measured.word) == -77
    assert (measured.pulses, measured.framed, measured.high_max_ns) == (25, True, 0)
    assert driver.bank.ready([0, 1]) == [False, False]
    assert driver.bank.read([0])[0].word is None


def test_a_chip_that_says_nothing_does_not_stop_the_others(driver: Driver):
    words = []
    for raw in (8388610, 8388620, 8388630):
        driver.convert(1, raw)
        words.append(driver.bank.read([1])[0].word)

    assert words == [2, 12, 22]
    assert driver.bank.ready([0]) == [False]


def test_words_count_once_their_pace_is_known_to_be_slow(driver: Driver):
    verdicts = []
    for number in range(10):
        driver.convert(0, 8388700 + number)
        verdicts.append(judge(driver.bank.read([0])[0], SHORTEST_NS))

    assert verdicts == [Verdict.STRADDLED] * 5 + [Verdict.OK] * 5


def test_a_word_that_nobody_took_for_long_is_too_old(driver: Driver):
    for number in range(8):
        driver.convert(0, 8388700 + number)
        driver.bank.read([0])
    driver.convert(0, 8388700)
    driver.clock.sleep(0.09)

    assert judge(driver.bank.read([0])[0], SHORTEST_NS) is Verdict.STRADDLED


def test_an_error_number_instead_of_a_word_is_refused(driver: Driver):
    driver.convert(0, 0xFFFFFFFB)

    (measured,) = driver.bank.read([0])

    assert measured.word is None
    assert judge(measured, SHORTEST_NS) is Verdict.FRAMING


def test_a_chip_that_does_not_answer_is_not_ready_until_it_does(tmp_path: Path):
    path = device(tmp_path, 0) / "in_voltage0_raw"
    path.symlink_to(ALWAYS_EIO)
    bank = IioBank([path.parent], VirtualClock())
    bank.wait(0.02)
    silent = bank.ready([0])
    mended = tmp_path / "mended"
    mended.write_text("8388609")
    mended.rename(path)

    until_ready(bank)

    assert silent == [False]
    assert bank.read([0])[0].word == 1
    bank.close()


def test_a_device_that_is_gone_is_named(tmp_path: Path):
    bank = IioBank([device(tmp_path, 0)], VirtualClock(), names=["back_upper"])

    with pytest.raises(ReaderError, match=r"cell back_upper: .*in_voltage0_raw can no longer be read \(No such file"):
        until_ready(bank)

    bank.close()
    bank.close()


def test_nobody_waits_longer_than_asked(driver: Driver):
    driver.bank.wait(0.0)
    driver.bank.wait(-1.0)

    assert driver.bank.ready([0, 1]) == [False, False]


@pytest.mark.parametrize(
    ("gaps_ms", "counts"),
    [
        pytest.param([100] * 12, True, id="10 per second"),
        pytest.param([86, 96, 80, 90] * 3, True, id="10 per second, short, with looks of 10 ms"),
        pytest.param([10.7] * 12, False, id="80 per second"),
        pytest.param([20.0, 30.0] * 6, False, id="80 per second, every other one"),
        pytest.param([5.1] * 12, False, id="stuck low"),
        pytest.param([100] * 11 + [190], False, id="held up for nearly a period"),
        pytest.param([100] * 4, False, id="too few to know"),
    ],
)
def test_a_word_counts_when_the_gaps_show_that_it_was_in_time(gaps_ms: list[float], counts: bool):
    pace, end_ns = Pace(), 0
    pace.since_busy_ns(end_ns)
    for gap_ms in gaps_ms:
        end_ns += round(gap_ms * 1e6)
        since_ns = pace.since_busy_ns(end_ns)

    assert since_ns == (0 if counts else UNKNOWN_NS)


def test_after_a_silence_a_word_is_not_dated():
    pace = Pace()
    for number in range(10):
        pace.since_busy_ns(number * 100_000_000)

    pace.silence()

    assert pace.since_busy_ns(1_000_000_000) == UNKNOWN_NS
    assert pace.since_busy_ns(1_100_000_000) == 0


def test_cells_take_the_devices_by_number(tmp_path: Path):
    for number in (10, 2, 1):
        device(tmp_path, number)
    device(tmp_path, 0, name="bme280")

    found = find_devices(["", "", ""], ["a", "b", "c"], devices_path=tmp_path)

    assert [path.name for path in found] == ["iio:device1", "iio:device2", "iio:device10"]


def test_a_cell_can_name_its_device_or_its_label(tmp_path: Path):
    device(tmp_path, 0)
    device(tmp_path, 1, label="rear-left")
    device(tmp_path, 2)

    found = find_devices(["", "rear-left", "iio:device0"], ["a", "b", "c"], devices_path=tmp_path)

    assert [path.name for path in found] == ["iio:device2", "iio:device1", "iio:device0"]


def test_a_device_whose_label_is_a_cells_name_is_that_cells_whatever_its_number(tmp_path: Path):
    device(tmp_path, 0, label="c")
    device(tmp_path, 1)
    device(tmp_path, 2, label="a")

    found = find_devices(["", "", ""], ["a", "b", "c"], devices_path=tmp_path)

    assert [path.name for path in found] == ["iio:device2", "iio:device1", "iio:device0"]


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        pytest.param(["iio:device7"], "cell a: there is no HX711 iio:device7 in", id="another number"),
        pytest.param(["", ""], "cell b: there is no HX711 left for it in", id="too few"),
    ],
)
def test_a_device_that_is_not_there_is_named_with_its_cell(tmp_path: Path, wanted: list[str], said: str):
    device(tmp_path, 0)

    with pytest.raises(ReaderError, match=said):
        find_devices(wanted, ["a", "b"][: len(wanted)], devices_path=tmp_path)


def test_without_the_driver_it_says_what_was_looked_for(tmp_path: Path):
    with pytest.raises(ReaderError, match=r"shows no chip: looked for .* with the name hx711"):
        find_devices([""], ["a"], devices_path=tmp_path)
