"""The sensor process through every change of its settings: what is open is closed as when it is stopped, and it begins anew.

What was chosen in the browser never keeps the chair from starting: where it cannot, it starts with chairpi.toml alone; and where a
change cannot be taken over, the chair goes on as it was and says why.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from chairpi.chosen_settings import Layers, set_aside
from chairpi.clock import Clock
from chairpi.config import Config
from chairpi.errors import ChairPiError
from chairpi.readers.open_reader import open_reader
from chairpi.readers.reader import Reader
from chairpi.sensor.process import Sensor
from chairpi.sensor.wanted import Wanted

log = logging.getLogger(__name__)


class LastingSensor:
    """One sensor after the other, in one process.

    Parameters
    ----------
    read
        Reads chairpi.toml and what was chosen over it.
    clock
        Paces the reader and gives wall time.
    open_cells
        Opens the reader that a configuration asks for.

    Raises
    ------
    ChairPiError
        Something it needs cannot be had, with chairpi.toml alone either; nothing is left open.
    """

    def __init__(
        self,
        read: Callable[[], Layers],
        clock: Clock,
        *,
        open_cells: Callable[[Config, Clock], Reader] = open_reader,
    ) -> None:
        self._read = read
        self._clock = clock
        self._open_cells = open_cells
        self._started_s = clock.monotonic_s()
        self._stopping = False
        self._config, self._sensor = self._first()

    def stop(self) -> None:
        """End at the next frame; safe to call from a signal handler."""
        self._stopping = True
        self._sensor.stop()

    def run(self) -> None:
        """Run until the reader ends or `stop` is called.

        Raises
        ------
        ChairPiError
            The settings cannot be taken over, and those before cannot be gone back to.
        """
        while (wanted := self._sensor.run()) is not None:
            log.info("the settings were changed: beginning anew with them")
            self._sensor = self._next(wanted)
            if self._stopping:  # a signal came while there was nothing to stop
                self._sensor.stop()

    def _first(self) -> tuple[Config, Sensor]:
        layers = self._read()
        try:
            return layers.config, self._made(layers.config)
        except ChairPiError as error:
            if not layers.chosen:
                raise
            why = str(error)
        sensor = self._made(layers.base)
        set_aside(layers.path, why)
        return layers.base, sensor

    def _next(self, wanted: Wanted) -> Sensor:
        try:
            sensor = self._made(wanted.config, wanted.reader)
        except ChairPiError as error:
            log.error("the chair goes on with the settings that it had: %s", error)
            sensor = self._made(self._config)
            wanted.asker({"ok": False, "why": str(error)})
        else:
            self._config = wanted.config
            wanted.asker({"ok": True, "events": []})
        return sensor

    def _made(self, config: Config, reader: Reader | None = None) -> Sensor:
        return Sensor(
            config,
            self._clock,
            self._open_cells(config, self._clock) if reader is None else reader,
            read_anew=lambda: self._read().config,
            started_s=self._started_s,
        )
