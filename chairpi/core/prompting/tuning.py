"""How sitters change the way they are prompted: by choosing, and by saying that a prompt was wrong."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from chairpi.core.events.prompting import PromptKind
from chairpi.core.settings import PromptSettings

FIELDS = {field.name: field for field in dataclasses.fields(PromptSettings)}

STEP = {"slide_after_s": 60.0, "slide_after_seat_only_s": 60.0, "still_after_min": 5.0}
"""How much longer the chair waits after a prompt that was wrong, within the setting's bounds. Our choice: four such words double the
wait for a slide and more, and one of them changes it by less than what people differ in."""


LARGEST = 1e6
"""No setting is near it; what is not smaller, or no number, is refused before anything is worked out with it."""


def tuned_by(kind: PromptKind, *, sees_back: bool) -> str | None:
    """The setting that a wrong prompt of this kind tunes; `None`: a prompt to stand follows the clock alone and is only counted."""
    match kind:
        case PromptKind.SLIDE:
            return "slide_after_s" if sees_back else "slide_after_seat_only_s"
        case PromptKind.STILL:
            return "still_after_min"
        case PromptKind.STAND:
            return None


def longer(settings: PromptSettings, name: str, by: float) -> PromptSettings:
    """The settings with one of them longer by so much, in its own unit, within its bounds."""
    low, high = FIELDS[name].metadata["low"], FIELDS[name].metadata["high"]
    value = min(high, max(low, getattr(settings, name) + by))
    return with_changes(settings, {name: value}, settings)


def with_changes(settings: PromptSettings, changes: Mapping[str, object], defaults: PromptSettings) -> PromptSettings:
    """The settings with some of them chosen otherwise; `None` goes back to the default.

    Raises
    ------
    ValueError
        There is no such setting, or the value is none of its kind or out of its bounds; the text begins with the setting's name.
    """
    values = {name: _value(name, value, defaults) for name, value in changes.items()}
    return dataclasses.replace(settings, **values)


def chosen(settings: PromptSettings, defaults: PromptSettings) -> dict[str, object]:
    """What differs from the defaults, JSON-ready: the changes that lead from them to these settings."""
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name in FIELDS
        if (value := getattr(settings, name)) != getattr(defaults, name)
    }


def _value(name: str, value: object, defaults: PromptSettings) -> Any:  # of the setting's own type
    if name not in FIELDS:
        raise ValueError(f"{name}: there is no such setting")
    default = getattr(defaults, name)
    if value is None:
        return default
    if isinstance(default, tuple):
        if isinstance(value, list | tuple) and all(isinstance(text, str) for text in value):
            return tuple(text.strip() for text in value if text.strip())
        raise ValueError(f"{name}: found {value!r}, expected a list of texts")
    if isinstance(default, bool):
        if isinstance(value, bool):
            return value
        raise ValueError(f"{name}: found {value!r}, expected yes or no")
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= LARGEST:
        raise ValueError(f"{name}: found {value!r}, expected a number")
    if isinstance(default, int):
        if value != int(value):
            raise ValueError(f"{name}: found {value!r}, expected a whole number")
        return int(value)
    return float(value)
