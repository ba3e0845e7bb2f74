"""A datagram socket in systemd's place: what a process tells of itself is kept, datagram by datagram."""

from __future__ import annotations

import queue
import socket
import threading
from pathlib import Path

ENOUGH = b"test: no more"


class ToldSystemd:
    """Listens where `NOTIFY_SOCKET` says, on a thread of its own: the kernel keeps ten datagrams for one who does not.

    Parameters
    ----------
    address
        A path, or with @ before it a name in the kernel's own space.
    """

    def __init__(self, address: str | Path) -> None:
        self.address = str(address)
        self._bound = "\0" + self.address[1:] if self.address.startswith("@") else self.address
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(self._bound)
        self._heard: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._marks: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def environment(self, watch_s: float | None = None) -> dict[str, str]:
        """What systemd gives to a process that it starts; `watch_s`: it wants a ping at least so often [s]."""
        watch = {} if watch_s is None else {"WATCHDOG_USEC": str(round(watch_s * 1e6))}
        return {"NOTIFY_SOCKET": self.address} | watch

    def heard(self) -> list[str]:
        """All that was told until now and since the last look."""
        self._mark(b"test: until here")
        self._marks.get(timeout=10)
        told = []
        while not self._heard.empty():
            told.append(self._heard.get())
        return told

    def close(self) -> None:
        """Listen no more."""
        self._mark(ENOUGH)
        self._thread.join()
        self._socket.close()

    def _mark(self, mark: bytes) -> None:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
            line.sendto(mark, self._bound)

    def _listen(self) -> None:
        while (told := self._socket.recv(4096)) != ENOUGH:
            if told.startswith(b"test: "):
                self._marks.put(told)
            else:
                self._heard.put(told.decode())
