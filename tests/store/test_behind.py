"""What is written behind the reading: nothing of it is lost when that fails, and nothing of it comes back after everything was erased."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from chairpi.core.events.presence import SatDown
from chairpi.store.history import History
from chairpi.store.rows import INSERT_EVENT

Query = Callable[..., list[tuple[Any, ...]]]

UTC_S = 1_795_000_000.0
ASLEEP_S = 0.3
"""Whoever waits for SQLite's lock by then looks for it ten times a second, and whoever comes when it is free has it first."""


@contextmanager
def slow_card(path: Path) -> Iterator[None]:
    """Whoever writes waits, as while a card tidies up."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


def history_at(path: Path) -> History:
    return History.open(path, "boot", 0.0, UTC_S)


def test_what_is_being_written_does_not_come_back_after_everything_was_erased(
    history_path: Path, on_disk: Query
) -> None:
    with history_at(history_path) as history:
        with slow_card(history_path):
            history.record([SatDown(10.0, 10.0, None, seen=True)], UTC_S, behind=True)
            time.sleep(ASLEEP_S)
        history.erase_everything(20.0)
    assert on_disk("SELECT count(*) FROM bout") == [(0,)]


def test_what_could_not_be_written_for_a_reason_of_our_own_waits_all_the_same(history_path: Path) -> None:
    history = history_at(history_path)
    broken = INSERT_EVENT, {"of": "another shape"}
    history.writing.wait(broken)
    history.writing.commit_behind(10.0)
    history.writing.wait_behind(5.0)
    with pytest.raises(sqlite3.ProgrammingError):
        history.commit_if_due(100.0, behind=True)

    assert history.n_waiting == 1
    history.abandon()


NO_ROOM = """
    import resource
    from pathlib import Path

    from chairpi.core.events.weighing import Minute
    from chairpi.store.history import History

    history = History.open(Path(r"{path}"), "boot", 0.0, 1_795_000_000.0)
    used_bytes = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used_bytes + (1 << 20), -1))
    history.record([Minute(120.0, 60.0, 60.0, 60.0, 0.0, 600.0, 0.0, 0.0, None, None)], 1_795_000_000.0)
    try:
        history.commit_if_due(200.0, behind=True)
    except RuntimeError as error:
        print(error)
    history.close()
"""


def test_without_memory_for_another_thread_nothing_is_lost(history_path: Path, on_disk: Query) -> None:
    script = textwrap.dedent(NO_ROOM).format(path=history_path)
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)

    assert ended.stdout == "can't start new thread\n"
    assert on_disk("SELECT count(*) FROM minute") == [(1,)]
