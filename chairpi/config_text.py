"""The configuration written out as a file that explains itself."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

from chairpi.config import SECTIONS, Config


def as_toml(config: Config) -> str:
    """The configuration as a file that explains itself; `parse_config` reads it back to the same."""
    lines = [
        "# ChairPi configuration. Every key is here with its default; leave out what you do not change.",
        "# The end of a key's name is its unit: _kg kilograms, _mm millimetres, _s seconds, _min minutes, _h hours, _gpio BCM pin number.",
    ]
    for name, kind in SECTIONS.items():
        lines += ["", f"# {(kind.__doc__ or '').strip().splitlines()[0]}", f"[{name}]"]
        lines += _lines(getattr(config, name), explain=True)
    lines += [
        "",
        "# The load cells, each with its own HX711. AP: forward is positive. ML: the sitter's right is positive.",
    ]
    for index, cell in enumerate(config.cells):
        lines += ["", "[[cell]]", *_lines(cell, explain=index == 0)]
    return "\n".join(lines) + "\n"


def _lines(section: Any, *, explain: bool) -> list[str]:  # any section's dataclass
    lines: list[str] = []
    for wanted in dataclasses.fields(section):
        if explain:
            low, high = wanted.metadata["low"], wanted.metadata["high"]
            bounds = "" if low is None else f" From {low:g} to {high:g}."
            lines.append(f"# {wanted.metadata['help']}{bounds}")
        lines.append(f"{wanted.name} = {_toml(getattr(section, wanted.name))}")
    return lines


def _toml(value: object) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and math.isnan(value):
        return "nan"
    return repr(value)
