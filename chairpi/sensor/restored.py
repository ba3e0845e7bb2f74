"""A restored backup, taken by the sensor process while it has nothing open."""

from __future__ import annotations

import logging
from pathlib import Path

from chairpi.config.tables import Config
from chairpi.data_names import RESTORE
from chairpi.errors import StoreError
from chairpi.sensor.keeping import MEMORY_FILE
from chairpi.store.left_over import LeftOver

log = logging.getLogger(__name__)


class Restored:
    """What waits for this process, if anything.

    Parameters
    ----------
    config
        Says where the data are, and what the chair has in mind.

    Attributes
    ----------
    is_taken
        Whether something was put in place, and may be given back.
    """

    def __init__(self, config: Config) -> None:
        self._directory = Path(config.paths.data_dir)
        self._memory = config.runtime_dir / MEMORY_FILE
        self._left_over = LeftOver(config.runtime_dir)
        self.is_taken = False

    def take(self) -> None:
        """Put it in place, or back what was there before; what the chair had in mind, and what waited, is of another history, and goes.

        Raises
        ------
        StoreError
            It cannot be put in place.
        """
        if not (self._directory / RESTORE).exists():
            return
        # Imported only where something waits: it loads OpenSSL, 5 MB that the sensor process needs for nothing else.
        from chairpi.backup.exchange import Part, is_on_trial, take

        is_exchanged = False
        try:
            is_exchanged = take(self._directory, Part.SENSOR)
        finally:
            # Also where only half of it could be put in place, or a cut came before what follows.
            self.is_taken = is_on_trial(self._directory, Part.SENSOR)
        if is_exchanged or self.is_taken:
            self._forget()

    def keep(self) -> None:
        """The chair works with it."""
        if self.is_taken:
            from chairpi.backup.exchange import Part, works

            try:
                works(self._directory, Part.SENSOR)
            except StoreError as error:
                log.warning("%s", error)

    def give_back(self) -> None:
        """The chair does not work with it: what was there before comes back, here and with the dashboard's process."""
        if self.is_taken:
            from chairpi.backup.exchange import Part, go_back

            log.error("the restored backup cannot be used, so what was there before comes back")
            self.is_taken = False
            try:
                go_back(self._directory, Part.SENSOR)
                self._forget()
            except OSError as error:
                log.error("%s", error)

    def _forget(self) -> None:
        self._memory.unlink(missing_ok=True)
        self._left_over.forget()
