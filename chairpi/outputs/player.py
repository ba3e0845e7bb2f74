"""What light, buzzer and motor are to do at each moment, and what a press of the button meant. Pure: pins are elsewhere.

The player is told what to show, and when the button goes down and up. Asked for the state at a time, it answers also when that
state changes next: so it plays the same whether a thread asks or a test.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from chairpi.core.now.signal import Light, Signal, Stage
from chairpi.core.requests import Press
from chairpi.outputs.patterns import (
    AWAITED,
    DARK_S,
    HELD_LONG,
    HELD_VERY_LONG,
    LIGHTS,
    SAME_TIME_S,
    SOUNDS,
    TEST_LIGHT_S,
    VIBRATION,
    Pattern,
    Tone,
    sitter_blinks,
)

T = TypeVar("T")

LONG_S, VERY_LONG_S = 1.0, 5.0
"""A press is long from here on, and very long from there on [s]."""

STUCK_S = 30.0
"""Nobody holds a button for so long [s]: something leans on it. Our choice."""

PRESSES = ((LONG_S, Press.SHORT), (VERY_LONG_S, Press.LONG), (STUCK_S, Press.VERY_LONG))
"""What a press is that was let go before so many seconds."""

HELD = ((LONG_S - DARK_S, VERY_LONG_S - DARK_S, HELD_LONG), (VERY_LONG_S - DARK_S, STUCK_S, HELD_VERY_LONG))
"""What the light shows while the button has been held from so many to so many seconds; each pattern begins with its darkness."""

CHOSEN_WITHIN_S = 3.0
"""A change of sitter so soon after a short press came from the button [s]: the answer takes a frame or two."""

TEST_CHIME_AFTER_S, TEST_VIBRATION_AFTER_S = 1.0, 2.0
"""A test plays one thing after the other, so that a person can tell which of them works."""

TEST = "test"
"""The key of a test's sound and vibration."""


class Played(NamedTuple):
    """What the three are to do.

    Parameters
    ----------
    brightness
        How bright the light looks, from 0 to 1.
    tone
        What sounds; `None`: silence.
    vibrates
        Whether the motor runs.
    next_s
        When the next change comes [s]; `math.inf`: not unless something happens.
    """

    brightness: float
    tone: Tone | None
    vibrates: bool
    next_s: float


@dataclass(frozen=True, slots=True)
class _Playing(Generic[T]):
    """A pattern from a moment on; where the key is the same, so is what is played."""

    key: object
    pattern: Pattern[T]
    begin_s: float

    def at(self, t_s: float) -> tuple[T | None, float]:
        """The value, and when it changes [s]."""
        value, next_s = self.pattern.at(t_s - self.begin_s)
        return value, self.begin_s + next_s


class _Wanted(NamedTuple):
    """What the light is to show, and until when that holds for sure [s]."""

    key: object
    pattern: Pattern[float]
    until_s: float


class Player:
    """Plays what it is told to show. Times are monotonic [s] and never go back."""

    def __init__(self) -> None:
        self._signal = Signal()
        self._light = _Playing(None, LIGHTS[Light.OFF], 0.0)
        self._lit = False
        self._lit_until_s = -math.inf
        self._interlude: _Wanted | None = None
        self._n_interludes = itertools.count()
        self._sound: _Playing[Tone | None] | None = None
        self._vibration: _Playing[bool] | None = None
        self._played: set[tuple[int, str]] = set()
        self._down_s: float | None = None
        self._short_s = -math.inf

    def show(self, signal: Signal, t_s: float) -> None:
        """Show this from now on.

        A sound comes once for each prompt and stage, a vibration once for each prompt; both stop as soon as they are not asked for.
        """
        if signal.sitter != self._signal.sitter and t_s - self._short_s <= CHOSEN_WITHIN_S:
            self._show_between(sitter_blinks(signal.sitter), t_s)
        self._signal = signal
        if signal.number is not None:
            self._played = {(number, what) for number, what in self._played if number == signal.number}
        sound = SOUNDS.get(signal.sound or Stage.LIGHT)  # the stage of light alone has none
        self._sound = self._once(self._sound, str(signal.sound), sound, t_s)
        self._vibration = self._once(self._vibration, "vibration", VIBRATION if signal.vibrate else None, t_s)

    def press(self, t_s: float) -> None:
        """The button went down."""
        self._down_s = t_s

    def release(self, t_s: float) -> Press | None:
        """The button went up: what that meant; `None` where it had not gone down, or something leant on it."""
        if self._down_s is None:
            return None
        held_s = t_s - self._down_s + SAME_TIME_S
        self._down_s = None
        press = next((press for below_s, press in PRESSES if held_s < below_s), None)
        if press is Press.SHORT:
            self._short_s = t_s
        return press

    def test(self, t_s: float) -> None:
        """Show the light of a prompt that is due, then sound a chime, then vibrate, whatever stands."""
        self._show_between(LIGHTS[Light.DUE], t_s, TEST_LIGHT_S)
        self._sound = _Playing(TEST, SOUNDS[Stage.CHIME], t_s + TEST_CHIME_AFTER_S)
        self._vibration = _Playing(TEST, VIBRATION, t_s + TEST_VIBRATION_AFTER_S)

    def await_press(self, t_s: float, length_s: float) -> None:
        """Show for so long [s] that a press of the button is waited for, whatever stands; 0: no longer."""
        self._interlude = None
        if length_s > 0:
            self._show_between(AWAITED, t_s, length_s)

    def at(self, t_s: float) -> Played:
        """The state at a time, and when it changes next."""
        brightness, light_s = self._light_at(t_s)
        tone, tone_s = (None, math.inf) if self._sound is None else self._sound.at(t_s)
        vibrates, vibrates_s = (None, math.inf) if self._vibration is None else self._vibration.at(t_s)
        if tone is not None:
            tone = tone._replace(loudness=tone.loudness * self._signal.sound_percent / 100)
        return Played(brightness, tone, bool(vibrates), min(light_s, tone_s, vibrates_s))

    def _light_at(self, t_s: float) -> tuple[float, float]:
        if self._lit:
            self._lit_until_s = t_s
        wanted = self._wanted(t_s)
        if wanted.key != self._light.key:
            begin_s = max(t_s, self._lit_until_s + DARK_S - wanted.pattern.lead_s)
            self._light = _Playing(wanted.key, wanted.pattern, begin_s)
        brightness, next_s = self._light.at(t_s)
        self._lit = bool(brightness)
        return brightness or 0.0, min(next_s, wanted.until_s)

    def _wanted(self, t_s: float) -> _Wanted:
        """The button's own light first, then what comes between, then that of the signal."""
        until_s = math.inf
        if self._down_s is not None:
            held_s = t_s - self._down_s + SAME_TIME_S
            for begin_s, end_s, pattern in HELD:
                if held_s < begin_s:
                    until_s = self._down_s + begin_s
                    break
                if held_s < end_s:
                    return _Wanted((self._down_s, begin_s), pattern, self._down_s + end_s)
        if self._interlude is not None:
            if t_s + SAME_TIME_S < self._interlude.until_s:
                return self._interlude._replace(until_s=min(until_s, self._interlude.until_s))
            self._interlude = None
        light = self._signal.light
        # One pulse for each nudge; what goes on and on needs no prompt's number.
        number = self._signal.number if light is Light.NUDGE else None
        return _Wanted((light, number), LIGHTS[light], until_s)

    def _show_between(self, pattern: Pattern[float], t_s: float, length_s: float | None = None) -> None:
        """Show a pattern for a while, with the darkness before it, and go back to what stands."""
        length_s = pattern.length_s if length_s is None else length_s
        self._interlude = _Wanted(next(self._n_interludes), pattern, t_s + DARK_S + length_s)

    def _once(
        self, playing: _Playing[T] | None, what: str, pattern: Pattern[T] | None, t_s: float
    ) -> _Playing[T] | None:
        """What is to be played now: what goes on, what begins, or nothing."""
        going_on = playing if playing is not None and playing.key == TEST else None
        number = self._signal.number
        if pattern is None or number is None:
            return going_on
        key = (number, what)
        if playing is not None and playing.key == key:
            return playing
        if key in self._played:
            return going_on
        self._played.add(key)
        return _Playing(key, pattern, t_s)
