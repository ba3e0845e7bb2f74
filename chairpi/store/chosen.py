"""What a sitter once chose about their prompts, as far as this version can still use it."""

from __future__ import annotations

from collections.abc import Mapping

from chairpi.core.prompting.tuning import with_changes
from chairpi.core.settings import PromptSettings


def usable_settings(chosen: Mapping[str, object], defaults: PromptSettings) -> tuple[PromptSettings, tuple[str, ...]]:
    """The settings in use, from what a sitter chose: the chair and the pages both read it so.

    Parameters
    ----------
    chosen
        The settings that are not the defaults, by name; an older or newer version may have written them.
    defaults
        As the configuration has them.

    Returns
    -------
    settings
        What was chosen, over the defaults; what cannot be used is left out, and nothing else.
    left_out
        For each of those the reason in words, beginning with its name.
    """
    try:
        return with_changes(defaults, chosen, defaults), ()
    except ValueError:
        pass
    settings, left_out = defaults, []
    for name, value in chosen.items():
        try:
            settings = with_changes(settings, {name: value}, defaults)
        except ValueError as error:
            left_out.append(str(error))
    return settings, tuple(left_out)
