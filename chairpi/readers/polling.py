"""The chips of a seat as one reader: each is looked at when it may be ready, and the grid says when a frame is due."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from chairpi.core.calibration import Calibration
from chairpi.core.frame import Frame
from chairpi.core.seat import Seat
from chairpi.errors import ReaderError
from chairpi.readers.bank import Bank
from chairpi.readers.health import CellHealth, CellStatistics
from chairpi.readers.pin_clock import PinClock
from chairpi.readers.verdict import Reading, Verdict
from chairpi.readers.watch import ChipWatch

STALE_S = 0.35
"""A reading stands for its cell this long: it is one period old when it is given out, and one may be lost after it. That is three
and a half periods at 10 per second, in which a person moves little."""
SHORTEST_PAUSE_NS = 500_000
"""Between two looks, whatever the back end says: a line that flutters must not keep the machine busy. Our choice: a twentieth of
the shortest period."""


class HX711Reader:
    """Frames on a grid of whole multiples of 1 / `rate_hz`, from chips that convert whenever they like.

    A cell's counts are the mean of the readings given out since the last grid instant; without any, the last one while it is younger
    than `STALE_S`; else `None`. Averaging over windows and not interpolating, because interpolation adds differences that nobody
    made (Audiffren and Contal 2016, doi:10.3390/s16081208).

    Parameters
    ----------
    seat, calibration
        The cells, and what their counts mean.
    bank
        The chips, in the seat's order, just reset.
    clock
        The bank's clock; a frame's `t_s` is its time.
    rate_hz
        Frames per second.
    picked
        Which back end this is and why, in one sentence; that it was configured, when not given.
    """

    guided_upright = None
    supply_low = False

    def __init__(
        self,
        seat: Seat,
        calibration: Calibration,
        bank: Bank,
        clock: PinClock,
        *,
        rate_hz: float = 10.0,
        picked: str = "",
    ) -> None:
        if bank.n_cells != len(seat.cells):
            raise ReaderError(f"{bank.n_cells} chips for {len(seat.cells)} cells; each cell needs its own")
        self.seat = seat
        self.calibration = calibration
        self.rate_hz = rate_hz
        self.backend = bank.name
        self.picked = picked or f"The chips are read through {bank.name}, because the configuration says so."
        self._bank = bank
        self._clock = clock
        now_ns = clock.perf_counter_ns()
        self._watches = tuple(ChipWatch(now_ns) for _ in seat.cells)
        self._statistics = tuple(CellStatistics() for _ in seat.cells)
        self._arrived: list[list[int]] = [[] for _ in seat.cells]
        self._latest: list[Reading | None] = [None] * len(seat.cells)
        self._polling = False
        self._closing = False

    @property
    def verdict_counts(self) -> Mapping[str, Counter[Verdict]]:
        """How often each verdict was given, for each cell by name."""
        return {name: watch.verdict_counts for name, watch in zip(self.seat.names, self._watches, strict=True)}

    def health(self, t_s: float) -> tuple[CellHealth, ...]:
        """How well each cell is read, at the time [s] of a frame."""
        return tuple(
            statistics.health(name, watch, t_s, fresh_s=STALE_S)
            for name, watch, statistics in zip(self.seat.names, self._watches, self._statistics, strict=True)
        )

    def ages_s(self, t_s: float) -> tuple[float | None, ...]:
        """How old [s] each cell's last reading is at the time [s] of a frame; `None` before the first one."""
        return tuple(None if latest is None else t_s - latest.t_s for latest in self._latest)

    def frames(self) -> Iterator[Frame]:
        """Yield frames on the grid until `close()`; instants that were slept through are left out."""
        instant = math.floor(self._now_s() * self.rate_hz) + 1
        while not self._closing:
            t_s = instant / self.rate_hz
            if not self._poll_until(round(t_s * 1e9)):
                break
            yield Frame(t_s, tuple(self._counts(cell, t_s) for cell in range(len(self._watches))))
            instant = max(instant + 1, math.floor(self._now_s() * self.rate_hz))
        self._bank.close()

    def simulate(self, message: Mapping[str, object]) -> None:
        """Nothing can be put on a real chair by a message."""
        raise ValueError("simulate: this chair is not simulated")

    def close(self) -> None:
        """Put the chips to sleep and let go of their pins; from within a signal handler, as soon as no pin is in use."""
        self._closing = True
        if not self._polling:
            self._bank.close()

    def _now_s(self) -> float:
        return self._clock.perf_counter_ns() / 1e9

    def _poll_until(self, due_ns: int) -> bool:
        """Look at the chips until `due_ns`; false when closed meanwhile."""
        clock, watches = self._clock, self._watches
        self._polling = True
        woken_early = False
        try:
            while not self._closing:
                now_ns = clock.perf_counter_ns()
                # When the frame is due, what follows may take long: a word that is read late can still be dated by a look now.
                at_all = woken_early or now_ns >= due_ns
                asked = [
                    cell
                    for cell, watch in enumerate(watches)
                    if watch.next_look_ns <= now_ns or (at_all and not watch.asleep)
                ]
                self._visit(asked)
                if now_ns >= due_ns:
                    return True
                wake_ns = min(due_ns, min(watch.next_look_ns for watch in watches))
                idle_ns = wake_ns - clock.perf_counter_ns()
                if idle_ns > 0:
                    if woken_early:
                        clock.sleep(min(idle_ns, SHORTEST_PAUSE_NS) / 1e9)
                    self._wait(idle_ns / 1e9)
                woken_early = clock.perf_counter_ns() < wake_ns
            return False
        finally:
            self._polling = False

    def _wait(self, timeout_s: float) -> None:
        try:
            self._bank.wait(timeout_s)
        except OSError as error:
            raise self._lost(range(len(self._watches)), error) from error

    def _visit(self, asked: Sequence[int]) -> None:
        """Wake those that sleep, look at the others, and read what can be read."""
        bank, clock, watches = self._bank, self._clock, self._watches
        try:
            awake = []
            for cell in asked:
                if watches[cell].asleep:
                    bank.power(cell, up=True)
                    watches[cell].woken(clock.perf_counter_ns())
                else:
                    awake.append(cell)
            if not awake:
                return
            before_ns = clock.perf_counter_ns()
            ready = bank.ready(awake)
            after_ns = clock.perf_counter_ns()
            wanted = [
                cell
                for cell, is_ready in zip(awake, ready, strict=True)
                if watches[cell].look(is_ready, before_ns, after_ns)
            ]
            if wanted:
                self._read(wanted)
            now_ns = clock.perf_counter_ns()
            for cell in awake:
                self._gather(cell)
                if watches[cell].lose_patience(now_ns):
                    bank.power(cell, up=False)
        except OSError as error:
            raise self._lost(asked, error) from error

    def _read(self, wanted: Sequence[int]) -> None:
        measured = self._bank.read(wanted)
        end_ns = self._clock.perf_counter_ns()
        for cell, each in zip(wanted, measured, strict=True):
            self._watches[cell].take(each, end_ns)
            self._statistics[cell].word(each.high_max_ns)

    def _gather(self, cell: int) -> None:
        for reading in self._watches[cell].decided():
            if reading.counts is not None:
                self._arrived[cell].append(reading.counts)
                self._latest[cell] = reading
                self._statistics[cell].reading(reading)

    def _counts(self, cell: int, t_s: float) -> float | None:
        arrived = self._arrived[cell]
        latest = self._latest[cell]
        fresh = latest is not None and t_s - latest.t_s < STALE_S
        if arrived:
            mean_counts = sum(arrived) / len(arrived)
            arrived.clear()
            return mean_counts if fresh else None
        return float(latest.counts) if fresh and latest is not None and latest.counts is not None else None

    def _lost(self, cells: Sequence[int], error: OSError) -> ReaderError:
        names = ", ".join(self.seat.names[cell] for cell in cells)
        return ReaderError(f"cell {names}: the pins can no longer be used ({error}); start ChairPi again")
