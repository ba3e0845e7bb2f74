"""Who may sit on this chair, and whose load it is that sits.

A sitter has a name and a reference of their own. The chair never changes from one known sitter to another by itself: where the load is
clearly another's it asks. Only somebody whom it clearly does not know is set apart at once, so that nobody's history is theirs.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

from chairpi.core.events.upright import ReferenceSource
from chairpi.core.settings import PromptSettings
from chairpi.core.upright.reference import Reference

FIRST_S = 60.0
"""The load of so much of a bout is looked at [s]: longer than it takes to pull the chair up, short enough to ask in time. Our choice."""
LIKE = 0.09
"""A load within this part of a reference's may be that sitter's: how the feet stand moves it by 6-8 %."""
CLEARLY_APART = 0.15
"""Two sitters whose references differ by less than this cannot be told apart by their load: leaning on the desk takes off as much."""
UNLIKE_ANYBODY = 0.25
"""A load further than this from every reference is that of somebody the chair does not know: leaning on a desk takes off 18 % at most in
the planar static model."""


@dataclass(frozen=True, slots=True)
class KnownSitter:
    """One of the people who use this chair.

    Parameters
    ----------
    sitter_id
        For good.
    name
        What they are called here.
    reference
        Their upright reference, if there is one.
    settings
        How they want to be prompted.
    """

    sitter_id: int
    name: str
    reference: Reference | None
    settings: PromptSettings


class Sitters:
    """Who is known, who sits, and whose load that is.

    Parameters
    ----------
    known
        The people who use this chair.
    sitter_id
        Who sat last; `None`: somebody else.

    Attributes
    ----------
    sitter_id
        Who sits, or sat last.
    suggested_id
        Who it may be that sits, by the load; `None` where the chair does not ask.
    """

    def __init__(self, known: Sequence[KnownSitter], sitter_id: int | None) -> None:
        self.known = {sitter.sitter_id: sitter for sitter in known}
        self.sitter_id = sitter_id if sitter_id in self.known else None
        self.suggested_id: int | None = None
        self._usual_id: int | None = None
        self._for_bout = False
        self._guest_day: int | None = None
        self._load_n: list[float] = []
        self._length_s = math.inf

    def know(self, known: Sequence[KnownSitter]) -> None:
        """These are known from now on; the present one is among them, or somebody else."""
        self.known = {sitter.sitter_id: sitter for sitter in known}
        self._usual_id = self._usual_id if self._usual_id in self.known else None
        self.suggested_id = self.suggested_id if self.suggested_id in self.known else None

    @property
    def present(self) -> KnownSitter | None:
        """Who sits, if the chair knows them."""
        return None if self.sitter_id is None else self.known[self.sitter_id]

    @property
    def place(self) -> int:
        """The present sitter's place among those who are known, from 1; 0 for somebody else."""
        return 0 if self.sitter_id is None else 1 + list(self.known).index(self.sitter_id)

    @property
    def next_id(self) -> int | None:
        """The one after the present sitter, in a ring; `None` where there are not two."""
        ids = list(self.known)
        return ids[self.place % len(ids)] if len(ids) > 1 else None

    def choose(self, sitter_id: int | None, *, by_load: bool = False, day: int | None = None) -> None:
        """It is this one who sits; somebody else for this bout where the load said so, else for this day, whose number is given."""
        self._usual_id = self.sitter_id if sitter_id is None else None
        self._guest_day = day if sitter_id is None and not by_load else None
        self._for_bout = by_load
        self.sitter_id, self.suggested_id = sitter_id, None
        self._length_s = math.inf

    def said(self) -> None:
        """Somebody said that it is the present one who sits: there is nothing to ask in this bout."""
        self.suggested_id = None
        self._length_s = math.inf

    def give_settings(self, settings: PromptSettings) -> None:
        """The present sitter chose to be prompted so."""
        if self.present is not None:
            self.known[self.present.sitter_id] = replace(self.present, settings=settings)

    def give_reference(self, reference: Reference) -> None:
        """The present sitter has another reference."""
        if self.present is not None:
            self.known[self.present.sitter_id] = replace(self.present, reference=reference)

    def sit_down(self, day: int | None) -> int | None:
        """A bout begins, on this day: look at its load. Who is meant to sit, where somebody else sat on another day; else `None`."""
        self._load_n.clear()
        self._length_s = 0.0
        return self._usual_id if self._guest_day is not None and self._guest_day != day else None

    def stand_up(self) -> int | None:
        """The bout is over. Who is meant to sit next, where somebody unknown sat without a word; else `None`."""
        self.suggested_id = None
        self._length_s = math.inf
        return self._usual_id if self._for_bout else None

    def receive(self, length_s: float, load_n: float) -> Looks | None:
        """Take one seated second; whose load this is, if it is clearly not that of the one who is believed to sit.

        Parameters
        ----------
        length_s, load_n
            Its length [s] and load [N]; NaN where unknown.

        Returns
        -------
        Looks or None
            Told once a bout, after `FIRST_S`.
        """
        if self._length_s >= FIRST_S or load_n != load_n:
            return None
        self._length_s += length_s
        self._load_n.append(load_n)
        if self._length_s < FIRST_S:
            return None
        looks = whose(median(self._load_n), tuple(self.known.values()), self.sitter_id)
        self.suggested_id = None if looks is None else looks.sitter_id
        return looks

    def as_record(self) -> dict[str, Any]:
        """All that survives a restart, JSON-ready."""
        return {
            "sitter_id": self.sitter_id,
            "usual_id": self._usual_id,
            "for_bout": self._for_bout,
            "guest_day": self._guest_day,
        }

    def recall(self, record: Mapping[str, Any]) -> None:
        """Go on from what `as_record` gave; whoever is not known any more is somebody else.

        Raises
        ------
        KeyError
            It is of another version.
        """
        sitter_id, usual_id = record["sitter_id"], record["usual_id"]
        self.sitter_id = sitter_id if sitter_id in self.known else None
        self._usual_id = usual_id if usual_id in self.known else None
        self._for_bout, self._guest_day = bool(record["for_bout"]), record["guest_day"]


@dataclass(frozen=True, slots=True)
class Looks:
    """Whose load it is: `sitter_id`, or `None` for that of nobody who is known."""

    sitter_id: int | None


def whose(load_n: float, sitters: Sequence[KnownSitter], present_id: int | None) -> Looks | None:
    """Whose load this [N] clearly is, if not that of the one who is believed to sit."""
    off = {
        sitter.sitter_id: abs(math.log(load_n / sitter.reference.total_n))
        for sitter in sitters
        if sitter.reference is not None
        and sitter.reference.source is ReferenceSource.GUIDED  # of the others nobody said whose they are
        and not sitter.reference.doubtful
        and sitter.reference.zero_offset_n == 0.0
    }
    if not off or (present_id in off and off[present_id] <= LIKE):
        return None
    nearest = min(off, key=lambda sitter_id: off[sitter_id])
    if off[nearest] <= LIKE:
        apart = all(by >= CLEARLY_APART for sitter_id, by in off.items() if sitter_id != nearest)
        return Looks(nearest) if apart else None
    return Looks(None) if present_id in off and off[nearest] >= UNLIKE_ANYBODY else None
