"""Exercises that the seat checks: stands that it counts, and holds to the sides or forward that it times.

A check runs in three phases. Settling: somebody sits still, and what they carry there, and where, is what everything is measured
against; the upright reference would not do, for who is about to stand up or to stretch sits in front of the backrest. Counting: for
the time that was asked for. Over: the result stays to be read for a while.

A check counts frames, since a stand may take little more than a second. It says that it cannot count rather than counting less than
there was: where a seat cell is not read, frames are missing or come too seldom, it ends.
"""

from __future__ import annotations

import math
from collections import deque
from typing import NamedTuple

from chairpi.core.events.seat_check import CheckPhase, SeatCheckDone, SeatCheckEnd, SeatCheckKind, SeatPosition
from chairpi.core.now.seat_check import SeatCheckNow
from chairpi.core.seat_check.counts import STOOD_FRACTION, HoldTimer, StandCounter

SETTLE_S = 3.0
SETTLE_MOST_S = 20.0
"""So long somebody sits still before a check begins [s], and so long they may take to come to it. Our choice."""

STEADY_FRACTION = 0.15
STEADY_MM = 30.0
"""Sitting still: the load stays within this part of itself, and the CoP within so much along each axis [mm]. Our choices: somebody off the
backrest may sway by 4 mm root mean square, and a rise takes the CoP further."""

LEAST_HZ = 5.0
"""With fewer frames a second a stand may fall between two of them: our choice."""

BLIND_S = 1.0
"""A check ends when the load has not been known for this long [s]. Our choice: the shortest full stands last about as long."""

LEFT_S = 20.0
"""Who has been off the seat for this long [s] has left it: our choice."""

ASIDE_FRACTION = 0.15
"""A hold to a side begins where the CoP is this part of the seat's half width out: at 150 mm 22 mm, which is 15 % of the load moved from
one side to the other. Our choice: below the 20 % that are told as a macro shift, so that stiff hips are seen too."""

AHEAD_MM = 20.0
"""A forward hold begins where the CoP is so far ahead of where it was [mm]. Our choice: a trunk in balance, off the backrest, moves it by
about 2 mm for each degree of lean (see `chairpi.simulate.balance`), so this is some 10 degrees."""

SWAYS = 4.0
"""Either begins no nearer than so many times the sway of the settling: our choice, so that a restless sitter is not always leaning."""


class _Frame(NamedTuple):
    t_s: float
    load_n: float
    ap_mm: float
    ml_mm: float


class SeatCheck:
    """One check, from when it is asked for.

    Parameters
    ----------
    kind
        What is counted.
    t_s
        When it was asked for [s].
    length_s
        How long to count [s].
    half_width_mm
        Half the distance between the seat's left and right cells [mm].

    Attributes
    ----------
    end
        How it ended; `None` while it goes on.
    ended_t_s
        When it ended [s]; `None` while it goes on.
    """

    def __init__(self, kind: SeatCheckKind, t_s: float, length_s: float, half_width_mm: float) -> None:
        self._kind = kind
        self._asked_t_s = t_s
        self._length_s = length_s
        self._half_width_mm = half_width_mm
        self._known_t_s = t_s
        self._still: deque[_Frame] = deque()
        self._began_t_s: float | None = None
        self._seated = _Frame(t_s, math.inf, 0.0, 0.0)
        self._stands = StandCounter(math.inf)
        self._left, self._right, self._forward = HoldTimer(math.inf), HoldTimer(math.inf), HoldTimer(math.inf)
        self._low_t_s: float | None = None
        self.end: SeatCheckEnd | None = None
        self.ended_t_s: float | None = None

    def receive(self, t_s: float, load_n: float, ap_mm: float, ml_mm: float) -> None:
        """Take one frame: its time [s], the seat load [N] and the CoP [mm]; NaN where unknown."""
        if self.end is not None:
            return
        known_t_s = self._known_t_s
        if t_s - known_t_s > BLIND_S:
            self.stop(known_t_s, SeatCheckEnd.CELLS)
            return
        if self._began_t_s is not None and t_s >= self._began_t_s + self._length_s:
            self.stop(self._began_t_s + self._length_s, SeatCheckEnd.DONE)
            return
        if load_n != load_n:  # NaN
            return
        self._known_t_s = t_s
        frame = _Frame(t_s, load_n, ap_mm, ml_mm)
        if self._began_t_s is None:
            self._settle(frame)
        else:
            self._count(frame, t_s - known_t_s)

    def stop(self, t_s: float, why: SeatCheckEnd) -> None:
        """End it at a time [s]; what was counted until then stays."""
        if self.end is None:
            if why is SeatCheckEnd.DONE:
                self._stands.finish(t_s)
            self.end, self.ended_t_s = why, t_s

    def _settle(self, frame: _Frame) -> None:
        """Wait for somebody to sit still, then begin to count."""
        still = self._still
        still.append(frame)
        if frame.t_s - still[0].t_s < SETTLE_S:
            return
        if len(still) < LEAST_HZ * SETTLE_S:
            self.stop(frame.t_s, SeatCheckEnd.SELDOM)
        elif _is_steady(still):
            self._begin(frame.t_s)
        elif frame.t_s - self._asked_t_s >= SETTLE_MOST_S:
            self.stop(frame.t_s, SeatCheckEnd.RESTLESS)
        else:  # look again a second later
            while frame.t_s - still[0].t_s > SETTLE_S - 1.0:
                still.popleft()

    def _begin(self, t_s: float) -> None:
        loads, aps, mls = zip(*(frame[1:] for frame in self._still), strict=True)
        self._seated = _Frame(t_s, _mean(loads), _mean(aps), _mean(mls))
        self._began_t_s = t_s
        self._stands = StandCounter(self._seated.load_n)
        aside_mm = max(ASIDE_FRACTION * self._half_width_mm, SWAYS * _spread(mls))
        self._left, self._right = HoldTimer(aside_mm), HoldTimer(aside_mm)
        self._forward = HoldTimer(max(AHEAD_MM, SWAYS * _spread(aps)))
        self._still.clear()

    def _count(self, frame: _Frame, length_s: float) -> None:
        match self._kind:
            case SeatCheckKind.SIT_TO_STAND:
                self._stands.receive(frame.t_s, frame.load_n)
            case SeatCheckKind.WEIGHT_SHIFT:
                self._right.receive(length_s, frame.ml_mm - self._seated.ml_mm)
                self._left.receive(length_s, self._seated.ml_mm - frame.ml_mm)
            case _:
                self._forward.receive(length_s, frame.ap_mm - self._seated.ap_mm)
        if frame.load_n >= STOOD_FRACTION * self._seated.load_n:
            self._low_t_s = None
        elif self._low_t_s is None:
            self._low_t_s = frame.t_s
        elif frame.t_s - self._low_t_s >= LEFT_S:
            self.stop(self._low_t_s, SeatCheckEnd.LEFT)

    @property
    def _reps(self) -> int:
        return self._stands.reps + self._left.n_holds + self._right.n_holds + self._forward.n_holds

    def _counted_s(self, t_s: float) -> float:
        return 0.0 if self._began_t_s is None else min(max(t_s - self._began_t_s, 0.0), self._length_s)

    def now(self, t_s: float) -> SeatCheckNow:
        """What a page shows of it at a time [s]."""
        counted_s = self._counted_s(t_s if self.ended_t_s is None else self.ended_t_s)
        phase = CheckPhase.SETTLING if self._began_t_s is None else CheckPhase.COUNTING
        return SeatCheckNow(
            kind=self._kind,
            phase=phase if self.end is None else CheckPhase.OVER,
            end=self.end,
            asked_t_s=self._asked_t_s,
            length_s=self._length_s,
            left_s=self._length_s - counted_s,
            position=self._position,
            reps=self._reps,
            n_partial=self._stands.n_partial,
            held_left_s=self._left.held_s,
            held_right_s=self._right.held_s,
            held_forward_s=self._forward.held_s,
        )

    @property
    def _position(self) -> SeatPosition:
        for is_there, position in (
            (self._stands.is_up, SeatPosition.UP),
            (self._left.is_held, SeatPosition.LEFT),
            (self._right.is_held, SeatPosition.RIGHT),
            (self._forward.is_held, SeatPosition.FORWARD),
        ):
            if is_there:
                return position
        return SeatPosition.MIDDLE

    def done(self, t_s: float) -> SeatCheckDone:
        """The event that tells its end, at a time [s].

        Raises
        ------
        ValueError
            It goes on.
        """
        if self.end is None or self.ended_t_s is None:
            raise ValueError("the check goes on")
        return SeatCheckDone(
            t_s,
            kind=self._kind,
            end=self.end,
            length_s=self._counted_s(self.ended_t_s),
            reps=self._reps,
            n_partial=self._stands.n_partial,
            held_left_s=self._left.held_s,
            held_right_s=self._right.held_s,
            held_forward_s=self._forward.held_s,
        )


def _is_steady(frames: deque[_Frame]) -> bool:
    loads, aps, mls = zip(*(frame[1:] for frame in frames), strict=True)
    return (
        math.isfinite(sum(aps) + sum(mls))  # unknown with nobody on the seat
        and max(loads) - min(loads) <= STEADY_FRACTION * _mean(loads)
        and max(aps) - min(aps) <= STEADY_MM
        and max(mls) - min(mls) <= STEADY_MM
    )


def _mean(values: tuple[float, ...]) -> float:
    return sum(values) / len(values)


def _spread(values: tuple[float, ...]) -> float:
    """Standard deviation."""
    middle = _mean(values)
    return math.sqrt(sum((value - middle) ** 2 for value in values) / len(values))
