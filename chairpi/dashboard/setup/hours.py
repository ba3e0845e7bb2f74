"""The eighth step: when prompts may come, and how much sitting is enough, for the whole household."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from chairpi.core.settings import PromptSettings
from chairpi.dashboard.now.words import as_sentence
from chairpi.dashboard.prompts.setting_names import NAMES, on_the_page
from chairpi.dashboard.prompts.setting_values import correction, line_hint, read_value
from chairpi.dashboard.prompts.settings_form import groups
from chairpi.dashboard.services import services
from chairpi.dashboard.settings.changing import apply_settings, change_settings, take_back
from chairpi.errors import ConfigError
from chairpi.language.words import _, translated

ASKED = ("stand_after_min", "working_hours", "quiet_hours")
_FIELDS = {field.name: field for field in dataclasses.fields(PromptSettings)}


def values(form: Mapping[str, str]) -> dict[str, object]:
    """What the page shows: what somebody typed, else what is in use."""
    settings = services().prompt_settings
    shown = [field for group in groups(settings, settings) for field in group.fields if field.name in ASKED]
    return {
        "fields": [
            dataclasses.replace(field, value=form.get(field.name, field.value))
            for field in sorted(shown, key=lambda field: ASKED.index(field.name))
        ],
        "line_hint": line_hint,
    }


def save(form: Mapping[str, str]) -> str:
    """Keep what the form says; else as `place_and_time.save`."""
    changes = {}
    for name in ASKED:
        try:
            changes[f"prompts.{name}"] = read_value(form.get(name, "").strip(), _FIELDS[name])
        except ValueError as error:
            label = translated(NAMES[name])
            raise ValueError(f"{label}: {correction(str(error))}") from error
    try:
        change = change_settings(changes)
    except ConfigError as error:
        raise ValueError(as_sentence(on_the_page(str(error)))) from error
    if not change.changed:
        return _("All right, it stays as it is.")
    answer = apply_settings()
    if answer.http_status == 409:
        take_back(change)
        raise ValueError(answer.text)
    return _("All right, noted.")
