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

from collections import Counter

from chairpi.core.events.movement import ShiftSize, WeightShift
from chairpi.core.movement.places import Places
from chairpi.core.movement.shifts import (
    APART_S,
    TOLD_LATE_S,
    Shifts,
)
from chairpi.core.movement.spells import Spell, Stillness
from chairpi.core.upright.reference import Reference
from chairpi.core.weighing.second import Second

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
        self._still = Stillness()
        self._began_t_s = 0.0
        self._epoch_shifts: Counter[int] = Counter()
        self._epoch_known_s: Counter[int] = Counter()
        self._places = Places()

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
        self._shifts = Shifts()
        self._forget_load()

    def _forget_load(self) -> None:
        self._low, self._left, self._right = Spell(), Spell(), Spell()

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
        low_left = load * (1 - off) < LOW_FRACTION  # never where `off` is NaN, and so on the right
        low_right = load * (1 + off) < LOW_FRACTION
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
