"""What systemd says of ChairPi's units, and the last lines of their logs; nothing where there is no systemd, or it may not be asked."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator, Sequence

from chairpi.clock import rfc_3339
from chairpi.install.places import BACKUP, BACKUP_TIMER, FINISH_UPDATE, SENSOR, WEB

UNITS = (SENSOR, WEB, BACKUP, BACKUP_TIMER, FINISH_UPDATE)
PROPERTIES = ("Id", "LoadState", "ActiveState", "SubState", "Result", "NRestarts", "ExecMainStatus", "MemoryCurrent")
N_LINES = 400
PATIENCE_S = 15.0

Ask = Callable[[Sequence[str]], str]
"""Runs a program and returns what it printed; empty where it cannot."""


def ask_machine(command: Sequence[str]) -> str:
    """Run one of the two programs below."""
    try:
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE_S, check=False)  # noqa: S603  # ours, below
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace")


def unit_states(ask: Ask) -> list[dict[str, str]]:
    """How each unit is."""
    text = ask(["systemctl", "show", *UNITS, f"--property={','.join(PROPERTIES)}"])
    units = (dict(line.partition("=")[::2] for line in block.splitlines()) for block in text.split("\n\n"))
    return [{key: unit[key] for key in PROPERTIES if key in unit} for unit in units if unit.get("Id")]


def log_lines(ask: Ask) -> Iterator[str]:
    """The last lines of the logs, each with its time and its unit, without the machine's name."""
    chosen = [argument for unit in UNITS for argument in ("--unit", unit)]
    text = ask(["journalctl", *chosen, f"--lines={N_LINES}", "--output=json", "--no-pager", "--quiet"])
    for line in text.splitlines():
        try:
            entry = json.loads(line)
            at = rfc_3339(int(entry["__REALTIME_TIMESTAMP"]) / 1e6)
            message = entry["MESSAGE"]
        except (ValueError, KeyError, TypeError):
            continue
        if isinstance(message, list):  # journald's way to write what is no text
            message = bytes(message).decode("utf-8", "replace")
        yield f"{at} {entry.get('_SYSTEMD_UNIT', entry.get('UNIT', 'systemd'))}: {message}"
