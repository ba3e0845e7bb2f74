"""What the history costs the dashboard: a year of minutes and of days, in server time and in bytes on the wire.

    python tests/bench/dashboard_history.py [--days 250] [--always-on]

Days of eight hours are written by the store's own writer and asked for over the dashboard's own addresses, in this process.
Prints figures; asserts nothing. The measuring functions are there to be imported.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Flask

from chairpi.clock import ManualClock
from chairpi.core.events.event import Event
from chairpi.core.events.movement import ShiftSize, WeightShift
from chairpi.core.events.presence import SatDown, StoodUp
from chairpi.core.events.prompting import Moment, Outcome, PromptCleared, PromptKind, PromptRaised
from chairpi.core.events.upright import ReferenceSet, ReferenceSource
from chairpi.core.events.weighing import Minute
from chairpi.dashboard.app import create_app, stop_listening
from chairpi.store.history import History

ZONE = ZoneInfo("Europe/Zurich")
LAST_DAY = date(2026, 11, 20)
WORK_FROM_S, WORK_UNTIL_S = 8 * 3600.0, 16.5 * 3600.0
BOUT_S, BREAK_S = (1200.0, 3600.0), (120.0, 900.0)
SHIFTS_PER_HOUR = 15.0
ROUNDS = 9


def a_day(day: date, chance: random.Random, origin_utc_s: float, *, always_on: bool) -> Iterator[Event]:
    """What the chair tells of one working day, or of one on which nobody came: bouts, breaks, shifts, slides, prompts, minutes."""
    midnight_t_s = datetime(day.year, day.month, day.day, tzinfo=ZONE).timestamp() - origin_utc_s
    spans: list[tuple[float, float]] = []
    at_s = WORK_FROM_S + chance.uniform(-1800, 1800)
    while day.weekday() < 5 and at_s < WORK_UNTIL_S:
        spans.append((midnight_t_s + at_s, midnight_t_s + at_s + chance.uniform(*BOUT_S)))
        at_s = spans[-1][1] - midnight_t_s + chance.uniform(*BREAK_S)
    stood_t_s = None
    for began_t_s, ended_t_s in spans:
        yield SatDown(began_t_s, began_t_s, None if stood_t_s is None else began_t_s - stood_t_s, seen=True)
        stood_t_s = ended_t_s
        shift_t_s = began_t_s + chance.expovariate(SHIFTS_PER_HOUR / 3600)
        while shift_t_s < ended_t_s:
            yield WeightShift(shift_t_s, shift_t_s, ShiftSize.MICRO, 18.0, 14.0, 12.0)
            shift_t_s += chance.expovariate(SHIFTS_PER_HOUR / 3600)
        if ended_t_s - began_t_s > 1800:
            number = round(began_t_s)
            yield PromptRaised(began_t_s + 1800, PromptKind.STAND, number, "A break is due.", Moment.SHIFT, 1800.0)
            outcome = chance.choice((Outcome.STOOD, Outcome.SNOOZED, Outcome.IGNORED, Outcome.DISMISSED))
            yield PromptCleared(began_t_s + 1860, PromptKind.STAND, number, outcome, after_s=60.0)
        yield StoodUp(ended_t_s, began_t_s, ended_t_s, ended_t_s - began_t_s, seen=True)
    first_s, last_s = (0.0, 86_400.0) if always_on else (WORK_FROM_S - 3600, WORK_UNTIL_S + 3600)
    for start_t_s in range(int(midnight_t_s + first_s) // 60 * 60, int(midnight_t_s + last_s), 60):
        seated = any(began <= start_t_s + 30 < ended for began, ended in spans)
        forward = seated and any(
            began + 1500 <= start_t_s < began + 2100 for began, _ in spans
        )  # ten minutes in longer bouts
        right_mm = chance.gauss(4.0, 6.0) if seated else None
        load_n = 600.0 if seated else None
        yield Minute(
            start_t_s + 60.0, start_t_s, 60.0, 60.0 * seated, 60.0 * forward, load_n, right_mm, right_mm, None, None
        )


def write_year(path: Path, n_days: int, *, always_on: bool, seed: int = 1, last: date = LAST_DAY) -> tuple[date, int]:
    """Write so many working days up to the last one into a new history; the first day, and how many minutes were written."""
    first = last
    days = [last]
    while sum(day.weekday() < 5 for day in days) < n_days:
        first -= timedelta(days=1)
        days.append(first)
    origin_utc_s = datetime(first.year, first.month, first.day, tzinfo=ZONE).timestamp() // 60 * 60 - 86_400.0
    chance, n_minutes = random.Random(seed), 0
    with History.open(path, "boot", 0.0, origin_utc_s) as history:
        history.record([ReferenceSet(10.0, ReferenceSource.GUIDED, 0.0, 1.0, 600.0, None, None, 0.0)], origin_utc_s)
        for day in reversed(days):
            events = sorted(a_day(day, chance, origin_utc_s, always_on=always_on), key=lambda event: event.t_s)
            n_minutes += sum(isinstance(event, Minute) for event in events)
            history.record(events, origin_utc_s)
            history.keep()
    return first, n_minutes


def year_app(folder: Path) -> Flask:
    """The dashboard over the history in this folder, on the evening of `LAST_DAY`."""
    evening = datetime(LAST_DAY.year, LAST_DAY.month, LAST_DAY.day, 20, tzinfo=ZONE).timestamp()
    return create_app(
        history_path=folder / "history.db",
        link_dir=folder,
        clock=ManualClock(0.0, evening),
        time_zone=str(ZONE),
        secret_key=b"not secret in a bench",
    )


def asked(app: Flask, address: str) -> tuple[float, int]:
    """Median processor time of the server for one answer [ms], and how long the answer is, compressed [bytes].

    Processor time, so that what else the machine does at the moment is not counted.
    """
    client, took_ms, n_bytes = app.test_client(), [], 0
    for _ in range(ROUNDS):
        began = time.thread_time()
        answer = client.get(address, headers={"Accept-Encoding": "gzip"})
        took_ms.append(1000 * (time.thread_time() - began))
        if answer.status_code != 200:
            raise SystemExit(f"{address}: {answer.status}: {answer.text[:300]}")
        n_bytes = len(answer.data)
    return statistics.median(took_ms), n_bytes


ADDRESSES = (
    "/api/v1/history/minutes?from={first}&to={last}&sitter=1",
    "/api/v1/history/days?from={first}&to={last}&sitter=1",
    "/year?sitter=1",
    "/month?sitter=1",
    "/week?sitter=1",
    "/today?sitter=1",
)


def year_figures(n_days: int = 250, *, always_on: bool = False) -> dict[str, tuple[float, int]]:
    """For each address: server time [ms] and answer [bytes], on a year of so many working days."""
    with tempfile.TemporaryDirectory(prefix="chairpi-") as name:
        first, _ = write_year(Path(name) / "history.db", n_days, always_on=always_on)
        first = max(first, LAST_DAY - timedelta(days=365))
        app = year_app(Path(name))
        try:
            addresses = [address.format(first=first, last=LAST_DAY) for address in ADDRESSES]
            return {address: asked(app, address) for address in addresses}
        finally:
            stop_listening(app)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=int, default=250, help="working days of eight hours (default: %(default)s)")
    parser.add_argument("--always-on", action="store_true", help="the chair is never off: each night is kept too")
    options = parser.parse_args()
    for address, (took_ms, n_bytes) in year_figures(options.days, always_on=options.always_on).items():
        print(f"{address:64} {took_ms:7.1f} ms {n_bytes / 1000:8.1f} kB")


if __name__ == "__main__":
    main()
