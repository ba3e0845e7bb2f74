"""What somebody on a chair does, move by move: sits down, changes posture, slides, re-seats, stands up.

Posture changes come 16 times an hour in the mean, more or less often by habit (office workers over four hours: 14.8-18.2 shifts of more
than 10 % of the load an hour, Waongenngarm et al. 2020). The hips slide forward in micro-slips, or all at once, until somebody re-seats or
stands up; who is slid may lean to a side or towards the desk on top of it. How long postures last, the size and rate of micro-slips and
the part of sudden slips are our choice.
"""

from __future__ import annotations

import math

import numpy as np

from chairpi.simulate.people import CHANGES_PER_HOUR, OTHER_POSTURES
from chairpi.simulate.postures import UPRIGHT, Taken
from chairpi.simulate.sitter import AS_USUAL, Settled, Sitter, Stance, bag
from chairpi.simulate.timeline import Move

MINUTE_S = 60.0
STILL_S = 75.0
"""A bout in which the upright reference is given begins with so much quiet upright sitting [s]."""
GUIDED_S = (20.0, 50.0)
"""Part of it, from sitting down [s], that a header may name as the guided upright reference."""
GUIDED_JITTER = 0.5
"""Who is asked to sit with the hips right back, the feet flat and the hands in the lap varies half as much as usual, and settles as usual
once that quiet time is over: our choice."""
QUIET_S = 10.0
"""Any other bout begins with so much of it [s]."""

UPRIGHT_MEAN_S = 236.0
"""Mean time between posture changes while upright [s], of somebody with 16 changes an hour: set so that they come out at that."""
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
"""How long other postures than upright last [s]; how likely they are is a habit."""
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
SLIPPING = ("upright", "recline", "crossed_left", "crossed_right")
"""Postures whose back pushes the hips forward."""
SUDDEN = 0.3
"""Part of the slides that are one slip all the way."""
SUDDEN_S = (0.8, 1.8)
"""How long such a slip takes [s]. A micro-slip becomes one as well where the seat's friction no longer holds the shear, which grows with
the slide while the load gets less: what slips on a slippery seat slips all the way."""

WORK_S = (60.0, 600.0)
REST_S = (20.0, 240.0)
WORK_SWAY = (1.0, 1.6)
"""Typing and other work of the hands comes in spells, which multiply the sway: our choice."""

SIT_S, STAND_S, RESEAT_S = 1.3, 1.5, 2.0
PAUSE_S = 3.0
"""Least time between two moves."""


class Doings:
    """Writes down one sitter's moves, in time order.

    Parameters
    ----------
    sitter
        Who sits.
    rng
        Where chance comes from.
    jitter
        How much they vary from one sitting and posture to the next, against the usual.

    Attributes
    ----------
    moves
        Everything so far.
    bouts
        When the sitter began to sit down and to stand up [s], for each bout that is over.
    """

    def __init__(self, sitter: Sitter, rng: np.random.Generator, jitter: float = 1.0) -> None:
        self.moves: list[Move] = []
        self.bouts: list[tuple[float, float]] = []
        self._sitter = sitter
        self._rng = rng
        self._jitter = jitter
        self._sat_s = 0.0
        self._due_s: dict[str, float] = {}
        self._taken = UPRIGHT
        self._slide_mm = 0.0
        self._target_mm = 0.0
        self._sudden = False
        self._settled = AS_USUAL
        self._work_sway = 1.0
        favours = np.array(sitter.person.favours)
        self._favours = dict(zip(OTHER_POSTURES, (favours / favours.sum()).tolist(), strict=True))

    def _begin(self, sit_s: float, still_s: float) -> None:
        """Sit down, and know what comes next."""
        guided = still_s >= STILL_S
        self._sit_down(sit_s, GUIDED_JITTER if guided else 1.0)
        self._aim()
        quiet_s = sit_s + still_s
        self._due_s = {
            "settle": quiet_s if guided else math.inf,
            "change": quiet_s + self._dwell_s(),
            "feet": quiet_s + self._feet_wait_s(),
            "work": quiet_s + self._between(REST_S),
            "slip": quiet_s + self._first_slip_s(),
            "reseat": math.inf,
        }

    def _go_on(self, until_s: float) -> None:
        """Do what falls due before a time [s]: move about, slide, re-seat."""
        while True:
            what = min(self._due_s, key=self._due_s.__getitem__)
            t_s = self._due_s[what]
            if t_s >= until_s:
                return
            self._due_s |= self._do(what, t_s, self._due_s["change"])
            self._wait_for_end()

    def _wait_for_end(self) -> None:
        """One move at a time: what falls due during this one waits for its end."""
        free_s = self.moves[-1].start_s + self.moves[-1].length_s + PAUSE_S
        self._due_s = {what: max(at_s, free_s) for what, at_s in self._due_s.items()}

    def _do(self, what: str, t_s: float, change_s: float) -> dict[str, float]:
        """Do what is due, and say what becomes due when [s]."""
        match what:
            case "settle":
                self._settled = Settled.drawn(self._rng, self._jitter)
                self._move_to(t_s, 1.5)
                return {what: math.inf}
            case "change":
                self._change(t_s, self._next_posture())
                return {what: t_s + self._dwell_s()}
            case "feet":
                self._settled = self._settled.feet_moved(self._rng, self._jitter)
                self._move_to(t_s, self._between((0.6, 1.5)))
                return {what: t_s + self._feet_wait_s()}
            case "work":
                resting = self._work_sway == 1.0
                self._work_sway = self._between(WORK_SWAY) if resting else 1.0
                self._move_to(t_s, 1.0)
                return {what: t_s + self._between(WORK_S if resting else REST_S)}
            case "reseat":
                self._reseat(t_s)
                self._aim()
                change_s = max(change_s, t_s + self._dwell_s())
                return {what: math.inf, "slip": t_s + self._first_slip_s(), "change": change_s}
            case _:
                return self._slide_on(t_s)

    def _slide_on(self, t_s: float) -> dict[str, float]:
        """One slip towards the target, if the back pushes the hips forward."""
        if self._taken.name not in SLIPPING:
            return {"slip": t_s + self._slip_wait_s()}
        left_mm = self._target_mm - self._slide_mm
        needed = self._sitter.balance(self._taken, self._slide_mm, self._settled).needed_friction
        if self._sudden or needed > self._sitter.furniture.seat_friction:
            self._slip(t_s, left_mm, self._between(SUDDEN_S))
        else:
            slip_mm = SLIP_MEAN_MM / 4 * float(self._rng.gamma(4.0))
            self._slip(t_s, min(slip_mm, left_mm), self._between((0.5, 1.5)))
        if self._slide_mm >= self._target_mm - 1.0:
            return {"slip": math.inf, "reseat": t_s + self._between(SLID_S)}
        return {"slip": t_s + self._slip_wait_s()}

    def _aim(self) -> None:
        """How far the hips will slide until the next re-seat, and whether all at once."""
        self._target_mm = self._between(SLIDE_TARGET_MM)
        self._sudden = bool(self._rng.random() < SUDDEN)

    def _sit_down(self, t_s: float, careful: float = 1.0) -> None:
        """The load comes in a good second and for a moment is more than the sitter's own."""
        self._sat_s = t_s
        self._taken, self._slide_mm = UPRIGHT, 0.0
        self._settled = Settled.drawn(self._rng, careful * self._jitter)
        stance = self._stance()
        heavy = stance._replace(total_n=1.15 * stance.total_n, cop_ap_mm=stance.cop_ap_mm + 15.0)
        self._move(t_s, 0.8, heavy, "upright")
        self._move(t_s + 0.8, SIT_S - 0.8, stance, "upright")

    def _stand_up(self, t_s: float) -> None:
        """The trunk comes forward and presses down before the load goes."""
        self.bouts.append((self._sat_s, t_s))
        stance = self._stance()
        rising = stance._replace(
            total_n=1.1 * stance.total_n, cop_ap_mm=stance.cop_ap_mm + 40.0, back_upper_n=0.0, back_lower_n=0.0
        )
        self._move(t_s, 0.6, rising, "")
        self._move(t_s + 0.6, STAND_S - 0.6, self._sitter.away(), "vacant")

    def _reseat(self, t_s: float) -> None:
        """Push up on the hands, and sit down again right at the back."""
        stance = self._stance()
        self._taken, self._slide_mm = Taken.drawn("upright", self._rng), 0.0
        self._settled = Settled.drawn(self._rng, self._jitter)
        back = self._stance()
        lifted = stance._replace(total_n=0.35 * stance.total_n, back_upper_n=0.0, back_lower_n=0.0)
        self._move(t_s, 0.7, lifted, "")
        self._move(t_s + 0.7, 0.8, back._replace(total_n=1.1 * back.total_n), "upright")
        self._move(t_s + 1.5, RESEAT_S - 1.5, back, "upright")

    def _change(self, t_s: float, posture: str) -> None:
        self._taken = Taken.drawn(posture, self._rng)
        self._settled = self._settled.posed(self._rng, self._jitter)
        self._move_to(t_s, self._between((1.0, 2.0)))

    def _slip(self, t_s: float, slip_mm: float, length_s: float = 1.0) -> None:
        self._slide_mm += slip_mm
        self._move_to(t_s, length_s)

    def _bag(self, start_s: float, end_s: float) -> None:
        mass_kg, ap_mm, ml_mm = self._between((3.0, 6.0)), self._between((-40.0, 60.0)), self._between((-40.0, 40.0))
        self._move(start_s, 0.6, bag(mass_kg, ap_mm, ml_mm), "object")
        self._move(end_s, 0.6, self._sitter.away(), "vacant")

    def _stance(self) -> Stance:
        stance = self._sitter.stance(self._taken, self._slide_mm, self._settled)
        return stance._replace(sway_mm=self._work_sway * stance.sway_mm)

    def _move_to(self, t_s: float, length_s: float) -> None:
        label = self._taken.name
        if label == "upright" and self._slide_mm >= UPRIGHT_TO_MM:
            label = "forward_slide" if self._slide_mm >= SLID_FROM_MM else ""
        self._move(t_s, length_s, self._stance(), label)

    def _move(self, start_s: float, length_s: float, stance: Stance, label: str) -> None:
        self.moves.append(Move(start_s, length_s, stance, label))

    def _next_posture(self) -> str:
        if self._taken.name != "upright":
            if self._rng.random() < RETURN:
                return "upright"
        elif self._rng.random() < (SETTLE_AGAIN_SLID if self._slide_mm >= UPRIGHT_TO_MM else SETTLE_AGAIN):
            return "upright"
        return self._other_posture()

    def _other_posture(self) -> str:
        others = {posture: part for posture, part in self._favours.items() if posture != self._taken.name}
        parts = np.array(list(others.values()))
        return str(self._rng.choice(list(others), p=parts / parts.sum()))

    def _dwell_s(self) -> float:
        """Time to the next posture change: as long as the posture lasts, and longer for people who seldom change."""
        by_habit = CHANGES_PER_HOUR / self._sitter.person.changes_per_hour
        if self._taken.name == "upright":
            return max(10.0, by_habit * float(self._rng.exponential(UPRIGHT_MEAN_S)))
        return by_habit * self._between(POSTURE_S[self._taken.name])

    def _feet_wait_s(self) -> float:
        return max(PAUSE_S, float(self._rng.exponential(3600.0 / self._sitter.person.foot_moves_per_hour)))

    def _first_slip_s(self) -> float:
        return self._between(FIRST_SLIP_S) / self._sitter.person.slides

    def _slip_wait_s(self) -> float:
        return max(PAUSE_S, float(self._rng.exponential(SLIP_MEAN_S)) / self._sitter.person.slides)

    def _between(self, bounds: tuple[float, float]) -> float:
        return float(self._rng.uniform(*bounds))
