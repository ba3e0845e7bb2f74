"""How long both processes take from their start to the first frame and the first page, on the simulated chair; and how much of a
processor, which other programmes on the machine do not change.

    python tests/bench/start.py [--times 5]

On a Raspberry Pi `systemd-analyze critical-chain chairpi.target` tells of the boot before that, and STATUS in
`systemctl status chairpi-sensor` of when it was ready.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from processes import House

from chairpi.errors import LinkError
from chairpi.link.client import LiveClient

LOOK_EVERY_S = 0.01


def until(is_so: Callable[[], bool]) -> float:
    """When it is so, by the machine's clock [s]."""
    while not is_so():
        time.sleep(LOOK_EVERY_S)
    return time.monotonic()


def first_state(house: House) -> bool:
    """Whether the sensor process has told a state of the chair, which it does with its first frame."""
    try:
        client = LiveClient(house.config.runtime_dir)
    except LinkError:
        return False
    try:
        return any(message and message["message"] == "now" for message in client.messages(0.5))
    except LinkError:
        return False
    finally:
        client.close()


def processor_s(process: subprocess.Popen[str]) -> float:
    """For how long a process has kept a processor busy [s] (proc(5): the 14th and 15th number of `stat`)."""
    numbers = Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(numbers[11]) + int(numbers[12])) / os.sysconf("SC_CLK_TCK")


def measure() -> tuple[float, float, float, float]:
    """Seconds to the first frame and to the first page, each with the processor's; one process after the other."""
    with tempfile.TemporaryDirectory(prefix="chairpi-") as name:
        house = House(Path(name), speed=1.0)
        try:
            began_s = time.monotonic()
            sensor = house.start("sensor")
            frame_s, frame_cpu_s = until(lambda: first_state(house)) - began_s, processor_s(sensor)
            began_s = time.monotonic()
            web = house.start("web")
            page_s, page_cpu_s = until(house.now_or_page) - began_s, processor_s(web)
        finally:
            house.close()
    return frame_s, frame_cpu_s, page_s, page_cpu_s


def main() -> None:
    """Measure some times, and print the middle and the worst of each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=5)
    frames_s, frames_cpu_s, pages_s, pages_cpu_s = zip(
        *(measure() for _ in range(parser.parse_args().times)), strict=True
    )
    for what, lengths_s, cpu_s in (("first frame", frames_s, frames_cpu_s), ("first page", pages_s, pages_cpu_s)):
        print(
            f"start to {what}: {statistics.median(lengths_s):.2f} s (worst of {len(lengths_s)}: {max(lengths_s):.2f} s), "
            f"{statistics.median(cpu_s):.2f} s of a processor"
        )


if __name__ == "__main__":
    main()
