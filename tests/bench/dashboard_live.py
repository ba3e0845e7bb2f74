"""What the live seat map costs a phone, and how long a reading takes to become a pixel.

    python tests/bench/dashboard_live.py [--seconds 20] [--throttling 4]

A sensor process without a chair tells a swaying sitter ten times a second over real sockets; the dashboard serves over real HTTP; a
Chromium whose processor is throttled shows the Now page. All clocks are one machine's. Prints figures; asserts nothing.
The measuring functions are there to be imported.
"""

from __future__ import annotations

import argparse
import math
import os
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import waitress

from chairpi.clock import RealClock
from chairpi.dashboard.app import create_app, stop_listening
from chairpi.dashboard.server import THREADS, listening_socket

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
import fake_sensor  # shared with the tests

READINGS_HZ = 10.0
SWAY = 0.015
"""How much of the load goes round, of all of it: 9 mm of the centre of pressure, a lively sitter between two weight shifts."""
PHONE = {"width": 390, "height": 844}

DRAWN = """
    window.latencies = [];
    const listen = EventSource.prototype.addEventListener;
    EventSource.prototype.addEventListener = function (name, use, ...rest) {
      return listen.call(this, name, name !== "loads" ? use : (message) => {
        use(message);
        const { utc_s: utc } = JSON.parse(message.data), task = new MessageChannel();
        task.port1.onmessage = () => window.latencies.push(performance.timeOrigin + performance.now() - 1000 * utc);
        requestAnimationFrame(() => task.port2.postMessage(null));
      }, ...rest);
    };
"""
"""Notes [ms] for each reading when the frame after its placing has been handed on: the task after the animation frame's callbacks."""


def swaying(t_s: float) -> dict[str, Any]:
    """A sitter whose load moves in a slow circle, as it stands at this moment [s]; `utc_s` is when it was read."""
    part = 2 * math.pi * t_s / 7.0
    right, front = SWAY * math.sin(part), SWAY * math.cos(part)
    shares = (0.25 + front - right, 0.25 + front + right, 0.25 - front - right, 0.25 - front + right)
    return fake_sensor.SITTING | {
        "t_s": t_s,
        "utc_s": time.time(),
        "force_n": [522.0 * share for share in shares] + [42.0, 24.0],
        "cop_ap_mm": 600.0 * front,
        "cop_ml_mm": 600.0 * right,
        "sitting_s": 600.0 + t_s % 3600,
    }


@contextmanager
def swaying_house() -> Iterator[str]:
    """The dashboard beside a sensor process that tells of a swaying sitter; its address."""
    with tempfile.TemporaryDirectory(prefix="chairpi-") as name, listening_socket("127.0.0.1", 0) as listening:
        folder, stopping = Path(name), threading.Event()
        sensor = fake_sensor.FakeSensor(folder)
        sensor.state = swaying(0.0)
        sensor.start()
        app = create_app(
            history_path=folder / "history.db",
            link_dir=folder,
            clock=RealClock(),
            time_zone="Europe/Zurich",
            secret_key=b"not secret in a bench",
        )

        def beat() -> None:
            began = time.monotonic()
            while not stopping.wait(1 / READINGS_HZ):
                sensor.tell(swaying(time.monotonic() - began))

        server = waitress.create_server(app, sockets=[listening], threads=THREADS)
        threads = [threading.Thread(target=target, daemon=True) for target in (server.run, beat)]
        for thread in threads:
            thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            stopping.set()
            stop_listening(app)
            server.close()
            server.task_dispatcher.shutdown()
            sensor.stop()


@contextmanager
def chromium() -> Iterator[Any]:
    """The system's Chromium, or the one that CHAIRPI_CHROMIUM names."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = os.environ.get("CHAIRPI_CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@dataclass(frozen=True, slots=True)
class Shares:
    """What the page's main thread took of a throttled core [%]: all its tasks, and of them script, and layout and style."""

    all_percent: float
    script_percent: float
    layout_percent: float


def seat_map_share_percent(
    browser: Any, address: str, *, seconds: float = 20.0, throttling: float = 4.0, motion: str = "moving"
) -> Shares:
    """Let a throttled phone show the Now page, and say what share of its core that took.

    Parameters
    ----------
    browser
        Chromium, by Playwright.
    address
        Of the dashboard.
    seconds
        How long to look [s].
    throttling
        How many times slower than this machine the phone is.
    motion
        "moving", or "still" as when its user has stopped motion: the difference is what the map itself takes.
    """
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    page.add_init_script(f"localStorage.setItem('motion', '{motion}')")
    page.goto(address)
    page.wait_for_selector("[data-seat-map]")
    session = context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    session.send("Emulation.setCPUThrottlingRate", {"rate": throttling})
    page.wait_for_timeout(2000)
    before, began = _metrics(session), time.monotonic()
    page.wait_for_timeout(1000 * seconds)
    after, took_s = _metrics(session), time.monotonic() - began
    context.close()

    def share(*names: str) -> float:
        return 100 * sum(after[name] - before[name] for name in names) / took_s

    return Shares(share("TaskDuration"), share("ScriptDuration"), share("LayoutDuration", "RecalcStyleDuration"))


def _metrics(session: Any) -> dict[str, float]:
    return {metric["name"]: metric["value"] for metric in session.send("Performance.getMetrics")["metrics"]}


def reading_to_pixel_ms(browser: Any, address: str, *, seconds: float = 20.0, throttling: float = 1.0) -> list[float]:
    """How long each reading took until it was drawn [ms], in order of length."""
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    page.add_init_script(DRAWN)
    page.goto(address)
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": throttling})
    page.wait_for_timeout(1000 * seconds)
    found = sorted(page.evaluate("window.latencies.slice(5)"))
    context.close()
    return found


def percentile(values: list[float], percent: int) -> float:
    """A percentile of at least two values."""
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=20.0, help="how long each measurement lasts [s]")
    parser.add_argument("--throttling", type=float, default=4.0, help="how many times slower the phone is")
    options = parser.parse_args()
    with swaying_house() as address, chromium() as browser:
        shares = seat_map_share_percent(browser, address, seconds=options.seconds, throttling=options.throttling)
        print(
            f"seat map, processor {options.throttling:g} times slower: {shares.all_percent:.1f} % of a core "
            f"(script {shares.script_percent:.1f} %, layout and style {shares.layout_percent:.1f} %)"
        )
        for throttling in (1.0, options.throttling):
            took_ms = reading_to_pixel_ms(browser, address, seconds=options.seconds, throttling=throttling)
            print(
                f"reading to pixel, processor {throttling:g} times slower: p50 {percentile(took_ms, 50):.0f} ms, "
                f"p95 {percentile(took_ms, 95):.0f} ms of {len(took_ms)}"
            )


if __name__ == "__main__":
    main()
