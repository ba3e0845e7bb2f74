"""A history in a fresh directory, and a second connection that looks at what is on the disk."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

Query = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
def history_path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "history.db"


@pytest.fixture
def on_disk(history_path: Path) -> Query:
    """What another process would read at this moment."""

    def query(sql: str, *parameters: object) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(f"file:{history_path}?mode=ro", uri=True)) as connection:
            return connection.execute(sql, parameters).fetchall()

    return query
