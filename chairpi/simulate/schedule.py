"""When a sitter does what: bouts and breaks, posture changes, slides; and the lively first half hour of the demo.

Posture changes come 15-18 times an hour (office workers over four hours: 14.8-18.2 shifts of more than 10 % of the load an hour,
Waongenngarm et al. 2020). The hips creep forward in micro-slips, until somebody re-seats or stands up. Lengths of bouts,
breaks and postures and the size and rate of micro-slips are our choice.
"""

from __future__ import annotations

import numpy as np

from chairpi.simulate.sitter import AS_USUAL, Settled, Sitter, Stance, bag
from chairpi.simulate.timeline import Move

MINUTE_S = 60.0
BOUT_S = (20 * MINUTE_S, 70 * MINUTE_S)
BREAK_S = (2 * MINUTE_S, 20 * MINUTE_S)
LUNCH_S = (30 * MINUTE_S, 45 * MINUTE_S)
LUNCH_FROM_HOURS = 6.0
"""A shorter day has no lunch break."""
LIVELY_FROM_HOURS = 0.6
"""A lively day tells its story in 2,115 s, and something must be left of the day."""
SHORTEST_BOUT_S = 20.0
STILL_S = 75.0
"""The first bout begins with so much quiet upright sitting [s]."""
GUIDED_S = (20.0, 50.0)
"""Part of it, from sitting down [s], that a header may name as the guided upright reference."""

UPRIGHT_MEAN_S = 236.0
"""Mean time between posture changes while upright [s], set so that all changes come 15-18 times an hour."""
POSTURE_S = {
    "upright_off_backrest": (60.0, 300.0),
    "perched": (40.0, 180.0),
    "forward_lean": (30.0, 180.0),
    "desk_lean": (60.0, 400.0),
    "recline": (60.0, 400.0),
    "lean_left": (20.0, 180.0),
    "lean_right": (20.0, 180.0),
    "crossed_left": (120.0, 600.0),
    "crossed_right": (120.0, 600.0),
}
"""Other postures than upright, each as likely as the next, and how long they last [s]."""
SETTLE_AGAIN = 0.5
"""Part of the changes while upright after which somebody is upright still, only otherwise."""
SETTLE_AGAIN_SLID = 0.85
RETURN = 0.75
"""Part of the changes from another posture that lead back to upright."""

FIRST_SLIP_S = (5 * MINUTE_S, 20 * MINUTE_S)
SLIP_MEAN_S = 52.0
SLIP_MEAN_MM = 9.0
SLIDE_TARGET_MM = (35.0, 100.0)
SLID_S = (5 * MINUTE_S, 15 * MINUTE_S)
"""How long somebody stays slid forward before they re-seat."""
UPRIGHT_TO_MM = 15.0
SLID_FROM_MM = 30.0
"""Below the first an upright trunk is labelled upright, from the second on a slide; between them it is neither."""
SLIPPING = ("upright", "crossed_left", "crossed_right")
"""Postures whose back pushes the hips forward."""

SIT_S, STAND_S, RESEAT_S = 1.3, 1.5, 2.0
PAUSE_S = 3.0
"""Least time between two moves."""

BAG_BREAK_S = 4 * MINUTE_S
"""The first break of the day that is as long as this has a bag on the seat."""


class Schedule:
    """Writes down one day's moves, in time order.

    Parameters
    ----------
    sitter
        Who sits.
    rng
        Where chance comes from.

    Attributes
    ----------
    moves
        Everything so far.
    bouts
        When the sitter began to sit down and to stand up [s], for each bout.
    """

    def __init__(self, sitter: Sitter, rng: np.random.Generator) -> None:
        self.moves: list[Move] = []
        self.bouts: list[tuple[float, float]] = []
        self._sitter = sitter
        self._rng = rng
        self._sat_s = 0.0
        self._posture = "upright"
        self._slide_mm = 0.0
        self._settled = AS_USUAL

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
            sit_s, still_s = stand_s + break_s, 10.0

    def lively(self, end_s: float) -> None:
        """A day that shows something from its first minutes on: a slide, a re-seat, leans, a break with a bag; then as any."""
        self._sit_down(5.0)
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
        self._sit_down(sit_s)
        change_s = sit_s + still_s + self._dwell_s()
        slip_s = sit_s + still_s + self._between(FIRST_SLIP_S)
        target_mm = self._between(SLIDE_TARGET_MM)
        reseat_s = np.inf
        while (t_s := min(change_s, slip_s, reseat_s)) < stand_s - PAUSE_S:
            if t_s == reseat_s:
                self._reseat(t_s)
                reseat_s, target_mm = np.inf, self._between(SLIDE_TARGET_MM)
                slip_s, change_s = t_s + self._between(FIRST_SLIP_S), max(change_s, t_s + self._dwell_s())
            elif t_s == change_s:
                self._change(t_s, self._next_posture())
                change_s = t_s + self._dwell_s()
            elif self._posture not in SLIPPING:
                slip_s = t_s + self._slip_wait_s()
            else:
                self._slip(t_s, min(SLIP_MEAN_MM / 4 * float(self._rng.gamma(4.0)), target_mm - self._slide_mm))
                slip_s = t_s + self._slip_wait_s()
                if self._slide_mm >= target_mm - 1.0:
                    slip_s, reseat_s = np.inf, t_s + self._between(SLID_S)
            # One move at a time: what falls due during this one waits for its end.
            free_s = self.moves[-1].start_s + self.moves[-1].length_s + PAUSE_S
            change_s, slip_s, reseat_s = (max(due_s, free_s) for due_s in (change_s, slip_s, reseat_s))
        self._stand_up(stand_s)

    def _sit_down(self, t_s: float) -> None:
        """The load comes in a good second and for a moment is more than the sitter's own."""
        self._sat_s = t_s
        self._posture, self._slide_mm, self._settled = "upright", 0.0, Settled.drawn(self._rng)
        stance = self._sitter.stance(settled=self._settled)
        heavy = stance._replace(total_n=1.15 * stance.total_n, cop_ap_mm=stance.cop_ap_mm + 15.0)
        self._move(t_s, 0.8, heavy, "upright")
        self._move(t_s + 0.8, SIT_S - 0.8, stance, "upright")

    def _stand_up(self, t_s: float) -> None:
        """The trunk comes forward and presses down before the load goes."""
        self.bouts.append((self._sat_s, t_s))
        stance = self._sitter.stance(self._posture, self._slide_mm, self._settled)
        rising = stance._replace(
            total_n=1.1 * stance.total_n, cop_ap_mm=stance.cop_ap_mm + 40.0, back_upper_n=0.0, back_lower_n=0.0
        )
        self._move(t_s, 0.6, rising, "")
        self._move(t_s + 0.6, STAND_S - 0.6, self._sitter.away(), "vacant")

    def _reseat(self, t_s: float) -> None:
        """Push up on the hands, and sit down again right at the back."""
        stance = self._sitter.stance(self._posture, self._slide_mm, self._settled)
        self._posture, self._slide_mm, self._settled = "upright", 0.0, Settled.drawn(self._rng)
        back = self._sitter.stance(settled=self._settled)
        lifted = stance._replace(total_n=0.35 * stance.total_n, back_upper_n=0.0, back_lower_n=0.0)
        self._move(t_s, 0.7, lifted, "")
        self._move(t_s + 0.7, 0.8, back._replace(total_n=1.1 * back.total_n), "upright")
        self._move(t_s + 1.5, RESEAT_S - 1.5, back, "upright")

    def _change(self, t_s: float, posture: str) -> None:
        self._posture, self._settled = posture, Settled.drawn(self._rng)
        self._move_to(t_s, float(self._rng.uniform(1.0, 2.0)))

    def _slip(self, t_s: float, slip_mm: float) -> None:
        self._slide_mm += slip_mm
        self._move_to(t_s, float(self._rng.uniform(0.5, 1.5)))

    def _bag(self, start_s: float, end_s: float) -> None:
        mass_kg, ap_mm, ml_mm = self._between((3.0, 6.0)), self._between((-40.0, 60.0)), self._between((-40.0, 40.0))
        self._move(start_s, 0.6, bag(mass_kg, ap_mm, ml_mm), "object")
        self._move(end_s, 0.6, self._sitter.away(), "vacant")

    def _move_to(self, t_s: float, length_s: float) -> None:
        label = self._posture
        if label == "upright" and self._slide_mm >= UPRIGHT_TO_MM:
            label = "forward_slide" if self._slide_mm >= SLID_FROM_MM else ""
        self._move(t_s, length_s, self._sitter.stance(self._posture, self._slide_mm, self._settled), label)

    def _move(self, start_s: float, length_s: float, stance: Stance, label: str) -> None:
        self.moves.append(Move(start_s, length_s, stance, label))

    def _next_posture(self) -> str:
        if self._posture != "upright":
            if self._rng.random() < RETURN:
                return "upright"
        elif self._rng.random() < (SETTLE_AGAIN_SLID if self._slide_mm >= UPRIGHT_TO_MM else SETTLE_AGAIN):
            return "upright"
        return str(self._rng.choice([posture for posture in POSTURE_S if posture != self._posture]))

    def _dwell_s(self) -> float:
        if self._posture == "upright":
            return max(10.0, float(self._rng.exponential(UPRIGHT_MEAN_S)))
        return self._between(POSTURE_S[self._posture])

    def _slip_wait_s(self) -> float:
        return max(PAUSE_S, float(self._rng.exponential(SLIP_MEAN_S)))

    def _between(self, bounds: tuple[float, float]) -> float:
        return float(self._rng.uniform(*bounds))
