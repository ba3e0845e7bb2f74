"""The capture of an upright reference: some seconds of sitting, and what is taken from them.

A guided capture is also the person's word that they sit. If the seat then reads less than any sitter's load, its zero has moved
(cheap cells in a cushion wander by tens of kilograms), and what is missing to a usual seat load is added from then on: presence
and shifts work again, and `zero_doubtful` says that kilograms mean nothing until the zero is set.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from chairpi.core.events.upright import ReferenceSource
from chairpi.core.upright.reference import Reference
from chairpi.core.weighing.life import LIFE_NM, span_nm
from chairpi.core.weighing.load import COP_FROM_N, G0_M_PER_S2
from chairpi.core.weighing.second import Second

PROVISIONAL_S = 30.0
"""Settled sitting that makes a provisional reference [s]. Our choice: people begin to slump within 20 minutes, not within one."""

CAPTURE_MIN_S = 3.0
"""A guided capture needs at least this much data [s]."""

STEADY_MM = 15.0
"""CoP seconds of a guided capture must lie within this range [mm], AP and ML each. Supported sway is about 1 mm rms, a re-seat moves
8-10 mm; our choice between them and a real move."""

USUAL_SEAT_LOAD_KG = 45.0
"""Seat load assumed where the zero is lost [kg]: 74 % of a 61 kg person (the planar model's seat share; our choice of person)."""


class Capture:
    """Gathers the seconds of one reference capture.

    Parameters
    ----------
    source
        Guided or provisional.
    starts_t_s, length_s
        When it begins, and how long it is [s].
    """

    def __init__(self, source: ReferenceSource, starts_t_s: float, length_s: float) -> None:
        self.source = source
        self.ends_t_s = starts_t_s + length_s
        self._starts_t_s = starts_t_s
        self._seconds: list[Second] = []

    def receive(self, second: Second) -> None:
        """Take one second in."""
        if second.start_t_s >= self._starts_t_s:
            self._seconds.append(second)

    def result(self, person_on_kg: float) -> Reference | str:
        """The reference, or why there is none, in words for the sitter.

        Parameters
        ----------
        person_on_kg
            The least seat load of a person [kg].
        """
        seconds = [s for s in self._seconds if math.isfinite(s.moment_ap_nmm[0])]
        if sum(s.length_s for s in seconds) < CAPTURE_MIN_S:
            return "too few readings came in; look at the Help page if a cell is named as lost, and try again"
        load_n = median(s.load_n for s in seconds)
        offset_n = 0.0
        if load_n < person_on_kg * G0_M_PER_S2:
            if self.source is ReferenceSource.PROVISIONAL:
                return "the seat carries less than a sitter"
            if span_nm(seconds[1:]) < LIFE_NM:  # the first may still hold the end of what was before
                return "the seat is empty and quite still; sit down, hips fully back, and try again"
            offset_n = USUAL_SEAT_LOAD_KG * G0_M_PER_S2 - load_n
        load_n += offset_n
        # The centre of each second, from the middle of its moments, so that a zero that was just found to be off is allowed for.
        ap_mm = [sum(s.moment_ap_nmm) / 2 / max(s.load_n + offset_n, COP_FROM_N) for s in seconds]
        ml_mm = [sum(s.moment_ml_nmm) / 2 / max(s.load_n + offset_n, COP_FROM_N) for s in seconds]
        moved_mm = max(_middle_range(ap_mm), _middle_range(ml_mm))
        if moved_mm > STEADY_MM:
            return f"you moved by {moved_mm:.0f} mm meanwhile; sit still for the whole countdown and try again"
        return Reference(
            source=self.source,
            cop_ap_mm=median(ap_mm),
            cop_ml_mm=median(ml_mm),
            total_n=load_n,
            back_upper_n=_median_or_none([s.back_upper_n for s in seconds]),
            back_lower_n=_median_or_none([s.back_lower_n for s in seconds]),
            zero_offset_n=offset_n,
            force_n=tuple(_median_or_nan(forces) for forces in zip(*(s.force_n for s in seconds), strict=True)),
        )


def middle_of(takes: Sequence[Reference]) -> Reference:
    """The reference in the middle of several captures: each number is their median, so that of three an odd one does not count."""
    latest = takes[-1]
    return replace(
        latest,
        cop_ap_mm=median(take.cop_ap_mm for take in takes),
        cop_ml_mm=median(take.cop_ml_mm for take in takes),
        total_n=median(take.total_n for take in takes),
        back_upper_n=_median_of_known([take.back_upper_n for take in takes]),
        back_lower_n=_median_of_known([take.back_lower_n for take in takes]),
        zero_offset_n=median(take.zero_offset_n for take in takes),
        force_n=tuple(_median_or_nan(forces) for forces in zip(*(take.force_n or () for take in takes), strict=True)),
        takes_mm=tuple((take.cop_ap_mm, take.cop_ml_mm) for take in takes),
    )


def _middle_range(values: list[float]) -> float:
    """The range of the middle 80 % of the values: one wriggle does not spoil a capture."""
    ordered = sorted(values)
    cut = len(ordered) // 10
    return ordered[len(ordered) - 1 - cut] - ordered[cut]


def _median_or_nan(values: Sequence[float]) -> float:
    known = [value for value in values if math.isfinite(value)]
    return median(known) if known else math.nan


def _median_of_known(values: Sequence[float | None]) -> float | None:
    return _median_or_none([value for value in values if value is not None])


def _median_or_none(values: list[float]) -> float | None:
    known = [value for value in values if math.isfinite(value)]
    return median(known) if known else None
