"""A section of the configuration as a form: every key with its label, unit, default, origin and effect; read back and checked."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from chairpi.chosen_settings import Layers
from chairpi.config.tables import SECTIONS as KINDS
from chairpi.dashboard.prompts.setting_names import GROUPS, on_the_page, unit_of
from chairpi.dashboard.prompts.setting_values import control_of, correction, read_value, said_value, shown_value
from chairpi.dashboard.prompts.settings_form import Field
from chairpi.dashboard.settings.labels import label
from chairpi.dashboard.settings.table import CHOICES, OF_THE_DASHBOARD, READ_ONLY
from chairpi.language.words import translated


@dataclass(frozen=True, slots=True)
class Entry:
    """One key on the page.

    Parameters
    ----------
    key, name, field
        Its path, its name in chairpi.toml, and how it is shown: `value` is what the form shows, `default` what chairpi.toml says.
    now
        The value in use, in words.
    choices
        What it can be, where that is a list of words.
    chosen
        Whether it was chosen in the browser.
    why_not
        Why it is only shown; empty where it can be changed.
    later
        Whether it holds only from the next start of the dashboard.
    """

    key: str
    name: str
    field: Field
    now: str
    choices: tuple[str, ...]
    chosen: bool
    why_not: str
    later: bool


def entries(
    section: str, layers: Layers, typed: Mapping[str, str] | None = None, errors: Mapping[str, str] | None = None
) -> tuple[Entry, ...]:
    """All keys of a section; `typed` is shown in place of what is in use, where `errors` (by name) say what is to be corrected."""
    chosen = layers.chosen.get(section, {})
    return tuple(_entry(section, field, layers, chosen, typed, errors or {}) for field in _ordered(section))


def _ordered(section: str) -> list[dataclasses.Field[object]]:
    """The keys in the order of the configuration; those of prompts in the order of the page Prompts."""
    fields = {field.name: field for field in dataclasses.fields(KINDS[section])}
    if section == "prompts":
        return [fields[name] for _, names in GROUPS for name in names]
    return list(fields.values())


def _entry(
    section: str,
    field: dataclasses.Field[object],
    layers: Layers,
    chosen: Mapping[str, object],
    typed: Mapping[str, str] | None,
    errors: Mapping[str, str],
) -> Entry:
    name, key = field.name, f"{section}.{field.name}"
    value, default = (getattr(getattr(config, section), name) for config in (layers.config, layers.base))
    unit = unit_of(name)
    control = "choice" if key in CHOICES else control_of(default)
    help_text = translated(field.metadata["help"])
    return Entry(
        key,
        name,
        Field(
            name,
            label(key),
            unit,
            on_the_page(help_text) if section == "prompts" else help_text,
            control,
            shown_value(value) if typed is None else (name in typed if control == "tick" else typed.get(name, "")),
            field.metadata["low"],
            field.metadata["high"],
            said_value(default, unit),
            errors.get(name, ""),
        ),
        said_value(value, unit),
        CHOICES.get(key, ()),
        name in chosen,
        translated(READ_ONLY.get(key, "")),
        key in OF_THE_DASHBOARD,
    )


def changes_of_form(section: str, form: Mapping[str, str], layers: Layers) -> tuple[dict[str, object], dict[str, str]]:
    """What a form changes, by the key's path, and what in it is to be corrected, by name."""
    changes: dict[str, object] = {}
    errors: dict[str, str] = {}
    now = getattr(layers.config, section)
    for field in _ordered(section):
        key = f"{section}.{field.name}"
        if key in READ_ONLY:
            continue
        try:
            value = read_value(form.get(field.name, "").strip(), field)
        except ValueError as error:
            errors[field.name] = correction(str(error))
            continue
        if value != getattr(now, field.name):
            changes[key] = value
    return changes, errors


def error_of(section: str, message: str, layers: Layers) -> dict[str, str]:
    """The refusal of a whole configuration at the field that it names, or at the first where it names none of this section."""
    path, _, why = message.partition(": ")
    names = [field.name for field in _ordered(section)]
    name = path.removeprefix(f"{section}.")
    if name in names:
        return {name: correction(why)}
    return {names[0]: correction(message)}
