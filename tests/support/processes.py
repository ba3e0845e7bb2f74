"""Both processes started for real on a simulated chair, on loopback, and ended by their own process id."""

from __future__ import annotations

import dataclasses
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from http.cookiejar import CookieJar
from pathlib import Path
from types import MappingProxyType
from typing import Any

from chairpi.clock import ScaledClock
from chairpi.config.tables import Config, PathConfig
from chairpi.config.text import as_toml
from chairpi.core.settings import PromptSettings
from chairpi.demo.running import DemoOptions, demo_config

PATIENCE_S = 60.0
"""A test gives up after this; a machine that is busy is no failure."""


STAND_AFTER_MIN = 11.0
"""The simulated sitter slides forward before and sits on for long after this: a prompt comes soon, and is no surprise."""


def free_port() -> int:
    """A port of loopback that nobody uses just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(what: str, look: Callable[[], Any]) -> Any:
    """Look again and again until it is so."""
    turn = threading.Event()
    for _ in range(round(PATIENCE_S / 0.05)):
        found = look()
        if found:
            return found
        turn.wait(0.05)
    raise AssertionError(f"it never came: {what}")


class House:
    """A chair, its dashboard and its files.

    Parameters
    ----------
    directory
        For everything; short enough for Unix sockets.
    speed
        How fast its time runs.
    """

    def __init__(self, directory: Path, speed: float = 60.0, recording: Path | None = None) -> None:
        self.directory = directory
        self.port = free_port()
        options = DemoOptions(
            speed=speed,
            host="127.0.0.1",
            port=self.port,
            recording=recording,
            data_dir=None,
            seed=1,
            open_browser=False,
        )
        self.config: Config = dataclasses.replace(
            demo_config(options, directory),
            prompts=PromptSettings(stand_after_min=STAND_AFTER_MIN, moment_wait_min=0.0, quiet_hours=()),
        )
        self.config_path = directory / "chairpi.toml"
        self.config_path.write_text(as_toml(self.config), encoding="utf-8")
        clock = ScaledClock(speed)
        self._clock = f"{speed!r},{clock.origin_monotonic_s!r},{clock.origin_utc_s!r}"
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self.processes: list[subprocess.Popen[str]] = []

    def change(self, **paths: Any) -> None:
        """Write the configuration anew with other paths."""
        self.config = dataclasses.replace(
            self.config, paths=PathConfig(**{**dataclasses.asdict(self.config.paths), **paths})
        )
        self.config_path.write_text(as_toml(self.config), encoding="utf-8")

    def start(self, command: str, environment: Mapping[str, str] = MappingProxyType({})) -> subprocess.Popen[str]:
        """Start `chairpi sensor` or `chairpi web`; `environment`: beside what this process has."""
        arguments = [
            sys.executable,
            "-m",
            "chairpi",
            command,
            "--config",
            str(self.config_path),
            "--clock",
            self._clock,
        ]
        log = (self.directory / f"{command}.log").open("a")
        process = subprocess.Popen(arguments, stderr=log, stdout=log, text=True, env={**os.environ, **environment})
        log.close()
        self.processes.append(process)
        return process

    def log(self, command: str) -> str:
        """What a process said."""
        return (self.directory / f"{command}.log").read_text(encoding="utf-8")

    def close(self) -> None:
        """End what still runs."""
        for process in self.processes:
            if process.poll() is None:
                process.kill()
            process.wait()

    @property
    def address(self) -> str:
        """Where the dashboard is."""
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str) -> str:
        """A page."""
        with self._opener.open(f"{self.address}{path}", timeout=10) as answer:
            return answer.read().decode()

    def now(self) -> dict[str, Any]:
        """The present state as the pages get it; empty before there is one."""
        try:
            state: dict[str, Any] = json.loads(self.get("/api/v1/now"))
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return {}
        return state

    def now_or_page(self) -> bool:
        """Whether the dashboard answers at all."""
        try:
            return bool(self.get("/"))
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    def wait_until(self, what: str, is_so: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The state once it is so."""

        def look() -> dict[str, Any] | None:
            state = self.now()
            return state if state.get("message") == "now" and is_so(state) else None

        found: dict[str, Any] = wait_for(what, look)
        return found

    def post(self, path: str, **fields: object) -> str:
        """A form sent as a browser without JavaScript sends it; the page that follows."""
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.get("/"))
        assert token is not None
        body = urllib.parse.urlencode({"csrf_token": token[1], **fields}).encode()
        request = urllib.request.Request(f"{self.address}{path}", body, {"Referer": f"{self.address}/"})
        with self._opener.open(request, timeout=10) as answer:
            return answer.read().decode()


def end(process: subprocess.Popen[str], number: signal.Signals = signal.SIGTERM) -> int:
    """Send a signal to a process we started; its exit status."""
    os.kill(process.pid, number)
    return process.wait(PATIENCE_S)
