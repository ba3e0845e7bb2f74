"""The dashboard on the network: waitress, on a listening socket of our own.

An event stream holds one thread, and a phone that falls asleep without a word would hold it for ever.
So accepted connections inherit from our socket: unanswered data ends a connection after ten seconds (TCP_USER_TIMEOUT), idle ones are
probed, and little is buffered for a reader that has stopped reading.
Measured with three such readers: without, all three threads were still held after 30 s, with 5 MB buffered; with, all were free within
15 s, with 0.5 MB.
"""

from __future__ import annotations

import errno
import logging
import signal
import socket
from collections.abc import Callable
from types import FrameType

import waitress
from flask import Flask

from chairpi.dashboard.app import stop_listening
from chairpi.dashboard.services import EXTENSION, Services
from chairpi.errors import ChairPiError

log = logging.getLogger(__name__)

THREADS = 32
"""Eight more than there may be event streams. 200 threads would cost 5 MB."""
UNANSWERED_MS = 10_000
BUFFER_BYTES = 64 * 1024


def serve(app: Flask, host: str, port: int, *, ready: Callable[[str], None] | None = None) -> None:
    """Serve the dashboard until SIGTERM or SIGINT, then end cleanly.

    Parameters
    ----------
    app
        From `create_app`; its background thread ends with the server.
    host
        Address to listen on; "0.0.0.0" for every IPv4 address of the machine, "::" for IPv6 as well.
    port
        TCP port; 0 for any free one.
    ready
        Called with the dashboard's address once it can be opened.

    Raises
    ------
    ChairPiError
        The port is taken or not allowed, or the address is not this machine's.
    """
    services: Services = app.extensions[EXTENSION]

    def end(signal_number: int, frame: FrameType | None) -> None:
        services.feed.stopping.set()  # streams see it within a second and let go of their threads
        raise SystemExit(0)

    try:
        listening = listening_socket(host, port)
    except ChairPiError:
        stop_listening(app)
        raise
    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        server = waitress.create_server(
            app, sockets=[listening], threads=THREADS, outbuf_high_watermark=BUFFER_BYTES, ident=None
        )
        address = _address(host, listening)
        log.info("the dashboard is at %s", address)
        if ready:
            ready(address)
        server.run()  # returns after SystemExit, when its threads have ended or five seconds have passed
        server.close()
    except SystemExit:
        log.info("asked to end before the server ran")
    finally:
        stop_listening(app)
        listening.close()
        for number, handler in before.items():
            signal.signal(number, handler)


def listening_socket(host: str, port: int) -> socket.socket:
    """A bound TCP socket whose accepted connections notice a silent other end."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.socket(family, kind, protocol)
    except OSError as error:
        raise ChairPiError(
            f"the dashboard cannot listen on {host!r}: {error}. Choose another address with --host."
        ) from error
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUFFER_BYTES)
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNANSWERED_MS)
    if family == socket.AF_INET6:
        listening.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    try:
        listening.bind(place)
    except OSError as error:
        listening.close()
        raise ChairPiError(_why_not(host, port, error)) from error
    return listening


def _why_not(host: str, port: int, error: OSError) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            return f"port {port} is already in use, perhaps by another ChairPi. End that one, or choose another port with --port."
        case errno.EACCES:
            return f"port {port} is not allowed for this user. Choose one above 1023 with --port."
        case errno.EADDRNOTAVAIL:
            return f"{host} is not an address of this machine. Choose another with --host; 0.0.0.0 means all of them."
        case _:
            return f"the dashboard cannot listen on {host} port {port}: {error}. Choose others with --host and --port."


def _address(host: str, listening: socket.socket) -> str:
    port = listening.getsockname()[1]
    shown = {"0.0.0.0": socket.gethostname(), "::": socket.gethostname()}.get(host, host)  # noqa: S104 - said, not bound
    shown = f"[{shown}]" if ":" in shown else shown
    return f"http://{shown}" if port == 80 else f"http://{shown}:{port}"
