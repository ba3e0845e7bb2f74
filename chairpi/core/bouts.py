"""Bouts of sitting and the breaks between them, and the sitting clock.

A bout is uninterrupted sitting, a break the non-sitting time between two bouts (SBRN terminology, Tremblay et al. 2017,
doi:10.1186/s12966-017-0525-8). With the stretches that nobody watched they tile time without gap or overlap. The sitting clock runs
through re-seats: only a break of at least `break_min_s` sets it back.
"""

from __future__ import annotations

from chairpi.core.events import SatDown, StoodUp
from chairpi.core.settings import PromptSettings


class Bouts:
    """The present bout or break.

    Attributes
    ----------
    sat_since_t_s
        Start of the present bout [s]; `None` while nobody sits.
    away_since_t_s
        Start of the present break [s]; `None` while somebody sits or when it was not seen.
    """

    def __init__(self, settings: PromptSettings) -> None:
        self._break_min_s = settings.break_min_s
        self._carried_s = 0.0
        self._last_seen_t_s: float | None = None
        self.sat_since_t_s: float | None = None
        self.away_since_t_s: float | None = None

    def sat_down(self, t_s: float, since_t_s: float, *, seen: bool) -> SatDown:
        """Begin a bout that was settled at `t_s` and began at `since_t_s`; `seen`: its beginning was watched."""
        break_s = since_t_s - self.away_since_t_s if seen and self.away_since_t_s is not None else None
        if self._last_seen_t_s is None or since_t_s - self._last_seen_t_s >= self._break_min_s:
            self._carried_s = 0.0
        self.sat_since_t_s = since_t_s
        self.away_since_t_s = None
        return SatDown(t_s, since_t_s, break_s, seen)

    def stood_up(self, t_s: float, left_t_s: float, *, seen: bool) -> StoodUp:
        """End the bout; `seen`: its end was watched, else `left_t_s` is when the sitter was last seen."""
        since_t_s = self.sat_since_t_s
        if since_t_s is None:
            raise RuntimeError("nobody sits")
        bout_s = left_t_s - since_t_s
        self._carried_s += bout_s
        self._last_seen_t_s = left_t_s
        self.sat_since_t_s = None
        self.away_since_t_s = left_t_s if seen else None
        return StoodUp(t_s, since_t_s, left_t_s, bout_s, seen)

    def vacant(self, since_t_s: float) -> None:
        """Nobody sits, and nobody has since `since_t_s`, when the watch began: a break runs from there unless one runs already."""
        if self.sat_since_t_s is None and self.away_since_t_s is None:
            self.away_since_t_s = since_t_s

    def forget(self) -> None:
        """Nobody watches: a running break ends as unseen."""
        self.away_since_t_s = None

    def sitting_s(self, t_s: float) -> float:
        """What the sitting clock shows [s]; it stands still while nobody sits and is back at 0 once a break is long enough."""
        if self.sat_since_t_s is not None:
            return self._carried_s + (t_s - self.sat_since_t_s)
        if self._last_seen_t_s is not None and t_s - self._last_seen_t_s >= self._break_min_s:
            return 0.0
        return self._carried_s
