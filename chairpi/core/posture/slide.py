"""Forward hip slide: the hips move forward bit by bit, the back collapses.

A slide is a state and not a change, so it is told from the posture filter's probability and not from a jump: it begins once the
filter has been sure for long enough, with a second of doubt taking back three, and is over once it has been doubtful for a while.
With seat cells alone the probability is that of the hips being forward, slid or perched.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from chairpi.core.events.posture import SlideBegan, SlideEnd, SlideEnded
from chairpi.core.settings import SlideSettings

MISS_COSTS = 3.0
"""A second in which the filter is not sure takes back so many in which it was. Our choice, in simulation."""

UNSEEN_S = 30.0
"""When the posture has been unknown for this long [s] (a seat cell is lost), a slide ends as unseen, where it was seen last, and what
had to last begins to last anew. Our choice: half of the minute that a slide must last; a loose wire comes back sooner."""


class SlideDetector:
    """Begins and ends slides; it is fed the seated seconds only.

    Parameters
    ----------
    settings
        How sure, and for how long.

    Attributes
    ----------
    is_sure
        Whether the latest second by itself shows hips that are forward: a slide that has begun goes on for a while without.
    """

    def __init__(self, settings: SlideSettings) -> None:
        self._settings = settings
        self.is_sure = False
        self._sure_s = 0.0
        self._likely_since_t_s: float | None = None
        self._doubtful_since_t_s: float | None = None
        self._unknown_since_t_s: float | None = None
        self._began: SlideBegan | None = None
        self._furthest_mm = 0.0

    @property
    def slide(self) -> SlideBegan | None:
        """The slide that is going on, with its `slide_mm` up to date."""
        return self._began

    def receive(
        self,
        t_s: float,
        length_s: float,
        probability: float | None,
        slide_mm: tuple[float, float],
        *,
        sees_back: bool,
        held_back: bool,
    ) -> SlideBegan | SlideEnded | None:
        """Take one seated second.

        Parameters
        ----------
        t_s, length_s
            Its end and length [s].
        probability
            That the hips are forward; `None` where nothing can be judged, which for a moment neither begins nor ends anything.
        slide_mm
            How far, and its standard deviation [mm].
        sees_back
            Whether the upper backrest is read: without it the wait is another one.
        held_back
            The reference is in doubt: no slide begins, and what had to last begins to last anew.
        """
        self.is_sure = probability is not None and probability >= self._settings.began_sure_fraction
        if probability is None:
            return self._wait(t_s, length_s)
        self._unknown_since_t_s = None
        if self._began is None:
            if held_back:
                self._forget()
                return None
            wait_s = self._settings.began_s if sees_back else self._settings.began_seat_only_s
            return self._look_for_begin(t_s, length_s, probability, slide_mm, wait_s)
        return self._look_for_end(t_s, length_s, probability, slide_mm)

    def _wait(self, t_s: float, length_s: float) -> SlideEnded | None:
        if self._unknown_since_t_s is None:
            self._unknown_since_t_s = t_s - length_s
        if t_s - self._unknown_since_t_s < UNSEEN_S:
            return None
        self._forget()
        return None if self._began is None else self._end(t_s, self._unknown_since_t_s, SlideEnd.UNSEEN)

    def _look_for_begin(
        self, t_s: float, length_s: float, probability: float, slide_mm: tuple[float, float], wait_s: float
    ) -> SlideBegan | None:
        settings = self._settings
        sure = probability >= settings.began_sure_fraction and slide_mm[0] >= settings.began_mm
        self._sure_s = max(0.0, self._sure_s + (length_s if sure else -MISS_COSTS * length_s))
        if self._sure_s == 0.0:
            self._likely_since_t_s = None
            return None
        if self._likely_since_t_s is None:
            self._likely_since_t_s = t_s - length_s
        if self._sure_s < wait_s:
            return None
        self._began = SlideBegan(t_s, self._likely_since_t_s, *slide_mm)
        self._furthest_mm = slide_mm[0]
        self._forget()
        return self._began

    def _look_for_end(
        self, t_s: float, length_s: float, probability: float, slide_mm: tuple[float, float]
    ) -> SlideEnded | None:
        began = self._began
        if began is None:
            raise RuntimeError("no slide is going on")
        if probability >= self._settings.ended_sure_fraction:
            self._doubtful_since_t_s = None
            self._furthest_mm = max(self._furthest_mm, slide_mm[0])
            self._began = replace(began, slide_mm=slide_mm[0], uncertainty_mm=slide_mm[1])
            return None
        if self._doubtful_since_t_s is None:
            self._doubtful_since_t_s = t_s - length_s
        if t_s - self._doubtful_since_t_s < self._settings.ended_s:
            return None
        return self._end(t_s, self._doubtful_since_t_s, SlideEnd.RETURNED)

    def end(self, t_s: float, left_t_s: float, why: SlideEnd) -> SlideEnded | None:
        """The sitter stood up, or is no longer seen, since `left_t_s` [s]."""
        self._forget()
        self._unknown_since_t_s = None
        return None if self._began is None else self._end(t_s, left_t_s, why)

    def as_record(self) -> dict[str, Any] | None:
        """The slide that goes on, JSON-ready."""
        return None if self._began is None else asdict(self._began) | {"furthest_mm": self._furthest_mm}

    def recall(self, record: Mapping[str, Any] | None) -> None:
        """Go on from what `as_record` gave.

        Raises
        ------
        KeyError, TypeError
            It is of another version.
        """
        if record is not None:
            fields = dict(record)
            self._furthest_mm = float(fields.pop("furthest_mm"))
            self._began = SlideBegan(**fields)

    def _forget(self) -> None:
        self._sure_s = 0.0
        self._likely_since_t_s = self._doubtful_since_t_s = None

    def _end(self, t_s: float, over_t_s: float, why: SlideEnd) -> SlideEnded:
        began = self._began
        if began is None:
            raise RuntimeError("no slide is going on")
        self._began = None
        self._forget()
        return SlideEnded(t_s, began.onset_t_s, max(0.0, over_t_s - began.onset_t_s), self._furthest_mm, why)
