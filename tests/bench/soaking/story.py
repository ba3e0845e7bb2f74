"""The time that both processes share, and the story that it tells.

The story's seconds run from the first day's midnight. The sensor process moves them on as it reads; the web process follows; whoever
tells the story sets the clocks wrong and starts the machine anew.
"""

from __future__ import annotations

import mmap
import struct
from pathlib import Path

from chairpi.clock import ManualClock

FORMAT = struct.Struct("<dddd")

DAY_S = 86_400.0
MIDNIGHT_UTC_S = 1_795_647_600.0
"""26 November 2026, midnight in Zurich [POSIX s]: the story's second 0."""
ZONE = "Europe/Zurich"


class Story:
    """Four numbers in a file that several processes look at.

    Parameters
    ----------
    path
        The file; made when it is not there.

    Attributes
    ----------
    now_s
        How far the story is [s].
    """

    def __init__(self, path: Path) -> None:
        if not path.exists():
            path.write_bytes(FORMAT.pack(0.0, 0.0, 0.0, 0.0))
        with path.open("r+b") as file:
            self._shared = mmap.mmap(file.fileno(), FORMAT.size)

    def _get(self, index: int) -> float:
        return float(FORMAT.unpack(self._shared[:])[index])

    def _set(self, index: int, value: float) -> None:
        struct.pack_into("<d", self._shared, 8 * index, value)

    @property
    def now_s(self) -> float:
        """How far the story is [s]."""
        return self._get(0)

    @now_s.setter
    def now_s(self, value: float) -> None:
        self._set(0, value)

    @property
    def started_s(self) -> float:
        """When the machine was started [s of the story]."""
        return self._get(1)

    @property
    def boot(self) -> int:
        """The number of this start of the machine."""
        return int(self._get(2))

    def boots(self) -> None:
        """The machine starts anew, now."""
        self._set(1, self.now_s)
        self._set(2, self._get(2) + 1)

    @property
    def wrong_by_s(self) -> float:
        """How far the wall clock is ahead of the true time [s]."""
        return self._get(3)

    @wrong_by_s.setter
    def wrong_by_s(self, value: float) -> None:
        self._set(3, value)


class StoryClock(ManualClock):
    """The machine's clocks in the story. Whoever waits moves it on, so only the sensor process may; the web process looks."""

    def __init__(self, story: Story) -> None:
        super().__init__()
        self._story = story

    def monotonic_s(self) -> float:
        """Seconds since the machine's start."""
        return self._story.now_s - self._story.started_s

    def utc_s(self) -> float:
        """What the wall clock shows [POSIX s], wrong or not."""
        return MIDNIGHT_UTC_S + self._story.now_s + self._story.wrong_by_s

    def is_set(self) -> bool:
        """Whether the wall clock is right."""
        return self._story.wrong_by_s == 0.0

    def origin_id(self) -> str:
        """The machine's start."""
        return boot_id(self._story.boot)

    def wait(self, seconds: float) -> None:
        """Move the story on."""
        if seconds > 0:
            self._story.now_s += seconds


def boot_id(number: int) -> str:
    """What a start of the machine is called in the history."""
    return f"boot-{number}"
