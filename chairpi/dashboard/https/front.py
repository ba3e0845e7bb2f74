"""TLS in front of the dashboard's server: takes the encryption off and passes the bytes on, on the machine itself.

waitress has no TLS. cheroot has, but shakes hands in the loop that accepts, so a client that connects and says nothing keeps all others out
for ten seconds, and one that sends a byte now and then holds a thread. Behind this front the same threads, limits and time-outs serve
both doors, and asyncio and ssl, which do the work, are Python's own: 2.2 MB, and none of it while HTTPS is off.

The front connects from a port of loopback that it writes down, so that the application learns who is behind it (`SeenThrough`).
"""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
import threading

from chairpi.certificates.kept import Certificates
from chairpi.dashboard.https.seen_through import SeenThrough
from chairpi.errors import ChairPiError
from chairpi.said_once import SaidOnce

log = logging.getLogger(__name__)

CONNECTIONS_MAX = 80
"""Handshakes among them; a browser opens six. Below the 100 that waitress takes, so that plain HTTP is answered though all are taken."""
HANDSHAKE_S = 10.0
"""For a handshake; over a poor Wi-Fi it takes three round trips of a second at most."""
FLUSH_S = 10.0
"""For the last bytes of an answer, when the connection is to end."""
LASTS_S = 900.0
"""No connection lasts longer: a stream ends after ten minutes, and browsers open the next by themselves."""
CHUNK_BYTES = 64 * 1024
LOOK_S = 3600.0
"""How often [s] it is looked whether the certificate ends soon, or the machine has other addresses."""


def tls_context(certificates: Certificates) -> ssl.SSLContext:
    """TLS 1.2 and later, with the ciphers and session tickets that OpenSSL has as its defaults."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.options |= ssl.OP_NO_RENEGOTIATION
    context.set_alpn_protocols(["http/1.1"])
    context.load_cert_chain(certificates.leaf_path)
    return context


class Front:
    """The listening side, in a thread of its own.

    Parameters
    ----------
    listening
        The socket that browsers connect to.
    seen
        The dashboard behind; is told who comes through each connection.
    certificates
        Are looked at every hour.
    """

    def __init__(self, listening: socket.socket, seen: SeenThrough, certificates: Certificates) -> None:
        listening.listen()
        listening.setblocking(False)
        self._listening = listening
        self._seen = seen
        self._certificates = certificates
        self._context = tls_context(certificates)
        self._loop = asyncio.new_event_loop()
        self._stopping = asyncio.Event()
        self._open: set[asyncio.Task[None]] = set()
        self._renewing = SaidOnce(
            log, "the certificate is not renewed", "the certificate is looked after again", level=logging.WARNING
        )
        self._thread = threading.Thread(target=self._run, name="tls", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def stop(self) -> None:
        """Close every connection and end; returns when it has."""
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join()

    def _run(self) -> None:
        try:
            self._loop.run_until_complete(self._serve())
        finally:
            self._loop.close()
            self._listening.close()

    async def _serve(self) -> None:
        tasks = [asyncio.create_task(self._accept()), asyncio.create_task(self._keep_certificate())]
        await self._stopping.wait()
        for task in (*tasks, *self._open):
            task.cancel()
        await asyncio.gather(*tasks, *self._open, return_exceptions=True)
        await asyncio.sleep(0)  # what they closed is gone after the loop's next turn

    async def _accept(self) -> None:
        taking = SaidOnce(log, "no connection could be taken", "connections are taken again", level=logging.WARNING)
        while True:
            try:
                connection, address = await self._loop.sock_accept(self._listening)
            except OSError as error:
                taking.failed(error)
                await asyncio.sleep(1.0)
                continue
            taking.works()
            if len(self._open) >= CONNECTIONS_MAX:
                connection.close()
                continue
            task = asyncio.create_task(self._serve_one(connection, address[0]))
            self._open.add(task)
            task.add_done_callback(self._open.discard)

    async def _keep_certificate(self) -> None:
        while True:
            await asyncio.sleep(LOOK_S)
            self._look_at_certificate()

    def _look_at_certificate(self) -> None:
        try:
            self._certificates.renew()
            # In any case, for `chairpi certificates` may have made it; it is for every handshake from now on.
            self._context.load_cert_chain(self._certificates.leaf_path)
        except (ChairPiError, OSError) as error:  # the one that was loaded goes on serving
            self._renewing.failed(error)
        else:
            self._renewing.works()

    async def _serve_one(self, connection: socket.socket, client: str) -> None:
        reader = asyncio.StreamReader(CHUNK_BYTES)
        protocol = asyncio.StreamReaderProtocol(reader)
        try:
            transport, _ = await self._loop.connect_accepted_socket(
                lambda: protocol,
                connection,
                ssl=self._context,
                ssl_handshake_timeout=HANDSHAKE_S,
                ssl_shutdown_timeout=FLUSH_S,
            )
        except OSError:  # most often a browser that does not trust the authority yet
            return
        writer = asyncio.StreamWriter(transport, protocol, reader, self._loop)
        try:
            async with asyncio.timeout(LASTS_S):
                await self._join(reader, writer, client)
            writer.close()
            await writer.wait_closed()
        except (OSError, TimeoutError):  # a browser that went away, or has had its time
            transport.abort()
        except asyncio.CancelledError:
            transport.abort()
            raise

    async def _join(self, outer_reader: asyncio.StreamReader, outer_writer: asyncio.StreamWriter, client: str) -> None:
        """Pass bytes both ways until one side has no more."""
        inner_reader, inner_writer = await asyncio.open_connection(
            "127.0.0.1", self._seen.inner_port, limit=CHUNK_BYTES
        )
        port = str(inner_writer.get_extra_info("sockname")[1])
        self._seen.clients[port] = client
        ways = [
            asyncio.create_task(_pass(outer_reader, inner_writer)),
            asyncio.create_task(_pass(inner_reader, outer_writer)),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            inner_writer.close()  # before anything is waited for: where the front ends, that wait is cancelled
            del self._seen.clients[port]
            await asyncio.gather(*ways, return_exceptions=True)


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while chunk := await reader.read(CHUNK_BYTES):
        writer.write(chunk)
        await writer.drain()  # a reader that is slow is waited for, and little is kept for it
