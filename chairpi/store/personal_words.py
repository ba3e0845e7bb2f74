"""The words by which the people of a house could be known: so that they can be taken out of what leaves it."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from chairpi.data_names import APP_FILE, HISTORY_FILE

NAMED = {
    HISTORY_FILE: ("SELECT name FROM sitter",),
    APP_FILE: ("SELECT name FROM device", "SELECT name FROM api_key"),
}
"""Where names stand by themselves."""
TOLD = {APP_FILE: ("SELECT record FROM entry", "SELECT record FROM own_content", "SELECT record FROM prescription")}
"""Where people's own texts stand, as JSON."""

IDENTIFIER = re.compile(r"[a-z0-9_-]+")
"""What ChairPi itself writes into such records: `right`, `sit_to_stand`, a date."""

PARTICLE = re.compile(r"[a-z]{1,2}")
"""The "of" in "the phone of Bo": small words between names are in every log. A name of its own may be so short."""


def personal_words(directory: Path) -> frozenset[str]:
    """Every name and every text that somebody of the house wrote, as far as the databases can be read; each name also word by word."""
    found: set[str] = set()
    for database, queries in NAMED.items():
        for name in _first_columns(directory / database, queries):
            found |= {name, *(word for word in name.split() if PARTICLE.fullmatch(word) is None)}
    for database, queries in TOLD.items():
        for record in _first_columns(directory / database, queries):
            found |= {text for text in _texts(record) if not IDENTIFIER.fullmatch(text)}
    return frozenset(found)


def _first_columns(path: Path, queries: tuple[str, ...]) -> list[str]:
    if not path.exists():
        return []
    found: list[str] = []
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            for query in queries:
                found += [str(value) for (value,) in connection.execute(query)]
    except sqlite3.Error:  # damaged, or of a version without that table: what can be read counts
        return found
    return found


def _texts(record: str) -> Iterator[str]:
    try:
        waiting = [json.loads(record)]
    except ValueError:
        return
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, str):
            yield value
