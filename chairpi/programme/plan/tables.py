"""The rules of the plan, as tables.

What the sources say: loosen, then strengthen, then stretch again, for four to six weeks (AAOS conditioning programmes); strengthening on
alternate days (ACSM); stretching every day is fine (ACSM 2021); delayed soreness eases in 2 to 5 days and is better waited for, and what
lasts longer is for a doctor (NHS inform); pain of 0-3 is fine, 4-5 where it settles within a day, 6 and more is too much (physiotherapists'
traffic light). Soreness and pain are two scales and stay two. Where a number is in none of them it is our choice, and says so.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from chairpi.programme.diary import Change, Occasion


class Stage(StrEnum):
    """How far a person has come."""

    SIGNS = "signs"
    """The warning signs are to be answered first."""
    SELF_CHECK = "self_check"
    LOOSEN = "loosen"
    """Stretching what is tight, before anything is strengthened."""
    STRENGTHEN = "strengthen"
    """Loosen, strengthen, roll."""
    KEEP = "keep"
    """It is better; two or three sessions a week keep it so."""


class Gate(StrEnum):
    """Whether exercises are open."""

    ASKING = "asking"
    """The warning signs are to be answered first."""
    OPEN = "open"
    LOCKED = "locked"
    """A sign was there: exercises stay closed until the person says that somebody has looked at it."""


class Word(StrEnum):
    """What an entry of the diary means for the gate and the stage."""

    NO_SIGN = "no_sign"
    SIGN = "sign"
    TRIGGER = "trigger"
    """Something happened after which the signs are asked again."""
    SEEN = "seen"
    SELF_CHECKED = "self_checked"
    LOOSENED = "loosened"
    """Stretching was done on `LOOSEN_DAYS` days."""
    BETTER = "better"
    NO_CHANGE = "no_change"
    WORSE = "worse"
    ANEW = "anew"


GATES: dict[tuple[Gate, Word], Gate] = {
    (Gate.ASKING, Word.NO_SIGN): Gate.OPEN,
    (Gate.ASKING, Word.SIGN): Gate.LOCKED,
    (Gate.ASKING, Word.TRIGGER): Gate.ASKING,
    (Gate.ASKING, Word.ANEW): Gate.ASKING,
    (Gate.OPEN, Word.NO_SIGN): Gate.OPEN,
    (Gate.OPEN, Word.SIGN): Gate.LOCKED,
    (Gate.OPEN, Word.TRIGGER): Gate.ASKING,
    (Gate.OPEN, Word.ANEW): Gate.ASKING,
    # Only the person's word that somebody has looked at it opens a locked gate: no later "none of these", and no new beginning.
    (Gate.LOCKED, Word.NO_SIGN): Gate.LOCKED,
    (Gate.LOCKED, Word.SIGN): Gate.LOCKED,
    (Gate.LOCKED, Word.TRIGGER): Gate.LOCKED,
    (Gate.LOCKED, Word.SEEN): Gate.OPEN,
}
"""`(gate, word) -> gate`. A word that is not here for a gate cannot be said there, or does not concern it."""

STAGES: dict[tuple[Stage, Word], Stage] = {
    (Stage.SIGNS, Word.NO_SIGN): Stage.SELF_CHECK,
    (Stage.SIGNS, Word.SEEN): Stage.SELF_CHECK,
    (Stage.SELF_CHECK, Word.SELF_CHECKED): Stage.LOOSEN,
    (Stage.LOOSEN, Word.SELF_CHECKED): Stage.LOOSEN,
    (Stage.LOOSEN, Word.LOOSENED): Stage.STRENGTHEN,
    (Stage.LOOSEN, Word.BETTER): Stage.LOOSEN,
    (Stage.LOOSEN, Word.NO_CHANGE): Stage.LOOSEN,
    (Stage.LOOSEN, Word.WORSE): Stage.LOOSEN,
    (Stage.STRENGTHEN, Word.SELF_CHECKED): Stage.STRENGTHEN,
    (Stage.STRENGTHEN, Word.BETTER): Stage.KEEP,
    (Stage.STRENGTHEN, Word.NO_CHANGE): Stage.STRENGTHEN,
    (Stage.STRENGTHEN, Word.WORSE): Stage.LOOSEN,
    (Stage.KEEP, Word.SELF_CHECKED): Stage.KEEP,
    (Stage.KEEP, Word.BETTER): Stage.KEEP,
    (Stage.KEEP, Word.NO_CHANGE): Stage.KEEP,
    (Stage.KEEP, Word.WORSE): Stage.LOOSEN,
    **{(stage, Word.ANEW): Stage.SIGNS for stage in Stage},
}
"""`(stage, word) -> stage`. A word that is not here leaves the stage as it is."""

REVIEW_WORDS = {Change.BETTER: Word.BETTER, Change.NO_CHANGE: Word.NO_CHANGE, Change.WORSE: Word.WORSE}


class Effect(NamedTuple):
    """What an answer means: a step of the dose up (1), none (0) or one down (-1), days of rest, and why the signs are asked, if so."""

    step: int
    rest_days: int = 0
    ask: Occasion | None = None


SORENESS: tuple[tuple[int, Effect], ...] = (
    (2, Effect(+1)),
    (4, Effect(0)),
    (6, Effect(-1)),
    (8, Effect(-1, rest_days=1)),
    (10, Effect(-1, rest_days=2)),
)
"""`(up to this soreness 1-10, effect)`. 3 to 4 is what to aim for. That super-sore begins at 7, and the band of 5 to 6, are our choice."""

PAIN: tuple[tuple[int, Effect], ...] = (
    (3, Effect(+1)),
    (5, Effect(0)),
    (6, Effect(-1)),
    (10, Effect(-1, rest_days=1, ask=Occasion.HIGH_PAIN)),
)
"""`(up to this pain 0-10, the most that is then allowed)`: pain never raises a dose, it only keeps soreness from doing so."""

UNABLE = Effect(-1, rest_days=1)
"""The exercises could not be done: as if super-sore."""
AT_NIGHT = Effect(0, ask=Occasion.NIGHT_PAIN)
PAIN_JUMP = Effect(0, ask=Occasion.PAIN_JUMP)
JUMP = 3
"""Pain that is higher by so much than at the check-in before asks for the warning signs."""

LOOSEN_DAYS = 3
"""So many days with stretching come before the first strengthening. Our choice: nearly a week at every other day."""
REST_BETWEEN_DAYS = 2
"""At "every other day" so many days lie from one strengthening day to the next."""
KEEP_PER_WEEK = 3
"""Strengthening days in a week once it is better: 2 to 3 (AAOS)."""
FIRST_LEVEL, LEAST_LEVEL, MOST_LEVEL = -1, -3, 4
"""Steps of the dose; 0 is what the content says. It begins a step below. Our choice."""
RISE_DAYS = 7
"""The dose grows once in so many days at most: in weeks two to four of the programme there is progress, and no hurry. Our choice."""
PAUSE_DAYS = 14
"""Who did no session for so long goes on one step lower. Our choice."""
LONG_SORE_DAYS = 5
"""Soreness that lasts longer than this many days is for a doctor (NHS inform); nor is it from that session."""
REVIEW_DAYS = (21, 28, 35)
"""Reviews come so many days after the self-check: results come in three to five weeks."""
REVIEW_AGAIN_DAYS = 28
"""Once it is better, or after the last of those, a review comes so often. Our choice."""
EARLIEST_REVIEW_DAYS = 14
"""A person may look back from the third week on."""


def effect_of(table: tuple[tuple[int, Effect], ...], value: int) -> Effect:
    """The effect of a value by one of the tables above."""
    return next(effect for most, effect in table if value <= most)
