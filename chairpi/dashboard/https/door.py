"""Opens HTTPS and closes it while the dashboard runs: at its start, and when somebody switches it."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from chairpi.certificates.kept import Certificates
from chairpi.dashboard.https.offer import Offer
from chairpi.dashboard.https.seen_through import SeenThrough
from chairpi.dashboard.sockets import listening_socket
from chairpi.errors import ChairPiError

if TYPE_CHECKING:
    from chairpi.dashboard.https.front import Front

log = logging.getLogger(__name__)


class Door:
    """The TLS front, while there is one; the offer says how it went.

    Parameters
    ----------
    offer
        Has the certificates, and is told the port and what stood in the way.
    host
        Address to listen on.
    seen
        The dashboard behind it.
    """

    def __init__(self, offer: Offer, host: str, seen: SeenThrough) -> None:
        self._offer = offer
        self._host = host
        self._seen = seen
        self._front: Front | None = None
        self._lock = threading.Lock()
        offer.door = self

    def open(self, port: int) -> None:
        """Serve HTTPS on this port, and on no other; 0 for none. What stands in the way is said, and plain HTTP serves on."""
        with self._lock:
            self._end()
            self._offer.port, self._offer.trouble = port, ""
            certificates = self._offer.certificates
            if not port or certificates is None:
                return
            try:
                self._begin(port, certificates)
            except (ChairPiError, OSError) as error:
                log.error("the dashboard is not served over HTTPS: %s", error)
                self._offer.trouble = str(error)

    def close(self) -> None:
        """End it; returns when every connection is closed."""
        with self._lock:
            self._end()

    def _begin(self, port: int, certificates: Certificates) -> None:
        from chairpi.dashboard.https.front import Front  # brings asyncio, which plain HTTP does without

        certificates.renew()
        listening = listening_socket(self._host, port, option="web.https_port")
        try:
            front = Front(listening, self._seen, certificates)
        except OSError:
            listening.close()
            raise
        self._seen.outer_port = port
        front.start()
        self._front = front

    def _end(self) -> None:
        if self._front is not None:
            self._front.stop()
            self._front = None
