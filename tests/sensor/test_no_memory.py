"""The sensor process on a machine that runs out of memory: it ends, nothing is written half, and the next start goes on from there."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from chairside import UTC_S

from chairpi.store.history import History

SUPPORT = Path(__file__).parents[1] / "support"

RUNS_SHORT = """
import itertools
import resource
import sys
from pathlib import Path

sys.path.insert(0, sys.argv[2])
from chairside import Chairside, Script

side = Chairside(Path(sys.argv[1]))


def runs_short():
    used_bytes = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used_bytes + (1 << 20), -1))
    taken = []
    for size in (1 << 16, 1 << 10, 1 << 6):
        try:
            for _ in itertools.count():
                taken.append(bytearray(size))
        except MemoryError:
            pass
    for _ in itertools.count():
        taken.append(bytearray(1 << 6))  # whoever needs more in between does not get it
        yield


side.run(Script(side.clock).away(8).sits(200).does(runs_short))
"""


@pytest.fixture
def directory() -> Iterator[Path]:
    """A directory with a path short enough for a Unix socket."""
    with tempfile.TemporaryDirectory(prefix="chairpi-") as name:
        yield Path(name)


def test_without_memory_the_process_ends_with_all_it_knew_on_the_disk(directory: Path) -> None:
    arguments = [sys.executable, "-c", RUNS_SHORT, str(directory), str(SUPPORT)]
    ended = subprocess.run(arguments, capture_output=True, text=True, timeout=60, check=False)

    assert (ended.returncode, ended.stderr.strip().splitlines()[-1:]) == (1, ["MemoryError"])
    with closing(sqlite3.connect(directory / "data" / "history.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        (n_minutes,) = connection.execute("SELECT count(*) FROM minute").fetchone()
    assert n_minutes >= 3  # of three minutes and twenty seconds
    with History.open(directory / "data" / "history.db", "the next start", 0.0, UTC_S + 3600.0) as history:
        assert history.memory is not None
