"""What the sensor process tells, and what it may be asked: JSON messages over Unix seqpacket sockets.

`live.sock` tells: one `hello` on connecting, then `now` messages and every `event`; a client that sends `{"want": "frames"}` gets each
`frame` instead of `now`. A slow reader loses messages; the sensor process never waits for one. `command.sock` takes one request
a connection and answers it. Nothing listens on the network.
"""

from __future__ import annotations

import contextlib
import errno
import json
import selectors
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self

from chairpi.core.requests import REQUEST_TYPES, Request
from chairpi.errors import LinkError
from chairpi.request_fields import fields_of

Message = dict[str, object]
LIVE = "live.sock"
COMMAND = "command.sock"

LONGEST_MESSAGE_BYTES = 65_536
"""Longer requests are cut, and then refused as no JSON: far above any message of ours."""


def encode(message: Message) -> bytes:
    """One message as it goes over the socket: compact JSON, in which NaN is an error and not a number."""
    return json.dumps(message, separators=(",", ":"), allow_nan=False).encode()


def request_from(message: object, t_s: float) -> Request:
    """The request that a message asks for, made at `t_s` [s].

    Raises
    ------
    ValueError
        It names no known request, or its fields are not as they should be; the message says what was found.
    """
    if not isinstance(message, dict):
        raise ValueError("a request is a JSON object")
    name = message.get("request")
    if not isinstance(name, str) or name not in REQUEST_TYPES:
        raise ValueError(f"unknown request {str(name)[:64]!r}; known are {', '.join(REQUEST_TYPES)}")
    kind = REQUEST_TYPES[name]
    fields = fields_of(name, kind, {key: value for key, value in message.items() if key != "request"})
    request: Request = kind(t_s, **fields)
    return request


class Asker:
    """Whoever asked for something and waits for the answer: called with it, once.

    Parameters
    ----------
    connection
        Theirs.
    overlook
        Lets the server know of the connection no longer.
    """

    def __init__(self, connection: socket.socket, overlook: Callable[[socket.socket], None]) -> None:
        self._connection = connection
        self._overlook = overlook

    def __call__(self, reply: Message) -> None:
        """Answer, and hang up."""
        self.hold()
        with contextlib.suppress(OSError):  # who has gone needs no answer
            self._connection.send(encode(reply))
        self._connection.close()

    def hold(self) -> None:
        """Let them wait, also while the server is closed and another one made."""
        self._overlook(self._connection)


class LinkServer:
    """The sensor process's end. It has no thread: the sensor loop calls it between frames.

    Parameters
    ----------
    directory
        Where the two sockets are made.
    hello
        What a client is told first.

    Raises
    ------
    LinkError
        Another sensor process already runs there, or the directory cannot be used.
    """

    def __init__(self, directory: Path, hello: Message) -> None:
        self.introduce(hello)
        self._selector = selectors.DefaultSelector()
        self._watching: set[socket.socket] = set()
        self._recording: set[socket.socket] = set()
        self._paths = (directory / LIVE, directory / COMMAND)
        self._live, self._command = (_listen(path) for path in self._paths)
        for listener in (self._live, self._command):
            self._selector.register(listener, selectors.EVENT_READ)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Hang up on everybody and remove the sockets."""
        for connection in [key.fileobj for key in self._selector.get_map().values()]:
            if isinstance(connection, socket.socket):
                connection.close()
        self._selector.close()
        for path in self._paths:
            path.unlink(missing_ok=True)

    def introduce(self, hello: Message) -> None:
        """Tell this to whoever connects from now on."""
        self._hello = encode(hello)

    @property
    def wants_frames(self) -> bool:
        """Whether somebody records every frame."""
        return bool(self._recording)

    def publish(self, message: Message) -> None:
        """Tell everybody who watches. `now` goes to those who do not record, `frame` to those who do."""
        kind = message["message"]
        watchers = self._watching | self._recording
        if kind == "now":
            watchers = self._watching
        elif kind == "frame":
            watchers = self._recording
        if watchers:
            data = encode(message)
            for connection in tuple(watchers):
                self._send(connection, data)

    def requests(self) -> Iterator[tuple[object, Asker]]:
        """What has been asked since the last call, each with the way to answer it; returns at once."""
        for key, _ in self._selector.select(timeout=0):
            connection = key.fileobj
            if connection is self._live:
                self._accept_watcher()
            elif connection is self._command:
                accepted, _ = self._command.accept()
                accepted.setblocking(False)
                self._selector.register(accepted, selectors.EVENT_READ)
            elif isinstance(connection, socket.socket):
                data = self._receive(connection)
                if data is None:
                    continue
                try:
                    message: object = json.loads(data)
                except (ValueError, RecursionError):
                    message = None
                if connection in self._watching:
                    if message == {"want": "frames"}:
                        self._watching.discard(connection)
                        self._recording.add(connection)
                    continue
                yield message, Asker(connection, self._overlook)

    def _accept_watcher(self) -> None:
        accepted, _ = self._live.accept()
        accepted.setblocking(False)
        self._selector.register(accepted, selectors.EVENT_READ)
        self._watching.add(accepted)
        self._send(accepted, self._hello)

    def _receive(self, connection: socket.socket) -> bytes | None:
        try:
            data = connection.recv(LONGEST_MESSAGE_BYTES)
        except BlockingIOError:
            return None
        except OSError:
            data = b""
        if not data:
            self._forget(connection)
            return None
        return data

    def _send(self, connection: socket.socket, data: bytes) -> None:
        try:
            connection.send(data)
        except BlockingIOError:
            pass  # a slow reader loses this message; the sensor process never waits
        except OSError:
            self._forget(connection)

    def _forget(self, connection: socket.socket) -> None:
        self._watching.discard(connection)
        self._recording.discard(connection)
        self._overlook(connection)
        connection.close()

    def _overlook(self, connection: socket.socket) -> None:
        with contextlib.suppress(KeyError, ValueError):
            self._selector.unregister(connection)


def _listen(path: Path) -> socket.socket:
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    try:
        if path.is_socket():
            _refuse_if_alive(path)
            path.unlink()
        listener.bind(str(path))
        path.chmod(0o660)
        listener.listen(16)
    except OSError as error:
        listener.close()
        if isinstance(error, LinkError):
            raise
        raise LinkError(
            f"cannot make the socket {path}: {error.strerror}; check that the directory exists, is writable and its path "
            "is shorter than 100 characters (configuration key paths.runtime_dir)"
        ) from error
    listener.setblocking(False)
    return listener


def refuse_a_second(directory: Path) -> None:
    """Make sure that no sensor process serves a directory, before anything else is touched.

    Raises
    ------
    LinkError
        One does.
    """
    path = directory / LIVE
    if path.is_socket():
        _refuse_if_alive(path)


def _refuse_if_alive(path: Path) -> None:
    """A socket file without a listener is left over from a killed process; with one, the chair is taken."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as probe:
        if probe.connect_ex(str(path)) == 0:
            raise LinkError(f"another sensor process already serves {path}; stop it first")


class LiveClient:
    """Listens to the sensor process.

    Parameters
    ----------
    directory
        Where the sockets are.
    every_frame
        Ask for each frame, to record it, and not for the 10 Hz state.

    Raises
    ------
    LinkError
        The sensor process is not running.
    """

    def __init__(self, directory: Path, *, every_frame: bool = False) -> None:
        self._socket = _connect(directory / LIVE)
        if every_frame:
            self._socket.send(encode({"want": "frames"}))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def messages(self, timeout_s: float) -> Iterator[Message | None]:
        """Each message as it comes; `None` when none came for `timeout_s` [s].

        Raises
        ------
        LinkError
            The sensor process ended.
        """
        self._socket.settimeout(timeout_s)
        while True:
            try:
                data = self._socket.recv(LONGEST_MESSAGE_BYTES)
            except TimeoutError:
                yield None
                continue
            except OSError as error:
                raise LinkError(f"the sensor process hung up: {error.strerror}") from error
            if not data:
                raise LinkError("the sensor process ended")
            yield json.loads(data)


def send_command(directory: Path, request: Message, timeout_s: float = 5.0) -> Message:
    """Ask the sensor process for something and wait for its answer.

    Parameters
    ----------
    directory
        Where the sockets are.
    request
        `{"request": name, ...}`; the names are in `chairpi.core.requests.REQUEST_TYPES`.
    timeout_s
        How long to wait [s].

    Returns
    -------
    dict
        `{"ok": true, "events": [...]}` or `{"ok": false, "why": "..."}`.

    Raises
    ------
    LinkError
        The sensor process is not running or does not answer.
    """
    with _connect(directory / COMMAND) as connection:
        connection.settimeout(timeout_s)
        try:
            connection.send(encode(request))
            data = connection.recv(LONGEST_MESSAGE_BYTES)
        except OSError as error:
            raise LinkError("the sensor process does not answer; look at its log") from error
    if not data:
        raise LinkError("the sensor process ended before it answered")
    reply: Message = json.loads(data)
    return reply


def _connect(path: Path) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    try:
        connection.connect(str(path))
    except OSError as error:
        connection.close()
        if error.errno in (errno.ENOENT, errno.ECONNREFUSED):
            raise LinkError(
                f"the sensor process is not running (nobody serves {path}); start it with `chairpi sensor`, "
                "or `sudo systemctl start chairpi-sensor` on a built chair"
            ) from error
        raise LinkError(f"cannot reach the sensor process at {path}: {error.strerror}") from error
    return connection
