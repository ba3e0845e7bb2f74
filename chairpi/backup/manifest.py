"""What a backup says of itself: `manifest.json`, the first thing in the archive and the first that is read.

An archive of format 1 is a ZIP file with these members:

| member              | what                                                                              |
|---------------------|-----------------------------------------------------------------------------------|
| `manifest.json`     | this table's facts: versions, when, where, and digest and size of every other one |
| `history.db`        | the history, as SQLite's own copy of one moment                                   |
| `app.db`            | what people told the programme; who may open the dashboard only with pairing      |
| `settings.toml`     | what was chosen in the browser                                                    |
| `chairpi.toml`      | the configuration that this lay over, every key of it                             |
| `recordings/NAME`   | recordings that lay beside the history; not in the backups that are made by themselves |
| `pairing/NAME`      | the dashboard's key and certificates; only with pairing                           |
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from chairpi.data_names import SETTINGS_FILE
from chairpi.language.words import _
from chairpi.store.copies import DATABASES
from chairpi.store.kept_backups import RESTORED

FORMAT = 1

CONFIG = "chairpi.toml"
ALWAYS = (*DATABASES, SETTINGS_FILE, CONFIG)
RECORDINGS, PAIRING = "recordings/", "pairing/"
NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_. ()+-]{0,120}")
"""A file's own name, with nothing in it that leads elsewhere."""
SHA256 = re.compile(r"[0-9a-f]{64}")


class Reason(StrEnum):
    """Why a backup was made."""

    HAND = "hand"
    DAY = "day"
    UPDATE = "update"
    RESTORE = "restore"
    """What was there before another backup was restored."""
    RESTORED = RESTORED
    """What a person restored, as it was when the chair began to work with it."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the archive: its size, and its SHA-256 in hexadecimal digits."""

    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself.

    Parameters
    ----------
    chairpi_version
        Which ChairPi made it.
    made_utc_s
        When [POSIX s].
    chair
        The machine's name.
    reason
        Why.
    with_pairing
        Whether it holds who may open the dashboard, its key and its certificates.
    left_out
        Names of recordings that lay beside the history and are not in it.
    schema_versions
        The version of each database.
    members
        Every other file of the archive, by its name there.
    """

    chairpi_version: str
    made_utc_s: float
    chair: str
    reason: Reason
    with_pairing: bool
    left_out: tuple[str, ...]
    schema_versions: Mapping[str, int]
    members: Mapping[str, Member]

    @property
    def unpacked_bytes(self) -> int:
        """How much room all of it takes [bytes]."""
        return sum(member.size_bytes for member in self.members.values())

    def as_json(self) -> bytes:
        """As the file."""
        return json.dumps({"format": FORMAT} | asdict(self), indent=1, ensure_ascii=False).encode()


def manifest_of(content: bytes) -> Manifest:
    """Read the file strictly.

    Raises
    ------
    ValueError
        It is not one that this ChairPi understands; the text says why.
    """
    try:
        record = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise ValueError(_("its list of contents cannot be read")) from error
    if not isinstance(record, dict) or type(record.get("format")) is not int:
        raise ValueError(_("its list of contents cannot be read"))
    if record["format"] > FORMAT:
        raise ValueError(
            _(
                "it was made by a newer ChairPi (%(version)s); update this chair first",
                version=str(record.get("chairpi_version"))[:40],
            )
        )
    try:
        return _checked(record)
    except (KeyError, TypeError, AttributeError, OverflowError) as error:
        raise ValueError(_("its list of contents cannot be read")) from error


def is_known(name: str) -> bool:
    """Whether format 1 has a member of this name.

    >>> is_known("history.db"), is_known("recordings/monday.csv"), is_known("recordings/../web.key"), is_known("/etc/passwd")
    (True, True, False, False)
    """
    if name in ALWAYS:
        return True
    folder, _slash, own = name.partition("/")
    return f"{folder}/" in (RECORDINGS, PAIRING) and NAME.fullmatch(own) is not None


def _checked(record: dict[str, Any]) -> Manifest:
    members = {name: Member(**facts) for name, facts in record["members"].items()}
    for name, member in members.items():
        if not is_known(name):
            raise ValueError(_("it holds a file that no backup holds: %(name)s", name=repr(name)[:80]))
        if type(member.size_bytes) is not int or member.size_bytes < 0 or SHA256.fullmatch(member.sha256) is None:
            raise TypeError(name)
    if missing := [name for name in ALWAYS if name not in members]:
        raise ValueError(_("%(name)s is missing in it", name=missing[0]))
    versions = {name: record["schema_versions"][name] for name in DATABASES}
    if any(type(version) is not int for version in versions.values()):
        raise TypeError("schema_versions")
    return Manifest(
        chairpi_version=str(record["chairpi_version"])[:40],
        made_utc_s=float(record["made_utc_s"]),
        chair=str(record["chair"])[:80],
        reason=Reason(record["reason"]) if record["reason"] in set(Reason) else Reason.HAND,
        with_pairing=record["with_pairing"] is True,
        left_out=tuple(str(name)[:120] for name in record["left_out"]),
        schema_versions=versions,
        members=members,
    )
