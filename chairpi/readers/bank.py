"""All HX711 chips of a seat through one back end: what the verdict machine needs of pins, and no more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from chairpi.readers.verdict import Measured


class Bank(Protocol):
    """The chips of a seat, by position in the seat's order. One PD_SCK per chip.

    A back end only does and measures; what a reading is worth is decided by the watches, the same for every back end.
    """

    name: str
    """The back end in one word."""
    n_cells: int

    def ready(self, cells: Sequence[int]) -> Sequence[bool]:
        """Whether each of these chips has a conversion ready (DOUT low), seen in one look."""

    def read(self, cells: Sequence[int]) -> Sequence[Measured]:
        """Read one word of each of these chips, at once where the back end can, and tell what was seen of it."""

    def power(self, cell: int, *, up: bool) -> None:
        """Let a chip run (PD_SCK low), or put it to sleep (PD_SCK high for longer than 60 us)."""

    def wait(self, timeout_s: float) -> None:
        """Return when a chip may have become ready, or after `timeout_s` at the latest. Never a busy wait."""

    def close(self) -> None:
        """Put the chips to sleep and let go of the pins; a second time changes nothing."""
