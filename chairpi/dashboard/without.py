"""What a page shows without one of its files: the rest of it, and a word on what is missing and why."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import g

from chairpi.dashboard.now.words import as_sentence
from chairpi.errors import StoreError

T = TypeVar("T")


def read_or(read: Callable[[], T], otherwise: T) -> T:
    """What `read` answers; `otherwise` where its file cannot be read, and `base.html` says so at the top of the page."""
    try:
        return read()
    except StoreError as error:
        g.cannot_be_read = as_sentence(str(error))
        return otherwise
