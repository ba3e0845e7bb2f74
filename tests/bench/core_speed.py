"""What the core costs: microseconds a frame as they stream, frames a second in one batch, and a simulated day.

    python tests/bench/core_speed.py

Prints figures; asserts nothing, for machines differ.
"""

from __future__ import annotations

import resource
import statistics
import time

import numpy as np

from chairpi.core.chair.door import Chair
from chairpi.core.frame import Frame, Frames
from chairpi.simulate.chair import counts, simulated_chair
from chairpi.simulate.day import Day

HOURS = 8
RATE_HZ = 10
N_STREAMED = 18_000
BLOCK = 1000


def day_frames() -> Frames:
    """A simulated day's counts."""
    seat, calibration = simulated_chair()
    day, rng = Day(seat, seed=1), np.random.default_rng(1)
    t_s = np.arange(HOURS * 3600 * RATE_HZ) / RATE_HZ
    blocks = [counts(day.forces_n(t_s[i : i + 6000]), calibration, rng) for i in range(0, len(t_s), 6000)]
    return Frames(t_s, np.concatenate(blocks).astype(np.float64))


def streaming_us(frames: Frames) -> list[float]:
    """Microseconds a frame, one entry for each block of frames."""
    chair = Chair(*simulated_chair())
    rows = [tuple(row) for row in frames.counts[:N_STREAMED].tolist()]
    taken = []
    for start in range(0, N_STREAMED, BLOCK):
        began_s = time.perf_counter()
        for i in range(start, start + BLOCK):
            chair.receive(Frame(i / RATE_HZ, rows[i]))
        taken.append((time.perf_counter() - began_s) / BLOCK * 1e6)
    return taken


def main() -> None:
    """Print the table."""
    frames = day_frames()
    taken_us = streaming_us(frames)
    print(
        f"streaming, 6 cells      {statistics.median(taken_us):8.1f} us a frame (median of {len(taken_us)} blocks of {BLOCK})"
    )
    before_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began_s = time.perf_counter()
    events = Chair(*simulated_chair()).receive(frames)
    took_s = time.perf_counter() - began_s
    grown_mb = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kb) / 1024
    print(
        f"batch, {HOURS} h at {RATE_HZ} Hz      {took_s:8.2f} s, {len(frames.t_s) / took_s:,.0f} frames a second, {len(events)} events"
    )
    print(f"memory of the batch     {grown_mb:8.0f} MB above the frames themselves")


if __name__ == "__main__":
    main()
