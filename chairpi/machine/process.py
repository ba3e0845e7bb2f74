"""How this process is."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from chairpi.machine.kernel_files import text_of


@dataclass(frozen=True, slots=True)
class Process:
    """How long this process has been running [s], and how much memory it holds [bytes]; `None` where the kernel does not say."""

    uptime_s: float | None
    memory_bytes: int | None


def read_process(root: Path = Path("/")) -> Process:
    """How this process is, from `/proc` (proc(5): pages held are the second number of `statm`, the start is the 22nd of `stat`)."""
    pages = text_of(root / "proc/self/statm").split()[1:2]
    began = text_of(root / "proc/self/stat").rpartition(")")[2].split()[19:20]
    since_boot = text_of(root / "proc/uptime").split()[:1]
    memory_bytes = int(pages[0]) * os.sysconf("SC_PAGE_SIZE") if pages else None
    if not began or not since_boot:
        return Process(None, memory_bytes)
    return Process(max(0.0, float(since_boot[0]) - int(began[0]) / os.sysconf("SC_CLK_TCK")), memory_bytes)
