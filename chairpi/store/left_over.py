"""What waits for a disk that takes nothing, kept beside what the chair has in mind: for the process that comes after this one.

The file lies in memory, as `chairpi.store.memory` has its own: a restart of the process loses nothing by that, a power cut does.
"""

from __future__ import annotations

import contextlib
import json
import logging
import math
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from chairpi.on_disk import replace_quickly
from chairpi.store.migrate import shipped_migrations
from chairpi.store.rows import INSERT_EVENT, INSERT_MINUTE, Statement

log = logging.getLogger(__name__)

FILE = "waiting.json"
KEEP_EVERY_S = 60.0
"""How often it is written at most [s]: five days of sitting are some megabytes, and take a tenth of a second on a small board."""

WRITTEN = {
    INSERT_MINUTE: "SELECT 1 FROM minute WHERE boot_id = :boot_id AND t_s = :t_s",
    INSERT_EVENT: "SELECT 1 FROM event WHERE boot_id = :boot_id AND t_s = :t_s AND name = :name",
}
"""By what it is seen that statements of these kinds came to the disk after all."""


class LeftOver:
    """The file, for one process after the other.

    Parameters
    ----------
    directory
        Where it lies; best one in memory.
    """

    NAMES = (FILE, f"{FILE}.part")

    def __init__(self, directory: Path) -> None:
        self.path = directory / FILE
        self._kept_t_s = -math.inf

    def read(self) -> tuple[Statement, ...]:
        """What the process before left here; nothing where that cannot be used, which is said in the log."""
        try:
            match json.loads(self.path.read_bytes()):
                case {"version": int(version), "statements": list(statements)} if version == len(shipped_migrations()):
                    return tuple((str(sql), dict(row)) for sql, row in statements)
            log.warning("%s is for a database of another version, and is not used", self.path)
        except FileNotFoundError:
            pass
        except (OSError, ValueError, TypeError) as error:
            log.warning("%s cannot be read: %s", self.path, error)
        return ()

    def keep(self, statements: Sequence[Statement], t_s: float) -> bool:
        """Write what waits at `t_s` [s], unless that was done within the minute; whether it is there now."""
        if t_s - self._kept_t_s < KEEP_EVERY_S:
            return True
        try:
            record = {"version": len(shipped_migrations()), "statements": statements}
            replace_quickly(self.path, json.dumps(record).encode())
        except OSError:
            return False
        self._kept_t_s = t_s
        return True

    def forget(self) -> None:
        """It is on the disk, or is not to be kept."""
        self._kept_t_s = -math.inf
        for name in self.NAMES:
            with contextlib.suppress(OSError):  # what stays is seen to be written
                self.path.with_name(name).unlink()


def is_written(connection: sqlite3.Connection, statements: Sequence[Statement]) -> bool:
    """Whether the database has these: all came in one transaction, so that the last of them tells of all."""
    last = next(((WRITTEN[sql], row) for sql, row in reversed(statements) if sql in WRITTEN), None)
    return last is not None and connection.execute(*last).fetchone() is not None
