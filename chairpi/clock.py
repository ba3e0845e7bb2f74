"""The only place that asks what time it is.

Everything measured uses monotonic seconds; wall time is attached at the edge, where rows are stored and pages are drawn.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

BELIEVED_UTC_S = 1_735_689_600.0
"""The beginning of 2025 [POSIX s]: no chair of ours has seen an earlier day."""

AGREES_S = 60.0
"""A clock chip that shows the same as the wall clock to this [s] has set it: neither is read to the second. Our choice."""


def is_believed(utc_s: float) -> bool:
    """Whether this is a time that the wall clock of a chair can show."""
    return utc_s >= BELIEVED_UTC_S


class Clock(Protocol):
    """Monotonic seconds, wall time, and a way to wait."""

    @property
    def speed(self) -> float:
        """How many of this clock's seconds pass in a real one."""

    def monotonic_s(self) -> float:
        """Seconds from any origin that never go back."""

    def utc_s(self) -> float:
        """Wall time as POSIX seconds."""

    def is_set(self) -> bool:
        """Whether the wall time is known to be right, as far as the machine can tell."""

    def origin_id(self) -> str:
        """What tells this clock's monotonic origin from others: only times of one origin compare."""

    def wait(self, seconds: float) -> None:
        """Return when `seconds` of this clock have passed; at once when not positive."""


class RealClock:
    """The machine's own clocks. `CLOCK_BOOTTIME` goes on while the machine sleeps, so a suspended laptop shows a gap."""

    speed = 1.0

    def monotonic_s(self) -> float:
        """Seconds since the machine started, suspend included."""
        return time.clock_gettime(time.CLOCK_BOOTTIME)

    def utc_s(self) -> float:
        """Wall time as POSIX seconds."""
        return time.time()

    def is_set(self) -> bool:
        """Whether the network's time or a clock chip has set it since the machine's start."""
        return machine_clock_is_set(Path("/"), self.utc_s())

    def origin_id(self) -> str:
        """The kernel's name for this start of the machine."""
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()

    def wait(self, seconds: float) -> None:
        """Sleep."""
        if seconds > 0:
            time.sleep(seconds)


class ScaledClock:
    """A clock that runs `speed` times as fast as the real one from a common origin: the demo's.

    Two processes that are given the same origins agree at every moment.

    Parameters
    ----------
    speed
        How many of this clock's seconds pass in a real one; positive.
    origin_monotonic_s, origin_utc_s
        The real clock's readings [s] at which this clock showed the same; now, when not given.
    """

    def __init__(
        self, speed: float, *, origin_monotonic_s: float | None = None, origin_utc_s: float | None = None
    ) -> None:
        if not speed > 0:
            raise ValueError(f"speed {speed}: a positive number is needed")
        self.speed = speed
        self._real = RealClock()
        self.origin_monotonic_s = self._real.monotonic_s() if origin_monotonic_s is None else origin_monotonic_s
        self.origin_utc_s = self._real.utc_s() if origin_utc_s is None else origin_utc_s

    def _passed_s(self) -> float:
        return (self._real.monotonic_s() - self.origin_monotonic_s) * self.speed

    def monotonic_s(self) -> float:
        """Scaled seconds since the machine started."""
        return self.origin_monotonic_s + self._passed_s()

    def utc_s(self) -> float:
        """Wall time as it would be if time ran `speed` times as fast since the origin."""
        return self.origin_utc_s + self._passed_s()

    def is_set(self) -> bool:
        """It is whatever time it says: nothing else knows better."""
        return True

    def origin_id(self) -> str:
        """The machine's start, and where and how fast this clock went on from there."""
        return f"{self._real.origin_id()} x{self.speed:g} from {self.origin_monotonic_s:.3f}"

    def wait(self, seconds: float) -> None:
        """Sleep for `seconds` of this clock."""
        self._real.wait(seconds / self.speed)


class ManualClock:
    """A clock that moves only when told, or when somebody waits: as fast as the machine can, the same each time."""

    speed = 1.0

    def __init__(self, monotonic_s: float = 0.0, utc_s: float = 0.0) -> None:
        self._monotonic_s = monotonic_s
        self._utc_s = utc_s
        self._is_set = True
        self._origin_id = "manual"

    def set_wall(self, utc_s: float, *, is_set: bool = True) -> None:
        """Show another wall time from now on; `is_set`: known to be right."""
        self._utc_s, self._is_set = utc_s, is_set

    def start_anew(self, origin_id: str, utc_s: float, *, is_set: bool) -> None:
        """Count from 0 again, as after a start of the machine."""
        self._monotonic_s, self._origin_id = 0.0, origin_id
        self.set_wall(utc_s, is_set=is_set)

    def monotonic_s(self) -> float:
        """The seconds it was moved to."""
        return self._monotonic_s

    def utc_s(self) -> float:
        """The wall time it was moved to."""
        return self._utc_s

    def is_set(self) -> bool:
        """What it was told."""
        return self._is_set

    def origin_id(self) -> str:
        """The same until it starts anew."""
        return self._origin_id

    def wait(self, seconds: float) -> None:
        """Move on by `seconds`."""
        if seconds > 0:
            self._monotonic_s += seconds
            self._utc_s += seconds


def network_has_set(root: Path) -> bool | None:
    """Whether systemd's time service has set the clock since the start; `None` where another one, or none, is in charge.

    Parameters
    ----------
    root
        Where `run` and `sys` are.
    """
    directory = root / "run/systemd/timesync"
    return (directory / "synchronized").exists() if directory.is_dir() else None


def machine_clock_is_set(root: Path, utc_s: float) -> bool:
    """Whether a wall clock that shows `utc_s` [POSIX s] is known to be right.

    The network's time has set it, or a clock chip with a battery (a Raspberry Pi 5 can have one) shows the same; a chip whose battery is
    empty begins in 1970. Where neither systemd's service nor a chip is there to ask, as with another time service, a time that can be
    is taken as right.
    """
    if not is_believed(utc_s):
        return False
    told = network_has_set(root)
    if told is not False:
        return True
    try:
        chip_utc_s = float((root / "sys/class/rtc/rtc0/since_epoch").read_text(encoding="ascii"))
    except (OSError, ValueError):
        return False
    return abs(chip_utc_s - utc_s) <= AGREES_S


def rfc_3339(utc_s: float) -> str:
    """POSIX seconds as an RFC 3339 time.

    >>> rfc_3339(0.0)
    '1970-01-01T00:00:00+00:00'
    """
    return datetime.fromtimestamp(utc_s, UTC).isoformat(timespec="seconds")
