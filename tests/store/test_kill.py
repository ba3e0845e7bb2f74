"""A sensor process that is ended in the middle of writing loses nothing that it has said to be on the disk."""

import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from chairpi.store.history import History
from chairpi.store.view import HistoryView

WRITER = Path(__file__).with_name("write_until_killed.py")
N_KILLS = 12
"""For each signal, into the same file: every start meets what the kill before it has left."""


def written_until_killed(path: Path, boot_id: str, how: signal.Signals, chance: random.Random) -> list[list[str]]:
    """Let a writer write for a moment, end it, and return what it said was on the disk."""
    with subprocess.Popen([sys.executable, WRITER, path, boot_id], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        lines = [writer.stdout.readline() for _ in range(chance.randrange(1, 60))]
        time.sleep(chance.uniform(0.0, 0.003))
        writer.send_signal(how)
        lines += writer.stdout.readlines()
    assert lines[0] == "open\n"
    return [line.split() for line in lines if line.endswith("\n")]


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_what_was_said_to_be_on_the_disk_is_there_after_a_kill(how: signal.Signals, history_path: Path) -> None:
    chance = random.Random(how)
    for number in range(N_KILLS):
        said = written_until_killed(history_path, f"boot-{number}", how, chance)

        with closing(sqlite3.connect(history_path)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            here = (f"boot-{number}",)
            sat = connection.execute("SELECT began_t_s FROM bout WHERE boot_id = ?", here).fetchall()
            stood = connection.execute("SELECT began_t_s FROM bout WHERE boot_id = ? AND ended_seen", here).fetchall()
            minutes = connection.execute("SELECT start_t_s FROM minute WHERE boot_id = ?", here).fetchall()
        for rows, name in ((sat, "sat_down"), (stood, "stood_up"), (minutes, "minute")):
            assert {float(t_s) for said_name, *at in said if said_name == name for t_s in at} <= {
                t_s for (t_s,) in rows
            }

    History.open(history_path, "after", 0.0, 1_795_000_000.0).close()
    day = HistoryView(history_path).day(0.0, 2e9)
    assert not [stretch for stretch in (*day.bouts, *day.breaks) if stretch.is_open]
    assert sum(not bout.ended_seen for bout in day.bouts) <= N_KILLS
