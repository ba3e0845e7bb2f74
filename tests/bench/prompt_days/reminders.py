"""What reminds somebody to get up: nothing at all, a plain timer, and a timer that watches keyboard and mouse.

Each is told when it may know something, and is let run from one moment to the next. `resets` are the times at which it believed in a break
and began to count anew: from when to when it took the break to be.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from chairpi.core.events.prompting import DismissReason, PromptKind
from chairpi.core.now.signal import Stage
from chairpi.simulate.reactive import ReactiveDay
from prompt_days.agenda import Agenda
from prompt_days.habits import Answer

NATURAL_S = 300.0
BREAK_S = 300.0
"""A keyboard timer takes 5 minutes without keys or mouse for a break, and its own break lasts as long and is then over by itself:
the long break and the natural break of Stretchly; Workrave counts idle time alike."""
POSTPONE_S = 300.0


@dataclass(frozen=True, slots=True)
class Asked:
    """One prompt.

    Parameters
    ----------
    number, kind, t_s
        Its number, what it asks for, and when it came [s].
    n_put_off
        How often it had been put off before.
    target_s
        The sitting [s] after which this reminder meant to ask.
    still_s
        What it says about a still spell [s].
    """

    number: int
    kind: PromptKind
    t_s: float
    n_put_off: int
    target_s: float
    still_s: float | None = None


class Reminder(Protocol):
    """Whatever reminds.

    Attributes
    ----------
    asked, resets
        Everything so far.
    targets
        The sitting [s] after which it means to ask, from when on [s].
    standing
        The prompt that is to be seen now.
    stage
        How loudly it asks; a window on the screen or a bell is noticed like a chime.
    """

    asked: list[Asked]
    resets: list[tuple[float, float]]
    targets: list[tuple[float, float]]
    standing: Asked | None
    stage: Stage | None

    def arrive(self, t_s: float, agenda: Agenda) -> None:
        """A day begins."""

    def guide(self, t_s: float, length_s: float) -> None:
        """The sitter gives their upright reference."""

    def run(self, day: ReactiveDay, start_s: float, end_s: float) -> None:
        """Let time pass."""

    def take(self, t_s: float, answer: Answer, put_off_s: float, *, in_call: bool) -> None:
        """The person answers the prompt that stands."""

    def wrong(self, t_s: float, number: int) -> None:
        """The person says that a prompt was wrong."""

    def come_back(self, t_s: float) -> None:
        """The person is at the desk again."""

    def hold(self, t_s: float, length_s: float) -> None:
        """A call begins."""

    def end_hold(self, t_s: float) -> None:
        """It is over."""


class Nothing:
    """No reminder.

    Parameters
    ----------
    target_s
        The sitting after which one would have asked [s].
    """

    def __init__(self, target_s: float) -> None:
        self.asked: list[Asked] = []
        self.resets: list[tuple[float, float]] = []
        self.targets: list[tuple[float, float]] = [(-math.inf, target_s)]
        self.standing: Asked | None = None
        self.stage: Stage | None = None

    def arrive(self, t_s: float, agenda: Agenda) -> None: ...

    def guide(self, t_s: float, length_s: float) -> None: ...

    def run(self, day: ReactiveDay, start_s: float, end_s: float) -> None: ...

    def take(self, t_s: float, answer: Answer, put_off_s: float, *, in_call: bool) -> None: ...

    def wrong(self, t_s: float, number: int) -> None: ...

    def come_back(self, t_s: float) -> None: ...

    def hold(self, t_s: float, length_s: float) -> None: ...

    def end_hold(self, t_s: float) -> None: ...


class PlainTimer(Nothing):
    """Rings when its time is over, and begins anew when somebody acknowledges it; it knows nothing else.

    Parameters
    ----------
    target_s
        How long it is set to [s].
    """

    def __init__(self, target_s: float) -> None:
        super().__init__(target_s)
        self._target_s = target_s
        self._rings_s = 0.0
        self._n_put_off = 0

    def arrive(self, t_s: float, agenda: Agenda) -> None:
        self._begin(agenda.arrive_s)

    def run(self, day: ReactiveDay, start_s: float, end_s: float) -> None:
        if self.standing is None and self._rings_s < end_s:
            self._ask(max(self._rings_s, start_s))

    def take(self, t_s: float, answer: Answer, put_off_s: float, *, in_call: bool) -> None:
        if self.standing is None or answer is Answer.LET_PASS:
            return
        if answer is Answer.PUT_OFF:
            self.standing, self.stage, self._rings_s = None, None, t_s + put_off_s
            self._n_put_off += 1
        else:
            self._begin(t_s)
            self.resets.append((t_s, t_s))

    def come_back(self, t_s: float) -> None:
        """Who comes back to a bell that has rung turns it off."""
        if self.standing is not None:
            self._begin(t_s)
            self.resets.append((t_s, t_s))

    def _begin(self, t_s: float) -> None:
        self.standing, self.stage, self._n_put_off = None, None, 0
        self._rings_s = t_s + self._target_s

    def _ask(self, t_s: float) -> None:
        self.standing = Asked(len(self.asked) + 1, PromptKind.STAND, t_s, self._n_put_off, self._target_s)
        self.asked.append(self.standing)
        self.stage = Stage.CHIME


class KeyboardTimer(PlainTimer):
    """Counts from the last break it knows of; 5 minutes without keys or mouse are one.

    While its own break is on the screen it counts nothing; it ends by itself. It is quiet in a call of which it was told.
    """

    def __init__(self, target_s: float) -> None:
        super().__init__(target_s)
        self._inputs_s: tuple[float, ...] = ()
        self._strays_s: tuple[float, ...] = ()
        self._last_s = 0.0
        self._ends_s = 0.0
        self._held_until_s = 0.0

    def arrive(self, t_s: float, agenda: Agenda) -> None:
        self._inputs_s, self._strays_s = agenda.inputs_s, agenda.strays_s
        self._last_s = agenda.arrive_s
        self._begin(agenda.arrive_s)

    def run(self, day: ReactiveDay, start_s: float, end_s: float) -> None:
        for at_s in np.arange(start_s, end_s, 1.0).tolist():
            self._second(day, at_s)

    def come_back(self, t_s: float) -> None:
        """The window closes by itself; the bell has nobody to turn it off."""

    def hold(self, t_s: float, length_s: float) -> None:
        self._held_until_s = t_s + length_s

    def end_hold(self, t_s: float) -> None:
        self._held_until_s = t_s

    def take(self, t_s: float, answer: Answer, put_off_s: float, *, in_call: bool) -> None:
        if answer in {Answer.PUT_OFF, Answer.DISMISS, Answer.LATER}:  # any other break runs to its end
            super().take(t_s, answer, POSTPONE_S, in_call=in_call)

    def _second(self, day: ReactiveDay, at_s: float) -> None:
        sits = day.sits_since_s is not None
        if _any(self._inputs_s if sits else self._strays_s, at_s):
            if at_s - self._last_s >= NATURAL_S:
                self.resets.append((self._last_s, at_s))
                self._begin(at_s)
            self._last_s = at_s
        if self.standing is not None:
            if at_s >= self._ends_s:
                self.resets.append((self.standing.t_s, at_s))
                self._begin(at_s)
        elif at_s >= self._rings_s and at_s - self._last_s < NATURAL_S and at_s >= self._held_until_s:
            self._ask(at_s)
            self._ends_s = at_s + BREAK_S


def _any(times_s: tuple[float, ...], at_s: float) -> bool:
    """Whether one of these moments lies within the second that begins at a time [s]."""
    index = bisect_left(times_s, at_s)
    return index < len(times_s) and times_s[index] < at_s + 1.0


def reason_of(*, in_call: bool) -> DismissReason:
    """Why somebody dismisses a prompt."""
    return DismissReason.MEETING if in_call else DismissReason.BUSY
