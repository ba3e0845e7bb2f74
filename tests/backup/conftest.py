"""A chair that somebody has sat on, and an empty one beside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from kept_files import Chair, chair_in, live_in


@pytest.fixture
def old_chair(tmp_path: Path) -> Chair:
    chair = chair_in(tmp_path / "old")
    live_in(chair)
    return chair


@pytest.fixture
def fresh_chair(tmp_path: Path) -> Chair:
    return chair_in(tmp_path / "fresh")


@pytest.fixture
def fill() -> Callable[[Chair], str]:
    return live_in
