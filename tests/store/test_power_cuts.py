"""Killed at any moment or cut off at any block, the chair's files are whole afterwards, and nothing that was acknowledged is missing."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from block_cuts import why_not
from cut_writers import Said, lived, what_is_missing

N_KILLS = 6
"""Of both processes, into the same files: every start meets what the kill before it has left."""


BLOCK_CUTS = Path(__file__).parents[1] / "support" / "block_cuts.py"
N_CUTS = 12


@pytest.fixture
def directory() -> Iterator[Path]:
    """A directory with a path short enough for a Unix socket."""
    with tempfile.TemporaryDirectory(prefix="chairpi-") as name:
        yield Path(name)


def test_the_real_processes_killed_again_and_again_lose_nothing_that_they_said(directory: Path) -> None:
    chance, said = random.Random(1), list[Said]()
    for life in range(N_KILLS):
        said += lived(directory / "data", life, chance)

        assert what_is_missing(directory / "data", said) == []

    assert {what for what, _, _ in said} == {"seen", "name", "entry", "setting"}
    assert not list((directory / "data").glob("*.damaged-*"))


@pytest.mark.skipif(bool(why_not()), reason=why_not() or "it can be done here")
def test_cut_off_at_any_block_nothing_is_missing_that_was_said_before() -> None:
    command = ["unshare", "--mount", sys.executable, str(BLOCK_CUTS), str(N_CUTS), "1", "40"]
    found = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)

    assert found["n_writes"] > 100
    assert found["n_flushes"] > 10
    assert found["missing"] == {}
