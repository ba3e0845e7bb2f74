"""How long a request may be, by its address, and that nobody's backup is read before the gate has let it in.

waitress has a whole body before anybody asks who sent it. At most addresses that is a form, and bounded. Where a backup is uploaded the
connection is not read beyond the header until the application was asked, with all of the request but the body: it says 204, and the body
comes, into a file beside the backups and never into a folder that is memory; or it does not, and its answer is the request's, without any
body. One comes at a time.
"""

from __future__ import annotations

import contextlib
import copy
import socket
import tempfile
import threading
from collections.abc import Iterable
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any

from waitress.adjustments import Adjustments
from waitress.buffers import TempfileBasedBuffer
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.receiver import FixedStreamReceiver
from waitress.server import BaseWSGIServer, MultiSocketServer
from waitress.task import WSGITask

from chairpi.dashboard.yours.uploading import (
    FORM_BYTES,
    IS_ASKED,
    N_BYTES,
    UPLOAD_MAX_BYTES,
    UPLOAD_PATH,
    WHY_NOT,
    WhyNot,
)

BODY_MOST_BYTES = UPLOAD_MAX_BYTES + FORM_BYTES
"""The longest request: a backup that somebody puts back."""
ELSEWHERE_BYTES = 512 * 1024
"""At any other address [bytes]: twice the longest form, which the application bounds itself; it stays in memory. Our choice."""
DROPPED_BYTES = 64 * 1024


class Spool(TempfileBasedBuffer):  # type: ignore[misc]  # waitress has no types
    """A body on the disk, under no name: what a cut leaves of it is nothing.

    Parameters
    ----------
    directory
        Where.
    turn
        Held while it is there.
    """

    def __init__(self, directory: Path, turn: threading.Semaphore) -> None:
        self._directory = directory
        self._turn: threading.Semaphore | None = turn
        super().__init__()

    def newfile(self) -> Any:  # whatever tempfile gives
        """The file."""
        return tempfile.TemporaryFile("w+b", dir=self._directory)

    def close(self) -> None:
        """Let go of it; another one may come."""
        turn, self._turn = self._turn, None
        with contextlib.suppress(OSError):  # what a full disk did not take is nobody's
            super().close()
        if turn is not None:
            turn.release()


class BoundedParser(HTTPRequestParser):  # type: ignore[misc]  # waitress has no types
    """Reads requests as waitress does, but refuses a long body at an address that takes none with 413, and waits with one that may come."""

    adj: Adjustments
    content_length: int
    is_waiting = False
    why_not: WhyNot | None = None
    n_bytes = 0

    def parse_header(self, header_plus: bytes) -> None:
        """Read the header, from which on the bound is known."""
        super().parse_header(header_plus)
        is_long = not self.chunked and self.content_length >= ELSEWHERE_BYTES
        if self.path == UPLOAD_PATH and is_long and self.content_length < self.adj.max_request_body_size:
            self.is_waiting = True
            self.n_bytes = self.content_length
            self._early = bytearray()
            return
        bounded: Adjustments = copy.copy(self.adj)
        bounded.max_request_body_size = ELSEWHERE_BYTES
        self.adj = bounded

    def received(self, data: bytes) -> int:
        """Take what came; while the gate is asked, no more than came with the header."""
        if self.is_waiting:
            self._early += data
            return len(data)
        try:
            consumed: int = super().received(data)
        except OSError:  # the disk takes no more of it
            self.close()
            self.let_go(WhyNot.DISK)
            return len(data)
        return consumed

    def let_in(self, spool: Spool) -> None:
        """The body may come."""
        self.body_rcv = FixedStreamReceiver(self.content_length, spool)
        self.is_waiting = False
        self.received(bytes(self._early))

    def let_go(self, why_not: WhyNot) -> None:
        """It may not: the rest of the connection is nobody's, and the request has no body."""
        self.is_waiting = False
        self.why_not = why_not
        self.body_rcv = None
        self.content_length = 0
        self.headers["CONTENT_LENGTH"] = "0"
        self.headers["CONNECTION"] = "close"
        self.connection_close = self.completed = True


class BoundedTask(WSGITask):  # type: ignore[misc]  # waitress has no types
    """One request to the application, which is told why there is no body where it was not let in."""

    def get_environment(self) -> dict[str, Any]:
        """What the application is told."""
        environ: dict[str, Any] = super().get_environment()
        if self.request.why_not is not None:
            environ[WHY_NOT], environ[N_BYTES] = self.request.why_not, self.request.n_bytes
        return environ


class Asking:
    """Asks the application on one of the server's threads whether a body may come."""

    def __init__(self, channel: BoundedChannel, request: BoundedParser) -> None:
        self._channel = channel
        self._request = request

    def service(self) -> None:
        """Ask, and go on with the connection."""
        try:
            status = self._status()
        except Exception:
            self._channel.logger.exception("a backup is not let in: the gate could not be asked")
            status = HTTPStatus.INTERNAL_SERVER_ERROR
        self._channel.answered(self._request, is_let_in=status == HTTPStatus.NO_CONTENT)

    def cancel(self) -> None:
        """The server ends."""
        self._channel.cancel()

    def _status(self) -> int:
        task = BoundedTask(self._channel, self._request)
        task.version = self._request.version
        environ = task.get_environment() | {
            "CONTENT_LENGTH": "0",
            "wsgi.input": BytesIO(),
            IS_ASKED: True,
            N_BYTES: self._request.n_bytes,
        }
        said: list[str] = []

        def start_response(status: str, _headers: list[tuple[str, str]], _failed: object = None) -> None:
            said.append(status)

        answer: Iterable[bytes] = self._channel.server.application(environ, start_response)
        close = getattr(answer, "close", None)
        if close is not None:
            close()
        return int(said[0].split()[0])


class BoundedChannel(HTTPChannel):  # type: ignore[misc]  # waitress has no types
    """A connection whose requests are bounded by their addresses."""

    parser_class = BoundedParser
    task_class = BoundedTask
    spools: Path
    turns: threading.Semaphore
    request: BoundedParser | None
    _asked: BoundedParser | None = None
    _has_refused = False
    _left_bytes: int | None = None

    def readable(self) -> bool:
        """Whether more is to be read: not while the gate is asked; and what nobody wants is, so that the answer arrives."""
        return self._left_bytes is not None or (self._asked is None and bool(super().readable()))

    def handle_read(self) -> None:
        """Take what came, or let it drop: a browser that is hung up on while it sends shows no answer."""
        if self._left_bytes is None:
            super().handle_read()
            return
        self._left_bytes -= len(self.recv(DROPPED_BYTES))  # its end closes the connection
        if self._left_bytes < 0:
            self.handle_close()

    def received(self, data: bytes) -> bool:
        """Take what came, and ask the gate once, when the header of a backup is there, though others may still wait for an answer."""
        taken: bool = super().received(data)
        self._has_refused |= any(one.why_not is not None for one in self.requests)  # where the disk took no more of it
        request = self.request
        if request is not None and request.is_waiting and self._asked is None:
            self._asked = request
            self.server.add_task(Asking(self, request))
        return taken

    def send_continue(self) -> None:
        """Say 100 Continue, but not before the gate has let the body in."""
        if self.request is not None and not self.request.is_waiting:
            super().send_continue()

    def answered(self, request: BoundedParser, *, is_let_in: bool) -> None:
        """Go on after the gate was asked."""
        with self.requests_lock:
            why_not = None if is_let_in else WhyNot.GATE
            if is_let_in and not self.turns.acquire(blocking=False):
                why_not = WhyNot.TURN
            if why_not is None:
                try:
                    request.let_in(Spool(self.spools, self.turns))
                except OSError:
                    self.turns.release()
                    why_not = WhyNot.DISK
                else:
                    why_not = request.why_not  # what came with the header is on the disk, or could not be brought there
            if why_not is not None:
                self._has_refused = True
                request.let_go(why_not)
                self.requests.append(request)
                self.request = None
                if len(self.requests) == 1:
                    self.server.add_task(self)
            self._asked = None
            if not self.connected:
                request.close()
            elif why_not is None and request.expect_continue and not self.requests:
                self.send_continue()
        self.server.pull_trigger()

    def handle_close(self) -> None:
        """The connection ended: what came of a body goes. One that was refused is heard to its end, for as long as an idle one is kept."""
        if self._has_refused and self._left_bytes is None and self.connected:
            self._left_bytes = BODY_MOST_BYTES
            self.will_close = False
            with contextlib.suppress(OSError):
                self.socket.shutdown(socket.SHUT_WR)
                return
        super().handle_close()
        if self.request is not None:
            self.request.close()


def bound_bodies(server: MultiSocketServer, spools: Path) -> None:
    """Let each socket of a server read its requests with these bounds, and uploads into a directory."""

    class Channel(BoundedChannel):
        turns = threading.BoundedSemaphore(1)

    Channel.spools = spools
    for listening in server.map.values():
        if isinstance(listening, BaseWSGIServer):
            listening.channel_class = Channel
