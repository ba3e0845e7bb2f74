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
from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any

from chairpi.core.events import EmptyLoadChanged, Refused, ZeroMoved
from chairpi.core.load import G0_M_PER_S2, EmptyLoad, Weigher
from chairpi.core.occupancy import Occupancy
from chairpi.core.seat import SEAT, Seat
from chairpi.core.second import Second
from chairpi.core.settings import ZeroSettings

STEADY_S = 10
"""A load is steady when this many seconds in a row stay within `STEADY_KG`."""

STEADY_KG = 0.06
"""Range [kg] of each cell's `STEADY_S` means that is steady: ten values of 20 g standard deviation span 62 g. Any slope is then
below 7 g/s. (Noise of real modules: 1.5-3 g a reading, forum.arduino.cc/t/351959.)"""

RATE_KG_PER_S = 0.005
"""A cell's zero moves no faster [kg/s]: a tenth of a 50 g division, so that four cells together stay below half of one. Real drift is
slower by far: 1 kg in a night is 0.03 g/s."""

QUIET_KG = 0.005
"""A cell this near its zero is left alone [kg]: on a seat of 300 mm, 5 g on one cell is 0.01 mm of a sitter's centre of pressure."""

TELL_KG = 0.2
TELL_S = 60.0
"""A zero that has moved by `TELL_KG` since it was told last is told again, at most once in `TELL_S`. Our choice: 1 kg in a night is
five lines of the log."""

OBJECT_WAITS = 10.0
"""The chair asks about an object this many times later than about a light load: it is a bag more often than a heavy cushion, and is
known to be no sitter already. Our choice."""

FAST_FRACTION = 1 / 15
LEFT_FRACTION = 0.2
"""Creep is taken as two parts, of which the fast one is quicker by `FAST_FRACTION` (time constants of about 1 and 15 minutes; a sum of
exponentials is the usual form). The zero is left alone until of each part no more than `LEFT_FRACTION` is left: of the 50 g that a cheap
half-bridge shows right after unloading (circuitjournal.com), 10 g."""

LISTENS_IN = (Occupancy.UNKNOWN, Occupancy.VACANT, Occupancy.OBJECT)


class Creep:
    """How far the cells have crept under a load, each part as a share of what an endless load would do: 0 ... 1.

    Parameters
    ----------
    slow_s
        The longer time constant [s].

    Attributes
    ----------
    parts
        The slow one and the fast one.

    Notes
    -----
    Under a load x -> 1 and without one x -> 0, both as 1 - exp(-t / tau): after a bout of length T the parts are
    1 - exp(-T / tau), and the slow one needs tau ln((1 - exp(-T / tau)) / LEFT_FRACTION) to recover: 24 minutes after a long
    sitting, 13 after ten minutes, none after three, where the fast part's minute and a half is what counts (tau = 15 min). Recovery
    is taken to be as fast as creep (NIST, 65 cells: its size is 0.86 of the creep's), and any load as full.
    """

    def __init__(self, slow_s: float) -> None:
        self._taus_s = (slow_s, slow_s * FAST_FRACTION)
        self._left_after_1_s = self._left_after(1.0)
        self.parts = [1.0, 1.0]  # nobody knows who sat here before the start

    def receive(self, length_s: float, *, loaded: bool) -> None:
        """Take `length_s` [s] with or without a load."""
        goal = 1.0 if loaded else 0.0
        left = self._left_after_1_s if length_s == 1.0 else self._left_after(length_s)
        self.parts = [goal + (part - goal) * part_left for part, part_left in zip(self.parts, left, strict=True)]

    def _left_after(self, length_s: float) -> list[float]:
        return [math.exp(-length_s / tau_s) for tau_s in self._taus_s]

    @property
    def recovered(self) -> bool:
        """Whether too little is left to be mistaken for a zero."""
        return max(self.parts) <= LEFT_FRACTION


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
        self._asked_n: float | None = None
        self.forget()

    def _move(self, drift_n: list[float]) -> None:
        self.drift_n = drift_n
        self.empty: EmptyLoad = self._weigher.empty_load(drift_n)

    def forget(self) -> None:
        """The seat was not watched: what it read before says nothing."""
        self._listens = True
        self._window: deque[list[float]] = deque(maxlen=STEADY_S)
        self._changed: tuple[float, float] | None = None

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
        return None if self._asked_n is None else self._asked_n / G0_M_PER_S2

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
            self._take(second)
        self._listens = occupancy in LISTENS_IN
        if not self._listens:
            if self._window:
                self._window.clear()
            self._changed = None
            return None
        level_n = self._steady_level_n()
        if level_n is None or occupancy is Occupancy.UNKNOWN or not trusted:
            return None
        off_n = [level - drift for level, drift in zip(level_n, self.drift_n, strict=True)]
        total_off_n = self._weigher.load_n(off_n)
        if max(abs(total_off_n), *(abs(off_n[cell]) for cell in self._seat_cells)) > self._step_n:
            return self._ask(second.t_s, total_off_n, occupancy)
        self._changed = self._asked_n = None
        if occupancy is not Occupancy.VACANT:
            return None
        self.near_zero = True
        if self._creep.recovered and second.t_s - since_t_s >= self._settings.empty_s:
            self._follow(off_n, second.length_s)
        return self._tell(second.t_s)

    def _take(self, second: Second) -> None:
        """The second's mean force on each cell into the window; without one the steadiness begins anew."""
        if not second.force_n:
            self._window.clear()
            return
        self._window.append([force + drift for force, drift in zip(second.force_n, self.drift_n, strict=True)])

    def _steady_level_n(self) -> list[float] | None:
        """Each cell's mean over the window [N], NaN for a backrest cell that moves; `None` while the seat is not steady."""
        if len(self._window) < STEADY_S:
            return None
        most_n = STEADY_KG * G0_M_PER_S2
        level_n = [
            sum(forces_n) / STEADY_S if max(forces_n) - min(forces_n) <= most_n else math.nan
            for forces_n in zip(*self._window, strict=True)
        ]
        return None if any(level_n[cell] != level_n[cell] for cell in self._seat_cells) else level_n

    def _ask(self, t_s: float, total_off_n: float, occupancy: Occupancy) -> EmptyLoadChanged | None:
        """Once what the empty seat carries beside its zero has lasted: ask about it."""
        if occupancy is Occupancy.OBJECT and total_off_n > self._range_n:
            self._changed = None  # too heavy to be part of a chair
            return None
        if self._asked_n is not None and abs(total_off_n - self._asked_n) < self._step_n:
            return None
        if self._changed is None or abs(total_off_n - self._changed[1]) >= self._step_n:
            self._changed = (t_s - STEADY_S, total_off_n)
        if t_s - self._changed[0] < self._settings.ask_s * (OBJECT_WAITS if occupancy is Occupancy.OBJECT else 1.0):
            return None
        self._changed, self._asked_n = None, total_off_n
        return EmptyLoadChanged(t_s, total_off_n / G0_M_PER_S2)

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
            "asked_n": self._asked_n,
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
        self._last_t_s, self.near_zero, self._asked_n = record["last_t_s"], record["near_zero"], record["asked_n"]

    def accept(self, t_s: float, occupancy: Occupancy, *, trusted: bool) -> ZeroMoved | Refused:
        """A person says that what lies on the empty seat belongs to it: it is the zero at once."""
        level_n = self._steady_level_n()
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
        self._changed = self._asked_n = None
        self.near_zero = True
        return self._moved(t_s)
