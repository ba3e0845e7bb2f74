"""Go through a diary by the tables: where its person stands after the last entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import assert_never

from chairpi.programme.diary import (
    BegunAnew,
    ChairStood,
    Change,
    CheckedIn,
    Entry,
    Feel,
    LeftOut,
    Occasion,
    Reviewed,
    RhythmChosen,
    Seen,
    SelfChecked,
    SessionDone,
    SignsAnswered,
    Stopped,
    StopReason,
)
from chairpi.programme.exercises import Kind
from chairpi.programme.plan.dating import dated
from chairpi.programme.plan.state import Answering, State
from chairpi.programme.plan.tables import (
    AT_NIGHT,
    FIRST_LEVEL,
    GATES,
    JUMP,
    LEAST_LEVEL,
    LONG_SORE_DAYS,
    LOOSEN_DAYS,
    MOST_LEVEL,
    PAIN,
    PAIN_JUMP,
    PAUSE_DAYS,
    REVIEW_WORDS,
    RISE_DAYS,
    SORENESS,
    STAGES,
    UNABLE,
    Gate,
    Stage,
    Word,
    effect_of,
)

SESSION = "session"
"""The routine that the plan itself makes."""


def state_of(entries: Sequence[Entry], day: date) -> State:
    """Where the person of this diary stands on this day.

    Parameters
    ----------
    entries
        The diary, in the order in which it was written.
    day
        The present day; what a wrong clock has dated otherwise is put right by `chairpi.programme.plan.dating`.
    """
    state = State()
    for entry, its_day in zip(entries, dated(entries, day), strict=True):
        take(state, entry, its_day)
    return state


def take(state: State, entry: Entry, day: date) -> None:
    """Go one entry further, which was written on this day."""
    match entry:
        case SignsAnswered(yes=yes, occasion=occasion):
            if yes:
                state.signs = tuple(dict.fromkeys((*state.signs, *yes)))
                state.occasion = occasion
            _say(state, Word.SIGN if yes else Word.NO_SIGN, day)
        case Seen():
            if state.gate is Gate.LOCKED:
                state.signs = ()
                _say(state, Word.SEEN, day)
                if state.begun is not None:
                    _lower(state)
        case SelfChecked(findings=findings):
            if state.stage is not Stage.SIGNS:
                state.findings = dict(findings)
                state.begun = state.begun or day
                _say(state, Word.SELF_CHECKED, day)
        case RhythmChosen(rhythm=rhythm):
            state.rhythm = rhythm
        case SessionDone():
            _take_session(state, entry, day)
        case CheckedIn():
            _take_check_in(state, entry, day)
        case Stopped(exercise_id=exercise_id, why=why):
            if exercise_id and why in (StopReason.PAIN, StopReason.TINGLING):
                state.left_out.add(exercise_id)
            _trigger(state, Occasion.STOPPED, day)
        case LeftOut(exercise_id=exercise_id, back=back):
            (state.left_out.discard if back else state.left_out.add)(exercise_id)
        case Reviewed(change=change):
            _take_review(state, entry, day, change)
        case ChairStood():
            pass
        case BegunAnew():
            if state.gate is not Gate.LOCKED:
                _begin_anew(state)
        case _:
            assert_never(entry)


def _say(state: State, word: Word, day: date) -> None:
    """Let a word pass the gate and reach the stage. While the gate is locked nothing but being seen moves the stage."""
    was = state.gate
    state.gate = GATES.get((was, word), was)
    if state.gate is Gate.LOCKED:
        return
    stage = STAGES.get((state.stage, word), state.stage)
    if stage is not state.stage and stage is Stage.LOOSEN:
        state.loosened.clear()
    if stage is Stage.STRENGTHEN and state.strengthening_since is None:
        state.strengthening_since = day
    state.stage = stage


def _trigger(state: State, occasion: Occasion, day: date) -> None:
    if state.gate is not Gate.LOCKED:
        state.occasion = occasion
    _say(state, Word.TRIGGER, day)


def _take_session(state: State, done: SessionDone, day: date) -> None:
    if state.last_day is not None and (day - state.last_day).days >= PAUSE_DAYS:
        _lower(state)
    state.last_day = day
    kinds = {worked.kind for worked in done.worked}
    for worked in done.worked:
        if worked.kind is Kind.STRENGTHEN:
            state.worked.update(dict.fromkeys(worked.muscles, day))
    is_break = bool(done.prompt)  # a minute or two at a prompt is no session, and asks for nothing the next day
    if done.routine_id == SESSION:
        _note(state.done, day)
        if any(worked.kind is Kind.STRENGTHEN and not worked.prescribed for worked in done.worked):
            _note(state.strengthened, day)
            state.answering = Answering(day, state.level, state.raised, done.feel is Feel.HARD)
    if not is_break and (done.routine_id == SESSION or Kind.STRENGTHEN in kinds):
        state.to_answer = day
    if state.stage is Stage.LOOSEN and kinds & {Kind.STRETCH, Kind.MOBILISE}:
        _note(state.loosened, day)
        if len(state.loosened) >= LOOSEN_DAYS:
            _say(state, Word.LOOSENED, day)


def _take_check_in(state: State, entry: CheckedIn, day: date) -> None:
    before = state.check_ins[-1] if state.check_ins else None
    state.check_ins.append(replace(entry, day=day))
    effects = [effect_of(SORENESS, entry.soreness), effect_of(PAIN, entry.pain)]
    if entry.unable:
        effects.append(UNABLE)
    if entry.at_night:
        effects.append(AT_NIGHT)
    if before is not None and entry.pain - before.pain >= JUMP:
        effects.append(PAIN_JUMP)
    rest_days = max(effect.rest_days for effect in effects)
    if rest_days:
        state.rests = [rest for rest in state.rests if rest[1] >= day]
        state.rests.append((day, day + timedelta(days=rest_days - 1)))
    is_super_sore = entry.unable or effect_of(SORENESS, entry.soreness).rest_days > 0
    state.sore_since = (state.sore_since or day) if is_super_sore else None
    _answer(state, min(effect.step for effect in effects), day)
    if state.to_answer is not None and day > state.to_answer:
        state.to_answer = None
    occasion = next((effect.ask for effect in effects if effect.ask is not None), None)
    if occasion is not None:
        _trigger(state, occasion, day)


def _answer(state: State, step: int, day: date) -> None:
    """The dose after the latest session, by the worst answer since then: a good morning undoes no bad evening, nor a bad day a rise."""
    answering = state.answering
    if answering is None:
        return
    is_late = (day - answering.day).days > LONG_SORE_DAYS
    if is_late and answering.least is not None:
        return  # what is sore now is not sore from that session
    answering.least = step if answering.least is None else min(step, answering.least)
    if day == answering.day:
        return  # too early to know
    is_soon = answering.raised is not None and (day - answering.raised).days < RISE_DAYS
    may_rise = not (answering.was_hard or is_soon or is_late or state.rest_on(day))
    step = answering.least if may_rise else min(answering.least, 0)
    state.level = min(MOST_LEVEL, max(LEAST_LEVEL, answering.level + step))
    state.raised = day if state.level > answering.level else answering.raised


def _take_review(state: State, entry: Reviewed, day: date, change: Change) -> None:
    state.reviews.append(replace(entry, day=day))
    _say(state, REVIEW_WORDS[change], day)
    if change is Change.WORSE:
        _lower(state)
        _trigger(state, Occasion.WORSE, day)


def _begin_anew(state: State) -> None:
    """All of the plan begins anew; what the body has just done and said, what it must not do, and a question that is open stay."""
    if state.gate is Gate.OPEN:
        state.occasion = Occasion.START
    state.stage, state.gate = Stage.SIGNS, Gate.ASKING
    state.begun = state.strengthening_since = None
    state.findings, state.loosened, state.done, state.reviews = {}, [], [], []
    state.level, state.answering = min(state.level, FIRST_LEVEL), None


def _lower(state: State) -> None:
    """A step down for another reason than soreness: an answer that comes later counts from there."""
    state.level = max(LEAST_LEVEL, state.level - 1)
    if state.answering is not None:
        state.answering.level = min(state.answering.level, state.level)


def _note(days: list[date], day: date) -> None:
    if not days or days[-1] != day:
        days.append(day)
