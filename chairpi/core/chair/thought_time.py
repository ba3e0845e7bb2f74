"""What time it was thought to be when the machine started, for as long as the network may still know better.

A Raspberry Pi without a clock chip starts with the time at which it was switched off. So a jump ahead soon after a start is how long nobody
watched.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from chairpi.core.presence.bouts import UNKNOWN_MOST_S
from chairpi.core.time_of_day.wall import Wall

THOUGHT_S = 3600.0
"""So long after a start of the machine the network may still tell that it is later than was thought [s]: our choice."""


class ThoughtTime:
    """The time that was thought; nothing, where the machine did not start with a memory."""

    def __init__(self) -> None:
        self._wall: Wall | None = None
        self._until_t_s = -math.inf

    def was_behind(self, t_s: float, utc_s: float) -> bool:
        """Whether the clock that shows `utc_s` [POSIX s] at `t_s` [s] is further ahead than anybody can tell what was in between."""
        ahead_s = None if self._wall is None else self._wall.moved_s(t_s, utc_s)
        return ahead_s is not None and ahead_s >= UNKNOWN_MOST_S

    def told(self, t_s: float, *, was_behind: bool) -> None:
        """The time was told at `t_s` [s]: what was thought is over once it was wrong, or has stood for long enough."""
        if was_behind or t_s >= self._until_t_s:
            self._wall = None

    def recall(self, record: Mapping[str, Any] | None) -> None:
        """Take what is thought, as `chairpi.core.time_of_day.wall.Wall.to_record` gives it; nothing where that is `None`.

        Raises
        ------
        KeyError, ValueError
            It is no such record.
        """
        if record is not None:
            self._wall = Wall.from_record(record)
            self._until_t_s = float(record["told_t_s"]) + THOUGHT_S
