"""A person in front of the player, in a browser whose clock is moved by hand."""

from __future__ import annotations

from typing import Any

from chairpi.programme.diary import Entry
from chairpi.store.book import Book
from chairpi.store.history import History

ME = 1
"""The one whom the chair knows, and who sits on it."""


class Player:
    """A page with the player.

    Parameters
    ----------
    house
        The dashboard of tests/browser/conftest.py.
    options
        Of the browser's context.
    """

    def __init__(self, house: Any, **options: Any) -> None:
        directory = house.sensor.directory
        with History.open(directory / "history.db", "boot", 0.0, 0.0):
            pass  # whoever opens it first finds one sitter in it
        self.house = house
        self.book = Book(directory / "app.db")
        self.page = house.open("/stretch", **options)
        self.page.set_default_timeout(10_000)
        self.page.clock.install(time=0)
        self.page.clock.pause_at(1000)

    def open(self, path: str) -> Player:
        """Go to a page of the house."""
        self.page.goto(self.house.address + path)
        return self

    def press(self, name: str) -> None:
        """Press a button of the player by what it does."""
        self.page.locator(f'[data-do="{name}"]').click()

    def wait(self, length_s: float) -> None:
        """Let the page's clock run [s]."""
        self.page.clock.run_for(round(1000 * length_s))

    def text(self, name: str) -> str:
        """What stands in a part of the player."""
        return str(self.page.locator(f"[data-{name}]").inner_text())

    @property
    def digits(self) -> int:
        """The large number."""
        return int(self.text("digits"))

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The diary of who sits."""
        return self.book.entries(ME)
