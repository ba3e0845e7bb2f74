"""When the sitter of a simulated day sits and when not: bouts and breaks, and the lively first half hour of the demo.

Lengths of bouts and breaks are our choice.
"""

from __future__ import annotations

from chairpi.simulate.doings import GUIDED_JITTER, MINUTE_S, PAUSE_S, QUIET_S, STILL_S, Doings

BOUT_S = (20 * MINUTE_S, 70 * MINUTE_S)
BREAK_S = (2 * MINUTE_S, 20 * MINUTE_S)
LUNCH_S = (30 * MINUTE_S, 45 * MINUTE_S)
LUNCH_FROM_HOURS = 6.0
"""A shorter day has no lunch break."""
LIVELY_FROM_HOURS = 0.6
"""A lively day tells its story in 2,115 s, and something must be left of the day."""
SHORTEST_BOUT_S = 20.0

BAG_BREAK_S = 4 * MINUTE_S
"""The first break of the day that is as long as this has a bag on the seat."""


class Schedule(Doings):
    """Writes down one day's moves, in time order; parameters and attributes are those of `Doings`."""

    def day(self, start_s: float, end_s: float, *, bag_to_come: bool = True) -> None:
        """Bouts and breaks from sitting down at `start_s` to an empty seat before `end_s` [s]."""
        lunch_to_come = end_s - start_s >= (LUNCH_FROM_HOURS - 0.5) * 3600
        sit_s, still_s = start_s, STILL_S
        while True:
            stand_s = min(sit_s + self._between(BOUT_S), end_s - 30.0)
            if stand_s - sit_s < SHORTEST_BOUT_S:
                return
            self._bout(sit_s, stand_s, still_s)
            break_s = self._between(BREAK_S)
            if lunch_to_come and stand_s > (start_s + end_s) / 2:
                break_s, lunch_to_come = self._between(LUNCH_S), False
            if bag_to_come and break_s >= BAG_BREAK_S and stand_s + break_s < end_s:
                self._bag(stand_s + 0.2 * break_s, stand_s + 0.7 * break_s)
                bag_to_come = False
            sit_s, still_s = stand_s + break_s, QUIET_S

    def lively(self, end_s: float) -> None:
        """A day that shows something from its first minutes on: a slide, a re-seat, leans, a break with a bag; then as any."""
        self._sit_down(5.0, GUIDED_JITTER)
        for number in range(8):
            self._slip(105.0 + 22.0 * number, 8.0 + float(self._rng.uniform(-0.5, 0.5)))
        self._reseat(12 * MINUTE_S)
        for start_s, posture, length_s in (
            (840.0, "lean_right", 45.0),
            (1000.0, "crossed_left", 200.0),
            (1380.0, "desk_lean", 60.0),
            (1600.0, "lean_left", 40.0),
            (1760.0, "recline", 50.0),
        ):
            self._change(start_s, posture)
            self._change(start_s + length_s, "upright")
        self._stand_up(33 * MINUTE_S)
        self._bag(33 * MINUTE_S + 30.0, 33 * MINUTE_S + 90.0)
        self.day(33 * MINUTE_S + 135.0, end_s, bag_to_come=False)

    def _bout(self, sit_s: float, stand_s: float, still_s: float) -> None:
        """Sit down, move about, slide, re-seat, stand up."""
        self._begin(sit_s, still_s)
        self._go_on(stand_s - PAUSE_S)
        self._stand_up(stand_s)
