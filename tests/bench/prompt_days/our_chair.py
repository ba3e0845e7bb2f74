"""ChairPi as a reminder: the real core judges what simulated cells say of a simulated body."""

from __future__ import annotations

import numpy as np

from chairpi.core.chair.door import Chair
from chairpi.core.events.event import Event
from chairpi.core.events.presence import BreakCredited, Credit
from chairpi.core.events.prompting import Outcome, PromptCleared, PromptMarkedWrong, PromptRaised, TargetOfToday
from chairpi.core.frame import Frames
from chairpi.core.requests import (
    CaptureReference,
    Dismiss,
    EndQuiet,
    HoldMeeting,
    MarkWrong,
    Request,
    Snooze,
    TellTime,
)
from chairpi.core.settings import PromptSettings, Settings
from chairpi.simulate.cells import CellErrors, CellStream
from chairpi.simulate.chair import Layout, simulated_chair
from chairpi.simulate.reactive import ReactiveDay
from prompt_days.agenda import Agenda
from prompt_days.habits import Answer
from prompt_days.reminders import Asked, Nothing, reason_of

RATE_HZ = 10
CELLS = 31
"""Tells the seed of the cells' errors from the others."""
MONDAY_UTC_S = 1_772_409_600.0
"""Midnight of Monday, 2 March 2026 [POSIX s]: time 0 of every simulated week."""


class OurChair(Nothing):
    """One person's chair.

    Parameters
    ----------
    seed
        Of its cells' errors: each is drawn as a cheap cell's.
    target_min
        Unbroken sitting before a prompt [min]; the other settings are the defaults, but for the gentle beginning of the first days,
        which is over when these weeks begin.
    layout
        Which cells it has.

    Attributes
    ----------
    outcomes
        What it says became of each prompt, by number.
    credited
        The breaks it credited in full: when, and how long somebody had been away then [s].
    n_marked
        How many prompts the person marked as wrong.
    """

    def __init__(self, seed: int, target_min: float, layout: Layout = Layout.SIX) -> None:
        super().__init__(60.0 * target_min)
        self.seat, calibration = simulated_chair(layout)
        rng = np.random.default_rng([seed, CELLS])
        self._stream = CellStream([CellErrors.drawn(rng) for _ in self.seat.cells], calibration, seed)
        settings = Settings(prompts=PromptSettings(stand_after_min=target_min, ramp=False))
        self._chair = Chair(self.seat, calibration, settings, warm=True)
        self.outcomes: dict[int, Outcome] = {}
        self.credited: list[tuple[float, float]] = []
        self.n_marked = 0

    def arrive(self, t_s: float, agenda: Agenda) -> None:
        self._ask_of(TellTime(t_s, MONDAY_UTC_S + t_s, "UTC"))

    def guide(self, t_s: float, length_s: float) -> None:
        self._ask_of(CaptureReference(t_s, length_s))

    def run(self, day: ReactiveDay, start_s: float, end_s: float) -> None:
        t_s = np.arange(round(start_s * RATE_HZ), round(end_s * RATE_HZ)) / RATE_HZ
        self._hear(self._chair.receive(Frames(t_s, self._stream.counts(t_s, day.forces_n(t_s)))))
        now = self._chair.now
        self.stage = None if now is None else now.prompts.stage

    def take(self, t_s: float, answer: Answer, put_off_s: float, *, in_call: bool) -> None:
        now = self._chair.now
        if self.standing is None or now is None:
            return
        if answer is Answer.PUT_OFF:
            possible = [length_s for length_s in now.prompts.put_off_s if length_s <= put_off_s]
            self._ask_of(Snooze(t_s, max(possible, default=min(now.prompts.put_off_s))))
        elif answer is Answer.DISMISS:
            self._ask_of(Dismiss(t_s, reason_of(in_call=in_call)))

    def wrong(self, t_s: float, number: int) -> None:
        self._ask_of(MarkWrong(t_s, number))

    def hold(self, t_s: float, length_s: float) -> None:
        self._ask_of(HoldMeeting(t_s, length_s))

    def end_hold(self, t_s: float) -> None:
        self._ask_of(EndQuiet(t_s))

    def _ask_of(self, request: Request) -> None:
        self._hear(self._chair.receive(request))

    def _hear(self, events: tuple[Event, ...]) -> None:
        for event in events:
            match event:
                case PromptRaised():
                    self.standing = Asked(
                        event.number, event.kind, event.t_s, event.n_put_off, self.targets[-1][1], event.still_s
                    )
                    self.asked.append(self.standing)
                case PromptCleared():
                    self.outcomes[event.number] = event.outcome
                    self.standing = None
                case TargetOfToday():
                    self.targets.append((event.t_s, event.stand_after_s))
                case BreakCredited(credit=Credit.FULL):
                    self.credited.append((event.t_s, event.away_s))
                    self.resets.append((event.t_s - event.away_s, event.t_s))
                case PromptMarkedWrong():
                    self.n_marked += 1
                case _:
                    pass
