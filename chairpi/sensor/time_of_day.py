"""When to tell the chair what the wall clock shows: at the start, when it jumped, and when the house moved to another time zone.

The core counts seconds and never looks at a clock. A Raspberry Pi without a clock chip starts years behind until the network comes, so a
time before this programme was written is none.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

from chairpi.clock import Clock, is_believed
from chairpi.core.requests import TellTime

log = logging.getLogger(__name__)

JUMP_S = 1.0
"""A wall clock that has moved by more than this against the monotonic one was set [s]. Rates differ by some milliseconds a minute."""

LOOK_EVERY_S = 60.0

LOCALTIME = Path("/etc/localtime")
TIMEZONE = Path("/etc/timezone")


def zone_of_machine(localtime: Path = LOCALTIME, timezone: Path = TIMEZONE) -> str:
    """The IANA name of the machine's time zone; UTC where it has none.

    Parameters
    ----------
    localtime
        A link into the time zone database, as systemd and Debian make it.
    timezone
        A file with the name, as Debian keeps it too.
    """
    target = localtime.resolve()
    if "zoneinfo" in target.parts:
        parts = target.parts[target.parts.index("zoneinfo") + 1 :]
        name = "/".join(part for part in parts if part not in ("posix", "right"))
        if is_zone(name):
            return name
    try:
        name = timezone.read_text(encoding="utf-8").strip()
    except OSError:
        return "UTC"
    return name if is_zone(name) else "UTC"


def is_zone(name: str) -> bool:
    """Whether this machine knows a time zone of this name."""
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        return False
    return True


class TimeOfDay:
    """Watches the wall clock.

    Parameters
    ----------
    clock
        Both clocks.
    zone
        IANA name of the household's time zone; empty: the machine's, which may be set anew while we run.
    told_offset_s
        Gives wall clock minus monotonic clock [s] by what a person said; `None` where the wall clock is to be believed.
    """

    def __init__(self, clock: Clock, zone: str, told_offset_s: Callable[[], float | None] = lambda: None) -> None:
        self._clock = clock
        self._told_offset_s = told_offset_s
        self._zone = zone
        if zone and not is_zone(zone):
            log.warning("web.time_zone: this machine knows no time zone %r; its own is used", zone)
            self._zone = ""
        self._look_t_s = -math.inf
        self._told: tuple[float, str] | None = None

    @property
    def offset_s(self) -> float:
        """Wall clock minus monotonic clock now [s]."""
        told_s = self._told_offset_s()
        return self._clock.utc_s() - self._clock.monotonic_s() if told_s is None else told_s

    def look_soon(self) -> None:
        """Look with the next frame."""
        self._look_t_s = -math.inf

    def look(self, t_s: float) -> TellTime | None:
        """What the chair is to be told at `t_s` [s]; `None` when there is nothing new. Cheap enough for every frame."""
        if t_s < self._look_t_s:
            return None
        self._look_t_s = t_s + LOOK_EVERY_S
        offset_s, zone = self.offset_s, self._zone or zone_of_machine()
        if not is_believed(t_s + offset_s):
            return None
        if self._told is not None and self._told[1] == zone and abs(offset_s - self._told[0]) <= JUMP_S:
            return None
        self._told = (offset_s, zone)
        return TellTime(t_s, t_s + offset_s, zone)
