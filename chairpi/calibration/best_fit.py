"""The best calibration that can be made of what was measured."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from chairpi.calibration import guided_sentences as sentences
from chairpi.calibration.evidence import Evidence
from chairpi.calibration.fit_errors import Errors, errors, errors_left_out, off
from chairpi.calibration.fitting import (
    Known,
    as_rows,
    condition_of,
    corners,
    feet_off,
    fit_map,
    map_needs,
    plain_rows,
    span,
)
from chairpi.core.calibration import Calibration, SeatMap
from chairpi.core.seat import SEAT, Seat
from chairpi.core.weighing.load import G0_M_PER_S2

Array = NDArray[np.float64]

SAME_PLACE_MM = 10.0
"""Masses nearer than this to one another count as put at one place. Our choice: nobody places a mass better by hand."""

FITS_MM = 25.0
"""A placement that is further off than this after the fit to all does not belong to the others: a mass over the wrong corner is off
by a whole seat, one that was put carelessly by 10 mm. Our choice."""


class Method(StrEnum):
    """What a calibration is made of, from the least to the most."""

    ZERO = "zero"
    SPAN = "span"
    FEET_OFF = "feet_off"
    CORNERS = "corners"
    MAP = "map"


@dataclass(frozen=True, slots=True)
class Fitted:
    """A new calibration, and what is known about it.

    Parameters
    ----------
    calibration
        To use from now on.
    method
        What it is made of.
    condition
        Condition number of the placements or postures; `None` where there is nothing to tell apart.
    before, after
        Errors on the placements with the calibration of before, with its zero set anew, and with this one; `None` without placements.
    """

    calibration: Calibration
    method: Method
    condition: float | None
    before: Errors | None
    after: Errors | None


class Fitter:
    """Makes calibrations of evidence.

    Parameters
    ----------
    seat
        The cells and their configured places.
    before
        The calibration in use.
    """

    def __init__(self, seat: Seat, before: Calibration) -> None:
        self._seat = seat
        self._before = before
        self._cells = list(seat.indices(SEAT))
        self.places_mm = tuple((cell.ap_mm, cell.ml_mm) for cell in seat.seat_cells)
        n = len(self.places_mm)
        self.middle_mm = sum(ap for ap, _ in self.places_mm) / n, sum(ml for _, ml in self.places_mm) / n

    @property
    def plain(self) -> SeatMap:
        """The map of cells that are just where the configuration says."""
        return plain_rows(*zip(*self.places_mm, strict=True))

    def method(self, evidence: Evidence) -> Method:
        """What the evidence allows to be made."""
        n_places = self.n_places(evidence)
        if n_places >= map_needs(len(self._cells)):
            return Method.MAP
        if n_places > 1:
            return Method.CORNERS
        if evidence.postures:
            return Method.FEET_OFF
        return Method.SPAN if evidence.placements else Method.ZERO

    def n_places(self, evidence: Evidence) -> int:
        """At how many different places a mass was put."""
        places: list[tuple[float, float]] = []
        for placement in evidence.placements:
            here = (placement.ap_mm, placement.ml_mm)
            if all(max(abs(here[0] - ap), abs(here[1] - ml)) >= SAME_PLACE_MM for ap, ml in places):
                places.append(here)
        return len(places)

    def condition(self, evidence: Evidence) -> float | None:
        """Condition number of what the present method would be fitted to; `None` where there is nothing to tell apart."""
        match self.method(evidence):
            case Method.MAP | Method.CORNERS:
                return condition_of(self._shares(evidence))
            case Method.FEET_OFF:
                force_n = self.posture_force_n(evidence)
                return condition_of(force_n / force_n.sum(axis=1, keepdims=True))
            case _:
                return None

    def fitted(self, evidence: Evidence) -> Fitted:
        """The best calibration that the evidence allows.

        Raises
        ------
        IllConditioned
            The placements or postures do not tell the cells apart.
        ValueError
            They contradict one another, or no plausible calibration comes of them.
        """
        method = self.method(evidence)
        rows = self._rows(method, evidence)
        known = self._known(evidence) if evidence.placements else None
        before = after = None
        if method is Method.FEET_OFF:
            before, after = self._posture_errors(rows, evidence)
        elif known is not None:
            if method in (Method.MAP, Method.CORNERS):
                self._refuse_contradiction(rows, known)
            before = errors(self._rows_before(), self._known(evidence, accepted=False))
            after = errors_left_out(lambda others: self._fit(method, others, evidence), known)
        return Fitted(self._calibration(method, rows, evidence), method, self.condition(evidence), before, after)

    def spans(self, evidence: Evidence, *, accepted: bool = True) -> Array:
        """Spans of the seat cells before [counts/N], with accepted signs or without."""
        return np.array(
            [
                -self._before.counts_per_n[i]
                if accepted and self._seat.names[i] in evidence.inverted
                else self._before.counts_per_n[i]
                for i in self._cells
            ]
        )

    def posture_force_n(self, evidence: Evidence) -> Array:
        """Forces of the postures by the spans of before: shape (n_postures, n_seat_cells) [N]."""
        return np.array([posture.output_counts for posture in evidence.postures]) / self.spans(evidence)

    def _known(self, evidence: Evidence, *, accepted: bool = True) -> Known:
        placements = evidence.placements
        return Known(
            np.array([p.output_counts for p in placements]) / self.spans(evidence, accepted=accepted),
            np.array([p.mass_kg for p in placements]),
            np.array([p.ap_mm for p in placements]),
            np.array([p.ml_mm for p in placements]),
        )

    def _shares(self, evidence: Evidence) -> Array:
        known = self._known(evidence)
        return known.force_n / (known.mass_kg * G0_M_PER_S2)[:, np.newaxis]

    def _rows_before(self) -> SeatMap:
        return self._before.seat_map or self.plain

    def _rows_kept(self, evidence: Evidence) -> SeatMap:
        """The map that a new zero or scale leaves as it is."""
        if evidence.places_mm is None and not evidence.inverted:
            return self._rows_before()
        return self._rows_plain(evidence)

    def _rows_plain(self, evidence: Evidence) -> SeatMap:
        return plain_rows(*zip(*(evidence.places_mm or self.places_mm), strict=True))

    def _rows(self, method: Method, evidence: Evidence) -> SeatMap:
        """The map by which the seat cells' forces, by the spans of before, become total and moments."""
        if method is Method.FEET_OFF:
            gains = feet_off(self.posture_force_n(evidence), evidence.person_kg).gains
            rows = np.array(self._rows_plain(evidence)) * gains
            if evidence.person_kg is None and evidence.placements:
                rows = rows * self._scale(rows, self._known(evidence))
            return as_rows(rows)
        if method is Method.ZERO:
            return self._rows_kept(evidence)
        return self._fit(method, self._known(evidence), evidence)

    def _fit(self, method: Method, known: Known, evidence: Evidence) -> SeatMap:
        if method is Method.MAP:
            return fit_map(known).rows
        if method is Method.CORNERS:
            return as_rows(np.array(self._rows_plain(evidence)) * corners(known.force_n, known.mass_kg).gains)
        rows = np.array(self._rows_kept(evidence))
        return as_rows(rows * self._scale(rows, known))

    def _scale(self, rows: Array, known: Known) -> float:
        """The factor by which totals must grow to be the masses', which `span` finds for one mass."""
        read_n = float((known.force_n @ rows[0]).mean())
        (new,) = span((read_n,), (0.0,), (1.0,), float(known.mass_kg.mean()))
        return 1.0 / new

    def _calibration(self, method: Method, rows: SeatMap, evidence: Evidence) -> Calibration:
        """Share what was found between spans, so that each cell's own kilograms are right too, and the map."""
        old = self.spans(evidence)
        kept = np.array(self._rows_kept(evidence))
        match method:
            case Method.ZERO:
                gains = np.ones(len(old))
            case Method.SPAN:
                gains = np.full(len(old), np.array(rows)[0].sum() / kept[0].sum())
            case Method.MAP:
                known = self._known(evidence)
                gains = corners(known.force_n, known.mass_kg).gains
            case _:
                gains = np.array(rows)[0]
        counts_per_n = list(self._before.counts_per_n)
        for cell, value in zip(self._cells, (old / gains).tolist(), strict=True):
            counts_per_n[cell] = value
        plain = method is not Method.MAP and np.allclose(np.array(rows) / gains, np.array(self.plain), rtol=1e-12)
        return Calibration(
            evidence.zero_counts or self._before.zero_counts,
            tuple(counts_per_n),
            None if plain else as_rows(np.array(rows) / gains),
        )

    def _refuse_contradiction(self, rows: SeatMap, known: Known) -> None:
        _, distance_mm = off(rows, known)
        if len(known.mass_kg) <= known.force_n.shape[1]:
            return  # nothing is left over to contradict
        worst = int(np.argmax(np.where(np.isnan(distance_mm), np.inf, distance_mm)))
        if not distance_mm[worst] <= FITS_MM:
            raise ValueError(
                sentences.CONTRADICTION
                % {
                    "number": worst + 1,
                    "mass_kg": f"{known.mass_kg[worst]:g}",
                    "ap_mm": f"{known.ap_mm[worst]:.0f}",
                    "ml_mm": f"{known.ml_mm[worst]:.0f}",
                    "distance_mm": f"{distance_mm[worst]:.0f}",
                }
            )

    def _posture_errors(self, rows: SeatMap, evidence: Evidence) -> tuple[Errors, Errors]:
        """How far the total changes among the postures of one person, before and after."""
        force_n = self.posture_force_n(evidence)
        found = []
        for total_row in (self._rows_before()[0], rows[0]):
            total_kg = force_n @ np.array(total_row) / G0_M_PER_S2
            true_kg = evidence.person_kg if evidence.person_kg is not None else float(total_kg.mean())
            found.append(Errors(float(np.sqrt(((total_kg - true_kg) ** 2).mean())), None, len(total_kg)))
        return found[0], found[1]
