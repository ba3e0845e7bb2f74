"""What a day holds whatever any reminder says: arrival, lunch, calls, meetings, urges to get up, and what the hands are at.

All of it has its time on the clock, so that every reminder meets the same day; a prompt changes only when somebody is up.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import numpy as np

from prompt_days import habits as h
from prompt_days.habits import Habits, between, lognormal

DAY_S = 24 * 3600.0

ACTIVITY_S = 8 * 60.0


class Activity(StrEnum):
    """What somebody at the desk does."""

    TYPING = "typing and mouse"
    READING = "reading"
    PAPER = "paper, thinking, talking"
    OTHER_DEVICE = "another device"
    CALL = "call"
    EATING = "eating"


USUALLY = {Activity.TYPING: 0.50, Activity.READING: 0.25, Activity.PAPER: 0.12, Activity.OTHER_DEVICE: 0.13}
"""Shares of the time at the desk, in spells of 8 minutes in the mean (`ACTIVITY_S`). Our choice: threads about break reminders are full
of the last three (workrave#318, #620; safeeyes#351; stretchly#898, #1123), and nobody counted them."""
INPUT_EVERY_S = {
    Activity.TYPING: 4.0,
    Activity.READING: 60.0,
    Activity.PAPER: 600.0,
    Activity.OTHER_DEVICE: 3600.0,
    Activity.CALL: 150.0,
    Activity.EATING: 300.0,
}
"""Mean time between inputs on the first computer [s], exponentially distributed: our choice."""
STRAY_EVERY_S = 2 * 3600.0
"""With nobody there, a desk that is knocked moves the mouse so often (workrave#289): our choice."""


@dataclass(frozen=True, slots=True)
class Out:
    """Something for which to get up, at `at_s` and for `away_s` [s]; an urge passes when somebody has just been up."""

    at_s: float
    away_s: float
    urge: bool


@dataclass(frozen=True, slots=True)
class Call:
    """A call at the desk [s]; `told_s` is the length of which the reminder is told at its beginning, `None`: it is not."""

    start_s: float
    end_s: float
    told_s: float | None


@dataclass(frozen=True, slots=True)
class Agenda:
    """One day; times from the week's midnight [s].

    Parameters
    ----------
    arrive_s, leave_s
        First sitting down and last standing up.
    outs, calls, flows
        In time order; flows are beginnings and ends.
    spells
        From when on what is done at the desk, in time order.
    inputs_s
        When keys or mouse are used, if the person is at the desk.
    strays_s
        When the mouse moves, if nobody is.
    """

    arrive_s: float
    leave_s: float
    outs: tuple[Out, ...]
    calls: tuple[Call, ...]
    flows: tuple[tuple[float, float], ...]
    spells: tuple[tuple[float, Activity], ...]
    inputs_s: tuple[float, ...]
    strays_s: tuple[float, ...]

    @classmethod
    def drawn(cls, habits: Habits, rng: np.random.Generator, day: int) -> Agenda:
        """Draw the day of this number."""
        midnight_s = day * DAY_S
        arrive_s = midnight_s + 3600.0 * between(rng, h.ARRIVE_H)
        leave_s = arrive_s + 3600.0 * between(rng, h.WORK_H)
        lunch_s = midnight_s + 3600.0 * between(rng, h.LUNCH_H)
        at_desk = bool(rng.random() < habits.lunch_at_desk)
        eating_s = between(rng, h.LUNCH_AT_DESK_S)
        outs = [] if at_desk else [Out(lunch_s, between(rng, h.LUNCH_AWAY_S), urge=False)]
        outs += [
            Out(between(rng, (arrive_s, leave_s - 3600.0)), h.CALL_S[int(rng.integers(2))], urge=False)
            for _ in range(int(rng.poisson(h.MEETINGS_A_DAY)))
        ]
        outs += _urges(habits, rng, arrive_s, leave_s)
        calls = _calls(habits, rng, arrive_s, leave_s)
        flows = [
            (start_s, start_s + between(rng, h.FLOW_S))
            for start_s in sorted(between(rng, (arrive_s, leave_s)) for _ in range(int(rng.poisson(h.FLOWS_A_DAY))))
        ]
        over = [(call.start_s, call.end_s, Activity.CALL) for call in calls]
        if at_desk:
            over.append((lunch_s, lunch_s + eating_s, Activity.EATING))
        spells = _spells(rng, arrive_s, leave_s, over)
        return cls(
            arrive_s=arrive_s,
            leave_s=leave_s,
            outs=tuple(sorted(outs, key=lambda out: out.at_s)),
            calls=calls,
            flows=tuple(flows),
            spells=spells,
            inputs_s=_inputs(rng, spells, leave_s),
            strays_s=_every(rng, STRAY_EVERY_S, arrive_s, leave_s),
        )

    def activity(self, t_s: float) -> Activity:
        """What is done at the desk at a time [s]."""
        return self.spells[max(bisect_right(self.spells, t_s, key=lambda spell: spell[0]) - 1, 0)][1]

    def call_at(self, t_s: float) -> Call | None:
        """The call that is on at a time [s]."""
        return next((call for call in self.calls if call.start_s <= t_s < call.end_s), None)

    def in_flow(self, t_s: float) -> bool:
        """Whether somebody is deep in their work."""
        return any(start_s <= t_s < end_s for start_s, end_s in self.flows)


def _urges(habits: Habits, rng: np.random.Generator, arrive_s: float, leave_s: float) -> list[Out]:
    urges, at_s = [], arrive_s
    while True:
        at_s += lognormal(rng, habits.urge_every_s, h.URGE_SPREAD)
        if at_s >= leave_s:
            return urges
        kind = int(rng.choice(len(h.URGE_AWAY), p=[part for part, _ in h.URGE_AWAY]))
        urges.append(Out(at_s, between(rng, h.URGE_AWAY[kind][1]), urge=True))


def _calls(habits: Habits, rng: np.random.Generator, arrive_s: float, leave_s: float) -> tuple[Call, ...]:
    """Calls that do not overlap and end before the day does."""
    calls: list[Call] = []
    for _ in range(int(rng.poisson(h.CALLS_A_DAY))):
        start_s, planned_s = between(rng, (arrive_s + 600.0, leave_s)), h.CALL_S[int(rng.integers(2))]
        length_s = planned_s * between(rng, h.CALL_LENGTH)
        told_s = planned_s if rng.random() < habits.tells_calls else None
        free = all(start_s + length_s < call.start_s - 60.0 or start_s > call.end_s + 60.0 for call in calls)
        if free and start_s + length_s < leave_s - 600.0:
            calls.append(Call(start_s, start_s + length_s, told_s))
    return tuple(sorted(calls, key=lambda call: call.start_s))


def _spells(
    rng: np.random.Generator, arrive_s: float, leave_s: float, over: list[tuple[float, float, Activity]]
) -> tuple[tuple[float, Activity], ...]:
    """Spells of what is usual, with what is done in their stead from one time to another laid over them."""
    usual, shares = list(USUALLY), list(USUALLY.values())
    spells: list[tuple[float, Activity]] = []
    at_s = arrive_s
    while at_s < leave_s:
        spells.append((at_s, usual[int(rng.choice(len(usual), p=shares))]))
        at_s += float(rng.exponential(ACTIVITY_S))
    for start_s, end_s, activity in over:
        after = [what for from_s, what in spells if from_s <= end_s][-1]
        kept = [spell for spell in spells if not start_s <= spell[0] <= end_s]
        spells = sorted([*kept, (start_s, activity), (end_s, after)], key=lambda spell: spell[0])
    return tuple(spells)


def _inputs(rng: np.random.Generator, spells: tuple[tuple[float, Activity], ...], leave_s: float) -> tuple[float, ...]:
    ends = [*spells, (leave_s, Activity.TYPING)]
    return tuple(
        at_s
        for (start_s, activity), (end_s, _) in pairwise(ends)
        for at_s in _every(rng, INPUT_EVERY_S[activity], start_s, end_s)
    )


def _every(rng: np.random.Generator, mean_s: float, start_s: float, end_s: float) -> tuple[float, ...]:
    """Moments at random, so far apart in the mean [s]."""
    n = int(rng.poisson(max(end_s - start_s, 0.0) / mean_s))
    return tuple(np.sort(rng.uniform(start_s, end_s, n)).tolist())
