"""Whether the upright reference is still this sitter's, on this chair: what the first minutes of each sitting say about it.

A cushion is seen by the empty seat (`chairpi.core.zero`). Another person, or a moved backrest, shows only when somebody sits: people
settle upright and well back at first, so the first minutes of a sitting should lie near the reference, time after time. Where they do
not, the chair asks, and tells no slide until it has been answered or a sitting agrees again. Shoes, a full meal or a bad start
are no reason to ask: one sitting must be far off, or three in a row off in the same way.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Mapping
from statistics import median
from typing import Any

from chairpi.core.events.upright import Doubt, ReferenceDoubted

FIRST_S = 180.0
"""So much of each sitting is looked at [s]: in an hour-long test all office workers had slumped within 20 minutes, not within three."""

FAR_LOAD_FRACTION = 0.25
"""One sitting with so much more or less load is another person: leaning on a desk takes off 18 % at most in the planar static model."""
OFF_LOAD_FRACTION = 0.09
"""In every one of three: how the feet stand moves the load by 6-8 %."""
OFF_MM = 30.0
"""So far forward or back in every one of three: settling anew moves 9 mm. Our choice."""
N_SITTINGS = 3


class ReferenceDoubts:
    """Compares the first minutes of each sitting with the reference.

    Attributes
    ----------
    why
        What the chair asks about; `None` when there is no question.
    """

    def __init__(self) -> None:
        self.why: Doubt | None = None
        self._sittings: deque[tuple[float, float]] = deque(maxlen=N_SITTINGS)
        self._accepted = self._latest = (0.0, 0.0)
        self._ap_mm: list[float] = []
        self._load: list[float] = []
        self._length_s = 0.0

    def another_reference(self) -> None:
        """The sitter gave another reference: what was seen until now counts no more."""
        self._accepted = (0.0, 0.0)
        self._forget()

    def keep(self) -> bool:
        """The sitter says that the reference is right although they sit otherwise; whether there was a question.

        How otherwise is accepted from now on, so that the same is not asked again.
        """
        if self.why is None:
            return False
        self._accepted = self._latest
        self._forget()
        return True

    def lose_sight(self) -> None:
        """Nobody watches: what follows is no first minutes of a sitting, until somebody is seen to stand up."""
        self.stand_up()
        self._length_s = math.inf

    def _forget(self) -> None:
        self.why = None
        self._sittings.clear()
        self.lose_sight()  # the sitting in which they say so is not looked at again

    def stand_up(self) -> None:
        """The next second is the first of another sitting."""
        self._ap_mm.clear()
        self._load.clear()
        self._length_s = 0.0

    def receive(self, t_s: float, length_s: float, ap_mm: float, ln_load: float) -> ReferenceDoubted | None:
        """Take one judged second.

        Parameters
        ----------
        t_s, length_s
            Its end and length [s].
        ap_mm
            CoP forward of the captured reference [mm].
        ln_load
            ln of the load against the captured reference's.
        """
        if self._length_s >= FIRST_S:
            return None
        self._length_s += length_s
        self._ap_mm.append(ap_mm)
        self._load.append(ln_load)
        if self._length_s < FIRST_S:
            return None
        self._latest = (median(self._ap_mm), math.expm1(median(self._load)))
        self._sittings.append((self._latest[0] - self._accepted[0], self._latest[1] - self._accepted[1]))
        why = self._why()
        told = why is not None and why is not self.why
        self.why = why
        if why is None or not told:
            return None
        return ReferenceDoubted(t_s, why, *self._latest)

    def as_record(self) -> dict[str, Any]:
        """All that survives a restart, JSON-ready."""
        return {
            "why": self.why,
            "sittings": [list(sitting) for sitting in self._sittings],
            "accepted": list(self._accepted),
            "latest": list(self._latest),
        }

    def recall(self, record: Mapping[str, Any]) -> None:
        """Go on from what `as_record` gave, in the middle of a sitting.

        Raises
        ------
        KeyError, ValueError
            It is of another version.
        """
        self.why = None if record["why"] is None else Doubt(record["why"])
        self._sittings.extend((ap_mm, load) for ap_mm, load in record["sittings"])
        (ap_mm, load), (latest_ap_mm, latest_load) = record["accepted"], record["latest"]
        self._accepted, self._latest = (ap_mm, load), (latest_ap_mm, latest_load)

    def _why(self) -> Doubt | None:
        _, load = self._sittings[-1]
        if abs(load) >= FAR_LOAD_FRACTION or self._all_off(1, OFF_LOAD_FRACTION):
            return Doubt.SITTER
        if self._all_off(0, OFF_MM):
            return Doubt.PLACE
        return None

    def _all_off(self, which: int, limit: float) -> bool:
        """Whether every one of the last sittings was off in the same way."""
        off = [sitting[which] for sitting in self._sittings]
        return len(off) == N_SITTINGS and (min(off) >= limit or max(off) <= -limit)
