"""Go on after a restart: the chair is given what it knew before, on the present clock, as if nobody had watched in between."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from chairpi.clock import Clock, is_believed
from chairpi.core.chair.door import Chair
from chairpi.core.chair.memory import VERSION, rebased
from chairpi.store.history import History
from chairpi.store.memory import Memory

log = logging.getLogger(__name__)

UNSEEN_S = 60.0
"""How long the chair was not watched over a start of the machine, while no wall clock is believed [s]: about what starting takes."""

OF_THE_SCALES = ("zero", "judge", "warm_up")
"""What a chair remembers of its cells: of no use with another calibration or other cells."""

CANNOT_BE_USED = "the chair begins anew: what it knew before cannot be used"

Make = Callable[[Mapping[str, Any] | None, int | None], Chair]
"""Makes the chair, with a memory or without, for whoever is said to sit."""

Write = Callable[[Callable[[], object]], None]
"""Lets something be written; where the disk takes nothing, it waits."""


def chair_after_start(make: Make, history: History, clock: Clock, write: Write, *, weighed_anew: bool) -> Chair:
    """Make the chair of a process that starts, and let go of what it cannot go on from.

    Parameters
    ----------
    make
        Makes it.
    history
        What is kept of before.
    clock
        The present clocks.
    write
        Writes, and goes on where that cannot be.
    weighed_anew
        The calibration is another one than before.
    """
    kept, (_, chosen_id) = history.memory, history.people.present()
    content = None
    if kept is not None:
        try:
            content = on_this_clock(kept, clock.origin_id(), clock.monotonic_s(), clock.utc_s())
        except ValueError as error:
            log.warning("%s (%s)", CANNOT_BE_USED, error)
    chair, goes_on = chair_going_on(make, content, chosen_id, weighed_anew=weighed_anew)
    if not goes_on:
        write(lambda: history.forget(chosen_id))
    return chair


def on_this_clock(memory: Memory, boot_id: str, t_s: float, utc_s: float) -> dict[str, Any]:
    """Give what was remembered with its times on the present monotonic clock.

    Parameters
    ----------
    memory
        Of this boot or another.
    boot_id, t_s, utc_s
        The present boot, and what its clocks show [s].

    Raises
    ------
    ValueError
        It is damaged, or of another version.

    Notes
    -----
    After a start of the machine `thought` is added: what the wall clock is thought to show now. A machine without a clock chip begins with
    the time at which it was switched off, so the network may soon know of more time that nobody watched.
    """
    if memory.boot_id == boot_id and memory.t_s <= t_s:
        return dict(memory.content)
    if memory.content.get("version") != VERSION:
        raise ValueError(f"version {memory.content.get('version')}, expected {VERSION}")
    unseen_s, is_guess = utc_s - memory.utc_s, False
    if not (is_believed(memory.utc_s) and is_believed(utc_s) and unseen_s >= 0.0):
        unseen_s = UNSEEN_S
        is_guess = True
    try:
        content = rebased(memory.content, t_s - unseen_s - memory.t_s)
        if is_guess:  # and so would be any time of day that is counted on from it
            content["prompts"] = {**content["prompts"], "wall": None}
    except (KeyError, TypeError) as error:
        raise ValueError(f"it is damaged: {error!r}") from error
    if is_believed(memory.utc_s):
        content["thought"] = {"told_t_s": t_s, "utc_s": memory.utc_s + unseen_s, "zone": "UTC"}
    return content


def chair_going_on(
    make: Make, content: Mapping[str, Any] | None, sitter_id: int | None, *, weighed_anew: bool
) -> tuple[Chair, bool]:
    """Make the chair that goes on from a memory, or one that begins anew where there is none that it can go on from.

    Parameters
    ----------
    make
        Makes it.
    content
        The memory, on the present clock.
    sitter_id
        Who is said to sit where nothing is remembered.
    weighed_anew
        The calibration is another one than when the memory was written.

    Returns
    -------
    tuple of Chair and bool
        The chair, and whether it goes on from the memory.
    """
    if content is not None:
        try:
            if weighed_anew:
                fresh = make(None, sitter_id).memory
                content = {**content, **{key: fresh[key] for key in OF_THE_SCALES}}
            return make(content, sitter_id), True
        except ValueError as error:
            log.warning("%s (%s)", CANNOT_BE_USED, error)
    return make(None, sitter_id), False
