"""Somebody who exercises on the chair: stands up and sits down again, shifts to a side, leans forward.

What comes before what in a stand (the trunk comes forward and presses down, the load goes, the body straightens, and all of it backwards)
is that of Schenkman et al. 1990 (Physical Therapy 70:638-648). All lengths, the hands and the bounce are our choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from chairpi.simulate.postures import Taken
from chairpi.simulate.sitter import Sitter, Stance
from chairpi.simulate.timeline import Move

IN_FRONT = Taken("upright_off_backrest", lean_deg=0.0)
"""How somebody sits who is about to exercise: upright, off the backrest."""

PRESSED = 1.08
"""Load while the trunk comes forward, as a part of the seated one."""
FORWARD_MM = 45.0
"""How far the trunk takes the CoP forward meanwhile [mm]."""
HANDS_MOST = 0.2
"""Hands that push off press less than this part of the load on the seat."""
REBOUND_S = 0.12
HANDS_S = 0.3
"""How long each swing of a bounce takes, and how long hands that pushed off take to leave the seat [s]."""


@dataclass(frozen=True, slots=True)
class Stand:
    """One rise from the seat and back.

    Parameters
    ----------
    lean_s, rise_s
        The trunk comes forward; the load goes [s].
    up_s
        Off the seat [s].
    sit_s
        The load comes back [s].
    pause_s
        Seated until the next rise [s].
    left_fraction
        What of the load stays on the seat: 0 for a full stand, more for a rise that does not leave it.
    hands_fraction
        What of it the hands press on the seat for `up_s` / 3 after the rest has left it.
    bounce_fraction
        How far the load swings below and above the seated one after sitting down hard.
    """

    lean_s: float
    rise_s: float
    up_s: float
    sit_s: float
    pause_s: float
    left_fraction: float = 0.0
    hands_fraction: float = 0.0
    bounce_fraction: float = 0.0

    @classmethod
    def drawn(cls, rng: np.random.Generator, cycle_s: float, *, hands: bool = False) -> Stand:
        """One full stand of somebody who takes about `cycle_s` [s] from one to the next: 1.2 at a run, 5 with care."""
        lean, rise, up, sit, pause = (np.array([0.2, 0.12, 0.45, 0.13, 0.1]) * rng.uniform(0.85, 1.15, 5)).tolist()
        return cls(
            lean_s=max(0.15, cycle_s * lean),
            rise_s=max(0.12, cycle_s * rise),
            up_s=max(0.5, cycle_s * up),
            sit_s=max(0.12, cycle_s * sit),
            pause_s=cycle_s * pause,
            hands_fraction=float(rng.uniform(0.05, 0.18)) if hands else 0.0,
            bounce_fraction=float(rng.uniform(0.0, 0.35)),
        )


def stands(sitter: Sitter, begins_s: float, done: Sequence[Stand]) -> list[Move]:
    """Rises from the seat, one after the other, of somebody who sits `IN_FRONT`.

    Parameters
    ----------
    sitter
        Who.
    begins_s
        When the first begins [s].
    done
        How each goes.

    Returns
    -------
    list of Move
        In time order; the last ends seated.
    """
    seated = sitter.stance(IN_FRONT)
    leant = seated._replace(total_n=PRESSED * seated.total_n, cop_ap_mm=seated.cop_ap_mm + FORWARD_MM)
    moves = _Moves(begins_s)
    for one in done:
        moves.to(one.lean_s, leant)
        away_s = one.up_s
        if one.hands_fraction:
            moves.to(one.rise_s, _loaded(leant, seated, one.hands_fraction))
            moves.wait(one.up_s / 3)
            moves.to(HANDS_S, _loaded(leant, seated, one.left_fraction))
            away_s = max(0.2, one.up_s - one.up_s / 3 - HANDS_S)
        else:
            moves.to(one.rise_s, _loaded(leant, seated, one.left_fraction))
        moves.wait(away_s)
        moves.to(one.sit_s, seated)
        for swing in (-1.0, 0.5, 0.0) if one.bounce_fraction else ():
            moves.to(REBOUND_S, _loaded(seated, seated, 1.0 + swing * one.bounce_fraction))
        moves.wait(one.pause_s)
    return moves.made


def half_up_s(moves: Sequence[Move]) -> list[float]:
    """When somebody is half way up in each full stand of these moves [s]; hands may still press on the seat then.

    Up takes the first half of the time off the seat, so half way is a quarter of it after leaving.
    """
    least_n = HANDS_MOST * max((move.stance.total_n for move in moves), default=0.0)
    found, left_s = [], None
    for move, after in pairwise(moves):
        if move.stance.total_n >= least_n:
            continue
        if left_s is None:
            left_s = move.start_s + move.length_s
        if after.stance.total_n >= least_n:
            found.append(left_s + (after.start_s - left_s) / 4)
            left_s = None
    return found


def holds(
    sitter: Sitter, begins_s: float, taken: Sequence[Taken], *, hold_s: float, between_s: float, move_s: float = 1.0
) -> list[Move]:
    """Postures held one after the other, upright `IN_FRONT` in between.

    Parameters
    ----------
    sitter
        Who.
    begins_s
        When the first begins [s].
    taken
        The postures.
    hold_s, between_s, move_s
        How long each is held and how long they sit upright after it [s], and how long moving there and back takes [s].
    """
    moves = _Moves(begins_s)
    for posture in taken:
        moves.to(move_s, sitter.stance(posture))
        moves.wait(hold_s)
        moves.to(move_s, sitter.stance(IN_FRONT))
        moves.wait(between_s)
    return moves.made


class _Moves:
    """Writes moves one after the other."""

    def __init__(self, begins_s: float) -> None:
        self._t_s = begins_s
        self.made: list[Move] = []

    def to(self, length_s: float, stance: Stance) -> None:
        self.made.append(Move(self._t_s, length_s, stance, ""))
        self._t_s += length_s

    def wait(self, length_s: float) -> None:
        self._t_s += length_s


def _loaded(at: Stance, seated: Stance, fraction: float) -> Stance:
    """A stance with a part of the seated load; who is off the seat neither sways nor breathes on it."""
    return at._replace(
        total_n=fraction * seated.total_n,
        sway_mm=at.sway_mm if fraction else 0.0,
        breath_n=at.breath_n if fraction else 0.0,
        back_upper_n=0.0,
        back_lower_n=0.0,
    )
