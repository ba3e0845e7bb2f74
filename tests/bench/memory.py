"""Memory and processor time of both processes at rest with one page open, in real time: of the product, and with the simulated chips too.

    python tests/bench/memory.py [--seconds 60]

First a recorded day is played, which is the product by itself: reading a file takes next to nothing, and driving real chips is measured in
`read_path.py`. Then the chair is the simulated one, whose chips and sitter live in the sensor process: what that takes more is the
simulator's. Both processes have the environment that their unit files give them. Prints figures; asserts nothing.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import threading
import urllib.request
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
from processes import House, wait_for  # shared with the tests
from resident import held_mb
from unit_environment import unit_environment

from chairpi.recordings.simulated_day import write_day

TICK_S = 1 / os.sysconf("SC_CLK_TCK")
SETTLED_S = 5.0
"""From the first page on, until the processes are at rest."""
GOALS = {"sensor": "<= 45 MB, < 2 %", "web": "<= 55 MB, < 2 %"}


@dataclass(frozen=True, slots=True)
class Held:
    """What a process takes: resident and of its own [MB], share of a core [%], and how often it is woken [1/s]."""

    resident_mb: float
    private_mb: float
    core_percent: float
    wakes_hz: float


def cpu_s(pid: int) -> float:
    """Processor time so far [s]."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * TICK_S


def wakes(pid: int) -> int:
    """How often a thread of the process went to sleep so far, and so was woken."""
    n = 0
    for status in Path(f"/proc/{pid}/task").glob("*/status"):
        with suppress(FileNotFoundError):  # the thread has ended
            lines = status.read_text().splitlines()
            n += sum(int(line.split()[1]) for line in lines if line.startswith("voluntary_ctxt_switches"))
    return n


def with_one_page_open(seconds: float, recording: Path | None) -> dict[str, Held]:
    """What each process takes over some time [s], of a recording or of the simulated chair."""
    with tempfile.TemporaryDirectory(prefix="chairpi-") as name:
        house = House(Path(name), speed=1.0, recording=recording)
        processes = {
            command: house.start(command, environment=unit_environment(command)) for command in ("sensor", "web")
        }
        try:
            wait_for("the dashboard answers", house.now_or_page)
            stream = urllib.request.urlopen(f"{house.address}/api/v1/live")
            threading.Thread(target=lambda: [None for _ in stream], daemon=True).start()
            threading.Event().wait(SETTLED_S)
            before = {command: (cpu_s(process.pid), wakes(process.pid)) for command, process in processes.items()}
            threading.Event().wait(seconds)
            return {
                command: Held(
                    *held_mb(process.pid),
                    100 * (cpu_s(process.pid) - before[command][0]) / seconds,
                    (wakes(process.pid) - before[command][1]) / seconds,
                )
                for command, process in processes.items()
            }
        finally:
            house.close()


def tell(title: str, found: dict[str, Held], goals: dict[str, str]) -> None:
    """One table."""
    print(f"{title:<34}{'resident':>9}{'its own':>9}  [MB]{'of a core':>11}{'woken':>9}   goal")
    for command, held in found.items():
        print(
            f"  {command:<32}{held.resident_mb:9.1f}{held.private_mb:9.1f}{'':6}{held.core_percent:9.2f} %"
            f"{held.wakes_hz:7.0f}/s   {goals.get(command, '')}"
        )


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0, help="how long to look, each time")
    seconds = parser.parse_args().seconds
    with tempfile.TemporaryDirectory(prefix="chairpi-") as name:
        day = Path(name) / "day.csv"
        write_day(day, max(0.5, (seconds + 60.0) / 3600.0), 1)
        alone = with_one_page_open(seconds, day)
    tell("a recorded day: the product", alone, GOALS)
    simulated = with_one_page_open(seconds, None)
    tell("the simulated chair", simulated, {})
    more = {
        command: Held(
            held.resident_mb - alone[command].resident_mb,
            held.private_mb - alone[command].private_mb,
            held.core_percent - alone[command].core_percent,
            held.wakes_hz - alone[command].wakes_hz,
        )
        for command, held in simulated.items()
        if command == "sensor"
    }
    tell("so the simulator takes", more, {})


if __name__ == "__main__":
    main()
