"""The sensor process through every change of its settings: what is open is closed as when it is stopped, and it begins anew.

What was chosen in the browser never keeps the chair from starting: where it cannot, it starts with chairpi.toml alone; and where a
change cannot be taken over, the chair goes on as it was and says why.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from chairpi.chosen_settings import Layers, set_aside
from chairpi.clock import Clock
from chairpi.config.tables import Config
from chairpi.errors import ChairPiError, DamagedError, StoreError
from chairpi.readers.open_reader import open_reader
from chairpi.readers.reader import Reader
from chairpi.sensor.keeping import BEGIN_ANEW
from chairpi.sensor.process import Sensor
from chairpi.sensor.restored import Restored
from chairpi.sensor.wanted import Wanted

log = logging.getLogger(__name__)

MENDED = "beginning anew with what took the damaged history's place"


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
    alive
        Called at each turn of the loop that reads.

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
        alive: Callable[[], None] = lambda: None,
    ) -> None:
        self._read = read
        self._alive = alive
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
        while (wanted := self._run()) is not None:
            if wanted.is_restored:
                log.info("beginning anew with a restored backup")
                self._sensor = self._after_restore(wanted)
            else:
                log.info("the settings were changed: beginning anew with them")
                self._sensor = self._next(wanted)
            if self._stopping:  # a signal came while there was nothing to stop
                self._sensor.stop()

    def _run(self) -> Wanted | None:
        while True:
            try:
                return self._sensor.run()
            except BEGIN_ANEW as error:  # what is damaged is set aside by now, and said
                log.info(MENDED if isinstance(error, DamagedError) else str(error))
                self._sensor = self._made(self._config)

    def _first(self) -> tuple[Config, Sensor]:
        backup = Restored(self._read().base)
        try:
            backup.take()
        except StoreError as error:  # a disk that takes nothing: the chair begins with what is there
            log.error("%s", error)
            backup.give_back()
        try:
            first = self._begun()
        except ChairPiError:
            if not backup.is_taken:
                raise
            backup.give_back()
            return self._begun()
        backup.keep()
        return first

    def _begun(self) -> tuple[Config, Sensor]:
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

    def _after_restore(self, wanted: Wanted) -> Sensor:
        backup = Restored(self._config)
        try:
            backup.take()
            self._config, sensor = self._begun()
        except ChairPiError as error:
            log.error("the chair goes on as it was: %s", error)
            backup.give_back()
            sensor = self._made(self._config)
            wanted.asker({"ok": False, "why": str(error)})
        else:
            backup.keep()
            wanted.asker({"ok": True, "events": []})
        return sensor

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
        try:
            return self._sensor_of(config, reader)
        except DamagedError:  # as above; and the reader is closed
            log.info(MENDED)
            return self._sensor_of(config, None)

    def _sensor_of(self, config: Config, reader: Reader | None) -> Sensor:
        return Sensor(
            config,
            self._clock,
            self._open_cells(config, self._clock) if reader is None else reader,
            read_anew=lambda: self._read().config,
            started_s=self._started_s,
            alive=self._alive,
        )
