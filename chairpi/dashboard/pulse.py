"""Tells systemd that the dashboard lives: a request to itself was answered, the way that a browser's is."""

from __future__ import annotations

import http.client
import logging
import math
import threading

from chairpi.notify import Notifier

log = logging.getLogger(__name__)

PATH = "/healthz"
"""It goes through the server's threads, the gate, the live feed and the history. Any answer will do: what it tells is of the chair."""


class Pulse:
    """A thread that asks, and pings for each answer; none where nobody waits for pings.

    Parameters
    ----------
    notifier
        Tells systemd.
    port
        Where the dashboard listens on loopback.
    """

    def __init__(self, notifier: Notifier, port: int) -> None:
        self._notifier = notifier
        self._port = port
        self._stopping = threading.Event()
        self._fails = False
        self._thread = threading.Thread(target=self._ask_on, name="pulse", daemon=True)

    def start(self) -> None:
        """Begin to ask."""
        if self._notifier.every_s < math.inf:
            self._thread.start()

    def stop(self) -> None:
        """Ask no more; a question that is under way is not waited for."""
        self._stopping.set()

    def _ask_on(self) -> None:
        while not self._stopping.is_set():
            self._ask()
            self._stopping.wait(self._notifier.every_s / 2)

    def _ask(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=self._notifier.every_s)
        try:
            connection.request("GET", PATH)
            connection.getresponse().read()
        except (OSError, http.client.HTTPException) as error:
            if not self._fails and not self._stopping.is_set():
                log.error("the dashboard does not answer itself, so systemd will start it anew: %s", error)
            self._fails = True
        else:
            self._fails = False
            self._notifier.alive()
        finally:
            connection.close()
