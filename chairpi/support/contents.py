"""What goes into the archive: a list of what is taken, and nothing that is not on it."""

from __future__ import annotations

import getpass
import os
import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chairpi import __version__
from chairpi.chosen_settings import Layers, document_of
from chairpi.clock import rfc_3339
from chairpi.errors import StoreError
from chairpi.findings.report import Report
from chairpi.language.words import N_
from chairpi.store.copies import DATABASES, database_state
from chairpi.store.data_files import Sort, data_files
from chairpi.store.personal_words import personal_words
from chairpi.support.machine_log import Ask, log_lines, unit_states
from chairpi.support.scrubbing import REMOVED, Scrubber

TAKEN = (
    N_("which versions of ChairPi, Python and the system there are, and which Raspberry Pi it is"),
    N_("supply, temperature, clock and disk, and how the chair’s programs run"),
    N_("the last lines of their logs"),
    N_("how well each load cell is read, its wires, zero and span"),
    N_("what the page Health says"),
    N_("the configuration, without names, addresses, places and hours"),
    N_("how big the databases are, of which version, and whether they are whole"),
)
"""What is in the archive, in words."""
NOT_TAKEN = (
    N_("names, notes, diaries, prescriptions and exercises of your own"),
    N_("when somebody sat, how, and what they weigh"),
    N_("paired browsers, keys, cookies and certificates"),
    N_("the names and addresses of this house’s network"),
)
"""What is not."""

PRIVATE_KEYS = (
    ("web", "host"),
    ("web", "names"),
    ("web", "time_zone"),
    ("paths", "data_dir"),
    ("paths", "runtime_dir"),
    ("reader", "recording"),
    ("prompts", "working_hours"),
    ("prompts", "quiet_hours"),
)
"""Keys of the configuration whose values tell of a house or a day."""
EVERYWHERE = ("0.0.0.0", "127.0.0.1", "::", "localhost", "/var/lib/chairpi", "/run/chairpi")  # noqa: S104  # not bound
"""Values that tell of no house."""
NOBODYS_NAMES = {"", "root", "chairpi", "pi"}
"""Users that tell of nobody; `pi` is the first one of every older Raspberry Pi OS."""
USUAL_CELL = re.compile(r"(seat_(front|rear)|back_(upper|lower))(_(left|right))?")


@dataclass(frozen=True, slots=True)
class Contents:
    """The archive's two files: facts as JSON, and lines of logs."""

    facts: dict[str, Any]
    log: tuple[str, ...]


def contents_of(layers: Layers, report: Report, ask: Ask) -> Contents:
    """Gather it.

    Parameters
    ----------
    layers
        The chair's configuration.
    report
        What the doctor found, in English.
    ask
        Asks systemd.
    """
    directory = Path(layers.base.paths.data_dir)
    scrub = Scrubber({*personal_words(directory), *_house_words(layers), *_recordings(directory)})
    facts = {
        "made_utc": rfc_3339(report.utc_s),
        "chairpi": __version__,
        "units": unit_states(ask),
        "configuration": _configuration(layers),
        "chosen_in_the_browser": sorted(_chosen(layers)),
        "databases": [_database(directory / name) for name in DATABASES],
        "files": _files(directory),
        "doctor": report.as_record(),
    }
    return Contents(scrub.tree(facts), tuple(scrub.text(line) for line in log_lines(ask)))


def _house_words(layers: Layers) -> Iterable[str]:
    """Names of the machine, of its user, of the network, and of cells that somebody named after somebody."""
    yield socket.gethostname()
    document = document_of(layers.config)
    for section, key in PRIVATE_KEYS:
        value = document[section][key]
        yield from (text for text in (value if isinstance(value, list) else [value]) if text not in EVERYWHERE)
    yield from (cell.name for cell in layers.config.cells if USUAL_CELL.fullmatch(cell.name) is None)
    try:
        name = getpass.getuser()
    except (KeyError, OSError):  # a user without a name
        return
    names = {name, os.environ.get("SUDO_USER", ""), os.environ.get("LOGNAME", "")}
    yield from sorted(names - NOBODYS_NAMES)


def _recordings(directory: Path) -> Iterable[str]:
    for file in data_files(directory):
        if file.sort is Sort.RECORDING:
            yield from (file.path.name, file.path.stem)


def _configuration(layers: Layers) -> dict[str, Any]:
    document = document_of(layers.config)
    for section, key in PRIVATE_KEYS:
        if document[section][key]:
            document[section][key] = REMOVED
    return document


def _chosen(layers: Layers) -> Iterable[str]:
    for section, entry in layers.chosen.items():
        yield from ([section] if isinstance(entry, list) else (f"{section}.{key}" for key in entry))


def _database(path: Path) -> dict[str, object]:
    try:
        version, state = database_state(path)
    except StoreError as error:
        version, state = None, str(error)
    size_bytes = path.stat().st_size if path.exists() else None
    return {"name": path.name, "size_bytes": size_bytes, "version": version, "state": state}


def _files(directory: Path) -> list[dict[str, object]]:
    """How many files of each sort there are and how big they are together; their names may be somebody's."""
    files = data_files(directory)
    return [
        {
            "sort": sort,
            "n_files": sum(file.sort == sort for file in files),
            "size_bytes": sum(file.size_bytes for file in files if file.sort == sort),
        }
        for sort in sorted({file.sort.value for file in files})
    ]
