"""The sensor process from its start to its end: as a chair, or in safe mode after starts that failed."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from pathlib import Path

from chairpi.chosen_settings import Layers
from chairpi.clock import Clock, RealClock
from chairpi.errors import ChairPiError
from chairpi.link.server import refuse_a_second
from chairpi.notify import Notifier
from chairpi.sensor.lasting import LastingSensor
from chairpi.sensor.safe_mode import SafeMode
from chairpi.sensor.starts import GOOD_AFTER_S, Starts

log = logging.getLogger(__name__)


class SensorService:
    """One sensor process, as systemd or the demo starts it.

    Parameters
    ----------
    read
        Reads chairpi.toml and what was chosen over it.
    clock
        Paces the reader and gives wall time.
    notifier
        Tells systemd how it goes.
    make_sensor
        Makes the chair of settings, a clock, and what is to be called at each turn of its loop.
    """

    def __init__(
        self,
        read: Callable[[], Layers],
        clock: Clock,
        notifier: Notifier,
        *,
        make_sensor: Callable[..., LastingSensor] = LastingSensor,
    ) -> None:
        self._read = read
        self._clock = clock
        self._notifier = notifier
        self._make_sensor = make_sensor
        self._running: LastingSensor | SafeMode | None = None
        self._stopping = False
        self._starts: Starts | None = None
        self._good_s = math.inf

    def stop(self) -> None:
        """End soon; safe to call from a signal handler."""
        self._stopping = True
        if self._running is not None:
            self._running.stop()

    def run(self) -> None:
        """Run until the reader ends or `stop` is called.

        Raises
        ------
        ChairPiError
            Something it needs cannot be had.
        """
        config = self._read().config
        refuse_a_second(config.runtime_dir)
        starts = Starts(Path(config.paths.data_dir), RealClock().origin_id())
        if starts.wants_safe_mode:
            starts.stay_safe()
            self._notifier.ready(f"safe mode after {starts.latest.n_failed} failed starts: {starts.latest.error}")
            safe = self._running = SafeMode(config, starts.latest, self._clock.speed, self._notifier.alive)
            if self._stopping or not safe.run():
                self._notifier.stopping()
                return
            starts.forget()
        self._starts = starts
        starts.begin()
        try:
            self._sense()
        except ChairPiError as error:
            starts.failed(str(error))
            raise
        except Exception as error:
            starts.failed(f"{type(error).__name__}: {error}; the log says more")
            raise
        starts.ended()

    def _sense(self) -> None:
        sensor = self._running = self._make_sensor(self._read, self._clock, alive=self._alive)
        if self._stopping:  # a signal came while there was nothing to stop
            sensor.stop()
        sensor.run()
        self._notifier.stopping()

    def _alive(self) -> None:
        """One turn of the loop that reads was done, whether or not the cells had anything to say."""
        self._notifier.alive()
        if self._starts is None:
            return
        now_s = self._clock.monotonic_s()
        if self._good_s == math.inf:
            self._good_s = now_s + GOOD_AFTER_S
            self._notifier.ready("reading")
        if now_s >= self._good_s:
            self._starts.good()
            self._starts = None
