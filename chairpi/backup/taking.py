"""The dashboard's process takes what a restored backup has for it when it starts, and sees to it that both go on with it or neither."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from chairpi.backup.exchange import Part, go_back, goes_back, is_on_trial, is_pending, take, works
from chairpi.data_names import APP_FILE
from chairpi.errors import LinkError, StoreError
from chairpi.link.client import send_command
from chairpi.said_once import SaidOnce
from chairpi.store.app_file import AppFile

log = logging.getLogger(__name__)

STEP_S = 1.0
"""How often the dashboard's process looks whether something waits for it [s]: one look at a directory."""
PATIENCE_S = 15.0
"""How long it waits for the sensor process to take the settings first [s]; where that does not run it comes first itself."""
TRIAL_S = 60.0
"""How long it waits for the sensor process to say that the history works [s]: it looks for its cells anew meanwhile."""


def take_for_web(directory: Path) -> None:
    """Take what waits for the dashboard's process, which has opened nothing yet; where it does not work, what was there before comes back.

    A disk that takes nothing keeps no dashboard from starting: it goes on with what is there, and tries again at the next start.
    """
    try:
        take(directory, Part.WEB)
        if is_on_trial(directory, Part.WEB):
            _try_out(directory)
    except StoreError as error:
        log.error("%s", error)
        try:
            go_back(directory, Part.WEB)
        except StoreError as why:
            log.error("%s", why)


def _try_out(directory: Path) -> None:
    file = AppFile(directory / APP_FILE)
    try:
        file.read("SELECT 1")
    except StoreError as error:
        log.error("the restored backup cannot be used, so what was there before comes back: %s", error)
        file.close()
        go_back(directory, Part.WEB)
    else:
        file.close()
        works(directory, Part.WEB)


def ask_sensor(runtime_dir: Path) -> None:
    """Have the sensor process give back what it took; where it does not run it does so when it starts.

    Raises
    ------
    LinkError
        It does not answer.
    """
    send_command(runtime_dir, {"request": "restore"}, timeout_s=PATIENCE_S)


def wait_for_restore(directory: Path, stopping: threading.Event, ask: Callable[[], None]) -> bool:
    """Wait until the dashboard's process is to begin anew with a restored backup; `False`: it ends first.

    Parameters
    ----------
    directory
        Where the data are.
    stopping
        Set when it ends.
    ask
        Called when the sensor process works with what goes back, until it has given it back.
    """
    waited_s = asked_s = 0.0
    asking = SaidOnce(log, "the chair is to give back what does not work, and does not answer", "it answered")
    while not stopping.wait(STEP_S):
        waited_s = waited_s + STEP_S if is_pending(directory, Part.WEB) else 0.0
        if waited_s > _patience_s(directory):
            return True
        asked_s = asked_s + STEP_S if goes_back(directory) and is_pending(directory, Part.SENSOR) else 0.0
        if asked_s > PATIENCE_S:
            asked_s = 0.0
            try:
                ask()
            except LinkError as error:
                asking.failed(error)
    return False


def _patience_s(directory: Path) -> float:
    if goes_back(directory):
        return STEP_S
    if is_pending(directory, Part.SENSOR):
        return PATIENCE_S
    return TRIAL_S if is_on_trial(directory, Part.SENSOR) else STEP_S
