"""What the light shows, the buzzer sounds and the motor does, as data.

A pattern is a row of steps, played once or over and over. The light's steps hold how bright it looks (0 to 1), the buzzer's a
tone or silence, the motor's whether it runs. No light flashes more than three times in any second, where flashing can harm
(WCAG 2.2, success criterion 2.3.1): a test counts the flashes of each pattern and of every change from one to another.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from chairpi.core.now.signal import Light, Stage

T = TypeVar("T")

SAME_TIME_S = 1e-6
"""A step that ends within a microsecond has ended: sums of seconds are not exact."""

FADE_STEP_S = 0.05
"""A fade goes in steps of this [s]. Our choice: twenty a second look smooth, and wake the machine no more than needed."""

DARK_S = 0.4
"""Before another pattern lights up, the light has been dark for this [s]. However often patterns change, it then lights up less
than three times a second; and the eye notices the change."""


class Step(NamedTuple, Generic[T]):
    """One value, for so long [s]."""

    value: T
    length_s: float


class Tone(NamedTuple):
    """A tone: its pitch [Hz], and how loud it sounds beside the loudness that is chosen (0 to 1)."""

    pitch_hz: float
    loudness: float


@dataclass(frozen=True, slots=True)
class Pattern(Generic[T]):
    """A row of steps.

    Parameters
    ----------
    steps
        One after the other; the last may be endless (`math.inf`).
    repeats
        Over and over; else once, and then nothing.
    """

    steps: tuple[Step[T], ...]
    repeats: bool = False

    @property
    def length_s(self) -> float:
        """How long it takes to play once [s]."""
        return math.fsum(step.length_s for step in self.steps)

    @property
    def lead_s(self) -> float:
        """How long nothing is shown or heard at its beginning [s]; `math.inf`: all the time."""
        lead_s = 0.0
        for step in self.steps:
            if step.value:
                return lead_s
            lead_s += step.length_s
        return math.inf

    def at(self, passed_s: float) -> tuple[T | None, float]:
        """What it is `passed_s` seconds after it began, and when that changes.

        Returns
        -------
        tuple
            The value, `None` before the beginning and after the end; and seconds from the beginning to the next step,
            `math.inf` where none comes.
        """
        passed_s += SAME_TIME_S
        if passed_s < 0:
            return None, 0.0
        until_s = passed_s // self.length_s * self.length_s if self.repeats else 0.0
        for step in self.steps:
            until_s += step.length_s
            if passed_s < until_s:
                return step.value, until_s
        if self.repeats:  # rounding: the next turn has just begun
            return self.steps[0].value, until_s + self.steps[0].length_s
        return None, math.inf


def fade(start: float, end: float, length_s: float) -> tuple[Step[float], ...]:
    """From nearly `start` to `end` in steps of `FADE_STEP_S`, within `length_s` seconds.

    >>> fade(0.0, 1.0, 0.1)
    (Step(value=0.5, length_s=0.05), Step(value=1.0, length_s=0.05))
    """
    n_steps = round(length_s / FADE_STEP_S)
    return tuple(Step(start + (end - start) * (i + 1) / n_steps, FADE_STEP_S) for i in range(n_steps))


def steady(brightness: float) -> Pattern[float]:
    """The same all the time."""
    return Pattern((Step(brightness, math.inf),))


def blinks(n_blinks: int, on_s: float, off_s: float) -> tuple[Step[float], ...]:
    """So many blinks."""
    return (Step(1.0, on_s), Step(0.0, off_s)) * n_blinks


LIGHTS: dict[Light, Pattern[float]] = {
    Light.OFF: steady(0.0),
    # Half as bright as it can look: it is there, and asks for nothing now.
    Light.OWED: steady(0.5),
    # Twelve breaths a minute, the pace of a person at rest.
    Light.DUE: Pattern((*fade(0.0, 1.0, 2.0), *fade(1.0, 0.0, 2.0), Step(0.0, 1.0)), repeats=True),
    Light.NUDGE: Pattern((*fade(0.0, 1.0, 1.0), *fade(1.0, 0.0, 1.0))),
    Light.CALIBRATE: Pattern((*blinks(2, 0.3, 0.3), Step(0.0, 1.4)), repeats=True),
    Light.FAULT: Pattern((*blinks(3, 0.2, 0.25), Step(0.0, 2.0)), repeats=True),
}
"""The pattern of each light. Lengths and paces are our choice, so that each is told from the others at a glance."""

HELD_LONG: Pattern[float] = Pattern((Step(0.0, DARK_S), Step(1.0, math.inf)))
"""The button is held long: dark, then bright from the moment at which letting go is a long press."""

HELD_VERY_LONG: Pattern[float] = Pattern((Step(0.0, DARK_S), Step(1.0, 0.3)), repeats=True)
"""The button is held very long: dark, then blinking from the moment at which letting go is a very long press."""

AWAITED: Pattern[float] = Pattern((Step(1.0, 0.9), Step(0.0, 0.4), Step(1.0, 0.3), Step(0.0, 0.4)), repeats=True)
"""A press of the button is waited for, to let a browser in: long and short by turns, as no other light is."""

TEST_LIGHT_S = 3.0
"""How long a test shows the light [s]."""


def sitter_blinks(sitter: int) -> Pattern[float]:
    """Whom the button chose: as many blinks as the sitter's place in the list; one long one for somebody else, place 0."""
    if sitter == 0:
        return Pattern((Step(1.0, 1.5), Step(0.0, 0.6)))
    return Pattern((*blinks(sitter, 0.3, 0.3), Step(0.0, 0.6)))


SOUNDS: dict[Stage, Pattern[Tone | None]] = {
    # Two falling notes, E6 and C6, like a door chime: soft, and within what a small piezo disc can sound and most ears hear well.
    Stage.CHIME: Pattern((Step(Tone(1319.0, 0.7), 0.12), Step(None, 0.04), Step(Tone(1047.0, 0.7), 0.25))),
    # Three equal notes, G6, as loud as is chosen.
    Stage.FIRM: Pattern((Step[Tone | None](Tone(1568.0, 1.0), 0.18), Step[Tone | None](None, 0.12)) * 3),
}
"""The sound of each stage that has one, played once. Our choice."""

VIBRATION: Pattern[bool] = Pattern((Step(True, 0.35), Step(False, 0.25), Step(True, 0.35)))
"""Two short pulses, played once. Our choice: small motors need a tenth of a second to come up."""
