"""A week of one person with one reminder: what is due happens, the reminder hears of it, and what it says is answered.

A decision is made when a prompt is noticed and carried out later, at the earliest in the next block of time; so what a sitter does
follows from what the reminder said, and the rest of the day is another one than with another reminder. What chance decides does not
hang on that: the third prompt of a Tuesday has the same luck whichever reminder gave it.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from chairpi.core.events.prompting import PromptKind
from chairpi.core.now.signal import Stage
from chairpi.simulate.doings import GUIDED_S
from chairpi.simulate.reactive import ReactiveDay
from prompt_days import habits as h
from prompt_days.agenda import Agenda, Call, Out
from prompt_days.habits import Answer, Habits, between, lognormal
from prompt_days.reminders import Asked, Reminder

BLOCK_S = 15.0
"""The reminder is let run for so long at once; nobody decides and acts within it [s]."""
BEFORE_S, AFTER_S = 300.0, 180.0
"""A chair is switched on so long before somebody arrives, and off so long after they have gone [s]: nights are not simulated."""
SLID_MM = 25.0
"""A prompt about a slide is wrong when the hips are truly less far forward than this [mm]."""

# Each use of a person's seed has its own number.
ANSWERS, AWAYS = 41, 42


@dataclass(slots=True)
class Seen:
    """A prompt as it truly was, and what the person did.

    Parameters
    ----------
    asked
        What the reminder said.
    label, slide_mm
        What lay or sat on the seat, and how far the hips truly were forward [mm], when it came.
    in_call, told
        Whether there was a call then, and whether the reminder had been told of it.
    answer
        What the person decided, once they noticed a prompt to stand.
    """

    asked: Asked
    label: str
    slide_mm: float
    in_call: bool
    told: bool
    answer: Answer | None = None


@dataclass(slots=True)
class Week:
    """What one person did in a week, and what they were told.

    Parameters
    ----------
    day
        The body's moves and bouts.
    agendas
        The days.
    seen
        Every prompt.
    holds
        Beginnings and ends of the calls of which the reminder was told [s].
    """

    day: ReactiveDay
    agendas: tuple[Agenda, ...]
    seen: list[Seen] = field(default_factory=list)
    holds: list[tuple[float, float]] = field(default_factory=list)


class Life:
    """Lives a week.

    Parameters
    ----------
    day
        The person's body.
    habits, agendas
        How they are, and what their days hold.
    reminder
        What reminds them.
    seed
        For what chance decides.
    """

    def __init__(
        self, day: ReactiveDay, habits: Habits, agendas: tuple[Agenda, ...], reminder: Reminder, seed: int
    ) -> None:
        self.week = Week(day, agendas)
        self._day, self._habits, self._reminder, self._seed = day, habits, reminder, seed
        self._agenda = agendas[0]
        self._plans: list[tuple[float, int, Callable[[float], None]]] = []
        self._n_plans = 0
        self._number = self._n_asked = self._n_aways = self._n_known = 0
        self._block_s = 0.0
        self._back_s = 0.0
        self._gone = True
        self._unnoticed: tuple[Seen, float, np.random.Generator] | None = None

    def live(self) -> Week:
        """All of its days."""
        for number, agenda in enumerate(self.week.agendas):
            self._live(number, agenda)
        return self.week

    def _live(self, number: int, agenda: Agenda) -> None:
        self._number, self._agenda = number, agenda
        self._n_asked = self._n_aways = 0
        self._plans, self._unnoticed = [], None
        self._gone = False
        self._plan(agenda.arrive_s, self._arrive)
        for out in agenda.outs:
            self._plan(out.at_s, lambda t_s, out=out: self._go_out(t_s, out))
        for call in agenda.calls:
            self._plan(call.start_s, lambda t_s, call=call: self._take_call(t_s, call))
        self._plan(agenda.leave_s, self._leave_for_today)
        first, last = (int(t_s // BLOCK_S) for t_s in (agenda.arrive_s - BEFORE_S, agenda.leave_s + AFTER_S))
        self._block_s = first * BLOCK_S
        self._reminder.arrive(self._block_s, agenda)
        for block in range(first, last):
            self._live_on(block * BLOCK_S, (block + 1) * BLOCK_S)

    def _live_on(self, start_s: float, end_s: float) -> None:
        self._block_s = start_s
        while self._plans and self._plans[0][0] < end_s:
            at_s, _, do = heapq.heappop(self._plans)
            do(max(at_s, start_s))
        self._day.go_on(end_s)
        self._reminder.run(self._day, start_s, end_s)
        for asked in self._reminder.asked[self._n_known :]:
            self._see(asked, end_s)
        self._n_known = len(self._reminder.asked)
        self._notice(end_s)

    def _plan(self, at_s: float, do: Callable[[float], None]) -> None:
        self._n_plans += 1
        heapq.heappush(self._plans, (at_s, self._n_plans, do))

    def _arrive(self, t_s: float) -> None:
        guided = self._number == 0
        sat_s = self._day.sit_down(t_s, guided=guided)
        self._back_s = sat_s
        if guided:
            start_s, end_s = GUIDED_S
            self._plan(sat_s + start_s, lambda _: self._reminder.guide(self._block_s, end_s - start_s))

    def _leave_for_today(self, t_s: float) -> None:
        self._gone = True
        if self._day.sits_since_s is not None:
            self._day.stand_up(t_s)

    def _go_out(self, t_s: float, out: Out) -> None:
        call = self._agenda.call_at(t_s)
        if call is not None and self._day.sits_since_s is not None:
            self._plan(call.end_s + 5.0, lambda t_s: self._go_out(t_s, out))
        elif self._day.sits_since_s is None:
            if not out.urge:
                self._come_back_at(max(self._back_s, t_s + out.away_s))
        elif not (out.urge and t_s - self._back_s < h.SATED_S):
            self._get_up(t_s, out.away_s)

    def _take_call(self, t_s: float, call: Call) -> None:
        if self._day.sits_since_s is None:
            self._back_s = t_s
            self._come_back(t_s)
        if call.told_s is not None:
            self._reminder.hold(self._block_s, call.told_s)
            self._plan(call.end_s, lambda t_s: self._end_call(call))
            self.week.holds.append((self._block_s, min(self._block_s + call.told_s, call.end_s)))

    def _end_call(self, call: Call) -> None:
        if call.told_s is not None and call.end_s < call.start_s + call.told_s:
            self._reminder.end_hold(self._block_s)

    def _get_up(self, t_s: float, away_s: float) -> None:
        rng = self._luck(AWAYS, self._n_aways)
        self._n_aways += 1
        stood_s = self._day.stand_up(t_s)
        self._come_back_at(stood_s + away_s)
        if away_s >= 240.0 and rng.random() < h.BAG:
            self._plan(stood_s + 0.2 * away_s, lambda t_s: self._lay_bag(t_s, 0.5 * away_s))

    def _lay_bag(self, t_s: float, length_s: float) -> None:
        if self._day.sits_since_s is None and t_s + length_s + 10.0 < self._back_s:
            self._day.lay_bag(t_s, length_s)

    def _come_back_at(self, t_s: float) -> None:
        self._back_s = t_s
        self._plan(t_s, self._come_back)

    def _come_back(self, t_s: float) -> None:
        if self._gone or self._day.sits_since_s is not None or t_s < self._back_s:
            return
        self._back_s = self._day.sit_down(t_s)
        self._reminder.come_back(t_s)

    def _see(self, asked: Asked, now_s: float) -> None:
        truth = self._day.truth(np.array([asked.t_s]))
        call = self._agenda.call_at(asked.t_s)
        told = any(start_s <= asked.t_s < end_s for start_s, end_s in self.week.holds)
        seen = Seen(asked, str(truth.label[0]), float(truth.slide_mm[0]), call is not None, told)
        self.week.seen.append(seen)
        rng = self._luck(ANSWERS, self._n_asked)
        self._n_asked += 1
        if self._day.sits_since_s is None:
            return
        if asked.kind is PromptKind.STAND:
            self._unnoticed = (seen, float(rng.random()), rng)
            return
        noticed = rng.random() < (h.VIBRATION_FELT if asked.kind is PromptKind.SLIDE else h.LIGHT_SEEN)
        share, delay = (h.SITS_BACK, h.SITS_BACK_S) if asked.kind is PromptKind.SLIDE else (h.SHIFTS, h.SHIFTS_S)
        if noticed and rng.random() < share:
            at_s = asked.t_s + lognormal(rng, *h.NOTICE_S) + lognormal(rng, *delay)
            self._plan(max(at_s, now_s), lambda t_s: self._move(t_s, asked.kind))
        elif noticed:
            self._mark(seen, asked.t_s + 30.0, rng)

    def _notice(self, now_s: float) -> None:
        """A prompt to stand is noticed at once, or when it grows louder, or never."""
        if self._unnoticed is None:
            return
        seen, luck, rng = self._unnoticed
        standing = self._reminder.standing
        if standing is None or standing.number != seen.asked.number or self._day.sits_since_s is None:
            self._unnoticed = None
            return
        reach = {Stage.LIGHT: h.LIGHT_SEEN, Stage.CHIME: h.CHIME_HEARD, Stage.FIRM: h.FIRM_HEARD}
        if self._reminder.stage is not None and luck < reach[self._reminder.stage]:
            self._unnoticed = None
            self._plan(now_s + lognormal(rng, *h.NOTICE_S), lambda t_s: self._decide(t_s, seen, rng))

    def _decide(self, t_s: float, seen: Seen, rng: np.random.Generator) -> None:
        standing = self._reminder.standing
        if standing is None or standing.number != seen.asked.number or self._day.sits_since_s is None:
            return
        in_call = self._agenda.call_at(t_s) is not None
        answer = self._habits.answer(rng, seen.asked.n_put_off, in_flow=self._agenda.in_flow(t_s), in_call=in_call)
        put_off_s = float(rng.choice(list(h.PUT_OFF_S), p=list(h.PUT_OFF_S.values())))
        away_s = max(lognormal(rng, *h.PROMPTED_AWAY_S[:2]), h.PROMPTED_AWAY_S[2])
        briefly_s, delay_s = between(rng, h.BRIEF_AWAY_S), lognormal(rng, *h.STAND_DELAY_S)
        later_s = between(rng, h.LATER_S)
        seen.answer = answer
        self._mark(seen, t_s, rng)
        self._reminder.take(self._block_s, answer, put_off_s, in_call=in_call)
        match answer:
            case Answer.STAND:
                self._plan(t_s + delay_s, lambda t_s: self._stand(t_s, away_s))
            case Answer.LATER:
                self._plan(t_s + later_s, lambda t_s: self._stand(t_s, away_s))
            case Answer.BRIEFLY:
                self._plan(t_s + delay_s, lambda t_s: self._stand(t_s, briefly_s))
            case _:
                pass

    def _stand(self, t_s: float, away_s: float) -> None:
        if self._day.sits_since_s is not None and not (
            self._agenda.call_at(t_s) is not None or t_s - self._back_s < h.SATED_S
        ):
            self._get_up(t_s, away_s)

    def _move(self, t_s: float, kind: PromptKind) -> None:
        if self._day.sits_since_s is None:
            return
        if kind is PromptKind.SLIDE:
            self._day.sit_back(t_s)
        else:
            self._day.shift(t_s)

    def _mark(self, seen: Seen, at_s: float, rng: np.random.Generator) -> None:
        """Say that a prompt was wrong, if so it seems; a person knows whether they have slid and whether they have just been up."""
        asked = seen.asked
        is_wrong = asked.kind is PromptKind.SLIDE and not seen.slide_mm >= SLID_MM
        is_wrong |= asked.kind is PromptKind.STAND and asked.t_s - self._back_s < h.SATED_S
        if rng.random() < (h.SAYS_WRONG if is_wrong else h.SAYS_WRONG_OF_RIGHT):
            self._plan(at_s, lambda _: self._reminder.wrong(self._block_s, asked.number))

    def _luck(self, use: int, n: int) -> np.random.Generator:
        return np.random.default_rng([self._seed, use, self._number, n + 1])
