"""How long a load has been low, and how long somebody has sat still."""

from __future__ import annotations

from chairpi.core.weighing.second import Second


class Spell:
    """How long a load has been low; `lasts`: it is."""

    __slots__ = ("_since_t_s", "_told", "lasts")

    def __init__(self) -> None:
        self._since_t_s: float | None = None
        self._told = False
        self.lasts = False

    def receive(self, second: Second, is_low: bool) -> float:
        """Take one second; how long the spell was that ended before it [s], else 0."""
        since_t_s = self._since_t_s
        if is_low == self.lasts:
            return 0.0
        self.lasts = is_low
        self._since_t_s, self._told = second.start_t_s if is_low else None, False
        return 0.0 if since_t_s is None else second.start_t_s - since_t_s

    def reaches(self, t_s: float, length_s: float) -> bool:
        """Whether the spell has come to this length now, for the first time."""
        if self._told or self._since_t_s is None or t_s - self._since_t_s < length_s:
            return False
        self._told = True
        return True


class Stillness:
    """The present still spell and the longest."""

    def __init__(self) -> None:
        self.since_t_s: float | None = None
        self.longest_s = 0.0

    def moved(self, at_t_s: float) -> None:
        """Somebody moved: the present spell ends, and another begins [s]."""
        if self.since_t_s is not None and at_t_s > self.since_t_s:  # else it is told late, and more came after it
            self.longest_s = max(self.longest_s, at_t_s - self.since_t_s)
            self.since_t_s = at_t_s

    def unknown(self, t_s: float) -> None:
        """From this time on [s] nobody knows whether they move."""
        self.moved(t_s)
        self.since_t_s = None

    def present_s(self, t_s: float) -> float | None:
        """How long the present spell has lasted at `t_s` [s]; `None` while that is unknown."""
        return None if self.since_t_s is None else max(0.0, t_s - self.since_t_s)
