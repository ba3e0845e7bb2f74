"""How long the dashboard takes to answer on one core, while many screens watch it live.

    python tests/bench/dashboard_server.py [--seconds 10]

The real `chairpi web` process, held on one core, beside a sensor process without a chair that tells of a swaying sitter ten times a
second, over real sockets. Screens and readers are sockets of this process, on the other cores. Prints figures; asserts nothing.
The measuring functions are there to be imported.
"""

from __future__ import annotations

import argparse
import http.client
import os
import selectors
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle, islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
import fake_sensor  # shared with the tests
from dashboard_history import write_year
from dashboard_live import READINGS_HZ, percentile, swaying
from memory import cpu_s
from processes import House, end, wait_for

N_STREAMS = 30
REQUESTS_HZ = 20.0
N_DAYS = 20
"""Working days in the history, so that its pages have something to say."""
PATHS = (
    "/",
    "/today?day={day}",
    "/api/v1/now",
    "/week?day={day}",
    "/help",
    "/",
    "/api/v1/now",
    "/stretch",
    "/health",
    "/prompts",
)
"""What the readers ask for, in turn: the page that is opened most, its state as pollers have it, and the others."""
READERS = 16


@dataclass(frozen=True, slots=True)
class Answers:
    """What the server did under its load.

    Parameters
    ----------
    took_ms
        From a request's first byte until its answer's last [ms], shortest first.
    by_path_ms
        The same for each address, shortest first.
    n_streams
        How many of the streams that were asked for were granted.
    messages_hz
        How many messages each stream got in a second.
    streaming_percent
        What the streams alone took of the core [%].
    answer_cpu_ms
        Processor time of one answer [ms]: what the requests took beside the streams.
    """

    took_ms: list[float]
    by_path_ms: dict[str, list[float]]
    n_streams: int
    messages_hz: float
    streaming_percent: float
    answer_cpu_ms: float


class Screens:
    """Screens that watch live, and count what they are told.

    Parameters
    ----------
    port
        Of the dashboard, on loopback.
    n_screens
        How many.
    """

    def __init__(self, port: int, n_screens: int) -> None:
        self.n_granted = self.n_messages = 0
        self._stopping = threading.Event()
        self._sockets = [socket.create_connection(("127.0.0.1", port)) for _ in range(n_screens)]
        for one in self._sockets:
            one.sendall(f"GET /api/v1/live HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Look away."""
        self._stopping.set()
        self._thread.join()
        for one in self._sockets:
            one.close()

    def _watch(self) -> None:
        with selectors.DefaultSelector() as selector:
            for one in self._sockets:
                selector.register(one, selectors.EVENT_READ)
            while not self._stopping.is_set():
                for key, _ in selector.select(0.1):
                    told = key.fileobj.recv(65_536)  # type: ignore[union-attr]  # a socket, as registered above
                    self.n_granted += told.startswith(b"HTTP/1.1 200")
                    self.n_messages += told.count(b"event: loads")
                    if not told:
                        selector.unregister(key.fileobj)


@contextmanager
def house_on_one_core() -> Iterator[tuple[House, int]]:
    """The web process on core 0, and its process id; this process on the other cores, if there are any."""
    others = os.sched_getaffinity(0)
    with tempfile.TemporaryDirectory(prefix="chairpi-") as name:
        house, stopping = House(Path(name), speed=1.0), threading.Event()
        data_dir, link_dir = (Path(path) for path in (house.config.paths.data_dir, house.config.paths.runtime_dir))
        for directory in (data_dir, link_dir):
            directory.mkdir(parents=True, exist_ok=True)
        write_year(data_dir / "history.db", N_DAYS, always_on=False, last=_yesterday())
        sensor = fake_sensor.FakeSensor(link_dir)
        sensor.state = swaying(0.0)
        sensor.start()

        def beat() -> None:
            began = time.monotonic()
            while not stopping.wait(1 / READINGS_HZ):
                sensor.tell(swaying(time.monotonic() - began))

        heart = threading.Thread(target=beat, daemon=True)
        heart.start()
        web = house.start("web")
        try:
            wait_for("the dashboard answers", house.now_or_page)
            for thread in Path(f"/proc/{web.pid}/task").iterdir():
                os.sched_setaffinity(int(thread.name), {min(others)})
            os.sched_setaffinity(0, others - {min(others)} or others)
            yield house, web.pid
        finally:
            os.sched_setaffinity(0, others)
            end(web)
            stopping.set()
            heart.join()
            sensor.stop()
            house.close()


def answers(house: House, pid: int, *, seconds: float, n_streams: int = N_STREAMS) -> Answers:
    """Let screens watch and readers ask for some time [s], and say how long the answers took."""
    day = _yesterday()
    paths = [path.format(day=day) for path in PATHS]
    local, took = threading.local(), []

    def ask(path: str) -> None:
        if not hasattr(local, "connection"):
            local.connection = http.client.HTTPConnection("127.0.0.1", house.port, timeout=30)
        began = time.perf_counter()
        local.connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = local.connection.getresponse()
        answer.read()
        took.append((path, 1000 * (time.perf_counter() - began)))
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status} {answer.reason}")

    screens = Screens(house.port, n_streams)
    for path in dict.fromkeys(paths):
        ask(path)  # the first of each fills the template cache
    took.clear()
    quiet_s, quiet_percent = min(3.0, seconds / 2), 0.0
    before_s, n_before = cpu_s(pid), screens.n_messages
    time.sleep(quiet_s)
    quiet_percent = 100 * (cpu_s(pid) - before_s) / quiet_s
    messages_hz = (screens.n_messages - n_before) / quiet_s / max(1, screens.n_granted)
    before_s, began_s = cpu_s(pid), time.monotonic()
    with ThreadPoolExecutor(READERS) as readers:
        asked = []
        for number, path in enumerate(islice(cycle(paths), round(seconds * REQUESTS_HZ))):
            time.sleep(max(0.0, began_s + number / REQUESTS_HZ - time.monotonic()))
            asked.append(readers.submit(ask, path))
        for one in asked:
            one.result()
    lasted_s, busy_s = time.monotonic() - began_s, cpu_s(pid) - before_s
    screens.close()
    time.sleep(2.0)  # until the server has noticed, and the next screens get their places
    return Answers(
        took_ms=sorted(ms for _, ms in took),
        by_path_ms={path: sorted(ms for other, ms in took if other == path) for path in dict.fromkeys(paths)},
        n_streams=screens.n_granted,
        messages_hz=messages_hz,
        streaming_percent=quiet_percent,
        answer_cpu_ms=1000 * (busy_s - quiet_percent / 100 * lasted_s) / len(took),
    )


def _yesterday() -> date:
    return date.today() - timedelta(days=1)  # noqa: DTZ011  # the machine's own day: House runs by its clock


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=10.0, help="how long requests come [s]")
    options = parser.parse_args()
    with house_on_one_core() as (house, pid):
        for n_streams in (0, N_STREAMS):
            found = answers(house, pid, seconds=options.seconds, n_streams=n_streams)
            print(
                f"{found.n_streams} streams ({found.messages_hz:.1f} messages/s each, {found.streaming_percent:.0f} % of the core), "
                f"{REQUESTS_HZ:g} requests/s: p50 {percentile(found.took_ms, 50):.1f} ms, p95 {percentile(found.took_ms, 95):.1f} ms, "
                f"processor {found.answer_cpu_ms:.1f} ms each"
            )
            for path, took_ms in found.by_path_ms.items():
                print(f"    {path:28} p50 {percentile(took_ms, 50):6.1f} ms  p95 {percentile(took_ms, 95):6.1f} ms")


if __name__ == "__main__":
    main()
