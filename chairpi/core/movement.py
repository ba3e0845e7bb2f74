"""How much a sitter moves: weight shifts, lifts, still spells, left-right balance, and how many places they sit in.

Nothing here judges: moving often is what a chair can see of comfort and of its end (Fenety et al. 2000, Applied Ergonomics 31:
in-chair movement, counted from the CoP in 5-minute epochs, rises over two hours), and still time is what a sitter may want to know.

Rules:
1. A weight shift is a median against a median, so neither sway nor a reach there and back within 2 s is one.
2. It is told once it is settled, some seconds later (`TOLD_LATE_S`), with the time at which it was.
3. Time in which the CoP is unknown (a lost cell, a gap) ends a still spell without being a movement, and is never counted as stillness.
4. Everything counts from sitting down to standing up; what was not yet told when somebody stands up was part of standing up.
"""

from __future__ import annotations

import math
from collections import Counter, deque
from typing import TYPE_CHECKING

from chairpi.core.events import ShiftSize, WeightShift
from chairpi.core.seat import LINE_MM, Seat

if TYPE_CHECKING:  # the dashboard asks how wide a seat is and must not pay for numpy
    from chairpi.core.reference import Reference
    from chairpi.core.second import Second

WINDOW_S = 6
KNOWN_S = 4
"""The CoP is the median of this many seconds before a moment, and of as many after it; with fewer known ones it is unknown. Our choice:
longer than a breath (3-5 s), a reach of 2 s there and back leaves no trace in it, and more than half of it is known."""

APART_S = 5
"""A shift is where the CoP moved furthest within this many seconds either way [s], so two shifts are further apart than that. Our
choice: settling into a place in two or three goes is one shift."""

TOLD_LATE_S = WINDOW_S + APART_S
"""A shift is told this long after the second at which the CoP had moved furthest [s]: some 9 s after a sudden move."""

MICRO_MM = 14.0
MACRO_MM = 28.0
"""A CoP that moved by this much is a micro or a macro shift [mm]: a tenth and a fifth of the load across a lever of 140 mm.

The lever is our choice, calibrated: on 80 simulated days there were 15.6 shifts of 14 mm and 7.1 of 28 mm a seated hour, where office
workers over four hours made 14.8-18.2 of 10 % and 4.8-7.7 of 20 % (Waongenngarm et al. 2020, Applied Ergonomics 89). The
simulated sitter's changes of posture were themselves set from the first range, so this is agreement and no proof; with 10 and 25 mm
there were 21.5 and 8.0. Sway without a back support is about 2 mm (an assumption), well below both."""

LOW_FRACTION = 0.7
LIFT_S = (1.0, 15.0)
OFF_LOAD_S = 15.0
"""A load below this part of the reference's, for at least the first and less than the second of `LIFT_S` [s], is a lift; a side that stays
below this part of its own for `OFF_LOAD_S` [s] is off-loaded. 30 % and more off the seat for 15 s and more is what the wheelchair in-seat
activity tracker calls a weight shift (Sonenblum et al. 2016, Journal of Rehabilitation Research and Development 53); 1 s is our choice."""

EPOCH_S = 300.0
EPOCH_KNOWN_S = 240.0
"""Length of an epoch of the in-chair movement index [s] (Fenety et al. 2000: consecutive 5-minute samples), and how much of it must be
known. The latter is our choice, and so is it that variety is unknown before one epoch."""

PASSED_OVER_S = 2.0
"""Up to this many missing seconds are passed over; after more the sitter is looked at anew: what the chair calls a gap."""

PLACE_MM = 9.0
"""Side of the squares in which places are counted [mm]. Three by three of them are one place, 27 mm wide: two stays a macro shift apart
along one axis are never the same place. Our choice."""

MIDDLE_FRACTION = 0.8
"""A shift's moment is the middle of the seconds at which the CoP had moved by this part of the most it did: our choice."""


def half_width_mm(seat: Seat) -> float:
    """Half the distance between the seat's left and right cells [mm]: the mean distance from the middle of those that lie aside of it."""
    aside_mm = [abs(cell.ml_mm) for cell in seat.seat_cells if abs(cell.ml_mm) >= LINE_MM]
    return sum(aside_mm) / len(aside_mm)  # never none: a seat so narrow is refused


class Movement:
    """Follows how one sitter moves, from sitting down to standing up, a second at a time.

    Parameters
    ----------
    half_width_mm
        Half the distance between the seat's left and right cells [mm]; see the function of this name.

    Attributes
    ----------
    balance
        Share of the load to the right of the reference, 0 to 1: 0.5 as in the reference, more with more load on the right; `None` where
        it is unknown. ``0.5 + (cop_ml - reference's) / (2 half_width)``: the lever rule for two supports at the half width.
    n_micro, n_macro
        Weight shifts of this sitting; a macro shift is not counted as a micro one too.
    n_lifts
        Loads below `LOW_FRACTION` of the reference's that came back after `LIFT_S`.
    n_off_loads
        Times that one side, or both at once, stayed below `LOW_FRACTION` of its load in the reference for `OFF_LOAD_S`.
    """

    def __init__(self, half_width_mm: float) -> None:
        self._half_width_mm = half_width_mm
        self.stand_up()

    def stand_up(self) -> None:
        """The sitting is over: count from nothing."""
        self.balance: float | None = None
        self.n_micro = self.n_macro = self.n_lifts = self.n_off_loads = 0
        self._last_t_s: float | None = None
        self._look_anew()
        self._still = _Stillness()
        self._began_t_s = 0.0
        self._epoch_shifts: Counter[int] = Counter()
        self._epoch_known_s: Counter[int] = Counter()
        self._places = _Places()

    def receive(self, second: Second, reference: Reference | None) -> WeightShift | None:
        """Take one seated second; the shift that is settled by it.

        Parameters
        ----------
        second
            The next one; after more than `PASSED_OVER_S` without one, nothing is assumed about the time between.
        reference
            The sitter's own; `None` where there is none that is believed. Lifts, off-loads and the balance are then unknown.
        """
        last_t_s, self._last_t_s = self._last_t_s, second.t_s
        if last_t_s is None:
            self._still.since_t_s = self._began_t_s = second.start_t_s
        elif second.t_s - last_t_s > 1.0 + PASSED_OVER_S:
            self._still.unknown(last_t_s)
            self._look_anew()
        shift = self._follow(second.t_s, second.cop_ap_mm, second.cop_ml_mm)
        if reference is None or second.load_n != second.load_n:  # NaN
            self.balance = None
            self._forget_load()
        else:
            self._weigh(second, reference)
        return shift

    def _look_anew(self) -> None:
        self._shifts = _Shifts()
        self._forget_load()

    def _forget_load(self) -> None:
        self._low, self._left, self._right = _Spell(), _Spell(), _Spell()

    def _follow(self, t_s: float, ap_mm: float, ml_mm: float) -> WeightShift | None:
        """Take one second's CoP, known or not."""
        shifts, still = self._shifts, self._still
        shift = shifts.receive(t_s, ap_mm, ml_mm)
        if shifts.is_known:
            self._epoch_known_s[self._epoch(t_s)] += 1
            if still.since_t_s is None:
                still.since_t_s = t_s
        elif shifts.is_full:
            still.unknown(t_s)
        if ap_mm == ap_mm:  # not NaN
            self._places.add(ap_mm, ml_mm)
        if shift is not None:
            self.n_macro += shift.size is ShiftSize.MACRO
            self.n_micro += shift.size is ShiftSize.MICRO
            still.moved(shift.at_t_s)
            self._epoch_shifts[self._epoch(shift.at_t_s)] += 1
        return shift

    def _weigh(self, second: Second, reference: Reference) -> None:
        """Lifts, off-loads and the balance: what is judged against the reference."""
        load = second.load_n / reference.total_n
        is_low = load < LOW_FRACTION
        if is_low or self._low.lasts:
            lifted_s = self._low.receive(second, is_low)
            if LIFT_S[0] <= lifted_s < LIFT_S[1]:
                self.n_lifts += 1
                self._still.moved(second.start_t_s)
        off = (second.cop_ml_mm - reference.cop_ml_mm) / self._half_width_mm
        self.balance = min(max(0.5 + off / 2, 0.0), 1.0) if off == off else None
        left, right = self._left, self._right
        low_left, low_right = (
            load * (1 - off) < LOW_FRACTION,
            load * (1 + off) < LOW_FRACTION,
        )  # never where `off` is NaN
        if low_left or low_right or left.lasts or right.lasts:
            left.receive(second, low_left)
            right.receive(second, low_right)
            told_left, told_right = left.reaches(second.t_s, OFF_LOAD_S), right.reaches(second.t_s, OFF_LOAD_S)
            self.n_off_loads += told_left or told_right

    def still_s(self, t_s: float) -> float | None:
        """Time since the last shift or lift, or since sitting down [s]; `None` while it is unknown how the load lies.

        A shift of the last seconds may not be told yet (`TOLD_LATE_S`).
        """
        return self._still.present_s(t_s)

    def longest_still_s(self, t_s: float) -> float:
        """The longest time of this sitting without a shift or lift, the present spell included [s]."""
        return max(self._still.longest_s, self._still.present_s(t_s) or 0.0)

    def epochs(self, t_s: float) -> tuple[int | None, ...]:
        """The in-chair movement index: shifts, micro and macro, in each 5 minutes of this sitting that are over and settled.

        `None` for an epoch of which too little is known.
        """
        n_over = self._epoch(t_s - TOLD_LATE_S - APART_S)
        known_s, n_shifts = self._epoch_known_s, self._epoch_shifts
        return tuple(n_shifts[i] if known_s[i] >= EPOCH_KNOWN_S else None for i in range(n_over))

    def _epoch(self, t_s: float) -> int:
        return int((t_s - self._began_t_s) / EPOCH_S)

    @property
    def variety(self) -> float | None:
        """Share of this sitting spent away from its most usual place, 0 to 1 (our choice of a measure); `None` before `EPOCH_S`.

        The most usual place is the square of three by three times `PLACE_MM` in which the CoP was longest.
        """
        return self._places.away_fraction() if self._places.n_s >= EPOCH_S else None


class _Shifts:
    """Compares the CoP before and after each second.

    The window after one moment is the window before another, 7 s later: one median each second and axis does for both.
    """

    def __init__(self) -> None:
        self._ap_mm: deque[float] = deque(maxlen=WINDOW_S)
        self._ml_mm: deque[float] = deque(maxlen=WINDOW_S)
        self._medians = deque([(math.nan, math.nan)] * (WINDOW_S + 2), maxlen=WINDOW_S + 2)
        self._moved = deque([(-1.0, 0.0, 0.0)] * (2 * APART_S + 1), maxlen=2 * APART_S + 1)
        self.is_known, self.is_full = False, False

    def receive(self, t_s: float, ap_mm: float, ml_mm: float) -> WeightShift | None:
        """Take one second's CoP, NaN where unknown; the shift that is settled by it."""
        self._ap_mm.append(ap_mm)
        self._ml_mm.append(ml_mm)
        after_ap_mm, after_ml_mm = _median(self._ap_mm), _median(self._ml_mm)
        medians, moved = self._medians, self._moved
        medians.append((after_ap_mm, after_ml_mm))
        self.is_known, self.is_full = after_ap_mm == after_ap_mm, len(self._ap_mm) == WINDOW_S
        before_ap_mm, before_ml_mm = medians[0]
        by_ap_mm, by_ml_mm = after_ap_mm - before_ap_mm, after_ml_mm - before_ml_mm
        moved_mm = math.hypot(by_ap_mm, by_ml_mm)
        moved.append((moved_mm if moved_mm == moved_mm else -1.0, by_ap_mm, by_ml_mm))  # what is unknown is no maximum
        if moved[APART_S][0] < MICRO_MM:
            return None
        around_mm = [entry[0] for entry in moved]
        largest_mm, by_ap_mm, by_ml_mm = moved[APART_S]
        if max(around_mm[:APART_S]) >= largest_mm or max(around_mm[APART_S:]) > largest_mm:
            return None
        near = [i for i, mm in enumerate(around_mm) if mm >= MIDDLE_FRACTION * largest_mm]
        middle_s = sum(near) / len(near) - 2 * APART_S - WINDOW_S - 0.5  # the last entry's second ended WINDOW_S ago
        size = ShiftSize.MACRO if largest_mm >= MACRO_MM else ShiftSize.MICRO
        return WeightShift(t_s, t_s + middle_s, size, largest_mm, by_ap_mm, by_ml_mm)


def _median(values: deque[float]) -> float:
    """The median of what is known; NaN where that is fewer than `KNOWN_S` values."""
    total = sum(values)
    ordered = sorted(values) if total == total else sorted([value for value in values if value == value])
    n = len(ordered)
    return (ordered[(n - 1) // 2] + ordered[n // 2]) / 2 if n >= KNOWN_S else math.nan


class _Spell:
    """How long a load has been low; `lasts`: it is."""

    __slots__ = ("_since_t_s", "_told", "lasts")

    def __init__(self) -> None:
        self._since_t_s: float | None = None
        self._told = False
        self.lasts = False

    def receive(self, second: Second, is_low: bool) -> float:
        """Take one second; how long the spell was that ended before it [s], else 0."""
        since_t_s = self._since_t_s
        if is_low == self.lasts:
            return 0.0
        self.lasts = is_low
        self._since_t_s, self._told = second.start_t_s if is_low else None, False
        return 0.0 if since_t_s is None else second.start_t_s - since_t_s

    def reaches(self, t_s: float, length_s: float) -> bool:
        """Whether the spell has come to this length now, for the first time."""
        if self._told or self._since_t_s is None or t_s - self._since_t_s < length_s:
            return False
        self._told = True
        return True


class _Stillness:
    """The present still spell and the longest."""

    def __init__(self) -> None:
        self.since_t_s: float | None = None
        self.longest_s = 0.0

    def moved(self, at_t_s: float) -> None:
        if self.since_t_s is not None and at_t_s > self.since_t_s:  # else it is told late, and more came after it
            self.longest_s = max(self.longest_s, at_t_s - self.since_t_s)
            self.since_t_s = at_t_s

    def unknown(self, t_s: float) -> None:
        self.moved(t_s)
        self.since_t_s = None

    def present_s(self, t_s: float) -> float | None:
        return None if self.since_t_s is None else max(0.0, t_s - self.since_t_s)


class _Places:
    """How long the CoP was in and around each square; times only grow, so the longest is kept along the way."""

    def __init__(self) -> None:
        self._new_mm: list[tuple[float, float]] = []
        self._around_s: Counter[tuple[int, int]] = Counter()
        self._longest_s = 0
        self.n_s = 0

    def add(self, ap_mm: float, ml_mm: float) -> None:
        self.n_s += 1
        self._new_mm.append((ap_mm, ml_mm))

    def away_fraction(self) -> float:
        new_s = Counter((round(ap_mm / PLACE_MM), round(ml_mm / PLACE_MM)) for ap_mm, ml_mm in self._new_mm)
        for (ap, ml), spent_s in new_s.items():  # taken in only when asked for: nine squares each
            for near_ap in (ap - 1, ap, ap + 1):
                for near_ml in (ml - 1, ml, ml + 1):
                    self._around_s[near_ap, near_ml] += spent_s
                    self._longest_s = max(self._longest_s, self._around_s[near_ap, near_ml])
        self._new_mm.clear()
        return 1.0 - self._longest_s / self.n_s
