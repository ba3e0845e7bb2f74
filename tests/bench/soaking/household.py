"""Those who use the chair's pages through it all: they look, hold a stream open, and do things that must not be lost."""

from __future__ import annotations

import dataclasses
import http.client
import itertools
import re
import socket
import struct
import threading
import urllib.error
import urllib.request

from processes import House

LOOKS = (
    "/",
    "/today",
    "/week",
    "/prompts",
    "/health",
    "/api/v1/now",
    "/stretch",
    "/settings",
    "/month",
    "/history/days.csv",
)
TURN_S = 0.5
"""Between two looks [s of real time]."""
MOST_KEYS = 10
RUBBISH = (
    b"",
    b"\x00" * 4096,
    b'{"request":',
    b'{"request": "no such"}',
    b"[1, 2",
    b'{"request": "restart", "x": 1e999}',
)


@dataclasses.dataclass
class Done:
    """What was acknowledged, and what perhaps came to pass: the answer was cut off.

    Attributes
    ----------
    names
        What the sitter may be called now: as acknowledged last, or as tried since.
    keys, maybe_keys, revoked
        API keys by name.
    n_acknowledged, n_looks, n_unanswered
        How many acts, looks, and looks and acts without an answer.
    crashes
        Answers of 500.
    """

    names: list[str] = dataclasses.field(default_factory=lambda: ["Me"])
    keys: set[str] = dataclasses.field(default_factory=set)
    maybe_keys: set[str] = dataclasses.field(default_factory=set)
    revoked: set[str] = dataclasses.field(default_factory=set)
    n_acknowledged: int = 0
    n_looks: int = 0
    n_unanswered: int = 0
    crashes: list[str] = dataclasses.field(default_factory=list)


class Household(threading.Thread):
    """Looks and acts in turn until stopped.

    Parameters
    ----------
    house
        Whose pages.
    """

    def __init__(self, house: House) -> None:
        super().__init__(name="household", daemon=True)
        self.done = Done()
        self._house = house
        self._stopping = threading.Event()

    def stop(self) -> None:
        """End after this turn."""
        self._stopping.set()
        self.join()

    def run(self) -> None:
        for number, path in enumerate(itertools.cycle(LOOKS)):
            if self._stopping.wait(TURN_S):
                return
            self._try(lambda path=path: self._look(path))
            if number % 3 == 0:
                self._try(lambda number=number: self._rename(f"Sitter {number}"))
            if number % 5 == 0:
                self._try(lambda number=number: self._key(f"key {number}"))

    def _try(self, act) -> None:
        try:
            act()
        except urllib.error.HTTPError as error:
            if error.code == 500:
                text = re.sub(r"<[^>]+>|\s+", " ", error.read().decode(errors="replace"))
                self.done.crashes.append(error.url.partition(str(self._house.port))[2] + text[-300:-100])
            self.done.n_unanswered += 1
        except (OSError, http.client.HTTPException, AssertionError):
            self.done.n_unanswered += 1

    def _look(self, path: str) -> None:
        self._house.get(path)
        self.done.n_looks += 1

    def _rename(self, name: str) -> None:
        self.done.names.append(name)
        if f"From now on it is {name}." in self._house.post("/prompts/sitters/rename", sitter_id=1, name=name):
            self.done.names[:] = self.done.names[self.done.names.index(name) :]
            self.done.n_acknowledged += 1

    def _key(self, name: str) -> None:
        self.done.maybe_keys.add(name)
        page = self._house.post("/settings/keys", name=name, scope="read")
        if name in page:
            self.done.keys.add(name)
            self.done.n_acknowledged += 1
        ids = re.findall(r"/settings/keys/(\d+)/revoke", page)
        if len(ids) > MOST_KEYS:
            for key_id in ids:
                self._house.post(f"/settings/keys/{key_id}/revoke")
                self.done.n_acknowledged += 1
            self.done.revoked |= self.done.keys
            self.done.keys = set()


def cut_sockets(house: House) -> None:
    """Open streams and break them off without a word, and send rubbish to the sensor process and to the dashboard."""
    for _ in range(3):
        with socket.create_connection(("127.0.0.1", house.port), 5.0) as stream:
            stream.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            stream.sendall(b"GET /api/v1/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            stream.recv(64)
    with socket.create_connection(("127.0.0.1", house.port), 5.0) as stream:
        stream.sendall(b"\x16\x03\x01 no such thing\r\n\r\n")
    for path in sorted(house.config.runtime_dir.glob("*.sock")):
        for rubbish in RUBBISH:
            with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as end:
                end.settimeout(5.0)
                end.connect(str(path))
                if rubbish:
                    end.send(rubbish)
