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
from chairpi.dashboard.heard import heard
from chairpi.dashboard.prompts.weekdays import as_the_chair_writes, in_words
from chairpi.language.words import N_, _, number_text, pgettext, translated

NAMES = {
    "stand_after_min": N_("Prompt to stand after"),
    "moment_wait_min": N_("Wait for a good moment, at most"),
    "chime_after_min": N_("Soft chime after"),
    "firm_after_min": N_("Firmer sound after"),
    "silent_after_min": N_("Leave it after"),
    "snooze_min": N_("The button puts off for"),
    "sitting_budget_h": N_("Sitting in one day"),
    "break_min_s": N_("A break is, at least"),
    "part_break_min_s": N_("It counts in part from"),
    "part_break_credit_min": N_("Such a part sets the clock back by"),
    "slide_prompts": N_("Prompt to sit back"),
    "slide_after_s": N_("Hips forward for"),
    "slide_after_seat_only_s": N_("The same without cells in the backrest"),
    "slide_again_min": N_("Between two of them, at least"),
    "slide_prompts_per_hour": N_("In any hour, at most"),
    "ramp": N_("Begin gently"),
    "still_prompts": N_("Prompt to shift a little"),
    "still_after_min": N_("After a still spell of"),
    "settle_min": N_("Not so soon after sitting down"),
    "merge_min": N_("Leave it to a prompt to stand within"),
    "prompts_per_hour": N_("All prompts in any hour, at most"),
    "working_hours": N_("Working hours"),
    "holidays": N_("Holidays"),
    "quiet_hours": N_("Quiet hours"),
    "quiet_light": N_("Light in quiet hours"),
    "sound_percent": N_("Loudness"),
    "vibration": N_("Vibration"),
}
GROUPS = (
    (
        N_("Standing up"),
        (
            "stand_after_min",
            "moment_wait_min",
            "chime_after_min",
            "firm_after_min",
            "silent_after_min",
            "sitting_budget_h",
        ),
    ),
    (N_("When prompts may come"), ("working_hours", "holidays", "quiet_hours", "quiet_light")),
    (N_("Light, sound and button"), ("sound_percent", "vibration", "snooze_min")),
    (
        N_("Sitting back"),
        (
            "slide_prompts",
            "slide_after_s",
            "slide_after_seat_only_s",
            "slide_again_min",
            "slide_prompts_per_hour",
            "ramp",
        ),
    ),
    (N_("Shifting a little"), ("still_prompts", "still_after_min")),
    (N_("What counts as a break"), ("break_min_s", "part_break_min_s", "part_break_credit_min")),
    (N_("How often in all"), ("prompts_per_hour", "settle_min", "merge_min")),
)
"""Every setting once, in the order of the page."""

_UNITS = {
    **{"_per_hour": N_("prompts"), "_min": N_("min"), "_s": N_("s"), "_h": N_("hours"), "_percent": N_("%")},
    **{"_mm": N_("mm"), "_kg": N_("kg"), "_days": N_("days")},
}
_LINES = {
    "working_hours": N_("Each range in a line of its own."),
    "quiet_hours": N_("Each range in a line of its own."),
    "holidays": N_("Each day or span in a line of its own."),
}
"""Beside the explanation of the setting, which gives an example."""
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
        control, unit = control_of(default), unit_of(name)
        return Field(
            name,
            translated(NAMES[name]),
            unit,
            on_the_page(translated(metadata["help"])),
            control,
            shown_value(value) if typed is None else (name in typed if control == "tick" else typed.get(name, "")),
            metadata["low"],
            metadata["high"],
            said_value(default, unit),
            (errors or {}).get(name, ""),
        )

    return tuple(Group(translated(title), tuple(field(name) for name in names)) for title, names in GROUPS)


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
            value = read_value(form.get(field.name, "").strip(), field)
        except ValueError as error:
            errors[field.name] = correction(str(error))
            continue
        if value != getattr(settings, field.name):
            changes[field.name] = None if value == default else list(value) if isinstance(value, tuple) else value
    if not errors:
        try:
            with_changes(settings, changes, defaults)
        except ValueError as error:  # two settings that do not go together; the text begins with the name of one
            name, why = str(error).split(": ", 1)
            errors[name] = correction(why)
    return changes, errors


def read_value(text: str, field: dataclasses.Field[Any]) -> Any:  # of the setting's own type
    """What was typed, within the bounds of its setting.

    Raises
    ------
    ValueError
        What is wrong with it.
    """
    if isinstance(field.default, bool):
        return bool(text)
    if isinstance(field.default, str):
        return text
    if isinstance(field.default, tuple):
        return _lines(text, field.name)
    low, high = field.metadata["low"], field.metadata["high"]
    bounds = {"low": figure(low), "high": figure(high), "unit": unit_of(field.name)}
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        raise ValueError(_("this is a number from %(low)s to %(high)s %(unit)s", **bounds).rstrip()) from None
    if not low <= number <= high:
        raise ValueError(
            _("this goes from %(low)s to %(high)s %(unit)s, and %(typed)s is outside", typed=text, **bounds)
        )
    if isinstance(field.default, int):
        if number != int(number):
            raise ValueError(
                _("this is a whole number from %(low)s to %(high)s", low=bounds["low"], high=bounds["high"])
            )
        return int(number)
    return number


def _lines(text: str, name: str) -> tuple[str, ...]:
    lines = tuple(line.strip() for line in text.splitlines() if line.strip())
    if name in ("working_hours", "quiet_hours"):
        lines = tuple(map(as_the_chair_writes, lines))
    if len(lines) > MOST_LINES:
        raise ValueError(_("these are %(n)s lines, and there is room for %(most)s", n=len(lines), most=MOST_LINES))
    if any(len(line) > LONGEST_LINE for line in lines):
        raise ValueError(_("one of the lines is longer than %(longest)s letters", longest=LONGEST_LINE))
    if name in _LINES:
        parse = holidays if name == "holidays" else ranges
        parse(lines)
    return lines


def correction(why: str) -> str:
    """What is wrong, as a sentence."""
    why = on_the_page(heard(why))
    return f"{why[:1].upper()}{why[1:]}".rstrip(".") + "."


def on_the_page(text: str) -> str:
    """A text about settings in the words of the page: their names, and a tick for true and false."""
    text = in_words(text)
    for name in sorted(NAMES, key=len, reverse=True):
        text = text.replace(name, f"“{translated(NAMES[name])}”")
    # Translators: takes the place of "false:" in the explanation of a setting.
    return text.replace("false:", _("without the tick:"))


def control_of(default: object) -> str:
    """How a setting is chosen, by its default."""
    if isinstance(default, str):
        return "text"
    if isinstance(default, bool):
        return "tick"
    if isinstance(default, tuple):
        return "lines"
    return "whole" if isinstance(default, int) else "number"


def unit_of(name: str) -> str:
    """A setting's unit in words, by the end of its name; empty where it has none."""
    return next((translated(unit) for end, unit in _UNITS.items() if name.endswith(end)), "")


def figure(value: float) -> str:
    """A setting's number as people write it, with as many decimals as it has; thousands are not set apart, as no port's number is.

    >>> figure(45.0), figure(7.5), figure(8443)
    ('45', '7.5', '8443')
    """
    if value == int(value):
        return str(int(value))
    return number_text(value, len(f"{value:g}".partition(".")[2]))


def shown_value(value: object) -> str | bool:
    """A setting's value as its form shows it."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return value
    if isinstance(value, tuple):
        return "\n".join(map(in_words, value))
    return f"{value:g}"


def said_value(default: Any, unit: str) -> str:
    """A setting's value in words, with its unit."""
    if isinstance(default, str):
        return default or pgettext("no text is given", "none")
    if isinstance(default, bool):
        return _("yes") if default else _("no")
    if isinstance(default, tuple):
        return ", ".join(map(in_words, default)) or pgettext("no hours and no holidays", "none")
    return f"{figure(default)} {unit}".rstrip()


def line_hint(name: str) -> str:
    """How the texts of a setting are written."""
    return translated(_LINES.get(name, ""))
