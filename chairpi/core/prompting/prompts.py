"""When prompts come: each second is looked at, what is due is asked at a good moment, and what stands is followed."""

from __future__ import annotations

import dataclasses

from chairpi.core.events.event import Event
from chairpi.core.events.prompting import Moment, NoticeKind, Outcome, PromptKind, PromptRaised, TargetOfToday
from chairpi.core.prompting import words
from chairpi.core.prompting.desk import DAY_S, Desk
from chairpi.core.prompting.following import follow
from chairpi.core.prompting.quiet import HOUR_S
from chairpi.core.prompting.situation import Situation
from chairpi.core.prompting.state import PAST_KEPT, Asking, Past
from chairpi.core.prompting.tuning import tuned_by

NEW_DAY_AWAY_S = 6 * HOUR_S
"""While nobody knows the time of day, so long off the chair is a night [s]: our choice."""

STAND, SLIDE, STILL = PromptKind.STAND, PromptKind.SLIDE, PromptKind.STILL


class Prompts(Desk):
    """Asks, and follows what becomes of it."""

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
        self._trace.append((now.load_n, now.cop_ap_mm, now.cop_ml_mm))
        if now.sitting_s >= self.target_s:
            state.owed = True
        budget_h = self.settings.sitting_budget_h
        if budget_h and not state.budget_told and state.sitting_today_s >= budget_h * HOUR_S:
            state.budget_told = True
            self.notice(NoticeKind.BUDGET, words.budget(budget_h), out)

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
        for kind, is_due in ((STAND, self._stand_waits), (SLIDE, self._slide_lasts), (STILL, self._still_lasts)):
            moment = self._moment(kind) if is_due() else None
            if moment is not None:
                self._raise(kind, moment, out)
                return

    def _stand_waits(self) -> bool:
        return self.state.waiting_since_t_s is not None

    def _slide_lasts(self) -> bool:
        now, settings = self._now, self.settings
        if now.slide is None or not now.is_slid:
            return False
        wait_s = settings.slide_after_s if now.sees_back else settings.slide_after_seat_only_s
        return now.t_s - now.slide.onset_t_s >= wait_s

    def _still_lasts(self) -> bool:
        return self._now.still_s is not None and self._now.still_s >= self.settings.still_after_min * 60.0

    def _moment(self, kind: PromptKind) -> Moment | None:
        """Why a prompt that is due is to come now; `None`: it is held back, or waits for a good moment."""
        now, waiting_since_t_s = self._now, self.state.waiting_since_t_s
        put_off = kind in self.state.put_off_until_t_s  # and is no longer, unless it is still held back
        if kind is not STAND:
            if self.hold(kind) is not None:
                return None
            return Moment.PUT_OFF if put_off else Moment.LASTED
        if put_off or waiting_since_t_s is None:
            return Moment.PUT_OFF if put_off else None
        waited = now.t_s - waiting_since_t_s >= self.settings.moment_wait_min * 60.0
        return now.receptive or (Moment.WAITED if waited else None)

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
            trace=tuple((_kept(load_n, 0), _kept(ap_mm, 1), _kept(ml_mm, 1)) for load_n, ap_mm, ml_mm in self._trace),
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

    def lose_sight(self, t_s: float, out: list[Event]) -> None:
        """Nobody watches. A prompt to stand goes on if the sitter is seen to sit again; what became of the others nobody knows."""
        self.at(t_s)
        self._now = self._now._replace(seated=False, vacant=False)
        self._trace.clear()
        self._vacant_since_t_s = None
        asking = self.state.asking
        if asking is not None and asking.raised.kind is not PromptKind.STAND:
            self.clear(Outcome.UNSEEN, t_s, out)


def _kept(value: float, digits: int) -> float | None:
    return None if value != value else round(value, digits)
