"""What the chair itself shows and sounds now."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """How a prompt asks."""

    LIGHT = "light"
    CHIME = "chime"
    FIRM = "firm"


class Light(StrEnum):
    """What the chair's light shows."""

    OFF = "off"
    OWED = "owed"
    DUE = "due"
    NUDGE = "nudge"
    """A prompt about a slide or a still spell."""
    CALIBRATE = "calibrate"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Signal:
    """What the chair itself shows and sounds now; a sound comes once for each `number`.

    Parameters
    ----------
    light
        The light's pattern.
    sound
        `Stage.CHIME` or `Stage.FIRM` while the prompt is at that stage and sound is allowed, else `None`.
    vibrate
        A prompt about a slide stands, and vibrating is chosen and allowed.
    sound_percent
        How loud.
    number
        The prompt's; `None` where none stands.
    sitter
        The present sitter's place among those the chair knows, from 1; 0 for somebody else. A change is shown by so many blinks.
    """

    light: Light = Light.OFF
    sound: Stage | None = None
    vibrate: bool = False
    sound_percent: int = 30
    number: int | None = None
    sitter: int = 0
