"""Resident memory and processor time of both processes on the simulated chair, in real time, with one live page open.

python tests/bench/memory.py [--seconds 30]
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import threading
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
from processes import House, wait_for  # shared with the tests

TICK_S = 1 / os.sysconf("SC_CLK_TCK")


def resident_mb(pid: int) -> float:
    """Resident set [MB]."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def cpu_s(pid: int) -> float:
    """Processor time so far [s]."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * TICK_S


def with_one_page_open(seconds: float) -> dict[str, tuple[float, float]]:
    """What each process takes after some time [s]: its resident set [MB] and its share of a core [%]."""
    with tempfile.TemporaryDirectory(prefix="chairpi-") as name:
        house = House(Path(name), speed=1.0)
        processes = {command: house.start(command) for command in ("sensor", "web")}
        try:
            wait_for("the dashboard answers", house.now_or_page)
            stream = urllib.request.urlopen(f"{house.address}/api/v1/live")
            reader = threading.Thread(target=lambda: [None for _ in stream], daemon=True)
            reader.start()
            before = {command: cpu_s(process.pid) for command, process in processes.items()}
            threading.Event().wait(seconds)
            return {
                command: (resident_mb(process.pid), 100 * (cpu_s(process.pid) - before[command]) / seconds)
                for command, process in processes.items()
            }
        finally:
            house.close()


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=30.0)
    found = with_one_page_open(parser.parse_args().seconds)
    for command, (held_mb, used_percent) in found.items():
        print(f"{command:<8}{held_mb:8.1f} MB resident {used_percent:8.1f} % of a core")
    print(f"{'both':<8}{sum(held_mb for held_mb, _ in found.values()):8.1f} MB resident")


if __name__ == "__main__":
    main()
