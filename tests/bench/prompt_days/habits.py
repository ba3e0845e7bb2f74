"""How simulated people answer prompts, and what else their days hold: every share is stated here, with its reason.

Nobody has measured these shares for a chair that asks at the right moment, so they are our choice where no source is named, and the same
for every reminder. In particular nobody stands up more readily because they have just shifted their weight: that would build into the
people what the bench should find out. What the reminders do differently is when they ask, whom, and how loudly.

Orientation: 80 % of the testers whom a cushion nudged stayed seated (the maker of Darma in Fast Company, 3033014); prompts every 30
minutes on the screen cut the time in long bouts by 12 % and the sitting in all by little (Evans et al. 2012, American Journal of
Preventive Medicine 43:293); people put off what cuts a thought (safeeyes#261, #709), and what cannot be put off they switch off.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

MINUTE_S = 60.0


class Answer(StrEnum):
    """What somebody does about a prompt to stand that they have noticed."""

    STAND = "stands up"
    LATER = "stands up later"
    """Finishes what they are at, and stands up 2 to 12 minutes later."""
    BRIEFLY = "stands up briefly"
    """For less than a minute."""
    PUT_OFF = "puts it off"
    DISMISS = "dismisses it"
    LET_PASS = "lets it pass"  # noqa: S105  # no password


ANSWERS = tuple(Answer)
USUAL = {
    Answer.STAND: 0.22,
    Answer.LATER: 0.13,
    Answer.BRIEFLY: 0.05,
    Answer.PUT_OFF: 0.25,
    Answer.DISMISS: 0.10,
    Answer.LET_PASS: 0.25,
}
"""Mean shares; about a fifth stands up at once (Darma). The others: our choice."""
ALIKE = 6.0
"""People differ: each one's shares are drawn from a Dirichlet distribution of this many pseudo-counts. Our choice."""
IN_FLOW = {Answer.STAND: 0.3, Answer.LATER: 1.0, Answer.BRIEFLY: 0.5, Answer.PUT_OFF: 2.0, Answer.LET_PASS: 1.5}
IN_CALL = {Answer.STAND: 0.05, Answer.LATER: 0.3, Answer.BRIEFLY: 0.0, Answer.DISMISS: 3.0, Answer.LET_PASS: 2.0}
"""How much likelier the answers are in a flow of work and in a call; the rest stays, and all are made to add up to 1. Our choice."""

TIRED = 0.6
"""Each time that somebody has put a break off, they are so much less likely to put it off again. Our choice."""

STAND_DELAY_S = (30.0, 0.7)
"""From noticing to standing up: median [s] and spread (log-normal); 99 % within 3 minutes."""
LATER_S = (2 * MINUTE_S, 12 * MINUTE_S)
BRIEF_AWAY_S = (22.0, 52.0)
PROMPTED_AWAY_S = (150.0, 0.7, 20.0)
"""Time away after a prompt: median [s], spread, least [s]. A tenth is back within a minute, without meaning to cheat."""
PUT_OFF_S = {300.0: 0.7, 60.0: 0.1, 900.0: 0.2}
"""For how long people want to put off."""

LIGHT_SEEN = 0.6
CHIME_HEARD = 0.94
FIRM_HEARD = 0.98
"""Share of the prompts noticed by each stage of the chair: a light is overlooked more often than a window on the screen or a bell, which
are noticed as the chime is. Our choice, and to the chair's disadvantage."""
NOTICE_S = (10.0, 0.8)
"""Time to notice: median [s] and spread."""
VIBRATION_FELT = 0.9

SITS_BACK, SITS_BACK_S = 0.45, (12.0, 0.7)
SHIFTS, SHIFTS_S = 0.5, (12.0, 0.7)
"""Share of the prompts about a slide, and about a still spell, that are followed, and after how long. Our choice."""
SAYS_WRONG = 0.3
SAYS_WRONG_OF_RIGHT = 0.01
"""Share of the wrong prompts, and of the right ones, of which people say that they were wrong."""

URGE_EVERY_MIN = (35.0, 90.0)
URGE_SPREAD = 0.5
"""Without any prompt people get up every 35 to 90 minutes in the median, each by their habit: coffee, printer, toilet, a colleague."""
URGE_AWAY = ((0.25, (15.0, 60.0)), (0.45, (60.0, 300.0)), (0.30, (300.0, 900.0)))
"""Part of these that take so long [s]; a quarter is no break."""
SATED_S = 10 * MINUTE_S
"""Who has been up within this time does not get up again for such a thing."""

ARRIVE_H = (8.6, 9.4)
WORK_H = (7.5, 9.0)
LUNCH_H = (12.0, 13.0)
LUNCH_AWAY_S = (25 * MINUTE_S, 50 * MINUTE_S)
LUNCH_AT_DESK_S = (12 * MINUTE_S, 25 * MINUTE_S)
CALLS_A_DAY = 1.5
CALL_S = (30 * MINUTE_S, 60 * MINUTE_S)
CALL_LENGTH = (0.7, 1.3)
"""Calls are planned for either length and take this part of it."""
MEETINGS_A_DAY = 0.5
"""Away from the desk, for as long as a call is planned."""
FLOWS_A_DAY = 2.0
FLOW_S = (20 * MINUTE_S, 60 * MINUTE_S)
BAG = 0.15
"""Part of the absences of 4 minutes and more in which a bag lies on the seat for half of the time."""


@dataclass(frozen=True, slots=True)
class Habits:
    """One person's.

    Parameters
    ----------
    shares
        How they usually answer a prompt to stand: one part for each of `ANSWERS`.
    tells_calls
        Part of their calls of which they tell the reminder, where it can be told.
    urge_every_s
        Median time between urges to get up [s].
    lunch_at_desk
        Part of the days on which they eat at the desk.
    """

    shares: tuple[float, ...]
    tells_calls: float
    urge_every_s: float
    lunch_at_desk: float

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Habits:
        """Draw a person's habits; told calls 20-90 %, lunches at the desk 0-40 %: our choice."""
        return cls(
            shares=tuple(rng.dirichlet([ALIKE * share for share in USUAL.values()]).tolist()),
            tells_calls=float(rng.uniform(0.2, 0.9)),
            urge_every_s=MINUTE_S * float(rng.uniform(*URGE_EVERY_MIN)),
            lunch_at_desk=float(rng.uniform(0.0, 0.4)),
        )

    def answer(self, rng: np.random.Generator, n_put_off: int, *, in_flow: bool, in_call: bool) -> Answer:
        """How they answer this time, having put this break off so often."""
        weights = dict(IN_CALL if in_call else IN_FLOW if in_flow else {})
        weights[Answer.PUT_OFF] = weights.get(Answer.PUT_OFF, 1.0) * TIRED**n_put_off
        parts = np.array([share * weights.get(answer, 1.0) for answer, share in zip(ANSWERS, self.shares, strict=True)])
        return ANSWERS[int(rng.choice(len(ANSWERS), p=parts / parts.sum()))]


def lognormal(rng: np.random.Generator, median: float, spread: float) -> float:
    """One draw, in the median's unit."""
    return median * math.exp(spread * float(rng.standard_normal()))


def between(rng: np.random.Generator, bounds: tuple[float, float]) -> float:
    """One draw, every value alike."""
    return float(rng.uniform(*bounds))
