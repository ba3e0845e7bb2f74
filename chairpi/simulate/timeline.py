"""What a sitter does over time: stances, and smooth moves from one to the next."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from chairpi.simulate.sitter import Stance

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Move:
    """A smooth change to another stance.

    Parameters
    ----------
    start_s
        When it begins [s].
    length_s
        How long it takes [s]; above 0.
    stance
        What it leads to.
    label
        What the sitter does from the middle of the move on; empty where no name fits.
    """

    start_s: float
    length_s: float
    stance: Stance
    label: str


class Timeline:
    """Stances over time, for one instant in plain numbers or for many as arrays: the same to rounding.

    Parameters
    ----------
    first
        What holds before the first move, labelled `vacant`.
    moves
        In time order; none begins before the one before has ended.

    Notes
    -----
    Within a move, each number goes from its old to its new value as u^2 (3 - 2 u), with u from 0 to 1: no jump in the
    number nor in its rate of change.
    """

    def __init__(self, first: Stance, moves: Sequence[Move]) -> None:
        for one, following in pairwise(moves):
            if following.start_s < one.start_s + one.length_s:
                raise ValueError(f"a move begins at {following.start_s} s, before the one of {one.start_s} s has ended")
        self.moves = tuple(moves)
        self.labels = ("vacant", *(move.label for move in moves))
        self._stances = (first, *(move.stance for move in moves))
        self._start_s = [move.start_s for move in moves]
        self._length_s = [move.length_s for move in moves]
        self._label_from_s = np.array([move.start_s + move.length_s / 2 for move in moves])

    def at(self, t_s: float) -> tuple[float, ...]:
        """The stance at one instant [s], as plain numbers in the order of `Stance`."""
        index = bisect_right(self._start_s, t_s)
        after = self._stances[index]
        if index == 0:
            return after
        u = (t_s - self._start_s[index - 1]) / self._length_s[index - 1]
        if u >= 1.0:
            return after
        part = u * u * (3.0 - 2.0 * u)
        return tuple([old + part * (new - old) for old, new in zip(self._stances[index - 1], after, strict=True)])

    def many(self, t_s: Array) -> Array:
        """Stances at many instants: shape (n,) [s] in, shape (len(Stance), n) out, in the order of `Stance`."""
        stances = np.array(self._stances)
        if not self._start_s:
            return np.repeat(stances, len(t_s), axis=0).T
        index = np.searchsorted(self._start_s, t_s, side="right")
        before = np.maximum(index - 1, 0)
        u = np.clip((t_s - np.array(self._start_s)[before]) / np.array(self._length_s)[before], 0.0, 1.0)
        part = u * u * (3.0 - 2.0 * u)
        many: Array = (stances[before] + part[:, None] * (stances[index] - stances[before])).T
        return many

    def label(self, t_s: Array) -> NDArray[np.str_]:
        """Which label holds at each instant: shape (n,) [s] in, shape (n,) out."""
        return np.array(self.labels)[np.searchsorted(self._label_from_s, t_s, side="right")]
