"""What a day of sitting costs the store: rows a second, and bytes written to the disk in eight hours.

Usage: python tests/bench/store_writes.py [DIRECTORY ON THE DISK IN QUESTION]

Bytes are the kernel's count for this process (write_bytes in /proc/self/io: pages handed to the block layer, without the file
system's own journal). A tmpfs shows 0.
"""

import math
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from chairpi.core.events import (
    Event,
    Minute,
    Moment,
    Outcome,
    Posture,
    PostureChanged,
    PromptCleared,
    PromptKind,
    PromptRaised,
    SatDown,
    ShiftSize,
    SlideBegan,
    SlideEnd,
    SlideEnded,
    StoodUp,
    WeightShift,
)
from chairpi.store.history import History
from chairpi.store.view import HistoryView

DAY_S = 8 * 3600.0
BOUT_S, BREAK_S = 2100.0, 300.0
POSTURES_PER_H = 20
SHIFTS_PER_H = 23
"""Micro and macro, as the simulated sitter makes them."""
OFFSET_S = 1_795_000_000.0
TRACE = ((701.2, 12.3, -4.5),) * 60
MEMORY = {"as_long_as": "what a chair remembers: " + "1234.5, " * 300}
TABLES = ("bout", "break", "minute", "event", "prompt")


def minutes() -> Iterator[Event]:
    """A row for each minute of the day, with numbers as long as real ones."""
    chance = random.Random(1)
    for number in range(int(DAY_S // 60)):
        means = [chance.gauss(mean, 5.0) for mean in (700.0, 0.0, 0.0, 40.0, 30.0)]
        yield Minute(number * 60.0 + 60.9, number * 60.0, 60.0, 60.0, chance.uniform(0.0, 60.0), *means)


def happenings() -> Iterator[Event]:
    """A bout of 35 min, a prompt, a break of 5 min and so on; posture changes, weight shifts and slides in between."""
    for number in range(int(DAY_S // (BOUT_S + BREAK_S))):
        t_s = number * (BOUT_S + BREAK_S)
        yield SatDown(t_s + 3.0, t_s, BREAK_S if number else None, seen=True)
        for change in range(round(BOUT_S / 3600.0 * POSTURES_PER_H)):
            yield PostureChanged(t_s + 30.0 + 150.0 * change, (Posture.UPRIGHT, Posture.FORWARD_SLIDE)[change % 2])
        for shift in range(round(BOUT_S / 3600.0 * SHIFTS_PER_H)):
            at_t_s = t_s + 60.5 + 140.0 * shift
            yield WeightShift(at_t_s + 9.5, at_t_s, ShiftSize.MICRO, 17.123456789, 12.345678901, -11.234567890)
        yield SlideBegan(t_s + 900.5, t_s + 880.25, 41.123456789, 9.87654321)
        yield SlideEnded(t_s + 1500.5, t_s + 880.25, 620.25, 48.987654321, SlideEnd.RETURNED)
        reason = "You have been sitting for 30 minutes."
        yield PromptRaised(t_s + 1803.0, PromptKind.STAND, number + 1, reason, Moment.SHIFT, 1800.0, trace=TRACE)
        yield PromptCleared(t_s + BOUT_S + 1.0, PromptKind.STAND, number + 1, Outcome.STOOD, 297.0)
        yield StoodUp(t_s + BOUT_S + 2.0, t_s, t_s + BOUT_S, BOUT_S, seen=True)


def written_bytes() -> int:
    """What this process has handed to the disk."""
    lines = Path("/proc/self/io").read_text(encoding="ascii").splitlines()
    return int(dict(line.split(": ") for line in lines)["write_bytes"])


def n_rows(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return sum(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES)  # noqa: S608


def measure(name: str, path: Path, events: list[Event], *, at_once: bool) -> None:
    """Write one day; `at_once`: all events in one go, for the pace."""
    history = History.open(path, "bench", 0.0, OFFSET_S)
    bytes_before, began_s, began_cpu_s = written_bytes(), time.perf_counter(), time.process_time()
    if at_once:
        history.record(events, OFFSET_S)
    else:
        for event in events:
            history.remember(MEMORY, event.t_s, event.t_s + OFFSET_S)
            history.commit_if_due(math.floor(event.t_s))
            history.record([event], OFFSET_S)
    history.close()
    length_s, cpu_s = time.perf_counter() - began_s, time.process_time() - began_cpu_s
    rows = n_rows(path)
    print(
        f"{name:28} {rows:6} rows  {rows / length_s:9.0f} rows/s  {cpu_s:6.3f} CPU s  "
        f"{(written_bytes() - bytes_before) / 1e6:7.2f} MB written  {path.stat().st_size / 1e3:7.0f} kB file"
    )


def main() -> None:
    everything = sorted([*minutes(), *happenings()], key=lambda event: event.t_s)
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as directory:
        measure("a day, minutes only", Path(directory) / "minutes.db", list(minutes()), at_once=False)
        measure("a day, everything", Path(directory) / "day.db", everything, at_once=False)
        measure("a day in one transaction", Path(directory) / "once.db", everything, at_once=True)
        view = HistoryView(Path(directory) / "day.db")
        began_s = time.perf_counter()
        for _ in range(100):
            view.day(OFFSET_S, OFFSET_S + 86_400.0)
        print(f"{'reading the day back':28} {(time.perf_counter() - began_s) * 10:.2f} ms")


if __name__ == "__main__":
    main()
