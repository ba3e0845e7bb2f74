"""How a sitter wants to be prompted, as a form: every setting with its unit, its default and what it does; read back and checked.

What a setting does and its bounds stand with the setting itself, `chairpi.core.settings.PromptSettings`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chairpi.core.hours import holidays, ranges
from chairpi.core.prompting.tuning import with_changes
from chairpi.core.settings import PromptSettings

NAMES = {
    "stand_after_min": "Prompt to stand after",
    "moment_wait_min": "Wait for a good moment, at most",
    "chime_after_min": "Soft chime after",
    "firm_after_min": "Firmer sound after",
    "silent_after_min": "Leave it after",
    "snooze_min": "The button puts off for",
    "sitting_budget_h": "Sitting in one day",
    "break_min_s": "A break is, at least",
    "part_break_min_s": "It counts in part from",
    "part_break_credit_min": "Such a part sets the clock back by",
    "slide_prompts": "Prompt to sit back",
    "slide_after_s": "Hips forward for",
    "slide_after_seat_only_s": "The same without cells in the backrest",
    "slide_again_min": "Between two of them, at least",
    "slide_prompts_per_hour": "In any hour, at most",
    "ramp": "Begin gently",
    "still_prompts": "Prompt to shift a little",
    "still_after_min": "After a still spell of",
    "settle_min": "Not so soon after sitting down",
    "merge_min": "Leave it to a prompt to stand within",
    "prompts_per_hour": "All prompts in any hour, at most",
    "working_hours": "Working hours",
    "holidays": "Holidays",
    "quiet_hours": "Quiet hours",
    "quiet_light": "Light in quiet hours",
    "sound_percent": "Loudness",
    "vibration": "Vibration",
}
GROUPS = (
    (
        "Standing up",
        (
            "stand_after_min",
            "moment_wait_min",
            "chime_after_min",
            "firm_after_min",
            "silent_after_min",
            "sitting_budget_h",
        ),
    ),
    ("When prompts may come", ("working_hours", "holidays", "quiet_hours", "quiet_light")),
    ("Light, sound and button", ("sound_percent", "vibration", "snooze_min")),
    (
        "Sitting back",
        (
            "slide_prompts",
            "slide_after_s",
            "slide_after_seat_only_s",
            "slide_again_min",
            "slide_prompts_per_hour",
            "ramp",
        ),
    ),
    ("Shifting a little", ("still_prompts", "still_after_min")),
    ("What counts as a break", ("break_min_s", "part_break_min_s", "part_break_credit_min")),
    ("How often in all", ("prompts_per_hour", "settle_min", "merge_min")),
)
"""Every setting once, in the order of the page."""

_UNITS = {"_per_hour": "prompts", "_min": "min", "_s": "s", "_h": "hours", "_percent": "%"}
_LINES = {
    "working_hours": "One range in a line: Mon-Fri 08:30-12:00",
    "quiet_hours": "One range in a line: Mon-Sun 22:00-07:00",
    "holidays": "One day or span in a line: 2026-12-24..2027-01-02",
}
MOST_LINES = 64
LONGEST_LINE = 64
"""As many lines of a setting, and letters of a line, as `chairpi.request_fields` lets through."""


@dataclass(frozen=True, slots=True)
class Field:
    """One setting on the page.

    Parameters
    ----------
    name, label, unit, help
        The setting's own name, and in words; the unit is empty where there is none.
    control
        "number", "whole", "tick" or "lines".
    value
        What the form shows; for a tick a bool.
    low, high
        Bounds of a number; `None` without.
    default
        The configuration's value in words, with its unit.
    error
        What is to be corrected; empty when nothing is.
    """

    name: str
    label: str
    unit: str
    help: str
    control: str
    value: str | bool
    low: float | None
    high: float | None
    default: str
    error: str


@dataclass(frozen=True, slots=True)
class Group:
    """Settings that belong together; open on the page where one wants correcting."""

    title: str
    fields: tuple[Field, ...]

    @property
    def has_error(self) -> bool:
        """Whether one of its settings wants correcting."""
        return any(field.error for field in self.fields)


def groups(
    settings: PromptSettings,
    defaults: PromptSettings,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> tuple[Group, ...]:
    """The form.

    Parameters
    ----------
    settings, defaults
        As they are, and as the configuration has them.
    typed
        What somebody typed, where that is to be corrected; then it is shown and not what is in use.
    errors
        What is to be corrected, by setting.
    """
    described = {field.name: field for field in dataclasses.fields(PromptSettings)}

    def field(name: str) -> Field:
        metadata = described[name].metadata
        value, default = getattr(settings, name), getattr(defaults, name)
        control, unit = _control(default), unit_of(name)
        return Field(
            name,
            NAMES[name],
            unit,
            _on_the_page(metadata["help"]),
            control,
            _shown(value) if typed is None else (name in typed if control == "tick" else typed.get(name, "")),
            metadata["low"],
            metadata["high"],
            _said(default, unit),
            (errors or {}).get(name, ""),
        )

    return tuple(Group(title, tuple(field(name) for name in names)) for title, names in GROUPS)


def changes_of_form(
    form: Mapping[str, str], settings: PromptSettings, defaults: PromptSettings
) -> tuple[dict[str, object], dict[str, str]]:
    """What a form changes, and what in it is to be corrected.

    Parameters
    ----------
    form
        Each setting as text: a number, a line for each text, and a tick that is there or not.
    settings, defaults
        As they are, and as the configuration has them.

    Returns
    -------
    changes
        By setting; `None` for back to the default. As `chairpi.core.requests.ChooseSettings` takes them.
    errors
        By setting; where there are any, nothing is to be changed.
    """
    changes: dict[str, object] = {}
    errors: dict[str, str] = {}
    for field in dataclasses.fields(PromptSettings):
        default = getattr(defaults, field.name)
        try:
            value = _read(form.get(field.name, "").strip(), field)
        except ValueError as error:
            errors[field.name] = _correction(str(error))
            continue
        if value != getattr(settings, field.name):
            changes[field.name] = None if value == default else list(value) if isinstance(value, tuple) else value
    if not errors:
        try:
            with_changes(settings, changes, defaults)
        except ValueError as error:  # two settings that do not go together; the text begins with the name of one
            name, _, why = str(error).partition(": ")
            errors[name] = _correction(why)
    return changes, errors


def _read(text: str, field: dataclasses.Field[Any]) -> Any:  # of the setting's own type
    """What was typed, within the bounds of its setting.

    Raises
    ------
    ValueError
        What is wrong with it.
    """
    if isinstance(field.default, bool):
        return bool(text)
    if isinstance(field.default, tuple):
        return _lines(text, field.name)
    low, high, unit = field.metadata["low"], field.metadata["high"], unit_of(field.name)
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        raise ValueError(f"this is a number from {low:g} to {high:g} {unit}".rstrip()) from None
    if not low <= number <= high:
        raise ValueError(f"this goes from {low:g} to {high:g} {unit}, and {text} is outside")
    if isinstance(field.default, int):
        if number != int(number):
            raise ValueError(f"this is a whole number from {low:g} to {high:g}")
        return int(number)
    return number


def _lines(text: str, name: str) -> tuple[str, ...]:
    lines = tuple(line.strip() for line in text.splitlines() if line.strip())
    if len(lines) > MOST_LINES:
        raise ValueError(f"these are {len(lines)} lines, and there is room for {MOST_LINES}")
    if any(len(line) > LONGEST_LINE for line in lines):
        raise ValueError(f"one of the lines is longer than {LONGEST_LINE} letters")
    parse = holidays if name == "holidays" else ranges
    parse(lines)
    return lines


def _correction(why: str) -> str:
    """What is wrong, as a sentence."""
    why = _on_the_page(why)
    return f"{why[:1].upper()}{why[1:]}".rstrip(".") + "."


def _on_the_page(text: str) -> str:
    """A text about settings in the words of the page: their names, and a tick for true and false."""
    for name in sorted(NAMES, key=len, reverse=True):
        text = text.replace(name, f"“{NAMES[name]}”")
    return text.replace("false:", "without the tick:")


def _control(default: object) -> str:
    if isinstance(default, bool):
        return "tick"
    if isinstance(default, tuple):
        return "lines"
    return "whole" if isinstance(default, int) else "number"


def unit_of(name: str) -> str:
    """A setting's unit in words, by the end of its name; empty where it has none."""
    return next((unit for end, unit in _UNITS.items() if name.endswith(end)), "")


def _shown(value: object) -> str | bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, tuple):
        return "\n".join(value)
    return f"{value:g}"


def _said(default: object, unit: str) -> str:
    if isinstance(default, bool):
        return "yes" if default else "no"
    if isinstance(default, tuple):
        return ", ".join(default) or "none"
    return f"{default:g} {unit}".rstrip()


def line_hint(name: str) -> str:
    """How the texts of a setting are written."""
    return _LINES.get(name, "")
