"""How a load on the seat is shared among its cells, for any layout of three cells and more."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from chairpi.core.seat import Seat

Array = NDArray[np.float64]
Vector = tuple[float, float, float]

MOST_STEPS = 50
"""Newton steps before giving up; two or three are usual."""

SHORTEST_STEP = 1e-6
"""Part of a Newton step that is no longer halved; a whole one, or half of it, is usual."""

ALL_BUT_NOTHING = 1e-10
"""The part of the load that may be left unshared when the forces are found."""

RIDGE = 1e-6
"""Added to a singular system's diagonal: the direction stays uphill, and the step length is searched for."""


class LoadShare:
    """A rigid pan on equal springs that push but do not pull.

    Parameters
    ----------
    seat
        Only its seat cells share the load.

    Notes
    -----
    The forces reproduce total and both moments: A F = b, with the rows of A being 1, AP and ML of each cell. More than three
    cells leave a choice; equal springs take the one of least norm, F = A' (A A')^-1 b, a plane over the seat. Where that plane
    would pull at a cell, the least-norm solution without pull is F = max(0, A' l): a plane again, lifted off some cells
    (conditions of Karush, Kuhn and Tucker). A CoP outside the cells' hull needs pull; then the first solution stands, as with
    a pan that is bolted down.

    Four corner cells at (+-a, +-b) with the load near the middle carry F = total / 4 (1 +- ap / a +- ml / b). That is the
    bilinear share without its product term, which would twist the pan.
    """

    def __init__(self, seat: Seat) -> None:
        cells = seat.seat_cells
        # Positions in about their own size keep the three unknowns of one magnitude.
        self._scale_mm = max(max(abs(cell.ap_mm), abs(cell.ml_mm)) for cell in cells)
        self._rows: list[Vector] = [(1.0, cell.ap_mm / self._scale_mm, cell.ml_mm / self._scale_mm) for cell in cells]
        self._weights: list[Vector] = [
            (p, q / self._scale_mm, r / self._scale_mm) for p, q, r in np.linalg.pinv(np.array(self._rows).T).tolist()
        ]
        self._solvers: dict[tuple[bool, ...], list[Vector]] = {}

    def at(self, total_n: float, moment_ap_nmm: float, moment_ml_nmm: float) -> list[float]:
        """Share one load.

        Parameters
        ----------
        total_n
            Seat load [N].
        moment_ap_nmm, moment_ml_nmm
            Load times CoP [N mm], about the origin of the cells' positions.

        Returns
        -------
        list of float
            Force on each seat cell [N], in the seat's order.
        """
        forces_n = [p * total_n + q * moment_ap_nmm + r * moment_ml_nmm for p, q, r in self._weights]
        if min(forces_n) < 0:
            load = (total_n, moment_ap_nmm / self._scale_mm, moment_ml_nmm / self._scale_mm)
            return self._without_pull(forces_n, load)
        return forces_n

    def many(self, total_n: Array, moment_ap_nmm: Array, moment_ml_nmm: Array) -> Array:
        """Share many loads: arrays of shape (n,) in, shape (n, n_seat_cells) [N] out; each as `at` gives it."""
        shares = [p * total_n + q * moment_ap_nmm + r * moment_ml_nmm for p, q, r in self._weights]
        forces_n: Array = np.stack(shares, axis=-1)
        for i in np.flatnonzero((forces_n < 0).any(axis=-1)):
            forces_n[i] = self.at(float(total_n[i]), float(moment_ap_nmm[i]), float(moment_ml_nmm[i]))
        return forces_n

    def _without_pull(self, with_pull_n: list[float], load: Vector) -> list[float]:
        """Newton's method, uphill on the concave dual l b - |max(0, A' l)|^2 / 2; its slope is the load not yet shared."""
        plane = _times(self._solver(tuple(True for _ in self._rows)), load)
        height, slope, forces_n = self._dual(plane, load)
        for _ in range(MOST_STEPS):
            if max(map(abs, slope)) <= ALL_BUT_NOTHING * abs(load[0]):
                return forces_n
            step = _times(self._solver(tuple(force_n > 0 for force_n in forces_n)), slope)
            length = 1.0
            tried = _along(plane, step, length)
            found = self._dual(tried, load)
            while found[0] < height and length > SHORTEST_STEP:
                length /= 2
                tried = _along(plane, step, length)
                found = self._dual(tried, load)
            plane = tried
            height, slope, forces_n = found
        return with_pull_n

    def _dual(self, plane: Vector, load: Vector) -> tuple[float, Vector, list[float]]:
        forces_n = [max(0.0, plane[0] + plane[1] * ap + plane[2] * ml) for _, ap, ml in self._rows]
        height = sum(a * b for a, b in zip(plane, load, strict=True)) - sum(f * f for f in forces_n) / 2
        left = (
            load[0] - sum(forces_n),
            load[1] - sum(f * row[1] for f, row in zip(forces_n, self._rows, strict=True)),
            load[2] - sum(f * row[2] for f, row in zip(forces_n, self._rows, strict=True)),
        )
        return height, left, forces_n

    def _solver(self, pressing: tuple[bool, ...]) -> list[Vector]:
        """Inverse of A A' over the pressing cells; kept, since a sitter leans on the same few sets again and again."""
        if pressing not in self._solvers:
            chosen = np.array(self._rows)[list(pressing)]
            gram = chosen.T @ chosen
            if np.linalg.matrix_rank(chosen) < 3:
                gram += RIDGE * np.eye(3)
            self._solvers[pressing] = [(p, q, r) for p, q, r in np.linalg.inv(gram).tolist()]
        return self._solvers[pressing]


def _along(start: Vector, step: Vector, length: float) -> Vector:
    return start[0] + length * step[0], start[1] + length * step[1], start[2] + length * step[2]


def _times(matrix: list[Vector], vector: Vector) -> Vector:
    a, b, c = vector
    p, q, r = (row[0] * a + row[1] * b + row[2] * c for row in matrix)
    return p, q, r
