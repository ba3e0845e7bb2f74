"""A dashboard's process that is ended in the middle of writing loses nothing that it has said to be in the book."""

import random
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from chairpi.store.book import Book

WRITER = Path(__file__).with_name("write_book_until_killed.py")
N_KILLS = 5
"""For each signal, into the same file: every start meets what the kill before it has left."""


def written_until_killed(path: Path, how: signal.Signals, n_lines: int) -> list[tuple[int, int, int]]:
    """Let a writer write so much, end it, and return what it said: id, sitter, number."""
    with subprocess.Popen([sys.executable, WRITER, path], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        lines = [writer.stdout.readline() for _ in range(n_lines)]
        writer.send_signal(how)
        lines += writer.stdout.readlines()
    said = [tuple(map(int, line.split())) for line in lines if line.endswith("\n") and line.strip()]
    return [(entry_id, sitter_id, number) for entry_id, sitter_id, number in said]


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_what_was_said_to_be_in_the_book_is_there_after_a_kill(how: signal.Signals, tmp_path: Path) -> None:
    chance, path, said = random.Random(how), tmp_path / "app.db", []
    for _ in range(N_KILLS):
        said += written_until_killed(path, how, chance.randrange(1, 40))

        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            rows = {row[0]: row[1:] for row in connection.execute("SELECT entry_id, sitter_id, utc_s FROM entry")}
        assert [(sitter_id, float(number)) for _, sitter_id, number in said] == [
            rows[entry_id] for entry_id, *_ in said
        ]

    assert len(said) >= N_KILLS
    with closing(Book(path)) as book:
        kept = [one for sitter_id in range(4) for one in book.diary(sitter_id)]
    assert len(kept) == len(rows)
    assert not [one for one in kept if one.unreadable]
