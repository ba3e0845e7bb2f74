"""How the starts of the sensor process went, in a small file: after three in a row that failed, it starts in safe mode.

A start is written down before anything is opened. It failed when it ended with an error within the first minute, or without a word
while the machine ran on. Ending when asked to, and a machine that was switched off meanwhile, are no failures. Where the machine
was started anew since the last one, safe mode is left for one try: what was loose may be mended.
"""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from chairpi.data_names import STARTS_FILE
from chairpi.on_disk import write_whole

log = logging.getLogger(__name__)

FAILED_STARTS = 3
"""So many in a row, and the next one is in safe mode. Our choice: one may be bad luck, two a slow disk, and a person waits no longer."""
GOOD_AFTER_S = 60.0
"""A start that reads for so long [s] is a good one, whatever it reads: a lost cell is told, and mends without a start."""
NO_WORD = "It ended without a word."
LONGEST_ERROR = 500
MODE = 0o644
FIRST_PERSON_UID = 1000
"""Users below are the system's own, on Debian as elsewhere (login.defs)."""


@dataclass(frozen=True, slots=True)
class Start:
    """The latest start, and how those before it went.

    Parameters
    ----------
    n_failed
        Starts that failed, in a row.
    boot_id
        The kernel's name for the machine's own start; empty before the first.
    under_way
        Whether nothing is known yet of how it goes.
    error
        Why the last one that failed did, in the words of its log; empty while none has.
    """

    n_failed: int = 0
    boot_id: str = ""
    under_way: bool = False
    error: str = ""

    @property
    def is_safe(self) -> bool:
        """Whether so many have failed that the next start touches no hardware."""
        return self.n_failed >= FAILED_STARTS


def read_start(data_dir: Path) -> Start:
    """What is written down of the starts; as before the first one where there is nothing, or nothing that can be read."""
    try:
        return _start_of(json.loads((data_dir / STARTS_FILE).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return Start()
    except (OSError, ValueError) as error:
        log.warning("%s cannot be read, so failed starts are counted from here: %s", data_dir / STARTS_FILE, error)
        return Start()


def _start_of(record: Any) -> Start:  # as JSON gives it
    match record:
        case {"n_failed": int(n_failed), "boot_id": str(boot_id), "under_way": bool(under_way), "error": str(error)}:
            return Start(max(0, n_failed), boot_id, under_way, error[:LONGEST_ERROR])
    raise ValueError("it is no record of starts")


class Starts:
    """Writes down how one start goes.

    Parameters
    ----------
    data_dir
        Where the file is; need not exist yet.
    boot_id
        The kernel's name for this start of the machine.
    """

    def __init__(self, data_dir: Path, boot_id: str) -> None:
        self._data_dir = data_dir
        self._boot_id = boot_id
        self._fails = False
        found = read_start(data_dir)
        self.machine_is_new = found.boot_id != boot_id
        """Whether the machine was started anew since."""
        if found.under_way and not self.machine_is_new:
            found = replace(found, n_failed=found.n_failed + 1, error=NO_WORD)
        self.latest = replace(found, under_way=False)
        """The latest start, as far as it is known."""

    @property
    def wants_safe_mode(self) -> bool:
        """Whether this start is to be one without hardware."""
        return self.latest.is_safe and not self.machine_is_new

    def begin(self) -> None:
        """A start begins that touches the hardware."""
        self._keep(replace(self.latest, boot_id=self._boot_id, under_way=True))

    def stay_safe(self) -> None:
        """A start in safe mode: it can be waited in for as long as one likes, also over a power cut."""
        self._keep(replace(self.latest, boot_id=self._boot_id, under_way=False))

    def good(self) -> None:
        """It has read for long enough."""
        if self.latest.under_way or self.latest.n_failed:
            self._keep(Start(boot_id=self._boot_id))

    def ended(self) -> None:
        """It ended as it was asked to."""
        if self.latest.under_way:
            self._keep(replace(self.latest, under_way=False))

    def failed(self, error: str) -> None:
        """It ended with an error; one that comes after it was good is no failed start."""
        if self.latest.under_way:
            n_failed = self.latest.n_failed + 1
            self._keep(Start(n_failed, self._boot_id, under_way=False, error=error[:LONGEST_ERROR]))

    def forget(self) -> None:
        """Count from here: somebody wants to try again."""
        self._keep(Start(boot_id=self._boot_id))

    def _keep(self, start: Start) -> None:
        self.latest = start
        try:
            self._data_dir.mkdir(parents=True, exist_ok=True)
            write_whole(self._data_dir / STARTS_FILE, json.dumps(asdict(start)).encode(), MODE)
        except OSError as error:
            if not self._fails:
                log.warning("%s cannot be written, so failed starts are not counted: %s", STARTS_FILE, error.strerror)
            self._fails = True


def leave_command(data_dir: Path) -> str:
    """How somebody ends safe mode at a terminal: with root's rights where the chair has a user of its own."""
    try:
        is_systems = data_dir.stat().st_uid < FIRST_PERSON_UID
    except OSError:
        is_systems = False
    return "sudo chairpi safe-mode leave" if is_systems else "chairpi safe-mode leave"


def forget_starts(data_dir: Path) -> None:
    """Let the next start be an ordinary one, from outside of the sensor process.

    Raises
    ------
    OSError
        The file cannot be removed.
    """
    (data_dir / STARTS_FILE).unlink(missing_ok=True)
