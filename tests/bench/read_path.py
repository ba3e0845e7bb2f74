"""Reading emulated HX711 chips: ours beside the released Adafruit driver with only its missing names supplied, in one run.

    python tests/bench/read_path.py [--reads 1000000]

Both read the same emulated chips (chairpi/simulate/chip.py), whose every conversion is another random number, so that each accepted
word can be held against the register. Time is virtual, so the figures do not depend on the machine, but for the processor time.
Prints figures; asserts nothing.
"""

from __future__ import annotations

import argparse
import cProfile
import importlib.util
import pstats
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

from chairpi.calibration.fit_errors import errors
from chairpi.calibration.fitting import Known, fit_map
from chairpi.clock import RealClock
from chairpi.core.calibration import Calibration
from chairpi.core.seat import Cell, Seat
from chairpi.core.weighing.load import G0_M_PER_S2
from chairpi.readers.adafruit import AdafruitBank, prepare_blinka
from chairpi.readers.polling import HX711Reader
from chairpi.readers.simulated import SimulatedReader
from chairpi.simulate.chip import Fault, HX711Chip
from chairpi.simulate.virtual_clock import VirtualClock

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
from watched import Watched  # shared with the tests

SLEEP_NS = 74_000
"""What the shortest time.sleep takes on Linux with the usual 50 us of timer slack: median measured on a PC."""
ACCESSES_IN_WORD = 76
"""Pin accesses while a word is clocked out: so many chances to be held up."""
GIVE_UP_LOOKS = 20_000
"""The released driver waits for ever; the bench does not."""


def held_up(share_of_words: float, seed: int) -> Callable[[], int]:
    """Preemption that hits this share of words, for 200 us to 5 ms, uniformly."""
    chance = random.Random(seed)
    probability = 1.0 - (1.0 - share_of_words) ** (1.0 / ACCESSES_IN_WORD)
    return lambda: chance.randint(200_000, 5_000_000) if chance.random() < probability else 0


def busy_machine(clock: VirtualClock, share_of_time: float, seed: int) -> Callable[[], int]:
    """Preemption that takes this share of the time, 200 us to 5 ms each, whatever the process does just then."""
    chance = random.Random(seed)
    pause_ns = 2_600_000 / share_of_time
    due_ns = chance.expovariate(1 / pause_ns)

    def held_up_ns() -> int:
        nonlocal due_ns
        if clock.now_ns < due_ns:
            return 0
        began_ns, length_ns = due_ns, chance.randint(200_000, 5_000_000)
        due_ns = max(began_ns + length_ns, clock.now_ns) + chance.expovariate(1 / pause_ns)
        return max(0, round(began_ns + length_ns - clock.now_ns))

    return held_up_ns


def seat_of(n_cells: int) -> Seat:
    """Four corners, and further cells in the backrest."""
    corners = [Cell(f"seat_{i}", 150.0 if i < 2 else -150.0, 150.0 if i % 2 else -150.0) for i in range(4)]
    back = [Cell(f"back_upper_{i}", float("nan"), 0.0) for i in range(n_cells - 4)]
    return Seat(tuple(corners + back))


class WaitedError(Exception):
    """The released driver would have waited for ever."""


class Impatient:
    """DOUT that lets virtual time jump to the chip's next event while the driver waits, and ends an endless wait."""

    def __init__(self, chip: HX711Chip, clock: VirtualClock) -> None:
        self._chip, self._clock, self._looks, self.in_word = chip, clock, 0, False

    @property
    def value(self) -> bool:
        level = self._chip.dout.value
        if not level or self.in_word:
            self._looks = 0
            return level
        self._looks += 1
        if self._looks > GIVE_UP_LOOKS:
            self._looks = 0
            raise WaitedError
        if self._chip.fault is None:
            self._clock.now_ns = max(self._clock.now_ns, min(self._chip.next_update_ns, self._clock.now_ns + 1_000_000))
        else:
            self._clock.now_ns += 1_000_000
        return level


class Released:
    """The released driver over one chip: only the two names that Blinka lacks are supplied."""

    def __init__(self, period_s: float, seed: int, **options: Any) -> None:
        self.converted: set[int] = set()
        self._random = random.Random(seed)
        self.clock = VirtualClock()
        self.chip = HX711Chip(self.clock, self._signal, period_s=period_s, seed=seed, **options)
        self.dout = Impatient(self.chip, self.clock)
        prepare_blinka(simulated=True)
        spec = importlib.util.find_spec("adafruit_hx711.hx711")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        sleep = self._sleep
        vars(module).update(
            time=SimpleNamespace(sleep=sleep),
            microcontroller=SimpleNamespace(
                disable_interrupts=self._begin, enable_interrupts=self._end, delay_us=lambda us: sleep(us / 1e6)
            ),
        )
        self.driver = module.HX711(self.dout, self.chip.sck)

    def _signal(self, t_s: float) -> float:
        value = self._random.randint(-100_000, 100_000)
        self.converted.add(value)
        return value

    def _sleep(self, seconds: float) -> None:
        self.clock.advance_ns(round(seconds * 1e9) + SLEEP_NS)

    def _begin(self) -> None:
        self.dout.in_word = True

    def _end(self) -> None:
        self.dout.in_word = False

    def read(self) -> int | None:
        """One reading; `None` when it would have waited for ever."""
        try:
            return int(self.driver.read())
        except WaitedError:
            return None


def wrong_ours(n_reads: int) -> tuple[int, int]:
    """Reads done, and numbers given out that were not the register's, over faults and preemption."""
    n_done = n_wrong = 0
    scenes: list[dict[str, Any]] = [
        {"preemption": held_up(0.02, 1)},
        {"preemption": held_up(0.2, 2)},
        {"preemption": held_up(0.02, 3), "period_s": 0.010702},
        {"preemption": held_up(0.2, 4), "period_s": 0.0125},
        {"access_s": 22e-6, "preemption": held_up(0.05, 5)},
    ]
    faults = [None, Fault.STUCK_HIGH, None, Fault.STUCK_LOW, None, Fault.FLOATING, None, Fault.CLOCK_CUT]
    for number, scene in enumerate(scenes):
        watched = Watched(**{"seed": number, **scene})
        chance = random.Random(number)
        while watched.watch.n_reads < n_reads // len(scenes):
            watched.chip.fault = faults[chance.randrange(len(faults))] if chance.random() < 0.2 else None
            try:
                watched.run_for(chance.uniform(0.05, 5.0))
            except AssertionError:
                n_wrong += 1
        n_done += watched.watch.n_reads
    return n_done, n_wrong


def wrong_released(n_reads: int) -> tuple[int, int, int]:
    """Numbers given out, those that were not a conversion's, and reads that would have waited for ever."""
    n_given = n_wrong = n_waited = 0
    chance = random.Random(9)
    released = Released(0.1, 1, preemption=held_up(0.02, 1))
    for _ in range(n_reads):
        released.chip.fault = (
            chance.choice([Fault.STUCK_LOW, Fault.FLOATING, Fault.CLOCK_CUT]) if chance.random() < 0.02 else None
        )
        value = released.read()
        if value is None:
            n_waited += 1
            continue
        n_given += 1
        n_wrong += value not in released.converted
    return n_given, n_wrong, n_waited


def delivered_ours(
    n_cells: int, period_s: float, *, of_words: float = 0.0, of_time: float = 0.0, seconds: float = 120.0
) -> float:
    """Share of the conversions that the chips offered which came out as readings, with words or time held up."""
    clock, offered = VirtualClock(), [0] * n_cells
    preemption = held_up(of_words, 7) if of_words else busy_machine(clock, of_time, 7) if of_time else None
    chance = random.Random(n_cells)

    def signal(cell: int) -> Callable[[float], float]:
        def convert(_t_s: float) -> float:
            offered[cell] += 1
            return chance.randint(-100_000, 100_000)

        return convert

    chips = [
        HX711Chip(
            clock,
            signal(i),
            period_s=period_s,
            oscillator_error_fraction=chance.uniform(-0.05, 0.05),
            seed=i,
            preemption=preemption,
        )
        for i in range(n_cells)
    ]
    bank = AdafruitBank([(chip.dout, chip.sck) for chip in chips], clock)
    reader = HX711Reader(seat_of(n_cells), Calibration.newtons(n_cells), bank, clock)
    given_before = offered_before = 0
    for frame in reader.frames():
        given = sum(counts["ok"] for counts in reader.verdict_counts.values())
        if frame.t_s < 5.0:  # settling, and learning each chip's period
            given_before, offered_before = given, sum(offered)
        elif frame.t_s >= seconds:
            break
    given = sum(counts["ok"] for counts in reader.verdict_counts.values())
    reader.close()
    return (given - given_before) / (sum(offered) - offered_before)


def delivered_released(n_cells: int, period_s: float, seconds: float = 60.0) -> float:
    """The same for the released driver, which reads one chip after the other and throws every other conversion away."""
    released = [Released(period_s, i) for i in range(n_cells)]
    clock = released[0].clock
    n_given = 0
    while clock.now_ns < seconds * 1e9:
        for one in released:
            one.clock.now_ns = max(each.clock.now_ns for each in released)  # one process: time passes for all
            value = one.read()
            n_given += value is not None and value in one.converted
    return n_given / (n_cells * seconds / period_s)


def fault_times(fault: Fault | None) -> tuple[float, float]:
    """Time [s] from a fault to its being told, and from its end to the next reading; `None`: the chip resets itself."""
    told, mended = [], []
    for seed in range(20):
        seat = seat_of(4)
        clock = _Paced()
        reader = SimulatedReader(seat, Calibration.newtons(4), lambda t_s: [t_s * 1000.0] * 4, clock, seed=seed)
        frames = reader.frames()
        at_s = 10.0 + seed * 0.037
        t_s = 0.0
        while t_s < at_s:
            t_s = next(frames).t_s
        chip = reader.chips[1]
        if fault is None:
            chip.set_clock(True)
            chip.clock.advance_ns(70_000)
            chip.set_clock(False)
        else:
            chip.fault = fault
        frame = next(frames)
        while frame.counts[1] is not None and frame.t_s < t_s + 5.0:
            frame = next(frames)
        told.append(frame.t_s - t_s)
        if fault is not None:
            while frame.t_s < t_s + 20.0:
                frame = next(frames)
            chip.fault = None
        cause_over_s = frame.t_s if fault is not None else t_s
        while frame.counts[1] is None:
            frame = next(frames)
        mended.append(frame.t_s - cause_over_s)
        reader.close()
    return max(told), max(mended)


class _Paced:
    """A pacing clock that never holds anybody up."""

    speed = 1.0

    def monotonic_s(self) -> float:
        return 0.0

    def utc_s(self) -> float:
        return 0.0

    def is_set(self) -> bool:
        return True

    def origin_id(self) -> str:
        return "bench"

    def wait(self, seconds: float) -> None:
        return


def cpu_ours(seconds: float) -> float:
    """Share of a core for six cells at 10 SPS in real time, the emulation of the chips included."""
    seat = seat_of(6)
    reader = SimulatedReader(seat, Calibration.newtons(6), lambda t_s: [1000.0] * 6, RealClock())
    began_s, used_s = time.perf_counter(), time.process_time()
    for _ in reader.frames():
        if time.perf_counter() - began_s > seconds:
            break
    reader.close()
    return (time.process_time() - used_s) / (time.perf_counter() - began_s)


def emulated_share(n_frames: int = 300) -> float:
    """Part of that time which goes into the emulated chips and not into reading them, by a profile."""
    reader = SimulatedReader(seat_of(6), Calibration.newtons(6), lambda t_s: [1000.0] * 6, _Paced())
    frames = reader.frames()
    profile = cProfile.Profile()
    profile.enable()
    for _ in range(n_frames):
        next(frames)
    profile.disable()
    reader.close()
    seconds = {key[0]: 0.0 for key in pstats.Stats(profile).stats}  # type: ignore[attr-defined]
    for (path, _, _), (_, _, own_s, _, _) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        seconds[path] += own_s
    return sum(own_s for path, own_s in seconds.items() if "/simulate/" in path) / sum(seconds.values())


def cop_error_mm() -> tuple[float, float]:
    """CoP error before and after the map calibration [mm rms]: 70 kg anywhere on the seat, 1 % cross-talk, 2 g noise, 10 g drift."""
    rng = np.random.default_rng(1)
    before, after = [], []
    corners_mm = np.array([[150, -150], [150, 150], [-150, -150], [-150, 150]], dtype=float)
    plain = tuple(tuple(float(x) for x in row) for row in (np.ones(4), corners_mm[:, 0], corners_mm[:, 1]))
    for _ in range(200):
        mixing = np.diag(rng.uniform(0.9, 1.08, 4)) @ (
            np.eye(4) + 0.01 * (rng.uniform(-1, 1, (4, 4)) * (1 - np.eye(4)))
        )

        def placed(ap_mm: np.ndarray, ml_mm: np.ndarray, mass_kg: float, mixing: np.ndarray = mixing) -> Known:
            share = np.stack(
                [(1 + s * ap_mm / 150) * (1 + t * ml_mm / 150) / 4 for s, t in ((1, -1), (1, 1), (-1, -1), (-1, 1))], -1
            )
            # The zero is set at the start, and each cell has drifted by 10 g rms when the last placement is done.
            drift_kg = np.linspace(0, 1, len(ap_mm))[:, np.newaxis] * rng.normal(0, 0.010, 4)
            noise_kg = rng.normal(0, 0.002 / np.sqrt(30), share.shape)  # a placement is the mean of three seconds
            force_n = (share * mass_kg @ mixing.T + drift_kg + noise_kg) * G0_M_PER_S2
            return Known(force_n, np.full(len(ap_mm), mass_kg), ap_mm, ml_mm)

        grid = np.array([(a, m) for a in (-120.0, 0.0, 120.0) for m in (-120.0, 0.0, 120.0)] * 2)
        fitted = fit_map(placed(grid[:, 0], grid[:, 1], 20.0))
        test = placed(rng.uniform(-100, 100, 50), rng.uniform(-100, 100, 50), 70.0)
        before.append(errors(plain, test).cop_rms_mm or 0.0)
        after.append(errors(fitted.rows, test).cop_rms_mm or 0.0)
    return float(np.sqrt(np.mean(np.square(before)))), float(np.sqrt(np.mean(np.square(after))))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reads", type=int, default=1_000_000)
    n_reads = parser.parse_args().reads

    def row(figure: str, ours: str, theirs: str) -> None:
        print(f"{figure:<66} {ours:>24} {theirs:>34}", flush=True)

    row("figure", "ours", "released driver")
    n_done, n_wrong = wrong_ours(n_reads)
    n_given, n_theirs, n_waited = wrong_released(max(1000, n_reads // 100))
    row("wrong words accepted", f"{n_wrong} of {n_done:,}", f"{n_theirs:,} of {n_given:,}; {n_waited} endless")
    for n_cells in (4, 6):
        for name, period_s in (("10", 0.1), ("80", 0.0125)):
            chips = f"{n_cells} cells, {name} SPS"
            theirs = delivered_released(n_cells, period_s)
            row(f"delivered, quiet, {chips}", f"{delivered_ours(n_cells, period_s):.2%}", f"{theirs:.2%}")
            ours = delivered_ours(n_cells, period_s, of_time=0.02)
            row(f"delivered, 2 % of the time held up for 0.2-5 ms, {chips}", f"{ours:.2%}", "-")
            ours = delivered_ours(n_cells, period_s, of_words=0.02)
            row(f"delivered, 2 % of the words held up for 0.2-5 ms, {chips}", f"{ours:.2%}", "-")
    for text, fault in (
        ("cut wire", Fault.STUCK_HIGH),
        ("line stuck low", Fault.STUCK_LOW),
        ("clock cut", Fault.CLOCK_CUT),
        ("floating", Fault.FLOATING),
        ("chip reset", None),
    ):
        told_s, mended_s = fault_times(fault)
        row(f"{text}: time to say so / to recover, worst of 20", f"{told_s:.1f} s / {mended_s:.1f} s", "never / never")
    used = cpu_ours(10.0)
    row(
        "processor, 6 cells, 10 SPS, real time, with the emulated chips",
        f"{used:.1%} of a core",
        "100 % (it waits busily)",
    )
    row("the same without them (their part by profile)", f"{used * (1 - emulated_share()):.1%} of a core", "-")
    before_mm, after_mm = cop_error_mm()
    row("CoP error, 70 kg: before / after the map calibration", f"{before_mm:.1f} / {after_mm:.2f} mm rms", "-")


if __name__ == "__main__":
    main()
