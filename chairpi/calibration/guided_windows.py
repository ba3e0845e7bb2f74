"""What a window of frames adds to the evidence, or why it is refused: one function for each kind of measurement."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from chairpi.calibration import guided_sentences as sentences
from chairpi.calibration import guided_words as words
from chairpi.calibration.best_fit import Fitter
from chairpi.calibration.evidence import Evidence, Placement, Posture
from chairpi.calibration.guided_actions import MEASURES, Fields
from chairpi.calibration.steadiness import Steadiness, steady
from chairpi.calibration.wiring import PRESSED_N, Noise, noise, press
from chairpi.core.calibration import Calibration
from chairpi.core.seat import SEAT, Seat
from chairpi.core.weighing.load import G0_M_PER_S2

Array = NDArray[np.float64]

SEAT_IN_USE_KG = 30.0
"""More than this on the seat while its zero is set is likely a person [kg]; the zeros of new cells and the seat's own mass stay
below it. Our choice."""

PERSON_KG = 25.0
"""Less than this is nobody who sits with the feet off the floor [kg]. Our choice."""

POSTURE_FRACTION = 0.03
"""Scatter of the total, as a part of it, up to which a posture counts as held still: breathing moves less than one percent."""

PRESENT_FRACTION = 0.1
"""A mass that reads less than this part of what was said of it is not on the seat. Our choice, as `fitting.GAIN_LIMIT`."""


class WindowRefused(ValueError):  # noqa: N818  # a refusal in words and no defect
    """A window cannot be used; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a window added: a line for the list of what is done, and the evidence with it."""

    text: str
    evidence: Evidence
    noise: tuple[Noise, ...] = ()


class Windows:
    """Judges windows for one calibration.

    Parameters
    ----------
    seat, before
        The cells, and the calibration in use.
    fitter
        Knows the spans with their accepted signs.
    """

    def __init__(self, seat: Seat, before: Calibration, fitter: Fitter) -> None:
        self._seat = seat
        self._before = before
        self._fitter = fitter
        self._cells = list(seat.indices(SEAT))
        self._kinds: dict[str, Callable[[Evidence, Fields, Array], Found]] = {
            "tare": self._tare,
            "span": self._placement,
            "corner": self._placement,
            "known": self._placement,
            "feet_off": self._feet_off,
            "rest": self._rest,
            "press": self._press,
        }

    def judge(self, kind: str, evidence: Evidence, fields: Fields, counts: Array) -> Found:
        """What a window adds.

        Parameters
        ----------
        kind
            One of `guided_actions.MEASURES`.
        evidence
            What there is so far.
        fields
            What the action was told.
        counts
            Shape (n_frames, n_cells) [counts]; NaN where unknown.

        Raises
        ------
        WindowRefused
            It cannot be used, as yet.
        """
        return self._kinds[kind](evidence, fields, counts)

    def _at_rest(self, kind: str, counts: Array) -> Steadiness:
        """The window's means, once every seat cell is known and every known cell at rest."""
        found = steady(counts, self._before.counts_per_n, MEASURES[kind].length_s)
        self._refuse_unknown(found)
        if found.unsteady:
            raise WindowRefused(words.unsteady_text(self._seat, found.unsteady))
        return found

    def _refuse_unknown(self, found: Steadiness) -> None:
        unknown = [i for i in found.unknown if i in self._cells]
        if unknown:
            raise WindowRefused(words.unknown_text(self._seat, unknown))

    def _tare(self, evidence: Evidence, fields: Fields, counts: Array) -> Found:
        found = self._at_rest("tare", counts)
        before_counts = np.array(self._before.zero_counts)
        # A backrest cell that is silent keeps its zero; a seat cell cannot be silent here.
        zero_counts = np.where(np.isnan(found.mean_counts), before_counts, found.mean_counts)
        moved_n = float(((zero_counts - before_counts)[self._cells] / self._fitter.spans(evidence)).sum())
        moved_kg = moved_n / G0_M_PER_S2
        if moved_kg > SEAT_IN_USE_KG and not fields.sure:
            raise WindowRefused(sentences.NOT_EMPTY % {"moved_kg": f"{moved_kg:.0f}"})
        text = sentences.ZERO_SET % {"moved_kg": f"{round(moved_kg, 2) + 0.0:+.2f}"}
        return Found(text, replace(evidence, zero_counts=tuple(zero_counts.tolist())))

    def _placement(self, evidence: Evidence, fields: Fields, counts: Array) -> Found:
        mass_kg, ap_mm, ml_mm = fields.mass_kg or 0.0, fields.ap_mm or 0.0, fields.ml_mm or 0.0
        output_counts = self._output_counts(evidence, self._at_rest("known", counts))
        force_n = output_counts / self._fitter.spans(evidence)
        total_kg = float(force_n.sum()) / G0_M_PER_S2
        if total_kg < PRESENT_FRACTION * mass_kg:
            raise WindowRefused(
                sentences.NOT_THE_MASS % {"total_kg": f"{round(total_kg, 1) + 0.0:.1f}", "mass_kg": f"{mass_kg:g}"}
            )
        if fields.cell is not None:
            self._refuse_other_corner(evidence, fields.cell, force_n)
        place = words.place_in_words(ap_mm, ml_mm)
        text = sentences.PLACED % {"mass_kg": f"{mass_kg:g}", "place": place, "total_kg": f"{total_kg:.2f}"}
        placement = Placement(mass_kg, ap_mm, ml_mm, tuple(output_counts.tolist()))
        return Found(text, replace(evidence, placements=(*evidence.placements, placement)))

    def _feet_off(self, evidence: Evidence, fields: Fields, counts: Array) -> Found:
        found = steady(counts, self._before.counts_per_n, MEASURES["feet_off"].length_s)
        self._refuse_unknown(found)
        output_counts = self._output_counts(evidence, found)
        spans = self._fitter.spans(evidence)
        total_n = float((output_counts / spans).sum())
        if total_n < PERSON_KG * G0_M_PER_S2:
            raise WindowRefused(sentences.NO_PERSON % {"total_kg": f"{total_n / G0_M_PER_S2:.0f}"})
        scatter_n = float(np.nanstd((counts[:, self._cells] / spans).sum(axis=1)))
        if scatter_n > POSTURE_FRACTION * total_n:
            raise WindowRefused(sentences.UNSTEADY_PERSON)
        person_kg = fields.mass_kg if fields.mass_kg is not None else evidence.person_kg
        postures = (*evidence.postures, Posture(tuple(output_counts.tolist())))
        text = sentences.POSTURE % {"number": len(postures), "total_kg": f"{total_n / G0_M_PER_S2:.1f}"}
        return Found(text, replace(evidence, postures=postures, person_kg=person_kg))

    def _rest(self, evidence: Evidence, fields: Fields, counts: Array) -> Found:
        found = self._at_rest("rest", counts)
        at_rest = noise(self._seat, self._before, counts)
        loudest = max(at_rest, key=lambda one: one.noise_g)
        label = next(cell.label for cell in self._seat.cells if cell.name == loudest.cell)
        text = sentences.AT_REST % {"noise_g": f"{loudest.noise_g:.1f}", "cell": label}
        return Found(text, replace(evidence, rest_counts=tuple(found.mean_counts.tolist())), at_rest)

    def _press(self, evidence: Evidence, fields: Fields, counts: Array) -> Found:
        found = steady(counts, self._before.counts_per_n, MEASURES["press"].length_s)
        self._refuse_unknown(found)
        rest_counts = np.array(rest_of(evidence))
        pressed = press(self._seat, self._before, fields.cell or "", rest_counts, found.mean_counts)
        label = {cell.name: cell.label for cell in self._seat.cells}
        answered = self._seat.names.index(pressed.answered)
        change_n = (counts[:, answered] - rest_counts[answered]) / self._before.counts_per_n[answered]
        if not (np.abs(change_n[~np.isnan(change_n)]) >= PRESSED_N).all():
            raise WindowRefused(sentences.NO_ANSWER % {"cell": label[pressed.pressed]})
        text = sentences.PRESSED % {
            "pressed": label[pressed.pressed],
            "answered": label[pressed.answered],
            "strength_kg": f"{pressed.strength_n / G0_M_PER_S2:+.1f}",
            "share": f"{100 * pressed.others_fraction:.0f}",
        }
        return Found(text.capitalize(), replace(evidence, presses=(*evidence.presses, pressed)))

    def _output_counts(self, evidence: Evidence, found: Steadiness) -> Array:
        """Seat cells less the zero that was measured: shape (n_seat_cells,) [counts]."""
        zero_counts = np.array(evidence.zero_counts or self._before.zero_counts)
        output: Array = (found.mean_counts - zero_counts)[self._cells]
        return output

    def _refuse_other_corner(self, evidence: Evidence, name: str, force_n: Array) -> None:
        """A mass over a cell loads that cell most, whatever the spans are."""
        places = evidence.places_mm or self._fitter.places_mm
        wanted = next((cell.ap_mm, cell.ml_mm) for cell in self._seat.seat_cells if cell.name == name)
        heaviest = int(np.argmax(np.abs(force_n)))
        if places[heaviest] != wanted:
            label = {cell.name: cell.label for cell in self._seat.cells}
            other = self._seat.seat_cells[heaviest].label
            raise WindowRefused(sentences.OTHER_CORNER % {"other": other, "cell": label[name]})


def rest_of(evidence: Evidence) -> tuple[float, ...] | None:
    """Every cell with the seat at rest [counts]: as measured for the wiring check, else its zero, where there is one."""
    return evidence.rest_counts or evidence.zero_counts
