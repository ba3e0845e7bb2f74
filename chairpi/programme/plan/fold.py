"""Go through a diary by the tables: where its person stands after the last entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import assert_never

from chairpi.programme.diary import (
    BegunAnew,
    ChairStood,
    Change,
    CheckedIn,
    Entry,
    Feel,
    Finding,
    LeftOut,
    Occasion,
    Reviewed,
    Rhythm,
    RhythmChosen,
    Seen,
    SelfChecked,
    SessionDone,
    SignsAnswered,
    Stopped,
    StopReason,
)
from chairpi.programme.exercises import Cause, Kind, Muscle
from chairpi.programme.plan.tables import (
    AT_NIGHT,
    EARLIEST_REVIEW_DAYS,
    FIRST_LEVEL,
    GATES,
    JUMP,
    LEAST_LEVEL,
    LOOSEN_DAYS,
    PAIN,
    PAIN_JUMP,
    PAUSE_DAYS,
    REVIEW_WORDS,
    SORENESS,
    STAGES,
    UNABLE,
    Effect,
    Gate,
    Stage,
    Word,
    effect_of,
    level_most,
)

SESSION = "session"
"""The routine that the plan itself makes."""


@dataclass(slots=True)
class State:
    """Where a person stands.

    Attributes
    ----------
    stage, gate
        How far they have come, and whether exercises are open.
    occasion
        Why the warning signs are asked, while they are.
    signs
        Which are there, while the gate is locked.
    begun, strengthening_since
        The days of the self-check and of the first day on which strengthening was open.
    findings, rhythm
        What they answered and chose.
    level
        The step of the dose.
    rests
        Days of prescribed rest, the first and the last of each.
    to_answer
        The day of the latest session that no check-in has followed on a later day.
    has_strengthened
        A session since the latest check-in that was an answer strengthened something.
    last_feel
        How the latest session was.
    strengthened
        The days on which a session (not a break at a prompt) strengthened something.
    worked
        By muscle, the latest day on which it was strengthened in any way.
    loosened
        The days with stretching since the stage to loosen began.
    done
        The days on which the plan's own session was done.
    check_ins
        All of them.
    sore_since
        The first of the check-ins in a row that were super-sore.
    reviews
        All since the beginning.
    left_out
        Exercises that are to stay out.
    last_day
        The day of the latest session.
    """

    stage: Stage = Stage.SIGNS
    gate: Gate = Gate.ASKING
    occasion: Occasion = Occasion.START
    signs: tuple[str, ...] = ()
    begun: date | None = None
    strengthening_since: date | None = None
    findings: dict[Cause, Finding] = field(default_factory=dict)
    rhythm: Rhythm = Rhythm.EVERY_OTHER_DAY
    level: int = FIRST_LEVEL
    rests: list[tuple[date, date]] = field(default_factory=list)
    to_answer: date | None = None
    has_strengthened: bool = False
    last_feel: Feel | None = None
    strengthened: list[date] = field(default_factory=list)
    worked: dict[Muscle, date] = field(default_factory=dict)
    loosened: list[date] = field(default_factory=list)
    done: list[date] = field(default_factory=list)
    check_ins: list[CheckedIn] = field(default_factory=list)
    sore_since: date | None = None
    reviews: list[Reviewed] = field(default_factory=list)
    left_out: set[str] = field(default_factory=set)
    last_day: date | None = None

    def rest_on(self, day: date) -> date | None:
        """The last day of a prescribed rest that holds on this day; `None`: none does."""
        return max((last for first, last in self.rests if first <= day <= last), default=None)


def state_of(entries: Sequence[Entry], day: date) -> State:
    """Where the person of this diary stands on this day.

    Parameters
    ----------
    entries
        The diary, in the order in which it was written.
    day
        The present day. A clock that was wrong may have dated an entry later than this, or than one that was written after it: it is
        taken as of that day then, so that no rest is shorter for it and none lasts for years.
    """
    days: list[date] = []
    for entry in reversed(entries):
        day = min(day, entry.day)
        days.append(day)
    state = State()
    for entry, its_day in zip(entries, reversed(days), strict=True):
        _take(state, entry, its_day)
    return state


def check(entries: Sequence[Entry], entry: Entry) -> None:
    """Refuse an entry that cannot be made after these.

    Raises
    ------
    ValueError
        The text says in plain words what is wrong and what to do.
    """
    state = state_of(entries, entry.day)
    match entry:
        case SignsAnswered():
            pass
        case Seen():
            if state.gate is not Gate.LOCKED:
                raise ValueError("the exercises are not locked, so there is nothing to confirm")
        case SelfChecked():
            if state.stage is Stage.SIGNS:
                raise ValueError("please answer the warning signs first; then the self-check is open")
        case RhythmChosen() | Stopped() | LeftOut():
            pass
        case BegunAnew():
            if state.gate is Gate.LOCKED:
                raise ValueError(
                    "the exercises are locked: please have what you ticked looked at before you begin anew"
                )
        case SessionDone(length_s=length_s):
            if not 0.0 <= length_s <= 6 * 3600.0:
                raise ValueError(f"a session takes from 0 s to 6 h, found {length_s:g} s")
        case CheckedIn(soreness=soreness, pain=pain):
            if not 1 <= soreness <= 10:
                raise ValueError(f"soreness is a whole number from 1 to 10, found {soreness}")
            if not 0 <= pain <= 10:
                raise ValueError(f"pain is a whole number from 0 to 10, found {pain}")
        case Reviewed():
            if state.begun is None or (entry.day - state.begun).days < EARLIEST_REVIEW_DAYS:
                raise ValueError("it is early to look back: the review opens in the third week")
        case ChairStood(reps=reps):
            if not 0 <= reps <= 60:
                raise ValueError(f"full stands in 30 s are a number from 0 to 60, found {reps}")
        case _:
            assert_never(entry)


def _take(state: State, entry: Entry, day: date) -> None:
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
    if state.gate is Gate.OPEN:
        state.occasion = occasion
    _say(state, Word.TRIGGER, day)


def _take_session(state: State, done: SessionDone, day: date) -> None:
    if state.last_day is not None and (day - state.last_day).days >= PAUSE_DAYS:
        _lower(state)
    state.last_day, state.last_feel = day, done.feel
    kinds = {worked.kind for worked in done.worked}
    for worked in done.worked:
        if worked.kind is Kind.STRENGTHEN:
            state.worked.update(dict.fromkeys(worked.muscles, day))
    is_break = bool(done.prompt)  # a minute or two at a prompt is no session, and asks for nothing the next day
    if Kind.STRENGTHEN in kinds and not is_break:
        _note(state.strengthened, day)
        state.has_strengthened = True
    if done.routine_id == SESSION:
        _note(state.done, day)
    if not is_break and (done.routine_id == SESSION or Kind.STRENGTHEN in kinds):
        state.to_answer = day
    if state.stage is Stage.LOOSEN and kinds & {Kind.STRETCH, Kind.MOBILISE}:
        _note(state.loosened, day)
        if len(state.loosened) >= LOOSEN_DAYS:
            _say(state, Word.LOOSENED, day)


def _take_check_in(state: State, entry: CheckedIn, day: date) -> None:
    before = state.check_ins[-1] if state.check_ins else None
    state.check_ins.append(entry)
    effects = [effect_of(SORENESS, entry.soreness), effect_of(PAIN, entry.pain)]
    if entry.unable:
        effects.append(UNABLE)
    if entry.at_night:
        effects.append(AT_NIGHT)
    if before is not None and entry.pain - before.pain >= JUMP:
        effects.append(PAIN_JUMP)
    if state.last_feel is Feel.HARD:
        effects.append(Effect(0))
    rest_days = max(effect.rest_days for effect in effects)
    if rest_days:
        state.rests.append((day, day + timedelta(days=rest_days - 1)))
    is_super_sore = entry.unable or effect_of(SORENESS, entry.soreness).rest_days > 0
    state.sore_since = (state.sore_since or day) if is_super_sore else None
    answers = state.to_answer is not None and day > state.to_answer
    if answers and state.has_strengthened:
        _step(state, min(effect.step for effect in effects), day)
    if answers:
        state.to_answer, state.has_strengthened = None, False
    for effect in effects:
        if effect.ask is not None:
            _trigger(state, effect.ask, day)


def _take_review(state: State, entry: Reviewed, day: date, change: Change) -> None:
    state.reviews.append(entry)
    _say(state, REVIEW_WORDS[change], day)
    if change is Change.WORSE:
        _lower(state)
        _trigger(state, Occasion.WORSE, day)


def _begin_anew(state: State) -> None:
    """All of the plan begins anew; what the body has just done, and what it must not do, stays."""
    fresh = State(
        rests=state.rests,
        strengthened=state.strengthened,
        worked=state.worked,
        left_out=state.left_out,
        rhythm=state.rhythm,
        last_day=state.last_day,
    )
    for name in State.__slots__:
        setattr(state, name, getattr(fresh, name))


def _step(state: State, step: int, day: date) -> None:
    if step < 0:
        _lower(state)
    elif step > 0:
        since = state.strengthening_since or day
        state.level = max(state.level, min(state.level + 1, level_most((day - since).days)))


def _lower(state: State) -> None:
    state.level = max(LEAST_LEVEL, state.level - 1)


def _note(days: list[date], day: date) -> None:
    if not days or days[-1] != day:
        days.append(day)
