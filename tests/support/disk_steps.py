"""The disk's own steps, counted, at any of which the power goes or the card refuses."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

STEPS = ("os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link")
"""What Python says it is about to do with a directory (https://docs.python.org/3/library/audit_events.html)."""


class PowerCut(BaseException):
    """Nothing of a process runs any more."""


class Disk:
    """Whose steps are counted while `where` is set.

    Attributes
    ----------
    n_steps
        How many there were.
    """

    def __init__(self) -> None:
        self.where: str | None = None
        self.stops_at: int | None = None
        self.is_power = True
        self.n_steps = 0
        sys.addaudithook(self._told)

    def _told(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.where is None or not self._counts(event, arguments):
            return
        self.n_steps += 1
        if self.stops_at is None or self.n_steps <= self.stops_at:
            return
        if self.is_power:
            raise PowerCut
        if self.n_steps == self.stops_at + 1:
            raise OSError(errno.EIO, "Input/output error")

    def _counts(self, event: str, arguments: tuple[object, ...]) -> bool:
        if event not in STEPS and not (event == "open" and str(arguments[1]) in "wxa"):
            return False
        return str(self.where) in str(arguments[0])


DISK = Disk()


@contextmanager
def stopped_after(where: Path, n_steps: int | None, *, is_power: bool = True) -> Iterator[Disk]:
    """Let so many steps be done there, and then cut the power, or refuse one; `None`: let all be done."""
    DISK.where, DISK.stops_at, DISK.is_power, DISK.n_steps = str(where), n_steps, is_power, 0
    try:
        yield DISK
    finally:
        DISK.where = None
