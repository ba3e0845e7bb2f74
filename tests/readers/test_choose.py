import math
import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from gpio_chardev import EmulatedGpio

from chairpi.clock import ManualClock, RealClock
from chairpi.config.tables import Config, ReaderConfig
from chairpi.errors import ReaderError
from chairpi.readers.bank import Bank
from chairpi.readers.choose import FAST_US, WORDS, Trial, decide, pick_bank, try_bank
from chairpi.readers.gpiochip import GpiochipBank
from chairpi.readers.open_reader import open_reader
from chairpi.simulate.chip import Fault, HX711Chip
from chairpi.simulate.virtual_clock import VirtualClock

DOUTS, SCKS = (5, 6, 7, 8), (13, 19, 12, 25)
FAST, SLOW, SLOWER = (12.0,) * 24, (45.0,) * 24, (80.0,) * 24


def bank_with(access_ns: int, clock: VirtualClock, *, name: str = "gpiochip", fault: Fault | None = None) -> Bank:
    """Four emulated chips, through calls that take so long."""
    chips = [HX711Chip(clock, lambda t_s: 5.0, noise_counts=20.0, seed=cell) for cell in range(4)]
    for chip in chips:
        chip.fault = fault
    gpio = EmulatedGpio(clock, list(zip(chips, DOUTS, SCKS, strict=True)), access_ns=access_ns)
    bank = GpiochipBank(DOUTS, SCKS, clock, system=gpio)
    bank.name = name
    return bank


class Closed:
    """Notes which banks were closed."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def watch(self, bank: Bank) -> Bank:
        close = bank.close

        def noted() -> None:
            self.names.append(bank.name)
            close()

        bank.close = noted  # type: ignore[method-assign]
        return bank


def no_such(name: str) -> Bank:
    raise ReaderError(f"there is no {name} here")


@pytest.mark.parametrize(
    ("trials", "refused", "name"),
    [
        pytest.param([Trial("adafruit", FAST)], {}, "adafruit", id="the driver is fast enough"),
        pytest.param([Trial("adafruit", SLOW), Trial("gpiochip", FAST)], {}, "gpiochip", id="the driver is too slow"),
        pytest.param(
            [Trial("adafruit", (*FAST[1:], 75.0)), Trial("gpiochip", FAST)], {}, "gpiochip", id="one chip fell asleep"
        ),
        pytest.param(
            [Trial("adafruit", SLOWER), Trial("gpiochip", SLOW)], {"iio": "no driver"}, "gpiochip", id="both too slow"
        ),
        pytest.param(
            [Trial("adafruit", SLOW), Trial("gpiochip", SLOWER)],
            {},
            "adafruit",
            id="both too slow, the other way round",
        ),
        pytest.param(
            [Trial("adafruit", SLOWER), Trial("gpiochip", SLOW), Trial("iio", (0.0,) * 24)],
            {},
            "iio",
            id="only the kernel is fast enough",
        ),
        pytest.param([Trial("adafruit", ()), Trial("gpiochip", ())], {}, "gpiochip", id="no chip answers"),
        pytest.param([Trial("adafruit", ())], {"gpiochip": "no"}, "adafruit", id="no chip answers the only one"),
        pytest.param([Trial("adafruit", ()), Trial("gpiochip", SLOW)], {}, "gpiochip", id="one is heard"),
        pytest.param(
            [Trial("iio", (0.0,) * 24)], {"adafruit": "pins in use"}, "iio", id="only the kernel has the pins"
        ),
    ],
)
def test_the_first_that_is_good_is_picked_else_the_best(trials: list[Trial], refused: dict[str, str], name: str):
    picked, sentence = decide(trials, refused)

    assert picked == name
    assert sentence.startswith(f"The chips are read through {name}, because ")
    assert all(f"{other} cannot be used ({why})" in sentence for other, why in refused.items())


def test_the_reason_holds_the_figures():
    _, sentence = decide([Trial("adafruit", (40.0, 84.25)), Trial("gpiochip", (11.0, 12.5))], {"iio": "not set up"})

    assert sentence == (
        "The chips are read through gpiochip, because PD_SCK was high for at most 12.5 us in 2 words, and less than 30 us is "
        "fast enough; with adafruit it was high for up to 84.2 us; iio cannot be used (not set up)."
    )


def test_a_percentile_is_one_of_the_figures():
    assert Trial("adafruit", tuple(float(us) for us in random.Random(1).sample(range(200), 200))).high_p99_us == 197.0
    assert Trial("adafruit", ()).high_p99_us == math.inf


def test_a_trial_times_real_words():
    clock = VirtualClock()
    trial = try_bank(bank_with(5_000, clock), clock)

    assert len(trial.high_us) >= WORDS
    assert set(trial.high_us) == {10.0}
    assert clock.now_ns < 1_200_000_000


def test_a_trial_of_silent_chips_ends():
    clock = VirtualClock()
    trial = try_bank(bank_with(5_000, clock, fault=Fault.STUCK_HIGH), clock)

    assert trial.high_us == ()
    assert clock.now_ns == pytest.approx(2e9, rel=0.01)


def pick(*found: tuple[str, int | None]) -> tuple[Bank, str, list[str]]:
    """What is picked of back ends with so long calls, or that are not there; also who was closed."""
    clock, closed = VirtualClock(), Closed()
    openers = {
        name: (lambda name=name: no_such(name))
        if access_ns is None
        else (lambda name=name, access_ns=access_ns: closed.watch(bank_with(access_ns, clock, name=name)))
        for name, access_ns in found
    }
    bank, sentence = pick_bank(openers, clock)
    return bank, sentence, closed.names


def test_a_good_one_stays_open_and_nothing_else_is_tried():
    bank, _, closed = pick(("adafruit", 5_000), ("gpiochip", 1_000))

    assert (bank.name, closed) == ("adafruit", [])


def test_a_slow_one_is_closed_before_the_next_is_opened():
    bank, sentence, closed = pick(("adafruit", 20_000), ("gpiochip", 5_000), ("iio", None))

    assert (bank.name, closed) == ("gpiochip", ["adafruit"])
    assert "with adafruit it was high for up to 40.0 us" in sentence


def test_the_best_of_slow_ones_is_opened_again():
    bank, sentence, closed = pick(("adafruit", 28_000), ("gpiochip", 20_000), ("iio", None))

    assert (bank.name, closed) == ("gpiochip", ["adafruit", "gpiochip"])
    assert f"no other is nearer to {FAST_US:g} us" in sentence
    assert bank.ready(range(4)) == [False] * 4


def test_a_bank_that_breaks_in_its_trial_is_as_good_as_none():
    class Broken:
        name = "adafruit"
        n_cells = 4

        def wait(self, timeout_s: float) -> None:
            raise OSError(5, "Input/output error")

        def close(self) -> None:
            """Nothing is held."""

        def ready(self, cells: Sequence[int]) -> Sequence[bool]:
            raise AssertionError

        read = power = ready

    clock = VirtualClock()
    bank, sentence = pick_bank({"adafruit": Broken, "gpiochip": lambda: bank_with(5_000, clock)}, clock)  # type: ignore[dict-item]

    assert bank.name == "gpiochip"
    assert "adafruit cannot be used ([Errno 5] Input/output error)" in sentence


def test_where_nothing_can_be_opened_it_says_what_was_looked_for_and_what_to_do():
    with pytest.raises(ReaderError) as error:
        pick(("adafruit", None), ("gpiochip", None), ("iio", None))

    said = str(error.value)
    assert said.startswith(
        "no way to the load cells was found. adafruit: there is no adafruit here. gpiochip: there is no"
    )
    assert said.endswith("set reader.backend to simulated")


@pytest.mark.skipif(
    bool(list(Path("/dev").glob("gpiochip*"))), reason="this machine has GPIO lines, and they are left alone"
)
@pytest.mark.parametrize(
    ("backend", "said"),
    [
        pytest.param("auto", "no way to the load cells was found. adafruit: .*gpiochip: .*iio: .*simulated", id="auto"),
        pytest.param("adafruit", "no Raspberry Pi", id="adafruit"),
        pytest.param("gpiochip", "no GPIO header was found: .*no /dev/gpiochip", id="gpiochip"),
        pytest.param("iio", "driver for the HX711 shows no chip", id="iio"),
    ],
)
def test_without_a_chair_every_back_end_says_so(backend: str, said: str):
    with pytest.raises(ReaderError, match=said):
        open_reader(Config(reader=ReaderConfig(backend=backend)), RealClock())


@pytest.mark.parametrize("backend", ["auto", "adafruit", "gpiochip", "iio"])
def test_real_chips_need_real_time(backend: str):
    with pytest.raises(ReaderError, match="real chips convert in real time"):
        open_reader(Config(reader=ReaderConfig(backend=backend)), ManualClock())
