"""Days of sitting that never end: pure functions of time and seed."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chairpi.core.seat import Seat
from chairpi.simulate.carried import DRIFT_N, Carried
from chairpi.simulate.doings import GUIDED_S
from chairpi.simulate.furniture import Furniture
from chairpi.simulate.people import Person
from chairpi.simulate.schedule import LIVELY_FROM_HOURS, Schedule
from chairpi.simulate.sitter import Sitter, Stance
from chairpi.simulate.timeline import Timeline

Array = NDArray[np.float64]

CONTACT_N = 5.0
"""A back that presses less than this on the backrest [N] does no more than brush it: our choice."""

DAYS_KEPT = 2

# numpy pads seeds with zeros, so that [7] and [7, 0] are the same seed: each use has its own number, and none is 0.
SITTER, DAYS = 1, 2


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """What a sitter truly does; each attribute has shape (n,).

    Parameters
    ----------
    total_n
        Seat load, breathing included [N].
    cop_ap_mm, cop_ml_mm
        Centre of pressure of the seat load, sway included [mm]; NaN with nothing on the seat.
    back_upper_n, back_lower_n
        Force on the backrest [N].
    label
        One of a recording's labels, or empty: no name fits.
    slide_mm
        Forward hip slide [mm]; NaN where nobody sits.
    back_contact
        Whether the back is on the backrest, be it fitted with cells or not.
    """

    total_n: Array
    cop_ap_mm: Array
    cop_ml_mm: Array
    back_upper_n: Array
    back_lower_n: Array
    label: NDArray[np.str_]
    slide_mm: Array
    back_contact: NDArray[np.bool_]

    @classmethod
    def of(cls, loads: tuple[Array, ...], label: NDArray[np.str_]) -> Truth:
        """What loads and labels say; `loads` as of `chairpi.simulate.carried.Carried.loads`."""
        total_n, ap_mm, ml_mm, upper_n, lower_n, _, slide_mm = loads
        nobody = (label == "vacant") | (label == "object")
        nothing = total_n <= 0
        return cls(
            total_n=total_n,
            cop_ap_mm=np.where(nothing, np.nan, ap_mm),
            cop_ml_mm=np.where(nothing, np.nan, ml_mm),
            back_upper_n=upper_n,
            back_lower_n=lower_n,
            label=label,
            slide_mm=np.where(nobody, np.nan, slide_mm),
            back_contact=upper_n + lower_n >= CONTACT_N,
        )


class Day:
    """One sitter on one seat, day after day, each day a new one.

    Parameters
    ----------
    seat
        Any layout; loads are shared among its cells by `LoadShare`, and among those of one half of the backrest by `BackShare`.
    seed
        The same seed is the same sitter and the same days.
    hours
        Length of a day [h]; the next one follows at once.
    lively
        The first day begins with the demo's half hour.
    mass_kg
        Body mass [kg]; drawn when not given.
    drift_n
        How far each cell's zero drifts, either way [N].
    jitter
        How much people vary from one sitting and posture to the next, against the usual: 2 is twice as restless.
    person, furniture
        Who sits on what; each is drawn when not given.
    """

    def __init__(
        self,
        seat: Seat,
        seed: int = 0,
        hours: float = 8.0,
        *,
        lively: bool = False,
        mass_kg: float | None = None,
        drift_n: float = DRIFT_N,
        jitter: float = 1.0,
        person: Person | None = None,
        furniture: Furniture | None = None,
    ) -> None:
        if not (math.isfinite(hours) and hours > 0):
            raise ValueError(f"hours {hours}: a finite number above 0 is needed")
        if not (math.isfinite(jitter) and jitter >= 0):
            raise ValueError(f"jitter {jitter}: a finite number of 0 or more is needed")
        if lively and hours < LIVELY_FROM_HOURS:
            raise ValueError(f"hours {hours}: a lively day needs {LIVELY_FROM_HOURS} at least")
        self.seat = seat
        rng = np.random.default_rng([seed, SITTER])
        drawn = Sitter.drawn(rng, mass_kg)
        self.sitter = Sitter(person or drawn.person, furniture or drawn.furniture)
        self._seed = seed
        self._jitter = jitter
        self._lively = lively
        self._length_s = hours * 3600.0
        self._carried = Carried(seat, rng, drift_n)
        self._days: dict[int, tuple[Timeline, Schedule]] = {}

    @property
    def upright_s(self) -> tuple[float, float] | None:
        """When, on the first day, the sitter holds still upright [s]; `None` when that day is too short for it."""
        _, schedule = self._day(0)
        for sat_s, stood_s in schedule.bouts[:1]:
            start_s, end_s = (sat_s + after_s for after_s in GUIDED_S)
            if end_s < stood_s:
                return start_s, end_s
        return None

    def truth(self, t_s: Array) -> Truth:
        """What the sitter does at many instants, shape (n,) [s from the first day's start]."""
        t_s = np.asarray(t_s, dtype=np.float64)
        label = np.empty(len(t_s), dtype="U24")
        for number, here in self._split(t_s):
            timeline, _ = self._day(number)
            label[here] = timeline.label(t_s[here] - number * self._length_s)
        return Truth.of(self._carried.loads(t_s, self._stances(t_s)), label)

    def forces_n(self, t_s: Array) -> Array:
        """Force on each cell, drift included: shape (n,) [s] in, shape (n, n_cells) [N] out."""
        t_s = np.asarray(t_s, dtype=np.float64)
        return self._carried.forces_n(t_s, self._stances(t_s))

    def force_at(self, t_s: float) -> tuple[float, ...]:
        """Force on each cell [N] at one instant [s]: `forces_n` to rounding, in plain numbers, for emulated chips."""
        number = max(0, math.floor(t_s / self._length_s))
        timeline, _ = self._day(number)
        return self._carried.force_at(t_s, timeline.at(t_s - number * self._length_s))

    def _stances(self, t_s: Array) -> Array:
        stances = np.empty((len(Stance._fields), len(t_s)))
        for number, here in self._split(t_s):
            timeline, _ = self._day(number)
            stances[:, here] = timeline.many(t_s[here] - number * self._length_s)
        return stances

    def _split(self, t_s: Array) -> list[tuple[int, NDArray[np.bool_]]]:
        numbers = np.maximum(np.floor(t_s / self._length_s), 0).astype(int)
        return [(int(number), numbers == number) for number in np.unique(numbers)]

    def _day(self, number: int) -> tuple[Timeline, Schedule]:
        if number not in self._days:
            rng = np.random.default_rng([self._seed, DAYS, number, 1])
            schedule = Schedule(self.sitter, rng, self._jitter)
            if self._lively and number == 0:
                schedule.lively(self._length_s)
            else:
                schedule.day(min(float(rng.uniform(20.0, 60.0)), self._length_s / 20), self._length_s)
            if len(self._days) >= DAYS_KEPT:
                del self._days[next(iter(self._days))]
            self._days[number] = (Timeline(self.sitter.away(), schedule.moves), schedule)
        return self._days[number]
