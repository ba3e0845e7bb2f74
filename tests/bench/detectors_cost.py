"""What the core costs, for `detectors.py`: one frame as it streams, and a whole day at once.

The core runs in a process of its own, so that nobody else's memory is counted: this file as a programme, given a day's frames.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chairpi.core.chair.door import Chair
from chairpi.core.frame import Frame, Frames
from chairpi.core.requests import CaptureReference
from chairpi.simulate.chair import simulated_chair
from chairpi.simulate.sessions import simulated_session

SEED = 1
HOURS = 8.0
"""A working day, at 10 frames a second, of six cells."""
CAPTURED_S = (120.0, 10.0)
"""When the reference is taken, and for how long [s]; whether the sitter keeps still then costs the same."""
N_STREAMED = 36_000
BLOCK = 1000
N_PREDICTED = 500


@dataclass(frozen=True, slots=True)
class Cost:
    """What the core takes.

    Parameters
    ----------
    frame_us
        One frame as it streams: median over blocks of frames [us].
    day_s
        A day in one batch [s].
    day_mb
        How much the process grew meanwhile, at its largest [MB].
    process_mb
        The whole process at its largest, Python, numpy and the day's frames included [MB].
    """

    frame_us: float
    day_s: float
    day_mb: float
    process_mb: float


def core_cost() -> Cost:
    """Measure it in a fresh process, on a day that is simulated here."""
    frames = [frames for frames, _ in simulated_session(SEED, HOURS).blocks()]
    with tempfile.TemporaryDirectory(prefix="chairpi-") as directory:
        path = Path(directory) / "day.npy"
        np.save(path, np.concatenate([np.column_stack([block.t_s, block.counts]) for block in frames]))
        run = subprocess.run([sys.executable, __file__, str(path)], check=True, stdout=subprocess.PIPE, text=True)
    return Cost(**json.loads(run.stdout))


def predicting_us(model: Any, row: NDArray[np.float64]) -> float:
    """How long a classifier takes to judge one frame [us]: median; row of shape (n_features,)."""
    one, taken_s = row[np.newaxis], []
    for _ in range(N_PREDICTED):
        began_s = time.perf_counter()
        model.predict(one)
        taken_s.append(time.perf_counter() - began_s)
    return statistics.median(taken_s) * 1e6


def _measured(path: Path) -> Cost:
    rows = np.load(path)
    day = Frames(rows[:, 0].copy(), rows[:, 1:].copy())
    del rows

    def chair() -> Chair:
        one = Chair(*simulated_chair(), warm=True)
        one.receive(CaptureReference(*CAPTURED_S))
        return one

    before_mb = _largest_mb()
    began_s = time.perf_counter()
    chair().receive(day)
    day_s = time.perf_counter() - began_s
    largest_mb = _largest_mb()
    streamed, taken_us = chair(), []
    one_by_one = zip(day.t_s[:N_STREAMED].tolist(), day.counts[:N_STREAMED].tolist(), strict=True)
    frames = [Frame(t_s, tuple(None if count != count else count for count in row)) for t_s, row in one_by_one]
    for start in range(0, N_STREAMED, BLOCK):
        began_s = time.perf_counter()
        for frame in frames[start : start + BLOCK]:
            streamed.receive(frame)
        taken_us.append((time.perf_counter() - began_s) / BLOCK * 1e6)
    return Cost(statistics.median(taken_us), day_s, largest_mb - before_mb, largest_mb)


def _largest_mb() -> float:
    """The largest that this process has been [MB]; `resource` would count what its parent was as well."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) * 1024 / 1e6


if __name__ == "__main__":
    print(json.dumps(asdict(_measured(Path(sys.argv[1])))))
