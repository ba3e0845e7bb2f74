"""What was set aside of damaged databases: under which names, how much of it stays, and how often is too often."""

from __future__ import annotations

import contextlib
import logging
import math
import os
from datetime import UTC, datetime
from pathlib import Path

from chairpi.data_names import BESIDE
from chairpi.errors import UnwritableError
from chairpi.on_disk import sync
from chairpi.store.data_files import DAMAGED_MARK

log = logging.getLogger(__name__)

MOST_IN_A_SPELL = 3
SPELL_S = 3600.0
"""So often within so long [s] a database is mended; with the next damage it is left alone for as long. One damage comes of a cut, a second
of the first; what comes after a third is the card's. Our choice."""
MOST_ASIDE = 6
MOST_ASIDE_BYTES = 256 * 1024 * 1024
"""What was set aside of one database: its first and its latest stay in any case. Our choice: years of history have room."""

NOTE = ".json"
"""After that name, in the name of the note of it."""
READ = ".read"
"""After the name of a note that somebody has read."""
MOMENT = "%Y-%m-%dT%H-%M-%SZ"
MOMENT_LENGTH = len("2026-11-26T12-00-00Z")


def resting_until(path: Path, utc_s: float) -> float | None:
    """Until when a database is left alone because the card damages it again and again [POSIX s]; `None` where it is not.

    Parameters
    ----------
    path
        The database.
    utc_s
        Wall clock now [POSIX s].
    """
    moments = asides(path).values()
    latest_s = max(moments, default=-math.inf)
    n_in_spell = sum(latest_s - moment_s < SPELL_S for moment_s in moments)
    if n_in_spell <= MOST_IN_A_SPELL or abs(utc_s - latest_s) >= SPELL_S:  # a clock may also have gone back
        return None
    return latest_s + SPELL_S


def leave_alone(path: Path, utc_s: float) -> None:
    """Mend a damaged database no more where it was mended often enough just now; a further name says so, also to the next start.

    Raises
    ------
    UnwritableError
        It was mended too often within the last hour before `utc_s` [POSIX s].
    """
    refuse_while_resting(path, utc_s)
    if sum(abs(utc_s - moment_s) < SPELL_S for moment_s in asides(path).values()) < MOST_IN_A_SPELL:
        return
    try:
        os.link(path, free_name(path, utc_s))
        sync(path.parent)
    except OSError as error:
        raise UnwritableError(
            f"{path} is damaged, and cannot be set aside ({error.strerror}). Check the card or disk."
        ) from error
    refuse_while_resting(path, utc_s)


def refuse_while_resting(path: Path, utc_s: float) -> None:
    """Leave a database alone that the card damages again and again.

    Raises
    ------
    UnwritableError
        It was mended too often within the last hour before `utc_s` [POSIX s].
    """
    if (until_s := resting_until(path, utc_s)) is not None:
        raise UnwritableError(
            f"{path} was damaged more than {MOST_IN_A_SPELL} times within an hour: the card or disk is at its end. Nothing is written "
            f"there until {datetime.fromtimestamp(until_s, UTC):%H:%M} UTC. Put another card in soon, and restore the last backup there."
        )


def free_name(path: Path, utc_s: float) -> Path:
    """The name under which a database is set aside now [POSIX s]."""
    moment = datetime.fromtimestamp(utc_s, UTC).strftime(MOMENT)
    name, number = f"{path.name}{DAMAGED_MARK}{moment}", 1
    while path.with_name(name).exists():
        number += 1
        name = f"{path.name}{DAMAGED_MARK}{moment}-{number}"
    return path.with_name(name)


def note_of(aside: Path) -> Path:
    """The note of what was set aside."""
    return aside.with_name(f"{aside.name}{NOTE}")


def asides(path: Path) -> dict[Path, float]:
    """What was set aside of a database, the first one first, and when [POSIX s]; not what lies beside each, nor somebody's own."""
    found = {aside: _moment_s(path, aside) for aside in sorted(path.parent.glob(f"{path.name}{DAMAGED_MARK}*"))}
    return {
        aside: moment_s
        for aside, moment_s in found.items()
        if moment_s is not None and not aside.name.endswith((*BESIDE, NOTE, READ, ".part"))
    }


def _moment_s(path: Path, aside: Path) -> float | None:
    moment = aside.name.removeprefix(f"{path.name}{DAMAGED_MARK}")[:MOMENT_LENGTH]
    try:
        return datetime.strptime(moment, MOMENT).replace(tzinfo=UTC).timestamp()
    except ValueError:  # somebody's
        return None


def bound(path: Path, latest: Path) -> None:
    """Let go of what was set aside beyond what is kept: after the first, the oldest first."""
    kept = [aside for aside in asides(path) if aside != latest]
    for aside in kept[1:]:
        if len(kept) < MOST_ASIDE and sum(one.stat().st_size for one in (*kept, latest)) <= MOST_ASIDE_BYTES:
            return
        for end in ("", *BESIDE, NOTE, f"{NOTE}{READ}"):
            with contextlib.suppress(OSError):  # it is tried again with the next
                aside.with_name(f"{aside.name}{end}").unlink(missing_ok=True)
        kept.remove(aside)
        log.warning("%s is deleted: many damaged files were set aside", aside.name)
