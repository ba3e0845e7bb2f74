"""A simulated seat: emulated chips in front of the very reader that reads real ones."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from chairpi.clock import Clock
from chairpi.core.calibration import Calibration
from chairpi.core.frame import Frame
from chairpi.core.seat import Seat
from chairpi.readers.adafruit import AdafruitBank, prepare_blinka
from chairpi.readers.bank import Bank
from chairpi.readers.health import CellHealth
from chairpi.readers.polling import HX711Reader
from chairpi.readers.verdict import Verdict
from chairpi.simulate.chip import NOISE_COUNTS, HX711Chip
from chairpi.simulate.virtual_clock import VirtualClock

OSCILLATOR_SPREAD_FRACTION = 0.05
INSTANTS_KEPT = 4
"""A conversion that ended earlier is never read later than three instants of the grid."""


def _adafruit_bank(chips: Sequence[HX711Chip], clock: VirtualClock) -> Bank:
    prepare_blinka(simulated=True)
    return AdafruitBank([(chip.dout, chip.sck) for chip in chips], clock)


BANKS: dict[str, Callable[[Sequence[HX711Chip], VirtualClock], Bank]] = {"adafruit": _adafruit_bank}
"""Back ends that can be put over emulated chips."""


class SimulatedReader:
    """Frames of a seat that is not there, with all that happens between pins and counts.

    Virtual time begins where the pacing clock stands and each frame is held back until the pacing clock has reached it:
    at once with a manual clock.

    Parameters
    ----------
    seat, calibration
        The cells, and what their counts mean.
    counts_at
        What all cells give [counts], in the seat's order, at a time [s of the pacing clock]. Asked for whole multiples of
        1 / `rate_hz`, once each as a rule.
    clock
        The pacing clock.
    rate_hz
        Frames per second.
    conversion_hz
        Nominal rate of the chips, 10 or 80 conversions per second; each chip's own is up to 5 % off.
    noise_counts
        Root mean square noise of one conversion [counts].
    access_s, preemption
        How slow the pins are, and when the process is held up: see `HX711Chip`.
    bank
        The back end between the emulated pins and the reader, by its name in `BANKS`.
    seed
        For the chips' oscillators and noise: the same seed and clock give the same frames.
    simulate
        Does what a message for the simulated chair asks.
    """

    backend = "simulated"
    guided_upright = None
    supply_low = False

    def __init__(
        self,
        seat: Seat,
        calibration: Calibration,
        counts_at: Callable[[float], Sequence[float]],
        clock: Clock,
        *,
        rate_hz: float = 10.0,
        conversion_hz: float = 10.0,
        noise_counts: float = NOISE_COUNTS,
        access_s: float = 1e-6,
        preemption: Callable[[], int] | None = None,
        bank: str = "adafruit",
        seed: int = 0,
        simulate: Callable[[Mapping[str, object]], None] | None = None,
    ) -> None:
        self.seat = seat
        self.calibration = calibration
        self.rate_hz = rate_hz
        self._clock = clock
        self._counts_at = counts_at
        self._simulate = simulate
        self._instants: dict[int, Sequence[float]] = {}
        virtual = VirtualClock(round(clock.monotonic_s() * 1e9))
        spread = random.Random(seed)  # noqa: S311 - simulation, no secret
        self.chips = tuple(
            HX711Chip(
                virtual,
                self._signal(index),
                period_s=1.0 / conversion_hz,
                oscillator_error_fraction=spread.uniform(-OSCILLATOR_SPREAD_FRACTION, OSCILLATOR_SPREAD_FRACTION),
                noise_counts=noise_counts,
                access_s=access_s,
                preemption=preemption,
                seed=spread.getrandbits(64),
            )
            for index in range(len(seat.cells))
        )
        """The emulated chips, in the seat's order; their `fault` may be switched at any time."""
        self._reader = HX711Reader(seat, calibration, BANKS[bank](self.chips, virtual), virtual, rate_hz=rate_hz)
        self.picked = f"The chips are simulated and read through {bank}, because the configuration says so."

    @property
    def verdict_counts(self) -> Mapping[str, Counter[Verdict]]:
        """How often each verdict was given, for each cell by name."""
        return self._reader.verdict_counts

    def health(self, t_s: float) -> tuple[CellHealth, ...]:
        """How well each cell is read, at the time [s] of a frame."""
        return self._reader.health(t_s)

    def ages_s(self, t_s: float) -> tuple[float | None, ...]:
        """How old [s] each cell's last reading is at the time [s] of a frame; `None` before the first one."""
        return self._reader.ages_s(t_s)

    def frames(self) -> Iterator[Frame]:
        """Yield frames on the grid until `close()`, each when the pacing clock has come to it."""
        for frame in self._reader.frames():
            self._clock.wait(frame.t_s - self._clock.monotonic_s())
            yield frame

    def simulate(self, message: Mapping[str, object]) -> None:
        """Change what lies on the cells, or how they are wired, as the message asks."""
        if self._simulate is None:
            raise ValueError("simulate: this simulated chair takes no such messages")
        self._simulate(message)

    def close(self) -> None:
        """End the frames."""
        self._reader.close()

    def _signal(self, index: int) -> Callable[[float], float]:
        return lambda t_s: self._all_counts(t_s)[index]

    def _all_counts(self, t_s: float) -> Sequence[float]:
        """All cells at the last instant of the grid: chips convert at their own times, and the sitter is asked once."""
        instant = math.floor(t_s * self.rate_hz)
        counts = self._instants.get(instant)
        if counts is None:
            counts = self._instants[instant] = self._counts_at(instant / self.rate_hz)
            if len(self._instants) > INSTANTS_KEPT:
                del self._instants[min(self._instants)]
        return counts
