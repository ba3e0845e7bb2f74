"""The settings that people chose in the browser: a file of their own, laid over chairpi.toml by both processes when they start.

A file that is damaged, or that no longer goes together with chairpi.toml, never keeps the chair from starting: it is set aside.
"""

from __future__ import annotations

import dataclasses
import logging
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from chairpi.config.reading import parse_config
from chairpi.config.tables import SECTIONS, Config
from chairpi.config.text import toml_value
from chairpi.data_names import SETTINGS_FILE
from chairpi.errors import ConfigError, StoreError
from chairpi.on_disk import sync, write_whole
from chairpi.store.kept_backups import newest_backups
from chairpi.store.mending import read_member

log = logging.getLogger(__name__)

SET_ASIDE = ".set-aside-"
"""After the file's name, and before the moment, in the name of one that could not be used."""
MODE = 0o640
"""Readable by the group, as all that lies in the data directory."""

HEAD = (
    "# Settings that were chosen in the browser. ChairPi's dashboard writes this file, and lays it over chairpi.toml;",
    "# it holds only what differs from there. Change it on the page Settings; what is written here by hand is kept too.",
)

Document = dict[str, Any]
"""A parsed TOML file: tables by their names, and the list of cells."""


@dataclass(frozen=True, slots=True)
class Layers:
    """The configuration, and what it is made of.

    Parameters
    ----------
    base
        What chairpi.toml says, or the defaults without one.
    chosen
        What was chosen over it.
    config
        Both together.
    """

    base: Config
    chosen: Document
    config: Config

    @property
    def path(self) -> Path:
        """Where what is chosen is kept."""
        return chosen_path(self.base)


def chosen_path(config: Config) -> Path:
    """Where the chosen settings of a chair are, by its data directory."""
    return Path(config.paths.data_dir) / SETTINGS_FILE


def document_of(config: Config) -> Document:
    """A configuration as the document that it would be parsed from."""
    document: Document = {name: _table(getattr(config, name)) for name in SECTIONS}
    return document | {"cell": [_table(cell) for cell in config.cells]}


def _table(section: Any) -> Document:  # any section's dataclass
    values = {field.name: getattr(section, field.name) for field in dataclasses.fields(section)}
    return {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}


def laid_over(base: Config, chosen: Mapping[str, Any]) -> Config:
    """The configuration with what was chosen over it.

    Raises
    ------
    ConfigError
        A key is not known or its value is impossible, by itself or beside the others; the message begins with the key's path.
    """
    if "paths" in chosen:
        raise ConfigError("paths: these say where this very file lies, so they can only be given in chairpi.toml")
    document = document_of(base)
    for name, entry in chosen.items():
        both_tables = isinstance(entry, dict) and isinstance(document.get(name), dict)
        document[name] = {**document[name], **entry} if both_tables else entry
    return parse_config(document)


def read_chosen(path: Path) -> Document:
    """What was chosen; nothing while there is no file.

    Raises
    ------
    ConfigError
        The file is no TOML.
    OSError
        It cannot be read.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"not TOML: {error}") from error


def with_chosen(base: Config, *, mend: bool = False) -> Layers:
    """Lay what was chosen in the browser over a configuration.

    Parameters
    ----------
    base
        What chairpi.toml says.
    mend
        Set a file aside that cannot be used. Only the processes of the chair do: a command that merely looks leaves it.
    """
    path = chosen_path(base)
    try:
        chosen = read_chosen(path)
        return Layers(base, chosen, laid_over(base, chosen))
    except ConfigError as error:
        if mend:
            set_aside(path, str(error))
            chosen = _from_backup(path, base)
            return Layers(base, chosen, laid_over(base, chosen))
        else:
            log.warning("%s cannot be used, so chairpi.toml applies without it: %s", path, error)
    except OSError as error:
        log.warning("%s cannot be read, so chairpi.toml applies without it: %s", path, error.strerror)
    return Layers(base, {}, base)


def set_aside(path: Path, why: str) -> None:
    """Rename a file that cannot be used, so that the chair starts without it; say so once."""
    moment = datetime.now(UTC).strftime("%Y-%m-%dT%H-%M-%SZ")
    target = path.with_name(f"{path.name}{SET_ASIDE}{moment}")
    try:
        path.rename(target)
        sync(path.parent)
    except FileNotFoundError:
        return  # the other process was faster
    except OSError as error:
        log.error(
            "%s cannot be used (%s), nor set aside: %s; chairpi.toml applies without it", path, why, error.strerror
        )
    else:
        log.error("%s cannot be used (%s); it is now %s, and chairpi.toml applies without it", path, why, target.name)


def _from_backup(path: Path, base: Config) -> Document:
    """Put what the newest backup has that can be used in the place of a file that was set aside; nothing where there is none."""
    for made_utc_s, archive, members in newest_backups(path.parent):
        try:
            chosen = tomllib.loads(read_member(archive, SETTINGS_FILE, members).decode("utf-8"))
            laid_over(base, chosen)
            write_chosen(path, chosen)
        except (OSError, ValueError) as error:
            log.warning("the settings in %s are passed over: %s", archive.filename, error)
            continue
        log.info(
            "the settings of the backup of %s apply",
            datetime.fromtimestamp(made_utc_s, UTC).isoformat(timespec="minutes"),
        )
        return chosen
    return {}


def files_set_aside(path: Path) -> tuple[Path, ...]:
    """The files that could not be used and were set aside, the latest first."""
    found = path.parent.glob(f"{path.name}{SET_ASIDE}*") if path.parent.is_dir() else ()
    return tuple(sorted(found, reverse=True))


def write_chosen(path: Path, chosen: Mapping[str, Any]) -> None:
    """Write what was chosen: either all of it is on the disk then, or the file is as it was.

    Raises
    ------
    StoreError
        It cannot be written.
    """
    try:
        write_whole(path, as_text(chosen).encode(), MODE)
    except OSError as error:
        raise StoreError(
            f"{path} cannot be written: {error.strerror}; check the disk and that the directory is writable"
        ) from error


def as_text(chosen: Mapping[str, Any]) -> str:
    """What was chosen as TOML; a table without keys is left out."""
    lines = list(HEAD)
    for name, table in chosen.items():
        if isinstance(table, list):
            for entry in table:
                lines += ["", f"[[{name}]]", *_lines(entry)]
        elif table:
            lines += ["", f"[{name}]", *_lines(table)]
    return "\n".join(lines) + "\n"


def _lines(table: Mapping[str, object]) -> list[str]:
    return [f"{key} = {toml_value(value)}" for key, value in table.items()]
