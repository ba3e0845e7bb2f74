"""How often one HX711 converts: learnt, because its oscillator is its own and nobody tells how the RATE pin is wired."""

from __future__ import annotations

LONGEST_PERIOD_NS = 100_000_000
"""Assumed while nothing is learnt: 10 conversions per second, the slower of the chip's two rates."""
SHORTEST_PERIOD_NS = 10_000_000
"""Likewise for the faster rate: 10.702 ms was measured on a chip set to "80" (github.com/olkal/HX711_ADC, issue 81)."""
TIGHT_NS = 3_000_000
"""A chip that was busy at most this long before it was seen ready tells the moment well enough to learn from."""
GAPS_TO_LEARN = 5
EARLY_NS = 2_000_000
"""The first look comes so long before the chip can be ready, so as to see it busy once more."""
DRIFT_FRACTION = 0.02
"""Likewise, for what the oscillator does between two conversions and for what the mean does not know."""
LONGEST_MEMORY = 16
"""Gaps over which the period is averaged: 1.6 s at 10 conversions per second, much shorter than any drift."""


class Rhythm:
    """One chip's conversion period, learnt from the moments at which it was seen to become ready.

    Parameters
    ----------
    busy_ns
        A moment [ns] at which the chip was busy.

    Notes
    -----
    A gap between two such moments could hold two conversions, the first of them unseen: an unread word is replaced, and DOUT
    is high for 75 us then. So a gap teaches only if the chip was seen busy at least once in every `SHORTEST_PERIOD_NS` of it:
    had it become ready between two such looks, it would have been ready at the second. Once the rhythm is learnt, gaps that
    agree with it may be slept through.
    """

    def __init__(self, busy_ns: int) -> None:
        self.busy_ns = busy_ns
        """When the chip was last seen busy [ns]."""
        self._gaps = 0
        self._mean_ns = 0.0
        self._previous_ns: int | None = None
        self._watched = True
        self._overslept = False

    @property
    def learnt(self) -> bool:
        """Whether enough gaps agreed."""
        return self._gaps >= GAPS_TO_LEARN

    @property
    def period_ns(self) -> int:
        """The conversion period [ns]; while not learnt, the longest there is."""
        return round(self._mean_ns) if self.learnt else LONGEST_PERIOD_NS

    @property
    def shortest_period_ns(self) -> int:
        """No conversion is shorter than this [ns]; a fifth is left for jitter and for what the mean does not know."""
        return round(0.8 * self._mean_ns) if self.learnt else SHORTEST_PERIOD_NS

    @property
    def least_gap_ns(self) -> int:
        """From one word to the next it is this long [ns] as far as is known; a look a little earlier sees the chip busy."""
        return round(self._mean_ns * (1.0 - DRIFT_FRACTION)) if self.learnt else SHORTEST_PERIOD_NS

    def busy(self, now_ns: int) -> None:
        """The chip is seen busy."""
        if now_ns - self.busy_ns > SHORTEST_PERIOD_NS:
            self._watched = False
        self.busy_ns = now_ns

    def ready(self, seen_ns: int) -> None:
        """The chip is seen ready, and its word is sound."""
        tight = seen_ns - self.busy_ns <= TIGHT_NS
        if tight and self._previous_ns is not None and (self._watched or self.learnt):
            gap_ns = seen_ns - self._previous_ns
            if abs(gap_ns - self._mean_ns) > 0.1 * self._mean_ns + TIGHT_NS:
                self._gaps = 0  # another rhythm than before
            self._gaps = min(self._gaps + 1, LONGEST_MEMORY)
            self._mean_ns += (gap_ns - self._mean_ns) / self._gaps
        self._previous_ns = seen_ns if tight else None
        self._watched = True
        self._overslept = False

    def silence(self) -> None:
        """What comes next is no gap of one period."""
        self._previous_ns = None

    def overslept(self) -> None:
        """A word was seen too late to be dated; twice running, the rhythm is another one than it seemed."""
        if self._overslept:
            self._gaps = 0
        self._overslept = True
        self._previous_ns = None

    def next_look_ns(self, seen_ns: int) -> int:
        """When to look again [ns] after a word that was seen ready at `seen_ns`: before the next one can be ready."""
        return (self.busy_ns if self.learnt else seen_ns) + self.least_gap_ns - EARLY_NS
