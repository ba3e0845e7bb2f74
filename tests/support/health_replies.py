"""What a sensor process says of its health, and a machine's files, for tests of the doctor and of the health page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

NAMES = (
    "seat_front_left",
    "seat_front_right",
    "seat_rear_left",
    "seat_rear_right",
    "back_upper",
    "back_lower",
)


def good_cell(cell: str) -> dict[str, Any]:
    """A cell that reads as it should."""
    return {
        "cell": cell,
        "rate_hz": 10.4,
        "period_s": 0.096,
        "noise_counts": 22.0,
        "n_reads": 36_010,
        "verdict_counts": {"settling": 4, "ok": 35_990, "straddled": 12, "not_ready": 4},
        "high_median_us": 3.1,
        "high_p99_us": 8.2,
        "high_max_us": 44.0,
        "age_s": 0.05,
        "lost": False,
    }


def lost_cell(cell: str, verdict: str, n: int = 400) -> dict[str, Any]:
    """A cell whose readings are all refused for one reason, after an hour of good ones with refusals of another kind."""
    return good_cell(cell) | {
        "rate_hz": 0.0,
        "verdict_counts": {"settling": 4, "ok": 35_990, "straddled": 12_000, verdict: n},
        "age_s": 40.0,
        "lost": True,
    }


def health(*cells: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The whole answer; cells that are not given are good ones."""
    given = {cell["cell"]: cell for cell in cells}
    return {
        "ok": True,
        "health": {
            "backend": "gpiochip",
            "picked": "The chips are read through gpiochip, because the configuration says so.",
            "uptime_s": 11_000.0,
            "warming_up_s": None,
            "zero_drift_kg": 0.3,
            "cells": [given.get(name, good_cell(name)) for name in NAMES],
            "zero_moves": [{"utc_s": 1_795_600_000.0, "largest_kg": 0.2}],
            **changes,
        },
    }


def raspberry_pi(root: Path, *, throttled: str = "0", temperature: str = "48312", synchronised: bool = True) -> Path:
    """A tree of the files in which a Raspberry Pi tells of itself."""
    files = {
        "proc/device-tree/model": "Raspberry Pi Zero 2 W Rev 1.0\0",
        "proc/stat": "cpu  1 2 3 4\nbtime 1795680000\nprocesses 4\n",
        "proc/sys/kernel/osrelease": "6.12.47+rpt-rpi-v8\n",
        "etc/os-release": 'PRETTY_NAME="Debian GNU/Linux 13 (trixie)"\nNAME="Debian GNU/Linux"\n',
        "sys/devices/platform/soc/soc:firmware/get_throttled": f"{throttled}\n",
        "sys/class/thermal/thermal_zone0/temp": f"{temperature}\n",
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    timesync = root / "run/systemd/timesync"
    timesync.mkdir(parents=True)
    if synchronised:
        (timesync / "synchronized").touch()
    return root
