"""Calibration as arithmetic: what windows of counts and known masses say about zero, span, gains and the seat's map.

Every fit here is linear least squares. How well the placements tell the cells apart is said by the condition number of the
matrix of the cells' shares, columns scaled to unit length (which comes close to the best scaling there is: van der Sluis 1969,
doi:10.1007/BF02165096); errors of the readings grow by up to that factor. Sets beyond `CONDITION_LIMIT` are refused.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chairpi.calibration import guided_sentences as sentences
from chairpi.core.calibration import SeatMap
from chairpi.core.weighing.load import G0_M_PER_S2

Array = NDArray[np.float64]

CONDITION_LIMIT = 10.0
"""Our choice: a mass over each corner gives 1, over two thirds of the way to each corner 3-5, a cross without corners hundreds."""

GAIN_LIMIT = 10.0
"""A correction of a cell's span by more than this factor, either way, is a broken or unloaded cell. Our choice: half-bridges on
the market lie between 0.5 and 2 mV/V."""


class IllConditioned(ValueError):  # noqa: N818  # it is a refusal and not a defect
    """The placements do not tell the cells apart; `condition` says by how much."""

    def __init__(self, condition: float) -> None:
        self.condition = condition
        values = {"condition": f"{condition:.0f}", "limit": f"{CONDITION_LIMIT:.0f}"}
        few = math.isinf(condition)
        super().__init__(sentences.ILL_CONDITIONED_FEW if few else sentences.ILL_CONDITIONED % values)


@dataclass(frozen=True, slots=True, eq=False)
class Gains:
    """Corrections of the cells' spans.

    Parameters
    ----------
    gains
        Shape (n_cells,): true force / force by the span of before; negative for a cell that is upside down.
    condition
        Of the matrix that was solved.
    """

    gains: Array
    condition: float


@dataclass(frozen=True, slots=True)
class FittedMap:
    """A seat map and how well its placements determined it."""

    rows: SeatMap
    condition: float


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """Masses that were put at known places; arrays have one entry for each placement.

    Parameters
    ----------
    force_n
        Shape (n_placements, n_seat_cells) [N], after zero and span.
    mass_kg
        Shape (n_placements,) [kg].
    ap_mm, ml_mm
        Shape (n_placements,) [mm]; forward + and sitter's right +.
    """

    force_n: Array
    mass_kg: Array
    ap_mm: Array
    ml_mm: Array

    def without(self, index: int) -> Known:
        """All placements but one."""
        return Known(
            *(np.delete(array, index, axis=0) for array in (self.force_n, self.mass_kg, self.ap_mm, self.ml_mm))
        )

    @property
    def loads(self) -> Array:
        """Total [N] and both moments [N mm] of each placement: shape (n_placements, 3)."""
        total_n = self.mass_kg * G0_M_PER_S2
        return np.stack([total_n, total_n * self.ap_mm, total_n * self.ml_mm], axis=-1)


def span(
    loaded_counts: Sequence[float],
    zero_counts: Sequence[float],
    counts_per_n: Sequence[float],
    mass_kg: float,
    share: Sequence[float] | None = None,
) -> tuple[float, ...]:
    """Spans from one known mass.

    Parameters
    ----------
    loaded_counts, zero_counts
        Output of the seat cells with and without the mass [counts].
    counts_per_n
        Spans of before [counts/N].
    mass_kg
        The mass [kg].
    share
        Which part of the mass each cell carries, where that is known; it adds up to 1.

    Returns
    -------
    tuple of float
        New counts_per_n [counts/N].

    Raises
    ------
    ValueError
        The answer is no plausible one for that mass.

    Notes
    -----
    Without `share`, one scale for all: k sum(F_i) = m g0, so that the new span is the old one / k. With it each cell has its own:
    (loaded - zero) / (share m g0).
    """
    loaded_n = mass_kg * G0_M_PER_S2
    change_counts = np.array(loaded_counts) - np.array(zero_counts)
    old = np.array(counts_per_n)
    if share is None:
        gains = np.full(len(old), _quotient(loaded_n, float((change_counts / old).sum())))
    else:
        gains = np.array(
            [
                _quotient(part * loaded_n, force_n)
                for part, force_n in zip(share, (change_counts / old).tolist(), strict=True)
            ]
        )
    _refuse_wild(gains)
    return tuple(float(value) for value in old / gains)


def corners(force_n: Array, mass_kg: Array) -> Gains:
    """Gains of the cells from a known mass that was put over each of them in turn.

    Parameters
    ----------
    force_n
        Shape (n_placements, n_cells) [N], by the spans of before.
    mass_kg
        Shape (n_placements,) [kg].

    Raises
    ------
    IllConditioned
        The placements do not tell the cells apart.
    ValueError
        A gain is no plausible one.

    Notes
    -----
    sum_i(g_i F_ji) = m_j g0 for every placement j. Only the total is used, so that a mass a little off its place does no harm.
    Each row is divided by its mass.
    """
    return _gains(force_n / (mass_kg * G0_M_PER_S2)[:, np.newaxis])


def feet_off(force_n: Array, mass_kg: float | None = None) -> Gains:
    """Gains of the cells from one person in many postures, feet off the floor and back off the backrest.

    Parameters
    ----------
    force_n
        Shape (n_postures, n_cells) [N], by the spans of before.
    mass_kg
        The person's mass [kg]. Without it only the gains' ratios are known, and the mean total stays as it was: one weight
        on the seat then fixes the scale (`span`).

    Raises
    ------
    IllConditioned
        The postures do not tell the cells apart.
    ValueError
        A gain is no plausible one.

    Notes
    -----
    The total is the same in every posture: sum_i(g_i F_ji) = constant. With the feet down this is not so, for the floor carries a
    part that changes.
    """
    total_n = float(force_n.sum(axis=1).mean()) if mass_kg is None else mass_kg * G0_M_PER_S2
    if total_n <= 0:
        raise ValueError(sentences.NO_LOAD)
    found = _gains(force_n / total_n)
    if mass_kg is None:
        kept = total_n / float((force_n @ found.gains).mean())
        return Gains(found.gains * kept, found.condition)
    return found


def fit_map(known: Known) -> FittedMap:
    """Map from the seat cells' forces to total and both moments.

    Parameters
    ----------
    known
        Placements; nine and more over the whole seat are recommended.

    Raises
    ------
    IllConditioned
        The placements do not tell the cells apart.
    ValueError
        There are fewer than twice as many placements as cells.

    Notes
    -----
    W F_j = (m_j g0, m_j g0 ap_j, m_j g0 ml_j), each row of W by least squares. Gains, cross-talk between cells (the pan pulls at
    one when another is loaded) and cells a little off their given place are all linear, and so all inside W.
    """
    n_placements, n_cells = known.force_n.shape
    if n_placements < map_needs(n_cells):
        raise ValueError(
            f"{n_placements} placements are too few for a map of {n_cells} cells: at least {map_needs(n_cells)} are needed"
        )
    masses_n = known.mass_kg[:, np.newaxis] * G0_M_PER_S2
    shares = known.force_n / masses_n
    condition = condition_of(shares)
    _refuse_ill(condition)
    solution = np.asarray(np.linalg.lstsq(shares, known.loads / masses_n, rcond=None)[0], dtype=np.float64)
    return FittedMap(as_rows(solution.T), condition)


def map_needs(n_cells: int) -> int:
    """Fewest placements for a map: two for each unknown of a row, so that one that is off does not pass unseen. Our choice."""
    return 2 * n_cells


def condition_of(shares: Array) -> float:
    """Condition number of a matrix of shares, shape (n_placements, n_cells), columns scaled to unit length."""
    lengths = np.linalg.norm(shares, axis=0)
    if len(shares) < shares.shape[1] or not np.isfinite(lengths).all() or (lengths == 0).any():
        return math.inf
    return float(np.linalg.cond(shares / lengths))


def plain_rows(ap_mm: Sequence[float], ml_mm: Sequence[float]) -> SeatMap:
    """The map of cells that are just where they are said to be: 1, AP [mm] and ML [mm] of each."""
    return (1.0,) * len(ap_mm), tuple(map(float, ap_mm)), tuple(map(float, ml_mm))


def as_rows(matrix: Array) -> SeatMap:
    """A matrix of shape (3, n_cells) as plain numbers."""
    return tuple(tuple(float(value) for value in row) for row in matrix)


def _gains(shares: Array) -> Gains:
    condition = condition_of(shares)
    _refuse_ill(condition)
    gains = np.asarray(np.linalg.lstsq(shares, np.ones(len(shares)), rcond=None)[0], dtype=np.float64)
    _refuse_wild(gains)
    return Gains(gains, condition)


def _refuse_ill(condition: float) -> None:
    if not condition <= CONDITION_LIMIT:
        raise IllConditioned(condition)


def _refuse_wild(gains: Array) -> None:
    size = np.abs(gains)
    if not ((size >= 1 / GAIN_LIMIT) & (size <= GAIN_LIMIT)).all():
        raise ValueError(sentences.WILD % {"factor": f"{GAIN_LIMIT:.0f}"})


def _quotient(wanted_n: float, found_n: float) -> float:
    return wanted_n / found_n if found_n else math.inf
