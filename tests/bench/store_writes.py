"""What a day of sitting costs the store: rows a second, and bytes written to the disk in eight hours.

Usage: python tests/bench/store_writes.py [DIRECTORY ON THE DISK IN QUESTION]
       unshare --mount python tests/bench/store_writes.py --block

The first counts what the kernel says of this process (write_bytes in /proc/self/io: pages handed to the block layer, without the file
system's own journal); a tmpfs shows 0. The second counts at the block device itself, of an ext4 of its own on a loop device, journal
included, and needs root. The kernel also writes the database's shared memory (-shm), whose pages are dirty after each commit, when they
have been so for `vm.dirty_expire_centisecs`: here after 30 s, the kernel's own choice, and after 10 min, as on a built chair.
"""

import math
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from chairpi.core.events.event import Event
from chairpi.core.events.movement import ShiftSize, WeightShift
from chairpi.core.events.posture import Posture, PostureChanged, SlideBegan, SlideEnd, SlideEnded
from chairpi.core.events.presence import SatDown, StoodUp
from chairpi.core.events.prompting import Moment, Outcome, PromptCleared, PromptKind, PromptRaised
from chairpi.core.events.weighing import Minute
from chairpi.store.history import History
from chairpi.store.view import HistoryView

DAY_S = 8 * 3600.0
BOUT_S, BREAK_S = 2100.0, 300.0
POSTURES_PER_H = 20
SHIFTS_PER_H = 23
"""Micro and macro, as the simulated sitter makes them."""
OFFSET_S = 1_795_000_000.0
TRACE = ((701.2, 12.3, -4.5),) * 60
MEMORY = {"as_long_as": "what a chair remembers after a day: " + "1234.5, " * 850}
IMAGE_BYTES = 64 << 20
SECTOR_BYTES = 512
"""The unit of the kernel's count of sectors, whatever the device's own is."""
COMMIT_S = 60.0
"""The kernel writes what has been dirty for 30 s, so once between two commits a minute apart."""
BUILT_CHAIR_S = 600.0
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


def at_the_block_layer(expire_s: float, events: list[Event]) -> float:
    """How many bytes reach the device in a day [MB]."""
    with tempfile.TemporaryDirectory() as directory:
        image, mounted = Path(directory) / "image", Path(directory) / "disk"
        mounted.mkdir()
        with image.open("wb") as file:
            file.truncate(IMAGE_BYTES)
        subprocess.run(["mkfs.ext4", "-q", "-E", "lazy_itable_init=0,lazy_journal_init=0", image], check=True)
        subprocess.run(["mount", "-o", "loop,noatime,commit=60", image, mounted], check=True)
        device = mounted.stat().st_dev
        counted = Path(f"/sys/dev/block/{os.major(device)}:{os.minor(device)}/stat")
        try:
            before, due_s = int(counted.read_text().split()[6]), expire_s
            history = History.open(mounted / "history.db", "bench", 0.0, OFFSET_S)
            with (mounted / "history.db-shm").open("rb") as shared, (mounted / "history.db-wal").open("rb") as log:
                for event in events:
                    while event.t_s > due_s:
                        due_s += expire_s
                        os.fsync(shared.fileno())
                        os.fsync(log.fileno())  # the times of both files, through the journal
                    history.remember(MEMORY, event.t_s, event.t_s + OFFSET_S)
                    history.commit_if_due(math.floor(event.t_s))
                    history.record([event], OFFSET_S)
                history.close()
            subprocess.run(["sync", "--file-system", mounted], check=True)
            return (int(counted.read_text().split()[6]) - before) * SECTOR_BYTES / 1e6
        finally:
            subprocess.run(["umount", mounted], check=True)


def main() -> None:
    if "--block" in sys.argv:
        events = sorted([*minutes(), *happenings()], key=lambda event: event.t_s)
        for name, expire_s in (("30 s, the kernel's own", COMMIT_S), ("10 min, a built chair's", BUILT_CHAIR_S)):
            print(
                f"dirty pages written after {name:24} {at_the_block_layer(expire_s, events):6.2f} MB at the block layer"
            )
        return
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
