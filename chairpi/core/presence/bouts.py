"""Bouts of sitting and the breaks between them, and the sitting clock.

A bout is uninterrupted sitting, a break the non-sitting time between two bouts (SBRN terminology, Tremblay et al. 2017,
doi:10.1186/s12966-017-0525-8). With the stretches that nobody watched they tile time without gap or overlap.

Rules of the sitting clock:
1. Off the chair for `break_min_s` and more is a break: the clock starts anew. Even one minute of light walking is more than nothing;
   five minutes each half hour is the dose that did most for blood sugar (Duran et al. 2023, 11 people).
2. A shorter time, of `part_break_min_s` and more, sets it back by `part_break_credit_min`; what is shorter still is a re-seat.
3. Time that nobody watched is neither sitting nor a break: the clock stands still, and says how much of it there was. After
   `UNKNOWN_MOST_S` of it in one piece the clock starts anew: nobody knows any more what it would mean.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chairpi.core.events.presence import BreakCredited, Credit, SatDown, StoodUp
from chairpi.core.settings import PromptSettings

UNKNOWN_MOST_S = 900.0
"""A restart takes one minute and an update five; who was unseen for longer [s] may well have been up. Our choice."""


class Bouts:
    """The present bout or break.

    Parameters
    ----------
    settings
        What is a break. May be set anew.
    on_s
        How long a load must last before it is believed to be a person [s].

    Attributes
    ----------
    settings
        Those.
    sat_since_t_s
        Start of the present bout [s]; `None` while nobody sits.
    away_since_t_s
        Start of the present break [s]; `None` while somebody sits or when it was not seen.
    unknown_s
        Time of this unbroken sitting that nobody watched [s].
    """

    def __init__(self, settings: PromptSettings, on_s: float) -> None:
        self.settings = settings
        self._on_s = on_s
        self._carried_s = 0.0
        self._credited = True
        self._blind_since_t_s: float | None = None
        self.sat_since_t_s: float | None = None
        self.away_since_t_s: float | None = None
        self.unknown_s = 0.0

    def see(self, t_s: float) -> bool:
        """The seat is seen again at `t_s` [s], if it was not; whether it was unseen for so long that the clock starts anew."""
        since_t_s, self._blind_since_t_s = self._blind_since_t_s, None
        if since_t_s is None or self._credited:
            return False
        self.unknown_s += t_s - since_t_s
        if t_s - since_t_s < UNKNOWN_MOST_S:
            return False
        self._start_anew()
        return True

    def sat_down(self, t_s: float, since_t_s: float, *, seen: bool) -> tuple[SatDown, BreakCredited | None]:
        """Begin a bout that was settled at `t_s` and began at `since_t_s`; `seen`: its beginning was watched."""
        break_s = since_t_s - self.away_since_t_s if seen and self.away_since_t_s is not None else None
        self.sat_since_t_s = since_t_s
        self.away_since_t_s = None
        credit = None if break_s is None or self._credited else self._credit(t_s, break_s)
        self._credited = False
        return SatDown(t_s, since_t_s, break_s, seen), credit

    def stood_up(self, t_s: float, left_t_s: float, *, seen: bool) -> StoodUp:
        """End the bout; `seen`: its end was watched, else `left_t_s` is when the sitter was last seen."""
        since_t_s = self.sat_since_t_s
        if since_t_s is None:
            raise RuntimeError("nobody sits")
        bout_s = left_t_s - since_t_s
        self._carried_s += bout_s
        self.sat_since_t_s = None
        self.away_since_t_s = left_t_s if seen else None
        return StoodUp(t_s, since_t_s, left_t_s, bout_s, seen)

    def vacant(self, since_t_s: float) -> None:
        """Nobody sits, and nobody has since `since_t_s`, when the watch began: a break runs from there unless one runs already."""
        if self.sat_since_t_s is None and self.away_since_t_s is None:
            self.away_since_t_s = since_t_s

    def wait(self, t_s: float) -> BreakCredited | None:
        """Nobody sits at `t_s` [s]: the break that has become one by now.

        It is told `on_s` later than it is one, and a second: somebody who is about to be noticed came back before.
        """
        if self._credited or self.away_since_t_s is None:
            return None
        away_s = t_s - self.away_since_t_s
        return self._credit(t_s, away_s) if away_s >= self.settings.break_min_s + self._on_s + 1.0 else None

    def routine_done(self, t_s: float, took_s: float) -> BreakCredited | None:
        """A routine of `took_s` [s] was done by `t_s` [s]: as good as a break, on the chair too, unless a break was taken within it."""
        if self._credited or took_s < self.settings.break_min_s:
            return None
        self._start_anew()
        if self.sat_since_t_s is not None:
            self._credited = False
            self._carried_s = self.sat_since_t_s - t_s  # the bout goes on, and its clock begins now
        return BreakCredited(t_s, Credit.ROUTINE, took_s, 0.0)

    def _credit(self, t_s: float, away_s: float) -> BreakCredited | None:
        settings = self.settings
        if away_s >= settings.break_min_s:
            self._start_anew()
            return BreakCredited(t_s, Credit.FULL, away_s, 0.0)
        if away_s < settings.part_break_min_s:
            return None
        self._carried_s = max(0.0, self._carried_s - settings.part_break_credit_min * 60.0)
        return BreakCredited(t_s, Credit.PART, away_s, self._carried_s)

    def _start_anew(self) -> None:
        self._carried_s = self.unknown_s = 0.0
        self._credited = True

    def lose_sight(self, t_s: float) -> None:
        """Nobody watches since `t_s` [s]; a bout has ended as unseen before."""
        self.away_since_t_s = None
        if self._blind_since_t_s is None:
            self._blind_since_t_s = t_s

    @property
    def carried(self) -> tuple[float, float]:
        """What was carried over into this bout, and the unknown time [s]."""
        return self._carried_s, self.unknown_s

    def was_unseen_for_long(self) -> None:
        """More time had passed unseen than was thought: the clock starts anew, with the present bout where one goes on."""
        self._start_anew()
        self._credited = self.sat_since_t_s is None

    def begin_anew(self, t_s: float, carried: tuple[float, float] = (0.0, 0.0)) -> float:
        """It is another one who sits, with what they carried over themselves. How long the present bout lasts [s]."""
        self._carried_s, self.unknown_s = carried
        self._credited = self.sat_since_t_s is None
        return 0.0 if self.sat_since_t_s is None else t_s - self.sat_since_t_s

    def sitting_s(self, t_s: float) -> float:
        """What the sitting clock shows [s]; it stands still while nobody sits and is back at 0 once a break is long enough."""
        return self._carried_s + (0.0 if self.sat_since_t_s is None else t_s - self.sat_since_t_s)

    def as_record(self) -> dict[str, Any]:
        """All that survives a restart, JSON-ready."""
        return {
            "carried_s": self._carried_s,
            "credited": self._credited,
            "unknown_s": self.unknown_s,
            "sat_since_t_s": self.sat_since_t_s,
            "away_since_t_s": self.away_since_t_s,
            "blind_since_t_s": self._blind_since_t_s,
        }

    def recall(self, record: Mapping[str, Any]) -> None:
        """Go on from what `as_record` gave.

        Raises
        ------
        KeyError
            It is of another version.
        """
        self._carried_s, self._credited = record["carried_s"], record["credited"]
        self.unknown_s, self._blind_since_t_s = record["unknown_s"], record["blind_since_t_s"]
        self.sat_since_t_s, self.away_since_t_s = record["sat_since_t_s"], record["away_since_t_s"]
