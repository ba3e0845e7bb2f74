"""The dashboard on the network: waitress, on a listening socket of our own; over HTTPS too, where the configuration has a port for it."""

from __future__ import annotations

import logging
import os
import signal
import socket
from collections.abc import Callable
from contextlib import ExitStack
from threading import Event, Thread
from types import FrameType

import waitress
from flask import Flask

from chairpi.backup.automatic import backups_directory
from chairpi.backup.taking import ask_sensor, wait_for_restore
from chairpi.dashboard.app import stop_listening
from chairpi.dashboard.https.door import Door
from chairpi.dashboard.https.offer import Offer
from chairpi.dashboard.https.seen_through import SeenThrough
from chairpi.dashboard.pulse import Pulse
from chairpi.dashboard.request_bodies import BODY_MOST_BYTES, bound_bodies
from chairpi.dashboard.services import EXTENSION, Services
from chairpi.dashboard.sockets import BUFFER_BYTES, listening_socket
from chairpi.notify import Notifier

log = logging.getLogger(__name__)

THREADS = 40
"""Eight more than there may be event streams. 200 threads would cost 5 MB."""


def serve(
    app: Flask,
    host: str,
    port: int,
    *,
    ready: Callable[[str], None] | None = None,
    notifier: Notifier | None = None,
) -> bool:
    """Serve the dashboard until SIGTERM or SIGINT, or until a restored backup waits for it, then end cleanly.

    Parameters
    ----------
    app
        From `create_app`; its background thread ends with the server.
    host
        Address to listen on; "0.0.0.0" for every IPv4 address of the machine, "::" for IPv6 as well.
    port
        TCP port; 0 for any free one.
    ready
        Called with each of the dashboard's addresses once it can be opened, that of plain HTTP first.
    notifier
        Tells systemd how it goes; the one that this process was started with when not given.

    Returns
    -------
    bool
        Whether a restored backup waits, with which the process is to begin anew.

    Raises
    ------
    ChairPiError
        The port is taken or not allowed, or the address is not this machine's.
    """
    services: Services = app.extensions[EXTENSION]
    notifier = notifier or Notifier()
    begins_anew = Event()

    def watch() -> None:
        directory, stopping = services.app_path.parent, services.feed.stopping
        if wait_for_restore(directory, stopping, lambda: ask_sensor(services.link_dir)):
            begins_anew.set()
            os.kill(os.getpid(), signal.SIGTERM)

    def end(signal_number: int, frame: FrameType | None) -> None:
        services.feed.stopping.set()  # streams see it within a second and let go of their threads
        raise SystemExit(0)

    with ExitStack() as ending:
        ending.callback(stop_listening, app)
        listening = ending.enter_context(listening_socket(host, port))
        for number in (signal.SIGTERM, signal.SIGINT):
            ending.callback(signal.signal, number, signal.signal(number, end))
        try:
            inner = ending.enter_context(listening_socket("127.0.0.1", 0))
            seen = SeenThrough(app, inner.getsockname()[1])
            server = waitress.create_server(
                seen,
                sockets=[listening, inner],
                threads=THREADS,
                outbuf_high_watermark=BUFFER_BYTES,
                max_request_body_size=BODY_MOST_BYTES,  # it is on the disk before the application sees it
                ident=None,
            )
            bound_bodies(server, backups_directory(services.app_path.parent))
            door = Door(services.https, host, seen)
            ending.callback(door.close)
            door.open(services.https.port)
            Thread(target=watch, name="restored backups", daemon=True).start()
            for address in (_address("http", host, listening.getsockname()[1]), *_secure(services.https, host)):
                log.info("the dashboard is at %s", address)
                if ready:
                    ready(address)
            pulse = Pulse(notifier, inner.getsockname()[1])
            ending.callback(pulse.stop)
            notifier.ready(f"serving at {_address('http', host, listening.getsockname()[1])}")
            pulse.start()
            server.run()  # returns after SystemExit, when its threads have ended or five seconds have passed
            server.close()
            if not begins_anew.is_set():
                notifier.stopping()
        except SystemExit:
            log.info("asked to end before the server ran")
    return begins_anew.is_set()


def _secure(offer: Offer, host: str) -> list[str]:
    return [_address("https", host, offer.port)] if offer.is_served else []


def _address(scheme: str, host: str, port: int) -> str:
    shown = {"0.0.0.0": socket.gethostname(), "::": socket.gethostname()}.get(host, host)  # noqa: S104 - said, not bound
    shown = f"[{shown}]" if ":" in shown else shown
    return f"{scheme}://{shown}" if port == {"http": 80, "https": 443}[scheme] else f"{scheme}://{shown}:{port}"
