"""The first minutes, in which the zero is not believed yet: whoever sits is noticed, but how the load lies is not judged.

Half-bridges and their converters drift most while they warm up, and a chair that starts under a sitter cannot know where its zero is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

COOLS_S = 900.0
"""Switched off for longer than this, the cells and converters are cold again [s]: our choice."""


class WarmUp:
    """Whether the zero is believed.

    Parameters
    ----------
    length_s
        Believed this long after the first frame [s], at the latest.
    warm
        Believed from the start: a recording, or a simulated chair.

    Attributes
    ----------
    over
        Whether it is; never again not.
    """

    def __init__(self, length_s: float, *, warm: bool) -> None:
        self._length_s = length_s
        self._ends_t_s: float | None = None
        self._was_warm_t_s: float | None = None
        self.over = warm or length_s == 0.0

    def begin(self, t_s: float) -> None:
        """The first frame is here."""
        if self._ends_t_s is None:
            self._ends_t_s = t_s + self._length_s
            self.over = self.over or (self._was_warm_t_s is not None and t_s - self._was_warm_t_s <= COOLS_S)

    def receive(self, t_s: float, *, believed: bool) -> None:
        """Time is `t_s` [s]; `believed`: the empty seat was seen near its zero, or the sitter gave their upright."""
        if believed or (self._ends_t_s is not None and t_s >= self._ends_t_s):
            self.over = True

    def left_s(self, t_s: float) -> float | None:
        """How long it may still last [s]; `None` when it is over."""
        if self.over:
            return None
        return self._length_s if self._ends_t_s is None else max(0.0, self._ends_t_s - t_s)

    def as_record(self) -> dict[str, Any]:
        """All that survives a restart, JSON-ready."""
        return {"over": self.over}

    def recall(self, record: Mapping[str, Any], seen_t_s: float | None) -> None:
        """A chair that was warm when it was last seen [s], a moment before the first frame, is warm.

        Raises
        ------
        KeyError
            It is of another version.
        """
        self._was_warm_t_s = seen_t_s if record["over"] else None
