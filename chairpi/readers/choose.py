"""Which back end reads the chips of this chair on this machine: tried at the start, because no table of models can know.

The order is a preference: the driver that everyone uses, where it is fast enough; then our own on the kernel's GPIO lines, with a
third of its system calls; then the kernel's own driver, which has to be set up first and tells least about its words.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from chairpi.config.tables import Config
from chairpi.errors import ReaderError
from chairpi.readers.bank import Bank
from chairpi.readers.pin_clock import PinClock

FAST_US = 30.0
"""PD_SCK high at most for this long [us]: the data sheet allows 50, and a busy machine will be slower than it is at the start."""
POWER_DOWN_US = 60.0
WORDS = 24
"""Words that a trial reads: four of each of six chips, so that it takes half a second once they have settled."""
LONGEST_TRIAL_S = 2.0
LOOK_EVERY_S = 5e-3

Openers = Mapping[str, Callable[[], Bank]]


@dataclass(frozen=True, slots=True)
class Trial:
    """What reading a few words through one back end showed.

    Parameters
    ----------
    name
        The back end.
    high_us
        Upper bound of the longest time [us] that PD_SCK was high, for each word; none when no chip answered. 0 where a back
        end does not tell.
    """

    name: str
    high_us: tuple[float, ...]

    @property
    def high_p99_us(self) -> float:
        """The 99th percentile of `high_us` [us], by nearest rank; infinite without a word."""
        if not self.high_us:
            return math.inf
        return sorted(self.high_us)[math.ceil(0.99 * len(self.high_us)) - 1]

    @property
    def high_max_us(self) -> float:
        """The longest of `high_us` [us]; infinite without a word."""
        return max(self.high_us, default=math.inf)

    @property
    def good(self) -> bool:
        """Whether this back end is fast enough, and put no chip to sleep."""
        return self.high_p99_us < FAST_US and self.high_max_us <= POWER_DOWN_US


def decide(trials: Sequence[Trial], refused: Mapping[str, str]) -> tuple[str, str]:
    """The best of what has been tried.

    Parameters
    ----------
    trials
        In the order of preference; at least one.
    refused
        Why each of the others could not be opened.

    Returns
    -------
    name, why
        The back end, and one sentence.
    """
    best = next((trial for trial in trials if trial.good), None) or min(trials, key=lambda trial: trial.high_p99_us)
    if not best.high_us:  # nobody answered: the one with the fewest calls is the best bet
        best = next((trial for trial in trials if trial.name == "gpiochip"), best)
        reasons = [f"no chip gave a word within {LONGEST_TRIAL_S:g} s, so nothing could be timed"]
    elif best.high_max_us == 0:
        reasons = ["it works, and the kernel itself clocks the chips"]
    else:
        fit = f"less than {FAST_US:g} us is fast enough" if best.good else f"no other is nearer to {FAST_US:g} us"
        reasons = [f"PD_SCK was high for at most {best.high_max_us:.1f} us in {len(best.high_us)} words, and {fit}"]
    reasons += [
        f"with {trial.name} it was high for up to {trial.high_max_us:.1f} us"
        for trial in trials
        if trial is not best and trial.high_us
    ]
    reasons += [f"{name} cannot be used ({why})" for name, why in refused.items()]
    return best.name, f"The chips are read through {best.name}, because {'; '.join(reasons)}."


def try_bank(bank: Bank, clock: PinClock) -> Trial:
    """Read `WORDS` words from whichever chips are ready, for `LONGEST_TRIAL_S` at most, and keep only how long it took."""
    every = range(bank.n_cells)
    high_us: list[float] = []
    end_ns = clock.perf_counter_ns() + round(LONGEST_TRIAL_S * 1e9)
    while len(high_us) < WORDS and clock.perf_counter_ns() < end_ns:
        bank.wait(LOOK_EVERY_S)
        ready = [cell for cell, is_ready in zip(every, bank.ready(every), strict=True) if is_ready]
        high_us += [one.high_max_ns / 1e3 for one in bank.read(ready) if one.word is not None and one.framed]
    return Trial(bank.name, tuple(high_us))


def pick_bank(openers: Openers, clock: PinClock) -> tuple[Bank, str]:
    """Open the first back end that is good, or the best there is.

    Parameters
    ----------
    openers
        The back ends in the order of preference.
    clock
        Time for the trials.

    Returns
    -------
    bank, picked
        The bank, open, and one sentence that says what it is and why.

    Raises
    ------
    ReaderError
        None can be opened; the message says what was looked for and what to do.
    """
    trials: list[Trial] = []
    refused: dict[str, str] = {}
    for name, open_bank in openers.items():
        try:
            bank = open_bank()
        except ReaderError as error:
            refused[name] = str(error)
            continue
        try:
            trials.append(try_bank(bank, clock))
        except OSError as error:
            refused[name] = str(error)
            bank.close()
            continue
        if trials[-1].good:
            return bank, decide(trials, refused)[1]
        bank.close()
    if not trials:
        tried = ". ".join(f"{name}: {why}" for name, why in refused.items())
        raise ReaderError(
            f"no way to the load cells was found. {tried}. To try ChairPi without a chair, set reader.backend to simulated"
        )
    name, picked = decide(trials, refused)
    return openers[name](), picked


def bank_openers(config: Config, clock: PinClock) -> Openers:
    """The back ends for the configured cells, in the order of preference; each is imported only when it is opened."""

    def adafruit() -> Bank:
        from chairpi.readers.adafruit import open_adafruit_bank

        return open_adafruit_bank(config)

    def gpiochip() -> Bank:
        from chairpi.readers.gpio_uapi import LinuxGpio
        from chairpi.readers.gpiochip import GpiochipBank

        cells = config.cells
        douts, scks = [cell.dout_gpio for cell in cells], [cell.pd_sck_gpio for cell in cells]
        return GpiochipBank(douts, scks, clock, system=LinuxGpio(), names=config.seat.names)

    def iio() -> Bank:
        from chairpi.readers.iio import IioBank, find_devices

        names = config.seat.names
        return IioBank(find_devices([cell.iio_device for cell in config.cells], names), clock, names=names)

    return {"adafruit": adafruit, "gpiochip": gpiochip, "iio": iio}


def open_bank(config: Config, clock: PinClock) -> tuple[Bank, str]:
    """The back end that the configuration names, or the best one, and one sentence that says why; empty when it was named.

    Raises
    ------
    ReaderError
        The chips cannot be reached.
    """
    openers = bank_openers(config, clock)
    name = config.reader.backend
    if name == "auto":
        return pick_bank(openers, clock)
    return openers[name](), ""
