"""How well the seat counts stands and times holds, on simulated people who exercise.

    python tests/bench/seat_checks.py                # 200 people: some seconds
    python tests/bench/seat_checks.py --people 1000

Each person, with a body and a way of sitting of their own, does a 30-second chair stand at a pace of their own and goes on to the end;
the last rise may be half done. Then they hold leans. What they truly did is known, and what the real core says of the simulated cells is
laid beside it: how many are counted to the stand, and how many are one off. Simulated people are no evidence about real ones, least of
all about hands, armrests and cushions.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from exercising import ASKED_S, BEGINS_S, frames_of, told

from chairpi.core.events.seat_check import SeatCheckDone, SeatCheckEnd, SeatCheckKind
from chairpi.core.frame import Frames
from chairpi.core.requests import StartSeatCheck
from chairpi.core.seat_check.check import SETTLE_S
from chairpi.simulate.exercising import Stand, half_up_s, holds, stands
from chairpi.simulate.postures import Taken
from chairpi.simulate.sitter import Sitter

FIRST_SEED = 700_000
LENGTH_S = 30.0
HOLD_S = 10.0

Spoil = Callable[[Frames, np.random.Generator], Frames]


def as_they_are(frames: Frames, _: np.random.Generator) -> Frames:
    """Spoil nothing."""
    return frames


def noisy(frames: Frames, rng: np.random.Generator) -> Frames:
    """Ten times the usual noise: some 15 g a reading."""
    return Frames(frames.t_s, frames.counts + 650.0 * rng.standard_normal(frames.counts.shape))


def patchy(frames: Frames, rng: np.random.Generator) -> Frames:
    """One reading in twenty is missing."""
    return Frames(frames.t_s, np.where(rng.random(frames.counts.shape) < 0.05, math.nan, frames.counts))


CONDITIONS: tuple[tuple[str, tuple[float, float], bool, float, float, Spoil], ...] = (
    ("fast: 1.2 to 2 s a stand", (1.2, 2.0), False, 0.0, 10.0, as_they_are),
    ("usual: 2 to 3.5 s", (2.0, 3.5), False, 0.0, 10.0, as_they_are),
    ("with care: 3.5 to 6 s", (3.5, 6.0), False, 0.0, 10.0, as_they_are),
    ("usual, hands on the seat", (2.0, 3.5), True, 0.0, 10.0, as_they_are),
    ("usual, one rise in five partial", (2.0, 3.5), False, 0.2, 10.0, as_they_are),
    ("usual, 80 frames a second", (2.0, 3.5), False, 0.0, 80.0, as_they_are),
    ("usual, ten times the noise", (2.0, 3.5), False, 0.0, 10.0, noisy),
    ("usual, readings missing", (2.0, 3.5), False, 0.0, 10.0, patchy),
)
"""`(name, bounds of a stand's length [s], whether hands push, part of the rises that are partial, frames a second, spoilt how)`."""


def done_of(frames: Frames, kind: SeatCheckKind, length_s: float) -> SeatCheckDone:
    """What the chair says of one check."""
    _, events = told(frames, [StartSeatCheck(ASKED_S, kind, length_s)])
    (done,) = [event for event in events if isinstance(event, SeatCheckDone)]
    return done


def stand_errors(n_people: int) -> None:
    """Print, for each condition, how far the counts are off."""
    print(f"{'chair stands of 30 s':36} {'right':>7} {'1 few':>7} {'1 many':>7} {'worse':>7} {'not counted':>12}")
    for name, bounds_s, hands, partial, rate_hz, spoil in CONDITIONS:
        off: Counter[int | None] = Counter()
        for seed in range(FIRST_SEED, FIRST_SEED + n_people):
            rng = np.random.default_rng(seed)
            sitter, cycle_s = Sitter.drawn(rng), float(rng.uniform(*bounds_s))
            drawn = [Stand.drawn(rng, cycle_s, hands=hands) for _ in range(60)]
            rises = [
                replace(one, left_fraction=float(rng.uniform(0.3, 0.45))) if rng.random() < partial else one
                for one in drawn
            ]
            moves = stands(sitter, BEGINS_S, rises)
            frames = spoil(frames_of(sitter, moves, ASKED_S + LENGTH_S + 10.0, rate_hz=rate_hz, seed=seed), rng)
            done = done_of(frames, SeatCheckKind.SIT_TO_STAND, LENGTH_S)
            ended_s = ASKED_S + SETTLE_S + LENGTH_S
            truly = sum(at_s < ended_s for at_s in half_up_s(moves))
            off[done.reps - truly if done.end is SeatCheckEnd.DONE else None] += 1
        worse = sum(n for by, n in off.items() if by is not None and abs(by) > 1)
        shares = [100.0 * n / n_people for n in (off[0], off[-1], off[1], worse, off[None])]
        print(f"{name:36} " + " ".join(f"{share:6.1f}%" for share in shares[:-1]) + f" {shares[-1]:11.1f}%")


def hold_errors(n_people: int) -> None:
    """Print how far held times are off."""
    print(f"\n{f'holds of {HOLD_S:g} s':36} {'seen':>7} {'held, median':>13} {'middle 90 %':>16}")
    for name, kind, lean in (
        ("12 degrees to a side", SeatCheckKind.WEIGHT_SHIFT, Taken("lean_left", lean_deg=0.0, lateral_deg=12.0)),
        ("8 degrees to a side", SeatCheckKind.WEIGHT_SHIFT, Taken("lean_left", lean_deg=0.0, lateral_deg=8.0)),
        ("25 degrees forward", SeatCheckKind.FORWARD_LEAN, Taken("forward_lean", lean_deg=25.0)),
        ("12 degrees forward", SeatCheckKind.FORWARD_LEAN, Taken("forward_lean", lean_deg=12.0)),
    ):
        held_s = []
        for seed in range(FIRST_SEED, FIRST_SEED + n_people):
            sitter = Sitter.drawn(np.random.default_rng(seed))
            moves = holds(sitter, BEGINS_S, [lean], hold_s=HOLD_S, between_s=5.0)
            done = done_of(frames_of(sitter, moves, ASKED_S + LENGTH_S + 10.0, seed=seed), kind, LENGTH_S)
            held_s.append(done.held_right_s + done.held_forward_s)
        seen = np.array(held_s)[np.array(held_s) > 0]
        low_s, middle_s, high_s = np.quantile(seen, (0.05, 0.5, 0.95)) if len(seen) else (math.nan,) * 3
        share = 100.0 * len(seen) / n_people
        print(f"{name:36} {share:6.1f}% {middle_s:11.1f} s {f'{low_s:.1f} to {high_s:.1f} s':>16}")


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=200)
    n_people = parser.parse_args().people
    stand_errors(n_people)
    hold_errors(n_people)


if __name__ == "__main__":
    main()
