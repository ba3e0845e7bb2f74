"""One emulated chip behind a bank and its watch, looked at as the reader does, with the truth at hand."""

from __future__ import annotations

import random
from typing import Any

from chairpi.readers.adafruit import AdafruitBank
from chairpi.readers.verdict import Reading, Verdict
from chairpi.readers.watch import ChipWatch
from chairpi.simulate.chip import HX711Chip
from chairpi.simulate.virtual_clock import VirtualClock

TEN_HZ, SIX_PER_CENT_SHORT, EIGHTY_HZ, NINETY_THREE_HZ = 0.1, 0.085635, 0.0125, 0.010702
LIVELY_COUNTS = 100_000


class Watched:
    """A chip whose signal is another random number in each conversion.

    Whenever a reading is given out, it must be the first word that the register held while it was read.
    """

    def __init__(self, period_s: float = TEN_HZ, *, seed: int = 0, **options: Any) -> None:
        self.converted: list[int] = []
        self.clock = VirtualClock()
        self._random = random.Random(seed)
        self.chip = HX711Chip(self.clock, self._signal, period_s=period_s, seed=seed, **options)
        self.bank = AdafruitBank([(self.chip.dout, self.chip.sck)], self.clock)
        self.watch = ChipWatch(self.clock.now_ns)
        self._truths: dict[float, int | None] = {}
        self.n_asked = 0
        """Words read."""

    def _signal(self, t_s: float) -> float:
        self.converted.append(self._random.randint(-LIVELY_COUNTS, LIVELY_COUNTS))
        return self.converted[-1]

    def glance(self) -> list[Reading]:
        """Look at the chip now, and read it if the watch wants it."""
        clock, watch, bank = self.clock, self.watch, self.bank
        if watch.asleep:
            if clock.now_ns >= watch.next_look_ns:
                bank.power(0, up=True)
                watch.woken(clock.now_ns)
            return []
        before_ns = clock.now_ns
        ready = bank.ready([0])[0]
        seen_ns = clock.now_ns
        if watch.look(ready, before_ns, seen_ns):
            n_before = len(self.converted)
            measured = bank.read([0])[0]
            self.n_asked += 1
            self._truths[seen_ns / 1e9] = self.converted[n_before] if len(self.converted) > n_before else None
            watch.take(measured, clock.now_ns)
        decided = list(watch.decided())
        for reading in decided:
            assert (reading.counts is not None) == (reading.verdict is Verdict.OK)
            if reading.counts is not None:
                assert reading.counts == self._truths[reading.t_s]
        assert watch.verdict_counts.total() + watch.holds == watch.n_reads
        if watch.lose_patience(clock.now_ns):
            bank.power(0, up=False)
        return decided

    def poll(self) -> list[Verdict]:
        """Let time come to the next look, and look."""
        self.clock.now_ns = max(self.clock.now_ns, self.watch.next_look_ns)
        return [reading.verdict for reading in self.glance()]

    def verdicts(self, n: int) -> list[Verdict]:
        """The next verdicts, at least so many."""
        found: list[Verdict] = []
        while len(found) < n:
            found += self.poll()
        return found

    def run_for(self, seconds: float) -> list[Verdict]:
        """All verdicts of the next seconds."""
        end_ns = self.clock.now_ns + round(seconds * 1e9)
        found: list[Verdict] = []
        while self.clock.now_ns < end_ns:
            found += self.poll()
        return found

    def until_ok(self) -> None:
        """Until a reading is given out."""
        while Verdict.OK not in self.poll():
            pass
