"""The other end of the live link: listening to the sensor process, and asking it."""

from __future__ import annotations

import errno
import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from chairpi.errors import LinkError
from chairpi.link.protocol import COMMAND, LIVE, LONGEST_MESSAGE_BYTES, Message, encode


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


def nobody_listens(error: LinkError) -> bool:
    """Whether there is no sensor process at all, rather than one that may not be asked or does not answer."""
    return isinstance(error.__cause__, FileNotFoundError | ConnectionRefusedError)


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
