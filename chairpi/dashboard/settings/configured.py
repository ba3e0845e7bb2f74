"""The configuration that this process works with, and the file in which people's changes of it are kept."""

from __future__ import annotations

import math
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from chairpi.chosen_settings import Document, Layers, document_of, files_set_aside, laid_over, with_chosen, write_chosen
from chairpi.config.tables import CellConfig, Config
from chairpi.core.settings import PromptSettings
from chairpi.doctor import wires_of
from chairpi.errors import ConfigError
from chairpi.findings.verdicts import Wires

CELL = "cell"
"""The list of cells, which is changed as a whole."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What was done to one key: its value before and after, as TOML has them, and whether the one before was chosen too."""

    key: str
    before: object
    after: object
    before_chosen: bool


class Configured:
    """The household's configuration. Every thread may use it.

    Parameters
    ----------
    layers
        As this process found it when it started.
    wires
        Where each cell is connected; by the configuration when not given.
    """

    def __init__(self, layers: Layers, wires: Mapping[str, Wires] | None = None) -> None:
        self._layers = layers
        self._wires = wires
        self._lock = threading.Lock()

    @property
    def layers(self) -> Layers:
        """What chairpi.toml says, what was chosen over it, and both together."""
        return self._layers

    @property
    def prompts(self) -> PromptSettings:
        """How everybody is prompted who has not chosen otherwise."""
        return self._layers.config.prompts

    @property
    def wires(self) -> Mapping[str, Wires]:
        """Where each cell is connected, by its name."""
        return wires_of(self._layers.config) if self._wires is None else self._wires

    @property
    def set_aside(self) -> tuple[Path, ...]:
        """The files of chosen settings that could not be used, the latest first."""
        return files_set_aside(self._layers.path)

    def cells_of(self, entries: object) -> tuple[CellConfig, ...]:
        """Cells from tables as the list of changes keeps them: a place that is null is none.

        Raises
        ------
        ConfigError
            They are none.
        """
        if isinstance(entries, list):
            entries = [{key: math.nan if value is None else value for key, value in entry.items()} for entry in entries]
        return laid_over(self._layers.base, {CELL: entries}).cells

    def change(self, changes: Mapping[str, object]) -> tuple[Changed, ...]:
        """Keep other values from now on.

        Parameters
        ----------
        changes
            By the key's path, such as "slide.began_s", or "cell" for all cells; `None`: back to chairpi.toml.

        Returns
        -------
        tuple of Changed
            What is different now.

        Raises
        ------
        ConfigError
            The whole would not be a configuration; nothing was changed.
        StoreError
            The file cannot be written; nothing was changed.
        """
        with self._lock:
            before = self._layers
            chosen = _changed(before, changes)
            config = laid_over(before.base, chosen)
            write_chosen(before.path, chosen)
            self._layers = Layers(before.base, chosen, config)
            if CELL in changes:
                self._wires = None
        found = (
            Changed(key, value_of(before.config, key), value_of(config, key), _is_chosen(before, key))
            for key in changes
        )
        return tuple(one for one in found if repr(one.before) != repr(one.after))


def configured_in(base: Config, wires: Mapping[str, Wires] | None = None) -> Configured:
    """The configuration with what was chosen over it, read now."""
    return Configured(with_chosen(base, mend=True), wires)


def value_of(config: Config, key: str) -> object:
    """A key's value as TOML has it: a tuple is a list there, and cells are tables.

    Raises
    ------
    ConfigError
        There is no such key.
    """
    document = document_of(config)
    if key == CELL:
        return document[CELL]
    section, _, name = key.partition(".")
    if section not in document or section == CELL or name not in document[section]:
        raise ConfigError(f"{key}: unknown key")
    return document[section][name]


def _is_chosen(layers: Layers, key: str) -> bool:
    section, _, name = key.partition(".")
    return key in layers.chosen if key == CELL else name in layers.chosen.get(section, {})


def _changed(layers: Layers, changes: Mapping[str, object]) -> Document:
    """What is chosen with these changes; only what differs from chairpi.toml."""
    chosen: Document = {name: list(e) if isinstance(e, list) else dict(e) for name, e in layers.chosen.items()}
    for key, value in changes.items():
        usual = value_of(layers.base, key)
        value = list(value) if isinstance(value, tuple) else value
        is_usual = value is None or repr(value) == repr(usual)
        section, _, name = key.partition(".")
        table = chosen if key == CELL else chosen.setdefault(section, {})
        if is_usual:
            table.pop(name or key, None)
        else:
            table[name or key] = value
    return {name: entry for name, entry in chosen.items() if entry}
