"""Whether both processes are up and readings come: asked after an installation, and of a new release before it is kept."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from chairpi.clock import Clock, RealClock
from chairpi.config.tables import Config
from chairpi.errors import LinkError
from chairpi.install.address import local_host
from chairpi.install.files import installed_config
from chairpi.install.system import System
from chairpi.link.client import LiveClient
from chairpi.link.protocol import Message

PATIENCE_S = 2.0
"""For one answer: the sensor process tells its state ten times a second."""
AGAIN_S = 1.0


@dataclass(frozen=True, slots=True)
class Health:
    """What was seen.

    Parameters
    ----------
    sensor
        The sensor process tells its state.
    readings
        At least one cell is read.
    web
        The dashboard answers.
    version
        The sensor process's, where it tells one.
    """

    sensor: bool
    readings: bool
    web: bool
    version: str | None = None

    @property
    def is_well(self) -> bool:
        """Whether there is nothing to wish for."""
        return self.sensor and self.readings and self.web

    def lines(self) -> tuple[str, ...]:
        """The same for people."""
        return (
            f"sensor process: {f'runs, version {self.version}' if self.sensor else 'is not heard'}",
            f"readings: {'come' if self.readings else 'none yet; `chairpi doctor` says why, cell by cell'}",
            f"dashboard: {'answers' if self.web else 'does not answer'}",
        )


def wait_for(config: Config, clock: Clock, wait_s: float, enough: Callable[[Health], bool]) -> Health:
    """Look until it is enough, but for no longer than `wait_s` [s]; at least once."""
    end_s = clock.monotonic_s() + wait_s
    while True:
        seen = look(config)
        if enough(seen) or clock.monotonic_s() >= end_s:
            return seen
        clock.wait(AGAIN_S)


def look(config: Config) -> Health:
    """Look once."""
    hello, now = _told(config.runtime_dir)
    cells = hello.get("cells")
    lost = now.get("lost_cells")
    readings = isinstance(cells, list) and isinstance(lost, list) and len(lost) < len(cells)
    return Health(bool(now), readings, _web_answers(config), str(hello["version"]) if "version" in hello else None)


def _told(directory: Path) -> tuple[Message, Message]:
    """What the sensor process says of itself and of now; empty where it says nothing."""
    told: dict[object, Message] = {}
    try:
        with LiveClient(directory) as client:
            for message in client.messages(PATIENCE_S):
                if message is None:
                    break
                told[message.get("message")] = message
                if "now" in told:
                    break
    except LinkError:
        pass  # not running is an answer too
    return told.get("hello", {}), told.get("now", {})


def _web_answers(config: Config) -> bool:
    address = f"http://{local_host(config.web.host)}:{config.web.port}/healthz"
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(address, timeout=PATIENCE_S) as answer:
            body = answer.read(10_000)
    except (
        urllib.error.HTTPError
    ) as error:  # 503: it answers that all is not well, and that is for the other two to say
        with error:
            body = error.read(10_000)
    except OSError:
        return False
    try:
        return "ok" in json.loads(body)
    except (ValueError, TypeError):
        return False


def well_within(system: System, wait_s: float) -> Callable[[str], Callable[[], bool]]:
    """What waits for a version; readings are asked of it only if they came before: wires may not be there yet."""

    def before(version: str) -> Callable[[], bool]:
        needs_readings = not system.dry and look(installed_config(system)).readings

        def enough(seen: Health) -> bool:
            return seen.sensor and seen.web and seen.version == version and (seen.readings or not needs_readings)

        return lambda: enough(wait_for(installed_config(system), RealClock(), wait_s, enough))

    return before
