"""What happens to a machine's clocks: it is cut off and started, its wall clock is wrong, is set, jumps, and is told by the network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chairpi.clock import ManualClock


@dataclass(frozen=True, slots=True)
class Turn:
    """From a true time on [s since the story's begin] the wall clock shows so much more than is true [s]; `is_set`: it says it is right."""

    at_s: float
    wrong_by_s: float
    is_set: bool


class StoryClock(ManualClock):
    """A machine's clocks from one start on, as time passes and a story unfolds.

    Parameters
    ----------
    true_utc_s
        The true time at the story's begin [POSIX s].
    """

    def __init__(self, true_utc_s: float) -> None:
        super().__init__()
        self._true_utc_s = true_utc_s
        self._turns: list[Turn] = []
        self.true_s = 0.0

    def start(self, boot_id: str, off_s: float, turns: Sequence[Turn]) -> None:
        """Start the machine anew after it was off for `off_s` [s]; the first turn holds from the start on."""
        self.true_s += off_s
        self._turns = list(turns)
        self.start_anew(boot_id, 0.0, is_set=False)
        self._unfold()

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        super().wait(seconds)
        self.true_s += max(0.0, seconds)
        self._unfold()

    def _unfold(self) -> None:
        for turn in self._turns:
            if turn.at_s <= self.true_s:
                self.set_wall(self._true_utc_s + self.true_s + turn.wrong_by_s, is_set=turn.is_set)
