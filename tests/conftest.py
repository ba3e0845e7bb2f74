"""What all tests share: one Hypothesis profile, the order of their files, what is compiled once for all, and English to begin with."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from compiled_once import CompiledRule, CompiledTemplates
from flask import Flask
from hypothesis import settings

from chairpi.language.words import SOURCE, speaking

Flask.jinja_options = {"bytecode_cache": CompiledTemplates()}
Flask.url_rule_class = CompiledRule

LONGEST = (
    "browser/test_every_page.py",
    "test_restart.py",
    "test_processes.py",
    "browser/test_first_run.py",
    "browser/test_history.py",
    "browser/test_pairing.py",
    "browser/test_whole_way.py",
    "browser/test_lighthouse.py",
    "browser/test_player_for_everybody.py",
    "test_erase_everything.py",
    "store/test_power_cuts.py",
    "test_wheel.py",
    "store/test_export.py",
    "language/test_catalogues.py",
)
"""The files that take longest, longest first: begun last, one of them would keep one core busy long after the others have nothing left."""

TESTS = Path(__file__).parent

# The same examples each time, and no deadline on a busy machine.
settings.register_profile("repeatable", derandomize=True, deadline=None, max_examples=60)
settings.load_profile("repeatable")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest."""
    places = {TESTS / name: place for place, name in enumerate(LONGEST)}
    assert all(path.exists() for path in places), "a file in LONGEST has moved"
    items.sort(key=lambda item: places.get(item.path, len(places)))


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """No test hears the language that the one before it spoke."""
    with speaking(SOURCE):
        yield
