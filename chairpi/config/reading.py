"""One TOML file into a configuration.

An unknown key or an impossible value is refused with its path, so that a slip of the pen is found at the start and not months later.
"""

from __future__ import annotations

import dataclasses
import tomllib
from pathlib import Path
from typing import Any

from chairpi.config.checking import check_whole
from chairpi.config.tables import SECTIONS, CellConfig, Config
from chairpi.core.settings import check_bounds
from chairpi.errors import ConfigError

DEFAULT_PATH = Path("/etc/chairpi/chairpi.toml")


def load_config(path: Path) -> Config:
    """Read a configuration file.

    Raises
    ------
    ConfigError
        The file cannot be read, is no TOML, or holds an unknown key or an impossible value; the message begins with file and key path.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ConfigError(f"{path}: there is no such file; make one with `chairpi config > {path}`") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from error
    try:
        return parse_config(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: not TOML: {error}") from error
    except ConfigError as error:
        raise ConfigError(f"{path}: {error}") from error


def parse_config(document: dict[str, Any]) -> Config:
    """The configuration that a parsed TOML document describes; what it does not name keeps its default.

    Raises
    ------
    ConfigError
        Begins with the key's path.
    """
    _refuse_unknown("", document, [*SECTIONS, "cell"])
    sections = {name: _section(kind, name, document.get(name, {})) for name, kind in SECTIONS.items()}
    config = Config(**sections)
    if "cell" in document:
        entries = document["cell"]
        if not isinstance(entries, list):
            raise ConfigError("cell: found one table [cell], expected a list of tables [[cell]]")
        cells = tuple(_section(CellConfig, _cell_path(i, entry), entry) for i, entry in enumerate(entries))
        config = dataclasses.replace(config, cells=cells)
    check_whole(config)
    return config


def _cell_path(index: int, entry: object) -> str:
    name = entry.get("name") if isinstance(entry, dict) else None
    return f"cell[{index}] ({name})" if name else f"cell[{index}]"


def _section(kind: type, path: str, table: object) -> Any:  # the section's own class
    if not isinstance(table, dict):
        raise ConfigError(f"{path}: found {table!r}, expected a table [{path}]")
    fields = {f.name: f for f in dataclasses.fields(kind)}
    _refuse_unknown(f"{path}.", table, list(fields))
    values = {key: _value(f"{path}.{key}", fields[key], value) for key, value in table.items()}
    try:
        built = kind(**values)
        if kind is not CellConfig:  # a backrest cell's NaN is no mistake; check_whole looks at cells
            check_bounds(built)
    except ValueError as error:
        raise ConfigError(f"{path}.{error}") from error
    return built


def _value(path: str, wanted: dataclasses.Field[Any], found: object) -> object:
    """The value in the field's own type, or a refusal."""
    default = wanted.default
    if isinstance(default, tuple):
        if isinstance(found, list) and all(isinstance(item, str) for item in found):
            return tuple(found)
        raise ConfigError(f"{path}: found {found!r}, expected a list of texts")
    if isinstance(default, float) and isinstance(found, int) and not isinstance(found, bool):
        return float(found)
    if type(found) is not type(default):
        kind = {str: "a text", int: "a whole number", float: "a number", bool: "true or false"}[type(default)]
        raise ConfigError(f"{path}: found {found!r}, expected {kind}")
    return found


def _refuse_unknown(path: str, table: dict[str, Any], known: list[str]) -> None:
    for key in table:
        if key not in known:
            from difflib import get_close_matches  # for a slip of the pen only, not in each process for months

            close = get_close_matches(key, known, n=1)
            hint = f"did you mean {path}{close[0]}?" if close else f"known keys: {', '.join(known)}"
            raise ConfigError(f"{path}{key}: unknown key; {hint}")
