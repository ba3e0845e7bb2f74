import dataclasses
import os
from pathlib import Path

import pytest

from chairpi.clock import ManualClock
from chairpi.config.tables import Config, ReaderConfig
from chairpi.errors import ReaderError
from chairpi.readers.adafruit import AdafruitBank, on_raspberry_pi, open_adafruit_bank, open_pins
from chairpi.readers.bank import Bank
from chairpi.readers.open_reader import open_reader
from chairpi.simulate.chip import Fault, HX711Chip
from chairpi.simulate.virtual_clock import VirtualClock

SETTLED_NS = 400_200_000


def two_chips(*counts: float) -> tuple[list[HX711Chip], AdafruitBank]:
    clock = VirtualClock()
    chips = [HX711Chip(clock, lambda t_s, each=each: each) for each in counts]
    return chips, AdafruitBank([(chip.dout, chip.sck) for chip in chips], clock)


def test_it_is_a_bank_and_reads_the_chips_that_it_is_asked_for():
    chips, adafruit = two_chips(-530242, 123456)
    bank: Bank = adafruit
    chips[0].clock.advance_ns(SETTLED_NS)

    ready = bank.ready([1, 0])
    second, first = bank.read([1, 0])

    assert (bank.name, bank.n_cells) == ("adafruit", 2)
    assert ready == [True, True]
    assert (first.word, second.word) == (-530242 & 0xFFFFFF, 123456)
    assert (first.pulses, first.framed) == (25, True)
    assert bank.ready([0, 1]) == [False, False]


def test_the_time_since_a_chip_was_busy_counts_from_its_last_look():
    chips, bank = two_chips(1, 2)
    bank.ready([0, 1])
    chips[0].clock.advance_ns(390_000_000)
    bank.ready([1])
    chips[0].clock.advance_ns(15_000_000)

    first, second = bank.read([0, 1])

    assert first.since_busy_ns == pytest.approx(405_000_000, abs=1_000_000)
    assert second.since_busy_ns == pytest.approx(15_000_000, abs=1_000_000)


def test_a_chip_that_is_not_ready_after_all_is_given_no_pulse():
    _, bank = two_chips(1)

    (measured,) = bank.read([0])

    assert (measured.word, measured.pulses, measured.framed) == (None, 0, False)


def test_a_line_that_is_stuck_low_is_not_framed():
    chips, bank = two_chips(1)
    chips[0].clock.advance_ns(SETTLED_NS)
    chips[0].fault = Fault.STUCK_LOW

    (measured,) = bank.read([0])

    assert not measured.framed


def test_power_is_taken_and_given_to_one_chip_alone():
    chips, bank = two_chips(1, 2)

    bank.power(1, up=False)
    chips[0].clock.advance_ns(100_000)

    assert [chip.powered_down for chip in chips] == [False, True]
    bank.power(1, up=True)
    assert not chips[1].powered_down


def test_waiting_sleeps_and_never_spins():
    chips, bank = two_chips(1)
    now_ns = chips[0].clock.now_ns

    bank.wait(0.25)
    bank.wait(-1.0)

    assert chips[0].clock.now_ns == now_ns + 250_000_000


def test_closing_puts_the_chips_to_sleep_once():
    chips, bank = two_chips(1, 2)

    bank.close()
    now_ns = chips[0].clock.now_ns
    bank.close()

    assert all(chip.sck.value for chip in chips)
    assert chips[0].clock.now_ns == now_ns


@pytest.mark.skipif(on_raspberry_pi(), reason="has real pins")
def test_without_a_raspberry_pi_the_pins_are_refused_with_what_to_do():
    with pytest.raises(ReaderError, match=r"cell seat_front: .*no GPIO 5.*simulated"):
        open_pins(5, 13, cell="seat_front")
    with pytest.raises(ReaderError, match="seat_front_left"):
        open_adafruit_bank(Config())
    assert os.environ["BLINKA_OS_AGNOSTIC"] == "1"


def test_a_raspberry_pi_is_known_by_its_device_tree(tmp_path: Path):
    model = tmp_path / "model"
    model.write_bytes(b"Raspberry Pi 5 Model B Rev 1.0\0")

    assert on_raspberry_pi(model)
    assert not on_raspberry_pi(tmp_path / "absent")


def test_manual_time_is_no_clock_for_real_chips():
    with pytest.raises(ReaderError, match="real time"):
        open_reader(dataclasses.replace(Config(), reader=ReaderConfig(backend="adafruit")), ManualClock())
