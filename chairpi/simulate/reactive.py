"""A sitter who can be told, while time goes on, to stand up, to sit back or to shift: for days on which the chair's prompts are heard.

Everything before a moment is settled, and nothing after it: a day is written on from moment to moment, and what somebody decides changes
only what comes later. Left alone, the sitter moves about as on any simulated day (`chairpi.simulate.doings`).
"""

from __future__ import annotations

import math
from bisect import bisect_right

import numpy as np
from numpy.typing import NDArray

from chairpi.core.seat import Seat
from chairpi.simulate.carried import Carried
from chairpi.simulate.day import Truth
from chairpi.simulate.doings import PAUSE_S, QUIET_S, STILL_S, Doings
from chairpi.simulate.sitter import Sitter
from chairpi.simulate.timeline import Timeline

Array = NDArray[np.float64]

# Each use of a seed has its own number; none is one of a day's, a stream's or a session's.
SITTER, DOINGS = 21, 22


class ReactiveDay(Doings):
    """One sitter on one seat, for as long as wanted; it begins with nobody on the seat.

    Parameters
    ----------
    seat
        Any layout.
    seed
        The same seed, and the same asked of them at the same times, is the same day.
    start_s
        When it begins [s].
    jitter
        How much the sitter varies from one sitting and posture to the next, against the usual.
    drift_n
        How far each cell's zero drifts, either way [N].
    sitter
        Who sits on what; drawn when not given.
    """

    def __init__(
        self,
        seat: Seat,
        seed: int = 0,
        *,
        start_s: float = 0.0,
        jitter: float = 1.0,
        drift_n: float = 0.0,
        sitter: Sitter | None = None,
    ) -> None:
        rng = np.random.default_rng([seed, SITTER])
        self.sitter = Sitter.drawn(rng) if sitter is None else sitter
        self._carried = Carried(seat, rng, drift_n)
        self._written_s = start_s
        self._sits = False
        super().__init__(self.sitter, np.random.default_rng([seed, DOINGS]), jitter)

    @property
    def sits_since_s(self) -> float | None:
        """When the present bout began [s]; `None` with nobody on the seat."""
        return self._sat_s if self._sits else None

    def sit_down(self, t_s: float, *, guided: bool = False) -> float:
        """Sit down at a time [s], or as soon after it as may be; `guided`: to give the upright reference.

        Returns
        -------
        float
            When it begins [s].

        Raises
        ------
        ValueError
            They sit already.
        """
        self._need(sits=False)
        begins_s = self._free_s(t_s)
        self._begin(begins_s, STILL_S if guided else QUIET_S)
        self._sits = True
        return begins_s

    def stand_up(self, t_s: float) -> float:
        """Stand up; time and result as for `sit_down`. Raises a `ValueError` when nobody sits."""
        self._need(sits=True)
        begins_s = self._moment_s(t_s)
        self._stand_up(begins_s)
        self._due_s, self._sits = {}, False
        return begins_s

    def sit_back(self, t_s: float) -> float:
        """Push up and sit down again right at the back; else as `stand_up`."""
        self._need(sits=True)
        begins_s = self._moment_s(t_s)
        self._due_s |= self._do("reseat", begins_s, self._due_s["change"])
        self._wait_for_end()
        return begins_s

    def shift(self, t_s: float) -> float:
        """Take another posture; else as `stand_up`."""
        self._need(sits=True)
        begins_s = self._moment_s(t_s)
        self._change(begins_s, "upright" if self._taken.name != "upright" else self._other_posture())
        self._due_s["change"] = begins_s + self._dwell_s()
        self._wait_for_end()
        return begins_s

    def lay_bag(self, t_s: float, length_s: float) -> float:
        """Lay a bag on the empty seat for so long [s]; time and result as for `sit_down`, which raises here what it raises there."""
        self._need(sits=False)
        begins_s = self._free_s(t_s)
        self._bag(begins_s, begins_s + max(length_s, 2 * PAUSE_S))
        return begins_s

    def go_on(self, until_s: float) -> None:
        """Let the day be settled up to a time [s]."""
        if self._sits:
            self._go_on(until_s)
        self._written_s = max(self._written_s, until_s)

    def forces_n(self, t_s: Array) -> Array:
        """Force on each cell, drift included: shape (n,) [s], rising, in, shape (n, n_cells) [N] out.

        Raises
        ------
        ValueError
            A time is not settled yet.
        """
        return self._carried.forces_n(t_s, self._timeline(t_s).many(t_s))

    def truth(self, t_s: Array) -> Truth:
        """What the sitter does, at times as for `forces_n`."""
        timeline = self._timeline(t_s)
        return Truth.of(self._carried.loads(t_s, timeline.many(t_s)), timeline.label(t_s))

    def _timeline(self, t_s: Array) -> Timeline:
        """The moves that matter to these times, and the one before: its label may hold still."""
        if not len(t_s):
            return Timeline(self.sitter.away(), [])
        if t_s[-1] >= self._written_s:
            raise ValueError(f"{t_s[-1]} s is not settled yet; the day has gone on until {self._written_s} s")
        begun = [bisect_right(self.moves, float(at_s), key=lambda move: move.start_s) for at_s in (t_s[0], t_s[-1])]
        first = max(begun[0] - 2, 0)
        before = self.moves[first - 1].stance if first else self.sitter.away()
        return Timeline(before, self.moves[first : begun[1]])

    def _moment_s(self, t_s: float) -> float:
        """When something else can be done: what falls due until then is done first."""
        self._go_on(t_s)
        return self._free_s(t_s)

    def _free_s(self, t_s: float) -> float:
        end_s = self.moves[-1].start_s + self.moves[-1].length_s + PAUSE_S if self.moves else -math.inf
        return max(t_s, self._written_s, end_s)

    def _need(self, *, sits: bool) -> None:
        if self._sits is not sits:
            raise ValueError("they do not sit" if sits else "they sit already")
