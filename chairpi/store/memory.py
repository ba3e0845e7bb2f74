"""What the chair must not forget over a restart: beside the database every second, and in it with every commit.

The file lies where nothing wears out (a directory in memory, gone with the machine's next start); the database keeps what was known at
its last commit. After a restart of the process the newer of the two is right, after a restart of the machine the database's.
"""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chairpi.errors import StoreError
from chairpi.on_disk import replace_quickly

log = logging.getLogger(__name__)

UNREADABLE_SUFFIX = ".unreadable"


@dataclass(frozen=True, slots=True)
class Memory:
    """What the chair knew.

    Parameters
    ----------
    boot_id
        Where its times count from.
    t_s, utc_s
        When that was, by the monotonic clock and by the wall clock [s].
    content
        What `chairpi.core.chair.door.Chair.memory` gave; JSON-ready.
    """

    boot_id: str
    t_s: float
    utc_s: float
    content: Mapping[str, Any]

    def as_text(self) -> str:
        """All of it as JSON."""
        record = {"boot_id": self.boot_id, "t_s": self.t_s, "utc_s": self.utc_s, "content": self.content}
        return json.dumps(record, separators=(",", ":"), allow_nan=False)

    @classmethod
    def from_text(cls, text: str | bytes) -> Memory:
        """Read what `as_text` gave.

        Raises
        ------
        ValueError
            It is something else.
        """
        match json.loads(text):
            case {
                "boot_id": str(boot_id),
                "t_s": int() | float() as t_s,
                "utc_s": int() | float() as utc_s,
                "content": dict(content),
            }:
                return cls(boot_id, float(t_s), float(utc_s), content)
        raise ValueError("found JSON of another kind, expected boot_id, t_s, utc_s and content")


def write_memory(path: Path, memory: Memory) -> None:
    """Replace the file at once: whoever reads it finds the one before or this one, whenever the process is ended.

    Raises
    ------
    OSError
        It cannot be written.
    """
    replace_quickly(path, memory.as_text().encode())


def read_memory(path: Path) -> Memory | None:
    """What the process before left here; `None` where there is nothing. What cannot be read is set aside, and said in the log."""
    try:
        return Memory.from_text(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        log.warning("%s cannot be read (%s); it is kept as %s%s", path, error, path.name, UNREADABLE_SUFFIX)
    try:
        path.replace(path.with_name(f"{path.name}{UNREADABLE_SUFFIX}"))
    except OSError as error:
        log.warning("%s cannot be set aside: %s", path, error)
    return None


def erase_beside(path: Path, *others: str) -> None:
    """Delete the file, what is left of it, and `others` in its directory.

    Raises
    ------
    StoreError
        One of them cannot be deleted; the text says which.
    """
    for name in (path.name, f"{path.name}.part", f"{path.name}{UNREADABLE_SUFFIX}", *others):
        beside = path.with_name(name)
        try:
            beside.unlink(missing_ok=True)
        except OSError as error:
            raise StoreError(f"{beside} cannot be deleted ({error.strerror}). Please delete it yourself.") from error


KEEP_MEMORY = """
    INSERT INTO memory (only_row, boot_id, t_s, utc_s, memory) VALUES (1, :boot_id, :t_s, :utc_s, :memory)
    ON CONFLICT DO UPDATE
    SET boot_id = excluded.boot_id, t_s = excluded.t_s, utc_s = excluded.utc_s, memory = excluded.memory
"""


def keep_statement(memory: Memory) -> tuple[str, dict[str, object]]:
    """Give what writes it into the database, in the place of the one before."""
    text = json.dumps(memory.content, separators=(",", ":"), allow_nan=False)
    return KEEP_MEMORY, {"boot_id": memory.boot_id, "t_s": memory.t_s, "utc_s": memory.utc_s, "memory": text}


def kept_memory(connection: sqlite3.Connection) -> Memory | None:
    """Read what the database has kept; `None` where that is nothing, or cannot be read, which is said in the log."""
    row = connection.execute("SELECT boot_id, t_s, utc_s, memory FROM memory").fetchone()
    if row is None:
        return None
    boot_id, t_s, utc_s, text = row
    try:
        return Memory(boot_id, t_s, utc_s, dict(json.loads(text)))
    except (TypeError, ValueError) as error:
        log.warning("what the chair knew before cannot be read in the database (%s); it begins anew", error)
        return None


def newer(beside: Memory | None, kept: Memory | None, boot_id: str) -> Memory | None:
    """Which of the two to go on from: the file `beside` the database, where it is of this boot and newer than what the database `kept`.

    Times of different boots do not compare, and a file of another one is left over from before the machine's start. Of the same moment the
    database's is right: what a person asked between two frames is in it first.
    """
    if beside is None or beside.boot_id != boot_id:
        return kept
    if kept is None or kept.boot_id != boot_id or beside.t_s > kept.t_s:
        return beside
    return kept
