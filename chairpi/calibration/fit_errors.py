"""How far a calibration is off on known placements, before and after."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chairpi.calibration.fitting import Known
from chairpi.core.calibration import SeatMap
from chairpi.core.weighing.load import COP_FROM_N, G0_M_PER_S2

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Errors:
    """How far a calibration is off on known placements.

    Parameters
    ----------
    total_rms_kg
        Error of the total, root mean square [kg].
    cop_rms_mm
        Distance of the centre of pressure from where the mass was, root mean square [mm]; `None` without known places, or
        where a total is too small to have a centre.
    n_placements
        How many placements were looked at.
    left_out
        Whether each was judged by a fit that had not seen it.
    """

    total_rms_kg: float
    cop_rms_mm: float | None
    n_placements: int
    left_out: bool = False


def off(rows: SeatMap, known: Known) -> tuple[Array, Array]:
    """By how much a map is off for each placement.

    Returns
    -------
    total_kg, cop_mm
        Shape (n_placements,) each: read less true [kg], and distance [mm]; NaN where the read total is too small to have a centre.
    """
    total_n, moment_ap_nmm, moment_ml_nmm = np.array(rows) @ known.force_n.T
    enough_n = np.where(total_n >= COP_FROM_N, total_n, np.nan)
    distance_mm = np.hypot(moment_ap_nmm / enough_n - known.ap_mm, moment_ml_nmm / enough_n - known.ml_mm)
    return total_n / G0_M_PER_S2 - known.mass_kg, distance_mm


def errors(rows: SeatMap, known: Known) -> Errors:
    """Root mean square errors of a map on placements (see `off`)."""
    return _errors(*off(rows, known))


def errors_left_out(fit: Callable[[Known], SeatMap], known: Known) -> Errors:
    """Errors of a way to fit, each placement judged by a fit to all the others.

    Parameters
    ----------
    fit
        From placements to a map.
    known
        The placements. Where the others cannot be fitted without one of them, all are judged by the fit to all.
    """
    if len(known.mass_kg) < 2:
        return errors(fit(known), known)
    try:
        judged = [off(fit(known.without(i)), known) for i in range(len(known.mass_kg))]
    except ValueError:
        return errors(fit(known), known)
    total_kg = np.array([total[i] for i, (total, _) in enumerate(judged)])
    cop_mm = np.array([cop[i] for i, (_, cop) in enumerate(judged)])
    return _errors(total_kg, cop_mm, left_out=True)


def _errors(total_kg: Array, cop_mm: Array, *, left_out: bool = False) -> Errors:
    cop_rms_mm = None if np.isnan(cop_mm).any() else _rms(cop_mm)
    return Errors(_rms(total_kg), cop_rms_mm, len(total_kg), left_out)


def _rms(values: Array) -> float:
    return math.sqrt(float((values**2).mean()))
