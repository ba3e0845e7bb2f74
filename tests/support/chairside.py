"""A sensor process on a script: a seat on which things happen in order, and people who ask and watch between two frames."""

from __future__ import annotations

import contextlib
import json
import socket
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from sitting import PERSON_N, SEAT, cell_forces

from chairpi.clock import ManualClock
from chairpi.config.tables import Config, PathConfig, WebConfig
from chairpi.core.calibration import Calibration
from chairpi.core.frame import Frame
from chairpi.core.requests import CaptureReference
from chairpi.link.protocol import COMMAND, LIVE
from chairpi.readers.health import CellHealth
from chairpi.sensor.process import Sensor

UTC_S = 1_795_000_000.0
EMPTY = (0.0,) * 4

Message = dict[str, Any]


class Client:
    """Talks to the sensor process from the very thread that it runs in: whoever waits for an answer lets frames go by."""

    def __init__(self, path: Path) -> None:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._socket.connect(str(path))
        self._socket.setblocking(False)

    def say(self, message: object) -> None:
        self.throw(json.dumps(message).encode())

    def throw(self, data: bytes) -> None:
        """Send whatever it is."""
        self._socket.send(data)

    def heard(self) -> list[Message]:
        """What has come since the last look."""
        messages: list[Message] = []
        with contextlib.suppress(BlockingIOError):
            while data := self._socket.recv(100_000):
                messages.append(json.loads(data))
        return messages

    def close(self) -> None:
        self._socket.close()


class Script:
    """A seat on which things happen in order, and people who do something between two frames."""

    backend = "simulated"
    picked = "A script is played."
    guided_upright: CaptureReference | None = None
    supply_low = False
    rate_hz = 10.0

    def __init__(self, clock: ManualClock, calibration: Calibration | None = None) -> None:
        self.seat = SEAT
        self.calibration = Calibration.newtons(4) if calibration is None else calibration
        self._clock = clock
        self._parts: list[tuple[float, Callable[[float], tuple[float | None, ...]]] | Callable[[], Iterator[None]]] = []
        self._closed = False
        self._played: Iterator[Frame | None] | None = None

    def sits(self, seconds: float) -> Script:
        self._parts.append((seconds, lambda t_s: cell_forces(PERSON_N, 2.0 * ((t_s * 0.7) % 1.0), 0.0)))
        return self

    def away(self, seconds: float) -> Script:
        self._parts.append((seconds, lambda t_s: EMPTY))
        return self

    def reads(self, force_n: float, seconds: float) -> Script:
        """Each cell of the empty seat reads so much."""
        self._parts.append((seconds, lambda t_s: (force_n,) * 4))
        return self

    def says(self, counts: tuple[float | None, ...], seconds: float) -> Script:
        """The cells say just this."""
        self._parts.append((seconds, lambda t_s: counts))
        return self

    def does(self, action: Callable[[], Iterator[None]]) -> Script:
        """Each time the action yields, a frame of the sitter goes by."""
        self._parts.append(action)
        return self

    def frames(self) -> Iterator[Frame | None]:
        """What happens from now on: who reads anew goes on where the last one stopped."""
        self._closed = False
        self._played = self._played or self._play()
        return self._played

    def _play(self) -> Iterator[Frame | None]:
        forces = lambda t_s: EMPTY  # noqa: E731  # what the last part was
        for part in self._parts:
            if isinstance(part, tuple):
                seconds, forces = part
                steps: Iterator[None] = iter([None] * round(seconds * 10))
            else:
                steps = part()
            for _ in steps:
                if self._closed:
                    return
                self._clock.wait(0.1)
                t_s = self._clock.monotonic_s()
                yield Frame(t_s, forces(t_s))

    def health(self, t_s: float) -> tuple[CellHealth, ...]:
        return ()

    def simulate(self, message: Mapping[str, object]) -> None:
        raise ValueError("this chair is a script")

    def close(self) -> None:
        self._closed = True


class Chairside:
    """A sensor process on a script, and what was asked of it."""

    def __init__(self, directory: Path, **config: Any) -> None:
        self.config = Config(
            web=WebConfig(time_zone="Europe/Berlin"),
            paths=PathConfig(data_dir=str(directory / "data"), runtime_dir=str(directory / "run")),
            **config,
        )
        self.clock = ManualClock(1000.0, UTC_S)
        self.answers: list[Message] = []
        self.live: list[Message] = []

    def run(self, script: Script) -> Sensor:
        sensor = Sensor(self.config, self.clock, script)
        sensor.run()
        return sensor

    def asks(self, message: object) -> Callable[[], Iterator[None]]:
        """Somebody asks, and the answer is kept."""

        def action() -> Iterator[None]:
            client = Client(self.config.runtime_dir / COMMAND)
            client.say(message)
            while not (heard := client.heard()):
                yield
            self.answers += heard
            client.close()

        return action

    def watches(self, until: Callable[[Message], bool]) -> Callable[[], Iterator[None]]:
        """Somebody watches until they are told something."""

        def action() -> Iterator[None]:
            client = Client(self.config.runtime_dir / LIVE)
            while not any(map(until, self.live)):
                yield
                self.live += client.heard()
            client.close()

        return action

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with contextlib.closing(sqlite3.connect(self.config.history_path)) as connection:
            return connection.execute(sql).fetchall()
