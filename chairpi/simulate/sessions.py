"""Days of sitting as the chair would have read them, with what the sitter truly did: in memory, block by block."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from chairpi.core.calibration import Calibration
from chairpi.core.frame import Frames
from chairpi.core.seat import Seat
from chairpi.simulate.cells import CellErrors, CellStream
from chairpi.simulate.chair import Layout, simulated_chair
from chairpi.simulate.day import Day, Truth

RATE_HZ = 10.0
BLOCK_S = 600.0
"""Frames made at once [s of them]. It bounds memory and changes nothing."""

CELLS = 14
"""Tells the seed of the cells' errors from the others."""


@dataclass(frozen=True, slots=True, eq=False)
class Session:
    """One person, drawn with a chair and its cells, for one day.

    Parameters
    ----------
    seat
        The chair's cells.
    calibration
        What the chair believes of them: their zeros, and their spans but for the gain errors.
    day
        The sitter's day, without drift: that is the cells' matter.
    errors
        What each cell gets wrong.
    seed
        What all of it was drawn from.
    hours
        Length of the day [h].
    """

    seat: Seat
    calibration: Calibration
    day: Day
    errors: tuple[CellErrors, ...]
    seed: int
    hours: float

    def blocks(self, rate_hz: float = RATE_HZ, block_s: float = BLOCK_S) -> Iterator[tuple[Frames, Truth]]:
        """Read the day from its start: see `simulated_blocks`."""
        stream = CellStream(self.errors, self.calibration, self.seed)
        return simulated_blocks(self.day, stream, self.hours, rate_hz, block_s)


def simulated_session(
    seed: int,
    hours: float = 8.0,
    layout: Layout = Layout.SIX,
    *,
    jitter: float = 1.0,
    lively: bool = False,
    mass_kg: float | None = None,
    errors: CellErrors | None = None,
) -> Session:
    """Draw a person, a chair and its cells.

    Parameters
    ----------
    seed
        The same seed is the same person, day and cells. The layout does not change what the sitter does.
    hours
        Length of the day [h].
    layout
        Which cells the chair has.
    jitter
        How restless the sitter is; 1 is as people are.
    lively
        Begin with the demo's half hour.
    mass_kg
        Body mass [kg]; drawn when not given.
    errors
        What every cell gets wrong; drawn for each when not given.
    """
    seat, calibration = simulated_chair(layout)
    rng = np.random.default_rng([seed, CELLS])
    drawn = tuple(CellErrors.drawn(rng) for _ in seat.cells) if errors is None else (errors,) * len(seat.cells)
    day = Day(seat, seed, hours, lively=lively, mass_kg=mass_kg, drift_n=0.0, jitter=jitter)
    return Session(seat, calibration, day, drawn, seed, hours)


def simulated_blocks(
    day: Day, stream: CellStream, hours: float, rate_hz: float = RATE_HZ, block_s: float = BLOCK_S
) -> Iterator[tuple[Frames, Truth]]:
    """Read a day's cells.

    Parameters
    ----------
    day
        Where the forces come from.
    stream
        The cells that feel them, not used before; it is used up by this.
    hours
        How long from the day's start [h].
    rate_hz
        Frames per second [Hz].
    block_s
        Length of a block [s]; the last one is shorter where it has to be. Other lengths give the same frames.

    Yields
    ------
    Frames
        What the cells say at t = 0, 1 / rate_hz, ... [s], as long as t is before the end.
    Truth
        What the sitter does at these times.
    """
    n_frames = math.ceil(round(hours * 3600.0 * rate_hz, 6))
    n_in_block = max(1, round(block_s * rate_hz))
    for start in range(0, n_frames, n_in_block):
        t_s = np.arange(start, min(start + n_in_block, n_frames)) / rate_hz
        yield Frames(t_s, stream.counts(t_s, day.forces_n(t_s))), day.truth(t_s)
