"""A restored backup, taken by the sensor process while it has nothing open."""

from __future__ import annotations

import logging
from pathlib import Path

from chairpi.backup.files import ASIDE, READY
from chairpi.config import Config
from chairpi.sensor.keeping import MEMORY_FILE

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
        self._history = config.history_path.name
        self.is_taken = False

    def take(self) -> bool:
        """Put it in place; what the chair had in mind is of another history, and goes.

        Raises
        ------
        StoreError
            It cannot be put in place.
        """
        before = self._directory / f"{self._history}{ASIDE}"
        if not (self._directory / READY).exists() and not before.exists():
            return self.is_taken
        # Imported only where something waits: it loads OpenSSL, 5 MB that the sensor process needs for nothing else.
        from chairpi.backup.restoring import Part, is_pending, take

        if is_pending(self._directory, Part.SENSOR):
            self._memory.unlink(missing_ok=True)
            self.is_taken = True  # also where only half of it could be put in place: that half is given back then
            take(self._directory, Part.SENSOR)
        self.is_taken |= before.exists()  # a cut came before it was seen to work
        return self.is_taken

    def keep(self) -> None:
        """The chair works with it: what was there before is deleted."""
        if self.is_taken:
            from chairpi.backup.restoring import Part, settle

            settle(self._directory, Part.SENSOR)

    def give_back(self) -> None:
        """The chair does not work with it: what was there before comes back."""
        if self.is_taken:
            from chairpi.backup.restoring import Part, go_back

            log.error("the restored backup cannot be used, so what was there before is back")
            go_back(self._directory, Part.SENSOR)
            self.is_taken = False
