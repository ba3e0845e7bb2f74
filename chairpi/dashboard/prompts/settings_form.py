"""How a sitter wants to be prompted, as a form: every setting with its unit, its default and what it does; read back and checked.

What a setting does and its bounds stand with the setting itself, `chairpi.core.settings.PromptSettings`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from chairpi.core.prompting.tuning import with_changes
from chairpi.core.settings import PromptSettings
from chairpi.dashboard.prompts.setting_names import GROUPS, NAMES, on_the_page, unit_of
from chairpi.dashboard.prompts.setting_values import control_of, correction, read_value, said_value, shown_value
from chairpi.language.words import translated


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
