"""The sensor process's end of the live link."""

from __future__ import annotations

import contextlib
import json
import selectors
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self

from chairpi.errors import LinkError
from chairpi.link.protocol import COMMAND, LIVE, LONGEST_MESSAGE_BYTES, Message, encode


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
