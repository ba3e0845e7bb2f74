"""The guided calibration's figures as plain JSON: live cells, errors, wiring and noise. What is unknown is null."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from chairpi.calibration import guided_words as words
from chairpi.calibration.best_fit import Fitted, Fitter
from chairpi.calibration.evidence import Evidence
from chairpi.calibration.fit_errors import Errors
from chairpi.calibration.fitting import CONDITION_LIMIT
from chairpi.calibration.wiring import Noise, in_words, wiring
from chairpi.core.calibration import Calibration
from chairpi.core.frame import Frame
from chairpi.core.seat import Seat
from chairpi.core.weighing.load import G0_M_PER_S2
from chairpi.core.weighing.weigher import Weigher

Figures = dict[str, object]

LARGEST_CONDITION = 1e6
"""What is shown for a condition number beyond it: JSON knows no infinity."""


def live(seat: Seat, calibration: Calibration, frame: Frame | None) -> Figures:
    """Every cell now, and what they say together."""
    counts: tuple[float | None, ...] = (None,) * len(seat.cells) if frame is None else frame.counts
    weigher = Weigher(seat, calibration)
    loads = weigher.loads(np.array([counts], dtype=np.float64))
    ap_mm, ml_mm = weigher.centre_of_pressure(loads)
    return {
        "cells": [
            {
                "cell": cell.name,
                "label": cell.label,
                "ap_mm": cell.ap_mm if cell.in_seat else None,
                "ml_mm": cell.ml_mm,
                "counts": one,
                "kg": _known(force_n / G0_M_PER_S2),
            }
            for cell, one, force_n in zip(seat.cells, counts, loads.force_n[0].tolist(), strict=True)
        ],
        "total_kg": _known(float(loads.total_n[0]) / G0_M_PER_S2),
        "cop_ap_mm": _known(float(ap_mm[0])),
        "cop_ml_mm": _known(float(ml_mm[0])),
    }


def figures(fitter: Fitter, evidence: Evidence, fitted: Fitted | None) -> Figures:
    """What could be made of the evidence now, or was made of it: method, condition number, errors before and after."""
    condition = fitter.condition(evidence)
    return {
        "method": str(fitter.method(evidence)),
        "condition": None if condition is None else min(condition, LARGEST_CONDITION),
        "condition_limit": CONDITION_LIMIT,
        "condition_text": None if condition is None else words.condition_text(condition),
        "before": None if fitted is None else _errors(fitted.before),
        "after": None if fitted is None else _errors(fitted.after),
    }


def wiring_figures(seat: Seat, evidence: Evidence) -> Figures | None:
    """What the presses say so far; `None` before the first."""
    if not evidence.presses:
        return None
    found = wiring(seat, evidence.presses)
    return {
        "answers": dict(found.answers),
        "inverted": list(found.inverted),
        "swapped": list(found.swapped),
        "missing": list(found.missing),
        "one_for_all": found.one_for_all,
        "unclear": list(found.unclear),
        "acceptable": found.acceptable,
        "accepted": bool(evidence.inverted or evidence.places_mm),
        "text": list(in_words(seat, found)),
        "presses": [
            {
                "pressed": one.pressed,
                "answered": one.answered,
                "strength_kg": one.strength_n / G0_M_PER_S2,
                "others_fraction": one.others_fraction,
            }
            for one in evidence.presses
        ],
    }


def noise_figures(noise: Sequence[Noise]) -> list[Figures]:
    """Noise at rest of each cell, in counts and grams."""
    return [{"cell": one.cell, "noise_counts": one.noise_counts, "noise_g": one.noise_g} for one in noise]


def _errors(found: Errors | None) -> Figures | None:
    if found is None:
        return None
    return {
        "total_rms_kg": found.total_rms_kg,
        "cop_rms_mm": found.cop_rms_mm,
        "n_placements": found.n_placements,
        "left_out": found.left_out,
        "text": words.errors_text(found),
    }


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value
