"""What time it is for the history: looked at now and then, told by a person where no clock knows it."""

from __future__ import annotations

import logging
from collections.abc import Callable

from chairpi.clock import Clock
from chairpi.store.history import History

log = logging.getLogger(__name__)


class KnownTime:
    """Lets the history know what the clocks show, and what people say.

    Parameters
    ----------
    clock
        Both clocks.
    history
        Gives the history as it is now.
    write
        Writes to it, and says once when that fails.
    """

    def __init__(
        self, clock: Clock, history: Callable[[], History], write: Callable[[Callable[[], object]], None]
    ) -> None:
        self._clock = clock
        self._history = history
        self._write = write

    @property
    def told_offset_s(self) -> float | None:
        """Wall clock minus monotonic clock [s] by what a person said; `None` where nobody had to say it."""
        history = self._history()
        return history.offset_s if history.clock_is_told else None

    def look(self) -> None:
        """Look at the clocks; what was written since the start moves with what is known of the time."""
        history, clock = self._history(), self._clock
        before_s, was_set = history.offset_s, history.clock_is_set
        t_s, utc_s, is_set = clock.monotonic_s(), clock.utc_s(), clock.is_set()
        self._write(lambda: history.tell_time(t_s, utc_s, is_set=is_set))
        if history.offset_s != before_s:
            log.info(
                "the time of day is known better: what was written since the start moves by %.0f s",
                history.offset_s - before_s,
            )
        elif history.clock_is_set != was_set:
            log.info("the time of day is known to be right")

    def believe(self, utc_s: float) -> None:
        """Take what a person says that the time is now [POSIX s].

        Raises
        ------
        ValueError
            The time is known already, or it cannot be that time.
        """
        self.look()  # the network may have come meanwhile
        history = self._history()
        before_s = history.offset_s
        self._write(lambda: history.believe_time(self._clock.monotonic_s(), utc_s))
        log.info(
            "a person said what time it is: what was written since the start moves by %.0f s",
            history.offset_s - before_s,
        )
