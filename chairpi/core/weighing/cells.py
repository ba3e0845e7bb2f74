"""Which cells are being read: each loss and each return is told once."""

from __future__ import annotations

from collections.abc import Sequence

from chairpi.core.events.weighing import CellFound, CellLost

LOST_S = 1.5
"""A cell without a trustworthy reading for this long is lost [s]: fifteen conversions of a 10 SPS chip."""

FOUND_S = 1.0
"""A lost cell must read without a break for this long to be found [s], so that a loose wire is told once and not each time."""


class CellWatch:
    """Follows every cell's readings.

    Attributes
    ----------
    lost
        The lost cells, by position, in order.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._names = tuple(names)
        self._last_known_t_s: list[float | None] = [None] * len(self._names)
        self._known_since_t_s: list[float | None] = [None] * len(self._names)
        self._all_known_t_s: float | None = None
        self.lost: tuple[int, ...] = ()

    @property
    def lost_names(self) -> tuple[str, ...]:
        """The lost cells, by name."""
        return tuple(self._names[cell] for cell in self.lost)

    def receive(self, t_s: float, known: Sequence[bool]) -> list[CellLost | CellFound]:
        """Take one frame; `known[i]`: cell i had a trustworthy reading."""
        events: list[CellLost | CellFound] = []
        if self._all_known_t_s is not None:
            self._last_known_t_s = [self._all_known_t_s] * len(self._names)
            self._all_known_t_s = None
        lost = set(self.lost)
        for cell, (name, is_known) in enumerate(zip(self._names, known, strict=True)):
            last_t_s = self._last_known_t_s[cell]
            if last_t_s is None:
                last_t_s = self._last_known_t_s[cell] = (
                    t_s  # a cell that never spoke is lost LOST_S after the first frame
                )
            if not is_known:
                self._known_since_t_s[cell] = None
                if cell not in lost and t_s - last_t_s >= LOST_S:
                    lost.add(cell)
                    events.append(CellLost(t_s, name))
                continue
            self._last_known_t_s[cell] = t_s
            since_t_s = self._known_since_t_s[cell]
            if since_t_s is None:
                since_t_s = self._known_since_t_s[cell] = t_s
            if cell in lost and t_s - since_t_s >= FOUND_S:
                lost.remove(cell)
                events.append(CellFound(t_s, name))
        self.lost = tuple(sorted(lost))
        return events

    def recall(self, lost_names: Sequence[str]) -> None:
        """These were lost before a restart, and are until they read again."""
        self.lost = tuple(cell for cell, name in enumerate(self._names) if name in lost_names)

    def all_known(self, t_s: float) -> None:
        """Every cell had a reading in this frame: the short way, for when none is lost."""
        self._all_known_t_s = t_s

    def forget(self) -> None:
        """After a gap the waiting begins anew; what is lost stays lost until it reads again."""
        self._last_known_t_s = [None] * len(self._names)
        self._known_since_t_s = [None] * len(self._names)
        self._all_known_t_s = None
