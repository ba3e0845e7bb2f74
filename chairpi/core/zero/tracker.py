"""The cells' zeros, followed while the seat is empty and never otherwise.

Rules:
1. Nothing is set to zero at the start: the calibrated zero, or the one tracked before, is loaded, and the next empty seat is held
   against it.
2. A zero moves only while the seat is known to be vacant, has been for `empty_s`, is steady, and has recovered from whoever sat on it
   last. It then moves no faster than `RATE_KG_PER_S` and no further than `range_kg` from the calibrated one.
3. An empty seat that reads otherwise by more than `step_kg` is not followed. It may be a cushion or a bag, so the chair asks, once; a
   person's yes makes it the zero at once.
4. What was moved is taken off from the next second on, so that feeding frames one by one or by the thousand changes nothing.

The limits are those of weighing instruments' zero tracking in spirit (OIML R 76: only at zero, only in stable equilibrium, at most half
a division a second, within a part of the capacity), with a division of 50 g: what a bathroom scale's half-bridges can tell apart.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from chairpi.core.events.requests import Refused
from chairpi.core.events.zero import EmptyLoadChanged, ZeroMoved
from chairpi.core.presence.occupancy import Occupancy
from chairpi.core.seat import SEAT, Seat
from chairpi.core.settings import ZeroSettings
from chairpi.core.weighing.load import G0_M_PER_S2, EmptyLoad
from chairpi.core.weighing.second import Second
from chairpi.core.weighing.weigher import Weigher
from chairpi.core.zero.creep import Creep
from chairpi.core.zero.question import Question
from chairpi.core.zero.steadiness import Steadiness

RATE_KG_PER_S = 0.005
"""A cell's zero moves no faster [kg/s]: a tenth of a 50 g division, so that four cells together stay below half of one. Real drift is
slower by far: 1 kg in a night is 0.03 g/s."""

QUIET_KG = 0.005
"""A cell this near its zero is left alone [kg]: on a seat of 300 mm, 5 g on one cell is 0.01 mm of a sitter's centre of pressure."""

TELL_KG = 0.2
TELL_S = 60.0
"""A zero that has moved by `TELL_KG` since it was told last is told again, at most once in `TELL_S`. Our choice: 1 kg in a night is
five lines of the log."""

LISTENS_IN = (Occupancy.UNKNOWN, Occupancy.VACANT, Occupancy.OBJECT)


class ZeroTracker:
    """Follows the zeros of one seat's cells, a second at a time.

    Parameters
    ----------
    seat, weigher, settings
        The cells, what their counts mean, and the thresholds.
    zero_counts
        Tracked zeros of an earlier run, with the same calibration [counts].

    Attributes
    ----------
    drift_n
        How far each cell's tracked zero is from its calibrated one [N].
    empty
        What the seat therefore reads with nothing on it.
    near_zero
        Whether the vacant seat was ever seen steady and near its zero.
    """

    def __init__(
        self, seat: Seat, weigher: Weigher, settings: ZeroSettings, zero_counts: Sequence[float] | None = None
    ) -> None:
        self._settings = settings
        self._step_n, self._range_n = settings.step_kg * G0_M_PER_S2, settings.range_kg * G0_M_PER_S2
        self._n_cells = len(seat.cells)
        self._seat_cells = seat.indices(SEAT)
        self._steadiness = Steadiness(self._seat_cells)
        self._question = Question(settings)
        self._creep = Creep(settings.creep_min * 60.0)
        self._last_t_s: float | None = None
        self.near_zero = False
        self.use(weigher, zero_counts)

    def use(self, weigher: Weigher, zero_counts: Sequence[float] | None = None) -> None:
        """Begin anew with another calibration.

        Raises
        ------
        ValueError
            `zero_counts` are of another number of cells.
        """
        calibration = weigher.calibration
        zeros = calibration.zero_counts if zero_counts is None else zero_counts
        if len(zeros) != self._n_cells:
            raise ValueError(f"{self._n_cells} cells but {len(zeros)} tracked zero_counts")
        self._weigher = weigher
        self._told_t_s = -math.inf
        self._move(
            [
                (tracked - calibrated) / counts_per_n
                for tracked, calibrated, counts_per_n in zip(
                    zeros, calibration.zero_counts, calibration.counts_per_n, strict=True
                )
            ]
        )
        self._told_n = list(self.drift_n)
        self._question.settle()
        self.forget()

    def _move(self, drift_n: list[float]) -> None:
        self.drift_n = drift_n
        self.empty: EmptyLoad = self._weigher.empty_load(drift_n)

    def forget(self) -> None:
        """The seat was not watched: what it read before says nothing."""
        self._listens = True
        self._steadiness.forget()
        self._question.forget()

    @property
    def zero_counts(self) -> tuple[float, ...]:
        """Each cell's tracked zero [counts]."""
        calibration = self._weigher.calibration
        return tuple(
            zero + drift * counts_per_n
            for zero, drift, counts_per_n in zip(
                calibration.zero_counts, self.drift_n, calibration.counts_per_n, strict=True
            )
        )

    @property
    def drift_kg(self) -> float:
        """How far the seat's tracked zero is from the calibrated one [kg]; positive when the empty seat reads more."""
        return self.empty.total_n / G0_M_PER_S2

    @property
    def asked_kg(self) -> float | None:
        """The change of the empty load that was asked about and is still there [kg]."""
        asked_n = self._question.asked_n
        return None if asked_n is None else asked_n / G0_M_PER_S2

    def receive(
        self, second: Second, occupancy: Occupancy, since_t_s: float, *, trusted: bool
    ) -> ZeroMoved | EmptyLoadChanged | None:
        """Take the second that is over.

        Parameters
        ----------
        second
            Its loads.
        occupancy, since_t_s
            What is on the seat, and since when [s].
        trusted
            Whether the zero means anything; where it is lost by more than any sitter's load, only a calibration helps.
        """
        if self._last_t_s is not None and second.start_t_s > self._last_t_s:
            self._creep.receive(second.start_t_s - self._last_t_s, loaded=True)  # nobody saw that nobody sat
        self._creep.receive(second.length_s, loaded=occupancy is not Occupancy.VACANT)
        self._last_t_s = second.t_s
        if self._listens:
            above_n = zip(
                second.force_n, self.drift_n, strict=bool(second.force_n)
            )  # no force at all where a cell was not read
            self._steadiness.receive([force + drift for force, drift in above_n])
        self._listens = occupancy in LISTENS_IN
        if not self._listens:
            self._steadiness.forget()
            self._question.forget()
            return None
        level_n = self._steadiness.level_n
        if level_n is None or occupancy is Occupancy.UNKNOWN or not trusted:
            return None
        off_n = [level - drift for level, drift in zip(level_n, self.drift_n, strict=True)]
        total_off_n = self._weigher.load_n(off_n)
        if max(abs(total_off_n), *(abs(off_n[cell]) for cell in self._seat_cells)) > self._step_n:
            return self._question.receive(second.t_s, total_off_n, occupancy)
        self._question.settle()
        if occupancy is not Occupancy.VACANT:
            return None
        self.near_zero = True
        if self._creep.recovered and second.t_s - since_t_s >= self._settings.empty_s:
            self._follow(off_n, second.length_s)
        return self._tell(second.t_s)

    def _follow(self, off_n: list[float], length_s: float) -> None:
        """Move each zero towards what its cell reads, within the rate and the range."""
        most_n = RATE_KG_PER_S * G0_M_PER_S2 * min(length_s, 1.0)
        moved_n = list(self.drift_n)
        for cell, (drift_n, cell_off_n) in enumerate(zip(self.drift_n, off_n, strict=True)):
            if not QUIET_KG * G0_M_PER_S2 < abs(cell_off_n) <= self._step_n:  # a jacket on the backrest is no zero
                continue
            goal_n = drift_n + max(-most_n, min(most_n, cell_off_n))
            if abs(goal_n) <= max(self._range_n, abs(drift_n)):
                moved_n[cell] = goal_n
        total_n = self._weigher.load_n(moved_n)
        if moved_n != self.drift_n and abs(total_n) <= max(self._range_n, abs(self.empty.total_n)):
            self._move(moved_n)

    def _tell(self, t_s: float) -> ZeroMoved | None:
        if t_s - self._told_t_s < TELL_S or self._furthest_n() < TELL_KG * G0_M_PER_S2:
            return None
        return self._moved(t_s)

    def _furthest_n(self) -> float:
        return max(abs(drift - told) for drift, told in zip(self.drift_n, self._told_n, strict=True))

    def _moved(self, t_s: float) -> ZeroMoved:
        event = ZeroMoved(t_s, self.zero_counts, self._furthest_n() / G0_M_PER_S2)
        self._told_t_s, self._told_n = t_s, list(self.drift_n)
        return event

    def as_record(self) -> dict[str, Any]:
        """All that survives a restart, JSON-ready."""
        return {
            "drift_n": list(self.drift_n),
            "told_n": list(self._told_n),
            "told_t_s": None if math.isinf(self._told_t_s) else self._told_t_s,
            "creep": self._creep.parts,
            "last_t_s": self._last_t_s,
            "near_zero": self.near_zero,
            "asked_n": self._question.asked_n,
        }

    def recall(self, record: Mapping[str, Any]) -> None:
        """Go on from what `as_record` gave, with the calibration of that time.

        Raises
        ------
        KeyError, ValueError
            It is of another version or another seat.
        """
        if len(record["drift_n"]) != self._n_cells:
            raise ValueError("it is of another seat")
        self._move(list(record["drift_n"]))
        self._told_n = list(record["told_n"])
        self._told_t_s = -math.inf if record["told_t_s"] is None else record["told_t_s"]
        self._creep.parts = list(record["creep"])
        self._last_t_s, self.near_zero = record["last_t_s"], record["near_zero"]
        self._question.asked_n = record["asked_n"]

    def accept(self, t_s: float, occupancy: Occupancy, *, trusted: bool) -> ZeroMoved | Refused:
        """A person says that what lies on the empty seat belongs to it: it is the zero at once."""
        level_n = self._steadiness.level_n
        why = None
        if occupancy not in (Occupancy.VACANT, Occupancy.OBJECT):
            why = "the chair must be empty for this; stand up, wait ten seconds and try again"
        elif level_n is None:
            why = "the empty seat is not still, or not all cells are read; wait ten seconds and try again"
        elif not trusted or abs(self._weigher.load_n(level_n) - self.empty.total_n) > self._range_n:
            why = f"that is more than {self._settings.range_kg:g} kg; take it off, or set the zero on the calibration page"
        if why is not None or level_n is None:
            return Refused(t_s, "accept_empty_load", why or "")
        self._move([drift if level != level else level for level, drift in zip(level_n, self.drift_n, strict=True)])
        self._question.settle()
        self.near_zero = True
        return self._moved(t_s)
