"""A real browser, and the dashboard on a port of its own beside a sensor process without a chair."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import fake_sensor
import pytest
import waitress

from chairpi.clock import RealClock
from chairpi.dashboard.app import create_app, stop_listening
from chairpi.dashboard.server import THREADS, listening_socket

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def missing(what: str) -> None:
    """Skip for want of a browser, or fail where one is required."""
    text = f"{what}: browser tests need Chromium and Playwright: sudo apt install chromium; pip install playwright"
    if os.environ.get("CHAIRPI_REQUIRE_BROWSER") == "1":
        pytest.fail(text)
    pytest.skip(text)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Chromium: the one that CHAIRPI_CHROMIUM names, else the system's own."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("CHAIRPI_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if path is None:
        missing("no Chromium found")
    return str(path)


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Any]:
    """Chromium, started once for all tests."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("no Playwright found")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path, args=CHROMIUM_ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def fakes() -> ModuleType:
    """tests/support/fake_sensor.py: the states that the sensor process can be in."""
    return fake_sensor


@dataclass
class House:
    """The dashboard's address, its sensor process, the application, and what the browser complained of or fetched."""

    address: str
    sensor: Any
    browser: Any
    app: Any
    complaints: list[str] = field(default_factory=list)
    fetched: set[str] = field(default_factory=set)

    def open(self, path: str = "/", **options: Any) -> Any:
        """A page in a fresh browser profile, whose complaints and requests are written down."""
        page = self.browser.new_context(**options).new_page()
        page.on(
            "console", lambda message: message.type in ("error", "warning") and self.complaints.append(message.text)
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.fetched.add(request.url))
        page.goto(self.address + path)
        return page

    @property
    def foreign(self) -> set[str]:
        """What was fetched from elsewhere."""
        return {url for url in self.fetched if not url.startswith((self.address, "data:"))}


@pytest.fixture
def house(browser: Any) -> Iterator[House]:
    with tempfile.TemporaryDirectory(prefix="chairpi-") as directory, listening_socket("127.0.0.1", 0) as listening:
        sensor = fake_sensor.FakeSensor(Path(directory))
        sensor.state = fake_sensor.SITTING
        sensor.start()
        app = create_app(
            history_path=Path(directory) / "history.db",
            link_dir=Path(directory),
            clock=RealClock(),
            time_zone="Europe/Zurich",
            secret_key=b"not secret in a test",
        )
        server = waitress.create_server(app, sockets=[listening], threads=THREADS)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        beating = threading.Event()
        heart = threading.Thread(target=beat, args=(sensor, beating), daemon=True)
        heart.start()
        yield House(f"http://127.0.0.1:{listening.getsockname()[1]}", sensor, browser, app)
        for context in browser.contexts:
            context.close()
        beating.set()
        heart.join()
        stop_listening(app)
        server.trigger.pull_trigger(lambda: hang_up(server))
        thread.join()
        server.task_dispatcher.shutdown()
        sensor.stop()


def hang_up(server: Any) -> None:
    """Close every connection and the server, in the server's own thread: from another one, it may be waiting on what is closed."""
    for channel in list(server.active_channels.values()):
        channel.close()
    server.close()


def beat(sensor: Any, stopping: threading.Event) -> None:
    """Say the state over and over, as the sensor process does."""
    while not stopping.wait(0.1):
        sensor.tell(sensor.state)
