"""What is to be done today, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from chairpi.programme.diary import Change, CheckedIn, Entry, Occasion, Rhythm
from chairpi.programme.exercises import Cause, Muscle
from chairpi.programme.plan import words
from chairpi.programme.plan.fold import state_of
from chairpi.programme.plan.order import ChairSaw, order_of
from chairpi.programme.plan.state import State
from chairpi.programme.plan.tables import (
    KEEP_PER_WEEK,
    LEAST_LEVEL,
    LONG_SORE_DAYS,
    PAUSE_DAYS,
    REST_BETWEEN_DAYS,
    REVIEW_AGAIN_DAYS,
    REVIEW_DAYS,
    Gate,
    Stage,
)

WEEK = timedelta(days=7)


class Ask(StrEnum):
    """What is to be answered before anything else."""

    SIGNS = "signs"
    SELF_CHECK = "self_check"
    CHECK_IN = "check_in"
    REVIEW = "review"


class Advice(StrEnum):
    """What today is for."""

    STRENGTHEN = "strengthen"
    """A whole session: loosen, strengthen, roll."""
    LOOSEN = "loosen"
    """Stretching: the first days, or a day in between."""
    REST = "rest"
    """A prescribed rest; stretching stays open."""
    DONE = "done"
    """Today's session is done."""
    WAIT = "wait"
    """A question comes first."""
    LOCKED = "locked"
    """A warning sign was there, and nobody has looked at it yet."""


@dataclass(frozen=True, slots=True)
class Today:
    """What the plan says about one day.

    Parameters
    ----------
    day
        Which.
    advice
        What it is for.
    ask, occasion
        What is to be answered first, and, where that is the warning signs, why they are asked.
    why
        Sentences for the person.
    locked, signs
        Whether all exercises are closed, and the ids of the warning signs that are there then.
    stretching_open
        Whether stretching may be done: also before a programme is begun, but not while something that has happened asks for the signs.
    rest_until
        The last day of a prescribed rest.
    next_day
        The next day on which strengthening may come, where that is known.
    stage, begun, week
        How far the person has come, since when, and in which week they are, from 1 on.
    level
        Steps by which the dose of strengthening is above (or, negative, below) what the content says.
    rhythm
        How often they want to strengthen.
    order, order_why
        Which causes come first, and what the chair saw that had a say in it.
    left_out
        Ids of exercises that are to stay out.
    rested
        Muscles that are not to be strengthened today, because they were yesterday; empty at "daily".
    review_week
        After how many weeks the review is that is due.
    """

    day: date
    advice: Advice
    ask: Ask | None
    occasion: Occasion | None
    why: tuple[str, ...]
    locked: bool
    signs: tuple[str, ...]
    stretching_open: bool
    rest_until: date | None
    next_day: date | None
    stage: Stage
    begun: date | None
    week: int | None
    level: int
    rhythm: Rhythm
    order: tuple[Cause, ...]
    order_why: tuple[str, ...]
    left_out: frozenset[str]
    rested: frozenset[Muscle]
    review_week: int | None


def today(entries: Sequence[Entry], day: date, saw: ChairSaw | None = None) -> Today:
    """What the plan says about a day.

    Parameters
    ----------
    entries
        The person's diary, in the order in which it was written.
    day
        The day.
    saw
        What the chair measured lately; `None` where it has nothing to say.
    """
    state = state_of(entries, day)
    locked = state.gate is Gate.LOCKED
    ask, review_week = ask_on(state, day)
    rest_until = state.rest_on(day)
    next_day = None if locked or state.begun is None else next_day_on(state, day, rest_until)
    paused = state.last_day is not None and (day - state.last_day).days >= PAUSE_DAYS and state.begun is not None
    advice = _advice(state, day, locked=locked, asks=ask is not None, rest_until=rest_until, next_day=next_day)
    order, order_why = order_of(state.findings, saw)
    yesterday = day - timedelta(days=1)
    rested = () if state.rhythm is Rhythm.DAILY else (m for m, last in state.worked.items() if last >= yesterday)
    return Today(
        day=day,
        advice=advice,
        ask=ask,
        occasion=state.occasion if ask is Ask.SIGNS or locked else None,
        why=_why(state, day, advice, ask, rest_until, next_day, paused=paused),
        locked=locked,
        signs=state.signs,
        stretching_open=not locked and (ask is not Ask.SIGNS or _is_before_start(state)),
        rest_until=rest_until,
        next_day=next_day,
        stage=state.stage,
        begun=state.begun,
        week=None if state.begun is None else (day - state.begun).days // 7 + 1,
        level=max(LEAST_LEVEL, state.level - paused),
        rhythm=state.rhythm,
        order=order,
        order_why=order_why,
        left_out=frozenset(state.left_out),
        rested=frozenset(rested),
        review_week=review_week,
    )


def _is_before_start(state: State) -> bool:
    """No programme was begun and nothing has happened that asks for the signs: stretching is as open as to any guest."""
    return state.stage is Stage.SIGNS and state.gate is Gate.ASKING and state.occasion is Occasion.START


def ask_on(state: State, day: date) -> tuple[Ask | None, int | None]:
    """What is to be answered first on this day, and after how many weeks a review is that is due."""
    if state.gate is Gate.LOCKED:
        return None, None
    if state.gate is Gate.ASKING:
        return Ask.SIGNS, None
    if state.stage is Stage.SELF_CHECK:
        return Ask.SELF_CHECK, None
    if _check_in_is_due(state, day):
        return Ask.CHECK_IN, None
    if state.rest_on(day):
        return None, None  # looking back can wait, and is not what a very sore person is to read first
    review_days = _review_is_due(state, day)
    return (None, None) if review_days is None else (Ask.REVIEW, review_days // 7)


def _check_in_is_due(state: State, day: date) -> bool:
    """The day after a session, and when a prescribed rest is over: whether it has eased decides what comes next."""
    if state.to_answer is not None and day > state.to_answer:
        return True
    if not state.rests or not state.check_ins:
        return False
    last = max(last for _, last in state.rests)
    return day > last and state.check_ins[-1].day <= last


def _review_is_due(state: State, day: date) -> int | None:
    """After how many days since the self-check the review is that is due; `None`: none is."""
    if state.begun is None:
        return None
    days = (day - state.begun).days
    latest = max(((review.day - state.begun).days for review in state.reviews), default=None)
    if state.stage is Stage.KEEP or (latest is not None and latest >= REVIEW_DAYS[-1]):
        return days if latest is not None and days - latest >= REVIEW_AGAIN_DAYS else None
    due = next((due for due in reversed(REVIEW_DAYS) if days >= due), None)
    return None if due is None or (latest is not None and latest >= due) else due


def next_day_on(state: State, day: date, rest_until: date | None) -> date | None:
    """The next day on which strengthening may come, this one included, as far as is known today."""
    if state.stage not in (Stage.STRENGTHEN, Stage.KEEP):
        return None
    earliest = day if rest_until is None else rest_until + timedelta(days=1)
    if state.done and state.done[-1] == day:
        earliest = max(earliest, day + timedelta(days=1))
    if not state.strengthened:
        return earliest
    gap_days = 1 if state.rhythm is Rhythm.DAILY else REST_BETWEEN_DAYS
    earliest = max(earliest, state.strengthened[-1] + timedelta(days=gap_days))
    if state.stage is Stage.KEEP and state.rhythm is not Rhythm.DAILY:
        while sum(earliest - one < WEEK for one in state.strengthened[-WEEK.days :]) >= KEEP_PER_WEEK:
            earliest += timedelta(days=1)
    return earliest


def _advice(
    state: State, day: date, *, locked: bool, asks: bool, rest_until: date | None, next_day: date | None
) -> Advice:
    if locked:
        return Advice.LOCKED
    if asks:
        return Advice.WAIT
    if rest_until is not None:
        return Advice.REST
    if state.done and state.done[-1] == day:
        return Advice.DONE
    return Advice.STRENGTHEN if next_day == day else Advice.LOOSEN


def _why(
    state: State,
    day: date,
    advice: Advice,
    ask: Ask | None,
    rest_until: date | None,
    next_day: date | None,
    *,
    paused: bool,
) -> tuple[str, ...]:
    latest = state.check_ins[-1] if state.check_ins else None
    said: list[str] = []
    if advice is Advice.LOCKED:
        return words.locked()
    if ask is not None:
        first = ask is Ask.CHECK_IN and state.to_answer is None
        said.append(words.asked_after_rest() if first else words.asked(ask.value, state.occasion))
    elif advice is Advice.REST and rest_until is not None:
        said += words.rest(day, rest_until, None if latest is None else latest.soreness)
    elif advice is Advice.DONE:
        said += words.done(day, next_day, again=bool(state.strengthened))
    elif advice is Advice.STRENGTHEN:
        said += words.strengthen(day, state.strengthened[-1] if state.strengthened else None, state.rhythm)
    elif state.stage is Stage.LOOSEN:
        said += words.loosen_first(len(state.loosened))
    else:
        said += words.between(day, next_day, state.rhythm, again=bool(state.strengthened))
    if advice in (Advice.STRENGTHEN, Advice.LOOSEN, Advice.REST):
        said += _about_the_dose(state, day, latest, paused=paused)
    return tuple(said)


def _about_the_dose(state: State, day: date, latest: CheckedIn | None, *, paused: bool) -> list[str]:
    said = []
    if paused:
        said.append(words.paused())
    answering = state.answering
    if latest is not None and answering is not None and answering.least is not None and latest.day > answering.day:
        said.append(words.of_the_dose(latest, answering, state.level - answering.level, day))
    if state.sore_since is not None and (day - state.sore_since).days > LONG_SORE_DAYS:
        said.append(words.sore_for_long())
    since = state.strengthening_since
    if since is not None and (day - since).days < 14 and state.stage is Stage.STRENGTHEN:
        said.append(words.more_at_first())
    n_same = sum(review.change is Change.NO_CHANGE for review in state.reviews)
    if n_same and state.stage is not Stage.KEEP:
        is_last = state.begun is not None and (day - state.begun).days >= REVIEW_DAYS[-1] and n_same > 1
        said.append(words.no_change(is_last=is_last))
    return said
