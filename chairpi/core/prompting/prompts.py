"""The prompts of whoever sits: raised, followed and cleared, a second at a time."""

from __future__ import annotations

import dataclasses
import math
from collections import deque
from collections.abc import Collection, Mapping
from typing import Any

from chairpi.core.events import (
    DismissReason,
    Event,
    Moment,
    Noticed,
    NoticeKind,
    Outcome,
    PromptCleared,
    PromptKind,
    PromptRaised,
    Quiet,
    QuietBegan,
    QuietEnded,
    SettingsChosen,
    TargetOfToday,
)
from chairpi.core.now import Stage
from chairpi.core.prompting import words
from chairpi.core.prompting.following import LENGTHENED, follow
from chairpi.core.prompting.quiet import HOUR_S, Hours, View, first_hold, is_hushed
from chairpi.core.prompting.situation import Situation
from chairpi.core.prompting.stages import stage_of
from chairpi.core.prompting.state import PAST_KEPT, Asking, Past, State
from chairpi.core.prompting.tuning import chosen, tuned_by, with_changes
from chairpi.core.settings import PromptSettings
from chairpi.core.wall import Wall

TRACE_S = 60
"""So many seconds before a prompt are kept with it."""

NOTICE_S = 600.0
"""A notice goes by itself after this [s]: our choice."""

DAY_S = 600.0
"""So much sitting [s] makes a day one of the ramp's: our choice."""

NEW_DAY_AWAY_S = 6 * HOUR_S
"""While nobody knows the time of day, so long off the chair is a night [s]: our choice."""

KINDS = (PromptKind.STAND, PromptKind.SLIDE, PromptKind.STILL)


class Prompts:
    """Asks, and follows what becomes of it.

    Parameters
    ----------
    defaults
        How a sitter is prompted who chose nothing else.
    latest_number
        Of the prompts so far.

    Attributes
    ----------
    settings, chosen
        Those of the present sitter, and what in them is not the default.
    sitter_id
        Who that is; `None`: somebody whom the chair does not know.
    state
        All that is known of them.
    wall
        The time of day.
    """

    def __init__(self, defaults: PromptSettings, latest_number: int = 0) -> None:
        self.defaults = defaults
        self.wall = Wall()
        self.sitter_id: int | None = None
        self.state = State()
        self._records: dict[str, dict[str, Any]] = {}
        self._latest_number = latest_number
        self._trace: deque[tuple[float | None, float | None, float | None]] = deque(maxlen=TRACE_S)
        self._now = Situation(-math.inf, 0.0, seated=False, vacant=False, sitting_s=0.0)
        self._vacant_since_t_s: float | None = None
        self._holds: dict[PromptKind, tuple[Quiet, float] | None] = {}
        self._set(defaults)

    def _set(self, settings: PromptSettings) -> None:
        self.settings = settings
        self.chosen = chosen(settings, self.defaults)
        self._hours = Hours.of(settings)

    @property
    def target_s(self) -> float:
        """Today's stand target [s]."""
        return self.settings.stand_after_min * 60.0 * LENGTHENED[self.state.n_lengthened]

    @property
    def stage(self) -> Stage | None:
        """How the prompt that stands asks."""
        asking = self.state.asking
        return None if asking is None else stage_of(asking.raised.kind, asking.asked_s, self.settings)

    @property
    def latest_number(self) -> int | None:
        """The prompt that came last."""
        return self._latest_number or None

    @property
    def now(self) -> Situation:
        """The latest second."""
        return self._now

    @property
    def hushed(self) -> bool:
        """Whether no sound may be made now."""
        return is_hushed(self._hours, self.wall.local(self._now.t_s))

    def tell_time(self, t_s: float, utc_s: float, zone: str, *, has_passed: bool = False) -> None:
        """The wall clock shows `utc_s` [POSIX s] at `t_s` [s]; `has_passed`: what it has moved by is time that nobody watched.

        Raises
        ------
        ValueError
            The machine knows no such time zone.
        """
        before = self.wall.local(t_s)
        self.wall.tell(t_s, utc_s, zone)
        local, state = self.wall.local(t_s), self.state
        if before is not None and local is not None and not has_passed:  # a clock that was put right is no new day
            moved = local.day - before.day
            state.day = None if state.day is None else state.day + moved
            state.quiet_day = None if state.quiet_day is None else state.quiet_day + moved
            for record in self._records.values():
                record["day"] = None if record["day"] is None else record["day"] + moved
        if state.quiet is Quiet.PAUSED and local is not None:
            state.quiet_day = local.day if state.quiet_day is None else state.quiet_day
            state.quiet_until_t_s = self.wall.day_begins_t_s(state.quiet_day + 1)
        self.look()

    @property
    def day(self) -> int | None:
        """The number of the present day of sitting; `None` while the time of day is unknown."""
        local = self.wall.local(self._now.t_s) if math.isfinite(self._now.t_s) else None
        return None if local is None else local.day

    def hold(self, kind: PromptKind) -> tuple[Quiet, float] | None:
        """What holds this kind back, and until when [s]."""
        if kind not in self._holds:
            now = self._now
            local = self.wall.local(now.t_s) if math.isfinite(now.t_s) else None
            view = View(kind, now, self.state, self.settings, self._hours, local, self.wall, self.target_s)
            self._holds[kind] = first_hold(view)
        return self._holds[kind]

    def due_in_s(self) -> float | None:
        """How long until a prompt to stand is due, if the sitter stays [s]; `None` where that is unknown."""
        state, now = self.state, self._now
        if state.asking is not None or PromptKind.STAND in state.dismissed or state.silenced:
            return None
        left_s = max(0.0, self.target_s - now.sitting_s)
        hold = self.hold(PromptKind.STAND)
        if hold is not None:
            left_s = max(left_s, hold[1] - now.t_s)
        return None if math.isinf(left_s) else left_s

    def at(self, t_s: float) -> None:
        """Something happens at `t_s` [s], between two seconds."""
        self._now = self._now._replace(t_s=max(t_s, self._now.t_s))

    def receive(self, now: Situation, out: list[Event]) -> None:
        """Take the second that is over, whoever sits or does not; what follows is added to `out`."""
        self._now = now
        self._begin_day(out)
        state = self.state
        if state.quiet is not None and state.quiet_until_t_s is not None and now.t_s >= state.quiet_until_t_s:
            self.end_quiet(now.t_s, out)
        if now.t_s >= state.notice_until_t_s:
            state.notice = None
        if now.seated:
            self._sit(out)
        self.look()
        if state.asking is not None:
            follow(self, state.asking, out)
        self._wait()
        if state.asking is None and now.seated and not now.rising:
            self._ask(out)

    def look(self) -> None:
        """Something is otherwise: what holds each kind back is worked out anew when it is asked for, as in most seconds nothing is due."""
        self._holds.clear()

    def _begin_day(self, out: list[Event]) -> None:
        now, state = self._now, self.state
        local = self.wall.local(now.t_s)
        if not now.vacant:
            self._vacant_since_t_s = None
        elif self._vacant_since_t_s is None:
            self._vacant_since_t_s = now.t_s
        if local is not None:
            is_new = state.day is not None and state.day != local.day
            state.day = local.day
        else:
            since_t_s = self._vacant_since_t_s
            is_new = since_t_s is not None and now.t_s - since_t_s >= NEW_DAY_AWAY_S
        if not is_new:
            return
        if state.n_lengthened:
            state.n_lengthened = 0
            out.append(TargetOfToday(now.t_s, self.target_s, lengthened=False))
        if state.quiet is not None and state.quiet_until_t_s is None:
            self.end_quiet(now.t_s, out)
        state.n_ignored_in_row = 0
        state.sitting_today_s = 0.0
        state.budget_told = state.sat_today = False

    def _sit(self, out: list[Event]) -> None:
        now, state = self._now, self.state
        state.sitting_today_s += now.length_s
        if not state.sat_today and state.sitting_today_s >= DAY_S:
            state.sat_today = True
            state.n_days += 1
        if now.slide is None:  # a slide that was put off is over, and so is what was put off
            state.put_off_until_t_s.pop(PromptKind.SLIDE, None)
        if now.shifted_at_t_s is not None:
            state.put_off_until_t_s.pop(PromptKind.STILL, None)
        self._trace.append((_kept(now.load_n, 0), _kept(now.cop_ap_mm, 1), _kept(now.cop_ml_mm, 1)))
        if now.sitting_s >= self.target_s:
            state.owed = True
        budget_h = self.settings.sitting_budget_h
        if budget_h and not state.budget_told and state.sitting_today_s >= budget_h * HOUR_S:
            state.budget_told = True
            self.notice(NoticeKind.BUDGET, words.budget(budget_h), out)

    def notice(self, kind: NoticeKind, text: str, out: list[Event]) -> None:
        """Say something without asking for anything."""
        t_s = self._now.t_s
        self.state.notice, self.state.notice_until_t_s = Noticed(t_s, kind, text), t_s + NOTICE_S
        out.append(self.state.notice)

    def _wait(self) -> None:
        """A prompt to stand that is due and may come waits for a good moment."""
        state, now = self.state, self._now
        if not now.seated:  # who comes back after a re-seat, or is seen again, has waited as long
            return
        due = state.owed and now.sitting_s >= self.target_s
        if not due or state.asking is not None or self.hold(PromptKind.STAND) is not None:
            state.waiting_since_t_s = None
        elif state.waiting_since_t_s is None:
            state.waiting_since_t_s = now.t_s

    def _ask(self, out: list[Event]) -> None:
        for kind in KINDS:
            moment = self._moment(kind)
            if moment is not None:
                self._raise(kind, moment, out)
                return

    def _moment(self, kind: PromptKind) -> Moment | None:
        """Why this kind of prompt is to come now; `None`: it is not."""
        now, state, settings = self._now, self.state, self.settings
        put_off = kind in state.put_off_until_t_s  # and is no longer, unless it is still held back
        match kind:
            case PromptKind.STAND:
                since_t_s = state.waiting_since_t_s
                if since_t_s is None:
                    return None
                waited = now.t_s - since_t_s >= settings.moment_wait_min * 60.0
                moment = now.receptive or (Moment.WAITED if waited else None)
                return Moment.PUT_OFF if put_off else moment
            case PromptKind.SLIDE:
                wait_s = settings.slide_after_s if now.sees_back else settings.slide_after_seat_only_s
                if now.slide is None or not now.is_slid or now.t_s - now.slide.onset_t_s < wait_s:
                    return None
            case PromptKind.STILL:
                if now.still_s is None or now.still_s < settings.still_after_min * 60.0:
                    return None
        if self.hold(kind) is not None:
            return None
        return Moment.PUT_OFF if put_off else Moment.LASTED

    def _raise(self, kind: PromptKind, moment: Moment, out: list[Event]) -> None:
        now, state = self._now, self.state
        self._latest_number += 1
        slide = None if kind is PromptKind.STILL else now.slide
        raised = PromptRaised(
            now.t_s,
            kind,
            self._latest_number,
            words.reason(kind, now.t_s, now.sitting_s, slide, now.still_s),
            moment,
            now.sitting_s,
            slide_mm=None if slide is None else slide.slide_mm,
            uncertainty_mm=None if slide is None else slide.uncertainty_mm,
            slide_s=None if slide is None else now.t_s - slide.onset_t_s,
            still_s=now.still_s,
            n_put_off=state.n_put_off,
            trace=tuple(self._trace),
        )
        state.asking = Asking(dataclasses.replace(raised, trace=()))
        state.waiting_since_t_s = None
        state.put_off_until_t_s.pop(kind, None)
        if moment is not Moment.PUT_OFF:
            lately = [t_s for t_s in state.raised_t_s.get(kind, []) if t_s > now.t_s - HOUR_S]
            state.raised_t_s[kind.value] = [*lately, now.t_s]
        state.last_t_s[kind.value] = now.t_s
        past = Past(raised.number, kind, tuned_by(kind, sees_back=now.sees_back))
        state.past = [*state.past[1 - PAST_KEPT :], past]
        self.look()
        out.append(raised)

    def clear(
        self, outcome: Outcome, over_t_s: float, out: list[Event], why: DismissReason = DismissReason.NONE
    ) -> None:
        """The prompt that stands is over, since `over_t_s` [s]; nothing happens where none does."""
        state, t_s = self.state, self._now.t_s
        asking, state.asking = state.asking, None
        if asking is None:
            return
        raised = asking.raised
        if outcome is not Outcome.IGNORED and raised.kind is PromptKind.STAND:
            state.n_ignored_in_row = 0
        for past in state.past:
            if past.number == raised.number:
                past.cleared_t_s, past.outcome = t_s, outcome
        state.cleared_t_s = t_s
        self.look()
        out.append(PromptCleared(t_s, raised.kind, raised.number, outcome, max(0.0, over_t_s - raised.t_s), why))

    def lose_sight(self, t_s: float, out: list[Event]) -> None:
        """Nobody watches. A prompt to stand goes on if the sitter is seen to sit again; what became of the others nobody knows."""
        self.at(t_s)
        self._now = self._now._replace(seated=False, vacant=False)
        self._trace.clear()
        self._vacant_since_t_s = None
        asking = self.state.asking
        if asking is not None and asking.raised.kind is not PromptKind.STAND:
            self.clear(Outcome.UNSEEN, t_s, out)

    def begin_quiet(self, t_s: float, why: Quiet, until_t_s: float | None, out: list[Event]) -> None:
        """The sitter asks for quiet until `until_t_s` [s], or until they end it or a new day begins."""
        self.end_quiet(t_s, out)
        if self.state.asking is not None and self.state.asking.left_t_s is None:
            self.clear(Outcome.QUIETED, t_s, out)
        self.state.quiet, self.state.quiet_until_t_s, self.state.quiet_day = why, until_t_s, self.day
        self.look()
        out.append(QuietBegan(t_s, why, until_t_s))

    def end_quiet(self, t_s: float, out: list[Event]) -> bool:
        """The quiet that the sitter asked for is over; whether there was one."""
        why, self.state.quiet, self.state.quiet_until_t_s = self.state.quiet, None, None
        if why is None:
            return False
        self.look()
        out.append(QuietEnded(t_s, why))
        return True

    def choose(self, t_s: float, settings: PromptSettings, out: list[Event]) -> None:
        """The present sitter is prompted by these settings from now on."""
        target_min = self.settings.stand_after_min
        if settings == self.settings:
            return
        self._set(settings)
        state = self.state
        if settings.stand_after_min != target_min:
            state.n_lengthened = 0
            longer = settings.stand_after_min > target_min
            state.owed = self._now.sitting_s >= self.target_s or (state.owed and not longer)
            asking = state.asking
            stands = asking is not None and asking.raised.kind is PromptKind.STAND and asking.left_t_s is None
            if stands and not state.owed:
                self.clear(Outcome.DISMISSED, t_s, out, DismissReason.NOT_NOW)
        self.look()
        out.append(SettingsChosen(t_s, self.sitter_id, self.chosen))

    def use_sitter(
        self,
        t_s: float,
        sitter_id: int | None,
        settings: PromptSettings,
        bout_s: float,
        out: list[Event],
        *,
        again: bool = False,
    ) -> None:
        """It is another one who sits, and has since the bout began.

        Parameters
        ----------
        t_s
            Time now [s].
        sitter_id, settings
            Who, and how they are prompted.
        bout_s
            How long ago the bout began [s]; 0 where nobody sits.
        out
            Takes the events.
        again
            They had been said to sit earlier in this bout: what they owe, they owe still.
        """
        self.clear(Outcome.UNSEEN, t_s, out)
        old = self.state
        old.sitting_today_s = max(0.0, old.sitting_today_s - bout_s)
        if old.sat_today and old.sitting_today_s < DAY_S:
            old.sat_today = False
            old.n_days -= 1
        of_bout = [
            past for past in old.past if bout_s and (past.cleared_t_s is None or past.cleared_t_s >= t_s - bout_s)
        ]
        old.past = [past for past in old.past if past not in of_bout]
        if self.sitter_id is not None:
            self._records[str(self.sitter_id)] = old.as_record()
        record = None if sitter_id is None else self._records.pop(str(sitter_id), None)
        self.state = State() if record is None else State.from_record(record)
        if not again:
            self.state.break_taken()
        self.state.sitting_today_s += bout_s
        self.sitter_id = sitter_id
        self.state.past = sorted([*self.state.past, *of_bout], key=lambda past: past.number)[-PAST_KEPT:]
        self._set(settings)
        self._trace.clear()
        self.look()

    def forget_others(self, known: Collection[int]) -> None:
        """Only these sitters are known any more: what was remembered of others goes."""
        self._records = {key: record for key, record in self._records.items() if int(key) in known}

    def as_record(self) -> dict[str, Any]:
        """All that survives a restart, JSON-ready."""
        return {
            "sitter_id": self.sitter_id,
            "settings": self.chosen,
            "latest_number": self._latest_number,
            "state": self.state.as_record(),
            "others": self._records,
            "wall": self.wall.to_record(),
            "vacant_since_t_s": self._vacant_since_t_s,
        }

    def recall(self, record: Mapping[str, Any], settings: PromptSettings) -> None:
        """Go on from what `as_record` gave.

        Parameters
        ----------
        record
            That.
        settings
            Those of the sitter whom it names; of somebody unknown nobody else has kept them, so there the record's count.

        Raises
        ------
        KeyError, TypeError, ValueError
            It is of another version, or damaged.
        """
        state, wall = State.from_record(record["state"]), Wall.from_record(record["wall"])
        others = {str(key): dict(other) for key, other in record["others"].items()}
        for other in others.values():
            State.from_record(other)
        self._latest_number = int(record["latest_number"])
        self.sitter_id, self.state, self.wall, self._records = record["sitter_id"], state, wall, others
        self._vacant_since_t_s = record["vacant_since_t_s"]
        self._set(settings if self.sitter_id is not None else with_changes(settings, record["settings"], self.defaults))
        self.look()


def _kept(value: float, digits: int) -> float | None:
    return None if value != value else round(value, digits)
