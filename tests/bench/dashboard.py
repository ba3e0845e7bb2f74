"""Every figure that the dashboard is held to, beside what it is on this machine.

    python tests/bench/dashboard.py [--rounds 3] [--only pixel year]

Each is measured in several short rounds, since a machine has other things to do: the middle round and the worst one are told. What is
simulated is the chair, the sitter and the phone; processes, sockets, browser and history are real. Prints figures; asserts nothing.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import dashboard_history
import dashboard_live
import dashboard_server
import dashboard_wire
import memory
from dashboard_live import percentile

PHONE_SLOWER = 4.0
"""How many times slower than this machine the phone's processor is, as Lighthouse has it."""
ROUND_S = 6.0


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its goal, and what each round gave; a smaller one is better."""

    name: str
    goal: str
    unit: str
    rounds: list[float]
    how: str = ""

    def line(self) -> str:
        """As a row of the table."""
        middle, worst = statistics.median(self.rounds), max(self.rounds)
        return f"{self.name:58} {self.goal:>8} {middle:9.1f} {worst:9.1f} {self.unit:4} {self.how}"


def server(n_rounds: int) -> Iterator[Figure]:
    """Answers on one core while screens watch."""
    with dashboard_server.house_on_one_core() as (house, pid):
        rounds = [dashboard_server.answers(house, pid, seconds=ROUND_S) for _ in range(n_rounds)]
    how = f"{min(one.n_streams for one in rounds)} streams, one core, 20 requests/s, a month of history"
    yield Figure("answer, p95", "20", "ms", [percentile(one.took_ms, 95) for one in rounds], how)
    yield Figure("answer, p50", "", "ms", [percentile(one.took_ms, 50) for one in rounds])
    for path in rounds[0].by_path_ms:
        yield Figure(
            f"  {path.partition('?')[0]}, p95", "", "ms", [percentile(one.by_path_ms[path], 95) for one in rounds]
        )
    yield Figure("  processor time of one answer", "", "ms", [one.answer_cpu_ms for one in rounds])
    yield Figure("  what the streams alone take of the core", "", "%", [one.streaming_percent for one in rounds])


def pixel(n_rounds: int) -> Iterator[Figure]:
    """The seat map that moves ten times a second, on a phone."""
    how = f"processor {PHONE_SLOWER:g} times slower, a sitter who sways by {2e3 * 0.3 * dashboard_live.SWAY:.0f} mm"
    with dashboard_live.swaying_house() as address, dashboard_live.chromium() as browser:
        moving, still = [], []
        for _ in range(n_rounds):
            for motion, found in (("moving", moving), ("still", still)):
                shares = dashboard_live.seat_map_share_percent(
                    browser, address, seconds=ROUND_S, throttling=PHONE_SLOWER, motion=motion
                )
                found.append(shares.all_percent)
        own = [one - other for one, other in zip(moving, still, strict=True)]
        yield Figure("seat map at 10 Hz, main thread's share of a core", "5", "%", own, how)
        yield Figure("  the whole Now page with it", "", "%", moving)
        yield Figure("  the whole Now page, motion stopped", "", "%", still)
        for throttling in (1.0, PHONE_SLOWER):
            took_ms = [
                percentile(
                    dashboard_live.reading_to_pixel_ms(browser, address, seconds=ROUND_S, throttling=throttling), 95
                )
                for _ in range(n_rounds)
            ]
            yield Figure("reading to pixel, p95", "250", "ms", took_ms, f"processor {throttling:g} times slower")


def wire(n_rounds: int) -> Iterator[Figure]:
    """A first visit to the Now page."""
    how = f"phone: processor {dashboard_wire.SLOWER} times slower, 10 Mbit/s, {dashboard_wire.LATENCY_MS} ms more an answer"
    with dashboard_live.swaying_house() as address, dashboard_live.chromium() as browser:
        loads = [cold for cold, _ in dashboard_wire.cold_and_warm(browser, address, n_rounds)]
    yield Figure(
        "first page over the wire",
        "100",
        "kB",
        [one.wire_bytes / 1000 for one in loads],
        f"{loads[0].n_requests} requests",
    )
    yield Figure("first contentful paint", "500", "ms", [1000 * one.first_paint_s for one in loads], how)


def year(_: int) -> Iterator[Figure]:
    """A year of minutes and of days, each asked for nine times: the middle one, in processor time, so that rounds add nothing."""
    for address, (took_ms, n_bytes) in dashboard_history.year_figures().items():
        name, is_minutes = address.partition("?")[0], "minutes" in address
        how = "processor time, middle of nine; 250 days of 8 h"
        yield Figure(f"{name}, server time", "200" if is_minutes else "", "ms", [took_ms], how)
        yield Figure(f"{name}, compressed", "150" if is_minutes else "", "kB", [n_bytes / 1000])


def held(n_rounds: int) -> Iterator[Figure]:
    """What both processes hold with one page open, on the simulated chair."""
    rounds = [memory.with_one_page_open(ROUND_S) for _ in range(n_rounds)]
    yield Figure(
        "memory of both processes", "90", "MB", [sum(mb for mb, _ in one.values()) for one in rounds], "one page open"
    )
    for command, goal in (("sensor", "45"), ("web", "55")):
        yield Figure(f"  {command}", goal, "MB", [one[command][0] for one in rounds])


PARTS: dict[str, Callable[[int], Iterator[Figure]]] = {
    "server": server,
    "pixel": pixel,
    "wire": wire,
    "year": year,
    "memory": held,
}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--rounds", type=int, default=3, help="how often each figure is measured (default: %(default)s)"
    )
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), help="measure only these")
    options = parser.parse_args()
    print(f"{'figure':58} {'goal':>8} {'middle':>9} {'worst':>9} unit how")
    for part in options.only:
        for figure in PARTS[part](options.rounds):
            print(figure.line(), flush=True)


if __name__ == "__main__":
    main()
