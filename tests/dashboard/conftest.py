"""A dashboard beside a sensor process without a chair."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any
from zoneinfo import ZoneInfo

import fake_sensor
import pytest
from flask import Flask
from flask.testing import FlaskClient

from chairpi.clock import ManualClock
from chairpi.dashboard.app import create_app, stop_listening
from chairpi.dashboard.feed.live import Snapshot
from chairpi.dashboard.services import EXTENSION, Services

ZONE = "Europe/Zurich"
NOON_UTC_S = datetime(2026, 11, 26, 12, tzinfo=ZoneInfo(ZONE)).timestamp()


@pytest.fixture(scope="session")
def fakes() -> ModuleType:
    """tests/support/fake_sensor.py: the states that the sensor process can be in."""
    return fake_sensor


@pytest.fixture
def link_dir() -> Iterator[Path]:
    """A directory with a path short enough for a Unix socket."""
    with tempfile.TemporaryDirectory(prefix="chairpi-") as path:
        yield Path(path)


@pytest.fixture
def sensor(link_dir: Path) -> Iterator[Any]:
    fake = fake_sensor.FakeSensor(link_dir)
    fake.start()
    yield fake
    fake.stop()


@dataclass
class Dashboard:
    """The application, a browser without JavaScript, and the clock that tells how old values are."""

    app: Flask
    client: FlaskClient
    clock: ManualClock
    link_dir: Path
    help_path: Path

    @property
    def parts(self) -> Services:
        return self.app.extensions[EXTENSION]

    def wait_until(self, condition: Any) -> Snapshot:
        """Wait for what the background thread will hear; a few seconds are for a machine that is busy."""
        heard = self.parts.feed.snapshot()
        for _ in range(100):
            if condition(heard):
                return heard
            heard = self.parts.feed.wait_shown(heard.sequence, 0.1)
        raise AssertionError(f"not heard: the latest is {heard}")

    def hear(self, sensor: Any, state: dict[str, Any] | None = None, **changes: Any) -> Snapshot:
        """Let the sensor say something, and wait until it has arrived."""
        self.wait_until(lambda heard: heard.now is not None)
        before = self.parts.feed.snapshot().sequence
        sensor.say(state, **changes)
        return self.wait_until(lambda heard: heard.sequence > before)

    def page(self, path: str = "/") -> str:
        answer = self.client.get(path)
        assert answer.status_code == 200
        return answer.text

    def token(self) -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.page())
        assert found is not None
        return found[1]


@pytest.fixture
def dashboard(link_dir: Path, tmp_path: Path) -> Iterator[Dashboard]:
    clock = ManualClock(1000.0)
    help_path = tmp_path / "help"
    help_path.mkdir()
    app = create_app(
        history_path=tmp_path / "history.db",
        link_dir=link_dir,
        clock=ManualClock(0.0, NOON_UTC_S),
        time_zone=ZONE,
        secret_key=b"not secret in a test",
        host_names=("sofa.example",),
        real_clock=clock,
        help_path=help_path,
    )
    yield Dashboard(app, app.test_client(), clock, link_dir, help_path)
    stop_listening(app)
