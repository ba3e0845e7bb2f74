"""Forward hip slide: the hips move forward bit by bit, the back collapses.

First detector: calibrated shift with persistence. The CoP's forward shift from the personal reference must stay above a
threshold, with no gain in seat load. In a simulation of 30 people this rule found 96 % of slides of 40 mm and more at 0.43 false
alarms an hour; it cannot tell a slide from perching or a hands-free lean.
"""

from __future__ import annotations

from typing import Protocol

from chairpi.core.events import SlideBegan, SlideEnd, SlideEnded
from chairpi.core.reference import Shift
from chairpi.core.settings import SlideSettings

COP_PER_SLIDE = 0.9
"""CoP shift for each millimetre that the hips slide: median over simulated people and chairs of the planar static model, 90 % of
them 0.7-1.2."""


UNSEEN_S = 30.0
"""When the shift has been unknown for this long [s] (a seat cell is lost), a slide ends as unseen, where it was seen last, and what had
to last begins to last anew. Our choice: half of the minute that a slide must last; a loose wire comes back sooner."""


class SlideDetector(Protocol):
    """What any detector of forward hip slide does; it is fed the seated seconds only."""

    @property
    def slide(self) -> SlideBegan | None:
        """The slide that is going on, with its `slide_mm` up to date."""

    def receive(self, t_s: float, length_s: float, shift: Shift | None) -> SlideBegan | SlideEnded | None:
        """Take one seated second; `shift` is `None` where it is unknown."""

    def end(self, t_s: float, why: SlideEnd) -> SlideEnded | None:
        """The sitter stood up or is no longer seen."""


class ShiftDetector:
    """Calibrated shift with persistence and hysteresis."""

    def __init__(self, settings: SlideSettings) -> None:
        self._settings = settings
        self._above_since_t_s: float | None = None
        self._below_since_t_s: float | None = None
        self._unknown_since_t_s: float | None = None
        self._began: SlideBegan | None = None
        self._now_mm = 0.0
        self._furthest_mm = 0.0

    @property
    def slide(self) -> SlideBegan | None:
        """The slide that is going on, with its `slide_mm` up to date."""
        began = self._began
        return None if began is None else SlideBegan(began.t_s, began.onset_t_s, self._now_mm)

    def receive(self, t_s: float, length_s: float, shift: Shift | None) -> SlideBegan | SlideEnded | None:
        """Take one seated second; a shift that is unknown for a moment neither begins nor ends anything."""
        if shift is None:
            return self._wait(t_s, length_s)
        self._unknown_since_t_s = None
        self._now_mm = shift.ap_mm / COP_PER_SLIDE
        return (
            self._look_for_begin(t_s, length_s, shift)
            if self._began is None
            else self._look_for_end(t_s, length_s, shift)
        )

    def _wait(self, t_s: float, length_s: float) -> SlideEnded | None:
        if self._unknown_since_t_s is None:
            self._unknown_since_t_s = t_s - length_s
        if t_s - self._unknown_since_t_s < UNSEEN_S:
            return None
        self._above_since_t_s = self._below_since_t_s = None
        return None if self._began is None else self._end(t_s, self._unknown_since_t_s, SlideEnd.UNSEEN)

    def _look_for_begin(self, t_s: float, length_s: float, shift: Shift) -> SlideBegan | None:
        settings = self._settings
        if shift.ap_mm < settings.began_mm or shift.load_fraction > settings.load_gain_fraction:
            self._above_since_t_s = None
            return None
        if self._above_since_t_s is None:
            self._above_since_t_s = t_s - length_s
        if t_s - self._above_since_t_s < settings.began_s:
            return None
        self._furthest_mm = self._now_mm
        self._below_since_t_s = None
        self._began = SlideBegan(t_s, self._above_since_t_s, self._now_mm)
        return self._began

    def _look_for_end(self, t_s: float, length_s: float, shift: Shift) -> SlideEnded | None:
        self._furthest_mm = max(self._furthest_mm, self._now_mm)
        if shift.ap_mm >= self._settings.ended_mm:
            self._below_since_t_s = None
            return None
        if self._below_since_t_s is None:
            self._below_since_t_s = t_s - length_s
        if t_s - self._below_since_t_s < self._settings.ended_s:
            return None
        return self._end(t_s, self._below_since_t_s, SlideEnd.RETURNED)

    def end(self, t_s: float, why: SlideEnd) -> SlideEnded | None:
        """The sitter stood up or is no longer seen."""
        self._above_since_t_s = self._unknown_since_t_s = None
        return None if self._began is None else self._end(t_s, t_s, why)

    def _end(self, t_s: float, over_t_s: float, why: SlideEnd) -> SlideEnded:
        began = self._began
        if began is None:
            raise RuntimeError("no slide is going on")
        self._began = self._above_since_t_s = self._below_since_t_s = None
        return SlideEnded(t_s, began.onset_t_s, over_t_s - began.onset_t_s, self._furthest_mm, why)
