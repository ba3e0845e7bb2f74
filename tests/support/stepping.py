"""A player or the chair's signals stepped through time, and what they did written down."""

from __future__ import annotations

import math
from itertools import pairwise

from chairpi.clock import ManualClock
from chairpi.outputs.player import Played, Player
from chairpi.outputs.signals import Signals


def states(signals: Signals, clock: ManualClock, gpio: int, length_s: float) -> list[tuple[float, float]]:
    """What a pin does from now on: each time [s from now] at which it changes, and to what."""
    pin = signals.pin_factory.pin(gpio)
    begin_s, passed_s = clock.monotonic_s(), 0.0
    seen: list[tuple[float, float]] = []
    while True:
        next_s = signals.advance()
        if not seen or seen[-1][1] != float(pin.state):
            seen.append((round(passed_s, 4), float(pin.state)))
        if passed_s + next_s > length_s:
            clock.wait(length_s - passed_s)
            return seen
        clock.wait(next_s)
        passed_s = clock.monotonic_s() - begin_s


SECOND_S = 1.0 + 1e-6
"""Sums of seconds are not exact; this is the strict side."""


class Stepped:
    """A player and the brightness that it played, change by change."""

    def __init__(self) -> None:
        self.player = Player()
        self.t_s = 0.0
        self.seen: list[tuple[float, float]] = []

    def go_on(self, length_s: float) -> Played:
        """Play on for a while; what is played at its end."""
        end_s = self.t_s + length_s
        while True:
            played = self.player.at(self.t_s)
            if not self.seen or self.seen[-1][1] != played.brightness:
                self.seen.append((self.t_s, played.brightness))
            if played.next_s > end_s:
                self.t_s = end_s
                return played
            assert played.next_s > self.t_s, "time stands still"
            self.t_s = played.next_s


def most_flashes(seen: list[tuple[float, float]]) -> int:
    """The most flashes in any second of a row of (time [s], brightness).

    A flash is a pair of opposing changes (WCAG 2.2). Theirs count from a tenth of the full luminance on; here every change does,
    however small, which is more strict. A fade is one change, at the time at which it is complete.
    """
    turns: list[float] = []
    direction = 0.0
    for (_, before), (t_s, after) in pairwise([(-math.inf, 0.0), *seen]):
        if after == before:
            continue
        if direction and math.copysign(1.0, after - before) == direction:
            turns[-1] = t_s
        else:
            turns.append(t_s)
        direction = math.copysign(1.0, after - before)
    return max((sum(t_s <= other_s <= t_s + SECOND_S for other_s in turns) // 2 for t_s in turns), default=0)
