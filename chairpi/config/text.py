"""The configuration written out as a file that explains itself."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from typing import Any

from chairpi.config.tables import SECTIONS, Config

CHOSEN = "# Chosen in the browser: settings.toml in the data directory."
"""Stands over what does not come from chairpi.toml."""


def as_toml(config: Config, chosen: Mapping[str, Any] | None = None) -> str:
    """The configuration as a file that explains itself; `parse_config` reads it back to the same.

    Parameters
    ----------
    config
        All of it.
    chosen
        What of it was chosen in the browser, by table: each such key says so.
    """
    chosen = chosen or {}
    lines = [
        "# ChairPi configuration. Every key is here with its default; leave out what you do not change.",
        "# The end of a key's name is its unit: _kg kilograms, _mm millimetres, _s seconds, _min minutes, _h hours, _gpio BCM pin number.",
    ]
    for name, kind in SECTIONS.items():
        lines += ["", f"# {(kind.__doc__ or '').strip().splitlines()[0]}", f"[{name}]"]
        lines += _lines(getattr(config, name), explain=True, chosen=chosen.get(name, {}))
    lines += [
        "",
        "# The load cells, each with its own HX711. AP: forward is positive. ML: the sitter's right is positive.",
        *([CHOSEN] if "cell" in chosen else []),
    ]
    for index, cell in enumerate(config.cells):
        lines += ["", "[[cell]]", *_lines(cell, explain=index == 0)]
    return "\n".join(lines) + "\n"


def _lines(
    section: Any, *, explain: bool, chosen: Mapping[str, Any] | None = None
) -> list[str]:  # any section's dataclass
    lines: list[str] = []
    for wanted in dataclasses.fields(section):
        if explain:
            low, high = wanted.metadata["low"], wanted.metadata["high"]
            bounds = "" if low is None else f" From {low:g} to {high:g}."
            lines.append(f"# {wanted.metadata['help']}{bounds}")
        if chosen and wanted.name in chosen:
            lines.append(CHOSEN)
        lines.append(f"{wanted.name} = {toml_value(getattr(section, wanted.name))}")
    return lines


def toml_value(value: object) -> str:
    """A value as TOML writes it: a text, a number, true or false, or a list of texts.

    >>> toml_value(("Mon-Fri 08:30-12:00",)), toml_value(0.5), toml_value(True)
    ('["Mon-Fri 08:30-12:00"]', '0.5', 'true')
    """
    if isinstance(value, tuple | list):
        return "[" + ", ".join(toml_value(item) for item in value) + "]"
    if isinstance(value, str):
        return '"' + "".join(_letter(letter) for letter in value) + '"'
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and math.isnan(value):
        return "nan"
    return repr(value)


def _letter(letter: str) -> str:
    """A letter within a text; what TOML does not allow there is written as its number."""
    if letter in '"\\':
        return f"\\{letter}"
    return letter if letter.isprintable() else f"\\U{ord(letter):08X}"
