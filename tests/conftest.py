"""One Hypothesis profile for all: the same examples each time, and no deadline on a busy machine; and every test begins in English."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from chairpi.language.words import SOURCE, speaking

settings.register_profile("repeatable", derandomize=True, deadline=None, max_examples=60)
settings.load_profile("repeatable")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """No test hears the language that the one before it spoke."""
    with speaking(SOURCE):
        yield
