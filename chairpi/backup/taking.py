"""Each process takes what a restored backup has for it when it starts, and goes back where that does not work."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from chairpi.backup.restoring import Part, go_back, is_pending, is_unproven, settle, take
from chairpi.errors import StoreError
from chairpi.store.app_file import AppFile

log = logging.getLogger(__name__)

STEP_S = 1.0
"""How often the dashboard's process looks whether something waits for it [s]: one look at a directory."""
PATIENCE_S = 15.0
"""How long it waits for the sensor process to take the settings first [s]; where that does not run it comes first itself."""
TRIAL_S = 60.0
"""How long it waits for the sensor process to say that the history works [s]: it looks for its cells anew meanwhile."""


def take_for_web(directory: Path) -> None:
    """Take what waits for the dashboard's process, which has opened nothing yet.

    Raises
    ------
    StoreError
        It cannot be put in place.
    """
    if not take(directory, Part.WEB) and not is_unproven(directory, Part.WEB):
        return
    file = AppFile(directory / "app.db")
    try:
        file.read("SELECT 1")
    except StoreError as error:
        log.error("the restored backup cannot be used, so what was there before is back: %s", error)
        file.close()
        go_back(directory, Part.WEB)
    else:
        file.close()
        settle(directory, Part.WEB)


def wait_for_restore(directory: Path, stopping: threading.Event) -> bool:
    """Wait until the dashboard's process is to begin anew with a restored backup; `False`: it ends first."""
    waited_s = 0.0
    while not stopping.wait(STEP_S):
        waited_s = waited_s + STEP_S if is_pending(directory, Part.WEB) else 0.0
        if waited_s > _patience_s(directory):
            return True
    return False


def _patience_s(directory: Path) -> float:
    if is_pending(directory, Part.SENSOR):
        return PATIENCE_S
    return TRIAL_S if is_unproven(directory, Part.SENSOR) else STEP_S
