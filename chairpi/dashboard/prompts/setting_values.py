"""A setting's value: as it is typed and read, as a form shows it, and in words."""

from __future__ import annotations

import dataclasses
from typing import Any

from chairpi.core.time_of_day.hours import holidays, ranges
from chairpi.dashboard.heard import heard
from chairpi.dashboard.prompts.setting_names import on_the_page, unit_of
from chairpi.dashboard.prompts.weekdays import as_the_chair_writes, in_words
from chairpi.language.words import N_, _, number_text, pgettext, translated
from chairpi.link.request_fields import N_MOST

_LINES = {
    "working_hours": N_("Each range in a line of its own."),
    "quiet_hours": N_("Each range in a line of its own."),
    "holidays": N_("Each day or span in a line of its own."),
}
"""Beside the explanation of the setting, which gives an example."""


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
    if len(lines) > N_MOST:
        raise ValueError(_("these are %(n)s lines, and there is room for %(most)s", n=len(lines), most=N_MOST))
    if any(len(line) > N_MOST for line in lines):
        raise ValueError(_("one of the lines is longer than %(longest)s letters", longest=N_MOST))
    if name in _LINES:
        parse = holidays if name == "holidays" else ranges
        parse(lines)
    return lines


def correction(why: str) -> str:
    """What is wrong, as a sentence."""
    why = on_the_page(heard(why))
    return f"{why[:1].upper()}{why[1:]}".rstrip(".") + "."


def control_of(default: object) -> str:
    """How a setting is chosen, by its default."""
    if isinstance(default, str):
        return "text"
    if isinstance(default, bool):
        return "tick"
    if isinstance(default, tuple):
        return "lines"
    return "whole" if isinstance(default, int) else "number"


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
